"""Tables as a screen shows them: hair lines paler than type, white words on fills. What cameras and scanners saw stays."""

import cv2
import numpy as np
from pixels import TRUTH, lattice, png

from pipelines.readers import read_document
from pipelines.readers.pixels.screens import with_hair_lines


def on_screen(line, fill=255, words=0):
    """The table of `lattice` with lines one pixel wide, the first row filled and its words in another grey."""
    page, ruled = lattice(texts=True, thickness=1), lattice(texts=False, thickness=1)
    filled, lines = page.copy(), ruled < 255
    filled[151:210, 121:840] = fill + (page[151:210, 121:840].astype(np.float32) - 255) * ((fill - words) / 255)
    filled[lines] = line
    return filled


def figures(page):
    (grid,) = read_document(png(page)).grids
    return {(cell.row, cell.col): cell.text for cell in grid.cells}


def test_a_table_ruled_in_light_grey_is_read():
    assert figures(on_screen(221)) == TRUTH


def test_white_words_on_a_fill_between_light_lines_are_read():
    assert figures(on_screen(200, fill=140, words=255)) == TRUTH


def test_hair_lines_become_black_and_fills_white_with_black_words():
    shown = with_hair_lines(on_screen(221, fill=140, words=255), 20.0)
    lines = lattice(texts=False, thickness=1) < 255
    assert (shown[lines] == 0).mean() > 0.99
    assert np.median(shown[152:209, 122:299]) == 255
    assert shown[152:209, 302:479].min() < 60  # the words of the filled row


def test_underlined_words_and_lines_that_make_no_cells_stay():
    page = np.full((900, 1240), 255, np.uint8)
    for row in range(10):
        cv2.putText(page, "UNDERLINED WORDS", (100, 80 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
        page[92 + 70 * row, 100:480] = 200
    assert with_hair_lines(page, 20.0) is page


def test_scans_and_photographs_are_left_alone():
    noisy = on_screen(221).astype(np.float32) + np.random.default_rng(1).normal(0, 3, (900, 1240))
    noisy = np.clip(noisy, 0, 255).astype(np.uint8)
    assert with_hair_lines(noisy, 20.0) is noisy
