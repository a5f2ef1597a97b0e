"use strict";
// Where the rows of a chart of bodies stand: names left (or above, on a narrow screen), figures right, small bases apart.
(function () {
  const g = window.gongkai;
  const LINE = 16;

  /** The scale of the rows that compare; a small base never stretches it and is cut at its end. */
  function scaleOf(rows) {
    const compared = rows.filter((row) => !row.small);
    const base = compared.length ? compared : rows;
    const ends = base.flatMap((row) => [row.value, row.low, row.high, ...(row.bands || []).flat()]).filter(g.isNumber);
    const high = Math.max(...ends, 0), low = Math.min(...ends, 0);
    return { high: high === low ? 1 : high, low }; // all noughts still need a width; falls alone end at nought
  }

  /**
   * What `chart` fills into "rows": `rows` are {id, name, value, low, high, said, isDot, hollow, small, mine, bands: [[from, to], ...]};
   * those with `small` come below `head`, in a quiet colour.
   */
  function rowsFill(rows, width, palette, head) {
    if (!rows.length) return null;
    const right = Math.max(...rows.map((row) => g.textWidth(row.said))) + 20;
    const apart = rows.filter((row) => row.small);
    const widest = Math.max(...rows.map((row) => g.textWidth(row.name)), apart.length ? g.textWidth(head || "", 12) : 0);
    const most = Math.max(300, width * 0.4);
    const narrow = width - right - Math.min(widest, most) < 320;
    const left = narrow ? 4 : Math.min(widest, most) + 14;
    const limit = narrow ? width - 16 : left - 12;
    const { high, low } = scaleOf(rows);
    const within = (value) => (g.isNumber(value) ? Math.max(Math.min(value, high), low) : null);
    const drawn = [];
    const heads = [];
    const bands = [];
    let at = 0;
    const add = (row) => {
      const name = g.wrapped(row.name, limit);
      const more = (name.length - 1) * LINE; // a long name stands in several lines, whole
      const top = at + (narrow ? 22 + more : 6 + more / 2);
      const color = row.small ? palette.quiet : row.mine ? palette.warn : palette.accent;
      drawn.push({
        id: row.id, name, text: row.said, value: within(row.value), shape: g.isNumber(row.value) ? (row.isDot ? "dot" : "bar") : "none", color,
        fill: row.hollow ? palette.ground : color, from: row.small ? null : row.low, to: row.small ? null : row.high,
        y0: top, y1: top + 18, yc: top + 9, yn: (narrow ? top - 10 - more : top + 9 - more / 2),
      });
      (row.bands || []).forEach(([from, to], place) => {
        if (g.isNumber(from) && g.isNumber(to)) bands.push({ b0: from, b1: to, y0: top + (place ? 3 : 7), y1: top + (place ? 15 : 11), color: palette.accent, opacity: place ? 0.45 : 0.25 });
      });
      at += (narrow ? 46 : 30) + more;
    };
    rows.filter((row) => !row.small).forEach(add);
    if (apart.length) {
      at += 12;
      heads.push({ label: head || "", yc: at + 8 });
      at += 22;
      apart.forEach(add);
    }
    return {
      datasets: { rows: drawn, heads, bands, zero: [{ value: 0 }] }, height: at + 4, padding: 4,
      // names over the bars: no rule of the scale goes through them
      params: { low, high, nameX: narrow ? 6 : -10, grid: narrow ? 0 : 1, nameAlign: narrow ? "left" : "right", headX: narrow ? 6 : -left + 8 },
    };
  }

  Object.assign(g, { rowsFill, rowsScale: scaleOf });
})();
