"""Tables without rulings around their cells: columns by the alignment of their figures, rows by their numbered labels.

Only a table of many columns is looked for, or one of few under the form's own words, and only what comes out one way is
laid out: every figure stands under one header, every row has one label of its own. Anything else stays text. Tables with
rulings belong to `lattice`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

from pipelines.readers.aligned_header import find_header, header_at_end, header_cells, leaves_of, spans_of
from pipelines.readers.aligned_statistics import Open, take_statistics
from pipelines.readers.glued import part_header, part_rows, whole_rows
from pipelines.readers.group_labels import (
    NUMBER,
    bare,
    block_headings,
    column_labels,
    corner_labels,
    group_labels,
    row_groups,
    row_labels,
    unnumbered,
)
from pipelines.readers.label_lines import Label, is_cut, is_label, is_part, labels_of, squashed
from pipelines.readers.lattice import Glyph
from pipelines.readers.lines import glyphs_by_line
from pipelines.readers.phrases import (
    Column,
    Phrase,
    box_of,
    column_of,
    columns_in,
    columns_of,
    columns_under,
    edges_of,
    phrases_of,
)
from pipelines.readers.pieces import Piece, PieceCell, place

#: With fewer columns than this only the form's own words over them make a table.
FEWEST_COLUMNS = 5
#: Rows stand no further apart than this many times what most lines do, nor than this many times the type size.
_AIR, _MOST_AIR = 1.3, 8.0
#: A header that a page ends with is no higher than this.
_END = 150.0
_FIGURES = frozenset("0123456789０１２３４５６７８９-—－/.,")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_PAGE_NUMBER = re.compile(r"[-—–－·•]\s*\d{1,4}\s*[-—–－·•]|\d{1,3}\s*[/／]\s*\d{1,3}")


@dataclass(slots=True)
class _Cut:
    """A label that a page ends within: its text so far, and the piece and the row that it heads, -1 for a group's."""

    text: str
    piece: Piece
    row: int
    has_figures: bool


@dataclass(slots=True)
class Above:
    """What the last aligned table of the pages before leaves open: its columns, and the labels that its page cut.

    `is_header` where the page ends with the header.
    """

    columns: list[Column] = field(default_factory=list)
    cut: list[_Cut] = field(default_factory=list)
    is_header: bool = False
    statistics: Open | None = None


def take_aligned(glyphs: list[Glyph], page: int, above: Above) -> tuple[list[tuple[float, Piece]], list[Glyph], Above]:
    """The aligned tables among glyphs outside every ruled table, each with its height, and the glyphs that are in none.

    Rows without a header are taken only where they stand in the columns of the last aligned table of the pages before,
    `above`. What this page leaves to those behind comes last.
    """
    if not glyphs or not (_neighbours(glyphs) or above.statistics):
        end = max((glyph.y1 for glyph in glyphs), default=0.0) - _END
        return _with_header_at_end([], glyphs, [glyph for glyph in glyphs if glyph.y1 > end], page, above)
    lines = [phrases_of(line) for line in glyphs_by_line(glyphs)]
    lines = lines[_is_page_number(lines[0]) : len(lines) - _is_page_number(lines[-1])]
    pieces: list[tuple[float, Piece]] = []
    taken: set[int] = set()
    left = None
    statistics = take_statistics(lines, page, above.statistics)
    if statistics is not None:
        piece, phrases, own, left = statistics
        pieces.append((box_of(phrases)[1], piece))
        taken.update(id(glyph) for phrase in phrases for glyph in phrase.glyphs)
        lines = [line for number, line in enumerate(lines) if number not in own]
    if statistics is not None or above.statistics:
        above = Above(statistics=left)
    lines = part_rows(whole_rows(lines), above.columns)
    air = _air(lines)
    runs, last = _runs(lines), -1
    for first, last in runs:
        found = _table(lines, first, last, page, above, air)
        if found is not None:
            piece, phrases, above = found
            pieces.append((box_of(phrases)[1], piece))
            taken.update(id(glyph) for phrase in phrases for glyph in phrase.glyphs)
    rest = [glyph for glyph in glyphs if id(glyph) not in taken] if taken else glyphs
    below = max((phrase.y1 for line in lines[: last + 1] for phrase in line), default=0.0) if runs else 0.0
    return _with_header_at_end(pieces, rest, [glyph for glyph in rest if glyph.y0 > below], page, above)


