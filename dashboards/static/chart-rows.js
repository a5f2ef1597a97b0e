"use strict";
// Where the rows of a chart of bodies stand: names left (or above, on a narrow screen), figures right, small bases apart.
(function () {
  const g = window.gongkai;
  const { t } = g;
  const LINE = 16;

  /** The scale of the rows that compare; a small base never stretches it and is cut at its end. */
  function scaleOf(rows) {
    const compared = rows.filter((row) => !row.small);
    const base = compared.length ? compared : rows;
    const ends = base.flatMap((row) => [row.value, row.low, row.high, ...(row.bands || []).flat()]).filter(g.isNumber);
    const high = Math.max(...ends, 0), low = Math.min(...ends, 0);
    return { high: high === low ? 1 : high, low }; // all noughts still need a width; falls alone end at nought
  }

  /** Where things stand in a picture of a width: names left, or above where they leave the bars no room; figures right. */
  function frameOf(rows, width, head, kind) {
    const { high, low } = scaleOf(rows);
    const apart = rows.filter((row) => row.small);
    const underHead = `${head || ""}${apart.some((row) => row.value > high) ? t("chart.cut") : ""}`;
    const right = Math.max(...rows.map((row) => g.textWidth(row.said))) + 20;
    const widest = Math.max(...rows.map((row) => g.textWidth(row.name)), apart.length ? g.textWidth(underHead, 12) : 0);
    const most = Math.max(300, width * 0.4);
    const narrow = width - right - Math.min(widest, most) < 320;
    const left = narrow ? 4 : Math.min(widest, most) + 14;
    const ticks = g.ticksOf({ low, high }, kind, Math.max(1.5, Math.min(4.5, (width - left - right) / 90)));
    const mark = Math.max(...ticks.map((tick) => g.textWidth(tick.label, 12))) / 2; // the first stands half before nought
    return { high, low, underHead, narrow, left, ticks, limit: narrow ? width - 16 - mark : left - 12 };
  }

  /** One row's marks with its name from `at` down: {drawn, bands, tall}. A long name stands in several lines, whole. */
  function markRow(row, at, { high, low, narrow, limit }, palette) {
    const name = g.wrapped(row.name, limit);
    const more = (name.length - 1) * LINE;
    const top = at + (narrow ? 22 + more : 6 + more / 2);
    const color = row.small ? palette.quiet : row.mine ? palette.warn : palette.accent;
    const isCut = row.value > high;
    const shape = !g.isNumber(row.value) || (row.isDot && isCut) ? "none" : row.isDot ? "dot" : "bar";
    const drawn = {
      id: row.id, name, text: row.said, value: g.isNumber(row.value) ? Math.max(Math.min(row.value, high), low) : null, shape, isCut, color,
      fill: row.hollow ? palette.ground : color, from: row.small ? null : row.low, to: row.small ? null : row.high,
      y0: top, y1: top + 18, yc: top + 9, yn: (narrow ? top - 10 - more : top + 9 - more / 2),
    };
    const bands = (row.bands || []).flatMap(([from, to], place) => (g.isNumber(from) && g.isNumber(to)
      ? [{ b0: from, b1: to, y0: top + (place ? 3 : 7), y1: top + (place ? 15 : 11), color: palette.accent, opacity: place ? 0.45 : 0.25 }] : []));
    return { drawn, bands, tall: (narrow ? 46 : 30) + more };
  }

  /**
   * What `chart` fills into "rows": `rows` are {id, name, value, low, high, said, isDot, hollow, small, mine, bands: [[from, to], ...]};
   * those with `small` come below `head`, in a quiet colour. `kind` is the measure's: the scale is written in it.
   */
  function rowsFill(rows, width, palette, head, kind) {
    if (!rows.length) return null;
    const frame = frameOf(rows, width, head, kind);
    const found = { rows: [], heads: [], bands: [], ticks: frame.ticks, zero: [{ value: 0 }] };
    let at = 0;
    const add = (row) => {
      const { drawn, bands, tall } = markRow(row, at, frame, palette);
      found.rows.push(drawn);
      found.bands.push(...bands);
      at += tall;
    };
    rows.filter((row) => !row.small).forEach(add);
    const apart = rows.filter((row) => row.small);
    if (apart.length) {
      found.heads.push({ label: frame.underHead, yc: at + 20 });
      at += 34;
      apart.forEach(add);
    }
    const { low, high, narrow, left } = frame;
    return {
      datasets: found, height: at + 4, padding: 4,
      // names over the bars: no rule of the scale goes through them
      params: { low, high, nameX: narrow ? 6 : -10, grid: narrow ? 0 : 0.25, nameAlign: narrow ? "left" : "right", headX: narrow ? 6 : -left + 8 },
    };
  }

  Object.assign(g, { rowsFill });
})();
