"""One run's own facts: its id, its summary in `runs/`, the home's single writer, the words it says while it works.

Shared by the assets; knows Dagster only as the run that asks. What each step does belongs to `assets`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from filelock import FileLock, Timeout

from warehouse.home import Home, write_json
from warehouse.release import KEEP

#: A run's tag with its id in the home; Dagster's own id says nothing to a reader of files.
RUN_ID_TAG = "gongkai/run_id"
#: A run's tag that asks every known document again.
RECHECK_TAG = "gongkai/recheck"


class HomeBusyError(Exception):
    """Another process writes this home."""


def new_run_id(now: datetime, salt: str) -> str:
    """`20261123T023000Z-1f3a`: sorts by time; the salt keeps two runs of one second apart."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{salt[:4]}"


def run_id_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext | dg.InitResourceContext) -> str:
    """The id of the run something is made in: its tag, else its Dagster run's creation time and id."""
    run, instance = context.run, context.instance
    assert run is not None
    assert instance is not None
    tag = run.tags.get(RUN_ID_TAG)
    if tag:
        return tag
    record = instance.get_run_record_by_id(run.run_id)
    return new_run_id(record.create_timestamp if record else datetime.now(UTC), run.run_id)


def read_summary(home: Home, run_id: str) -> dict[str, Any]:
    """The run's summary so far; empty before its first step."""
    path = home.runs / f"{run_id}.json"
    if not path.exists():
        return {"run_id": run_id}
    summary: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return summary


def add_to_summary(home: Home, run_id: str, **sections: Any) -> dict[str, Any]:
    """Add sections to the run's summary, whole or not at all, and give it back."""
    summary = read_summary(home, run_id) | sections
    write_json(home.runs / f"{run_id}.json", summary)
    return summary


def now() -> str:
    """The time in UTC, to the second, as summaries have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def say(message: str) -> None:
    """A line of progress for the person who waits, where one asked for it (GONGKAI_PROGRESS=1)."""
    if os.environ.get("GONGKAI_PROGRESS") == "1":
        sys.stderr.write(f"  {message}\n")
        sys.stderr.flush()


def forget_old_runs(instance: dg.DagsterInstance, keep: int = KEEP) -> None:
    """Make Dagster forget all runs but the last `keep`; whoever calls holds the home, so no earlier one is under way.

    Their summaries in `runs/` stay. Dagster empties the file of events it has for each run and leaves it as large as it
    was, so the file is removed too.
    """
    root = Path(instance.root_directory)
    for record in instance.get_run_records()[keep:]:
        run_id = record.dagster_run.run_id
        instance.delete_run(run_id)
        (root / "history" / "runs" / f"{run_id}.db").unlink(missing_ok=True)
        shutil.rmtree(root / "storage" / run_id, ignore_errors=True)


@contextmanager
def single_writer(home: Home) -> Iterator[None]:
    """Hold the home for writing; HomeBusyError names the process that has it. The lock of a dead process is free."""
    home.create()
    owner = home.root / ".writer.json"
    lock = FileLock(home.lock, timeout=0, is_singleton=True)  # a run may hold it for its steps
    try:
        lock.acquire()
    except Timeout as error:
        raise HomeBusyError(_busy(home, owner)) from error
    try:
        if lock.lock_counter == 1:
            write_json(owner, {"pid": os.getpid(), "since": now()})
        yield
    finally:
        if lock.lock_counter == 1:
            owner.unlink(missing_ok=True)
        lock.release()


def _busy(home: Home, owner: Path) -> str:
    try:
        who = json.loads(owner.read_text(encoding="utf-8"))
        by = f"process {who['pid']} since {who['since']}"
    except (OSError, ValueError, KeyError):
        by = "another process"
    return f"The home {home.root} is being written by {by}; wait for it to end, then run again."


class HomeResource(dg.ConfigurableResource):
    """The home of a run; holds the single-writer lock from the run's first step to its last."""

    root: str
    portals: str

    @property
    def home(self) -> Home:
        """The folders."""
        return Home(Path(self.root))

    @property
    def registry(self) -> Path:
        """The portal registry: a YAML file or a folder of them."""
        return Path(self.portals)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[HomeResource]:
        """Take the lock for the run, and note when it began and ended."""
        with single_writer(self.home):
            run_id = run_id_of(context)
            add_to_summary(self.home, run_id, started_at=now())
            if context.instance is not None:
                forget_old_runs(context.instance)
            try:
                yield self
            finally:
                add_to_summary(self.home, run_id, ended_at=now())
