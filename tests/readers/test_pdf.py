"""Ruled tables of a PDF come back over page breaks, turns and border styles; what cannot be trusted is refused."""

import io
import json
import random
import re

import pypdfium2 as pdfium
import pytest
from drawing import drawn, table, words
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import FONT, filled, lined, printed_pdf, stroked
from reader_layouts import FORM, REPORTS, disputes_grid, figures, figures_by_label, proactive_grid, requests_grid, shape
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.matching import Matcher
from pipelines.readers import pdf
from pipelines.readers.document import Cell, Grid, Text, UnreadableError
from warehouse.form import load_forms

BUILDERS = {"requests": requests_grid, "disputes": disputes_grid, "proactive": proactive_grid}


def read_texts(data: bytes) -> list[str]:
    return [text.text for text in pdf.read(data).texts]


@pytest.mark.parametrize("draw", [stroked, lined, filled])
@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_a_table_of_the_form_comes_back_with_its_spans(name, draw):
    grid = BUILDERS[name](figures(name))
    (read,) = pdf.read(printed_pdf(grid, draw=draw)).grids
    assert shape(read) == shape(grid)


@given(
    name=st.sampled_from(["requests", "disputes"]),
    # one row over three pages is held to less, in the next test
    breaks=st.lists(
        st.tuples(st.integers(3, 27), st.integers(0, 3)), min_size=1, max_size=3, unique_by=lambda at: at[0]
    ),
    repeat=st.sampled_from([0, 3]),
    draw=st.sampled_from([stroked, lined, filled]),
    seed=st.integers(0, 999),
)
@settings(max_examples=40, deadline=None)
def test_a_table_broken_anywhere_over_pages_is_one_table_again(name, breaks, repeat, draw, seed):
    chance = random.Random(seed)
    values = {key: chance.choice(["", "0", "-", "—", str(chance.randrange(10**6))]) for key in figures(name)}
    grid = BUILDERS[name](values)
    # A figure itself is not cut: the row of section four has no words to cut.
    inside = [(row, count if name == "requests" else 0) for row, count in breaks if row < grid.n_rows]
    (read,) = pdf.read(printed_pdf(grid, inside, repeat, draw)).grids
    assert shape(read) == shape(grid)


@pytest.mark.parametrize("row", range(3, 28, 3))
def test_a_row_that_reaches_over_three_pages_is_read_right_or_refused(row):
    chance = random.Random(row)
    values = {key: str(chance.randrange(10**6)) for key in figures("requests")}
    data = printed_pdf(BUILDERS["requests"](values), [(row, 1), (row, 2)], 0, stroked)
    found = Matcher(label_index(), load_forms(), 2023).read(pdf.read(data).grids)
    read = {
        name: cell.text for block in found.blocks if block.table == "requests" for name, cell in block.cells.items()
    }
    if not found.doubts.get("requests"):
        # a report that lacks cells of a table it holds is refused as a whole
        assert read.items() <= {(key[-2], key[-1]): value for key, value in values.items()}.items()


def test_a_row_is_not_joined_to_the_row_above_the_break_when_its_figures_are_blank():
    values = figures("requests")
    for row in ("granted", "partly_granted"):
        for column in FORM.tables["requests"].blocks[0].columns:
            values[row, column.key] = ""
    grid = requests_grid(values)
    (read,) = pdf.read(printed_pdf(grid, [(6, 0)])).grids
    assert shape(read) == shape(grid)


def test_a_row_of_blanks_below_a_header_and_a_page_break_is_a_row():
    grid = disputes_grid(dict.fromkeys(figures("disputes"), ""))
    (read,) = pdf.read(printed_pdf(grid, [(grid.n_rows - 1, 0)])).grids
    assert shape(read) == shape(grid)


@pytest.mark.parametrize("lines", [1, 2])
def test_numbers_wrapped_in_their_columns_and_cut_with_their_row_are_whole_again(lines):
    block = FORM.tables["requests"].blocks[0]
    values = {key: str(10**11 + 7919 * place) for place, key in enumerate(figures("requests"))}
    grid = requests_grid(values)
    first = grid.n_rows - len(block.rows)
    for row in range(first, grid.n_rows):
        (read,) = pdf.read(printed_pdf(grid, [(first + 9, 0), (row, lines)])).grids
        assert shape(read) == shape(grid)


def test_short_labels_on_both_sides_of_a_break_stay_two_rows():
    block = next(block for block in FORM.tables["proactive"].blocks if len(block.rows) == 2 and len(block.columns) == 1)
    first, second = block.rows
    grid = Grid(3, 2, (
        Cell(block.corner, 0, 0), Cell(block.columns[0].label, 0, 1),
        Cell(first.label, 1, 0), Cell("", 1, 1), Cell(second.label, 2, 0), Cell("7", 2, 1),
    ))  # fmt: skip
    (read,) = pdf.read(printed_pdf(grid, [(2, 0)])).grids
    assert shape(read) == shape(grid)


