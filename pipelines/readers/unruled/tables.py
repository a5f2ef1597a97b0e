"""Tables without rulings around their cells: columns by the alignment of their figures, rows by their numbered labels.

Here the lines of a page that may be such tables are found, and what one page leaves to the next; what is laid out of them,
and when it is not, is decided in `table.py`. Tables with rulings belong to `lattice`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from pipelines.readers.group_labels import corner_labels
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.lines import glyphs_by_line
from pipelines.readers.pages.phrases import UNITS, Phrase, box_of, phrases_of
from pipelines.readers.pages.pieces import Piece
from pipelines.readers.unruled.glued import part_rows, whole_rows
from pipelines.readers.unruled.header import header_at_end, header_begun, is_heading, may_be_header
from pipelines.readers.unruled.standing import standing_groups
from pipelines.readers.unruled.statistics import take_statistics
from pipelines.readers.unruled.table import Above, Found, figures_of, table_of

#: Rows stand no further apart than this many times what most lines do, nor than this many times the type size.
_AIR, _MOST_AIR = 1.3, 8.0
#: A figure further from what stands before it than this share of its height stands apart.
_APART = 0.5
#: Boxes of two digits of one number may lie over one another by this share of their height.
_WIDER = 0.25
#: A header that a page ends with is no higher than this.
_END = 150.0
_FIGURES = frozenset("0123456789０１２３４５６７８９-—－/.,")
_PAGE_NUMBER = re.compile(r"[-—–－·•]\s*\d{1,4}\s*[-—–－·•]|\d{1,3}\s*[/／]\s*\d{1,3}")

_Lines = list[list[Phrase]]


@dataclass(slots=True)
class _Taken:
    """The tables taken from a page, each with its height, and the glyphs in them by identity."""

    pieces: list[tuple[float, Piece]] = field(default_factory=list)
    glyphs: set[int] = field(default_factory=set)

    def add(self, piece: Piece, phrases: list[Phrase], top: float) -> None:
        self.pieces.append((top, piece))
        self.glyphs.update(id(glyph) for phrase in phrases for glyph in phrase.glyphs)

    def rest(self, glyphs: list[Glyph]) -> list[Glyph]:
        """The glyphs that are in no table."""
        return [glyph for glyph in glyphs if id(glyph) not in self.glyphs] if self.glyphs else glyphs


def take_aligned(
    glyphs: list[Glyph], page: int, above: Above
) -> tuple[list[tuple[float, Piece]], list[list[Glyph]], Above]:
    """The aligned tables among glyphs outside every ruled table, each with its height, and the lines of glyphs in none.

    Rows without a header are taken only where they stand in the columns of the last aligned table of the pages before,
    `above`. What this page leaves to those behind comes last.
    """
    taken = _Taken()
    if not glyphs or not (_may_be_table(glyphs) or above.statistics or above.is_header):
        by_line = glyphs_by_line(glyphs)
        above = replace(above, head=[])
        if may_be_header(_end_of(by_line)[1]):
            end = max(glyph.y1 for glyph in glyphs) - _END
            above = _take_header_at_end([glyph for glyph in glyphs if glyph.y1 > end], page, above, taken)
            by_line = glyphs_by_line(taken.rest(glyphs)) if taken.pieces else by_line
        return taken.pieces, by_line, above
    standing = standing_groups(glyphs)
    lines = [phrases_of(line) for line in glyphs_by_line([g for g in glyphs if id(g) not in standing])]
    lines = lines[_is_page_number(lines[0]) : len(lines) - _is_page_number(lines[-1])] if lines else []
    left = None
    statistics = take_statistics(lines, page, above.statistics)
    if statistics is not None:
        piece, phrases, own, left = statistics
        taken.add(piece, phrases, box_of(phrases)[1])
        lines = [line for number, line in enumerate(lines) if number not in own]
    if statistics is not None or above.statistics:
        above = Above(statistics=left)
    lines = part_rows(whole_rows(lines), above.columns)
    above, last = _take_tables(lines, page, above, taken)
    taken.glyphs |= standing if taken.pieces else set()
    below = max((phrase.y1 for line in lines[: last + 1] for phrase in line), default=0.0)
    rest = taken.rest(glyphs)
    above = _take_header_at_end([glyph for glyph in rest if glyph.y0 > below], page, above, taken)
    return taken.pieces, glyphs_by_line(taken.rest(rest)), above


def _take_tables(lines: _Lines, page: int, above: Above, taken: _Taken) -> tuple[Above, int]:
    """Take the tables among the lines of a page; what they leave open, and the last line that may be of one, or -1."""
    air = _air(lines)
    runs = _runs(lines)
    head, above = above.head, replace(above, head=[])
    for first, last in runs:
        found = _table_below(head, lines, first, last, page, air) if head else None
        found = found or table_of(lines, first, last, page, above, air)
        head = []
        if found is not None:
            above = found.left
            taken.add(found.piece, found.phrases, found.top)
    return above, runs[-1][1] if runs else -1


def _table_below(head: list[Glyph], lines: _Lines, first: int, last: int, page: int, air: float) -> Found | None:
    """The table whose header began with `head` at the end of the page before, where the form has words for its columns."""
    begin = min(phrase.y0 for phrase in lines[0])
    size = head[0].y1 - head[0].y0
    shift = begin - size / 2 - max(glyph.y1 for glyph in head)
    moved = [glyph._replace(y0=glyph.y0 + shift, y1=glyph.y1 + shift) for glyph in head]
    upper = [phrases_of(line) for line in glyphs_by_line(moved)]
    again = {
        (phrase.text, round(phrase.x0)) for phrase in lines[0]
    }  # a line that the break cuts may show on both pages
    upper = [kept for line in upper if (kept := [p for p in line if (p.text, round(p.x0)) not in again])]
    first, last = first + len(upper), last + len(upper)
    found = table_of([*upper, *lines], first, last, page, Above(), air, begin)
    return found if found is not None and found.is_named else None


def _take_header_at_end(end: list[Glyph], page: int, above: Above, taken: _Taken) -> Above:
    """Take the header that a page ends with, among the glyphs `end` below its tables; what the page leaves open."""
    by_line, last = _end_of(glyphs_by_line(end))
    if not may_be_header(last):
        return above
    lines = [*map(phrases_of, by_line[:-1]), last]
    found = header_at_end(lines, page)
    if found is not None:
        piece, phrases, columns = found
        taken.add(piece, phrases, box_of(phrases)[1])
        return Above(columns, is_header=True)
    begun = header_begun(lines)
    return Above(head=[glyph for phrase in begun for glyph in phrase.glyphs]) if begun else above


def _end_of(by_line: list[list[Glyph]]) -> tuple[list[list[Glyph]], list[Phrase]]:
    """The lines without the number that a page ends with, and the phrases of the last one."""
    last = phrases_of(by_line[-1]) if by_line else []
    if last and _is_page_number(last):
        by_line = by_line[:-1]
        last = phrases_of(by_line[-1]) if by_line else []
    return by_line, last


def _is_page_number(line: list[Phrase]) -> bool:
    """Whether a line at the edge of a page is its number between dashes, or one of several pages, and no row of figures."""
    size = line[0].y1 - line[0].y0
    is_close = all(right.x0 - left.x1 < size for left, right in pairwise(line))
    return is_close and _PAGE_NUMBER.fullmatch("".join(phrase.text for phrase in line)) is not None


def _may_be_table(glyphs: list[Glyph]) -> bool:
    """Whether a figure follows another one at a distance: prose sets words between them. Saves reading most pages.

    A font that is not in the file may give its digits boxes wider than their steps, so that those of one number lie over
    one another, and rows may have one figure each, the others being blank; there, and below the form's word over labels,
    it takes a figure that no word adjoins.
    """
    are_overlaid = False
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char not in _FIGURES:
            last = last and glyph if glyph.char in UNITS else None
            continue
        if last is not None:
            gap, height = glyph.x0 - last.x1, glyph.y1 - glyph.y0
            if not -1 < gap < _APART * height:
                if not (-_WIDER * height < gap < 0 and _are_level(last, glyph)):
                    return True
                are_overlaid = True
        last = glyph
    return (are_overlaid or _has_corner(glyphs)) and _has_figure_alone(glyphs)


def _has_corner(glyphs: list[Glyph]) -> bool:
    text = "".join([glyph.char for glyph in glyphs])
    return any(label in text for label in corner_labels())


def _has_figure_alone(glyphs: list[Glyph]) -> bool:
    begin = 0
    for is_figure, run in groupby(glyphs, key=lambda glyph: glyph.char in _FIGURES):
        end = begin + len(list(run))
        before, after = glyphs[max(begin - 1, 0) : begin + 1], glyphs[end - 1 : end + 1]
        if is_figure and not any(len(pair) > 1 and _adjoin(*pair) for pair in (before, after)):
            return True
        begin = end
    return False


def _adjoin(left: Glyph, right: Glyph) -> bool:
    return _are_level(left, right) and right.x0 - left.x1 < _APART * (right.y1 - right.y0)


def _are_level(one: Glyph, other: Glyph) -> bool:
    return abs(one.y0 - other.y0) < _WIDER * (other.y1 - other.y0)


def _runs(lines: _Lines) -> list[tuple[int, int]]:
    """First and last line of each run of lines of figures with nothing but labels between them."""
    runs: list[tuple[int, int]] = []
    start = last = -1
    left = 0.0
    for number, line in enumerate(lines):
        figures = figures_of(line)
        words = line[: len(line) - len(figures)]
        # prose below a table may end its line with a number
        runs_over = start >= 0 and any(p.x1 > left + (p.y1 - p.y0) for p in words)
        is_row = figures and not runs_over and all(not p.is_figure for p in words)
        if is_row and _is_row(lines, number, len(figures)):
            left = min(left, figures[0].x0) if start >= 0 else figures[0].x0
            start = number if start < 0 else start
            last = number
        elif start >= 0 and (any(phrase.x1 > left + 2 for phrase in line) or is_heading(line)):
            runs.append((start, last))
            start = -1
    return [*runs, (start, last)] if start >= 0 else runs


def _is_row(lines: _Lines, number: int, figures: int) -> bool:
    """Whether a line of figures may be a row: one alone has its label before it or close above it."""
    line = lines[number]
    if figures > 1 or len(line) > 1:
        return "。" not in line[0].text
    return number > 0 and line[0].y0 - max(phrase.y1 for phrase in lines[number - 1]) < line[0].y1 - line[0].y0


def _air(lines: _Lines) -> float:
    """How far apart rows of the page may stand: rather more than most of its lines do, tables having more air than prose."""
    if len(lines) < 2:
        return 0.0
    gaps = sorted(low[0].y0 - max(phrase.y1 for phrase in high) for high, low in pairwise(lines))
    size = lines[0][0].y1 - lines[0][0].y0
    return min(_AIR * gaps[3 * len(gaps) // 4], _MOST_AIR * size)
