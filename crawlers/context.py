"""What all parts of one crawl share: the archive, what is known, the hosts, the results, and how it is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crawlers.history import History
from crawlers.hosts import Hosts
from crawlers.known import Known, Recheck
from crawlers.settings import PORTAL_BUDGET
from warehouse.archive import ArchiveError, ArchiveWriter
from warehouse.home import Home
from warehouse.registry import Portal


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
    hosts: Hosts = field(default_factory=Hosts)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    fatal: ArchiveError | None = None
    stopped: bool = False
    visits: list[asyncio.Task[None]] = field(default_factory=list)
    _recorded: int = 0
    _on_disk: int = 0
    _syncing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def synced(self) -> None:
        """Wait until all that was recorded so far is on disk; one sync serves all who wait meanwhile."""
        self._recorded += 1
        mine = self._recorded
        async with self._syncing:
            if self._on_disk < mine:
                here = self._recorded
                await asyncio.to_thread(self.writer.sync)
                self._on_disk = here

    def stop(self) -> None:
        """End all visits now; what they have not finished counts as failed."""
        self.stopped = True
        for visit in self.visits:
            visit.cancel()

    def give_up(self, error: ArchiveError) -> None:
        """End the crawl because nothing can be archived any more."""
        self.fatal = self.fatal or error
        self.stop()
