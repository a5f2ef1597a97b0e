"""The statistics table without rulings: its columns by the words over them, its rows by the units and figures in them.

Only a table under the declared words that names a column of units is laid out, for every row then has something beside
its label, and only where each word and figure stands clearly in one column. Anything else stays text. What the words
mean is the parser's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise

from pipelines.readers.group_labels import NUMBER, bare, statistics_heads, unnumbered
from pipelines.readers.pages.phrases import (
    FLUSH,
    Column,
    Phrase,
    box_of,
    column_of,
    columns_in,
    columns_under,
    phrase_of,
)
from pipelines.readers.pages.pieces import Piece, PieceCell, place
from warehouse.form import load_statistics

#: A line of a label belongs to a row that is this much nearer than every other.
NEARER = 0.7
#: Words alone further from the line above them, in shares of their height, are none of the table's.
FURTHEST = 3.0
#: The rest of a wrapped label stands this near below the height of its row's figures, in shares of its own height.
WRAPPED = 1.3

_YEAR = re.compile(r"(?:19|20)\d{2}年?度?")
_OF_WHICH = re.compile(r"其中[:：]?\s*")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")

_Lines = list[list[Phrase]]


@dataclass(frozen=True, slots=True)
class Open:
    """A table that the end of a page may cut: where its units begin, and its columns of figures."""

    unit: float
    columns: list[Column]


def take_statistics(
    lines: _Lines, page: int, above: Open | None
) -> tuple[Piece, list[Phrase], range, Open | None] | None:
    """The table of a page, the phrases in it, its lines, and what it leaves open; None where there is none that is clear.

    A page that ends with a table leaves it open `above` the next, whose first lines go on with it.
    """
    found = next(((at, _with_years(line)) for at, line in enumerate(lines) if _is_header(_with_years(line))), None)
    if found is None and above is None:
        return None
    start, head = found or (-1, [])
    unit = above.unit if above and not head else _unit_column(lines[start + 1 :])
    n_figures = len(above.columns) if above and not head else len(head) - 2
    words, rows, end = _rows_of(lines, start + 1, unit, n_figures)
    figures = [phrase for row in rows for phrase in row if phrase.is_figure]
    labels = _labels_of(words, rows)
    if not figures or labels is None:
        return None
    if end == len(lines) and _is_cut(labels[-1]):
        cut = [*labels.pop(), *rows.pop()]  # the rest of it stands on the next page
        words = [phrase for phrase in words if phrase not in cut]
        figures = [phrase for phrase in figures if phrase not in cut]
        if not figures:
            return None
    if head:
        columns = columns_under(figures, head[2:])
    else:  # the rest of a label that the page cut would stand above the first row
        is_whole = _opens(words[0]) or words[0].y0 < rows[0][0].middle < words[0].y1
        columns = columns_in(figures, above.columns) if above and is_whole else []
    if len(columns) != n_figures:
        return None
    used = [*head, *words, *chain.from_iterable(rows)]
    left = Open(unit, columns) if end == len(lines) else None
    return _piece(head, rows, labels, columns, page), used, range(max(start, 0), end), left


def _rows_of(lines: _Lines, start: int, unit: float, n_figures: int) -> tuple[list[Phrase], _Lines, int]:
    """The words of the labels from line `start` on, the unit and figures of each row, and the first line below them."""
    rows: _Lines = []
    words: list[Phrase] = []
    end = start
    for line in lines[start:]:
        gap = line[0].y0 - max(phrase.y1 for phrase in lines[end - 1]) if end else 0.0
        parts = _parts(line, unit, n_figures)
        if parts is None or (not parts[1] and gap > FURTHEST * (line[0].y1 - line[0].y0)):
            break
        own, beside = parts
        words += own
        rows += [beside] if beside else []
        end += 1
    while words and rows and words[-1].middle - rows[-1][0].middle > WRAPPED * (words[-1].y1 - words[-1].y0):
        if any(bare(words[-1].text) in label for label in _labels_known()):
            break
        words.pop()  # a line below the table
        end -= 1
    return words, rows, end


def _with_years(line: list[Phrase]) -> list[Phrase]:
    """A line whose years are one phrase with the word behind them, which word processors set apart."""
    joined = line[:1]
    for left, right in pairwise(line):
        is_near = right.x0 - left.x1 < left.y1 - left.y0
        if is_near and left.text.isdecimal() and _YEAR.fullmatch(left.text + bare(right.text)):
            joined[-1] = phrase_of([*left.glyphs, *right.glyphs])
        else:
            joined.append(right)
    return joined


def _is_header(line: list[Phrase]) -> bool:
    """Whether the words of a line head the labels, the units and columns of figures."""
    texts = [bare(phrase.text) for phrase in line]
    figures = statistics_heads("this_year") | statistics_heads("cumulative")
    return (
        len(texts) > 2
        and texts[0] in statistics_heads("label")
        and texts[1] in statistics_heads("unit")
        and all(text in figures or _YEAR.fullmatch(text) for text in texts[2:])
    )


@cache
def _units() -> frozenset[str]:
    return frozenset(bare(unit) for unit in load_statistics().units)


def _unit_column(lines: _Lines) -> float:
    """Where most units begin: they are set to the left, or are as wide as one another."""
    begins = Counter(round(phrase.x0) for line in lines for phrase in line[1:] if bare(phrase.text) in _units())
    return float(max(begins, key=lambda at: (begins[at], -at), default=0))


def _parts(line: list[Phrase], unit: float, n_figures: int) -> tuple[list[Phrase], list[Phrase]] | None:
    """The words of a line, and the unit and the figures beside them; None for a line that is none of the table's.

    A row's unit begins at `unit`; without one there is no figure, and the words are a line of a label.
    """
    count = len(line)
    while count and line[count - 1].is_figure and line[count - 1].x0 > unit:
        count -= 1
    figures, rest = line[count:], line[:count]
    if rest:
        rest = [*rest[:-1], *_cut(rest[-1], unit)]
    units = [phrase for phrase in rest if bare(phrase.text) in _units() and abs(phrase.x0 - unit) < FLUSH]
    words = [phrase for phrase in rest if phrase not in units]
    is_chapter = any(_CHAPTER.match(phrase.text) for phrase in words) and not units
    reaches_over = any(phrase.x1 > unit + FLUSH for phrase in words)
    if is_chapter or reaches_over or len(units) > 1 or (figures and not units) or len(figures) > n_figures:
        return None
    return words, [*units, *figures]


def _cut(phrase: Phrase, unit: float) -> Iterable[Phrase]:
    """A label that fills its column, parted from the unit behind it."""
    at = next((at for at, glyph in enumerate(phrase.glyphs) if at and abs(glyph.x0 - unit) < FLUSH), 0)
    text = bare("".join(glyph.char for glyph in phrase.glyphs[at:]))
    if not at or text not in _units() or not phrase.text.endswith(text):
        return (phrase,)
    own, other = phrase.glyphs[:at], phrase.glyphs[at:]
    label = replace(phrase, glyphs=own, text=phrase.text[: -len(text)].rstrip(), x1=own[-1].x1)
    return label, replace(phrase, glyphs=other, text=text, x0=other[0].x0)


def _labels_of(words: list[Phrase], rows: list[list[Phrase]]) -> list[list[Phrase]] | None:
    """The lines of each row's label; None where one may be of two rows, or a row has none.

    Labels stand about the height of their figures, or begin at it where all are known so.
    """
    if not rows:
        return None
    middle = _about_rows(words, rows)
    if middle and all(map(_is_known, middle)):
        return middle
    below: list[list[Phrase]] = [[] for _ in rows]
    for phrase in words:
        at = max((at for at, row in enumerate(rows) if row[0].y0 < phrase.middle), default=0)
        below[at].append(phrase)
    if all(map(_is_known, below)):
        return below
    return middle if middle and not any(_is_doubtful(*pair) for pair in pairwise(middle)) else None


def _is_known(label: list[Phrase]) -> bool:
    return any(_words(label) == unnumbered(known) for known in _labels_known())


def _words(label: list[Phrase]) -> str:
    """A label without its number and what stands before it."""
    return unnumbered(_OF_WHICH.sub("", bare("".join(phrase.text for phrase in label))))


def _opens(phrase: Phrase) -> bool:
    """Whether a line begins a label."""
    return _OF_WHICH.match(phrase.text) is not None or NUMBER.match(phrase.text) is not None


def _is_cut(label: list[Phrase]) -> bool:
    """Whether a label is but the beginning of a known one."""
    words = _words(label)
    return not _is_known(label) and any(unnumbered(known).startswith(words) for known in _labels_known())


def _is_doubtful(upper: list[Phrase], lower: list[Phrase]) -> bool:
    """Whether the line between two labels may be of the other one: a known label goes on, or another begins within."""
    if any(map(_opens, upper[1:])) or any(map(_opens, lower[1:])):
        return True
    return not _is_known(upper) and any(_go_on(upper, lower[: count + 1]) for count in range(len(lower) - 1))


def _about_rows(words: list[Phrase], rows: list[list[Phrase]]) -> list[list[Phrase]] | None:
    """The lines of each row's label by their distance; None where one stands between two rows, or a row has none."""
    labels: list[list[Phrase]] = [[] for _ in rows]
    between: list[tuple[Phrase, int, int]] = []
    for phrase in words:
        far = sorted((abs(row[0].middle - phrase.middle), at) for at, row in enumerate(rows))
        if not far:
            return None
        if len(far) > 1 and far[0][0] > NEARER * far[1][0]:
            between.append((phrase, min(far[0][1], far[1][1]), max(far[0][1], far[1][1])))
        else:
            labels[far[0][1]].append(phrase)
    for phrase, upper, lower in between:
        is_upper, is_lower = _go_on(labels[upper], [phrase]), _go_on([phrase], labels[lower])
        if is_upper == is_lower:
            return None
        if is_upper:
            labels[upper].append(phrase)
        else:
            labels[lower].insert(0, phrase)
    return labels if labels and all(labels) else None


