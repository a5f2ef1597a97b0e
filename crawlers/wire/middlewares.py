"""Scrapy's downloader middlewares of this crawl, from the spider's side to the wire: Gate, Patience, Archive.

Gate lets out only what belongs to the portal and what robots.txt allows; Patience asks again, later; Archive
keeps every answer as received and names the walls. Each raises a NotFetchedError or passes on.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawlers import bodies, scope, settings
from crawlers.outcome import BlockedError, FailedError, NotFetchedError, OutOfScopeError
from crawlers.platforms.parts.plain import is_plain_report
from crawlers.reasons import because
from crawlers.text import as_text
from crawlers.wire import blocking, robots, soft
from crawlers.wire.last_gate import context_of, refuse_in_vain
from crawlers.wire.network import NO_ANSWER, PASSING, header, plain, retry_after
from crawlers.wire.soft import Flaw
from warehouse.archive import ArchiveError, Exchange, decode_payload
from warehouse.archive.records import Headers as RawHeaders


class _Middleware:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)


class Gate(_Middleware):
    """Refuses addresses outside the portal's scope and what robots.txt disallows."""

    async def process_request(self, request: Request) -> None:
        """Raise OutOfScopeError, BlockedError or FailedError, or let the request go on."""
        portal = request.meta["portal"]
        refusal = scope.refusal(portal, request.url)
        if refusal:
            raise OutOfScopeError(refusal)
        # said again at the wire; here it spares the wait for the host's turn
        refuse_in_vain(context_of(self.crawler).hosts.of(request.url), request)
        request.meta["download_slot"] = scope.slot_key(request.url)
        if request.meta.get("conditional_for") != request.url:
            # a redirect leads elsewhere; the condition was about the first address
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
        if request.meta["role"] != "robots":
            await self._ask_robots(request)

    async def _ask_robots(self, request: Request) -> None:
        host = context_of(self.crawler).hosts.of(request.url)
        origin = f"{urlsplit(request.url).scheme}://{urlsplit(request.url).netloc}"
        if origin not in host.robots:
            host.robots[origin] = asyncio.ensure_future(self._fetch_robots(request, origin))
        # shielded: others may wait for the same answer when this visit is stopped
        rules = await asyncio.shield(host.robots[origin])
        if rules.closed and monotonic() >= request.meta["deadline"]:
            host.robots.pop(origin, None)  # this visit's time was short; another's may not be
        # both keep the host closed. A challenge in the place of robots.txt is a wall like any other, and the portal is
        # blocked; a server that is out of order refuses nobody, so that the portal has failed, and will be asked again
        if rules.wall and rules.closed:
            raise BlockedError(rules.wall, rules.closed)
        if rules.closed:
            raise FailedError(rules.closed)
        if not rules.allows(request.url):
            raise BlockedError("robots", because("robots_disallows"))

    async def _fetch_robots(self, request: Request, origin: str) -> robots.Robots:
        meta = {"portal": request.meta["portal"], "role": "robots", "deadline": request.meta["deadline"]}
        assert self.crawler.engine
        try:
            answer = await self.crawler.engine.download_async(
                Request(f"{origin}/robots.txt", headers=settings.HEADERS, meta=meta)
            )
        except BlockedError as wall:
            return robots.closed(wall.reason, wall.kind)
        except (NotFetchedError, *NO_ANSWER) as error:
            return robots.closed(error.reason if isinstance(error, NotFetchedError) else plain(error))
        found = robots.read(answer.status, header(answer.headers, "Content-Type"), answer.body)
        self._slow_down(request, found.delay)
        return found

    def _slow_down(self, request: Request, delay: float) -> None:
        """Keep the pause robots.txt asks for, where it is longer than the registry's."""
        assert self.crawler.engine
        downloader, key = self.crawler.engine.downloader, scope.slot_key(request.url)
        wanted = settings.slot(delay)
        known = downloader.per_slot_settings.get(key, settings.slot(1.0))
        if wanted["delay"] > known["delay"]:
            downloader.per_slot_settings[key] = wanted
            if key in downloader.slots:
                downloader.slots[key].delay = wanted["delay"]


