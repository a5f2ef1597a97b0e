"""A page that is a picture set straight: even paper, level lines, rulings painted out.

Works on the pixels of one page, in numpy and OpenCV; which ink is a ruling is decided in `rulings`, what the ink says
belongs to `recogniser`, which cell means what to the parser.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipelines.readers.document import UnreadableError
from pipelines.readers.pages.lattice import MAX_RULINGS, Box, Ruling
from pipelines.readers.pixels.arrays import Gray
from pipelines.readers.pixels.desk import without_desk
from pipelines.readers.pixels.paper import even, noise_of
from pipelines.readers.pixels.rulings import faintest, find_rulings
from pipelines.readers.pixels.slant import Way, find_way
from pipelines.readers.pixels.traces import without_lid
from pipelines.reasons import because

#: Below this a pixel is ink beyond doubt.
DARK = 170


@dataclass(frozen=True, slots=True)
class Raster:
    """A page set straight: `paper` evened to white with the rulings painted out, rulings in pixels, `scale` points a pixel.

    `seen` is the page as it was given, set straight and nothing else; `noise` the spread of its paper's grey; `stamped`
    the page under the seals that were lifted off it, None where it bears none.
    """

    paper: Gray
    seen: Gray
    noise: float
    across: list[Ruling]
    down: list[Ruling]
    scale: float
    way: Way  # from pixels of the picture as it was given to those of the page set straight
    stamped: Gray | None = None

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
        return replace(self, paper=nothing, seen=nothing, stamped=None)

    def original(self, box: Box) -> Box:
        """The upright box around a place (in points) on the page before it was turned, in pixels of the picture."""
        x0, y0, x1, y1 = (value / self.scale for value in box)
        places = self.way.original(np.array([(x, y) for x in (x0, x1) for y in (y0, y1)], np.float64))
        left, top = places.min(axis=0)
        right, bottom = places.max(axis=0)
        return float(left), float(top), float(right), float(bottom)

    def straightened(self, x: float, y: float) -> tuple[float, float]:
        """A point (in points) of the page as it was given, on the page set straight."""
        ((across, down),) = self.way.straight(np.array([(x / self.scale, y / self.scale)], np.float64))
        return float(across) * self.scale, float(down) * self.scale


def straighten(picture: Gray, scale: float, stamped: Gray | None = None) -> Raster:
    """The page with even paper and level lines, its rulings found and painted out; `stamped` is it with its seals."""
    picture = without_lid(without_desk(picture), scale)
    evened = even(picture, scale)
    way = find_way(evened < DARK, evened < faintest(noise_of(evened)), scale)
    evened, seen = way.followed(evened), way.followed(picture)
    stamped = None if stamped is None else way.followed(stamped)
    noise = noise_of(evened)
    across, down, rulings = find_rulings(evened, noise, scale)
    if len(across) + len(down) > MAX_RULINGS:
        raise UnreadableError(because("too_many_lines", most=MAX_RULINGS))
    reach = max(1, round(0.4 / scale))
    paper = evened.copy()
    paper[cv2.dilate(rulings.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0] = 255
    return Raster(paper, seen, noise, across, down, scale, way, stamped)
