/* Sorting of tables. Without it all rows stand in the order in which they were written.
   A table with data-rg-sort gets a button in each header but those with data-rg-plain; a cell is sorted by its
   data-v, else by its text. `reportgen.tables.order` sorts by a header's data-rg-column and a direction, and
   `reportgen.tables.show` shows rows that were hidden. A browser lays out a table as a whole, so that what a screen can
   hold comes first, and the rest of a long one frame by frame. */
(() => {
  "use strict";

  const { each, make } = window.reportgen;
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const known = new WeakMap();
  const FIRST = 50;
  const NEXT = 100;

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
    return sign * collator.compare(String(a), String(b));
  };

  /* The rows as written and as sorted, and the values of each column, read once. */
  const contents = (table) => {
    if (!known.has(table)) {
      const rows = [...table.tBodies[0].rows];
      known.set(table, { rows, sorted: rows, values: new Map(), putting: {}, showing: {} });
    }
    return known.get(table);
  };

  const valuesOf = (table, column) => {
    const { rows, values } = contents(table);
    if (!values.has(column)) values.set(column, rows.map((row) => value(row, column)));
    return values.get(column);
  };

  /* Once what stands is painted. */
  const soon = (act) => requestAnimationFrame(() => setTimeout(act));

  /* Act on the first rows at once, and after each frame on some of the others, unless the same is begun anew by then. */
  const stepwise = (turns, rows, act) => {
    const turn = Symbol("the latest turn");
    turns.latest = turn;
    act(rows.slice(0, FIRST));
    const follow = (start) => {
      if (start >= rows.length || turns.latest !== turn) return;
      act(rows.slice(start, start + NEXT));
      soon(() => follow(start + NEXT));
    };
    soon(() => follow(FIRST));
  };

  const put = (table, rows) => {
    const body = table.tBodies[0];
    contents(table).sorted = rows;
    body.replaceChildren();
    stepwise(contents(table).putting, rows, (some) => body.append(...some));
  };

  const show = (table, rows) => {
    const { sorted, showing } = contents(table);
    const hidden = sorted.filter((row) => row.hidden && rows.has(row));
    stepwise(showing, hidden, (some) => some.forEach((row) => { row.hidden = false; }));
  };

  const sort = (table, header, ascending) => {
    const { rows } = contents(table);
    const values = valuesOf(table, header.cellIndex);
    const sign = ascending ? 1 : -1;
    const places = [...rows.keys()].sort((a, b) => compare(values[a], values[b], sign));
    mark(table, header, ascending);
    put(table, places.map((place) => rows[place]));
  };

  const mark = (table, header, ascending) => {
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    header?.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  };

  /* A first press shows large figures first, and words from A on; the next turns that round. */
  const press = (table, header) => {
    const now = header.getAttribute("aria-sort");
    const numeric = valuesOf(table, header.cellIndex).some((each) => typeof each === "number");
    const ascending = now ? now === "descending" : !numeric;
    sort(table, header, ascending);
    table.dispatchEvent(new CustomEvent("rg-sorted", { detail: { column: header.dataset.rgColumn, ascending } }));
  };

  /* Sort by the column of that name; without one, or one that is not there, as the rows were written. */
  const order = (table, column, ascending) => {
    const header = [...table.tHead.rows[0].cells].find((cell) => column && cell.dataset.rgColumn === column);
    if (header && !("rgPlain" in header.dataset)) {
      sort(table, header, ascending);
    } else if (table.querySelector("th[aria-sort]")) {
      mark(table);
      put(table, contents(table).rows);
    }
  };

  each("table[data-rg-sort]", (table) => {
    for (const header of table.tHead.rows[0].cells) {
      if ("rgPlain" in header.dataset) continue;
      const button = make("button", { type: "button", className: "rg-sort" }, ...header.childNodes);
      button.addEventListener("click", () => press(table, header));
      header.append(button);
    }
    soon(() => table.classList.add("rg-whole"));
  });

  window.reportgen.tables = { order, show };
})();
