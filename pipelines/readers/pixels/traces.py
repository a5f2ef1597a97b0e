"""What a scanner adds to a page, taken off it: its lid along the edges and through punched holes, streaks of dust and of the feed.

What a hole took with it is not known: whoever reads the page is told where they were. Works on grey pixels before the paper
is evened, which would make a ring of a hole, as a nought is one.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import Box
from pipelines.readers.pixels.arrays import Gray, Mask

#: Darker than this and thicker than a ruling, along an edge of the picture: the lid of a scanner, in points.
LID, THINNEST_LID, THICKEST_LID = 100, 4.5, 24.0
#: The share of the paper's grey to which its shadow fades.
FADED = 0.85
#: The share of an edge that it runs along: a page that lies aslant shows a wedge of it along half of one.
LEAST_LID = 0.25
#: Points. Holes of a file are 5 to 8 millimetres wide (ISO 838: 6), and seem wider where a picture does not tell its size; what
#: reaches into one is narrower than the last.
LEAST_HOLE, MOST_HOLE, STROKE = 13.0, 32.0, 9.0
#: A disc covers so much of its box, and is as wide as high, up to the second share; the shade of its inner part, up to the
#: third of its radius, is even up to the last share of the paper's.
DISC, UNROUND, INNER, UNEVEN = math.pi / 4, 0.1, 0.8, 0.2
#: Shares of the paper's grey: the lid in a hole is less light.
HOLE = 0.92
#: Of a row of pixels that a scanner darkened, all are: the lightest of it are, those of both margins among them. In percent.
LIGHTEST = 97
#: Points on either side that a row's lightest are held against, and the share of theirs that those of a darkened row have at
#: most and at least; below is ink, of which nothing is left under it.
AROUND, DARKENED, BLACK = 12.0, 0.95, 0.3
#: Streaks of one direction that are a scanner's, and the points from the edge of a picture within which a frame is cut off.
MOST_STREAKS, AT_EDGE = 3, 6.0


def without_traces(picture: Gray, scale: float) -> tuple[Gray, list[Box]]:
    """The picture (`scale` points a pixel) without punched holes and streaks, as given without any; where its holes were."""
    return _without_holes(_without_streaks(picture, scale), scale)


def without_lid(picture: Gray, scale: float) -> Gray:
    """The picture with the dark strips along its edges made white, where a scanner saw beyond the page; as given without."""
    thin, thick = max(1, round(THINNEST_LID / scale)), round(THICKEST_LID / scale)
    if min(picture.shape) <= 4 * thick:
        return picture
    cleared, paper = picture, int(np.median(picture[::4, ::4]))
    for quarters in range(4):
        turned = np.rot90(cleared, quarters)
        # of a row that is dark all along, as a ruling or a fill is, both are 0
        deep, faded = ((turned[:, :thick] < dark).argmin(axis=1) for dark in (LID, max(LID, FADED * paper)))
        if (deep >= thin).mean() > LEAST_LID:
            if cleared is picture:
                cleared = picture.copy()
                turned = np.rot90(cleared, quarters)
            reach = np.where(faded > 0, faded + thin, 0)
            strip = turned[:, : thick + thin]
            strip[np.arange(thick + thin) < reach[:, None]] = paper
    return cleared


def _without_holes(picture: Gray, scale: float) -> tuple[Gray, list[Box]]:
    """The picture with its punched holes made white, even discs larger than any dot of type, and the boxes of these in points.

    Left as they are the paper's evening would make rings of them, and a ring in a cell is a nought.
    """
    small = _gray(cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    unit, paper = 4 * scale, float(np.median(small))
    dark = _opened(small < HOLE * paper, STROKE / unit)
    boxes = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)[2]
    filled, holes = picture, []
    for x, y, wide, high, _ in boxes[1:].tolist():
        if not all(LEAST_HOLE - unit < side * unit < MOST_HOLE + unit for side in (wide, high)):
            continue
        place = tuple(slice(max(0, 4 * (start - 2)), 4 * (start + side + 2)) for start, side in ((y, high), (x, wide)))
        is_hole = _opened(picture[place] < HOLE * paper, STROKE / scale)
        if _is_disc(picture[place], is_hole, paper):
            filled = picture.copy() if filled is picture else filled
            filled[place][cv2.dilate(is_hole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0] = round(paper)
            holes.append((x * unit, y * unit, (x + wide) * unit, (y + high) * unit))
    return filled, holes


def _opened(is_dark: Mask, width: float) -> Mask:
    """What of dark pixels is at least so wide: without the rulings and strokes that reach into a hole."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(width / 2) + 1,) * 2)
    return np.asarray(cv2.morphologyEx(is_dark.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0, np.bool_)


def _is_disc(picture: Gray, is_dark: Mask, paper: float) -> bool:
    """Whether what is darker than the paper is round and one shade all over: characters are neither."""
    rows, columns = np.nonzero(is_dark)
    if not len(rows):
        return False
    shape = (np.ptp(rows) + 1, np.ptp(columns) + 1)
    away = np.hypot(
        *((at - (at.min() + at.max()) / 2) / (side / 2) for at, side in zip((rows, columns), shape, strict=True))
    )
    inner = picture[rows, columns][away < INNER]
    is_even = np.ptp(np.percentile(inner, (2, 98))) < UNEVEN * paper
    covered = is_dark.sum() / (DISC * shape[0] * shape[1])
    return bool(abs(shape[0] - shape[1]) <= UNROUND * max(shape) and abs(covered - 1) < UNROUND and is_even)


def _without_streaks(picture: Gray, scale: float) -> Gray:
    """The picture with a few rows or columns that are darkened from edge to edge as light as those beside them.

    No ruling of a page runs so far; those of a picture that is cut along its table do: many of them, or its frame.
    """
    found = [_darkened(turned, scale) for turned in (picture, picture.T)]
    edge = round(AT_EDGE / scale)
    if all(is_streak[:edge].any() or is_streak[-edge:].any() for is_streak, _ in found):
        return picture
    cleaned = picture
    for is_turned, (is_streak, share) in enumerate(found):
        n_streaks = int((np.diff(is_streak.astype(np.int8), prepend=0) == 1).sum())
        if 0 < n_streaks <= MOST_STREAKS:
            cleaned = picture.copy() if cleaned is picture else cleaned
            own = cleaned.T if is_turned else cleaned
            own[is_streak] = np.minimum(own[is_streak] / share[is_streak, None], 255).astype(np.uint8)
    return cleaned


def _darkened(picture: Gray, scale: float) -> tuple[Mask, NDArray[np.float32]]:
    """Which rows are darkened all along, and what is left there of the light of those around them."""
    lightest = np.percentile(picture[:, ::4], LIGHTEST, axis=1).astype(np.float32)
    reach = 2 * round(AROUND / scale) + 1
    padded = np.pad(lightest, reach // 2, mode="reflect")
    around = np.median(np.lib.stride_tricks.sliding_window_view(padded, reach), axis=1)
    share = np.asarray(lightest / np.maximum(around, 1), np.float32)
    return (share < DARKENED) & (share > BLACK), share


def _gray(image: Any) -> Gray:
    return np.asarray(image, np.uint8)
