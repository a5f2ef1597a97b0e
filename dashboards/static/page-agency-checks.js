"use strict";
// What is to be doubted of one agency: sums that fail, sentences beside the tables, carry-over that breaks, changes after publication.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const { put } = g.agency;

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
    if (body.length) put("findings", g.table(t("agency.findings"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.findings")}`, [], 5);
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

  /** What is claimed of a measure, in words. */
  function claimed(row) {
    const measure = (row.measure || "").split("+").map((key) => g.data.labels.measures[key] || key).join(t("site.plus"));
    const value = g.isNumber(row.percent) ? g.growthOrShare(row) : g.isNumber(row.value) ? g.count(row.value) : "";
    return `${measure} ${value}`.trim();
  }

  /** How a claim stands to what there is to hold it against: its own table, or last year's report where it speaks of last year alone. */
  function verdictOf(row) {
    if (row.verdict !== "implied_only" || !g.isNumber(row.printed_prior)) return g.nameOf("verdict", row.verdict);
    const how = row.agrees === null ? "printed" : row.agrees ? "agrees" : "disagrees";
    return t(`agency.prior_${how}`, { prior: g.count(row.printed_prior) });
  }

  const isDoubtful = (row) => row.verdict === "mismatch" || row.agrees === 0;

  /** What a sentence claims and how it stands to the table: claims with one verdict in one line, those that disagree first. */
  function judged(rows) {
    const verdicts = new Map();
    for (const row of rows) {
      const verdict = verdictOf(row);
      const known = verdicts.get(verdict) || { verdict, said: [], isBad: isDoubtful(row) };
      known.said.push(claimed(row));
      verdicts.set(verdict, known);
    }
    return [...verdicts.values()].sort((a, b) => Number(b.isBad) - Number(a.isBad))
      .map(({ verdict, said, isBad }) => [isBad, t("agency.claim", { claims: said.join(t("site.comma")), verdict })]);
  }

  /** One row a sentence; the sentence that only names the period says nothing to be checked. */
  function claims(shard) {
    const sentences = new Map();
    for (const row of shard.claims.filter((claim) => claim.kind !== "period")) {
      const key = `${row.report_year} ${row.sentence}`;
      sentences.set(key, [...(sentences.get(key) || []), row]);
    }
    const columns = [{ title: t("agency.col_year") }, { title: t("agency.col_sentence"), class: "sentence" }, { title: t("agency.col_verdict"), class: "sentence" }];
    const body = [...sentences.values()].reverse().map((rows) => ({ cells: [
      { text: String(rows[0].report_year), value: rows[0].report_year }, { node: el("q", {}, rows[0].sentence || ""), value: rows[0].sentence || "" },
      { node: el("ul", { class: "claims" }, judged(rows).map(([isBad, said]) => el("li", { class: isBad ? "bad" : null }, said))), value: judged(rows).map(([, said]) => said).join(t("site.semicolon")) },
    ] }));
    if (body.length) put("claims", g.table(t("agency.claims"), columns, body), `gongkai-${shard.agency.agency_name}-${t("agency.claims")}`, []);
    else document.getElementById("claims").replaceChildren(el("p", { class: "notice" }, t("agency.claims_none")));
  }

  /** Carry-over that breaks between two years; the card stays away where none does. */
  function continuity(shard) {
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
  }

  /** What changed in a report after it was published: figures in the words of the form, sentences as they stand. */
  function revisions(shard) {
    document.getElementById("revisions-card").hidden = !shard.revisions.length;
    const change = (row, text) => {
      const [, name, old, now] = /^(\S+?):? (.*) -> (.*)$/.exec(text) || [];
      const cell = name ? g.cellsOf(shard, row.report_year).get(name) : null;
      const words = [old, now].map((value) => g.nameOf("state", value)).join(" → ");
      return cell ? g.figure(`${cell.line.row_label}·${cell.line.column_label}${t("site.colon")}${words}`, shard.agency.agency_id, row.report_year, name) : text;
    };
    document.getElementById("revisions").replaceChildren(...shard.revisions.map((row) => el("div", {},
      el("p", {}, `${row.report_year}${t("site.colon")}${t("revisions.between", { before: g.beijing(row.before), after: g.beijing(row.after) })}`),
      el("ul", { class: "claims" }, (row.cells_changed || []).map((text) => el("li", {}, change(row, text))), (row.sentences_changed || []).map((text) => el("li", {}, text))))));
  }

  Object.assign(g.agency, { findings, claims, continuity, revisions });
})();
