"""The one row of a table that stands alone on a page, set so tight that its sides are shorter than any ruling.

Works on evened paper that stands level. Rows that are higher or stand below one another are told in `rulings`.
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
        found = _sides(ink[rows, left:right], scale)
        at_ends = found and max(found[0][0], right - left - found[-1][1]) * scale <= TOUCH
        if len(found) < FEWEST_TOGETHER or not at_ends:
            continue
        across += [upper_line, lower_line]
        for first, last in found:
            sides.append(Ruling(left + (first + last - 1) / 2, upper.at, lower.at))
            covered[rows, left + first : left + last] = True
    return across, sides, covered & ink


def _is_near(one: Ruling, upper: Ruling, lower: Ruling, near: float) -> bool:
    """Whether a line down meets what is between two lines across, up to `near` pixels."""
    is_level = one.start <= lower.at + near and one.end >= upper.at - near
    return is_level and upper.start - near <= one.at <= upper.end + near


def _sides(strip: Mask, scale: float) -> list[tuple[int, int]]:
    """The columns of pixels that are sides of a row, each from its first to the one after its last; none where any is none."""
    drawn = np.concatenate(([False], strip.mean(axis=0) >= LEAST_DRAWN, [False])).astype(np.int8)
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