def _go_on(first: list[Phrase], last: list[Phrase]) -> bool:
    """Whether words go on from one line to the next within a known label that ends with them."""
    upper, lower = (bare("".join(phrase.text for phrase in phrases)) for phrases in (first, last))
    return any(len(label) > len(lower) and (upper + lower).endswith(label) for label in _labels_known())


@cache
def _labels_known() -> frozenset[str]:
    return frozenset(bare(label) for line in load_statistics().rows for label in line.labels)


def _piece(
    header: list[Phrase], rows: list[list[Phrase]], labels: list[list[Phrase]], columns: list[Column], page: int
) -> Piece:
    def cell(row: int, col: int, phrases: list[Phrase]) -> PieceCell:
        text = "".join(phrase.text for phrase in phrases)
        return PieceCell(row, col, 1, 1, text, (place(page, box_of(phrases)),) if phrases else (), False)

    depth = 1 if header else 0
    cells = [cell(0, col, [phrase]) for col, phrase in enumerate(header)]
    for number, (row, label) in enumerate(zip(rows, labels, strict=True), depth):
        cells += [cell(number, 0, label), cell(number, 1, row[:1])]
        for col, _ in enumerate(columns):
            cells.append(cell(number, col + 2, [p for p in row[1:] if column_of(p, columns) == col]))
    box = box_of([*header, *chain.from_iterable(labels), *chain.from_iterable(rows)])
    edges = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    xs = [box[0], min(row[0].x0 for row in rows) - 1, columns[0][0] - 1, *edges, box[2]]
    return Piece(xs, len(rows) + depth, cells, page, place(page, box), is_aligned=True)
