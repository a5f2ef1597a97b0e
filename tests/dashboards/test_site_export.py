"""Tables and pictures that are taken away, in a real browser: as they stand, named, and without a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from browser_pages import until
from python_calamine import CalamineWorkbook
from reading_pages import download, rows_of_csv, table
from release_figures import HOSTILE, NASTY, WATER

from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()


def test_a_chart_and_a_table_are_taken_away_whole_and_without_a_formula(watch, address):
    watched = watch(address["file"])
    page = watched.open("compare.html#measure=request_count&until=2024")
    name, svg = download(page, page.locator("[data-take=svg]"))
    assert name.endswith(".svg")
    assert page.locator("#chart-title").inner_text() in svg.decode("utf-8")
    assert T("chart.source", release=page.locator("#release").inner_text()) in svg.decode("utf-8")
    name, shares = download(
        watched.open("compare.html#chart=shares&until=2024"), watched.page.locator("[data-take=svg]")
    )
    for item in watched.page.locator("#legend li").all_inner_texts():
        assert f">{item}</text>" in shares.decode("utf-8")  # a stack without its key says nothing
    page = watched.open("compare.html#measure=request_count&until=2024")
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
        """select agency_name, request_count from mart_agency_year
        where report_year = 2024 and request_count is not null and kind <> 'government'"""
    ):
        assert float(figures[f"'{agency}" if agency.startswith("=") else agency]) == value
    assert figures[WATER.name] == ""
    page.fill("#table input[type=search]", "公安")
    rows = rows_of_csv(download(page, page.locator("#table .csv"))[1])
    assert [row[0] for row in rows[1:]] == ["示例市公安局"]


def test_no_text_of_a_report_becomes_a_formula_in_a_csv(watch, address):
    page = watch(address["file"]).open("agency.html")
    rows = rows_of_csv(download(page, page.locator("#list .csv"))[1])
    row = next(row for row in rows if row[0] == NASTY.name)
    assert row[1] == "'=示例区"
    assert f"'{HOSTILE.name}" in [row[0] for row in rows]
    given = [["=1+1", "+3", "-5", "-1.5e3", "+100%", "-x", "@a", "\tb", "\r=c", "＝d", 'q"q', "a,b", "2", ""]]
    text = page.evaluate("(rows) => gongkai.csv(rows)", given)
    (read,) = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert read[:6] == ["'=1+1", "+3", "-5", "-1.5e3", "'+100%", "'-x"]
    assert [field[0] for field in read[6:10]] == ["'"] * 4
    assert read[10:] == ['q"q', "a,b", "2", ""]
