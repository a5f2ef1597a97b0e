"""The spider: visits many portals at once in one process, each as its own walk.

Scrapy gives it the downloader with slots, cookies, redirects and middlewares; its scheduler is not used, for
a list is short and its documents are asked for one after the other.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider

from crawlers.context import Context
from crawlers.ledger import OUTCOMES
from crawlers.look import Look
from crawlers.settings import PORTALS_AT_ONCE
from crawlers.visit import Visit
from warehouse.registry import Portal

#: Seconds between two lines of progress.
_PROGRESS = 5.0


class PortalSpider(Spider):
    """Visits the portals of a Context."""

    name = "portal"

    def __init__(self, context: Context, **given: Any) -> None:
        super().__init__(**given)
        self.context = context
        self._running: dict[str, Visit] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Visit all portals; yields nothing, for every answer is archived where it arrives."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.context.stop)
        places = asyncio.Semaphore(PORTALS_AT_ONCE)
        self.context.visits += [asyncio.ensure_future(self._visit(one, places)) for one in self.context.portals]
        progress = asyncio.ensure_future(self._tell_progress())
        try:
            await asyncio.gather(*self.context.visits, return_exceptions=True)
        finally:
            progress.cancel()
            await self.context.written()
            await self.context.browser.close()
        return
        yield

    async def _visit(self, portal: Portal, places: asyncio.Semaphore) -> None:
        async with places:
            kind = Visit if self.context.sample is None else Look
            visit = self._running[portal.id] = kind(self.crawler, self.context, portal)
            result = self.context.results[portal.id] = await visit.walk()
            del self._running[portal.id]
        self.context.say(tell(portal.id, result))

    async def _tell_progress(self) -> None:
        while True:
            await asyncio.sleep(_PROGRESS)
            documents = sum(one["discovered"] for one in self.context.results.values())
            documents += sum(one.ledger.balance()["discovered"] for one in self._running.values())
            done, all_of_them = len(self.context.results), len(self.context.portals)
            at = ", ".join(sorted(self._running)[:3])
            self.context.say(f"{done} of {all_of_them} portals visited, {documents} documents discovered; at {at}")


def tell(portal_id: str, result: dict[str, Any]) -> str:
    """One line on a finished visit."""
    counts = ", ".join(f"{result[name]} {name.replace('_', ' ')}" for name in OUTCOMES if result[name])
    reason = f" ({result['reason']})" if result["reason"] else ""
    signs = "".join(f"; {sign['reason']}" for sign in result["signs"])
    return f"{portal_id}: {result['verdict']}{reason}; {result['discovered']} discovered: {counts or 'nothing'}{signs}"
