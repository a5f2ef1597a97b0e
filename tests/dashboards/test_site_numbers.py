"""Every number on the pages that is no single figure: sums, shares, ranks, pools and counts, each against the database."""

from __future__ import annotations

import re

import pytest
from page_sums import OTHERS, OUTSIDE, SUMS
from release_figures import SCHOOLS

from dashboards import say
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()

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
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    return [...table.tBodies[0].rows].map((row) =>
        Object.fromEntries([...row.cells].map((cell, place) => [heads[place], cell.dataset.value])));
}"""


def test_each_sum_on_a_page_equals_the_databases_own(watch, address, answer):
    watched = watch(address["file"])
    shown = None
    for name, year, title, head, sql in sorted(SUMS + OTHERS, key=lambda entry: entry[:2]):
        place = name + (f"#year={year}" if year else "")
        if shown != place:
            page, shown = watched.open(place), place
        words = {"year": 2024, "n": 10} if "{year}" in T[title] else {}
        rows = {row[T(head)]: row for row in page.evaluate(TABLE, [T(title, **words)])}
        known = answer(f"select row, name, value from ({sql})")
        assert known, title
        for row, heading, value in known:
            said = rows[row][T.get(heading, heading)]
            assert (None if said == "" else float(said)) == pytest.approx(value, rel=1e-12), (title, row, heading)


#: The number columns of a page's tables that lead to no source: [caption, heading].
BARE = """() => [...document.querySelectorAll('main table')].flatMap((table) => [...table.tBodies[0].rows].flatMap((row) =>
    [...row.cells].map((cell, place) => [cell, table.tHead.rows[0].cells[place].textContent.trim()])
        .filter(([cell]) => cell.classList.contains('number') && cell.dataset.value && !cell.querySelector('[data-figure], [data-sum]'))
        .map(([, heading]) => [table.caption.textContent, heading])))"""


def test_no_column_of_numbers_is_left_that_nothing_compares(watch, address, answer):
    named = [(name, T[title], T.get(heading, heading))
        for name, _, title, _, sql in SUMS + OTHERS for (heading,) in answer(f"select distinct name from ({sql})")]  # fmt: skip
    plain = lambda title: re.sub(r"\{\w+\}|-?2024|10", "", title)  # noqa: E731 (what a title is filled with)
    compared = {(name, plain(title), heading) for name, title, heading in named}
    watched = watch(address["file"])
    for name in ("index", "outcomes", "growth", "findings", "revisions", "coverage", "method", "data", "runs"):
        page = watched.open(
            f"{name}.html" + ("#year=2024" if name in {"outcomes", "growth", "findings", "coverage"} else "")
        )
        for caption, heading in {tuple(column) for column in page.evaluate(BARE)}:
            assert (f"{name}.html", plain(caption), heading) in compared, (name, caption, heading)


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
    for key in ("review_rate", "litigation_rate", "review_correction_rate", "litigation_correction_rate"):
        (label,) = answer("select zh from dict_metric where metric_key = ?", key)[0:1] or [(None,)]
        bases = answer(
            f"""select agency_name, numerator, denominator from mart_metric
            where metric_key = ? and report_year = 2024 and value is not null and {OUTSIDE}""",
            key,
        )
        if bases:
            rows = page.evaluate(TABLE, [T("compare.chart_title", measure=label[0], year=2024)])
            shown = {
                row[T("overview.col_agency")]: (float(row[T("source.numerator")]), float(row[T("source.denominator")]))
                for row in rows
            }
            assert {name: (top, bottom) for name, top, bottom in bases} == shown


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
            f"""select zh, pooled, median, p10, p25, p75, p90, n_agencies, coverage from {table} join dict_metric using (metric_key)
            where report_year = 2024 and {key}"""
        )
        assert len(known) == len(by_measure) > 5
        for label, *values in known:
            heads = [
                T("compare.pooled"),
                T("compare.median"),
                "P10",
                "P25",
                "P75",
                "P90",
                T("compare.agencies_n"),
                T("compare.coverage"),
            ]
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


def test_bases_intervals_ranks_and_the_year_before_equal_the_database(watch, address, answer):
    watched = watch(address["file"])
    page = watched.open("compare.html#measure=disclosure_rate&until=2024")
    shown = {row[T("compare.agency")]: row for row in page.evaluate(TABLE_IN, ["#table", True])}
    known = answer(
        f"""select agency_name, n, ci_low, ci_high, rank_in_category, category_n, rank_in_region, region_n
        from mart_metric where metric_key = 'disclosure_rate' and report_year = 2024 and value is not null and {OUTSIDE}"""
    )
    assert len(known) > 10
    for name, n, low, high, rank, of, rank_there, of_there in known:
        row = shown[name]
        assert row[T("compare.n")] == say.count(n)
        assert row[T("compare.interval")] == f"{say.percent(low)}–{say.percent(high)}"
        assert row[T("compare.rank")] == (f"{rank}/{of}" if rank and of > 1 else "")
        assert row[T("compare.rank_region")] == (f"{rank_there}/{of_there}" if rank_there and of_there > 1 else "")
    before = answer(
        "select report_year, prior_request_count from mart_agency_year where agency_id = ? and prior_request_count is not null",
        SCHOOLS.id,
    )
    page = watched.open(f"agency.html#id={SCHOOLS.id}")
    rows = {row[T("agency.col_year")]: row for row in page.evaluate(TABLE_IN, ["#years", False])}
    assert {str(year): str(prior) for year, prior in before} == {
        year: row[T("agency.col_prior")] for year, row in rows.items() if row[T("agency.col_prior")]
    }
