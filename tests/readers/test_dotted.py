"""Dotted and dashed rulings are rulings; words set as evenly are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pixels import TRUTH, lattice, png

from pipelines.readers import picture
from pipelines.readers.pixels.dotted import drawn_through


def dotted(page, dot, gap):
    """The lattice with its rulings broken into dots."""
    bare = lattice(texts=False) < 128
    rows, columns = np.indices(page.shape)
    level = cv2.erode(bare.astype(np.uint8), np.ones((1, 30), np.uint8)) > 0
    level = cv2.dilate(level.astype(np.uint8), np.ones((1, 31), np.uint8)) > 0
    is_gap = np.where(level, columns, rows) % (dot + gap) >= dot
    return np.where(bare & is_gap, 255, page).astype(np.uint8)


@pytest.mark.parametrize(("dot", "gap"), [(2, 2), (3, 2), (4, 3)])
def test_a_table_of_dotted_or_dashed_rulings_is_read(dot, gap):
    (grid,) = picture.read(png(dotted(lattice(), dot, gap))).grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells} == TRUTH


def test_words_set_as_evenly_as_dots_are_left_as_they_are():
    page = np.full((300, 1240), 255, np.uint8)
    for x in range(100, 1100, 12):  # bars as high as type, at even steps
        page[100:120, x : x + 6] = 0
    assert np.array_equal(drawn_through(page, 225, 72 / 150), page)


def rows_of_dots(step=4, dot=2):
    """A page of dotted lines across, as far apart as rows are, and their dots."""
    page = np.full((400, 1240), 255, np.uint8)
    for y in range(60, 340, 23):
        for x in range(100, 1100, step):
            page[y : y + 2, x : x + dot] = 0
    return page


def test_strokes_of_figures_one_below_the_other_are_no_dotted_ruling():
    page = rows_of_dots()
    for y in range(60, 338, 23):  # three strokes of a figure in each row
        for stroke in (5, 11, 17):
            page[y + stroke : y + stroke + 2, 600:602] = 0
    through = drawn_through(page, 225, 72 / 150)
    assert (through[61, 100:1090] < 2).all()
    assert (through[62:82, 598:604] == page[62:82, 598:604]).all()


def test_a_dashed_ruling_ends_before_the_stroke_of_a_word_above_it():
    page = rows_of_dots(step=8, dot=5)
    for y in range(198, 340, 8):
        page[y : y + 5, 600:602] = 0
    page[178:194, 600:602] = 0
    assert (drawn_through(page, 225, 72 / 150)[194:197, 600:602] == 255).all()


def test_a_dotted_ruling_as_long_as_a_table_is_one_where_the_scan_hides_near_half_of_its_gaps():
    page = rows_of_dots()
    for y in range(60, 340, 23):
        for x in range(100, 1072, 28):  # two gaps of seven
            page[y : y + 2, x + 2 : x + 8] = page[y : y + 2, x + 18 : x + 24] = 0
    assert (drawn_through(page, 225, 72 / 150)[61, 100:1090] < 2).all()
