"""Which ink of a page is a ruling: straight runs, joined to lines that meet, told from the strokes of words.

Works on evened paper that stands level. A picture without rulings is a page without tables; nothing is guessed from the
way words line up. Cells are made of the rulings by `lattice`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.lattice import Ruling

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Above this a pixel of evened paper (255) is paper, though a hair line on a poor scan is hardly darker.
FAINT = 225
#: Points. A straight run shorter than this may be a stroke of a character.
SHORTEST_RUN = 12.0
#: Points. A line shorter than this when its pieces are joined is no side of a cell: a row of small type is as low.
SHORTEST_RULING = 12.5
#: Points. A run as short as this is no ruling where it stops before a line that it points at; a longer one not where it
#: stops before two, for a poor scan breaks lines, too.
STROKE = 25.0
#: Points. Pieces of one ruling that a poor scan broke lie no further apart.
BREAK = 9.0
#: Points. No row of words is set so tight that it passes for a line of this length.
LONG = 70.0
#: Points. The side of a cell ends this near to the line it meets.
TOUCH = 2.5
#: Points. A darker bar is a background or a drawing.
THICKEST = 4.0
#: Points. Beside a stroke there is other ink of its character from here to there; beside a ruling there is paper.
BESIDE = (0.6, 2.6)
#: A run with ink on both sides of more of its length than this is made of strokes; ink on one side counts half where the
#: run is shorter than `LONG`, for words may stand on a ruling all along it. Rulings measured 0.12 and less, strokes more.
MOST_BESIDE = 0.3
#: A pixel darker than this is ink beside a run; greys of compression are lighter.
INK_BESIDE = 180
#: Strokes of neighbouring characters may lie in one line, with as much paper between them as ink.
LEAST_DRAWN = 0.7
#: Points. The pieces of one ruling lie at one height up to this; paper is never quite flat.
UNEVEN = 1.2


def find_rulings(evened: Gray, noise: float, scale: float) -> tuple[list[Ruling], list[Ruling], Mask]:
    """The rulings across and down in pixels, and the pixels they cover; `noise` is the spread of the paper's grey."""
    upright = np.ascontiguousarray(evened.T)
    faint = min(FAINT, 255 - 2.5 * noise)
    (runs_across, marks_across), (runs_down, marks_down) = (_runs(image, faint, scale) for image in (evened, upright))
    ink = min(INK_BESIDE, 255 - 3 * noise)
    runs_across, runs_down = (
        _without_strokes(runs_across, evened < ink, marks_across, marks_down.T, scale),
        _without_strokes(runs_down, upright < ink, marks_down, marks_across.T, scale),
    )
    lines_across, lines_down = _lines(runs_across, scale), _lines(runs_down, scale)
    for _ in range(2):  # what is no line of its own must not hold another one
        crossing = [_ruling(line) for line in lines_down]
        lines_down = _sides(lines_down, [_ruling(line) for line in lines_across], upright < faint, scale)
        lines_across = _sides(lines_across, crossing, evened < faint, scale)
    across, down = [_ruling(line) for line in lines_across], [_ruling(line) for line in lines_down]
    covered = _pixels(lines_across, marks_across) | _pixels(lines_down, marks_down).T
    across, down = (
        [_drawn_to(line, crossing, scale) for line in lines] for lines, crossing in ((across, down), (down, across))
    )
    return across, down, covered


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


def _without_strokes(
    runs: list[_Run], ink: Mask, marks: NDArray[np.int32], crossing: NDArray[np.int32], scale: float
) -> list[_Run]:
    """The runs that may be parts of rulings: not those with the other strokes of a character on both sides.

    `crossing` has the runs of the other direction, which are no strokes beside this one.
    """
    reach = 2 * max(1, round(1.0 / scale)) + 1
    free = cv2.dilate((crossing > 0).astype(np.uint8), np.ones((1, reach), np.uint8)) == 0
    return [run for run in runs if _beside(run, ink, marks, free, scale) <= MOST_BESIDE]


def _beside(run: _Run, ink: Mask, marks: NDArray[np.int32], free: Mask, scale: float) -> float:
    """The share of a run's length that has ink on both sides; of a short one half of what has it on one side, too."""
    room = max(6, round((THICKEST + BESIDE[1]) / scale))
    top, left, right = max(0, round(run.at) - room), int(run.start), int(run.end)
    own = marks[top : round(run.at) + room + 1, left:right] == run.number
    around = ink[top : top + own.shape[0], left:right]
    covered = own.any(axis=0)
    upper, lower = own.argmax(axis=0), own.shape[0] - 1 - own[::-1].argmax(axis=0)
    near, far = max(1, round(BESIDE[0] / scale)), max(3, round(BESIDE[1] / scale))
    rows = np.arange(own.shape[0])[:, None]
    above = (around & (rows < upper - near) & (rows >= upper - far)).any(axis=0)
    below = (around & (rows > lower + near) & (rows <= lower + far)).any(axis=0)
    told = covered & free[min(max(0, round(run.at)), free.shape[0] - 1), left:right]
    total = max(1, int(told.sum()))
    both, one = int((above & below & told).sum()) / total, int(((above ^ below) & told).sum()) / total
    return both if run.length * scale >= LONG else both + one / 2


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


def _sides(lines: list[list[_Run]], crossing: list[Ruling], dark: Mask, scale: float) -> list[list[_Run]]:
    """The lines that may be sides of cells, without the strokes of words that stand beside their ends.

    A line of a table meets others and has more ink than breaks. A short one must reach from one crossing line to
    another; a short run beyond a break goes where the line ends at a crossing line without it.
    """
    kept = []
    for line in lines:
        runs = [run for run in line if not _stops_short(run, crossing, dark, scale)]
        if not runs:
            continue
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


def _stops_short(run: _Run, crossing: list[Ruling], dark: Mask, scale: float) -> bool:
    """Whether paper shows between a short run and the lines that it nearly reaches at both ends, as at a stroke."""
    if run.length * scale >= LONG:
        return False
    ends = [(x, _met(x, run.at, crossing, scale)) for x in (run.start, run.end)]
    open_ends = sum(at is not None and not _is_tied(x, at, run.at, dark, scale) for x, at in ends)
    if any(at is None for _, at in ends):
        return False
    return open_ends > 1 or (open_ends == 1 and run.length * scale < STROKE)


def _is_tied(end: float, at: float, height: float, dark: Mask, scale: float) -> bool:
    """Whether ink goes on from the end of a run to the line that it meets there."""
    inner = round(2.0 / scale)
    left, right = sorted((round(end + (inner if end < at else -inner)), round(at)))
    band = dark[max(0, round(height) - 1) : round(height) + 2, max(0, left) : right + 1]
    return bool(band.any(axis=0).all())


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
