/* Folding of the layer table's groups, and opening of whatever an address points into.
   Without it everything is open. A long table starts folded but for the group with the weakest layer. */
(() => {
  "use strict";

  const { each, onPage } = window.reportgen;
  const LONG = 60;

  const setOpen = (button, open) => {
    button.setAttribute("aria-expanded", String(open));
    for (const row of [...button.closest("tbody").rows].slice(1)) row.hidden = !open;
  };

  const foldable = (table, folded) => {
    const buttons = [];
    for (const header of table.querySelectorAll("tr.g > th")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rg-fold";
      button.append(...header.childNodes);
      button.addEventListener("click", () => setOpen(button, button.getAttribute("aria-expanded") !== "true"));
      header.append(button);
      setOpen(button, !folded || header.parentElement.querySelector(".rg-flag--least") !== null);
      buttons.push(button);
    }
    return buttons;
  };

  const all = (buttons, folded) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rg-button";
    const say = () => { button.textContent = folded ? "Open all groups" : "Fold all groups"; };
    button.addEventListener("click", () => {
      folded = !folded;
      buttons.forEach((each) => setOpen(each, !folded));
      say();
    });
    say();
    return button;
  };

  const reveal = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = id && document.getElementById(id);
    if (!target) return;
    const fold = target.closest("tbody")?.querySelector(".rg-fold");
    if (fold) setOpen(fold, true);
    for (let box = target; box; box = box.parentElement?.closest("details")) if (box.localName === "details") box.open = true;
    target.scrollIntoView();
  };

  each("[data-rg-layers]", (box) => {
    const table = box.querySelector("table");
    const folded = table.rows.length > LONG;
    const buttons = foldable(table, folded);
    if (buttons.length) box.querySelector(".rg-tools").append(all(buttons, folded));
  });
  onPage(reveal);
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll('[data-rg-layers] .rg-fold[aria-expanded="false"]')
      .forEach((button) => setOpen(button, true));
  });
})();
