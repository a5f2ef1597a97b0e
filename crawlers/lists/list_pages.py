"""The list pages of one portal in one run: asked for each night, conditionally where the server allows it, drawn by a
browser where the registry says so, and given with what their bytes told before.

What is made of them belongs to `list_walk.py`, what is remembered to `remembered.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

from scrapy.http import Response

from crawlers.context import Context
from crawlers.fetch import Answer, Wanted
from crawlers.lists.remembered import Remembered, key_of_answer
from crawlers.lists.walks import Asked, Walk, digest_of
from crawlers.outcome import NotFetchedError
from crawlers.platforms.parts.anchors import is_markup
from crawlers.text import as_text
from crawlers.wire import render
from warehouse.registry import Portal


@dataclass(frozen=True, slots=True)
class _Heard:
    """An answer to a question of a list, the page it shows, and what makes it the same answer as an earlier one."""

    answer: Answer
    page: Response
    key: str


class ListPages:
    """The list pages of one portal; `deadline` is that of its visit.

    `asked` are the questions put so far in their order, each with what makes its answer that answer; None once a browser
    had a hand in it.
    """

    def __init__(
        self, context: Context, portal: Portal, deadline: float, get: Callable[[Wanted], Awaitable[Answer]]
    ) -> None:
        self._context = context
        self._portal = portal
        self._deadline = deadline
        self._get = get
        self._remembered = Remembered(context.home, portal.id)
        self._ahead: dict[Wanted, _Heard | NotFetchedError] = {}
        self.asked: list[Asked] | None = None if portal.render else []
        context.lists.look_up(self._remembered.urls())

    async def as_before(self) -> Walk | None:
        """The walk of the last visit, where every question of it is answered as then; else None.

        What was asked for up to the first other answer is at hand for the walk of this visit, whose questions are the same
        so far: none is put twice.
        """
        walk = self._remembered.walk
        if walk is None or walk.entry != digest_of(self._portal):
            return None
        for wanted, key in walk.asked:
            try:
                heard = self._ahead[wanted] = await self._hear(wanted)
            except NotFetchedError as error:
                self._ahead[wanted] = error
                return None
            if heard.key != key:
                return None
        return walk

    async def get(self, wanted: Wanted) -> Answer:
        """A list page; NotFetchedError where it is not to be had."""
        if self._portal.render is not None:
            return await self._drawn(wanted)
        assert self.asked is not None
        self.asked.append((wanted, None))
        heard = self._ahead.pop(wanted, None) or await self._hear(wanted)
        if isinstance(heard, NotFetchedError):
            raise heard
        self.asked[-1] = (wanted, heard.key)
        if wanted.form or wanted.json:
            return heard.answer
        return Answer(heard.page, heard.answer.capture, self._remembered.of(heard.key))

    async def _hear(self, wanted: Wanted) -> _Heard:
        """Ask for a list page, on condition where the server allows it."""
        if wanted.form or wanted.json:
            answer, before, last = await self._get(wanted), None, None
        else:
            last = self._context.lists.last(wanted.url)
            before = self._context.held(self._portal.id, last) if last and last.conditions() else None
            condition = last if before else None
            answer = await self._get(wanted._replace(last=condition, read_before=self._remembered.digests))
        capture, page = answer.capture, answer.response
        content_type = capture["content_type"]
        if last and before and capture["status"] == HTTPStatus.NOT_MODIFIED:
            page, content_type = before, last.content_type
        return _Heard(answer, page, key_of_answer(capture["url"], capture["payload_sha256"], content_type))

    async def _drawn(self, wanted: Wanted) -> Answer:
        answer = await self._get(wanted)
        page = as_text(answer.response)
        if page is None or not is_markup(page):
            return answer
        drawn = await self._context.browser.draw(page, self._get, self._deadline)
        await asyncio.to_thread(render.keep, self._context.writer, self._portal, drawn)
        return Answer(drawn, answer.capture)

    async def keep(self, walk: Walk | None) -> None:
        """Write down what the pages told and what their walk came to, for the next night; where that is refused, it reads
        them again.
        """
        try:
            await asyncio.to_thread(self._remembered.keep, walk)
        except OSError as error:
            self._context.say(f"{self._portal.id}: what its lists told is not kept ({error.strerror}).")
