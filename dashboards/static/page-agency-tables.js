"use strict";
// One agency's tables: figures by year, shares, every printed line with its source, findings, claims.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const { stateOf, valueOf, growthNodes } = g.agency;

  function put(place, table, file, order) {
    document.getElementById(place).replaceChildren(el("div", { class: "scroll" }, table));
    g.enhance(table, file, order);
  }

  function yearsTable(shard, rows) {
    const agency = shard.agency.agency_id;
    const columns = [
      { title: t("agency.col_year") }, { title: t("agency.col_new"), number: true }, { title: t("agency.col_prior"), number: true }, { title: t("agency.col_growth"), number: true },
      { title: t("agency.col_handled"), number: true }, { title: t("agency.col_edition") }, { title: t("agency.col_state") }, { title: t("agency.col_published") }, { title: t("agency.col_source") },
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
    put("years", g.table(t("agency.years"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.years")}`, []);
  }

  /** What is to be known of a year's report: why it is not whole, where it was looked for, that somebody added it. */
  function whyOf(row) {
    const report = row.report || {};
    const parts = [...((g.isEnglish ? report.reasons : report.reasons_zh) || [])];
    const evidence = row.coverage && (g.isEnglish ? row.coverage.evidence : row.coverage.evidence_zh || row.coverage.evidence);
    if (!parts.length && evidence) parts.push(t("agency.looked", { evidence }));
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

  function findings(shard) {
    const columns = [
      { title: t("agency.col_year") }, { title: t("agency.col_rule") }, { title: t("agency.col_place") }, { title: t("agency.col_printed"), number: true },
      { title: t("agency.col_expected"), number: true }, { title: t("agency.col_delta"), number: true }, { title: t("findings.col_cells") }, { title: t("agency.col_explanation") },
    ];
    // what a sentence says against its own table stands with the sentences below
    const body = shard.findings.filter((row) => !row.rule_id.startsWith("claim")).map((row) => ({ cells: [
      { text: String(row.report_year), value: row.report_year }, { text: g.data.labels.rules[row.rule_id] || g.nameOf("rule", row.rule_id.split(":")[0]) }, { text: placeName(row) },
      { text: g.count(row.printed), value: row.printed, class: "bad" },
      { text: g.count(row.expected), value: row.expected }, { text: g.count(row.delta), value: row.delta }, { node: el("ul", { class: "claims" }, touched(shard, row).map((part) => el("li", {}, part))), value: (row.cells || []).join(" ") },
      { text: row.explanation || "" },
    ] }));
    if (body.length) put("findings", g.table(t("agency.findings"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.findings")}`, []);
    else document.getElementById("findings").replaceChildren(el("p", { class: "notice" }, t("agency.findings_none")));
  }

  /** The printed cells a finding is made of, each leading to its source; noughts are left out. */
  function touched(shard, finding) {
    const cells = g.cellsOf(shard, finding.report_year);
    return (finding.cells || []).filter((name) => cells.has(name) && cells.get(name).value).slice(0, 8)
      .map((name) => g.figure(`${cells.get(name).line.row_label}·${cells.get(name).line.column_label} ${g.count(cells.get(name).value)}`, shard.agency.agency_id, finding.report_year, name));
  }

  /** The printed name of the column or row a finding stands at. */
  function placeName(finding) {
    for (const cell of g.form()) {
      if (!(finding.cells || []).includes(`${cell.table}.${cell.row}.${cell.column}`)) continue;
      if (cell.column === finding.place) return cell.column_label;
      if (cell.row === finding.place) return cell.row_label;
    }
    return g.data.labels.measures[finding.place.split("#")[0]] || finding.place;
  }

  /** What a sentence claims, in words: the measure, what is said of it, and how it stands to the table. */
  function claimed(row) {
    const measure = (row.measure || "").split("+").map((key) => g.data.labels.measures[key] || key).join(t("site.plus"));
    const value = g.isNumber(row.percent) ? g.growthOrShare(row) : g.isNumber(row.value) ? g.count(row.value) : "";
    return t("agency.claim", { measure, value, verdict: g.nameOf("verdict", row.verdict) });
  }

  /** One row a sentence; the sentence that only names the period says nothing to be checked. */
  function claims(shard) {
    const sentences = new Map();
    for (const row of shard.claims.filter((claim) => claim.kind !== "period")) {
      const key = `${row.report_year} ${row.sentence}`;
      sentences.set(key, [...(sentences.get(key) || []), row]);
    }
    const columns = [{ title: t("agency.col_year") }, { title: t("agency.col_sentence"), class: "sentence" }, { title: t("agency.col_verdict") }];
    const body = [...sentences.values()].reverse().map((rows) => ({ cells: [
      { text: String(rows[0].report_year), value: rows[0].report_year }, { node: el("q", {}, rows[0].sentence || ""), value: rows[0].sentence || "" },
      { node: el("ul", { class: "claims" }, rows.map((row) => el("li", { class: row.verdict === "mismatch" ? "bad" : null }, claimed(row)))), value: rows.map(claimed).join(t("site.semicolon")) },
    ] }));
    if (body.length) put("claims", g.table(t("agency.claims"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.claims")}`, []);
    else document.getElementById("claims").replaceChildren(el("p", { class: "notice" }, t("agency.claims_none")));
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

  /** Carry-over that breaks between two years, and what changed after publication; cards that have nothing stay away. */
  function changes(shard) {
    const broken = document.getElementById("continuity-card");
    broken.hidden = !shard.continuity.length;
    const named = (row) => {
      const cell = g.form().find((line) => line.table === row.table_key && line.row === row.row_key && line.column === row.column_key);
      return cell ? `${cell.row_label}·${cell.column_label}` : row.row_key;
    };
    if (shard.continuity.length) {
      const columns = [
        { title: t("agency.col_year") }, { title: t("agency.col_rule") }, { title: t("agency.col_item") }, { title: t("findings.col_prior"), number: true },
        { title: t("agency.col_expected"), number: true }, { title: t("agency.col_printed"), number: true }, { title: t("agency.col_delta"), number: true },
      ];
      const number = (value) => ({ text: g.count(value), value });
      const body = shard.continuity.map((row) => ({ cells: [
        { text: String(row.report_year), value: row.report_year }, { text: g.nameOf("rule", row.rule_id) }, { text: named(row) }, number(row.prior_value), number(row.expected_value),
        { node: g.figure(g.count(row.current_value), shard.agency.agency_id, row.report_year, `${row.table_key}.${row.row_key}.${row.column_key}`), value: row.current_value }, number(row.gap),
      ] }));
      put("continuity", g.table(t("agency.continuity"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.continuity")}`, []);
    }
    document.getElementById("revisions-card").hidden = !shard.revisions.length;
    document.getElementById("revisions").replaceChildren(...shard.revisions.map((row) => el("div", {}, el("p", {}, `${row.report_year}${t("site.colon")}${row.changed_between || ""}`),
      el("ul", { class: "claims" }, [...(row.cells_changed || []), ...(row.sentences_changed || [])].map((text) => el("li", {}, text))))));
  }

  Object.assign(g.agency, { measures, changes, put, yearsTable, sharesTable, figuresTable, findings, claims });
})();
