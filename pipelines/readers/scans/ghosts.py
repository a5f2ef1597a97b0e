"""Ghosts: marks too faint or too small to be read, beside the ink of a cell or in one without ink.

A cell that holds one is neither blank nor is its ink all of a figure. What runs through a cell from side to side, as the
fold of a sheet does, and a grain of toner where no sign of a figure stands, is none. Ink itself belongs to `ink`.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import Box
from pipelines.readers.pixels.raster import Gray, Raster
from pipelines.readers.scans.ink import Ink, Pixels

#: Grey levels below the paper: a softened mark as faint as this keeps a cell from being proven blank.
GHOST = 12.0
#: Points. A shadow grows and fades over as much of a cell's width, a mark over less; and how often at most.
WAVE, MOST_WAVES = 50.0, 8
#: Points. Compression leaves greys around ink as far as this.
HALO = 1.4
#: Points. Nearer to the sides of a cell a ruling's own greys would pass for a mark.
HAUNTED_INSIDE = 2.2
#: Points. A ruling is drawn as far from the place of its column's others; how dark it is against the paper, in grey levels,
#: and in how many of a cell's rows of pixels, from the ruling above to the one below, which no character reaches.
ASTRAY, DRAWN, THROUGHOUT = 3.5, 40, 0.97
#: The part of a cell's row of pixels that is as dark as a fold: a mark leaves paper on both sides of it.
FOLDED = 85
#: Grey levels of a fold where it fades out.
FAINTEST = 4.0
#: Points. A grain of toner is smaller where it is half as dark as it gets, and as far from the next one; so many lie in one
#: cell of a page that is fit to be read.
GRAIN, APART, MOST_GRAINS = 1.2, 10.0, 4
#: Heights of a figure: what lies further beside it is no remains of its digits, of which one or two between were lost.
LONELY = 3.0
#: Shares of the height of a figure: how far before it a minus stands, and how far from its upper edge and its foot.
BEFORE, LEVEL = 0.9, 0.2
#: The same of a stop: how far beside the figure and below its upper edge; even a comma begins above the foot.
BESIDE, BELOW_TOP = 0.5, 0.6


def is_haunted(box: Box, raster: Raster, inks: Sequence[Ink] = ()) -> bool:
    """Whether a cell holds a mark beside its ink, too faint to be read.

    The page as it was given is asked, for evening the paper also evens a smudge; a tint or a shadow lies over the cell
    like a plane, or over a wide one as a wide wave, a mark does not. A seal hides what a cell without ink might
    hold; where there is ink it was lifted off.
    """
    page = raster.seen if inks or raster.stamped is None else raster.stamped
    room = round(HAUNTED_INSIDE / raster.scale)
    left, top, right, bottom = (round(value / raster.scale) for value in box)
    x, y = max(0, left + room), max(0, top + room)
    inside = page[y : bottom - room, x : right - room]
    if min(inside.shape) < 3:
        return False
    bare = np.ones(inside.shape, np.bool_)
    halo = round(HALO / raster.scale) + 2  # what the ink's own softened edge reaches
    figures = [(ink.box[0] - x, ink.box[1] - y, ink.box[2] - x, ink.box[3] - y) for ink in inks]
    for x0, y0, x1, y1 in figures:
        bare[max(0, y0 - halo) : max(0, y1 + halo), max(0, x0 - halo) : max(0, x1 + halo)] = False
    _without_sides(bare, page[max(0, top) : bottom, x : right - room], raster.scale)
    if bare.sum() < 9:
        return False
    tint = _tint(inside, bare, raster.scale)
    rest = cv2.blur(inside, (5, 5)).astype(np.float64) - tint
    if not _has_ghost(rest[bare], raster.noise):
        return False
    folds = _folds(rest, bare)
    if not _has_ghost((rest - folds)[bare], raster.noise):
        return False
    grains = _grains(cv2.blur(inside, (3, 3)) - tint - folds, bare, figures, raster)
    return grains is None or _has_ghost((rest - folds)[bare & ~grains], raster.noise)


def _without_sides(bare: NDArray[np.bool_], rows: Gray, scale: float) -> None:
    """Take from a cell's `bare` paper what its sides cover that were drawn a little inside of where their column lies.

    `rows` are its pixels up to the rulings above and below.
    """
    dark = rows < float(np.median(rows)) - DRAWN
    reach = min(round((ASTRAY - HAUNTED_INSIDE) / scale), bare.shape[1] // 4)
    for seen, paper in ((dark, bare), (dark[:, ::-1], bare[:, ::-1])):
        if seen[:, :reach].any(axis=1).mean() >= THROUGHOUT:
            paper[:, : int(np.flatnonzero(seen[:, :reach].any(axis=0))[-1]) + round(HALO / scale) + 2] = False


def _tint(inside: Gray, bare: NDArray[np.bool_], scale: float) -> NDArray[np.float64]:
    """The grey of a cell's paper, with the shadows that lie over it."""
    soft = cv2.blur(inside, (5, 5)).astype(np.float64)
    down, across = np.indices(inside.shape).reshape(2, -1) / max(bare.shape)
    waves = [across**power for power in range(2, 2 + min(MOST_WAVES, int(inside.shape[1] * scale / WAVE)))]
    planes = np.column_stack([np.ones(len(down)), down, across, *waves])
    tint = planes @ np.linalg.lstsq(planes[bare.ravel()], soft[bare], rcond=None)[0]
    return np.asarray(tint.reshape(inside.shape), np.float64)


