"use strict";
// The table under a comparison: a row a body with its figure, what it rests on and what is to be known; or its years side by side.
(function () {
  const g = window.gongkai;
  const { el, t, compare } = g;

  /** The name of a body, that of a year where one is given; a pool leads to its page, to the measure and year that are compared. */
  function named(body, year, measure) {
    const name = year ? g.nameThen(body, year) : body.name;
    if (body.id) return { node: () => g.view.agencyLink(body.id, name), value: name };
    const page = body.what === "category" ? "category" : "region";
    const state = new URLSearchParams(Object.entries({ [page]: body.key, year, measure: measure && measure.key }).filter(([, value]) => value));
    return { node: () => el("a", { href: `${page}.html#${state}` }, name), value: name };
  }

  /** A figure that leads to its source; a pool has none of its own. */
  function figure(measure, body, year, row) {
    if (!row || !g.isNumber(row.value)) return { text: t("figure.missing"), value: "", title: row ? row.notes.join(t("site.semicolon")) : null };
    const text = g.measure(row.value, measure.kind);
    if (!body.id) return { text, value: row.value };
    const button = () => (measure.cell ? g.figure(text, body.id, year, measure.cell, "cell") : g.figure(text, body.id, year, measure.key, "metric"));
    return { node: button, value: row.value, class: row.small ? "small" : row.quality ? "implied" : "" };
  }

  const heading = (measure) => (["proportion", "growth"].includes(measure.kind) || !measure.unit ? measure.label : `${measure.label} (${measure.unit})`);

  const movedTexts = (row) => (row.moved || []).map((step) => step.text);
  /** What a reorganisation says of a figure, leading to the other body. */
  const movedNodes = (row) => (row.moved || []).map((step) => el("span", { class: "note" }, step.id ? g.view.agencyLink(step.id, step.text) : step.text));

  function put(holder, title, columns, body, file) {
    const table = g.table(title, columns, body);
    holder.replaceChildren(el("h2", { class: "unseen" }, title), el("div", { class: "scroll" }, table));
    g.enhance(table, file, compare.kept);
  }

  /** One year: value, base, interval, rank, notes. */
  function ofYear(holder, measure, year, { solid, small, none }, title) {
    const rows = [...solid, ...small, ...none];
    const has = (name) => rows.some((row) => g.isNumber(row[name]));
    const beside = (name) => rows.some((row) => row[name] > 1); // the only one of its kind has no rank to speak of
    const optional = [
      [has("denominator"), { title: t("compare.n"), number: true }, (row) => ({ text: g.isNumber(row.denominator) ? g.count(row.denominator) : "", value: g.isNumber(row.denominator) ? row.denominator : "" })],
      [has("low"), { title: t("compare.interval"), class: "number" }, (row) => ({ text: g.isNumber(row.low) ? `${g.percent(row.low)}–${g.percent(row.high)}` : "" })],
      [beside("of"), { title: t("compare.rank"), number: true }, (row) => ({ text: row.of > 1 ? `${row.rank}/${row.of}` : "", value: row.of > 1 ? row.rank : "" })],
      [beside("ofRegion"), { title: t("compare.rank_region"), number: true }, (row) => ({ text: row.ofRegion > 1 ? `${row.rankRegion}/${row.ofRegion}` : "", value: row.ofRegion > 1 ? row.rankRegion : "" })],
      [has("median"), { title: t("compare.median"), number: true }, (row) => ({ text: g.measure(row.median, measure.kind), value: g.isNumber(row.median) ? row.median : "" })],
      [has("coverage"), { title: t("compare.coverage"), number: true }, (row) => ({ text: g.percent(row.coverage), value: g.isNumber(row.coverage) ? row.coverage : "" })],
      [has("area"), { title: t("pool.area_value"), number: true }, (row) => ({ text: g.measure(row.area, measure.kind), value: g.isNumber(row.area) ? row.area : "" })],
    ].filter(([there]) => there);
    const columns = [
      { title: t("compare.agency") }, { title: heading(measure), number: true }, ...optional.map(([, column]) => column), { title: t("compare.note"), class: "notes" }, { title: t("compare.region_col") },
    ];
    const notesOf = (row) => [...(row.notes || []), g.nameNow(row.body, year)].filter(Boolean);
    const body = rows.map((row) => ({
      class: row.small ? "small" : g.isNumber(row.value) ? null : "nothing",
      cells: [
        named(row.body, year, measure), figure(measure, row.body, year, row), ...optional.map(([, , cell]) => cell(row)),
        { node: () => [...notesOf(row).map((note, place) => el("span", { class: row.small && place === 0 ? "badge" : "note" }, note)), ...movedNodes(row)], value: [...notesOf(row), ...movedTexts(row)].join(t("site.semicolon")) },
        { text: row.body.region || "" },
      ],
    }));
    put(holder, title, columns, body, `gongkai-${measure.label}-${year}`);
  }

  /** Years side by side; a missing value says why when it is pointed at, and in the last column. */
  function ofYears(holder, measure, years, bodies, title) {
    const columns = [{ title: t("compare.agency") }, ...years.map((year) => ({ title: String(year), number: true })), { title: t("compare.note"), class: "notes" }, { title: t("compare.region_col") }];
    const body = bodies.map((row) => {
      const notes = years.flatMap((year) => ((row.byYear.get(year) || { notes: [] }).notes).map((note) => `${year} ${note}`));
      const moved = row.moves.map((step) => t("compare.event", { day: step.day, kind: g.nameOf("lineage", step.kind), before: step.isBefore ? step.name : row.name, after: step.isBefore ? row.name : step.name }));
      notes.push(...moved, ...g.namesBefore(row, years));
      return { cells: [
        named(row, null, measure), ...years.map((year) => figure(measure, row, year, row.byYear.get(year))), { node: () => notes.map((note) => el("span", { class: "note" }, note)), value: notes.join(t("site.semicolon")) },
        { text: row.region || "" },
      ] };
    });
    put(holder, title, columns, body, `gongkai-${measure.label}-${years[0]}-${years[years.length - 1]}`);
  }

  /** The shares of the outcomes; what was handled stands beside. */
  function ofShares(holder, measures, year, rows, title) {
    const groups = g.data.labels.groups;
    const columns = [{ title: t("compare.agency") }, { title: t("agency.col_handled"), number: true }, ...groups.map((group) => ({ title: group.label, number: true })), { title: t("chart.sum_col"), number: true }, { title: t("compare.note"), class: "notes" }, { title: t("compare.region_col") }];
    const sum = (row) => row.shares.filter(g.isNumber).reduce((all, share) => all + share, 0);
    const notesOf = (row) => [...new Set([...row.figures.filter((found) => found && !g.isNumber(found.value)).flatMap((found) => found.notes), g.nameNow(row.body, year)])].filter(Boolean);
    const body = rows.map((row) => ({ cells: [
      named(row.body, year), { text: g.count(row.handled), value: g.isNumber(row.handled) ? row.handled : "" },
      ...groups.map((group, place) => figure(measures[place], row.body, year, row.figures[place])),
      row.shares.some(g.isNumber) ? { text: g.percent(sum(row)), value: sum(row), class: g.stackSum(row, groups.length) ? "bad" : "" } : { text: t("figure.missing"), value: "" },
      { node: () => [...notesOf(row).map((note) => el("span", { class: "note" }, note)), ...movedNodes(row.figures[0] || {})], value: [...notesOf(row), ...movedTexts(row.figures[0] || {})].join(t("site.semicolon")) }, { text: row.body.region || "" },
    ] }));
    put(holder, title, columns, body, `gongkai-${t("compare.chart_shares")}-${year}`);
  }

  /** How the measure is made, from which base it compares and what to mind; nothing where there is no measure. */
  function facts(place, measure) {
    const said = measure ? [["compare.formula", measure.formula], ["compare.guard", measure.guard], ["compare.caveat", measure.caveat]] : [];
    place.replaceChildren(...said.filter(([, text]) => text).map(([key, text]) => el("span", {}, el("b", {}, t(key)), ` ${text}`)));
  }

  Object.assign(g.compare, { facts, ofYear, ofYears, ofShares, heading });
})();
