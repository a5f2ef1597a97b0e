"use strict";
// One agency's file arranged by year, and what its page says of a year in words; the other parts of the page build on it.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const by = (rows, year) => rows.find((row) => row.report_year === year);

  /** What one agency's file says, arranged by year. */
  function arrange(shard) {
    const years = [...new Set([...shard.years, ...shard.reports, ...shard.coverage].map((row) => row.report_year))].sort((a, b) => a - b);
    const groups = g.data.labels.groups;
    return years.map((year) => {
      const shares = groups.map((group) => shard.outcomes.find((row) => row.report_year === year && row.outcome_group === group.key));
      const then = g.nameThen(shard.agency, year);
      return { year, named: then === shard.agency.name ? "" : then, figures: by(shard.years, year), report: by(shard.reports, year), coverage: by(shard.coverage, year), cells: g.cellsOf(shard, year), shares };
    });
  }

  const stateOf = (row) => g.nameOf("coverage", (row.coverage && row.coverage.state) || "none");
  const valueOf = (row, name) => (row.figures && g.isNumber(row.figures[name]) ? row.figures[name] : null);

  /** A growth in words: the figure, and a mark where its base is small or it is no rate at all. */
  function growthNodes(agency, row) {
    const figures = row.figures;
    if (!figures) return [t("figure.missing")];
    const status = figures.request_growth_status;
    const values = { prior: g.count(figures.prior_request_count), now: g.count(figures.request_count) };
    const nodes = [];
    if (g.isNumber(figures.request_growth)) nodes.push(g.figure(g.growth(figures.request_growth), agency, row.year, "request_growth", "metric"));
    if (status === "small_base") nodes.push(el("span", { class: "badge" }, t("growth.small_base_badge", values)));
    else if (status === "from_zero") nodes.push(el("span", { class: "badge" }, t("growth.from_zero_badge", values)));
    else if (status && status !== "ok") nodes.push(el("span", { class: "muted" }, g.nameOf("growth", status)));
    return nodes.length ? nodes : [t("figure.missing")];
  }

  g.agency = { arrange, stateOf, valueOf, growthNodes };
})();
