"""Tables without rulings around their cells: columns by the alignment of their figures, rows by their numbered labels.

Only a table of many columns is looked for, and only what comes out one way is laid out: every figure stands under one
header, every row has one label of its own. Anything else stays text. Tables with rulings belong to `lattice`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from pipelines.readers.lattice import Glyph
from pipelines.readers.lines import cell_text, glyphs_by_line
from pipelines.readers.pieces import Piece, PieceCell, place
from pipelines.readers.ragged import is_number_like
from warehouse.form import load_forms

#: With fewer columns than this the text tells as much as its alignment does.
FEWEST_COLUMNS = 5
#: A gap wider than this share of the type size parts two phrases of one line.
_GAP = 0.2
#: Lines of one cell, and the lines of a header, follow one another within this share of the type size.
_LEADING = 1.2
#: Words set to one edge begin or end within so many points of one another: characters have bearings.
_FLUSH = 2.0
_FIGURES = frozenset("0123456789０１２３４５６７８９-—－/.,")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_NUMBER = re.compile(r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．]|\d{1,2}[、.．](?!\d))")


@dataclass(slots=True)
class Phrase:
    """Glyphs of one line without a wide gap between them."""

    glyphs: list[Glyph]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.y0 + self.y1) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it may stand in a cell of figures."""
        return is_number_like(self.text)


@dataclass(slots=True)
class _Label:
    """The phrases of one label; a number opens it."""

    phrases: list[Phrase] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(phrase.text for phrase in self.phrases)

    @property
    def box(self) -> tuple[float, float, float, float]:
        return _box(self.phrases)


@dataclass(slots=True)
class _Body:
    """The lines of figures of one table and what stands between them at the left."""

    lines: list[list[Phrase]]
    labels: list[Phrase]


def take_aligned(glyphs: list[Glyph], page: int) -> tuple[list[tuple[float, Piece]], list[Glyph]]:
    """The aligned tables among glyphs outside every ruled table, each with its height, and the glyphs that are in none."""
    if _neighbours(glyphs) < FEWEST_COLUMNS - 1:
        return [], glyphs
    lines = [_phrases(line) for line in glyphs_by_line(glyphs)]
    pieces: list[tuple[float, Piece]] = []
    taken: set[int] = set()
    for first, last in _runs(lines):
        found = _table(lines, first, last, page)
        if found is not None:
            piece, phrases = found
            pieces.append((_box(phrases)[1], piece))
            taken.update(id(glyph) for phrase in phrases for glyph in phrase.glyphs)
    return pieces, [glyph for glyph in glyphs if id(glyph) not in taken] if taken else glyphs


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


def _phrases(line: list[Glyph]) -> list[Phrase]:
    parts: list[list[Glyph]] = []
    reach = _GAP * max(glyph.y1 - glyph.y0 for glyph in line)
    for glyph in line:
        if parts and glyph.x0 - parts[-1][-1].x1 <= reach:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    phrases = []
    for part in parts:
        text, _ = cell_text(part, 10_000.0)
        ys = [(g.y0, g.y1) for g in part]
        phrases.append(Phrase(part, text, part[0].x0, min(y for y, _ in ys), part[-1].x1, max(y for _, y in ys)))
    return phrases


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
        if len(figures) > 1 and all(not p.is_figure for p in line[: -len(figures)]):
            left = min(left, figures[0].x0) if start >= 0 else figures[0].x0
            start = number if start < 0 else start
            last = number
        elif start >= 0 and any(phrase.x1 > left + 2 for phrase in line):
            runs.append((start, last))
            start = -1
    return [*runs, (start, last)] if start >= 0 else runs


def _table(lines: list[list[Phrase]], first: int, last: int, page: int) -> tuple[Piece, list[Phrase]] | None:
    body = [_figures(line) for line in lines[first : last + 1]]
    figures = [phrase for line in body for phrase in line]
    left = min((phrase.x0 for phrase in figures), default=0.0)
    head, corner, top = _header(lines, first, _columns(figures)[0])
    groups = [phrase for phrase in head if _bare(phrase.text) in _column_groups()]
    leaves = [phrase for phrase in head if phrase not in groups]
    columns = _columns([*figures, *leaves])
    if len(columns) < FEWEST_COLUMNS:
        return None
    spans = _spans(groups, leaves, columns)
    bottom = _end(lines, last, left)
    below = [
        phrase for line in lines[top : bottom + 1] for phrase in line if phrase.x1 <= left and phrase not in corner
    ]
    rows = _rows(body, _labels(below), columns, has_labels=bool(below))
    if spans is None or rows is None:
        return None
    cells = _head_cells(spans, leaves, columns, page)
    depth = max((cell.row + 1 for cell in cells), default=0)
    for number, (label, placed) in enumerate(rows, depth):
        if label is not None:
            cells.append(PieceCell(number, 0, 1, 1, label.text, (place(page, label.box),), False))
        for col in range(len(columns)):
            phrase = placed.get(col)
            where = (place(page, _box([phrase])),) if phrase else ()
            cells.append(PieceCell(number, col + 1, 1, 1, phrase.text if phrase else "", where, False))
    used = [*head, *corner, *below, *figures]
    box = _box(used)
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs = [min(box[0], columns[0][0] - 2), columns[0][0] - 1, *edges, max(box[2], columns[-1][1])]
    return Piece(xs, depth + len(rows), cells, page, place(page, box), is_aligned=True), used


