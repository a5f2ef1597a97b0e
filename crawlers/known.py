"""What earlier runs know: the last capture of each document, and whether it is asked for again.

Read from the captures index alone; bytes are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

import polars as pl

Recheck = Literal["all"]
_DOCUMENTS = ("page", "attachment")
_PLACE = ("url", "payload_sha256", "record_type", "warc_file", "warc_offset", "warc_length")


@dataclass(frozen=True, slots=True)
class Last:
    """The last good capture of a URL: the validators a conditional request may name, and where its bytes lie.

    `response` is as much of the index row of the response that holds the payload as reading it back needs.
    """

    payload_sha256: str
    etag: str | None
    last_modified: str | None
    content_type: str | None
    response: Mapping[str, Any] | None

    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; empty when the server gave nothing to name."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


class Known:
    """Earlier captures by URL, and the documents each portal's list once named."""

    def __init__(self, captures: pl.DataFrame) -> None:
        self._last: dict[str, Last] = {}
        self._responses: dict[tuple[str, str], dict[str, Any]] = {}
        self._listed: dict[str, set[str]] = {}
        lists = set(captures.filter(pl.col("role") == "list")["url"].to_list())
        documents = captures.filter(pl.col("role").is_in(_DOCUMENTS))
        for row in documents.iter_rows(named=True):
            self.remember(row)
            if row["role"] == "page" and row["via"] in lists:
                self._listed.setdefault(row["portal_id"], set()).add(row["url"])

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
        self._last[row["url"]] = Last(row["payload_sha256"], **headers, response=self._responses.get(key))

    def last(self, url: str) -> Last | None:
        """The last good capture of a document; None when there is none."""
        return self._last.get(url)

    def no_longer_listed(self, portal_id: str, listed: Iterable[str]) -> tuple[int, int]:
        """How many documents the portal's list named in earlier runs, and how many of them it names no more."""
        earlier = self._listed.get(portal_id, set())
        return len(earlier), len(earlier - set(listed))


def due(last: Last | None, recheck: Recheck) -> bool:
    """Whether a document is asked for in this run; the one place that decides it.

    Every known document is asked for in each run, with a conditional request.
    """
    return last is None or recheck == "all"
