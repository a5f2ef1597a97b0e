"""The strokes of characters told from rulings: by the ink beside them, and by the paper before the lines they point at.

Works on straight runs of ink and the lines they make; which lines are the sides of cells is settled in `rulings`.
"""

from __future__ import annotations

from collections.abc import Set
from itertools import groupby, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import SNAP, Ruling
from pipelines.readers.pixels.arrays import Gray, Mask
from pipelines.readers.pixels.runs import (
    BREAK,
    LONG,
    SHORTEST_RUN,
    THICKEST,
    TOUCH,
    UNEVEN,
    Run,
    met_at,
    passed_at,
    ruling_of,
)

#: Points. A line shorter than this when its pieces are joined is no side of a cell: a row of small type is as low.
SHORTEST_RULING = 12.5
#: Points. A run as short as this is no ruling where it stops before a line that it points at; a longer one not where it
#: stops before two, for a poor scan breaks lines, too.
STROKE = 25.0
#: The share of a run's darkness that its end keeps up to the line it meets. Rulings measured 0.83 and more, a hair line
#: in black and white that lies between two rows of pixels 0.35, strokes 0.2 and less.
LEAST_TIED = 0.3
#: Points. From here to the line that it crosses a ruling must not pale.
NEAR = 3.0
#: The gaps of a line in dashes at least, and the share by which the longest of its dashes is longer than the shortest; the
#: strokes of a word are fewer in one line, and of any length.
FEWEST_BREAKS, UNEVEN_DASHES = 3, 0.25
#: Points. Beside a stroke there is other ink of its character from here to there; beside a ruling there is paper.
BESIDE = (0.9, 2.6)
#: A run with ink on both sides of more of its length than this is made of strokes; ink on one side counts half where the
#: run is shorter than `LONG`, for words may stand on a ruling all along it. Rulings measured 0.12 and less, strokes more.
MOST_BESIDE = 0.3


def without_strokes(
    runs: list[Run],
    ink: Mask,
    marks: NDArray[np.int32],
    crossing: NDArray[np.int32],
    scale: float,
    others: list[Run],
) -> list[Run]:
    """The runs that may be parts of rulings: not those with the other strokes of a character on both sides.

    `crossing` has the runs of the other direction, `others`, which are no strokes beside this one. Where strokes of
    words in the cells above and below run on into a short ruling, the part of the run between the lines that part them is
    kept; and a dash of a broken ruling is, whatever stands beside it, where the one before and the one behind it are.
    """
    reach = 2 * max(1, round(1.0 / scale)) + 1
    free = cv2.dilate((crossing > 0).astype(np.uint8), np.ones((1, reach), np.uint8)) == 0
    long = [other for other in others if other.length * scale >= LONG]
    doubled = _doubled(runs, scale)
    kept = []
    for run in runs:
        if run in doubled or _beside(run, ink, marks, free, scale) <= MOST_BESIDE:
            kept.append(run)
        else:
            parts = groupby(_parts(run, long, scale), lambda one: _beside(one, ink, marks, free, scale) <= MOST_BESIDE)
            kept += _longest([list(alike) for is_free, alike in parts if is_free], scale)
    return kept + [run for run in runs if run not in kept and _is_between(run, kept, scale)]


def _is_between(run: Run, kept: list[Run], scale: float) -> bool:
    """Whether runs at the same height end right before a run and begin right behind it."""
    level = [other for other in kept if abs(other.at - run.at) * scale <= UNEVEN / 2]
    before = any(0 <= run.start - other.end <= BREAK / scale for other in level)
    return before and any(0 <= other.start - run.end <= BREAK / scale for other in level)


def _doubled(runs: list[Run], scale: float) -> set[Run]:
    """The runs of double borders: two close beside one another, higher than type, that begin and end together."""
    found: set[Run] = set()
    high = [run for run in sorted(runs) if run.length * scale >= STROKE]
    for place, run in enumerate(high):
        for other in high[place + 1 :]:
            if (other.at - run.at) * scale > BESIDE[1]:
                break
            if max(abs(run.start - other.start), abs(run.end - other.end)) * scale <= TOUCH / 2:
                found |= {run, other}
    return found


