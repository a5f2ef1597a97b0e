"""The wide mart as an Excel workbook: a sheet a report year, and one that says what each column means.

For people who filter and chart in a spreadsheet; programs take the Parquet files.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from warehouse.home import write_atomically

TABLE = "mart_agency_year"
WORKBOOK = "gongkai.xlsx"
#: What it is made of.
WORKBOOK_TABLES = (TABLE, "dict_column")
#: A workbook notes when it was made; the same data must give the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: Rows of the whole workbook: what a spreadsheet opens at once and a night can write. Older years are left to the other files.
MOST_ROWS = 20_000
_WIDEST = 36


def write_workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> Path:
    """Write `mart_agency_year` with its words from `dict_column`; newest year first, agencies by name.

    Text is written as text, so no cell can act as a formula; a missing value is an empty cell, never a nought. Years
    are written whole, as many as MOST_ROWS takes, one at least; the last sheet names those left out.
    """
    words = {
        key: (zh, en)
        for key, zh, en in connection.execute(
            "select column_name, zh, en from dict_column where table_name = ?", [TABLE]
        ).fetchall()
    }
    columns = [name for name, *_ in connection.execute(f"describe {TABLE}").fetchall()]
    counted = connection.execute(f"select report_year, count(*) from {TABLE} group by 1 order by 1 desc").fetchall()
    totals = list(accumulate(count for _, count in counted))
    years = [
        year for (year, _), total in zip(counted, totals, strict=True) if total <= MOST_ROWS or year == counted[0][0]
    ]
    left_out = [year for year, _ in counted if year not in years]

    def write(temporary: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(temporary), {**options, "default_date_format": "yyyy-mm-dd"}) as book:
            book.set_properties({"title": "gongkai", "created": _MADE})
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            grey = book.add_format({"font_color": "#666666"})
            for year in years:
                rows = connection.execute(
                    f"select * from {TABLE} where report_year = ? order by agency_name, agency_id", [year]
                ).fetchall()
                _year_sheet(book.add_worksheet(str(year)), columns, words, rows, bold, grey)
            _meanings(book.add_worksheet("口径"), columns, words, left_out, bold)

    return write_atomically(path, write)


def _year_sheet(
    sheet: Any, columns: list[str], words: dict[str, tuple[str, str]], rows: list[tuple[Any, ...]], bold: Any, grey: Any
) -> None:
    for place, name in enumerate(columns):
        label = re.split(r"[：（]", words.get(name, (name, name))[0])[0]
        sheet.set_column(place, place, min(_WIDEST, max(10, len(name), 2 * len(label))))
        sheet.write_string(0, place, label, bold)
    for place, name in enumerate(columns):
        sheet.write_string(1, place, name, grey)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            # by kind: to find it out of any value takes the writer as long as the writing
            if isinstance(value, float | int):
                sheet.write_number(number, place, value)
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, list):
                sheet.write_string(number, place, "、".join(value))
            elif value is not None:
                sheet.write(number, place, value)
    sheet.freeze_panes(2, columns.index("agency_name") + 1)
    sheet.autofilter(1, 0, max(1, len(rows) + 1), len(columns) - 1)


def _meanings(
    sheet: Any, columns: list[str], words: dict[str, tuple[str, str]], left_out: list[int], bold: Any
) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 2, 60)
    for place, heading in enumerate(("column", "中文", "English")):
        sheet.write_string(0, place, heading, bold)
    for number, name in enumerate(columns, start=1):
        for place, text in enumerate((name, *words.get(name, ("", "")))):
            sheet.write_string(number, place, text or "")
    if left_out:
        years = "、".join(map(str, left_out))
        sheet.write_string(len(columns) + 2, 0, f"{years}：见 Parquet 与 CSV 文件 | in the Parquet and CSV files")
