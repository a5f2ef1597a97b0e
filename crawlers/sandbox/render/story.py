"""A report as a sequence of blocks in reading order: headings, paragraphs, sheets, and the title above them.

Every renderer walks this sequence, so all formats say the same things in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.blocks import Block, Heading, Paragraph, Sheet, Story
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.sheet import JOINED_WIDTH, banner, sheets, stack, statistics_sheet
from warehouse.form import load_form, load_forms


def headline(report: Report, layout: Layout) -> str:
    """The title as printed."""
    return layout.said(layout.printed(report).title)


def story(report: Report, layout: Layout) -> Story:
    """The report below its title, block by block, as the layout has it."""
    official = tuple(_official(layout.printed(report), layout))
    told = reduce(lambda blocks, change: change(blocks), layout.changes, official)
    return tuple(_said(block, layout) for block in told) if layout.words else told


@dataclass(frozen=True, slots=True)
class Printed:
    """A document before its format: its title, whose it is, when it was published, and its blocks."""

    title: str
    issuer: str
    published_on: date
    blocks: Story


def printed(reports: Sequence[Report], layout: Layout) -> Printed:
    """One document of one report, or of several, each behind a heading with its title but for the first."""
    first = reports[0]
    blocks = list(story(first, layout))
    for report in reports[1:]:
        blocks += [Heading(headline(report, layout)), *story(report, layout)]
    return Printed(headline(first, layout), layout.said(first.issuer), first.published_on, tuple(blocks))


def _said(block: Block, layout: Layout) -> Block:
    if isinstance(block, Sheet):
        return replace(block, boxes=tuple(replace(box, text=layout.said(box.text)) for box in block.boxes))
    return replace(block, text=layout.said(block.text))


def _official(report: Report, layout: Layout) -> Iterator[Block]:
    yield from map(Paragraph, report.prose.foreword)
    yield from _prose(report, "overview")
    if report.edition not in load_forms():
        if report.figures:
            yield Heading("二、政府信息公开情况统计表")
            yield statistics_sheet(report)
    elif layout.joined:
        yield _joined(report, layout)
    else:
        for table, heading in _table_headings(report):
            yield Heading(heading)
            yield from sheets(report, table, layout)
    yield from _prose(report, "problems")
    yield from _prose(report, "other")


def _prose(report: Report, chapter: str) -> Iterator[Block]:
    # the years before the form had chapters of their own; these stand in for them
    told = (load_forms().get(report.edition) or next(iter(load_forms().values()))).chapters[chapter]
    if paragraphs := getattr(report.prose, chapter):
        yield Heading(f"{told.section}、{told.label}")
        yield from map(Paragraph, paragraphs)


def _table_headings(report: Report) -> list[tuple[str, str]]:
    """The tables in the order of their chapters, each with its printed heading."""
    form = load_form(report.edition)
    told = ((key, chapter) for key, chapter in form.chapters.items() if key in form.tables)
    return [(key, f"{chapter.section}、{chapter.label}") for key, chapter in told]


def _joined(report: Report, layout: Layout) -> Sheet:
    parts = [
        part for table, heading in _table_headings(report) for part in (banner(heading), *sheets(report, table, layout))
    ]
    return stack("joined", parts, JOINED_WIDTH)
