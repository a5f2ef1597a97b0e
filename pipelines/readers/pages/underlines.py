"""Lines under words, which are no border of a table: they begin and end with the words that stand on them.

A border ends where another one meets it, or beyond; what is set in its cell leaves a margin to both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from pipelines.readers.pages.lattice import Glyph, Ruling

#: An underline begins and ends with its words within so many points; one that ends so near a border may be one itself.
_FLUSH, _MEETS = 1.5, 1.0
#: It runs no higher than this share of the height of its characters, nor further below them than that.
_LOW, _BELOW = 0.7, 0.25
#: Its words stand no further apart than this many times their height.
_APART = 1.5


def without_underlines(across: list[Ruling], down: list[Ruling], glyphs: list[Glyph]) -> list[Ruling]:
    """The horizontal rulings of a page, as drawn, without those that are as long as the words just above them."""
    borders = sorted(down)
    places = [border.at for border in borders]

    def meets(x: float, height: float) -> bool:
        near = range(bisect_left(places, x - _MEETS), bisect_right(places, x + _MEETS))
        return any(borders[at].start - _MEETS <= height <= borders[at].end + _MEETS for at in near)

    free = [line for line in across if not meets(line.start, line.at) and not meets(line.end, line.at)]
    if not free:
        return across
    ordered = sorted((glyph.y1, glyph) for glyph in glyphs)
    bottoms = [bottom for bottom, _ in ordered]
    highest = max((glyph.y1 - glyph.y0 for glyph in glyphs), default=0.0)
    under: set[Ruling] = set()
    for line in free:
        first = bisect_left(bottoms, line.at - highest)
        last = bisect_right(bottoms, line.at + (1 - _LOW) * highest)
        if _is_under(line, [glyph for _, glyph in ordered[first:last]]):
            under.add(line)
    return [line for line in across if line not in under] if under else across


def _is_under(line: Ruling, glyphs: list[Glyph]) -> bool:
    over = sorted(glyph for glyph in glyphs if line.start < (glyph.x0 + glyph.x1) / 2 < line.end)
    tops = [
        glyph.y0
        for glyph in over
        if glyph.y0 + _LOW * (glyph.y1 - glyph.y0) < line.at < glyph.y1 + _BELOW * (glyph.y1 - glyph.y0)
    ]
    if not tops:
        return False
    # some fonts give thin boxes to thin characters (一, a dash), which stand in the middle of their line
    words = [glyph for glyph in over if glyph.y0 >= min(tops) and (glyph.y0 + glyph.y1) / 2 < line.at]
    if abs(words[0].x0 - line.start) > _FLUSH or abs(words[-1].x1 - line.end) > _FLUSH:
        return False
    apart = _APART * (line.at - min(tops))
    return all(right.x0 - left.x1 <= apart for left, right in pairwise(words))
