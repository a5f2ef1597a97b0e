"""Dotted and dashed rulings drawn through: the even gaps of a thin row of dots or dashes are inked, and nothing else is.

Works on evened paper that stands level. Words set in a row have gaps, too, but uneven ones, and are higher than a ruling.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from pipelines.readers.pixels.arrays import Gray, Mask
from pipelines.readers.pixels.runs import SHORTEST_RUN

#: Points. A line longer than this is longer than the strokes of characters.
LONG = 24.0
#: Points. Dotted lines of a row are together as long as this, where there is a table of them.
TABLE = 150.0
#: Points. The gaps between the dashes of a ruling are no wider.
WIDEST_GAP = 4.0
#: Points. Dots are no thicker, with what a scan adds to them.
THICKEST = 3.0
#: The even steps from dot to dot of a line at least, of one longer than strokes are, and of any; and their share of all,
#: for dots run together where lines cross, or where a scan's own pixels hide the gaps of a line as long as a table.
FEWEST_LONG, FEWEST, EVEN, EVEN_OF_TABLE = 5, 10, 0.7, 0.5
#: Of so many steps at an end of the line all but one are even: words may stand before it.
SURE = 4
#: Share of a step by which even ones differ, and pixels at least: dots do not keep to pixels.
UNEVEN = 0.15
#: All rulings of a table have one rhythm, up to this share of a step: the dots of a side are set to fill it. The strokes of
#: figures one below the other follow one another, too, at a rhythm of the rows.
OFF = 0.25
#: The part of a line that is as dark as its dots, and the share of that darkness that tells a dot from a gap; a scan of
#: few dots an inch leaves the gaps grey.
DARK, LEAST_DOT = 20, 0.5


class Dots(NamedTuple):
    """The dots of one line: where they stand on the page, which pixels are theirs, how far from one to the next, how dark."""

    around: tuple[slice, slice]
    own: Mask
    step: float  # pixels
    dark: int

    @property
    def length(self) -> int:
        """Pixels."""
        return self.around[1].stop - self.around[1].start


def drawn_through(evened: Gray, faint: float, scale: float) -> Gray:
    """The page (`scale` points a pixel) with dotted rulings of both directions solid; what is darker than `faint` is ink.

    A page without one as long as a table is wide has none at all.
    """
    across = _dotted(evened, faint, scale)
    if _drawn(across, evened.shape).astype(bool).sum(axis=1).max(initial=0) * scale < TABLE:
        return evened
    upright = np.ascontiguousarray(evened.T)
    down = _dotted(upright, faint, scale)
    usual = float(np.median(np.repeat([dots.step for dots in across], [dots.length for dots in across])))
    across, down = ([dots for dots in each if abs(dots.step - usual) <= OFF * usual] for each in (across, down))
    level, plumb = _drawn(across, evened.shape), _drawn(down, upright.shape).T
    return np.where(level, level, np.where(plumb, plumb, evened))


def _drawn(lines: list[Dots], shape: tuple[int, ...]) -> Gray:
    """The lines all along as dark as their dots, on a ground of noughts."""
    drawn = np.zeros(shape, np.uint8)
    for dots in lines:
        drawn[dots.around][dots.own] = dots.dark
    return drawn


def _dotted(page: Gray, faint: float, scale: float) -> list[Dots]:
    """The dotted lines from left to right."""
    ink = page < faint
    gap, shortest = max(3, round(WIDEST_GAP / scale)), max(8, round(SHORTEST_RUN / scale))
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    lines = []
    for number in np.flatnonzero(stats[:, cv2.CC_STAT_HEIGHT] <= max(3.0, THICKEST / scale)).tolist():
        x, y, wide, high = (int(value) for value in stats[number, :4])
        around = (slice(y, y + high), slice(x, x + wide))
        own = labels[around] == number
        darkest = np.where(own, page[around], 255).min(axis=0)
        dark = float(np.percentile(darkest, DARK))
        part, step = _even_part(255 - darkest > LEAST_DOT * (255 - dark), scale)
        if part.stop > part.start:
            place = (around[0], slice(x + part.start, x + min(part.stop, wide)))
            lines.append(Dots(place, own[:, part], step, max(1, round(dark))))
    return lines


def _even_part(dots: Mask, scale: float) -> tuple[slice, float]:
    """Where the dots of a line follow one another at one distance, so often that they are no strokes, and the distance."""
    begins = np.flatnonzero(np.diff(dots.astype(np.int8)) > 0)
    steps = np.diff(begins)
    usual = float(np.median(steps)) if len(steps) else 0.0
    even = np.abs(steps - usual) <= max(1.0, UNEVEN * usual)
    if len(even) < SURE:
        return slice(0, 0), usual
    sure = np.flatnonzero(np.convolve(even, np.ones(SURE), "valid") >= SURE - 1)
    if not len(sure):
        return slice(0, 0), usual
    first, last = int(sure[0]), int(sure[-1]) + SURE
    # a mark longer than two dots that ran together is the stroke of a word before the line
    from_word, to_word = (bool(steps[end] > 2 * usual + 1) for end in (first, last - 1))
    start = begins[first + 1] if from_word else begins[first] - usual
    stop = begins[last - 1] + usual / 2 if to_word else begins[last] + usual
    part = slice(max(0, int(start)), int(stop))
    length = (part.stop - part.start) * scale
    fewest, share = FEWEST_LONG if length >= LONG else FEWEST, EVEN if length < TABLE else EVEN_OF_TABLE
    is_dotted = even[first:last].sum() >= max(fewest, share * (last - first))
    return part if is_dotted else slice(0, 0), usual
