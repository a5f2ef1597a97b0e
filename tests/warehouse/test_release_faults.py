"""Whatever breaks while a release is made, readers keep the whole one they had, and the next run heals what is left."""

import errno
import multiprocessing
import os
import random
import resource
import shutil
import signal
import time
from pathlib import Path

import duckdb
import pytest
from release_home import FIRST, SECOND, candidate, fill, make_home

from warehouse import release
from warehouse.home import Home
from warehouse.release import ReleaseRefused, current_release, export_tables, prepare, publish, verify_release
from warehouse.release_files import row_counts

#: What publishing does, in its order: by the names it is called by in `warehouse.release`.
STEPS = ("check", "_sync", "_record", "_reopened", "_swap", "sync_folder", "_prune", "sweep")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Home:
    """A home with one release that readers open and a candidate beside it."""
    home = make_home(tmp_path_factory.mktemp("made") / "home")
    candidate(home, FIRST)
    publish(home, FIRST)
    candidate(home, SECOND)
    return home


@pytest.fixture
def home(made, tmp_path) -> Home:
    """A copy of it to break."""
    return Home(shutil.copytree(made.root, tmp_path / "home", symlinks=True))


def is_whole(home: Home) -> str:
    """The published release, opened as a reader opens it."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        assert connection.execute("select count(*), count(distinct title) from fct_report").fetchone() == (2, 1)
    assert current_release(home) in {FIRST, SECOND}
    assert verify_release(home, current_release(home)) == []
    return current_release(home)


def in_a_process(work) -> int:
    """Run `work` in a process of its own; how it ended: minus the signal, or the exit code."""
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join(60)
    return child.exitcode


@pytest.mark.parametrize(
    ("step", "when"), [*((step, "before") for step in STEPS), ("_swap", "after"), ("_prune", "after")]
)
def test_killed_at_any_step_the_old_or_the_new_release_is_whole_and_publishing_again_heals(home, step, when):
    does = getattr(release, step)

    def dies(*arguments, **more):
        if when == "after":
            does(*arguments, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    def publishing():
        setattr(release, step, dies)
        publish(home, SECOND)

    assert in_a_process(publishing) == -signal.SIGKILL
    is_whole(home)
    assert publish(home, SECOND).is_current
    assert is_whole(home) == SECOND
    release.sweep(home)
    assert [path.name for path in home.root.glob(".published*")] == []


@pytest.mark.parametrize(
    ("step", "code"),
    [("_sync", errno.EIO), ("_record", errno.ENOSPC), ("_swap", errno.EROFS), ("sync_folder", errno.EIO)],
)
def test_a_full_or_read_only_disk_at_any_step_leaves_a_whole_release(home, step, code, monkeypatch):
    def refuses(*_, **__):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(release, step, refuses)
        with pytest.raises(OSError, match=os.strerror(code)):
            publish(home, SECOND)
    is_whole(home)
    assert publish(home, SECOND).is_current
    assert is_whole(home) == SECOND


def test_one_bit_of_the_database_that_turned_is_noticed_wherever_it_lies(home):
    path = home.releases / SECOND / "gongkai.duckdb"
    sound = path.read_bytes()
    chance = random.Random(20261126)
    for place in [0, len(sound) - 1, *(chance.randrange(len(sound)) for _ in range(6))]:
        turned = bytearray(sound)
        turned[place] ^= 1 << chance.randrange(8)
        path.write_bytes(turned)
        with pytest.raises(ReleaseRefused):
            publish(home, SECOND)
        assert is_whole(home) == FIRST
    path.write_bytes(sound)
    assert publish(home, SECOND).is_current


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_log_that_was_cut_off_beside_the_database_is_refused(home, tmp_path, share):
    folder = home.releases / SECOND
    leave_a_log = f"""
