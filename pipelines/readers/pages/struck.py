"""Rulings where no table has a border: through characters, or in steps close to a straight one. They are left out.

A program that breaks a web page into pages may draw the borders of the row it moved once more, where the row, or parts of
it, would have been. Words higher than their cell lie over its border, too; there the rows on both sides of it have the
height of a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from operator import attrgetter

from pipelines.readers.pages.lattice import DRIFT, GAP, Glyph, Ruling
from pipelines.readers.pages.placing import THINNEST

#: A ruling runs through a character that reaches beyond it on both sides by this share of its height.
_THROUGH = 0.2
#: The two lines of a double border stand nearer than this, in points.
_DOUBLE = 3.0
#: A border beside it covers this share of it.
_COVERED = 0.9


def without_strays(across: list[Ruling], glyphs: list[Glyph]) -> list[Ruling]:
    """The horizontal rulings of a page, as drawn, without those that run through characters, or in steps, by a true border."""
    beside = _beside(across)
    if not beside:
        return across
    struck = _struck(beside, glyphs)
    strays: set[Ruling] = set()
    ordered = sorted(across)
    heights = [line.at for line in ordered]
    for line, near in beside.items():
        borders = [other for other in near if other not in struck]
        level = ordered[bisect_left(heights, line.at - THINNEST) : bisect_right(heights, line.at + THINNEST)]
        steps = {
            step
            for step in level
            if _is_step(line, step)
            and any(_is_along(step, other) and not _holds_text(step, other, glyphs) for other in borders)
        }
        if borders and (line in struck or steps):
            strays |= {line, *steps}
    return [line for line in across if line not in strays]


def _beside(across: list[Ruling]) -> dict[Ruling, list[Ruling]]:
    """Each ruling that others run along with no room for a line of text between them, and those others."""
    beside: dict[Ruling, list[Ruling]] = defaultdict(list)
    ordered = sorted(across)
    for at, upper in enumerate(ordered):
        for lower in islice(ordered, at + 1, None):
            if lower.at - upper.at >= THINNEST:
                break
            if lower.at - upper.at > _DOUBLE:
                for line, other in ((upper, lower), (lower, upper)):
                    if _is_along(line, other):
                        beside[line].append(other)
    return beside


def _struck(lines: Iterable[Ruling], glyphs: list[Glyph]) -> set[Ruling]:
    """The rulings that run through characters."""
    ordered = sorted(glyphs, key=attrgetter("y0"))
    tops = [glyph.y0 for glyph in ordered]
    highest = max((glyph.y1 - glyph.y0 for glyph in glyphs), default=0.0)
    return {
        line
        for line in lines
        if any(
            _runs_through(line, glyph)
            for glyph in ordered[bisect_left(tops, line.at - highest) : bisect_left(tops, line.at)]
        )
    }


def _runs_through(line: Ruling, glyph: Glyph) -> bool:
    out = _THROUGH * (glyph.y1 - glyph.y0)
    return glyph.y0 + out < line.at < glyph.y1 - out and line.start < (glyph.x0 + glyph.x1) / 2 < line.end


def _holds_text(line: Ruling, other: Ruling, glyphs: list[Glyph]) -> bool:
    """Whether characters stand whole between two rulings, which then are borders of their row, however low that is."""
    top, bottom = sorted((line.at, other.at))
    return any(
        glyph.y0 + _THROUGH * (glyph.y1 - glyph.y0) > top
        and glyph.y1 - _THROUGH * (glyph.y1 - glyph.y0) < bottom
        and line.start < (glyph.x0 + glyph.x1) / 2 < line.end
        for glyph in glyphs
    )


def _is_along(line: Ruling, other: Ruling) -> bool:
    return min(line.end, other.end) - max(line.start, other.start) > _COVERED * (line.end - line.start)


def _is_step(line: Ruling, other: Ruling) -> bool:
    """Whether a ruling goes on as another one a little higher or lower, as no border does."""
    is_next = min(abs(other.start - line.end), abs(other.end - line.start)) < GAP
    return is_next and DRIFT < abs(other.at - line.at) < THINNEST
