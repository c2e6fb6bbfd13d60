/* The courses of a few networks by depth, laid over each other as the charts of families are. */
(() => {
  "use strict";

  const { make } = window.reportgen;
  const SVG = "http://www.w3.org/2000/svg";
  const BOX = { width: 448, height: 256, left: 64, right: 440, top: 40, bottom: 208 };
  const STEPS = [1, 2, 5];
  const DASHES = ["", "7 3", "2 3", "9 3 2 3"];
  const TONES = ["family-1", "family-2", "family-3", "family-4"];

  const draw = (name, attributes, text = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  const label = (x, y, text, anchor = "start", extra = {}) =>
    draw("text", { x, y, "text-anchor": anchor, "font-size": 14, fill: "var(--rg-fg)", ...extra }, text);

  const powers = (low, high) => {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const step of STEPS) found.push(Number((step * 10 ** power).toPrecision(1)));
    }
    return found;
  };

  /* A logarithmic scale that ends at round values on both sides, and the few round values to tell. */
  const scale = (values, most = 5) => {
    const [least, largest] = [Math.min(...values), Math.max(...values)];
    const round = powers(least, largest);
    const low = round.filter((value) => value <= least).at(-1);
    const high = round.find((value) => value >= largest && value > low) ?? 10 * low;
    const within = round.filter((value) => value >= low && value <= high);
    const tens = within.filter((value) => Number.isInteger(Math.log10(value)));
    const share = (value) => Math.log10(value / low) / Math.log10(high / low);
    return {
      y: (value) => Math.round(10 * (BOX.bottom - share(value) * (BOX.bottom - BOX.top))) / 10,
      ticks: within.length <= most ? within : tens,
    };
  };

  const course = (values, y) => {
    const step = (BOX.right - BOX.left) / values.length;
    let path = "";
    values.forEach((value, place) => {
      const [left, right] = [BOX.left + place * step, BOX.left + (place + 1) * step].map((x) => x.toFixed(1));
      path += `${place ? "V" : `M${left} `}${y(value)}H${right}`;
    });
    return path;
  };

  const frame = (look, { y, ticks }) => [
    label(8, BOX.top - 18, look.title, "start", { "font-size": 16, "font-weight": 600 }),
    label(BOX.right, BOX.top - 18, "log scale", "end"),
    ...ticks.flatMap((tick) => [
      draw("path", { d: `M${BOX.left} ${y(tick)}H${BOX.right}`, stroke: "var(--rg-grid)", "stroke-width": 0.75 }),
      label(BOX.left - 8, y(tick) + 5, `${tick.toLocaleString("en")}${look.sign}`, "end"),
    ]),
    draw("path", { d: `M${BOX.left} ${BOX.bottom}H${BOX.right}`, stroke: "var(--rg-muted)" }),
    ...[0, 50, 100].map((share) => {
      const anchor = share === 100 ? "end" : share ? "middle" : "start";
      return label(BOX.left + (share / 100) * (BOX.right - BOX.left), BOX.bottom + 20, `${share}%`, anchor);
    }),
    label(BOX.right, BOX.bottom + 40, "share of the layers, in file order", "end"),
  ];

  const bound = (look, { y }) => {
    if (!look.bound) return [];
    const line = { stroke: "var(--rg-bound)", "stroke-dasharray": "4 3" };
    return [draw("path", { d: `M${BOX.left} ${y(look.bound)}H${BOX.right}`, ...line })];
  };

  const line = (look, place) => ({
    fill: "none",
    stroke: `var(--rg-${TONES[place]})`,
    "stroke-width": 2,
    "stroke-dasharray": DASHES[place],
  });

  const swatch = (look, place) => {
    const svg = draw("svg", { viewBox: "0 0 32 8", width: 32, height: 8, "aria-hidden": "true" });
    svg.append(draw("path", { d: "M0 4H32", ...line(look, place) }));
    return svg;
  };

  const telling = (look, values) => {
    const value = look.least ? Math.min(...values) : Math.max(...values);
    const digits = look.sign ? { maximumFractionDigits: 1, minimumFractionDigits: 1 } : {};
    return `${look.least ? "least" : "most"} ${value.toLocaleString("en", digits)}${look.unit}`;
  };

  /* Give a figure with the courses of some networks, each a name and its values; nothing where none has any. */
  const overlay = (look, networks) => {
    const known = networks.map(({ name, values }, place) => ({ name, values, place })).filter(({ values }) => values.length);
    if (!known.length) return null;
    const found = scale([...known.flatMap(({ values }) => values), ...(look.bound ? [look.bound] : [])]);
    const told = known.map(({ name, values }) => `${name}: ${telling(look, values)}`);
    const svg = draw("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, class: "rg-svg", role: "img" });
    svg.setAttribute("aria-label", `${look.title} by depth. ${told.join("; ")}.`);
    svg.append(...frame(look, found), ...bound(look, found));
    for (const { values, place } of known) svg.append(draw("path", { d: course(values, found.y), ...line(look, place) }));
    const legend = known.map(({ name, values, place }) =>
      make("li", {}, swatch(look, place), make("span", { textContent: name }), make("small", { textContent: telling(look, values) })));
    const notes = look.bound ? [make("small", { textContent: `Dashed rule: ${look.boundName}.` })] : [];
    return make("figure", { className: "rg-chart" }, svg, make("figcaption", {}, make("ul", {}, ...legend), ...notes));
  };

  window.reportgen.overlay = overlay;
})();
