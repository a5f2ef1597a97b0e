"""The rows of a table that a line is no side in: there it has paper before a line that it crosses, as nowhere else.

Works on lines of runs and those that cross them. A row of one cell between rows of many is often no higher than the gaps of
a poor scan, and a stroke of its words reaches from one line to the other but for a pixel. So each row of a line is held
against its other rows. Which lines are rulings at all is settled in `rulings`.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import SNAP, Ruling
from pipelines.readers.pixels.arrays import Gray
from pipelines.readers.pixels.page_ends import page_ends
from pipelines.readers.pixels.runs import TOUCH, Run, passed_at, ruling_of

#: Points. Higher rows hold no stroke that nearly reaches from one line to the other.
HIGHEST = 25.0
#: Steps along a line are drawn where they are so much as dark as most inked ones of the same row.
DRAWN = 0.5
#: The share of drawn steps in a row of a side, of what most rows of the line have. Sides measured 0.95 and more, strokes in
#: rows of one cell 0.84 and less.
LEAST_DRAWN = 0.9


def without_bare_rows(
    lines: list[list[Run]], crossing: list[Ruling], marks: NDArray[np.int32], grey: Gray, scale: float
) -> tuple[list[list[Run]], list[Ruling]]:
    """The lines, each cut where it is the side of no cell between two neighbours of those that it crosses; and the parts cut out.

    The sides of a row that a page begins or ends with may all keep off the line that it stands at.
    """
    near = TOUCH / scale
    open_ends = page_ends(lines, crossing, grey, scale)
    found: list[list[Run]] = []
    bare: list[Ruling] = []
    for line in lines:
        whole = ruling_of(line)
        darkness = _darkness(line, marks, grey)
        rows = [
            (upper, lower, _drawn(darkness[max(0, round(upper - whole.start)) : round(lower - whole.start) + 1]))
            for upper, lower in pairwise(passed_at(whole, crossing, scale))
            if (lower - upper) * scale >= 2 * SNAP
        ]
        usual = float(np.median([share for _, _, share in rows])) if rows else 0.0
        rest = line
        for upper, lower, share in rows:
            is_at_page_end = any(
                upper - near <= end <= lower + near for end in (whole.start, whole.end) if end in open_ends
            )
            if share >= LEAST_DRAWN * usual or (lower - upper) * scale > HIGHEST or is_at_page_end:
                continue
            above = [run._replace(end=min(run.end, upper)) for run in rest if run.start < upper]
            rest = [run._replace(start=max(run.start, lower)) for run in rest if run.end > lower]
            bare.append(Ruling(whole.at, upper, lower))
            found += [above] if above else []
        found += [rest] if rest else []
    return found, bare


def _darkness(line: list[Run], marks: NDArray[np.int32], grey: Gray) -> Gray:
    """How dark a line is, step by step from its start to its end; 0 where it has no ink."""
    start = round(line[0].start)
    darkness = np.zeros(round(max(run.end for run in line)) - start, np.uint8)
    for run in line:
        columns = slice(round(run.start), round(run.end))
        place = (slice(run.top, run.bottom), columns)
        own = np.where(marks[place] == run.number, 255 - grey[place], 0).max(axis=0)
        seen = darkness[columns.start - start : columns.stop - start]
        np.maximum(seen, own, out=seen)
    return darkness


def _drawn(darkness: Gray) -> float:
    """The share of steps that are as dark as a stroke is and paper beside it is not; a print may be pale in places."""
    ink = darkness[darkness > 0]
    return float((darkness >= DRAWN * np.median(ink)).mean()) if ink.size else 0.0
