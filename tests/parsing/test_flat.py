"""Tables whose cells ran together: cut where the sums leave one way, refused where they leave two or none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.figures import expected_cells, load_reports, with_figure
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes

AGENCY = "示例市水利局"


def read(report, layout="flat"):
    return parse_bytes(render(report, "text", layout)).reports[0]


def held(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells if cell.state == "reported"}


@given(st.integers(0, 10**6), st.sampled_from([("2021", 2023), ("2019", 2020)]))
@settings(max_examples=40, deadline=None)
def test_a_flattened_report_is_exact_or_refused_and_never_wrong(seed, form):
    edition, year = form
    report = make_figures(seed, AGENCY, year, edition)
    expected = expected_cells(report)
    found = read(report)
    for key, value in held(found).items():
        assert value == expected[key], key
    assert found.status == "accepted" or found.reasons


def test_the_requests_of_a_published_report_are_settled_by_the_sums():
    report = load_reports()["pingtan-2021"]
    found = read(report)
    expected = {key: value for key, value in expected_cells(report).items() if key[0] == "requests"}
    assert {key: value for key, value in held(found).items() if key[0] == "requests"} == expected
    assert {cell.method for cell in found.cells if cell.table == "requests"} == {"split+identity"}


def test_figures_that_no_sum_settles_are_left_out_with_the_reason():
    found = read(load_reports()["pingtan-2021"])
    assert found.status == "quarantined"
    assert "normative_documents" in found.reasons[0]
    assert not any(cell.row == "normative_documents" for cell in found.cells)


def test_a_publisher_s_wrong_sum_is_refused_in_flattened_text_and_never_mended():
    report = load_reports()["pingtan-2021"]
    key = ("requests", "granted", "total")
    wrong = with_figure(report, key, expected_cells(report)[key] + 1)
    found = read(wrong)
    assert held(found).get(key) is None
    assert any("no way to cut them" in reason for reason in found.reasons)


def test_row_labels_in_prose_are_no_table():
    prose = "本年新收政府信息公开申请数量12件，上年结转政府信息公开申请数量3件。" * 3
    page = f"<html><body><h1>{AGENCY}2023年政府信息公开工作年度报告</h1><p>{prose}</p></body></html>"
    assert not parse_bytes(page.encode()).reports[0].cells
