"""The last gate before the wire: what is asked of a host at the very moment its turn has come.

Scrapy's download slot gives one request of a host at a time to this handler; here it waits for the host's peace and
for the turn of the address that hosts share, meets
the wall seen meanwhile, and is refused if the host's name leads into a private network. Certificates are
verified here.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from time import monotonic
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.ssl import optionsForClientTLS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.context import Context
from crawlers.outcome import BlockedError, FailedError, OutOfScopeError
from crawlers.reasons import because
from crawlers.settings import ANSWER_TIMEOUT, JITTER, SHARE, slot
from crawlers.wire.hosts import Host


def context_of(crawler: Crawler) -> Context:
    """The crawl this component belongs to."""
    context = getattr(crawler.spider, "context", None)
    assert isinstance(context, Context)
    return context


class PoliteHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler behind the last gate."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = cast("IPolicyForHTTPS", CertificatePolicy(self._contextFactory, crawler))

    async def download_request(self, request: Request) -> Response:
        """Send the request when the host may be asked; NotFetchedError when it may not."""
        hosts, portal = context_of(self.crawler).hosts, request.meta["portal"]
        host = hosts.of(request.url)
        refuse_in_vain(host, request)
        if pause := host.pause():
            await asyncio.sleep(pause)
            refuse_in_vain(host, request)
        if host.address is None and not request.meta.get("proxy"):
            host.address = await _look_up(host, request.url, private=portal.sandbox)
        async with hosts.address_of(host).turn(self._pace(host)):
            refuse_in_vain(host, request)  # others may have had their turns first
            left = request.meta["deadline"] - monotonic()
            request.meta["download_timeout"] = min(ANSWER_TIMEOUT, left / SHARE)
            return await super().download_request(request)

    def _pace(self, host: Host) -> float:
        """Seconds between two requests to a host: the longest its portals and its robots.txt ask for."""
        assert self.crawler.engine
        known = self.crawler.engine.downloader.per_slot_settings.get(host.key, slot(1.0))
        return float(known["delay"]) * (1 - JITTER)


def refuse_in_vain(host: Host, request: Request) -> None:
    """BlockedError where a wall was met, FailedError where the visit's time cannot reach to this request."""
    if host.wall:
        raise BlockedError(host.wall, because("after_wall", kind=host.wall))
    pause = host.pause()
    if request.meta["deadline"] - monotonic() <= pause:
        raise FailedError(because("host_at_peace", seconds=f"{pause:.0f}") if pause else because("budget_spent"))


async def _look_up(host: Host, url: str, *, private: bool) -> str:
    """The address behind a host's name; OutOfScopeError for a private one, where those are not allowed."""
    parts = urlsplit(url)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise FailedError(because("no_host", host=parts.hostname)) from error
    addresses = sorted({ipaddress.ip_address(address[0]) for *_, address in found}, key=lambda one: (one.version, one))
    if not private and not all(one.is_global for one in addresses):
        raise OutOfScopeError(because("resolves_to_private", host=host.key))
    # on this machine each port is a portal
    return str(addresses[0]) if addresses[0].is_global else f"{addresses[0]}:{parts.port}"


@implementer(IPolicyForHTTPS)
class CertificatePolicy:
    """Verifies certificates, except for the hosts of portals that say `verify_tls: false`."""

    def __init__(self, lenient: Any, crawler: Crawler) -> None:
        self._lenient = lenient
        self._crawler = crawler

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - the interface's name
        """The TLS options for one connection."""
        name = hostname.decode("ascii")
        portals = context_of(self._crawler).portals
        if any(portal.host == name and not portal.verify_tls for portal in portals):
            return self._lenient.creatorForNetloc(hostname, port)
        return optionsForClientTLS(name, extraCertificateOptions={"fixBrokenPeers": True})