def _with_header_at_end(
    pieces: list[tuple[float, Piece]], glyphs: list[Glyph], end: list[Glyph], page: int, above: Above
) -> tuple[list[tuple[float, Piece]], list[Glyph], Above]:
    """The tables of a page, with the header that it ends with in `end`, what is left of its glyphs, and what it leaves open."""
    lines = [phrases_of(line) for line in glyphs_by_line(end)]
    found = header_at_end(lines[: len(lines) - _is_page_number(lines[-1])], page) if lines else None
    if found is None:
        return pieces, glyphs, above
    piece, phrases, columns = found
    taken = {id(glyph) for phrase in phrases for glyph in phrase.glyphs}
    rest = [glyph for glyph in glyphs if id(glyph) not in taken]
    return [*pieces, (box_of(phrases)[1], piece)], rest, Above(columns, is_header=True)


def _is_page_number(line: list[Phrase]) -> bool:
    """Whether a line at the edge of a page is its number between dashes, or one of several pages, and no row of figures."""
    size = line[0].y1 - line[0].y0
    is_close = all(right.x0 - left.x1 < size for left, right in pairwise(line))
    return is_close and _PAGE_NUMBER.fullmatch("".join(phrase.text for phrase in line)) is not None


def _neighbours(glyphs: list[Glyph]) -> int:
    """How often a figure follows another one at a distance: prose sets words between them. Saves reading most pages."""
    count = 0
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char not in _FIGURES:
            last = None
            continue
        if last is not None and not -1 < glyph.x0 - last.x1 < 0.5 * (glyph.y1 - glyph.y0):
            count += 1
        last = glyph
    return count


def _figures(line: list[Phrase]) -> list[Phrase]:
    """The figures a line ends with."""
    count = 0
    while count < len(line) and line[-1 - count].is_figure:
        count += 1
    return line[len(line) - count :]


def _runs(lines: list[list[Phrase]]) -> list[tuple[int, int]]:
    """First and last line of each run of lines of figures with nothing but labels between them."""
    runs: list[tuple[int, int]] = []
    start = last = -1
    left = 0.0
    for number, line in enumerate(lines):
        figures = _figures(line)
        if figures and all(not p.is_figure for p in line[: -len(figures)]) and _is_row(lines, number, len(figures)):
            left = min(left, figures[0].x0) if start >= 0 else figures[0].x0
            start = number if start < 0 else start
            last = number
        elif start >= 0 and (any(phrase.x1 > left + 2 for phrase in line) or _is_heading(line)):
            runs.append((start, last))
            start = -1
    return [*runs, (start, last)] if start >= 0 else runs


def _is_row(lines: list[list[Phrase]], number: int, figures: int) -> bool:
    """Whether a line of figures may be a row: one alone has its label before it or close above it."""
    line = lines[number]
    if figures > 1 or len(line) > 1:
        return "。" not in line[0].text
    return number > 0 and line[0].y0 - max(phrase.y1 for phrase in lines[number - 1]) < line[0].y1 - line[0].y0


def _is_heading(line: list[Phrase]) -> bool:
    """Whether a line is the heading of a chapter or of a block, and no row's label nor the first line of one."""
    if bare("".join(phrase.text for phrase in line)) in block_headings():
        return True
    if not _CHAPTER.match(line[0].text):
        return False
    words = unnumbered(line[0].text)
    return all(not label.startswith(words) for label in row_labels() | row_groups())


