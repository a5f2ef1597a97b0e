"""How the rulings of a page run in its picture: aslant where a camera saw it from aside, curved where the paper was not flat.

Rulings are followed on a page that stands level as a whole; what they show is a smooth way from the flat page to the bent
one. A page whose rulings run straight, and one of words alone, is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Mask

#: Points. Pieces of a ruling that leans by three degrees are this long in one row of pixels; of strokes nothing is left
#: that is as long as `LONG`.
PIECE, LONG = 7.0, 50.0
#: Points. A darker bar is a background.
THICKEST = 4.0
#: Points from one place to the next at which a ruling is looked at.
STEP = 6.0
#: Points by which rulings stray from straight ones, in the middle of all, where a page is bent.
LEAST_BEND = 0.5
#: Points. A line that strays further from the way of all others is none of their table; and how near the way keeps to them.
STRAYS, CLOSE = 1.5, 0.6
#: Lines that tell the way at least, and so many that tell how it changes across the page.
FEWEST, MANY = 3, 6
#: Of the terms of a curve, those that are the same for all lines, and all.
FEW_TERMS, ALL_TERMS = 3, 9
#: Pixels between the places at which the way is worked out; it is smooth.
COARSE = 16
#: A place is found on the bent page by so many steps, each of which brings it nearer by the lean of a line.
STEPS = 5

Places = NDArray[np.float64]  # rows of (x, y)


@dataclass(frozen=True, slots=True)
class Curve:
    """By how much lines of one direction stray sideways at a place along them, by a polynomial in shares of the page."""

    weights: NDArray[np.float64]  # of `_terms`
    size: tuple[float, float]  # pixels along the lines and across them
    known: tuple[float, float, float, float]  # where lines were followed, along from and to, across from and to

    @property
    def middle(self) -> float:
        """Where along them the lines stray by nothing: of a table that fills a corner of its page, the page's middle tells nothing."""
        return (self.known[0] + self.known[1]) / 2

    def at(self, along: Places, line: Places) -> Places:
        """Pixels by which the line that is at `line` in the middle strays at `along`; beyond all lines as at the last one."""
        first, last, top, bottom = self.known
        terms = _terms(np.clip(along, first, last) - self.middle, np.clip(line, top, bottom), self.size)
        return np.asarray(terms @ self.weights, np.float64)


@dataclass(frozen=True, slots=True)
class Bend:
    """The way from a flat page to the bent one and back: `across` bends level lines, `down` upright ones."""

    across: Curve | None
    down: Curve | None

    def bent(self, flat: Places) -> Places:
        """Where places of the flat page are on the bent one."""
        x, y = flat[:, 0], flat[:, 1]
        for _ in range(STEPS):
            y = flat[:, 1] + (self.across.at(x, flat[:, 1]) if self.across else 0.0)
            x = flat[:, 0] + (self.down.at(y, flat[:, 0]) if self.down else 0.0)
        return np.stack([x, y], axis=1)

    def flat(self, bent: Places) -> Places:
        """Where places of the bent page are on the flat one."""
        x, y = bent[:, 0], bent[:, 1]
        for _ in range(STEPS):
            y = bent[:, 1] - (self.across.at(bent[:, 0], y) if self.across else 0.0)
            x = bent[:, 0] - (self.down.at(bent[:, 1], x) if self.down else 0.0)
        return np.stack([x, y], axis=1)


def find_bend(ink: Mask, faint: Mask, scale: float) -> Bend | None:
    """How the rulings of a page stray from level and upright ones, `scale` points a pixel; None where they do not.

    Told by those that are `ink` beyond doubt; which way they tell nothing, by those that may be of a ruling (`faint`), too.
    """
    dark, pale = ink.astype(np.uint8), faint.astype(np.uint8)
    across = _curve(dark, scale) or _curve(pale, scale)
    down = _curve(np.ascontiguousarray(dark.T), scale) or _curve(np.ascontiguousarray(pale.T), scale)
    return Bend(across, down) if across or down else None


