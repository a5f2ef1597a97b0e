"""A report as a sequence of blocks in reading order: title, headings, paragraphs, sheets.

Every renderer walks this sequence, so all formats say the same things in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.sheet import JOINED_WIDTH, Sheet, banner, sheets, stack
from warehouse.form import load_form

#: The chapters without a table, which the form files do not name.
PROSE_CHAPTERS = {
    "overview": ("一", "总体情况"),
    "problems": ("五", "存在的主要问题及改进情况"),
    "other": ("六", "其他需要报告的事项"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter's heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


Block = Heading | Paragraph | Sheet


def story(report: Report, layout: Layout) -> Iterator[Block]:
    """The report below its title, block by block."""
    yield from map(Paragraph, report.prose.foreword)
    yield from _prose(report, "overview", layout)
    if layout.joined:
        yield _joined(report, layout)
    else:
        for table, heading in _table_headings(report, layout):
            yield Heading(heading)
            yield from sheets(report, table, layout)
    yield from _prose(report, "problems", layout)
    yield from _prose(report, "other", layout)


def _prose(report: Report, chapter: str, layout: Layout) -> Iterator[Block]:
    number, name = PROSE_CHAPTERS[chapter]
    yield Heading(_chapter(number, name, layout))
    yield from map(Paragraph, getattr(report.prose, chapter))


def _chapter(number: str, name: str, layout: Layout) -> str:
    return name if layout.unnumbered and number in "一二三" else f"{number}、{name}"


def _table_headings(report: Report, layout: Layout) -> list[tuple[str, str]]:
    """The tables in the order of their chapters, each with its printed heading."""
    tables = load_form(report.edition).tables
    order = sorted(tables, key=lambda key: "一二三四五六".index(tables[key].section))
    return [(key, _chapter(tables[key].section, tables[key].label, layout)) for key in order]


def _joined(report: Report, layout: Layout) -> Sheet:
    parts = [
        part
        for table, heading in _table_headings(report, layout)
        for part in (banner(heading), *sheets(report, table, layout))
    ]
    return stack("joined", parts, JOINED_WIDTH)