def _header(
    lines: list[list[Phrase]], first: int, column: tuple[float, float]
) -> tuple[list[Phrase], list[Phrase], int]:
    """The phrases above the figures, those above the labels, and the first line of the labels.

    `column` is where the first column of figures stands.
    """
    left, centre = column[0], sum(column) / 2
    head: list[Phrase] = []
    corner: list[Phrase] = []
    upper = lines[first][0].y0
    top = first
    for number in range(first - 1, -1, -1):
        line = lines[number]
        size = line[0].y1 - line[0].y0
        right = [phrase for phrase in line if phrase.x1 > left]
        if upper - max(p.y1 for p in line) > 2 * size or any(
            phrase.x0 < left - size
            and abs((phrase.x0 + phrase.x1) / 2 - centre) > 1.5 * size
            and abs(phrase.x1 - column[1]) > _FLUSH
            for phrase in right
        ):
            break
        if any(phrase.is_figure for phrase in right) or any(_CHAPTER.match(p.text) or "。" in p.text for p in line):
            break
        if not right and not head:
            top = number  # a line of a label that is higher than its figures
        head += right
        if head:
            corner += [phrase for phrase in line if phrase.x1 <= left]
        upper = min(p.y0 for p in line)
    return head, corner, top


def _end(lines: list[list[Phrase]], last: int, left: float) -> int:
    """The last line of the last row's label."""
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        size = line[0].y1 - line[0].y0
        is_near = line[0].y0 - max(phrase.y1 for phrase in above) < 0.5 * size
        if not is_near or any(phrase.x1 > left for phrase in line) or _NUMBER.match(line[0].text):
            break
        last += 1
    return last


def _columns(phrases: list[Phrase]) -> list[tuple[float, float]]:
    """The stretches that phrases cover, from left to right."""
    columns: list[tuple[float, float]] = []
    for phrase in sorted(phrases, key=lambda phrase: phrase.x0):
        if columns and phrase.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], phrase.x1))
        else:
            columns.append((phrase.x0, phrase.x1))
    return columns


def _column_of(phrase: Phrase, columns: list[tuple[float, float]]) -> int:
    middle = (phrase.x0 + phrase.x1) / 2
    return next((number for number, (low, high) in enumerate(columns) if low <= middle <= high), -1)


_Spans = list[tuple[Phrase, int, int, int]]  # phrase, level, first and last column
_Stretch = tuple[int, int, int]  # first and last column, and the one the phrase itself stands at
_Reach = Callable[[Phrase, list[tuple[float, float]], int, int], _Stretch | None]


def _spans(groups: list[Phrase], leaves: list[Phrase], columns: list[tuple[float, float]]) -> _Spans | None:
    """What each group's label stands over: as far to both sides as the page, its own group and its neighbours let it.

    A page sets its cells in the middle, to the left or to the right; the way under which the labels leave no column out
    is the page's own.
    """
    found = [_spans_set(groups, leaves, columns, reach) for reach in (_balanced, _from_left, _up_to_right)]
    whole = (spans for spans in found if spans is not None and _leaves_none_out(spans, len(columns)))
    return next(whole, found[0])


def _spans_set(
    groups: list[Phrase], leaves: list[Phrase], columns: list[tuple[float, float]], reach: _Reach
) -> _Spans | None:
    """The spans of the groups' labels where all are set in one way; None where a label cannot be."""
    spans: _Spans = []
    rows = sorted(groups, key=lambda phrase: (round(phrase.middle), phrase.x0))
    for phrase in rows:
        at = reach(phrase, columns, 0, len(columns) - 1)
        above = [span for span in spans if at and span[0].y1 <= phrase.middle and span[2] <= at[2] <= span[3]]
        _, level, low, high = max(above, key=lambda span: span[1], default=(phrase, -1, 0, len(columns) - 1))
        level_with = [p for p in (*groups, *leaves) if p is not phrase and p.y0 < phrase.middle < p.y1]
        for other in level_with:
            if other in leaves and other.x1 < phrase.x0:
                low = max(low, _column_of(other, columns) + 1)
            elif other in leaves and other.x0 > phrase.x1:
                high = min(high, _column_of(other, columns) - 1)
            elif reach is not _balanced and (there := reach(other, columns, 0, len(columns) - 1)):
                low = max(low, there[2] + 1) if other.x1 < phrase.x0 and reach is _up_to_right else low
                high = min(high, there[2] - 1) if other.x0 > phrase.x1 and reach is _from_left else high
        best = reach(phrase, columns, low, high)
        if best is None:
            return None
        spans.append((phrase, level + 1, *best[:2]))
    flat = [(level, col) for _, level, low, high in spans for col in range(low, high + 1)]
    return spans if len(set(flat)) == len(flat) else None


