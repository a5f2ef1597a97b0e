"""Which ink of a page is a ruling: straight runs, joined to lines that meet, told from the strokes of words.

Works on evened paper that stands level. A picture without rulings is a page without tables; nothing is guessed from the
way words line up. Cells are made of the rulings by `lattice`.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.lattice import SNAP, Ruling

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
#: The columns of a table at least, and so the lines down that end together where a page cuts it.
FEWEST_TOGETHER = 4
#: Points. Pieces of one ruling that a poor scan broke lie no further apart.
BREAK = 9.0
#: Points. No row of words is set so tight that it passes for a line of this length.
LONG = 70.0
#: Points. The side of a cell ends this near to the line it meets.
TOUCH = 2.5
#: Points across and down. The strokes of large characters may meet like the sides of cells; no table is as small.
CHARACTERS = (190.0, 48.0)
#: The share of a run's darkness that its end keeps up to the line it meets. Rulings measured 0.83 and more, strokes 0.2
#: and less.
LEAST_TIED = 0.5
#: Points. From here to the line that it crosses a ruling must not pale.
NEAR = 3.0
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
#: The strokes of large type hold one another up; each round takes away those that hold on to none but taken ones.
MOST_ROUNDS = 6
#: Points. The pieces of one ruling lie at one height up to this; paper is never quite flat.
UNEVEN = 1.2


def find_rulings(evened: Gray, noise: float, scale: float) -> tuple[list[Ruling], list[Ruling], Mask]:
    """The rulings across and down in pixels, and the pixels they cover; `noise` is the spread of the paper's grey."""
    upright = np.ascontiguousarray(evened.T)
    faint = min(FAINT, 255 - 2.5 * noise)
    (runs_across, marks_across), (runs_down, marks_down) = (_runs(image, faint, scale) for image in (evened, upright))
    ink = min(INK_BESIDE, 255 - 3 * noise)
    runs_across, runs_down = (
        _without_strokes(runs_across, evened < ink, marks_across, marks_down.T, scale, runs_down),
        _without_strokes(runs_down, upright < ink, marks_down, marks_across.T, scale, runs_across),
    )
    lines_across, lines_down = _lines(runs_across, scale), _lines(runs_down, scale)
    for _ in range(MOST_ROUNDS):  # what is no line of its own must not hold another one
        before = (lines_across, lines_down)
        lines_down = _sides(lines_down, [_ruling(line) for line in lines_across], upright, scale)
        lines_across = _sides(lines_across, [_ruling(line) for line in lines_down], evened, scale)
        if (lines_across, lines_down) == before:
            break
    lines_across, lines_down = _without_characters(lines_across, lines_down, scale)
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
    """Where the runs of these lines lie, from their starts to their ends."""
    kept = np.zeros(int(marks.max()) + 1, np.bool_)
    starts, ends = np.zeros((2, len(kept)), np.int32)
    for run in (run for line in lines for run in line):
        kept[run.number], starts[run.number], ends[run.number] = True, round(run.start), round(run.end)
    covered = kept[marks]
    rows, columns = np.nonzero(covered)
    numbers = marks[rows, columns]
    beyond = (columns < starts[numbers]) | (columns >= ends[numbers])
    covered[rows[beyond], columns[beyond]] = False
    return covered


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
    runs: list[_Run],
    ink: Mask,
    marks: NDArray[np.int32],
    crossing: NDArray[np.int32],
    scale: float,
    others: list[_Run],
) -> list[_Run]:
    """The runs that may be parts of rulings: not those with the other strokes of a character on both sides.

    `crossing` has the runs of the other direction, `others`, which are no strokes beside this one. Where a stroke of a
    word in the cell above runs on into a short ruling, the part of the run beyond the line between the two is kept.
    """
    reach = 2 * max(1, round(1.0 / scale)) + 1
    free = cv2.dilate((crossing > 0).astype(np.uint8), np.ones((1, reach), np.uint8)) == 0
    long = [other for other in others if other.length * scale >= LONG]
    doubled = _doubled(runs, scale)
    kept = []
    for run in runs:
        is_free = run in doubled or _beside(run, ink, marks, free, scale) <= MOST_BESIDE
        parts = [run] if is_free else _parts(run, long, scale)
        parts = [part for part in parts if part is run or _beside(part, ink, marks, free, scale) <= MOST_BESIDE]
        kept += sorted(parts, key=lambda part: (-part.length, part.start))[:1]
    return kept


