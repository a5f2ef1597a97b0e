"""The geometry of a page that is a picture: even paper, level lines, rulings painted out.

Works on the pixels of one page, in numpy and OpenCV; which ink is a ruling is decided in `rulings`, what the ink says
belongs to `recogniser`, which cell means what to the parser.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.document import UnreadableError
from pipelines.readers.lattice import MAX_RULINGS, Box, Ruling
from pipelines.readers.rulings import Gray, Mask, find_rulings
from pipelines.reasons import because

#: Below this a pixel is ink beyond doubt.
DARK = 170
#: Scanners turn a page by a degree or two; past this it is a photograph taken from aside.
MOST_TURN = 4.0


@dataclass(frozen=True, slots=True)
class Raster:
    """A page set straight: `paper` evened to white with the rulings painted out, rulings in pixels, `scale` points a pixel.

    `seen` is the page as it was given, set straight and nothing else; `noise` the spread of its paper's grey.
    """

    paper: Gray
    seen: Gray
    noise: float
    across: list[Ruling]
    down: list[Ruling]
    scale: float
    turned: float  # degrees by which the page was turned to stand straight
    size: tuple[int, int]  # width, height of the picture as it was given

    @property
    def width(self) -> float:
        """Points."""
        return self.paper.shape[1] * self.scale

    @property
    def height(self) -> float:
        """Points."""
        return self.paper.shape[0] * self.scale

    def without_pixels(self) -> Raster:
        """The geometry alone; a document of many pages must not hold the pixels of all."""
        nothing = np.zeros((0, 0), np.uint8)
        return replace(self, paper=nothing, seen=nothing)

    def original(self, box: Box) -> Box:
        """The upright box around a place (in points) on the page before it was turned, in pixels of the picture."""
        x0, y0, x1, y1 = (value / self.scale for value in box)
        matrix = cv2.invertAffineTransform(_turn(self.size, self.turned)[0])
        corners = np.array([(x, y, 1.0) for x in (x0, x1) for y in (y0, y1)]) @ matrix.T
        left, top = corners.min(axis=0)
        right, bottom = corners.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def straightened(self, x: float, y: float) -> tuple[float, float]:
        """A point (in points) of the page as it was given, on the page set straight."""
        across, down = _turn(self.size, self.turned)[0] @ np.array([x / self.scale, y / self.scale, 1.0])
        return float(across) * self.scale, float(down) * self.scale


def straighten(picture: Gray, scale: float) -> Raster:
    """The page with even paper and level lines, its rulings found and painted out."""
    size = (picture.shape[1], picture.shape[0])
    seen = picture
    evened = _even(picture, scale)
    angle = find_turn(evened < DARK)
    if abs(angle) < 0.03:
        angle = 0.0
    else:
        matrix, room = _turn(size, angle)
        evened, seen = (_turned(image, matrix, room) for image in (evened, picture))
    noise = _noise(evened)
    across, down, rulings = find_rulings(evened, noise, scale)
    if len(across) + len(down) > MAX_RULINGS:
        raise UnreadableError(because("too_many_lines", most=MAX_RULINGS))
    reach = max(1, round(0.4 / scale))
    paper = evened.copy()
    paper[cv2.dilate(rulings.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0] = 255
    return Raster(paper, seen, noise, across, down, scale, angle, size)


def _turn(size: tuple[int, int], angle: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The turn about the middle of a page, and the size in which nothing of it is lost."""
    width, height = size
    sine, cosine = abs(math.sin(math.radians(angle))), abs(math.cos(math.radians(angle)))
    room = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    matrix = np.array(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    matrix[:, 2] += (room[0] - width) / 2, (room[1] - height) / 2
    return matrix, room


def _turned(image: Gray, matrix: NDArray[np.float64], room: tuple[int, int]) -> Gray:
    return np.asarray(
        cv2.warpAffine(image, matrix, room, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255),
        np.uint8,
    )


def _even(picture: Gray, scale: float) -> Gray:
    """The picture with its paper made white: shadows, tinted cells and grey paper go, strokes stay."""
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    # wider than the strokes of a title are set, narrower than a tinted cell
    paper = cv2.medianBlur(small, min(max(3, round(14 / scale / 4)) | 1, 255))
    paper = cv2.resize(paper, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, np.maximum(paper, 1), scale=255.0), np.uint8)


def _noise(evened: Gray) -> float:
    """The spread of the paper's grey: most pixels are paper, and half of the paper lies below its middle."""
    return float(255 - np.percentile(evened[::3, ::3], 25)) / 0.67


def find_turn(ink: Mask) -> float:
    """Degrees (counter-clockwise) by which the page must be turned so that its lines are level; 0 where nothing tells."""
    ys, xs = np.nonzero(ink)
    if len(ys) < 500:
        return 0.0
    if len(ys) > 150_000:
        chosen = np.linspace(0, len(ys) - 1, 150_000).astype(np.int64)
        ys, xs = ys[chosen], xs[chosen]
    centre = ink.shape[1] / 2
    best = 0.0
    for reach, step in ((MOST_TURN, 0.2), (0.2, 0.04), (0.04, 0.01)):
        angles = [best + turn * step for turn in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (_levelness(ys, xs - centre, angle, ink.shape), -abs(angle)))
    return best


def _levelness(ys: NDArray[np.int64], xs: NDArray[np.float64], angle: float, shape: tuple[int, ...]) -> float:
    """How much the ink gathers in few rows when every row is taken along a slope of so many degrees downwards."""
    level = np.rint(ys - xs * math.tan(math.radians(angle))).astype(np.int64) + shape[1]
    counts = np.bincount(level, minlength=1).astype(np.float64)
    return float((counts * counts).sum())