import duckdb, os
connection = duckdb.connect({str(folder / "gongkai.duckdb")!r})
connection.execute("pragma disable_checkpoint_on_shutdown")
connection.execute("insert into dim_agency select range::varchar from range(5000)")
os._exit(0)
"""
    assert in_a_process(lambda: exec(leave_a_log)) == 0
    log = folder / "gongkai.duckdb.wal"
    whole = log.read_bytes()
    assert whole
    log.write_bytes(whole[: int(len(whole) * share)])
    try:
        publish(home, SECOND)
    except ReleaseRefused:
        assert is_whole(home) == FIRST
    assert is_whole(home) in {FIRST, SECOND}


@pytest.mark.parametrize("sheet_rows", [1_000_000, 1_000])
def test_a_disk_that_fills_during_the_exports_leaves_no_half_file_and_the_next_build_starts_afresh(
    home, sheet_rows, monkeypatch
):
    monkeypatch.setattr("warehouse.release_exports.SHEET_ROWS", sheet_rows)  # a longer table is packed
    third = "20260303T183000Z-cccc"
    folder = prepare(home, third)
    fill(folder)
    with duckdb.connect(str(folder / "gongkai.duckdb")) as connection:
        connection.execute("create table zz_long as select range as number, hash(range) as noise from range(200000)")

    def exporting():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        export_tables(folder)

    assert in_a_process(exporting) == 1
    left = sorted(path.name for path in folder.rglob("*") if path.is_file() and "zz_long" in path.name)
    assert left == []
    assert is_whole(home) == FIRST
    candidate(home, third)
    assert publish(home, third).is_current


def _answers(database: str, asked) -> None:
    """A reader that opens the release once and answers from it until it is told to end."""
    with duckdb.connect(database, read_only=True) as connection:
        while query := asked.recv():
            asked.send(connection.execute(query).fetchall())


def test_a_reader_keeps_its_whole_release_through_a_publish_a_rollback_and_the_end_of_its_files(home):
    here, there = multiprocessing.Pipe()
    reader = multiprocessing.get_context("fork").Process(target=_answers, args=(str(home.database), there))
    reader.start()

    def said() -> list:
        here.send("select (select count(*) from fct_report), (select count(*) from fct_report_cell)")
        return here.recv()

    try:
        first = said()
        publish(home, SECOND)
        assert said() == first
        release.rollback(home, FIRST)
        assert is_whole(home) == FIRST
        release.rollback(home, SECOND)
        shutil.rmtree(home.releases / FIRST)
        assert said() == first
    finally:
        here.send(None)
        reader.join(60)
    assert reader.exitcode == 0
    assert is_whole(home) == SECOND


def _read_for_ever(database: str, out) -> None:
    seen, errors = set(), 0
    started = time.monotonic()
    while time.monotonic() - started < 60 and not out.poll():
        try:
            with duckdb.connect(database, read_only=True) as connection:
                one = connection.execute("select count(*), count(distinct title) from fct_report").fetchone()
                seen.add(one)
        except duckdb.Error:
            errors += 1
    out.recv()
    out.send((seen, errors))


def _publish_then(root: str, release_id: str) -> None:
    publish(Home(Path(root)), release_id)


def test_readers_see_the_old_or_the_new_release_while_publishing_is_killed_at_random(home):
    chance = random.Random(20261123)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    reader = context.Process(target=_read_for_ever, args=(str(home.database), there))
    reader.start()
    try:
        for number in range(8):
            release_id = f"20260401T0000{number:02}Z-eeee"
            candidate(home, release_id)
            before = current_release(home)
            child = context.Process(target=_publish_then, args=(str(home.root), release_id))
            child.start()
            time.sleep(chance.uniform(0.2, 1.5))
            if child.is_alive():
                os.kill(child.pid, signal.SIGKILL)
            child.join()
            assert current_release(home) in {before, release_id}
            assert row_counts(home.database)["fct_report"] == 2
            publish(home, release_id)
            assert current_release(home) == release_id
            assert verify_release(home, release_id) == []
    finally:
        here.send(None)
        seen, errors = here.recv()
        reader.join()
    assert errors == 0
    assert seen == {(2, 1)}
