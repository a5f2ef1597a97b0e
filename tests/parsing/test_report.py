"""Whole documents: what is accepted, what is quarantined and why, and the round trip of every format and layout."""

import json
import re
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.figures import broken_identities, expected_cells, load_reports, with_figure
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import LAYOUTS, render
from pipelines.parse import parse_bytes, to_json
from pipelines.parsing.report import read_reports
from pipelines.readers import read_document
from pipelines.readers.document import Text
from warehouse.form import load_form

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reports"
AGENCY = "示例市水利局"
#: Layouts that keep their cells; flattened text is held to less, in test_flat.
WHOLE = [(name, layout) for name, layouts in LAYOUTS.items() for layout in layouts if layout not in {"flat", "spaced"}]


def read(report, format_name="html", layout="plain"):
    return parse_bytes(render(report, format_name, layout), with_rows=True).reports[0]


def cells(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells}


def around(report):
    """Of every cell that has a place in the document: what its row prints for it, and the words above it and before it."""
    rows = {(row.table, row.row): row for row in report.rows}
    found = {}
    for cell in report.cells:
        row = rows.get((cell.table, cell.row))
        if row is not None:
            at = row.columns.index(cell.column)
            found[cell.table, cell.row, cell.column] = row.texts[at], row.heads[at], row.label
    return found


def bare(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(("format_name", "layout"), WHOLE)
@pytest.mark.parametrize("name", sorted(load_reports()))
def test_a_published_report_comes_back_equal_in_every_format_and_layout(name, format_name, layout):
    report = load_reports()[name]
    found = read(report, format_name, layout)
    assert cells(found) == expected_cells(report)
    assert (found.agency, found.report_year, found.scope) == (report.agency, report.report_year, report.scope)
    assert found.status == "accepted", found.reasons
    assert {check.id for check in found.findings} == set(broken_identities(report))
    seen = around(found)
    for cell in found.cells:
        form_cell = load_form(cell.edition).cells[cell.table, cell.row, cell.column]
        text, head, label = seen[cell.table, cell.row, cell.column]
        assert bare(text) == bare(cell.text or "")
        assert any(bare(head).endswith(bare(name)) for name in form_cell.column.labels), (cell.name, head)
        assert bare(form_cell.row.label) in bare(f"{label} {head}"), (cell.name, label, head)


def test_figures_cut_out_of_running_text_come_with_the_line_they_stand_in():
    report = make_figures(3, AGENCY, 2023, "2021")
    found = read(report, "text", "flat")
    rows = {(row.table, row.row): row for row in found.rows}
    assert {cell.key[:2] for cell in found.cells if cell.locator} == set(rows)
    for (table, row), printed in rows.items():
        (line,) = printed.texts
        assert (printed.columns, printed.label) == (("",), "")
        if table == "requests":
            label = next(cell.row.label for key, cell in load_form("2021").cells.items() if key[:2] == (table, row))
            figures = "".join(cell.text for cell in found.cells if cell.key[:2] == (table, row))
            assert normalize("NFKC", f"{bare(label)}{figures}") in line


@given(st.integers(0, 10**6), st.sampled_from([("2021", 2023), ("2019", 2020)]), st.sampled_from(WHOLE))
@settings(max_examples=40, deadline=None)
def test_any_figures_of_any_edition_come_back_equal(seed, form, shape):
    edition, year = form
    report = make_figures(seed, AGENCY, year, edition)
    found = read(report, *shape)
    assert cells(found) == expected_cells(report)
    assert found.edition == edition
    assert found.findings == ()


@pytest.mark.parametrize(
    "dressed", ["&#8203;{}", "{}&#65279;", "&#8203;<span>{}</span>&#8205;", "{}个", "{}（含重复申请）"]
)
@pytest.mark.parametrize("layout", ["plain", "joined"])
def test_a_figure_is_one_whatever_nobody_sees_or_counts_beside_it(dressed, layout):
    report = make_figures(7, AGENCY, 2023, "2021")
    page = render(report, "html", layout).decode()
    found = parse_bytes(re.sub(r"(?<=>)(\d+)(?=<)", lambda digits: dressed.format(digits[0]), page).encode()).reports[0]
    assert (found.status, cells(found)) == ("accepted", expected_cells(report)), found.reasons


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=40, deadline=None)
def test_one_changed_figure_is_read_as_changed_and_flagged_where_a_sum_holds_it(seed, data):
    report = make_figures(seed, AGENCY, 2023, "2021")
    expected = expected_cells(report)
    key = data.draw(st.sampled_from(sorted(key for key in expected if key[0] != "proactive")))
    changed = with_figure(report, key, expected[key] + data.draw(st.integers(1, 99)))
    found = read(changed, "html", data.draw(st.sampled_from(sorted(LAYOUTS["html"]))))
    assert cells(found) == expected_cells(changed)
    assert found.findings


