"""The tight last row above a page's end has its sides where ink runs from line to line; a figure that does so has none."""

from __future__ import annotations

import numpy as np

from pipelines.readers.pages.lattice import Ruling
from pipelines.readers.pixels.lone_rows import last_rows

SCALE = 72 / 200  # points a pixel
LEFT, TOP, WIDE, HIGH, COLUMNS = 60, 100, 110, 30, 8
RIGHT = LEFT + COLUMNS * WIDE
EDGES = [LEFT + n * WIDE for n in range(COLUMNS + 1)]
ACROSS = [Ruling(at, LEFT, RIGHT) for at in (TOP - 120, TOP, TOP + HIGH)]
#: The outer sides reach to the page's end, the inner ones were seen above the last row only.
OUTER = [Ruling(at, TOP - 120, TOP + HIGH) for at in (LEFT, RIGHT)]


def row(edges=EDGES, gap=0, across=ACROSS):
    """The ink of a table with these sides in its last row, which paper parts from the lower line by `gap`."""
    ink = np.zeros((TOP + HIGH + 80, RIGHT + 60), np.bool_)
    for line in across:
        ink[round(line.at) - 1 : round(line.at) + 1, LEFT : RIGHT + 1] = True
    for at in edges:
        ink[TOP : round(across[-1].at) - gap, at - 1 : at + 1] = True
    return ink


def found(ink, down=OUTER, across=ACROSS):
    return sorted(round(side.at) for side in last_rows(across, down, ink, SCALE)[0])


def test_sides_that_run_from_line_to_line_part_the_last_row():
    assert found(row()) == EDGES[1:-1]


def test_strokes_that_paper_keeps_off_a_line_part_nothing():
    assert found(row(gap=5)) == []


def test_a_figure_as_high_as_its_row_parts_no_cell():
    one = EDGES[3] + WIDE // 2  # 1 in the middle of a cell, where no column is so narrow
    assert found(row(sorted([*EDGES, one]))) == []


def test_a_table_of_few_columns_keeps_its_last_row_as_it_was_seen():
    assert found(row([EDGES[0], EDGES[4], EDGES[-1]])) == []


def test_a_row_that_a_side_goes_on_below_is_not_the_last():
    on = [*OUTER, Ruling(EDGES[4], TOP, TOP + HIGH + 60)]
    assert found(row(), down=on) == []


def test_a_row_of_several_lines_is_left_to_the_other_rules():
    higher = [*ACROSS[:2], Ruling(TOP + 2 * HIGH, LEFT, RIGHT)]
    ends = [Ruling(at, TOP - 120, TOP + 2 * HIGH) for at in (LEFT, RIGHT)]
    assert found(row(across=higher), ends, higher) == []
