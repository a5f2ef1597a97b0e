"""Round seals on a page without colours, as a photocopier or a grey scan leaves them, lifted off it: the darker figures below stay.

Grey alone tells no seal from poor type, so nothing is touched unless the grey runs around a whole circle of a seal's size.
Seals in colour belong to `seals`; how sure a figure below one is, to `scans/below_seals`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Gray, Mask
from pipelines.readers.pixels.ruled import Frame, keep_rulings

#: Points. The radius of an office's seal is 60, printed smaller or larger 25 to 75.
LEAST_RADIUS, MOST_RADIUS = 22.0, 75.0
#: Shares of the way from paper to the page's ink: what is lighter is paper, what has darker beside it is the edge of ink.
LIGHTEST, DARKEST = 0.2, 0.8
#: Percent of a page that are its darkest ink.
INKED = 0.5
#: The part of a circle that lies on grey: of seals under dense tables 0.88 and more was measured, of words 0.48 and less.
LEAST_AROUND = 0.75
#: Places around a circle that are asked; how many circles of a page.
PLACES, MOST_CIRCLES = 240, 8
#: Pixels of the quarter-size picture: how far a circle found there is from the best one.
OFF = 2
#: The votes of a circle of the quarter-size picture, the contrast of its edge.
VOTES, EDGE = 30, 150
#: Points on either side of the circle in which its rim lies.
RIM = 4.0
#: Points. As near to ink is its soft edge; the star of a seal is wider than the second, strokes of type are not.
STROKE, WIDE = 1.0, 2.4
#: Points. Strokes of figures on a seal's ink are narrower.
BESIDE = 1.7
#: Percent of the seal's ink that is darker than what is called its grey, for ink is blotched; shares of it that are paper when lifted.
DARK_OF_SEAL, PAPER = 10, 0.8
#: Points of the height of a character, and how many of a page tell its type; percent of them that are darker than its lightest.
LOWEST, HIGHEST, FEWEST, LIGHTEST_TYPE = 4.0, 16.0, 30, 99
#: Points. As long a straight run is a ruling.
RUN = 14.0
#: Points. A hair line of type goes no further from its dark strokes.
HAIR = 3.0
#: Grey levels by which a seal is lighter than the lightest type; pixels of a mark that may be dark by accident.
LIGHTER, ALONE = 20, 2


@dataclass(frozen=True, slots=True)
class Circle:
    """In pixels."""

    x: int
    y: int
    radius: int

    def frame(self, room: int) -> Frame:
        """The rows and columns around it, with so much room."""
        reach = self.radius + room
        return slice(max(0, self.y - reach), self.y + reach + 1), slice(max(0, self.x - reach), self.x + reach + 1)

    def away(self, frame: Frame, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """How far each pixel of a frame lies outside it."""
        rows, columns = np.indices(shape)
        return np.hypot(columns + frame[1].start - self.x, rows + frame[0].start - self.y) - self.radius


def lift_copied_seals(grey: Gray, scale: float) -> Gray | None:
    """The page (`scale` points a pixel) without its grey seals; None where it bears none that is lighter than all type."""
    if min(grey.shape) * scale < 2 * LEAST_RADIUS:
        return None
    paper, ink = float(np.median(grey[::3, ::3])), float(np.percentile(grey[::3, ::3], INKED))
    light, dark = (paper - share * (paper - ink) for share in (LIGHTEST, DARKEST))
    stroke = _square(STROKE, scale)
    is_grey = np.asarray(cv2.blur(grey, stroke.shape) < light, np.bool_) & (cv2.erode(grey, stroke) > dark)
    circles = list(_circles(is_grey, scale))
    if not circles:
        return None
    lifted = grey.copy()
    frames = [circle.frame(round(RIM / scale)) for circle in circles]
    type_ = _lightest_type(grey, light, frames, scale)
    is_lifted = False
    for circle, frame in zip(circles, frames, strict=True):
        away = circle.away(frame, is_grey[frame].shape)
        seal = _wide_ink(is_grey[frame], away, scale)
        level = float(np.percentile(grey[frame][seal], DARK_OF_SEAL)) if seal.any() else 0.0
        if level - type_ < LIGHTER:
            continue
        is_lifted = True
        lifted[frame] = _without(grey[frame], seal, level, paper, scale)
        bare = lifted[frame]
        thin = _marks_lighter_than(bare, light, (level + type_) / 2, scale)
        is_ink = (bare < light) & ~thin
        soft_edge = cv2.dilate(is_ink.astype(np.uint8), stroke) > 0
        bare[~soft_edge & (away < RIM / scale)] = round(paper)
        keep_rulings(grey, frame, bare, scale)
    return lifted if is_lifted else None


def _without(grey: Gray, seal: Mask, level: float, paper: float, scale: float) -> Gray:
    """What lies below a seal's ink as it is without it: darker by that ink's own grey."""
    bare = np.clip(grey * (paper / max(level, 1.0)), 0, paper)
    bare[bare > PAPER * paper] = paper
    closed = cv2.morphologyEx(seal.astype(np.uint8), cv2.MORPH_CLOSE, _square(BESIDE, scale))
    covered = cv2.dilate(closed, _square(STROKE, scale)) > 0
    return np.where(covered, np.maximum(bare, grey), grey).astype(np.uint8)


def _lightest_type(grey: Gray, light: float, frames: list[Frame], scale: float) -> float:
    """The grey of the darkest part of the lightest characters of the page, without what stands in these frames."""
    page = grey.copy()
    for frame in frames:
        page[frame] = 255
    _, boxes, darkest = _marks(page, light)
    highs = boxes[:, cv2.CC_STAT_HEIGHT] * scale
    typical = darkest[(highs > LOWEST) & (highs < HIGHEST)]
    return float(np.percentile(typical, LIGHTEST_TYPE)) if len(typical) >= FEWEST else 255.0


def _marks_lighter_than(grey: Gray, light: float, dark: float, scale: float) -> Mask:
    """The marks, with their soft edges, that are nowhere so dark, and parts far from where they are; rulings part them."""
    is_mark = (grey < light).astype(np.uint8)
    long = round(RUN / scale)
    runs = [cv2.morphologyEx(is_mark, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, long), (long, 1))]
    ruled = cv2.dilate(np.maximum(*runs), _square(STROKE, scale)) > 0
    labels, _, darkest = _marks(np.where(ruled, 255, grey).astype(np.uint8), light)
    away = cv2.distanceTransform((grey >= dark).astype(np.uint8), cv2.DIST_L2, 3) * scale
    is_lighter = (darkest > dark)[labels] | ((labels > 0) & (away > HAIR))
    lighter = cv2.dilate(is_lighter.astype(np.uint8), _square(BESIDE, scale)) > 0
    return np.asarray(lighter & ~ruled, np.bool_)


def _marks(grey: Gray, light: float) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The marks darker than this by their numbers, their boxes and how dark each is, a pixel or two apart; 0 is paper."""
    is_mark = grey < light
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(is_mark.astype(np.uint8), connectivity=8)
    of, greys = labels[is_mark], grey[is_mark].astype(np.int32)
    order = np.lexsort((greys, of))
    of, greys = of[order], greys[order]
    first = np.flatnonzero(np.diff(of, prepend=0))
    darkest = np.zeros(count, np.int32)
    last = np.append(first[1:], len(of)) - 1
    darkest[of[first]] = greys[np.minimum(first + ALONE, last)]
    return np.asarray(labels, np.int32), np.asarray(boxes, np.int32), darkest


