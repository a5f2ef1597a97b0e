"""A published release is whole and checked, and never half new."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from release_home import FIRST, FOURTH, REPORTS, SECOND, THIRD, candidate, fill, make_home

from warehouse.home import Home, write_json
from warehouse.published import NotPublishedError, ask
from warehouse.release import (
    ReleaseRefused,
    check,
    current_release,
    export_tables,
    list_releases,
    prepare,
    publish,
    published_by,
    rollback,
    sweep,
    verify_release,
    write_manifest,
)


@pytest.fixture
def home(tmp_path) -> Home:
    return make_home(tmp_path / "home")


def refusal(home: Home, release_id: str, **more) -> str:
    with pytest.raises(ReleaseRefused) as refused:
        publish(home, release_id, **more)
    assert refused.value.failures
    return " ".join(refused.value.failures)


def change_database(folder: Path, *statements: str) -> None:
    with duckdb.connect(str(folder / "gongkai.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


def manifest_again(home: Home, release_id: str) -> None:
    """As a build that made the change itself would have left it."""
    export_tables(home.releases / release_id)
    write_manifest(home, release_id, home.root / "reference")


def test_a_candidate_becomes_the_release_readers_open(home):
    candidate(home, FIRST, site=True)
    assert current_release(home) is None
    release = publish(home, FIRST)
    assert release.is_current
    assert release.reports == 2
    assert home.published.readlink() == Path(f"releases/{FIRST}")
    with duckdb.connect(str(home.database), read_only=True) as connection:
        assert connection.execute("select count(*) from fct_report").fetchone() == (2,)
    assert [gate["passed"] for gate in json.loads((home.published / "manifest.json").read_text())["gates"]] == [
        True
    ] * 9
    assert verify_release(home, FIRST) == []


def test_a_candidate_is_invisible_until_it_is_published(home):
    candidate(home, FIRST)
    publish(home, FIRST)
    candidate(home, SECOND)
    assert current_release(home) == FIRST
    assert [(one.id, one.is_current) for one in list_releases(home)] == [(SECOND, False), (FIRST, True)]


def test_a_lost_table_is_refused(home):
    folder = candidate(home, FIRST)
    change_database(folder, "drop table mart_metric")
    manifest_again(home, FIRST)
    assert "mart_metric" in refusal(home, FIRST)
    assert current_release(home) is None


def test_rows_that_came_or_went_after_the_manifest_are_refused(home):
    folder = candidate(home, FIRST)
    change_database(folder, "delete from fct_report_cell")
    assert "fct_report_cell has 0 rows where the manifest says 2" in refusal(home, FIRST)


def test_a_parquet_file_of_other_rows_is_refused(home):
    folder = candidate(home, FIRST)
    change_database(folder, "insert into dim_agency values ('new')")
    write_manifest(home, FIRST, home.root / "reference")
    assert "Parquet file of dim_agency has 0 rows, its table 1" in refusal(home, FIRST)


@pytest.mark.parametrize("name", ["tables/fct_report.parquet", "csv/fct_report.csv", "site/index.html"])
def test_a_file_changed_after_the_manifest_is_refused(home, name):
    folder = candidate(home, FIRST, site=True)
    path = folder / name
    path.write_bytes(path.read_bytes()[:-1])
    assert name in refusal(home, FIRST)


def test_a_truncated_database_is_refused(home):
    folder = candidate(home, FIRST)
    database = folder / "gongkai.duckdb"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
    assert "gongkai.duckdb is not as the manifest says" in refusal(home, FIRST)
    assert current_release(home) is None


def test_a_number_without_an_archived_document_is_refused(home):
    folder = candidate(home, FIRST)
    change_database(folder, "insert into fct_report_cell values ('a-2022', 'invented', 5)")
    manifest_again(home, FIRST)
    assert "1 documents with figures are not in the archive (invented)" in refusal(home, FIRST)


def test_a_missing_warc_file_is_refused(home):
    candidate(home, FIRST)
    (home.warc / "one.warc.gz").unlink()
    assert "one.warc.gz" in refusal(home, FIRST)


def test_a_run_that_does_not_balance_is_refused(home):
    folder = candidate(home, FIRST)
    change_database(folder, "update mart_run set discovered = 3")
    manifest_again(home, FIRST)
    assert "found 3 addresses and accounts for 2" in refusal(home, FIRST)


def test_a_build_without_a_crawl_needs_no_balance(home):
    folder = candidate(home, FIRST)
    change_database(folder, "delete from mart_run")
    manifest_again(home, FIRST)
    assert publish(home, FIRST).is_current


def test_known_reports_are_not_given_up_without_a_reason(home):
    candidate(home, FIRST)
    publish(home, FIRST)
    candidate(home, SECOND, reports=REPORTS[:1])
    assert "乙局 2023" in refusal(home, SECOND)
    assert current_release(home) == FIRST
    assert publish(home, SECOND, reason="乙局 was withdrawn").is_current
    assert json.loads((home.published / "manifest.json").read_text())["reason"] == "乙局 was withdrawn"


def test_reports_read_worse_than_before_are_refused(home):
    candidate(home, FIRST)
    publish(home, FIRST)
    candidate(home, SECOND, status="quarantined")
    assert "2 reports read whole before are quarantined now" in refusal(home, SECOND)


def test_a_body_that_got_its_code_is_still_the_same_body(home):
    candidate(home, FIRST)
    publish(home, FIRST)
    candidate(home, SECOND, reports=(("b", "乙局", 2023), ("a", "甲局", 2022)))
    folder = home.releases / SECOND
    change_database(folder, "update fct_report set agency_id = '11371500MB2802354X' where agency_id = 'a'")
    manifest_again(home, SECOND)
    assert publish(home, SECOND).is_current


@pytest.mark.parametrize("status", ["fail", "error", "skipped"])
def test_a_build_whose_tests_are_not_green_is_refused(home, status):
    folder = candidate(home, FIRST)
    results = json.loads((folder / "run_results.json").read_text())
    results["results"][-1]["status"] = status
    (folder / "run_results.json").write_text(json.dumps(results))
    write_manifest(home, FIRST, home.root / "reference")
    assert "assert_something" in refusal(home, FIRST)


def test_a_partial_build_is_refused(home):
    folder = candidate(home, FIRST)
    results = json.loads((folder / "run_results.json").read_text())
    results["results"] = [entry for entry in results["results"] if entry["unique_id"] != "model.gongkai.mart_metric"]
    (folder / "run_results.json").write_text(json.dumps(results))
    write_manifest(home, FIRST, home.root / "reference")
    assert "mart_metric" in refusal(home, FIRST)


def test_a_build_without_tests_or_without_results_is_refused(home):
    folder = candidate(home, FIRST)
    results = json.loads((folder / "run_results.json").read_text())
    (folder / "run_results.json").write_text(json.dumps({"results": results["results"][:-1]}))
    write_manifest(home, FIRST, home.root / "reference")
    assert "no tests" in refusal(home, FIRST)
    (folder / "run_results.json").unlink()
    write_manifest(home, FIRST, home.root / "reference")
    assert "run_results.json" in refusal(home, FIRST)


def test_a_declared_site_must_be_there(home):
    folder = candidate(home, FIRST, site=True)
    (folder / "site" / "index.html").unlink()
    write_manifest(home, FIRST, home.root / "reference", site=True)
    assert "site/index.html" in refusal(home, FIRST)


def test_a_folder_without_a_manifest_is_refused_and_named(home):
    fill(prepare(home, FIRST))
    assert "manifest" in refusal(home, FIRST)
    assert "nowhere" in refusal(home, "nowhere")


def test_a_database_that_another_program_holds_is_refused(home):
    folder = candidate(home, FIRST)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(folder / "gongkai.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        holder.stdout.readline()
        assert "cannot be opened alone" in refusal(home, FIRST)
    finally:
        holder.communicate(b"\n")
    assert publish(home, FIRST).is_current


def test_the_gates_are_recomputed_whatever_the_manifest_claims(home):
    folder = candidate(home, FIRST)
    manifest = json.loads((folder / "manifest.json").read_text())
    change_database(folder, "update mart_run set discovered = 9")
    manifest["gates"] = [{"gate": "run_balances", "passed": True, "failures": []}]
    write_json(folder / "manifest.json", manifest)
    assert not all(gate.passed for gate in check(home, FIRST))
    refusal(home, FIRST)


def test_publishing_twice_changes_nothing(home):
    candidate(home, FIRST)
    first = publish(home, FIRST)
    assert publish(home, FIRST) == first
    with pytest.raises(ReleaseRefused):
        prepare(home, FIRST)


def test_rollback_goes_to_the_release_before_and_forward_again(home):
    for release_id in (FIRST, SECOND):
        candidate(home, release_id)
        publish(home, release_id)
    assert rollback(home).id == FIRST
    assert current_release(home) == FIRST
    with pytest.raises(ReleaseRefused, match="no earlier"):
        rollback(home)
    assert rollback(home, SECOND).is_current


def test_rollback_refuses_what_is_damaged_or_was_never_published(home):
    for release_id in (FIRST, SECOND):
        candidate(home, release_id)
        publish(home, release_id)
    path = home.releases / FIRST / "tables" / "fct_report.parquet"
    path.write_bytes(b"")
    with pytest.raises(ReleaseRefused, match=r"tables/fct_report\.parquet"):
        rollback(home)
    candidate(home, THIRD)
    with pytest.raises(ReleaseRefused, match="never published"):
        rollback(home, THIRD)
    with pytest.raises(ReleaseRefused, match="unknown"):
        rollback(home, "nowhere")
    assert current_release(home) == SECOND


def test_a_published_database_that_is_damaged_is_told_to_its_readers_and_left_by_rollback_or_with_a_reason(home):
    for release_id in (FIRST, SECOND):
        candidate(home, release_id)
        publish(home, release_id)
    os.truncate(home.releases / SECOND / "gongkai.duckdb", 5000)
    with pytest.raises(NotPublishedError, match=f"release {SECOND} cannot be opened.*rollback"):
        ask(home, "select 1")
    candidate(home, THIRD)
    assert "rollback" in refusal(home, THIRD)
    assert rollback(home).id == FIRST
    assert publish(home, THIRD).is_current
    os.truncate(home.releases / THIRD / "gongkai.duckdb", 5000)
    candidate(home, FOURTH)
    assert publish(home, FOURTH, reason="示例").is_current


def test_a_past_night_is_answered_by_the_release_that_was_published_then(home):
    for release_id in (FIRST, SECOND):
        manifest = candidate(home, release_id) / "manifest.json"
        publish(home, release_id)
        write_json(
            manifest,
            json.loads(manifest.read_text()) | {"published_at": f"2026-03-{manifest.parent.name[6:8]}T20:00:00+00:00"},
        )
    first, second = (datetime.strptime(release_id[:8], "%Y%m%d").replace(tzinfo=UTC) for release_id in (FIRST, SECOND))
    assert published_by(home, first + timedelta(hours=21)).id == FIRST
    assert published_by(home, second + timedelta(hours=21)).id == SECOND
    with pytest.raises(NotPublishedError, match="the oldest was published at 2026-03"):
        published_by(home, first)


def test_the_last_releases_are_kept_and_old_candidates_swept(home):
    for release_id in (FIRST, SECOND):
        candidate(home, release_id)
        publish(home, release_id)
    (home.releases / "20260302T190000Z-dead").mkdir()
    (home.root / ".published.half.tmp").symlink_to("releases/nowhere")
    candidate(home, THIRD)
    publish(home, THIRD, keep=2)
    assert [one.id for one in list_releases(home)] == [THIRD, SECOND]
    assert sorted(path.name for path in home.root.glob(".published*")) == []


def test_a_sweep_leaves_the_candidate_of_the_night_under_way(home):
    candidate(home, FIRST)
    publish(home, FIRST)
    candidate(home, SECOND)
    assert sweep(home) == []
    assert (home.releases / SECOND).is_dir()


def test_what_an_interrupted_build_left_is_built_afresh(home):
    fill(prepare(home, FIRST))
    assert list(prepare(home, FIRST).iterdir()) == []


def test_a_real_folder_in_the_place_of_the_link_is_not_replaced(home):
    home.published.mkdir()
    candidate(home, FIRST)
    with pytest.raises(ReleaseRefused, match="no link"):
        publish(home, FIRST)
    assert home.published.is_dir()


def test_a_manifest_says_what_went_in_and_names_no_place_on_the_machine(home):
    folder = candidate(home, FIRST)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["inputs"]["captures"]["files"] == 1
    assert manifest["tables"]["fct_report"]["rows"] == 2
    assert "+" in manifest["code_version"]
    assert str(home.root) not in (folder / "manifest.json").read_text()
