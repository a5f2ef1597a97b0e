"use strict";
// A comparison over years in a picture: a line a body, gaps left open, intervals, and rules where the form or a body changed.
(function () {
  const g = window.gongkai;
  const { t } = g;
  const MOST = 8;
  const COLOURS = ["--accent", "--group-3", "--group-4", "--group-5", "--group-1", "--group-2", "--muted", "--bad"];

  /** The lines that are drawn: those with most years, then the highest latest value. */
  function chosen(bodies, years) {
    const valued = (body) => years.map((year) => body.byYear.get(year)).filter((row) => row && g.isNumber(row.value));
    const last = (body) => (valued(body).slice(-1)[0] || { value: -Infinity }).value;
    return bodies.filter((body) => valued(body).length).sort((a, b) => valued(b).length - valued(a).length || last(b) - last(a)).slice(0, MOST);
  }

  /** Where the form changed between two years for any drawn body, and where a drawn body was reorganised. */
  function breaksOf(bodies, years) {
    const forms = new Map();
    for (const body of bodies) {
      const known = years.map((year) => [year, body.byYear.get(year)]).filter(([, row]) => row && row.edition && row.edition !== "hybrid");
      known.slice(1).forEach(([year, row], place) => { if (known[place][1].edition !== row.edition) forms.set(year - 0.5, `${g.nameOf("edition", known[place][1].edition)} → ${g.nameOf("edition", row.edition)}`); });
    }
    const days = new Map(events(bodies, years).map((event) => [`${event.day} ${event.kind}`, [g.placeOfDay(event.day), `${event.day} ${g.nameOf("lineage", event.kind)}`]]));
    const named = new Map(bodies.flatMap((body) => renamed(body, years)).map((change) => [`${change.at} ${change.label}`, [change.at, change.label]]));
    return [...forms, ...days.values(), ...named.values()].map(([year, label]) => ({ year, label }));
  }

  /** The changes of a body's name within some years. */
  const renamed = (body, years) => g.nameChanges(body.names).filter(({ at }) => at > years[0] - 0.6 && at < years[years.length - 1] + 0.5);

  /** The reorganisations of some bodies within some years, each told once: {day, kind, before, after}, both as {id, name}. */
  function events(bodies, years) {
    const found = new Map();
    for (const body of bodies) {
      for (const step of body.moves) {
        const at = g.placeOfDay(step.day);
        if (at < years[0] - 0.5 || at > years[years.length - 1] + 0.5) continue;
        const [before, after] = step.isBefore ? [step, body] : [body, step];
        const key = `${step.day} ${step.kind} ${before.name} ${after.name}`;
        found.set(key, { day: step.day, kind: step.kind, before: { id: before.id, name: before.name }, after: { id: after.id, name: after.name } });
      }
    }
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
  }

  /** Below the picture each reorganisation in words, and for a body that is not among those compared a button that adds it. */
  function sayEvents(place, bodies, years, add) {
    const here = new Set(bodies.map((body) => body.id));
    const button = (other) => {
      const made = g.el("button", { type: "button", class: "take add" }, t("compare.add_body", { name: other.name }));
      made.addEventListener("click", () => add(other.id));
      return made;
    };
    const told = ({ day, kind, before, after }) => g.el("li", {}, t("compare.event", { day, kind: g.nameOf("lineage", kind), before: before.name, after: after.name }), t("compare.event_apart"), " ",
      [before, after].filter((other) => other.id && !here.has(other.id)).map(button));
    const names = chosen(bodies, years).flatMap((body) => renamed(body, years)).map(({ said }) => g.el("li", {}, said));
    place.replaceChildren(...events(chosen(bodies, years), years).map(told), ...names);
  }

  /** Labels at the ends of lines, moved apart where they would lie on one another. */
  function ends(drawn, height, scale) {
    const labels = drawn.map((line) => ({ ...line, yl: height * (1 - (line.last - scale.low) / (scale.high - scale.low || 1)) })).sort((a, b) => a.yl - b.yl);
    labels.forEach((label, place) => { if (place && label.yl < labels[place - 1].yl + 16) label.yl = labels[place - 1].yl + 16; });
    const over = labels.length ? labels[labels.length - 1].yl - height : 0;
    if (over > 0) labels.forEach((label, place) => { label.yl = Math.max(label.yl - over, place * 16); });
    return labels;
  }

  /** What stands at the end of each line: its name and value; where names would be cut the value alone, and the names in `legend`. */
  function labelled(named, width, legend) {
    const whole = named.map((line) => ({ ...line, label: `${line.name} ${line.said}` }));
    const isRoom = whole.every((line) => g.textWidth(line.label, 12) < width * 0.4);
    const item = ({ name, said, swatch }) => g.el("li", {}, g.el("span", { class: "swatch", style: `color: var(${swatch})` }), `${name} ${said}`);
    legend.replaceChildren(...(isRoom ? [] : [g.el("ul", { class: "legend" }, named.map(item))]));
    return isRoom ? whole : named.map((line) => ({ ...line, label: line.said }));
  }

  function lines(place, measure, bodies, years, label) {
    const drawn = chosen(bodies, years);
    const breaks = breaksOf(drawn, years);
    g.chart(place, "lines", label, (width, palette) => {
      if (!drawn.length) return null;
      const style = getComputedStyle(document.documentElement);
      const height = 300;
      const points = [];
      const named = [];
      const crowded = drawn.length > 3; // more intervals than that hide one another
      drawn.forEach((body, at) => {
        const color = style.getPropertyValue(COLOURS[at]).trim();
        let last = null;
        for (const year of years) {
          const row = body.byYear.get(year) || { value: null };
          const hollow = row.small || Boolean(row.quality);
          points.push({ series: body.id || body.key, year, value: row.value, from: crowded || row.small ? null : row.low, to: crowded || row.small ? null : row.high, color, edge: row.small ? palette.quiet : color, fill: hollow ? palette.ground : color });
          if (g.isNumber(row.value)) last = { value: row.value, year };
        }
        const value = g.measure(last.value, measure.kind);
        const said = last.year === years[years.length - 1] ? value : t("compare.in_year", { value, year: last.year }); // the line ended before
        named.push({ name: body.name, said, last: last.value, color, swatch: COLOURS[at] });
      });
      const labels = labelled(named, width, place.previousElementSibling);
      const numbers = points.flatMap((point) => [point.value, point.from, point.to]).filter(g.isNumber);
      const scale = { low: Math.min(...numbers, 0), high: (Math.max(...numbers, 0) || 1) * 1.05 };
      const right = Math.max(...labels.map((line) => g.textWidth(line.label, 12))) + 16;
      return {
        datasets: { points, breaks: breaks.map((row, place_) => ({ ...row, yb: -4 - (place_ % 3) * 14 })), ends: ends(labels, height, scale), ticks: g.ticksOf(scale, measure.kind, 4.5) }, height,
        padding: 4, params: { years, first: years[0] - 0.4, last: years[years.length - 1] + 0.25, ...scale, limit: right - 8 },
      };
    });
    const all = bodies.filter((body) => years.some((year) => g.isNumber((body.byYear.get(year) || {}).value))).length;
    const figures = drawn.flatMap((body) => years.map((year) => body.byYear.get(year))).filter(Boolean);
    return g.sentences(
      all > drawn.length ? t("compare.lines_first", { n: MOST }) : "", figures.some((row) => !g.isNumber(row.value)) ? t("compare.gaps") : "",
      drawn.length <= 3 && figures.some((row) => g.isNumber(row.low)) ? t("chart.interval") : "", figures.some((row) => row.quality) ? t("compare.hollow") : "", figures.some((row) => row.small) ? t("compare.grey") : "",
    );
  }

  /** The answer: from where to where the drawn lines went. */
  function sayLines(measure, bodies, years) {
    const drawn = chosen(bodies, years).slice(0, 4);
    const first = years[0];
    const last = years[years.length - 1];
    if (!drawn.length) return t("compare.lead_none", { year: `${first}–${last}`, measure: measure.label });
    const parts = drawn.map((body) => {
      const known = years.map((year) => [year, body.byYear.get(year)]).filter(([, row]) => row && g.isNumber(row.value));
      const said = ([year, row]) => t("compare.in_year", { value: g.measure(row.value, measure.kind), year });
      if (known.length === 1) return t("compare.lead_point", { agency: body.name, value: said(known[0]) });
      return t("compare.lead_line", { agency: body.name, before: said(known[0]), after: said(known[known.length - 1]) });
    });
    const refused = bodies.flatMap((body) => [...body.byYear.values()]).filter((row) => row && row.refused && !g.isNumber(row.value)).length;
    const all = bodies.filter((body) => years.some((year) => g.isNumber((body.byYear.get(year) || {}).value))).length;
    return t("compare.lead_lines", { first, last, n: all, measure: measure.label, parts: parts.join(t("site.semicolon")) }) + (refused ? t("compare.lead_refused", { n: refused }) : "");
  }

  Object.assign(g.compare, { lines, sayLines, sayEvents });
})();
