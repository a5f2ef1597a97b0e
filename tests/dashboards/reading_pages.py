"""What a page shows, read off it: marks and words of charts, tables by heading, files taken away, the panel of a source."""

from __future__ import annotations

import csv
import io


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
