"""The promises of the README, one test each, on whole nights with faults."""

import hashlib
import itertools
import os
import shutil
import signal
import threading
import time

import duckdb
import pytest
from nights import Nights

from crawlers.sandbox.faults import Faults
from crawlers.sandbox.server import running_sandbox
from warehouse import archive
from warehouse.home import Home

pytestmark = pytest.mark.night

SOME = ["sandbox-liaocheng", "sandbox-huaian", "sandbox-pingtan", "sandbox-shanghai"]
#: Tables that speak of runs and of the time of looking; all others are a function of the archive and the code.
OF_RUNS = {"mart_run", "fct_run_portal", "fct_run_reason", "mart_coverage"}
#: Tables that also say when a report was last seen, which another night moves.
SAY_WHEN_SEEN = {"fct_report", "fct_report_version"}


def test_promise_01_no_fetched_document_is_lost_or_altered(nights):
    result = archive.verify(nights.home)
    assert result.ok
    captures = archive.load_captures(nights.home)
    documents = captures.filter((captures["role"] != "robots") & (captures["record_type"] == "response"))
    assert len(documents) > 60
    for row in documents.iter_rows(named=True):
        assert hashlib.sha256(archive.read_payload(nights.home, row)).hexdigest() == row["payload_sha256"]
    file = min(nights.home.warc.glob("*.warc.gz"))
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        assert not archive.verify(nights.home).ok
    finally:
        file.write_bytes(whole)


def test_promise_04_no_number_without_a_document(nights):
    orphans = nights.ask("select count(*) from fct_report_cell where value is not null and document_sha256 is null")
    assert orphans == [(0,)]
    digests = nights.ask("select distinct document_sha256 from fct_report_cell")
    for (digest,) in digests:
        assert hashlib.sha256(archive.read_payload(nights.home, digest)).hexdigest() == digest


def test_promise_05_a_blank_is_never_a_zero(nights):
    found = nights.ask(
        "select state, count(*), count(value), count(implied_value) from fct_report_cell "
        "where agency_name = '上海市人民政府办公厅' and state = 'blank' group by 1"
    )
    assert len(found) == 1
    _, blanks, values, implied = found[0]
    assert (blanks > 100, values) == (True, 0)
    assert 0 < implied < blanks
    # the row totals that are blank though not nought stay unknown, and so do the metrics that need them
    assert nights.ask(
        "select value from fct_report_cell where agency_name = '上海市人民政府办公厅' and row_key = 'granted' and column_key = 'total'"
    ) == [(None,)]


def test_promise_08_portals_are_treated_politely_even_when_things_go_wrong(nights):
    for portal_id in nights.sandbox.portals:
        hits = nights.sandbox.hits(portal_id)
        assert hits, portal_id
        assert hits[0].target == "/robots.txt"
        assert all("gongkai" in hit.headers.get("user-agent", "") for hit in hits)
        assert all("+http" in hit.headers.get("user-agent", "") for hit in hits)
        for earlier, later in itertools.pairwise(hits):
            assert later.began >= earlier.ended - 0.05, f"{portal_id}: two requests at a time"
    challenged = nights.sandbox.hits("sandbox-challenge")
    assert {hit.target for hit in challenged} == {"/robots.txt"}
    assert len([hit for hit in nights.sandbox.hits("sandbox-broken") if hit.target != "/robots.txt"]) <= 4


