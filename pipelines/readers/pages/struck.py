"""Rulings where no table has a border: through characters, or in steps close to a straight one. They are left out.

A program that breaks a web page into pages may draw the borders of the row it moved once more, where the row, or parts of
it, would have been. Words higher than their cell lie over its border, too; there the rows on both sides of it have the
height of a line.
"""

from __future__ import annotations

from pipelines.readers.pages.lattice import DRIFT, GAP, Glyph, Ruling
from pipelines.readers.pages.placing import THINNEST

#: A ruling runs through a character that reaches beyond it on both sides by this share of its height.
_THROUGH = 0.2
#: A border beside it covers this share of it.
_COVERED = 0.9


def without_strays(across: list[Ruling], glyphs: list[Glyph]) -> list[Ruling]:
    """The horizontal rulings of a page, as drawn, without those that run through characters, or in steps, by a true border."""
    beside = {line: near for line in across if (near := [other for other in across if _is_beside(line, other)])}
    if not beside:
        return across
    struck = {line for line in beside if any(_runs_through(line, glyph) for glyph in glyphs)}
    strays: set[Ruling] = set()
    for line, near in beside.items():
        borders = [other for other in near if other not in struck]
        steps = {step for step in across if _is_step(line, step) and any(_is_along(step, other) for other in borders)}
        if borders and (line in struck or steps):
            strays |= {line, *steps}
    return [line for line in across if line not in strays]


def _is_beside(line: Ruling, other: Ruling) -> bool:
    """Whether another ruling runs along all of one with no room for a line of text between them."""
    return DRIFT < abs(line.at - other.at) < THINNEST and _is_along(line, other)


def _is_along(line: Ruling, other: Ruling) -> bool:
    return min(line.end, other.end) - max(line.start, other.start) > _COVERED * (line.end - line.start)


def _runs_through(line: Ruling, glyph: Glyph) -> bool:
    if not line.start < (glyph.x0 + glyph.x1) / 2 < line.end:
        return False
    out = _THROUGH * (glyph.y1 - glyph.y0)
    return glyph.y0 + out < line.at < glyph.y1 - out


def _is_step(line: Ruling, other: Ruling) -> bool:
    """Whether a ruling goes on as another one a little higher or lower, as no border does."""
    is_next = min(abs(other.start - line.end), abs(other.end - line.start)) < GAP
    return is_next and DRIFT < abs(other.at - line.at) < THINNEST
