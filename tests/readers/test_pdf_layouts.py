"""Tables that no ruled cells draw, or only in part: by backgrounds, by alignment, with rows cut open at the page's end."""

import random

import drawing
import pytest
from drawing import draw_centred, drawn, table, words
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import FONT, SIZE
from reader_layouts import FORM, disputes_grid, figures, requests_grid

from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.matching import Matcher
from pipelines.readers import pdf
from pipelines.readers.document import Document, Text
from warehouse.form import load_forms

GRIDS = {"requests": (requests_grid, 3), "disputes": (disputes_grid, 0)}


def matched(document: Document, name: str) -> dict[tuple[str, str], str] | None:
    """The printed cells of one table by row and column; None where they are in doubt."""
    found = Matcher(label_index(), load_forms(), 2023).read(document.grids)
    if found.doubts.get(name):
        return None
    return {key: cell.text for block in found.blocks if block.table == name for key, cell in block.cells.items()}


def values_of(name: str, seed: int, choices: tuple[str, ...] = ()) -> dict[tuple[str, str], str]:
    chance = random.Random(seed)
    return {
        key: chance.choice([*choices, str(chance.randrange(10 ** chance.randrange(1, 5)))]) for key in figures(name)
    }


def by_key(values: dict) -> dict[tuple[str, str], str]:
    return {(key[-2], key[-1]): text for key, text in values.items()}


def boxed(canvas, x0, y0, x1, y1):
    canvas.setFillColorRGB(0.85, 0.9, 0.95)
    canvas.rect(x0 + 0.7, y0 + 0.7, x1 - x0 - 1.4, y1 - y0 - 1.4, stroke=0, fill=1)


def underlined(canvas, x0, y0, x1, y1):
    canvas.setLineWidth(0.5)
    canvas.line(x0, y0, x1, y0)


@pytest.mark.parametrize("under", [None, boxed, underlined])
@pytest.mark.parametrize("name", sorted(GRIDS))
def test_a_table_without_rulings_is_read_by_its_alignment_or_its_backgrounds(name, under):
    build, labels = GRIDS[name]
    values = values_of(name, 3)
    grid = build(values)
    data = drawn(lambda canvas, number: (words(canvas, 812), draw_centred(canvas, grid, 790, labels, under)))
    assert matched(pdf.read(data), name) == by_key(values)


def framed(canvas, x0, y0, x1, y1):
    """A border as browsers fill it: what lies between two boxes."""
    path = canvas.beginPath()
    for inset in (0.4, 1.0):
        path.rect(x0 + inset, y0 + inset, x1 - x0 - 2 * inset, y1 - y0 - 2 * inset)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def test_borders_filled_between_two_boxes_are_rulings_though_a_page_has_one_row_of_them():
    def draw(canvas, number):
        words(canvas, 812)
        for at, text in enumerate(("7", "38", "0")):
            framed(canvas, 60 + 50 * at, 760, 110 + 50 * at, 790)
            canvas.drawString(66 + 50 * at, 770, text)

    (grid,) = pdf.read(drawn(draw)).grids
    assert [(cell.text, cell.row, cell.col) for cell in grid.cells] == [("7", 0, 0), ("38", 0, 1), ("0", 0, 2)]


def test_a_table_without_rulings_whose_rows_stand_far_apart_keeps_its_header(monkeypatch):
    monkeypatch.setattr(drawing, "PAD", 7.0)
    monkeypatch.setattr(drawing, "SIZE", 6)
    values = values_of("disputes", 4)
    grid = disputes_grid(values)
    data = drawn(lambda canvas, number: (words(canvas, 812), draw_centred(canvas, grid, 790, 0)))
    assert matched(pdf.read(data), "disputes") == by_key(values)


EDGES = [(0.5, 0.5), (0, 0), (1, 1), (0, 1), (0.5, 0), (0.5, 1)]


@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("name", sorted(GRIDS))
def test_an_aligned_table_is_read_whatever_edge_its_words_and_figures_are_set_to(name, edges):
    build, labels = GRIDS[name]
    values = values_of(name, 5)
    grid = build(values)
    data = drawn(lambda canvas, number: (words(canvas, 812), draw_centred(canvas, grid, 790, labels, edges=edges)))
    assert matched(pdf.read(data), name) == by_key(values)


@given(
    name=st.sampled_from(sorted(GRIDS)),
    seed=st.integers(0, 9999),
    blanks=st.integers(0, 6),
    edges=st.sampled_from(EDGES),
)
@settings(max_examples=60, deadline=None)
def test_an_aligned_table_with_blanks_is_read_right_or_refused(name, seed, blanks, edges):
    build, labels = GRIDS[name]
    values = values_of(name, seed, ("",) * blanks + ("—", "0"))
    grid = build(values)
    data = drawn(lambda canvas, number: (words(canvas, 812), draw_centred(canvas, grid, 790, labels, edges=edges)))
    read = matched(pdf.read(data), name)
    if read:
        assert read.items() <= by_key(values).items()


def test_figures_set_under_another_header_than_their_own_are_not_taken_for_it():
    # The last route of section four has no figures: nothing tells which columns the others stand in but their places.
    rows = {row.key: "" for row in FORM.tables["disputes"].blocks[0].rows}
    values = {key: rows.get(key[-2], "") for key in figures("disputes")}
    for number, key in enumerate(sorted(values)[:5]):
        values[key] = str(number)
    grid = disputes_grid(values)
    data = drawn(lambda canvas, number: (words(canvas, 812), draw_centred(canvas, grid, 790, 0)))
    read = matched(pdf.read(data), "disputes")
    assert read is None or read.items() <= by_key(values).items()


