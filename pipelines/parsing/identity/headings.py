"""Where titles stand in a document: the lines that are one, alone or joined where one is broken over lines.

Also the lines of pieces of a title (a body's name, a year) beside one that lacks them. What a title says is told in
`titles`; whose report a document is, in `identify`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.parsing.identity.agencies import (
    are_apart,
    are_of_one_level,
    is_body,
    is_portal,
    names_place,
    prints_place,
    same_body,
    scope_of,
)
from pipelines.parsing.identity.spelling import LONGEST, squeeze
from pipelines.parsing.identity.titles import Title, read_title
from pipelines.parsing.identity.years import without_years, years_in
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Document, Grid, Text, Wording

#: Lines in which the head of a page ends; behind it stands the report.
HEAD = 40
#: A title is broken over no more lines than this.
MOST_LINES = 6
#: Cells at the top of a table.
_TOP = 60

#: Levels of headings at which a page may link its own title to itself.
_OWN_LEVELS = (1, 2)

_HOT = re.compile(r"公[开開]|[年报報][报告報]")
#: What the last line of a title holds.
_END = re.compile(r"[告报報]")
_YEAR_LINE = re.compile(r"[(\[]?[\d二〇○零一二三四五六七八九O]{4}年?度?[)\]]?")
_YEAR_BELOW = re.compile(r"[(\[][\d二〇○零一二三四五六七八九O]{4}年?度?[)\]]")
_CUT = re.compile(r"(?:[政信]|政府|信息)$")
_PIECE = re.compile(r"(?![(（]?[一二三四五六七八九十][)）]?[、.])[^。；;！？!?，,]{1,60}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title with its place: the blocks it fills in the document, `first` to `last`.

    `leads` says that what follows may stand under it: a running line does, a cell only alone at the top of its table.
    `is_linked` says that it is a link's, and so the title of another page.
    """

    title: Title
    first: int
    last: int
    leads: bool = True
    is_linked: bool = False

    def is_marked(self, lines: list[Line]) -> bool:
        """Whether the page marks one of its lines as a heading."""
        return any(line.level for line in lines if self.first <= line.block <= self.last)

    def is_headline(self, lines: list[Line]) -> bool:
        """Whether it is marked so and names body and year."""
        return bool(self.title.agency and self.title.years) and self.is_marked(lines)


@dataclass(frozen=True, slots=True)
class Line:
    """A squeezed line and the block it stands in."""

    words: str
    block: int
    level: int
    leads: bool = True
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A document's lines and the titles among them."""

    lines: list[Line]
    headings: list[Heading]

    def body(self) -> list[Line]:
        """The lines that are no title; a line that goes on behind its title is one of them."""
        titles = {place for found in self.headings for place in range(found.first, found.last + 1)}
        return [line for line in self.lines if line.block not in titles or len(line.words) > LONGEST]


def read_page(document: Document) -> Page:
    """The lines and titles of a document."""
    lines = lines_of(document)
    return Page(lines, find_headings(lines))


def lines_of(document: Document) -> list[Line]:
    """The document's texts, squeezed, and the cells at the top of its grids that may be titles."""
    lines = []
    own_levels = _own_levels(document)
    for place, block in enumerate(document.blocks):
        if isinstance(block, Text):
            text = block.text if len(block.text) <= 4 * LONGEST else block.text[: 4 * LONGEST]
            words = squeeze(text)
            if words:
                is_linked = block.is_linked and block.level not in own_levels
                lines.append(Line(words, place, block.level, is_linked=is_linked))
        else:
            lines += _top_lines(block, place)
    return lines


def _own_levels(document: Document) -> tuple[int, ...]:
    """The levels of headings at which a linked title may be the page's own: above those of a title that is no link."""
    marked = (text for text in document.texts if text.level in _OWN_LEVELS and not text.is_linked)
    unlinked = [text.level for text in marked if (title := read_title(squeeze(text.text))) and title.years]
    return tuple(level for level in _OWN_LEVELS if all(level < other for other in unlinked))


def _top_lines(grid: Grid, place: int) -> list[Line]:
    """The cells among the first of a grid that may be titles."""
    found = []
    for cell in (grid.cells[at] for at in _may_be_titles(grid)):
        beside = (other for other in grid.cells[:_TOP] if other is not cell)
        alone = cell.row <= 2 and not any(other.text and other.row == cell.row for other in beside)
        found.append(Line(squeeze(cell.text), place, 0, alone))
    return found


@of_wording
def _may_be_titles(wording: Wording) -> tuple[int, ...]:
    """The places of the cells with words of a title."""
    texts = enumerate(wording[:_TOP])
    return tuple(at for at, text in texts if text and 1 < len(text) <= LONGEST and _HOT.search(text))


def find_headings(lines: list[Line]) -> list[Heading]:
    """Every title in the order of the lines, as complete as the lines beside it make it."""
    found: list[Heading] = []
    at = 0
    while at < len(lines):
        if not _END.search(lines[at].words):
            at += 1
            continue
        window = _window(lines, at, found[-1].last if found else -1)
        if window is None:
            at += 1
            continue
        title, start, stop = window
        own = lines[start : stop + 1]
        leads, is_linked = all(line.leads for line in own), any(line.is_linked for line in own)
        found.append(Heading(title, own[0].block, own[-1].block, leads, is_linked))
        at = stop + 1
    return found


