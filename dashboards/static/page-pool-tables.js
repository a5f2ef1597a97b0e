"use strict";
// The tables of the page of a function or a region: all its measures of a year, one measure over the years, which reports are in.
(function () {
  const g = window.gongkai;
  const { el, t, compare } = g;
  const YEARS = 8;
  const number = (value, kind) => ({ text: g.measure(value, kind), value: value === null ? "" : value });
  const put = (holder, head, table, file) => {
    holder.replaceChildren(...(head ? [el("h2", {}, head)] : []), el("div", { class: "scroll" }, table));
    g.enhance(table, file);
  };

  /** The rows of the year that have a value, each with its measure and the figure of the body `mine`. */
  async function ofYear(pools, mine, year) {
    const shard = mine ? await g.agencyFile(mine) : null;
    const own = (metric) => (shard ? shard.metrics.find((row) => row.report_year === year && row.metric === metric) : null);
    return pools.filter((row) => row.year === year && (row.value !== null || row.area !== null)).map((row) => ({ ...row, measure: g.data.measures[row.metric], own: own(row.metric) }));
  }

  /** Every proportion of the year as a row of bands. */
  function spread(place, rows) {
    const drawn = rows.filter((row) => row.measure.kind === "proportion" && !row.measure.key.includes(":") && row.median !== null).map((row) => ({
      name: row.measure.label, value: row.own ? row.own.value : row.median, isDot: true, hollow: !row.own, mine: Boolean(row.own), bands: [[row.p10, row.p90], [row.p25, row.p75]],
      said: `${g.percent(row.own ? row.own.value : row.median)}　${t("figure.n", { n: g.count(row.n) })}`, low: null, high: null,
    }));
    const label = `${t("pool.all_measures")}${t("site.colon")}${drawn.map((row) => `${row.name} ${row.said}`).join(t("site.comma"))}`;
    g.chart(place, "rows", label, (width, palette) => g.rowsFill(drawn, width, palette, "", "proportion"));
  }

  /** Every measure of the year, each leading to the bodies it is of; `link(values)` is the address of this page with another choice. */
  function measures(holder, rows, { mine, year, hasArea, link, file }) {
    const shown = [["value", t("compare.pooled")], ["median", t("compare.median")], ["p10", "P10"], ["p25", "P25"], ["p75", "P75"], ["p90", "P90"], ...(hasArea ? [["area", t("pool.area_value")]] : [])];
    const columns = [
      { title: t("pool.measure_col"), class: "measure" }, ...(mine ? [{ title: t("pool.own"), number: true }] : []), ...shown.map(([, title]) => ({ title, number: true })),
      { title: t("compare.agencies_n"), number: true }, { title: t("compare.coverage"), number: true },
    ];
    const own = (row) => (row.own ? { node: g.figure(g.measure(row.own.value, row.measure.kind), mine, year, row.measure.key, "metric"), value: row.own.value } : number(null));
    const body = rows.map((row) => ({ class: row.n < 3 ? "small" : null, cells: [
      { node: el("a", { href: link({ measure: row.measure.key }) }, row.measure.label), value: row.measure.label }, ...(mine ? [own(row)] : []),
      ...shown.map(([name]) => number(row[name], row.measure.kind)), number(row.n, "count"), number(row.coverage, "proportion"),
    ] }));
    put(holder, "", g.table(t("pool.all_measures"), columns, body), file);
  }

  /** One measure of the pool over the years, each leading to the bodies of that year. */
  function history(holder, pools, measure, { name, hasArea, link }) {
    const columns = [
      { title: t("compare.year") }, { title: `${compare.heading(measure)} · ${t("compare.pooled")}`, number: true }, { title: t("compare.median"), number: true },
      ...(hasArea ? [{ title: t("pool.area_value"), number: true }] : []), { title: t("compare.agencies_n"), number: true }, { title: t("compare.coverage"), number: true },
    ];
    const body = [...pools].sort((a, b) => b.year - a.year).map((row) => ({ cells: [
      { node: el("a", { href: link({ year: row.year }) }, String(row.year)), value: row.year, class: "year" }, number(row.value, measure.kind), number(row.median, measure.kind),
      ...(hasArea ? [number(row.area, measure.kind)] : []), number(row.n, "count"), number(row.coverage, "proportion"),
    ] }));
    put(holder, `${name}${t("site.colon")}${t("pool.years")}${t("site.comma")}${measure.label}`, g.table(t("pool.years"), columns, body), `gongkai-${name}-${measure.label}`);
  }

  /** Which reports of a region are in, by agency and year; a body under its name of now, with those its reports of these years bear. */
  async function states(holder, region) {
    const rows = await g.agenciesOf(region);
    const years = g.data.catalog.years.slice(0, YEARS);
    const chunks = [...new Set(rows.map((row) => Math.floor(row.place / g.data.catalog.chunk)))];
    const found = await Promise.all(years.map(async (year) => {
      const texts = await Promise.all(chunks.map((chunk) => g.loadOr(`states/${year}/${chunk}`, "")));
      return new Map(texts.flatMap((text) => g.lines(text, ["place", "state", "late"], ["state"])).map((row) => [row.place, row]));
    }));
    const columns = [{ title: t("compare.agency") }, ...years.map((year) => ({ title: String(year) }))];
    const body = rows.map((row) => {
      const former = g.namesBefore(row, years);
      return { cells: [
        { node: [g.view.agencyLink(row.id, row.name), ...former.map((said) => el("small", { class: "note" }, said))], value: row.name, text: former.join(" ") },
        ...years.map((year, place) => stateOf(row, year, found[place].get(row.place))),
      ] };
    });
    put(holder, t("pool.states"), g.table(t("pool.states"), columns, body), `gongkai-${t("pool.states")}-${region}`);
  }

  /** How the report of a body and year stands; where another body stood in its place, which. */
  function stateOf(body, year, report) {
    if (!report) {
      const { told, isGone } = compare.stepsIn(body, year, true);
      return { text: isGone ? told.map((step) => step.name).join(t("site.comma")) : "", class: "implied" };
    }
    const text = `${g.nameOf("coverage", report.state || "accepted")}${report.late ? `${t("site.comma")}${t("coverage.late")}` : ""}`;
    return { text, class: ["missing", "quarantined", "blocked"].includes(report.state) ? "bad" : report.late ? "implied" : "" };
  }

  Object.assign(g.pool, { ofYear, spread, measures, history, states });
})();
