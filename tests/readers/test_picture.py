"""Scans and pictures: read exactly or refused, with a way back to the pixels of every cell."""

from __future__ import annotations

import functools
import io
import re
from dataclasses import replace

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image
from pixels import TRUTH, lattice, png
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from crawlers.sandbox.figures import Prose, expected_cells, with_figure
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import PICTURES, find_layout, render
from crawlers.sandbox.render import picture as camera
from crawlers.sandbox.render.story import printed
from pipelines.parse import parse_bytes, parse_many
from pipelines.parsing.report import read_reports
from pipelines.readers import pdf, picture, read_document, sniff
from pipelines.readers.document import UNNAMED, Grid, Reading, Text, UnreadableError
from pipelines.readers.pages.lattice import Ruling, find_lattices
from pipelines.readers.pixels.paper import even
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.pixels.seals import lift_seals
from pipelines.readers.scans import recogniser
from pipelines.readers.scans.ink import Ink, _is_minus, cell_inks, marks_of, outside_inks, table_size, type_size
from pipelines.readers.scans.looks import _agreed, _is_dash, _with_sign
from pipelines.readers.scans.marks import _is_evenly_set, counts_of_marks
from pipelines.readers.scans.page import agrees
from pipelines.workers import parser_pool

#: Without its prose, which takes most of the time and has nothing to prove.
REPORT = replace(make_figures(11, "示例市水务局", 2023, "2021"), prose=Prose())


def drawn(report):
    """The pages of a report without any fault; skips where the machine has no font to draw them with."""
    layout = find_layout("pdf", "plain")
    try:
        return list(camera.pages(printed([report], layout), layout, camera.Camera(dots=150)))
    except camera.NoFontError as error:
        pytest.skip(str(error))


@functools.cache
def clean_pages():
    return drawn(REPORT)


def taken(page, **how):
    kind = camera.Camera(**how)
    return camera.taken(page, kind, np.random.default_rng(1))


def figures(document):
    (grid,) = document.grids
    return {(cell.row, cell.col): cell.text for cell in grid.cells}


# -- the geometry -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"turn": 1.7},
        {"turn": -2.4, "noise": 10},
        {"noise": 14},
    ],
)
def test_the_rulings_of_a_poor_picture_are_all_found_and_no_others(how):
    raster = straighten(taken(lattice(), **how), 72 / 150)
    assert (len(raster.across), len(raster.down)) == (5, 5)
    assert raster.way.degrees == pytest.approx(-how.get("turn", 0.0), abs=0.08)


def test_pale_rulings_of_a_screen_are_found_where_they_fall_between_two_pixels():
    page = lattice(texts=False)
    pale = np.where(page < 128, 209, 255).astype(np.uint8)
    pale[325:335][pale[325:335] < 255] = 237  # the fourth line across
    pale[:, 475:485][pale[:, 475:485] < 255] = 237
    raster = straighten(pale, 72 / 150)
    assert (len(raster.across), len(raster.down)) == (5, 5)


def test_rulings_that_a_poor_scan_broke_are_whole():
    page = lattice()
    for at in range(130, 830, 90):
        page[:, at : at + 8] = np.maximum(page[:, at : at + 8], 255)
    assert len(straighten(page, 72 / 150).across) == 5


def test_tinted_paper_and_a_shadow_are_no_ink():
    page = lattice().astype(np.float32)
    page[150:210] = np.minimum(page[150:210], 205)  # a tinted header
    shade = np.linspace(0.6, 1.0, page.shape[1])[None, :]
    assert figures(picture.read(png((page * shade).astype(np.uint8)))) == TRUTH


def test_white_figures_on_a_dark_fill_are_read_and_the_fill_s_corners_are_no_ink():
    page = lattice()
    page[152:269] = np.where(page[152:269] < 128, 255, 105)  # two rows, the figures white
    for x in range(120, 841, 180):
        page[150:270, x - 1 : x + 1] = 0
    page[152:269, :119] = page[152:269, 842:] = 255
    page[209:211, 119:842] = 0
    assert figures(picture.read(saved(page, "JPEG", quality=60))) == TRUTH


def test_a_white_cell_in_the_corner_of_a_dark_fill_keeps_its_paper_white():
    page = np.full((600, 1240), 255, np.uint8)
    page[60:400, 100:1100] = 70
    page[150:400, 400:800] = 255  # below the head of a group stand those of its columns
    page[148:150, 400:800] = page[150:400, 398:400] = page[150:400, 800:802] = 0
    for x in range(150, 1000, 50):
        cv2.putText(page, "8", (x, 130), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2, cv2.LINE_AA)
    evened = even(page, 72 / 200)
    assert evened[150:395, 400:800].min() == 255
    assert all(evened[105:135, x : x + 25].min() < 60 for x in range(150, 1000, 50))


def test_bold_type_that_is_dark_in_places_is_no_fill():
    page = np.full((600, 1240), 255, np.uint8)
    for x in range(150, 1000, 60):  # strokes so thick and near that the paper between them looks dark
        for at in (0, 12):
            cv2.line(page, (x, 100 + at), (x + 44, 100 + at), 0, 7)
    assert np.array_equal(even(page, 72 / 150) < 128, page < 128)


