"use strict";
// What the page of a function or a region says of it: its spread, where one body stands in it, who carries the load, what the region's
// own report prints beside.
(function () {
  const g = window.gongkai;
  const { t } = g;

  /** The answer of a pool for one measure and year; `mine` is {id, name} of the body whose place is asked for, or null. */
  function say(what, measure, year, name, pool, { solid, small }, mine) {
    const word = (value) => g.measure(value, measure.kind);
    const none = t("pool.lead_none", { year, name, measure: measure.label });
    if (!pool || (pool.value === null && pool.area === null)) return none;
    const values = {
      year, category: name, region: name, measure: measure.label, n: g.count(pool.n), median: word(pool.median), p10: word(pool.p10), p90: word(pool.p90), pooled: word(pool.value),
      coverage: g.percent(pool.coverage), pool: t(measure.kind === "count" ? "compare.total" : "compare.pooled"),
    };
    const valued = [...solid, ...small];
    if (pool.n === 1 && valued.length) return t("pool.lead_one", { ...values, agency: valued[0].name, value: word(valued[0].value) }); // one body is no distribution
    const parts = [pool.value === null ? none : t(`pool.lead_${what}`, values)];
    if (mine) parts.push(sayMine(mine, valued.find((row) => row.body.id === mine.id), word));
    if (what === "region" && pool.value !== null && measure.kind === "count" && solid.length && pool.value > 0) {
      parts.push(t("pool.lead_load", { agency: solid[0].name, share: g.percent(solid[0].value / pool.value) }));
    }
    if (g.isNumber(pool.area) && pool.value !== null && measure.kind === "count") parts.push(sayArea(pool, word));
    return parts.join("");
  }

  /** Where one body stands among its kind. */
  function sayMine({ name: agency }, own, word) {
    if (!own) return t("pool.lead_mine_none", { agency });
    const value = word(own.value);
    if (!own.rank) return t("pool.lead_mine_small", { agency, value });
    if (own.percentile === null) return t("pool.lead_mine_only", { agency, value });
    return t("pool.lead_mine", { agency, value, rank: own.rank, n: own.of, percentile: g.percent(own.percentile / 1000) });
  }

  /** What the area's own report prints, beside the sum of its agencies. */
  function sayArea(pool, word) {
    const difference = pool.area - pool.value;
    const relation = difference === 0 ? "equal" : difference > 0 ? "more" : "less";
    return t("pool.lead_area", { area: word(pool.area), relation: t(`pool.area_${relation}`, { difference: word(Math.abs(difference)) }) });
  }

  g.pool = { say };
})();
