"""Straight runs of ink, joined to lines, and where lines of two directions meet: the geometry that rulings are told by.

Which run is a stroke of a character belongs to `strokes`, which line is the side of a cell to `rulings`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import Ruling
from pipelines.readers.pixels.arrays import Gray, Mask

#: Points. A straight run shorter than this may be a stroke of a character.
SHORTEST_RUN = 12.0
#: Points. Pieces of one ruling that a poor scan broke lie no further apart.
BREAK = 9.0
#: Points. No row of words is set so tight that it passes for a line of this length.
LONG = 70.0
#: Points. The side of a cell ends this near to the line it meets.
TOUCH = 2.5
#: Points. A darker bar is a background or a drawing.
THICKEST = 4.0
#: Points. The pieces of one ruling lie at one height up to this; paper is never quite flat.
UNEVEN = 1.2


class Run(NamedTuple):
    """A straight run of ink along a line, in pixels; `number` marks its pixels, which lie from row `top` to before `bottom`."""

    at: float
    start: float
    end: float
    number: int
    top: int
    bottom: int

    @property
    def length(self) -> float:
        """Pixels."""
        return self.end - self.start


def find_runs(evened: Gray, faint: float, scale: float) -> tuple[list[Run], NDArray[np.int32]]:
    """Straight runs of ink from left to right, and the pixels of each by its number."""
    shortest = max(8, round(SHORTEST_RUN / scale))
    # a dropped pixel must not cut a run; what lies further apart is joined as a line
    dark = (cv2.blur(evened, (5, 1)) < faint).astype(np.uint8)
    ink = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    thickest = max(3.0, THICKEST / scale)
    runs = []
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[index])
        if area / width <= thickest:
            runs.append(Run(float(centres[index][1]), float(left), float(left + width), index, top, top + height))
    return runs, np.asarray(labels, np.int32)


def lines_of(runs: list[Run], scale: float) -> list[list[Run]]:
    """Runs at one height with small breaks between them, line by line from left to right."""
    heights: list[list[Run]] = []
    for run in sorted(runs):
        if heights and run.at - heights[-1][-1].at <= UNEVEN / scale:
            heights[-1].append(run)
        else:
            heights.append([run])
    lines: list[list[Run]] = []
    for height in heights:
        end = -math.inf
        for run in sorted(height, key=lambda run: (run.start, run.end)):
            if run.start - end > BREAK / scale:
                lines.append([])
            lines[-1].append(run)
            end = max(end if lines[-1][0] is not run else -math.inf, run.end)
    return lines


def ruling_of(line: list[Run]) -> Ruling:
    """The line that runs make together, at the height of most of their ink."""
    total = sum(run.end - run.start for run in line)
    at = sum(run.at * (run.end - run.start) for run in line) / total
    return Ruling(at, line[0].start, max(run.end for run in line))


def pixels_of(lines: list[list[Run]], marks: NDArray[np.int32]) -> Mask:
    """Where the runs of these lines lie, from their starts to their ends; one that was cut in parts, where they do."""
    covered = np.zeros(marks.shape, np.bool_)
    for run in (run for line in lines for run in line):
        place = (slice(run.top, run.bottom), slice(round(run.start), round(run.end)))
        covered[place] |= marks[place] == run.number
    return covered


def meets(line: Ruling, other: Ruling, scale: float) -> bool:
    """Whether two lines of different directions cross or touch, up to a break."""
    slack = BREAK / scale
    return line.start - slack <= other.at <= line.end + slack and other.start - slack <= line.at <= other.end + slack


def met_at(x: float, y: float, crossing: list[Ruling], scale: float, reach: float = TOUCH) -> float | None:
    """Where the nearest crossing line passes the end of a line; None where none does within `reach` points."""
    slack = reach / scale
    found = [line.at for line in crossing if abs(line.at - x) <= slack and line.start - slack <= y <= line.end + slack]
    return min(found, key=lambda at: abs(at - x), default=None)


def passed_at(line: Ruling, crossing: list[Ruling], scale: float) -> list[float]:
    """Where a line crosses or touches others, from its start to its end."""
    slack = TOUCH / scale
    return sorted(
        {
            other.at
            for other in crossing
            if other.start - slack <= line.at <= other.end + slack
            and line.start - slack <= other.at <= line.end + slack
        }
    )
