"""What earlier runs say of a portal's list: the documents it named, those withdrawn since, and how it looked last time.

Read from the captures index and the run summaries alone. When a document is asked for again is decided in `known.py`,
what a difference means in `changes.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.archive import captures_of, fill, indexed_runs, open_temporary
from warehouse.home import Home

_GOOD = (HTTPStatus.OK.value, HTTPStatus.NOT_MODIFIED.value)
_GONE = (HTTPStatus.NOT_FOUND.value, HTTPStatus.GONE.value)


@dataclass(frozen=True, slots=True)
class Named:
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
    """One earlier run: its captures (columns of the index), and its summary where it left a whole one."""

    captures: pl.DataFrame
    summary: Mapping[str, Any] | None = None


def nights(home: Home) -> Iterator[Night]:
    """The earlier runs of a home in their order, one in memory at a time.

    A summary that is cut short says nothing, so that the documents of its run are asked for again.
    """
    runs = {*indexed_runs(home), *(path.stem for path in home.runs.glob("*.json"))}
    for run_id in sorted(runs):
        yield Night(captures_of(home, run_id), _summary(home.runs / f"{run_id}.json"))


def _summary(path: Path) -> dict[str, Any] | None:
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return summary if isinstance(summary, dict) and "run_id" in summary else None


_TABLES = (
    "create table lists (url text primary key) without rowid",
    "create table named (portal_id text, url text, title text, via text, primary key (portal_id, url)) without rowid",
    """create table pages (
        url text primary key, portal_id text, run_id text, is_gone integer, was_good integer
    ) without rowid""",
    "create table files (portal_id text, url text, via text, run_id text, primary key (portal_id, url)) without rowid",
    # asked for each portal: without it, each would look through the documents of all
    "create index missed on pages (portal_id) where is_gone and was_good",
)
_NAMED = """
    insert or replace into named
    select ?2, ?1, coalesce(?3, ''), ?4 where exists (select 1 from lists where url = ?4)
"""
_FILES = "insert or replace into files values (?, ?, ?, ?)"
#: The page's own visit asked for its files too, so that what hung there before and no more is none of them.
_HANGS = """
    select files.via, files.url from files join pages on pages.url = files.via
    where files.portal_id = ? and files.run_id >= pages.run_id order by files.url
"""
_PAGES = """
    insert into pages values (?, ?, ?, ?, ?)
    on conflict (url) do update set portal_id = excluded.portal_id, run_id = excluded.run_id,
    is_gone = excluded.is_gone, was_good = was_good or excluded.was_good
"""


class History:
    """The past of each portal, in temporary tables on disk; an empty one for a portal never visited."""

    def __init__(self, nights: Iterable[Night] = ()) -> None:
        self._database = open_temporary(*_TABLES)
        self._last: dict[str, dict[str, Any]] = {}
        for night in nights:
            self.learn(night)

    def learn(self, night: Night) -> None:
        """Take in a run, later than those taken in before."""
        lists = night.captures.filter(pl.col("role") == "list").select("url").unique()
        fill(self._database, "insert or ignore into lists values (?)", lists.iter_rows())
        good = pl.col("status").is_in(_GOOD) & pl.col("blocked_kind").is_null()
        gone = pl.col("status").is_in(_GONE) | (pl.col("blocked_kind") == "soft-404").fill_null(value=False)
        pages = night.captures.filter(pl.col("role") == "page").select(
            "url", "portal_id", "link_title", "via", "run_id", good.alias("is_good"), gone.alias("is_gone")
        )
        fill(self._database, _PAGES, pages.select("url", "portal_id", "run_id", "is_gone", "is_good").iter_rows())
        files = night.captures.filter(
            pl.col("role").is_in(("attachment", "part")) & good & pl.col("portal_id").is_not_null()
        )
        fill(self._database, _FILES, files.select("portal_id", "url", "via", "run_id").iter_rows())
        named = pages.filter(pl.col("is_good") & pl.col("portal_id").is_not_null())
        fill(self._database, _NAMED, named.select("url", "portal_id", "link_title", "via").iter_rows())
        for portal_id, entry in (night.summary or {}).get("portals", {}).items():
            if (entry.get("listed") or {}).get("reports"):
                self._last[portal_id] = {"platform": entry["platform"], "listed": entry["listed"]}

    def of(self, portal_id: str) -> Past:
        """What is known of a portal."""
        named = self._database.execute("select url, title, via from named where portal_id = ?", (portal_id,))
        gone = self._database.execute(
            "select url from pages where portal_id = ? and is_gone and was_good", (portal_id,)
        )
        files: dict[str, list[str]] = {}
        for via, url in self._database.execute(_HANGS, (portal_id,)):
            files.setdefault(via, []).append(url)
        return Past(
            {url: Named(title, via) for url, title, via in named},
            frozenset(url for (url,) in gone),
            self._last.get(portal_id),
            files,
        )
