"""The workbook holds the wide mart as it is, a sheet a year, and nothing in it acts."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from warehouse import release_excel
from warehouse.release_excel import write_workbook

ROWS = [
    ("b", 2023, "示例乙局", ["财政"], 4, None, True),
    ("a", 2023, "示例甲局", [], 0, date(2024, 1, 31), False),
    ("c", 2022, "=1+1", ["教育", "体育"], None, None, None),
]


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute(
            "create table mart_agency_year (agency_id text, report_year int, agency_name text, categories text[], "
            "request_count double, published_on date, is_late boolean)"
        )
        for row in ROWS:
            connection.execute("insert into mart_agency_year values (?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("create table dict_column (table_name text, column_name text, zh text, en text)")
        connection.execute(
            "insert into dict_column values ('mart_agency_year', 'request_count', '新收申请量：件', 'new requests')"
        )
        yield connection


def sheets(path: Path) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_each_year_is_a_sheet_newest_first_and_a_missing_value_an_empty_cell(connection, tmp_path):
    found = sheets(write_workbook(connection, tmp_path / "a.xlsx"))
    assert list(found) == ["2023", "2022", "口径"]
    assert found["2023"][0][4] == "新收申请量"
    assert found["2023"][1][:3] == ["agency_id", "report_year", "agency_name"]
    assert found["2023"][2] == ["b", 2023, "示例乙局", "财政", 4, "", True]
    assert found["2023"][3] == ["a", 2023, "示例甲局", "", 0, date(2024, 1, 31), False]
    assert ["request_count", "新收申请量：件", "new requests"] in found["口径"]


def test_a_name_that_looks_like_a_formula_stays_a_name(connection, tmp_path):
    path = write_workbook(connection, tmp_path / "a.xlsx")
    assert sheets(path)["2022"][2][2] == "=1+1"
    with ZipFile(path) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "worksheets" in name)


def test_the_same_data_gives_the_same_bytes(connection, tmp_path):
    one, two = (write_workbook(connection, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_years_beyond_the_limit_are_named_and_left_to_the_other_files(connection, tmp_path, monkeypatch):
    monkeypatch.setattr(release_excel, "MOST_ROWS", 2)
    found = sheets(write_workbook(connection, tmp_path / "a.xlsx"))
    assert list(found) == ["2023", "口径"]
    assert any("2022" in str(row[0]) for row in found["口径"])


def test_a_release_without_a_report_has_a_workbook_without_years(connection, tmp_path):
    connection.execute("delete from mart_agency_year")
    assert list(sheets(write_workbook(connection, tmp_path / "a.xlsx"))) == ["口径"]
