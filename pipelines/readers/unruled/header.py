"""The header of a table without rulings: which phrases are it, and which columns each stands over.

The rows below it belong to `tables.py`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from pipelines.readers.group_labels import (
    bare,
    block_headings,
    column_labels,
    column_orders,
    corner_labels,
    group_labels,
    notes,
    row_groups,
    row_labels,
    statistics_heads,
    unnumbered,
)
from pipelines.readers.pages.label_lines import begins, squashed
from pipelines.readers.pages.phrases import FLUSH, Column, Phrase, box_of, column_of, columns_of, edges_of
from pipelines.readers.pages.pieces import Piece, PieceCell, place

#: Lines of a header stand no further apart than this many times their height.
_MOST_AIR = 5.0
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_CAPTION = re.compile(r"[附图续]?表\s*[-\d一二三四五六七八九十]+")


_Spans = list[tuple[Phrase, int, int, int]]  # phrase, level, first and last column
_Stretch = tuple[int, int, int]  # first and last column, and the one the phrase itself stands at
_Reach = Callable[[Phrase, list[Column], int, int, int], _Stretch | None]


def find_header(
    lines: list[list[Phrase]], first: int, column: Column, labels_end: float, air: float
) -> tuple[list[Phrase], list[Phrase], int]:
    """The phrases above the figures, those above the labels, and the first line of the labels.

    `column` is where the first column of figures stands, `labels_end` how far to the right the labels reach, `air` how
    far apart rows of the page may stand.
    """
    left, centre = column[0], sum(column) / 2
    head: list[Phrase] = []
    corner: list[Phrase] = []
    upper = lines[first][0].y0
    top = first
    for number in range(first - 1, -1, -1):
        line = lines[number]
        size = line[0].y1 - line[0].y0
        right = [
            phrase
            for phrase in line
            if phrase.x1 > left or (phrase.x0 > labels_end and bare(phrase.text) not in corner_labels())
        ]
        if upper - max(p.y1 for p in line) > max(3 * size, air) or any(
            phrase.x0 < min(left - size, labels_end)
            and abs((phrase.x0 + phrase.x1) / 2 - centre) > 1.5 * size
            and abs(phrase.x1 - column[1]) > FLUSH
            for phrase in right
        ):
            break
        if any(phrase.is_figure for phrase in right) or any(_is_chapter(p) or "。" in p.text for p in line):
            break
        if any(bare(phrase.text) in block_headings() for phrase in line) or _is_unit_of_table(line):
            break
        if _introduces(line):
            break
        if _is_named(corner) and _is_named(line):
            break  # the header of another block, which the page repeats above
        if not right and not head:
            top = number  # a line of a label that is higher than its figures
        head += right
        if head:
            corner += [phrase for phrase in line if phrase not in right]
        upper = min(p.y0 for p in line)
    return head, corner, top


def _is_unit_of_table(line: list[Phrase]) -> bool:
    """Whether a line says in what a table counts, as stands above many."""
    words = bare("".join(phrase.text for phrase in line)).strip("（）()")
    return words.replace("：", ":").split(":")[0] in statistics_heads("unit") and words[-1] not in ":："


def _introduces(line: list[Phrase]) -> bool:
    """Whether a line leads over to a table, or is its caption."""
    words = "".join(phrase.text for phrase in line)
    return words.endswith((":", "：")) or _CAPTION.match(words) is not None


def _is_named(phrases: list[Phrase]) -> bool:
    """Whether the words over the labels of rows are among phrases."""
    return any(bare(phrase.text) in corner_labels() for phrase in phrases)


def is_heading(line: list[Phrase]) -> bool:
    """Whether a line is the heading of a chapter or of a block, and no row's label nor the first line of one."""
    if bare("".join(phrase.text for phrase in line)) in block_headings():
        return True
    if not _CHAPTER.match(line[0].text):
        return False
    words = unnumbered(line[0].text)
    return all(not label.startswith(words) for label in row_labels() | row_groups())


def _is_chapter(phrase: Phrase) -> bool:
    return _CHAPTER.match(phrase.text) is not None and not begins(squashed(phrase.text))


def spans_of(groups: list[Phrase], leaves: list[Phrase], columns: list[Column]) -> _Spans | None:
    """What each group's label stands over: as far to both sides as the page, its own group and its neighbours let it.

    A page sets its cells in the middle, to the left or to the right; the way under which the labels leave no column out
    is the page's own.
    """
    runs = _repeated(leaves, columns)
    found = [_spans_set(groups, leaves, columns, reach, runs) for reach in (_balanced, _from_left, _up_to_right)]
    whole = (spans for spans in found if spans is not None and _leaves_none_out(spans, len(columns)))
    best = next(whole, found[0])
    return None if best is None or _is_open(best, leaves, columns) else best


