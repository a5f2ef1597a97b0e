"""The list pages of one portal in one run: asked for each night, conditionally where the server allows it, drawn by a
browser where the registry says so, and given with what their bytes told before.

What is made of them belongs to `lists.py`, what is remembered to `remembered.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus

from crawlers import render
from crawlers.context import Context
from crawlers.documents import held
from crawlers.fetch import Answer, Wanted
from crawlers.platforms.anchors import is_markup
from crawlers.remembered import Remembered
from crawlers.text import as_text
from warehouse.registry import Portal


class ListPages:
    """The list pages of one portal; `deadline` is that of its visit."""

    def __init__(
        self, context: Context, portal: Portal, deadline: float, get: Callable[[Wanted], Awaitable[Answer]]
    ) -> None:
        self._context = context
        self._portal = portal
        self._deadline = deadline
        self._get = get
        self._remembered = Remembered(context.home, portal.id)
        context.lists.look_up(self._remembered.urls())

    async def get(self, wanted: Wanted) -> Answer:
        """A list page; NotFetchedError where it is not to be had."""
        if wanted.form or wanted.json:
            return await self._get(wanted)
        if self._portal.render is not None:
            return await self._drawn(wanted)
        last = self._context.lists.last(wanted.url)
        before = held(self._context, self._portal.id, last) if last and last.conditions() else None
        asked = replace(wanted, last=last if before else None, read_before=self._remembered.digests)
        answer = await self._get(asked)
        capture, page = answer.capture, answer.response
        content_type = capture["content_type"]
        if last and before and capture["status"] == HTTPStatus.NOT_MODIFIED:
            page, content_type = before, last.content_type
        told = self._remembered.of(capture["url"], capture["payload_sha256"], content_type)
        return Answer(page, capture, told)

    async def _drawn(self, wanted: Wanted) -> Answer:
        answer = await self._get(wanted)
        page = as_text(answer.response)
        if page is None or not is_markup(page):
            return answer
        drawn = await self._context.browser.draw(page, self._get, self._deadline)
        await asyncio.to_thread(render.keep, self._context.writer, self._portal, drawn)
        return Answer(drawn, answer.capture)

    async def keep(self) -> None:
        """Write down what the pages told, for the next night; where that is refused, the next night reads them again."""
        try:
            await asyncio.to_thread(self._remembered.keep)
        except OSError as error:
            self._context.say(f"{self._portal.id}: what its lists told is not kept ({error.strerror}).")