class Patience(_Middleware):
    """Asks again what may succeed later: bounded, further apart each time, and never before Retry-After."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A second or third attempt at an answer worth it, else the answer."""
        if response.status not in settings.TRY_AGAIN:
            return response
        longer = settings.BUSY.get(response.status, 1.0)
        return self._again(request, retry_after(response.headers), longer) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A second or third attempt after a network error, else None."""
        if isinstance(exception, DownloadTimeoutError) and request.meta["role"] in {"page", "attachment"}:
            return None  # the visit asks for a slow document after all others, so that it costs them no time
        return self._again(request, None) if isinstance(exception, PASSING) else None

    def _again(self, request: Request, retry_after: float | None, longer: float = 1.0) -> Request | None:
        attempt = request.meta.get("attempt", 0)
        host = context_of(self.crawler).hosts.of(request.url)
        if retry_after is not None:
            host.leave_in_peace(retry_after)
        if attempt >= len(settings.BACK_OFF):
            return None
        host.leave_in_peace(settings.BACK_OFF[attempt] * longer * settings.delay_of(request.meta["portal"]))
        if monotonic() + host.pause() >= request.meta["deadline"]:
            return None
        again = request.copy()
        again.meta["attempt"] = attempt + 1
        return again


class Archive(_Middleware):
    """Archives every answer as it came, and stops before walls and answers that bring nothing."""

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer with its content coding undone, its capture in `request.meta`.

        BlockedError at a wall, FailedError where it brings nothing.
        """
        context = context_of(self.crawler)
        decoded = decode_payload(header(response.headers, "Content-Encoding"), response.body)
        # what was read at this address before, and found in order, is looked at no more: neither for a wall nor for a flaw
        is_read = response.status == HTTPStatus.OK and decoded is not None and _is_read(request, decoded)
        wall = None if is_read else _wall(response, response.body if decoded is None else decoded)
        page = response if decoded is None else _page(response, decoded, is_read=is_read)
        flaw = None if wall or is_read else _flaw(request, page, is_whole=decoded is not None)
        is_plain = request.meta["role"] == "page" and not (wall or flaw) and is_plain_report(page)
        request.meta["is_plain"] = is_plain
        # a page that was read before sends its reader nowhere, so that no refresh is looked for on it
        request.meta["dont_redirect"] = is_read
        try:
            exchange = _exchange(request, response, wall or (flaw.kind if flaw else None))
            request.meta["capture"] = await context.record(exchange, None if is_read or is_plain else page)
        except ArchiveError as error:
            context.give_up(error)
            raise FailedError(because("not_archived", detail=error)) from error
        if wall:
            context.hosts.of(request.url).wall = wall
            raise BlockedError(wall, because("wall", kind=wall, status=response.status))
        if flaw and flaw.kind == bodies.ELSEWHERE:
            raise OutOfScopeError(flaw.reason)
        if flaw:
            raise FailedError(flaw.reason, response.status)
        return page


def _wall(response: Response, body: bytes) -> str | None:
    """The kind of wall that an answer is; `body` is without its content coding as far as that could be undone."""
    cookies = [value.decode("latin-1") for value in response.headers.getlist("Set-Cookie")]
    return blocking.recognise(response.status, response.url, header(response.headers, "Content-Type"), cookies, body)


def _page(response: Response, body: bytes, *, is_read: bool) -> Response:
    """The answer without its content coding, text in its true encoding where it is to be read."""
    if body is not response.body:
        kind = responsetypes.from_args(response.headers, response.url, body=body)
        response = response.replace(body=body, cls=kind)
        response.headers.pop("Content-Encoding", None)
    return response if is_read else as_text(response) or response


def _is_read(request: Request, body: bytes) -> bool:
    """Whether these bytes were read at this address before, and found in order."""
    read_before = request.meta.get("read_before")
    if read_before is None or "redirect_urls" in request.meta:
        return False
    digests = read_before(request.url)
    return bool(digests) and sha256(body).hexdigest() in digests


def _flaw(request: Request, page: Response, *, is_whole: bool) -> Flaw | None:
    if not is_whole:
        return Flaw("damaged", because("damaged_body"))
    asked = request.meta.get("redirect_urls", [request.url])[0]
    return soft.flaw(page, request.meta["role"], asked, request.meta["portal"])


def _exchange(request: Request, response: Response, blocked_kind: str | None) -> Exchange:
    meta = request.meta
    came_from = meta.get("redirect_urls")
    last = meta.get("last") if meta.get("conditional_for") == request.url else None
    return Exchange(
        portal_id=meta["portal"].id,
        role=meta["role"],
        url=response.url,
        status=response.status,
        fetched_at=datetime.now(UTC),
        method=request.method,
        # the client adds the host itself, below Scrapy
        request_headers=((b"Host", urlsplit(request.url).netloc.encode()), *_raw(request.headers)),
        request_body=request.body,
        response_headers=_raw(response.headers),
        body=response.body,
        protocol=response.protocol or "HTTP/1.1",
        ip_address=str(response.ip_address) if response.ip_address else None,
        via=came_from[-1] if came_from else meta.get("via"),
        link_title=meta.get("link_title"),
        listed_on=meta.get("listed_on"),
        blocked_kind=blocked_kind,
        unmodified_sha256=last.payload_sha256 if last else None,
    )


def _raw(headers: Headers) -> RawHeaders:
    return tuple((name, value) for name in headers for value in headers.getlist(name))
