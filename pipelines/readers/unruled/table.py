"""One table without rulings, from its lines of figures: its header, its columns, its labels, and rows of them.

What comes out in one way alone is laid out: every figure stands under one header, every row has one label of its own.
Which lines of a page may be a table's is told in `tables.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from pipelines.readers.group_labels import (
    NUMBER,
    NUMBER_SIGNS,
    bare,
    column_labels,
    corner_labels,
    group_labels,
    group_texts,
    row_groups,
    row_labels,
    unnumbered,
)
from pipelines.readers.pages.label_lines import Label, is_cut, is_label, is_part, labels_of, squashed
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.phrases import (
    FLUSH,
    Column,
    Phrase,
    box_of,
    column_of,
    columns_in,
    columns_of,
    columns_under,
    edges_of,
)
from pipelines.readers.pages.pieces import Piece, PieceCell, place
from pipelines.readers.unruled.glued import part_header
from pipelines.readers.unruled.header import find_header, header_cells, is_heading, spans_of, words_over
from pipelines.readers.unruled.statistics import Open

#: With fewer columns than this only the form's own words over them make a table.
FEWEST_COLUMNS = 5
#: No header has more lines than this.
_HIGHEST = 16

_Lines = list[list[Phrase]]
_Row = tuple[Label | None, dict[int, Phrase]]


@dataclass(slots=True)
class Cut:
    """A label that a page ends within, or above: its text so far, the piece and the row that it heads, -1 for a group's."""

    text: str
    piece: Piece
    row: int
    has_figures: bool


@dataclass(slots=True)
class Above:
    """What the last aligned table of the pages before leaves open: its columns, and the labels that its page cut.

    `is_header` where the page ends with the header; `head` are the lines of a header that it ends within.
    """

    columns: list[Column] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    is_header: bool = False
    head: list[Glyph] = field(default_factory=list)
    statistics: Open | None = None


@dataclass(slots=True)
class Found:
    """A table, the phrases that are in it, what it leaves open, and its height; `is_named` where the form has words for each column."""

    piece: Piece
    phrases: list[Phrase]
    left: Above
    top: float
    is_named: bool


@dataclass(slots=True)
class _Head:
    """What stands over figures: labels of several columns and of one, words over the labels of rows; and the columns."""

    groups: list[Phrase]
    leaves: list[Phrase]
    corner: list[Phrase]
    columns: list[Column]
    top: int  # the first line of the labels below it

    def words(self) -> list[str]:
        """The words over each column."""
        return [bare(words) for words in words_over(self.leaves, self.columns)]


def figures_of(line: list[Phrase]) -> list[Phrase]:
    """The figures a line ends with."""
    count = 0
    while count < len(line) and line[-1 - count].is_figure:
        count += 1
    return line[len(line) - count :]


def table_of(
    lines: _Lines, first: int, last: int, page: int, above: Above, air: float, begin: float = -math.inf
) -> Found | None:
    """The table whose figures stand in the lines from `first` to `last`; None where something in it is in doubt.

    `air` is how far apart rows of the page may stand; words higher than `begin` stand on the page before.
    """
    body = [figures_of(line) for line in lines[first : last + 1]]
    figures = [phrase for line in body for phrase in line]
    left = min((phrase.x0 for phrase in figures), default=0.0)
    ends = _label_ends(lines, first, last, left)
    narrow = columns_of(figures)
    far = max(first - _HIGHEST, 0)
    lines = [*lines[:far], *(part_header(line, narrow) for line in lines[far:first]), *lines[first:]]
    column = narrow[0] if ends else _leftmost(lines, first, narrow[0], air)
    head = _head_of(lines, first, column, max(ends, default=math.inf), figures, above, air)
    body_lines = lines[first : last + 1]
    if not _is_table(head, body_lines, figures, above, has_labels=bool(ends), is_first=not first):
        return None
    spans = spans_of(head.groups, head.leaves, head.columns)
    bottom = _end(lines, last, left, air)
    below = [p for line in lines[head.top : bottom + 1] for p in line if p.x1 <= left and p not in head.corner]
    heights = [line[0].middle for line in body if line]
    labels, resumed = _labels(below, heights, above.cut)
    rows = _rows(body, labels, head.columns, has_labels=bool(below), is_cut=last + 1 == len(lines))
    if spans is None or rows is None:
        return None
    for at, other in resumed.items():
        is_here = any(other is label for label in labels)  # and so are its figures
        above.cut[at].piece.relabel(above.cut[at].row, "" if is_here else other.text)
    cells = header_cells(spans, head.leaves, head.columns, page, begin)
    depth = max((cell.row + 1 for cell in cells), default=0)
    cells += _body_cells(rows, depth, len(head.columns), page)
    used = [*head.groups, *head.leaves, *head.corner, *below, *figures]
    box = box_of(phrase for phrase in used if phrase.y0 >= begin)
    xs = [min(box[0], head.columns[0][0] - 2), *edges_of(head.columns), max(box[2], head.columns[-1][1])]
    piece = Piece(xs, depth + len(rows), cells, page, place(page, box), is_aligned=True)
    is_named = all(words in column_labels() for words in head.words())
    return Found(piece, used, Above(head.columns, _cut_labels(piece, labels, rows, depth)), box[1], is_named)


