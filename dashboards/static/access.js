"use strict";
// What a reader without a mouse or without eyes needs on every page: the focus kept where it was, wide tables that the keyboard
// reaches, and on English pages the names and sentences of reports marked as Chinese, so that they are read out as such.
(function () {
  const g = window.gongkai;
  const HAN = /[\u3400-\u9fff]/;
  const RUN = /([\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”·]*[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”·]*)/;
  const own = new WeakSet(); // elements whose language was given here

  // -- focus -------------------------------------------------------------------------------------------------------------

  /** Move the focus to an element that need not be a control. */
  function focus(element) {
    if (!element.matches("a[href], button, input, select, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  let path = [];
  document.addEventListener("click", (event) => {
    path = event.composedPath().filter((part) => part instanceof Element);
    const skip = path.find((part) => part.matches("a.skip"));
    if (!skip) return;
    event.preventDefault(); // the hash is the state of the page
    const main = document.getElementById("main");
    focus(main);
    main.scrollIntoView();
  }, true);

  /** A control that went away when what it stood on was drawn anew leaves the focus to what it stood in. */
  function keepFocus() {
    const [control] = path.filter((part) => part.matches("button, a"));
    if (control && !control.isConnected && (document.activeElement === document.body || !document.activeElement)) {
      const place = path.find((part) => part.isConnected && part.closest("main") && part.getClientRects().length);
      if (place) focus(place);
    }
    path = [];
  }

  /** Tables wider than their place take the focus, so that the arrow keys move them, where nothing in them does. */
  function reachScrolls() {
    for (const place of document.querySelectorAll("main .scroll, main .dt-layout-cell, dialog .scroll, pre")) {
      const table = place.querySelector("table");
      const isWide = place.scrollWidth > place.clientWidth + 1 && getComputedStyle(place).overflowX !== "visible";
      const given = isWide && !place.querySelector("a[href], button, [tabindex='0']") ? { tabindex: "0", role: "region", "aria-label": table && table.caption ? table.caption.textContent : document.title } : null;
      for (const name of ["tabindex", "role", "aria-label"]) {
        if (given) place.setAttribute(name, given[name]);
        else if (own.has(place)) place.removeAttribute(name);
      }
      if (given) own.add(place);
    }
  }
  window.addEventListener("resize", () => setTimeout(reachScrolls, 300));

  // -- language ----------------------------------------------------------------------------------------------------------

  /** Mark the Chinese in the words of a node: its element where that holds nothing else, else a part of its own. */
  function markText(node) {
    const parent = node.parentElement;
    if (!parent || parent.closest("svg, script, style, textarea")) return;
    if (!HAN.test(node.data)) {
      if (own.delete(parent)) parent.removeAttribute("lang");
      return;
    }
    if (parent.closest("[lang^=zh]")) return;
    if (parent.childNodes.length === 1 && !/[A-Za-z]/.test(node.data)) {
      parent.lang = "zh-CN";
      own.add(parent);
    } else if (parent.tagName !== "OPTION") { // an option holds words alone
      node.replaceWith(...node.data.split(RUN).filter(Boolean).map((part) => (HAN.test(part) ? g.el("span", { lang: "zh-CN" }, part) : part)));
    }
  }

  function mark(root) {
    if (root.nodeType === Node.TEXT_NODE) return markText(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found.forEach(markText);
  }

  if (g.isEnglish) {
    g.page(() => mark(document.body));
    new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => (addedNodes.length ? [...addedNodes].filter((node) => node.isConnected).forEach(mark) : mark(target))))
      .observe(document.body || document.documentElement, { subtree: true, childList: true, characterData: true });
  }

  Object.assign(g, { focus, keepFocus, reachScrolls });
})();
