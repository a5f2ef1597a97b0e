"use strict";
// From a sum to the reports it is of: any element with data-sum opens a panel that lists them, the largest first, each figure leading
// to where it was printed. The lists are those the sums were made from (`sum_files.py`).
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const FIELDS = ["place", "value", "cell"];

  /** A sum as a button with `text` on it: `what` was summed on `page` for `year`. */
  const sum = (text, page, what, year) => el("button", { class: "figure sum", type: "button", "data-sum": what, "data-page": page, "data-year": year, title: t("sums.open") }, text);

  const named = (cell) => `${cell.row_label}·${cell.column_label}`;

  /** What was summed, in the words of the form: a cell, a group, or a group of one kind of applicant. */
  function nameOf(what) {
    const cell = g.form().find((line) => `${line.table}.${line.row}.${line.column}` === what);
    if (cell) return named(cell);
    const [group, column] = what.split(".");
    const label = (g.data.labels.groups.find(({ key }) => key === group) || { label: group }).label;
    const applicant = column ? g.form().find((line) => line.table === "requests" && line.column === column) : null;
    return applicant ? `${label}·${applicant.column_label}` : label;
  }

  /** One row a part: the body under its name of the year, what was printed, and its place. */
  function rowOf({ place, value, cell }, what, year, bodies) {
    const body = bodies.get(place);
    const line = cell === null ? null : g.form()[cell];
    const key = line ? `${line.table}.${line.row}.${line.column}` : what;
    const kind = key.includes(".") ? "cell" : "group";
    const name = g.nameThen(body, year);
    return { cells: [
      { node: g.view.agencyLink(body.id, name), value: name }, ...(line ? [{ text: named(line) }] : []),
      { node: g.figure(g.count(value), body.id, year, key, kind), value }, { text: body.region || "" },
    ] };
  }

  /** The parts of a sum from its files: those of the first, or of all of them. */
  async function partsOf(name, year, isWhole) {
    const first = await g.load(`${name}/0`);
    const more = isWhole ? await Promise.all(Array.from({ length: first.parts - 1 }, (_, at) => g.load(`${name}/${at + 1}`))) : [];
    const parts = [first, ...more].flatMap((file) => g.lines(file.lines[year], FIELDS));
    return { parts, reports: first.reports[year], isWhole: isWhole || first.parts === 1 };
  }

  async function content(page, what, year, said, wanted) {
    const [{ parts, reports, isWhole }] = await Promise.all([
      partsOf(`sums/${page}/${g.fileName(what)}`, year, wanted), g.load("form", true), g.load("labels", true),
    ]);
    const bodies = new Map((await g.agencies()).map((body) => [body.place, body]));
    const name = nameOf(what);
    const total = parts.reduce((all, part) => all + part.value, 0);
    const columns = [{ title: t("compare.agency") }, ...(parts.some((part) => part.cell !== null) ? [{ title: t("source.row") }] : []), { title: name, number: true }, { title: t("overview.col_region") }];
    const table = g.table(`${name} ${year}`, columns, parts.map((part) => rowOf(part, what, year, bodies)));
    const box = el("div", { class: "table" }, el("div", { class: "scroll" }, table));
    const rest = isWhole ? null : el("button", { type: "button", class: "take whole" }, t("sums.all"));
    if (rest) rest.addEventListener("click", () => content(page, what, year, said, true).then((nodes) => { box.parentElement.replaceChildren(...nodes.filter(Boolean)); ready(); }));
    return [
      el("dl", { class: "source" }, g.panelLine("sums.item", name), g.panelLine("source.year", String(year)), g.panelLine("source.figure", el("strong", {}, said)),
        g.panelLine(isWhole ? "sums.total" : "sums.total_listed", g.count(total)), g.panelLine("sums.reports", t("sums.reports_said", { n: g.count(reports) }))),
      el("p", { class: "note" }, t(isWhole ? "sums.note" : "sums.note_first", { n: g.count(parts.length) }), rest), box,
    ];
  }

  /** Sort and take away the list, once it stands. */
  function ready() {
    const table = document.querySelector("dialog.panel .table table");
    if (table) g.enhance(table, `gongkai-${table.caption.textContent}`);
    g.ready();
  }

  document.addEventListener("click", async (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-sum]") : null;
    if (!target) return;
    const { page, sum: what, year } = target.dataset;
    await g.panel(t("sums.title"), () => content(page, what, Number(year), target.textContent, false));
    ready();
  });

  Object.assign(g, { sum });
})();
