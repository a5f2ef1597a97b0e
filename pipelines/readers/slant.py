"""How a page lies in its picture: turned by a scanner, or seen a little from aside by a camera; and the way to set it straight.

Works on the dark pixels of a page alone; setting it straight belongs to `raster`. A page that is bent is not bent back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels import Mask

#: Scanners turn a page by a degree or two; past this it is a photograph taken from aside.
MOST_TURN = 4.0
#: Degrees. Lines of a page held before a camera lean further than this against one another; past `MOST_LEAN` it is not read.
LEAST_LEAN, MOST_LEAN = 0.15, 3.0
#: The lines of the upper and lower, the left and right part of a page are measured, each this share of it.
PART = 0.4
#: Dark pixels. Fewer do not tell how lines lie.
LEAST_INK = 500
#: Rulings that lie aslant gather in so many times fewer rows when they are followed; a few strokes prove nothing.
MUCH_LEVELLER = 1.15
#: Points. Rulings are longer than this, strokes of characters are not.
LONG = 12.0

Matrix = NDArray[np.float64]


def find_way(ink: Mask, scale: float) -> tuple[float, Matrix, tuple[int, int] | None]:
    """Degrees by which the page is turned, the way of its pixels to the page set straight, and that page's width and height.

    None for the size where the page is straight as it is. Lines that lean against one another are made level and upright.
    """
    angle = find_turn(ink)
    if abs(angle) < 0.03:
        angle = 0.0
    size = (ink.shape[1], ink.shape[0])
    turn, room = _turn(size, angle) if angle else (np.eye(3), size)
    level = cv2.warpPerspective(ink.astype(np.uint8), turn, room) > 0 if angle else ink
    lean = _lean(level, scale)
    if lean is None:
        return angle, turn, room if angle else None
    matrix, room = _with_room(lean @ turn, size)
    return angle, matrix, room


def moved(places: Sequence[tuple[float, float]], matrix: Matrix) -> NDArray[Any]:
    """Places (x, y) as the matrix moves them."""
    return cv2.perspectiveTransform(np.array([places], np.float64), matrix)[0]


def _turn(size: tuple[int, int], angle: float) -> tuple[Matrix, tuple[int, int]]:
    """The turn about the middle of a page, and the size in which nothing of it is lost."""
    width, height = size
    sine, cosine = abs(math.sin(math.radians(angle))), abs(math.cos(math.radians(angle)))
    room = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    matrix[:2, 2] += (room[0] - width) / 2, (room[1] - height) / 2
    return matrix, room


def _with_room(matrix: Matrix, size: tuple[int, int]) -> tuple[Matrix, tuple[int, int]]:
    """The way, moved so that no corner of the page is lost, and the size that takes."""
    width, height = size
    corners = moved([(0, 0), (width, 0), (0, height), (width, height)], matrix)
    left, top = corners.min(axis=0)
    shift = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]])
    right, bottom = corners.max(axis=0)
    return shift @ matrix, (math.ceil(right - left), math.ceil(bottom - top))


def _lean(ink: Mask, scale: float) -> Matrix | None:
    """The way that makes lines level and rulings upright which lean against one another; None where they do not."""
    height, width = ink.shape
    rows, columns = round(PART * height), round(PART * width)
    long = max(3, round(LONG / scale))
    level, upright = (cv2.erode(ink.astype(np.uint8), np.ones(reach, np.uint8)) > 0 for reach in ((1, long), (long, 1)))
    tops = [_slope(level[:rows]), _slope(level[height - rows :])]
    sides = [_slope(upright[:, :columns].T), _slope(upright[:, width - columns :].T)]
    if tops == [None, None] or sides == [None, None]:
        return None
    # where one half of a page shows nothing, it lies as the other
    upper, lower, left, right = (
        float((here if here is not None else there) or 0.0)
        for pair in (tops, sides)
        for here, there in (pair, pair[::-1])
    )
    leans = (upper - lower, left - right, upper + lower + left + right)  # the last one is nought where both only turn
    if not LEAST_LEAN <= max(map(abs, leans)) <= MOST_LEAN:
        return None
    ys, xs = (rows / 2, height - rows / 2), (columns / 2, width - columns / 2)
    falls, slants = ([math.tan(math.radians(one)) for one in pair] for pair in ((upper, lower), (left, right)))
    seen, straight = [], []
    for y, slope in zip(ys, falls, strict=True):
        for x, slant in zip(xs, slants, strict=True):
            across = (x + slant * (y - height / 2 - slope * width / 2)) / (1 - slant * slope)
            seen.append((across, y + slope * (across - width / 2)))
            straight.append((x, y))
    return np.asarray(
        cv2.getPerspectiveTransform(np.array(seen, np.float32), np.array(straight, np.float32)), np.float64
    )


def _slope(part: Mask) -> float | None:
    """Degrees by which the rulings of a part of a page fall to the right; None where too little is there to tell."""
    if int(part.sum()) < LEAST_INK:
        return None
    slope = find_turn(part, most=1.6, points=40_000)
    ys, xs = np.nonzero(part)
    level, straight = (_levelness(ys, xs - part.shape[1] / 2, angle, part.shape) for angle in (slope, 0.0))
    return slope if level > MUCH_LEVELLER * straight else 0.0


def find_turn(ink: Mask, *, most: float = MOST_TURN, points: int = 150_000) -> float:
    """Degrees (counter-clockwise) by which the page must be turned so that its lines are level; 0 where nothing tells."""
    ys, xs = np.nonzero(ink)
    if len(ys) < LEAST_INK:
        return 0.0
    if len(ys) > points:
        chosen = np.linspace(0, len(ys) - 1, points).astype(np.int64)
        ys, xs = ys[chosen], xs[chosen]
    centre = ink.shape[1] / 2
    best = 0.0
    for reach, step in ((most, 0.2), (0.2, 0.04), (0.04, 0.01)):
        angles = [best + turn * step for turn in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (_levelness(ys, xs - centre, angle, ink.shape), -abs(angle)))
    return best


def _levelness(ys: NDArray[np.int64], xs: NDArray[np.float64], angle: float, shape: tuple[int, ...]) -> float:
    """How much the ink gathers in few rows when every row is taken along a slope of so many degrees downwards."""
    level = np.rint(ys - xs * math.tan(math.radians(angle))).astype(np.int64) + shape[1]
    counts = np.bincount(level, minlength=1).astype(np.float64)
    return float((counts * counts).sum())
