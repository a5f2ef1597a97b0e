"""Where each payload of each address lies in the archive, for as long as a run writes: kept on disk, not in memory.

A temporary table of SQLite, gone with the writer: what it holds is derived from the index, and would otherwise be the
one thing of a run that grows with the archive.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from typing import Any

from warehouse.archive.records import HOLDS_BYTES

Place = tuple[str, int, int]

_TABLE = """
    create table if not exists places (url text, sha256 text, file text, start integer, length integer, primary key (url, sha256))
    without rowid
"""


def open_temporary(*tables: str) -> sqlite3.Connection:
    """A database of these tables in a file that only this connection knows, and that goes with it."""
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    database.execute("pragma journal_mode = off")
    for table in tables:
        database.execute(table)
    return database


def fill(database: sqlite3.Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write many rows into a temporary database at one go: a commit of each by itself costs more than the row."""
    database.execute("begin")
    database.executemany(statement, rows)
    database.execute("commit")


def made_of(role: str, url: str) -> str:
    """Under what the place of a resource is kept: no address, so that no answer is taken for it."""
    return f"{role} {url}"


class Places:
    """WARC file, offset and length of the response that holds a payload of an address; the last one written counts.

    What was made of an address, or added by hand, is kept beside under a name of its own (`made_of`).
    """

    #: What of a capture tells a place.
    COLUMNS = ("record_type", "role", "url", "payload_sha256", "warc_file", "warc_offset", "warc_length")

    def __init__(self, database: sqlite3.Connection | None = None) -> None:
        self._database = database or open_temporary()
        self._database.execute(_TABLE)
        self._turns = threading.Lock()  # one who writes and one who reads back may be two threads

    def learn(self, captures: Iterable[tuple[Any, ...]]) -> None:
        """Take in captures (COLUMNS of the index), later than those taken in before."""
        places = (
            (url if kind == "response" else made_of(role, url), *place)
            for kind, role, url, *place in captures
            if kind in HOLDS_BYTES
        )
        fill(self._database, "insert or replace into places values (?, ?, ?, ?, ?)", places)

    def find(self, url: str, sha256: str) -> Place | None:
        """The place of a payload; None where the archive holds it under no such address."""
        with self._turns:
            found = self._database.execute(
                "select file, start, length from places where url = ? and sha256 = ?", (url, sha256)
            ).fetchone()
        return found and tuple(found)

    def remember(self, url: str, sha256: str, place: Place) -> None:
        """Take in what was just written."""
        with self._turns:
            self._database.execute("insert or replace into places values (?, ?, ?, ?, ?)", (url, sha256, *place))
