"use strict";
// Finding an agency by name, region or the first letters of its pinyin, out of small lists by two letters (`search_index.py`).
(function () {
  const { el, t } = window.gongkai;
  const LIMIT = 12;
  const MOST_REGIONS = 4; // bodies of more are no answer to what was typed

  /** Agencies whose name, region or initials hold `text`; those that begin with it come first. */
  function matches(agencies, text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const rank = (row) => {
      const name = (row.former || row.name).toLowerCase();
      if (name.startsWith(wanted) || row.initials.split(" ").some((reading) => reading.startsWith(wanted))) return 0;
      if (name.includes(wanted)) return 1;
      return row.initials.includes(wanted) || (row.region || "").includes(wanted) ? 2 : 3;
    };
    return agencies.map((row) => [rank(row), row]).filter(([place]) => place < 3)
      .sort((a, b) => a[0] - b[0] || Number(Boolean(a[1].former)) - Number(Boolean(b[1].former)) || a[1].name.length - b[1].name.length).map(([, row]) => row)
      .filter((row, place, all) => all.findIndex((other) => other.id === row.id) === place).slice(0, LIMIT);
  }

  /** The lists of the index that hold what `text` may mean: of its beginning, and of each two of its letters. */
  async function lists(text) {
    const { load, bucketOf, data } = window.gongkai;
    const pairs = Array.from({ length: Math.max(text.length - 1, 0) }, (_, at) => text.slice(at, at + 2));
    return Promise.all([`^${text.slice(0, 2)}`, ...new Set(pairs)].map(async (key) => (await load(`search/${bucketOf(key, data.catalog.searches)}`))[key] || {}));
  }

  /** The agencies `text` may mean: those of a region that it names or that begins with it, and those of the lists. */
  async function found(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const [beginning, ...pairs] = await lists(wanted);
    const begins = (name) => Boolean(name) && (name.startsWith(wanted) || wanted.startsWith(name));
    const near = (beginning.regions || []).filter(([name, , , initials]) => [name, ...initials.split(" ")].some(begins)).sort(([a], [b]) => Number(wanted.startsWith(b)) - Number(wanted.startsWith(a))).slice(0, MOST_REGIONS);
    const read = await Promise.all(near.map(([, first, many]) => window.gongkai.agencies(first, first + many)));
    const named = [beginning, ...pairs].flatMap((list) => list.bodies || []).map(([id, name, region, initials, former]) => ({ id, name, region, initials, former }));
    return matches([...named, ...read.flat()], wanted);
  }

  /** A search field that calls `choose(id, agency)`; a list of suggestions that follows the arrow keys. */
  function picker(choose, label) {
    const input = el("input", {
      type: "search", id: "pick", role: "combobox", "aria-expanded": "false", "aria-controls": "pick-list", "aria-autocomplete": "list",
      autocomplete: "off", placeholder: t("agency.pick_hint"),
    });
    const list = el("ul", { id: "pick-list", role: "listbox", hidden: true });
    const said = el("span", { class: "unseen", role: "status" });
    let shown = [];
    let active = -1;

    function mark(place) {
      active = place;
      [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === place)));
      input.setAttribute("aria-activedescendant", place >= 0 ? `pick-${place}` : "");
    }
    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    }
    function take(row) {
      close();
      input.value = "";
      choose(row.id, row);
    }
    async function suggest() {
      const asked = input.value;
      const hits = await found(asked);
      if (asked !== input.value) return; // another letter was typed meanwhile
      shown = hits;
      const items = shown.map((row, index) => {
        const item = el("li", { role: "option", id: `pick-${index}` }, row.name, el("small", { class: "muted" }, row.former ? `${t("name.formerly", { name: row.former })} ` : "", row.region || ""));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(row); });
        return item;
      });
      list.replaceChildren(...(items.length ? items : [el("li", { class: "muted", role: "option", "aria-disabled": "true" }, t("agency.pick_none"))]));
      list.hidden = input.value.trim() === "";
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(items.length ? 0 : -1);
      said.textContent = list.hidden ? "" : items.length ? t("agency.pick_found", { n: items.length }) : t("agency.pick_none");
    }
    input.addEventListener("input", suggest);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (event.key === "Enter" && shown[active]) take(shown[active]);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (shown.length) mark((active + step + shown.length) % shown.length);
      }
    });
    return el("div", { class: "picker" }, el("label", { for: "pick" }, label || t("agency.pick")), input, list, said);
  }

  Object.assign(window.gongkai, { picker });
})();
