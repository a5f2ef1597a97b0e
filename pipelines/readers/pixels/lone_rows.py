"""Rows of a table that a page's end leaves so tight that their own sides are shorter than any ruling.

One may stand alone on a page, or be the last of a table where the page cuts it. Works on evened paper that stands level.
Rows that are higher, and sides that run through several rows, are told in `rulings`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipelines.readers.pages.lattice import SNAP, Ruling
from pipelines.readers.pixels.arrays import Mask
from pipelines.readers.pixels.page_ends import FEWEST_TOGETHER
from pipelines.readers.pixels.runs import LONG, THICKEST, TOUCH, Run, ruling_of
from pipelines.readers.pixels.sides import MOST_BESIDE
from pipelines.readers.pixels.strokes import BESIDE, SHORTEST_RULING

#: The share of a side that has ink at least, from one line to the other; strokes of words keep off both.
LEAST_DRAWN = 0.93
#: The same where the lines above and below are of a table that is there without the side: paper parts strokes from them.
LEAST_DRAWN_LAST = 0.99
#: Points. Last rows of one line are lower; the sides of higher ones are told from strokes by their length.
HIGHEST_LAST = 16.0
#: The sides of such a row at least, and points from one to the next: a figure that touches both lines parts no cell of figures.
FEWEST_LAST, NARROWEST = 6, 24.0


def lone_rows(
    lines: list[list[Run]], down: list[Ruling], ink: Mask, scale: float
) -> tuple[list[list[Run]], list[Ruling], Mask]:
    """The two lines across of each row that stands alone, its sides, and the pixels of those; `lines` are those of no table.

    Two neighbouring lines hold one where they begin and end together and are joined at both ends, and at as many places
    as a table has columns; none where a ruling `down` meets them, or ink from one to the other is no side.
    """
    across: list[list[Run]] = []
    sides: list[Ruling] = []
    covered = np.zeros_like(ink)
    long = sorted((ruling_of(line), line) for line in lines)
    long = [(whole, line) for whole, line in long if (whole.end - whole.start) * scale >= LONG]
    for (upper, upper_line), (lower, lower_line) in pairwise(long):
        apart = max(abs(upper.start - lower.start), abs(upper.end - lower.end))
        if apart * scale > TOUCH or not 2 * SNAP <= (lower.at - upper.at) * scale < SHORTEST_RULING:
            continue
        if any(_is_near(one, upper, lower, TOUCH / scale) for one in down):
            continue
        rows = slice(round(upper.at), round(lower.at) + 1)
        left, right = round(min(upper.start, lower.start)), round(max(upper.end, lower.end)) + 1
        found = _sides(ink[rows, left:right], scale, LEAST_DRAWN)
        at_ends = found and max(found[0][0], right - left - found[-1][1]) * scale <= TOUCH
        if len(found) < FEWEST_TOGETHER or not at_ends:
            continue
        across += [upper_line, lower_line]
        for first, last in found:
            sides.append(Ruling(left + (first + last - 1) / 2, upper.at, lower.at))
            covered[rows, left + first : left + last] = True
    return across, sides, covered & ink


def last_rows(across: list[Ruling], down: list[Ruling], ink: Mask, scale: float) -> tuple[list[Ruling], Mask]:
    """The missing sides of tight rows that a table ends with, and their pixels, in pixels of the page.

    Such a row is between two lines `across`, beyond the lower of which nothing goes on; at both ends of the upper one a
    side is known, and with those found it has as many as a table that is cut has columns.
    """
    near = TOUCH / scale
    sides: list[Ruling] = []
    covered = np.zeros_like(ink)
    for upper in (line for line in across if (line.end - line.start) * scale >= LONG):
        below = [line for line in across if line.at - upper.at >= near and _is_over(line, upper, near)]
        lower = min(below, key=lambda line: line.at, default=None)
        if lower is None or not 2 * SNAP <= (lower.at - upper.at) * scale < HIGHEST_LAST:
            continue
        level = [one for one in down if upper.start - near <= one.at <= upper.end + near]
        if any(one.start <= lower.at + near and one.end > lower.at + near for one in level):
            continue
        known = [one.at for one in level if one.start <= upper.at + near and one.end >= lower.at - near]
        if not all(any(abs(at - end) <= near for at in known) for end in (upper.start, upper.end)):
            continue
        rows = slice(round(upper.at), round(lower.at) + 1)
        left, right = round(upper.start), round(upper.end) + 1
        found = _sides(ink[rows, left:right], scale, LEAST_DRAWN_LAST)
        middles = [left + (first + last - 1) / 2 for first, last in found]
        new = [place for place, at in enumerate(middles) if all(abs(at - other) > near for other in known)]
        ats = sorted([*known, *(middles[place] for place in new)])
        if len(ats) < FEWEST_LAST or any((b - a) * scale < NARROWEST for a, b in pairwise(ats)):
            continue
        for place in new:
            sides.append(Ruling(middles[place], upper.at, lower.at))
            covered[rows, left + found[place][0] : left + found[place][1]] = True
    return sides, covered & ink


def _is_over(line: Ruling, other: Ruling, near: float) -> bool:
    """Whether a line reaches from one end of another to the other end."""
    return line.start <= other.start + near and line.end >= other.end - near


def _is_near(one: Ruling, upper: Ruling, lower: Ruling, near: float) -> bool:
    """Whether a line down meets what is between two lines across, up to `near` pixels."""
    is_level = one.start <= lower.at + near and one.end >= upper.at - near
    return is_level and upper.start - near <= one.at <= upper.end + near


def _sides(strip: Mask, scale: float, least: float) -> list[tuple[int, int]]:
    """The columns of pixels that are sides of a row, each from its first to the one after its last; none where any is none.

    `least` is the share of a side that has ink.
    """
    drawn = np.concatenate(([False], strip.mean(axis=0) >= least, [False])).astype(np.int8)
    turns = np.flatnonzero(np.diff(drawn))
    found = [(int(first), int(last)) for first, last in zip(turns[::2], turns[1::2], strict=True)]
    near, far = max(1, round(BESIDE[0] / scale)), max(3, round(BESIDE[1] / scale))
    room = round(TOUCH / scale)
    inner = strip[room:-room]
    for first, last in found:
        beside = (inner[:, max(0, first - far) : max(0, first - near)], inner[:, last + near : last + far])
        if (last - first) * scale > THICKEST or any(place.any(axis=1).mean() > MOST_BESIDE for place in beside):
            return []
    return found
