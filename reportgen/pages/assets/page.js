/* What the scripts of these pages share. `onPage` runs whenever a page is shown, also where Material's instant navigation
   puts another one in place; `each` runs once for every element of a kind; `make` gives an element; `address` keeps
   what a reader chose in the page's address. */
(() => {
  "use strict";

  const onPage = (run) => {
    if (window.document$) window.document$.subscribe(() => run());
    else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
    else run();
  };

  const each = (selector, setUp) => {
    const known = new WeakSet();
    onPage(() => {
      for (const element of document.querySelectorAll(selector)) {
        if (known.has(element)) continue;
        known.add(element);
        setUp(element);
      }
    });
  };

  const make = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const address = {
    read: () => new URLSearchParams(location.search),

    /* Give this page's address with some words of its query set, or left out where they are empty. */
    having(words) {
      const query = address.read();
      for (const [name, value] of Object.entries(words)) value ? query.set(name, value) : query.delete(name);
      const plain = String(query).replaceAll("%2C", ",").replaceAll("%2F", "/");
      return location.pathname + (plain && `?${plain}`) + location.hash;
    },

    /* Keep words in the address; a step is one that the browser's way back undoes. */
    write(words, step) {
      const url = address.having(words);
      if (url === location.pathname + location.search + location.hash) return;
      if (step) history.pushState(null, "", url);
      else history.replaceState(history.state, "", url);
    },

    /* Run whenever a reader goes back or forward within the page that holds an element. */
    onReturn(element, run) {
      const path = location.pathname;
      const listen = () => {
        if (!element.isConnected) window.removeEventListener("popstate", listen);
        else if (location.pathname === path) run();
      };
      window.addEventListener("popstate", listen);
    },
  };

  window.reportgen = { onPage, each, make, address };
})();
