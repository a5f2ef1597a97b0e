"""The page of an agency in a real browser: its answer, its series with its gaps and breaks, every figure as the database has it."""

from __future__ import annotations

import pytest
from reading_pages import agency_page, table, texts
from release_figures import AGENCIES, LIAOCHENG, PINGTAN, SCHOOLS, WATER, ZERO

from dashboards import say
from dashboards.layouts import packed
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()
WAYS = ["file", "http"]


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


def test_an_unknown_agency_is_said_to_be_unknown(watch, address):
    page = watch(address["file"]).open("agency.html#id=no<b>body")
    assert T("agency.unknown", id="no<b>body") in page.locator("#unknown").inner_text()
    assert page.locator("#list tbody tr").count() == len(AGENCIES)


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