def _label_ends(lines: _Lines, first: int, last: int, left: float) -> list[float]:
    """Where the words left of the figures end."""
    ends = [phrase.x1 for line in lines[first : last + 1] for phrase in line if phrase.x1 <= left]
    if not ends and first == last:  # the figures stand between two lines of their label
        near = [phrase for line in lines[max(first - 1, 0) : last + 2] for phrase in line if phrase.x1 <= left]
        ends = [phrase.x1 for phrase in near] if is_label("".join(phrase.text for phrase in near)) else []
    return ends


def _head_of(
    lines: _Lines, first: int, column: Column, ends: float, figures: list[Phrase], above: Above, air: float
) -> _Head:
    head, corner, top = find_header(lines, first, column, ends, air)
    groups = [phrase for phrase in head if bare(phrase.text) in group_labels()]
    leaves = [phrase for phrase in head if phrase not in groups]
    columns = (
        columns_under(figures, leaves) if leaves else columns_in(figures, above.columns, is_header=above.is_header)
    )
    return _Head(groups, leaves, corner, columns, top)


def _is_table(
    head: _Head, body: _Lines, figures: list[Phrase], above: Above, *, has_labels: bool, is_first: bool
) -> bool:
    """Whether figures stand under a header: of many columns, or under words of the form, each in a column with words.

    `is_first` where nothing stands above them on their page: they may go on with the table of the page before.
    """
    headed = {column_of(phrase, head.columns) for phrase in head.leaves}
    if headed and any(column_of(phrase, head.columns) not in headed for phrase in figures):
        return False
    if not head.leaves and _runs_over(body, head.columns):
        return False
    if len(head.columns) >= FEWEST_COLUMNS:
        return True
    if head.leaves:
        return has_labels and _is_form(head)
    return above.is_header or ((len(head.columns) > 1 or is_first) and bool(head.columns) and _are_known(body))


def _runs_over(body: _Lines, columns: list[Column]) -> bool:
    """Whether words run over a column of figures, as prose below a table does that ends a line with a number."""
    middles = [(left + right) / 2 for left, right in columns]
    return any(p.x0 < middle < p.x1 for line in body for p in line if not p.is_figure for middle in middles)


def _is_form(head: _Head) -> bool:
    """Whether at least two columns bear labels of the form, that of the labels among them."""
    is_named = any(bare(phrase.text) in corner_labels() for phrase in head.corner)
    return sum(words in column_labels() for words in head.words()) + is_named > 1


def _labels(below: list[Phrase], heights: list[float], cut: list[Cut]) -> tuple[list[Label], dict[int, Label]]:
    """The labels of a table, and those that go on with one the page before cut; those whose figures stand there are none."""
    labels, resumed = labels_of(below, heights, [each.text for each in cut])
    whole = next((at for at, each in enumerate(cut) if not each.text), None)
    top = min(labels, key=lambda label: label.box[1], default=None)
    is_above = top is not None and top.box[3] < min(heights)
    if whole is not None and top is not None and is_above and unnumbered(top.text) in row_labels() - row_groups():
        resumed[whole] = top  # all of it stands below the break, and its figures above
    ended = [label for at, label in resumed.items() if cut[at].has_figures or not label.holds(heights)]
    return [label for label in labels if all(label is not other for other in ended)], resumed


def _body_cells(rows: list[_Row], depth: int, count: int, page: int) -> list[PieceCell]:
    """The cells of rows of `count` columns below a header of `depth` rows."""
    cells: list[PieceCell] = []
    for number, (label, placed) in enumerate(rows, depth):
        if label is not None:
            cells.append(PieceCell(number, 0, 1, 1, label.text, (place(page, label.box),), False))
        for col in range(count):
            phrase = placed.get(col)
            where = (place(page, box_of([phrase])),) if phrase else ()
            cells.append(PieceCell(number, col + 1, 1, 1, phrase.text if phrase else "", where, False))
    return cells


