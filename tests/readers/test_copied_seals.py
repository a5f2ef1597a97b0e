"""A seal that a copier made grey is lifted off the darker figures below it; what is as grey as it, or no seal, stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from pixels import lattice, png

from pipelines.readers.picture import read
from pipelines.readers.pixels.copied_seals import lift_copied_seals

SCALE = 72 / 150


def below(seal, page):
    """The page under a seal, as ink lies over ink."""
    return (seal.astype(np.uint16) * page // 255).astype(np.uint8)


def seal_on(page, grey=130):
    """A seal over the middle of the table of a page."""
    seal = cv2.circle(np.full_like(page, 255), (480, 270), 110, grey, 6, cv2.LINE_AA)
    return cv2.fillPoly(seal, [np.array([[480, 230], [450, 300], [510, 300]])], grey, cv2.LINE_AA)


def cells(page):
    """Text and certainty of the cells of a page by row and column."""
    document = read(png(page))
    return {(c.row, c.col): (c.text, document.readings[c.locator].sure) for c in document.grids[0].cells}


def test_figures_below_a_grey_seal_are_read_as_without_it_and_a_blank_cell_there_stays_unproven():
    page = lattice(rows=10)
    page[152:209, 302:479] = 255  # the first row's second cell is blank, under the seal's upper left
    clean, found = cells(page), cells(below(seal_on(page), page))
    assert {at: text for at, (text, _) in found.items()} == {at: text for at, (text, _) in clean.items()}
    assert clean.pop((0, 1))[1] == 1.0
    assert found.pop((0, 1))[1] < 0.9
    assert sum(sure < 0.9 for _, sure in found.values()) < 2


def test_hardly_a_pixel_of_a_lifted_seal_is_left_on_the_paper_and_nothing_outside_it_is_touched():
    page = lattice(rows=10)
    lifted = lift_copied_seals(below(seal_on(page), page), SCALE)
    assert lifted is not None
    assert (lifted[page == 255] < 200).sum() < 40  # beside a ruling a corner of the star may stay
    assert lifted[page < 60].max() < 130
    assert (lifted[:150] == page[:150]).all()


@pytest.mark.parametrize("grey", [130, 110])
def test_a_seal_over_type_that_is_as_light_as_it_stays(grey):
    page = lattice(rows=10)
    page = np.clip(page.astype(np.int16) + grey - 30, 0, 255).astype(np.uint8)  # printed pale
    page[20:120, 100:1000] = lattice(rows=10)[150:250, 120:1020]  # beside a black title
    assert lift_copied_seals(below(seal_on(page, grey), page), SCALE) is None


def test_tinted_cells_and_grey_rings_of_another_size_and_parts_of_one_are_no_seal():
    page = lattice(rows=10)
    page[150:210, 120:300] = np.minimum(page[150:210, 120:300], 190)
    small = cv2.circle(np.full_like(page, 255), (480, 270), 20, 130, 4, cv2.LINE_AA)
    half = cv2.ellipse(np.full_like(page, 255), (480, 270), (110, 110), 0, 0, 230, 130, 6, cv2.LINE_AA)
    for seal in (np.full_like(page, 255), small, half):
        assert lift_copied_seals(below(seal, page), SCALE) is None
