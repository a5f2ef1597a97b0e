"""Words higher than their cell, which programs print over the rows above and below: given back to the cell they are of.

Lines of several cells lie over one another there. Which of them make one label the form's own list tells; a cell sets its
label about its middle or from its top, and where one of these ways brings each label into a cell of its own, it is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import NamedTuple

from pipelines.readers.figures import is_written_figure
from pipelines.readers.group_labels import NUMBER
from pipelines.readers.pages.label_lines import begins, is_known, over_columns, squashed
from pipelines.readers.pages.lattice import Glyph, Lattice, RuledCell
from pipelines.readers.pages.lines import PRINTED_OVER

#: Words reach out of their cell by more than this share of their height.
_OUT = 0.2
#: Points. The characters of one line stand at one height, up to rounding.
_LEVEL = 0.3
#: The lines of one cell follow one another at so many times their height; steps that differ by less than `_UNEVEN` of it
#: are even: some programs set characters above one another by their ink.
_LEAST_PITCH, _MOST_PITCH, _UNEVEN = 0.8, 2.2, 0.25


class _Line(NamedTuple):
    """Glyphs at one height from left to right, their text, and how high they reach."""

    glyphs: list[Glyph]
    text: str
    y0: float
    y1: float


_Words = list[_Line]  # the lines of one cell


def settle_overflow(lattice: Lattice) -> None:
    """Give labels that print over the rows around them to their own cells, where one way to do so comes out."""
    columns: dict[tuple[int, int], list[RuledCell]] = defaultdict(list)
    for cell in lattice.cells:
        columns[cell.col, cell.col_span].append(cell)
    for cells in columns.values():
        if len(cells) == 1 or not any(map(_overflows, cells)):
            continue
        words = _words([glyph for cell in cells for glyph in cell.glyphs])
        settled = next((done for where in (_middle, _top) if words and (done := _settled(words, cells, where))), None)
        for cell, found in zip(cells, settled or (), strict=False):
            cell.glyphs[:] = found


def _overflows(cell: RuledCell) -> bool:
    """Whether words reach out of a cell, or lie over others in it."""
    if not cell.glyphs:
        return False
    _, top, _, bottom = cell.box
    spans = {(y0, y1) for _, y0, _, y1, _, _ in cell.glyphs}
    for y0, y1 in spans:
        out = _OUT * (y0 - y1)
        if y0 - top < out or bottom - y1 < out:
            return True
    if len(spans) == 1:
        return False  # most cells
    heights = sorted({y0 for y0, _ in spans})
    reach = PRINTED_OVER * (cell.glyphs[0].y1 - cell.glyphs[0].y0)
    near = [upper for upper, lower in pairwise(heights) if _LEVEL < lower - upper < reach]
    # characters of one line, in boxes of several heights, stand beside one another
    return any(_lie_over([glyph for glyph in cell.glyphs if upper <= glyph.y0 < upper + reach]) for upper in near)


def _lie_over(glyphs: list[Glyph]) -> bool:
    """Whether some glyphs begin before the middle of those at their left."""
    return any(right.x0 < (left.x0 + left.x1) / 2 for left, right in pairwise(sorted(glyphs)))


def _words(glyphs: list[Glyph]) -> list[_Words] | None:
    """The lines of glyphs, those of one label together; None where it may go on in two ways, or lines lie on one another."""
    lines = _lines(glyphs)
    if any(_lie_over(line.glyphs) for line in lines):
        return None
    words: list[_Words] = []
    while lines:
        own, pitch = [lines.pop(0)], 0.0
        while True:
            text = _text(own)  # which may be a label as it is, and a longer one with the next line
            near = takewhile(partial(_is_near, own[-1]), lines)
            following = [line for line in near if _follows(own[-1], line, pitch) and _begins(text + line.text)]
            if len(following) != 1:
                break
            pitch = following[0].y0 - own[-1].y0
            own += following
            lines = [line for line in lines if line is not following[0]]
        if len(following) > 1 and not is_known(text):
            return None
        words.append(own)
    return words


def _lines(glyphs: list[Glyph]) -> list[_Line]:
    """The glyphs of each line, from the highest line to the lowest.

    What stands at one height has its upper or its lower edge there: fonts give a mark a lower box than a figure.
    """
    lines: list[list[Glyph]] = []
    for glyph in sorted(sorted(glyphs, key=attrgetter("x0")), key=attrgetter("y0")):
        if lines and min(glyph.y0 - lines[-1][0].y0, abs(glyph.y1 - lines[-1][0].y1)) < _LEVEL:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        line.sort()
    return [_Line(line, "".join([glyph.char for glyph in line]), line[0].y0, line[0].y1) for line in lines]


def _is_near(upper: _Line, lower: _Line) -> bool:
    """Whether a line is no further below another than lines of one cell are."""
    return lower.y0 - upper.y0 < _MOST_PITCH * (upper.y1 - upper.y0)


def _follows(upper: _Line, lower: _Line, pitch: float) -> bool:
    """Whether a line near another may be the next one of a cell whose lines stand `pitch` apart, 0 where that is not known."""
    step, size = lower.y0 - upper.y0, upper.y1 - upper.y0
    is_even = not pitch or abs(step - pitch) < max(2 * _LEVEL, _UNEVEN * size)
    is_of_words = not is_written_figure(lower.text) and not NUMBER.match(lower.text)
    return _LEAST_PITCH * size < step and is_even and is_of_words


def _settled(words: list[_Words], cells: list[RuledCell], where: Callable[[_Words], float]) -> list[list[Glyph]] | None:
    """The glyphs of each cell; None where two words are of one cell, or words that move are no label of the form."""
    found: list[list[Glyph]] = [[] for _ in cells]
    for lines in words:
        height = where(lines)
        at = next((at for at, cell in enumerate(cells) if cell.box[1] <= height <= cell.box[3]), None)
        if at is None or found[at]:
            return None
        found[at] = [glyph for line in lines for glyph in line.glyphs]
        here = {id(glyph) for glyph in cells[at].glyphs}
        if any(id(glyph) not in here for glyph in found[at]) and not is_known(_text(lines)):
            return None
    return found


def _text(words: _Words) -> str:
    return "".join([line.text for line in words])


def _middle(words: _Words) -> float:
    return (words[0].y0 + words[-1].y1) / 2


def _top(words: _Words) -> float:
    return (words[0].y0 + words[0].y1) / 2


def _begins(text: str) -> bool:
    words = squashed(text)
    return begins(words) or any(label.startswith(words) for label in over_columns())
