"""What earlier runs say of a portal's list: the documents it named, those withdrawn since, and how it looked last time.

Read from the captures index and the run summaries alone. When a document is asked for again is decided in `known.py`,
what a difference means in `changes.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import polars as pl

_GOOD = (HTTPStatus.OK.value, HTTPStatus.NOT_MODIFIED.value)
_GONE = (HTTPStatus.NOT_FOUND.value, HTTPStatus.GONE.value)


@dataclass(frozen=True, slots=True)
class Named:
    """A document that a list once named: its title there, and the list page."""

    title: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of one portal; `last` is its entry in the summary of the last visit that read reports."""

    named: Mapping[str, Named] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    last: Mapping[str, Any] | None = None

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


class History:
    """The past of each portal; an empty one for a portal never visited."""

    def __init__(self, captures: pl.DataFrame, summaries: Iterable[Mapping[str, Any]] = ()) -> None:
        lists = captures.filter(pl.col("role") == "list").select("url").unique()
        pages = captures.filter(pl.col("role") == "page")
        good = pages.filter(pl.col("status").is_in(_GOOD) & pl.col("blocked_kind").is_null())
        self._named: dict[str, dict[str, Named]] = {}
        # a row for each night's look at a document, of which the last one tells
        told = good.join(lists, left_on="via", right_on="url", how="semi").select(
            "portal_id", "url", "link_title", "via"
        )
        for portal_id, url, title, via in told.unique(
            ["portal_id", "url"], keep="last", maintain_order=True
        ).iter_rows():
            self._named.setdefault(portal_id, {})[url] = Named(title or "", via)
        self._gone: dict[str, set[str]] = {}
        latest = pages.filter(pl.col("fetched_at") == pl.col("fetched_at").max().over("url"))
        absent = latest.filter(pl.col("status").is_in(_GONE) | (pl.col("blocked_kind") == "soft-404"))
        for portal_id, url in absent.select("portal_id", "url").join(good, on="url", how="semi").iter_rows():
            self._gone.setdefault(portal_id, set()).add(url)
        self._last: dict[str, Mapping[str, Any]] = {}
        for summary in summaries:
            for portal_id, entry in summary.get("portals", {}).items():
                if (entry.get("listed") or {}).get("reports"):
                    self._last[portal_id] = entry

    def of(self, portal_id: str) -> Past:
        """What is known of a portal."""
        named, gone = self._named.get(portal_id, {}), frozenset(self._gone.get(portal_id, ()))
        return Past(named, gone, self._last.get(portal_id))
