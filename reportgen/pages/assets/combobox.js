/* A field that searches a list as one types, and takes what is picked: the combobox of the ARIA practices. */
(() => {
  "use strict";

  const { make } = window.reportgen;
  const MOST = 12;

  /* Options have an id, a name and a note; `open` tells which may be picked now, `pick` is told which one was. */
  class Combobox {
    constructor(input, list, options, { open, pick }) {
      Object.assign(this, { input, list, options, open, pick, active: -1, found: [] });
      input.addEventListener("input", () => this.show());
      input.addEventListener("click", () => this.show());
      input.addEventListener("keydown", (event) => this.press(event));
      input.addEventListener("blur", () => this.close());
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const place = [...list.children].indexOf(event.target.closest("[role=option]"));
        if (place >= 0) this.take(place);
      });
    }

    matching() {
      const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = ({ search }) => words.every((word) => search.includes(word));
      return this.options.filter((option) => this.open(option.id) && fits(option));
    }

    show() {
      const all = this.matching();
      this.found = all.slice(0, MOST);
      const items = this.found.map((option, place) =>
        make("li", { id: `${this.list.id}-${place}`, role: "option", ariaSelected: "false" },
          make("span", { textContent: option.name }), make("small", { textContent: option.note })));
      const rest = all.length - this.found.length;
      const says = rest ? `and ${rest} more: type on` : "no network fits";
      const last = rest || !all.length ? [make("li", { role: "option", ariaDisabled: "true", ariaSelected: "false", textContent: says })] : [];
      this.list.replaceChildren(...items, ...last);
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.move(this.found.length && this.input.value.trim() ? 0 : -1);
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.move(-1);
    }

    move(place) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = place;
      const item = this.list.children[place];
      item?.setAttribute("aria-selected", "true");
      item?.scrollIntoView({ block: "nearest" });
      if (item) this.input.setAttribute("aria-activedescendant", item.id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    take(place) {
      const option = this.found[place];
      if (!option) return;
      this.input.value = "";
      this.close();
      this.pick(option.id);
    }

    press(event) {
      const steps = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in steps) {
        event.preventDefault();
        if (this.list.hidden) this.show();
        else if (this.found.length) this.move((this.active + steps[event.key] + this.found.length) % this.found.length);
      } else if (event.key === "Enter" && !this.list.hidden) {
        event.preventDefault();
        this.take(this.active);
      } else if (event.key === "Escape" && !this.list.hidden) {
        event.preventDefault();
        this.close();
      }
    }
  }

  window.reportgen.Combobox = Combobox;
})();
