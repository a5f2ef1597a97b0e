"use strict";
// One agency's two pictures: the series of its requests, and how they ended.
(function () {
  const g = window.gongkai;
  const { t } = g;
  const { stateOf, valueOf } = g.agency;
  const BRIEF_YEARS = 8; // as many as its table has

  /** Whether the line falls to a point from its left and does not fall on: its figure then stands below it, clear of the line. */
  function isLow(points, place) {
    const [before, { value }, after] = [points[place - 1], points[place], points[place + 1]];
    const floor = Math.max(...points.map((point) => point.value || 0)) * 0.15; // no room above the axis
    return Boolean(before) && g.isNumber(before.value) && g.isNumber(value) && value > floor && value < before.value && !(after && g.isNumber(after.value) && after.value < value);
  }

  function seriesData(shard, rows) {
    const points = [];
    const links = [];
    for (const row of rows) {
      const value = valueOf(row, "request_count");
      points.push(value === null ? { year: row.year, value: null, kind: "gap" } : { year: row.year, value, kind: "reported", label: g.count(value) });
      const prior = valueOf(row, "prior_request_count");
      const before = rows.find((other) => other.year === row.year - 1);
      if (row.figures && row.figures.prior_source === "implied" && prior !== null && !(before && valueOf(before, "request_count") !== null)) {
        points.push({ year: row.year - 1, value: prior, kind: "implied", label: g.count(prior) });
        if (value !== null) links.push({ year: row.year - 1, value: prior, year2: row.year, value2: value });
      }
    }
    // A year without a row is a gap like any other: the line must not run across it.
    const known = points.map((point) => point.year);
    for (let year = Math.min(...known); year < Math.max(...known); year += 1) if (!known.includes(year)) points.push({ year, value: null, kind: "gap" });
    points.sort((a, b) => a.year - b.year);
    points.forEach((point, place) => { point.below = isLow(points, place); });
    const implied = new Set(points.filter((point) => point.kind === "implied").map((point) => point.year));
    const gaps = points.filter((point) => point.kind === "gap" && !implied.has(point.year));
    const said = gaps.map((point) => ({ year: point.year, label: stateOf(rows.find((row) => row.year === point.year) || {}) }));
    return { points, links, gaps: said, breaks: breaksOf(shard, rows) };
  }

  /** Where the edition of the form changes between reports, and where the body was reorganised; a hybrid report is no change of its own. */
  function breaksOf(shard, rows) {
    const plain = rows.filter((row) => row.report && row.figures && row.report.edition && row.report.edition !== "hybrid");
    const forms = plain.slice(1).map((row, place) => [plain[place], row]).filter(([a, b]) => a.report.edition !== b.report.edition).map(([a, b]) => ({
      year: b.year - 0.5, label: t("edition.break", { before: g.nameOf("edition", a.report.edition), after: g.nameOf("edition", b.report.edition) }),
    }));
    const years = rows.map((row) => row.year);
    const moves = shard.lineage.filter((row) => row.effective_on).map((row) => ({ year: g.placeOfDay(row.effective_on), label: g.nameOf("lineage", row.kind) }))
      .filter((row) => row.year >= Math.min(...years) - 0.5 && row.year <= Math.max(...years) + 0.5);
    const names = g.nameChanges(shard.agency.names).map(({ at, label }) => ({ year: at, label }));
    return [...forms, ...moves, ...names].map((row, place) => ({ ...row, yb: -4 - (place % 2) * 15 })); // two that lie close do not share a line
  }

  /** Why years have no figure, once for years that follow one another; what would lie on its neighbour stands a line higher. */
  function gapLabels(gaps, step) {
    const runs = [];
    for (const gap of gaps) {
      const last = runs[runs.length - 1];
      if (last && last.to === gap.year - 1 && last.label === gap.label) last.to = gap.year;
      else runs.push({ from: gap.year, to: gap.year, label: gap.label });
    }
    const placed = runs.map(({ from, to, label }) => ({ year: (from + to) / 2, label, half: g.textWidth(label, 11) / 2 / step }));
    placed.forEach((run, place) => {
      const before = placed[place - 1];
      if (before && !Array.isArray(before.label) && before.year + before.half > run.year - run.half) run.label = [run.label, ""];
    });
    return placed;
  }

  /** The points with what is written at them, and the years of the axis: where all have no room every second, third ..., the last among them. */
  function thinned(points, years, width) {
    const step = (width - 50) / years.length;
    const every = (wide) => Math.ceil((wide + 6) / step);
    const [many, apart] = [every(Math.max(...points.map((point) => g.textWidth(point.label || "", 14)))), every(g.textWidth("2000", 12))];
    const last = years[years.length - 1];
    return {
      points: points.map((point) => ({ ...point, shown: (last - point.year) % many === 0 || point.kind === "implied" ? point.label : "" })),
      years: years.filter((year) => (last - year) % apart === 0),
    };
  }

  const isBrief = () => document.body.classList.contains("brief");

  function drawSeries(shard, rows) {
    const data = seriesData(shard, rows);
    const valued = data.points.filter((point) => g.isNumber(point.value));
    const notes = [];
    if (data.links.length || valued.some((point) => point.kind === "implied")) notes.push(t("agency.series_note_implied"));
    if (data.breaks.length) notes.push(t("agency.series_note_break"));
    if (data.gaps.length) notes.push(t("agency.series_note_missing"));
    document.getElementById("series-note").textContent = notes.join("");
    const label = `${t("agency.series")}${t("site.colon")}${valued.map((point) => `${point.year} ${point.label}`).join(t("site.comma"))}`;
    g.chart(document.getElementById("series"), "series", label, (width) => {
      if (!valued.length) return null;
      const years = [...new Set(data.points.map((point) => point.year))];
      const { points, years: marked } = thinned(data.points, years, width);
      const top = Math.max(...valued.map((point) => point.value), 1) * 1.12;
      return {
        datasets: { ...data, points, gaps: gapLabels(data.gaps, (width - 50) / years.length) }, height: isBrief() ? 150 : 220, padding: { left: 4, right: 8, top: 8, bottom: 6 },
        params: { years: marked, first: years[0] - 0.5, last: years[years.length - 1] + 0.5, top, marks: g.ticksOf({ low: 0, high: top }, "count", 4).map((mark) => mark.value) },
      };
    });
  }

  function drawShares(rows) {
    const groups = g.data.labels.groups;
    const known = (row) => row.shares.some((share) => share && share.share > 0);
    const whole = (row) => row.shares.every((share) => share && g.isNumber(share.share));
    const note = (row) => {
      if (!known(row)) return row.figures ? t(valueOf(row, "total_handled") === 0 ? "agency.shares_zero" : "agency.shares_blank") : stateOf(row);
      return whole(row) ? `${t("agency.col_handled")} ${g.count(valueOf(row, "total_handled"))}` : t("agency.shares_partial");
    };
    const first = rows.findIndex(known);
    const last = rows.length - [...rows].reverse().findIndex(known);
    const data = first >= 0 ? rows.slice(first, last).map((row) => ({ name: String(row.year), note: note(row), shares: row.shares.map((share) => (share ? share.share : null)) })) : [];
    const sums = g.stackNote(data, groups);
    const filed = rows.filter((row) => row.figures);
    const nothing = filed.length > 0 && filed.every((row) => valueOf(row, "total_handled") === 0);
    document.getElementById("shares-note").textContent = [t(data.length ? "agency.shares_note" : nothing ? "agency.shares_nothing" : "agency.shares_none"), sums].filter(Boolean).join(t("site.gap"));
    document.getElementById("shares-legend").replaceChildren(...(data.length ? [g.groupLegend(groups)] : []));
    const label = `${t("agency.shares")}${t("site.colon")}${data.map((row) => `${row.name} ${groups.map((group, place) => `${group.label} ${g.percent(row.shares[place])}`).join(t("site.comma"))}`).join(t("site.semicolon"))}${t("site.stop")}${sums}`;
    g.chart(document.getElementById("shares"), "stack", label, (width, palette) => g.stackRows(isBrief() ? data.slice(-BRIEF_YEARS) : data, groups, width, palette));
  }

  Object.assign(g.agency, { drawSeries, drawShares });
})();
