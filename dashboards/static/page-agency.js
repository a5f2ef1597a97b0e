"use strict";
// One agency: which one, and its answer in a sentence; its pictures and tables have modules of their own.
// `agency.html#id=...` names it; without one, or with one this release does not know, all agencies are listed.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const { arrange, stateOf, valueOf, growthNodes, drawSeries, drawShares, put } = g.agency;
  const JOIN = "\u2060"; // says of a mark that a line never begins with the mark that follows a figure

  function lead(shard, rows) {
    const agency = shard.agency.agency_id;
    const last = [...rows].reverse().find((row) => row.figures);
    if (!last) {
      const states = rows.map((row) => `${row.year} ${stateOf(row)}`).join(t("site.comma"));
      return [t("agency.lead_no_report", { states: states || t("coverage.none") })];
    }
    const count = valueOf(last, "request_count");
    const parts = [];
    if (count === null) parts.push([t("agency.lead_unknown", { year: last.year })]);
    else parts.push(filled("agency.lead", { year: last.year }, "count", g.figure(g.count(count), agency, last.year, "requests.new_received.total")));
    const prior = valueOf(last, "prior_request_count");
    if (prior !== null) {
      parts.push([t("agency.lead_prior", { prior: g.count(prior), source: t(`prior.${last.figures.prior_source}`) })]);
      parts.push(filled("agency.lead_growth", {}, "growth", growthNodes(agency, last)));
    }
    const handled = valueOf(last, "total_handled");
    if (handled !== null) {
      const named = g.data.labels.groups.map((group, place) => [group, last.shares[place]]).filter(([, share]) => share && share.share > 0);
      const ended = filled("agency.lead_handled", {}, "n", g.figure(g.count(handled), agency, last.year, "requests.total_handled.total"));
      named.forEach(([group, share], place) => ended.push(place ? `${JOIN}${t("site.comma")}` : t("site.colon"), group.label, " ", g.figure(g.percent(share.share), agency, last.year, group.key, "group")));
      parts.push(ended);
    }
    const broken = shard.findings.filter((row) => row.severity === "error").length;
    if (broken) parts.push([el("a", { href: "#findings", class: "broken", "data-jump": "findings" }, t("agency.lead_findings", { n: broken }))]);
    return sealed(parts.flatMap((part, place) => [place ? `${JOIN}${t("site.semicolon")}` : "", ...part]).concat(`${JOIN}${t("site.stop")}`));
  }

  /** The nodes of a sentence with each mark held to the figure before it. */
  function sealed(nodes) {
    const found = [];
    for (const node of nodes.flat(Infinity)) {
      const before = found[found.length - 1];
      if (typeof node === "string" && node.startsWith(JOIN) && before instanceof Element) found.push(el("span", { class: "end" }, found.pop(), node.trimEnd()), node.endsWith(" ") ? " " : "");
      else found.push(node);
    }
    return found;
  }

  /** A phrase with one of its places filled by elements. */
  function filled(key, values, place, nodes) {
    const [before, after] = t(key, values).split(`{${place}}`);
    return [before, nodes, after].flat();
  }

  function header(shard, rows) {
    const about = shard.agency;
    document.title = `${about.agency_name} · ${t("agency.title")} · ${t("site.name")}`;
    document.getElementById("name").textContent = about.agency_name;
    const tags = [about.region_name, g.nameOf("level", about.level), g.nameOf("kind", about.kind), about.credit_code ? `${t("agency.code")} ${about.credit_code}` : null];
    document.getElementById("tags").replaceChildren(...tags.filter(Boolean).map((text) => el("li", {}, text)));
    document.getElementById("names").replaceChildren(...g.nameChanges(about.names).map(({ said }) => el("li", {}, said)));
    document.getElementById("lead").replaceChildren(...lead(shard, rows));
    document.getElementById("ways").replaceChildren(...ways(about, shard.lineage));
  }

  /** Where one goes from here: the same bureau elsewhere, its place among its kind, its region, the printed brief; reorganisations. */
  function ways(about, lineage) {
    const latest = g.data.catalog.years[0];
    const link = (href, text) => el("a", { href }, text);
    const to = (page, values) => `${page}#${new URLSearchParams(values)}`;
    const kinds = (about.categories || []).flatMap((key) => {
      const category = g.data.labels.categories[key] || key;
      return [link(to("compare.html", { scope: "category", category: key }), t("agency.same", { category })), link(to("category.html", { category: key, mine: about.agency_id }), `${t("agency.position")}${t("site.colon")}${category}`)];
    });
    const region = about.adcode ? link(to("region.html", { region: about.adcode }), t("agency.compare_region", { region: about.region_name })) : null;
    const brief = el("button", { type: "button", class: "take", id: "print" }, t("agency.brief"));
    brief.addEventListener("click", g.agency.print);
    const moves = lineage.flatMap((row) => {
      const text = t(row.is_successor ? "agency.lineage_from" : "agency.lineage_to", { kind: g.nameOf("lineage", row.kind), name: row.other_name, on: row.effective_on || latest });
      if (!row.other_id || row.other_id === about.agency_id) return [el("span", {}, text)];
      const both = row.is_successor ? [row.other_id, about.agency_id] : [about.agency_id, row.other_id];
      return [link(to("agency.html", { id: row.other_id }), text), link(to("compare.html", { scope: "chosen", agencies: both.join(), chart: "lines" }), t("agency.both"))];
    });
    return [...kinds, region, brief, ...moves].filter(Boolean);
  }

  /** The names a body has no more, beside the one it has. */
  const formerly = (row) => el("small", { class: "note" }, [...new Set(row.names.map(({ name }) => name))].filter((name) => name !== row.name).map((name) => t("name.formerly", { name })));

  // -- which agency ----------------------------------------------------------------------------------------------------

  /** All agencies; of a country the first of them, the others when a reader asks. */
  async function listAll(unknown, isWhole) {
    const { agencies: count, reports, chunk } = g.data.catalog;
    const agencies = await g.agencies(0, isWhole ? count : Math.min(count, chunk));
    document.getElementById("none").textContent = count ? t("agency.lead_list", { n: g.count(count), reports: g.count(reports) }) : t("agency.none");
    const notice = document.getElementById("unknown");
    notice.hidden = !unknown;
    if (unknown) notice.textContent = t("agency.unknown", { id: unknown });
    document.title = `${t("agency.title")} · ${t("site.name")}`;
    document.getElementById("one").hidden = true;
    document.getElementById("all").hidden = false;
    const columns = [{ title: t("overview.col_agency") }, { title: t("overview.col_region") }, { title: t("agency.latest"), number: true }, { title: t("agency.reports"), number: true }];
    const body = agencies.map((row) => ({ cells: [
      { node: () => [el("a", { href: `#id=${encodeURIComponent(row.id)}` }, row.name), formerly(row)], value: row.name, text: row.names.map(({ name }) => name).join(" ") }, { text: row.region || "" },
      { text: row.latest ? String(row.latest) : t("figure.missing"), value: row.latest || "" }, { text: String(row.reports), value: row.reports },
    ] }));
    put("list", g.table(t("agency.list"), columns, body), `gongkai-${t("agency.list")}`);
    if (agencies.length === count) return;
    const button = el("button", { type: "button", class: "take", id: "whole" }, t("compare.list_all", { n: g.count(count) }));
    button.addEventListener("click", () => listAll(unknown, true).then(g.ready));
    document.getElementById("list").prepend(el("p", { class: "note" }, `${t("compare.listed", { n: g.count(agencies.length), total: g.count(count) })} `, button));
  }

  function showOne(shard) {
    document.getElementById("unknown").hidden = true;
    document.getElementById("all").hidden = true;
    document.getElementById("one").hidden = false;
    const rows = arrange(shard);
    header(shard, rows);
    drawSeries(shard, rows);
    drawShares(rows);
    g.agency.yearsTable(shard, rows);
    g.agency.sharesTable(shard, rows);
    g.agency.figuresTable(shard, rows);
    g.agency.findings(shard);
    g.agency.claims(shard);
    g.agency.measures(shard, rows);
    g.agency.disputes(shard, rows);
    g.agency.continuity(shard);
    g.agency.revisions(shard);
    g.agency.brief(shard, rows);
    window.scrollTo(0, 0);
  }

  async function start() {
    const id = g.state().get("id");
    try {
      const shard = id ? await g.agencyFile(id) : null;
      if (shard) showOne(shard);
      else await listAll(id);
      g.ready();
    } catch (error) {
      g.failed(document.getElementById("lead"));
      document.getElementById("one").hidden = false;
      throw error;
    }
  }

  g.page(() => {
    document.getElementById("picker").replaceChildren(g.picker((id) => { location.hash = `id=${encodeURIComponent(id)}`; }));
    document.addEventListener("click", (event) => {
      const jump = event.target instanceof Element ? event.target.closest("[data-jump]") : null;
      if (!jump) return;
      event.preventDefault(); // the hash names the agency
      const place = document.getElementById(jump.dataset.jump);
      place.scrollIntoView({ block: "center" });
      g.focus(place);
    });
    window.addEventListener("hashchange", start);
    start();
  });
})();
