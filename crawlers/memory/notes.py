"""What all earlier nights come to, folded into one file, so that a night's start does not grow with the archive's age.

`archive/notes.sqlite` holds the tables of `known.py`, `history.py` and the archive's places as they are after the runs it
has learnt; `archive/notes.json` holds the digest of that file and of the code that made it. Both are derived: where they
are missing, damaged, of other code or of runs whose files are others now, all is learnt anew from the index. A crawl works
on a copy of its own, so that whatever it adds while it runs is lost with it, and the file changes at one stroke.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import warehouse.archive
from crawlers.memory.code_version import code_version
from crawlers.memory.history import History, Night, nights
from crawlers.memory.known import LISTS, Known
from warehouse.archive import Places, marks_of, open_temporary
from warehouse.home import Home, write_atomically, write_json

_LEARNT = (
    "create table if not exists learnt (run_id text primary key, files text, summary text, told text) without rowid"
)


class Notes:
    """The notes of one home as one crawl uses them."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._open(as_kept=True)
        if not self._holds():
            self._open(as_kept=False)

    def _open(self, *, as_kept: bool) -> None:
        self._database = database = open_temporary()
        if as_kept:
            _read_into(database, self._home)
        database.execute(_LEARNT)
        self.places = Places(database)
        self.known = Known(database=database)
        self.lists = Known(roles=LISTS, database=database)
        self.history = History(database=database)

    def _holds(self) -> bool:
        """Whether every run that was learnt is there as it was, and none that is not would have come before one of them."""
        learnt, files = self._learnt(), marks_of(self._home)
        return all(
            files.get(run_id, "") == seen and self._is_told(run_id, summary, told)
            for run_id, (seen, summary, told) in learnt.items()
        ) and all(night.run_id in learnt or night.run_id > max(learnt) for night in nights(self._home) if learnt)

    def _is_told(self, run_id: str, summary: str, told: str) -> bool:
        # what is added to a summary after the crawl, as what reading its documents showed, says nothing of the past
        night = Night(self._home, run_id)
        return summary == night.mark() or told == _digest(night.summary())

    def _learnt(self) -> dict[str, tuple[str, str, str]]:
        return {run_id: tuple(rest) for run_id, *rest in self._database.execute("select * from learnt")}

    def sound(self) -> frozenset[str]:
        """The runs that were learnt: their files were looked at, and are the same."""
        return frozenset(self._learnt())

    def catch_up(self, told: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Learn the runs that are not learnt yet, and keep what they come to for the next night.

        `told` are the summaries, by run, of those whose own is not written yet.
        """
        learnt = self._learnt()
        if learnt and not self._holds():
            self._open(as_kept=False)
            learnt = {}
        files = marks_of(self._home)
        new = [night for night in nights(self._home, told) if night.run_id not in learnt]
        for night in new:
            self.places.learn(night.captures(*Places.COLUMNS))
            for one in (self.known, self.lists, self.history):
                one.learn(night)
            row = (night.run_id, files.get(night.run_id, ""), night.mark(), _digest(night.summary()))
            self._database.execute("insert into learnt values (?, ?, ?, ?)", row)
        if new:
            self._keep()

    def _keep(self) -> None:
        made = ""

        def write(temporary: Path) -> None:
            nonlocal made
            with closing(sqlite3.connect(temporary)) as kept:
                kept.execute("pragma synchronous = off")  # it is synced before it gets its name
                self._database.backup(kept)
            made = _digest_of(temporary)

        write_atomically(self._home.notes, write)
        # a kill before this leaves the digest of another file, and all is learnt anew
        write_json(_witness(self._home), {"code": _code(), "sha256": made})


def _read_into(database: sqlite3.Connection, home: Home) -> None:
    """Copy the notes that are kept; nothing where they are missing, damaged or of other code."""
    with suppress(OSError, ValueError, sqlite3.DatabaseError):
        if json.loads(_witness(home).read_text(encoding="utf-8")) == {
            "code": _code(),
            "sha256": _digest_of(home.notes),
        }:
            with closing(sqlite3.connect(f"{home.notes.as_uri()}?mode=ro&immutable=1", uri=True)) as kept:
                kept.backup(database)


def _witness(home: Home) -> Path:
    return home.notes.with_suffix(".json")


def _digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _digest(summary: Mapping[str, Any]) -> str:
    return sha256(json.dumps(summary, sort_keys=True).encode()).hexdigest()


def _code() -> str:
    """A digest of all that learns from captures: this package and the archive's."""
    made = sha256(code_version().encode())
    for path in sorted(Path(warehouse.archive.__path__[0]).glob("*.py")):
        made.update(path.read_bytes())
    return made.hexdigest()
