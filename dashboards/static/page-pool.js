"use strict";
// A function or a region: the spread of a measure among its agencies, where one stands in it, its measures and its years. For a
// region also whether its own report equals the sum of its agencies, and which reports are in.
(function () {
  const g = window.gongkai;
  const { el, t, compare } = g;
  const FIELDS = ["year", "metric", "value", "median", "p10", "p25", "p75", "p90", "n", "coverage", "area"];
  const FEW = 10;
  const byId = (id) => document.getElementById(id);
  let what = "category";
  let asked = 0;

  const measureOf = () => g.data.measures.find((row) => row.key === byId("measure").value);

  /** The functions that have agencies. */
  function functions() {
    const labels = g.data.labels.categories;
    return Object.keys(labels).filter((key) => key in g.data.catalog.categories).map((key) => [key, labels[key]]);
  }

  async function read() {
    const wanted = g.state();
    compare.fillMeasures(byId("measure"));
    const usual = g.data.measures.find((row) => row.key === (what === "category" ? "disclosure_rate" : "request_count") && row.years.length) || g.data.measures.find((row) => row.years.length);
    const known = [true];
    const take = (select, value, instead) => {
      const there = [...select.options].some((option) => option.value === value);
      select.value = there ? value : instead;
      known.push(there || !value);
    };
    if (what === "region") known.push(await g.chooseRegion(byId("province"), byId("key"), wanted.get(what), true));
    else {
      compare.fillSelect(byId("key"), functions());
      take(byId("key"), wanted.get(what), (functions()[0] || [""])[0]);
    }
    take(byId("measure"), wanted.get("measure"), usual.key);
    const years = [...measureOf().years].map((row) => String(row.year)).sort().reverse();
    compare.fillSelect(byId("year"), years.map((year) => [year, year]));
    const [usualYearOfPool] = await Promise.all([usualYear(), byId("mine") ? fillMine() : null]);
    take(byId("year"), wanted.get("year"), String(usualYearOfPool));
    if (byId("mine")) take(byId("mine"), wanted.get("mine"), "");
    byId("unknown").hidden = known.every(Boolean);
    return show();
  }

  /** The latest year the chosen pool has the measure in. */
  async function usualYear() {
    const place = g.data.measures.indexOf(measureOf());
    const pools = g.lines(await g.loadOr(`${what}/${g.fileName(byId("key").value)}`, ""), FIELDS);
    const years = pools.filter((row) => row.metric === place && (row.value !== null || row.area !== null)).map((row) => row.year);
    return years.length ? Math.max(...years) : compare.usualYear(measureOf());
  }

  async function fillMine() {
    const kin = await g.agenciesWith(byId("key").value);
    compare.fillSelect(byId("mine"), [["", t("pool.mine_none")], ...kin.map((row) => [row.id, row.name])]);
  }

  function write() {
    g.setState({ [what]: byId("key").value, year: byId("year").value, measure: byId("measure").value, mine: byId("mine") ? byId("mine").value : "" });
  }

  async function show() {
    const ticket = ++asked;
    const key = byId("key").value;
    const measure = measureOf();
    const year = Number(byId("year").value);
    const choice = what === "category" ? { scope: "category", category: key } : { scope: "region", region: key };
    const [bodies, text] = await Promise.all([compare.series(measure, [year], choice), g.loadOr(`${what}/${g.fileName(key)}`, "")]);
    if (ticket !== asked) return;
    const pools = g.lines(text, FIELDS);
    const place = g.data.measures.indexOf(measure);
    const pool = pools.find((row) => row.year === year && row.metric === place);
    const agencies = bodies.filter((row) => row.kind !== "government");
    const found = compare.sorted(agencies, year);
    const mine = byId("mine") ? byId("mine").value : "";
    const name = byId("key").selectedOptions[0] ? byId("key").selectedOptions[0].textContent : key;
    const lead = say(measure, year, name, pool, found, mine);
    byId("lead").textContent = lead;
    const title = `${name}${t("site.colon")}${t("pool.picture", { measure: measure.label, year })}`;
    byId("chart-title").textContent = title;
    const facts = [["compare.formula", measure.formula], ["compare.guard", measure.guard], ["compare.caveat", measure.caveat]];
    byId("facts").replaceChildren(...facts.filter(([, said]) => said).map(([word, said]) => el("span", {}, el("b", {}, t(word)), ` ${said}`)));
    const isDot = what === "category";
    const bands = isDot && pool && pool.n > 1 ? {
      name: t("compare.median"), value: pool.median, said: g.measure(pool.median, measure.kind), isDot: true, hollow: true, bands: [[pool.p10, pool.p90], [pool.p25, pool.p75]],
    } : null;
    const note = compare.rows(byId("chart"), measure, found, { isDot, mine, bands, label: `${title}${t("site.colon")}${lead}` });
    byId("chart-note").textContent = g.sentences(pool && pool.n !== null && pool.n < FEW ? t("pool.few", { n: FEW }) : "", bands ? `${t("pool.spread")}${t("site.stop")}` : "", note);
    compare.ofYear(byId("table"), measure, year, found, title);
    await spread(pools.filter((row) => row.year === year), mine, year);
    history(pools.filter((row) => row.metric === place), measure, name);
    if (what === "region") await states(key);
    if (ticket === asked) g.ready();
  }

  function say(measure, year, name, pool, { solid, small }, mine) {
    const word = (value) => g.measure(value, measure.kind);
    if (!pool || (pool.value === null && pool.area === null)) return t("pool.lead_none", { year, name, measure: measure.label });
    const values = {
      year, category: name, region: name, measure: measure.label, n: g.count(pool.n), median: word(pool.median), p10: word(pool.p10), p90: word(pool.p90), pooled: word(pool.value),
      coverage: g.percent(pool.coverage), pool: t(measure.kind === "count" ? "compare.total" : "compare.pooled"),
    };
    const only = pool.n === 1 ? [...solid, ...small][0] : null; // one body is no distribution
    if (only) return t("pool.lead_one", { ...values, agency: only.body.name, value: word(only.value) });
    const parts = [pool.value === null ? t("pool.lead_none", { year, name, measure: measure.label }) : t(`pool.lead_${what}`, values)];
    if (mine) {
      const own = [...solid, ...small].find((row) => row.body.id === mine);
      const agency = [...byId("mine").options].find((option) => option.value === mine).textContent;
      if (!own) parts.push(t("pool.lead_mine_none", { agency }));
      else if (!own.rank) parts.push(t("pool.lead_mine_small", { agency, value: word(own.value) }));
      else if (own.percentile === null) parts.push(t("pool.lead_mine_only", { agency, value: word(own.value) }));
      else parts.push(t("pool.lead_mine", { agency, value: word(own.value), rank: own.rank, n: own.of, percentile: g.percent(own.percentile / 1000) }));
    }
    if (what === "region" && pool.value !== null && measure.kind === "count" && solid.length && pool.value > 0) {
      parts.push(t("pool.lead_load", { agency: solid[0].body.name, share: g.percent(solid[0].value / pool.value) }));
    }
    if (g.isNumber(pool.area)) {
      const difference = pool.area - pool.value;
      const relation = pool.value === null || measure.kind !== "count" ? null : difference === 0 ? "equal" : difference > 0 ? "more" : "less";
      if (relation) parts.push(t("pool.lead_area", { area: word(pool.area), relation: t(`pool.area_${relation}`, { difference: word(Math.abs(difference)) }) }));
    }
    return parts.join("");
  }

  /** Every proportion of the year as a row of bands, and every measure as a table. */
  async function spread(pools, mine, year) {
    const shard = mine ? await g.agencyFile(mine) : null;
    const own = (metric) => (shard ? shard.metrics.find((row) => row.report_year === year && row.metric === metric) : null);
    const rows = pools.filter((row) => row.value !== null || row.area !== null).map((row) => ({ ...row, measure: g.data.measures[row.metric], own: own(row.metric) }));
    const drawn = rows.filter((row) => row.measure.kind === "proportion" && !row.measure.key.includes(":") && row.median !== null).map((row) => ({
      name: row.measure.label, value: row.own ? row.own.value : row.median, isDot: true, hollow: !row.own, mine: Boolean(row.own), bands: [[row.p10, row.p90], [row.p25, row.p75]],
      said: `${g.percent(row.own ? row.own.value : row.median)}　${t("figure.n", { n: g.count(row.n) })}`, low: null, high: null,
    }));
    const label = `${t("pool.all_measures")}${t("site.colon")}${drawn.map((row) => `${row.name} ${row.said}`).join(t("site.comma"))}`;
    g.chart(byId("spread"), "rows", label, (width, palette) => g.rowsFill(drawn, width, palette, ""));
    const number = (name, title) => [title, name, true];
    const shown = [number("value", t("compare.pooled")), number("median", t("compare.median")), number("p10", "P10"), number("p25", "P25"), number("p75", "P75"), number("p90", "P90")];
    const area = what === "region";
    const columns = [
      { title: t("pool.measure_col"), class: "measure" }, ...(shard ? [{ title: t("pool.own"), number: true }] : []), ...shown.map(([title]) => ({ title, number: true })), ...(area ? [{ title: t("pool.area_value"), number: true }] : []),
      { title: t("compare.agencies_n"), number: true }, { title: t("compare.coverage"), number: true },
    ];
    const cell = (value, kind) => ({ text: g.measure(value, kind), value: value === null ? "" : value });
    const body = rows.map((row) => ({ class: row.n < 3 ? "small" : null, cells: [
      { text: row.measure.label }, ...(shard ? [row.own ? { node: g.figure(g.measure(row.own.value, row.measure.kind), mine, year, row.measure.key, "metric"), value: row.own.value } : { text: t("figure.missing"), value: "" }] : []),
      ...shown.map(([, name]) => cell(row[name], row.measure.kind)), ...(area ? [cell(row.area, row.measure.kind)] : []), cell(row.n, "count"), cell(row.coverage, "proportion"),
    ] }));
    const table = g.table(t("pool.all_measures"), columns, body);
    byId("measures").replaceChildren(el("div", { class: "scroll" }, table));
    g.enhance(table, `gongkai-${byId("key").value}-${year}`);
  }

  function history(pools, measure, name) {
    const columns = [
      { title: t("compare.year") }, { title: `${compare.heading(measure)} · ${t("compare.pooled")}`, number: true }, { title: t("compare.median"), number: true },
      ...(what === "region" ? [{ title: t("pool.area_value"), number: true }] : []), { title: t("compare.agencies_n"), number: true }, { title: t("compare.coverage"), number: true },
    ];
    const cell = (value, kind) => ({ text: g.measure(value, kind), value: value === null ? "" : value });
    const body = [...pools].sort((a, b) => b.year - a.year).map((row) => ({ cells: [
      { text: String(row.year), value: row.year }, cell(row.value, measure.kind), cell(row.median, measure.kind), ...(what === "region" ? [cell(row.area, measure.kind)] : []), cell(row.n, "count"), cell(row.coverage, "proportion"),
    ] }));
    const table = g.table(t("pool.years"), columns, body);
    byId("years").replaceChildren(el("h2", {}, `${name}${t("site.colon")}${t("pool.years")}${t("site.comma")}${measure.label}`), el("div", { class: "scroll" }, table));
    g.enhance(table, `gongkai-${name}-${measure.label}`);
  }

  /** Which reports of the region are in, by agency and year. */
  async function states(region) {
    const rows = await g.agenciesOf(region);
    const years = g.data.catalog.years.slice(0, 8);
    const chunks = [...new Set(rows.map((row) => Math.floor(row.place / g.data.catalog.chunk)))];
    const found = await Promise.all(years.map(async (year) => {
      const texts = await Promise.all(chunks.map((chunk) => g.loadOr(`states/${year}/${chunk}`, "")));
      return new Map(texts.flatMap((text) => g.lines(text, ["place", "state", "late"], ["state"])).map((row) => [row.place, row]));
    }));
    const columns = [{ title: t("compare.agency") }, ...years.map((year) => ({ title: String(year) }))];
    const body = rows.map((row) => ({ cells: [
      { node: g.view.agencyLink(row.id, row.name), value: row.name },
      ...years.map((_, place) => {
        const report = found[place].get(row.place);
        if (!report) {
          const { told, isGone } = compare.stepsIn(row, years[place], true);
          return { text: isGone ? told.map((step) => step.name).join(t("site.comma")) : "", class: "implied" };
        }
        const text = `${g.nameOf("coverage", report.state || "accepted")}${report.late ? `${t("site.comma")}${t("coverage.late")}` : ""}`;
        return { text, class: ["missing", "quarantined", "blocked"].includes(report.state) ? "bad" : report.late ? "implied" : "" };
      }),
    ] }));
    const table = g.table(t("pool.states"), columns, body);
    byId("states").replaceChildren(el("h2", {}, t("pool.states")), el("div", { class: "scroll" }, table));
    g.enhance(table, `gongkai-${t("pool.states")}-${region}`);
  }

  g.page(async () => {
    const form = byId("pool");
    if (!form) return g.ready(); // an empty release has no controls
    what = form.dataset.what;
    const change = () => { write(); show(); };
    const other = async () => {
      if (byId("mine")) await fillMine();
      byId("year").value = String(await usualYear());
      change();
    };
    byId("key").addEventListener("change", other);
    if (byId("province")) byId("province").addEventListener("change", async () => { await g.fillRegions(byId("province"), byId("key"), true); other(); });
    byId("measure").addEventListener("change", () => {
      const before = byId("year").value;
      const years = measureOf().years.map((row) => String(row.year)).sort().reverse();
      if (!compare.fillSelect(byId("year"), years.map((year) => [year, year]), before)) byId("year").value = years[0];
      change();
    });
    byId("year").addEventListener("change", change);
    if (byId("mine")) byId("mine").addEventListener("change", change);
    window.addEventListener("hashchange", read);
    return read();
  });
})();
