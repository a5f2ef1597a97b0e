"""Sides of cells in pieces are rulings where their table has one in line; words in line with a ruling are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pixels import TRUTH, lattice, png

from pipelines.readers import picture
from pipelines.readers.pages.lattice import Ruling
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.pixels.sides import missing_sides

SCALE = 72 / 150
LEFT, TOP, WIDE, HIGH = 120, 150, 180, 60  # of `lattice`
DOWN = [Ruling(LEFT + n * WIDE, TOP, TOP + 4 * HIGH) for n in range(5)]


def in_pieces(page, way, n, cells, keep=14, gap=5):
    """A page whose ruling number n is broken beside these cells into pieces too short to be told from strokes."""
    page = page.copy()
    step, start = (HIGH, TOP) if way == "down" else (WIDE, LEFT)
    at = LEFT + n * WIDE if way == "down" else TOP + n * HIGH
    side = page.T if way == "down" else page
    for cell in cells:
        for place in range(start + cell * step + keep, start + (cell + 1) * step - keep, keep + gap):
            side[at - 3 : at + 4, place : place + gap] = 255
    return page


@pytest.mark.parametrize(
    ("way", "n", "cells"), [("down", 2, [3]), ("down", 4, [0]), ("across", 3, [1]), ("across", 1, [3])]
)
def test_a_side_in_pieces_keeps_two_cells_apart(way, n, cells):
    (grid,) = picture.read(png(in_pieces(lattice(), way, n, cells))).grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells} == TRUTH


def sides(page, lines=DOWN, crossing=None):
    crossing = crossing or [Ruling(TOP + n * HIGH, LEFT, LEFT + 4 * WIDE) for n in range(5)]
    ink = np.ascontiguousarray(page.T < 225)
    return missing_sides(lines, crossing, ink, ink, SCALE)


def merged():
    """A page whose cells 1 and 2 of the second row are one, in pixels and in rulings."""
    page = lattice(texts=False)
    page[TOP + HIGH + 3 : TOP + 2 * HIGH - 2, LEFT + 2 * WIDE - 3 : LEFT + 2 * WIDE + 4] = 255
    cut = DOWN[2]
    lines = [*DOWN[:2], Ruling(cut.at, TOP, TOP + HIGH), Ruling(cut.at, TOP + 2 * HIGH, cut.end), *DOWN[3:]]
    return page, lines


def test_a_merged_cell_stays_one_whatever_figure_or_word_stands_in_line_with_a_ruling():
    page, lines = merged()
    assert sides(page, lines) == []
    at, middle = LEFT + 2 * WIDE, TOP + HIGH + HIGH // 2
    figure = page.copy()
    cv2.line(figure, (at, middle - 20), (at, middle + 20), 0, 2)  # a one as high as a row leaves room for
    word = page.copy()
    for x in (at - 4, at, at + 4):  # strokes beside one another from ruling to ruling
        cv2.line(word, (x, TOP + HIGH), (x, TOP + 2 * HIGH), 0, 2)
    foot = page.copy()  # a stroke from ruling to ruling, broken once, with the hook of its character
    cv2.line(foot, (at, TOP + HIGH), (at, TOP + 2 * HIGH), 0, 2)
    foot[middle - 4 : middle, at - 2 : at + 3] = 255
    foot[middle : middle + 30, at - 5 : at] = 0
    assert sides(figure, lines) == sides(word, lines) == sides(foot, lines) == []


def test_the_stroke_of_a_tight_row_that_stands_beside_the_ruling_below_it_is_no_side():
    page, lines = merged()
    at, middle = LEFT + 2 * WIDE - 2, TOP + HIGH + HIGH // 2
    cv2.line(page, (at, TOP + HIGH + 3), (at, TOP + 2 * HIGH - 3), 0, 1)
    page[middle - 4 : middle, at - 1 : at + 2] = 255  # between two strokes of a character
    assert sides(page, lines) == []
    shift = [line._replace(at=line.at - 2) for line in lines]
    assert len(sides(page, shift)) == 1


@pytest.mark.parametrize(("high", "n_found"), [(24, 0), (36, 1)])
def test_two_strokes_that_fill_a_row_no_higher_than_type_are_no_side_and_those_of_a_higher_one_are(high, n_found):
    page = lattice(rows=2, cell=(WIDE, high), texts=False)
    at = LEFT + 2 * WIDE
    page[TOP + 2 : TOP + 3, at - 3 : at + 4] = 255  # off the line above the row
    page[TOP + high // 2 : TOP + high // 2 + 2, at - 3 : at + 4] = 255
    lines = [line._replace(end=TOP + 2 * high) for line in DOWN]
    lines[2] = Ruling(at, TOP + high, TOP + 2 * high)
    crossing = [Ruling(TOP + n * high, LEFT, LEFT + 4 * WIDE) for n in range(3)]
    assert len(sides(page, lines, crossing)) == n_found


def test_pieces_in_line_with_no_ruling_of_their_table_are_no_side():
    page, lines = merged()
    at = LEFT + 2 * WIDE
    cv2.line(page, (at, TOP + HIGH), (at, TOP + 2 * HIGH), 0, 2)
    assert [round(side.at) for side, _, _ in sides(page, lines)] == [at]
    assert sides(page, [line for line in lines if line.at != at]) == []
    far = [Ruling(TOP + n * HIGH, LEFT, LEFT + WIDE) for n in range(3)]  # rulings of another table, which end before it
    assert sides(page, lines, far) == []


def test_a_long_side_is_one_though_it_is_paler_than_words():
    page = lattice(rows=4, cols=3, cell=(300, 24), texts=False)
    page[150 + 48 - 1 : 150 + 48 + 2, 123:417] = 234
    raster = straighten(page, SCALE)
    assert [
        (round(line.start), round(line.end)) for line in raster.across if abs(line.at - 198) < 2 and line.start < 130
    ] == [(pytest.approx(120, abs=4), pytest.approx(420, abs=4))]


def test_a_long_side_without_a_gap_is_one_whatever_words_stand_close_on_both_sides_of_it():
    page = lattice(rows=2, cell=(180, 160), texts=False)
    at, middle = LEFT + 2 * WIDE, TOP + 160
    for y in range(middle + 8, middle + 154, 5):
        cv2.line(page, (at - 16, y), (at - 5, y), 0, 2)
        cv2.line(page, (at + 5, y), (at + 16, y), 0, 2)
    lines = [line._replace(end=TOP + 320) for line in DOWN]
    lines[2] = Ruling(at, TOP, middle)
    crossing = [Ruling(TOP + n * 160, LEFT, LEFT + 4 * WIDE) for n in range(3)]
    assert [round(side.start) for side, _, _ in sides(page, lines, crossing)] == [middle]
    page[middle + 60 : middle + 68, at - 3 : at + 4] = 255  # the strokes of words leave gaps
    assert sides(page, lines, crossing) == []
