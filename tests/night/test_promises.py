"""The promises of the README that need nights with faults; the others stand in `test_night.py`."""

import os
import shutil
import signal
import threading
import time
from dataclasses import dataclass, field

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


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Nights of a few portals that the tests may disturb."""
    with running_sandbox(only=SOME) as sandbox:
        found = Nights(Home(tmp_path_factory.mktemp("few")), sandbox)
        found.first = found.refresh()
        yield found


@dataclass
class Readers:
    """What a reader saw who opened the published database again and again, and what it met instead of an answer."""

    seen: set[tuple] = field(default_factory=set)
    errors: list[Exception] = field(default_factory=list)

    def read_until(self, over, home):
        while not over.is_set():
            try:
                with duckdb.connect(str(home.database.resolve()), read_only=True) as connection:
                    one = connection.execute("select max(run_id) from mart_run").fetchone()
                    two = connection.execute("select count(*), count(distinct report_id) from fct_report").fetchone()
                    three = connection.execute("select count(*) from mart_agency_year").fetchone()
                self.seen.add((one, two, three))
            except Exception as error:  # noqa: BLE001  whatever a reader meets is what the test is about
                self.errors.append(error)
            time.sleep(0.02)


@pytest.fixture(scope="module")
def eventful(few):
    """The second night: one portal's list is not what it was, another's report has a digit changed, and someone reads."""
    few.sandbox.set_faults("sandbox-liaocheng", Faults(unrecognised_list=True))
    few.sandbox.set_faults("sandbox-pingtan", Faults(changed_digit=True, document="pingtan-2022"))
    readers, over = Readers(), threading.Event()
    reader = threading.Thread(target=readers.read_until, args=(over, few.home))
    reader.start()
    try:
        summary = few.refresh()
        time.sleep(0.2)
    finally:
        over.set()
        reader.join()
        few.sandbox.set_faults("sandbox-liaocheng")
    return summary, readers


def test_promise_02_a_release_is_never_half_new_and_readers_are_never_blocked(few, eventful):
    summary, readers = eventful
    assert readers.errors == []
    assert len(readers.seen) == 2
    assert {one for (one,), _, _ in readers.seen} == {few.first["run_id"], summary["run_id"]}


def test_the_second_night_does_not_have_the_models_parsed_again(few, eventful):
    summary, _ = eventful
    assert "Unable to do partial parsing" not in few.dbt_log(summary["run_id"])


def test_promise_06_a_portal_that_falls_silent_is_visible_within_one_cycle_and_nothing_known_is_lost(few, eventful):
    summary, _ = eventful
    assert summary["portals"]["sandbox-liaocheng"]["verdict"] in {"failed", "silent"}
    assert summary["portals"]["sandbox-liaocheng"]["reason"]
    verdicts = dict(few.ask("select portal_id, verdict from fct_run_portal where run_id = $1", summary["run_id"]))
    assert verdicts["sandbox-liaocheng"] in {"failed", "silent"}
    assert few.ask("select request_count from mart_agency_year where agency_name = '聊城市大数据局'") == [(4,)]


def test_promise_09_a_report_edited_after_publication_is_detected_and_both_versions_are_kept(few, eventful):
    summary, _ = eventful
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
    for derived in (few.home.parsed, few.home.captures, few.home.releases):
        shutil.rmtree(derived)
    few.home.published.unlink()
    few.run("build")
    few.run("publish")
    after = few.manifest()["tables"]
    assert set(after) == set(before)
    differing = {name for name in after if after[name]["sha256"] != before[name]["sha256"]}
    assert differing <= OF_RUNS


#: What lies in the home at the instant of the crash, beside what lay there before.
MOMENTS = {"while crawling": "archive/warc/*.warc.gz", "while building": "releases/*/gongkai.duckdb"}


def test_promise_03_a_crash_at_any_instant_needs_only_run_it_again(few, tmp_path):
    undisturbed = few.manifest()["tables"]
    home = Nights(Home(tmp_path / "home"), few.sandbox)
    shutil.copytree(few.home.root, home.home.root, symlinks=True, ignore=shutil.ignore_patterns("parsed", "dagster"))
    for moment, files in MOMENTS.items():
        before = set(home.home.root.glob(files))
        process = home.start("refresh", "--recheck", "all")
        until = time.monotonic() + 300
        while set(home.home.root.glob(files)) == before:
            assert process.poll() is None, f"the night ended before it could be killed {moment}"
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
