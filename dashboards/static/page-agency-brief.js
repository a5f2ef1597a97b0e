"use strict";
// The one-page brief of an agency: its answer, its two pictures, its years and where they come from, on one sheet of A4.
// The page prints itself; what belongs to the brief is said by the stylesheet for paper (`body.brief`).
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const SOURCES = 8;
  const SMALLEST = 0.5; // smaller letters nobody reads
  const ROOM = ((297 - 2 * 12) * 96) / 25.4; // the height of a sheet between its margins

  /** The sources of the years, numbered: title, address, when it was captured, and the document's digest. */
  function brief(shard, rows) {
    const sources = [...rows].reverse().filter((row) => row.report && row.figures).map((row) => {
      const { title, source_url: url, captured_at: captured, document_sha256: digest } = row.report;
      return el("li", {}, `${row.year}${t("site.colon")}${title || ""} `, el("span", {}, url || ""), ` ${t("source.captured")} ${g.beijing(captured)} `, el("code", {}, (digest || "").slice(0, 12)));
    });
    document.getElementById("brief-sources").replaceChildren(...sources.slice(0, SOURCES));
    document.getElementById("brief").hidden = !sources.length;
  }

  /** Put on what paper wears, or take it off: the charts take the sheet's width and the colours of paper. */
  function dress(isBrief, theme) {
    document.body.classList.toggle("brief", isBrief);
    document.documentElement.dataset.theme = theme;
    document.getElementById("paper").media = isBrief ? "all" : "print";
    document.body.style.removeProperty("--fit");
    return g.redraw(true);
  }

  /** Make the brief smaller until one sheet holds it. */
  async function fit() {
    const tall = () => document.querySelector("footer").getBoundingClientRect().bottom + window.scrollY;
    for (let size = ROOM / tall(); size > SMALLEST && tall() > ROOM; size *= ROOM / tall()) {
      document.body.style.setProperty("--fit", String(Math.floor(size * 990) / 1000));
      await g.redraw(true);
    }
  }

  /** Print the brief; the page is itself again after. */
  async function print() {
    const { theme } = document.documentElement.dataset;
    await dress(true, "light");
    await fit();
    window.addEventListener("afterprint", () => dress(false, theme), { once: true });
    window.print();
  }

  Object.assign(g.agency, { brief, print });
})();
