"""A document that holds several reports, cut into one document a report at their titles.

A title counts as the beginning of a report only where a report follows it: the form's tables, the statistics table or
chapters of prose; titles in lists, menus and contents are followed by none. Where two sets of tables stand under one title
nothing is cut, and the document is in doubt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.parsing.identity.agencies import full_name, same_body
from pipelines.parsing.identity.headings import Heading, Page, read_page
from pipelines.parsing.identity.spelling import simplified, squeeze
from pipelines.parsing.identity.times import find_period
from pipelines.parsing.identity.titles import Title
from pipelines.parsing.statistics.lines import known_lines, read_head, read_label
from pipelines.parsing.tables.labels import LabelIndex, label_index
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Document, Grid, Text, Wording

#: Labels of the form in a grid from which on it is a table of a report.
FEWEST_LABELS = 3
#: Chinese characters in paragraphs from which on a stretch of prose may be a report.
SHORTEST_PROSE = 200
#: A grid with fewer cells is no table of a report.
FEWEST_CELLS = 20

_CHAPTER = re.compile(r"[(（]?[一二三四五六七八][)）]?[、.．]")
_PARAGRAPH = 30
_LONGEST_LABEL = 40
_RECEIVED = ("requests", "new_received")
_CENTURIES = frozenset({"19", "20"})


_Stretch = tuple[Heading | None, int, int]  # its heading and its blocks, from and to


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the document that holds one report, under its heading; None where no title stands over it."""

    document: Document
    heading: Heading | None
    page: Page


def split_reports(document: Document, index: LabelIndex) -> list[Part]:
    """The reports of a document in their order; one part, the whole document, where there is one or none.

    The part of a document with one report carries the heading its body stands under, None where the first will do.
    """
    page = read_page(document)
    headings = [heading for heading in page.headings if _is_boundary(heading, page.headings)]
    starts = [heading.first for heading in headings]
    has_front = bool(starts) and _may_hold(document.blocks[: starts[0]])
    if len({(heading.title.agency, heading.title.years) for heading in headings}) < 2 and not has_front:
        return [Part(document, None, page)]
    stretches: list[_Stretch] = [(None, 0, starts[0])]
    for heading, stop in zip(headings, [*starts[1:], len(document.blocks)], strict=True):
        stretches.append((heading, heading.first, stop))
    held = [stretch for stretch in stretches if _holds_report(document.blocks[stretch[1] : stretch[2]], index)]
    parts = _merged(held)
    if len(parts) <= 1:
        own = parts[0][0] if parts else None
        if parts and own is None:  # titles behind a report are of others
            page = Page(page.lines, [])
        return [Part(document, _headline_of(own, headings, page), page)]
    return [_part(document, stretch) for stretch in parts]


def _headline_of(own: Heading | None, headings: Sequence[Heading], page: Page) -> Heading | None:
    """The heading of the one report, that above it where a bare `政府信息公开年报` in a menu stands between them.

    Only one that is marked as a heading, as that in the menu is not, names body and year, and is the one of its kind.
    """
    if own is None or own.title.agency or own.title.years or own.is_marked(page.lines):
        return own
    above = [heading for heading in headings if heading.first < own.first and heading.is_headline(page.lines)]
    return above[-1] if len({(heading.title.agency, heading.title.years) for heading in above}) == 1 else own


def _may_hold(blocks: Sequence[Text | Grid]) -> bool:
    """Whether there is enough above the first title to be a report; a quick look."""
    return any(
        len(block.cells) > FEWEST_CELLS if isinstance(block, Grid) else len(block.text) > SHORTEST_PROSE
        for block in blocks
    )


def _is_boundary(heading: Heading, headings: Sequence[Heading]) -> bool:
    """A title under which a report may stand; a table with two titles in it is not cut."""
    inside = sum(other.first == heading.first and other.leads for other in headings)
    return heading.title.kind == "report" and heading.leads and not heading.is_linked and inside == 1


