"""What a scanner adds to a page, taken off it: its lid along the edges and through punched holes, streaks of dust and of the feed.

Works on grey pixels before the paper is evened, which would make a ring of a hole, as a nought is one.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Gray, Mask

#: Darker than this and thicker than a ruling, along an edge of the picture: the lid of a scanner, in points.
LID, THINNEST_LID, THICKEST_LID = 100, 4.5, 24.0
#: The share of the paper's grey to which its shadow fades.
FADED = 0.85
#: The share of an edge that it runs along: a page that lies aslant shows a wedge of it along half of one.
LEAST_LID = 0.25
#: Points. Holes of a file are 5 to 8 millimetres wide (ISO 838: 6), and lie within so much of an edge (ISO 838: 34).
LEAST_HOLE, MOST_HOLE, FROM_EDGE = 13.0, 24.0, 72.0
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


def without_traces(picture: Gray, scale: float) -> Gray:
    """The picture (`scale` points a pixel) without punched holes and streaks; as given without any."""
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


def _without_holes(picture: Gray, scale: float) -> Gray:
    """The picture with its punched holes made white: even discs in its margins, larger than any dot of type.

    One inside a table stays, for it may have taken a figure with it.
    """
    small = _gray(cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    unit, paper = 4 * scale, float(np.median(small))
    boxes = cv2.connectedComponentsWithStats((small < HOLE * paper).astype(np.uint8), connectivity=8)[2]
    filled = picture
    for x, y, wide, high, _ in boxes[1:].tolist():
        if not all(LEAST_HOLE < side * unit < MOST_HOLE for side in (wide, high)):
            continue
        rows, columns = small[y : y + high], small[:, x : x + wide].T
        ways = (rows[:, :x], rows[:, : x + wide : -1], columns[:, :y], columns[:, : y + high : -1])
        outwards = min(ways, key=lambda way: way.shape[1])
        if outwards.shape[1] * unit > FROM_EDGE or _has_line(outwards):
            continue
        place = tuple(slice(max(0, 4 * (start - 1)), 4 * (start + side + 1)) for start, side in ((y, high), (x, wide)))
        if _is_disc(picture[place], HOLE * paper):
            filled = picture.copy() if filled is picture else filled
            filled[place] = round(paper)
    return filled


def _has_line(margin: Gray) -> bool:
    """Whether a ruling runs down a strip of the margin (quarter size): every row is darker there than on both its sides."""
    lightest = margin.max(axis=0, initial=0)[None, :]
    beside = cv2.morphologyEx(lightest, cv2.MORPH_CLOSE, np.ones((1, 5), np.uint8)) if lightest.size else lightest
    return bool((lightest < HOLE * beside).any())


def _is_disc(picture: Gray, paper: float) -> bool:
    """Whether what is darker than the paper is round and one shade all over: characters are neither."""
    is_dark = picture < paper
    rows, columns = np.nonzero(is_dark)
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
