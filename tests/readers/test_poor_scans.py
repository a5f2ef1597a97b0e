"""What scanners and their drivers do to a page before it is read: lay it on its side, strew it with pixels."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from pixels import TRUTH, lattice, png

from crawlers.sandbox.figures import Prose
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import find_layout
from crawlers.sandbox.render import picture as camera
from crawlers.sandbox.render.story import printed
from pipelines.readers import picture
from pipelines.readers.pages.lattice import find_lattices
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.pixels.specks import without_specks
from pipelines.readers.pixels.through import without_other_side
from pipelines.readers.pixels.traces import without_lid, without_traces
from pipelines.readers.scans.looks import _is_of_statistics
from pipelines.readers.scans.upright import stood_upright

SCALE = 72 / 150


def figures(page):
    (grid,) = picture.read(png(page)).grids
    return {(cell.row, cell.col): cell.text for cell in grid.cells}


def strewn(page, share=0.004, seed=1):
    random = np.random.default_rng(seed).random(page.shape)
    return np.where(random < share / 2, 0, np.where(random > 1 - share / 2, 255, page)).astype(np.uint8)


# -- which way up -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def words():
    """The upper part of a report's first page: its title, headings and the head of a table."""
    report = replace(make_figures(11, "示例市水务局", 2023, "2021"), prose=Prose())
    layout = find_layout("pdf", "plain")
    try:
        page = camera.drawn(camera.pdf.render(printed([report], layout), layout), 150)[0]
    except camera.NoFontError as error:
        pytest.skip(str(error))
    return page[: round(0.45 * len(page))]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_its_head_is_stood_upright_and_leads_back(words, quarters):
    laid = np.ascontiguousarray(np.rot90(words, quarters))
    upright, turned = stood_upright(words, SCALE), stood_upright(laid, SCALE)
    assert turned.seen.shape == upright.seen.shape
    assert np.abs(turned.seen.astype(int) - upright.seen).mean() < 1
    ys, xs = np.nonzero(laid < 128)
    x0, y0, x1, y1 = turned.original((0, 0, turned.width, turned.height))
    assert (x0, y0, x1, y1) == pytest.approx((0, 0, laid.shape[1], laid.shape[0]), abs=3)
    for x, y in zip(xs[::5000].tolist(), ys[::5000].tolist(), strict=True):
        across, down = (value / SCALE for value in turned.straightened(x * SCALE, y * SCALE))
        assert turned.seen[max(0, int(down) - 2) : int(down) + 3, max(0, int(across) - 2) : int(across) + 3].min() < 128


def test_a_table_of_figures_alone_stays_as_it_lies():
    page = lattice()
    assert np.array_equal(stood_upright(page, SCALE).seen, page)


# -- what is no ruling ------------------------------------------------------------------------------------------------


def test_a_title_of_box_like_characters_keeps_its_strokes_beside_a_table():
    page = lattice()
    for left in range(200, 500, 70):  # 日日日日日, as large as a title
        cv2.rectangle(page, (left, 50), (left + 44, 104), 0, 4)
        cv2.line(page, (left, 77), (left + 44, 77), 0, 4)
    raster = straighten(page, SCALE)
    assert (len(raster.across), len(raster.down)) == (5, 5)
    assert np.array_equal(raster.paper[40:120] < 128, page[40:120] < 128)


def test_the_dark_edges_of_a_scan_neither_turn_the_page_nor_become_part_of_it():
    page = camera.taken(lattice(), camera.Camera(turn=1.2), np.random.default_rng(1))
    page[:20] = page[-20:] = page[:, :20] = page[:, -20:] = 10
    raster = straighten(page, SCALE)
    assert raster.way.degrees == pytest.approx(-1.2, abs=0.08)
    assert (len(raster.across), len(raster.down)) == (5, 5)


