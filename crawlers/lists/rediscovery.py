"""A column that has moved: looked for again from the home page of its host, and known by the reports it lists.

A registry rots within weeks where nobody looks again. But a home page leads to the columns of many bodies, so what is
found there is this portal's only where it names again at least half of the reports that earlier runs know.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from crawlers import links
from crawlers.ledger import Evidence
from crawlers.lists.list_walk import ListWalk
from crawlers.memory.history import Past
from crawlers.outcome import BlockedError, NotFetchedError
from crawlers.platforms.base import Adapter, Link
from crawlers.wire.render import Get
from warehouse.registry import Portal

#: Known reports without which nothing would tell one body's column from another's.
_FEWEST = 3
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class Found:
    """A column found again: what the walk over it saw, and its rows."""

    def __init__(self, adapter: Adapter, evidence: Evidence, rows: list[tuple[Link, str]]) -> None:
        self.adapter = adapter
        self.evidence = evidence
        self.rows = rows


def has_moved(error: NotFetchedError) -> bool:
    """Whether what kept a portal's first page away says that nothing stands there any more."""
    return error.reason.code in {"home_page", "not_there"} or getattr(error, "status", None) in _GONE


async def look_again(portal: Portal, past: Past, get: Get) -> Found | None:
    """The portal's column, searched for from its host's home page; None where it is not surely found.

    BlockedError at a wall.
    """
    known = {links.plain(named.title) for named in past.named.values()}
    home = urljoin(portal.list_url, "/")
    if len(known) < _FEWEST or urlsplit(portal.list_url).path in {"", "/"}:
        return None
    rows: list[tuple[Link, str]] = []
    evidence = Evidence()

    def take(link: Link, via: str) -> bool:
        rows.append((link, via))
        is_report = link.is_report or links.judge(link.title).kind == "report"
        evidence.reports += is_report
        return is_report

    try:
        adapter = await ListWalk(portal.model_copy(update={"list_url": home}), get, take, evidence).walk()
    except BlockedError:
        raise
    except NotFetchedError:
        return None
    again = known & {links.plain(link.title) for link, _ in rows}
    evidence.reports = 0  # counted anew by whoever takes the rows
    return Found(adapter, evidence, rows) if 2 * len(again) >= len(known) else None