def _parts(run: Run, long: list[Run], scale: float) -> list[Run]:
    """What long lines of the other direction part a run into; none where they do not."""
    low, high = run.start + SNAP / scale, run.end - SNAP / scale
    cuts = sorted(other.at for other in long if other.start <= run.at <= other.end and low < other.at < high)
    edges = [run.start, *cuts, run.end]
    return [run._replace(start=start, end=end) for start, end in pairwise(edges)] if cuts else []


def _longest(stretches: list[list[Run]], scale: float) -> list[Run]:
    """The longest of some stretches of parts, each one behind another, if it is no shorter than a run is."""
    joined = [parts[0]._replace(end=parts[-1].end) for parts in stretches]
    whole = [run for run in joined if run.length >= SHORTEST_RUN / scale]
    return sorted(whole, key=lambda run: (-run.length, run.start))[:1]


def _beside(run: Run, ink: Mask, marks: NDArray[np.int32], free: Mask, scale: float) -> float:
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


def stops_short(
    run: Run, crossing: list[Ruling], grey: Gray, scale: float, open_ends: Set[float] = frozenset()
) -> bool:
    """Whether paper shows between a short run and the lines that it nearly reaches at both ends, as at a stroke.

    A very short run is none where it reaches one of them, either, unless it ends where a page does (`open_ends`).
    """
    first, last = (met_at(x, run.at, crossing, scale) for x in (run.start, run.end))
    if run.length * scale >= LONG or first is None or last is None:
        return False
    if any(first + SNAP / scale < at < last - SNAP / scale for at in passed_at(ruling_of([run]), crossing, scale)):
        return False  # a stroke stands in one row; where one only touches the end of a ruling, it is a tail
    middle = (run.start + run.end) / 2
    ends = ((run.start, first), (run.end, last))
    short = [end for end, at in ends if not is_tied(run, at, middle, grey, scale)]
    return len(short) > 1 or (len(short) == 1 and run.length * scale < STROKE and short[0] not in open_ends)


def is_drawn_through(runs: list[Run], crossing: list[Ruling], grey: Gray, scale: float) -> bool:
    """Whether a line goes on to more than a third of the lines that it crosses, each side of them for itself.

    The strokes of characters that stand in one column from row to row keep off them; a scan in black and white leaves
    dashes of a hair line, and half of the ends measured were among its gaps.
    """
    start, end = runs[0].start, max(run.end for run in runs)
    reach = NEAR / scale
    n_tied = n_seen = 0
    # a stroke goes on to the other strokes of its character
    rulings = [other for other in crossing if (other.end - other.start) * scale >= STROKE]
    for at in passed_at(ruling_of(runs), rulings, scale):
        near = _run_at(runs, at)
        for inside in (at - reach, at + reach):
            if start - reach / 2 <= inside <= end + reach / 2:
                n_seen += 1
                n_tied += is_tied(near, at, inside, grey, scale)
    return 3 * n_tied > n_seen if n_seen else True


def _n_breaks(runs: list[Run], met: list[float], scale: float) -> int:
    """How often a line breaks off elsewhere than at the lines that it meets, as a ruling in dashes does.

    The strokes of characters one below the other keep off the lines between them.
    """
    near = TOUCH / scale / 2
    return sum(not any(a.end - near <= at <= b.start + near for at in met) for a, b in pairwise(runs))


def ends_unmet(runs: list[Run], crossing: list[Ruling], scale: float) -> list[float]:
    """The ends of a line that no crossing line is at; a gap of even dashes may part one from a long line."""
    whole = ruling_of(runs)
    unmet = [x for x in (whole.start, whole.end) if met_at(x, whole.at, crossing, scale) is None]
    inner = [run.length for run in runs[1:-1]]
    is_dashed = _n_breaks(runs, passed_at(whole, crossing, scale), scale) >= FEWEST_BREAKS
    if not is_dashed or max(inner) > (1 + UNEVEN_DASHES) * min(inner):
        return unmet
    long = [other for other in crossing if (other.end - other.start) * scale >= LONG]
    return [x for x in unmet if met_at(x, whole.at, long, scale, BREAK) is None]


def _run_at(runs: list[Run], place: float) -> Run:
    """The run of a line that is nearest to a place along it."""
    return min(runs, key=lambda run: max(run.start - place, place - run.end, 0))