def _circles(is_grey: Mask, scale: float) -> Iterator[Circle]:
    """The circles of a seal's size that grey runs around, each once."""
    small = cv2.resize(255 * is_grey.astype(np.uint8), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = np.minimum(3.0 * cv2.GaussianBlur(small, (3, 3), 0), 255).astype(np.uint8)
    least, most = round(LEAST_RADIUS / scale / 4), round(MOST_RADIUS / scale / 4)
    voted = cv2.HoughCircles(
        soft, cv2.HOUGH_GRADIENT, 1, least, param1=EDGE, param2=VOTES, minRadius=least, maxRadius=most
    )
    near = np.asarray(cv2.dilate(is_grey.astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)
    found: list[Circle] = []
    for x, y, radius in [] if voted is None else voted[0][:MOST_CIRCLES].tolist():
        around, circle = _best(near, round(4 * x + 2), round(4 * y + 2), round(4 * radius))
        apart = all(abs(circle.x - one.x) + abs(circle.y - one.y) > one.radius for one in found)
        if around >= LEAST_AROUND and apart:
            found.append(circle)
            yield circle


def _best(grey: Gray, x: int, y: int, radius: int) -> tuple[float, Circle]:
    """The circle about there that most of lies on grey, and how much of it does."""
    angles = np.linspace(0, 2 * np.pi, PLACES, endpoint=False)
    off = range(-4 * OFF, 4 * OFF + 1, 2)
    tried = [(x + right, y + down, radius + out) for right in off for down in off for out in range(-8, 9)]
    xs, ys, radii = np.array(tried).T[..., None]
    high, wide = grey.shape
    rows, columns = np.rint(ys + radii * np.sin(angles)).astype(int), np.rint(xs + radii * np.cos(angles)).astype(int)
    inside = (rows >= 0) & (rows < high) & (columns >= 0) & (columns < wide)
    on_grey = (grey[rows.clip(0, high - 1), columns.clip(0, wide - 1)] > 0) & inside
    around = on_grey.mean(axis=1)
    best = np.flatnonzero(around == around.max())  # of those within a wide rim the middle one
    return float(around.max()), Circle(*np.median(np.array(tried)[best], axis=0).astype(int).tolist())


def _wide_ink(is_grey: Mask, away: NDArray[np.float64], scale: float) -> Mask:
    """What of the grey in a seal's frame is the seal: its rim, and inside it what is wider than strokes of type."""
    wide = cv2.morphologyEx(is_grey.astype(np.uint8), cv2.MORPH_OPEN, _square(WIDE, scale)) > 0
    seeds = (wide & (away < 0)) | (is_grey & (np.abs(away) <= RIM / scale))
    grown = cv2.dilate(seeds.astype(np.uint8), _square(BESIDE, scale)) > 0
    return np.asarray(grown & is_grey, np.bool_)


def _square(points: float, scale: float) -> Gray:
    """As wide as so many points, and three pixels at least."""
    return np.ones((max(3, 2 * round(points / scale / 2) + 1),) * 2, np.uint8)
