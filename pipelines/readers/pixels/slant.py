"""How a page lies in its picture: turned by a scanner, seen from aside by a camera, not quite flat; and the way to set it straight.

Works on the dark pixels of a page alone; setting it straight belongs to `raster`, how its rulings run to `bend`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Gray, Mask
from pipelines.readers.pixels.bend import Bend, Places, find_bend, maps_of

#: Scanners turn a page by a degree or two; past this it is a photograph taken from aside.
MOST_TURN = 4.0
#: Degrees. A page that is turned by less stands straight.
LEAST_TURN = 0.03
#: Dark pixels. Fewer do not tell how lines lie.
LEAST_INK = 500

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Way:
    """From pixels of a picture to those of its page set straight: a turn by so many degrees, and what it is bent by then."""

    degrees: float
    matrix: Matrix
    bend: Bend | None
    room: tuple[int, int] | None  # width and height of the page set straight; None where it is straight as it is

    def straight(self, places: Places) -> Places:
        """Where places of the picture are on the page set straight."""
        turned = cv2.perspectiveTransform(places[None], self.matrix)[0]
        return self.bend.flat(turned) if self.bend else turned

    def original(self, places: Places) -> Places:
        """Where places of the page set straight are in the picture."""
        turned = self.bend.bent(places) if self.bend else places
        return np.asarray(cv2.perspectiveTransform(turned[None], np.linalg.inv(self.matrix))[0], np.float64)

    def after(self, matrix: Matrix) -> Way:
        """The way of a picture that takes this one once the matrix has turned it."""
        return replace(self, matrix=self.matrix @ matrix)

    def followed(self, image: Gray) -> Gray:
        """The page set straight, with white where the picture shows nothing of it; only by a way that begins at the picture."""
        if self.room is None:
            return image
        how: dict[str, Any] = {"borderMode": cv2.BORDER_CONSTANT, "borderValue": 255}
        if self.bend is None:
            return np.asarray(cv2.warpAffine(image, self.matrix[:2], self.room, flags=cv2.INTER_CUBIC, **how), np.uint8)
        x, y = maps_of(self.bend, self.room)
        back = np.linalg.inv(self.matrix).astype(np.float32)
        x, y = (row[0] * x + row[1] * y + row[2] for row in back[:2])
        return np.asarray(cv2.remap(image, x, y, cv2.INTER_CUBIC, **how), np.uint8)


def find_way(ink: Mask, faint: Mask, scale: float) -> Way:
    """The way that makes the lines of a page level and its rulings straight, `scale` points a pixel.

    `ink` are the pixels that are ink beyond doubt, `faint` those that may be of a ruling, however thin.
    """
    angle = find_turn(ink)
    size = (ink.shape[1], ink.shape[0])
    if abs(angle) < LEAST_TURN:
        bend = find_bend(ink, faint, scale)
        return Way(0.0, np.eye(3), bend, size if bend else None)
    turn, room = _turn(size, angle)
    level, pale = (cv2.warpAffine(mask.astype(np.uint8), turn[:2], room) > 0 for mask in (ink, faint))
    return Way(angle, turn, find_bend(level, pale, scale), room)


def _turn(size: tuple[int, int], angle: float) -> tuple[Matrix, tuple[int, int]]:
    """The turn about the middle of a page, and the size in which nothing of it is lost."""
    width, height = size
    sine, cosine = abs(math.sin(math.radians(angle))), abs(math.cos(math.radians(angle)))
    room = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    matrix[:2, 2] += (room[0] - width) / 2, (room[1] - height) / 2
    return matrix, room


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
