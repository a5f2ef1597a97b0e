"use strict";
// The figures of a comparison: one measure, some years, some bodies. Chunks are fetched for the bodies asked for and no others;
// a value that is not there says why, by the measure's own refusal or by the state of the report.
(function () {
  const g = window.gongkai;
  const { t } = g;
  const FIELDS = ["place", "value", "numerator", "denominator", "low", "high", "small", "refused", "quality", "rank", "of", "percentile", "rankRegion", "ofRegion"];
  const STATES = ["place", "state", "late", "edition"];
  const MEMBER = ["value", "numerator", "denominator", "low", "high", "small", "refused", "quality", "ranked", "rankRegion", "ofRegion"];
  const MEMBER_STATE = ["state", "late", "edition", "known"];
  const POOL = ["key", "value", "median", "p10", "p25", "p75", "p90", "n", "coverage", "area"];

  /** The agencies of a scope: all, whole areas, one function, one region, or those chosen. */
  async function bodies({ scope, category, region, chosen }) {
    if (scope === "region") return g.agenciesOf(region);
    if (scope === "category") return g.agenciesWith(category);
    if (scope === "chosen") return g.agenciesNamed(chosen);
    const everyone = await g.agencies();
    const isArea = (row) => row.kind === "government";
    if (scope === "areas") return everyone.filter(isArea);
    return everyone.filter((row) => !isArea(row));
  }

  async function chunksOf(name, places, fields, texts) {
    const chunks = [...new Set(places.map((place) => Math.floor(place / g.data.catalog.chunk)))];
    const found = await Promise.all(chunks.map((chunk) => g.loadOr(`${name}/${chunk}`, "")));
    const wanted = new Set(places.map(String));
    const own = (text) => text.split("\n").filter((line) => wanted.has(line.split("\t", 1)[0])).join("\n"); // few of a chunk are taken apart
    return new Map(found.flatMap((text) => g.lines(own(text), fields, texts)).map((row) => [row.place, row]));
  }

  /** One year of a measure for all bodies of a function, out of files of that function alone: a figure by place. */
  async function yearWithin(measure, year, rows, category) {
    const size = g.data.catalog.members;
    const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => at);
    const read = async (name, fields, texts) => {
      const files = await Promise.all(chunks.map((chunk) => g.loadOr(`members/${g.fileName(category)}/${name}/${chunk}`, {})));
      return files.flatMap((file, chunk) => (file[year] ? g.lines(file[year], fields, texts) : rows.slice(chunk * size, (chunk + 1) * size).map(() => null)));
    };
    const [figures, states] = await Promise.all([read(g.fileName(measure.key), MEMBER, ["refused", "quality"]), read("states", MEMBER_STATE, ["state", "edition"])]);
    const found = new Map(rows.map((row) => [row.place, then(row, year, figureOf(measure, figures[row.at], states[row.at] && states[row.at].known ? states[row.at] : null))]));
    return ranked(found);
  }

  /** Where each stands among those of its function that are ranked, from the highest down. */
  function ranked(found) {
    const those = [...found.values()].filter((figure) => figure.ranked);
    for (const own of those) {
      const count = (meets) => those.filter((other) => meets(other.value)).length;
      own.rank = count((value) => value > own.value) + 1;
      own.of = those.length;
      own.percentile = those.length > 1 ? Math.round((1000 * count((value) => value < own.value)) / (those.length - 1)) : null;
    }
    return found;
  }

  /** One year of a measure for some agencies: a figure by place. */
  async function yearOf(measure, year, rows) {
    const places = rows.map((row) => row.place);
    const [figures, states] = await Promise.all([
      chunksOf(`figures/${g.fileName(measure.key)}/${year}`, places, FIELDS, ["refused", "quality"]), chunksOf(`states/${year}`, places, STATES, ["state", "edition"]),
    ]);
    return new Map(rows.map((row) => [row.place, then(row, year, figureOf(measure, figures.get(row.place), states.get(row.place)))]));
  }

  /**
   * A figure with what a reorganisation says of it: which body there was in its place in a year in which it was not (`away`: nothing
   * of it is missing then), what it became, what it came out of in the year itself.
   */
  function then(body, year, figure) {
    const { told, isGone } = stepsIn(body, year, !g.isNumber(figure.value) && !figure.state);
    const said = (step) => ({ id: step.id, text: t(`compare.${step.isBefore ? (isGone ? "was" : "came_of") : "became"}`, { day: step.day, kind: g.nameOf("lineage", step.kind), name: step.name }) });
    return { ...figure, away: isGone, notes: isGone ? [] : figure.notes, moved: told.map(said) };
  }

  /** The reorganisations that tell of a body in a year; `isGone` where it has nothing in it and another body stood in its place. */
  function stepsIn(body, year, isEmpty) {
    const steps = body.moves.map((step) => ({ ...step, year: Number(step.day.slice(0, 4)) }));
    const gone = isEmpty ? steps.filter((step) => (step.isBefore ? year <= step.year : year >= step.year)) : [];
    return { isGone: gone.length > 0, told: gone.length ? gone : steps.filter((step) => (step.isBefore ? year === step.year : year < step.year)) };
  }
  /** A figure as it is shown: its value (a share is its two counts), its interval as fractions, and what is to be known of it. */
  function figureOf(measure, found, report) {
    const row = { value: null, low: null, high: null, small: false, ...found };
    if (row.value === null && !row.refused && measure.kind === "proportion" && row.denominator > 0 && row.numerator !== null) row.value = row.numerator / row.denominator;
    row.low = row.low === null ? null : row.low / 1000;
    row.high = row.high === null ? null : row.high / 1000;
    row.small = row.small === 1;
    row.state = report ? report.state || "accepted" : null;
    row.edition = report ? report.edition : null;
    row.late = Boolean(report && report.late);
    row.notes = notesOf(row, measure);
    return row;
  }

  function notesOf(row, measure) {
    const notes = [];
    const counts = () => ({ prior: g.count(row.denominator), now: g.count(row.numerator) });
    if (row.small && measure.key === "request_growth") notes.push(t("growth.small_base_badge", counts()));
    else if (row.small) notes.push(t("figure.small"));
    else if (row.refused === "from_zero" && row.numerator !== null) notes.push(t("growth.from_zero_badge", counts()));
    else if (row.refused) notes.push(g.nameOf("refused", row.refused));
    if (row.quality) notes.push(g.nameOf("quality", row.quality));
    if (row.state && row.state !== "accepted") notes.push(g.nameOf("coverage", row.state));
    if (!notes.length && !g.isNumber(row.value)) notes.push(t(row.state ? "state.nothing" : "coverage.none"));
    return notes;
  }

  /** The pools of all functions or all regions as if they were bodies. */
  async function pools(measure, years, scope) {
    const what = scope === "categories" ? "category" : "region";
    const names = what === "category" ? g.data.labels.categories : Object.fromEntries((await g.regions()).map(([key, name]) => [key, name]));
    const found = new Map();
    for (const year of years) {
      const name = `pools/${g.fileName(measure.key)}/${year}`;
      const file = await g.loadOr(`${name}/0`, { parts: 1 });
      const more = what === "region" ? await Promise.all(Array.from({ length: file.parts - 1 }, (_, at) => g.load(`${name}/${at + 1}`))) : [];
      for (const row of [file, ...more].flatMap((part) => g.lines(part[what], POOL, ["key"]))) {
        if (!found.has(row.key)) found.set(row.key, { key: row.key, name: names[row.key] || row.key, region: "", what, moves: [], names: [], byYear: new Map() });
        const few = row.n !== null && row.n < 3; // two bodies make no group
        found.get(row.key).byYear.set(year, { ...row, low: null, high: null, small: few, denominator: row.n, numerator: null, notes: few ? [t("figure.n", { n: row.n })] : [], state: "accepted" });
      }
    }
    return [...found.values()];
  }

  /** What is compared: a row a body with `byYear`, a map from year to figure. */
  async function series(measure, years, choice) {
    if (choice.scope === "categories" || choice.scope === "regions") return pools(measure, years, choice.scope);
    return overYears(measure, years, await bodies(choice), choice.scope === "category" ? choice.category : null);
  }

  /** The rows with their figures of some years; all bodies of `category` where it is given. */
  async function overYears(measure, years, rows, category) {
    const found = await Promise.all(years.map((year) => (category ? yearWithin(measure, year, rows, category) : yearOf(measure, year, rows))));
    return rows.map((row) => ({ ...row, byYear: new Map(years.map((year, place) => [year, found[place].get(row.place)])) }));
  }

  /** What a figure rests on, in words: both years of a growth, the denominator of a share, how many bodies make a pool. */
  function baseOf(measure, row) {
    if (measure.key === "request_growth" && row.numerator !== null) return t("compare.change", { prior: g.count(row.denominator), now: g.count(row.numerator) });
    return g.isNumber(row.denominator) && (measure.kind !== "count" || row.key) ? t("figure.n", { n: g.count(row.denominator) }) : "";
  }

  /** The rows of one year, sorted: those that compare, highest first, then small bases, then those without a figure. */
  function sorted(rows, year) {
    const flat = rows.map((row) => ({ body: row, name: g.nameThen(row, year), ...row.byYear.get(year) }));
    const order = (a, b) => b.value - a.value || (a.body.id ? a.body.place - b.body.place : a.body.name.localeCompare(b.body.name, "zh-CN"));
    const valued = flat.filter((row) => g.isNumber(row.value));
    const solid = valued.filter((row) => !row.small).sort(order);
    const small = valued.filter((row) => row.small).sort(order);
    const none = flat.filter((row) => !g.isNumber(row.value));
    const many = { solid: solid.length, small: small.length, none: none.filter((row) => !row.away).length };
    return { solid, small, none, many, last: solid[solid.length - 1], median: solid.length ? medianOf(solid) : null };
  }

  /** Whether the country is too large to be fetched for one picture: a comparison of all then opens with its first and last rows. */
  const isLarge = () => g.data.catalog.agencies > g.data.catalog.chunk;

  /** As `sorted`, of all bodies of a year, out of one small file: the counts and the median are of all, the rows the first of them. */
  async function leaders(measure, year, scope) {
    const file = await g.loadOr(`leaders/${g.fileName(measure.key)}/${year}/${scope}`, { bodies: 0, solid: 0, small: 0, median: null, rows: [], over: [] });
    const rows = file.rows.map(([id, place, name, region, state, line, moved, named]) => {
      const [found] = g.lines(line, FIELDS, ["refused", "quality"]);
      const body = { id, place, name: name || id, region, state, moves: g.movesOf(moved), names: g.namesOf(named) };
      return { body, name: g.nameThen(body, year), ...then(body, year, figureOf(measure, found, { state, edition: null, late: null })) };
    });
    const solid = rows.filter((row) => !row.small);
    const last = solid[solid.length - 1];
    if (solid.length > g.data.catalog.leaders) solid.pop(); // the last of all is told, not listed
    const many = { solid: file.solid, small: file.small, none: file.bodies - file.solid - file.small };
    return { solid, small: rows.filter((row) => row.small), none: [], many, last, median: file.median, over: file.over };
  }

  /** The outcome shares of the bodies that lead by new requests, out of one small file: as `series` gives them, a list a measure. */
  async function leaderShares(measures, year, scope, bodies) {
    const file = await g.loadOr(`leaders/outcomes/${year}/${scope}`, {});
    const figureIn = (measure, body) => {
      const [, line] = (file[body.place] || []).find(([at]) => g.data.measures[at] === measure) || [];
      return figureOf(measure, line ? g.lines(line, FIELDS, ["refused", "quality"])[0] : null, { state: body.state, edition: null, late: null });
    };
    return measures.map((measure) => bodies.map((body) => ({ ...body, byYear: new Map([[year, figureIn(measure, body)]]) })));
  }

  /** As `series`, of the first bodies of the last year alone, and how many there are in all. */
  async function leadersOver(measure, years, scope) {
    const { solid, small, many, over } = await leaders(measure, years[years.length - 1], scope);
    const told = new Map(over.map(([place, year, line, state, late, edition]) => [`${place} ${year}`, { line, report: state === null ? null : { state, late, edition } }]));
    const figureIn = (body, year) => {
      const { line, report } = told.get(`${body.place} ${year}`) || { line: null, report: null };
      return then(body, year, figureOf(measure, line ? g.lines(line, FIELDS, ["refused", "quality"])[0] : null, report));
    };
    const bodies = [...solid, ...small].slice(0, g.data.catalog.lines).map((row) => row.body);
    return { bodies: bodies.map((body) => ({ ...body, byYear: new Map(years.map((year) => [year, figureIn(body, year)])) })), many };
  }

  const medianOf = (rows) => (rows[Math.floor((rows.length - 1) / 2)].value + rows[Math.floor(rows.length / 2)].value) / 2;

  /** The measures, those of one family (a share a ground, a rate an applicant) together, into a select. */
  function fillMeasures(select) {
    const families = new Map();
    for (const row of g.data.measures.filter((measure) => measure.years.length)) families.set(row.family, [...(families.get(row.family) || []), row]);
    const option = (row) => g.el("option", { value: row.key }, row.label);
    select.replaceChildren(...[...families.values()].map((rows) => (rows.length === 1 ? option(rows[0])
      : g.el("optgroup", { label: rows[0].label.split(/[：:]/)[0] }, rows.map(option)))));
  }

  /** Fill a select with [value, label] and choose `wanted`; false where it is not among them. */
  function fillSelect(select, options, wanted) {
    select.replaceChildren(...options.map(([value, label]) => g.el("option", { value }, label)));
    const known = options.some(([value]) => value === wanted);
    if (known) select.value = wanted;
    return known;
  }

  /** The latest year in which at least two bodies have the measure, else the latest. */
  function usualYear(measure) {
    const years = [...measure.years].sort((a, b) => b.year - a.year);
    return (years.find((row) => row.count > 1) || years[0]).year;
  }

  g.compare = { series, stepsIn, isLarge, leaders, leaderShares, leadersOver, overYears, baseOf, sorted, medianOf, fillMeasures, fillSelect, usualYear, POOL };
})();
