"""A walk over every page in a real browser: nothing complains, every chart has marks, every figure equals the database.

Each page is opened once and looked at in every way; pictures of all are kept in the folder GONGKAI_PICTURES names.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from access_checks import amiss
from reading_pages import LOOK
from release_figures import SCHOOLS

from dashboards import say
from dashboards.pages import PAGES
from dashboards.words import Words, load_words

pytestmark = pytest.mark.browser
T = load_words()
AGENCY = f"agency.html#id={SCHOOLS.id}"
ADDRESSES = [AGENCY if module.FILE == "agency.html" else module.FILE for module in PAGES]
CHARTED = {module.FILE for module in PAGES} - {"data.html"}


@pytest.fixture(scope="module")
def known(answer):
    """Every figure the pages may lead to the source of: (agency, year, what, kind) to its value and kind of value."""
    figures = {}
    for agency, year, name, value, implied, state in answer(
        """select agency_id, report_year, table_key || '.' || row_key || '.' || column_key, value, implied_value, state
        from fct_report_cell"""
    ):
        figures[agency, year, name, "cell"] = (value, "count", implied, state)
    for agency, year, key, value, kind in answer(
        "select agency_id, report_year, metric_key, value, value_kind from mart_metric join dict_metric using (metric_key)"
    ):
        figures[agency, year, key, "metric"] = (value, kind, None, None)
    for agency, year, group, share, count in answer(
        "select agency_id, report_year, outcome_group, share, request_count from mart_outcome_share where outcome_key is null"
    ):
        figures[agency, year, group, "group"] = (share, "group", count, None)
    return figures


def said(value: float, kind: str) -> str:
    """A value as a page writes it."""
    if kind == "growth":
        return say.growth(value)
    if kind == "per_100":
        return f"{value:.2f}"
    return say.percent(value) if kind in {"proportion", "group"} else say.count(value)


def wrong(figure: list, known: dict, words: Words = T) -> bool:
    """Whether a figure on a page is other than the database's, in its words or in the value behind them."""
    agency, year, what, kind, text, behind = figure
    value, value_kind, other, state = known[agency, year, what, kind]
    if value is None:
        implied = other if kind == "cell" else None
        return text != (say.count(implied) if implied is not None else words.name("state", state)) or behind not in {
            None,
            "",
        }
    if kind == "group" and "%" not in text:
        value, value_kind = other, "count"
    words = said(value, value_kind)
    return not (text == words or text.endswith(f" {words}")) or (behind not in {None, ""} and float(behind) != value)


