"""数据: what can be taken away (DuckDB, Parquet, CSV, Excel), how to ask it with SQL, and the releases with their digests."""

from __future__ import annotations

from typing import Any

from dashboards import say
from dashboards.queries import Row
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View
from warehouse.cookbook import recipes
from warehouse.release_exports import SHEET_ROWS

KEY = "data"
FILE = "data.html"


def make(build: Build) -> Page:
    """One view: files, tables, queries, releases."""
    t = build.words
    tables = _tables(build)
    rows = sum(row["n"] for row in tables)
    sections = [_files(build), _tables_section(build, tables), _queries(build), _releases(build)]
    lead = t("data.lead", release=build.release_id, tables=len(tables), rows=say.count(rows))
    return view_page(build, KEY, FILE, [("", View(lead, sections))])


def _up(build: Build) -> str:
    """The release's own folder, above the site; a server of the site alone answers the same address."""
    return "../../" if build.folder else "../"


def _tables(build: Build) -> list[Row]:
    # the dictionary also has the table macros, which hold no rows and are no files
    rows = build.release.rows(
        f"""
        select table_name, dict_table.{build.language} as label
        from dict_table
        join (select distinct table_name from information_schema.tables) as tables using (table_name)
        order by table_name
        """
    )
    for row in rows:
        name = row["table_name"].replace('"', '""')
        row["n"] = build.release.rows(f'select count(*) as n from "{name}"')[0]["n"]
    return rows


def _files(build: Build) -> Section:
    t, up = build.words, _up(build)
    links = [
        (t("data.duckdb"), f"{up}gongkai.duckdb"), (t("data.excel"), f"{up}excel/gongkai.xlsx"),
        (t("data.manifest"), f"{up}manifest.json"),
    ]  # fmt: skip
    return Section(t("data.files"), text=[t("data.files_note")], links=links)


def _tables_section(build: Build, tables: list[Row]) -> Section:
    t, up = build.words, _up(build)
    heads = [
        Column(t("data.col_table")), Column(t("data.col_meaning"), "sentence"), Column(t("data.col_rows"), "count"),
        Column("Parquet"), Column("CSV"),
    ]  # fmt: skip

    def line(name: str, label: str, n: int) -> list[Any]:
        csv = f"{name}.csv.zst" if n > SHEET_ROWS else f"{name}.csv"
        parquet = {"v": "Parquet", "h": f"{up}tables/{name}.parquet"}
        return [{"v": name, "c": "code"}, label, n, parquet, {"v": "CSV", "h": f"{up}csv/{csv}"}]

    body = [line(row["table_name"], row["label"], row["n"]) for row in tables]
    return Section(t("data.tables"), table=Table(t("data.tables"), heads, body))


def _queries(build: Build) -> Section:
    t = build.words
    codes = [({"zh": one.zh, "en": one.en}[build.language], one.query) for one in recipes()]
    return Section(t("data.cookbook"), text=[t("data.cookbook_note")], codes=codes)


def _releases(build: Build) -> Section:
    t = build.words
    heads = [Column(t("data.col_release")), Column(t("runs.col_ended")), Column(t("data.col_digest"))]
    body = [
        [{"v": row["run_id"], "c": "code"}, say.beijing(row["moment"]), {"v": row["published_digest"], "c": "code"}]
        for row in build.runs
    ]
    table = Table(t("data.releases"), heads, body) if body else None
    return Section(
        t("data.releases"),
        table=table,
        note=t("data.releases_note", release=build.release_id),
        empty=t("runs.lead_none"),
    )
