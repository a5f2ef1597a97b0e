"use strict";
// The overview's two pictures and the way to an agency; its words and tables came with the page.
(function () {
  const g = window.gongkai;

  function columns(rows, height) {
    return (width) => {
      if (!rows.length) return null;
      const top = Math.max(...rows.map((row) => row.value), 1);
      return {
        datasets: { rows: rows.map((row) => ({ ...row, label: g.count(row.value) })) }, height,
        padding: { left: 4, right: 4, top: 8, bottom: 4 }, params: { top: top * 1.05, barWidth: Math.min(64, (width / rows.length) * 0.55) },
      };
    };
  }

  g.page(() => {
    const data = g.data.overview;
    document.getElementById("picker").replaceChildren(g.picker((id) => { location.href = `agency.html#id=${encodeURIComponent(id)}`; }));
    const series = document.getElementById("series");
    if (series) g.chart(series, "columns", series.dataset.label, columns(data.series, Math.max(180, data.shares.length * 46 - 16)));
    const shares = document.getElementById("outcomes");
    if (shares) {
      shares.before(g.groupLegend(data.groups));
      g.chart(shares, "stack", shares.dataset.label, (width, palette) => g.stackRows(data.shares, data.groups, width, palette));
    }
  });
})();
