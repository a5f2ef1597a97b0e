"""Where each payload of each address lies in the archive, for as long as a run writes: kept on disk, not in memory.

A temporary table of SQLite, gone with the writer: what it holds is derived from the index, and would otherwise be the
one thing of a run that grows with the archive.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

Place = tuple[str, int, int]

#: Rows taken out of a frame at one go.
_AT_ONCE = 8192
_COLUMNS = ("url", "payload_sha256", "warc_file", "warc_offset", "warc_length")
_TABLE = """
    create table places (url text, sha256 text, file text, start integer, length integer, primary key (url, sha256))
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


def rows_of(frame: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame, so many at a time that taking them out costs little and they are never all in memory."""
    return frame.iter_rows(buffer_size=_AT_ONCE)


def made_of(role: str, url: str) -> str:
    """Under what the place of a resource is kept: no address, so that no answer is taken for it."""
    return f"{role} {url}"


class Places:
    """WARC file, offset and length of the response that holds a payload of an address; the last one written counts.

    What was made of an address, or added by hand, is kept beside under a name of its own (`made_of`).
    """

    def __init__(self, captures: Iterable[pl.DataFrame]) -> None:
        self._database = open_temporary(_TABLE)
        self._turns = threading.Lock()  # one who writes and one who reads back may be two threads
        for frame in captures:
            responses = frame.filter(pl.col("record_type") == "response").select(_COLUMNS)
            fill(self._database, "insert or replace into places values (?, ?, ?, ?, ?)", rows_of(responses))
            for row in frame.filter(pl.col("record_type") == "resource").select("role", *_COLUMNS).iter_rows():
                self.remember(made_of(row[0], row[1]), row[2], row[3:])

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
