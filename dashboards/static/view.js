"use strict";
// Draws what most pages are made of (`views.py`): tiles, charts and tables out of plain data. Values stay values: how one is
// written follows from the kind of its column, so tables sort, search and export by value.
(function () {
  const g = window.gongkai;
  const { el, t } = g;
  const TEXT = new Set(["text", "agency", "sentence", "quote", "state", "list", "address", "interval", "moment"]);

  const isObject = (cell) => cell !== null && typeof cell === "object";
  const agencyLink = (id, name) => el("a", { href: `agency.html#id=${encodeURIComponent(id)}` }, name);

  /** A value in the words of its column's kind. */
  function said(value, kind) {
    if (value === null || value === undefined || value === "") return TEXT.has(kind) ? "" : t("figure.missing");
    if (kind === "year") return String(value);
    return TEXT.has(kind) ? String(value) : g.measure(value, kind);
  }

  /** A key that may be broken after its marks, nowhere else. */
  const breakable = (key) => key.split(/(?<=[_:./])/).flatMap((part, place) => (place ? [el("wbr"), part] : [part]));

  function nodeOf(cell, kind) {
    if (!isObject(cell)) return kind === "quote" && cell ? el("q", {}, cell) : kind === "address" ? g.outsideLink(cell) : said(cell, kind);
    if (cell.l) return el("ul", { class: "claims" }, cell.l.map((part) => el("li", {}, nodeOf(part, "text"))));
    if (cell.u) return g.outsideLink(cell.v);
    if (cell.h) return el("a", { href: cell.h, download: true }, cell.v);
    if (cell.a) return cell.k ? [agencyLink(cell.a, cell.v), el("small", { class: "note" }, t("name.then_now", { name: cell.k }))] : agencyLink(cell.a, cell.v);
    const text = said(cell.v, kind);
    if (cell.s) return g.sum(text, ...cell.s);
    if (cell.p) return el("a", { href: cell.p }, text);
    if (cell.n) return el("span", { lang: cell.n }, text);
    const shown = cell.f ? g.figure(text, ...cell.f) : cell.c === "code" ? el("code", {}, breakable(text)) : text;
    if (cell.f && cell.c === "broken") shown.classList.add("broken");
    const badge = cell.b ? el("span", { class: `badge ${cell.b}` }, cell.t || text) : null;
    if (!badge) return shown;
    return cell.t && cell.v !== null ? [shown, badge] : badge;
  }

  /** What a cell sorts by and is exported as. */
  function valueOf(cell) {
    if (!isObject(cell)) return cell === null || cell === undefined ? "" : cell;
    if (cell.l) return cell.l.map(valueOf).join(t("site.semicolon"));
    return cell.v === null || cell.v === undefined ? "" : cell.v;
  }

  /** The columns and rows of a table's plain data as `table.js` takes them. */
  function tableParts(data) {
    const columns = data.columns.map((column) => ({
      title: column.title, number: !TEXT.has(column.kind) && column.kind !== "year", class: column.kind === "quote" ? "sentence" : column.kind === "interval" ? "number" : column.kind,
    }));
    const rows = data.rows.map((row) => ({ cells: row.map((cell, place) => ({
      node: nodeOf(cell, data.columns[place].kind), value: valueOf(cell), class: isObject(cell) && ["implied", "small", "bad"].includes(cell.c) ? cell.c : "",
    })) }));
    return [columns, rows];
  }

  /** The table of a section as `table.js` builds it; of a long one the first rows, the others when a reader asks for them. */
  function table(data) {
    const made = g.table(data.name, ...tableParts(data));
    const put = (holder) => {
      const box = el("div", { class: "table" }, el("div", { class: "scroll" }, made));
      if (data.parts) box.prepend(rest(data, box));
      holder.append(box);
      g.enhance(made, `gongkai-${data.name}`);
    };
    return { made, put };
  }

  /** How many rows of a long table stand, and the way to all of them. */
  function rest(data, box) {
    const button = el("button", { type: "button", class: "take whole" }, t("table.list_all", { n: g.count(data.total) }));
    button.addEventListener("click", async () => {
      const more = await Promise.all(data.parts.map((part) => g.load(part, true)));
      const whole = el("div", {});
      table({ ...data, parts: null, rows: [...data.rows, ...more.flat()] }).put(whole);
      box.replaceWith(...whole.children);
      g.ready();
    });
    return el("p", { class: "note" }, t("table.listed", { n: g.count(data.rows.length), total: g.count(data.total) }), button);
  }

  /** Upright bars, one a row; where there is no room for all, every second, third ... is written at, the last among them. */
  function columnsFill(rows) {
    return (width) => {
      if (!rows.length) return null;
      const top = Math.max(...rows.map((row) => row.value), 1);
      const written = (words, size) => {
        const every = Math.ceil((Math.max(...words.map((word) => g.textWidth(word, size))) + 6) / (width / rows.length));
        return words.map((_, place) => (rows.length - 1 - place) % every === 0);
      };
      const labels = rows.map((row) => g.count(row.value));
      const [isLabelled, isNamed] = [written(labels, 14), written(rows.map((row) => row.name.split("|").reduce((long, part) => (part.length > long.length ? part : long))), 12)];
      return {
        datasets: { rows: rows.map((row, place) => ({ ...row, label: isLabelled[place] ? labels[place] : "" })) }, height: 200,
        padding: { left: 4, right: 4, top: 8, bottom: 4 }, params: { names: rows.filter((_, place) => isNamed[place]).map((row) => row.name), top: top * 1.05, barWidth: Math.min(64, (width / rows.length) * 0.55) },
      };
    };
  }

  function draw(place, chart, title) {
    const groups = chart.legend && chart.legend.length ? chart.legend.map((label) => ({ label })) : g.data.labels.groups;
    if (chart.kind === "stack") {
      place.before(g.groupLegend(groups));
      const note = g.stackNote(chart.rows, groups);
      if (note) place.after(el("p", { class: "note sums" }, note));
      const label = `${title}${t("site.colon")}${chart.rows.map((row) => `${row.name} ${groups.map((group, at) => `${group.label} ${g.percent(row.shares[at])}`).join(t("site.comma"))}`).join(t("site.semicolon"))}${t("site.stop")}${note}`;
      return g.chart(place, "stack", label, (width, palette) => g.stackRows(chart.rows, groups, width, palette));
    }
    const label = `${title}${t("site.colon")}${chart.rows.map((row) => `${row.name.replace("|", " ")} ${g.measure(row.value, chart.measure || "count")}`).join(t("site.comma"))}`;
    if (chart.kind === "columns") return g.chart(place, "columns", label, columnsFill(chart.rows));
    const rows = chart.rows.map((row) => ({ ...row, said: `${g.measure(row.value, chart.measure)}　${row.text}`.trim(), isDot: chart.kind === "dots", hollow: row.small }));
    return g.chart(place, "rows", label, (width, palette) => g.rowsFill(rows, width, palette, chart.head, chart.measure), (datum) => {
      if (datum.id) location.href = `agency.html#id=${encodeURIComponent(datum.id)}`;
    });
  }

  /** The figures of a picture that has no table of its own beside it, folded away: a reader without eyes has them too. */
  function figures(chart, title) {
    const name = chart.rows.map((row) => ({ v: row.name.replace("|", " ") }));
    const labels = chart.kind === "stack" ? (chart.legend.length ? chart.legend : g.data.labels.groups.map((group) => group.label)) : [title];
    const kind = chart.kind === "stack" ? "proportion" : chart.measure || "count";
    const rows = chart.rows.map((row, place) => [name[place], ...(chart.kind === "stack" ? row.shares : [row.value])]);
    const columns = [{ title: t("compare.agency"), kind: "text" }, ...labels.map((label) => ({ title: label, kind }))];
    const made = g.table(title, ...tableParts({ columns, rows }));
    return el("details", {}, el("summary", {}, t("chart.figures")), el("div", { class: "scroll" }, made));
  }

  function card(section) {
    const made = el("section", { class: `card table${section.half ? " half" : ""}` }, el("h2", {}, section.title));
    for (const line of section.text || []) made.append(el("p", {}, line));
    if (section.facts) made.append(el("p", { class: "facts" }, section.facts.map(([word, said]) => el("span", {}, el("b", {}, word), ` ${said}`))));
    if (section.links) made.append(el("ul", { class: "files" }, section.links.map(([label, href]) => el("li", {}, el("a", { href, download: true }, label)))));
    for (const [question, sql] of section.codes || []) made.append(el("details", {}, el("summary", {}, question), el("pre", {}, el("code", {}, sql))));
    return made;
  }

  /** Show a view below the lead; charts are drawn once their cards stand and have a width. */
  function show(view) {
    document.getElementById("lead").textContent = view.lead;
    const tiles = document.getElementById("tiles");
    tiles.hidden = !view.tiles.length;
    tiles.replaceChildren(...view.tiles.map(([label, value, note, bad, href]) => el("li", { class: bad ? "bad" : null }, el("span", {}, label), el("b", {}, href ? el("a", { href }, value) : value), el("small", {}, note))));
    const holder = document.getElementById("sections");
    const cards = view.sections.map(card);
    const halves = el("div", { class: "halves" }, cards.filter((_, place) => view.sections[place].half));
    holder.replaceChildren(...(halves.children.length ? [halves] : []), ...cards.filter((_, place) => !view.sections[place].half));
    view.sections.forEach((section, place) => {
      if (section.chart) {
        const chart = el("div", { class: "chart" });
        cards[place].append(chart);
        draw(chart, section.chart, section.title);
      }
      if (section.note) cards[place].append(el("p", { class: "note" }, section.note));
      if (section.chart && !section.table) cards[place].append(figures(section.chart, section.title));
      if (section.table) table(section.table).put(cards[place]);
      else if (section.empty && !section.chart) cards[place].append(el("p", { class: "notice" }, section.empty));
      if (section.more) cards[place].append(el("p", { class: "note" }, el("a", { href: section.more[1] }, section.more[0])));
    });
  }

  g.view = { show, table, agencyLink };
})();
