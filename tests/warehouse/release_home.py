"""A home with small candidates that pass every gate, made without dbt."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.home import Home
from warehouse.release import export_tables, prepare, write_manifest
from warehouse.release_gates import TABLES
from warehouse.schema import CAPTURES, write_parquet

FIRST, SECOND, THIRD, FOURTH = (
    "20260301T183000Z-aaaa",
    "20260302T183000Z-bbbb",
    "20260303T183000Z-cccc",
    "20260304T183000Z-dddd",
)
REPORTS = (("a", "甲局", 2022), ("b", "乙局", 2023))


def make_home(root: Path) -> Home:
    """A home whose archive holds the documents of the reports below."""
    home = Home(root).create()
    (home.warc / "one.warc.gz").write_bytes(b"archived")
    captures = [
        {
            "run_id": FIRST,
            "portal_id": "p",
            "url": f"http://www.example.gov.cn/{agency}",
            "role": "page",
            "status": 200,
            "fetched_at": datetime(2026, 3, 1, tzinfo=UTC),
            "payload_sha256": f"sha-{agency}",
            "warc_file": "one.warc.gz",
            "warc_offset": 0,
        }
        for agency, _, _ in REPORTS
    ]
    write_parquet(home.captures / f"{FIRST}.parquet", captures, CAPTURES)
    return home


def fill(folder: Path, reports: tuple[tuple[str, str, int], ...] = REPORTS, status: str = "accepted") -> None:
    """Give a candidate its database and green test results."""
    with duckdb.connect(str(folder / "gongkai.duckdb")) as connection:
        for name in TABLES:
            connection.execute(f"create table {name} (key varchar)")
        for name, columns in {
            "fct_report": "report_id varchar, agency_id varchar, agency_name varchar, report_year integer, "
            "status varchar, title varchar",
            "fct_report_version": "version_id varchar, document_sha256 varchar, warc_file varchar",
            "fct_report_cell": "report_id varchar, document_sha256 varchar, value double",
            "dict_column": "table_name varchar, column_name varchar, zh varchar, en varchar",
            "mart_agency_year": "agency_id varchar, report_year integer, agency_name varchar",
            "mart_run": "run_id varchar, discovered integer, archived integer, unchanged integer, failed integer, "
            "blocked integer, out_of_scope integer",
        }.items():
            connection.execute(f"create or replace table {name} ({columns})")
        for agency, name, year in reports:
            report = f"{agency}-{year}"
            connection.execute(
                "insert into fct_report values (?, ?, ?, ?, ?, '=1+1')", [report, agency, name, year, status]
            )
            connection.execute("insert into fct_report_version values (?, ?, 'one.warc.gz')", [report, f"sha-{agency}"])
            connection.execute("insert into fct_report_cell values (?, ?, -4)", [report, f"sha-{agency}"])
        connection.execute("insert into mart_run values (?, 2, 2, 0, 0, 0, 0)", [folder.name])
    results = [{"unique_id": f"model.gongkai.{name}", "status": "success"} for name in TABLES]
    results.append({"unique_id": "unit_test.gongkai.mart_metric.ranks_among_those_that_pass", "status": "pass"})
    results.append({"unique_id": "test.gongkai.assert_something.1", "status": "pass"})
    (folder / "run_results.json").write_text(json.dumps({"results": results}), encoding="utf-8")


def candidate(home: Home, release_id: str, *, site: bool = False, **content: object) -> Path:
    """A candidate as a run leaves it, ready to be published."""
    folder = prepare(home, release_id)
    fill(folder, **content)  # type: ignore[arg-type]
    export_tables(folder)
    if site:
        (folder / "site").mkdir()
        (folder / "site" / "index.html").write_text("<p>", encoding="utf-8")
    write_manifest(home, release_id, home.root / "reference", site=site)
    return folder
