"use strict";
// The marks of a scale: round values, a few of them, written as the measure is.
(function () {
  const g = window.gongkai;

  /** A round step that parts a span in about `parts`. */
  function stepOf(span, parts) {
    const rough = span / parts;
    const ten = 10 ** Math.floor(Math.log10(rough));
    return ten * [1, 2, 5, 10].find((part) => part * ten >= rough);
  }

  /** The marks between two values as {value, label}; some `parts` of them, of whole numbers where the measure counts. */
  function ticksOf({ low, high }, kind, parts) {
    const step = Math.max(stepOf(high - low, parts), ["count", "days"].includes(kind) ? 1 : 0);
    const found = [];
    for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1) found.push({ value: at * step || 0, label: g.measure(at * step || 0, kind) }); // nought has no sign
    return found;
  }

  Object.assign(g, { ticksOf });
})();
