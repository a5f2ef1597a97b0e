"use strict";
// From a figure to its source: any element with data-figure opens a panel that says where the number was printed.
// The data come from the agency's own file, whichever page the figure stands on.
(function () {
  const g = window.gongkai;
  const { el, t } = g;

  /** The attributes that make a figure open its source; `what` is a cell (`table.row.column`) or a measure's key. */
  function figureAttributes(agency, year, what, kind) {
    return { class: "figure", type: "button", "data-figure": what, "data-kind": kind || "cell", "data-agency": agency, "data-year": year, title: t("figure.open") };
  }

  /** A figure as a button with `text` on it. */
  function figure(text, agency, year, what, kind) {
    return el("button", figureAttributes(agency, year, what, kind), text);
  }

  function methodName(method) {
    if (!method) return "";
    const [reader, ...rest] = method.split("+");
    const name = g.nameOf("reader", reader);
    return rest.length ? t("reader.with_identity", { reader: name }) : name;
  }

  const line = g.panelLine;

  function cellLines(cell, report) {
    return [
      line("source.figure", el("strong", {}, g.count(cell.value))),
      line("source.table", cell.line.table_label), line("source.row", cell.line.row_label), line("source.column", cell.line.column_label),
      line("source.printed", cell.printed === "" ? t("source.printed_nothing") : el("q", {}, cell.printed)),
      line("source.state", g.nameOf("state", cell.state)),
      cell.implied === null ? null : line("source.implied", [g.count(cell.implied), el("small", { class: "muted" }, ` ${t("source.implied_note")}`)]),
      line("source.flag", g.nameOf("flag", cell.flag)),
      line("source.edition", g.nameOf("edition", cell.line.edition)),
      line("source.method", methodName(cell.method || report.format)), line("source.parser", report.parser_version),
      line("source.locator", cell.locator ? el("code", {}, cell.locator) : null),
    ];
  }

  /** The sentences of the report that speak of a cell: of its row or its group in the column of totals, of reviews or lawsuits. */
  function sentences(shard, year, cell) {
    const { table, row, column, group } = cell.line;
    if (column !== "total") return null;
    const names = table === "disputes" ? [`${row.split("_")[0]}_total`] : [row, group];
    const said = shard.claims.filter((claim) => claim.report_year === year && (claim.measure || "").split("+").some((measure) => names.includes(measure)));
    const found = [...new Set(said.map((claim) => claim.sentence).filter(Boolean))];
    return found.length ? el("div", { class: "around" }, el("h3", {}, t("source.sentences")), found.map((sentence) => el("p", {}, el("q", {}, sentence)))) : null;
  }

  /** The cell where it stands: its row as the document prints it, between the rows of the same table above and below. */
  function around(shard, year, cell) {
    const { table, row, column } = cell.line;
    const rows = [...g.rowsOf(shard, year)].filter(([name]) => name.startsWith(`${table}.`));
    const at = rows.findIndex(([name]) => name === `${table}.${row}`);
    if (at < 0) return el("p", { class: "note" }, t("source.around_none"));
    const own = rows[at][1];
    if (own.length === 1 && !own[0].column) return excerpt(el("p", { class: "line" }, el("q", {}, own[0].text)));
    // rows that stand side by side are one printed row: the next of them is no row below
    const isAlike = (texts) => texts.length === own.length && texts.every((text, place) => text.head === own[place].head && !text.column === !own[place].column);
    const near = rows.slice(Math.max(at - 1, 0), at + 2).map(([, texts]) => texts).filter(isAlike);
    const one = (text, isHere) => (text.column || text.head ? el("td", { class: `number${isHere ? " here" : ""}` }, text.text === "" ? t("source.printed_nothing") : text.text) : el("th", { scope: "row" }, text.text));
    return excerpt(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, storeys(own)),
      el("tbody", {}, near.map((texts) => el("tr", {}, texts.map((text) => one(text, texts === own && text.column === column))))))));
  }

  /** The header over a printed row, storey by storey: a word that stands over several columns is one cell. */
  function storeys(texts) {
    const heads = texts.map((text) => (text.head ? text.head.split(" / ") : []));
    const depth = Math.max(...heads.map((words) => words.length), 0);
    return Array.from({ length: depth }, (_, level) => {
      const cells = [];
      for (let at = 0; at < heads.length; at += 1) {
        const words = heads[at];
        if (!words.length) {
          if (level === 0) cells.push(el("td", { rowspan: depth }));
        } else if (level === words.length - 1) cells.push(el("th", { scope: "col", class: "number", rowspan: depth - level }, words[level]));
        else if (level < words.length - 1) {
          const isSame = (other) => other.length > level + 1 && other.slice(0, level + 1).join() === words.slice(0, level + 1).join();
          const many = heads.slice(at).findIndex((other) => !isSame(other));
          const wide = many < 0 ? heads.length - at : many;
          cells.push(el("th", { scope: "colgroup", colspan: wide }, words[level]));
          at += wide - 1;
        }
      }
      return el("tr", {}, cells);
    });
  }

  const excerpt = (node) => el("div", { class: "around" }, el("h3", {}, t("source.around")), el("div", { lang: "zh" }, node), el("p", { class: "note" }, t("source.around_note")));

  function reportLines(report, cell) {
    const other = cell && cell.document && cell.document !== report.document_sha256 ? cell.document : null;
    return [
      line("source.title_printed", report.title), line("source.published", report.published_on),
      line("source.report_url", g.outsideLink(report.source_url)),
      report.page_url && report.page_url !== report.source_url ? line("source.page_url", g.outsideLink(report.page_url)) : null,
      report.added_by ? line("source.added", [t("source.added_by", { file: report.file_name || "", command: report.added_by }), report.is_declared ? el("small", { class: "note" }, t("source.declared")) : null].filter(Boolean)) : null,
      line("source.captured", report.captured_at ? `${g.beijing(report.captured_at)}${t("site.comma")}${t("site.beijing")}` : null),
      line("source.document", el("code", {}, other || report.document_sha256 || "")),
      other ? line("source.flag", t("source.other_document")) : null,
      line("source.warc", report.warc_file ? el("code", {}, report.warc_file) : null),
      line("source.offset", g.isNumber(report.warc_offset) ? String(report.warc_offset) : null),
    ];
  }

  function measureLines(shard, year, key) {
    const words = g.data.measures.find((row) => row.key === key);
    const found = shard.metrics.find((row) => row.report_year === year && words === g.data.measures[row.metric]);
    if (!found || !words) return null;
    const { value, numerator, denominator } = found;
    const yearly = shard.years.find((row) => row.report_year === year);
    const implied = key === "request_growth" && yearly && yearly.prior_source === "implied";
    const claim = implied ? shard.claims.find((row) => row.report_year === year && row.kind === "growth") : null;
    return [
      line("source.measure", words.label), line("source.figure", el("strong", {}, g.measure(value, words.kind))),
      line("source.formula", words.formula),
      line("source.numerator", g.isNumber(numerator) ? g.count(numerator) : null),
      line("source.denominator", g.isNumber(denominator) ? g.count(denominator) : null),
      implied ? line("source.prior_implied", claim ? el("q", {}, claim.sentence) : t("prior.implied")) : null,
    ];
  }

  /** A group of outcomes: its share, and the printed cells it is the sum of. */
  function groupLines(shard, year, cells, key) {
    const group = g.data.labels.groups.find((row) => row.key === key);
    const found = shard.outcomes.find((row) => row.report_year === year && row.outcome_group === key);
    if (!group || !found) return null;
    const parts = [...cells.values()].filter((cell) => cell.line.group === key && cell.line.column === "total");
    const words = (cell) => `${cell.line.row_label}${t("site.colon")}${cell.value === null ? g.nameOf("state", cell.state) : g.count(cell.value)}`;
    return [
      line("source.measure", `${group.label}${t("site.comma")}${t("chart.share")}`), line("source.figure", el("strong", {}, g.percent(found.share))),
      line("source.numerator", g.count(found.request_count)), line("source.denominator", g.count(found.total_handled)),
      line("source.parts", el("ul", {}, parts.map((cell) => el("li", {}, words(cell))))),
    ];
  }

  function content(shard, year, what, kind) {
    const report = shard.reports.find((row) => row.report_year === year);
    const cells = g.cellsOf(shard, year);
    const cell = kind === "cell" ? cells.get(what) : null;
    const own = kind === "cell" ? cell && report && cellLines(cell, report) : kind === "group" ? groupLines(shard, year, cells, what) : measureLines(shard, year, what);
    if (!report || !own) return el("p", { class: "notice" }, t("source.not_found"));
    const touching = shard.findings.filter((row) => row.report_year === year && cell && (row.cells || []).includes(what));
    return [
      el("dl", { class: "source" }, line("source.agency", shard.agency.agency_name), line("source.named", g.nameThen(shard.agency, year) === shard.agency.name ? null : g.nameThen(shard.agency, year)), line("source.year", String(year)), own, reportLines(report, cell)),
      cell ? sentences(shard, year, cell) : null,
      cell ? around(shard, year, cell) : null,
      touching.map((row) => el("p", { class: "notice bad" }, `${t("source.findings")}${t("site.colon")}${row.explanation || row.rule_id}`, row.sentence ? el("q", {}, row.sentence) : null)),
    ];
  }

  async function show(agency, year, what, kind) {
    const body = await g.panel(t("source.title"), async () => {
      const [shard] = await Promise.all([g.agencyFile(agency), g.load("form", true), g.load("labels", true), g.load("measures", true)]);
      return content(shard, year, what, kind);
    });
    const here = body.querySelector("td.here");
    if (here) here.closest(".scroll").scrollLeft = here.offsetLeft; // the cell itself is seen, however many columns stand before it
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-figure]") : null;
    if (target) show(target.dataset.agency, Number(target.dataset.year), target.dataset.figure, target.dataset.kind);
  });

  Object.assign(g, { figure, methodName, showSource: show });
})();
