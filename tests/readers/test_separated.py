"""Rows of plain text with commas, semicolons or bars between their cells: tables, and never prose."""

import pytest

from pipelines.readers import read_document
from pipelines.readers.document import Grid, Text
from pipelines.readers.text import blocks_of_text


def texts(found: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in found.lattice()]


@pytest.mark.parametrize("mark", [",", ";", "；", "|"])
def test_rows_with_marks_between_their_cells_are_a_table(mark):
    (found,) = blocks_of_text(f"项{mark}甲{mark}乙\n一{mark}1{mark}2\n二{mark}{mark}4\n")
    assert texts(found) == [["项", "甲", "乙"], ["一", "1", "2"], ["二", "", "4"]]


@pytest.mark.parametrize("mark", [",", "|"])
def test_a_table_of_one_column_of_figures_is_a_table(mark):
    (found,) = blocks_of_text(f"项{mark}甲\n一{mark}1\n")
    assert texts(found) == [["项", "甲"], ["一", "1"]]


def test_a_quoted_cell_keeps_its_marks_and_its_lines():
    (found,) = blocks_of_text('项,"甲,\n乙"\n一,"1,234"\n')
    assert texts(found) == [["项", "甲,\n乙"], ["一", "1,234"]]


def test_a_workbook_saved_with_commas_keeps_its_title_its_chapters_and_its_prose_as_text():
    blocks = blocks_of_text('某局报告,,\n"一、情况",,\n项,甲,乙\n一,1,2\n二、下一章,,\n项,甲,乙\n二,3,4\n')
    assert [block.text if isinstance(block, Text) else block.n_rows for block in blocks] == [
        *("某局报告", "一、情况", 2, "二、下一章", 2),
    ]


def test_a_row_of_the_form_alone_is_a_piece_of_a_table_and_another_line_with_a_figure_is_none():
    (row,) = blocks_of_text("结果;6.属于四类过程性信息;1;0;1\n")
    assert texts(row) == [["结果", "6.属于四类过程性信息", "1", "0", "1"]]
    assert all(isinstance(block, Text) for block in blocks_of_text("公开;信息;1;0;1\n"))


def test_commas_of_prose_set_cells_apart_where_the_form_s_words_fill_them_and_no_bracket_holds_the_comma():
    rows = (
        "，自然人，商业企业，总计",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形），1，0，1",
    )
    (found,) = blocks_of_text("\n".join(rows))
    assert texts(found)[1] == [rows[1][:-6], "1", "0", "1"]
    (sums,) = blocks_of_text("结果维持，结果纠正，总计\n1，2，3")
    assert texts(sums)[1] == ["1", "2", "3"]
    for line in ("行政许可 1，204", "行政许可    1，204", "全年受理，12，13", "行政处罚，共计12"):
        assert all(isinstance(block, Text) for block in blocks_of_text(f"{line}\n{line}"))


def test_a_row_that_counts_the_columns_over_a_table_without_labels_goes():
    (found,) = blocks_of_text("0,1,2\n结果维持,结果纠正,总计\n1,2,3")
    assert texts(found) == [["结果维持", "结果纠正", "总计"], ["1", "2", "3"]]


def test_a_row_of_blanks_beside_a_label_of_the_form_is_no_chapter():
    (found,) = blocks_of_text("项,甲,乙\n一、本年新收政府信息公开申请数量,1,2\n四、结转下年度继续办理,,\n")
    assert texts(found)[-1] == ["四、结转下年度继续办理", "", ""]


def test_a_table_of_the_form_with_every_figure_left_blank_is_a_table():
    *_, found = blocks_of_text("行政复议,,,,\n结果维持,结果纠正,其他结果,尚未审结,总计\n,,,,\n")
    assert texts(found)[-1] == [""] * 5
    (found,) = blocks_of_text("项,甲,乙\n一、本年新收政府信息公开申请数量,,\n四、结转下年度继续办理,,\n")
    assert texts(found)[1:] == [["一、本年新收政府信息公开申请数量", "", ""], ["四、结转下年度继续办理", "", ""]]


@pytest.mark.parametrize(
    "words",
    [
        "全年公开1,234件。\n其中2,345件在网上。\n",
        "收到3件,答复4件\n下一年,继续努力\n",
        "首页 | 公开\n\n正文\n",
        "甲;乙\n丙\n",
    ],
)
def test_prose_with_marks_is_no_table(words):
    assert not [block for block in blocks_of_text(words) if isinstance(block, Grid)]


def test_a_blank_cell_at_the_edge_of_a_row_makes_no_markdown_of_text_with_bars():
    document = read_document("项|甲|乙|丙\n|子|丑|\n一|1|2|3\n".encode())
    assert (document.format, document.grids[0].n_cols) == ("text", 4)


def test_spans_written_out_as_blanks_are_spans_again_and_empty_columns_go():
    (found,) = blocks_of_text("项,,甲,,乙,\n,,,,丙,丁\n一,,1,,2,3\n")
    assert texts(found) == [["项", "甲", "乙", "乙"], ["项", "甲", "丙", "丁"], ["一", "1", "2", "3"]]


def test_a_workbook_whose_prose_is_filled_up_with_marks_is_one_run_down_to_who_signs_it():
    prose = "某局按规定公开各类信息。" * 5
    blocks = blocks_of_text(f"某局报告,,,\n{prose},,,\n项,甲,乙,\n一,1,2,\n{prose},,,\n某局,,,\n2022年1月20日,,,\n")
    assert [block.text if isinstance(block, Text) else texts(block) for block in blocks] == [
        *("某局报告", prose, [["项", "甲", "乙"], ["一", "1", "2"]], prose, "某局", "2022年1月20日"),
    ]


def test_prose_with_marks_in_it_ends_a_run():
    blocks = blocks_of_text("项,甲\n一,1\n某局按规定公开,并答复。\n")
    assert [block.text if isinstance(block, Text) else block.n_rows for block in blocks] == [
        2,
        "某局按规定公开,并答复。",
    ]
