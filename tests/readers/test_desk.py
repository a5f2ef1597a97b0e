"""Photographs of a sheet that lies on something: the desk around it goes, what a page says beside its panel stays."""

import cv2
import numpy as np
import pytest
from pixels import lattice

from pipelines.readers.pixels.desk import without_desk
from pipelines.readers.pixels.raster import straighten

RANDOM = np.random.default_rng(1)


def on_a_desk(page, grey, corners=((70, 60), (1300, 90), (1330, 980), (40, 1010))):
    """The page held a little aslant before a camera, its light falling off to the right, on a desk of this grey."""
    height, width = page.shape
    sheet = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(sheet, np.array(corners, np.float32))
    seen = cv2.warpPerspective(page, matrix, (1380, 1060), flags=cv2.INTER_AREA).astype(np.float32)
    is_sheet = cv2.warpPerspective(np.full_like(page, 255), matrix, (1380, 1060)) > 127
    photograph = np.where(is_sheet, seen * 0.9, grey) * np.linspace(1, 0.7, 1380) + RANDOM.normal(0, 3, (1060, 1380))
    return np.clip(photograph, 0, 255).astype(np.uint8), is_sheet


@pytest.mark.parametrize("grey", [40, 110, 185])
def test_what_lies_around_a_photographed_sheet_becomes_paper_and_the_sheet_stays(grey):
    photograph, is_sheet = on_a_desk(lattice(), grey)
    cleared = without_desk(photograph)
    around = cleared[cv2.dilate(is_sheet.astype(np.uint8), np.ones((9, 9), np.uint8)) == 0].astype(int)
    within = cv2.erode(is_sheet.astype(np.uint8), np.ones((91, 91), np.uint8)) > 0
    assert np.array_equal(cleared[within], photograph[within])
    assert around.min() > 0.6 * 255 * 0.9  # as light as the sheet where its light is faintest
    raster = straighten(photograph, 595 / 1380)
    assert (len(raster.across), len(raster.down)) == (5, 5)
    inner = np.zeros(raster.paper.shape, np.bool_)
    inner[100:-100, 100:-100] = True
    assert raster.paper[~inner].min() > 170  # no ink beside the table


def test_a_page_alone_stays_as_it_is():
    for page in (lattice(), np.where(lattice() > 127, 200, 30).astype(np.uint8)):
        assert without_desk(page) is page


def test_a_dark_page_that_has_words_around_its_white_panel_is_no_desk():
    page = np.full((1060, 1400), 90, np.uint8)
    page[120:1020, 80:1320] = lattice()
    assert without_desk(page) is not page
    cv2.putText(page, "2023 REPORT", (100, 80), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 255, 5, cv2.LINE_AA)
    assert without_desk(page) is page


def test_a_picture_of_a_table_cut_along_its_frame_is_no_desk():
    page = lattice()[140:400, 110:850]
    assert without_desk(page) is page