def test_locators_name_every_page_a_cell_stands_on_and_its_box():
    grid = requests_grid(figures("requests"))
    row = next(cell.row for cell in grid.cells if cell.row_span == 1 and len(cell.text) > 30)
    (read,) = pdf.read(printed_pdf(grid, [(row, 1)])).grids
    label = next(cell for cell in read.cells if cell.row == row and len(cell.text) > 30)
    assert re.fullmatch(r"page 1 \(\d+,\d+,\d+,\d+\) \+ page 2 \(\d+,\d+,\d+,\d+\)", label.locator)
    total = next(cell for cell in read.cells if cell.row == row + 1 and cell.text.isdigit())
    page, x0, y0, x1, y1 = map(int, re.findall(r"\d+", total.locator))
    document = pdfium.PdfDocument(printed_pdf(grid, [(row, 1)]))
    height = document[page - 1].get_height()
    found = document[page - 1].get_textpage().get_text_bounded(x0, height - y1, x1, height - y0)
    assert found.strip() == total.text


def test_every_published_cell_of_huaian_2024_stands_in_the_right_row_and_column():
    path, truth = REPORTS / "huaian_2024.pdf", REPORTS / "truth" / "huaian_2024.json"
    if not path.exists():
        pytest.skip("the real reports lie beside the repository")
    found = {(_parts(row), _parts(column), text) for row, column, text in figures_by_label(pdf.read(path.read_bytes()))}
    cells = json.loads(truth.read_text(encoding="utf-8"))["cells"]
    assert len(cells) == len(FORM.cells)
    for table_key, row_key, column_key, value in cells:
        cell = FORM.cells[table_key, row_key, column_key]
        row, column = (*cell.row.under, cell.row.label), (*cell.column.under, cell.column.label)
        if cell.block.layout == "one_row":
            row, column = (), (*row, *column)
        want_row, want_column = _parts("/".join(row)), _parts("/".join(column))
        assert any(
            r == want_row and c[-len(want_column) :] == want_column and float(text) == value for r, c, text in found
        ), cell.name


def _parts(path: str) -> tuple[str, ...]:
    """The labels of a path without numbers and punctuation."""
    bare = (re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]|[^\w/]", "", part) for part in path.split("/"))
    return tuple(part for part in bare if part)


def test_a_chapter_is_a_heading_and_page_numbers_and_running_heads_are_nothing():
    def page(canvas, number):
        canvas.drawString(72, 810, "示例市政府信息公开工作年度报告")
        canvas.drawCentredString(A4[0] / 2, 30, f"— {number} —")
        if number == 1:
            canvas.setFont(FONT, 20)
            canvas.drawCentredString(A4[0] / 2, 760, "示例市人民政府")
            canvas.drawCentredString(A4[0] / 2, 730, "2024年工作年度报告")
            canvas.setFont(FONT, 10)
        canvas.drawString(92, 700, f"一、第{number}部分")
        canvas.drawString(92, 680, "甲" * 43)
        canvas.drawString(72, 660, "乙" * 20 + "。")
        canvas.drawString(92, 640, "另起一段，到此为止。")

    texts = pdf.read(drawn(page, pages=3)).texts
    assert (texts[0].text, texts[0].level) == ("示例市人民政府2024年工作年度报告", 1)
    body = ["甲" * 43 + "乙" * 20 + "。", "另起一段，到此为止。"]
    expected = [text for number in (1, 2, 3) for text in (f"一、第{number}部分", *body)]
    assert [text.text for text in texts[1:]] == expected
    assert [text.level for text in texts[1:4]] == [2, 0, 0]


@pytest.mark.parametrize("mark", ["一", "第二页", "— 三 —"])
def test_a_page_number_in_words_or_a_stroke_like_one_does_not_part_a_table(mark):
    def page(canvas, number):
        table(canvas, [["甲", str(number)], ["乙", "0"]], y=120 if number == 1 else 700)
        if number == 1:
            words(canvas)
        else:
            canvas.drawString(72, 810, mark)

    (grid,) = pdf.read(drawn(page, pages=2)).grids
    assert grid.n_rows == 4


def test_a_paragraph_goes_on_over_the_page_break():
    def page(canvas, number):
        canvas.drawString(92 if number == 1 else 72, 100 if number == 1 else 740, "甲" * 43 if number == 1 else "乙。")

    assert read_texts(drawn(page, pages=2)) == ["甲" * 43 + "乙。"]


def test_a_single_figure_in_a_font_that_is_not_in_the_file_is_no_blank():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "0"], ["乙", "七"]])

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells] == ["甲", "0", "乙", "七"]


def test_text_around_a_table_keeps_its_place():
    def page(canvas, number):
        words(canvas, 700)
        table(canvas, [["甲", "1"], ["乙", "2"]])
        words(canvas, 500)

    blocks = pdf.read(drawn(page)).blocks
    assert [type(block) for block in blocks] == [Text, Grid, Text]


