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

from warehouse.archive import captures_of, fill, indexed_runs, open_temporary, rows_of
from warehouse.home import Home

#: What of a capture tells of the past.
COLUMNS = (
    *("run_id", "portal_id", "role", "url", "via", "link_title", "method", "status", "fetched_at"),
    *("payload_sha256", "content_type", "etag", "last_modified", "blocked_kind"),
)
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
        yield Night(captures_of(home, run_id, COLUMNS), _summary(home.runs / f"{run_id}.json"))


def _summary(path: Path) -> dict[str, Any] | None:
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return summary if isinstance(summary, dict) and "run_id" in summary else None


_TABLES = (
    # `title` and `via` are those of the last good answer that a list of the same night led to, null where none did
    """create table pages (
        portal_id text, url text, title text, via text, run_id text, is_gone integer, was_good integer,
        primary key (portal_id, url)
    ) without rowid""",
    "create table files (portal_id text, url text, via text, run_id text, primary key (portal_id, url)) without rowid",
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
    """The past of each portal, in temporary tables on disk; an empty one for a portal never visited."""

    def __init__(self, nights: Iterable[Night] = ()) -> None:
        self._database = open_temporary(*_TABLES)
        self._last: dict[str, dict[str, Any]] = {}
        for night in nights:
            self.learn(night)

    def learn(self, night: Night) -> None:
        """Take in a run, later than those taken in before."""
        captures = night.captures.filter(pl.col("portal_id").is_not_null())
        lists = captures.filter(pl.col("role") == "list")["url"].unique()
        good = pl.col("status").is_in(_GOOD) & pl.col("blocked_kind").is_null()
        gone = pl.col("status").is_in(_GONE) | (pl.col("blocked_kind") == "soft-404").fill_null(value=False)
        title = pl.when(good & pl.col("via").is_in(lists.implode())).then(pl.col("link_title").fill_null(""))
        pages = captures.filter(pl.col("role") == "page").select(
            "portal_id", "url", title.alias("title"), "via", "run_id", gone.alias("is_gone"), good.alias("was_good")
        )
        fill(self._database, _PAGES, rows_of(pages))
        files = captures.filter(pl.col("role").is_in(("attachment", "part")) & good)
        fill(self._database, _FILES, rows_of(files.select("portal_id", "url", "via", "run_id")))
        for portal_id, entry in (night.summary or {}).get("portals", {}).items():
            if (entry.get("listed") or {}).get("reports"):
                self._last[portal_id] = {"platform": entry["platform"], "listed": entry["listed"]}

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
        return Past(
            {url: Named(title, via) for url, title, via in named},
            frozenset(url for (url,) in gone),
            self._last.get(portal_id),
            files,
        )
