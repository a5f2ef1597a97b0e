"""Rows of written tables that end with a blank: believed where the publisher leaves blanks elsewhere, else left out."""

import pytest

from pipelines.parse import parse_bytes
from pipelines.parsing.padded import filled_up

_ = False
X = True


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([[X, X, _], [X, X, X]], [0]),
        ([[X, X, _]], [0]),  # alone it shows no custom
        ([[X, X, _], [X, X, _]], []),  # nobody keeps the column
        ([[X, X, _], [_, X, X]], []),  # a blank that no filling leaves
        ([[X, X, _], [_, _, _], [X, X, X]], []),
        ([[X, X, X], [X, X, X]], []),
        ([[_], [X]], []),
    ],
)
def test_a_row_may_be_filled_up_where_no_other_blank_is_left(rows, places):
    assert filled_up(rows) == places


PROACTIVE = """| 第二十条第（一）项 |  |  |  |
|---|---|---|---|
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
| 规章 | {first} |
| 行政规范性文件 | {second} |
"""
STATISTICS = """| 指标名称 | 计量单位 | 2015年度 | 历年累计 |
|---|---|---|---|
| 主动公开文件数 | 条 | {first} |
| 受理依申请公开信息总数 | 条 | {second} |
| 对申请的答复总数 | 条 | 2 | 6 |
| 行政复议数 | 件 | 0 | 1 |
"""


def read(table, year):
    text = f"# 示例市水利局{year}年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n{table}"
    return parse_bytes(text.encode()).reports[0]


@pytest.mark.parametrize(
    ("first", "second", "is_read"),
    [
        ("3 | 1 |  ", "2 | 1 | 9", False),  # of 3, 1 and 7 the first or the last may be lost
        ("3 | 1 | 7", "2 | 1 | 9", True),
        ("3 | 1 |  ", "  |  | 9", True),
        ("3 | 1 |  ", "2 | 1 |  ", True),
    ],
)
def test_documents_made_and_in_force_are_read_where_no_cell_may_be_lost(first, second, is_read):
    report = read(PROACTIVE.format(first=first, second=second), 2023)
    assert any(cell.row == "regulations" for cell in report.cells) == is_read
    assert ("row_filled_up" in {reason.code for reason in report.reasons}) != is_read


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("30 |  ", "2 | 5", "statistics_filled_up"),
        ("30 |  ", "  | 5", None),
        ("30 | 40", "2 | 5", None),
    ],
)
def test_a_line_of_statistics_that_ends_with_a_blank_is_in_doubt_where_no_other_is_left(first, second, code):
    report = read(STATISTICS.format(first=first, second=second), 2015)
    assert [reason.code for reason in report.reasons] == ([code] if code else [])
    assert {c.value for c in report.cells if c.row == "主动公开文件数" and c.column == "this_year"} == {
        None if code else 30
    }


LINES = [("主动公开文件数", "条", 30, 40), ("受理依申请公开信息总数", "条", 2, 5), ("行政复议数", "件", 0, 1)]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (("指标名称", "2015年度", "历年累计"), lambda line: line),  # no name over the units
        (("指标名称", "计量单位", "2015年度", "历年累计"), lambda line: (line[0], *line[2:])),  # no units
        (("指标名称", "计量单位", "2015年度"), lambda line: line),  # figures behind the last name
    ],
)
def test_lines_of_statistics_beside_their_header_bear_no_figures(head, row):
    rows = [head, *map(row, LINES)]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in rows)
    page = f"<html><body><h1>示例市水利局2015年政府信息公开工作年度报告</h1><table>{table}</table></body></html>"
    (report,) = parse_bytes(page.encode()).reports
    assert report.status == "quarantined"
    assert not [cell for cell in report.cells if cell.value is not None]