def test_two_tables_side_by_side_are_two_grids():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "1"], ["乙", "2"]], x=72)
        table(canvas, [["丙", "3"], ["丁", "4"]], x=300)

    left, right = pdf.read(drawn(page)).grids
    assert [cell.text for cell in left.cells] == ["甲", "1", "乙", "2"]
    assert [cell.text for cell in right.cells] == ["丙", "3", "丁", "4"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned_and_text_set_sideways_read_alike(turn):
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "1", "22"], ["乙", "2", "33"]])

    upright = drawn(page)
    document = pdfium.PdfDocument(upright)
    document[0].set_rotation(turn)
    stream = io.BytesIO()
    document.save(stream)

    def sideways(canvas, number):
        canvas.translate(420, 420)
        canvas.rotate(turn)
        canvas.translate(-300, -600)
        page(canvas, number)

    want = shape(pdf.read(upright).grids[0])
    for data in (stream.getvalue(), drawn(sideways, size=(842, 842))):
        (read,) = pdf.read(data).grids
        assert shape(read) == want


def test_header_text_set_vertically_reads_downwards_columns_from_the_right():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["", "", "1"], ["", "", "2"]], height=70)
        for place, char in enumerate("竖排一列字"):
            canvas.drawString(80, 585 - place * 12, char)
        for place, char in enumerate("右列先读左列"):
            canvas.drawString(160 - 14 * (place // 3), 585 - (place % 3) * 12, char)

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells][:3] == ["竖排一列字", "右列先读左列", "1"]


def test_bold_made_by_printing_twice_is_read_once():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "11"], ["乙", "2"]])
        table(canvas, [["甲", "11"], ["乙", "2"]], x=72.3)

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells] == ["甲", "11", "乙", "2"]


def test_a_number_wider_than_its_cell_stays_whole():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "", ""], ["乙", "3985758.25", ""]], width=30)

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells][3:] == ["乙", "3985758.25", ""]


def test_numbers_close_to_a_border_on_both_sides_stay_two():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "", ""], ["乙", "", ""]])
        canvas.drawRightString(191, 566, "123")
        canvas.drawString(193, 566, "45")

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells][3:] == ["乙", "123", "45"]


def test_a_wrapped_number_is_one_and_a_note_below_a_number_is_a_line_of_its_own():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["", ""], ["", ""]], width=36, height=40)
        canvas.drawString(76, 586, "39857")
        canvas.drawString(76, 572, "58")
        canvas.drawString(112, 586, "22")
        canvas.drawString(112, 572, "（注）")

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells][:2] == ["3985758", "22\n（注）"]


def test_a_table_open_at_its_sides_keeps_its_outer_columns():
    def page(canvas, number):
        words(canvas)
        for y in (600, 580, 560):
            canvas.line(72, y, 252, y)
        for x in (132, 192):
            canvas.line(x, 600, x, 560)
        for row, line in enumerate([["甲", "1", "2"], ["乙", "3", "4"]]):
            for col, text in enumerate(line):
                canvas.drawString(76 + 60 * col, 586 - 20 * row, text)

    (grid,) = pdf.read(drawn(page)).grids
    assert [cell.text for cell in grid.cells] == ["甲", "1", "2", "乙", "3", "4"]


def test_dotted_and_doubled_borders_are_borders():
    def page(canvas, number):
        words(canvas)
        canvas.setDash(1, 1)
        table(canvas, [["甲", "1"], ["乙", "2"]])
        canvas.setDash()
        for offset in (0, 2):
            canvas.rect(72 - offset, 560 - offset, 120 + 2 * offset, 40 + 2 * offset)

    (grid,) = pdf.read(drawn(page)).grids
    assert shape(grid) == {(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")}


def test_a_frame_around_a_page_and_a_chart_without_words_are_no_tables():
    def page(canvas, number):
        words(canvas)
        canvas.rect(40, 40, 500, 760)
        for place in range(5):
            canvas.line(100, 300 + 20 * place, 300, 300 + 20 * place)
            canvas.line(100 + 50 * place, 300, 100 + 50 * place, 380)

    document = pdf.read(drawn(page))
    assert document.grids == []
    assert len(document.texts) == 1


def test_a_watermark_set_aslant_is_not_text():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "1"], ["乙", "2"]])
        canvas.saveState()
        canvas.translate(100, 540)
        canvas.rotate(45)
        canvas.setFont(FONT, 40)
        canvas.drawString(0, 0, "内部资料")
        canvas.restoreState()

    document = pdf.read(drawn(page))
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "1", "乙", "2"]
    assert len(document.texts) == 1


def picture(width: int = 60, height: int = 60) -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("RGB", (width, height), "white"))


def test_a_scanned_page_and_the_invisible_text_of_a_scanner_are_no_text_layer():
    def scan(canvas, number):
        canvas.drawImage(picture(), 0, 0, *A4)

    def searchable(canvas, number):
        scan(canvas, number)
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLine("扫描得来的文字 12 件，又 3 件，合在一起 15 件，其余 0 件，看不见。")
        canvas.drawText(text)

    for page in (scan, searchable):
        with pytest.raises(UnreadableError, match="no text layer"):
            pdf.read(drawn(page))


def test_a_page_that_is_a_picture_among_pages_of_text_is_named():
    def page(canvas, number):
        if number == 2:
            canvas.drawImage(picture(), 0, 0, *A4)
        else:
            words(canvas)

    assert pdf.read(drawn(page, pages=3)).meta["picture_pages"] == "2"