def look(page, name: str, width: int, *, charted: bool = True) -> dict:
    """Everything that must hold of any page, and its picture kept."""
    seen = page.evaluate(LOOK)
    where = (name, width)
    assert seen["headings"] == 1, where
    assert len(seen["lead"]) > 5, where
    assert seen["unnamed"] == 0, where
    assert seen["wide"] <= width, where
    assert seen["raw"] == 0, where
    assert seen["cut"] == [], where
    assert seen["overlapping"] == [], where
    if charted:  # a further year of a page is made of the same parts
        assert amiss(page) == [], where
    if charted and name.partition("#")[0].removeprefix("en/") in CHARTED:
        assert seen["charts"], where
        assert max(seen["marks"]) > 0, where
    folder = os.environ.get("GONGKAI_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        stem = name.partition("#")[0].replace("/", "-").removesuffix(".html")
        page.screenshot(path=Path(folder) / f"{stem}-{width}.png", full_page=True)
    return seen


def test_every_page_stands_and_each_figure_on_it_equals_the_database(watch, address, known):
    watched = watch(address["file"])
    compared = set()
    for name in ADDRESSES:
        page = watched.open(name)
        choices = page.evaluate("[...document.querySelectorAll('#choice option')].map((option) => option.value)") or [
            ""
        ]
        for choice in choices:
            if choice and choice != choices[0]:
                watched.choose("#choice", choice)
            seen = look(page, name, 1366, charted=choice == choices[0])
            assert [figure for figure in seen["figures"] if wrong(figure, known)] == [], (name, choice)
            compared |= {tuple(figure[:4]) for figure in seen["figures"]}
        assert page.locator("#release").inner_text() in page.content()
        assert page.locator("footer .age").inner_text() != ""
    assert len({key[2] for key in compared}) > 30
    assert len(compared) > 200


def test_every_page_stands_in_english_on_a_phone_with_the_same_figures(watch, address, known):
    watched = watch(address["http"], width=390, height=844)
    for name in ADDRESSES:
        page = watched.open(f"en/{name}")
        assert page.evaluate("document.documentElement.lang") == "en"
        seen = look(page, f"en/{name}", 390)
        assert [figure for figure in seen["figures"] if wrong(figure, known, load_words("en"))] == [], name
        switch = page.locator("a.language")
        assert switch.get_attribute("hreflang") == "zh-CN"
    switch.click()
    page.wait_for_url(f"{address['http']}/runs.html")
    page = watched.open(f"en/{AGENCY}")
    page.locator("a.language").click()
    page.wait_for_url(f"{address['http']}/{AGENCY}")  # the same agency in the other language


#: Tables of sums: page and year, the table's title, the heading that names a row, then SQL that gives (row, heading, value).
OUTSIDE = "agency_id in (select agency_id from dim_agency where kind is distinct from 'government')"
SUMS = [
    (
        "index.html",
        "",
        "overview.years",
        "overview.col_year",
        f"""unpivot (
            select report_year::varchar as row, sum(request_count)::double as "overview.col_requests",
                count(request_count)::double as "overview.col_agencies", sum(total_handled)::double as "overview.col_handled"
            from mart_agency_year where {OUTSIDE} group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "index.html",
        "",
        "overview.years",
        "overview.col_year",
        """unpivot (
            select report_year::varchar as row, count(*) filter (where is_expected)::double as "overview.col_expected",
                count(*) filter (where state = 'missing')::double as "overview.col_missing",
                count(*) filter (where state = 'quarantined')::double as "overview.col_quarantined"
            from mart_coverage group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "coverage.html",
        "2024",
        "coverage_page.regions",
        "overview.col_region",
        """unpivot (
            select region_name as row, count(*)::double as "coverage_page.col_expected",
                count(*) filter (where state = 'accepted')::double as "coverage_page.col_accepted",
                count(*) filter (where state = 'quarantined')::double as "coverage_page.col_quarantined"
            from mart_coverage where report_year = 2024 group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "outcomes.html",
        "2024",
        "outcomes.groups",
        "outcomes.col_group",
        f"""with sums as (
            select outcome_group, sum(request_count) as part, sum(total_handled) as whole from mart_outcome_share
            where outcome_key is null and report_year = 2024 and {OUTSIDE} and agency_id in (
                select agency_id from mart_outcome_share where report_year = 2024 and outcome_key is null
                group by 1 having count(share) = 6)
            group by 1
        ), named as (
            select distinct on (outcome_group) group_zh as row, part::double as "outcomes.col_count",
                part / whole as "outcomes.col_share"
            from sums join dim_form_cell using (outcome_group)
        ) unpivot named on columns(* exclude (row))""",
    ),
    (
        "outcomes.html",
        "2024",
        "outcomes.grounds",
        "outcomes.col_outcome",
        f"""unpivot (
            select row_zh as row, sum(value)::double as "outcomes.col_count" from fct_report_cell
            join dim_form_cell using (edition, table_key, row_key, column_key)
            where outcome_group = 'refused' and column_key = 'total' and report_year = 2024 and {OUTSIDE} group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "outcomes.html",
        "2024",
        "outcomes.applicants",
        "outcomes.col_applicant",
        f"""unpivot (
            select column_zh as row, sum(value)::double as "agency.col_handled" from fct_report_cell
            join dim_form_cell using (edition, table_key, row_key, column_key)
            where row_key = 'total_handled' and column_key <> 'total' and report_year = 2024 and {OUTSIDE}
            group by 1 having sum(value) > 0
        ) on columns(* exclude (row))""",
    ),
    (
        "findings.html",
        "2024",
        "findings.years",
        "overview.col_year",
        """unpivot (
            select report_year::varchar as row, count(*) filter (where severity = 'error')::double as "findings.col_sums",
                count(*) filter (where severity = 'warning')::double as "findings.col_sentences",
                count(repair)::double as "findings.col_repairs"
            from mart_finding group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "growth.html",
        "2024",
        "growth_page.rises",
        "overview.col_agency",
        f"""unpivot (
            select agency_name as row, request_growth as "agency.col_growth", request_count::double as "agency.col_new",
                prior_request_count::double as "agency.col_prior"
            from mart_agency_year
            where report_year = 2024 and request_growth_status = 'ok' and request_growth > 0 and {OUTSIDE}
        ) on columns(* exclude (row))""",
    ),
    (
        "growth.html",
        "2024",
        "growth_page.small",
        "overview.col_agency",
        f"""unpivot (
            select agency_name as row, request_growth as "agency.col_growth", request_count::double as "agency.col_new"
            from mart_agency_year where report_year = 2024 and request_growth_status = 'small_base' and {OUTSIDE}
        ) on columns(* exclude (row))""",
    ),
    (
        "growth.html",
        "2024",
        "growth_page.split",
        "overview.col_agency",
        """unpivot (
            select agency_name as row, request_count::double as "agency.col_new" from mart_agency_year
            where report_year = 2024 and request_growth_status = 'split'
        ) on columns(* exclude (row))""",
    ),
    (
        "revisions.html",
        "",
        "revisions.versions",
        "overview.col_year",
        """unpivot (
            select report_year::varchar as row, count(distinct report_id)::double as "revisions.col_reports",
                count(*)::double as "revisions.col_versions" from fct_report_version group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "runs.html",
        "",
        "runs.list",
        "runs.col_run",
        """unpivot (
            select run_id as row, discovered::double as "runs.col_discovered", archived::double as "runs.col_archived",
                failed::double as "runs.col_failed", quarantined::double as "runs.col_quarantined" from mart_run
        ) on columns(* exclude (row))""",
    ),
]
#: The parts a panel lists of a sum: whose figure, of which year, which cell or group, and its value.
PARTS = """() => [...document.querySelectorAll('dialog td [data-figure]')].map((figure) => [figure.dataset.agency,
    Number(figure.dataset.year), figure.dataset.figure, figure.dataset.kind, figure.closest('td').dataset.value])"""

#: The values (or the words) of the table in a holder, a row each by heading.
TABLE_IN = """([holder, words]) => {
    const table = document.querySelector(holder + ' table');
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim());
    return [...table.tBodies[0].rows].map((row) => Object.fromEntries([...row.cells].map((cell, place) =>
        [heads[place], words ? cell.innerText.trim() : cell.dataset.value])));
}"""
TABLE = """([title]) => {
    const holder = [...document.querySelectorAll('section.card')].find((card) => card.querySelector('h2')?.innerText === title);
    const table = holder.querySelector('table');
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim());
    return [...table.tBodies[0].rows].map((row) =>
        Object.fromEntries([...row.cells].map((cell, place) => [heads[place], cell.dataset.value])));
}"""


def test_each_sum_on_a_page_equals_the_databases_own(watch, address, answer):
    watched = watch(address["file"])
    shown = None
    for name, year, title, head, sql in SUMS:
        place = name + (f"#year={year}" if year else "")
        if shown != place:
            page, shown = watched.open(place), place
        words = {"year": 2024, "n": 10} if "{year}" in T[title] else {}
        rows = {row[T(head)]: row for row in page.evaluate(TABLE, [T(title, **words)])}
        known = answer(f"select row, name, value from ({sql})")
        assert known, title
        for row, heading, value in known:
            assert float(rows[row][T(heading)]) == value, (title, row, heading)


def test_each_sum_leads_to_the_reports_it_is_of_and_each_of_these_to_its_cell(watch, address, answer):
    values = {
        (agency, year, cell): value
        for agency, year, cell, value in answer(
            """select agency_id, report_year, table_key || '.' || row_key || '.' || column_key, coalesce(value, implied_value)
            from fct_report_cell"""
        )
    }
    groups = {
        (agency, year, group): count
        for agency, year, group, count in answer(
            "select agency_id, report_year, outcome_group, request_count from mart_outcome_share where outcome_key is null"
        )
    }
    watched, opened = watch(address["file"]), 0
    for name in ("index.html", "outcomes.html#year=2024", "disputes.html#year=2024"):
        page = watched.open(name)
        for at in range(0, page.locator("main [data-sum]").count(), 6):
            sum_ = page.locator("main [data-sum]").nth(at)
            before = page.evaluate("document.body.dataset.ready")
            sum_.click()
            watched.settle(before)
            parts = page.evaluate(PARTS)
            total = sum(float(value) for *_, value in parts)
            cell = sum_.evaluate("(figure) => figure.closest('td').dataset.value")
            share = "%" in sum_.inner_text()
            known = [
                (values if kind == "cell" else groups)[agency, year, what] for agency, year, what, kind, _ in parts
            ]
            assert [float(value) for *_, value in parts] == known
            assert sum_.inner_text() == page.locator("dialog dl strong").inner_text()
            assert share or total == float(cell), (name, cell)
            page.keyboard.press("Escape")
            opened += 1
    assert opened > 6
    page.locator("main [data-sum]").first.click()
    page.locator("dialog [data-figure]").first.click()
    page.wait_for_selector("dialog dl.source code")
    page.locator("dialog .back").click()
    assert page.locator("dialog [data-figure]").count() > 0  # the list stands again


def test_each_dispute_on_its_page_equals_the_printed_cells(watch, address, answer):
    page = watch(address["file"]).open("disputes.html#year=2024")
    rows = page.evaluate(TABLE, [T("disputes.years")])
    known = answer(
        f"""select report_year, row_zh, column_zh, sum(value) from fct_report_cell
        join dim_form_cell using (edition, table_key, row_key, column_key)
        where table_key = 'disputes' and column_key <> 'total' and {OUTSIDE} group by all"""
    )
    assert len(known) > 50
    for year, route, result, value in known:
        (row,) = [
            row for row in rows if (row[T("overview.col_year")], row[T("disputes.col_route")]) == (str(year), route)
        ]
        assert float(row[result]) == value


@pytest.mark.parametrize("function", ["example", "another"])
def test_a_body_is_ranked_among_the_bodies_of_the_function_that_is_shown(watch, address, answer, function):
    page = watch(address["file"]).open(f"category.html#category={function}&year=2024&measure=disclosure_rate")
    shown = {row[T("compare.agency")]: row for row in page.evaluate(TABLE_IN, ["#table", True])}
    known = answer(
        """select agency_name, rank() over (order by value desc), count(*) over (), categories[1]
        from mart_metric join dim_agency using (agency_id, agency_name) where metric_key = 'disclosure_rate'
        and report_year = 2024 and passes_guard and list_contains(categories, ?)""",
        function,
    )
    assert {first for *_, first in known} == {"example", "another"}
    for name, rank, n, _ in known:
        assert shown[name][T("compare.rank")] == f"{rank}/{n}"
    mine, rank, n, _ = known[-1]
    ((own, value, percentile),) = answer(
        """select agency_id, value, percentile from (
            select agency_id, agency_name, value, percent_rank() over (order by value) as percentile from mart_metric
            join dim_agency using (agency_id, agency_name) where metric_key = 'disclosure_rate' and report_year = 2024
            and passes_guard and list_contains(categories, ?)) where agency_name = ?""",
        function,
        mine,
    )
    lead = watch(address["file"]).open(f"category.html#category={function}&year=2024&mine={own}").inner_text("#lead")
    numbers = {"value": say.percent(value), "rank": rank, "n": n, "percentile": say.percent(percentile)}
    assert T("pool.lead_mine", agency=mine, **numbers) in lead


def test_each_pool_of_a_category_and_a_region_equals_the_database(watch, address, answer):
    watched = watch(address["file"])
    for name, table, key in (
        ("category.html#category=example&year=2024", "mart_category_year", "category = 'example'"),
        ("region.html#region=990100&year=2024", "mart_region_year", "adcode = '990100'"),
    ):
        page = watched.open(name)
        rows = page.evaluate(
            """() => { const table = document.querySelector('#measures table');
                const heads = [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim());
                return [...table.tBodies[0].rows].map((row) =>
                    Object.fromEntries([...row.cells].map((cell, place) => [heads[place], cell.dataset.value]))); }"""
        )
        by_measure = {row[T("pool.measure_col")]: row for row in rows}
        known = answer(
            f"""select zh, pooled, median, p10, p75, n_agencies from {table} join dict_metric using (metric_key)
            where report_year = 2024 and {key}"""
        )
        assert len(known) == len(by_measure) > 5
        for label, *values in known:
            heads = [T("compare.pooled"), T("compare.median"), "P10", "P75", T("compare.agencies_n")]
            assert [float(by_measure[label][head]) for head in heads] == values
        pooled = answer(
            f"select pooled from {table} where report_year = 2024 and metric_key = 'request_count' and {key}"
        )
        if name.startswith("region"):
            assert say.count(pooled[0][0]) in page.locator("#lead").inner_text()


def test_each_pool_and_each_share_of_a_comparison_equals_the_database(watch, address, answer):
    watched = watch(address["file"])
    by_name = """() => { const table = document.querySelector('#table table');
        const heads = [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim());
        return Object.fromEntries([...table.tBodies[0].rows].map((row) => [row.cells[0].dataset.value,
            Object.fromEntries([...row.cells].map((cell, place) => [heads[place], cell.dataset.value]))])); }"""
    for scope, sql in (
        ("categories", "select category, pooled, median, coverage, n_agencies from mart_category_year"),
        ("regions", "select region_name, pooled, median, coverage, n_agencies from mart_region_year"),
    ):
        page = watched.open(f"compare.html#scope={scope}&measure=disclosure_rate&until=2024")
        shown = page.evaluate(by_name)
        known = answer(f"{sql} where metric_key = 'disclosure_rate' and report_year = 2024 and pooled is not null")
        assert len(known) > 1
        for name, *values in known:
            row = shown[name]
            heads = [list(row)[1], T("compare.median"), T("compare.coverage"), T("compare.n")]
            assert [float(row[head]) for head in heads] == values
    page = watched.open("compare.html#scope=region&region=990100&chart=shares&until=2024")
    shown = page.evaluate(by_name)
    known = answer(
        """select agency_name, group_zh, share from mart_outcome_share
        join (select distinct outcome_group, group_zh from dim_form_cell) using (outcome_group)
        join dim_agency using (agency_id, agency_name) where report_year = 2024 and outcome_key is null and adcode = '990100'"""
    )
    assert len(known) > 12
    for name, group, share in known:
        assert (float(shown[name][group]) if shown[name][group] else None) == share
    drawn = page.locator("#chart svg .mark-rect path").count()
    assert drawn == len([share for _, _, share in known if share])


def test_an_empty_release_and_one_of_a_single_report_stand(watch, small_sites):
    for site in small_sites.values():
        watched = watch(site.as_uri())
        for module in PAGES:
            page = watched.open(module.FILE)
            assert page.locator("h1:visible").count() == 1
            assert page.locator(".lead:visible").first.inner_text() != ""
            assert page.evaluate("document.documentElement.scrollWidth") <= 1366