def _merged(
    stretches: Sequence[_Stretch],
) -> list[_Stretch]:
    """Neighbouring stretches under the same title as one: a title is printed again above tables and annexes."""
    parts: list[_Stretch] = []
    for heading, start, stop in stretches:
        if parts and _goes_on(parts[-1][0], heading):
            before = parts[-1][0]
            fuller = max(
                (before, heading), key=lambda h: 0 if h is None else 1 + bool(h.title.agency) + bool(h.title.years)
            )
            parts[-1] = (before if fuller is None else fuller, parts[-1][1], stop)
        else:
            parts.append((heading, start, stop))
    return parts


def _goes_on(before: Heading | None, heading: Heading | None) -> bool:
    if before is None or heading is None:
        return before is heading
    return same_report(before.title, heading.title)


def same_report(one: Title, other: Title) -> bool:
    """Whether two titles may be of one report: nothing that both name differs."""
    if one.years and other.years and one.years != other.years:
        return False
    if one.agency and other.agency:
        return same_body(simplified(full_name(one.agency)), simplified(full_name(other.agency)))
    return True


def _holds_report(blocks: Sequence[Text | Grid], index: LabelIndex) -> bool:
    """Whether a report stands here: tables of the form, the statistics table, a period, or chapters of prose."""
    if any(isinstance(block, Grid) and holds_form(block, index) for block in blocks):
        return True
    texts = [block.text for block in blocks if isinstance(block, Text)]
    if sum(len(re.findall(r"[\u3400-\u9fff]", text)) for text in texts if len(text) >= _PARAGRAPH) < SHORTEST_PROSE:
        return False
    chapters = sum(bool(_CHAPTER.match(squeeze(text[:20]))) for text in texts)
    return chapters >= 2 or find_period(texts) is not None or any(len(text) > 10 * SHORTEST_PROSE for text in texts)


def holds_form(grid: Grid, index: LabelIndex) -> bool:
    """Whether a grid is a table of the form or the statistics table, by its labels."""
    known = 0
    for cell in grid.cells:
        if not cell.text or len(cell.text) > 60 or cell.text.isdigit():
            continue
        is_row = any(role.kind == "row" for role in index.find(cell.text))
        known += is_row or bool(known_lines(read_label(cell.text).words))
        if known >= FEWEST_LABELS:
            return True
    return False


def _part(document: Document, stretch: _Stretch) -> Part:
    """A stretch as a document of its own; the page's metadata name one report, so no part is told by them."""
    heading, start, stop = stretch
    moved = replace(heading, first=heading.first - start, last=heading.last - start) if heading else None
    dates = {key: value for key, value in document.meta.items() if key in ("pubdate", "publishdate")}
    own = replace(document, blocks=document.blocks[start:stop], meta=dates)
    return Part(own, moved, read_page(own))


# -- two sets of tables under one title -----------------------------------------------------------------------------------


def second_set(document: Document) -> int | None:
    """The place among the grids where a second set of the form's tables begins; None where there is one set."""
    grids = document.grids
    places = [place for place, grid in enumerate(grids) if _has_received(grid)]
    if len(places) > 1:
        places = [place for place in places if not _compares_years(grids[place])]
    return places[1] if len(places) > 1 else None


@of_wording
def _has_received(wording: Wording) -> bool:
    """Whether a table's words name the row of what was newly received, which every set has once; prose names none."""
    labels = (text for text in wording if text and len(text) <= _LONGEST_LABEL and not text.isascii())
    roles = (role for label in labels for role in label_index().find(label) if role.kind == "row")
    return any(role.line is not None and (role.table, role.line.key) == _RECEIVED for role in roles)


def _compares_years(grid: Grid) -> bool:
    """Whether a table sets years side by side: its figures stand under no column of the form."""
    years: dict[int, set[int]] = defaultdict(set)
    for cell in grid.cells:
        if cell.text[:2] in _CENTURIES and (head := read_head(cell.text)) is not None and head.year is not None:
            years[cell.row].add(head.year)
    return any(len(several) > 1 for several in years.values())