def _is_form(leaves: list[Phrase], corner: list[Phrase], columns: list[Column]) -> bool:
    """Whether at least two columns bear labels of the form, that of the labels among them."""
    words = ["".join(p.text for p in leaves_of(leaves, columns, col)) for col in range(len(columns))]
    is_named = any(bare(phrase.text) in corner_labels() for phrase in corner)
    return sum(bare(text) in column_labels() for text in words) + is_named > 1


def _table(
    lines: list[list[Phrase]], first: int, last: int, page: int, above: Above, air: float
) -> tuple[Piece, list[Phrase], Above] | None:
    body = [_figures(line) for line in lines[first : last + 1]]
    figures = [phrase for line in body for phrase in line]
    left = min((phrase.x0 for phrase in figures), default=0.0)
    ends = [phrase.x1 for line in lines[first : last + 1] for phrase in line if phrase.x1 <= left]
    if not ends and first == last:  # the figures stand between two lines of their label
        near = [phrase for line in lines[max(first - 1, 0) : last + 2] for phrase in line if phrase.x1 <= left]
        ends = [phrase.x1 for phrase in near] if is_label("".join(phrase.text for phrase in near)) else []
    narrow = columns_of(figures)
    lines = [*(part_header(line, narrow) for line in lines[:first]), *lines[first:]]
    column = narrow[0] if ends else _leftmost(lines, first, narrow[0], air)
    head, corner, top = find_header(lines, first, column, max(ends, default=math.inf), air)
    groups = [phrase for phrase in head if bare(phrase.text) in group_labels()]
    leaves = [phrase for phrase in head if phrase not in groups]
    columns = (
        columns_under(figures, leaves) if leaves else columns_in(figures, above.columns, is_header=above.is_header)
    )
    headed = {column_of(phrase, columns) for phrase in leaves}
    if headed and any(column_of(p, columns) not in headed for p in figures):
        return None
    is_form = (
        ends and _is_form(leaves, corner, columns)
        if leaves
        else above.is_header or (len(columns) > 1 and _are_known(lines[first : last + 1]))
    )
    if len(columns) < FEWEST_COLUMNS and not is_form:
        return None
    spans = spans_of(groups, leaves, columns)
    bottom = _end(lines, last, left, air)
    below = [
        phrase for line in lines[top : bottom + 1] for phrase in line if phrase.x1 <= left and phrase not in corner
    ]
    cut = above.cut
    heights = [line[0].middle for line in body if line]
    labels, resumed = labels_of(below, heights, [each.text for each in cut])
    ended = [label for at, label in resumed.items() if cut[at].has_figures or not label.holds(heights)]
    labels = [label for label in labels if all(label is not other for other in ended)]
    rows = _rows(body, labels, columns, has_labels=bool(below))
    if spans is None or rows is None:
        return None
    for at, other in resumed.items():
        is_here = any(other is label for label in labels)  # and so are its figures
        cut[at].piece.relabel(cut[at].row, "" if is_here else other.text)
    cells = header_cells(spans, leaves, columns, page)
    depth = max((cell.row + 1 for cell in cells), default=0)
    for number, (label, placed) in enumerate(rows, depth):
        if label is not None:
            cells.append(PieceCell(number, 0, 1, 1, label.text, (place(page, label.box),), False))
        for col in range(len(columns)):
            phrase = placed.get(col)
            where = (place(page, box_of([phrase])),) if phrase else ()
            cells.append(PieceCell(number, col + 1, 1, 1, phrase.text if phrase else "", where, False))
    used = [*head, *corner, *below, *figures]
    box = box_of(used)
    xs = [min(box[0], columns[0][0] - 2), *edges_of(columns), max(box[2], columns[-1][1])]
    piece = Piece(xs, depth + len(rows), cells, page, place(page, box), is_aligned=True)
    return piece, used, Above(columns, _cut_labels(piece, labels, rows, depth))


def _are_known(lines: list[list[Phrase]]) -> bool:
    """Whether every line of figures has one label of the form before it."""
    labels = ["".join(phrase.text for phrase in line if not phrase.is_figure) for line in lines]
    return all(map(is_label, labels))


