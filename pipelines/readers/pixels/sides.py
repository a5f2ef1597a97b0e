"""Sides of cells that a poor scan left in pieces: found where their table has a ruling, between two that it crosses.

Works on evened paper that stands level and the rulings found on it. A side is looked for nowhere but in line with a ruling
of the same table, and only fills the place between two neighbouring crossing rulings; which lines are rulings of their own
is settled in `rulings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipelines.readers.pages.lattice import SNAP, Ruling
from pipelines.readers.pixels.arrays import Gray, Mask
from pipelines.readers.pixels.runs import BREAK, LONG, THICKEST, TOUCH, UNEVEN, passed_at
from pipelines.readers.pixels.strokes import BESIDE, SHORTEST_RULING

#: The share of a side that has ink at least: dots and the paper between them are as long as one another.
LEAST_INK = 0.45
#: The same of a side in a row so tight that a stroke of its words fills it but for a pixel, and of a long side beyond doubt,
#: whatever words stand beside it all along.
WHOLE = 0.98
#: Points. Near the lines that a side joins it has no wider gap.
LEAST_PAPER = 1.5
#: The share of a side beside which there is ink, half of what stands on one side alone. Rulings measured less than 0.1.
MOST_BESIDE = 0.25
#: The share of a lattice's side that a ruling covers where it is no missing one.
COVERED = 0.6
#: The rows of a side's pixels are those with so much of the ink of its darkest row.
LEAST_ROW = 0.4
#: Pixels by which a side may be thicker than the line of its table that it is in: the foot of a stroke is thicker yet.
THICKER = 2


def missing_sides(
    lines: list[Ruling], crossing: list[Ruling], ink: Mask, pale: Mask, scale: float, bare: Sequence[Ruling] = ()
) -> list[tuple[Ruling, int, int]]:
    """The sides of cells, from left to right, that are in line with one of `lines` of their table and not covered by it.

    Where a line is `bare` there is none; `pale` is the ink of long sides, which may be lighter than words are. Each with the
    first of its rows of pixels and the row after the last; all in pixels, `scale` points a pixel.
    """
    found = []
    for at, group in _in_line(lines, crossing, scale):
        thickness = max(_thickness(line, ink, scale) for line in lines if abs(line.at - at) * scale <= UNEVEN)
        for start, end in pairwise(_stops(at, group, crossing, scale)):
            if (end - start) * scale < 2 * SNAP or _is_covered(at, start, end, [*lines, *bare], scale):
                continue
            side = _side(at, start, end, pale if (end - start) * scale >= LONG else ink, scale)
            if side is not None and side[2] - side[1] <= thickness + THICKER and _goes_on(side[0], lines, scale):
                found.append(side)
    return found


def _goes_on(side: Ruling, lines: list[Ruling], scale: float) -> bool:
    """Whether a side is level with the lines in which it is that end or begin where it does: a stroke stands beside them."""
    slack = TOUCH / scale
    touched = [
        abs(line.at - side.at) * scale
        for line in lines
        if min(abs(line.end - side.start), abs(line.start - side.end)) <= slack
        and abs(line.at - side.at) * scale <= 2 * UNEVEN
    ]
    return min(touched, default=0.0) <= UNEVEN / 2


def _in_line(lines: list[Ruling], crossing: list[Ruling], scale: float) -> list[tuple[float, set[Ruling]]]:
    """The places across the lines where any of them are, each with the crossing rulings of the tables they are of."""
    tables = _tables(lines, crossing, scale)
    places: list[tuple[float, set[Ruling]]] = []
    for line in sorted(lines, key=lambda line: (line.at, line.start)):
        table = next((table for table in tables if line in table[0]), None)
        if table is None:
            continue
        if places and places[-1][1] is table[1] and (line.at - places[-1][0]) * scale <= UNEVEN:
            continue
        places.append((line.at, table[1]))
    return places


def _tables(lines: list[Ruling], crossing: list[Ruling], scale: float) -> list[tuple[set[Ruling], set[Ruling]]]:
    """Lines and crossing lines that meet one another, table by table."""
    tables: list[tuple[set[Ruling], set[Ruling]]] = []
    by_place = {other.at: other for other in crossing}
    for line in lines:
        met = {by_place[at] for at in passed_at(line, crossing, scale)}
        own = [table for table in tables if table[1] & met]
        joined = ({line}.union(*(table[0] for table in own)), met.union(*(table[1] for table in own)))
        tables = [table for table in tables if table not in own] + [joined]
    return tables


def _stops(at: float, table: set[Ruling], crossing: list[Ruling], scale: float) -> list[float]:
    """Where crossing rulings of a table pass a place across the lines."""
    slack = TOUCH / scale
    return sorted(other.at for other in crossing if other in table and other.start - slack <= at <= other.end + slack)


def _is_covered(at: float, start: float, end: float, lines: list[Ruling], scale: float) -> bool:
    """Whether a ruling covers most of a side already; two pieces of one do not make it."""
    near = [line for line in lines if abs(line.at - at) * scale <= SNAP]
    return any(min(line.end, end) - max(line.start, start) > COVERED * (end - start) for line in near)


def _thickness(line: Ruling, ink: Mask, scale: float) -> int:
    """The rows of pixels that a line covers along most of its way."""
    around = round(THICKEST / scale)
    top = max(0, round(line.at) - around)
    strip = ink[top : round(line.at) + around + 1, round(line.start) : round(line.end) + 1]
    return int(np.median(strip.sum(axis=0))) if strip.size else 0


def _side(at: float, start: float, end: float, ink: Mask, scale: float) -> tuple[Ruling, int, int] | None:
    """The side that stands between two crossing rulings; None where words or paper are there."""
    thickest, near, far = (max(1, round(value / scale)) for value in (THICKEST, *BESIDE))
    top = max(0, round(at - UNEVEN / scale) - thickest - far)
    strip = ink[top : round(at + UNEVEN / scale) + thickest + far + 1, round(start) : round(end) + 1]
    rows = strip.mean(axis=1)
    low, high = max(0, round(at - UNEVEN / scale) - top), round(at + UNEVEN / scale) - top + 1
    if not len(rows[low:high]):
        return None
    darkest = low + int(rows[low:high].argmax())
    first = last = darkest
    while first > 0 and rows[first - 1] >= LEAST_ROW * rows[darkest]:
        first -= 1
    while last + 1 < len(rows) and rows[last + 1] >= LEAST_ROW * rows[darkest]:
        last += 1
    if last + 1 - first > max(3, thickest):
        return None
    own, above, below = (
        np.asarray(strip[max(0, start) : max(0, stop)].any(axis=0), np.bool_)
        for start, stop in ((first, last + 1), (first - far, first - near + 1), (last + near, last + far + 1))
    )
    if (end - start) * scale < SHORTEST_RULING and own.mean() < WHOLE:
        return None
    beside = np.flatnonzero(~(above | below))  # at both ends it has the crossing rulings beside it
    if not len(beside):
        return None
    inner = slice(int(beside[0]), int(beside[-1]) + 1)
    own, above, below = own[inner], above[inner], below[inner]
    is_long = (end - start) * scale >= LONG
    # words may stand on one all along it, and no row of them is set so tight that it passes for one
    on_one_side = 0.0 if is_long else float((above ^ below).mean()) / 2
    is_whole = is_long and own.mean() >= WHOLE
    if own.mean() < LEAST_INK or ((above & below).mean() + on_one_side > MOST_BESIDE and not is_whole):
        return None
    side = (Ruling(top + (first + last) / 2, start, end), top + first, top + last + 1)
    return side if _is_joined(own, is_long, scale) else None


def _is_joined(own: Mask, is_long: bool, scale: float) -> bool:
    """Whether the ink of a side, true or false along it, leaves no wider gap than pieces of a ruling do, at its ends above all."""
    places = np.concatenate(([-1], np.flatnonzero(own), [len(own)]))
    gaps = np.diff(places) - 1
    is_near = np.minimum(places[:-1] + 1, len(own) - places[1:]) * scale <= LEAST_PAPER
    near, inner = gaps[is_near].max(initial=0), gaps[~is_near].max(initial=0)
    if is_long:
        return bool(max(near, inner) * scale <= BREAK)
    # a stroke is whole and keeps off the rulings; what is left of a side may, or hangs on the rulings with a stub
    is_tied = max(gaps[0], gaps[-1]) <= inner
    return bool(is_tied and near * scale <= LEAST_PAPER and inner * scale <= BREAK)


def with_missing_sides(
    across: list[Ruling],
    down: list[Ruling],
    evened: Gray,
    dark: float,
    palest: float,
    scale: float,
    bare: Sequence[Ruling],
) -> tuple[list[Ruling], list[Ruling], Mask]:
    """The rulings with the sides of cells that are missing in their lines, and the pixels of those.

    `dark` and less is ink, `palest` and less that of a long side, which no row of words passes for; where a line down is
    `bare` no side is missing.
    """
    ink, pale = evened < dark, evened < palest
    covered = np.zeros_like(ink)
    upright, pale_upright = np.ascontiguousarray(ink.T), np.ascontiguousarray(pale.T)
    found = missing_sides(down, across, upright, pale_upright, scale, bare)
    down = [*down, *(side for side, _, _ in found)]
    for side, first, last in found:
        covered[round(side.start) : round(side.end) + 1, first:last] = True
    found = missing_sides(across, down, ink, pale, scale)
    across = [*across, *(side for side, _, _ in found)]
    for side, first, last in found:
        covered[first:last, round(side.start) : round(side.end) + 1] = True
    return across, down, covered & pale
