"""The figures of the sandbox: true ones carried over, invented ones consistent."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.decisions import decide
from crawlers.sandbox.figures import (
    FIGURES,
    INVENTED_MARK,
    Figure,
    broken_identities,
    edition_of_year,
    expected_cells,
    load_report,
    load_reports,
    with_digit_changed,
    with_figure,
    with_zeros_as,
)
from crawlers.sandbox.invent import make_figures, make_series
from crawlers.sandbox.plans import entries, load_plans
from crawlers.sandbox.sentences import percent
from warehouse.decisions import load_agencies, load_lineage
from warehouse.form import load_form
from warehouse.home import Home

REPORTS = load_reports()
AGENCY = "示例市教育局"
seeds = st.integers(0, 10_000)


@pytest.mark.parametrize("key", sorted(REPORTS))
def test_a_report_keeps_the_identities_except_those_it_declares_broken(key):
    assert broken_identities(REPORTS[key]) == REPORTS[key].breaks


def test_a_wrong_sum_breaks_its_row_and_its_column():
    report = REPORTS["liaocheng-bigdata-2022"]
    wrong = with_figure(report, ("requests", "granted", "total"), 11)
    assert broken_identities(wrong) == ("A2:total", "A3:granted")


def test_a_blank_total_breaks_nothing():
    report = REPORTS["shanghai-office-2019"]
    assert report.value("requests", "granted", "total") is None
    assert report.value("requests", "granted", "natural_person") == 258
    assert broken_identities(report) == ()


@pytest.mark.parametrize(("edition", "cells"), [("2019", 198), ("2021", 200)])
def test_a_report_prints_every_cell_of_its_edition(edition, cells):
    assert len(expected_cells(make_figures(1, AGENCY, 2020, edition))) == cells


def test_a_hybrid_prints_the_cells_of_two_editions():
    report = REPORTS["shili-agriculture-2022"]
    cells = expected_cells(report)
    assert ("requests", "other_handling", "total") in cells
    assert ("requests", "other_remaining", "total") not in cells
    assert ("proactive", "fees", "amount_cny_10k") in cells


def test_every_body_that_does_not_exist_carries_the_mark_of_an_example():
    reports = [entry.report for plan in load_plans() for entry in entries(plan) if entry.report]
    assert len(reports) > 45
    for report in [*reports, *REPORTS.values()]:
        assert report.invented == (INVENTED_MARK in report.agency), report.key
        assert report.invented == (report.adcode[:2] == "99"), report.key


def test_the_true_figures_are_those_of_the_published_reports():
    liaocheng, huaian = REPORTS["liaocheng-bigdata-2022"], REPORTS["huaian-2024"]
    assert liaocheng.value("requests", "new_received", "total") == 4
    assert huaian.value("requests", "new_received", "total") + huaian.value("requests", "carried_in", "total") == 3153
    assert REPORTS["pingtan-2022"].value("proactive", "fees", "amount_cny_10k") == 9116.36
    fees = REPORTS["shanghai-office-2019"].figures["proactive", "procurement", "amount_cny"]
    assert (fees.text, fees.value) == ("251000元", 251000)


def test_a_body_that_received_nothing_says_so_in_words():
    report = REPORTS["shili-statistics-2023"]
    assert report.value("requests", "new_received", "total") == 0
    assert any("未收到" in sentence for sentence in report.prose.overview)


def test_a_printed_text_keeps_its_number():
    assert Figure.of("22（其中修订16件）") == Figure("22（其中修订16件）", 22)
    assert Figure.of("12.50").value == 12.5
    assert Figure.of("无") == Figure("无", None)
    assert Figure.of({"text": "160.5964万元", "value": 1605964}).value == 1605964
    assert Figure.of(None) == Figure("", None)


def test_a_row_with_too_few_cells_is_refused_by_name(tmp_path):
    text = (FIGURES / "liaocheng-bigdata-2022.yaml").read_text(encoding="utf-8")
    short = tmp_path / "short.yaml"
    short.write_text(text.replace("review: [0, 0, 0, 0, 0]", "review: [0, 0, 0, 0]"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"disputes.review needs 5 cells, has 4"):
        load_report(short)


def test_a_row_that_is_not_on_the_form_is_refused_by_name(tmp_path):
    text = (FIGURES / "liaocheng-bigdata-2022.yaml").read_text(encoding="utf-8")
    odd = tmp_path / "odd.yaml"
    odd.write_text(text.replace("    review: [", "    reviews: ["), encoding="utf-8")
    with pytest.raises(ValueError, match=r"disputes.review, disputes.reviews"):
        load_report(odd)


@given(seed=seeds, year=st.integers(2019, 2025), edition=st.sampled_from(["2019", "2021"]))
@settings(max_examples=60, deadline=None)
def test_invented_figures_keep_every_identity(seed, year, edition):
    report = make_figures(seed, AGENCY, year, edition)
    assert broken_identities(report) == ()
    assert None not in expected_cells(report).values()
    assert report == make_figures(seed, AGENCY, year, edition)
    for cell in load_form(edition).cells.values():
        value = report.value(cell.table_key, cell.row_key, cell.column_key)
        assert cell.signed or value >= 0
        assert cell.money or isinstance(value, int)


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_a_series_continues_from_year_to_year(seed):
    series = make_series(seed, AGENCY, range(2019, 2025), scope="area")
    assert [report.edition for report in series] == ["2019", "2019", "2021", "2021", "2021", "2021"]
    for before, after in pairwise(series):
        for column in load_form(after.edition).tables["requests"].blocks[0].columns:
            left = before.value("requests", "carried_out", column.key)
            assert after.value("requests", "carried_in", column.key) == left
        if before.edition == after.edition == "2021":
            for row in ("regulations", "normative_documents"):
                held, made, gone, now = (
                    report.value("proactive", row, column)
                    for report, column in (
                        (before, "in_force"),
                        (after, "issued"),
                        (after, "repealed"),
                        (after, "in_force"),
                    )
                )
                assert now == held + made - gone >= 0
    first, second = series[:2]
    items = first.value("proactive", "licensing", "items_last_year")
    change = first.value("proactive", "licensing", "items_change")
    assert second.value("proactive", "licensing", "items_last_year") == items + change


def test_a_body_that_counts_anew_carries_in_another_number_and_keeps_every_identity():
    before, after = make_series(1, AGENCY, range(2022, 2024), recounts={2023: 2})
    for column, gap in (("natural_person", 2), ("business", 0), ("total", 2)):
        left = before.value("requests", "carried_out", column)
        assert after.value("requests", "carried_in", column) - left == gap
    assert broken_identities(after) == ()


def test_a_renamed_body_continues_its_series_under_its_new_name():
    former = "示例市水务局"
    before, after = make_series(5, AGENCY, range(2022, 2024), scope="area", former_names={2022: former})
    assert (before.agency, after.agency) == (former, AGENCY)
    assert former in before.title
    left = before.value("requests", "carried_out", "total")
    assert after.value("requests", "carried_in", "total") == left > 0


def test_what_is_decided_of_invented_bodies_is_put_into_a_home_beside_what_a_person_keeps_there(tmp_path):
    home = Home(tmp_path)
    decide(home)
    assert all(INVENTED_MARK in body.name and body.adcode[:2] == "99" for body in load_agencies(home))
    assert {step.kind for step in load_lineage(home)} == {"rename"}
    (home.decisions / "lineage.yaml").write_text("[]", encoding="utf-8")
    decide(home)
    assert load_lineage(home) == ()


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_the_sentences_agree_with_the_tables(seed):
    before, after = make_series(seed, AGENCY, range(2022, 2024))
    new, last = (report.value("requests", "new_received", "total") for report in (after, before))
    said = "".join(after.prose.overview)
    assert (f"{new}件" in said) if new else ("未收到" in said)
    if new and last and new != last:
        assert f"{percent(abs(new - last), last)}%" in said
    for group, named in load_form("2021").groups.items():
        count = sum(
            after.value("requests", row.key, "total")
            for row in load_form("2021").tables["requests"].blocks[0].rows
            if row.group == group
        )
        assert (f"{named.label}{count}件" in said) == bool(count)


def test_a_share_is_rounded_as_an_office_rounds_it():
    assert percent(1, 8) == "12.5"
    assert percent(1, 16) == "6.3"
    assert percent(3, 3) == "100"


def test_a_silent_revision_changes_one_uncheckable_cell():
    report = REPORTS["pingtan-2022"]
    changed = with_digit_changed(report)
    different = [key for key in report.figures if report.figures[key] != changed.figures[key]]
    assert len(different) == 1
    assert different[0][0] == "proactive"
    assert broken_identities(changed) == ()
    assert replace(changed, figures=report.figures) == report


@pytest.mark.parametrize(("printed", "value"), [("", None), ("—", None), ("０", 0)])
def test_zeros_printed_otherwise_leave_the_other_numbers(printed, value):
    report = REPORTS["huaian-2024"]
    shown = with_zeros_as(report, Figure(printed, value))
    for key, number in expected_cells(report).items():
        assert expected_cells(shown)[key] == (number or value)
        assert shown.figures[key].text == (printed if number == 0 else report.figures[key].text)


def test_a_year_before_the_form_has_no_edition():
    with pytest.raises(ValueError, match="2018"):
        edition_of_year(2018)