def _doubled(runs: list[_Run], scale: float) -> set[_Run]:
    """The runs of double borders: two close beside one another, higher than type, that begin and end together."""
    found: set[_Run] = set()
    high = [run for run in sorted(runs) if run.length * scale >= STROKE]
    for place, run in enumerate(high):
        for other in high[place + 1 :]:
            if (other.at - run.at) * scale > BESIDE[1]:
                break
            if max(abs(run.start - other.start), abs(run.end - other.end)) * scale <= TOUCH / 2:
                found |= {run, other}
    return found


def _parts(run: _Run, long: list[_Run], scale: float) -> list[_Run]:
    """What long lines of the other direction part a run into, as far as it is no shorter than a run is."""
    low, high = run.start + SNAP / scale, run.end - SNAP / scale
    cuts = sorted(other.at for other in long if other.start <= run.at <= other.end and low < other.at < high)
    edges = [run.start, *cuts, run.end]
    parts = [run._replace(start=start, end=end) for start, end in pairwise(edges)] if cuts else []
    return [part for part in parts if part.length >= SHORTEST_RUN / scale]


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


def _sides(lines: list[list[_Run]], crossing: list[Ruling], grey: Gray, scale: float) -> list[list[_Run]]:
    """The lines that may be sides of cells, without the strokes of words that stand beside their ends or touch them.

    A line of a table meets others and has more ink than breaks. A short one must reach from one crossing line to
    another, or to where the long ones end together, as at a page's end; a short run beyond a break goes where the line
    ends at a crossing line without it.
    """
    kept = []
    wholes = [_ruling(line) for line in lines]
    open_ends = [x for whole in wholes if (whole.end - whole.start) * scale >= LONG for x in (whole.start, whole.end)]
    open_ends += _open_together(wholes, crossing, scale)
    for line in lines:
        runs = [run for run in line if not _stops_short(run, crossing, grey, scale)]
        while len(runs) > 1 and _is_stray(runs[-1], runs[-1].end, runs[-2].end, crossing, scale):
            runs.pop()
        while len(runs) > 1 and _is_stray(runs[0], runs[0].start, runs[1].start, crossing, scale):
            runs.pop(0)
        runs = _without_tails(runs, crossing, grey, scale)
        if not runs or not _is_drawn_through(runs, crossing, grey, scale):
            continue
        whole = _ruling(runs)
        length = (whole.end - whole.start) * scale
        drawn = sum(run.length for run in runs) / (whole.end - whole.start)
        n_met = sum(_meets(whole, other, scale) for other in crossing)
        unmet = [x for x in (whole.start, whole.end) if _met(x, whole.at, crossing, scale) is None]
        is_level = all(sum(abs(other - x) * scale <= TOUCH for other in open_ends) > 1 for x in unmet)
        is_side = not unmet or (len(unmet) == 1 and is_level and length >= STROKE)
        if n_met and drawn > LEAST_DRAWN and (length >= LONG or (length >= SHORTEST_RULING and is_side)):
            kept.append(runs)
    return kept


def _open_together(lines: list[Ruling], crossing: list[Ruling], scale: float) -> list[float]:
    """Where as many lines as a table has columns end beyond the last long line they cross: rows begun on another page.

    None of them need be long, for two or three rows are what is left of the table there.
    """
    long = [other for other in crossing if (other.end - other.start) * scale >= LONG]
    ends = []
    for line in lines:
        met = [_met(x, line.at, long, scale) is not None for x in (line.start, line.end)]
        if (line.end - line.start) * scale >= STROKE and sum(met) == 1 and len(_passed(line, long, scale)) > 1:
            ends.append(line.start if met[1] else line.end)
    return [x for x in ends if sum(abs(other - x) * scale <= TOUCH for other in ends) >= FEWEST_TOGETHER]


def _without_characters(
    across: list[list[_Run]], down: list[list[_Run]], scale: float
) -> tuple[list[list[_Run]], list[list[_Run]]]:
    """The lines without those that meet one another in the room of a few characters alone, as strokes of a title do."""
    groups: list[list[tuple[bool, Ruling]]] = []
    for line in [(False, _ruling(runs)) for runs in across] + [(True, _ruling(runs)) for runs in down]:
        met = [group for group in groups if any(line[0] != one[0] and _meets(line[1], one[1], scale) for one in group)]
        groups = [group for group in groups if group not in met] + [[line, *(one for group in met for one in group)]]
    strokes: set[tuple[bool, Ruling]] = set()
    for group in groups:
        xs = [x for is_down, one in group for x in ((one.at,) if is_down else (one.start, one.end))]
        ys = [y for is_down, one in group for y in ((one.start, one.end) if is_down else (one.at,))]
        if (max(xs) - min(xs)) * scale <= CHARACTERS[0] and (max(ys) - min(ys)) * scale <= CHARACTERS[1]:
            strokes |= set(group)
    kept = [
        [runs for runs in lines if (way, _ruling(runs)) not in strokes]
        for way, lines in ((False, across), (True, down))
    ]
    return kept[0], kept[1]


