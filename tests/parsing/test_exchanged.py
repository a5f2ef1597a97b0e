"""A header whose spans lie puts figures under one another's labels; the sums tell that from a publisher's mistake."""

import re

import pytest

from crawlers.sandbox.figures import with_figure
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes, to_json
from warehouse.form import load_form

REPORT = make_figures(11, "示例市水利局", 2023, "2021")


def answer(report, narrowed: bool) -> dict:
    page = render(report, "html", "plain").decode()
    if narrowed:  # 总计 then reaches down into the row of the organisations, and the last of them stands behind it
        page, n = re.subn(r'colspan="5"([^>]*><p[^>]*>法人或其他组织)', r'colspan="4"\1', page)
        assert n == 1
    return to_json("x", parse_bytes(page.encode()))


def test_a_total_over_another_column_takes_its_table_out():
    said = answer(REPORT, narrowed=True)
    assert said["status"] == "quarantined"
    assert not any(cell["table"] == "requests" for cell in said["cells"])
    assert any("exchanged" in reason for reason in said["reasons"])


def test_two_rows_that_a_publisher_exchanged_are_kept_with_their_findings():
    report = REPORT
    for column in load_form("2021").tables["requests"].blocks[0].columns:
        rows = ("total_handled", "granted")
        for row, other in (rows, rows[::-1]):
            report = with_figure(report, ("requests", row, column.key), REPORT.value("requests", other, column.key))
    said = answer(report, narrowed=False)
    assert said["status"] == "accepted"
    assert {found["id"][:2] for found in said["findings"]} >= {"A1", "A2"}


@pytest.mark.parametrize("column", ["total", "natural_person"])
def test_a_publisher_s_wrong_column_is_kept_with_its_findings(column):
    report = REPORT
    for row in ("new_received", "carried_in", "granted", "total_handled"):
        report = with_figure(report, ("requests", row, column), 0)
    said = answer(report, narrowed=False)
    assert said["status"] == "accepted"
    assert said["findings"]