def test_promise_10_a_figure_that_cannot_be_read_with_certainty_is_refused(nights):
    found = nights.ask(
        "select count(*) from fct_report_cell where agency_name = '平潭综合实验区管委会' and report_year = 2024 "
        "and row_key = 'normative_documents' and value is not null"
    )
    assert found == [(0,)]
    status = nights.ask(
        "select status from fct_report where agency_name = '平潭综合实验区管委会' and report_year = 2024"
    )
    assert status == [("quarantined",)]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Nights of a few portals that the tests may disturb."""
    with running_sandbox(only=SOME) as sandbox:
        found = Nights(Home(tmp_path_factory.mktemp("few")), sandbox)
        found.first = found.refresh()
        yield found


def test_promise_02_a_release_is_never_half_new_and_readers_are_never_blocked(few):
    seen: set[tuple] = set()
    errors: list[Exception] = []
    over = threading.Event()

    def read():
        while not over.is_set():
            try:
                connection = duckdb.connect(str(few.home.database.resolve()), read_only=True)
                with connection:
                    one = connection.execute("select max(run_id) from mart_run").fetchone()
                    two = connection.execute("select count(*), count(distinct report_id) from fct_report").fetchone()
                    three = connection.execute("select count(*) from mart_agency_year").fetchone()
                seen.add((one, two, three))
            except Exception as error:  # noqa: BLE001  whatever a reader meets is what the test is about
                errors.append(error)
            time.sleep(0.02)

    reader = threading.Thread(target=read)
    reader.start()
    summary = few.refresh()
    time.sleep(0.2)
    over.set()
    reader.join()
    assert errors == []
    assert len(seen) == 2
    assert {one for (one,), _, _ in seen} == {few.first["run_id"], summary["run_id"]}


def test_promise_06_a_portal_that_falls_silent_is_visible_within_one_cycle_and_nothing_known_is_lost(few):
    few.sandbox.set_faults("sandbox-liaocheng", Faults(unrecognised_list=True))
    try:
        summary = few.refresh()
    finally:
        few.sandbox.set_faults("sandbox-liaocheng")
    assert summary["portals"]["sandbox-liaocheng"]["verdict"] in {"failed", "silent"}
    assert summary["portals"]["sandbox-liaocheng"]["reason"]
    verdicts = dict(few.ask("select portal_id, verdict from fct_run_portal where run_id = $1", summary["run_id"]))
    assert verdicts["sandbox-liaocheng"] in {"failed", "silent"}
    assert few.ask("select request_count from mart_agency_year where agency_name = '聊城市大数据局'") == [(4,)]


def test_promise_09_a_report_edited_after_publication_is_detected_and_both_versions_are_kept(few):
    few.sandbox.set_faults("sandbox-pingtan", Faults(changed_digit=True, document="pingtan-2022"))
    summary = few.refresh()
    assert summary["portals"]["sandbox-pingtan"]["archived"] == 1
    found = few.ask(
        "select n_versions, document_sha256 from fct_report where agency_name = '平潭综合实验区管委会' and report_year = 2022"
    )
    assert found[0][0] == 2
    versions = few.ask(
        "select document_sha256 from fct_report_version where agency_name = '平潭综合实验区管委会' and report_year = 2022"
    )
    assert len({digest for (digest,) in versions}) == 2
    for (digest,) in versions:
        assert archive.read_payload(few.home, digest)
    (cells,) = few.ask("select cells_changed from mart_revision where agency_name = '平潭综合实验区管委会'")[0]
    assert len(cells) == 1
    few.sandbox.set_faults("sandbox-pingtan", Faults(changed_nonce=True, changed_digit=True, document="pingtan-2022"))
    few.refresh()
    assert few.ask(
        "select n_versions from fct_report where agency_name = '平潭综合实验区管委会' and report_year = 2022"
    ) == [(2,)]


def test_promise_07_the_warehouse_is_rebuilt_from_the_archive_with_the_same_bytes(few):
    before = few.manifest()["tables"]
    shutil.rmtree(few.home.parsed)
    few.home.published.unlink()
    shutil.rmtree(few.home.releases)
    few.run("archive", "reindex")
    few.run("build")
    few.run("publish")
    after = few.manifest()["tables"]
    assert set(after) == set(before)
    differing = {name for name in after if after[name]["sha256"] != before[name]["sha256"]}
    assert differing <= OF_RUNS


#: What lies in the home at the instant of the crash, beside what lay there before.
MOMENTS = {"while crawling": "archive/warc/*.warc.gz", "while building": "releases/*/gongkai.duckdb"}


@pytest.mark.parametrize("moment", MOMENTS)
def test_promise_03_a_crash_at_any_instant_needs_only_run_it_again(few, tmp_path, moment):
    undisturbed = few.manifest()["tables"]
    home = Nights(Home(tmp_path / "home"), few.sandbox)
    shutil.copytree(few.home.root, home.home.root, symlinks=True, ignore=shutil.ignore_patterns("parsed", "dagster"))
    before = set(home.home.root.glob(MOMENTS[moment]))
    process = home.start("refresh", "--recheck", "all")
    until = time.monotonic() + 300
    while set(home.home.root.glob(MOMENTS[moment])) == before:
        assert process.poll() is None, "the night ended before it came to this moment"
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert home.ask("select count(*) > 0 from fct_report") == [(True,)]  # readers are served all the while
    summary = home.refresh()
    assert summary["published"] == summary["run_id"]
    assert archive.verify(home.home).ok
    after = home.manifest()["tables"]
    differing = {name for name in after if after[name]["sha256"] != undisturbed[name]["sha256"]}
    assert differing <= OF_RUNS | SAY_WHEN_SEEN
