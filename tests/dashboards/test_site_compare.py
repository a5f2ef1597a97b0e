"""Comparisons in a real browser: what is compared, what stands apart, how a country opens, the address as the state."""

from __future__ import annotations

import pytest
from browser_pages import until
from reading_pages import agency_page, marks, table, texts
from release_figures import AGENCIES, HUAIAN, LIAOCHENG, NEW_NAME, OLD_NAME, PINGTAN, SCHOOLS, WATER

from dashboards import say
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()


def test_each_comparison_equals_the_database(watch, address, answer):
    watched = watch(address["file"])
    page = watched.open("compare.html#measure=request_count&until=2024&scope=all")
    for metric, label in answer("select metric_key, zh from dict_metric"):
        watched.choose("#measure", metric)
        for scope, outside in (("all", "kind is distinct from 'government'"), ("areas", "kind = 'government'")):
            watched.choose("#scope", scope)
            known = answer(
                f"""select agency_name, value, denominator, ci_low, ci_high from mart_metric join dim_agency
                using (agency_id, agency_name, region_name) where metric_key = ? and report_year = 2024 and {outside}""",
                metric,
            )
            assert known
            heading = next(name for name in table(page, "#table")[0] if name.startswith(label))
            rows = {row[T("compare.agency")]: row for row in table(page, "#table")}
            for name, value, base, low, high in known:
                shown = rows[name][heading]
                assert (float(shown) if shown else None) == value
                if base is not None:
                    assert float(rows[name][T("compare.n")]) == base
                if low is not None:
                    assert rows[name][T("compare.interval")] == f"{say.percent(low)}–{say.percent(high)}"
            if scope == "all":  # a body that should have reported and did not is listed and not drawn
                assert rows[WATER.name][heading] == ""
                assert T("coverage.quarantined") in rows[WATER.name][T("compare.note")]
                assert WATER.name not in texts(page, "chart")


def test_the_same_bureau_across_cities_is_two_clicks_away(watch, address, answer):
    watched = watch(address["file"])
    page = watched.open(agency_page(SCHOOLS))
    page.locator("#ways a", has_text="education").first.click()
    page.wait_for_url("**/compare.html#*category=education*")
    watched.settle()
    names = [row[T("compare.agency")] for row in table(page, "#table")]
    assert names == [name for (name,) in answer("select agency_name from dim_agency where categories[1] = 'education'")]


def test_agencies_of_ones_choice_are_compared_over_years_with_breaks_and_gaps(watch, address, answer):
    chosen = f"agencies={SCHOOLS.id},{PINGTAN.id}"
    page = watch(address["file"]).open(
        f"compare.html#measure=disclosure_rate&scope=chosen&{chosen}&chart=lines&from=2019&until=2024"
    )
    assert marks(page, "chart") >= 9
    labels = texts(page, "chart")
    assert T("edition.break", before=T("edition.2019"), after=T("edition.2021")) in labels
    assert f"2021-05-01 {T('lineage.merge')}" in labels
    rows = {row[T("compare.agency")]: row for row in table(page, "#table")}
    for name, year, value in answer(
        """select agency_name, report_year, value from mart_metric
        where metric_key = 'disclosure_rate' and agency_id in (?, ?)""",
        SCHOOLS.id, PINGTAN.id,
    ):  # fmt: skip
        assert float(rows[name][str(year)]) == value
    assert rows[PINGTAN.name]["2023"] == ""
    assert f"2023 {T('coverage.missing')}" in rows[PINGTAN.name][T("compare.note")]
    page.locator("#chosen .close").first.click()
    until(lambda: len(table(page, "#table")) == 1)
    page.fill("#pick", "hasrmzf")
    page.wait_for_selector("#pick-list li[role=option]")
    page.keyboard.press("Enter")
    until(lambda: len(table(page, "#table")) == 2)
    assert HUAIAN.id in page.evaluate("location.hash")


