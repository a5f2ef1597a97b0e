"use strict";
// The pages' common ground: loading data scripts, words, numbers in words, building elements, the page's state in its address.
// Nothing here knows one page. Text reaches the page as text nodes alone: no string of a report is ever read as HTML.
(function () {
  const root = document.documentElement;
  const data = (window.gongkaiData = window.gongkaiData || Object.create(null));
  const pending = new Map();
  const STALE_DAYS = 3; // a nightly run has then failed more than twice

  // Marks that turn the direction of writing: a name with one must not turn the sentence it stands in.
  const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

  const BY_NUMBER = /\{(\w+):([^|{}]*)\|([^|{}]*)\}/g; // `{n:report|reports}`, as `words/__init__.py` reads it

  /** A phrase of the site by key, its {places} filled. */
  function t(key, values) {
    const phrase = data.words && data.words[key];
    if (phrase === undefined) throw new Error(`No phrase ${key}`);
    return phrase.replace(BY_NUMBER, (whole, name, one, many) => (values && name in values ? (String(values[name]) === "1" ? one : many) : whole)).replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]).replace(TURNING, "") : whole));
  }

  /** Sentences one after the other; what is empty is left out. */
  const sentences = (...parts) => parts.filter(Boolean).map((part) => part.trim()).join(t("site.gap"));

  /** The name of a key of a closed list; the key itself where the list lacks it. */
  function nameOf(family, key) {
    if (key === null || key === undefined || key === "") return "";
    const phrase = data.words[`${family}.${key}`];
    return phrase === undefined ? String(key) : phrase;
  }

  /** A key as part of a file name: the same rule as `files.file_name`. */
  function fileName(key) {
    return Array.from(key, (c) => (/[A-Za-z0-9-]/.test(c) ? c : `_${c.codePointAt(0).toString(16)}_`)).join("");
  }

  /** Fetch and run a script of the site; rejects when there is no such file. */
  function script(address) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = address;
      element.onload = resolve;
      element.onerror = () => reject(new Error(address));
      document.head.append(element);
    });
  }

  /**
   * The data registered under `name`, its script fetched when it is not there yet; rejects when there is no such file.
   * `own` data lie in the folder of the page's language.
   */
  function load(name, own) {
    if (name in data) return Promise.resolve(data[name]);
    if (!pending.has(name)) {
      pending.set(name, script(`${own ? root.dataset.language : root.dataset.data}/${name}.js`).then(() => {
        if (!(name in data)) throw new Error(name);
        return data[name];
      }).finally(() => pending.delete(name)));
    }
    return pending.get(name);
  }

  /** As `load`, with `instead` where there is no such file: a chunk without any row has none. */
  const loadOr = (name, instead) => load(name).catch(() => instead);

  /** Lines of fields between tabs as a shard holds them: one object a line; nothing is null, numbers are numbers unless named as text. */
  function lines(text, names, texts) {
    if (!text) return [];
    const words = new Set(texts || []);
    return text.split("\n").map((line) => {
      const fields = line.split("\t");
      const row = {};
      names.forEach((name, place) => {
        const field = fields[place];
        row[name] = field === undefined || field === "" ? null : words.has(name) ? field : Number(field);
      });
      return row;
    });
  }

  /** The bucket of a key among `buckets`, those of the agencies' files where none are named, reckoned as `places.bucket_of` does. */
  function bucketOf(key, buckets) {
    let value = 0;
    for (const byte of new TextEncoder().encode(key)) value = (Math.imul(value, 31) + byte) >>> 0;
    return value % (buckets || data.catalog.buckets);
  }

  const index = new Map();
  /** The agencies of one chunk as {id, name, region, kind, categories, initials, latest, reports, place, moves}, fetched once. */
  function chunkOf(at) {
    if (!index.has(at)) {
      index.set(at, load(`index/${at}`).then((columns) => rowsOf(columns, at * data.catalog.chunk)));
    }
    return index.get(at);
  }

  /** Columns of the index as rows; their places follow one another from `first` where the columns do not give them. */
  function rowsOf(columns, first) {
    const { regions } = columns;
    return columns.id.map((id, at) => ({
      id, name: columns.name[at] || id, region: regions[columns.region[at]][1], adcode: regions[columns.region[at]][0], kind: columns.kind[at],
      categories: columns.categories[at], initials: columns.initials[at], latest: columns.latest[at], reports: columns.reports[at],
      place: columns.place ? columns.place[at] : first + at, moves: movesOf(columns.moves[at]), names: window.gongkai.namesOf(columns.names[at]),
    }));
  }

  /** Steps of reorganisations as {day, kind, id, name, isBefore}: the other body, its key where the release knows it, whether it came first. */
  const movesOf = (steps) => (steps || []).map(([day, kind, id, name, before]) => ({ day, kind, id, name, isBefore: before === "1" }));

  /** Where a day stands on an axis of years, on which a year reaches from half a unit before its point to half a unit behind it. */
  function placeOfDay(day) {
    const [year, month] = day.split("-").map(Number);
    return year - 0.5 + (month - 1) / 12;
  }

  /** The agencies of a function, whole areas left out, out of files of that function alone. */
  async function agenciesWith(category) {
    const chunks = Math.ceil((data.catalog.categories[category] || 0) / data.catalog.chunk);
    const found = await Promise.all(Array.from({ length: chunks }, (_, at) => load(`members/${fileName(category)}/${at}`)));
    return found.flatMap((columns) => rowsOf(columns, 0)).map((row, at) => ({ ...row, at })); // where it stands among them
  }

  /** The agencies of some ids, in their order, without those that are not known. */
  async function agenciesNamed(ids) {
    const { lookups } = data.catalog;
    const files = new Map(await Promise.all([...new Set(ids.map((id) => bucketOf(id, lookups)))].map(async (at) => [at, rowsOf(await load(`bodies/${at}`), 0)])));
    return ids.map((id) => files.get(bucketOf(id, lookups)).find((row) => row.id === id)).filter(Boolean);
  }

  /** The agencies from one place to another (without it), whole chunks of them; every agency where no places are given. */
  async function agencies(from, to) {
    const { agencies: count, chunk } = data.catalog;
    const [first, last] = [Math.floor((from || 0) / chunk), Math.ceil((to === undefined ? count : to) / chunk)];
    const found = await Promise.all(Array.from({ length: Math.max(last - first, 0) }, (_, at) => chunkOf(first + at)));
    return found.flat();
  }

  /** An element with attributes and children; strings become text nodes, null children are left out. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
    return element;
  }

  /** A link that leaves the site, for web addresses alone; anything else stays text. */
  function outsideLink(address, label) {
    if (!/^https?:\/\//i.test(address || "")) {
      return el("span", {}, address ? `${address} ` : "", address ? el("small", { class: "muted" }, t("source.not_linked")) : "");
    }
    return el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, label || address);
  }

  /** Whether a sentence of the data is in English: it has no character of Chinese. */
  const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
  /** A number in figures with its minus sign; what rounds to nought has none. */
  const signed = (text) => (Number(text) === 0 ? text.replace(/^-/, "") : text.replace(/^-/, "−"));
  const formats = new Map(); // making one takes longer than using it a thousand times
  function plain(value, digits) {
    if (!formats.has(digits)) formats.set(digits, new Intl.NumberFormat("en-US", { maximumFractionDigits: digits, minimumFractionDigits: 0 }));
    return formats.get(digits).format(value);
  }

  /** A count or an amount with thousands marks; a dash for nothing. */
  function count(value) {
    return isNumber(value) ? plain(value, 6).replace(/^-/, "−") : t("figure.missing");
  }

  /** A fraction as per cent with one decimal; a dash for nothing. */
  function percent(value) {
    return isNumber(value) ? `${signed((value * 100).toFixed(1))}%` : t("figure.missing");
  }

  /** A growth as signed per cent; whole where it is whole. */
  function growth(value) {
    if (!isNumber(value)) return t("figure.missing");
    const figure = value * 100;
    const digits = Math.abs(figure - Math.round(figure)) < 1e-9 ? 0 : 1;
    return `${figure > 0 ? "+" : figure < 0 ? "−" : ""}${Math.abs(figure).toFixed(digits)}%`;
  }

  /** The percentage of a claim as printed: signed where it is a growth. */
  const growthOrShare = (claim) => (claim.kind === "growth" ? growth(claim.percent / 100) : `${count(claim.percent)}%`);

  /** A measure's value in words, by the kind of value the dictionary gives it. */
  function measure(value, kind) {
    if (!isNumber(value)) return t("figure.missing");
    if (kind === "growth") return growth(value);
    if (kind === "proportion") return percent(value);
    if (["per_100", "per_10k", "log"].includes(kind)) return signed(value.toFixed(2)); // a column of rates keeps its point in one line
    const digits = { count: 0, days: 0, amount: 2 }[kind];
    return plain(value, digits === undefined ? 3 : digits).replace(/^-/, "−");
  }

  /** A moment given in UTC, as a clock in Beijing shows it. */
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "medium" });
  function beijing(moment) {
    return moment ? clock.format(new Date(moment)) : "";
  }

  /** The page's state out of its address; `#a=1&b=2`, or the query where a link was written that way. */
  function state() {
    const given = location.hash.length > 1 ? location.hash.slice(1) : location.search.slice(1);
    return new URLSearchParams(given);
  }

  /** Put the state into the address, a step the reader can go back from unless it is a `small` one. A page in a folder may change its hash alone. */
  function setState(values, small) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value) parameters.set(name, value);
    if (location.hash !== `#${parameters}`) history[small ? "replaceState" : "pushState"](null, "", `#${parameters}`);
  }

  /** Say in `place` that the data did not come. */
  function failed(place) {
    place.replaceChildren(el("p", { class: "notice bad", role: "alert" }, t("site.load_failed")));
  }

  /** The way to the other language leads to the same view. */
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.language") : null;
    if (link) link.hash = location.hash;
  });

  /** Say on the page that it shows what its address names and its tables sort: who drives it need not guess when it stands. */
  async function ready() {
    await window.gongkai.settled();
    window.gongkai.reachScrolls();
    window.gongkai.keepFocus();
    document.body.dataset.ready = String(Number(document.body.dataset.ready || 0) + 1);
  }

  /** How old the data are, by the reader's clock: a release must not know the day it is read. */
  function showAge() {
    for (const place of document.querySelectorAll("[data-moment]")) {
      const days = Math.floor((Date.now() - Date.parse(place.dataset.moment)) / 86400000);
      place.textContent = days < 1 ? t("site.age_today") : t(days > STALE_DAYS ? "site.age_stale" : "site.age_days", { n: days });
      place.classList.toggle("stale", days > STALE_DAYS);
    }
  }
  document.addEventListener("DOMContentLoaded", showAge);

  window.gongkai = {
    ready, script, data, sentences, load, loadOr, lines, agencies, movesOf, placeOfDay, agenciesNamed, agenciesWith, bucketOf, t, nameOf, fileName, el, outsideLink, isNumber, count, percent, growth, growthOrShare, measure, beijing, state, setState, failed, isEnglish: root.lang === "en",
    page: (start) => document.addEventListener("DOMContentLoaded", start),
  };
})();
