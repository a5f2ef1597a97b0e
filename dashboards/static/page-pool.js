"use strict";
// A function or a region: what is chosen, which is its address, and the measure chosen among its agencies. What it says and its other
// tables have modules of their own.
(function () {
  const g = window.gongkai;
  const { t, compare, pool } = g;
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

  /** The function of most agencies. */
  function usualFunction() {
    const many = (key) => g.data.catalog.categories[key];
    return functions().map(([key]) => key).reduce((most, key) => (most && many(most) >= many(key) ? most : key), "");
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
      take(byId("key"), wanted.get(what), usualFunction());
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

  const choices = () => ({ [what]: byId("key").value, year: byId("year").value, measure: byId("measure").value, mine: byId("mine") ? byId("mine").value : "" });
  const write = () => g.setState(choices());

  /** The address of this page with another choice. */
  const addressWith = (values) => `#${new URLSearchParams(Object.entries({ ...choices(), ...values }).filter(([, value]) => value))}`;

  async function show() {
    const ticket = ++asked;
    const key = byId("key").value;
    const measure = measureOf();
    const year = Number(byId("year").value);
    const choice = what === "category" ? { scope: "category", category: key } : { scope: "region", region: key };
    const [bodies, text] = await Promise.all([compare.series(measure, [year], choice), g.loadOr(`${what}/${g.fileName(key)}`, "")]);
    if (ticket !== asked) return;
    const pools = g.lines(text, FIELDS);
    const ofMeasure = pools.filter((row) => row.metric === g.data.measures.indexOf(measure));
    const mine = byId("mine") ? byId("mine").value : "";
    const name = byId("key").selectedOptions[0] ? byId("key").selectedOptions[0].textContent : key;
    drawMeasure(measure, year, name, ofMeasure.find((row) => row.year === year), bodies.filter((row) => row.kind !== "government"), mine);
    const rows = await pool.ofYear(pools, mine, year);
    pool.spread(byId("spread"), rows);
    const shown = { mine, year, name, hasArea: what === "region", link: addressWith };
    pool.measures(byId("measures"), rows, { ...shown, file: `gongkai-${key}-${year}` });
    pool.history(byId("years"), ofMeasure, measure, shown);
    if (what === "region") await pool.states(byId("states"), key);
    if (ticket === asked) g.ready();
  }

  /** The answer, the picture and the table of the chosen measure and year. */
  function drawMeasure(measure, year, name, own, agencies, mine) {
    const found = compare.sorted(agencies, year);
    const me = mine ? { id: mine, name: [...byId("mine").options].find((option) => option.value === mine).textContent } : null;
    const lead = pool.say(what, measure, year, name, own, found, me);
    byId("lead").textContent = lead;
    const title = `${name}${t("site.colon")}${t("pool.picture", { measure: measure.label, year })}`;
    byId("chart-title").textContent = title;
    compare.facts(byId("facts"), measure);
    const isDot = what === "category";
    const bands = isDot && own && own.n > 1 ? {
      name: t("compare.median"), value: own.median, said: g.measure(own.median, measure.kind), isDot: true, hollow: true, bands: [[own.p10, own.p90], [own.p25, own.p75]],
    } : null;
    const note = compare.rows(byId("chart"), measure, found, { isDot, mine, bands, label: `${title}${t("site.colon")}${lead}` });
    byId("chart-note").textContent = g.sentences(own && own.n !== null && own.n < FEW ? t("pool.few", { n: FEW }) : "", bands ? `${t("pool.spread")}${t("site.stop")}` : "", note);
    compare.ofYear(byId("table"), measure, year, found, title);
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
