"use strict";
// Runs before the page is drawn, so a dark screen never flashes white; DataTables reads the same attribute.
(function () {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
  apply();
  dark.addEventListener("change", apply);
})();
