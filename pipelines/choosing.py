"""Choosing archived documents by what was read in them: whose report, of which year, from which portal.

Reads the parsed tables and the captures index; nothing is parsed here.
"""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from pipelines.parsing.identity.agencies import full_name
from warehouse.archive import ArchiveError, load_captures
from warehouse.archive.export import with_originals
from warehouse.home import Home
from warehouse.published import NotPublishedError, ask

#: Endings of files by the format that was read.
_ENDINGS = {"text": "txt", "markdown": "md", "picture": "png"}
_DOCUMENTS = ("page", "attachment", "added", "joined")


def choose(
    home: Home, *, agency: str | None = None, year: int | None = None, portal: str | None = None
) -> tuple[pl.DataFrame, list[dict[str, Any]], dict[str, str]]:
    """The captures of the documents that match all that is given, the rows read in them, and their files' endings.

    ArchiveError where nothing matches, or nothing was read yet.
    """
    captures = load_captures(home)
    rows = [row for path in sorted(home.parsed.glob("portal=*/documents.parquet")) for row in _rows(path)]
    if not rows:
        raise ArchiveError(f"Nothing was read in {home.root} yet; run `gongkai refresh` or `gongkai build` first.")
    declared = {row["payload_sha256"]: row for row in captures.filter(pl.col("role") == "added").iter_rows(named=True)}
    names = _names(home, agency) if agency else set()
    chosen = []
    for row in rows:
        said = declared.get(row["document_sha256"], {})
        row["agency"] = row["agency"] or said.get("declared_agency")
        row["report_year"] = row["report_year"] or said.get("declared_year")
        if (
            row["status"] != "not_a_report"
            and (not agency or row["agency"] in names)
            and (year is None or row["report_year"] == year)
            and (not portal or row["portal_id"] == portal)
        ):
            chosen.append(row)
    if not chosen:
        asked = ", ".join(str(word) for word in (agency, year, portal) if word) or "anything"
        raise ArchiveError(
            f"The archive holds no report of {asked}; `gongkai sql` on mart_coverage says what there is."
        )
    keys = pl.DataFrame(
        {
            "portal_id": [row["portal_id"] for row in chosen],
            "payload_sha256": [row["document_sha256"] for row in chosen],
        }
    ).unique()
    found = captures.filter(pl.col("role").is_in(_DOCUMENTS)).join(keys, on=["portal_id", "payload_sha256"], how="semi")
    endings = {row["document_sha256"]: _ENDINGS.get(row["format"], row["format"] or "bin") for row in chosen}
    return with_originals(found, captures), chosen, endings


def _rows(path: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path, partitioning=None).to_pylist()
    return rows


def _names(home: Home, agency: str) -> set[str]:
    """The names a body is printed under, by the published warehouse; its own name where nothing is published."""
    own = {agency, full_name(agency)}
    try:
        found = ask(
            home,
            "select printed.printed_name from dim_agency_name as printed join dim_agency using (agency_id) "
            "where dim_agency.agency_name in (select unnest($1)) or printed.printed_name in (select unnest($1))",
            [sorted(own)],
        )
    except (NotPublishedError, duckdb.Error):
        return own
    return own | {row[0] for row in found.rows}
