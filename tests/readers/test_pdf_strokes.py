"""What a page strokes: borders as thick as a pen, letters drawn as outlines, pages set on their side, labels over rows."""

from __future__ import annotations

import pytest
from drawing import drawn, table, words

from pipelines.readers import pdf
from pipelines.readers.group_labels import row_labels

CELLS = [["甲", "1", "22"], ["乙", "2", "33"]]


def texts_of(data: bytes) -> list[str]:
    (grid,) = pdf.read(data).grids
    return [cell.text for cell in grid.cells]


@pytest.mark.parametrize("pen", [0.3, 1.5, 2.0, 2.9])
def test_a_border_is_a_ruling_however_thick_its_pen(pen):
    def page(canvas, number):
        words(canvas)
        canvas.setLineWidth(pen)
        for y in (560, 580, 600):
            canvas.line(72, y, 252, y)
        for x in (72, 132, 192, 252):
            canvas.line(x, 560, x, 600)
        for row, line in enumerate(CELLS):
            for col, text in enumerate(line):
                canvas.drawString(78 + 60 * col, 586 - 20 * row, text)

    assert texts_of(drawn(page)) == ["甲", "1", "22", "乙", "2", "33"]


def test_the_strokes_of_a_letter_drawn_as_an_outline_are_no_rulings():
    def page(canvas, number):
        words(canvas)
        table(canvas, CELLS)
        outline = canvas.beginPath()
        for x0, y0, x1, y1 in ((200, 641, 222, 661), (203, 644, 219, 649), (203, 653, 219, 658)):
            outline.rect(x0, y0, x1 - x0, y1 - y0)
        outline.moveTo(209, 662)
        outline.curveTo(210, 664, 211, 665, 213, 667)
        canvas.drawPath(outline, stroke=1, fill=0)
        canvas.drawString(206, 648, "目")

    assert texts_of(drawn(page)) == ["甲", "1", "22", "乙", "2", "33"]


def test_boxes_with_round_corners_are_cells_though_they_are_as_small_as_letters():
    def page(canvas, number):
        words(canvas)
        for row, line in enumerate(CELLS):
            for col, text in enumerate(line):
                canvas.roundRect(72 + 40 * col, 580 - 20 * row, 39, 19, 2)
                canvas.drawString(78 + 40 * col, 586 - 20 * row, text)

    assert texts_of(drawn(page)) == ["甲", "1", "22", "乙", "2", "33"]


def test_a_border_below_a_running_head_is_no_box_around_it_that_the_table_goes_on_from():
    def page(canvas, number):
        words(canvas, y=500)
        canvas.drawString(150, 740, "示例市")
        rule = canvas.beginPath()
        rule.rect(132, 700.5, 120, 60)
        rule.rect(132, 700, 120, 60.5)
        canvas.drawPath(rule, stroke=0, fill=1, fillMode=0)
        table(canvas, CELLS, x=72, y=700, width=60)

    assert texts_of(drawn(page)) == ["甲", "1", "22", "乙", "2", "33"]


def test_a_page_set_on_its_side_stands_upright_though_most_of_its_lines_are_single_digits():
    def page(canvas, number):
        canvas.translate(595, 0)
        canvas.rotate(90)
        table(canvas, rows, x=72, y=500, width=40)

    rows = [["甲", *"12345678"], ["乙", *"23456789"], ["丙", *"34567890"]]
    assert texts_of(drawn(page)) == [text for row in rows for text in row]


def test_labels_that_a_sheet_prints_over_the_rows_around_them_go_to_their_own_rows():
    long = max(row_labels(), key=len)
    short = next(label for label in sorted(row_labels()) if 3 < len(label) < 8)

    def page(canvas, number):
        words(canvas)
        table(canvas, [["", ""], ["", ""], ["", ""]], width=140, height=12)
        for row in range(3):
            canvas.drawString(216, 590 - 12 * row, str(row + 1))
        lines = [long[at : at + 13] for at in range(0, len(long), 13)]
        for at, line in enumerate(lines):
            canvas.drawString(76, 578 + 5.5 * (len(lines) - 1) - 11 * at, line)
        canvas.drawString(76, 566, f"2.{short}")
        canvas.drawString(76, 590, f"1.{short}")

    assert texts_of(drawn(page)) == [f"1.{short}", "1", long, "2", f"2.{short}", "3"]


def test_a_row_of_blanks_below_a_header_is_a_row_however_low_it_is():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲数", "乙数", "丙数"]])
        table(canvas, [["", "", ""]], y=580, height=7)

    assert texts_of(drawn(page)) == ["甲数", "乙数", "丙数", "", "", ""]


def test_figures_wrapped_digit_by_digit_in_a_row_without_a_label_are_no_rows_below_one_another():
    def page(canvas, number):
        words(canvas)
        table(canvas, [["甲数", "乙数", "丙数", "丁数"]], width=26)
        table(canvas, [[""] * 4], y=580, width=26, height=30)
        for col, digits in enumerate(("24", "7", "12", "57")):
            for line, digit in enumerate(digits):
                canvas.drawString(72 + 26 * col + 10, 568 - 11 * line, digit)

    assert texts_of(drawn(page))[4:] == ["24", "7", "12", "57"]


def test_a_label_that_a_sheet_prints_again_in_the_margin_does_not_part_the_table():
    def page(canvas, number):
        words(canvas, 700 if number == 1 else 500)
        canvas.rect(72, 560 if number == 1 else 600, 60, 40)
        y = 600 if number == 1 else 640
        table(canvas, [[f"{2 * number - 1}.甲类", "1"], [f"{2 * number}.乙类", "2"]], x=132, y=y)
        canvas.drawString(76, 575 if number == 1 else 800, "丙组")

    assert texts_of(drawn(page, pages=2)) == [
        *("丙组", "1.甲类", "1", "2.乙类", "2"),
        *("3.甲类", "1", "4.乙类", "2"),
    ]


def test_the_margin_of_a_row_that_a_page_cuts_ends_its_table_above_the_next_one():
    def page(canvas, number):
        if number == 1:
            words(canvas)
            table(canvas, [["甲", "1", "22"], ["乙", "2", "33"]], y=120)
            for x in (72, 132, 192, 252):
                canvas.line(x, 60, x, 80)
        else:
            for x in (72, 132, 192, 252):
                canvas.line(x, 760, x, 767)
            canvas.line(72, 760, 252, 760)
            table(canvas, [["丙", "3", "44"]], y=750)

    above, below = pdf.read(drawn(page, pages=2)).grids
    assert [cell.text for cell in above.cells if cell.text] == ["甲", "1", "22", "乙", "2", "33"]
    assert [cell.text for cell in below.cells] == ["丙", "3", "44"]
