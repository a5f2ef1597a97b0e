"""Hair rulings that a scan in black and white leaves as dashes, and the short ends of rulings where a page cuts a row."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pixels import TRUTH, lattice, png

from pipelines.readers import picture
from pipelines.readers.pixels.raster import straighten

SCALE = 72 / 150
LEFT, TOP, WIDE, HIGH = 120, 150, 180, 60  # of `lattice`


def dashed(page, row, begin=0, dash=28, gap=12):
    """The page with the ruling above a row in even dashes, hardly any of which reaches a ruling that it crosses."""
    page = page.copy()
    y = TOP + row * HIGH
    columns = np.arange(LEFT + 4, LEFT + 4 * WIDE - 3)
    columns = columns[((columns - LEFT - begin) % (dash + gap) < gap) & ((columns - LEFT) % WIDE > 3)]
    page[y - 3 : y + 4, columns] = 255
    return page


def test_a_ruling_in_dashes_parts_two_rows_wherever_its_gaps_fall():
    for begin in range(0, 40, 8):
        (grid,) = picture.read(png(dashed(lattice(), 2, begin))).grids
        assert {(cell.row, cell.col): cell.text for cell in grid.cells} == TRUTH


def test_a_short_ruling_in_even_dashes_is_one_though_gaps_part_its_ends_from_the_lines_it_meets():
    page = lattice(rows=1, cell=(WIDE, 155), texts=False)
    at = LEFT + WIDE
    page[TOP + 3 : TOP + 153, at - 3 : at + 4] = 255
    for top in (9, 45, 81, 117):
        cv2.line(page, (at, TOP + top), (at, TOP + top + 26), 0, 2)
    (ruling,) = [line for line in straighten(page, SCALE).down if abs(line.at - at) < 3]
    assert (ruling.start, ruling.end) == pytest.approx((TOP, TOP + 155), abs=3)


def test_the_lower_half_of_a_single_row_is_a_row_of_cells_that_are_open_above():
    page = lattice(rows=1, texts=False)
    page[: TOP + HIGH - 28] = 255
    raster = straighten(page, SCALE)
    assert (len(raster.across), len(raster.down)) == (1, 5)


def test_words_on_a_line_below_them_are_no_open_row():
    page = np.full((900, 1240), 255, np.uint8)
    cv2.line(page, (LEFT, 300), (LEFT + 720, 300), 0, 2)
    for x in range(LEFT + 30, LEFT + 700, 60):  # 1 1 1 1, down to the line
        cv2.line(page, (x, 270), (x, 300), 0, 2)
    raster = straighten(page, SCALE)
    assert raster.across == raster.down == []


def test_rows_that_a_page_cuts_just_below_their_rulings_keep_the_short_ends_of_these():
    page = lattice(texts=False)
    page[: TOP + HIGH - 22] = 255
    raster = straighten(page, SCALE)
    assert [line.start for line in raster.down] == pytest.approx([TOP + HIGH - 22] * 5, abs=3)


def test_a_row_of_two_headings_that_a_page_begins_keeps_its_sides_above_rows_of_more_cells():
    page = lattice(rows=3, cell=(WIDE, 44), texts=False)
    page[: TOP + 16] = 255
    for col in (1, 3):  # each heading stands over two columns
        page[TOP : TOP + 42, LEFT + col * WIDE - 3 : LEFT + col * WIDE + 4] = 255
    raster = straighten(page, SCALE)
    starts = {round((line.at - LEFT) / WIDE): line.start for line in raster.down}
    assert [starts[col] for col in (0, 2, 4)] == pytest.approx([TOP + 16] * 3, abs=3)
    assert [starts[col] for col in (1, 3)] == pytest.approx([TOP + 44] * 2, abs=5)


def test_a_ruling_goes_on_to_its_end_though_a_stroke_of_a_word_stands_close_before_it():
    page = lattice(texts=False)
    at = LEFT + 2 * WIDE
    for x in (at, at + 32):  # 王 in the first row of its cell
        cv2.line(page, (x, TOP + 8), (x + 28, TOP + 8), 0, 2)
    raster = straighten(page, SCALE)
    (ruling,) = [line for line in raster.down if abs(line.at - at) < 3]
    assert ruling.start <= TOP


def test_a_stroke_of_the_cell_above_that_touches_a_ruling_is_cut_off_it():
    page = lattice(rows=3, cell=(WIDE, 44), texts=False)
    at = LEFT + 2 * WIDE
    page[TOP + 3 : TOP + 43, at - 3 : at + 4] = 255  # the first row is one cell from the second column to the third
    cv2.line(page, (at, TOP + 14), (at, TOP + 44), 0, 2)
    raster = straighten(page, SCALE)
    assert [round(line.start) for line in raster.down if abs(line.at - at) < 3] == [TOP + 44]


def test_a_hair_line_that_lies_between_two_rows_of_pixels_is_a_side_though_it_is_half_as_dark_there():
    page = lattice(texts=False, thickness=1)
    at = LEFT + 2 * WIDE
    half = page.copy()
    half[TOP + HIGH + 30 : TOP + 2 * HIGH, at : at + 2] = 150
    gap = page.copy()
    gap[TOP + HIGH + 50 : TOP + 2 * HIGH, at - 1 : at + 2] = 255
    assert [sum(_is_side(straighten(one, SCALE), at, row) for row in range(4)) for one in (half, gap)] == [4, 3]


def test_the_feet_of_a_row_of_characters_are_no_ruling_unless_they_reach_the_side_of_their_cell():
    page, at = lattice(texts=False), TOP + HIGH + 35
    for x in (15, 77, 125):  # feet of some characters, with no more than a break before both sides of the cell
        cv2.line(page, (LEFT + WIDE + x, at), (LEFT + WIDE + x + 40, at), 0, 2)
    assert len(straighten(page, SCALE).across) == 5
    cv2.line(page, (LEFT + WIDE + 125, at), (LEFT + 2 * WIDE, at), 0, 2)
    assert len(straighten(page, SCALE).across) == 6


@pytest.mark.parametrize(("high", "n_down"), [(24, 5), (36, 6)])
def test_a_stroke_from_line_to_line_is_no_side_in_a_row_no_higher_than_type_however_thick_the_lines(high, n_down):
    page = lattice(rows=3, cell=(WIDE, high), thickness=5, texts=False)
    cv2.line(page, (LEFT + 60, TOP + high), (LEFT + 60, TOP + 2 * high), 0, 2)
    assert len(straighten(page, SCALE).down) == n_down


@pytest.mark.parametrize(
    ("grey", "gap", "col_at", "n_down"), [(150, 0, 60, 5), (40, 0, 60, 6), (40, 9, 60, 5), (150, 9, WIDE, 5)]
)
def test_a_line_in_one_row_alone_is_a_side_where_it_is_as_dark_and_even_as_the_others_or_in_line_with_one(
    grey, gap, col_at, n_down
):
    page = lattice(texts=False)
    x, top = LEFT + col_at, TOP + 2 * HIGH
    page[top + 3 : top + HIGH - 2, x - 1 : x + 2] = 255
    cv2.line(page, (x, top + 2), (x, top + HIGH - 2), grey, 2)  # as the strokes of two tight lines of words make it
    page[top + 28 : top + 28 + gap, x - 1 : x + 2] = 200  # and the soft paper between the two
    raster = straighten(page, SCALE)
    assert len({round(one.at / 10) for one in raster.down}) == n_down
    assert _is_side(raster, x, 2) == (n_down == 6 or col_at == WIDE)


def _is_side(raster, at, row):
    """Whether a ruling runs beside the whole of a row."""
    top = TOP + row * HIGH
    return any(abs(one.at - at) < 3 and one.start < top + 5 and one.end > top + HIGH - 5 for one in raster.down)
