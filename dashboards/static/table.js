"use strict";
// Tables: built from rows, made sortable and searchable, and given away as CSV exactly as they stand on the screen.
(function () {
  const { el, t } = window.gongkai;

  /**
   * A cell is {text, value, node, class, title}: `value` sorts and goes into the CSV, `node` stands in place of the text.
   * `columns` are {title, number, class}; gives the table element.
   */
  function build(caption, columns, rows) {
    const head = el("tr", {}, columns.map((column) => el("th", { scope: "col", class: column.number ? "number" : column.class }, column.title)));
    const body = rows.map((row) => el("tr", { class: row.class }, row.cells.map((cell, place) => {
      const column = columns[place];
      const attributes = { class: [column.number ? "number" : "", column.class || "", cell.class || ""].join(" ").trim() || null, title: cell.title };
      const sortable = cell.value === undefined || cell.value === null ? (column.number ? "" : cell.text || "") : cell.value;
      attributes["data-value"] = sortable;
      attributes["data-order"] = column.number && sortable === "" ? "-1e308" : sortable;
      return el(place === 0 ? "th" : "td", place === 0 ? { ...attributes, scope: "row" } : attributes, cell.node || cell.text || "");
    })));
    return el("table", {}, el("caption", { class: "unseen" }, caption), el("thead", {}, head), el("tbody", {}, body));
  }

  const language = () => ({
    search: "", searchPlaceholder: t("table.search"), info: t("table.showing"), infoEmpty: t("table.showing_none"),
    infoFiltered: t("table.filtered"), lengthMenu: t("table.page_length"), zeroRecords: t("table.showing_none"), emptyTable: t("table.empty"),
    paginate: { first: "«", previous: "‹", next: "›", last: "»" },
    aria: {
      orderable: t("table.sort_ascending"), orderableReverse: t("table.sort_descending"),
      paginate: { first: t("table.first"), previous: t("table.previous"), next: t("table.next"), last: t("table.last") },
    },
  });

  /** Make a table on the page sortable, with search and pages where it is long, and a CSV link named `file`. */
  function enhance(table, file, order) {
    const long = table.tBodies[0].rows.length > 15;
    const api = new window.DataTable(table, {
      order: order || [], paging: table.tBodies[0].rows.length > 50, pageLength: 50, lengthMenu: [25, 50, 100, 500], searching: long,
      info: long, autoWidth: false, language: language(), layout: { topStart: long ? "search" : null, topEnd: null },
    });
    const holder = table.closest(".table") || table.parentElement;
    holder.append(csvLink(file, () => grid(table, api)));
    return api;
  }

  /** The table as it stands: headings and the rows that pass the search, in the order shown. */
  function grid(table, api) {
    const head = Array.from(table.tHead.rows[0].cells, (cell) => cell.innerText.trim());
    const rows = api.rows({ search: "applied", order: "applied" }).nodes().toArray();
    return [head, ...rows.map((row) => Array.from(row.cells, (cell) => ("value" in cell.dataset ? cell.dataset.value : cell.textContent.trim())))];
  }

  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

  /** One field of a CSV: numbers as they are; text that a spreadsheet would run as a formula gets an apostrophe before it. */
  function csvField(value) {
    let text = String(value);
    if (!NUMBER.test(text) && /^[\s\u0000]*[=+\-@＝＋－＠\t\r\n]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }

  function csv(rows) {
    return `\ufeff${rows.map((row) => row.map(csvField).join(",")).join("\r\n")}\r\n`;
  }

  /** A link that gives the rows as a CSV file; they are taken at the moment of the click, as the table then stands. */
  function csvLink(file, rows) {
    const name = `${file}-${document.documentElement.dataset.release}.csv`.replace(/[\\/:*?"<>|\s]+/g, "-");
    const link = el("a", { class: "csv", download: name, href: "#" }, t("table.csv"));
    link.addEventListener("click", () => {
      if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
      link.href = URL.createObjectURL(new Blob([csv(rows())], { type: "text/csv;charset=utf-8" }));
    });
    return el("p", { class: "tools" }, link);
  }

  /** Tables that came with the page. */
  window.gongkai.page(() => {
    for (const table of document.querySelectorAll("table[data-csv]")) enhance(table, table.dataset.csv);
  });

  Object.assign(window.gongkai, { table: build, enhance, csv });
})();
