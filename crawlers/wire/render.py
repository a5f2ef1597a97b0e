"""Lists that only a browser draws: a portal that says `render: browser` has its list pages drawn by Chromium.

The browser never touches the network. Whatever a page asks for goes through the crawl's own requests, one at a time, at
the host's pace, under robots.txt and within the portal's hosts, and is archived as it was served; what the browser makes
of it is kept beside as a record of its own. That is why this drives Playwright itself: scrapy-playwright lets a page ask
for what it likes, as fast as it likes. A wall stays a wall, for its answer is never drawn.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from scrapy.http import Response, TextResponse

from crawlers import scope
from crawlers.fetch import Answer, Wanted
from crawlers.outcome import BlockedError, FailedError, NotFetchedError
from crawlers.reasons import because
from crawlers.text import Page
from crawlers.wire.network import header
from warehouse.archive import Added, ArchiveWriter
from warehouse.registry import Portal

#: The role of a drawn page in the index; nobody takes it for what a server sent.
ROLE = "rendered"
#: What a list is made of; pictures, fonts and styles say nothing.
_NEEDED = {"document", "script", "xhr", "fetch"}
#: Chromium keeps to itself; it runs what a portal sends in a process without rights, where the machine allows that.
_ARGUMENTS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")
#: Seconds a page may take to draw what it has been given.
_DRAWING = 60.0

Get = Callable[[Wanted], Awaitable[Answer]]


class Browser:
    """One browser of a crawl, started for the first page that needs it; pages are drawn one after the other."""

    def __init__(self) -> None:
        self._driver: Any = None
        self._browser: Any = None
        self._turns = asyncio.Lock()

    async def draw(self, page: TextResponse, get: Get, deadline: float) -> Page:
        """The page as a reader sees it, at the same address.

        `get` answers what the page asks for. BlockedError at a wall on the way, FailedError without a browser or when
        it does not come to an end.
        """
        async with self._turns:
            context = await (await self._started()).new_context(service_workers="block")
            try:
                drawing = _Drawing(page, get)
                tab = await context.new_page()
                await tab.route("**/*", drawing.answer)
                left = max(0.0, min(_DRAWING, deadline - monotonic()))
                try:
                    await tab.goto(page.url, wait_until="networkidle", timeout=left * 1000)
                    markup = await tab.content()
                except Exception as error:
                    raise drawing.wall or FailedError(because("not_drawn", detail=_first_line(error))) from error
            finally:
                await context.close()
        if drawing.wall:
            raise drawing.wall
        drawn = Page(page.url, body=markup.encode(), encoding="utf-8", request=page.request)
        drawn.grow()
        return drawn

    async def _started(self) -> Any:
        if self._browser is None:
            try:
                from playwright.async_api import Error, async_playwright
            except ImportError as error:
                raise FailedError(because("no_browser_extra")) from error
            self._driver = await async_playwright().start()
            try:
                self._browser = await self._driver.chromium.launch(
                    executable_path=executable(), args=[*_ARGUMENTS, *(("--no-sandbox",) if os.geteuid() == 0 else ())]
                )
            except Error as error:
                await self.close()
                raise FailedError(because("no_browser", detail=_first_line(error))) from error
        return self._browser

    async def close(self) -> None:
        """End the browser, if one was started."""
        for part in (self._browser and self._browser.close, self._driver and self._driver.stop):
            if part:
                await part()
        self._browser = self._driver = None


@dataclass  # without slots, for the driver notes on it what it made of its method
class _Drawing:
    """One page being drawn: what it asks for is answered by the crawl, the page itself by what came already."""

    page: TextResponse
    get: Get
    wall: BlockedError | None = None
    _turns: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def answer(self, route: Any) -> None:
        asked = route.request
        if asked.resource_type not in _NEEDED or self.wall:
            await route.abort()
            return
        if scope.place(asked.url) == scope.place(self.page.url) and asked.method == "GET":
            await _fulfil(route, self.page)
            return
        async with self._turns:
            try:
                got = await self.get(self._wanted(asked))
            except NotFetchedError as error:
                if isinstance(error, BlockedError) and error.kind != "robots":
                    self.wall = error
                await route.abort()
                return
        await _fulfil(route, got.response)

    def _wanted(self, asked: Any) -> Wanted:
        kept = {"content-type", "x-requested-with"}
        headers = tuple((name.title(), value) for name, value in asked.headers.items() if name in kept)
        body = asked.post_data if asked.method == "POST" else None
        return Wanted(asked.url, "list", via=self.page.url, headers=headers, json=body)


async def _fulfil(route: Any, response: Response) -> None:
    kind = header(response.headers, "Content-Type") or "text/html"
    if isinstance(response, TextResponse):
        await route.fulfill(
            status=200, body=response.text, headers={"Content-Type": f"{kind.partition(';')[0]}; charset=utf-8"}
        )
    else:
        await route.fulfill(status=200, body=response.body, headers={"Content-Type": kind})


def keep(writer: ArchiveWriter, portal: Portal, drawn: Page) -> None:
    """Archive a drawn page as what it is: no answer of a server, but what a browser made of some; the same one once."""
    made = Added(
        url=drawn.url,
        data=drawn.body,
        added_at=datetime.now(UTC),
        file_name="rendered.html",
        command="crawl, drawn by Chromium",
        content_type="text/html; charset=utf-8",
        portal_id=portal.id,
        role=ROLE,
    )
    if not writer.holds(made):
        writer.add(made)


def executable() -> str | None:
    """The machine's Chromium, or the one named; None for the one that Playwright installs."""
    named = (os.environ.get("GONGKAI_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in named if name and (found := shutil.which(name))), None)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
