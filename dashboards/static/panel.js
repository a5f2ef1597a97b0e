"use strict";
// The panel beside a page: where a figure was printed, which reports a sum is of. What opens in an open panel leads back to what was there.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  let dialog = null;
  let stood = []; // what a reader can go back to: [title, nodes]

  function made() {
    if (!dialog) {
      const close = el("button", { type: "button", class: "close", "aria-label": t("source.close") }, "×");
      const back = el("button", { type: "button", class: "take back", hidden: true }, t("panel.back"));
      dialog = el("dialog", { class: "panel", "aria-labelledby": "panel-title" }, el("header", {}, back, el("h2", { id: "panel-title" }), close), el("div", { class: "body" }));
      close.addEventListener("click", () => dialog.close());
      back.addEventListener("click", () => {
        put(...stood.pop());
        g.focus(dialog.querySelector("h2"));
      });
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      dialog.addEventListener("close", () => { stood = []; });
      document.body.append(dialog);
    }
    return dialog;
  }

  function put(title, nodes) {
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector(".back").hidden = !stood.length;
    dialog.querySelector(".body").replaceChildren(...nodes);
  }

  /** Open the panel with what `fill` gives: nodes, or a promise of them. A panel that is open shows it in place of what it shows. */
  async function panel(title, fill) {
    const isOpen = made().open;
    if (isOpen) stood.push([dialog.querySelector("h2").textContent, [...dialog.querySelector(".body").childNodes]]);
    put(title, [el("p", {}, t("site.loading"))]);
    if (isOpen) g.focus(dialog.querySelector("h2"));
    else dialog.showModal();
    const body = dialog.querySelector(".body");
    try {
      body.replaceChildren(...[await fill()].flat(Infinity).filter(Boolean));
    } catch {
      g.failed(body);
    }
    return body;
  }

  /** A term and what is said of it, for a list of a panel; nothing where nothing is said. */
  const line = (term, value) => (value === null || value === undefined || value === "" ? null : [el("dt", {}, t(term)), el("dd", {}, value)]);

  Object.assign(g, { panel, panelLine: line });
})();
