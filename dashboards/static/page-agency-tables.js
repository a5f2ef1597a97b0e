"use strict";
// One agency's tables of figures: by year, shares, every printed line with its source, measures, disputes.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const { stateOf, valueOf, growthNodes } = g.agency;

  /** The table in its place; `most` rows of it stand in the brief, which says that there are more. */
  function put(place, table, file, order, most) {
    const rows = table.tBodies[0].rows.length;
    const more = most && rows > most ? el("p", { class: "note brief-only" }, t("agency.brief_first", { n: most, total: rows })) : "";
    document.getElementById(place).replaceChildren(el("div", { class: "scroll" }, table), ...[more].filter(Boolean));
    g.enhance(table, file, order);
  }

  function yearsTable(shard, rows) {
    const agency = shard.agency.agency_id;
    const columns = [
      { title: t("agency.col_year") }, { title: t("agency.col_new"), number: true }, { title: t("agency.col_prior"), number: true }, { title: t("agency.col_growth"), number: true },
      { title: t("agency.col_handled"), number: true }, { title: t("agency.col_edition") }, { title: t("agency.col_state") }, { title: t("agency.col_published"), class: "moment" }, { title: t("agency.col_source") },
    ];
    const body = [...rows].reverse().map((row) => {
      const figures = row.figures || {};
      const report = row.report || {};
      const prior = valueOf(row, "prior_request_count");
      const implied = figures.prior_source === "implied";
      const late = row.coverage && row.coverage.is_late ? `${t("site.comma")}${t("coverage.late")}` : "";
      return { cells: [
        { text: String(row.year), value: row.year },
        cellFigure(agency, row, "request_count", "requests.new_received.total"),
        { text: prior === null ? t("figure.missing") : g.count(prior), value: prior === null ? "" : prior, class: implied ? "implied" : "", title: prior === null ? null : t(`prior.${figures.prior_source}`) },
        { node: growthNodes(agency, row), value: valueOf(row, "request_growth") === null ? "" : figures.request_growth },
        cellFigure(agency, row, "total_handled", "requests.total_handled.total"),
        { text: g.nameOf("edition", report.edition) },
        { node: [report.is_stale ? t("coverage.stale") : stateOf(row) + late, el("small", { class: "reason" }, whyOf(row))], value: stateOf(row) },
        { text: report.published_on || "" },
        { node: /^https?:/i.test(report.source_url || "") ? g.outsideLink(report.source_url, t("agency.source_link")) : null, value: report.source_url || "" },
      ] };
    });
    put("years", g.table(t("agency.years"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.years")}`, [], 8);
  }

  /** What is to be known of a year's report: why it is not whole, where it was looked for, that somebody added it. */
  function whyOf(row) {
    const report = row.report || {};
    const parts = [...((g.isEnglish ? report.reasons : report.reasons_zh) || [])];
    const evidence = row.coverage && (g.isEnglish ? row.coverage.evidence : row.coverage.evidence_zh || row.coverage.evidence);
    if (!parts.length && evidence) parts.push(el("span", { class: "looked" }, t("agency.looked", { evidence })));
    if (row.report && row.named) parts.push(t("name.signed", { name: row.named }));
    if (report.added_by) parts.push(t(report.is_declared ? "agency.added_declared" : "agency.added"));
    return parts.flatMap((part, place) => (place ? [t("site.semicolon"), part] : [part]));
  }

  function cellFigure(agency, row, name, what) {
    const value = valueOf(row, name);
    return value === null ? { text: t("figure.missing"), value: "" } : { node: g.figure(g.count(value), agency, row.year, what), value };
  }

  function sharesTable(shard, rows) {
    const agency = shard.agency.agency_id;
    const groups = g.data.labels.groups;
    const columns = [{ title: t("agency.col_year") }, { title: t("agency.col_handled"), number: true }, ...groups.map((group) => ({ title: group.label, number: true }))];
    const body = [...rows].reverse().filter((row) => row.figures).map((row) => ({ cells: [
      { text: String(row.year), value: row.year }, cellFigure(agency, row, "total_handled", "requests.total_handled.total"),
      ...row.shares.map((share, place) => (share && g.isNumber(share.share)
        ? { node: g.figure(g.percent(share.share), agency, row.year, groups[place].key, "group"), value: share.share } : { text: t("figure.missing"), value: "" })),
    ] }));
    put("shares-table", g.table(t("agency.shares"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.shares")}`, []);
  }

  /** Lines of one table of the form over all editions the agency used, newest first; older lines stand by their group. */
  function linesOf(rows, table, column) {
    const lines = [];
    const seen = new Set();
    for (const row of [...rows].reverse()) {
      for (const [name, cell] of row.cells) {
        if (cell.line.table !== table || (column && cell.line.column !== column) || seen.has(name)) continue;
        seen.add(name);
        const kin = lines.map((line) => line.group).lastIndexOf(cell.line.group);
        const line = { name, group: cell.line.group, label: column ? cell.line.row_label : `${cell.line.row_label}　${cell.line.column_label}` };
        if (cell.line.group && kin >= 0) lines.splice(kin + 1, 0, line);
        else lines.push(line);
      }
    }
    return lines;
  }

  function figuresTable(shard, rows) {
    const shown = rows.filter((row) => row.cells.size);
    const lines = shown.flatMap((row) => [...row.cells.values()]);
    const tables = new Map(lines.map((cell) => [cell.line.table, cell.line.table_label]));
    const applicants = new Map(lines.filter((cell) => cell.line.table === "requests").map((cell) => [cell.line.column, cell.line.column_label]));
    const tableSelect = el("select", { id: "form-table" }, [...tables].map(([key, label]) => el("option", { value: key }, label)));
    const columnSelect = el("select", { id: "form-column" }, [...applicants].map(([key, label]) => el("option", { value: key }, label)));
    if (tables.has("requests")) tableSelect.value = "requests";
    if (applicants.has("total")) columnSelect.value = "total";
    const columnField = el("label", {}, t("agency.column"), columnSelect);
    const fields = el("div", { class: "controls" }, el("label", {}, t("agency.table"), tableSelect), columnField);
    const holder = document.getElementById("figures");
    const box = el("div", { class: "table" });
    holder.replaceChildren(...(shown.length ? [fields, box] : [el("p", { class: "notice" }, t("table.empty"))]));
    if (!shown.length) return;
    const fill = () => {
      const requests = tableSelect.value === "requests";
      columnField.hidden = !requests;
      const table = formTable(shard, shown, tableSelect.value, requests ? columnSelect.value : null);
      box.replaceChildren(el("div", { class: "scroll" }, table));
      g.enhance(table, `gongkai-${shard.agency.agency_name}-${tables.get(tableSelect.value)}${requests ? `-${applicants.get(columnSelect.value)}` : ""}`, []);
    };
    tableSelect.addEventListener("change", fill);
    columnSelect.addEventListener("change", fill);
    fill();
  }

  function formTable(shard, rows, table, column) {
    const groups = g.data.labels.groups;
    const lines = linesOf(rows, table, column);
    const body = [];
    let before = null;
    for (const line of lines) {
      const place = groups.findIndex((group) => group.key === line.group);
      if (column === "total" && place >= 0 && line.group !== before && lines.filter((other) => other.group === line.group).length > 1) {
        body.push(groupRow(shard, rows, groups[place], place));
      }
      before = line.group;
      const inGroup = place >= 0 && lines.filter((other) => other.group === line.group).length > 1;
      body.push({ class: inGroup ? "inner" : null, cells: [{ text: line.label, class: place >= 0 ? `of-group group-${(place % 6) + 1}` : "" }, ...rows.map((row) => formCell(shard, row, line.name))] });
    }
    return g.table(t("agency.figures"), [{ title: t("agency.col_item"), class: "item" }, ...rows.map((row) => ({ title: String(row.year), number: true }))], body);
  }

  function groupRow(shard, rows, group, place) {
    return { class: "group", cells: [
      { text: t("agency.group_sum", { group: group.label }), class: `of-group group-${(place % 6) + 1}` },
      ...rows.map((row) => {
        const share = row.shares[place];
        return share && g.isNumber(share.request_count)
          ? { node: g.figure(g.count(share.request_count), shard.agency.agency_id, row.year, group.key, "group"), value: share.request_count } : { text: t("figure.missing"), value: "" };
      }),
    ] };
  }

  /** A printed figure; an implied nought stands in italics, a blank says that it is one, a disputed figure is marked. */
  function formCell(shard, row, name) {
    const cell = row.cells.get(name);
    if (!cell) return { text: "", value: "", title: t("state.not_on_form") };
    // a failing sum touches every part; the noughts among them stay quiet
    const broken = cell.value !== 0 && shard.findings.some((finding) => finding.report_year === row.year && (finding.cells || []).includes(name));
    const implied = cell.value === null && cell.implied !== null;
    const text = cell.value !== null ? g.count(cell.value) : implied ? g.count(cell.implied) : g.nameOf("state", cell.state);
    const button = g.figure(text, shard.agency.agency_id, row.year, name);
    button.classList.toggle("broken", broken);
    return { node: button, value: cell.value === null ? "" : cell.value, class: implied ? "implied" : cell.value === null ? "muted" : "", title: implied ? t("state.implied") : null };
  }

  /** Every measure of the dictionary that the agency has a value of, by year; each leads to its formula and parts. */
  function measures(shard, rows) {
    const years = rows.map((row) => row.year).filter((year) => shard.metrics.some((row) => row.report_year === year));
    const known = new Map(shard.metrics.map((row) => [`${row.metric} ${row.report_year}`, row]));
    const columns = [{ title: t("source.measure"), class: "item" }, ...years.map((year) => ({ title: String(year), number: true }))];
    const body = g.data.measures.map((measure, place) => [measure, years.map((year) => known.get(`${place} ${year}`))]).filter(([, values]) => values.some(Boolean))
      .map(([measure, values]) => ({ cells: [{ text: measure.label }, ...values.map((row, at) => (row
        ? { node: g.figure(g.measure(row.value, measure.kind), shard.agency.agency_id, years[at], measure.key, "metric"), value: row.value } : { text: t("figure.missing"), value: "" }))] }));
    put("measures", g.table(t("agency.measures"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.measures")}`, []);
  }

  /** Reviews and lawsuits by year and route with their results, where there were any; each figure leads to its source. */
  function disputes(shard, rows) {
    const of = (row) => [...row.cells].filter(([, cell]) => cell.line.table === "disputes");
    const results = new Map(rows.flatMap(of).map(([, cell]) => [cell.line.column, cell.line.column_label]));
    const columns = [{ title: t("agency.col_year") }, { title: t("disputes.col_route") }, ...[...results.values()].map((title) => ({ title, number: true }))];
    const body = [...rows].reverse().flatMap((row) => {
      const routes = new Map(of(row).map(([, cell]) => [cell.line.row, cell.line.row_label]));
      const cell = (route, result) => row.cells.get(`disputes.${route}.${result}`);
      const isUsed = ([route]) => [...results.keys()].some((result) => (cell(route, result) || {}).value > 0);
      return [...routes].filter(isUsed).map(([route, label]) => ({ cells: [
        { text: String(row.year), value: row.year }, { text: label },
        ...[...results.keys()].map((result) => (cell(route, result) ? formCell(shard, row, `disputes.${route}.${result}`) : { text: t("figure.missing"), value: "" })),
      ] }));
    });
    if (body.length) put("disputes", g.table(t("disputes.title"), columns, body), `gongkai-${shard.agency.agency_name}-${t("disputes.title")}`, []);
    else document.getElementById("disputes").replaceChildren(el("p", { class: "notice" }, t("agency.disputes_none")));
  }

  Object.assign(g.agency, { put, yearsTable, sharesTable, figuresTable, measures, disputes });
})();
