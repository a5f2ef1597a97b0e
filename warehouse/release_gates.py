"""The gates a candidate must pass before it is published, each recomputed from the candidate's own files.

A gate looks and answers with plain sentences, none where all is well; it changes nothing. Publishing is in `release.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.home import Home
from warehouse.release_files import (
    DATABASE,
    TEST_RESULTS,
    Manifest,
    digests,
    parquet_rows,
    reading,
    row_counts,
    seal,
    table_names,
)

#: Tables every release has; more are welcome.
TABLES = (
    "bridge_agency_lineage",
    "dict_column",
    "dict_metric",
    "dim_agency",
    "dim_agency_name",
    "dim_form_cell",
    "dim_region",
    "fct_claim",
    "fct_dispute",
    "fct_proactive",
    "fct_report",
    "fct_report_cell",
    "fct_report_row",
    "fct_report_version",
    "fct_request_flow",
    "fct_request_outcome",
    "mart_agency_year",
    "mart_category_year",
    "mart_continuity",
    "mart_coverage",
    "mart_finding",
    "mart_metric",
    "mart_outcome_share",
    "mart_region_year",
    "mart_revision",
    "mart_run",
)
_NAMED = 5  # examples a sentence gives before it counts the rest


@dataclass(frozen=True, slots=True)
class Gate:
    """What one gate found; passed where it found nothing."""

    name: str
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Nothing found."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release folder with its manifest, beside the home and the release that is published now."""

    home: Home
    folder: Path
    manifest: Manifest
    reason: str | None

    @property
    def database(self) -> Path:
        """Its DuckDB file."""
        return self.folder / DATABASE


def check(home: Home, release_id: str, reason: str | None = None) -> list[Gate]:
    """Every gate of a candidate in order; where it cannot be opened at all the later ones are not tried."""
    folder = home.releases / release_id
    manifest = Manifest.read(folder)
    if manifest is None:
        return [Gate("manifest", (f"Release {release_id} has no readable manifest.json; build it again.",))]
    candidate = Candidate(home, folder, manifest, reason or manifest.data.get("reason"))
    opened = Gate("database_opens", tuple(_database_opens(candidate)))
    if not opened.passed:
        return [opened]
    return [opened, *(_judged(name, find, candidate) for name, find in GATES.items())]


def _judged(name: str, find: Callable[[Candidate], list[str]], candidate: Candidate) -> Gate:
    """A gate that cannot read the database to its end has found something too."""
    try:
        return Gate(name, tuple(find(candidate)))
    except duckdb.Error as error:
        cause = str(error).splitlines()[0].replace(str(candidate.folder), "")
        return Gate(name, (f"The database cannot be read whole ({cause}); build it again.",))


def _database_opens(candidate: Candidate) -> list[str]:
    """It opens for writing, so nobody else holds it, and for reading."""
    if not candidate.database.is_file():
        return [f"Release {candidate.folder.name} has no {DATABASE}; build it again."]
    try:
        with reading(seal(candidate.folder)) as connection:
            table_names(connection)
    except duckdb.Error as error:
        cause = str(error).splitlines()[0].replace(str(candidate.folder), "")
        return [f"The database cannot be opened alone ({cause}); close what holds it, or build it again."]
    return []


def _tables_exist(candidate: Candidate) -> list[str]:
    with reading(candidate.database) as connection:
        missing = sorted(set(TABLES) - set(table_names(connection)))
    return [f"The table {name} is missing from the database; build it again." for name in missing]


def _files_match_the_manifest(candidate: Candidate) -> list[str]:
    expected = candidate.manifest.files
    found = digests(candidate.folder, expected)
    return [
        f"The file {name} is not as the manifest says; build the release again."
        for name in expected
        if found[name] != expected[name]
    ]


def _counts_match_the_manifest(candidate: Candidate) -> list[str]:
    found = []
    counts = row_counts(candidate.database)
    expected = {name: entry["rows"] for name, entry in candidate.manifest.tables.items()}
    for name in sorted(counts.keys() | expected.keys()):
        if counts.get(name) != expected.get(name):
            found.append(f"The table {name} has {counts.get(name)} rows where the manifest says {expected.get(name)}.")
        exported = parquet_rows(candidate.folder / "tables" / f"{name}.parquet")
        if exported != counts.get(name):
            found.append(f"The Parquet file of {name} has {exported} rows, its table {counts.get(name)}.")
    return found


