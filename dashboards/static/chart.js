"use strict";
// Draws the release's chart specifications: gives them data, the colours of the stylesheet and the width they have.
// What a chart shows is decided by the pages; how it looks is said in `charts.py` and here.
(function () {
  const { el, t } = window.gongkai;
  const drawn = new Map();
  const drawing = new Set();
  const FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      ink: of("ink"), muted: of("muted"), accent: of("accent"), quiet: of("quiet"), ground: of("card"), warn: of("warn"), grid: of("line"),
      /** Fill and writing colour of a group of outcomes, by its place in the form. */
      group: (place) => ({ fill: of(`group-${(place % 6) + 1}`), ink: of(`group-${(place % 6) + 1}-ink`) }),
    };
  }

  function config(palette) {
    return {
      background: "transparent", font: FONT, view: { stroke: null },
      axis: {
        labelColor: palette.muted, titleColor: palette.muted, gridColor: palette.grid, domainColor: palette.grid, tickColor: palette.grid,
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelFont: FONT, titleFont: FONT,
      },
      axisY: { domain: false, ticks: false, labelPadding: 8 },
      text: { font: FONT },
    };
  }

  /** Resolves when the script that draws is there: the answer and the data of a page do not wait for it. */
  const vega = new Promise((resolve, reject) => {
    const script = document.getElementById("vega");
    if (window.vegaEmbed) resolve();
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(script.src)));
  });

  /** The width some text takes in a chart, in pixels. */
  const measuring = document.createElement("canvas").getContext("2d");
  function textWidth(text, size) {
    measuring.font = `${size || 13}px ${FONT}`;
    return measuring.measureText(text).width;
  }

  /** A text in as many lines as it needs to stay within `limit` pixels, broken between characters, or words where these are short enough. */
  function wrapped(text, limit) {
    const found = [""];
    const parts = (text.match(/[\x21-\x7e]+\s*|[^\x21-\x7e]/gu) || []).flatMap((part) => (textWidth(part.trimEnd()) > limit ? Array.from(part) : [part]));
    for (const part of parts) {
      const last = found.length - 1;
      if (found[last] && textWidth((found[last] + part).trimEnd()) > limit) found.push(part);
      else found[last] += part;
    }
    return found.map((line) => line.trimEnd());
  }

  /**
   * Draw chart `name` in `place`; `fill(width, colours)` gives {datasets, params, height, padding}, or null for nothing to draw.
   * `label` is read out in place of the picture; `open(datum)` follows a click on a mark; `title` stands over a picture taken away.
   */
  async function chart(place, name, label, fill, open, title) {
    const card = place.closest(".card");
    const head = card && card.querySelector("h2");
    drawn.set(place, { name, label, fill, open, width: 0, title: title || (head ? head.textContent : document.title) });
    const job = draw(place);
    drawing.add(job);
    await job.finally(() => drawing.delete(job));
  }

  async function draw(place) {
    const job = drawn.get(place);
    const width = Math.floor(place.clientWidth);
    if (!job || width === 0) return;
    job.width = width;
    const palette = colours();
    const filled = job.fill(width, palette);
    if (!filled) {
      place.replaceChildren(el("p", { class: "notice" }, t("chart.no_data")));
      return;
    }
    const [specs] = await Promise.all([window.gongkai.load("charts"), vega]);
    if (drawn.get(place) !== job) return;
    const spec = structuredClone(specs[job.name]);
    const given = { ...palette, ...filled.params };
    spec.params = spec.params.map((parameter) => ({ name: parameter.name, value: parameter.name in given ? given[parameter.name] : parameter.value }));
    spec.datasets = filled.datasets;
    spec.height = filled.height;
    spec.padding = filled.padding;
    spec.width = width;
    const box = el("div", { class: "plot" }); // Vega names its own box anew, so the label stands on the one around it
    place.replaceChildren(el("div", { role: "img", "aria-label": job.label }, box));
    const made = await window.vegaEmbed(box, spec, { ast: true, actions: false, renderer: "svg", tooltip: false, logLevel: 1 /* errors; an empty layer is none */, config: config(palette) });
    if (drawn.get(place) !== job) return made.finalize();
    if (job.made) job.made.finalize();
    job.made = made;
    if (job.open) {
      made.view.addEventListener("click", (event, item) => { if (item && item.datum) job.open(item.datum); });
    }
    place.dataset.drawn = String(width);
    offer(place, job, made.view);
  }

  // -- pictures to take away ---------------------------------------------------------------------------------------------

  /** Links under a chart that give it as a picture, with its title above and its source below. */
  function offer(place, job, view) {
    const link = (kind, make) => {
      const button = el("button", { type: "button", class: "take", "data-take": kind, "aria-label": `${t(`chart.${kind}`)}${t("site.colon")}${job.title}` }, t(`chart.${kind}`));
      button.addEventListener("click", async () => window.gongkai.save(await make(), `gongkai-${job.title}.${kind}`));
      return button;
    };
    const picture = async () => framed(await view.toSVG(), job.title, keyOf(place));
    place.append(el("p", { class: "tools" },
      link("png", async () => raster(await picture())),
      link("svg", async () => new Blob([(await picture()).text], { type: "image/svg+xml" }))));
  }

  /** What the colours of a chart mean, as the list beside it says: [words, colour]. */
  function keyOf(place) {
    const items = place.closest(".card").querySelectorAll(".legend li");
    return [...items].map((item) => [item.textContent, getComputedStyle(item.querySelector(".swatch")).color]);
  }

  /** The list of colours laid out in lines of a width: [words, colour, left, line]. */
  function laid(key, width) {
    let [left, line] = [0, 0];
    return key.map(([words, colour]) => {
      const wide = textWidth(words, 12) + 38;
      if (left && left + wide > width) [left, line] = [0, line + 1];
      left += wide;
      return [words, colour, left - wide, line];
    });
  }

  /** The chart inside a frame that says what it is, what its colours mean and where it comes from; its ground is that of the page. */
  function framed(svg, title, key) {
    const palette = colours();
    const inner = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    const [width, height] = ["width", "height"].map((name) => Number(inner.getAttribute(name)));
    const space = "http://www.w3.org/2000/svg";
    const outer = document.createElementNS(space, "svg");
    const make = (tag, attributes, text) => {
      const part = document.createElementNS(space, tag);
      for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, String(value));
      if (text) part.textContent = text;
      return part;
    };
    const marks = laid(key, width);
    const above = marks.length ? (marks[marks.length - 1][3] + 1) * 20 + 6 : 0;
    const [wide, tall] = [width + 32, height + 84 + above];
    for (const [name, value] of Object.entries({ width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}` })) outer.setAttribute(name, String(value));
    inner.setAttribute("x", "16");
    inner.setAttribute("y", String(44 + above));
    const legend = marks.flatMap(([words, colour, left, line]) => [
      make("rect", { x: 16 + left, y: 42 + line * 20, width: 12, height: 12, fill: colour }),
      make("text", { x: 34 + left, y: 53 + line * 20, fill: palette.ink, "font-size": 12, "font-family": FONT }, words),
    ]);
    const said = `${t("chart.source", { release: document.documentElement.dataset.release })}`;
    outer.append(make("rect", { width: wide, height: tall, fill: palette.ground }), make("text", { x: 16, y: 28, fill: palette.ink, "font-size": 16, "font-family": FONT }, title), ...legend, inner,
      make("text", { x: 16, y: tall - 14, fill: palette.muted, "font-size": 11, "font-family": FONT }, said));
    return { text: new XMLSerializer().serializeToString(outer), width: wide, height: tall };
  }

  /** The picture in dots, twice as fine as on the screen. */
  async function raster({ text, width, height }) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  }

  /** Draw again what changed its width, or everything; resolves when all stand. */
  function redraw(always) {
    const again = [];
    for (const [place, job] of drawn) {
      if (!place.isConnected) drawn.delete(place);
      else if (always || Math.abs(place.clientWidth - job.width) > 2) again.push(draw(place));
    }
    return Promise.all(again);
  }
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => redraw(false), 150); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw(true));

  /** Resolves when the charts asked for until now stand. */
  const stand = () => Promise.allSettled([...drawing]);

  Object.assign(window.gongkai, { chart, drawn: stand, textWidth, wrapped, redraw });
})();