def test_a_page_held_before_a_camera_is_set_straight_and_leads_back():
    page = lattice(rows=5, texts=False)
    for col in range(4):
        cv2.putText(page, str(col), (180 + 180 * col, 250), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    height, width = page.shape
    seen = np.array([(18, 12), (width - 6, 0), (width, height - 10), (4, height)], np.float32)
    whole = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    aside = cv2.warpPerspective(page, cv2.getPerspectiveTransform(whole, seen), (width, height), borderValue=255)
    document = picture.read(png(aside))
    (grid,) = document.grids
    assert (grid.n_rows, grid.n_cols) == (5, 4)
    assert [cell.text for cell in grid.cells if cell.text] == ["0", "1", "2", "3"]
    for cell in grid.cells:
        x0, y0, x1, y1 = map(int, re.fullmatch(r"page 1 \((\d+),(\d+),(\d+),(\d+)\)", cell.locator).groups())
        assert (aside[y0 + 14 : y1 - 14, x0 + 14 : x1 - 14] < 128).any() == bool(cell.text)


def test_a_page_that_a_scanner_turned_is_turned_and_nothing_else():
    raster = straighten(taken(lattice(rows=8), turn=1.3, noise=6), 72 / 150)
    assert raster.way.bend is None


def test_a_cell_leads_back_to_its_pixels_even_where_the_page_was_turned():
    page = taken(lattice(), turn=1.5)
    document = picture.read(png(page))
    for cell in document.grids[0].cells:
        x0, y0, x1, y1 = map(int, re.fullmatch(r"page 1 \((\d+),(\d+),(\d+),(\d+)\)", cell.locator).groups())
        inside = page[y0 + 14 : y1 - 14, x0 + 14 : x1 - 14]
        assert (inside < 128).any() == bool(cell.text)


def test_the_strokes_of_large_type_in_a_row_are_no_ruling():
    page = np.full((900, 1240), 255, np.uint8)
    for at in range(150, 1000, 44):  # 一 in a row, as high strokes of a title's characters stand
        cv2.line(page, (at, 100), (at + 36, 100), 0, 3)
        cv2.line(page, (at + 18, 84), (at + 18, 124), 0, 3)
    raster = straighten(page, 72 / 150)
    assert raster.across == raster.down == []
    assert np.array_equal(raster.paper < 128, page < 128)


def test_the_strokes_of_words_that_stand_in_one_line_are_no_ruling():
    page = lattice(cell=(120, 60), thickness=1, texts=False)
    for left in range(126, 600, 120):  # 王王王王王王 from side to side of each cell in a row
        for at in range(left, left + 100, 18):
            for y in (232, 236, 240):
                cv2.line(page, (at, y), (at + 17, y), 0, 1)
            cv2.line(page, (at + 8, 230), (at + 8, 242), 0, 1)
    raster = straighten(page, 72 / 150)
    assert (len(raster.across), len(raster.down)) == (5, 5)
    assert (raster.paper[228:244] < 128).any()


def test_strokes_as_high_as_their_row_are_no_ruling_even_where_they_touch_the_end_of_one():
    page = lattice(rows=6, cols=4, cell=(180, 28), thickness=1, texts=False)
    page[151:178, 479:482] = 255  # the first row is one cell from the second column to the fourth
    cv2.line(page, (480, 155), (480, 178), 0, 2)  # 十 stands there, over the ruling of the rows below
    cv2.line(page, (470, 164), (490, 164), 0, 2)
    for row in range(6):  # and in one column from row to row, a hair off the rulings above and below it
        top = 150 + 28 * row
        cv2.line(page, (200, top + 4), (200, top + 24), 0, 2)
        cv2.line(page, (190, top + 14), (210, top + 14), 0, 2)
    raster = straighten(cv2.GaussianBlur(page, (0, 0), 0.8), 72 / 150)
    assert (len(raster.across), len(raster.down)) == (7, 5)
    (ruling,) = [line for line in raster.down if abs(line.at - 480) < 3]
    assert ruling.start == pytest.approx(178, abs=3)
    assert (raster.paper[151:176, 478:483] < 128).any()  # the stroke is still there to be read


def test_a_stroke_of_a_word_above_that_runs_on_into_a_short_ruling_leaves_it_a_ruling():
    page = lattice(rows=4, cols=4, cell=(180, 28), thickness=2, texts=False)
    page[152:232, 478:483] = 255  # two columns are parted in the last row alone
    page[152:232, 470:490] = page[152:232, 420:440]
    cv2.line(
        page, (480, 212), (480, 233), 0, 2
    )  # a character's stroke stands right above that ruling, and others beside it
    for x in (474, 486):
        cv2.line(page, (x, 212), (x, 230), 0, 2)
    raster = straighten(page, 72 / 150)
    (ruling,) = [line for line in raster.down if abs(line.at - 480) < 3]
    assert (ruling.start, ruling.end) == (pytest.approx(234, abs=3), pytest.approx(262, abs=5))


def test_strokes_of_words_above_and_below_that_a_short_ruling_runs_into_leave_it_a_ruling():
    page = lattice(rows=6, cols=4, cell=(180, 22), thickness=2, texts=False)
    for row in (0, 4, 5):  # the second ruling parts three tight rows in the middle alone
        page[152 + row * 22 : 171 + row * 22, 478:483] = 255
    for row in (0, 4):
        for x in (474, 480, 486):
            cv2.line(page, (x, 152 + row * 22), (x, 171 + row * 22), 0, 2)
    raster = straighten(page, 72 / 150)
    (ruling,) = [line for line in raster.down if abs(line.at - 480) < 3]
    assert (ruling.start, ruling.end) == (pytest.approx(172, abs=4), pytest.approx(238, abs=4))


def test_strokes_of_words_in_a_tight_row_are_no_sides_of_it_however_many_stand_above_rulings():
    page = lattice(rows=3, cols=7, cell=(120, 24), texts=False)
    for x in range(240, 960, 120):  # one cell over all the columns, with a stroke in line with each ruling below it
        page[152:173, x - 3 : x + 4] = 255
        cv2.line(page, (x, 156), (x, 169), 0, 2)
    raster = straighten(page, 72 / 150)
    assert sorted(round(line.start) for line in raster.down) == pytest.approx([150] * 2 + [174] * 6, abs=4)


def test_a_ruling_below_strokes_of_words_that_stand_nearly_in_line_with_it_is_kept():
    page = lattice(rows=6, cols=4, cell=(180, 28), thickness=1, texts=False)
    for top in (150, 178):  # two rows of one cell, with a stroke each a little beside the ruling below them
        page[top + 2 : top + 27, 472:490] = 255
        cv2.line(page, (482, top + 3), (482, top + 25), 0, 1)
    raster = straighten(page, 72 / 150)
    (ruling,) = [line for line in raster.down if abs(line.at - 480) < 3]
    assert (ruling.start, ruling.end) == (pytest.approx(206, abs=3), pytest.approx(320, abs=3))


def test_a_long_ruling_that_leans_is_one_up_to_the_tight_rows_at_its_ends():
    page = lattice(rows=26, cols=4, cell=(180, 28), thickness=1, texts=False)
    page[:, 470:490] = page[:, 450:470]
    cv2.line(page, (477, 150), (482, 878), 0, 1)
    raster = straighten(page, 72 / 150)
    (ruling,) = [line for line in raster.down if abs(line.at - 480) < 4]
    assert (ruling.start, ruling.end) == (pytest.approx(150, abs=3), pytest.approx(878, abs=3))


@pytest.mark.parametrize("with_words", [False, True])
def test_a_row_of_one_cell_is_one_however_tight_it_is_between_rows_of_many(with_words):
    page = lattice(rows=9, cols=4, cell=(180, 18), texts=False)
    page[150 + 4 * 18 + 2 : 150 + 5 * 18 - 1, 130:830] = 255
    if with_words:  # with a stroke that reaches the rulings above and below it but for a pixel, and none beside it
        for x in (300, 480, 660):
            cv2.line(page, (x, 150 + 4 * 18 + 4), (x, 150 + 5 * 18 - 3), 0, 1)
    raster = straighten(page, 72 / 150)
    inner = [(round(line.start), round(line.end)) for line in raster.down if 130 < line.at < 830]
    assert (
        sorted(inner)
        == [(pytest.approx(150, abs=4), pytest.approx(222, abs=4))] * 3
        + [(pytest.approx(240, abs=4), pytest.approx(312, abs=4))] * 3
    )


def test_strokes_of_two_lines_of_words_that_nearly_reach_the_rulings_of_their_row_part_no_cell():
    page = lattice(rows=4, cols=5, cell=(150, 50), texts=False)
    for start, end in ((204, 220), (230, 246)):
        cv2.line(page, (195, start), (195, end), 0, 2)
    raster = straighten(cv2.GaussianBlur(page, (0, 0), 0.8), 72 / 150)
    assert sorted({round(line.at) for line in raster.down}) == pytest.approx(range(120, 871, 150), abs=2)


def test_one_tight_row_that_stands_alone_on_a_page_has_its_sides_and_no_stroke_of_its_words_is_one():
    page = lattice(rows=1, cols=15, cell=(60, 18), texts=False)
    for x in range(150, 1020, 60):
        cv2.line(page, (x, 155), (x, 163), 0, 2)
    raster = straighten(page, 72 / 150)
    assert [round(line.at) for line in raster.across] == [pytest.approx(150, abs=1), pytest.approx(168, abs=1)]
    assert sorted(line.at for line in raster.down) == pytest.approx(range(120, 1021, 60), abs=2)


def test_a_tight_row_that_stands_alone_is_none_where_it_is_open_at_one_end():
    page = lattice(rows=1, cols=15, cell=(60, 18), texts=False)
    page[152:167, 117:124] = 255
    assert not straighten(page, 72 / 150).down


def test_short_rulings_that_a_page_s_end_leaves_open_are_rulings():
    page = lattice(rows=3, cols=4, cell=(180, 80), texts=False)
    page[392:, 200:] = 255
    page[310:, 302:478] = 255  # two columns go on on the next page, without a border below
    page[312:390, 390:392] = 0
    raster = straighten(page, 72 / 150)
    assert sum(abs(line.at - 391) < 2 for line in raster.down) == 1


def test_sides_that_stop_together_before_the_line_above_their_row_are_drawn_to_it():
    page = lattice(rows=3, cols=6, cell=(120, 36), texts=False)
    page[152:156, 130:830] = 255
    raster = straighten(page, 72 / 150)
    assert sorted(round(line.start) for line in raster.down) == pytest.approx([150] * 7, abs=5)


def doubled(height):
    """A row of boxes, each with a border of its own and two pixels of paper to the next, as browsers draw tables."""
    page = np.full((400, 1240), 255, np.uint8)
    for place in range(5):
        left = 120 + 160 * place
        cv2.rectangle(page, (left, 100), (left + 157, 100 + height), 0, 1)
    return straighten(page, 0.48)


def test_the_borders_of_neighbouring_cells_are_rulings_though_each_has_ink_beside_it():
    assert len(doubled(100).down) == 10
    assert len(doubled(60).down) == 10  # a row of one line on a screen
    assert len(doubled(20).down) == 0  # the strokes of type stand so


def test_the_last_character_of_a_title_that_stands_alone_is_one_line_of_ink():
    page = lattice()
    for y in (60, 86):  # 告, whose halves do not touch
        cv2.ellipse(page, (143, y + 11), (22, 10), 0, 0, 360, 0, 3)
    raster = straighten(page, 72 / 150)
    marks = marks_of(raster)
    inks = outside_inks(find_lattices([], []), raster, marks, type_size(marks, raster.scale))
    assert [ink.box[1] for ink in inks if ink.box[3] < 140] == [pytest.approx(58, abs=2)]


def test_two_tight_lines_of_a_cell_are_two_below_however_large_type():
    page = lattice(texts=False)
    ruled = straighten(page, 72 / 150)
    tables = find_lattices(
        *([Ruling(*(value * ruled.scale for value in line)) for line in lines] for lines in (ruled.across, ruled.down))
    )
    cells = tables[0].cells
    for x in range(60, 1180, 34):  # a line of large characters above the table
        cv2.ellipse(page, (x + 13, 75), (13, 14), 0, 0, 360, 0, 2)
    for cell in cells:
        left, top = (round(value / ruled.scale) for value in cell.box[:2])
        for x in range(left + 20, left + 140, 22):
            for y in (top + 12, top + 30):  # 16 pixels high, with two between the lines
                cv2.rectangle(page, (x, y), (x + 14, y + 15), 0, 1)
    raster = straighten(page, 72 / 150)
    marks = marks_of(raster)
    text, table = type_size(marks[marks[:, 1] < 120], raster.scale), table_size(marks, tables, raster.scale)
    assert (text, table) == (pytest.approx(29, abs=2), pytest.approx(17.6, abs=2))
    lines = [len(cell_inks(cells[5].box, raster, marks, size, "cell")) for size in (text, table)]
    assert lines == [1, 2]


def test_two_lines_of_a_cell_whose_strokes_touch_are_two_and_one_of_large_type_is_one():
    page = lattice(texts=False)
    for x in range(140, 280, 22):  # rings of two lines, of which some hang together
        for y in (166, 190):
            cv2.ellipse(page, (x + 7, y + 9), (8, 9), 0, 0, 360, 0, 2)
        cv2.line(page, (213, 180), (213, 194), 0, 1)
    for x in range(320, 460, 40):
        cv2.ellipse(page, (x + 16, 180), (15, 18), 0, 0, 360, 0, 2)
    raster = straighten(page, 72 / 150)
    marks, key = marks_of(raster), "cell"
    cells = [(57.6 + 86.4 * at, 72.0, 144.0 + 86.4 * at, 100.8) for at in (0, 1)]
    found = [[ink.box for ink in cell_inks(cell, raster, marks, 19.0, key)] for cell in cells]
    assert [len(boxes) for boxes in found] == [2, 1]
    (_, _, _, end), (_, begin, _, _) = found[0]
    assert end == begin == pytest.approx(188, abs=3)


# -- formats ----------------------------------------------------------------------------------------------------------


def saved(page, kind, **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(page).save(out, kind, **options)
    return out.getvalue()


def test_every_kind_of_picture_gives_the_same_figures():
    page = lattice()
    clear = Image.fromarray(page).convert("RGBA")
    clear.putalpha(Image.fromarray(255 - page))  # black on nothing
    transparent = io.BytesIO()
    clear.save(transparent, "PNG")
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    held = io.BytesIO()
    Image.fromarray(np.rot90(page)).save(held, "JPEG", exif=turned, quality=92)
    kinds = [saved(page, kind) for kind in ("PNG", "BMP", "GIF", "TIFF")]
    kinds += [saved(page, "JPEG", quality=85), saved(page < 128, "TIFF"), transparent.getvalue(), held.getvalue()]
    for data in kinds[:1] + kinds[4:]:
        assert figures(read_document(data)) == TRUTH
    negative = Image.fromarray(255 - page).convert("1")  # as faxes are whose black and white were taken for one another
    fax = io.BytesIO()
    negative.save(fax, "PDF")
    assert figures(read_document(fax.getvalue())) == TRUTH
    kinds.append(saved(page, "WEBP", lossless=True))
    for data in (*kinds[1:4], kinds[-1]):  # the same pixels: it is enough to see that they decode alike
        assert sniff(data) == "picture"
        assert np.array_equal(next(iter(picture._pictures(data))), page)


def test_the_pages_of_a_tiff_are_pages_of_one_document():
    out = io.BytesIO()
    pages = [Image.fromarray(lattice(rows=2)), Image.fromarray(lattice(rows=3, cols=3))]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    document = read_document(out.getvalue())
    assert [(grid.n_rows, grid.n_cols) for grid in document.grids] == [(2, 4), (3, 3)]
    assert document.grids[1].cells[0].locator.startswith("page 2 (")


def test_the_pages_of_a_long_picture_are_pages_and_a_table_over_them_is_one():
    page = lattice(rows=1)
    document = picture.read(png(np.vstack([page, taken(page, turn=1.0), page])))
    (grid,) = document.grids
    assert (grid.n_rows, grid.n_cols) == (3, 4)
    assert [cell.text for cell in grid.cells] == ["0", "7", "14", "21"] * 3
    tops = [re.fullmatch(r"page 1 \(\d+,(\d+),\d+,\d+\)", cell.locator)[1] for cell in grid.cells[::4]]
    assert [float(top) for top in tops] == [pytest.approx(at, abs=20) for at in (150, 1050, 1950)]


# -- refusals ---------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A PNG of a few bytes that claims forty thousand pixels each way."""
    data = bytearray(saved(np.zeros((8, 8), np.uint8), "PNG"))
    data[16:24] = (40_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(), "pixels"),
        (png(np.full((1200, 900), 255, np.uint8)), "no writing"),
        (png(lattice())[:3000], "damaged"),
        (b"\xff\xd8\xff\xe0 no picture at all", "damaged"),
        (png(np.full((200, 300), 128, np.uint8)), "300 x 200"),
        (png(np.zeros((1, 1), np.uint8)), "1 x 1"),
        (png(np.full((2, 600, 3), (0, 0, 200), np.uint8)), "600 x 2"),
    ],
)
def test_bombs_blanks_and_damaged_pictures_are_refused_with_a_sentence(data, words):
    report = parse_bytes(data).reports[0]
    assert report.status == "quarantined"
    assert words in report.reasons[0]