def _are_known(lines: list[list[Phrase]]) -> bool:
    """Whether every line of figures has one label of the form before it."""
    labels = ["".join(phrase.text for phrase in line if not phrase.is_figure) for line in lines]
    return all(map(is_label, labels))


def _leftmost(lines: _Lines, first: int, column: Column, air: float) -> Column:
    """Where the first column begins in a table without labels: its figure may be blank, but words stand above it."""
    left, upper = column[0], lines[first][0].y0
    for line in reversed(lines[max(first - 4, 0) : first]):
        if upper - max(phrase.y1 for phrase in line) > max(3 * (line[0].y1 - line[0].y0), air) or is_heading(line):
            break
        left, upper = min(left, line[0].x0), min(phrase.y0 for phrase in line)
    return (left, column[1])


def _end(lines: _Lines, last: int, left: float, air: float) -> int:
    """The last line of the last row's label; rows of blanks below it are rows of the table, too."""
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        size = line[0].y1 - line[0].y0
        gap = line[0].y0 - max(phrase.y1 for phrase in above)
        words = [phrase.text for phrase in line if phrase.text.strip(NUMBER_SIGNS)]  # without the number of a group
        is_known = gap < max(3 * size, air) and all(is_part(squashed(text)) for text in words)
        is_prose = any("。" in phrase.text for phrase in line)  # a note close below the table
        goes_on = gap < 0.5 * size and not is_prose and not NUMBER.match(line[0].text)
        if not (is_known or goes_on) or is_heading(line) or any(phrase.x1 > left for phrase in line):
            break
        last += 1
    return last


def _cut_labels(piece: Piece, labels: list[Label], rows: list[_Row], depth: int) -> list[Cut]:
    """The labels of a piece that are only the beginnings of known ones, and that of a last row which has none here."""
    numbers = {id(label): (number, bool(placed)) for number, (label, placed) in enumerate(rows, depth)}
    cut = [Cut(label.text, piece, *numbers.get(id(label), (-1, True))) for label in labels if is_cut(label)]
    is_bare = labels and rows[-1][0] is None
    return [*cut, Cut("", piece, depth + len(rows) - 1, has_figures=True)] if is_bare else cut


def _rows(
    body: _Lines, labels: list[Label], columns: list[Column], *, has_labels: bool, is_cut: bool
) -> list[_Row] | None:
    """Each line of figures with its label, and labels without figures as rows of blanks; None where that is in doubt.

    The last line has no label where the page `is_cut` below it, so that all of its label may stand on the next one.
    """
    lines = [line for line in body if line]
    rows: list[tuple[float, _Row]] = []
    owners: set[int] = set()
    for line in lines:
        placed: dict[int, Phrase] = {}
        for phrase in line:
            col = column_of(phrase, columns)
            if col < 0 or col in placed:
                return None
            placed[col] = phrase
        own = [label for label in labels if label.box[1] <= line[0].middle <= label.box[3]]
        label = max(own, key=lambda label: label.box[0], default=None)
        is_without = label is None and not (is_cut and line is lines[-1] and len(lines) > 1)
        if has_labels and (is_without or id(label) in owners):
            return None
        owners.add(id(label))
        rows.append((line[0].middle, (label, placed)))
    for label in labels:
        if id(label) not in owners and not _is_group(label, labels):
            if not NUMBER.match(label.text) and bare(label.text) not in row_labels():
                return None
            rows.append(((label.box[1] + label.box[3]) / 2, (label, {})))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _is_of_group(label: Label, labels: list[Label]) -> bool:
    """Whether a label is a line of a group's, whose narrow column stands left of the labels of its rows."""
    rows = [other for other in labels if other.text[:1].isdecimal()]
    is_part = any(bare(label.text) in bare(text) for text in group_texts())
    return is_part and bool(rows) and all(row.box[0] > label.box[2] - FLUSH for row in rows)


def _is_group(label: Label, labels: list[Label]) -> bool:
    """Whether a label without figures stands beside several rows; what an edition prints as a row may be one, too."""
    words = unnumbered(label.text)
    if not label.text.strip(NUMBER_SIGNS):
        return True  # its number alone; the page's end cut its words off
    if is_cut(label) and not any(row.startswith(words) for row in row_labels()):
        return True  # of a group, cut by the page's end
    if words not in row_groups():
        return words not in row_labels() and _is_of_group(label, labels)
    if words not in row_labels():
        return True
    x1, middle = label.box[2], (label.box[1] + label.box[3]) / 2
    if any(other.box[0] > x1 and other.box[1] < middle < other.box[3] for other in labels):
        return True
    below = min((o for o in labels if o.box[1] > middle), key=lambda o: o.box[1], default=label)
    return below.box[0] > x1