def _is_open(spans: _Spans, leaves: list[Phrase], columns: list[Column]) -> bool:
    """Whether a column's words stand over another one, too, and a label over one of the two alone: the edge of a page cuts it."""
    under = {col for _, _, low, high in spans for col in range(low, high + 1)}
    if not under or len(under) == len(columns):
        return False
    words = words_over(leaves, columns)
    named = {words[col] for col in under}
    return any(words[col] in named for col in set(range(len(columns))) - under)


def _repeated(leaves: list[Phrase], columns: list[Column]) -> int:
    """How many columns there are before their words come again, and again to the end; 1 where they do not."""
    words = words_over(leaves, columns) if leaves else []
    sizes = (size for size in range(2, len(words) // 2 + 1) if len(words) % size == 0)
    return next((size for size in sizes if words == words[:size] * (len(words) // size)), 1)


def leaves_over(leaves: list[Phrase], columns: list[Column]) -> list[list[Phrase]]:
    """The words over each column as they are read."""
    over: list[list[Phrase]] = [[] for _ in columns]
    for phrase in sorted(leaves, key=lambda phrase: (round(phrase.middle), phrase.x0)):
        col = column_of(phrase, columns)
        if col >= 0:
            over[col].append(phrase)
    return over


def words_over(leaves: list[Phrase], columns: list[Column]) -> list[str]:
    """The text of the words over each column."""
    return ["".join(phrase.text for phrase in own) for own in leaves_over(leaves, columns)]


def _spans_set(
    groups: list[Phrase], leaves: list[Phrase], columns: list[Column], reach: _Reach, runs: int
) -> _Spans | None:
    """The spans of the groups' labels where all are set in one way; None where a label cannot be.

    A label stands over whole `runs` of columns: whose words come again stand under different labels.
    """
    spans: _Spans = []
    rows = sorted(groups, key=lambda phrase: (round(phrase.middle), phrase.x0))
    for phrase in rows:
        at = reach(phrase, columns, 0, len(columns) - 1, runs)
        above = [span for span in spans if at and span[0].y1 <= phrase.middle and span[2] <= at[2] <= span[3]]
        _, level, low, high = max(above, key=lambda span: span[1], default=(phrase, -1, 0, len(columns) - 1))
        level_with = [p for p in (*groups, *leaves) if p is not phrase and p.y0 < phrase.middle < p.y1]
        for other in level_with:
            if other in leaves and other.x1 < phrase.x0:
                low = max(low, column_of(other, columns) + 1)
            elif other in leaves and other.x0 > phrase.x1:
                high = min(high, column_of(other, columns) - 1)
            elif reach is not _balanced and (there := reach(other, columns, 0, len(columns) - 1, runs)):
                low = max(low, there[2] + 1) if other.x1 < phrase.x0 and reach is _up_to_right else low
                high = min(high, there[2] - 1) if other.x0 > phrase.x1 and reach is _from_left else high
        best = reach(phrase, columns, low, high, runs)
        if best is None:
            return None
        spans.append((phrase, level + 1, *best[:2]))
    flat = [(level, col) for _, level, low, high in spans for col in range(low, high + 1)]
    return spans if len(set(flat)) == len(flat) else None


def _leaves_none_out(spans: _Spans, count: int) -> bool:
    """Whether the outer labels stand over every column."""
    return sum(high - low + 1 for _, level, low, high in spans if not level) in {0, count}


def _balanced(phrase: Phrase, columns: list[Column], low: int, high: int, runs: int) -> _Stretch | None:
    """The widest stretch of columns whose middle is the phrase's, and the column in that middle."""
    middle = (phrase.x0 + phrase.x1) / 2
    centres = [(left + right) / 2 for left, right in columns]
    near = 0.3 * (centres[-1] - centres[0]) / (len(centres) - 1)
    ways = [
        (last - first, first, last)
        for first in range(low, high + 1)
        if first % runs == 0
        for last in range(first, high + 1)
        if abs((centres[first] + centres[last]) / 2 - middle) < near and (last + 1) % runs == 0
    ]
    if not ways:
        return None
    _, first, last = max(ways)
    return first, last, min(range(len(centres)), key=lambda col: (abs(centres[col] - middle), col))


def _from_left(phrase: Phrase, columns: list[Column], low: int, high: int, runs: int) -> _Stretch | None:
    """From the column that begins where the phrase does to the last one free."""
    first = next((col for col in range(low, high + 1) if abs(columns[col][0] - phrase.x0) < FLUSH), None)
    return None if first is None or first % runs or (high + 1) % runs else (first, high, first)


def _up_to_right(phrase: Phrase, columns: list[Column], low: int, high: int, runs: int) -> _Stretch | None:
    """From the first column free to the one that ends where the phrase does."""
    last = next((col for col in range(low, high + 1) if abs(columns[col][1] - phrase.x1) < FLUSH), None)
    return None if last is None or (last + 1) % runs or low % runs else (low, last, last)


def header_cells(
    spans: _Spans, leaves: list[Phrase], columns: list[Column], page: int, begin: float = -math.inf
) -> list[PieceCell]:
    """The cells of the header: the groups by their spans, then one leaf a column; words above `begin` have no place here."""
    depth = max((level + 1 for _, level, _, _ in spans), default=0)
    cells = [
        PieceCell(level, low + 1, 1, high - low + 1, phrase.text, _places([phrase], page, begin), False)
        for phrase, level, low, high in spans
    ]
    for col, own in enumerate(leaves_over(leaves, columns)):
        if own:
            text = "".join(phrase.text for phrase in own)
            cells.append(PieceCell(depth, col + 1, 1, 1, text, _places(own, page, begin), False))
    return cells


def _places(phrases: list[Phrase], page: int, begin: float) -> tuple[str, ...]:
    here = [phrase for phrase in phrases if phrase.y0 >= begin]
    return (place(page, box_of(here)),) if here else ()


def may_be_header(line: list[Phrase]) -> bool:
    """Whether a line that a page ends with may be of a header at all: most pages end with a line of prose, or a row."""
    return any(_is_over_columns(phrase) or _is_note(phrase) for phrase in line)


def header_at_end(lines: list[list[Phrase]], page: int) -> tuple[Piece, list[Phrase], list[Column]] | None:
    """The header that the lines of a page end with, its words and its columns; the figures stand on the next page.

    Its words are exactly those of a block of the form, or the same of several runs of it.
    """
    if not lines:
        return None
    head: list[Phrase] = []
    upper = math.inf
    has_corner = False
    for line in reversed(lines):
        size = line[0].y1 - line[0].y0
        has_corner = has_corner or any(bare(phrase.text) in corner_labels() for phrase in line)
        if upper - max(phrase.y1 for phrase in line) > _MOST_AIR * size and head:
            break
        over = [phrase for phrase in line if _is_over_columns(phrase)]
        if not over or any(phrase.is_figure for phrase in line):
            break
        head += over
        upper = min(phrase.y0 for phrase in line)
    leaves = [phrase for phrase in head if bare(phrase.text) not in group_labels()]
    columns = columns_of(leaves)
    words = tuple(map(bare, words_over(leaves, columns)))
    is_whole = any(order and words == order * (len(words) // len(order)) for order in column_orders())
    if len(columns) + has_corner < 2 or not is_whole:
        return None
    groups = [phrase for phrase in head if phrase not in leaves]
    left, right = columns[0][0] - FLUSH, columns[-1][1] + FLUSH
    spans = spans_of(groups, leaves, columns)
    if spans is None or any(phrase.x1 > right or phrase.x0 < left for phrase in groups):
        return None  # they stand over columns that the next page names
    cells = header_cells(spans, leaves, columns, page)
    xs = [columns[0][0] - 2, *edges_of(columns), columns[-1][1]]
    depth = max(cell.row + 1 for cell in cells)
    return Piece(xs, depth, cells, page, place(page, box_of(head)), is_aligned=True), head, columns


def header_begun(lines: list[list[Phrase]]) -> list[Phrase]:
    """The first lines of a header that the lines of a page end with, where the rest of it stands on the next page.

    Every word of theirs is of a label over columns, or of what the form prints in the corner beside them.
    """
    head: list[Phrase] = []
    upper = math.inf
    for line in reversed(lines):
        size = line[0].y1 - line[0].y0
        if head and upper - max(phrase.y1 for phrase in line) > _MOST_AIR * size:
            break
        if not all(_is_over_columns(phrase) or _is_note(phrase) for phrase in line):
            break
        head += line
        upper = min(phrase.y0 for phrase in line)
    return head if any(bare(phrase.text) in group_labels() for phrase in head) else []


def _is_over_columns(phrase: Phrase) -> bool:
    words = bare(phrase.text)
    return any(words in label for labels in (group_labels(), column_labels()) for label in labels)


def _is_note(phrase: Phrase) -> bool:
    words = bare(phrase.text)
    return any(words in note for note in notes())
