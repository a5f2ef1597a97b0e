"""What single pages answer in a real browser, and that nothing of a report becomes a part of them."""

from __future__ import annotations

import json

import pytest
from reading_pages import agency_page, marks, source_of, texts
from release_figures import HOSTILE, NASTY, SCHOOLS, SHANGHAI

from dashboards import say
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()
WAYS = ["file", "http"]


def test_the_overview_answers_with_the_databases_sums(watch, address, answer):
    page = watch(address["file"]).open("index.html")
    latest = answer(
        """select sum(request_count), count(request_count) from mart_agency_year
        where kind <> 'government' and report_year = 2024"""
    )[0]
    for place in (".lead", ".tiles"):
        assert say.count(latest[0]) in page.locator(place).inner_text()
        assert say.count(latest[1]) in page.locator(place).inner_text()
    assert say.count(latest[0]) in texts(page, "sections .half:nth-child(2)")


def test_the_overview_tells_a_rise_from_a_change_of_who_is_in(watch, address, answer):
    ((n, before, now),) = answer(
        """select count(*), sum(prior_request_count), sum(request_count) from mart_agency_year
        where kind <> 'government' and report_year = 2024 and prior_source = 'reported' and request_growth_status <> 'split'"""
    )
    lead = watch(address["file"]).open("index.html").locator("#lead").inner_text()
    counts = {"n": say.count(n), "before": say.count(before), "now": say.count(now)}
    assert T("overview.lead_same", **counts, growth=say.growth(now / before - 1)) in lead
    ((share,),) = answer(
        """select sum(request_count) / sum(total_handled) from mart_outcome_share join dim_agency using (agency_id)
        where kind <> 'government' and report_year = 2024 and outcome_key is null and outcome_group = 'granted'
        and share is not null"""
    )
    assert say.percent(share) in lead


def test_the_disputes_say_how_often_and_how_often_corrected(watch, address, answer):
    ((total, corrected, pending),) = answer(
        """select sum(value) filter (where column_key = 'total'), sum(value) filter (where column_key = 'corrected'),
            sum(value) filter (where column_key = 'pending') from fct_report_cell join dim_agency using (agency_id)
        where row_key = 'review' and report_year = 2024 and kind <> 'government'"""
    )
    ((rate,),) = answer(
        """select 100 * sum(numerator) / sum(denominator) from mart_metric join dim_agency using (agency_id)
        where metric_key = 'review_rate' and report_year = 2024 and value is not null and kind <> 'government'"""
    )
    lead = watch(address["file"]).open("disputes.html#year=2024").locator("#lead").inner_text()
    assert say.percent(corrected / (total - pending)) in lead
    assert f" {rate:.2f} " in lead


def test_a_change_after_publication_is_said_in_the_words_of_the_form(watch, address, answer):
    ((row, column),) = answer(
        """select distinct row_zh, column_zh from dim_form_cell where edition = '2021'
        and row_key = 'new_received' and table_key = 'requests' and column_key = 'total'"""
    )
    watched = watch(address["file"])
    said = f"{row}·{column}{T('site.colon')}87 → 88"
    page = watched.open("revisions.html")
    assert page.locator("#choice").input_value() == "2024-11"
    assert said in page.locator("main").inner_text()
    page = watched.open(agency_page(SCHOOLS))
    assert said in page.locator("#revisions").inner_text()
    assert "requests.new_received" not in page.locator("main").inner_text()


def test_a_report_that_left_its_outcomes_blank_is_no_part_of_the_shares(watch, address):
    page = watch(address["file"]).open("outcomes.html")
    assert "2019" in texts(page, "sections")  # 示例市教育局 alone: 上海 filled in no outcome
    assert T("overview.agencies_below", n=1) in texts(page, "sections")
    page = watch(address["file"]).open(agency_page(SHANGHAI))
    assert marks(page, "shares") == 0
    assert T("agency.shares_none") in page.locator("#shares-note").inner_text()


def test_the_run_says_what_did_not_come_in(watch, address):
    watched = watch(address["file"])
    page = watched.open("index.html")
    assert T("overview.last_night_bad", n=3, portals=1) in page.locator("main").inner_text()
    page = watched.open("runs.html")
    text = page.locator("main").inner_text()
    for phrase in (T("portal.partial"), "两页没有取到", "服务器答复 500", T("outcome.failed")):
        assert phrase in text


@pytest.mark.parametrize("way", WAYS)
def test_html_in_a_name_or_a_sentence_stays_text(watch, address, way):
    watched = watch(address[way])
    for name in (agency_page(NASTY), "agency.html", "compare.html#measure=request_count&until=2024", "revisions.html"):
        page = watched.open(name)
        assert page.locator("main img").count() == 0
        assert page.evaluate("document.querySelectorAll('main script').length") == 0
    page = watched.open(agency_page(NASTY))
    assert NASTY.reports[0].sentence in page.locator("#claims").inner_text()
    source_of(page, page.locator("#lead .figure").first)
    hrefs = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.href)")
    assert not [href for href in hrefs if href.lower().startswith("javascript:")]


def test_a_name_that_turns_the_writing_around_turns_no_sentence(watch, address):
    watched = watch(address["file"])
    for name, holder in (
        ("compare.html#measure=request_count&until=2024", "#lead"),
        ("growth.html#year=2024", "#lead"),
    ):
        lead = watched.open(name).locator(holder).inner_text()
        assert "=cmd|'/C calc'!A0示例局写倒🦄名称很长的机构" in lead
    page = watched.open(agency_page(HOSTILE))
    assert page.locator("#name").inner_text() == HOSTILE.name
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_a_dark_screen_gets_dark_pages(watch, address):
    page = watch(address["file"], scheme="dark").open("index.html")
    red, green, blue = json.loads(
        page.evaluate("'[' + getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).join() + ']'")
    )
    assert max(red, green, blue) < 60
