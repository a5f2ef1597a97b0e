"use strict";
// Shares side by side as printed: they are never stretched to fill. Where the parts of a row come to more or less than its total,
// the picture says so at the end of the row and the note below it in words.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const MOST_NAMED = 6;

  /** The groups of outcomes in the form's order as a list with swatches: what a stacked chart's colours mean. */
  function groupLegend(groups) {
    return el("ul", { class: "legend" }, groups.map((group, place) => el("li", {}, el("span", { class: `swatch group-${(place % 6) + 1}` }), group.label)));
  }

  /** Rows of stacked shares: `rows` are {name, note, shares: [share a group], faint}; gives what `chart` fills in. */
  function stackRows(rows, groups, width, palette) {
    if (!rows.length) return null;
    const widest = Math.max(...rows.map((row) => Math.max(g.textWidth(row.name), g.textWidth(row.note || "", 11))));
    const narrow = width < 520 && widest > width * 0.28;
    const step = narrow ? 62 : 46;
    const left = narrow ? 4 : Math.min(widest + 14, width * 0.4);
    const parts = [];
    const names = [];
    const sums = [];
    let high = 1;
    rows.forEach((row, index) => {
      const top = index * step + (narrow ? 24 : 6);
      const mid = top + 15;
      names.push({ name: row.name, note: row.note, yn: narrow ? top - 12 : row.note ? mid - 7 : mid, yt: narrow ? top - 12 : mid + 9 });
      let at = 0;
      groups.forEach((group, place) => {
        const share = row.shares[place];
        if (!g.isNumber(share) || share <= 0) return;
        const paint = palette.group(place);
        const label = g.percent(share);
        const room = share * (width - left - 16);
        parts.push({
          x0: at, x1: at + share, xc: at + share / 2, y0: top, y1: top + 30, yc: mid, color: paint.fill, ink: paint.ink,
          opacity: row.faint ? 0.55 : 1, text: room > g.textWidth(label, 12) + 6 ? label : "", row: index,
        });
        at += share;
      });
      high = Math.max(high, at);
      const sum = sumOf(row, groups.length);
      if (sum) sums.push({ yc: mid, label: t("chart.sum", { share: sum.said }) });
    });
    if (narrow) names.forEach((row) => { row.name = row.note ? `${row.name}　${row.note}` : row.name; row.note = ""; });
    return {
      datasets: { parts, rows: names, sums, whole: high > 1 + 1e-9 ? [{ value: 1 }] : [] }, height: rows.length * step, padding: 4,
      params: { high, nameX: narrow ? 0 : -10, limit: narrow ? width : left - 12, nameAlign: narrow ? "left" : "right" },
    };
  }

  /** What the parts of a row come to, where that is not the whole: {sum, said, blank: parts without a figure}; else null. */
  function sumOf(row, parts) {
    const known = row.shares.slice(0, parts).filter(g.isNumber);
    const sum = known.reduce((all, share) => all + share, 0);
    if (!known.length || sum === 0 || Math.abs(sum - 1) < 1e-9) return null;
    const rounded = g.percent(sum);
    return { sum, said: rounded === g.percent(1) ? `${sum > 1 ? ">" : "<"}${rounded}` : rounded, blank: parts - known.length };
  }

  /** In words, which rows come to more than their total and which to less; nothing where all are whole. */
  function stackNote(rows, groups) {
    const found = rows.map((row) => [row, sumOf(row, groups.length)]).filter(([, sum]) => sum);
    const named = (some) => {
      const said = some.slice(0, MOST_NAMED).map(([row, { said: share, blank }]) => `${row.name} ${share}${blank ? t("chart.sum_blank", { n: blank }) : ""}`);
      return said.join(t("site.comma")) + (some.length > MOST_NAMED ? t("chart.sum_more", { n: some.length }) : "");
    };
    const [over, under] = [found.filter(([, { sum }]) => sum > 1), found.filter(([, { sum }]) => sum < 1)];
    return [over.length ? t("chart.sum_over", { rows: named(over) }) : "", under.length ? t("chart.sum_under", { rows: named(under) }) : ""].filter(Boolean).join(t("site.gap"));
  }

  Object.assign(g, { groupLegend, stackNote, stackRows, stackSum: sumOf });
})();
