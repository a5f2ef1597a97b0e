"use strict";
// The page of comparisons: what is chosen is its address, so a link shows a colleague the same view; a change writes the address.
(function () {
  const g = window.gongkai;
  const { el, t, compare } = g;
  const NAMES = ["measure", "scope", "category", "province", "region", "from", "until", "kind"];
  const control = {};
  let chosen = [];
  let asked = 0;
  let isWhole = false; // all bodies are listed, not the first of them
  compare.kept = { find: "", sort: "", changed: (now) => { Object.assign(compare.kept, now); write(true); } }; // what the table is searched for and sorted by

  const measureOf = () => g.data.measures.find((row) => row.key === control.measure.value);
  const byId = (id) => document.getElementById(id);

  /** The address into the controls; unknown values fall back and it says so. */
  async function read() {
    const wanted = g.state();
    const { categories } = g.data.catalog;
    compare.fillMeasures(control.measure);
    const usual = g.data.measures.find((row) => row.key === "request_count" && row.years.length) || g.data.measures.find((row) => row.years.length);
    const take = (select, value, instead) => {
      const known = !value || [...select.options].some((option) => option.value === value);
      select.value = known && value ? value : instead;
      return known;
    };
    let known = take(control.measure, wanted.get("measure"), usual.key);
    const labels = g.data.labels.categories;
    const ordered = Object.keys(labels).filter((key) => key in categories);
    compare.fillSelect(control.category, ordered.map((key) => [key, labels[key]]));
    known = take(control.scope, wanted.get("scope"), "all") && known;
    known = take(control.category, wanted.get("category"), ordered[0]) && known;
    if (control.scope.value === "region") known = (await g.chooseRegion(control.province, control.region, wanted.get("region"))) && known;
    known = take(control.kind, wanted.get("chart"), "bars") && known;
    chosen = (wanted.get("agencies") || "").split(",").filter(Boolean);
    isWhole = wanted.get("list") === "all";
    Object.assign(compare.kept, { find: wanted.get("find") || "", sort: wanted.get("sort") || "" });
    known = years(wanted.get("from"), wanted.get("until") || wanted.get("year")) && known;
    byId("unknown").hidden = known;
    return show();
  }

  /** The years the measure has, and the wanted ones of them; a line needs more than one. */
  function years(from, until) {
    const measure = measureOf();
    const there = measure.years.map((row) => String(row.year)).sort();
    const options = [...there].reverse().map((year) => [year, year]);
    const known = [compare.fillSelect(control.until, options, until), compare.fillSelect(control.from, options, from)];
    if (!known[0]) control.until.value = String(compare.usualYear(measure));
    if (!known[1]) control.from.value = control.kind.value === "lines" ? there[0] : control.until.value;
    if (Number(control.from.value) > Number(control.until.value)) control.from.value = control.until.value;
    return (known[0] || !until) && (known[1] || !from);
  }

  function write(small) {
    const scope = control.scope.value;
    g.setState({
      measure: control.measure.value, scope, category: scope === "category" ? control.category.value : "", region: scope === "region" ? control.region.value : "",
      agencies: chosen.join(","), from: control.from.value === control.until.value ? "" : control.from.value, until: control.until.value, chart: control.kind.value, list: isWhole ? "all" : "",
      find: compare.kept.find, sort: compare.kept.sort,
    }, small);
  }

  async function show() {
    const ticket = ++asked;
    const scope = control.scope.value;
    byId("of-category").hidden = scope !== "category";
    for (const label of document.querySelectorAll(".of-region")) label.hidden = scope !== "region";
    chips(scope === "chosen" ? await g.agenciesNamed(chosen) : []);
    const measure = measureOf();
    const choice = { scope, category: control.category.value, region: control.region.value, chosen };
    const until = Number(control.until.value);
    const span = measure.years.map((row) => row.year).filter((year) => year >= Number(control.from.value) && year <= until).sort((a, b) => a - b);
    try {
      if (control.kind.value === "shares") await showShares(ticket, until, choice);
      else if (control.kind.value === "lines") await showLines(ticket, measure, span, choice);
      else await showYear(ticket, measure, until, choice);
      if (ticket === asked) g.ready();
    } catch (error) {
      g.failed(byId("chart"));
      throw error;
    }
  }

  function head(title, lead) {
    byId("chart-title").textContent = title;
    byId("lead").textContent = control.scope.value === "chosen" && !chosen.length ? t("compare.chosen_none") : lead;
    byId("legend").replaceChildren();
    byId("events").replaceChildren();
    return `${title}${t("site.colon")}${lead}`;
  }

  const opensWithPart = (choice) => compare.isLarge() && ["all", "areas"].includes(choice.scope) && !isWhole;

  async function showYear(ticket, measure, year, choice) {
    const isPart = opensWithPart(choice);
    const found = isPart ? await compare.leaders(measure, year, choice.scope) : compare.sorted(await compare.series(measure, [year], choice), year);
    if (ticket !== asked) return;
    const title = t("compare.chart_title", { measure: measure.label, year });
    const label = head(title, compare.say(measure, year, found));
    compare.facts(byId("facts"), measure);
    byId("chart-note").textContent = compare.rows(byId("chart"), measure, found, { isDot: control.kind.value === "dots", label });
    compare.ofYear(byId("table"), measure, year, found, title);
    if (isPart) offerAll(found.many, found.solid.length + found.small.length);
  }

  /** The rest of a table whose first rows stand: all bodies are fetched when a reader asks for them. */
  function offerAll(many, listed, said) {
    const all = many.solid + many.small + many.none;
    if (listed === all) return;
    const button = el("button", { type: "button", class: "take", id: "whole" }, t("compare.list_all", { n: g.count(all) }));
    button.addEventListener("click", () => { isWhole = true; change(); });
    byId("table").querySelector("h2").after(el("p", { class: "note" }, `${t(said || "compare.listed", { n: g.count(listed), total: g.count(all) })} `, button));
  }

  async function showLines(ticket, measure, span, choice) {
    const isPart = opensWithPart(choice);
    const { bodies, many } = isPart ? await compare.leadersOver(measure, span, choice.scope) : { bodies: await compare.series(measure, span, choice), many: null };
    if (ticket !== asked) return;
    const title = t("compare.chart_title_years", { measure: measure.label, first: span[0], last: span[span.length - 1] });
    const label = head(title, compare.sayLines(measure, bodies, span));
    compare.facts(byId("facts"), measure);
    byId("chart-note").textContent = compare.lines(byId("chart"), measure, bodies, span, label);
    compare.sayEvents(byId("events"), bodies, span, (id) => {
      chosen = [...new Set([...(control.scope.value === "chosen" ? chosen : bodies.filter((body) => body.moves.some((step) => step.id === id)).map((body) => body.id)), id])];
      control.scope.value = "chosen";
      change();
    });
    compare.ofYears(byId("table"), measure, span, bodies, title);
    if (isPart) offerAll(many, bodies.length);
  }

  async function showShares(ticket, year, choice) {
    const requests = g.data.measures.find((row) => row.key === "request_count");
    const first = opensWithPart(choice) && requests ? await compare.leaders(requests, year, choice.scope) : null;
    const [rows, measures] = await compare.outcomes(year, choice, first && [...first.solid, ...first.small].map((row) => row.body));
    if (ticket !== asked) return;
    const title = t("compare.chart_title", { measure: t("compare.chart_shares"), year });
    const valued = rows.filter((row) => row.shares.some(g.isNumber));
    const top = valued[0];
    const parts = top ? g.data.labels.groups.map((group, place) => [group.label, top.shares[place]]).filter(([, share]) => share > 0).map(([name, share]) => `${name} ${g.percent(share)}`) : [];
    const label = head(title, top ? t("compare.lead_shares", { year, n: g.count(valued.length), agency: top.name, handled: g.count(top.handled), parts: parts.join(t("site.comma")) }) : t("compare.lead_none", { year, measure: t("compare.chart_shares") }));
    compare.facts(byId("facts"), null);
    byId("legend").replaceChildren(g.groupLegend(g.data.labels.groups));
    byId("chart-note").textContent = compare.shares(byId("chart"), rows, label);
    compare.ofShares(byId("table"), measures, year, rows, title);
    if (first) offerAll(first.many, rows.length, "compare.listed_requests");
  }

  /** The chosen agencies, each with a way to drop it, and the same bureau elsewhere one click away. */
  function chips(rows) {
    const drop = (row) => {
      const button = el("button", { type: "button", class: "close", "aria-label": t("compare.remove", { agency: row.name }) }, "×");
      button.addEventListener("click", () => { chosen = chosen.filter((id) => id !== row.id); change(); });
      return el("li", {}, row.name, button);
    };
    const same = (category) => {
      const button = el("button", { type: "button", class: "take same" }, t("compare.same", { category: g.data.labels.categories[category] || category }));
      button.addEventListener("click", () => { control.scope.value = "category"; control.category.value = category; change(); });
      return el("li", {}, button);
    };
    const ids = new Set(rows.map((row) => row.id));
    const kin = new Map(rows.flatMap((row) => row.moves).filter((step) => step.id && !ids.has(step.id)).map((step) => [step.id, step]));
    const other = (step) => {
      const button = el("button", { type: "button", class: "take same add" }, t(step.isBefore ? "compare.add_before" : "compare.add_after", { name: step.name, day: step.day, kind: g.nameOf("lineage", step.kind) }));
      button.addEventListener("click", () => { chosen.push(step.id); change(); });
      return el("li", {}, button);
    };
    const categories = [...new Set(rows.flatMap((row) => row.categories))].slice(0, 3);
    byId("chosen").replaceChildren(...(control.scope.value === "chosen" ? [...rows.map(drop), ...[...kin.values()].map(other), ...categories.map(same)] : []));
  }

  function change() {
    Object.assign(compare.kept, { find: "", sort: "" }); // another table
    write();
    byId("unknown").hidden = true;
    return show();
  }

  g.page(async () => {
    if (!byId("measure")) return g.ready(); // an empty release has no controls
    for (const name of NAMES) control[name] = byId(name);
    byId("picker").replaceChildren(g.picker((id) => {
      if (!chosen.includes(id)) chosen.push(id);
      control.scope.value = "chosen";
      change();
    }, t("compare.add")));
    control.measure.addEventListener("change", () => { years(control.from.value, control.until.value); change(); });
    control.kind.addEventListener("change", () => { years(control.kind.value === "lines" ? null : control.until.value, control.until.value); change(); });
    control.province.addEventListener("change", async () => { await g.fillRegions(control.province, control.region); change(); });
    control.scope.addEventListener("change", async () => {
      if (control.scope.value === "region" && !control.region.value) await g.chooseRegion(control.province, control.region);
      change();
    });
    for (const name of ["category", "region", "from"]) control[name].addEventListener("change", change);
    control.until.addEventListener("change", () => { years(control.kind.value === "lines" ? control.from.value : control.until.value, control.until.value); change(); });
    window.addEventListener("hashchange", read);
    return read();
  });
})();