def _every_number_has_its_document(candidate: Candidate) -> list[str]:
    captures = sorted(str(path) for path in candidate.home.captures.glob("*.parquet"))
    with reading(candidate.database) as connection:
        connection.execute("create temp table archived (document_sha256 varchar)")
        if captures:
            connection.execute(
                """insert into archived select distinct payload_sha256 from read_parquet(?)
                where role in ('page', 'attachment', 'added', 'joined') and payload_sha256 is not null""",
                [captures],
            )
        lost = connection.execute(
            """select distinct document_sha256 from
            (select document_sha256 from fct_report_version union all select document_sha256 from fct_report_cell)
            anti join archived using (document_sha256) order by 1"""
        ).fetchall()
        files = connection.execute(
            "select distinct warc_file from fct_report_version where warc_file is not null order by 1"
        ).fetchall()
    absent = [name for (name,) in files if not (candidate.home.warc / name).is_file()]
    return [
        *_counted([sha[:12] for (sha,) in lost], "{} documents with figures are not in the archive ({})"),
        *_counted(absent, "{} WARC files that figures come from are missing ({})"),
    ]


def _counted(found: list[str], sentence: str) -> list[str]:
    """One sentence with the number found and some of them by name; none where nothing is found."""
    if not found:
        return []
    shown = ", ".join(found[:_NAMED]) + (", ..." if len(found) > _NAMED else "")
    return [sentence.format(len(found), shown) + "."]


def _run_balances(candidate: Candidate) -> list[str]:
    """Of the run that made this release; a build without a crawl has none."""
    with reading(candidate.database) as connection:
        off = connection.execute(
            """select discovered, archived + unchanged + failed + blocked + out_of_scope as accounted from mart_run
            where run_id = ? and discovered is distinct from accounted""",
            [candidate.folder.name],
        ).fetchall()
    return [f"The run found {found} addresses and accounts for {accounted}." for found, accounted in off]


def _nothing_known_is_lost(candidate: Candidate) -> list[str]:
    """Every report of the published release is still there, read as well as before, unless a reason is given."""
    if candidate.reason or not candidate.home.database.is_file():
        return []
    with reading(candidate.database) as connection:
        before = str(candidate.home.database.resolve()).replace("'", "''")
        try:
            connection.execute(f"attach '{before}' as before (read_only)")
            connection.execute(
                "create temp table old as select agency_id, agency_name, report_year, status from before.fct_report"
            )
        except duckdb.Error:
            name = candidate.home.database.resolve().parent.name
            sentence = (
                f"The database of the published release {name} cannot be read, so nothing can be held against it; "
                "go back to an earlier one with `gongkai release rollback`, or publish with a reason."
            )
            return [sentence]
        lost = connection.execute(
            """select old.agency_name || ' ' || old.report_year, bool_or(new.report_id is not null)
            from old
            left join fct_report as new
                on new.report_year = old.report_year
                and (new.agency_id = old.agency_id or new.agency_name = old.agency_name)
            group by all
            having coalesce(bool_or(new.status = 'accepted'), false) < bool_or(old.status = 'accepted')
                or not bool_or(new.report_id is not null)
            order by 1"""
        ).fetchall()
    gone = [name for name, is_there in lost if not is_there]
    worse = [name for name, is_there in lost if is_there]
    return [
        *_counted(gone, "{} reports of the published release are gone ({}); publish with a reason if meant"),
        *_counted(worse, "{} reports read whole before are quarantined now ({}); publish with a reason if meant"),
    ]


def _tests_are_green(candidate: Candidate) -> list[str]:
    path = candidate.folder / TEST_RESULTS
    try:
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        statuses = {entry["unique_id"]: entry["status"] for entry in results}
    except (OSError, ValueError, KeyError, TypeError):
        return [f"The release has no readable {TEST_RESULTS} of its build; build it again."]
    built = {key.split(".")[2] for key, status in statuses.items() if key.startswith("model.") and status == "success"}
    unbuilt = [name for name in TABLES if name not in built]
    red = sorted(
        f"{unique_id.split('.')[2]} ({status})"
        for unique_id, status in statuses.items()
        if status not in {"success", "pass", "warn"}
    )
    tested = sum(unique_id.startswith("test.") for unique_id in statuses)
    return [
        *_counted(red, "{} steps or tests of the build are not green ({})"),
        *_counted(unbuilt, "{} tables were not built in this build ({})"),
        *([] if tested else ["The build ran no tests."]),
    ]


def _site_is_there(candidate: Candidate) -> list[str]:
    index = candidate.folder / "site" / "index.html"
    if candidate.manifest.data.get("site") and not (index.is_file() and index.stat().st_size):
        return ["The manifest declares a site and site/index.html is missing or empty; build the pages again."]
    return []


GATES: dict[str, Callable[[Candidate], list[str]]] = {
    "tables_exist": _tables_exist,
    "files_match_the_manifest": _files_match_the_manifest,
    "counts_match_the_manifest": _counts_match_the_manifest,
    "every_number_has_its_document": _every_number_has_its_document,
    "run_balances": _run_balances,
    "nothing_known_is_lost": _nothing_known_is_lost,
    "tests_are_green": _tests_are_green,
    "site_is_there": _site_is_there,
}
