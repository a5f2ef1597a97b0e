"""Figures struck out in a cell: a stroke through digits that a correction left standing beside what is meant.

The model reads a digit through such a stroke. Whether it counts, no look says; so a figure with one is in doubt, and what
the cell shows beside the stroke is added to the readings among which the sums of the form choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipelines.readers.pixels.arrays import Mask
from pipelines.readers.pixels.raster import Raster
from pipelines.readers.scans.ink import Ink, Pixels
from pipelines.readers.scans.looks import FIGURE, LONGEST_DOUBTFUL, bold, crop_of, merged, plain_text
from pipelines.readers.scans.marks import DASH, ENLARGED, enlarged, levels_of, lone_stroke
from pipelines.readers.scans.recogniser import read_lines

#: Shares of the height of a figure: where a stroke through its digits lies (the bar of a 4 lies below), how long it is at
#: least, and how thick at most.
THROUGH, LONG, THICK = (0.35, 0.6), 0.6, 0.16
#: It reaches beyond its digits by this, on both sides but for one where it may run into the next digit, as far above and
#: below it as that.
BEYOND, NEAR = 0.03, 0.08
#: Share of the height of a figure: a digit beside a stroke is wider.
DIGIT = 0.25


def hold_against_strikes(raster: Raster, inks: Sequence[Ink], size: float) -> None:
    """Leave the figures of a page's cells in doubt that have a stroke through them; `size` is that of the type in pixels."""
    struck = [
        (ink, rest)
        for ink in inks
        if ink.cell and _is_short_figure(text := ink.reading.text)
        if (rest := beside_strike(raster, ink.box, signed=plain_text(text).startswith("-"))) is not None
    ]
    for ink, _ in struck:
        ink.is_whole = False
        own = ((plain_text(ink.reading.text), 1.0),)
        ink.reading = replace(ink.reading, sure=0.0, whole=False, others=ink.reading.others or own)
    beside = [(ink, replace(ink, box=rest)) for ink, rest in struck if rest[2] > rest[0]]
    crops = [crop_of(raster, rest.box, size, 1.3) for _, rest in beside]
    looks = [read_lines(some, others=True) for some in (crops, list(map(bold, crops)))]
    for (ink, rest), one, other in zip(beside, *looks, strict=True):
        texts: tuple[str, ...] = (plain_text(one.text), plain_text(other.text))
        seen = merged(one, other)
        if lone_stroke(raster, rest.box) == DASH:
            texts, seen = ("—",), (("—", 1.0),)
        ink.reading = replace(ink.reading, looks=(*ink.reading.looks, *texts), others=(*ink.reading.others, *seen))


def _is_short_figure(text: str) -> bool:
    plain = plain_text(text)
    return len(plain) <= LONGEST_DOUBTFUL and FIGURE.fullmatch(plain) is not None


def beside_strike(raster: Raster, box: Pixels, *, signed: bool = False) -> Pixels | None:
    """What of a figure stands beside the stroke through it, no wider than nothing where it is all struck; None without one.

    Of a `signed` figure a stroke before all else that has nothing above nor below it is the minus.
    """
    large = enlarged(raster, box)
    ink = large < levels_of(large)[2]
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return None
    ink = ink[rows[0] : rows[-1] + 1]
    height = len(ink)
    # a bar of a digit that reaches into that part lies below or above it
    full = [row for row in range(height // 4, 3 * height // 4) if ink[row].sum() >= LONG * height]
    strikes = {row: run for row in full if (run := _longest(ink[row]))[1] - run[0] >= LONG * height}
    if not strikes or max(strikes) - min(strikes) > THICK * height + 1:
        return None
    middle = (min(strikes) + max(strikes)) / 2
    if not THROUGH[0] * height <= middle <= THROUGH[1] * height:
        return None
    begin, end = min(one for one, _ in strikes.values()), max(other for _, other in strikes.values())
    if signed and not ink[:, :begin].any() and not _around(ink[:, begin:end], middle).any():
        return None
    near = [row for way, row in ((-1, min(strikes)), (1, max(strikes))) for row in _rows_beside(row, way, height)]
    own = np.flatnonzero(ink[near, begin:end].any(axis=0))
    reach = BEYOND * height
    ends_free = [not len(own) or own[0] >= reach, not len(own) or own[-1] < end - begin - reach]
    inked = np.asarray(ink.any(axis=0))
    goes_on = [side.sum() > DIGIT * height for side in (inked[:begin], inked[end:])]  # into the digit beside
    if not any(ends_free) or not all(map(max, ends_free, goes_on)):
        return None
    x0, y0, x1, y1 = box
    before, behind = np.flatnonzero(inked[: max(0, begin - ENLARGED)]), np.flatnonzero(inked[end + ENLARGED :])
    if bool(len(before)) == bool(len(behind)):
        return (x0, y0, x0, y1)
    at = max(0, x0 - 1)
    if len(before):
        return (x0, y0, at + int(before[-1]) // ENLARGED + 1, y1)
    return (at + (end + ENLARGED + int(behind[0])) // ENLARGED, y0, x1, y1)


def _around(ink: Mask, middle: float) -> Mask:
    """The rows of pixels above and below a stroke that lies there."""
    reach = round(THICK * len(ink))
    return np.concatenate((ink[: max(0, int(middle) - reach)], ink[int(middle) + 1 + reach :]))


def _rows_beside(row: int, way: int, height: int) -> range:
    """The rows of pixels above (-1) or below (1) a stroke, past its own greys."""
    first = row + way * max(2, int(NEAR * height) // 2)
    last = row + way * max(3, int(2 * NEAR * height))
    return range(max(0, first), min(height, last)) if way > 0 else range(max(0, last), min(height, first))


def _longest(row: Mask) -> tuple[int, int]:
    """Where the longest run of ink in a row of pixels begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    if not len(edges):
        return 0, 0
    begins, ends = edges[::2], edges[1::2]
    at = int((ends - begins).argmax())
    return int(begins[at]), int(ends[at])
