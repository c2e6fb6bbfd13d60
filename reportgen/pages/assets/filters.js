/* What of a table shows: rows by words and by choices, columns by boxes; all of it, and the order of the rows, is kept
   in the page's address. A box with data-rg-filter holds the table and its controls; a row's data-k has the numbers of
   the choices that it belongs to, and its data-t words that are found though they are not seen. */
(() => {
  "use strict";

  const { each, address, tables } = window.reportgen;
  const PAUSE = 250;
  const NO_COLUMN = "none";

  /* Give a test for the rows that a reader wants. */
  const wanted = (words, choices) => (text, codes) =>
    choices.every((code) => codes.has(code)) && words.every((word) => text.includes(word));

  class Filter {
    constructor(box) {
      this.box = box;
      this.table = box.querySelector("table");
      this.rows = [...this.table.tBodies[0].rows];
      this.field = box.querySelector('input[type="search"]');
      this.selects = [...box.querySelectorAll("select")];
      this.columns = [...box.querySelectorAll('input[name="columns"]')];
      this.told = box.querySelector(".rg-told");
      this.clear = box.querySelector("[data-rg-clear]");
      this.none = box.querySelector("[data-rg-none]");
    }

    listen() {
      let pause;
      this.field?.addEventListener("input", () => {
        clearTimeout(pause);
        pause = setTimeout(() => this.box.isConnected && this.keep(false), PAUSE);
        this.filter();
      });
      for (const select of this.selects) {
        select.addEventListener("change", () => { this.filter(); this.keep(true); });
      }
      for (const box of this.columns) {
        box.addEventListener("change", () => { this.showColumns(); this.keep(true); });
      }
      for (const button of this.box.querySelectorAll("[data-rg-clear], [data-rg-none] button")) {
        button.addEventListener("click", () => this.reset());
      }
      this.table.addEventListener("rg-sorted", ({ detail }) => this.keep(true, detail));
      address.onReturn(this.box, () => this.read());
    }

    /* Texts are put together when first asked for, since most readers never ask. */
    get texts() {
      this.known ??= this.rows.map((row) => `${row.textContent} ${row.dataset.t ?? ""}`.toLowerCase());
      return this.known;
    }

    get codes() {
      this.numbers ??= this.rows.map((row) => new Set((row.dataset.k ?? "").split(" ")));
      return this.numbers;
    }

    filter() {
      const words = (this.field?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const choices = this.selects.map((select) => select.selectedOptions[0].dataset.k).filter(Boolean);
      const all = !words.length && !choices.length;
      const fits = wanted(words, choices);
      const fitting = (_, place) => all || fits(words.length ? this.texts[place] : "", this.codes[place]);
      const shown = new Set(this.rows.filter(fitting));
      for (const row of this.rows) if (!row.hidden && !shown.has(row)) row.hidden = true;
      tables.show(this.table, shown);
      this.tell(shown.size, all);
    }

    tell(shown, all) {
      const { what } = this.box.dataset;
      const [some, every] = [shown, this.rows.length].map((number) => number.toLocaleString("en"));
      if (this.told) this.told.textContent = `${all ? "" : `${some} of `}${every} ${what}${this.rows.length === 1 ? "" : "s"}`;
      if (this.clear) this.clear.hidden = all;
      if (this.none) this.none.hidden = shown > 0;
    }

    /* Each cell of a column is hidden by itself: a class of the table would have every cell of it styled anew. */
    showColumns() {
      const head = this.table.tHead.rows[0];
      for (const box of this.columns) {
        const place = Number(box.dataset.place) - 1;
        if (head.cells[place].hidden !== box.checked) continue;
        for (const row of [head, ...this.rows]) row.cells[place].hidden = !box.checked;
      }
    }

    /* Unknown words, choices and columns of an address are as if they were not there. */
    read() {
      const query = address.read();
      if (this.field) this.field.value = query.get("find") ?? "";
      for (const select of this.selects) {
        const value = query.get(select.name) ?? "";
        select.value = [...select.options].some((option) => option.value === value) ? value : "";
      }
      const columns = new Set((query.get("columns") ?? "").split(","));
      const some = columns.has(NO_COLUMN) || this.columns.some((box) => columns.has(box.value));
      for (const box of this.columns) box.checked = !some || columns.has(box.value);
      const sort = query.get("sort") ?? "";
      tables.order(this.table, sort.replace(/^-/, ""), !sort.startsWith("-"));
      this.showColumns();
      this.filter();
    }

    keep(step, sorted) {
      const shown = this.columns.filter((box) => box.checked);
      const words = Object.fromEntries(this.selects.map((select) => [select.name, select.value]));
      words.find = this.field?.value.trim();
      words.columns = shown.length === this.columns.length ? "" : shown.map((box) => box.value).join(",") || NO_COLUMN;
      if (sorted) words.sort = `${sorted.ascending ? "" : "-"}${sorted.column}`;
      address.write(words, step);
    }

    reset() {
      if (this.field) this.field.value = "";
      for (const select of this.selects) select.value = "";
      this.filter();
      this.keep(true);
      (this.field ?? this.selects[0])?.focus();
    }
  }

  each("[data-rg-filter]", (box) => {
    const filter = new Filter(box);
    filter.read();
    filter.listen();
  });
})();
