/* Boxes before the names in a table: the networks that are checked, in that order, are what its link compares. They are
   made here, since nothing can be picked without a script; a row's data-id is what an address calls its network. */
(() => {
  "use strict";

  const { each, make } = window.reportgen;
  const MOST = 4;

  const box = (row) => {
    const head = row.cells[0];
    const made = make("input", { type: "checkbox", className: "rg-pick", value: row.dataset.id, autocomplete: "off" });
    made.setAttribute("aria-label", `Select ${head.textContent} to compare`);
    head.prepend(made);
  };

  each("[data-rg-picks]", (link) => {
    const { href, textContent, hidden } = link;
    const told = link.nextElementSibling;
    const whole = link.closest("[data-rg-filter]");
    let ids = [];

    const show = () => {
      const enough = ids.length > 1;
      link.hidden = hidden && !enough;
      link.textContent = enough ? `Compare ${ids.length} selected` : textContent;
      const url = new URL(href);
      if (enough) url.search = `?networks=${ids.join(",")}`;
      link.href = url.href;
    };

    whole.querySelectorAll("tr[data-id]").forEach(box);
    whole.addEventListener("change", ({ target }) => {
      if (!target.matches(".rg-pick")) return;
      const others = ids.filter((id) => id !== target.value);
      const tooMany = target.checked && others.length === MOST;
      if (tooMany) target.checked = false;
      ids = target.checked ? [...others, target.value] : others;
      if (tooMany) told.textContent = `No more than ${MOST} can be compared.`;
      else told.textContent = ids.length === 1 ? "One more to compare it with." : "";
      show();
    });
  });
})();