def test_the_wedge_that_a_page_laid_aslant_leaves_of_a_black_lid_goes():
    page = lattice()
    scan = page.copy()
    for x in range(620):
        scan[: 25 - x // 25, x] = 0
    assert np.array_equal(without_lid(scan, SCALE)[:60], page[:60])


def test_the_shadow_of_an_uneven_edge_is_no_ruling_and_what_is_left_of_a_short_one_is_no_word():
    page = lattice()
    wide = np.linspace(9, 19, page.shape[0])[:, None]
    shade = 1 - 1 / (1 + np.exp((np.arange(page.shape[1])[None, :] - wide) / 3))
    page = (page * shade).astype(np.uint8)
    page[620:645, -4:] = 40
    raster = straighten(page, SCALE)
    assert (len(raster.across), len(raster.down)) == (5, 5)
    assert picture.read(png(page)).texts == []


def test_a_ruling_or_a_fill_that_runs_to_the_edge_of_a_picture_is_no_lid():
    page = lattice()
    page[:, :3] = 0
    page[300:302] = 0
    page[:, 1000:] = 60
    assert without_lid(page, SCALE) is page


def test_a_punched_hole_is_paper_and_the_nought_beside_the_table_is_none():
    page = lattice()
    holed = page.copy()
    for y in (300, 467):
        cv2.circle(holed, (40, y), 18, 90, -1, cv2.LINE_AA)
    cv2.circle(holed, (40, 620), 18, 0, 3, cv2.LINE_AA)  # a ring is ink, and so is a character as large
    for left in range(82, 116, 8):
        cv2.line(holed, (left, 604), (left, 636), 0, 4)
    cleaned, holes = without_traces(holed, SCALE)
    assert [round((top + low) / 2 / SCALE, -1) for _, top, _, low in holes] == [300, 470]
    assert np.array_equal(cleaned[:550], page[:550])
    assert np.array_equal(cleaned[550:], holed[550:])


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("side", [28, 36])
def test_a_figure_that_a_hole_was_punched_into_is_in_doubt_and_no_nought(is_open, side):
    page = lattice()
    if is_open:  # the table has no sides
        for y in range(150, 390, 60):
            page[y + 2 : y + 59, 118:123] = page[y + 2 : y + 59, 838:843] = 255
    cv2.circle(page, (738, 182), side // 2, 90, -1, cv2.LINE_AA)
    document = picture.read(png(page))
    (grid,) = document.grids
    sure = {(cell.row, cell.col): document.readings[cell.locator].sure for cell in grid.cells}
    assert sure.pop((0, 3)) == 0
    assert min(sure.values()) > 0.9


@pytest.mark.parametrize("turned", [False, True])
def test_a_streak_from_edge_to_edge_is_taken_off_the_figures_it_runs_through(turned):
    page = lattice()
    streaked = page.copy()
    own = streaked.T if turned else streaked
    own[330:334] = (own[330:334] * 0.7).astype(np.uint8)
    assert np.abs(without_traces(streaked, SCALE)[0].astype(int) - page).max() < 6


def test_the_pale_rulings_of_a_picture_cut_along_its_table_are_no_streaks():
    page = np.full((400, 900), 255, np.uint8)
    page[::100] = page[-2:] = page[:, ::300] = page[:, -2:] = 170
    assert without_traces(page, SCALE)[0] is page


def test_a_stroke_of_a_heading_in_line_with_a_ruling_joins_no_two_tables():
    page = lattice()
    top, bottom = np.flatnonzero((page < 128).sum(axis=1) > 400)[[0, -1]]
    column = int(np.flatnonzero((page[top:bottom] < 128).mean(axis=0) > 0.9)[2])
    both = np.full((len(page) + bottom - top + 60, page.shape[1]), 255, np.uint8)
    both[: bottom + 4] = page[: bottom + 4]
    both[bottom + 54 : bottom + 54 + (len(page) - top)] = page[top:]
    both[bottom + 14 : bottom + 44, column : column + 3] = 0  # of a character as 开 has it
    raster = straighten(both, SCALE)
    assert len(find_lattices(raster.across, raster.down)) == 2


# -- salt and pepper --------------------------------------------------------------------------------------------------


def test_figures_under_strewn_pixels_are_read_and_a_blank_cell_stays_blank():
    assert figures(strewn(lattice(), 0.002)) == TRUTH


def test_what_is_left_of_many_strewn_pixels_makes_no_figure_certain():
    document = picture.read(png(strewn(lattice(rows=2), 0.02)))
    for cell in document.grids[0].cells:
        reading = document.readings[cell.locator]
        assert reading.text == TRUTH[cell.row, cell.col] or reading.sure < 0.9 or not reading.counted


def test_a_clean_page_and_one_of_larger_specks_are_left_as_they_are():
    page = lattice()
    assert without_specks(page, SCALE) is page
    places = np.random.default_rng(2).integers(0, 890, (400, 2))
    for x, y in places.tolist():
        cv2.circle(page, (x, y), 2, 60, -1)
    assert without_specks(page, SCALE) is page


def test_a_pale_ruling_that_noise_darkens_in_places_is_no_strewn_pixels():
    page = np.full((900, 1240), 244.0)
    for y in range(60, 900, 60):
        page[y : y + 2, 60:1180] = 244 - 62
    page = (page + np.random.default_rng(3).normal(0, 6, page.shape)).clip(0, 255).astype(np.uint8)
    assert np.array_equal(without_specks(page, SCALE), page)


def test_pale_small_type_of_which_noise_darkens_pieces_is_no_strewn_pixels():
    page = np.full((900, 1240), 255, np.uint8)
    for y in range(40, 900, 25):
        for x in range(40, 1180, 60):
            cv2.putText(page, "12.5", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0, 1, cv2.LINE_AA)
    pale = 244 - (255 - cv2.GaussianBlur(page, (0, 0), 0.9).astype(np.float64)) * 0.6
    page = (pale + np.random.default_rng(4).normal(0, 8, page.shape)).clip(0, 255).astype(np.uint8)
    assert np.array_equal(without_specks(page, SCALE), page)


@pytest.mark.parametrize(("dots", "wide"), [(150, 2), (200, 2), (200, 3), (300, 4)])
def test_a_stop_of_small_type_is_never_taken_for_a_strewn_pixel(dots, wide):
    high = round(7 * wide)  # a digit is seven times as high as its stop is wide
    page = np.full((900, 1240), 255, np.uint8)
    feet = [(200 + 60 * at, 200 + 40 * row) for at in range(12) for row in range(14)]
    for x, y in feet:  # |.|
        for left in (x, x + high):
            page[y - high : y, left : left + wide] = 0
        page[y - wide : y, x + high // 2 : x + high // 2 + wide] = 0
    cleaned = without_specks(strewn(page), 72 / dots)
    stops = [cleaned[y - wide : y, x + high // 2 : x + high // 2 + wide] for x, y in feet]
    assert sum(bool(np.median(stop) < 128) for stop in stops) >= len(stops) - 1  # salt may hit one
    assert np.count_nonzero(cleaned[:150] < 128) < 20


# -- what shows through ------------------------------------------------------------------------------------------------


def thin(page, share=0.2):
    """The page on thin paper whose other side is full of figures."""
    back = np.full_like(page, 255)
    for y in range(60, len(page), 45):
        cv2.putText(back, "0123456789 " * 5, (60, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    back = cv2.GaussianBlur(cv2.flip(back, 1), (0, 0), 1.5)
    return np.minimum(page, 255 - (255 - back.astype(np.float32)) * share).astype(np.uint8)


def test_what_shows_through_thin_paper_leaves_a_blank_cell_blank_and_figures_certain():
    page = lattice()
    document = picture.read(png(thin(page)))
    (grid,) = document.grids
    assert {(cell.row, cell.col): cell.text for cell in grid.cells} == TRUTH
    assert [cell.text for cell in grid.cells if document.readings[cell.locator].sure < 0.9] == []


def test_faint_figures_on_clean_paper_and_noise_and_shadows_all_over_it_are_no_other_side():
    page = lattice()
    page[330:390] = 255 - (255 - page[330:390]) // 5  # a row of a poor print
    noisy = page + np.random.default_rng(2).normal(0, 8, page.shape)
    shaded = page * np.linspace(1, 0.7, page.shape[1])
    spine = page * (1 - 0.45 * np.exp(-np.linspace(0, 20, page.shape[1])))
    for one in (image.clip(0, 255).astype(np.uint8) for image in (page, noisy, shaded, spine)):
        assert np.array_equal(without_other_side(one, SCALE), one)


def test_a_mark_of_a_pen_outside_a_table_is_no_word():
    page = lattice()
    cv2.polylines(page, [np.array([[40, 420], [58, 446], [80, 400]])], False, 60, 3, cv2.LINE_AA)
    cv2.putText(page, "TABLE 12", (500, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    assert [text.text for text in picture.read(png(page)).texts] == ["TABLE12"]


# -- rulings that a page cuts -----------------------------------------------------------------------------


def test_rows_that_a_page_begins_with_are_a_table_though_no_line_closes_it_above():
    page = lattice(rows=3, cols=6, cell=(150, 40), texts=False)
    page[: 150 + 6] = 255  # the upper line of the table stands on the page before
    raster = straighten(page, SCALE)
    assert (len(raster.across), len(raster.down)) == (3, 7)


# -- figures close to the sides of their cells --------------------------------------------------------------------------


def at_the_side(text, begin, softness=0.0):
    """The reading of a figure whose ink begins or ends so many pixels beside a ruling of its cell (180 pixels wide)."""
    page = np.vstack([lattice(texts=False), np.full((900, 1240), 255, np.uint8)])  # a page upright
    (wide, high), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
    drawn = np.full((high + 20, wide + 40), 255, np.uint8)
    cv2.putText(drawn, text, (20, high + 10), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    ys, xs = np.nonzero(drawn < 128)
    ink = drawn[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    x = 120 + 180 + begin if begin > 0 else 120 + 2 * 180 + 1 + begin - ink.shape[1]
    page[170 : 170 + len(ink), x : x + ink.shape[1]] &= ink
    page = cv2.GaussianBlur(page, (0, 0), softness) if softness else page
    document = picture.read(png(page))
    (cell,) = (cell for cell in document.grids[0].cells if (cell.row, cell.col) == (0, 1))
    return document.readings[cell.locator]


@pytest.mark.parametrize("begin", [3, -3])
def test_a_figure_set_close_to_one_side_of_its_cell_is_whole_where_paper_parts_it_from_the_ruling(begin):
    reading = at_the_side("25", begin)
    assert (reading.text, reading.whole) == ("25", True)
    assert reading.sure > 0.9


def test_a_figure_of_a_soft_picture_is_whole_though_the_paper_before_the_ruling_is_grey():
    assert at_the_side("25", -4, softness=1.2).whole


@pytest.mark.parametrize(
    ("text", "begin", "softness"), [("25", 1, 0.0), ("25", -1, 0.0), ("25", -1, 1.2), ("2222222222", 3, 0.0)]
)
def test_a_figure_that_touches_the_ruling_or_fills_its_cell_may_go_on_beyond_it(text, begin, softness):
    assert not at_the_side(text, begin, softness).whole


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["指标名称", "2015年"], True),
        (["行政复议数", "件", "1", "行政诉讼数", "件", "2"], True),
        (["3、行政诉讼数", "件", "2", "5"], True),
        (["行政许可", "12", "合计（件）", "件"], False),
    ],
)
def test_lines_of_a_statistics_table_that_goes_on_over_a_page_are_told_by_their_units(cells, is_one):
    assert _is_of_statistics(cells) is is_one


def test_a_header_that_a_page_s_end_leaves_open_keeps_its_sides_and_its_line_above():
    page = lattice(rows=1, cols=3, cell=(240, 66), texts=False)
    page[205:] = 255  # the rest of the header stands on the next page
    page[178:180, 361:842] = 0
    raster = straighten(page, SCALE)
    assert (len(raster.across), len(raster.down)) == (2, 4)
