"""The pages in a real browser, out of a folder and over HTTP: what a reader does, and what must be seen then."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pytest
from browser_pages import until
from python_calamine import CalamineWorkbook
from release_database import CAPTURED, document_of
from release_figures import AGENCIES, ENVIRONMENT, HUAIAN, LIAOCHENG, NASTY, PINGTAN, SCHOOLS, SHANGHAI, WATER, ZERO

from dashboards import say
from dashboards.layouts import packed
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()
WAYS = ["file", "http"]


def agency_page(agency) -> str:
    return f"agency.html#id={agency.id}"


def marks(page, chart: str) -> int:
    """Bars, points and lines a chart shows; its axes do not count."""
    return page.locator(f"#{chart} svg :is(.mark-rect, .mark-symbol, .mark-line) path").count()


def texts(page, chart: str) -> list[str]:
    return [text for text in page.locator(f"#{chart} svg text").all_text_contents() if text]


def table(page, holder: str, *, words: bool = False) -> list[dict[str, str]]:
    """The values behind a table's cells, or the words a reader sees there, by heading."""
    return page.evaluate(
        """([holder, words]) => {
            const table = document.querySelector(holder + ' table');
            const heads = [...table.tHead.rows[0].cells].map((cell) => cell.innerText.trim());
            const of = (cell) => !words && 'value' in cell.dataset ? cell.dataset.value : cell.innerText.trim();
            return [...table.tBodies[0].rows].map((row) =>
                Object.fromEntries([...row.cells].map((cell, place) => [heads[place], of(cell)])));
        }""",
        [holder, words],
    )


def section(page, title: str, *, words: bool = False) -> list[dict[str, str]]:
    """The table of the card with a title, as `table` gives it."""
    page.evaluate(
        """(title) => [...document.querySelectorAll('section.card')].forEach((card) => {
            if (card.querySelector('h2')?.innerText === title) card.id = 'sought'; else if (card.id === 'sought') card.id = ''; })""",
        title,
    )
    return table(page, "#sought", words=words)


def download(page, button) -> tuple[str, bytes]:
    """Click what gives a file; its name and bytes."""
    with page.expect_download() as started:
        button.click()
    return started.value.suggested_filename, started.value.path().read_bytes()


