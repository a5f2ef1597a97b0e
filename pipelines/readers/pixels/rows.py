"""The rows of a table that a line is no side in: there it has paper before a line that it crosses, as nowhere else.

Works on lines of runs and those that cross them. A row of one cell between rows of many is often no higher than the gaps of
a poor scan, and a stroke of its words reaches from one line to the other but for a pixel. So each row of a line is held
against its other rows: a poor scan breaks those, too; and a line in one row alone against the page's other lines, for where
two lines of words stand close, their strokes make one. Which lines are rulings at all is settled in `rulings`.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import SNAP, Ruling
from pipelines.readers.pixels.arrays import Gray
from pipelines.readers.pixels.page_ends import page_ends
from pipelines.readers.pixels.runs import LONG, TOUCH, Run, passed_at, ruling_of
from pipelines.readers.pixels.strokes import SHORTEST_RULING

#: Points. Higher rows hold no strokes that nearly reach from one line to the other, nor does the room of a heading between
#: two tables.
HIGHEST = 36.0
#: Steps along a line are drawn where their darkest pixel is so much as dark as that of most inked ones of the same row, or
#: where the two darkest beside one another are so dark together: a hair line is half as dark in each of the rows of pixels
#: that it lies between. What a stroke leaves bare measured 0.3 and less, the parts of hair lines 0.42 and more.
DRAWN, DRAWN_TOGETHER = 0.5, 0.4
#: The share of drawn steps in a row of a side, of what most rows of the line have. Sides measured 0.95 and more, strokes in
#: rows of one cell 0.84 and less.
LEAST_DRAWN = 0.9
#: A line that stands in one row alone and in line with no other is as dark as so many long lines of the page, up to a share of
#: that, and as even: so much of it is no lighter than a share of its own darkness. Sides measured 0.73 and more, and all of
#: their length; strokes of two lines of words 0.4 and 0.76, and 0.87 and 0.67 of it.
AS_DARK, FEWEST_LONG = 0.55, 3
NO_LIGHTER, AS_EVEN = 0.8, 0.92
#: Points from the ends of a line, where those that it meets darken it.
INNER = 1.2
#: Pixels on either side of a line's place in which its ink lies.
ROOM = 2
#: The sides of a row that begin and end together at the least, where a page leaves it alone: both ends and one between them.
TOGETHER = 3
#: A line of fewer rows is held against those of the whole page.
FEWEST_ROWS = 3


def without_bare_rows(
    lines: list[list[Run]], crossing: list[Ruling], marks: NDArray[np.int32], grey: Gray, scale: float
) -> tuple[list[list[Run]], list[Ruling]]:
    """The lines, each cut where it is the side of no cell between two neighbours of those that it crosses; and the parts cut out.

    The sides of a row that a page begins or ends with may all keep off the line that it stands at.
    """
    near = TOUCH / scale
    open_ends = page_ends(lines, crossing, grey, scale)
    wholes = [ruling_of(line) for line in lines]
    by_line = [_rows(*each, crossing, marks, grey, scale) for each in zip(lines, wholes, strict=True)]
    usual_of_all = _median([row for rows in by_line for row in rows])
    alone = [(whole, *rows[0][:2]) for whole, rows in zip(wholes, by_line, strict=True) if len(rows) == 1]
    strokes = _strokes(wholes, alone, grey, scale)
    found: list[list[Run]] = []
    bare: list[Ruling] = []
    for line, whole, rows in zip(lines, wholes, by_line, strict=True):
        usual = _median(rows) if len(rows) >= FEWEST_ROWS else usual_of_all
        ends = [end for end in (whole.start, whole.end) if end in open_ends]
        rest = line
        for upper, lower, share in rows:
            is_at_page_end = any(upper - near <= end <= lower + near for end in ends)
            is_drawn = share >= LEAST_DRAWN * usual and whole not in strokes
            if is_drawn or (lower - upper) * scale > HIGHEST or is_at_page_end:
                continue
            above = [run._replace(end=min(run.end, upper)) for run in rest if run.start < upper]
            rest = [run._replace(start=max(run.start, lower)) for run in rest if run.end > lower]
            bare.append(Ruling(whole.at, upper, lower))
            found.append(above)
        found.append(rest)
    kept = [line for line in found if line in lines or _is_left(line, crossing, open_ends, scale)]
    return kept, bare


def _strokes(wholes: list[Ruling], alone: list[tuple[Ruling, float, float]], grey: Gray, scale: float) -> list[Ruling]:
    """Those of the lines in one row `alone`, given from its upper to its lower line, that are strokes of its words.

    They are in line with no other, and much lighter or less even than the page's long lines; or they fill a row no higher
    than type in which no others begin and end with them, as the sides of a header do that a page cuts.
    """
    long = [_shade(one, grey, scale) for one in wholes if (one.end - one.start) * scale >= LONG]
    is_told = len(long) >= FEWEST_LONG
    dark, even = (float(np.median([each[at] for each in long])) if is_told else 0.0 for at in (0, 1))
    near = SNAP / scale
    found = []
    for one, upper, lower in alone:
        if sum(abs(other.at - one.at) <= near for other in wholes) > 1:
            continue
        shade, share = _shade(one, grey, scale)
        n_beside = sum(max(abs(other.start - one.start), abs(other.end - one.end)) <= near for other in wholes)
        is_of_type = (lower - upper) * scale < SHORTEST_RULING and n_beside < TOGETHER
        if is_of_type or shade < AS_DARK * dark or share < AS_EVEN * even:
            found.append(one)
    return found


def _shade(line: Ruling, grey: Gray, scale: float) -> tuple[float, float]:
    """How dark two pixels of a line are together that lie side by side, in the middle of its steps, and the share of them as dark."""
    strip = grey[max(0, round(line.at) - ROOM) : round(line.at) + ROOM + 1, round(line.start) : round(line.end)]
    ink = 255 - strip.astype(np.int32)
    steps = (ink[:-1] + ink[1:]).max(axis=0, initial=0)
    inner = steps[round(INNER / scale) : -round(INNER / scale) or None]
    shade = float(np.median(steps))
    return shade, float((inner >= NO_LIGHTER * shade).mean()) if len(inner) else 0.0


def _is_left(line: list[Run], crossing: list[Ruling], open_ends: Set[float], scale: float) -> bool:
    """Whether what is left of a line that was cut may be the side of a row.

    Where it is the side of none it only sticks out of those that it crosses; and beside a row no higher than a character it
    is a stroke, of whose neighbours others seemed to go on with it.
    """
    if not line or line[-1].end - line[0].start < SNAP / scale:
        return False
    whole = ruling_of(line)
    met = passed_at(whole, crossing, scale)
    is_tight = len(met) > 1 and (met[-1] - met[0]) * scale < SHORTEST_RULING
    return not is_tight or not open_ends.isdisjoint((whole.start, whole.end))


def _rows(
    line: list[Run], whole: Ruling, crossing: list[Ruling], marks: NDArray[np.int32], grey: Gray, scale: float
) -> list[tuple[float, float, float]]:
    """The rows that a line passes, each with its upper and its lower line and the share of the way that it is drawn."""
    met = pairwise(passed_at(whole, crossing, scale))
    rows = [(upper, lower) for upper, lower in met if (lower - upper) * scale >= 2 * SNAP]
    one, two = _darkness(line, marks, grey, room=0 if len(rows) >= FEWEST_ROWS else 1)
    places = [slice(max(0, round(upper - whole.start)), round(lower - whole.start) + 1) for upper, lower in rows]
    return [(*row, _drawn(one[place], two[place])) for row, place in zip(rows, places, strict=True)]


def _median(rows: list[tuple[float, float, float]]) -> float:
    return float(np.median([share for _, _, share in rows])) if rows else 0.0


def _darkness(
    line: list[Run], marks: NDArray[np.int32], grey: Gray, *, room: int
) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """How dark a line is, step by step from its start to its end, and how dark two of its pixels side by side; 0 without ink.

    A thin line that leans steps to the next row of pixels: so many on either side are looked at (`room`).
    """
    start = round(line[0].start)
    one, two = (np.zeros(round(max(run.end for run in line)) - start, np.uint16) for _ in range(2))
    for run in line:
        columns = slice(round(run.start), round(run.end))
        place = (slice(max(0, run.top - room), run.bottom + room), columns)
        own = cv2.dilate((marks[place] == run.number).astype(np.uint8), np.ones((2 * room + 1, 1), np.uint8)) > 0
        ink = np.pad(np.where(own, 255 - grey[place], 0).astype(np.uint16), ((0, 1), (0, 0)))
        for seen, darkness in ((one, ink), (two, ink[:-1] + ink[1:])):
            steps = seen[columns.start - start : columns.stop - start]
            np.maximum(steps, darkness.max(axis=0), out=steps)
    return one, two


def _drawn(one: NDArray[np.uint16], two: NDArray[np.uint16]) -> float:
    """The share of steps that are as dark as a stroke is and paper beside it is not; a print may be pale in places."""
    if not one.any():
        return 0.0
    dark, dark_together = DRAWN * np.median(one[one > 0]), DRAWN_TOGETHER * np.median(two[two > 0])
    return float(((one >= dark) | (two >= dark_together)).mean())