def _has_ghost(rest: NDArray[np.float64], noise: float) -> bool:
    """Whether softened noise of such a page hardly ever reaches so low."""
    # a smear that widens the cell's own spread goes beyond the page's noise
    spread = min(1.48 * float(np.median(np.abs(rest))), noise / 3)
    return float(-rest.min()) > max(GHOST, 6 * spread)


def _folds(rest: NDArray[np.float64], bare: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much darker each row of pixels is that is dark from one side of a cell to the other.

    Columns are not asked: a faint 1 may be as high as its cell.
    """
    dark = np.zeros((len(rest), 1))
    for at in np.flatnonzero(bare[:, 0] & bare[:, -1] & (rest.min(axis=1) < -FAINTEST)):
        dark[at] = min(0.0, float(np.percentile(rest[at][bare[at]], FOLDED)))
    return np.broadcast_to(dark, rest.shape)


def _grains(
    rest: NDArray[np.float64], bare: NDArray[np.bool_], figures: Sequence[Pixels], raster: Raster
) -> NDArray[np.bool_] | None:
    """Where grains of toner lie: compact, apart from each other, where neither a stop nor a minus of a figure stands.

    None where what lies there is anything else; the remains of a figure lie close together, by the figure or alone in a cell.
    """
    dark = (bare & (rest < -max(GHOST, 2 * raster.noise))).astype(np.uint8)
    _, labels, boxes, middles = cv2.connectedComponentsWithStats(dark, connectivity=8)
    if not 1 < len(boxes) <= MOST_GRAINS + 1:
        return None
    grains = np.zeros(dark.shape, np.bool_)
    most = GRAIN / raster.scale + 1  # softened
    for number, (x, y, wide, high, _) in enumerate(boxes[1:].tolist(), 1):
        speck = (x, y, x + wide, y + high)
        near = np.hypot(*(middles[1:number] - middles[number]).T) * raster.scale < APART
        is_part = near.any() and not _is_lonely(speck, figures)
        if (
            _breadth(np.where(labels == number, rest, 0.0)[y : y + high, x : x + wide]) > most
            or is_part
            or any(_is_sign(speck, one) for one in figures)
        ):
            return None
        grains[max(0, y - 3) : y + high + 3, max(0, x - 3) : x + wide + 3] = True
    return grains


def _breadth(mark: NDArray[np.float64]) -> int:
    """How wide or high a mark is, in pixels, where it is half as dark as it gets: how far it fades says how soft a scan is."""
    rows, columns = np.nonzero(mark <= mark.min() / 2)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1


def _is_lonely(speck: Pixels, figures: Sequence[Pixels]) -> bool:
    """Whether a speck lies far to the left or the right of what the cell shows, so that it is no part of it."""
    return bool(figures) and all(
        max(figure[0] - speck[2], speck[0] - figure[2]) > LONELY * (figure[3] - figure[1]) for figure in figures
    )


def _is_sign(speck: Pixels, figure: Pixels) -> bool:
    """Whether a speck stands where a stop or a minus of a figure may."""
    high = figure[3] - figure[1]
    may_be_minus = (
        figure[0] - BEFORE * high < speck[2]
        and speck[0] < figure[0]
        and figure[1] + LEVEL * high < speck[3]
        and speck[1] < figure[3] - LEVEL * high
    )
    may_be_stop = (
        figure[0] - BESIDE * high < speck[2]
        and speck[0] < figure[2] + BESIDE * high
        and figure[1] + BELOW_TOP * high < speck[3]
        and speck[1] < figure[3]
    )
    return may_be_minus or may_be_stop