def test_a_renamed_body_stands_in_a_past_year_as_the_body_of_that_time(watch, address):
    event = {"day": "2024-03-01", "kind": T("lineage.rename")}
    watched = watch(address["file"])
    page = watched.open("category.html#category=forests&year=2023&measure=request_count")
    rows = {row[T("compare.agency")]: row for row in table(page, "#table")}
    assert rows[OLD_NAME.name][T("compare.note")] == T("compare.became", **event, name=NEW_NAME.name)
    assert rows[NEW_NAME.name][T("compare.note")] == T("compare.was", **event, name=OLD_NAME.name)
    assert T("compare.lead_missing", n=1) not in page.locator("#lead").inner_text()
    page = watched.open("category.html#category=forests&year=2024&measure=request_count")
    rows = {row[T("compare.agency")]: row for row in table(page, "#table")}
    assert rows[NEW_NAME.name][T("compare.note")] == T("compare.came_of", **event, name=OLD_NAME.name)
    assert rows[OLD_NAME.name][T("compare.note")] == T("compare.became", **event, name=NEW_NAME.name)


def test_a_renamed_body_is_drawn_as_two_with_the_day_between_and_the_other_one_click_away(watch, address):
    watched = watch(address["file"])
    page = watched.open(agency_page(OLD_NAME))
    page.locator("#ways a", has_text=T("agency.both")).click()
    page.wait_for_url("**/compare.html#*")
    watched.settle()
    assert [row[T("compare.agency")] for row in table(page, "#table")] == [OLD_NAME.name, NEW_NAME.name]
    page = watched.open(
        f"compare.html#measure=request_count&scope=chosen&agencies={NEW_NAME.id}&until=2024&from=2022&chart=lines"
    )
    assert f"2024-03-01 {T('lineage.rename')}" in texts(page, "chart")
    before = page.evaluate("document.body.dataset.ready")
    page.locator("#events .add", has_text=OLD_NAME.name).click()
    watched.settle(before)
    assert [row[T("compare.agency")] for row in table(page, "#table")] == [NEW_NAME.name, OLD_NAME.name]
    assert page.locator("#chart svg .mark-line path").count() == 2
    assert page.locator("#events li").count() == 1
    assert page.locator("#events .add, #chosen .add").count() == 0
    page.locator("#chosen .close").first.click()
    until(lambda: page.locator("#chosen .add", has_text=NEW_NAME.name).count() == 1)


def test_whether_two_shares_differ_beyond_chance_is_said(watch, address, answer):
    page = watch(address["file"]).open("compare.html#measure=unavailable_rate&until=2024&chart=dots")
    (first, second) = answer(
        """select ci_low, ci_high from mart_metric join dim_agency using (agency_id) where metric_key = 'unavailable_rate'
        and report_year = 2024 and passes_guard and kind <> 'government' order by value desc limit 2"""
    )
    phrase = "compare.apart_yes" if first[0] > second[1] else "compare.apart_no"
    assert T(phrase) in page.locator("#lead").inner_text()
    assert page.locator("#chart svg .mark-symbol path").count() > 15


def test_small_bases_stand_apart_and_grey(watch, address, answer):
    page = watch(address["file"]).open("compare.html#measure=disclosure_rate&until=2024")
    assert T("compare.small_group") in texts(page, "chart")
    small = answer(
        """select agency_name from mart_metric where metric_key = 'disclosure_rate' and report_year = 2024
        and value is not null and not passes_guard
        and agency_id in (select agency_id from dim_agency where kind <> 'government')"""
    )
    assert len(small) == 5
    colours = page.evaluate(
        "[...document.querySelectorAll('#chart svg .mark-rect path')].map((mark) => mark.getAttribute('fill'))"
    )
    grey = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--quiet').trim()")
    assert colours.count(grey) == len(small)
    for (name,) in small:
        row = page.locator("#table tbody tr", has=page.get_by_role("link", name=name, exact=True))
        assert row.locator(".badge").inner_text() == T("figure.small")
    assert T("compare.lead_small", n=len(small)) in page.locator("#lead").inner_text()