def _window(lines: list[Line], at: int, taken: int) -> tuple[Title, int, int] | None:
    """The title that ends in the line at hand, with the first and last line it fills; the fewest lines that make one.

    Lines farther above belong to it only as `_completed` tells: above a title stand menus and the names of sites.
    """
    alone = read_title(lines[at].words, with_body=True)
    if alone is not None:
        above = lines[at - 1].words if at and taken < lines[at - 1].block >= lines[at].block - 1 else ""
        if not alone.agency and not alone.years and _PIECE.fullmatch(above) and _CUT.search(above):
            cut = read_title(above + lines[at].words)  # a title cut within its last words: `…2022年政` over `府信息…`
            if cut is not None and cut.agency and cut.years:
                return _completed(lines, at - 1, at, cut, taken)
        return _completed(lines, at, at, alone, taken)
    below = lines[at + 1].words if at + 1 < len(lines) else ""
    if _YEAR_BELOW.fullmatch(below) and (dated := read_title(lines[at].words + below)) is not None:
        return _completed(lines, at, at + 1, dated, taken)
    joined = lines[at].words
    for start in range(at - 1, max(at - MOST_LINES, -1), -1):
        is_next = taken < lines[start].block >= lines[start + 1].block - 1
        if not is_next or not _PIECE.fullmatch(lines[start + 1].words) or _is_whole(lines[start]):
            return None
        joined = lines[start].words + joined
        if len(joined) > LONGEST or not _PIECE.fullmatch(lines[start].words):
            return None
        title = read_title(joined)
        if title is not None:
            return _completed(lines, start, at, title, taken)
    return None


def _is_whole(line: Line) -> bool:
    """Whether a line is a title that names a body or a year, and so no rest of one."""
    title = read_title(line.words)
    return title is not None and bool(title.agency or title.years)


def _completed(lines: list[Line], start: int, stop: int, title: Title, taken: int) -> tuple[Title, int, int]:
    """The title with the body and the year that lines directly above it name, or a year in the line below.

    A body's name counts only where a year stands with it: above a column's heading stands the name of the site.
    """
    below = lines[stop + 1].words if stop + 1 < len(lines) else ""
    if not title.years and _YEAR_BELOW.fullmatch(below) and years_in(below):
        title, stop = replace(title, years=years_in(below), printed=title.printed + below), stop + 1
    first, fuller = start, title
    for above in range(start - 1, max(start - 4, -1), -1):
        if not taken < lines[above].block >= lines[above + 1].block - 1 or len(lines[above].words) > 40:
            break
        grown = _with_line(fuller, lines[above].words)
        if grown is not None and grown.agency and not fuller.agency:
            if is_portal(grown.agency) and lines[above].level != lines[start].level:
                break  # the name of the site
            is_part = years_in(lines[above].words) or lines[above].level > 1  # a site is named at the first level
            grown = replace(grown, named_in="title" if is_part else "above")
        is_folder = _YEAR_LINE.fullmatch(lines[above].words) and title.agency and not lines[above].level
        if grown is None or is_folder:  # a menu's year over a title that lacks only the year is no part of it
            break
        if grown.agency != fuller.agency and _is_listed(lines, above):
            break
        fuller = grown
        if fuller.years:
            first, title = above, fuller
    if first == start and start > 0 and title.agency and lines[start - 1].block > taken:
        title, first = _wrapped(lines, start, title)
    return title, first, stop


def _is_listed(lines: list[Line], at: int) -> bool:
    """Whether a body's whole name is one of a list: another body's stands right above it.

    That of a government heads a page, but over one of its own level, as towns are listed.
    """
    if not at or lines[at - 1].block < lines[at].block - 1:
        return False
    above, here = (_name(without_years(line.words)) for line in lines[at - 1 : at + 1])
    if above.endswith("政府") and (
        not here.endswith("政府") or same_body(above, here) or not are_of_one_level(above, here)
    ):
        return False
    return names_place(here) and names_place(above) and is_body(above) and above != here


def _with_line(title: Title, words: str) -> Title | None:
    """The title with a line above it that is a year, a body's name, or both; None where it is neither or says it again."""
    years = years_in(words)
    name = _name(without_years(words)).removeprefix("关于")
    if (years and title.years) or len(years) > 1:
        return None
    if name:
        if not is_body(name) or not (years or prints_place(name)):
            return None
        if title.agency is not None and (
            names_place(title.agency) or not is_body(name + title.agency) or are_apart(name, title.agency)
        ):
            return None
        if title.agency and name.endswith("政府") and scope_of(name + title.agency) != "office":
            return None  # a site's name
        name += title.agency or ""
    elif not years:
        return None
    return replace(title, agency=name or title.agency, years=title.years or years, printed=words + title.printed)


def _wrapped(lines: list[Line], start: int, title: Title) -> tuple[Title, int]:
    """A body's name that the line above begins (`示例市住房和城乡建` over `设局2023年…`).

    Only where the text prints the whole name below: the last word of a menu may stand above a name without its place.
    """
    assert title.agency is not None
    above = _name(lines[start - 1].words)
    whole = above + title.agency
    if len(above) > 30 or is_body(above) or not is_body(whole):
        return title, start
    if not any(whole in _name(line.words) for line in lines[start + 1 :]):
        return title, start
    return replace(title, agency=whole, printed=lines[start - 1].words + title.printed), start - 1


def _name(words: str) -> str:
    return words.replace("(", "（").replace(")", "）")
