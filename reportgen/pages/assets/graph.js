/* Opening the boxes of the graph in place. Without it a box is a link to what it opens to. */
(() => {
  "use strict";

  const { each, onPage } = window.reportgen;
  const STAGE = /^#stage-\d+$/;

  const boxes = (graph) => graph.querySelectorAll('.rg-graph__closed a[*|href^="#stage-"]');
  const opens = (box) => document.getElementById(box.getAttribute("xlink:href").slice(1));

  const tell = (graph) => {
    for (const box of boxes(graph)) {
      const stage = opens(box);
      box.setAttribute("role", "link"); // said, since xlink:href alone does not tell it to every reader
      box.setAttribute("aria-expanded", String(getComputedStyle(stage).display !== "none"));
      box.setAttribute("aria-controls", stage.id);
    }
  };

  const choose = (graph, stage) => {
    graph.dataset.rgChosen = stage ? stage.id : "";
    for (const one of graph.querySelectorAll(".rg-stage")) one.toggleAttribute("data-rg-open", one === stage);
    tell(graph);
  };

  const follow = () => {
    const stage = STAGE.test(location.hash) && document.getElementById(location.hash.slice(1));
    const graph = stage && stage.closest("[data-rg-graph]");
    if (graph) choose(graph, stage);
  };

  const open = (graph, box, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const stage = opens(box);
    const closing = box.getAttribute("aria-expanded") === "true";
    choose(graph, closing ? null : stage);
    const { top } = stage.getBoundingClientRect();
    if (!closing && top > 0.8 * window.innerHeight) stage.scrollIntoView();
  };

  each("[data-rg-graph]", (graph) => {
    for (const box of boxes(graph)) box.addEventListener("click", (event) => open(graph, box, event));
    tell(graph);
  });
  onPage(follow);
  window.addEventListener("hashchange", follow);
})();