def test_an_unknown_measure_or_year_falls_back_and_says_so(watch, address):
    page = watch(address["file"]).open("compare.html#measure=nonsense&until=1492")
    assert page.locator("#unknown").is_visible()
    assert page.locator("#until").input_value() == "2024"
    assert len(table(page, "#table")) > 5


def test_a_colleague_sees_the_same_view_down_to_the_order_and_search_of_the_table(watch, address):
    watched = watch(address["http"])
    page = watched.open("compare.html")
    for control, value in (
        ("kind", "dots"),
        ("measure", "disclosure_rate"),
        ("scope", "category"),
        ("category", "example"),
    ):
        watched.choose(f"#{control}", value)
    watched.choose("#scope", "all")
    watched.choose("#until", "2023")
    page.locator("#table .dt-search input").fill("示例市")
    page.locator("#table thead th").first.locator("[role=button], .dt-column-order").first.click()
    until(lambda: "sort=0a" in page.evaluate("location.hash"))
    link = page.evaluate("location.hash")
    seen = [page.locator(part).inner_text() for part in ("#lead", "#table tbody", "#chart-title")]
    fresh = watch(address["file"])
    other = fresh.open(f"compare.html{link}")
    assert [other.locator(part).inner_text() for part in ("#lead", "#table tbody", "#chart-title")] == seen
    assert other.locator("#table .dt-search input").input_value() == "示例市"
    names = [row[T("compare.agency")] for row in table(other, "#table")]
    assert names
    assert all("示例市" in name for name in names)
    assert other.evaluate("location.hash") == link
    assert len(table(fresh.open("compare.html#until=2024&sort=99z&find="), "#table")) > len(names)


def test_a_comparison_of_a_country_opens_with_its_answer_and_lists_all_when_asked(watch, address, large_site):
    whole = watch(address["file"])
    part = watch(large_site.as_uri())
    asked = []
    part.page.on("request", lambda request: asked.append(request.url))
    for scope, key in (
        ("all", "request_count"),
        ("all", "disclosure_rate"),
        ("all", "request_growth"),
        ("areas", "request_count"),
    ):
        name = f"compare.html#measure={key}&until=2024&scope={scope}"
        lead = whole.open(name).locator("#lead").inner_text()
        rows = table(whole.page, "#table")
        asked.clear()
        page = part.open(name)
        assert page.locator("#lead").inner_text() == lead
        assert not [url for url in asked if "/index/" in url or "/figures/" in url or "/states/" in url]
        listed = table(page, "#table")
        heading = list(rows[0])[1]
        assert listed[:5] == rows[: min(5, len(rows))]
        assert all(row in rows and row[heading] for row in listed)
        assert page.locator("#whole").count() == (len(listed) < len(rows))
        if scope == "all":
            before = page.evaluate("document.body.dataset.ready")
            page.click("#whole")
            part.settle(before)
            assert table(page, "#table") == rows
            assert "list=all" in page.evaluate("location.hash")
    for chart in ("chart=lines&from=2023", "chart=shares"):
        name = f"compare.html#measure=request_count&until=2024&{chart}"
        rows = {row[T("compare.agency")]: row for row in table(whole.open(name), "#table")}
        asked.clear()
        page = part.open(name)
        assert not [url for url in asked if "/index/" in url or "/figures/" in url or "/states/" in url]
        listed = table(page, "#table")
        assert 1 < len(listed) < len(rows)
        assert all(row == rows[row[T("compare.agency")]] for row in listed)
        assert page.locator("#whole").count() == 1
        assert marks(page, "chart") > 3


def test_a_function_of_a_country_is_read_without_the_names_of_all(watch, address, large_site):
    name = "category.html#category=example&year=2024&measure=disclosure_rate"
    lead = watch(address["file"]).open(name).locator("#lead").inner_text()
    part = watch(large_site.as_uri())
    asked = []
    part.page.on("request", lambda request: asked.append(request.url))
    assert part.open(name).locator("#lead").inner_text() == lead
    own = [url for url in asked if "/members/example/" in url]
    assert own
    assert not [url for url in set(asked) - set(own) if "/index/" in url or "/figures/" in url or "/states/" in url]
    page = part.open("agency.html")
    assert page.locator("#list tbody tr").count() == 4
    page.click("#whole")
    until(lambda: page.locator("#list tbody tr").count() == len(AGENCIES))


