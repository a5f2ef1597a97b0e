"""Which ink of a page is a ruling: the lines that meet and are the sides of cells, without the strokes of words.

Works on evened paper that stands level. A picture without rulings is a page without tables; nothing is guessed from the
way words line up. Straight ink is found by `runs`; cells are made of the rulings by `lattice`.
"""

from __future__ import annotations

import numpy as np

from pipelines.readers.pages.lattice import Ruling
from pipelines.readers.pixels.arrays import Gray, Mask
from pipelines.readers.pixels.dotted import drawn_through
from pipelines.readers.pixels.lone_rows import last_rows, lone_rows
from pipelines.readers.pixels.page_ends import page_ends
from pipelines.readers.pixels.rows import without_bare_rows
from pipelines.readers.pixels.runs import (
    BREAK,
    LONG,
    TOUCH,
    Run,
    find_runs,
    lines_of,
    meets,
    met_at,
    passed_at,
    pixels_of,
    ruling_of,
)
from pipelines.readers.pixels.sides import with_missing_sides
from pipelines.readers.pixels.strokes import (
    SHORTEST_RULING,
    STROKE,
    ends_unmet,
    is_drawn_through,
    stops_short,
    without_strokes,
    without_tails,
)

#: Above this a pixel of evened paper (255) is paper, though a hair line on a poor scan is hardly darker.
FAINT = 225
#: The same on a page without noise whose rulings are pale, lighter than the second in the middle: between two rows of pixels,
#: or on a tint, they are hardly seen. Beside dark rulings it would make strokes of words longer than they are.
FAINTEST, PALE = 244, 205
#: Points across and down. The strokes of large characters may meet like the sides of cells; no table is as small.
CHARACTERS = (190.0, 48.0)
#: A pixel darker than this is ink beside a run; greys of compression are lighter.
INK_BESIDE = 180
#: Strokes of neighbouring characters may lie in one line, with as much paper between them as ink.
LEAST_DRAWN = 0.7
#: The strokes of large type hold one another up; each round takes away those that hold on to none but taken ones.
MOST_ROUNDS = 6


def find_rulings(evened: Gray, noise: float, scale: float) -> tuple[list[Ruling], list[Ruling], Mask]:
    """The rulings across and down in pixels, and the pixels they cover; `noise` is the spread of the paper's grey."""
    across, down, covered = _find_darker(evened, faintest(noise), noise, scale)
    if not noise and covered.any() and np.median(evened[covered]) > PALE:
        return _find_darker(evened, FAINTEST, noise, scale)
    return across, down, covered


def faintest(noise: float) -> float:
    """The grey of evened paper below which a pixel may be of a ruling, where the paper's own grey spreads by so much."""
    return min(FAINT, 255 - 2.5 * noise)


def _find_darker(evened: Gray, faint: float, noise: float, scale: float) -> tuple[list[Ruling], list[Ruling], Mask]:
    """The rulings of ink that is darker than `faint`, and their pixels."""
    as_seen, evened = evened, drawn_through(evened, faint, scale)
    upright = np.ascontiguousarray(evened.T)
    (runs_across, marks_across), (runs_down, marks_down) = (
        find_runs(image, faint, scale) for image in (evened, upright)
    )
    ink = min(INK_BESIDE, 255 - 3 * noise)
    runs_across, runs_down = (
        without_strokes(runs_across, evened < ink, marks_across, marks_down.T, scale, runs_down),
        without_strokes(runs_down, upright < ink, marks_down, marks_across.T, scale, runs_across),
    )
    lines_across, lines_down = lines_of(runs_across, scale), lines_of(runs_down, scale)
    all_across = lines_across
    for _ in range(MOST_ROUNDS):  # what is no line of its own must not hold another one
        before = (lines_across, lines_down)
        crossing = [ruling_of(line) for line in lines_across]
        lines_down = _sides(lines_down, crossing, upright, scale)
        crossing = [ruling_of(line) for line in lines_down]
        lines_across = _sides(lines_across, crossing, evened, scale)
        if (lines_across, lines_down) == before:
            break
    lines_across, lines_down = _without_characters(lines_across, lines_down, scale)
    crossing = [ruling_of(line) for line in lines_across]
    lines_down, bare = without_bare_rows(lines_down, crossing, marks_down, upright, scale)
    across, down = [ruling_of(line) for line in lines_across], [ruling_of(line) for line in lines_down]
    covered = pixels_of(lines_across, marks_across) | pixels_of(lines_down, marks_down).T
    across, down = (
        [_drawn_to(line, crossing, scale) for line in lines] for lines, crossing in ((across, down), (down, across))
    )
    palest = min(FAINTEST, 255 - 2.5 * noise)
    across, down, sides = with_missing_sides(across, down, as_seen, faint, palest, scale, bare)
    free = [line for line in all_across if all(abs(ruling_of(line).at - one.at) * scale > TOUCH for one in across)]
    lone_across, lone_down, lone = lone_rows(free, down, evened < faint, scale)
    last_down, last = last_rows(across, down, evened < faint, scale)
    down += last_down
    covered |= sides | last | lone | pixels_of(lone_across, marks_across)
    return across + [ruling_of(line) for line in lone_across], down + lone_down, covered


