/* The page that sets networks beside each other. Which ones stands in its address as `?networks=first,second`; the data
   of each comes as a script of its own, since a page opened from disk may load scripts and read no other files. Ids
   are taken from the page's own list alone. */
(() => {
  "use strict";

  const { each, make, address, alignment, overlay, Combobox } = window.reportgen;
  const MOST = 4;
  const LOOKS = [
    { of: "capacity", title: "Capacity, % of the field", sign: "%", unit: "%", least: true, bound: 100 / 6, boundName: "bound 1/6 = 16.7%" },
    { of: "coverage", title: "Coverage, % of the image", sign: "%", unit: "%", bound: 100, boundName: "bound 100%" },
    { of: "field", title: "Receptive field, pixels", sign: "", unit: " px" },
  ];

  /* Data that scripts hand over, as JSON texts by id. */
  const networks = new Map();
  const loading = new Map();

  const load = (id) => {
    if (!loading.has(id)) {
      loading.set(id, new Promise((done, failed) => {
        const script = make("script", { src: new URL(`data/${id}.js`, location.href).href });
        const end = () => (networks.has(id) ? done(JSON.parse(networks.get(id))) : failed(new Error(id)));
        script.addEventListener("load", end);
        script.addEventListener("error", end);
        document.head.append(script);
      }));
      loading.get(id).catch(() => loading.delete(id));
    }
    return loading.get(id);
  };

  const signed = (percent) => {
    const size = Math.abs(percent);
    const tiny = size && size < 0.05;
    const digits = tiny ? { maximumSignificantDigits: 1 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    return `${percent < 0 ? "-" : "+"}${size.toLocaleString("en", { roundingMode: "halfEven", ...digits })}%`;
  };

  /* Which of some numbers are the best: none where all are alike, or no direction is the better. */
  const bestOf = (numbers, better) => {
    const known = numbers.filter((number) => number !== null);
    if (!better || new Set(known).size < 2) return null;
    return better === "lower" ? Math.min(...known) : Math.max(...known);
  };

  /* Keep a row's header, and put other cells behind it. */
  const refill = (row, cells) => row.replaceChildren(row.cells[0], ...cells);

  const figureCell = ({ number, text }, first, best) => {
    const cell = make("td", { className: "n", textContent: text });
    if (number !== null && number === best) {
      cell.classList.add("rg-best");
      cell.append(make("span", { className: "rg-best__word", textContent: "best" }));
    }
    const known = number !== null && first;
    if (known && number !== first) cell.append(make("small", { textContent: signed((100 * (number - first)) / first) }));
    return cell;
  };

  const layerCell = (layer) => {
    if (!layer) return make("td", { className: "rg-compare__none", textContent: "no such layer" });
    const written = make("span", {}, make("code", { textContent: layer.word }), layer.written && ` ${layer.written}`);
    const cell = make("td", {}, written, make("small", { textContent: layer.amounts.join(", ") }));
    cell.dataset.layer = layer.id;
    return cell;
  };

  /* A layer's name, which a line may end in after each of its parts. */
  const nameOf = (id) => make("div", {}, ...id.split(/(?<=\/)/).flatMap((part) => [part, make("wbr", {})]));

  const layerRow = (row) => {
    const ids = [...new Set(row.filter(Boolean).map((layer) => layer.id))];
    const head = make("th", { scope: "row" }, ...ids.map(nameOf));
    return make("tr", {}, head, ...row.map(layerCell));
  };

  /* Rows that follow each other and are of a kind. */
  const runsOf = (rows) => {
    const runs = [];
    for (const row of rows) {
      const kind = alignment.kind(row);
      if (runs.at(-1)?.kind === kind) runs.at(-1).rows.push(row);
      else runs.push({ kind, rows: [row] });
    }
    return runs;
  };

  const SAID = { same: "alike", affected: "alike, with another shape, cost or field" };

  /* A run of layers that are alike is one row, which opens. */
  const runBody = ({ kind, rows }, columns) => {
    const body = make("tbody", {});
    body.dataset.kind = kind;
    if (kind === "different") {
      body.append(...rows.map(layerRow));
      return body;
    }
    const said = `${rows.length} ${rows.length === 1 ? "layer" : "layers"} ${SAID[kind]}`;
    const button = make("button", { type: "button", className: "rg-fold", ariaExpanded: "false", textContent: said });
    body.append(make("tr", { className: "g" }, make("th", { scope: "rowgroup", colSpan: columns + 1 }, button)));
    button.addEventListener("click", () => {
      const opened = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!opened));
      if (opened) [...body.rows].slice(1).forEach((row) => row.remove());
      else body.append(...rows.map(layerRow));
    });
    return body;
  };

  class Comparison {
    constructor(box) {
      const part = (selector) => box.querySelector(selector);
      Object.assign(this, { box, told: part("[role=status]"), list: part(".rg-compare__chosen") });
      Object.assign(this, { empty: part(".rg-compare__empty"), result: part(".rg-compare__result") });
      this.figures = part(".rg-compare-figures");
      this.layers = part(".rg-compare-layers");
      this.overlays = part("[data-rg-overlays]");
      this.known = new Map([...part("[data-rg-choices]").children].map((item) => [item.dataset.id, {
        id: item.dataset.id,
        name: item.textContent.trim(),
        note: item.dataset.family,
        href: item.firstElementChild.href,
        search: `${item.textContent} ${item.dataset.family} ${item.dataset.id}`.toLowerCase(),
      }]));
      this.field = new Combobox(part("[role=combobox]"), part("[role=listbox]"), [...this.known.values()], {
        open: (id) => !this.ids.includes(id),
        pick: (id) => this.choose([...this.ids, id]),
      });
      address.onReturn(box, () => this.read());
      this.empty.addEventListener("click", (event) => this.follow(event));
    }

    /* Networks named twice or too many are as if they were not there; those that are not of this page are counted. */
    read() {
      const asked = [...new Set((address.read().get("networks") ?? "").split(","))].filter(Boolean);
      const known = asked.filter((id) => this.known.has(id));
      this.lost = asked.length - known.length;
      this.ids = known.slice(0, MOST);
      this.show();
    }

    choose(ids) {
      this.ids = ids;
      this.lost = 0;
      address.write({ networks: ids.join(",") }, true);
      this.show();
    }

    /* A suggested pair is of this very page, and needs no other to be loaded. */
    follow(event) {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.choose(new URL(link.href).searchParams.get("networks").split(","));
    }

    tell(words) {
      const lost = this.lost && `${this.lost} of the networks in the address ${this.lost === 1 ? "is" : "are"} not in this catalogue.`;
      this.told.textContent = [lost, words].filter(Boolean).join(" ");
    }

    async show() {
      const ids = this.ids;
      this.showChosen();
      this.empty.hidden = ids.length > 1;
      this.result.hidden = true;
      this.tell(ids.length === 1 ? "One more to compare it with." : "");
      if (ids.length < 2) return;
      try {
        const found = await Promise.all(ids.map(load));
        if (ids !== this.ids) return;
        this.showResult(found);
      } catch (error) {
        this.tell(`The data of ${this.known.get(error.message)?.name ?? error.message} could not be loaded.`);
      }
    }

    showChosen() {
      this.field.input.disabled = this.ids.length === MOST;
      this.list.replaceChildren(...this.ids.map((id, place) => {
        const { name, note, href } = this.known.get(id);
        const without = this.ids.filter((other) => other !== id);
        const button = (text, ids, label) => {
          const made = make("button", { type: "button", className: "rg-button", textContent: text, ariaLabel: label });
          made.addEventListener("click", () => { this.choose(ids); this.field.input.focus(); });
          return made;
        };
        const first = place ? [button("Put first", [id, ...without], `Put ${name} first`)] : [];
        const remove = button("Remove", without, `Remove ${name}`);
        return make("li", {}, make("a", { href, textContent: name }), make("small", { textContent: note }), ...first, remove);
      }));
    }

    showResult(found) {
      this.showFigures(found);
      this.showOverlays(found);
      const runs = runsOf(alignment.rows(found.map(({ layers }) => layers)));
      const count = runs.filter(({ kind }) => kind === "different").reduce((sum, { rows }) => sum + rows.length, 0);
      this.head(this.layers, found);
      for (const body of [...this.layers.tBodies]) body.remove();
      this.layers.append(...runs.map((run) => runBody(run, found.length)));
      this.result.hidden = false;
      const names = new Intl.ListFormat("en").format(found.map(({ name }) => name));
      this.tell(`Comparing ${names}: ${count || "no"} ${count === 1 ? "layer differs" : "layers differ"}.`);
    }

    /* Put each network's name over its column. */
    head(table, found) {
      refill(table.tHead.rows[0], found.map(({ name }) => make("th", { scope: "col", textContent: name })));
    }

    showFigures(found) {
      this.head(this.figures, found);
      for (const row of this.figures.tBodies[0].querySelectorAll("[data-figure]")) {
        const values = found.map(({ figures }) => figures[row.dataset.figure]);
        const best = bestOf(values.map(({ number }) => number), row.dataset.better);
        refill(row, values.map((value) => figureCell(value, values[0].number, best)));
      }
      const verdict = this.figures.querySelector("[data-verdict]");
      refill(verdict, found.map(({ verdict: said }) => make("td", { className: "n", textContent: said })));
    }

    showOverlays(found) {
      const drawn = LOOKS.map((look) =>
        overlay(look, found.map(({ name, profiles }) => ({ name, values: profiles[look.of] }))));
      this.overlays.replaceChildren(...drawn.filter(Boolean));
      this.overlays.parentElement.hidden = !this.overlays.children.length;
    }
  }

  window.reportgen.networks = networks;
  each("[data-rg-compare]", (box) => new Comparison(box).read());
})();
