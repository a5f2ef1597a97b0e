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
      paginate: { first: t("table.first_page"), previous: t("table.previous"), next: t("table.next"), last: t("table.last") },
    },
  });

  /** Make a table on the page sortable, with search and pages where it is long, and ways to take it away as `file`. */
  function enhance(table, file, order) {
    const long = table.tBodies[0].rows.length > 15;
    const api = new window.DataTable(table, {
      order: order || [], paging: table.tBodies[0].rows.length > 50, pageLength: 50, lengthMenu: [25, 50, 100, 500], searching: long,
      info: long, autoWidth: false, language: language(), layout: { topStart: long ? "search" : null, topEnd: null },
    });
    const holder = table.closest(".table") || table.parentElement;
    holder.append(tools(file, () => grid(table, api)));
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
    const text = rows.map((row) => row.map((value) => String(value).replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
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
  function tools(file, rows) {
    const button = (kind, act) => {
      const made = el("button", { type: "button", class: `take ${kind}`, "data-take": kind }, t(`table.${kind}`));
      made.addEventListener("click", () => act(made));
      return made;
    };
    return el("p", { class: "tools" },
      button("copy", async (made) => { await copy(rows()); made.textContent = t("table.copied"); }),
      button("csv", () => save(new Blob([csv(rows())], { type: "text/csv;charset=utf-8" }), `${file}.csv`)),
      button("excel", async () => save(await workbook(rows(), file.replace(/^gongkai-/, "")), `${file}.xlsx`)));
  }

  Object.assign(window.gongkai, { table: build, enhance, csv, workbook, save });
})();
