"""From a figure to its source and to what is to be doubted of it, in a real browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reading_pages import agency_page, section, source_of, table
from release_database import CAPTURED, document_of, make_database, printed_row
from release_figures import ENVIRONMENT, LIAOCHENG, NEW_NAME, OLD_NAME

from dashboards.build import build_site
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()
WAYS = ["file", "http"]


@pytest.mark.parametrize("way", WAYS)
def test_a_click_on_a_figure_shows_where_it_was_printed(watch, address, way, answer):
    page = watch(address[way]).open(agency_page(LIAOCHENG))
    shown = source_of(page, page.locator("#lead .figure").first)
    (labels,) = answer(
        """select table_zh, row_zh, column_zh, locator from fct_report_cell
        join dim_form_cell using (edition, table_key, row_key, column_key)
        where agency_id = ? and row_key = 'new_received' and column_key = 'total'""",
        LIAOCHENG.id,
    )
    assert shown[T("source.figure")] == "4"
    assert shown[T("source.printed")] == "4"
    assert (shown[T("source.table")], shown[T("source.row")], shown[T("source.column")]) == labels[:3]
    assert shown[T("source.locator")] == labels[3]
    assert shown[T("source.document")] == document_of(LIAOCHENG, LIAOCHENG.reports[0])
    assert shown[T("source.report_url")].endswith("/2022.html")
    assert shown[T("source.captured")] == f"2024-11-23 10:31:07{T('site.comma')}{T('site.beijing')}"
    assert CAPTURED.hour == 2
    assert shown[T("source.offset")] == str(4096 + 2022)
    assert shown[T("source.method")] == T("reader.html")
    assert page.locator("dialog .around td.here").inner_text() == "4"
    assert page.evaluate(
        """() => { const here = document.querySelector("dialog .around td.here"), [a, b] = [here, here.closest(".scroll")]
            .map((part) => part.getBoundingClientRect()); return a.left >= b.left - 1 && a.right <= b.right + 1; }"""
    )
    assert LIAOCHENG.reports[0].sentence in page.locator("dialog .around q").all_inner_texts()[0]
    printed = printed_row(LIAOCHENG.reports[0], "requests", "new_received")
    shown_row = page.locator("dialog .around tbody tr", has=page.locator("td.here")).locator("th, td").all_inner_texts()
    assert shown_row == [text for text, _, _ in printed]
    assert page.locator("dialog .around thead th").all_inner_texts() == [head for _, _, head in printed[1:]]
    assert page.locator("dialog .around tbody tr").count() == 2  # the first row of its table and the next
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_a_growth_leads_to_the_sentence_that_implies_its_base(watch, address):
    page = watch(address["file"]).open(agency_page(LIAOCHENG))
    shown = source_of(page, page.locator("#lead .figure", has_text="+100%"))
    assert shown[T("source.numerator")] == "4"
    assert shown[T("source.denominator")] == "2"
    assert LIAOCHENG.reports[0].sentence in shown[T("source.prior_implied")]


def test_a_figure_of_the_overview_and_of_a_comparison_leads_to_its_source(watch, address):
    watched = watch(address["http"])
    for name, holder in (
        ("index.html", "main"),
        ("compare.html#measure=request_count&until=2024&scope=areas", "#table"),
    ):
        page = watched.open(name)
        figure = page.locator(f"{holder} .figure", has_text="3,119").first
        shown = source_of(page, figure)
        assert shown[T("source.agency")] == "淮安市人民政府"
        assert shown[T("source.figure")] == "3,119"
        assert len(shown[T("source.document")]) == 64


def test_a_finding_stands_beside_the_figures_it_touches(watch, address):
    page = watch(address["file"]).open(agency_page(ENVIRONMENT))
    (row,) = table(page, "#findings")
    assert (float(row[T("agency.col_printed")]), float(row[T("agency.col_expected")])) == (137, 133)
    assert page.locator("#figures .figure.broken").count() == 2
    page.locator("#figures .figure.broken").first.click()
    page.wait_for_selector("dialog[open] .notice.bad")
    assert ENVIRONMENT.reports[1].explanation in page.locator("dialog").inner_text()


def test_a_sentence_that_disagrees_with_its_table_stands_beside_the_reading(watch, address, answer):
    watched = watch(address["file"])
    ((label,),) = answer("select distinct row_zh from dim_form_cell where row_key = 'new_received'")
    report = ENVIRONMENT.reports[1]
    page = watched.open(agency_page(ENVIRONMENT))
    shown = page.locator("#claims tbody tr", has_text=report.sentence).inner_text()
    assert T("agency.claim", claims=f"{label} +15%", verdict=T("verdict.mismatch")) in shown
    page = watched.open("findings.html#year=2024")
    (row,) = section(page, T("findings.claims"), words=True)
    assert row[T("agency.col_claim")] == f"{label} 15%"
    assert report.sentence in row[T("agency.col_sentence")]


def test_a_growth_is_held_against_what_last_years_report_prints(watch, address, tmp_path):
    spoken = replace(OLD_NAME.reports[1], claimed_growth=0.2, implied_prior=60, sentence="比上年增长20%")
    wrong = replace(NEW_NAME.reports[0], year=2024, claimed_growth=0.125, implied_prior=72, sentence="比上年增长12.5%")
    bodies = (replace(OLD_NAME, reports=(OLD_NAME.reports[0], spoken, replace(wrong, implied_prior=80))),)
    build_site(make_database(tmp_path / "gongkai.duckdb", bodies), tmp_path / "site", "growth")
    page = watch((tmp_path / "site").as_uri()).open(agency_page(OLD_NAME))
    agrees = page.locator("#claims tr", has_text="增长20%").inner_text()
    assert T("agency.prior_agrees", prior=60) in agrees
    disagrees = page.locator("#claims tr", has_text="增长12.5%")
    assert T("agency.prior_disagrees", prior=72) in disagrees.locator("li.bad").inner_text()


def test_a_unique_repair_is_proposed_in_the_words_of_the_form(watch, address, answer):
    page = watch(address["file"]).open("findings.html#year=2024")
    ((row, column),) = answer(
        """select distinct row_zh, column_zh from dim_form_cell
        where row_key = 'carried_out' and table_key = 'requests' and column_key = 'total'"""
    )
    assert f"{row}·{column} = 3" in page.locator("main").inner_text()


def test_a_sum_leads_in_two_clicks_to_the_source_of_a_figure_it_is_made_of(watch, address):
    watched = watch(address["file"])
    for name, link in (("index.html", "#tiles a"), ("outcomes.html#year=2024", "main td a[href^='compare.html']")):
        page = watched.open(name)
        page.locator(link).first.click()
        page.wait_for_url("**/compare.html#*")
        watched.settle()
        page.locator("#table .figure").first.click()
        page.wait_for_selector("dialog[open] dl.source")
        assert T("source.document") in page.locator("dialog dl.source").inner_text()