def test_a_publisher_s_error_is_kept_as_printed_with_its_repair_proposed():
    report = make_figures(3, AGENCY, 2023, "2021")
    key = ("requests", "total_handled", "total")
    true = expected_cells(report)[key]
    found = read(with_figure(report, key, true + 6))
    assert cells(found)[key] == true + 6
    answer = to_json("x", parse_bytes(render(with_figure(report, key, true + 6), "html", "plain")))
    finding = next(finding for finding in answer["findings"] if finding["id"] == "A2:total")
    assert (finding["printed"], finding["expected"]) == (true + 6, true)
    assert finding["repair"] == {"cell": "requests.total_handled.total", "value": true}


def test_blank_cells_are_blank_and_carry_a_nought_only_where_the_sums_prove_it():
    found = read(load_reports()["shanghai-office-2019"])
    by_key = {(cell.table, cell.row, cell.column): cell for cell in found.cells}
    proved = by_key["requests", "carried_in", "business"]
    assert (proved.state, proved.value, proved.implied_value, proved.implied_by) == ("blank", None, 0, "identity")
    open_total = by_key["requests", "granted", "total"]
    assert (open_total.state, open_total.value, open_total.implied_value) == ("blank", None, None)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("<h1>关于做好2023年政府信息公开工作年度报告的通知</h1><p>各单位：请按时报送。</p>", "not_a_report", "notice"),
        ("<h1>示例市水利局2023年政府信息公开工作年度报告</h1><p>附件下载</p>", "not_a_report", "neither"),
        ("<h1>404</h1><p>您访问的页面不存在</p>", "not_a_report", "error"),
        ("", "not_a_report", "title"),
    ],
)
def test_a_page_without_a_report_says_so(body, status, words):
    found = parse_bytes(f"<html><head></head><body>{body}<p></p></body></html>".encode()).reports[0]
    assert found.status == status
    assert words in found.reasons[0]


@pytest.mark.parametrize("format_name", ["html", "docx", "pdf", "text"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_document_cut_off_anywhere_is_never_read_wrong(format_name, share):
    report = load_reports()["pingtan-2022"]
    layout = next(iter(LAYOUTS[format_name]))
    data = render(report, format_name, layout)
    expected = expected_cells(report)
    for found in parse_bytes(data[: int(len(data) * share)]).reports:
        assert found.status != "accepted"
        assert found.reasons
        for cell in found.cells:
            if cell.value is not None and cell.table == "requests" and cell.column != "total":
                assert cell.value == expected[cell.table, cell.row, cell.column]


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 100, b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe\x00"]
)
def test_bytes_that_nobody_can_read_end_as_a_plain_reason(data):
    (found,) = parse_bytes(data).reports
    assert found.status in {"quarantined", "not_a_report"}
    assert found.reasons[0].endswith(".")


def truth(name):
    answer = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    return answer, {tuple(cell[:3]): cell[3] for cell in answer["cells"]}


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real reports is not beside this checkout")
@pytest.mark.parametrize(
    ("file", "edition"),
    [("liaocheng_bigdata_2022.txt", "2021"), ("huaian_2024.pdf", "2021"), ("shanghai_gov_office_2019.html", "2019")],
)
def test_a_real_report_is_read_cell_for_cell(file, edition):
    answer, expected = truth(Path(file).stem)
    found = to_json(file, parse_bytes((SHARED / file).read_bytes()))
    assert (found["status"], found["edition"], found["reasons"]) == ("accepted", edition, [])
    assert (found["agency"], found["report_year"]) == (answer["agency"], answer["report_year"])
    read_cells = {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in found["cells"]}
    expected = {key: 251000 if value == "251000元" else value for key, value in expected.items()}
    assert read_cells == expected


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real reports is not beside this checkout")
def test_the_claims_of_the_real_report_of_liaocheng_match_its_table():
    found = to_json("x", parse_bytes((SHARED / "liaocheng_bigdata_2022.txt").read_bytes()))
    claims = {(claim["kind"], claim["measure"]): claim for claim in found["claims"]}
    assert claims["count", "new_received"]["value"] == 4
    growth = claims["growth", "new_received"]
    assert (growth["percent"], growth["base_year"], growth["implied_prior"]) == (100, 2021, [2])
    shares = {measure: claim for (kind, measure), claim in claims.items() if kind == "share"}
    assert {measure: claim["percent"] for measure, claim in shares.items()} == {
        "granted": 25,
        "partly_granted": 25,
        "unavailable": 50,
    }
    assert {claim["verdict"] for claim in shares.values()} == {"match"}


PROSE = "全年主动公开政府信息一百余条，内容涉及机构职能、规划计划、财政预决算和民生保障等各个方面，受到群众欢迎。"
PICTURE = '<p align="center"><img src="/upload/1.jpg" width="600"></p>'


@pytest.mark.parametrize(
    ("more", "is_taken"),
    [
        ("", True),
        (f"<p>{PROSE}</p>{PICTURE}<p>{PROSE}</p>", False),
        (f"<p>附：政府信息公开情况统计表</p>{PICTURE}", False),
        (f"{PICTURE}<p>分享到</p>", True),
        (
            f'<p>{PROSE}</p><p><img src="/w.png" width="16"><a href="/share"><img src="/s.png"></a></p><p>{PROSE}</p>',
            True,
        ),
    ],
)
def test_a_picture_in_a_report_of_before_the_form_may_be_its_table(more, is_taken):
    words = "".join(f"<p>{PROSE}</p>" for _ in range(8))
    page = f"<h1>示例市水利局2012年政府信息公开工作年度报告</h1>{words}<p>全年收到政府信息公开申请5件。</p>{more}"
    answer = to_json("x", parse_bytes(page.encode()))
    assert (answer["status"] == "accepted") is is_taken
    assert any(claim["measure"] == "new_received" for claim in answer["claims"])
    assert is_taken or "A picture stands in the report" in answer["reasons"][0]


def test_a_row_of_noughts_may_be_left_out_but_not_stand_beside_the_table():
    label = next(row.label for row in load_form("2021").tables["requests"].blocks[0].rows if row.key == "carried_out")
    page = next(
        render(report, "html", "plain").decode()
        for report in (make_figures(seed, AGENCY, 2023, "2021") for seed in range(50))
        if not expected_cells(report)["requests", "carried_out", "total"]
    )
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if label in row)
    words = " ".join(re.sub("<[^>]*>", " ", row).split())
    without, beside = (page.replace(row, "").replace("</body>", f"{text}</body>") for text in ("", f"<p>{words}</p>"))
    assert [parse_bytes(text.encode()).reports[0].status for text in (page, without)] == ["accepted"] * 2
    (report,) = parse_bytes(beside.encode()).reports
    assert report.status == "quarantined"
    assert any(label in reason for reason in report.reasons), report.reasons


