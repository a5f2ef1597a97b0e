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
#: Addresses looked up in one question.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Last:
    """The last good capture of a URL: its payload, and the validators a conditional request may name.

    `asked_on` is the day, in China, of the last good answer; `finished` says that the visit which got it also got every
    file of the page.
    """

    url: str
    payload_sha256: str
    etag: str | None
    last_modified: str | None
    content_type: str | None
    asked_on: date | None = None
    finished: bool = False

    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; empty when the server gave nothing to name."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


_TABLE = """
    create table documents (
        url text primary key, sha256 text, etag text, last_modified text, content_type text, asked_on integer,
        finished integer
    ) without rowid
"""
#: An answer 304 need not repeat the headers of the answer it confirms.
_TAKE = f"""
    insert into documents values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    on conflict (url) do update set sha256 = excluded.sha256, asked_on = excluded.asked_on, finished = excluded.finished,
    {
    ", ".join(
        f"{name} = coalesce(excluded.{name}, case when ?8 = {HTTPStatus.NOT_MODIFIED.value} then {name} end)"
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
        for night in nights:
            self.learn(night)

    def learn(self, night: Night) -> None:
        """Take in the captures of a run, later than those taken in before."""
        unfinished = _unfinished(night.summary)
        taken = night.captures.filter(
            pl.col("role").is_in(self._roles)
            & (pl.col("method") == "GET")
            & pl.col("status").is_in(_GOOD)
            & pl.col("blocked_kind").is_null()
        ).select(
            *_SAID, "portal_id", "status", pl.col("fetched_at").dt.convert_time_zone(CHINA.key).dt.date().alias("day")
        )
        fill(
            self._database,
            _TAKE,
            (
                (*said, day.toordinal(), portal in unfinished and said[0] not in unfinished[portal], status)
                for *said, portal, status, day in rows_of(taken)
            ),
        )

    def remember(self, row: Mapping[str, Any]) -> None:
        """Take in a capture of this run as the last of its URL, if it holds a document."""
        if row["status"] in _GOOD and not row["blocked_kind"]:
            self._ahead.pop(row["url"], None)
            self._database.execute(
                _TAKE, (*(row[name] for name in _SAID), _day(row["fetched_at"]), False, row["status"])
            )

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
            yield Last(url, digest, etag, modified, kind, day, bool(finished))


def _unfinished(summary: Mapping[str, Any] | None) -> dict[str, set[str]]:
    """The pages of each portal that a run left without one of their files; a run without summary finished none."""
    return {
        portal_id: {
            entry["via"]
            for entry in portal.get("reasons", ())
            if entry.get("via") and entry["outcome"] in {"failed", "blocked"}
        }
        for portal_id, portal in (summary or {}).get("portals", {}).items()
    }


def _day(moment: datetime) -> int:
    """The day in China, as an ordinal number."""
    return moment.astimezone(CHINA).toordinal()


def due(last: Last | None, recheck: Recheck, today: date, published: date | None = None) -> bool:
    """Whether a document is asked for in this run; the one place that decides it.

    A document that a killed or failing visit left without one of its files is always asked for; any other known one
    by the rhythm above, where `published` is the day its report came out (None where nothing says it).
    """
    if recheck == "all" or last is None or not last.finished or last.asked_on is None:
        return True
    is_old = published is not None and (today - published).days > SETTLED
    pace = OLD if is_old else IN_SEASON if today.month in SEASON else OUT_OF_SEASON
    return (today - last.asked_on).days >= pace
