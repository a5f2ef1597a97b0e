"use strict";
// The one-page brief of an agency: its answer, its two pictures, its years and where they come from, on one sheet of A4.
// The page prints itself; what belongs to the brief is said by the stylesheet (`body.brief`).
(function () {
  const g = window.gongkai;
  const { el, t } = g;

  /** The sources of the years, numbered: title, address, when it was captured, and the document's digest. */
  function brief(shard, rows) {
    const sources = [...rows].reverse().filter((row) => row.report && row.figures).map((row) => {
      const { title, source_url: url, captured_at: captured, document_sha256: digest } = row.report;
      return el("li", {}, `${row.year}${t("site.colon")}${title || ""} `, el("span", {}, url || ""), ` ${t("source.captured")} ${g.beijing(captured)} `, el("code", {}, (digest || "").slice(0, 12)));
    });
    document.getElementById("brief-sources").replaceChildren(...sources.slice(0, 8));
    document.getElementById("brief").hidden = !sources.length;
  }

  /** Print the brief: the charts take the sheet's width and the colours of paper first, and the page is itself again after. */
  async function print() {
    const page = document.documentElement;
    const theme = page.dataset.theme;
    const dress = (isBrief) => {
      document.body.classList.toggle("brief", isBrief);
      page.dataset.theme = isBrief ? "light" : theme;
      return g.redraw(true);
    };
    await dress(true);
    window.addEventListener("afterprint", () => dress(false), { once: true });
    window.print();
  }

  Object.assign(g.agency, { brief, print });
})();