def test_a_photograph_without_a_table_is_no_report():
    random = np.random.default_rng(3)
    cloud = cv2.resize(random.integers(0, 255, (12, 16), np.uint8), (1280, 960), interpolation=cv2.INTER_CUBIC)
    data = saved(taken(cloud, noise=6), "JPEG", quality=80)
    for report in parse_bytes(data).reports:
        assert report.status in {"quarantined", "not_a_report"}
        assert not report.cells


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(picture, "MAX_PAGES", 2)
    out = io.BytesIO()
    page = Image.fromarray(lattice())
    page.save(out, "TIFF", save_all=True, append_images=[page, page])
    with pytest.raises(UnreadableError, match="3 pages"):
        read_document(out.getvalue())


# -- certainty --------------------------------------------------------------------------------------------------------


def readings(page):
    document = picture.read(png(page))
    return {(c.row, c.col): document.readings[c.locator] for c in document.grids[0].cells}


def test_a_blank_is_proven_by_its_pixels_and_a_faint_mark_keeps_it_from_that():
    page = lattice()
    assert readings(page)[2, 3].sure == 1.0
    cv2.putText(page, "8", (120 + 3 * 180 + 60, 150 + 2 * 60 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 222, 2, cv2.LINE_AA)
    found = readings(page)[2, 3]
    assert found.sure < 0.9


def test_a_minus_as_small_as_a_speck_is_read_with_its_figure():
    page = lattice(texts=False)
    cv2.putText(page, "2", (200, 150 + 36), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2, cv2.LINE_AA)
    cv2.line(page, (192, 180), (195, 180), 90, 1)
    found = readings(page)[0, 0]
    assert (found.text, found.sure > 0.9) in {("-2", True), (found.text, False)}
    whole, digits = recogniser.Look("-2", 0.99), Reading("2", 0.98, ("2", "2"), (("2", 0.98), ("7", 0.01)))
    assert _with_sign(digits, whole) == Reading("-2", 0.98, ("-2", "-2"), (("-2", 0.98), ("-7", 0.01)))


@pytest.mark.parametrize(
    ("speck", "is_minus"),
    [
        ((0, 5, 3, 7), True),  # a hair line that fell on two rows of a screen's pixels
        ((0, 5, 2, 7), False),  # a point
        ((0, 4, 4, 7), False),  # three rows are no hair line, and it is not twice as wide
        ((0, 0, 3, 2), False),  # too high
        ((-9, 5, -6, 7), False),  # too far before it
    ],
)
def test_a_speck_is_a_minus_where_it_is_flat_and_stands_where_one_does(speck, is_minus):
    assert _is_minus((*speck, 6), (5, 0, 12, 10), 12.0) is is_minus


def test_a_line_says_the_same_whatever_is_read_beside_it():
    line = lattice()[160:205, 360:440]
    alone = recogniser.read_lines([line])
    assert recogniser.read_lines([line, np.hstack([line] * 3), line[:, :60]])[0] == alone[0]


def test_a_faint_minus_beside_a_figure_is_seen_or_leaves_it_doubtful():
    for grey in (0, 150, 190, 215):
        page = lattice(texts=False)
        cv2.putText(page, "1", (200, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
        cv2.line(page, (182, 180), (192, 180), grey, 1)
        found = readings(page)[0, 0]
        assert found.sure < 0.9 or found.text == "-1"


def sealed(page, ink=(215, 40, 40)):
    """The page in colours with a seal over the middle of its table, as ink lies over ink."""
    seal = np.full((*page.shape, 3), 255, np.uint8)
    cv2.circle(seal, (480, 270), 110, ink, 8, cv2.LINE_AA)
    cv2.putText(seal, "SEAL", (400, 300), cv2.FONT_HERSHEY_SIMPLEX, 2.0, ink, 8, cv2.LINE_AA)
    return (seal.astype(np.uint16) * page[..., None] // 255).astype(np.uint8)


@pytest.mark.parametrize("ink", [(215, 40, 40), (40, 70, 190), (130, 50, 160), (50, 140, 70)])
def test_a_seal_is_lifted_off_the_figures_below_it_and_hides_what_a_blank_might_hold(ink):
    page = lattice()
    page[152:209, 302:479] = 255  # the first row's second cell is blank, under the seal's upper left
    data = saved(sealed(page, ink), "JPEG", quality=88)
    document = read_document(data)
    assert figures(document) == {**TRUTH, (0, 1): ""}
    found = {(c.row, c.col): document.readings[c.locator] for c in document.grids[0].cells}
    assert found[0, 1].sure < 0.9
    assert found[2, 3].sure == 1.0  # the blank that no seal touches
    assert sum(found[place].sure > 0.9 for place in TRUTH) > 12


def test_thin_figures_on_the_full_red_of_a_seal_stay_and_nothing_of_the_seal_does():
    paper = np.full((900, 1240), 255, np.uint8)
    figure = cv2.putText(paper.copy(), "0", (470, 290), cv2.FONT_HERSHEY_PLAIN, 1.6, 100, 1, cv2.LINE_AA)
    seal = cv2.circle(np.dstack([paper] * 3), (480, 280), 110, (220, 40, 40), 10, cv2.LINE_AA)
    seal = cv2.fillPoly(seal, [np.array([[480, 200], [400, 340], [560, 340]])], (220, 40, 40), cv2.LINE_AA)
    both = (seal.astype(np.uint16) * figure[..., None] // 255).astype(np.uint8)
    for data in (saved(both, "PNG"), saved(both, "JPEG", quality=75)):
        lifted = lift_seals(cv2.imdecode(np.frombuffer(data, np.uint8), 1)[..., ::-1], 72 / 150)
        assert (lifted < 200)[figure < 140].mean() > 0.95
        assert (lifted < 200)[cv2.erode(figure, np.ones((7, 7))) > 250].mean() < 0.001


def test_the_thin_rulings_below_a_seal_stay_and_its_ring_beside_one_does_not():
    page = np.where(lattice(rows=6, cell=(180, 40), thickness=1, texts=False) < 128, 110, 245).astype(np.uint8)
    page = cv2.GaussianBlur(page, (0, 0), 0.6)
    seal = np.full((*page.shape, 3), 255, np.uint8)
    cv2.circle(seal, (570, 273), 85, (220, 40, 40), 5, cv2.LINE_AA)  # its ring begins two pixels above a ruling
    cv2.fillPoly(seal, [np.array([[570, 230], [535, 310], [605, 310]])], (220, 40, 40), cv2.LINE_AA)
    red = (seal.astype(np.uint16) * page[..., None] // 255).astype(np.uint8)
    data = cv2.imencode(".jpg", red[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
    lifted = lift_seals(cv2.imdecode(data, 1)[..., ::-1], 72 / 150)
    for y in (230, 270, 310):
        assert (lifted[y - 1 : y + 2, 480:660].min(axis=0) < 215).mean() > 0.97
    assert (lifted[184:189, 545:595] < 200).mean() < 0.05


def test_a_seal_pressed_down_on_one_side_is_lifted_there_too_and_lengthens_no_ruling_by_its_strokes():
    ink = cv2.circle(np.zeros((600, 600), np.float32), (300, 300), 120, 1, 9, cv2.LINE_AA)
    cv2.fillPoly(ink, [np.array([[300, 260], [270, 340], [330, 340]])], 0.75, cv2.LINE_AA)
    cv2.line(ink, (238, 251), (262, 251), 1, 3, cv2.LINE_AA)  # of a character, in line with a ruling
    ink *= cv2.GaussianBlur(np.tile(np.where(np.arange(600) < 230, 1.0, 0.75), (600, 1)), (0, 0), 15)
    page = np.full((600, 600), 255.0)
    page[250:252, :230] = page[330:332, :230] = page[:, 229:231] = 20  # the right side of a table
    red = page[..., None] * (1 - ink[..., None] * (1 - np.array([205, 45, 60]) / 255))
    data = cv2.imencode(".jpg", red[..., ::-1].astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 75])[1]
    is_ink = lift_seals(cv2.imdecode(data, 1)[..., ::-1], 72 / 150) < 200
    assert is_ink[cv2.erode(page, np.ones((7, 7))) > 250].sum() < 30
    assert not is_ink[246:257, 236:268].any()
    assert is_ink[248:254, 180:228].any(axis=0).all()


def test_figures_printed_in_red_are_no_seal():
    page = lattice(rows=2)
    red = np.where(page[..., None] < 128, np.array((210, 20, 20), np.uint8), 255).astype(np.uint8)
    assert figures(read_document(saved(red, "PNG"))) == {place: text for place, text in TRUTH.items() if place[0] < 2}


def test_figures_printed_in_blue_that_stand_together_as_a_seal_does_are_no_seal():
    page = lattice(rows=2, cols=2, cell=(120, 60))
    blue = np.where(page[..., None] < 128, np.array((30, 40, 200), np.uint8), 255).astype(np.uint8)
    rulings = lattice(rows=2, cols=2, cell=(120, 60), texts=False) < 128
    blue[rulings] = 0
    assert lift_seals(blue, 72 / 150) is None


def test_a_seal_is_no_larger_and_no_longer_than_seals_are():
    plain = np.full((900, 1240, 3), 255, np.uint8)
    title = cv2.putText(plain.copy(), "RED TITLE OF A PAPER", (100, 200), cv2.FONT_HERSHEY_SIMPLEX, 3, (220, 0, 0), 9)
    assert lift_seals(title, 72 / 150) is None
    frame = cv2.rectangle(plain.copy(), (40, 40), (1200, 860), (220, 0, 0), 6)
    assert lift_seals(frame, 72 / 150) is None
    assert lift_seals(sealed(plain[..., 0]), 72 / 150) is not None


def test_the_page_of_a_telephone_is_as_wide_as_its_type_says():
    small, large = (np.full((1600, 780), 255, np.uint8) for _ in range(2))
    for row in range(20):
        cv2.putText(small, "3141592653589", (20, 60 + 50 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1)
        cv2.putText(large, "3141592653589", (20, 60 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 3)
    assert picture._width(small) == picture.PORTRAIT
    assert picture._width(large) < 0.6 * picture.PORTRAIT


def test_the_edge_of_a_shadow_over_a_wide_cell_is_no_mark_and_a_smudge_in_it_is_one():
    page = lattice(cols=1, cell=(1000, 60))
    shadow = 1 - 0.4 / (1 + np.exp(-(np.arange(page.shape[1]) - 560) / 40))
    dark = (page * shadow).astype(np.uint8)
    assert all(readings(dark)[row, 0].sure > 0.9 for row in (0, 1, 3))
    dark[165:195, 700:720] -= 45
    assert readings(cv2.GaussianBlur(dark, (0, 0), 1.0))[0, 0].sure < 0.9


def test_a_smeared_figure_is_doubtful_and_its_neighbours_are_not():
    page = lattice()
    x, y = 120 + 180, 150 + 3 * 60
    page[y + 6 : y + 54, x + 6 : x + 174] = cv2.GaussianBlur(page[y + 6 : y + 54, x + 6 : x + 174], (0, 0), 7)
    found = readings(page)
    assert found[3, 1].sure < 0.9
    assert found[3, 2].sure > 0.9
    assert found[3, 2].counted


@pytest.mark.parametrize("amount", ["4068.20", "406820", "12,345.6", "-3"])
def test_the_marks_of_a_figure_are_counted_apart_from_what_is_read(amount):
    page = lattice(texts=False)
    cv2.putText(page, amount, (130, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    raster = straighten(page, 72 / 150)
    ys, xs = np.nonzero(raster.paper < 128)
    box = (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    assert counts_of_marks(raster, box, amount) == (True, True)
    assert not counts_of_marks(raster, box, amount + "7")[0]
    assert not counts_of_marks(raster, box, amount.replace(".", "") if "." in amount else amount + ".")[1]


@pytest.mark.parametrize(("figure", "is_counted"), [("4068.20", True), ("4068.201", False)])
def test_the_marks_of_an_amount_are_counted_before_a_widely_set_unit_but_for_a_digit_that_was_not_read(
    figure, is_counted
):
    page = lattice(texts=False)
    (wide, _), _ = cv2.getTextSize(figure, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
    cv2.putText(page, figure, (130, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    for place in range(2):  # characters of the unit, a quarter more than their height apart
        cv2.ellipse(page, (130 + wide + 25 + place * 38, 180), (15, 14), 0, 0, 360, 0, 2)
    raster = straighten(page, 72 / 150)
    ys, xs = np.nonzero(raster.paper < 128)
    box = (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    assert counts_of_marks(raster, box, "4068.20万元")[0] is is_counted


def test_even_steps_from_digit_to_digit_leave_no_room_for_a_stop():
    def ink(*places, wide=12):
        shown = np.zeros((24, 140), np.bool_)
        for place in places:
            shown[1:23, place : place + wide] = True
        return shown

    assert _is_evenly_set(ink(0, 16, 32, 49), 4)
    assert not _is_evenly_set(ink(0, 16, 40, 56), 4)  # a stop may stand there, though its ink is gone
    assert not _is_evenly_set(ink(0, 16, 32), 4)
    assert not _is_evenly_set(ink(0, 16), 2)
    assert not _is_evenly_set(ink(0, 24, 48, wide=20), 3)  # a stop may hang on each


def test_the_beginnings_of_a_row_that_a_pages_end_cuts_are_no_line_of_ones():
    page = lattice()
    for x in range(120, 120 + 5 * 180, 180):
        cv2.line(page, (x, 150 + 4 * 60), (x, 150 + 4 * 60 + 13), 0, 2)
    document = picture.read(png(page))
    assert [block.text for block in document.blocks if not isinstance(block, Grid)] == []
    found = {(cell.row, cell.col): cell.text for cell in document.grids[0].cells}
    assert found == TRUTH | {(4, col): "" for col in range(4)}  # the row goes on on the next page


def test_the_room_of_a_stop_whose_ink_is_gone_keeps_an_amount_from_being_a_hundredfold():
    page = lattice(texts=False)
    for text, x in (("4068", 130), ("20", 206)):
        cv2.putText(page, text, (x, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2, cv2.LINE_AA)
    raster = straighten(page, 72 / 150)
    ys, xs = np.nonzero(raster.paper < 128)
    box = (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    assert counts_of_marks(raster, box, "406820") == (True, False)


def test_the_small_mark_between_words_is_taken_where_two_looks_saw_it_and_parts_none():
    def agreed(*texts, cell="page 1 (0,0,90,60)"):
        looks = [recogniser.Look(text, 0.9) for text in texts]
        return _agreed(straighten(lattice(), 72 / 150), Ink((150, 160, 250, 200), cell), looks)

    assert agreed("信函传真数", "信函、传真数", "信函、传真数").text == "信函、传真数"
    assert agreed("信函传真数", "信函、传真数").sure == 0.9
    assert agreed("信函传真数", "信函、传真数", cell=None).sure == 0.0
    assert agreed("1、2", "12").sure == 0.0


def test_the_scripts_of_a_character_are_one_reading_of_a_name_and_other_characters_are_two():
    def agreed(*texts):
        looks = [recogniser.Look(text, 0.9 + 0.01 * place) for place, text in enumerate(texts)]
        return _agreed(straighten(lattice(), 72 / 150), Ink((150, 160, 250, 200), None), looks)

    assert agreed("示例区教育局", "示例區教育局") == replace(
        agreed("示例区教育局", "示例区教育局"), looks=("示例区教育局", "示例區教育局")
    )
    assert agreed("示例區教育局", "示例區教育局").text == "示例區教育局"
    assert agreed("示例区教育局", "示例县教育局").sure == 0.0


def test_a_look_that_saw_a_mark_within_the_year_of_a_title_has_no_say_and_one_that_saw_another_year_has():
    def agreed(*texts):
        looks = [recogniser.Look(text, 0.95) for text in texts]
        return _agreed(straighten(lattice(), 72 / 150), Ink((150, 160, 250, 200), None), looks).sure

    assert agreed("示例局2013年报告", "示例局2013年报告", "示例局 2013 年报告", "示例局201：3年报告") == 0.95
    assert agreed("示例局2013年报告", "示例局2013年报告", "示例局 2013 年报告", "示例局2018年报告") == 0.0
    assert agreed("示例局2013年报告", "示例局2018年报告", "示例局2013年报告", "示例局201；年报告") == 0.0
    assert agreed("示例局2013年报告", "示例局2013年报告", "示例局201；年报告", "示例局20；3年报告") == 0.0


def test_digits_that_touch_are_counted_by_the_width_of_the_others():
    page = lattice(texts=False)
    for place, digit in enumerate("4460"):
        cv2.putText(page, digit, (140 + 20 * place, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    cv2.line(page, (150, 185), (170, 185), 0, 2)
    raster = straighten(page, 72 / 150)
    ys, xs = np.nonzero(raster.paper < 128)
    box = (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    assert counts_of_marks(raster, box, "4460")[0]
    assert not counts_of_marks(raster, box, "460")[0]


def test_the_two_sides_of_a_nought_whose_thin_ends_are_lost_are_one_digit_and_two_upright_strokes_are_two():
    def counted(text, draw):
        page = np.full((120, 300), 255, np.uint8)
        for x in range(100, 100 + 26 * len(text), 26):
            draw(page, x)
        ys, xs = np.nonzero(page < 128)
        box = (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
        return counts_of_marks(straighten(page, 0.5), box, text)[0]

    def nought(page, x):
        cv2.ellipse(page, (x, 60), (8, 14), 0, 0, 360, 0, 2, cv2.LINE_AA)
        page[:, x - 3 : x + 4] = 255

    def ones(page, x):
        for left in (x - 8, x + 5):
            page[46:75, left : left + 3] = 0

    assert counted("0", nought)
    assert counted("00", nought)
    assert not counted("0", ones)


def test_a_hyphen_as_small_as_a_speck_that_stands_alone_in_its_cell_is_a_dash_and_a_grain_is_none():
    def inks(wide, high, y=60):
        page = np.full((120, 300), 255, np.uint8)
        page[y : y + high, 150 : 150 + wide] = 60
        raster = straighten(page, 0.36)
        return cell_inks((36.0, 10.8, 90.0, 36.0), raster, marks_of(raster), 20.0, "cell")

    assert len(inks(4, 2)) == 1
    assert inks(3, 3) == []
    assert inks(4, 2, y=36) == []  # a sign for none stands at half the height of its cell


def test_the_pieces_of_a_pale_figure_s_outer_strokes_are_of_its_ink_and_a_grain_further_off_is_not():
    def box(*specks):
        page = np.full((120, 300), 255, np.uint8)
        cv2.putText(page, "5", (150, 70), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 2)
        x0 = int(np.flatnonzero((page < 128).any(axis=0))[0])
        for far, y in specks:
            page[y : y + 3, x0 - far - 3 : x0 - far] = 60
        raster = straighten(page, 0.36)
        (ink,) = cell_inks((10.8, 7.2, 97.2, 36.0), raster, marks_of(raster), 20.0, "cell")
        return x0 - ink.box[0]

    assert box() == 0
    assert box((2, 60), (6, 62)) == 9
    assert box((8, 60)) == 0


def test_a_dash_is_no_figure_and_a_slash_no_1():
    page = lattice(texts=False)
    cv2.line(page, (190, 180), (216, 180), 0, 2, cv2.LINE_AA)
    cv2.line(page, (380, 192), (390, 166), 0, 2, cv2.LINE_AA)
    cv2.putText(page, "1", (120 + 2 * 180 + 60, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    found = readings(page)
    assert (found[0, 0].text, found[0, 0].sure) == ("—", 1.0)
    assert found[0, 1].text == "/" or found[0, 1].sure == 0.0
    assert found[0, 2].text == "1"
    assert found[0, 2].sure > 0.9


def test_the_soft_hyphens_of_small_type_are_dashes():
    page = lattice(texts=False)
    rows = (
        (227, 146, 143, 145, 143, 142, 146, 203),
        (190, 32, 2, 4, 6, 5, 26, 138),
        (210, 90, 51, 62, 67, 54, 64, 153),
    )
    for col, wide in enumerate((8, 7)):
        page[180:183, 200 + 180 * col : 200 + 180 * col + wide] = np.uint8(rows)[:, 8 - wide :]
    found = readings(page)
    assert [(found[0, col].text, found[0, col].sure) for col in (0, 1)] == [("—", 1.0)] * 2


@pytest.mark.parametrize(("wide", "is_dash"), [(20, True), (44, True), (60, False)])
def test_a_fine_stroke_that_the_model_does_not_see_is_a_dash_as_wide_as_two_characters_and_not_wider(wide, is_dash):
    page = lattice(texts=False)
    page[180:183, 200 : 200 + wide] = 40
    ink = Ink((200, 180, 200 + wide, 183), "cell")
    assert _is_dash(straighten(page, 72 / 150), ink, recogniser.Look("", 0.0), 24.0) is is_dash


@pytest.mark.parametrize(("wide", "high", "is_dash"), [(47, 3, True), (20, 3, False), (47, 20, False)])
def test_a_stroke_wider_than_a_character_and_flat_is_a_dash_whatever_the_model_sees(wide, high, is_dash):
    page = lattice(texts=False)
    page[170 : 170 + high, 200 : 200 + wide] = 40
    ink = Ink((200, 170, 200 + wide, 170 + high), "cell")
    assert _is_dash(straighten(page, 72 / 150), ink, recogniser.Look("1—", 0.4), 24.0) is is_dash


def test_a_number_that_runs_into_the_next_cell_is_doubtful():
    page = lattice(texts=False)
    cv2.putText(page, "123456789012", (130, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    found = readings(page)
    assert found[0, 0].sure == 0.0


@pytest.mark.parametrize("length", [3, 30])
@pytest.mark.parametrize("printed", [0.4, 0.6])
def test_blanks_between_the_characters_of_a_line_are_no_doubt_about_it(printed, length):
    characters = recogniser._model()[2]
    steps = np.zeros((3 * length, len(characters)), np.float32)
    steps[0::3, characters.index("2")] = 1
    steps[1::3, 0] = 1
    steps[2::3, 0], steps[2::3, characters.index(" ")] = (
        1 - printed,
        printed,
    )  # the model cannot say whether one is there
    look = recogniser._decode(steps, others=False)
    assert look.text.replace(" ", "") == "2" * length
    assert look.sure > 0.99


def seen_in_steps(*characters):
    """The look at a line whose characters stand in steps of their own; of several at one step, the first is the likeliest."""
    known = recogniser._model()[2]
    steps = np.zeros((2 * len(characters), len(known)), np.float32)
    steps[1::2, 0] = 1
    for step, character in enumerate(characters):
        for place, one in enumerate(character):
            steps[2 * step, known.index(one)] = (0.6, 0.4)[place] if len(character) > 1 else 1
    return recogniser._decode(steps, others=False)


@pytest.mark.parametrize("more", [0, 30])
def test_which_small_mark_stands_between_two_words_is_no_doubt_and_beside_a_digit_it_is(more):
    assert seen_in_steps("件", "，。", "其", *"中" * more).sure > 0.99
    assert seen_in_steps("增", "4", ".，", "2", *"长" * more).sure == pytest.approx(0.6, abs=0.01)
    assert seen_in_steps("增", "4", "，.", "其", *"中" * more).sure == pytest.approx(0.6, abs=0.01)
    assert seen_in_steps("件", "，3", "其", *"中" * more).sure == pytest.approx(0.6, abs=0.01)


def test_looks_at_a_line_of_words_may_differ_in_its_small_marks_and_not_in_those_of_its_figures():
    def seen(*texts):
        looks = [recogniser.Look(text, 0.9 + 0.01 * place) for place, text in enumerate(texts)]
        return _agreed(straighten(lattice(), 72 / 150), Ink((150, 160, 250, 200), None), looks)

    assert (seen("受理3件。增长4.2%", "受理3件·增长4.2%").text, seen("内答复·共3件", "内答复·共3件").sure) == (
        "受理3件。增长4.2%",
        0.9,
    )
    assert seen("受理3件．办结2件", "受理3件．办结2件").text == "受理3件，办结2件"
    assert seen("增长4.2%", "增长4，2%").sure == 0


# -- whole reports ----------------------------------------------------------------------------------------------------


def wrong_cells(report, truth):
    known = expected_cells(truth)
    return [fact.name for fact in report.cells if fact.state != "missing" and fact.value != known[fact.key]]


def scan_of(pages, **how) -> bytes:
    kind = camera.Camera(**how)
    return camera.scanned_pdf([camera.taken(page, kind, np.random.default_rng(2)) for page in pages], kind)


def test_a_scanned_report_is_read_exactly_in_a_worker_with_its_limits():
    data = scan_of(clean_pages(), dots=150, turn=0.8, noise=4, quality=70)
    with parser_pool(1) as pool:
        ((_, parsed),) = parse_many([("scan", data)], pool, seconds=240)
    (report,) = parsed.reports
    assert (report.status, report.reasons) == ("accepted", ())
    assert (report.agency, report.report_year) == (REPORT.agency, REPORT.report_year)
    assert wrong_cells(report, REPORT) == []
    assert {fact.method for fact in report.cells} <= {"ocr", "ocr+identity"}
    assert all(re.match(r"page \d+ \(\d+,", fact.locator) for fact in report.cells)


def test_an_error_of_the_publisher_in_a_picture_is_read_as_printed_or_refused_and_never_repaired():
    sound = ("disputes", "review", "total")
    unchecked = ("proactive", "penalties", "decisions")
    broken = with_figure(with_figure(REPORT, sound, (REPORT.figures[sound].value or 0) + 3), unchecked, 381)
    title = Text(f"{REPORT.agency}{REPORT.report_year}年政府信息公开工作年度报告", 1, "title")
    told = []
    for page in drawn(broken):
        raster = straighten(page, 72 / 150)
        rulings = (
            [Ruling(*(v * raster.scale for v in line)) for line in lines] for lines in (raster.across, raster.down)
        )
        if len(find_lattices(*rulings)[0].cells if raster.across else ()) not in {30, 34}:
            continue  # the long table has been read by the tests above
        document = read_document(png(page))
        (report,) = read_reports(replace(document, blocks=(title, *document.blocks)))
        assert wrong_cells(report, broken) == []
        told += [fact.value for fact in report.cells if fact.key == unchecked and fact.value is not None]
        told += [reason for reason in report.reasons if "does not hold in the picture" in reason]
    assert 381 in told
    assert any("A4:review" in str(words) for words in told)


def test_the_sandbox_renders_pictures_and_scans_without_a_text_layer():
    try:
        data = {kind: render(REPORT, kind, "plain") for kind in PICTURES}
    except camera.NoFontError as error:
        pytest.skip(str(error))
    assert {kind: sniff(found) for kind, found in data.items()} == {"png": "picture", "jpeg": "picture", "scan": "pdf"}
    opened = pypdfium2.PdfDocument(data["scan"])
    assert not "".join(page.get_textpage().get_text_range() for page in opened).strip()


def test_a_page_of_text_with_a_picture_of_a_table_in_it_gives_both():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(72, 780, "A page whose table was pasted as a picture, as offices do it every year.")
    canvas.drawImage(ImageReader(io.BytesIO(png(lattice()[120:430, 90:880]))), 60, 400, 480, 220)
    canvas.showPage()
    canvas.save()
    document = pdf.read(out.getvalue())
    assert figures(document) == TRUTH
    assert document.texts[0].text.startswith("A page whose table")
    assert document.texts[0].locator not in document.readings
    assert all(cell.locator in document.readings for cell in document.grids[0].cells)


def test_text_laid_over_a_scan_must_say_what_the_scan_shows():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(io.BytesIO(png(lattice()))), 0, 400, 595, 432)
    canvas.setFillGray(1)
    scale = 595 / 1240
    canvas.drawString((120 + 70) * scale, 400 + 432 - (150 + 42) * scale, "55")  # the first cell shows 0
    canvas.showPage()
    canvas.save()
    document = pdf.read(out.getvalue())
    found = {(c.row, c.col): document.readings[c.locator] for c in document.grids[0].cells}
    assert found[0, 0].sure == 0.0
    assert found[0, 1].sure > 0.5


def test_a_character_that_its_font_does_not_name_may_be_the_one_that_is_seen():
    assert agrees(UNNAMED + "5", "65")
    assert not agrees(UNNAMED + "5", "64")
    assert not agrees(UNNAMED, "65")


def test_a_digit_drawn_poorly_where_no_sum_proves_it_is_right_or_refused():
    page = np.array(clean_pages()[0])
    document = picture.read(png(page))
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    cells = [cell for cell in grid.cells if cell.text.isdigit()]
    for cell in cells:
        x0, y0, x1, y1 = map(int, re.search(r"\((\d+),(\d+),(\d+),(\d+)\)", cell.locator).groups())
        inside = page[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3]
        inside[::2] = 255  # every other line of the scanner failed
        inside[:] = cv2.blur(inside, (3, 3))
    poor = picture.read(png(page))
    known = {(cell.row, cell.col): cell.text for cell in cells}
    table = next(block for block in poor.blocks if isinstance(block, Grid))
    for cell in table.cells:
        if (cell.row, cell.col) in known:
            reading = poor.readings[cell.locator]
            assert reading.sure < 0.9 or not reading.counted or reading.text == known[cell.row, cell.col]


def test_the_cells_of_tables_that_touch_where_their_columns_nearly_meet_keep_their_readings():
    page = np.full((700, 1000), 255, np.uint8)
    for y in (100, 190, 280, 370, 460):
        cv2.line(page, (100, y), (900, y), 0, 2)
    for x, nudge in ((100, 0), (360, 9), (630, 4), (900, 0)):
        cv2.line(page, (x, 100), (x, 280), 0, 2)
        cv2.line(page, (x + nudge, 280), (x + nudge, 460), 0, 2)
    for row in range(4):
        for col in range(3):
            cv2.putText(
                page, f"{row + 2}{col + 4}", (190 + 270 * col, 160 + 90 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 0, 2
            )
    document = picture.read(png(page))
    cells = [cell for grid in document.grids for cell in grid.cells]
    assert [cell.text for cell in cells] == [f"{row + 2}{col + 4}" for row in range(4) for col in range(3)]
    assert [document.readings[cell.locator].text for cell in cells] == [cell.text for cell in cells]