def test_text_that_hangs_out_of_a_row_left_open_at_the_end_of_a_page_stays_in_its_cell():
    def page(canvas, number):
        canvas.setFont(FONT, SIZE)
        words(canvas, 700)
        if number == 1:
            canvas.lines([(72, 200, 252, 200), (72, 180, 252, 180), (192, 160, 252, 160)])
            canvas.lines([(x, 200, x, 160) for x in (72, 132, 192, 252)])
            for x, y, text in (
                (76, 186, "项目"),
                (136, 186, "甲"),
                (196, 186, "乙"),
                (136, 166, "自"),
                (196, 166, "七"),
            ):
                canvas.drawString(x, y, text)
            canvas.drawString(136, 152, "然")  # below the last border drawn

    (grid,) = pdf.read(drawn(page, pages=2)).grids
    assert "自然" in [cell.text.replace("\n", "") for cell in grid.cells]


@pytest.mark.parametrize(("below", "is_heading"), [("四、示例情况", True), ("四、结转下年度继续办理", False)])
def test_a_heading_close_below_a_table_without_a_frame_is_no_text_of_its_last_row(below, is_heading):
    def page(canvas, number):
        canvas.setFont(FONT, SIZE)
        words(canvas, 700)
        canvas.line(72, 180, 352, 180)
        canvas.line(232, 200, 232, 164)
        for x, y, text in ((76, 186, "项目"), (236, 186, "7"), (76, 167, "其他"), (236, 167, "8"), (76, 150, below)):
            canvas.drawString(x, y, text)

    document = pdf.read(drawn(page))
    (grid,) = document.grids
    assert ("其他" in [cell.text for cell in grid.cells]) == is_heading
    assert (below in [block.text for block in document.blocks if isinstance(block, Text)]) == is_heading


def test_words_that_the_end_of_a_page_cuts_through_are_of_their_cell_and_printed_once():
    def draw(canvas, number):
        heads, row = ["甲类", "乙类"], ["3", "12"]
        if number == 1:
            words(canvas, 812)
            table(canvas, [["", ""]], y=60)
            for at, text in enumerate(heads):
                canvas.drawString(76 + 60 * at, 35, text)
        else:
            table(canvas, [heads, row], y=800)

    document = pdf.read(drawn(draw, pages=2))
    (grid,) = document.grids
    assert [[cell.text if cell else "" for cell in row] for row in grid.lattice()] == [["甲类", "乙类"], ["3", "12"]]
    assert not any("甲类" in text.text for text in document.texts)


def test_a_header_cut_by_the_page_before_all_its_columns_is_whole_again():
    def page(canvas, number):
        if number == 1:
            words(canvas, 700)
            canvas.rect(72, 100, 60, 40)
            canvas.rect(132, 120, 180, 20)
            canvas.rect(132, 100, 180, 20)
            canvas.drawString(76, 126, "项目")
            canvas.drawString(136, 126, "情况")
            canvas.drawString(136, 106, "其中")
        else:
            table(canvas, [["", "甲", "乙", "丙"], ["一、", "1", "2", "3"]], y=760)

    (grid,) = pdf.read(drawn(page, pages=2)).grids
    lattice = grid.lattice()
    assert [cell.text for cell in lattice[-1]] == ["一、", "1", "2", "3"]
    assert lattice[0][3].text == "情况"
    assert lattice[1][2].text == "其中"


def test_a_header_that_the_edge_of_a_page_cuts_goes_on_below_what_is_drawn_of_it_out_of_sight():
    row = ["3", "12"]

    def page(canvas, number):
        words(canvas, 500)
        if number == 1:
            table(canvas, [["项目", "情况"], ["", ""]], y=35)
            canvas.drawString(76, 2, "甲类事项")
        else:
            table(canvas, [["项目", "情况"], ["总数", "乙类"], row], y=868)

    grid, *rest = pdf.read(drawn(page, pages=2)).grids
    assert [[cell.text for cell in row] for row in grid.lattice()] == [["项目", "情况"], ["甲类事项总数", "乙类"], row]
    assert not rest


def test_pale_letters_that_cross_the_text_are_a_watermark_and_pale_titles_are_not():
    def page(canvas, number):
        canvas.setFillColorRGB(0.6, 0.6, 0.6)
        canvas.setFont(FONT, 60)
        canvas.drawString(72, 560, "示例")
        canvas.setFillColorRGB(0.95, 0.6, 0.2)
        canvas.setFont(FONT, 24)
        canvas.drawString(72, 760, "示例年度报告")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(FONT, 10)
        words(canvas)
        table(canvas, [["甲", "1"], ["乙", "2"]])

    document = pdf.read(drawn(page))
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "1", "乙", "2"]
    assert next(text.text for text in document.texts) == "示例年度报告"


def test_form_fields_filled_in_are_part_of_the_page():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "1"], ["乙", ""]])
        canvas.acroForm.textfield(name="f", value="27", x=134, y=562, width=40, height=16, borderWidth=0, fontSize=9)

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells] == ["甲", "1", "乙", "27"]