def _air(lines: list[list[Phrase]]) -> float:
    """How far apart rows of the page may stand: rather more than most of its lines do, tables having more air than prose."""
    if len(lines) < 2:
        return 0.0
    gaps = sorted(low[0].y0 - max(phrase.y1 for phrase in high) for high, low in pairwise(lines))
    size = lines[0][0].y1 - lines[0][0].y0
    return min(_AIR * gaps[3 * len(gaps) // 4], _MOST_AIR * size)


def _leftmost(lines: list[list[Phrase]], first: int, column: Column, air: float) -> Column:
    """Where the first column begins in a table without labels: its figure may be blank, but words stand above it."""
    left, upper = column[0], lines[first][0].y0
    for line in reversed(lines[max(first - 4, 0) : first]):
        if upper - max(phrase.y1 for phrase in line) > max(3 * (line[0].y1 - line[0].y0), air) or _is_heading(line):
            break
        left, upper = min(left, line[0].x0), min(phrase.y0 for phrase in line)
    return (left, column[1])


def _end(lines: list[list[Phrase]], last: int, left: float, air: float) -> int:
    """The last line of the last row's label; rows of blanks below it are rows of the table, too."""
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        size = line[0].y1 - line[0].y0
        gap = line[0].y0 - max(phrase.y1 for phrase in above)
        is_known = gap < max(3 * size, air) and all(is_part(squashed(phrase.text)) for phrase in line)
        goes_on = gap < 0.5 * size and not NUMBER.match(line[0].text)
        if not (is_known or goes_on) or _is_heading(line) or any(phrase.x1 > left for phrase in line):
            break
        last += 1
    return last


def _cut_labels(piece: Piece, labels: list[Label], rows: list[_Row], depth: int) -> list[_Cut]:
    """The labels of a piece that are only the beginnings of known ones."""
    numbers = {id(label): (number, bool(placed)) for number, (label, placed) in enumerate(rows, depth)}
    return [_Cut(label.text, piece, *numbers.get(id(label), (-1, True))) for label in labels if is_cut(label)]


_Row = tuple[Label | None, dict[int, Phrase]]


def _rows(
    body: list[list[Phrase]], labels: list[Label], columns: list[Column], *, has_labels: bool
) -> list[_Row] | None:
    """Each line of figures with its label, and labels without figures as rows of blanks; None where that is in doubt."""
    rows: list[tuple[float, _Row]] = []
    owners: set[int] = set()
    for line in body:
        if not line:
            continue
        placed: dict[int, Phrase] = {}
        for phrase in line:
            col = column_of(phrase, columns)
            if col < 0 or col in placed:
                return None
            placed[col] = phrase
        own = [label for label in labels if label.box[1] <= line[0].middle <= label.box[3]]
        label = max(own, key=lambda label: label.box[0], default=None)
        if has_labels and (label is None or id(label) in owners):
            return None
        owners.add(id(label))
        rows.append((line[0].middle, (label, placed)))
    for label in labels:
        if id(label) not in owners and not _is_group(label, labels):
            if not NUMBER.match(label.text) and bare(label.text) not in row_labels():
                return None
            rows.append(((label.box[1] + label.box[3]) / 2, (label, {})))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _is_group(label: Label, labels: list[Label]) -> bool:
    """Whether a label without figures stands beside several rows; what an edition prints as a row may be one, too."""
    words = unnumbered(label.text)
    if is_cut(label) and not any(row.startswith(words) for row in row_labels()):
        return True  # of a group, cut by the page's end
    if words not in row_groups():
        return False
    if words not in row_labels():
        return True
    x1, middle = label.box[2], (label.box[1] + label.box[3]) / 2
    if any(other.box[0] > x1 and other.box[1] < middle < other.box[3] for other in labels):
        return True
    below = min((o for o in labels if o.box[1] > middle), key=lambda o: o.box[1], default=label)
    return below.box[0] > x1
