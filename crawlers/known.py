"""What earlier runs know: the last capture of each document, and whether it is asked for again.

Read from the captures index and the run summaries alone; bytes are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl

from crawlers.history import Night
from warehouse.archive import fill, open_temporary, rows_of

Recheck = Literal["all", "due"]
#: Nights are counted where the portals stand.
CHINA = ZoneInfo("Asia/Shanghai")
#: Reports come out, and are mended, from January to April (article 49 of the Regulation: by 31 January and 31 March).
SEASON = range(1, 5)
#: Days between two looks at a known document: in the season, out of it, and at reports out for longer than SETTLED days.
IN_SEASON, OUT_OF_SEASON, OLD = 1, 7, 91
SETTLED = 730
DOCUMENTS, LISTS = ("page", "part", "attachment"), ("list",)
_GOOD = (HTTPStatus.OK.value, HTTPStatus.NOT_MODIFIED.value)
_SAID = ("url", "payload_sha256", "etag", "last_modified", "content_type")
#: The day that a frame counts days from, as an ordinal number.
_EPOCH = date(1970, 1, 1).toordinal()
#: Addresses looked up in one question.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Last:
    """The last good capture of a URL: its payload, and the validators a conditional request may name.

    `asked_on` is the day, in China, of the last good answer; `finished` says whether the visit which got it also got
    every file of the page, None where that visit was killed and nothing tells.
    """

    url: str
    payload_sha256: str
    etag: str | None
    last_modified: str | None
    content_type: str | None
    asked_on: date | None = None
    finished: bool | None = None

    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; empty when the server gave nothing to name."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


_TABLE = """
    create table documents (
        url text primary key, sha256 text, etag text, last_modified text, content_type text, portal_id text,
        asked_on integer, finished integer
    ) without rowid
"""
#: An answer 304 need not repeat the headers of the answer it confirms.
_TAKE = f"""
    insert into documents values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    on conflict (url) do update set sha256 = excluded.sha256, portal_id = excluded.portal_id,
    asked_on = excluded.asked_on, finished = excluded.finished,
    {
    ", ".join(
        f"{name} = coalesce(excluded.{name}, case when ?9 = {HTTPStatus.NOT_MODIFIED.value} then {name} end)"
        for name in ("etag", "last_modified", "content_type")
    )
}
"""
_FIND = "select url, sha256, etag, last_modified, content_type, asked_on, finished from documents where url in"


class Known:
    """Earlier captures of some roles by URL, in a temporary table on disk: they grow with the archive, and a crawl must not."""

    def __init__(self, nights: Iterable[Night] = (), roles: tuple[str, ...] = DOCUMENTS) -> None:
        self._database = open_temporary(_TABLE)
        self._roles = roles
        self._ahead: dict[str, Last | None] = {}
        self._left: set[str] = set()  # portals with documents of a visit that was killed
        for night in nights:
            self.learn(night)

    def learn(self, night: Night) -> None:
        """Take in the captures of a run, later than those taken in before."""
        finished = _finished(night.summary)
        taken = night.captures.filter(
            pl.col("role").is_in(self._roles)
            & (pl.col("method") == "GET")
            & pl.col("status").is_in(_GOOD)
            & pl.col("blocked_kind").is_null()
        )
        day = pl.col("fetched_at").dt.convert_time_zone(CHINA.key).dt.date().to_physical() + _EPOCH
        left = sorted(set().union(*finished.values()))
        is_finished = pl.when(pl.col("portal_id").is_in(sorted(finished))).then(~pl.col("url").is_in(left))
        rows = taken.select(*_SAID, "portal_id", day.alias("day"), is_finished.alias("is_finished"), "status")
        fill(self._database, _TAKE, rows_of(rows))
        for portal in sorted(self._left & finished.keys()):
            self._finish(portal, finished[portal])
        self._left |= set(taken["portal_id"].drop_nulls().unique()) - finished.keys()

    def _finish(self, portal_id: str, unfinished: set[str]) -> None:
        """A later visit has gone on where one was killed: what it did not leave undone is finished."""
        asked = "select url from documents where portal_id = ? and finished is null"
        done = [(url,) for (url,) in self._database.execute(asked, (portal_id,)).fetchall() if url not in unfinished]
        fill(self._database, "update documents set finished = 1 where url = ?", done)
        self._left.discard(portal_id)

    def remember(self, row: Mapping[str, Any]) -> None:
        """Take in a capture of this run as the last of its URL, if it holds a document."""
        if row["status"] in _GOOD and not row["blocked_kind"]:
            self._ahead.pop(row["url"], None)
            said = [row[name] for name in (*_SAID, "portal_id")]
            self._database.execute(_TAKE, (*said, _day(row["fetched_at"]), False, row["status"]))

    def look_up(self, urls: Sequence[str]) -> None:
        """Have the last captures of these documents at hand for the one time each that `last` is asked next.

        A list names a hundred known ones for one that is fetched, and one question for all costs as much as for three.
        """
        for start in range(0, len(urls), _AT_ONCE):
            some = urls[start : start + _AT_ONCE]
            self._ahead |= dict.fromkeys(some)
            self._ahead |= {last.url: last for last in self._find(some)}

    def last(self, url: str) -> Last | None:
        """The last good capture of a document; None when there is none."""
        if url in self._ahead:
            return self._ahead.pop(url)
        return next(self._find((url,)), None)

    def _find(self, urls: Sequence[str]) -> Iterator[Last]:
        found = self._database.execute(f"{_FIND} ({', '.join('?' * len(urls))})", urls)
        for url, digest, etag, modified, kind, asked_on, finished in found:
            day = None if asked_on is None else date.fromordinal(asked_on)
            yield Last(url, digest, etag, modified, kind, day, None if finished is None else bool(finished))


def _finished(summary: Mapping[str, Any] | None) -> dict[str, set[str]]:
    """The portals whose visit in a run came to its end, each with the pages that it left without one of their files."""
    return {
        portal_id: {
            entry["via"] or entry["url"]
            for entry in portal.get("reasons", ())
            if entry["outcome"] in {"failed", "blocked"}
        }
        for portal_id, portal in (summary or {}).get("portals", {}).items()
    }


def _day(moment: datetime) -> int:
    """The day in China, as an ordinal number."""
    return moment.astimezone(CHINA).toordinal()


def due(last: Last | None, recheck: Recheck, today: date, published: date | None = None) -> bool:
    """Whether a document is asked for in this run; the one place that decides it.

    A document that a visit left without one of its files is always asked for; any other known one by the rhythm above,
    where `published` is the day its report came out (None where nothing says it).
    """
    if recheck == "all" or last is None or last.finished is False or last.asked_on is None:
        return True
    is_old = published is not None and (today - published).days > SETTLED
    pace = OLD if is_old else IN_SEASON if today.month in SEASON else OUT_OF_SEASON
    return (today - last.asked_on).days >= pace
