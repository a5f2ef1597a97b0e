"""Columns that blanks set apart are read where every line agrees on them, and left as text where one does not."""

import pytest

from pipelines.readers.text import blocks_of_text, is_rule
from pipelines.readers.written.blank_columns import blank_columns


def rows(*lines: str):
    found = blank_columns(list(lines), 0, is_rule)
    return found and [[entry.text for entry in row.entries] for row in found[0]]


@pytest.mark.parametrize(
    "lines",
    [
        ("类别      受理  办结", "新收        12     3", "结转         4     5"),
        ("类别   受理  办结", "新收   12     3", "结转    4     5"),
        (
            "----  ----  ----",
            "类别  受理  办结",
            "----  ----  ----",
            "新收  12    3",
            "结转  4     5",
            "----  ----  ----",
        ),
    ],
)
def test_columns_counted_in_signs_or_in_places_of_a_console_are_told_apart(lines):
    assert rows(*lines) == [["类别", "受理", "办结"], ["新收", "12", "3"], ["结转", "4", "5"]]


def test_a_blank_figure_stands_under_its_header():
    assert rows("类别  受理  办结", "新收  12      ", "结转        5") == [
        ["类别", "受理", "办结"],
        ["新收", "12", ""],
        ["结转", "", "5"],
    ]


def test_cells_set_apart_by_so_many_blanks_each_and_one_left_out_say_no_columns():
    header = "信息内容    本年制发件数    本年废止件数    现行有效件数"
    assert rows(header, "规章        76    58", "行政规范性文件    2        77") is None


def test_a_last_column_without_a_figure_is_one_where_lines_are_filled_up_to_it():
    header = "信息内容  上一年项目数量  处理决定数量"
    lines = ["行政处罚        31234              ", "行政强制         5678              "]
    assert rows(header, *lines) is not None
    assert rows(header, *map(str.rstrip, lines)) is None


def test_a_header_may_leave_blanks_where_figures_below_one_another_begin_or_end_in_one_place():
    wide = ("项目      组织", "          受理  办结", "新收      12", "    其中        3", "    另有  7     15")
    assert rows(*wide) == [
        ["项目", "", "组织", ""],
        ["", "", "受理", "办结"],
        ["新收", "", "12", ""],
        ["", "其中", "", "3"],
        ["", "另有", "7", "15"],
    ]
    centred = ("新收      123", "    其中        3", "    另有   7    15")
    assert rows(*wide[:2], *centred) is None


def test_lines_of_which_one_is_set_out_with_a_tab_are_left_as_text():
    lines = ["项目    甲  乙  丙", "新收    1   2   3", "结转{}    2   5"]
    assert rows(*lines[:2], lines[2].format(" " * 4)) is not None
    assert rows(*lines[:2], lines[2].format("\t")) is None


def test_lines_that_signs_and_the_places_of_a_console_part_unlike_are_left_as_text():
    assert rows("结果一  结果二  结果三", "1         2", "3         4") is None


@pytest.mark.parametrize(
    ("what", "lines"),
    [
        ("two figures share a place", ("类别  受理  办结", "新收  1 2   3", "结转  4     5")),
        (
            "a figure shares the place of a word",
            ("第一项：甲 — 乙类 — 丙 —", "第二：甲 54 乙类 5 丙 6", "第三：甲 13 乙类 8 丙 9"),
        ),
        ("a header cell is blank", ("类别        办结", "新收  12    3", "结转  4     5")),
        ("too few lines", ("类别  受理  办结", "新收  12    3")),
        ("no figures", ("甲  乙  丙", "丁  戊  己", "庚  辛  壬")),
        ("a run of lines longer than any table", ("类别  受理  办结", *["新收  12    3"] * 200)),
        ("no header", ("新收  12  3", "结转  4   5", "总计  16  8")),
    ],
)
def test_lines_that_leave_a_doubt_are_no_table(what, lines):
    assert rows(*lines) is None, what


def test_every_cell_says_its_line():
    (grid,) = blocks_of_text("类别  受理  办结\n新收  12    3\n结转  4     5\n")
    assert [cell.locator for cell in grid.cells][-1] == "line 3/cell 3"


def test_a_row_of_signs_for_none_is_no_header():
    assert rows("重复申请  -     -", "其他      1     1", "总计      1     1") is None
    assert rows("类别      受理  办结", "重复申请  -     -", "其他      1     1")[1] == ["重复申请", "-", "-"]
    assert rows("类别      受理  办结", "重复申请  -     -", "其他      -     -") is None


def test_a_label_of_the_form_in_a_header_piece_below_piece_is_left_to_the_lines():
    assert rows("结果  结果  总", "维持  纠正  计", "1     2     3") is None
    assert rows("维持  纠正  结果", "1     2     3", "1     2     3") is None
    assert rows("组织  组织  合", "企业  学校  计", "1     2     3") is not None


def test_a_heading_of_the_form_set_in_the_middle_stands_over_the_whole_table():
    lines = (
        "              第二十条第（八）项",
        "信息内容        上一年项目数量      本年增/减",
        "行政事业性收费        7              3",
        "              第二十条第（九）项",
        "信息内容        采购项目数量      采购总金额",
        "政府集中采购         15              0",
    )
    assert [row for row in rows(*lines) if "" in row] == [
        ["第二十条第（八）项", "", ""],
        ["第二十条第（九）项", "", ""],
    ]


@pytest.mark.parametrize(("below", "is_read"), [("制发件数", False), ("三、示例", True)])
def test_a_table_whose_next_line_is_the_rest_of_a_label_goes_on_otherwise(below, is_read):
    lines = ["类别  受理  办结", "新收  12    3", "结转  4     5", below]
    assert (rows(*lines) is not None) is is_read
