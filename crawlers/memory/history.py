"""What earlier runs say of a portal's list: the documents it named, those withdrawn since, and how it looked last time.

Read from the captures index and the run summaries alone. When a document is asked for again is decided in `known.py`,
what a difference means in `changes.py`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.archive import fill, indexed_runs, open_temporary, rows_of
from warehouse.home import Home

#: What of a capture tells of the past.
_TOLD = ("portal_id", "role", "url", "via", "link_title", "status", "blocked_kind")
#: Outcomes of a document that leave the page it hangs on unfinished.
_UNDONE = {"failed", "blocked"}
_GOOD = (HTTPStatus.OK.value, HTTPStatus.NOT_MODIFIED.value)
_GONE = (HTTPStatus.NOT_FOUND.value, HTTPStatus.GONE.value)


class Named(NamedTuple):  # made of every document that a list ever named, each night
    """A document that a list once named: its title there, and the list page."""

    title: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of one portal; `last` is its entry in the summary of the last visit that read reports.

    `files` are those that hung on a page, or that it went on in, when it was last asked for.
    """

    named: Mapping[str, Named] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    last: Mapping[str, Any] | None = None
    files: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def unlisted(self) -> frozenset[str]:
        """The documents the last visit already found missing from the list."""
        return self._urls("unlisted")

    @property
    def moved(self) -> frozenset[str]:
        """The addresses that were found replaced by others."""
        return self._urls("moved")

    def _urls(self, name: str) -> frozenset[str]:
        return frozenset(self.last["listed"][name]) if self.last else frozenset()


@dataclass(frozen=True, slots=True)
class Night:
    """One earlier run: its captures, and its summary where it left a whole one; `told` stands for one not yet written.

    A summary that is cut short says nothing, so that the documents of its run are asked for again.
    """

    home: Home
    run_id: str
    told: Mapping[str, Any] | None = None

    def captures(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Columns of the index, moments in microseconds since 1970, as the captures stand in the archive."""
        return rows_of(self.home, self.run_id, columns)

    def summary(self) -> dict[str, Any]:
        """What became of each portal, as far as it tells later nights anything; empty where the run left no summary."""
        whole = _whole(self._file) if self.told is None else self.told
        return {
            portal_id: {
                "platform": entry.get("platform"),
                "listed": entry.get("listed"),
                "undone": [one["via"] or one["url"] for one in entry.get("reasons", ()) if one["outcome"] in _UNDONE],
            }
            for portal_id, entry in (whole.get("portals") or {}).items()
        }

    def mark(self) -> str:
        """A mark of the summary's file, another one as soon as that is another."""
        if self.told is not None:
            return "not written yet"
        if not self._file.exists():
            return "none"
        told = self._file.stat()
        return f"{told.st_size}:{told.st_mtime_ns}"

    @property
    def _file(self) -> Path:
        return self.home.runs / f"{self.run_id}.json"


def nights(home: Home, told: Mapping[str, Mapping[str, Any]] | None = None) -> Iterator[Night]:
    """The earlier runs of a home in their order; `told` are summaries, by run, that are not written yet."""
    told = told or {}
    written = {path.stem for path in home.runs.glob("*.json") if not path.name.startswith(".")}
    for run_id in sorted({*indexed_runs(home), *written}):
        yield Night(home, run_id, told.get(run_id))


def _whole(path: Path) -> dict[str, Any]:
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return summary if isinstance(summary, dict) and "run_id" in summary else {}


_TABLES = (
    # `title` and `via` are those of the last good answer that a list of the same night led to, null where none did
    """create table if not exists pages (
        portal_id text, url text, title text, via text, run_id text, is_gone integer, was_good integer,
        primary key (portal_id, url)
    ) without rowid""",
    """create table if not exists files (portal_id text, url text, via text, run_id text, primary key (portal_id, url))
    without rowid""",
    # the entry of the summary of the last visit that read reports, as JSON
    "create table if not exists visits (portal_id text primary key, last text) without rowid",
)
_PAGES = """
    insert into pages values (?, ?, ?, ?, ?, ?, ?)
    on conflict (portal_id, url) do update set
    title = coalesce(excluded.title, title), via = case when excluded.title is null then via else excluded.via end,
    run_id = excluded.run_id, is_gone = excluded.is_gone, was_good = was_good or excluded.was_good
"""
_FILES = "insert or replace into files values (?, ?, ?, ?)"
#: The page's own visit asked for its files too, so that what hung there before and no more is none of them.
_HANGS = """
    select files.via, files.url from files join pages on pages.portal_id = files.portal_id and pages.url = files.via
    where files.portal_id = ? and files.run_id >= pages.run_id order by files.url
"""


class History:
    """The past of each portal, in tables on disk; an empty one for a portal never visited."""

    def __init__(self, nights: Iterable[Night] = (), database: sqlite3.Connection | None = None) -> None:
        self._database = database or open_temporary()
        for table in _TABLES:
            self._database.execute(table)
        for night in nights:
            self.learn(night)

    def learn(self, night: Night) -> None:
        """Take in a run, later than those taken in before."""
        lists = {url for url, role in night.captures("url", "role") if role == "list"}
        pages, files = [], []
        for portal_id, role, url, via, title, status, kind in night.captures(*_TOLD):
            if portal_id is None:
                continue
            is_good = status in _GOOD and kind is None
            if role == "page":
                is_gone = status in _GONE or kind == "soft-404"
                named = (title or "") if is_good and via in lists else None
                pages.append((portal_id, url, named, via, night.run_id, is_gone, is_good))
            elif role in {"attachment", "part"} and is_good:
                files.append((portal_id, url, via, night.run_id))
        fill(self._database, _PAGES, pages)
        fill(self._database, _FILES, files)
        visits = [
            (portal_id, json.dumps({"platform": entry["platform"], "listed": entry["listed"]}, sort_keys=True))
            for portal_id, entry in night.summary().items()
            if (entry.get("listed") or {}).get("reports")
        ]
        fill(self._database, "insert or replace into visits values (?, ?)", visits)

    def of(self, portal_id: str) -> Past:
        """What is known of a portal."""
        named = self._database.execute(
            "select url, title, via from pages where portal_id = ? and title is not null", (portal_id,)
        )
        gone = self._database.execute(
            "select url from pages where portal_id = ? and is_gone and was_good", (portal_id,)
        )
        files: dict[str, list[str]] = {}
        for via, url in self._database.execute(_HANGS, (portal_id,)):
            files.setdefault(via, []).append(url)
        last = self._database.execute("select last from visits where portal_id = ?", (portal_id,)).fetchone()
        return Past(
            {url: Named(title, via) for url, title, via in named},
            frozenset(url for (url,) in gone),
            json.loads(last[0]) if last else None,
            files,
        )
