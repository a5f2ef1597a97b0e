"""What Scrapy is told: which of its parts this crawl is made of, and each setting with its reason.

The figures stand in `settings.py`. Scrapy is a downloader here, with slots, cookies and redirects; its scheduler, its
extensions and whatever would answer for a part of ours are left out, for each costs something on every request.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scrapy.settings import default_settings

from crawlers.scope import slot_key
from crawlers.settings import ANSWER_TIMEOUT, JITTER, LONGEST_REFRESH, delay_of, slot
from crawlers.wire.cookies import Cookies
from crawlers.wire.last_gate import PoliteHandler
from crawlers.wire.middlewares import Archive, Gate, Patience
from warehouse.archive import MAX_PAYLOAD
from warehouse.registry import Portal

#: Of Scrapy's own middlewares those that this crawl needs: redirects of the server and of a meta tag, a proxy.
_KEPT = ("MetaRefreshMiddleware", "RedirectMiddleware", "HttpProxyMiddleware")


def _without(components: Iterable[str], kept: tuple[str, ...] = ()) -> dict[Any, None]:
    return {name: None for name in components if not name.endswith(kept or ("\0",))}


def scrapy_settings(portals: Iterable[Portal]) -> dict[str, Any]:
    """Scrapy's settings for a crawl of `portals`."""
    slots: dict[str, dict[str, float]] = {}
    for portal in portals:
        own, key = slot(delay_of(portal)), slot_key(portal.list_url)
        slots[key] = max(own, slots.get(key, own), key=lambda one: one["delay"])
    return {
        "DOWNLOAD_SLOTS": slots,
        # for hosts met on the way that no portal names
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": slot(1.0)["delay"],
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "DOWNLOAD_TIMEOUT": ANSWER_TIMEOUT,
        "DOWNLOAD_MAXSIZE": MAX_PAYLOAD,
        "DOWNLOAD_WARNSIZE": 0,
        # a body shorter than announced is no document
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        # what is no web address has no handler
        "DOWNLOAD_HANDLERS": _without(default_settings.DOWNLOAD_HANDLERS_BASE)
        | {"http": PoliteHandler, "https": PoliteHandler},
        # `last_gate.py` verifies certificates except where the registry says not to; this is its exception
        "DOWNLOAD_VERIFY_CERTIFICATES": False,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_MAXDELAY": LONGEST_REFRESH,
        # the library's own robots.txt treats an unreadable one as leave to fetch everything, its retries know neither
        # Retry-After nor pauses, and Archive undoes the codings, for it needs the page to tell a wall
        "DOWNLOADER_MIDDLEWARES": _without(default_settings.DOWNLOADER_MIDDLEWARES_BASE, _KEPT)
        # Archive stands next to the wire: it sees redirects, errors and bodies still compressed
        | {Gate: 100, Patience: 550, Cookies: 700, Archive: 950},
        # none is needed, and what is only left out is loaded all the same: a tenth of a second of each night
        "EXTENSIONS_BASE": {},
        "LOG_LEVEL": "WARNING",
    }