def _stops_short(run: _Run, crossing: list[Ruling], grey: Gray, scale: float) -> bool:
    """Whether paper shows between a short run and the lines that it nearly reaches at both ends, as at a stroke."""
    first, last = (_met(x, run.at, crossing, scale) for x in (run.start, run.end))
    if run.length * scale >= LONG or first is None or last is None:
        return False
    if any(first + SNAP / scale < at < last - SNAP / scale for at in _passed(_ruling([run]), crossing, scale)):
        return False  # a stroke stands in one row; where one only touches the end of a ruling, it is a tail
    middle = (run.start + run.end) / 2
    open_ends = sum(not _is_tied(run, at, middle, grey, scale) for at in (first, last))
    return open_ends > 1 or (open_ends == 1 and run.length * scale < STROKE)


def _darkness(grey: Gray, height: float, start: float, end: float) -> NDArray[np.int32]:
    """How dark a line is from start to end, at its darkest within a pixel of its height."""
    around = grey[max(0, round(height) - 1) : round(height) + 2, max(0, round(start)) : round(end)]
    return np.asarray(255 - around.min(axis=0, initial=255).astype(np.int32), np.int32)


def _is_tied(run: _Run, at: float, inside: float, grey: Gray, scale: float) -> bool:
    """Whether a run's ink goes on, as dark as the rest of it, from the side of `inside` to the line that it meets at `at`.

    In tight rows the paper between a stroke and the ruling is a pixel wide, and greyed by the ink on both sides.
    """
    usual = np.median(_darkness(grey, run.at, run.start, run.end))
    far = round(NEAR / scale)
    at = round(at)
    seen = _darkness(grey, run.at, at, at + far) if at < inside else _darkness(grey, run.at, at - far + 1, at + 1)[::-1]
    dark = seen >= LEAST_TIED * usual
    first = int(dark.argmax())  # the line that is met is nowhere quite level: its ink begins a little behind its place
    return bool(dark[first:].all()) and first <= UNEVEN / scale


def _is_drawn_through(runs: list[_Run], crossing: list[Ruling], grey: Gray, scale: float) -> bool:
    """Whether a line goes on to most of the lines that it crosses, on each side of them.

    The strokes of characters that stand in one column from row to row keep off them.
    """
    start, end = runs[0].start, max(run.end for run in runs)
    reach = NEAR / scale
    n_tied = n_seen = 0
    for at in _passed(_ruling(runs), crossing, scale):
        near = min(runs, key=lambda run: max(run.start - at, at - run.end, 0))
        for inside in (at - reach, at + reach):
            if start - reach / 2 <= inside <= end + reach / 2:
                n_seen += 1
                n_tied += _is_tied(near, at, inside, grey, scale)
    return 2 * n_tied >= n_seen


def _passed(line: Ruling, crossing: list[Ruling], scale: float) -> list[float]:
    """Where a line crosses or touches others, from its start to its end."""
    slack = TOUCH / scale
    return sorted(
        {
            other.at
            for other in crossing
            if other.start - slack <= line.at <= other.end + slack
            and line.start - slack <= other.at <= line.end + slack
        }
    )


def _without_tails(runs: list[_Run], crossing: list[Ruling], grey: Gray, scale: float) -> list[_Run]:
    """A line without the strokes of words that touch its ends: it ends at the last crossing line that it is drawn to.

    What sticks out further than a row is high is the side of a table that is open there.
    """
    if not runs:
        return runs
    whole = _ruling(runs)
    met = _passed(whole, crossing, scale)
    start, end = _tail(runs[0], whole.start, met, grey, scale), _tail(runs[-1], whole.end, met[::-1], grey, scale)
    if end - start < SHORTEST_RULING / scale:
        return []
    return [
        run._replace(start=max(run.start, start), end=min(run.end, end))
        for run in runs
        if run.start < end and run.end > start
    ]


def _tail(run: _Run, end: float, met: list[float], grey: Gray, scale: float) -> float:
    """Where a line ends whose outermost run is given; `met` are the crossing lines that it meets, from that end inwards."""
    for at, inner in pairwise(met):
        if abs(inner - at) * scale < SNAP:
            continue  # a double border
        beyond = abs(end - at) * scale if (end < at) == (at < inner) else 0.0
        if beyond >= SHORTEST_RULING:
            return end
        if beyond > TOUCH:
            return at
        is_tied = _is_tied(run, at, inner, grey, scale) and _is_tied(run, inner, at, grey, scale)
        if is_tied or abs(inner - at) * scale >= STROKE:
            return end
        end = inner
    return end


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
