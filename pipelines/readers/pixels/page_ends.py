"""Where a page cuts a table: there its sides end together, beyond the last ruling across them and with paper before the next.

Works on the lines of one direction and those that cross them; what else ends is settled in `strokes` and `rulings`.
"""

from __future__ import annotations

from itertools import chain, product
from typing import NamedTuple

from pipelines.readers.pages.lattice import SNAP, Ruling
from pipelines.readers.pixels.arrays import Gray
from pipelines.readers.pixels.runs import LONG, TOUCH, Run, met_at, passed_at, ruling_of
from pipelines.readers.pixels.strokes import SHORTEST_RULING, STROKE, is_tied

#: The columns of a table at least, and so the lines that end together where a page cuts its rows.
FEWEST_TOGETHER = 4


class _End(NamedTuple):
    """An end of a line that is drawn to no crossing line, in pixels."""

    line: Ruling
    is_behind: bool  # of its two ends the second
    is_close: bool  # paper alone parts it from a crossing line

    @property
    def place(self) -> float:
        """Where the line ends."""
        return self.line.end if self.is_behind else self.line.start

    def is_beyond(self, other: Ruling, near: float) -> bool:
        """Whether the line begins at another or passes it, and ends further off."""
        meets = self.line.start - near <= other.at <= self.line.end + near
        return meets and (self.place - other.at) * (1 if self.is_behind else -1) > near

    @property
    def length(self) -> float:
        """How long the line is."""
        return self.line.end - self.line.start


def page_ends(lines: list[list[Run]], crossing: list[Ruling], grey: Gray, scale: float) -> set[float]:
    """Where lines end because a page does, in pixels: as many as a table has columns, or its two sides.

    The many end close to a line, from which a word processor parts the first row that it sets on another page; or beyond a
    long line, at an end of which one of them stands, as the side of a table does and a word that is underlined does not.
    The two stand at both ends of it and are longer than strokes; what they hold between them alone is as high as a row.
    """
    near = TOUCH / scale
    short = _short_ends(lines, crossing, grey, scale)
    found: set[float] = set()
    for first in (one for one in short if one.is_close):
        found.update(_together(short, first, near / 2))
    for other in (other for other in crossing if (other.end - other.start) * scale >= LONG):
        beyond = [one for one in short if one.is_beyond(other, near)]
        at_ends = [[one for one in beyond if abs(one.line.at - end) <= near] for end in other[1:]]
        for first, far in product(*at_ends):
            is_box = first.is_behind == far.is_behind and abs(first.place - far.place) <= near
            is_high = abs(first.place - other.at) * scale >= SHORTEST_RULING
            if is_box and is_high and min(first.length, far.length) * scale >= STROKE:
                found.update(_together(beyond, first, near, fewest=2))
        for first in chain(*at_ends):
            found.update(_together(beyond, first, near))
    return found


def _together(ends: list[_End], first: _End, near: float, fewest: int = FEWEST_TOGETHER) -> list[float]:
    """Where one end and those that lie in line with it are, if they are so many."""
    places = [one.place for one in ends if one.is_behind == first.is_behind and abs(one.place - first.place) <= near]
    return places if len(places) >= fewest else []


def _short_ends(lines: list[list[Run]], crossing: list[Ruling], grey: Gray, scale: float) -> list[_End]:
    """The ends of lines with paper before the crossing line that they nearly reach, or that reach none."""
    found = []
    for runs in lines:
        whole = ruling_of(runs)
        for run, place, is_behind in ((runs[0], whole.start, False), (runs[-1], whole.end, True)):
            at = met_at(place, whole.at, crossing, scale)
            if at is None:
                found.append(_End(whole, is_behind, is_close=False))
            elif not is_tied(run, at, (run.start + run.end) / 2, grey, scale):
                others = sorted((abs(other - at), other) for other in passed_at(whole, crossing, scale))
                inner = next((other for apart, other in others if apart * scale >= SNAP), None)
                # the stroke of a word in a tight row keeps off the line below it, too
                if inner is None or is_tied(run, inner, at, grey, scale):
                    found.append(_End(whole, is_behind, is_close=True))
    return found