def without_tails(
    runs: list[Run], crossing: list[Ruling], grey: Gray, scale: float, open_ends: Set[float] = frozenset()
) -> list[Run]:
    """A line without the strokes of words that touch its ends: it ends at the last crossing line that it is drawn to.

    What sticks out further than a stroke is the side of a table that is open there, and so is what ends where a page
    does (`open_ends`).
    """
    if not runs:
        return runs
    whole = ruling_of(runs)
    met = passed_at(whole, crossing, scale)
    is_dashed = _n_breaks(runs, met, scale) > 0
    start, end = (
        end if end in open_ends else _tail(runs, end, inwards, is_dashed, grey, scale)
        for end, inwards in ((whole.start, met), (whole.end, met[::-1]))
    )
    if end - start < SHORTEST_RULING / scale:
        return []
    return [
        run._replace(start=max(run.start, start), end=min(run.end, end))
        for run in runs
        if run.start < end and run.end > start
    ]


def _tail(runs: list[Run], end: float, met: list[float], is_dashed: bool, grey: Gray, scale: float) -> float:
    """Where a line of some runs ends; `met` are the crossing lines that it meets, from that end inwards."""
    # of a double border, or of a ruling with a stroke close by, the one that is nearest to the end
    near = [at for at in met if abs(at - met[0]) * scale < SNAP]
    met = sorted(near, key=lambda at: abs(at - end))[:1] + met[len(near) :]
    for at, inner in pairwise(met):
        if abs(inner - at) * scale < SNAP:
            continue
        beyond = abs(end - at) * scale if (end < at) == (at < inner) else 0.0
        if beyond >= STROKE:
            return end
        if beyond > TOUCH:
            return at
        run = _run_at(runs, (at + inner) / 2)
        goes_on = is_tied(run, inner, at, grey, scale) and (is_dashed or is_tied(run, at, inner, grey, scale))
        if goes_on or abs(inner - at) * scale >= STROKE:
            return end
        end = inner
    return end


def is_tied(run: Run, at: float, inside: float, grey: Gray, scale: float) -> bool:
    """Whether a run's ink goes on, as dark as the rest of it, from the side of `inside` to the line that it meets at `at`.

    In tight rows the paper between a stroke and the ruling is a pixel wide, and greyed by the ink on both sides.
    """
    far = round(NEAR / scale)
    at = round(at)
    height, reach = run.at, 1.0
    if run.length * scale >= LONG:  # it leans, by as much as the pieces of a line may lie apart
        height, reach = _height_near(run, at, inside, grey, scale), UNEVEN / scale
    usual = np.median(_darkness(grey, run.at, run.start, run.end, reach))
    seen = _darkness(grey, height, at, at + far) if at < inside else _darkness(grey, height, at - far + 1, at + 1)[::-1]
    dark = seen >= LEAST_TIED * usual
    first = int(dark.argmax())  # the line that is met is nowhere quite level: its ink begins a little behind its place
    return bool(dark[first:].all()) and first <= UNEVEN / scale


def _height_near(run: Run, at: int, inside: float, grey: Gray, scale: float) -> float:
    """The height at which most of a run's ink lies beside a line that it meets, on the side of `inside`."""
    room = min(abs(inside - at), SHORTEST_RULING / scale)
    start, end = sorted((at, round(at + room if at < inside else at - room)))
    top = max(0, round(run.at - UNEVEN / scale))
    around = grey[top : round(run.at + UNEVEN / scale) + 1, max(0, start) : end]
    if not around.size:
        return run.at
    lightness = np.median(around, axis=1)
    darkest = np.flatnonzero(lightness == lightness.min()) + top
    return float(darkest[np.abs(darkest - run.at).argmin()])


def _darkness(grey: Gray, height: float, start: float, end: float, reach: float = 1.0) -> NDArray[np.int32]:
    """How dark a line is from start to end, at its darkest within so many pixels of its height."""
    low, high = max(0, round(height - reach)), round(height + reach) + 1
    around = grey[low:high, max(0, round(start)) : round(end)]
    return np.asarray(255 - around.min(axis=0, initial=255).astype(np.int32), np.int32)
