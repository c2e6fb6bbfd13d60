/* Sorting and filtering of tables. Without it all rows stand in the order in which they were written.
   A table with data-rg-sort gets a button in each header but those with data-rg-plain; a cell is sorted by its
   data-v, else by its text. A box with data-rg-filter gets a field that keeps rows whose text or data-t has all words. */
(() => {
  "use strict";

  const FEW = 8;

  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const value = (row, column) => {
    const cell = row.cells[column];
    const raw = (cell.dataset.v ?? cell.textContent).trim();
    const number = raw === "" ? NaN : Number(raw);
    return Number.isNaN(number) ? raw : number;
  };

  /* What is unknown stands last, whichever way the rest runs. */
  const compare = (a, b, sign) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: "base" });
  };

  const sort = (table, header) => {
    const column = header.cellIndex;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const now = header.getAttribute("aria-sort");
    const numeric = rows.some((row) => typeof value(row, column) === "number");
    const ascending = now ? now === "descending" : !numeric;
    rows.sort((a, b) => compare(value(a, column), value(b, column), ascending ? 1 : -1));
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    body.append(...rows);
  };

  const sortable = (table) => {
    for (const header of table.tHead.rows[0].cells) {
      if ("rgPlain" in header.dataset) continue;
      const button = make("button", { type: "button", className: "rg-sort" }, ...header.childNodes);
      button.addEventListener("click", () => sort(table, header));
      header.append(button);
    }
  };

  const filterable = (box) => {
    const what = box.dataset.rgFilter;
    const rows = [...box.querySelectorAll("tbody tr")];
    if (rows.length < FEW) return;
    const texts = rows.map((row) => `${row.textContent} ${row.dataset.t ?? ""}`.toLowerCase());
    const told = make("output", { className: "rg-told" });
    const field = make("input", { type: "search", placeholder: "ResNet, imagenet, stride-does-not-fit …" });
    const label = make("label", {}, make("span", { textContent: `Filter ${what}s ` }), field);
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !words.every((word) => texts[place].includes(word));
        shown += !row.hidden;
      });
      told.textContent = words.length ? `${shown} of ${rows.length} shown` : "";
    });
    box.prepend(make("div", { className: "rg-tools" }, label, told));
  };

  document.querySelectorAll("table[data-rg-sort]").forEach(sortable);
  document.querySelectorAll("[data-rg-filter]").forEach(filterable);
})();