def _curve(dark: NDArray[np.uint8], scale: float) -> Curve | None:
    """How the lines from left to right stray; None where they are straight, or do not stray together."""
    lines = _followed(dark, scale)
    size = (float(dark.shape[1]), float(dark.shape[0]))
    while len(lines) >= FEWEST and np.median([np.ptp(line[:, 1]) for line in lines]) * scale > LEAST_BEND:
        curve = _fitted(lines, size)
        left = [np.abs(_strays(line, curve)) * scale for line in lines]
        off = [float(each.max()) for each in left]
        if max(off) <= STRAYS:
            return curve if np.median([each.mean() for each in left]) < CLOSE else None
        worst = max(STRAYS, float(np.percentile(off, 80)))
        lines = [line for line, far in zip(lines, off, strict=True) if far < worst]
    return None


def _followed(dark: NDArray[np.uint8], scale: float) -> list[Places]:
    """The long lines from left to right, each as the places it passes."""
    piece, step = max(3, round(PIECE / scale / 2)), max(1, round(STEP / scale / 2))
    half = np.maximum(dark[:, :-1:2], dark[:, 1::2])  # along a line half of the pixels tell as much
    level = cv2.morphologyEx(half, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    thickness = stats[:, cv2.CC_STAT_AREA] / np.maximum(stats[:, cv2.CC_STAT_WIDTH], 1)
    is_line = (2 * stats[:, cv2.CC_STAT_WIDTH] * scale >= LONG) & (thickness <= max(3.0, THICKEST / scale))
    lines = []
    for number in np.flatnonzero(is_line).tolist():
        x, y, wide, high = (int(value) for value in stats[number, :4])
        own = (labels[y : y + high, x : x + wide] == number)[:, step // 2 :: step]
        seen = own.sum(axis=0)
        heights = (own * np.arange(high)[:, None]).sum(axis=0)[seen > 0] / seen[seen > 0]
        places = np.arange(x, x + wide)[step // 2 :: step][seen > 0]
        lines.append(np.stack([2 * places + 0.5, y + heights], axis=1).astype(np.float64))
    return lines


def _fitted(lines: list[Places], size: tuple[float, float]) -> Curve:
    """The curve that the lines follow together, each at a height of its own."""
    n_terms = ALL_TERMS if len(lines) >= MANY else FEW_TERMS
    weights = np.zeros(ALL_TERMS)
    spread = np.concatenate(lines)
    middles = [float(line[:, 1].mean()) for line in lines]
    known = (spread[:, 0].min(), spread[:, 0].max(), min(middles), max(middles))
    curve = Curve(weights, size, known)
    for _ in range(2):  # a line's height in the middle is known once it is known how it strays there
        terms = [
            _terms(line[:, 0] - curve.middle, np.full(len(line), at), size)
            for line, at in zip(lines, middles, strict=True)
        ]
        rows = np.concatenate([each - each.mean(axis=0) for each in terms])[:, :n_terms]
        strayed = np.concatenate([line[:, 1] - line[:, 1].mean() for line in lines])
        weights[:n_terms] = np.linalg.lstsq(rows, strayed, rcond=1e-6)[0]
        middles = [float((line[:, 1] - each @ weights).mean()) for line, each in zip(lines, terms, strict=True)]
    return curve


def _strays(line: Places, curve: Curve) -> Places:
    """By how many pixels a line strays from one that follows the curve."""
    off = line[:, 1] - curve.at(line[:, 0], np.full(len(line), line[:, 1].mean()))
    return np.asarray(off - off.mean(), np.float64)


def _terms(along: Places, line: Places, size: tuple[float, float]) -> Places:
    """The terms of the polynomial, one row a place so far along from the middle: nought there, as far as the third power."""
    x, y = 2 * along / size[0], 2 * line / size[1] - 1
    return np.stack([x, x**2, x**3, x * y, x**2 * y, x * y**2, x**3 * y, x**2 * y**2, x * y**3], axis=-1)


def maps_of(bend: Bend, room: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel of the flat page, so wide and high, the place on the bent one that it shows: as `cv2.remap` takes it."""
    width, height = room
    xs, ys = (np.linspace(0, side - 1, max(2, side // COARSE)) for side in room)
    places = bend.bent(np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)).reshape(len(ys), len(xs), 2)
    # the corners of the coarse places are those of the page, so that they are resized from middle to middle
    onto = np.array([[(len(xs) - 1) / (width - 1), 0, 0], [0, (len(ys) - 1) / (height - 1), 0]], np.float64)
    x_map, y_map = (
        cv2.warpAffine(
            np.ascontiguousarray(places[..., way], np.float32),
            onto,
            room,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for way in (0, 1)
    )
    return np.asarray(x_map, np.float32), np.asarray(y_map, np.float32)
