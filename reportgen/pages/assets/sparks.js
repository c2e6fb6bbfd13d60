/* Sparks: capacity by depth in the rows of a table. A cell's data-spark has a letter for the height of each column of pixels,
   the table's data-rg-sparks the letter of the bound. Each is drawn when it comes into sight, all of them for paper. */
(() => {
  "use strict";

  const { each } = window.reportgen;
  const MARGIN = 3;
  const WIDTH = 96;
  const HEIGHT = 24;
  const TALLEST = 35;

  const height = (letter) => {
    const share = Number.parseInt(letter, 36) / TALLEST;
    return (HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)).toFixed(1);
  };

  const element = (tag, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  const draw = (cell, bound) => {
    if (cell.firstChild) return;
    const letters = [...cell.dataset.spark];
    const least = letters.reduce((low, letter) => (letter < low ? letter : low));
    const steps = letters.map((letter, column) => `V${height(letter)}H${MARGIN + column + 1}`);
    const mark = { cx: MARGIN + letters.indexOf(least) + 0.5, cy: height(least), r: 2.5 };
    cell.append(element("svg", { class: "rg-spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
      element("path", { class: "rg-spark__bound", d: `M${MARGIN} ${height(bound)}H${WIDTH - MARGIN}` }),
      element("path", { d: `M${MARGIN} ${height(letters[0])}${steps.join("")}` }),
      element("circle", least < bound ? { ...mark, class: "rg-spark__low" } : mark)));
  };

  each("[data-rg-sparks]", (table) => {
    const bound = table.dataset.rgSparks;
    const cells = [...table.querySelectorAll("[data-spark]")];
    const watch = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        draw(target, bound);
      }
    }, { rootMargin: "50%" });
    for (const cell of cells) watch.observe(cell);
    window.addEventListener("beforeprint", () => cells.forEach((cell) => draw(cell, bound)));
  });
})();
