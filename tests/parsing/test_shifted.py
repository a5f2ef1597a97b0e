"""Figures that slid towards their label where a tool filled a short row with blanks; the sums tell that from a total left out."""

import pytest

from pipelines.parse import parse_bytes
from pipelines.parsing.shifted import shifted_rows
from warehouse.form import load_form

FORM = {"requests": load_form("2021"), "disputes": load_form("2021")}
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org", "total")
RESULTS = ("upheld", "corrected", "other_result", "pending", "total")
ROUTES = ("review", "litigation_direct", "litigation_after_review")


def requests(*row):
    return {("requests", "granted", column): value for column, value in zip(APPLICANTS, row, strict=True)}


def disputes(*line):
    keys = [("disputes", route, result) for route in ROUTES for result in RESULTS]
    return dict(zip(keys, line, strict=True))


_ = None


@pytest.mark.parametrize(
    ("values", "tables"),
    [
        (requests(5, 0, 0, 0, 2, 7, _), ["requests"]),  # 7 is the total of the others
        (requests(0, 0, 0, 2, 9, _, _), ["requests"]),  # two places, one figure lost with them
        (requests(5, 0, 0, 0, 2, 0, _), []),  # a total left out
        (requests(5, 0, 0, 0, 2, 1, _), []),
        (requests(0, 0, 0, 0, 0, 0, _), []),  # noughts are noughts wherever they stand
        (requests(5, _, _, _, _, _, _), []),
        (requests(_, _, _, _, _, _, _), []),
        (requests(5, _, _, _, 2, _, 8), []),  # a wrong total is the publisher's
        (disputes(1, 0, 2, 3, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, _), ["disputes"]),
        (disputes(1, 0, 0, 2, 3, 0, 1, 0, 0, 1, _, _, _, _, _), []),  # a route left blank
        (disputes(1, 0, 0, 2, 4, 0, 1, 0, 0, 1, 0, 0, 0, 0, _), []),  # a wrong total is not mended by any shift
    ],
)
def test_a_row_is_shifted_where_its_figures_add_up_further_on(values, tables):
    assert shifted_rows(FORM, values) == tables


@pytest.mark.parametrize("row", ["| 5 | 0 | 0 | 0 | 2 | 7 |  |", "| 5 | 0 | 0 | 0 | 2 | 0 | 7 |"])
def test_a_report_with_a_shifted_row_is_not_accepted(row):
    head = "|  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n|---|---|---|---|---|---|---|---|\n"
    zeros = "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |"
    labels = [line.label for line in load_form("2021").tables["requests"].blocks[0].rows]
    rows = [f"| {label} {row if at == 0 else zeros}" for at, label in enumerate(labels)]
    text = f"# 示例市水利局2023年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n\n{head}" + "\n".join(
        rows
    )
    (report,) = parse_bytes(text.encode()).reports
    assert ("row_shifted" in {reason.code for reason in report.reasons}) == row.endswith("|  |")
    assert any(cell.table == "requests" for cell in report.cells) != row.endswith("|  |")
