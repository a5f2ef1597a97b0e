"""Phrases of a page without rulings, and the columns they stand in; what tables they make is told in `unruled/tables.py`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipelines.readers.figures import is_written_figure
from pipelines.readers.pages.lattice import Box, Glyph
from pipelines.readers.pages.lines import cell_text
from warehouse.form import load_statistics

#: A gap wider than this share of the type size parts two phrases of one line.
_GAP = 0.2
#: Words set to one edge begin or end within so many points of one another: characters have bearings.
FLUSH = 2.0
#: The units of money, and the words that counts are given in, which belong to the figure before them.
UNITS = frozenset("万亿元") | {unit for unit in load_statistics().units if len(unit) == 1}
#: What stands behind the number of a label.
_POINTS = frozenset(".．、")
#: Marks that stand in the left half of their box; its right half may hang out of the cell.
_HALF = frozenset("、，。；：")
#: Boxes of characters in neighbouring cells without a margin may lie over one another by so many points.
_TOUCH = 0.75

#: Figures clearly stand under words that cover this share of them.
_CLEAR = 0.4
#: A character printed twice lies within this share of its height of itself.
_TWICE = 0.15

Column = tuple[float, float]  # from x to x


@dataclass(slots=True, eq=False)
class Phrase:
    """Glyphs of one line without a wide gap between them; no two are the same, whatever they say."""

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
        """Whether it may stand in a cell of figures; a mark alone between words is of a label, although it may mean none."""
        return self.text != "、" and is_written_figure(self.text)


def phrases_of(line: list[Glyph]) -> list[Phrase]:
    """The glyphs of a line, from left to right, cut at their wide gaps."""
    reach = _GAP * max([glyph.y1 - glyph.y0 for glyph in line])
    last = line[0]
    parts = [[last]]
    for glyph in line[1:]:
        if last.char == glyph.char and glyph.x0 - last.x0 < _TWICE * (glyph.y1 - glyph.y0):
            continue  # printed twice with a small shift: how some programs make bold type
        gap = glyph.x0 - last.x1
        if gap <= reach or gap <= _reach(parts[-1], glyph.char) * reach:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
        last = glyph
    return [phrase_of(part) for part in parts]


def _reach(part: list[Glyph], char: str) -> int:
    """How many times as far as others a character may stand from a phrase that it belongs to."""
    if not char.isdecimal() and _is_number(part):
        return 5
    # Word processors set figures and Chinese characters apart; a figure's unit is still its own.
    return 2 if char in UNITS and part[-1].char.isdecimal() else 1


def _is_number(glyphs: list[Glyph]) -> bool:
    """Whether glyphs are the number of a label, which a blank may part from its words: no figure ends with a point."""
    return glyphs[-1].char in _POINTS and len(glyphs) > 1 and all(glyph.char.isdecimal() for glyph in glyphs[:-1])


def phrase_of(glyphs: list[Glyph]) -> Phrase:
    """Neighbouring glyphs of one line as a phrase."""
    text, _ = cell_text(glyphs, 10_000.0)
    top, bottom = min([glyph.y0 for glyph in glyphs]), max([glyph.y1 for glyph in glyphs])
    last = glyphs[-1]
    right = (last.x0 + last.x1) / 2 if last.char in _HALF else last.x1
    return Phrase(glyphs, text, glyphs[0].x0, top, right, bottom)


def columns_of(phrases: list[Phrase]) -> list[Column]:
    """The stretches that phrases cover, from left to right."""
    columns: list[Column] = []
    for phrase in sorted(phrases, key=lambda phrase: phrase.x0):
        if columns and phrase.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], phrase.x1))
        else:
            columns.append((phrase.x0, phrase.x1))
    return columns


def columns_under(figures: list[Phrase], leaves: list[Phrase]) -> list[Column]:
    """The columns of figures and of the words above them, which may be set to another edge than they.

    As many of one as of the other are taken in pairs from left to right, where that leaves them apart. Else words and
    figures are of one column only where they clearly stand over one another: no columns come back where some do not.
    """
    below, above = columns_of(figures), columns_of(leaves)
    if len(below) == len(above):
        pairs = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(above, below, strict=True)]
        if all(left[1] <= right[0] for left, right in pairwise(pairs)):
            return pairs
    if all(any(_shared(figure, words) for words in above) for figure in below):
        return columns_of([*figures, *leaves])
    return columns_beside(above, below)


def columns_beside(above: list[Column], below: list[Column]) -> list[Column]:
    """The columns under the words `above` where figures stand beside their words; none where that may be in two ways."""
    ways = [way for way in (_beside(above, below, step) for step in (-1, 0)) if way]
    return ways[0] if ways and all(way == ways[0] for way in ways) else []


def _beside(above: list[Column], below: list[Column], step: int) -> list[Column]:
    """The columns under `above` where figures beside words are of those at their left (`step` -1), or at their right (0).

    Cells stand apart, so figures set to the right stand under their own words or right of them, those set to the left
    under their own or left of them. Nothing comes back where one has no words there, or two have the same.
    """
    columns = list(above)
    taken: set[int] = set()
    for figure in below:
        under = [at for at, words in enumerate(above) if _overlap(figure, words) > _CLEAR * (figure[1] - figure[0])]
        right = next((at for at, words in enumerate(above) if words[0] > figure[0]), len(above))
        own = under[0] if len(under) == 1 else right + step
        if len(under) > 1 or own in taken or not 0 <= own < len(above):
            return []
        taken.add(own)
        columns[own] = (min(above[own][0], figure[0]), max(above[own][1], figure[1]))
    return columns if all(left[1] <= right[0] + FLUSH for left, right in pairwise(columns)) else []


def _shared(one: Column, other: Column) -> bool:
    """Whether two stretches lie over one another by more than characters of neighbouring columns may touch."""
    return _overlap(one, other) > _TOUCH


def _overlap(one: Column, other: Column) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def columns_in(figures: list[Phrase], above: list[Column], *, is_header: bool = False) -> list[Column]:
    """The columns `above`, as wide as `figures` without a header make them; none where one stands in no column or in two.

    Where they are but a header that stands on the page before, figures may be set to another edge than its words.
    """
    wide = list(above)
    for phrase in figures:
        own = [at for at, (low, high) in enumerate(above) if low < phrase.x1 and phrase.x0 < high]
        if len(own) != 1:
            return columns_beside(above, columns_of(figures)) if is_header else []
        low, high = wide[own[0]]
        wide[own[0]] = (min(low, phrase.x0), max(high, phrase.x1))
    return wide if all(left[1] <= right[0] for left, right in pairwise(wide)) else []


def edges_of(columns: list[Column]) -> list[float]:
    """The left edges of the columns."""
    return [columns[0][0] - 1, *((left[1] + right[0]) / 2 for left, right in pairwise(columns))]


def column_of(phrase: Phrase, columns: list[Column]) -> int:
    """The column that a phrase has its middle in; -1 for none."""
    middle = (phrase.x0 + phrase.x1) / 2
    for number, (low, high) in enumerate(columns):  # a loop: it runs for every figure and every way to set a header
        if low <= middle <= high:
            return number
    return -1


def box_of(phrases: Iterable[Phrase]) -> Box:
    """The box around phrases, from the upper left corner of the page."""
    x0 = y0 = math.inf
    x1 = y1 = -math.inf
    for phrase in phrases:
        x0, y0 = min(x0, phrase.x0), min(y0, phrase.y0)
        x1, y1 = max(x1, phrase.x1), max(y1, phrase.y1)
    return x0, y0, x1, y1
