"use strict";
// One agency's file taken apart: rows get their names back, shares their quotients, cells their places in the document.
// How it is written is said in `agency_files.py` and `layouts.py`.
(function () {
  const g = window.gongkai;
  const METRIC_FIELDS = ["report_year", "metric", "value", "numerator", "denominator"];
  const CLAIM_FIELDS = ["report_year", "measure", "kind", "value", "percent", "verdict", "implied_prior_min", "implied_prior_max", "printed_prior", "agrees", "sentence"];
  const UNUSUAL_FIELDS = ["place", "state", "printed", "implied", "method", "flag", "document"];
  const UNUSUAL_TEXTS = ["state", "printed", "method", "flag", "document"];
  const opened = new Map();

  /** The file that holds an agency; a bucket that drew many goes on in further ones. */
  async function fileOf(id) {
    const bucket = g.bucketOf(id);
    const first = await g.loadOr(`agency/${bucket}`, { of: {}, more: 0 });
    let file = first;
    for (let at = 1; !Object.hasOwn(file.of, id) && at <= first.more; at += 1) file = await g.load(`agency/${bucket}-${at}`);
    return Object.hasOwn(file.of, id) ? file : null;
  }

  /** Everything the release has of one agency, or null where it has no such agency. */
  async function agencyFile(id) {
    if (opened.has(id)) return opened.get(id);
    const file = await fileOf(id);
    if (!file) return null;
    const found = file.of[id];
    const shard = { agency: found.agency, cells: found.cells.map(([report_year, layout, figures, unusual, shape]) => ({ report_year, layout: file.layouts[layout], figures, unusual, shape: shape === null ? "" : file.shapes[shape], words: file.words })) };
    for (const [part, names] of Object.entries(g.data.catalog.fields)) {
      shard[part] = (found[part] || []).map((values) => Object.fromEntries(names.map((name, place) => [name, values[place]])));
    }
    shard.agency.agency_name = shard.agency.agency_name || id; // a body without a name must still be told from others
    shard.agency.name = shard.agency.agency_name;
    shard.agency.names = shard.names.map(({ first_year: first, last_year: last, ...row }) => ({ first, last, ...row }));
    shard.metrics = g.lines(found.metrics, METRIC_FIELDS).map((row) => ({ ...row, value: row.value === null ? row.numerator / row.denominator : row.value })); // a share is sent as its counts
    for (const row of shard.outcomes) {
      if (row.share === null && g.isNumber(row.request_count) && row.total_handled > 0) row.share = row.request_count / row.total_handled;
    }
    shard.claims = g.lines(found.claims, CLAIM_FIELDS, ["measure", "kind", "verdict", "sentence"]);
    let sentence = null; // sent once for all that it says
    for (const claim of shard.claims) {
      sentence = claim.sentence === null ? sentence : claim.sentence;
      claim.sentence = sentence;
    }
    for (const row of shard.findings) row.explanation = g.isEnglish ? row.explanation_en : row.explanation_zh;
    opened.set(id, shard);
    return shard;
  }

  const NUMBER = /0|[1-9][0-9]{0,8}/g;

  /** A locator out of the one before and what it adds to it. */
  function locatorAfter(before, said) {
    if (said.startsWith("=")) {
      const end = said.indexOf("=", 1);
      return Array.from(before).slice(0, Number(said.slice(1, end))).join("") + said.slice(end + 1);
    }
    const steps = said === "" ? [1] : said.split(",").map(Number);
    const first = (before.match(NUMBER) || []).length - steps.length;
    let place = -1;
    return before.replace(NUMBER, (number) => { place += 1; return place < first ? number : String(Number(number) + steps[place - first]); });
  }

  /** The cells of a layout in the form's order: {place, locator}. */
  function placesOf(layout) {
    const found = [];
    let place = -1;
    let before = "";
    const add = (step, said) => {
      place += step;
      const locator = said === "~" ? null : locatorAfter(before, said);
      before = locator === null ? before : locator;
      found.push({ place, locator });
    };
    for (const line of layout.split("\n")) {
      if (line.startsWith("*")) for (let times = Number(line.slice(1)); times > 0; times -= 1) add(1, "");
      else {
        const [step, said] = line.split("\t");
        add(step === "" ? 1 : Number(step), said || "");
      }
    }
    return found;
  }

  /** The cells of one report, by `table.row.column`; `form` must be loaded. */
  function cellsOf(shard, year) {
    const report = shard.cells.find((row) => row.report_year === year);
    if (!report) return new Map();
    if (!report.found) {
      const figures = report.figures.split(" ");
      const unusual = new Map(g.lines(report.unusual, UNUSUAL_FIELDS, UNUSUAL_TEXTS).map((row) => [row.place, row]));
      report.found = new Map(placesOf(report.layout).map(({ place, locator }, at) => {
        const line = g.form()[place];
        const value = figures[at] === "" ? null : Number(figures[at]);
        const { state, printed, ...more } = { state: null, printed: null, implied: null, method: null, flag: null, document: null, ...unusual.get(place) };
        const cell = { ...more, line, locator, value, state: state || "reported", printed: printed === null ? (value === null ? "" : String(value)) : printed };
        return [`${line.table}.${line.row}.${line.column}`, cell];
      }));
    }
    return report.found;
  }

  /** What the document prints in the rows of one report, by `table.row`: [{text, column, head}] from left to right, in the form's order. */
  function rowsOf(shard, year) {
    const report = shard.cells.find((row) => row.report_year === year);
    const rows = new Map();
    if (!report || !report.shape) return rows;
    const cells = cellsOf(shard, year);
    let place = 0;
    let named = null;
    for (const line of report.shape.split("\n")) {
      const [step, words, heads] = line.split("\t").map(Number);
      place += step;
      if (heads !== undefined) named = report.words[heads].split("\x1e").map((part) => part.split("\t"));
      const { table, row } = g.form()[place];
      const printed = (column) => (cells.get(`${table}.${row}.${column}`) || { printed: "" }).printed;
      const [columns, over] = named;
      rows.set(`${table}.${row}`, report.words[words].split("\t").map((text, at) => ({ text: columns[at] ? printed(columns[at]) : text, column: columns[at], head: over[at] })));
    }
    return rows;
  }

  const FORM_FIELDS = ["edition", "table", "row", "column", "table_label", "row_label", "column_label", "group", "unit"];
  let form = null;
  /** Every cell of the form, in its order, with the labels of the page's language. */
  function cells() {
    if (!form) {
      const { words, cells: rows } = g.data.form;
      form = rows.map((places) => Object.fromEntries(FORM_FIELDS.map((name, at) => [name, places[at] < 0 ? null : words[places[at]]])));
    }
    return form;
  }

  Object.assign(g, { agencyFile, cellsOf, rowsOf, placesOf, form: cells });
})();
