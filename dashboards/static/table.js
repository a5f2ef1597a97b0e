"use strict";
// Tables: built from rows, made sortable and searchable, and given away as CSV exactly as they stand on the screen.
// A table of the country has thousands of rows: only those on the screen become elements.
(function () {
  const { el, t } = window.gongkai;
  const PAGE = 50;
  const made = new WeakMap();
  const waiting = [];

  /** What a cell sorts by and is exported as. */
  const valueOf = (cell, column) => (cell.value === undefined || cell.value === null ? (column.number ? "" : cell.text || "") : cell.value);

  /** Put a cell's words and marks into its element. */
  function dress(element, cell, column, place) {
    const value = valueOf(cell, column);
    const attributes = {
      class: [column.number ? "number" : "", /^\d{4}$/.test(cell.text || "") ? "year" : "", column.class || "", cell.class || ""].filter(Boolean).join(" ") || null, title: cell.title, "data-value": value, scope: place === 0 ? "row" : null,
    };
    for (const [name, said] of Object.entries(attributes)) if (said !== null && said !== undefined) element.setAttribute(name, said);
    const node = typeof cell.node === "function" ? cell.node() : cell.node;
    element.replaceChildren(...[node || cell.text || ""].flat(Infinity).filter((part) => part !== null && part !== undefined && part !== ""));
    return element;
  }

  const rowElement = (row, columns) => el("tr", { class: row.class }, row.cells.map((cell, place) => dress(document.createElement(place ? "td" : "th"), cell, columns[place], place)));

  /**
   * A row is {class, cells}, a cell {text, value, node, class, title}: `value` sorts and goes into the CSV, `node` (an element, or
   * a function that makes it when the row is shown) stands in place of the text. `columns` are {title, number, class}; gives the
   * table element with its first rows.
   */
  function build(caption, columns, rows) {
    const head = el("tr", {}, columns.map((column) => el("th", { scope: "col", class: column.number ? "number" : column.class }, column.title)));
    const table = el("table", {}, el("caption", { class: "unseen" }, caption), el("thead", {}, head), el("tbody", {}, rows.slice(0, PAGE).map((row) => rowElement(row, columns))));
    made.set(table, { columns, rows });
    return table;
  }

  const language = () => ({
    search: "", searchPlaceholder: t("table.search"), info: t("table.showing"), infoEmpty: t("table.showing_none"),
    infoFiltered: t("table.filtered"), lengthMenu: t("table.page_length"), zeroRecords: t("table.showing_none"), emptyTable: t("table.empty"),
    paginate: { first: "«", previous: "‹", next: "›", last: "»" },
    aria: {
      orderable: t("table.sort_ascending"), orderableReverse: t("table.sort_descending"),
      paginate: { first: t("table.first_page"), previous: t("table.previous"), next: t("table.next"), last: t("table.last") },
    },
  });

  let library = null;
  /** DataTables and its stylesheet; they are fetched once the answer and the pictures of a page stand. */
  function dataTables() {
    const { tables, tablesStyle } = document.documentElement.dataset;
    if (!library) {
      document.querySelector("link[rel=stylesheet]").before(el("link", { rel: "stylesheet", href: tablesStyle })); // the site's own has the last word
      library = window.gongkai.script(tables);
    }
    return library;
  }

  /**
   * Make a table on the page sortable, with search and pages where it is long, and ways to take it away as `file`. `kept` holds what is
   * looked for in it and its order, {find, sort: "<column><a or d>"}, and is told when a reader changes them.
   */
  function enhance(table, file, kept) {
    const holder = table.closest(".table") || table.parentElement;
    const job = window.gongkai.drawn().then(dataTables).then(() => (table.isConnected ? sortable(table, kept) : null));
    holder.append(tools(file, table.caption.textContent, async () => grid(table, await job)));
    waiting.push(job);
  }

  /** Resolves when no table waits any more. */
  async function settled() {
    while (waiting.length) await Promise.all(waiting.splice(0));
  }

  /** The search and the pages of a table bear its name: a page has several. */
  function named(api, caption) {
    const holder = api.table().container();
    for (const input of holder.querySelectorAll(".dt-search input")) input.setAttribute("aria-label", `${t("table.search")}${t("site.colon")}${caption}`);
    for (const nav of holder.querySelectorAll("nav")) nav.setAttribute("aria-label", `${t("table.pages")}${t("site.colon")}${caption}`);
    return api;
  }

  /** An order as an address holds it: the column from 0 and a direction; none where the table has no such column. */
  function orderOf(sort, columns) {
    const [, column, direction] = /^(\d{1,2})([ad])$/.exec(sort || "") || [];
    return column !== undefined && Number(column) < columns ? [[Number(column), direction === "a" ? "asc" : "desc"]] : [];
  }

  function keep(api, kept) {
    api.on("order.dt search.dt", () => {
      const [[column, direction] = []] = api.order();
      kept.changed({ find: api.search(), sort: direction ? `${column}${direction[0]}` : "" });
    });
  }

  function sortable(table, kept) {
    const { columns, rows } = made.get(table);
    const long = rows.length > 15;
    const words = (cell) => [cell.text, cell.node && cell.node.textContent, cell.value].filter(Boolean).join(" ");
    const shown = (column, place) => (row, kind) => {
      const cell = row.cells[place];
      const value = valueOf(cell, column);
      if (kind === "filter") return words(cell);
      // what is missing sorts below every number; nothing is given to be read as HTML, `dress` fills the cell
      return kind === "sort" || kind === "type" ? (column.number && value === "" ? -1e308 : value) : "";
    };
    table.tBodies[0].replaceChildren();
    const api = new window.DataTable(table, {
      data: rows, deferRender: true, createdRow: (element, row) => { if (row.class) element.className = row.class; },
      columns: columns.map((column, place) => ({
        data: shown(column, place), cellType: place ? "td" : "th", createdCell: (element, _, row) => dress(element, row.cells[place], column, place),
      })),
      order: orderOf(kept && kept.sort, columns.length), search: { search: (long && kept && kept.find) || "" }, paging: rows.length > PAGE, pageLength: PAGE, lengthMenu: [25, PAGE, 100, 500], searching: long,
      info: long, autoWidth: false, language: language(), layout: { topStart: long ? "search" : null, topEnd: null },
    });
    if (kept && kept.changed) keep(api, kept);
    return named(api, table.caption.textContent);
  }

  /** The table as it stands: headings and the rows that pass the search, in the order shown. */
  function grid(table, api) {
    const { columns } = made.get(table);
    const rows = api.rows({ search: "applied", order: "applied" }).data().toArray();
    return [columns.map((column) => column.title), ...rows.map((row) => row.cells.map((cell, place) => valueOf(cell, columns[place])))];
  }

  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

  /** Text that a spreadsheet would run as a formula gets an apostrophe before it; numbers stay as they are. */
  function harmless(value) {
    const text = String(value);
    return !NUMBER.test(text) && /^[\s\u0000]*[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  }

  /** One field of a CSV. */
  function csvField(value) {
    const text = harmless(value);
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }

  function csv(rows) {
    return `\ufeff${rows.map((row) => row.map(csvField).join(",")).join("\r\n")}\r\n`;
  }

  /** Text as it may stand in XML: marks escaped, what XML forbids left out. */
  const xml = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

  /** The rows as an Excel workbook of one sheet. Text is written as inline text and numbers as numbers: nothing in it is a formula. */
  async function workbook(rows, name) {
    const cell = (value) => (value !== "" && NUMBER.test(String(value)) ? `<c><v>${Number(value)}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`);
    const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const open = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const packed = "http://schemas.openxmlformats.org/package/2006";
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
    const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const sheet = xml(name.replace(/[\\/?*[\]:']/g, " ").slice(0, 31) || "1");
    const zip = new (window.DataTable.Buttons.jszip())(); // comes with DataTables
    zip.file("[Content_Types].xml", `${head}<Types xmlns="${packed}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`);
    zip.file("_rels/.rels", `${head}<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${open}/officeDocument" Target="xl/workbook.xml"/></Relationships>`);
    zip.file("xl/workbook.xml", `${head}<workbook xmlns="${main}" xmlns:r="${open}"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`);
    zip.file("xl/_rels/workbook.xml.rels", `${head}<Relationships xmlns="${packed}/relationships"><Relationship Id="rId1" Type="${open}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`);
    zip.file("xl/worksheets/sheet1.xml", `${head}<worksheet xmlns="${main}"><sheetData>${rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("")}</sheetData></worksheet>`);
    return zip.generateAsync({ type: "blob", mimeType: `${type}.sheet` });
  }

  /** Give `blob` to the reader as a file; the release is part of its name. */
  function save(blob, file) {
    const place = file.lastIndexOf(".");
    const name = `${file.slice(0, place)}-${document.documentElement.dataset.release}${file.slice(place)}`.replace(/[\\/:*?"<>|\s]+/g, "-");
    const link = el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  /** Put the rows on the clipboard, a tab between columns; a page of a folder has no clipboard of its own in every browser. */
  async function copy(rows) {
    const text = rows.map((row) => row.map((value) => harmless(value).replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = el("textarea", { class: "unseen" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  /** Buttons under a table: copy, CSV, Excel; the rows are taken at the moment of the click, as the table then stands. */
  function tools(file, caption, rows) {
    const button = (kind, act) => {
      const made = el("button", { type: "button", class: `take ${kind}`, "data-take": kind, "aria-label": `${t(`table.${kind}`)}${t("site.colon")}${caption}` }, t(`table.${kind}`));
      made.addEventListener("click", () => act(made));
      return made;
    };
    const said = el("span", { class: "unseen", role: "status" });
    return el("p", { class: "tools" }, said,
      button("copy", async (made) => { await copy(await rows()); made.textContent = t("table.copied"); said.textContent = t("table.copied"); }),
      button("csv", async () => save(new Blob([csv(await rows())], { type: "text/csv;charset=utf-8" }), `${file}.csv`)),
      button("excel", async () => save(await workbook(await rows(), file.replace(/^gongkai-/, "")), `${file}.xlsx`)));
  }

  Object.assign(window.gongkai, { table: build, enhance, settled, csv, workbook, save });
})();
