"""How other programs and hands put a page on paper: stamps, overprinting, spread digits, pages described once for all."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from drawing import drawn, table, words
from paper import FONT
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from pipelines.readers import pdf
from pipelines.readers.document import UNNAMED

CELLS = [["甲", "1", "22"], ["乙", "2", "33"]]


def texts_of(data: bytes) -> list[str]:
    (grid,) = pdf.read(data).grids
    return [cell.text for cell in grid.cells]


def test_a_page_whose_size_the_file_gives_once_for_all_pages_is_whole():
    def page(canvas, number):
        words(canvas, 700)
        table(canvas, CELLS, y=835)

    data = drawn(page, pageCompression=0)
    own = data[data.index(b"/MediaBox") : data.index(b"]", data.index(b"/MediaBox")) + 1]
    once = data.replace(own, b"").replace(b"/Type /Pages", b"/Type /Pages " + own)
    assert texts_of(once) == texts_of(data) == ["甲", "1", "22", "乙", "2", "33"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_word_that_wraps_after_each_character_is_read_downwards_however_the_page_is_shown(turn):
    def page(canvas, number):
        words(canvas)
        table(canvas, [["", "", "1"], ["", "", "2"]], height=40)
        for x in (80, 140):
            canvas.drawString(x, 585, "总")
            canvas.drawString(x, 572, "计")

    document = pypdfium2.PdfDocument(drawn(page))
    document[0].set_rotation(turn)
    stream = io.BytesIO()
    document.save(stream)
    assert texts_of(stream.getvalue())[:3] == ["总计", "总计", "1"]


def test_a_rare_character_in_a_name_is_one_character_of_the_text():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["𠮷甲", "1"], ["乙", "2"]])

    assert texts_of(drawn(page)) == ["𠮷甲", "1", "乙", "2"]


def test_words_printed_over_one_another_are_not_read_as_one():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["", "1"], ["乙", "2"]])
        canvas.drawString(76, 588, "行政复")
        canvas.drawString(81, 586, "诉讼数")

    assert UNNAMED in texts_of(drawn(page))[0]


def test_vertical_words_that_a_font_sets_on_a_heap_are_read_in_the_order_of_the_file():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["", "1"], ["", "2"]])
        for y, heap in ((588, "商业企业"), (568, "12")):
            for at, char in enumerate(heap):
                canvas.drawString(76, y - at / 2, char)

    company, _, figure, _ = texts_of(drawn(page))
    assert company == "商业企业"
    assert UNNAMED in figure


def test_the_upright_letters_of_a_stamp_go_with_those_set_around_them():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "1", ""], ["乙", "2", "33"]])
        canvas.setFillColorRGB(0.9, 0.1, 0.1)
        canvas.drawString(200, 588, "2024")
        for turn in range(0, 360, 40):
            canvas.saveState()
            canvas.translate(210, 585)
            canvas.rotate(turn + 5)
            canvas.drawString(0, 40, "章")
            canvas.restoreState()

    assert texts_of(drawn(page)) == ["甲", "1", "", "乙", "2", "33"]


def test_large_coloured_letters_over_a_table_are_a_stamp_and_a_red_title_is_none():
    def page(canvas, number):
        canvas.setFillColorRGB(0.9, 0, 0)
        canvas.setFont(FONT, 26)
        canvas.drawString(72, 760, "示例年度报告")
        canvas.setFillColorRGB(0.9, 0.1, 0)
        canvas.drawString(90, 576, "已公开66")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(FONT, 10)
        words(canvas)
        table(canvas, CELLS)

    document = pdf.read(drawn(page))
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "1", "22", "乙", "2", "33"]
    assert document.texts[0].text == "示例年度报告"


def test_a_number_whose_signs_are_set_evenly_apart_is_one_and_figures_without_a_mark_are_not_joined():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲", "", "0 0 0"], ["乙", "2", "33"]], width=90)
        x = 168.0
        for char in "8,406":
            canvas.drawString(x, 586, char)
            x += pdfmetrics.stringWidth(char, FONT, 10) + 8

    assert texts_of(drawn(page))[:3] == ["甲", "8,406", "0 0 0"]


def test_a_word_wider_than_its_cell_leaves_the_blank_beside_it_blank():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["确认或重新出具已", "", "0"], ["乙", "2", "33"]], width=73)

    assert texts_of(drawn(page)) == ["确认或重新出具已", "", "0", "乙", "2", "33"]


def test_figures_above_a_page_break_belong_to_the_label_below_it():
    def page(canvas, number):
        if number == 1:
            words(canvas)
            table(canvas, [["甲", "1", "22"], ["", "2", "33"]])
        else:
            table(canvas, [["乙", "", ""], ["丙", "3", "44"]], y=760)

    assert texts_of(drawn(page, pages=2)) == ["甲", "1", "22", "乙", "2", "33", "丙", "3", "44"]


def sheet(columns: list[list[list[str]]]) -> bytes:
    """A sheet of A3 on its side with a line of words and a table at both sides, the lower table a point off."""

    def page(canvas, number):
        for side, cells in enumerate(columns):
            words(canvas, 640 - 3 * side)
            table(canvas, cells, y=760 - 25 * side)
            canvas.translate(560, 0)

    return drawn(page, size=(1190, 842))


def test_two_pages_on_a_sheet_are_read_one_after_the_other_and_a_table_goes_on_from_one_to_the_next():
    document = pdf.read(sheet([CELLS, [["丙", "3", "44"], ["丁", "4", "55"]]]))
    assert [text.text[:4] for text in document.texts] == ["这是一段", "这是一段"]
    assert [grid.cells[0].text for grid in document.grids] == ["甲", "丙"]

    def page(canvas, number):
        words(canvas, 300)
        table(canvas, CELLS, y=120)
        canvas.translate(560, 0)
        table(canvas, [["丙", "3", "44"]], y=780)
        words(canvas, 655)

    assert texts_of(drawn(page, size=(1190, 842))) == ["甲", "1", "22", "乙", "2", "33", "丙", "3", "44"]


def test_a_wide_table_is_no_two_pages():
    def page(canvas, number):
        words(canvas)
        for x in (72, 700):
            table(canvas, CELLS, x=x)

    assert len({text.locator for text in pdf.read(drawn(page, size=(1190, 842))).texts}) == 1


def test_white_letters_show_on_a_dark_fill_alone():
    def page(canvas, number):
        words(canvas)
        canvas.setFillColorRGB(0.2, 0.3, 0.6)
        canvas.rect(72, 580, 180, 20, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        table(canvas, [["项目", "数量", "合计"], ["", "7", "8"]])
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas, [["", "", ""], ["甲", "", "3"]])

    assert texts_of(drawn(page)) == ["项目", "数量", "合计", "甲", "", "3"]


def test_characters_of_a_font_whose_boxes_reach_far_down_stand_on_one_line_with_those_of_another():
    pdfmetrics.registerFont(UnicodeCIDFont("MSung-Light"))

    def page(canvas, number):
        words(canvas)
        for down in (0, 13):
            for at, char in enumerate("甲乙丙丁戊"):
                canvas.setFont("MSung-Light" if at % 2 else "STSong-Light", 10)
                canvas.drawString(72 + 10 * at, 600 - down, char)

    data = drawn(page, pageCompression=0)
    box = b"/Descent -271 /Flags 6 /FontBBox [ -25 -254 1000 880 ]"
    assert box in data
    high = data.replace(box, b"/Descent -1399 /Flags 6 /FontBBox [ -25 -1399 1000 880 ]")  # of the one font alone
    texts = [[block.text for block in pdf.read(each).blocks] for each in (data, high)]
    assert texts[0] == texts[1]
    assert "甲乙丙丁戊" in texts[0][-1]
