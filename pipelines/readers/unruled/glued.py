"""Phrases that run together because cells without a margin stand against one another, cut where the table shows how.

A figure is cut from the label before it where figures of other lines stand, a row's label from its group's where a known
label begins, words of a header where the columns below them are. What nothing shows stays one phrase, and its table text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from pipelines.readers.group_labels import NUMBER, bare, column_labels, column_orders, group_labels, notes
from pipelines.readers.pages.label_lines import begins, is_part, squashed
from pipelines.readers.pages.phrases import FLUSH, Column, Phrase, phrase_of, phrases_of

#: A figure stands under another one within so many points of an edge or of its middle.
_LEVEL = 1.0
#: So many lines of figures above and below are looked at.
_AROUND = 3
#: Characters of one word are set no further apart than this share of the type size to fill its line.
_SPREAD = 0.8
#: The two characters of a short label are set apart by no more than this, to fill their column.
_BLANKS = 3.0
#: Figures of one row share at least this much of their height.
_LOWER = 0.35
#: What a figure glued to its label is made of.
_FIGURE = frozenset("0123456789０１２３４５６７８９—–－-/")

_Lines = list[list[Phrase]]


def whole_rows(lines: list[list[Phrase]]) -> list[list[Phrase]]:
    """The lines with figures, and numbers of labels, that stand a little lower or higher than the others of their row put on its line."""
    rows: list[list[Phrase]] = []
    for line in lines:
        last = rows[-1] if rows else []
        is_shifted = last and (
            (_is_of_figures(line) and _has_figures(last)) or (_is_of_figures(last) and _has_figures(line))
        )
        if (
            is_shifted
            and max(phrase.y1 for phrase in last) - line[0].y0 > _LOWER * (line[0].y1 - line[0].y0)
            and not any(one.x0 < other.x1 and other.x0 < one.x1 for one in line for other in last)
        ):
            rows[-1] = phrases_of(sorted(glyph for phrase in (*last, *line) for glyph in phrase.glyphs))
        else:
            rows.append(line)
    return rows


def _is_of_figures(line: list[Phrase]) -> bool:
    """Whether a line has nothing but figures, and numbers of labels."""
    return all(phrase.is_figure or NUMBER.fullmatch(phrase.text) for phrase in line)


def _has_figures(line: list[Phrase]) -> bool:
    return any(phrase.is_figure for phrase in line)


def part_rows(lines: _Lines, columns: list[Column]) -> _Lines:
    """The lines of a page with figures cut from labels, and labels from those of their groups.

    `columns` are those of the table that the page before ends with.
    """
    lines = _without_figures(lines, columns)
    starts = sorted({phrase.x0 for line in lines for phrase in line if NUMBER.match(phrase.text)})
    return [[part for phrase in line for part in _by_labels(phrase, starts)] for line in lines]


def _cut(phrase: Phrase, at: int) -> list[Phrase]:
    """A phrase in two, the second of them from its glyph `at` on."""
    return [phrase_of(phrase.glyphs[:at]), phrase_of(phrase.glyphs[at:])]


def _figure_behind(line: list[Phrase]) -> tuple[int, int] | None:
    """The last words of a line that end with digits, with nothing but figures behind: their place, and that of the digits."""
    at = next((at for at, phrase in enumerate(line) if phrase.is_figure), len(line)) - 1
    if at < 0 or any(not phrase.is_figure for phrase in line[at + 1 :]):
        return None
    glyphs = line[at].glyphs
    count = 0
    while count < len(glyphs) and glyphs[-1 - count].char in _FIGURE:
        count += 1
    return (at, len(glyphs) - count) if 0 < count < len(glyphs) else None


def _without_figures(lines: _Lines, columns: list[Column]) -> _Lines:
    """The lines, those in two whose words end with a figure that stands where a figure of another line near does."""
    found = [_figure_behind(line) for line in lines]
    if not any(found):
        return lines
    stands: list[list[Column]] = []
    for line, behind in zip(lines, found, strict=True):
        own = [(phrase.x0, phrase.x1) for phrase in line if phrase.is_figure]
        if behind and len(own) > 1:
            glyphs = line[behind[0]].glyphs
            own.append((glyphs[behind[1]].x0, glyphs[-1].x1))
        stands.append(own)
    parted = []
    for number, (line, behind) in enumerate(zip(lines, found, strict=True)):
        if behind:
            at, first = behind
            here = (line[at].glyphs[first].x0, line[at].x1)
            above = [own for own in stands[:number] if own][-_AROUND:]
            near = [*above, *[own for own in stands[number + 1 :] if own][:_AROUND], columns]
            if any(_is_level(here, there) for figures in near for there in figures):
                parted.append([*line[:at], *_cut(line[at], first), *line[at + 1 :]])
                continue
        parted.append(line)
    return parted


def _is_level(one: Column, other: Column) -> bool:
    """Whether two figures begin, end or have their middle at one place."""
    apart = one[0] - other[0], one[1] - other[1]
    return min(abs(apart[0]), abs(apart[1]), abs(sum(apart)) / 2) < _LEVEL


def _by_labels(phrase: Phrase, starts: list[float]) -> list[Phrase]:
    """A group's label and a row's beside it as two phrases: the row's has a number, or stands where numbers stand."""
    if phrase.is_figure or len(phrase.glyphs) < 2:
        return [phrase]
    text = "".join(glyph.char for glyph in phrase.glyphs)
    numbers = [match.start() for match in NUMBER.finditer(text) if match.start()]
    edges = [at for at, glyph in enumerate(phrase.glyphs) if at and _is_at(glyph.x0, starts)]
    if edges and is_part(squashed(text)):
        edges = []
    for at in (*numbers, *edges):
        left, right = squashed(text[:at]), squashed(text[at:])
        if is_part(left) and (begins(right) if at in numbers else is_part(right)):
            return _cut(phrase, at)
    return [phrase]


