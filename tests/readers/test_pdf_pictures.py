"""Pages of a PDF that are read from their picture, and what the file says of them besides."""

import io
from itertools import pairwise

import cv2
import numpy as np
import pytest
from drawing import drawn
from PIL import Image
from pixels import lattice

from pipelines.readers import read_document
from pipelines.readers.document import UnreadableError
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


def _outlined(picture, dots):
    """A page that draws the letters of a picture as outlines, with no character on it."""

    def draw(canvas, _):
        step = 72 / dots
        found, _ = cv2.findContours((picture < 128).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        path = canvas.beginPath()
        for outline in found:
            points = [(float(x) * step + 20, 820 - float(y) * step) for x, y in outline[:, 0]]
            path.moveTo(*points[0])
            for (x0, y0), (x1, y1) in pairwise(points):
                path.curveTo(x0, y0, x1, y1, x1, y1)
            path.close()
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)

    return drawn(draw)


def test_a_page_whose_letters_are_outlines_is_read_as_the_picture_it_shows():
    (grid,) = read_document(_outlined(lattice(rows=4, cols=5), 170)).grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells}[3, 4] == "328"


def test_an_emblem_drawn_on_a_page_without_characters_makes_it_no_picture():
    emblem = np.full((60, 60), 255, np.uint8)
    cv2.circle(emblem, (30, 30), 25, 0, 3)
    with pytest.raises(UnreadableError, match="no text layer"):
        read_document(_outlined(emblem, 100))
