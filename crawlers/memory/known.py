"""What earlier runs know: the last capture of each document, and whether it is asked for again.

Read from the captures index and the run summaries alone; bytes are read elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from crawlers.memory.history import Night
from warehouse.archive import fill, open_temporary

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
#: What of a capture tells of a document.
_TOLD = (*_SAID, "portal_id", "role", "method", "status", "blocked_kind", "fetched_at")
#: The day that moments are counted from, as an ordinal number; the hours by which China is ahead, all year since 1991.
_EPOCH, _AHEAD = date(1970, 1, 1).toordinal(), timedelta(hours=8)
#: Addresses looked up in one question.
_AT_ONCE = 500


class Last(NamedTuple):  # made of every document that a list names, each night
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


_TABLES = (
    """create table if not exists {name} (
        url text primary key, sha256 text, etag text, last_modified text, content_type text, portal_id text,
        asked_on integer, finished integer
    ) without rowid""",
    # portals with documents of a visit that was killed
    "create table if not exists {name}_left (portal_id text primary key) without rowid",
)
#: An answer 304 need not repeat the headers of the answer it confirms.
_TAKE = f"""
    insert into {{name}} values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
    on conflict (url) do update set sha256 = excluded.sha256, portal_id = excluded.portal_id,
    asked_on = excluded.asked_on, finished = excluded.finished,
    {
    ", ".join(
        f"{name} = coalesce(excluded.{name}, case when ?9 = {HTTPStatus.NOT_MODIFIED.value} then {name} end)"
        for name in ("etag", "last_modified", "content_type")
    )
}
"""
_FIND = "select url, sha256, etag, last_modified, content_type, asked_on, finished from {name} where url in"


class Known:
    """Earlier captures of some roles by URL, in tables on disk: they grow with the archive, and a crawl must not."""

    def __init__(
        self,
        nights: Iterable[Night] = (),
        roles: tuple[str, ...] = DOCUMENTS,
        database: sqlite3.Connection | None = None,
    ) -> None:
        self._database = database or open_temporary()
        self._roles, self._name = roles, f"known_{roles[0]}"
        for table in _TABLES:
            self._database.execute(table.format(name=self._name))
        self._take, self._look = (one.format(name=self._name) for one in (_TAKE, _FIND))
        self._ahead: dict[str, Last | None] = {}
        for night in nights:
            self.learn(night)

    def learn(self, night: Night) -> None:
        """Take in the captures of a run, later than those taken in before."""
        finished = {portal_id: set(entry["undone"]) for portal_id, entry in night.summary().items()}
        left = set().union(*finished.values())
        taken, unfinished = [], set()
        for *said, portal_id, role, method, status, kind, at in night.captures(*_TOLD):
            if role in self._roles and method == "GET" and status in _GOOD and kind is None:
                is_finished = said[0] not in left if portal_id in finished else None
                taken.append((*said, portal_id, _ordinal(at), is_finished, status))
                if is_finished is None and portal_id is not None:
                    unfinished.add(portal_id)
        fill(self._database, self._take, taken)
        earlier = {portal_id for (portal_id,) in self._database.execute(f"select portal_id from {self._name}_left")}
        for portal_id in sorted(earlier & finished.keys()):
            self._finish(portal_id, finished[portal_id])
        fill(
            self._database,
            f"insert or ignore into {self._name}_left values (?)",
            ((one,) for one in sorted(unfinished)),
        )

    def _finish(self, portal_id: str, unfinished: set[str]) -> None:
        """A later visit has gone on where one was killed: what it did not leave undone is finished."""
        asked = f"select url from {self._name} where portal_id = ? and finished is null"
        done = [(url,) for (url,) in self._database.execute(asked, (portal_id,)).fetchall() if url not in unfinished]
        fill(self._database, f"update {self._name} set finished = 1 where url = ?", done)
        self._database.execute(f"delete from {self._name}_left where portal_id = ?", (portal_id,))

    def remember(self, row: Mapping[str, Any]) -> None:
        """Take in a capture of this run as the last of its URL, if it holds a document."""
        if row["status"] in _GOOD and not row["blocked_kind"]:
            self._ahead.pop(row["url"], None)
            said = [row[name] for name in (*_SAID, "portal_id")]
            self._database.execute(self._take, (*said, _day(row["fetched_at"]), False, row["status"]))

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
        found = self._database.execute(f"{self._look} ({', '.join('?' * len(urls))})", urls)
        for url, digest, etag, modified, kind, asked_on, finished in found:
            day = None if asked_on is None else date.fromordinal(asked_on)
            yield Last(url, digest, etag, modified, kind, day, None if finished is None else bool(finished))


def _ordinal(microseconds: int) -> int:
    """The day in China of a moment in microseconds since 1970, as an ordinal number."""
    return _EPOCH + (timedelta(microseconds=microseconds) + _AHEAD).days


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
