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

  const LINE = 16;

  /**
   * Rows of stacked shares: `rows` are {name, note, shares: [share a group], faint}; gives what `chart` fills in. Names stand left, or
   * above where they need much of the width, in as many lines as they need.
   */
  function stackRows(rows, groups, width, palette) {
    if (!rows.length) return null;
    const widest = Math.max(...rows.map((row) => Math.max(g.textWidth(row.name), g.textWidth(row.note || "", 11))));
    const narrow = width < 520 && widest > width * 0.28;
    const bar = document.body.classList.contains("brief") ? 16 : 30; // a sheet has room for all its years
    const left = narrow ? 4 : Math.min(widest + 14, width * 0.4);
    const sums = rows.map((row) => sumOf(row, groups.length)).map((sum) => (sum ? t("chart.sum", { share: sum.said }) : ""));
    const right = Math.max(...sums.map((said) => (said ? g.textWidth(said, 12) + 10 : 0)));
    const high = Math.max(1, ...rows.map((row) => row.shares.filter(g.isNumber).reduce((all, share) => all + share, 0)));
    const scale = (width - left - right - 16) / high;
    const found = { parts: [], rows: [], sums: [], whole: high > 1 + 1e-9 ? [{ value: 1 }] : [] };
    let y = 0;
    rows.forEach((row, index) => {
      const note = narrow ? "" : row.note || "";
      const name = g.wrapped(narrow && row.note ? `${row.name}　${row.note}` : row.name, narrow ? width - 28 : left - 12);
      const tall = name.length * LINE + (note ? 13 : 0);
      const top = narrow ? y + 8 + tall : y + Math.max(6, (tall - bar) / 2 + 1);
      const mid = top + bar / 2;
      const first = narrow ? y + 12 : mid - tall / 2 + LINE / 2;
      found.rows.push({ name, note, yn: first, yt: first + (name.length - 1) * LINE + 15 });
      found.parts.push(...partsOf(row, groups, { y0: top, y1: top + bar, yc: mid, row: index }, scale, palette));
      if (sums[index]) found.sums.push({ yc: mid, label: sums[index] });
      y = narrow ? top + bar + 8 : y + Math.max(bar + (bar < 30 ? 13 : 16), tall + 8);
    });
    return { datasets: found, height: y, padding: 4, params: { high, nameX: narrow ? 0 : -10, nameAlign: narrow ? "left" : "right" } };
  }

  /** The bars of a row, side by side; one that is wide enough says its share. */
  function partsOf(row, groups, place, scale, palette) {
    let at = 0;
    return groups.flatMap((group, number) => {
      const share = row.shares[number];
      if (!g.isNumber(share) || share <= 0) return [];
      const paint = palette.group(number);
      const label = g.percent(share);
      at += share;
      return [{
        ...place, x0: at - share, x1: at, xc: at - share / 2, color: paint.fill, ink: paint.ink, opacity: row.faint ? 0.55 : 1,
        text: share * scale > g.textWidth(label, 12) + 6 ? label : "",
      }];
    });
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
