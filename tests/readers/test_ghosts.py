"""A mark too faint or too small to be read keeps a cell in doubt; a fold of the sheet and grains of toner do not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipelines.readers.pixels.raster import Raster
from pipelines.readers.pixels.slant import Way
from pipelines.readers.scans.ghosts import is_haunted
from pipelines.readers.scans.ink import Ink

SCALE = 0.36
#: A cell of 54 by 29 points with a figure of a digit in its middle.
BOX = (36.0, 36.0, 90.0, 65.0)
FIGURE = (170, 130, 182, 152)


def cell(*marks, figure=True, fold=None, box=BOX, soft=0.0):
    """Whether the cell is haunted: marks are boxes of pixels with their grey, a fold is its row of pixels."""
    page = np.full((300, 400), 250, np.float64)
    if fold is not None:
        page -= 25 * np.exp(-(((np.arange(300) - fold) / 2.5) ** 2))[:, None]
    page += np.random.default_rng(1).normal(0, 1, page.shape)
    page = page.clip(0, 255).astype(np.uint8)
    if figure:
        x0, y0, x1, y1 = FIGURE
        page[y0:y1, x0:x1] = 20
    for x0, y0, x1, y1, grey in marks:
        page[y0:y1, x0:x1] = grey
    if soft:
        page = cv2.GaussianBlur(page, (0, 0), soft)
    raster = Raster(page, page, 2.0, [], [], SCALE, Way(0.0, np.eye(3), None, None))
    return is_haunted(box, raster, [Ink(FIGURE, "page 1")] if figure else [])


GRAIN = (120, 112, 122, 114, 60)


@pytest.mark.parametrize("figure", [True, False])
def test_a_fold_of_the_sheet_and_grains_of_toner_are_no_marks_of_a_cell(figure):
    assert not cell(figure=figure, fold=120)
    assert not cell(GRAIN, figure=figure)
    assert not cell(GRAIN, (230, 166, 232, 168, 120), figure=figure, fold=165)


@pytest.mark.parametrize(
    "grain", [(188, 138, 190, 140, 60), (159, 156, 161, 158, 60), (152, 150, 154, 152, 60), (160, 130, 162, 132, 60)]
)
def test_a_grain_of_toner_beside_a_figure_where_none_of_its_signs_stands_is_no_mark(grain):
    assert not cell(grain)


def test_a_grain_is_as_large_as_it_is_where_it_is_half_as_dark_however_soft_the_scan_is():
    assert not cell((188, 138, 191, 141, 20), soft=1.0)
    assert cell((188, 134, 194, 140, 20), soft=1.0)


@pytest.mark.parametrize(
    "marks",
    [
        [(188, 149, 190, 151, 60)],  # where a stop stands behind the figure
        [(160, 140, 163, 142, 60)],  # where a minus stands before it
        [GRAIN, (124, 116, 126, 118, 60), (120, 122, 122, 124, 60)],  # what is left of a figure
        [(120, 112, 123, 124, 200)],  # a faint 1
        [(60 + 50 * n, 110 + 8 * (n % 2), 62 + 50 * n, 112 + 8 * (n % 2), 60) for n in range(1, 4)]
        + [(110, 165, 112, 167, 60), (160, 165, 162, 167, 60), (230, 165, 232, 167, 60)],  # too many
    ],
)
def test_what_may_be_a_sign_or_the_remains_of_a_figure_keeps_a_cell_in_doubt(marks):
    assert cell(*marks)


def test_grains_that_touch_far_from_the_figure_of_a_wide_cell_are_no_part_of_it():
    pair = [(300, 138, 302, 140, 60), (306, 134, 308, 136, 60)]
    wide = (36.0, 36.0, 140.0, 65.0)
    assert not cell(*pair, box=wide)
    assert cell(*pair, box=wide, figure=False)  # what is left of a figure


def test_a_faint_minus_on_a_fold_is_seen():
    assert cell((130, 138, 150, 142, 180), fold=140)


def test_a_faint_1_as_high_as_its_cell_is_seen():
    assert cell((170, 107, 173, 174, 200), figure=False)


def test_a_side_drawn_a_little_inside_of_its_place_is_no_mark_and_a_stroke_that_ends_or_stands_further_in_is():
    for x in (107, 242):  # three points in from the left and from the right side of the cell
        assert not cell((x, 95, x + 2, 190, 60))
        assert cell((x, 108, x + 2, 174, 60))
    assert cell((116, 95, 118, 190, 60))
