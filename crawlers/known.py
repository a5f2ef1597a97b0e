"""What earlier runs know: the last capture of each document, and whether it is asked for again.

Read from the captures index and the run summaries alone; bytes are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl

Recheck = Literal["all", "due"]
#: Nights are counted where the portals stand.
CHINA = ZoneInfo("Asia/Shanghai")
#: Reports come out, and are mended, from January to April (article 49 of the Regulation: by 31 January and 31 March).
SEASON = range(1, 5)
#: Days between two looks at a known document: in the season, out of it, and at reports out for longer than SETTLED days.
IN_SEASON, OUT_OF_SEASON, OLD = 1, 7, 91
SETTLED = 730
_DOCUMENTS = ("page", "attachment")
_PLACE = ("url", "payload_sha256", "record_type", "warc_file", "warc_offset", "warc_length")


@dataclass(frozen=True, slots=True)
class Last:
    """The last good capture of a URL: the validators a conditional request may name, and where its bytes lie.

    `response` is as much of the index row of the response that holds the payload as reading it back needs. `asked_on`
    is the day, in China, of the last good answer; `finished` says that the visit which got it also got every file of
    the page.
    """

    payload_sha256: str
    etag: str | None
    last_modified: str | None
    content_type: str | None
    response: Mapping[str, Any] | None
    asked_on: date | None = None
    finished: bool = False

    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; empty when the server gave nothing to name."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


class Known:
    """Earlier captures by URL."""

    def __init__(self, captures: pl.DataFrame, summaries: Iterable[Mapping[str, Any]] = ()) -> None:
        self._last: dict[str, Last] = {}
        self._unfinished: dict[tuple[str, str], set[str]] = {
            (summary["run_id"], portal_id): {
                entry["via"]
                for entry in portal.get("reasons", ())
                if entry.get("via") and entry["outcome"] in {"failed", "blocked"}
            }
            for summary in summaries
            for portal_id, portal in summary.get("portals", {}).items()
        }
        self._responses: dict[tuple[str, str], dict[str, Any]] = {}
        documents = captures.filter(pl.col("role").is_in(_DOCUMENTS))
        for row in documents.iter_rows(named=True):
            self.remember(row)

    def remember(self, row: Mapping[str, Any]) -> None:
        """Take in a capture as the last of its URL, if it holds a document."""
        if row["status"] not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED} or row["blocked_kind"]:
            return
        key = row["url"], row["payload_sha256"]
        if row["record_type"] == "response":
            self._responses[key] = {name: row[name] for name in _PLACE}
        # an answer 304 need not repeat the headers of the answer it confirms
        before = self._last.get(row["url"]) if row["status"] == HTTPStatus.NOT_MODIFIED else None
        headers = {
            name: row[name] or (getattr(before, name) if before else None)
            for name in ("etag", "last_modified", "content_type")
        }
        visit = self._unfinished.get((row["run_id"], row["portal_id"]))
        self._last[row["url"]] = Last(
            row["payload_sha256"],
            **headers,
            response=self._responses.get(key),
            asked_on=_day(row["fetched_at"]),
            finished=visit is not None and row["url"] not in visit,
        )

    def last(self, url: str) -> Last | None:
        """The last good capture of a document; None when there is none."""
        return self._last.get(url)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None


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
