"""What all parts of one crawl share: the archive, what is known, the hosts, the results, and how it is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers.memory.history import History
from crawlers.memory.known import LISTS, Known, Last, Recheck
from crawlers.settings import PORTAL_BUDGET
from crawlers.text import Page
from crawlers.wire.hosts import Hosts
from crawlers.wire.render import Browser
from warehouse.archive import ArchiveError, ArchiveWriter, Exchange, Row
from warehouse.home import Home
from warehouse.registry import Portal


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An answer on its way into the archive, who waits for its row, and the page of it that will be read."""

    exchange: Exchange
    page: Response | None
    row: asyncio.Future[Row]


@dataclass(slots=True)
class Context:
    """One crawl: its inputs, and what it has brought so far."""

    home: Home
    portals: list[Portal]
    writer: ArchiveWriter
    known: Known
    history: History
    today: date
    recheck: Recheck = "due"
    budget: float = PORTAL_BUDGET
    sample: int | None = None  # a look opens so many documents a portal; None is a visit, which opens all
    say: Callable[[str], None] = print
    lists: Known = field(default_factory=lambda: Known(roles=LISTS))
    hosts: Hosts = field(default_factory=Hosts)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    browser: Browser = field(default_factory=Browser)
    fatal: ArchiveError | None = None
    stopped: bool = False
    visits: list[asyncio.Task[None]] = field(default_factory=list)
    _waiting: list[_Waiting] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def record(self, exchange: Exchange, page: Response | None) -> Row:
        """Archive an answer, grow the tree of its page, if any, and give its row of the index once it is on disk.

        ArchiveError when it cannot be kept. Answers are written in the order they came, in a thread: packing, parsing
        and syncing need no interpreter, and one sync serves all who wait meanwhile.
        """
        one = _Waiting(exchange, page, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write())
        return await one.row

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                rows = await asyncio.to_thread(self._write_down, batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, those who wait for it must hear of it
                for one in batch:
                    if not one.row.done():
                        one.row.set_exception(error)
                continue
            for one, row in zip(batch, rows, strict=True):
                if not one.row.done():  # its visit may have been stopped
                    one.row.set_result(row)

    def _write_down(self, batch: list[_Waiting]) -> list[Row]:
        rows = [self.writer.record(one.exchange) for one in batch]
        for one in batch:
            if isinstance(one.page, Page):
                one.page.grow()
        self.writer.sync()
        return rows

    def held(self, portal_id: str, last: Last) -> Response | None:
        """The archived answer a conditional request would confirm; None when its bytes cannot be read any more.

        Without the bytes it is asked for whole, so that a damaged archive mends itself.
        """
        try:
            body = self.writer.read_back(last.url, last.payload_sha256)
        except ArchiveError as error:
            self.say(f"{portal_id}: {error} It is fetched again.")
            return None
        if body is None:
            return None
        headers = Headers({"Content-Type": last.content_type or ""})
        return responsetypes.from_args(headers, last.url, body=body)(last.url, body=body, headers=headers)

    async def written(self) -> None:
        """Wait for the answers that are still being written."""
        if self._writing is not None:
            await self._writing

    def stop(self) -> None:
        """End all visits now; what they have not finished counts as failed."""
        self.stopped = True
        for visit in self.visits:
            visit.cancel()

    def give_up(self, error: ArchiveError) -> None:
        """End the crawl because nothing can be archived any more."""
        self.fatal = self.fatal or error
        self.stop()