def _sides(lines: list[list[Run]], crossing: list[Ruling], grey: Gray, scale: float) -> list[list[Run]]:
    """The lines that may be sides of cells, without the strokes of words that stand beside their ends or touch them.

    A line of a table meets others and has more ink than breaks. A short one must reach from one crossing line to
    another, or to where a page ends the table, and one in short pieces at least one: the feet of a row of characters make
    such a line as well, and stop before the side of their cell. A short run beyond a break goes where the line ends at a
    crossing line without it.
    """
    kept = []
    wholes = [ruling_of(line) for line in lines]
    open_ends = page_ends(lines, crossing, grey, scale)
    long_ends = [x for whole in wholes if (whole.end - whole.start) * scale >= LONG for x in (whole.start, whole.end)]
    for line in lines:
        runs = [run for run in line if not stops_short(run, crossing, grey, scale, open_ends)]
        while len(runs) > 1 and _is_stray(runs[-1], runs[-1].end, runs[-2].end, crossing, scale):
            runs.pop()
        while len(runs) > 1 and _is_stray(runs[0], runs[0].start, runs[1].start, crossing, scale):
            runs.pop(0)
        runs = without_tails(runs, crossing, grey, scale, open_ends)
        if not runs or not is_drawn_through(runs, crossing, grey, scale):
            continue
        whole = ruling_of(runs)
        length = (whole.end - whole.start) * scale
        drawn = sum(run.length for run in runs) / (whole.end - whole.start)
        n_met = sum(meets(whole, other, scale) for other in crossing)
        unmet = ends_unmet(runs, crossing, scale)
        if len(unmet) > 1 and max(run.length for run in runs) * scale < LONG and not passed_at(whole, crossing, scale):
            continue
        is_level = all(sum(abs(other - x) * scale <= TOUCH for other in long_ends) > 1 for x in unmet)
        is_side = not unmet or (len(unmet) == 1 and (unmet[0] in open_ends or (is_level and length >= STROKE)))
        if n_met and drawn > LEAST_DRAWN and (length >= LONG or (length >= SHORTEST_RULING and is_side)):
            kept.append(runs)
    return kept


def _without_characters(
    across: list[list[Run]], down: list[list[Run]], scale: float
) -> tuple[list[list[Run]], list[list[Run]]]:
    """The lines without those that meet one another in the room of a few characters alone, as strokes of a title do."""
    groups: list[list[tuple[bool, Ruling]]] = []
    for line in [(False, ruling_of(runs)) for runs in across] + [(True, ruling_of(runs)) for runs in down]:
        met = [group for group in groups if any(line[0] != one[0] and meets(line[1], one[1], scale) for one in group)]
        groups = [group for group in groups if group not in met] + [[line, *(one for group in met for one in group)]]
    strokes: set[tuple[bool, Ruling]] = set()
    for group in groups:
        xs = [x for is_down, one in group for x in ((one.at,) if is_down else (one.start, one.end))]
        ys = [y for is_down, one in group for y in ((one.start, one.end) if is_down else (one.at,))]
        if (max(xs) - min(xs)) * scale <= CHARACTERS[0] and (max(ys) - min(ys)) * scale <= CHARACTERS[1]:
            strokes |= set(group)
    kept = [
        [runs for runs in lines if (way, ruling_of(runs)) not in strokes]
        for way, lines in ((False, across), (True, down))
    ]
    return kept[0], kept[1]


def _is_stray(run: Run, end: float, end_without: float, crossing: list[Ruling], scale: float) -> bool:
    return (
        (run.end - run.start) * scale < LONG
        and met_at(end, run.at, crossing, scale) is None
        and met_at(end_without, run.at, crossing, scale) is not None
    )


def _drawn_to(line: Ruling, crossing: list[Ruling], scale: float) -> Ruling:
    """The line with ends that a poor scan broke off drawn on to the line they met."""
    start, end = (met_at(x, line.at, crossing, scale, BREAK) for x in (line.start, line.end))
    return Ruling(
        line.at,
        line.start if start is None else min(line.start, start),
        line.end if end is None else max(line.end, end),
    )
