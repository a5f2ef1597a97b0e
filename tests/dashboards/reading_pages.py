"""What a page shows, read off it: marks and words of charts, tables by heading, files taken away, the panel of a source."""

from __future__ import annotations

import csv
import io

#: What a look at a page takes in at once: figures with their source, charts without marks, labels that are cut or overlap.
LOOK = """() => {
    const shown = (element) => element.offsetParent !== null;
    const charts = [...document.querySelectorAll('.chart')].filter(shown);
    const boxes = (svg) => [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim())
        .map((text) => [text.textContent, text.getBoundingClientRect()]);
    return {
        headings: [...document.querySelectorAll('h1')].filter(shown).length,
        lead: (document.querySelector('.lead:not([hidden])') || document.body).innerText.trim(),
        charts: charts.length,
        marks: charts.map((chart) => chart.querySelectorAll('svg :is(.mark-rect, .mark-symbol, .mark-line) path').length),
        unnamed: charts.filter((chart) => !chart.querySelector('[role=img][aria-label], .notice')).length,
        wide: document.documentElement.scrollWidth,
        raw: document.querySelectorAll('main img, main script').length,
        figures: [...document.querySelectorAll('main [data-figure]')].map((figure) => {
            const cell = figure.closest('td, th');
            return [figure.dataset.agency, Number(figure.dataset.year), figure.dataset.figure, figure.dataset.kind,
                figure.textContent, cell && !cell.querySelector('ul') && 'value' in cell.dataset ? cell.dataset.value : null];
        }),
        cut: [...document.querySelectorAll('.chart svg')].flatMap((svg) => {
            const frame = svg.getBoundingClientRect();
            return boxes(svg).filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
                || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(([text]) => text);
        }),
        overlapping: [...document.querySelectorAll('.chart svg')].flatMap((svg) => {
            const all = boxes(svg);
            return all.flatMap(([one, a], place) => all.slice(place + 1).filter(([, b]) =>
                Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4).map(([other]) => `${one} / ${other}`));
        }),
    };
}"""


def agency_page(agency) -> str:
    return f"agency.html#id={agency.id}"


def marks(page, chart: str) -> int:
    """Bars, points and lines a chart shows; its axes do not count."""
    return page.locator(f"#{chart} svg :is(.mark-rect, .mark-symbol, .mark-line) path").count()


def texts(page, chart: str) -> list[str]:
    return [text for text in page.locator(f"#{chart} svg text").all_text_contents() if text]


def table(page, holder: str, *, words: bool = False) -> list[dict[str, str]]:
    """The values behind a table's cells, or the words a reader sees there, by heading."""
    return page.evaluate(
        """([holder, words]) => {
            const table = document.querySelector(holder + ' table');
            const heads = [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim());
            const of = (cell) => !words && 'value' in cell.dataset ? cell.dataset.value : cell.innerText.trim();
            return [...table.tBodies[0].rows].map((row) =>
                Object.fromEntries([...row.cells].map((cell, place) => [heads[place], of(cell)])));
        }""",
        [holder, words],
    )


def section(page, title: str, *, words: bool = False) -> list[dict[str, str]]:
    """The table of the card with a title, as `table` gives it."""
    page.evaluate(
        """(title) => [...document.querySelectorAll('section.card')].forEach((card) => {
            if (card.querySelector('h2')?.innerText === title) card.id = 'sought'; else if (card.id === 'sought') card.id = ''; })""",
        title,
    )
    return table(page, "#sought", words=words)


def download(page, button) -> tuple[str, bytes]:
    """Click what gives a file; its name and bytes."""
    with page.expect_download() as started:
        button.click()
    return started.value.suggested_filename, started.value.path().read_bytes()


def rows_of_csv(raw: bytes) -> list[list[str]]:
    assert raw.startswith(b"\xef\xbb\xbf")  # a spreadsheet then reads it as UTF-8
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def source_of(page, figure) -> dict[str, str]:
    """Click a figure; what the panel says of it."""
    figure.click()
    page.wait_for_selector("dialog[open] dl.source")
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('dialog dl.source dt')].map((term) =>
            [term.innerText, term.nextElementSibling.innerText]))"""
    )
