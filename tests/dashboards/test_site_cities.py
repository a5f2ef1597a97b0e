"""One bureau in eight cities, in a real browser: what was renamed, is missing, was refused or does not add up says so everywhere."""

from __future__ import annotations

import pytest
from browser_pages import until
from reading_pages import agency_page, section, table, texts
from release_figures import CITIES

from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()
BODIES = {body.region.removeprefix("示例")[:1]: body for body in CITIES}
SAME = "compare.html#scope=category&category=data"


def test_every_city_has_its_figure_or_the_reason_why_it_has_none(watch, cities_site):
    watched = watch(cities_site.as_uri())
    rows = {
        row[T("compare.region_col")]: row for row in table(watched.open(f"{SAME}&until=2024"), "#table", words=True)
    }
    assert len(rows) == len(CITIES)
    assert T("coverage.missing") in rows["示例丙市"][T("compare.note")]
    assert T("coverage.quarantined") in rows["示例丁市"][T("compare.note")]
    page = watched.open(f"{SAME}&until=2024&chart=shares")
    for row in table(page, "#table", words=True):
        assert row[T("chart.sum_col")] != T("figure.missing") or row[T("compare.note")], row


def test_a_body_bears_in_each_year_the_name_its_report_bore(watch, cities_site):
    body = BODIES["乙"]
    watched = watch(cities_site.as_uri())
    for year, name in ((2022, body.former), (2023, body.name)):
        page = watched.open(f"{SAME}&until={year}&measure=request_count")
        (row,) = [row for row in table(page, "#table", words=True) if row[T("compare.region_col")] == body.region]
        assert row[T("compare.agency")] == name
        assert name in texts(page, "chart")
        assert (T("name.now", name=body.name, first=2023) in row[T("compare.note")]) == (year == 2022)
    page = watched.open(f"{SAME}&from=2021&until=2024&chart=lines&measure=request_count")
    since = T("name.since", first=2023, name=body.name, span="2021–2022", before=body.former)
    assert since in page.locator("#events").inner_text()
    assert T("name.break") in texts(page, "chart")
    page = watched.open(agency_page(body))
    assert since in page.locator("#names").inner_text()
    assert T("name.break") in texts(page, "series")
    signed = [row[T("agency.col_state")] for row in table(page, "#years", words=True)]
    assert [T("name.signed", name=body.former) in state for state in signed] == [False, False, True, True]
    page.locator("#years tbody tr").last.locator(".figure").first.click()
    page.wait_for_selector("dialog[open] dl.source")
    assert body.former in page.locator("dialog dl.source").inner_text()
    page = watched.open("growth.html#year=2022")
    named = [row[T("overview.col_agency")] for row in section(page, T("growth_page.rises"), words=True)]
    assert f"{body.former}{T('name.then_now', name=body.name)}" in [name.replace(" ", "") for name in named]


def test_a_former_name_is_found_and_leads_to_the_body_of_now(watch, cities_site):
    body = BODIES["乙"]
    page = watch(cities_site.as_uri()).open("index.html")
    for typed in (body.former, "slysdsjzx"):
        page.locator("#pick").fill(typed)
        found = page.locator("#pick-list li[role=option]")
        until(lambda: found.count() == 1)  # noqa: B023 - asked within the turn
        assert body.name in found.inner_text()
        assert T("name.formerly", name=body.former) in found.inner_text()
        page.locator("#pick").fill("")


def test_outcomes_that_do_not_come_to_their_total_are_said_in_the_picture_and_in_words(watch, cities_site):
    watched = watch(cities_site.as_uri())
    over, under = BODIES["戊"], BODIES["己"]
    page = watched.open(f"{SAME}&until=2024&chart=shares")
    assert {T("chart.sum", share="125.0%"), T("chart.sum", share="95.0%")} <= set(texts(page, "chart"))
    note = page.locator("#chart-note").inner_text()
    assert T("chart.sum_over", rows=f"{over.name} 125.0%") in note
    assert T("chart.sum_under", rows=f"{under.name} 95.0%{T('chart.sum_blank', n=1)}") in note
    sums = {row[T("compare.region_col")]: row[T("chart.sum_col")] for row in table(page, "#table", words=True)}
    assert (sums[over.region], sums[under.region], sums["示例甲市"]) == ("125.0%", "95.0%", "100.0%")
    page = watched.open(agency_page(over))
    assert T("chart.sum", share="125.0%") in texts(page, "shares")
    assert T("chart.sum_over", rows="2024 125.0%") in page.locator("#shares-note").inner_text()
    for folder, words in (("", T), ("en/", load_words("en"))):
        page = watched.open(f"{folder}outcomes.html#year=2024")
        # 4 bodies fill in every outcome: 3 print 40 of 40, one prints 40 of 32
        assert words("outcomes.lead_sum", sum=160, share="105.3%", n=1).strip() in page.locator("#lead").inner_text()
        (row,) = section(page, words("outcomes.unequal", year=2024), words=True)
        assert over.name in row[words("overview.col_agency")]
        assert (row[words("agency.col_handled")], row[words("outcomes.col_sum")]) == ("32", "40")
        assert words("chart.sum_over", rows="2024 105.3%") in page.locator("main").inner_text()
    assert T("overview.lead_sum", share="105.3%") in watched.open("index.html").locator("#lead").inner_text()
