"use strict";
// Comparison of agencies: one measure, one year. The address holds the choice, so a link shows a colleague the same view.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const MOST_BARS = 30;
  const controls = {};
  let measures = [];
  let agencies = [];
  let asked = 0;

  const chosen = () => measures.find((row) => row.key === controls.measure.value);
  const word = (measure, value) => g.measure(value, measure.kind);

  function fillSelect(select, options, value) {
    select.replaceChildren(...options.map(([key, label]) => el("option", { value: key }, label)));
    const known = options.some(([key]) => key === value);
    if (known) select.value = value;
    return known || !value;
  }

  /** The measures; those of one family (a share a ground, a rate an applicant) stand together. */
  function fillMeasures(value) {
    const families = new Map();
    for (const row of measures) families.set(row.family, [...(families.get(row.family) || []), row]);
    const option = (row, label) => el("option", { value: row.key }, label);
    controls.measure.replaceChildren(...[...families.values()].map((rows) => {
      if (rows.length === 1) return option(rows[0], rows[0].label);
      const [head] = rows[0].label.split("：");
      return el("optgroup", { label: head }, rows.map((row) => option(row, row.label)));
    }));
    const known = measures.some((row) => row.key === value);
    if (known) controls.measure.value = value;
    return known;
  }

  /** The latest year in which at least two agencies can be compared, else the latest. */
  function usualYear(measure) {
    const years = [...measure.years].sort((a, b) => b.year - a.year);
    return String((years.find((row) => row.count > 1) || years[0]).year);
  }

  function start() {
    const wanted = g.state();
    const usual = measures.find((row) => row.key === "request_count") || measures[0];
    let known = fillMeasures(wanted.get("measure") || usual.key);
    if (!known) controls.measure.value = usual.key;
    known = fillYears(wanted.get("year")) && known;
    const regions = [...new Set(agencies.map((row) => row.region).filter(Boolean))].sort((a, b) => a.localeCompare(b, "zh-CN"));
    known = fillSelect(controls.region, [["", t("compare.region_all")], ...regions.map((name) => [name, name])], wanted.get("region") || "") && known;
    if (wanted.get("who")) controls.who.value = wanted.get("who");
    if (!controls.who.value) controls.who.value = "agencies";
    document.getElementById("unknown").hidden = known;
    show(!wanted.get("who"));
  }

  function fillYears(value) {
    const years = [...chosen().years].sort((a, b) => b.year - a.year).map((row) => [String(row.year), String(row.year)]);
    const known = fillSelect(controls.year, years, value || usualYear(chosen()));
    if (!known) controls.year.value = usualYear(chosen());
    return known;
  }

  /** Rows of the chosen measure and year: the figure, whether its base is small, and in words what is to be known. */
  function rowsOf(columns, measure) {
    return columns.place.map((place, index) => {
      // a column that every row lacks is left out of the file
      const row = Object.fromEntries(Object.keys(columns).map((name) => [name, columns[name] ? columns[name][index] : null]));
      return { ...row, agency: agencies[place], notes: notesOf(row, measure) };
    }).filter((row) => controls.region.value === "" || row.agency.region === controls.region.value);
  }

  /** What is to be known of a figure, or why there is none. */
  function notesOf(row, measure) {
    const notes = [];
    const counts = { prior: g.count(row.denominator), now: g.count(row.numerator) };
    if (measure.kind === "growth" && row.status === "small_base") notes.push(t("growth.small_base_badge", counts));
    else if (measure.kind === "growth" && row.status === "from_zero") notes.push(t("growth.from_zero_badge", counts));
    else if (row.small) notes.push(t("figure.small"));
    else if (row.refused_because) notes.push(g.nameOf("refused", row.refused_because));
    if (row.quality && row.quality !== "reported") notes.push(g.nameOf("quality", row.quality));
    if (row.state && row.state !== "accepted") notes.push(g.nameOf("coverage", row.state));
    if (!notes.length && !g.isNumber(row.value)) notes.push(t("state.nothing"));
    return notes;
  }

  async function show(mayWiden) {
    const ticket = ++asked;
    const measure = chosen();
    let columns;
    try {
      columns = await g.load(`compare/${g.fileName(measure.key)}/${controls.year.value}`);
    } catch {
      return g.failed(document.getElementById("chart"));
    }
    if (ticket !== asked) return undefined;
    const all = rowsOf(columns, measure);
    const valued = (who) => all.filter((row) => inScope(row, who) && g.isNumber(row.value));
    if (mayWiden && valued("agencies").length < 2 && valued("all").length > valued("agencies").length) controls.who.value = "all";
    g.setState({ measure: measure.key, year: controls.year.value, who: controls.who.value, region: controls.region.value });
    const rows = all.filter((row) => inScope(row, controls.who.value));
    const order = (a, b) => b.value - a.value || a.place - b.place;
    const solid = rows.filter((row) => g.isNumber(row.value) && !row.small).sort(order);
    const small = rows.filter((row) => g.isNumber(row.value) && row.small).sort(order);
    const none = rows.filter((row) => !g.isNumber(row.value));
    say(measure, solid, small, none);
    draw(measure, solid, small);
    list(measure, [...solid, ...small, ...none]);
    return undefined;
  }

  const inScope = (row, who) => who === "all" || (row.agency.kind === "government") === (who === "areas");

  function say(measure, solid, small, none) {
    const year = controls.year.value;
    const common = { year, measure: measure.label };
    const parts = [];
    if (solid.length === 0) parts.push(t("compare.lead_none", common));
    else if (solid.length === 1) parts.push(t("compare.lead_one", { ...common, top: solid[0].agency.name, top_value: word(measure, solid[0].value) }));
    else {
      const middle = (solid[Math.floor((solid.length - 1) / 2)].value + solid[Math.floor(solid.length / 2)].value) / 2;
      const last = solid[solid.length - 1];
      parts.push(t("compare.lead", {
        ...common, n: solid.length, top: solid[0].agency.name, top_value: word(measure, solid[0].value), bottom: last.agency.name,
        bottom_value: word(measure, last.value), median: word(measure, middle),
      }));
    }
    if (small.length) parts.push(t("compare.lead_small", { n: small.length }));
    if (none.length) parts.push(t("compare.lead_missing", { n: none.length }));
    document.getElementById("lead").textContent = parts.join("");
    document.getElementById("chart-title").textContent = t("compare.chart_title", common);
    const facts = [["compare.formula", measure.formula], ["compare.guard", measure.guard], ["compare.caveat", measure.caveat]];
    document.getElementById("facts").replaceChildren(...facts.filter(([, text]) => text).map(([key, text]) => el("span", {}, el("b", {}, t(key)), ` ${text}`)));
  }

  function draw(measure, solid, small) {
    const bars = solid.slice(0, MOST_BARS);
    const apart = small.slice(0, Math.max(6, MOST_BARS - bars.length));
    const total = solid.length + small.length;
    const note = [];
    if (bars.length + apart.length < total) note.push(t("compare.chart_first", { n: bars.length + apart.length, total }));
    if (bars.some((row) => g.isNumber(row.ci_low))) note.push(t("chart.interval"));
    if (total && apart.some((row) => row.value > scaleOf(bars, apart).high)) note.push(t("compare.clipped"));
    document.getElementById("chart-note").textContent = note.join("　");
    const label = `${t("compare.chart_title", { measure: measure.label, year: controls.year.value })}。${document.getElementById("lead").textContent}`;
    g.chart(document.getElementById("chart"), "bars", label, (width, palette) => geometry(measure, bars, apart, width, palette), (datum) => {
      if (datum.id) location.href = `agency.html#id=${encodeURIComponent(datum.id)}`;
    });
  }

  /** What a figure rests on, beside its bar: both years of a growth, the denominator of a share. */
  function baseOf(measure, row) {
    if (measure.kind === "growth") return t("compare.change", { prior: g.count(row.denominator), now: g.count(row.numerator) });
    return g.isNumber(row.denominator) && measure.kind !== "count" ? t("figure.n", { n: g.count(row.denominator) }) : "";
  }

  function scaleOf(bars, apart) {
    const base = bars.length ? bars : apart;
    return {
      high: Math.max(...base.map((row) => Math.max(row.value, row.ci_high || 0)), 0) || 1,
      low: Math.min(...base.map((row) => Math.min(row.value, g.isNumber(row.ci_low) ? row.ci_low : 0)), 0),
    };
  }

  function geometry(measure, bars, apart, width, palette) {
    if (!bars.length && !apart.length) return null;
    const text = (row) => `${word(measure, row.value)}　${baseOf(measure, row)}`.trim();
    const everyone = [...bars, ...apart];
    const right = Math.max(...everyone.map((row) => g.textWidth(text(row)))) + 16;
    const widest = Math.max(...everyone.map((row) => g.textWidth(row.agency.name)));
    const narrow = width - right - Math.min(widest, 300) < 320;
    const left = narrow ? 4 : Math.min(widest, 300) + 14;
    const step = narrow ? 46 : 30;
    const { high, low } = scaleOf(bars, apart);
    const rows = [];
    const heads = [];
    let at = 0;
    const add = (row, quiet) => {
      const top = at + (narrow ? 22 : 6);
      rows.push({
        id: row.agency.id, name: row.agency.name, text: text(row), value: Math.max(Math.min(row.value, high), low), color: quiet ? palette.quiet : palette.accent,
        from: quiet ? null : row.ci_low, to: quiet ? null : row.ci_high, y0: top, y1: top + 18, yc: top + 9, yn: narrow ? top - 10 : top + 9,
      });
      at += step;
    };
    bars.forEach((row) => add(row, false));
    if (apart.length) {
      at += 12;
      heads.push({ label: t("compare.small_group"), yc: at + 8 });
      at += 22;
      apart.forEach((row) => add(row, true));
    }
    return {
      datasets: { rows, heads, zero: [{ value: 0 }] }, height: at + 4, padding: 4,
      params: { low, high, limit: narrow ? width - 8 : left - 12, nameX: narrow ? 0 : -10, nameAlign: narrow ? "left" : "right", headX: narrow ? 0 : -left + 8 },
    };
  }

  function list(measure, rows) {
    const year = Number(controls.year.value);
    const ranked = rows.some((row) => row.category_n > 1);
    const based = rows.some((row) => g.isNumber(row.denominator));
    const intervals = rows.some((row) => g.isNumber(row.ci_low));
    const columns = [
      { title: t("compare.agency") }, { title: ["proportion", "growth"].includes(measure.kind) || !measure.unit ? measure.label : `${measure.label}（${measure.unit}）`, number: true },
      ...(based ? [{ title: t("compare.n"), number: true }] : []), ...(intervals ? [{ title: t("compare.interval"), class: "number" }] : []),
      ...(ranked ? [{ title: t("compare.rank"), number: true }] : []), { title: t("compare.note") },
      { title: t("compare.region_col") },
    ];
    const body = rows.map((row) => ({
      class: row.small ? "small" : g.isNumber(row.value) ? null : "nothing",
      cells: [
        { node: el("a", { href: `agency.html#id=${encodeURIComponent(row.agency.id)}` }, row.agency.name), value: row.agency.name },
        g.isNumber(row.value)
          ? { node: [figureOf(measure, row, year), row.small ? el("span", { class: "badge" }, row.notes[0]) : null], value: row.value } : { text: t("figure.missing"), value: "" },
        ...(based ? [{ text: g.isNumber(row.denominator) ? g.count(row.denominator) : "", value: g.isNumber(row.denominator) ? row.denominator : "" }] : []),
        ...(intervals ? [{ text: g.isNumber(row.ci_low) ? `${g.percent(row.ci_low)}–${g.percent(row.ci_high)}` : "" }] : []),
        ...(ranked ? [{ text: row.category_n > 1 ? `${row.rank_in_category}/${row.category_n}` : "", value: row.category_n > 1 ? row.rank_in_category : "" }] : []),
        { node: row.notes.slice(row.small ? 1 : 0).map((note) => el("span", { class: "note" }, note)), value: row.notes.join("；") },
        { text: row.agency.region || "" },
      ],
    }));
    const table = g.table(document.getElementById("chart-title").textContent, columns, body);
    document.getElementById("table").replaceChildren(el("div", { class: "scroll" }, table));
    g.enhance(table, `gongkai-${measure.label}-${year}`, []);
  }

  function figureOf(measure, row, year) {
    const text = word(measure, row.value);
    return measure.cell ? g.figure(text, row.agency.id, year, measure.cell, "cell") : g.figure(text, row.agency.id, year, measure.key, "metric");
  }

  g.page(async () => {
    for (const name of ["measure", "year", "who", "region"]) controls[name] = document.getElementById(name);
    if (!controls.measure) return; // an empty release has no controls
    try {
      [measures, agencies] = await Promise.all([g.load("measures"), g.load("agencies")]);
    } catch {
      g.failed(document.getElementById("chart"));
      return;
    }
    measures = measures.filter((row) => row.years.length);
    controls.measure.addEventListener("change", () => { fillYears(controls.year.value); show(false); });
    for (const name of ["year", "who", "region"]) controls[name].addEventListener("change", () => show(false));
    window.addEventListener("hashchange", start);
    start();
  });
})();
