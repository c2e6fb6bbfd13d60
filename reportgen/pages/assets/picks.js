/* Boxes before the names in a table: the networks that are checked, in that order, are what its link compares. */
(() => {
  "use strict";

  const { each } = window.reportgen;
  const MOST = 4;

  each("[data-rg-picks]", (link) => {
    const { href, textContent, hidden } = link;
    const told = link.nextElementSibling;
    let ids = [];

    const show = () => {
      const enough = ids.length > 1;
      link.hidden = hidden && !enough;
      link.textContent = enough ? `Compare ${ids.length} selected` : textContent;
      const url = new URL(href);
      if (enough) url.search = `?networks=${ids.join(",")}`;
      link.href = url.href;
    };

    link.closest("[data-rg-filter]").addEventListener("change", ({ target }) => {
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