def rows_of_csv(raw: bytes) -> list[list[str]]:
    assert raw.startswith(b"\xef\xbb\xbf")  # a spreadsheet then reads it as UTF-8
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def source_of(page, figure) -> dict[str, str]:
    """Click a figure; what the panel says of it."""
    figure.click()
    page.wait_for_selector("dialog[open] dl.source")
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('dialog dl.source dt')].map((term) =>
            [term.innerText, term.nextElementSibling.innerText]))"""
    )


def test_the_overview_answers_with_the_databases_sums(watch, address, answer):
    page = watch(address["file"]).open("index.html")
    latest = answer(
        """select sum(request_count), count(request_count) from mart_agency_year
        join dim_agency using (agency_id) where kind <> 'government' and report_year = 2024"""
    )[0]
    for place in (".lead", ".tiles"):
        assert say.count(latest[0]) in page.locator(place).inner_text()
        assert say.count(latest[1]) in page.locator(place).inner_text()
    assert say.count(latest[0]) in texts(page, "sections .half:nth-child(2)")


def test_a_report_that_left_its_outcomes_blank_is_no_part_of_the_shares(watch, address):
    page = watch(address["file"]).open("outcomes.html")
    assert "2019" in texts(page, "sections")  # 示例市教育局 alone: 上海 filled in no outcome
    assert T("overview.agencies_below", n=1) in texts(page, "sections")
    page = watch(address["file"]).open(agency_page(SHANGHAI))
    assert marks(page, "shares") == 0
    assert T("agency.shares_none") in page.locator("#shares-note").inner_text()


@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_per_cent_of_two_is_marked_as_a_small_base(watch, address, way):
    page = watch(address[way]).open(agency_page(LIAOCHENG))
    lead = page.locator("#lead").inner_text()
    badge = T("growth.small_base_badge", prior=2, now=4)
    assert "+100%" in lead
    assert badge in page.locator("#lead .badge").inner_text()
    assert badge in page.locator("#years .badge").inner_text()
    assert T("prior.implied") in lead
    for share in ("25.0%", "50.0%"):
        assert share in lead
    # the implied prior is hollow and joined by a dashed line, the printed figure full
    fills = page.evaluate(
        "[...document.querySelectorAll('#series svg .mark-symbol path')].map((mark) => mark.getAttribute('fill'))"
    )
    assert len(set(fills)) == 2
    assert {"2", "4", "2021", "2022"} <= set(texts(page, "series"))


def test_a_rise_from_nought_has_no_rate(watch, address):
    page = watch(address["file"]).open(agency_page(ZERO))
    assert T("growth.from_zero_badge", now=3) in page.locator("#years").inner_text()
    assert "%" not in table(page, "#years")[0][T("agency.col_growth")]
    page = watch(address["file"]).open("compare.html#measure=request_growth&until=2024")
    row = next(row for row in table(page, "#table") if row[T("compare.agency")] == ZERO.name)
    assert T("growth.from_zero_badge", now=3) in row[T("compare.note")]


def test_a_missing_year_is_a_gap_that_says_why(watch, address):
    page = watch(address["file"]).open(agency_page(PINGTAN))
    shown = texts(page, "series")
    assert {"70", "74", "218", T("coverage.missing")} <= set(shown)
    assert page.locator("#series svg .mark-symbol path").count() == 3
    years = {row[T("agency.col_year")]: row for row in table(page, "#years")}
    assert years["2023"][T("agency.col_new")] == ""
    assert T("coverage.missing") in years["2023"][T("agency.col_state")]


def test_a_change_of_the_form_is_drawn(watch, address):
    page = watch(address["file"]).open("agency.html#id=990100-jyj")
    before, after = T("edition.2019"), T("edition.2021")
    assert T("edition.break", before=before, after=after) in texts(page, "series")


def test_each_figure_of_each_agency_equals_the_database(watch, address, answer):
    watched = watch(address["file"])
    compared = 0
    for agency in AGENCIES:
        page = watched.open(agency_page(agency))
        assert page.locator("#name").inner_text() == agency.name
        years = {row[T("agency.col_year")]: row for row in table(page, "#years")}
        seen = {row[T("agency.col_year")]: row for row in table(page, "#years", words=True)}
        for year, count, prior, growth, handled in answer(
            """select report_year, request_count, prior_request_count, request_growth, total_handled
            from mart_agency_year where agency_id = ?""",
            agency.id,
        ):
            row = years[str(year)]
            for heading, value in (("new", count), ("prior", prior), ("growth", growth), ("handled", handled)):
                shown = row[T(f"agency.col_{heading}")]
                assert (float(shown) if shown else None) == value, (agency.name, year, heading)
                if value is not None:
                    word = say.growth(value) if heading == "growth" else say.count(value)
                    assert seen[str(year)][T(f"agency.col_{heading}")].split("\n")[0].startswith(word)
                compared += 1
        compared += compare_form_tables(page, agency, answer)
        for group, year, share in answer(
            """select group_zh, report_year, share from mart_outcome_share
            join (select distinct outcome_group, group_zh from dim_form_cell)
            using (outcome_group) where agency_id = ? and outcome_key is null""",
            agency.id,
        ):
            row = next(row for row in table(page, "#shares-table") if row[T("agency.col_year")] == str(year))
            assert (float(row[group]) if row[group] else None) == share
            compared += 1
    assert compared > 1000


def test_every_cell_of_every_report_is_read_back_from_its_shard(watch, address, answer):
    page = watch(address["file"]).open(agency_page(SCHOOLS))
    fields = "value", "implied_value", "state", "locator", "printed_text", "method", "flag", "document_sha256"
    known = {
        (agency, year, f"{table}.{row}.{column}"): tuple(values)
        for agency, year, table, row, column, *values in answer(
            f"select agency_id, report_year, table_key, row_key, column_key, {', '.join(fields)} from fct_report_cell"
        )
    }
    shown = page.evaluate(
        """async (ids) => { const found = []; for (const id of ids) {
            const shard = await gongkai.agencyFile(id);
            for (const report of shard.reports) for (const [name, cell] of gongkai.cellsOf(shard, report.report_year)) found.push(
                [id, report.report_year, name, cell.value, cell.implied, cell.state, cell.locator, cell.printed,
                    cell.method || report.format, cell.flag, cell.document || report.document_sha256]);
        } return found; }""",
        [agency.id for agency in AGENCIES],
    )
    read = {(agency, year, name): tuple(values) for agency, year, name, *values in shown}
    assert {key: (*v[:4], v[4] or "", *v[5:]) for key, v in known.items()} == read


def test_a_locator_of_any_kind_is_read_back_to_the_letter(watch, address):
    page = watch(address["file"]).open(agency_page(SCHOOLS))
    rows = [
        (0, "table[1]/tr[9]/td[9]"), (1, "table[1]/tr[9]/td[10]"), (2, "table[1]/tr[9]/td[11]"), (5, "table[2]/tr[1]/td[2]"),
        (6, None), (7, "table[2]/tr[1]/td[3]"), (9, "年报!Z9"), (10, "年报!AA10"), (11, "页😀1"), (12, "页😀2"), (13, "a#1"), (14, "a1#"),
        (15, "a01"), (16, "a02"), (17, "a00"), (18, "=1=2"), (19, "~"), (20, "*3"), (21, "page 2 (255,162,296,178)"),
        (22, "page 2 (296,162,336,178)"), (23, "page 2 (-1,162,336,178)"), (24, "123456789012"), (25, "123456789013"), (26, "x"), (27, "x"),
    ]  # fmt: skip
    text = packed("\n".join(f"{place}\t{locator or ''}" for place, locator in rows))
    assert page.evaluate("(text) => gongkai.placesOf(text).map((row) => [row.place, row.locator])", text) == [
        [place, locator] for place, locator in rows
    ]


def compare_form_tables(page, agency, answer) -> int:
    """Hold the table of printed lines, total column, against the cells of the database."""
    known = answer(
        """select report_year, row_key, row_zh, value, state from fct_report_cell
        join dim_form_cell using (edition, table_key, row_key, column_key)
        where agency_id = ? and table_key = 'requests' and column_key = 'total'""",
        agency.id,
    )
    if not known:
        assert page.locator("#figures table").count() == 0
        return 0
    rows, seen = table(page, "#figures"), table(page, "#figures", words=True)
    for year, _, label, value, state in known:
        values = [row[str(year)] for row in rows if row[T("agency.col_item")] == label]
        assert value in [float(shown) if shown else None for shown in values], (agency.name, year, label)
        words = [row[str(year)] for row in seen if row[T("agency.col_item")] == label]
        assert (T("state.blank") if state == "blank" else say.count(value)) in words, (agency.name, year, label)
    return len(known)


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
    assert f"{SCHOOLS.name} {T('lineage.merge')}" in labels
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


def test_whether_two_shares_differ_beyond_chance_is_said(watch, address, answer):
    page = watch(address["file"]).open("compare.html#measure=unavailable_rate&until=2024&chart=dots")
    (first, second) = answer(
        """select ci_low, ci_high from mart_metric join dim_agency using (agency_id) where metric_key = 'unavailable_rate'
        and report_year = 2024 and passes_guard and kind <> 'government' order by value desc limit 2"""
    )
    phrase = "compare.apart_yes" if first[0] > second[1] else "compare.apart_no"
    assert T(phrase) in page.locator("#lead").inner_text()
    assert page.locator("#chart svg .mark-symbol path").count() > 15


def test_a_chart_and_a_table_are_taken_away_whole_and_without_a_formula(watch, address):
    page = watch(address["file"]).open("compare.html#measure=request_count&until=2024")
    name, svg = download(page, page.locator("[data-take=svg]"))
    assert name.endswith(".svg")
    assert page.locator("#chart-title").inner_text() in svg.decode("utf-8")
    assert T("chart.source", release=page.locator("#release").inner_text()) in svg.decode("utf-8")
    name, png = download(page, page.locator("[data-take=png]"))
    assert name.endswith(".png")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 10_000
    name, raw = download(page, page.locator("#table .excel"))
    assert name.endswith(".xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    shown = table(page, "#table")
    assert sheet[0] == list(shown[0])
    assert [row[0] for row in sheet[1:]] == [row[T("compare.agency")] for row in shown]
    figures = {row[T("compare.agency")]: list(row.values())[1] for row in shown}
    assert all(figures[row[0]] == "" or float(figures[row[0]]) == row[1] for row in sheet[1:])
    assert "=示例区" in {row[-1] for row in sheet[1:]}
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert b"<f" not in book.read("xl/worksheets/sheet1.xml")


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
    assert labels[2] in page.locator("dialog .around thead").inner_text()
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


def test_a_unique_repair_is_proposed_in_the_words_of_the_form(watch, address, answer):
    page = watch(address["file"]).open("findings.html#year=2024")
    ((row, column),) = answer(
        """select distinct row_zh, column_zh from dim_form_cell
        where row_key = 'carried_out' and table_key = 'requests' and column_key = 'total'"""
    )
    assert f"{row}·{column} = 3" in page.locator("main").inner_text()


def test_the_run_says_what_did_not_come_in(watch, address):
    watched = watch(address["file"])
    page = watched.open("index.html")
    assert T("overview.last_night_bad", n=3, portals=1) in page.locator("main").inner_text()
    page = watched.open("runs.html")
    text = page.locator("main").inner_text()
    for phrase in (T("portal.partial"), "两页没有取到", "服务器答复 500", T("outcome.failed")):
        assert phrase in text


def test_tables_sort_by_value_and_not_by_text(watch, address):
    page = watch(address["file"]).open("compare.html#measure=request_count&until=2024")
    heading = next(name for name in table(page, "#table")[0] if name.endswith("(件)"))
    head = page.locator("#table thead th", has_text=heading)

    def shown() -> list[float]:
        return [float(row[heading]) for row in table(page, "#table") if row[heading]]

    head.click()
    until(lambda: head.get_attribute("aria-sort") == "ascending" and shown() == sorted(shown()))
    head.click()
    until(lambda: head.get_attribute("aria-sort") == "descending" and shown() == sorted(shown(), reverse=True))
    falling = shown()
    assert falling[0] == max(falling)


def test_a_csv_gives_the_table_as_it_stands(watch, address, answer):
    page = watch(address["file"]).open("compare.html#measure=request_count&until=2024")
    name, raw = download(page, page.locator("#table .csv"))
    rows = rows_of_csv(raw)
    assert re.fullmatch(r"gongkai-.*-2024-20241123T023000Z-1f3a\.csv", name)
    figures = {row[0]: row[1] for row in rows[1:]}
    for agency, value in answer(
        """select agency_name, request_count from mart_agency_year join dim_agency using (agency_id, agency_name)
        where report_year = 2024 and request_count is not null and kind <> 'government'"""
    ):
        assert float(figures[agency]) == value
    assert figures[WATER.name] == ""
    page.fill("#table input[type=search]", "公安")
    rows = rows_of_csv(download(page, page.locator("#table .csv"))[1])
    assert [row[0] for row in rows[1:]] == ["示例市公安局"]


def test_no_text_of_a_report_becomes_a_formula_in_a_csv(watch, address):
    page = watch(address["file"]).open("agency.html")
    rows = rows_of_csv(download(page, page.locator("#list .csv"))[1])
    row = next(row for row in rows if row[0] == NASTY.name)
    assert row[1] == "'=示例区"
    given = [["=1+1", "+3", "-5", "-1.5e3", "+100%", "-x", "@a", "\tb", "\r=c", "＝d", 'q"q', "a,b", "2", ""]]
    text = page.evaluate("(rows) => gongkai.csv(rows)", given)
    (read,) = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert read[:6] == ["'=1+1", "+3", "-5", "-1.5e3", "'+100%", "'-x"]
    assert [field[0] for field in read[6:10]] == ["'"] * 4
    assert read[10:] == ['q"q', "a,b", "2", ""]


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


def test_an_unknown_agency_is_said_to_be_unknown(watch, address):
    page = watch(address["file"]).open("agency.html#id=no<b>body")
    assert T("agency.unknown", id="no<b>body") in page.locator("#unknown").inner_text()
    assert page.locator("#list tbody tr").count() == len(AGENCIES)


def test_an_unknown_measure_or_year_falls_back_and_says_so(watch, address):
    page = watch(address["file"]).open("compare.html#measure=nonsense&until=1492")
    assert page.locator("#unknown").is_visible()
    assert page.locator("#until").input_value() == "2024"
    assert len(table(page, "#table")) > 5


def test_an_agency_without_a_readable_report_says_why(watch, address):
    page = watch(address["file"]).open(agency_page(WATER))
    assert T("coverage.quarantined") in page.locator("#lead").inner_text()
    assert T("chart.no_data") in page.locator("#series").inner_text()


def test_an_agency_is_found_by_name_and_by_initials(watch, address):
    page = watch(address["file"]).open("index.html")
    page.fill("#pick", "slsjyj")
    page.wait_for_selector("#pick-list li[role=option]")
    page.keyboard.press("Enter")
    page.locator("#name", has_text="示例市教育局").wait_for()
    page.fill("#pick", "聊城市大")
    page.locator("#pick-list li[role=option]").first.click()
    page.locator("#name", has_text="聊城市大数据局").wait_for()
    page.go_back()
    page.locator("#name", has_text="示例市教育局").wait_for()


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
        page = part.open(name)
        listed = table(page, "#table")
        assert 1 < len(listed) < len(rows)
        assert all(row == rows[row[T("compare.agency")]] for row in listed)
        assert page.locator("#whole").count() == 1
        assert marks(page, "chart") > 3


def test_the_state_of_a_comparison_is_its_address(watch, address):
    watched = watch(address["file"])
    page = watched.open("compare.html")
    page.select_option("#measure", "unavailable_rate")
    page.select_option("#until", "2023")
    until(lambda: page.evaluate("document.querySelector('#chart-title').innerText.includes('2023')"))
    title, hash_ = page.locator("#chart-title").inner_text(), page.evaluate("location.hash")
    page = watched.open(f"compare.html{hash_}")
    assert page.locator("#chart-title").inner_text() == title


def test_a_dark_screen_gets_dark_pages(watch, address):
    page = watch(address["file"], scheme="dark").open("index.html")
    red, green, blue = json.loads(
        page.evaluate("'[' + getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).join() + ']'")
    )
    assert max(red, green, blue) < 60