def test_a_column_that_is_left_out_is_a_lack_though_only_nought_can_stand_in_it():
    last = "disputes", "litigation_after_review", "total"
    reports = (make_figures(seed, AGENCY, 2023, "2021") for seed in range(50))
    page = render(next(r for r in reports if not expected_cells(r)[last]), "html", "plain").decode()
    cell = re.compile(r"<t([dh])[^>]*>(?:(?!</t\1>).)*</t\1>", re.DOTALL)
    found = list(cell.finditer(page))
    head = [each for each in found if bare(re.sub("<[^>]*>", "", each[0])) == "总计"][-1]
    page = page[: head.start()] + page[head.end() : found[-1].start()] + page[found[-1].end() :]
    (report,) = parse_bytes(page.encode()).reports
    assert {each.key: each for each in report.cells}[last].implied_value == 0
    assert [reason.code for reason in report.reasons] == ["lacking_cells"]


def test_tables_whose_every_cell_is_blank_are_no_report_of_nothing():
    """A form that nobody filled in, or one that a script fills in, looks so; one dash says that there was nothing."""
    page = render(make_figures(5, AGENCY, 2023, "2021"), "html", "plain").decode()
    blank = re.sub(r"(?<=>)[\d.]+(?=</p></td>)", "", page)
    found = parse_bytes(blank.encode()).reports[0]
    assert {cell.state for cell in found.cells} == {"blank"}
    assert [reason.code for reason in found.reasons] == ["all_blank"]
    dashed = blank.replace("></p></td>", ">—</p></td>", 1)
    assert parse_bytes(dashed.encode()).reports[0].status == "accepted"


@pytest.mark.parametrize("title", ["2023年", "水利局2023年"])
def test_a_link_to_another_body_s_report_names_no_body_of_this_one(title):
    document = read_document(render(make_figures(5, AGENCY, 2023, "2021"), "html", "plain"))
    nameless = (
        replace(block, text=block.text.replace(f"{AGENCY}2023年", title).replace(AGENCY, ""))
        if isinstance(block, Text)
        else block
        for block in document.blocks
    )
    link = Text("示例县水利局2022年政府信息公开工作年度报告", 0, "link")
    (report,) = read_reports(replace(document, blocks=(*nameless, link), meta={}))
    assert (report.agency, report.status) == (None, "quarantined")
