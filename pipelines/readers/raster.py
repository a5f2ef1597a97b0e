"""The geometry of a page that is a picture: even paper, straight lines, rulings, ink.

Works on the pixels of one page, in numpy and OpenCV; what the ink says belongs to `recogniser`, which cell means what to
the parser. A picture without rulings is a page without tables; nothing is guessed from the way words line up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.document import UnreadableError
from pipelines.readers.lattice import MAX_RULINGS, Box, Ruling

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Above this a pixel of evened paper (255) is paper, though a hair line on a poor scan is hardly darker.
FAINT = 225
#: Below this a pixel is ink beyond doubt.
DARK = 170
#: Scanners turn a page by a degree or two; past this it is a photograph taken from aside.
MOST_TURN = 4.0
#: Points. A straight run shorter than this may be a stroke of a character.
SHORTEST_RUN = 12.0
#: Points. A line shorter than this when its pieces are joined is no side of a cell.
SHORTEST_RULING = 18.0
#: Points. Pieces of one ruling that a poor scan broke lie no further apart.
BREAK = 9.0
#: Points. No row of words is set so tight that it passes for a line of this length.
LONG = 70.0
#: Points. The side of a cell ends this near to the line it meets.
TOUCH = 2.5
#: Points. A darker bar is a background or a drawing.
THICKEST = 4.0
#: Strokes of neighbouring characters may lie in one line, with as much paper between them as ink.
LEAST_DRAWN = 0.7
#: Points. The pieces of one ruling lie at one height up to this; paper is never quite flat.
UNEVEN = 1.2


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
    faint = min(FAINT, 255 - 2.5 * noise)
    (runs_across, marks_across), (runs_down, marks_down) = (
        _runs(image, faint, scale) for image in (evened, np.ascontiguousarray(evened.T))
    )
    lines_across, lines_down = _lines(runs_across, scale), _lines(runs_down, scale)
    for _ in range(2):  # what is no line of its own must not hold another one
        crossing = [_ruling(line) for line in lines_down]
        lines_down = _sides(lines_down, [_ruling(line) for line in lines_across], scale)
        lines_across = _sides(lines_across, crossing, scale)
    across, down = [_ruling(line) for line in lines_across], [_ruling(line) for line in lines_down]
    across, down = (
        [_drawn_to(line, crossing, scale) for line in lines] for lines, crossing in ((across, down), (down, across))
    )
    if len(across) + len(down) > MAX_RULINGS:
        raise UnreadableError(f"A page draws more than {MAX_RULINGS} lines; it is a drawing and no report.")
    rulings = (_pixels(lines_across, marks_across) | _pixels(lines_down, marks_down).T).astype(np.uint8)
    reach = max(1, round(0.4 / scale))
    paper = evened.copy()
    paper[cv2.dilate(rulings, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0] = 255
    return Raster(paper, seen, noise, across, down, scale, angle, size)


class _Run(NamedTuple):
    """A straight run of ink along a line, in pixels; `number` marks its pixels."""

    at: float
    start: float
    end: float
    number: int

    @property
    def length(self) -> float:
        return self.end - self.start


def _pixels(lines: list[list[_Run]], marks: NDArray[np.int32]) -> Mask:
    """Where the runs of these lines lie."""
    kept = np.zeros(int(marks.max()) + 1, np.bool_)
    kept[[run.number for line in lines for run in line]] = True
    return kept[marks]


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


def _runs(evened: Gray, faint: float, scale: float) -> tuple[list[_Run], NDArray[np.int32]]:
    """Straight runs of ink from left to right, and the pixels of each by its number."""
    shortest = max(8, round(SHORTEST_RUN / scale))
    # a dropped pixel must not cut a run; what lies further apart is joined as a line
    dark = (cv2.blur(evened, (5, 1)) < faint).astype(np.uint8)
    ink = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    thickest = max(3.0, THICKEST / scale)
    runs = []
    for index in range(1, count):
        left, _, width, _, area = stats[index]
        if area / width <= thickest:
            runs.append(_Run(float(centres[index][1]), float(left), float(left + width), index))
    return runs, np.asarray(labels, np.int32)


def _lines(runs: list[_Run], scale: float) -> list[list[_Run]]:
    """Runs at one height with small breaks between them, line by line from left to right."""
    heights: list[list[_Run]] = []
    for run in sorted(runs):
        if heights and run.at - heights[-1][-1].at <= UNEVEN / scale:
            heights[-1].append(run)
        else:
            heights.append([run])
    lines: list[list[_Run]] = []
    for height in heights:
        end = -math.inf
        for run in sorted(height, key=lambda run: (run.start, run.end)):
            if run.start - end > BREAK / scale:
                lines.append([])
            lines[-1].append(run)
            end = max(end if lines[-1][0] is not run else -math.inf, run.end)
    return lines


def _ruling(line: list[_Run]) -> Ruling:
    total = sum(run.end - run.start for run in line)
    at = sum(run.at * (run.end - run.start) for run in line) / total
    return Ruling(at, line[0].start, max(run.end for run in line))


def _sides(lines: list[list[_Run]], crossing: list[Ruling], scale: float) -> list[list[_Run]]:
    """The lines that may be sides of cells, without the strokes of words that stand beside their ends.

    A line of a table meets others and has more ink than breaks. A short one must reach from one crossing line to
    another; a short run beyond a break goes where the line ends at a crossing line without it.
    """
    kept = []
    for line in lines:
        runs = list(line)
        while len(runs) > 1 and _is_stray(runs[-1], runs[-1].end, runs[-2].end, crossing, scale):
            runs.pop()
        while len(runs) > 1 and _is_stray(runs[0], runs[0].start, runs[1].start, crossing, scale):
            runs.pop(0)
        whole = _ruling(runs)
        length = (whole.end - whole.start) * scale
        drawn = sum(run.length for run in runs) / (whole.end - whole.start)
        n_met = sum(_meets(whole, other, scale) for other in crossing)
        is_side = None not in (_met(x, whole.at, crossing, scale) for x in (whole.start, whole.end))
        if n_met and drawn > LEAST_DRAWN and (length >= LONG or (length >= SHORTEST_RULING and is_side)):
            kept.append(runs)
    return kept


def _meets(line: Ruling, other: Ruling, scale: float) -> bool:
    """Whether two lines of different directions cross or touch, up to a break."""
    slack = BREAK / scale
    return line.start - slack <= other.at <= line.end + slack and other.start - slack <= line.at <= other.end + slack


def _is_stray(run: _Run, end: float, end_without: float, crossing: list[Ruling], scale: float) -> bool:
    return (
        (run.end - run.start) * scale < LONG
        and _met(end, run.at, crossing, scale) is None
        and _met(end_without, run.at, crossing, scale) is not None
    )


def _met(x: float, y: float, crossing: list[Ruling], scale: float, reach: float = TOUCH) -> float | None:
    """Where the nearest crossing line passes the end of a line; None where none does within `reach` points."""
    slack = reach / scale
    found = [line.at for line in crossing if abs(line.at - x) <= slack and line.start - slack <= y <= line.end + slack]
    return min(found, key=lambda at: abs(at - x), default=None)


def _drawn_to(line: Ruling, crossing: list[Ruling], scale: float) -> Ruling:
    """The line with ends that a poor scan broke off drawn on to the line they met."""
    start, end = (_met(x, line.at, crossing, scale, BREAK) for x in (line.start, line.end))
    return Ruling(
        line.at,
        line.start if start is None else min(line.start, start),
        line.end if end is None else max(line.end, end),
    )