def _is_at(x: float, starts: list[float]) -> bool:
    """Whether one of some places, from left to right, is here."""
    at = bisect_right(starts, x - _LEVEL)
    return at < len(starts) and starts[at] < x + _LEVEL


def part_header(line: list[Phrase], columns: list[Column]) -> list[Phrase]:
    """The words of a header line, those over several columns cut between these where each part is of a known label.

    Words of one label that are set far apart are put together.
    """
    joined = line[:1]
    for right in line[1:]:
        left = joined[-1]
        gap, size, words = right.x0 - left.x1, left.y1 - left.y0, bare(left.text + right.text)
        is_near = gap < _SPREAD * size and any(words in label for label in column_labels())
        if is_near or (gap < _BLANKS * size and len(words) == 2 and words in column_labels()):  # 总　计
            joined[-1] = phrase_of([*left.glyphs, *right.glyphs])
        else:
            joined.append(right)
    return [part for phrase in joined for part in _by_columns(phrase, columns)]


def _by_columns(phrase: Phrase, columns: list[Column]) -> list[Phrase]:
    text = "".join(glyph.char for glyph in phrase.glyphs)
    if _is_over_columns(bare(text)):
        return [phrase]
    if note := _note_before(phrase, columns[0][0]):
        return [note[0], *_by_columns(note[1], columns)]
    places = _in_order(text) or _between(phrase, columns)
    parts = [phrase]
    for at in reversed(places):
        parts[:1] = _cut(parts[0], at)
    return parts


def _note_before(phrase: Phrase, left: float) -> list[Phrase]:
    """A line of the note in the corner, and the words over the first column, which begin where its figures do."""
    if not phrase.x0 - FLUSH < left < phrase.x1 + FLUSH:
        return []
    for at, glyph in enumerate(phrase.glyphs):
        if at and abs(glyph.x0 - left) < FLUSH:
            parts = _cut(phrase, at)
            over = bare(parts[1].text)
            is_note = any(bare(parts[0].text) in note for note in notes())
            if is_note and any(label.startswith(over) or over.startswith(label) for label in _over_columns()):
                return parts
    return []


@cache
def _over_columns() -> frozenset[str]:
    return group_labels() | column_labels()


@cache
def _chars_over_columns() -> frozenset[str]:
    return frozenset("".join(column_labels()))


@lru_cache(maxsize=4096)
def _is_over_columns(words: str) -> bool:
    """Whether words stand in a label over columns."""
    return any(words in label for label in _over_columns())


@lru_cache(maxsize=1024)
def _in_order(text: str) -> tuple[int, ...]:
    """Where words are cut that are the beginnings of labels of one block's columns in their order; empty unless one way."""
    ways = {
        way
        for order in column_orders()
        for first in range(len(order) - 1)
        for way in _cuts(text, 0, order[first:])
        if way
    }
    return ways.pop() if len(ways) == 1 else ()


def _cuts(text: str, at: int, labels: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """The places behind each label's beginning but the last, where the text ends with that."""
    rest = text[at:]
    for length in range(1, len(labels[0]) + 1 if labels else 0):
        if rest[:length] != labels[0][:length] or length > len(rest):
            return
        if length == len(rest):
            yield ()
        else:
            yield from ((at + length, *way) for way in _cuts(text, at + length, labels[1:]))


def _between(phrase: Phrase, columns: list[Column]) -> tuple[int, ...]:
    """Where words over several columns are cut between these, as they are set; empty unless each part is of a label."""
    if not _chars_over_columns().issuperset(bare("".join(glyph.char for glyph in phrase.glyphs))):
        return ()  # most words, and all prose
    under = [column for column in columns if column[0] < phrase.x1 - FLUSH and phrase.x0 + FLUSH < column[1]]
    if not 2 <= len(under) <= len(phrase.glyphs):
        return ()
    ways: list[Callable[[Column, Column], float]] = [
        lambda _, right: right[0],  # set to the left
        lambda left, right: (left[0] + left[1] + right[0] + right[1]) / 4,  # in the middle
        lambda left, _: left[1],  # to the right
    ]
    for way in ways:
        edges = [way(left, right) for left, right in pairwise(under)]
        places = [min(range(1, len(phrase.glyphs)), key=lambda at: abs(phrase.glyphs[at].x0 - x)) for x in edges]
        if any(abs(phrase.glyphs[at].x0 - x) > FLUSH for at, x in zip(places, edges, strict=True)):
            continue
        texts = ["".join(g.char for g in phrase.glyphs[a:b]) for a, b in pairwise([0, *places, len(phrase.glyphs)])]
        if all(text and any(bare(text) in label for label in column_labels()) for text in texts):
            return tuple(places)
    return ()
