"""Pages of a PDF that are read from their picture, and what the file says of them besides."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from pixels import lattice

from pipelines.readers import read_document
from pipelines.readers.pages.lattice import Ruling
from pipelines.readers.pdfs import pictures as pdf_pictures
from pipelines.readers.placed import Page


def test_dashes_of_a_ruling_are_one_line_in_the_picture_and_nothing_else_is_drawn():
    dashes = [Ruling(50.0, start, start + 3) for start in range(10, 90, 5)]
    picture = np.full((200, 200), 255, np.uint8)
    pdf_pictures._draw_rulings(picture, Page(1, 100.0, 100.0, [], dashes, [Ruling(30.0, 10.0, 50.0)]), 144)
    assert not picture[100, 20:176].any()
    assert not picture[20:100, 60].any()
    assert (picture == 0).sum() < 2 * (160 + 80) + 20


def test_rulings_of_a_page_that_is_shown_in_another_way_are_not_drawn():
    picture = np.full((100, 200), 255, np.uint8)
    pdf_pictures._draw_rulings(picture, Page(1, 50.0, 100.0, [], [Ruling(50.0, 10.0, 40.0)], []), 144)
    assert picture.all()


def test_a_picture_as_low_as_a_head_with_a_row_of_figures_may_be_a_table():
    low = Image.fromarray(lattice(rows=2, cols=5)[100:330, 100:1050])
    out = io.BytesIO()
    low.save(out, "PDF", resolution=150)
    (grid,) = read_document(out.getvalue()).grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells}[1, 4] == "128"


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
@pytest.mark.parametrize(("dots", "mode", "is_shown"), [(150, "1", False), (200, "1", True), (150, "L", True)])
def test_a_coarse_page_in_black_and_white_may_have_lost_its_thinnest_strokes(kind, dots, mode, is_shown):
    drawn = cv2.resize(lattice(rows=3), (round(8.27 * dots), round(11.69 * dots)))
    page = Image.fromarray(drawn >= 128 if mode == "1" else drawn)
    out = io.BytesIO()
    page.save(out, kind, resolution=dots)
    document = read_document(out.getvalue())
    assert {document.readings[cell.locator].hairs for cell in document.grids[0].cells} == {is_shown}