def test_bodies_of_ones_choice_are_read_without_the_names_of_all(watch, address, large_site):
    name = f"compare.html#measure=request_count&until=2024&scope=chosen&agencies={HUAIAN.id},{PINGTAN.id}"
    rows = table(watch(address["file"]).open(name), "#table")
    part = watch(large_site.as_uri())
    asked = []
    part.page.on("request", lambda request: asked.append(request.url))
    assert table(part.open(name), "#table") == rows
    assert not [url for url in asked if "/index/" in url]


def test_regions_in_several_files_are_compared_like_those_in_one(watch, address, large_site):
    name = "compare.html#measure=request_count&until=2024&scope=regions"
    rows = table(watch(address["file"]).open(name), "#table")
    assert len(rows) > 3
    assert table(watch(large_site.as_uri()).open(name), "#table") == rows


def test_a_long_list_stands_with_its_first_rows_and_whole_when_asked(watch, address, large_site):
    whole = table(watch(address["file"]).open("findings.html#year=2024"), "#sections .card:last-of-type")
    assert len(whole) > 2
    page = watch(large_site.as_uri()).open("findings.html#year=2024")
    card = "#sections .card:last-of-type"
    assert table(page, card) == whole[:2]
    page.locator(f"{card} .whole").click()
    until(lambda: len(table(page, card)) == len(whole))
    assert table(page, card) == whole


def test_a_name_that_begins_with_its_region_is_found_without_the_names_of_all(watch, large_site):
    part = watch(large_site.as_uri())
    page = part.open("index.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    offered = page.locator("#pick-list li[role=option]")
    page.fill("#pick", "sls")
    until(lambda: offered.count() == 12)
    assert any("/index/1.js" in url for url in asked)
    assert not any("/index/0.js" in url for url in asked)  # 上海, 淮安, 平潭 and 聊城
    page.fill("#pick", "大数据")  # no region's name
    until(lambda: offered.count() == 1)
    assert offered.inner_text().startswith(LIAOCHENG.name)
    assert not any("/index/0.js" in url for url in asked)


def test_a_comparison_is_made_by_the_keyboard_and_gone_back_from(watch, address):
    watched = watch(address["file"])
    page = watched.open("compare.html#measure=request_count&until=2024&chart=bars")
    title = page.locator("#chart-title").inner_text()
    for control, key in (("#measure", "ArrowDown"), ("#scope", "ArrowDown"), ("#kind", "ArrowDown")):
        before = page.evaluate("[document.body.dataset.ready, location.hash]")
        page.locator(control).focus()
        page.keyboard.press(key)
        until(lambda before=before: page.evaluate("location.hash") != before[1])
        watched.settle(before[0])
    shown = page.locator("#chart-title").inner_text()
    assert shown != title
    kept = page.evaluate("location.hash")
    assert {"scope=category", "chart=dots"} <= set(kept.removeprefix("#").split("&"))
    for _ in range(3):
        page.go_back()
    until(lambda: page.locator("#chart-title").inner_text() == title)
    assert page.locator("#scope").input_value() == "all"
    page.goto("about:blank")
    page = watched.open(f"compare.html{kept}")
    assert page.locator("#chart-title").inner_text() == shown
    assert page.locator("#kind").input_value() == "dots"


def test_the_state_of_a_comparison_is_its_address(watch, address):
    watched = watch(address["file"])
    page = watched.open("compare.html")
    page.select_option("#measure", "unavailable_rate")
    page.select_option("#until", "2023")
    until(lambda: page.evaluate("document.querySelector('#chart-title').innerText.includes('2023')"))
    title, hash_ = page.locator("#chart-title").inner_text(), page.evaluate("location.hash")
    page = watched.open(f"compare.html{hash_}")
    assert page.locator("#chart-title").inner_text() == title