def _leaves_none_out(spans: _Spans, count: int) -> bool:
    """Whether the outer labels stand over every column."""
    return sum(high - low + 1 for _, level, low, high in spans if not level) in {0, count}


def _balanced(phrase: Phrase, columns: list[tuple[float, float]], low: int, high: int) -> _Stretch | None:
    """The widest stretch of columns whose middle is the phrase's, and the column in that middle."""
    middle = (phrase.x0 + phrase.x1) / 2
    centres = [(left + right) / 2 for left, right in columns]
    ways = [
        (last - first, first, last)
        for first in range(low, high + 1)
        for last in range(first, high + 1)
        if abs((centres[first] + centres[last]) / 2 - middle) < 0.3 * (centres[-1] - centres[0]) / (len(centres) - 1)
    ]
    if not ways:
        return None
    _, first, last = max(ways)
    return first, last, min(range(len(centres)), key=lambda col: (abs(centres[col] - middle), col))


def _from_left(phrase: Phrase, columns: list[tuple[float, float]], low: int, high: int) -> _Stretch | None:
    """From the column that begins where the phrase does to the last one free."""
    first = next((col for col in range(low, high + 1) if abs(columns[col][0] - phrase.x0) < _FLUSH), None)
    return None if first is None else (first, high, first)


def _up_to_right(phrase: Phrase, columns: list[tuple[float, float]], low: int, high: int) -> _Stretch | None:
    """From the first column free to the one that ends where the phrase does."""
    last = next((col for col in range(low, high + 1) if abs(columns[col][1] - phrase.x1) < _FLUSH), None)
    return None if last is None else (low, last, last)


def _head_cells(spans: _Spans, leaves: list[Phrase], columns: list[tuple[float, float]], page: int) -> list[PieceCell]:
    depth = max((level + 1 for _, level, _, _ in spans), default=0)
    cells = [
        PieceCell(level, low + 1, 1, high - low + 1, phrase.text, (place(page, _box([phrase])),), False)
        for phrase, level, low, high in spans
    ]
    for col in range(len(columns) if leaves else 0):
        own = sorted((p for p in leaves if _column_of(p, columns) == col), key=lambda p: (round(p.middle), p.x0))
        if own:
            text = "".join(phrase.text for phrase in own)
            cells.append(PieceCell(depth, col + 1, 1, 1, text, (place(page, _box(own)),), False))
    return cells


def _labels(phrases: list[Phrase]) -> list[_Label]:
    """Phrases at the left as labels: a number opens one, the next phrase or line of the same label goes on with it."""
    labels: list[_Label] = []
    for phrase in sorted(phrases, key=lambda p: (round(p.middle), p.x0)):
        size = phrase.y1 - phrase.y0
        beside = [
            label
            for label in labels
            if abs(label.phrases[-1].middle - phrase.middle) < 0.5 * size
            and 0 <= phrase.x0 - label.phrases[-1].x1 < 1.5 * size
        ]
        above = [
            label
            for label in labels
            if label.box[0] - size < phrase.x0 < label.box[2] and 0 <= phrase.y0 - label.box[3] + 2 < _LEADING * size
        ]
        if _NUMBER.match(phrase.text) or not (beside or above):
            labels.append(_Label([phrase]))
        else:
            (beside or above)[-1].phrases.append(phrase)
    return labels


_Row = tuple[_Label | None, dict[int, Phrase]]


def _rows(
    body: list[list[Phrase]], labels: list[_Label], columns: list[tuple[float, float]], *, has_labels: bool
) -> list[_Row] | None:
    """Each line of figures with its label, and labels without figures as rows of blanks; None where that is in doubt."""
    rows: list[tuple[float, _Row]] = []
    owners: set[int] = set()
    for line in body:
        if not line:
            continue
        placed: dict[int, Phrase] = {}
        for phrase in line:
            col = _column_of(phrase, columns)
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
        if id(label) not in owners and _bare(_NUMBER.sub("", label.text)) not in _row_groups():
            if not _NUMBER.match(label.text):
                return None
            rows.append(((label.box[1] + label.box[3]) / 2, (label, {})))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _box(phrases: Iterable[Phrase]) -> tuple[float, float, float, float]:
    boxes = [(p.x0, p.y0, p.x1, p.y1) for p in phrases]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


@cache
def _column_groups() -> frozenset[str]:
    """The labels of the form that stand over several columns."""
    groups: set[str] = set()
    for form in load_forms().values():
        for table in form.tables.values():
            for block in table.blocks:
                groups.update(under for line in block.columns for under in line.under)
                groups.add(block.columns_under)
                if block.layout == "one_row":
                    groups.update(text for line in block.rows for text in (line.label, *line.under))
    return frozenset(_bare(text) for text in groups if text)


@cache
def _row_groups() -> frozenset[str]:
    """The labels of the form that stand beside several rows, without their numbers."""
    blocks = [block for form in load_forms().values() for table in form.tables.values() for block in table.blocks]
    return frozenset(_bare(_NUMBER.sub("", text)) for block in blocks for line in block.rows for text in line.under)


def _bare(text: str) -> str:
    return "".join(text.split())
