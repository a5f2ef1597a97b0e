"use strict";
// A comparison of one year in a picture: bars or dots, or the shares of the outcomes; and its answer in a sentence.
(function () {
  const g = window.gongkai;
  const { t } = g;
  const MOST = 30;
  const word = (measure, value) => g.measure(value, measure.kind);

  /** The answer: the ends, the middle, whether the first two differ beyond chance, and what stands apart. */
  function say(measure, year, { solid, many, last, median }) {
    const common = { year, measure: measure.label };
    const parts = [];
    if (many.solid === 0) parts.push(t("compare.lead_none", common));
    else if (many.solid === 1) parts.push(t("compare.lead_one", { ...common, top: solid[0].name, top_value: word(measure, solid[0].value) }));
    else if (solid[0].value === last.value) parts.push(t("compare.lead_equal", { ...common, n: g.count(many.solid), value: word(measure, last.value) }));
    else {
      parts.push(t("compare.lead", {
        ...common, n: g.count(many.solid), top: solid[0].name, top_value: word(measure, solid[0].value), bottom: last.name,
        bottom_value: word(measure, last.value), median: word(measure, median),
      }));
      if (g.isNumber(solid[0].low) && g.isNumber(solid[1].high)) parts.push(t("compare.lead_apart", { apart: t(solid[0].low > solid[1].high ? "compare.apart_yes" : "compare.apart_no") }));
    }
    if (many.small) parts.push(t("compare.lead_small", { n: g.count(many.small) }));
    if (many.none) parts.push(t("compare.lead_missing", { n: g.count(many.none) }));
    return parts.join("");
  }

  /** Draw bars or dots; `mine` is marked. Gives the note below. */
  function rows(place, measure, { solid, small, none, many }, { isDot, mine, bands, label }) {
    const shown = [...solid.slice(0, MOST), ...small.slice(0, Math.max(6, MOST - solid.length))];
    const own = solid.find((row) => row.body.id === mine);
    if (own && !shown.includes(own)) shown.splice(Math.min(solid.length, MOST) - 1, 1, own);
    const drawn = shown.map((row) => ({
      id: row.body.id, key: row.body.key, name: row.name, value: row.value, low: row.low, high: row.high, small: row.small, mine: row.body.id === mine,
      said: `${word(measure, row.value)}　${g.compare.baseOf(measure, row)}`.trim(), isDot, hollow: row.small || Boolean(row.quality),
    }));
    const all = [...(bands ? [bands] : []), ...drawn];
    g.chart(place, "rows", label, (width, palette) => g.rowsFill(all, width, palette, t("compare.small_group"), measure.kind), (datum) => {
      if (datum.id) location.href = `agency.html#id=${encodeURIComponent(datum.id)}`;
    });
    const total = many.solid + many.small;
    const everyone = solid.length + small.length + none.filter((row) => !row.away).length;
    return g.sentences(
      drawn.length < total ? t(many.none + total > everyone ? "compare.chart_part" : "compare.chart_first", { n: drawn.length, total: g.count(total) }) : "", drawn.some((row) => g.isNumber(row.low) && !row.small) ? t("chart.interval") : "",
      isDot && drawn.some((row) => row.hollow && !row.small) ? t("compare.hollow") : "", isDot && drawn.some((row) => row.small) ? t("compare.grey") : "",
    );
  }

  /** The outcome groups of a year side by side, of `bodies` where they are given: [rows of {body, shares, handled, small}, measures of the groups]. */
  async function outcomes(year, choice, bodies) {
    const measures = g.data.labels.groups.map((group) => g.data.measures.find((row) => row.key === `outcome_share:${group.key}`));
    if (measures.some((measure) => !measure)) return [[], []];
    const found = bodies ? await g.compare.leaderShares(measures, year, choice.scope, bodies) : await Promise.all(measures.map((measure) => g.compare.series(measure, [year], choice)));
    const by = new Map();
    found.forEach((bodies, place) => bodies.forEach((body) => {
      const key = body.id || body.key;
      if (!by.has(key)) by.set(key, { body, name: g.nameThen(body, year), shares: [], figures: [] });
      const figure = body.byYear.get(year);
      by.get(key).shares[place] = figure ? figure.value : null;
      by.get(key).figures[place] = figure;
    }));
    const rows_ = [...by.values()].map((row) => ({ ...row, handled: (row.figures.find((figure) => figure && g.isNumber(figure.denominator)) || {}).denominator }));
    return [rows_.sort((a, b) => (b.handled || 0) - (a.handled || 0)), measures];
  }

  function shares(place, rows_, label) {
    const drawn = rows_.filter((row) => row.shares.some(g.isNumber)).slice(0, MOST).map((row) => ({
      name: row.name, note: g.isNumber(row.handled) ? t("figure.n", { n: g.count(row.handled) }) : "", shares: row.shares, faint: row.handled < 10,
    }));
    const sums = g.stackNote(drawn, g.data.labels.groups);
    g.chart(place, "stack", `${label}${sums}`, (width, palette) => g.stackRows(drawn, g.data.labels.groups, width, palette));
    const total = rows_.filter((row) => row.shares.some(g.isNumber)).length;
    const none = rows_.filter((row) => !row.figures.every((figure) => figure && figure.away)).length - total;
    return g.sentences(drawn.length < total ? t("compare.chart_first", { n: drawn.length, total }) : "", sums, none ? t("compare.shares_none", { n: none }) : "");
  }

  Object.assign(g.compare, { say, rows, outcomes, shares, word });
})();
