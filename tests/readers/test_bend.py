"""Pages that are not flat are read as flat ones, and lead back to the picture."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest
from pixels import TRUTH, lattice, png

from pipelines.readers import picture
from pipelines.readers.pixels.bend import find_bend
from pipelines.readers.pixels.raster import straighten


def curled(page, high, lean=0.0):
    """The page as a camera sees it, its middle so many pixels higher than its sides, leaning sideways as it goes down."""
    height, width = page.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bow = high * (1 - (2 * x / width - 1) ** 2)
    return cv2.remap(page, x + lean * (y - height / 2), y + bow, cv2.INTER_LINEAR, borderValue=255)


@pytest.mark.parametrize(("high", "lean"), [(14, 0.0), (-9, 0.03)])
def test_a_table_on_curled_paper_is_read_and_its_cells_lead_back(high, lean):
    page = curled(lattice(), high, lean)
    (grid,) = picture.read(png(page)).grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells} == TRUTH
    for cell in grid.cells:
        x0, y0, x1, y1 = map(int, re.fullmatch(r"page 1 \((\d+),(\d+),(\d+),(\d+)\)", cell.locator).groups())
        assert (page[y0 + 14 : y1 - 14, x0 + 14 : x1 - 14] < 128).any() == bool(cell.text)


def test_rulings_too_pale_to_be_ink_beyond_doubt_show_how_the_paper_curls():
    page = np.where(lattice(texts=False) == 0, 205, lattice()).astype(np.uint8)
    assert straighten(curled(page, 24, 0.03), 72 / 150).way.bend is not None


def test_places_of_a_bent_page_lead_to_the_flat_one_and_back():
    ink = curled(lattice(), 14, 0.02) < 128
    bend = find_bend(ink, ink, 72 / 150)
    places = np.array([(130.0, 160.0), (800.0, 390.0), (470.0, 200.0), (5.0, 890.0)])
    assert np.abs(bend.bent(bend.flat(places)) - places).max() < 0.1


def test_a_low_table_at_the_head_of_a_bent_page_stays_on_it():
    page = np.vstack([lattice(rows=2), np.full((1500, 1240), 255, np.uint8)])
    ink = curled(page, 0, 0.02) < 128
    bend = find_bend(ink, ink, 72 / 150)
    places = np.array([(300.0, 160.0), (300.0, 1800.0)])
    assert np.abs(bend.flat(places) - places).max() < 10
    (grid,) = picture.read(png(curled(page, 0, 0.02))).grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells} == {at: TRUTH[at] for at in TRUTH if at[0] < 2}


def test_a_flat_page_is_not_bent():
    ink = lattice() < 128
    assert find_bend(ink, ink, 72 / 150) is None


def test_rulings_in_ink_tell_how_a_page_is_bent_and_paler_ones_where_those_tell_nothing():
    bent, more = (curled(lattice(), depth, share) < 128 for depth, share in ((14, 0.02), (30, 0.05)))
    told, paler, both = (
        find_bend(ink, faint, 72 / 150).across.weights
        for ink, faint in ((bent, bent), (np.zeros_like(bent), bent), (bent, more))
    )
    assert np.array_equal(told, paler)
    assert np.array_equal(told, both)
