"""How the crawler behaves on the wire: its name, its limits, and Scrapy's settings with the reason of each.

Figures alone; what is done with them stands in `middlewares.py` and `wire.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from crawlers.scope import slot_key
from warehouse.archive import MAX_PAYLOAD
from warehouse.registry import Portal

try:
    VERSION = version("gongkai")
except PackageNotFoundError:  # run from a checkout that is not installed
    VERSION = "0"

CONTACT = "https://gongkai.example/bot"
USER_AGENT = f"gongkai/{VERSION} (+{CONTACT})"
ROBOTS_TOKEN = "gongkai"  # noqa: S105 - the product name robots.txt files address, no secret

#: Seconds one portal may take in one run, so that a slow portal cannot hold up the night.
PORTAL_BUDGET = 1800.0
#: Portals visited at the same time; each is on its own host, so this bounds our own load alone.
PORTALS_AT_ONCE = 16
#: Seconds for one answer, its body included.
ANSWER_TIMEOUT = 60.0
#: No answer may take more than one such part of the time a visit has left, or a slow one would cost all others.
SHARE = 3.0
#: A list longer than this is no list of annual reports.
MAX_LIST_PAGES = 200
#: Nor has a portal more pages of lists than a tree of years and agencies comes to; beyond that lies a calendar.
MAX_LIST_REQUESTS = 2000
#: Pauses before the second and third attempt, in units of the portal's delay.
BACK_OFF = (5.0, 15.0)
#: How much longer they are where the host says that it is asked too much.
BUSY = {429: 3.0, 503: 3.0}
#: Answers worth a second attempt; walls (403, 412, 521, ...) are not among them on purpose.
TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
#: Seconds after which a page may send its reader on; those that wait longer reload themselves.
LONGEST_REFRESH = 3
#: No real portal is asked faster than this, whatever the registry says.
LEAST_DELAY = 0.5
#: Scrapy varies a delay to both sides; the centre is raised so that the registry's delay is the shortest pause.
JITTER = 0.2


def delay_of(portal: Portal) -> float:
    """Seconds between two requests to the portal's host."""
    return portal.delay if portal.sandbox else max(portal.delay, LEAST_DELAY)


def slot(delay: float) -> dict[str, float]:
    """Scrapy's download slot of a host: one request at a time, `delay` seconds apart or more."""
    return {"concurrency": 1, "delay": delay / (1 - JITTER), "jitter": JITTER}


def scrapy_settings(portals: Iterable[Portal]) -> dict[str, Any]:
    """Scrapy's settings for a crawl of `portals`."""
    slots: dict[str, dict[str, float]] = {}
    for portal in portals:
        own, key = slot(delay_of(portal)), slot_key(portal.list_url)
        slots[key] = max(own, slots.get(key, own), key=lambda one: one["delay"])
    return {
        "USER_AGENT": USER_AGENT,
        # the codings the archive can undo
        "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip, deflate", "Accept-Language": "zh-CN,zh;q=0.9"},
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
        "DOWNLOAD_HANDLERS": {"http": "crawlers.wire.PoliteHandler", "https": "crawlers.wire.PoliteHandler"},
        # `wire.py` verifies certificates except where the registry says not to; this is its exception
        "DOWNLOAD_VERIFY_CERTIFICATES": False,
        # the library's own treats an unreadable robots.txt as leave to fetch everything
        "ROBOTSTXT_OBEY": False,
        # the library's own knows neither Retry-After nor pauses
        "RETRY_ENABLED": False,
        "REDIRECT_MAX_TIMES": 5,
        "METAREFRESH_MAXDELAY": LONGEST_REFRESH,
        # some portals answer 302 to themselves until their cookie comes back
        "COOKIES_ENABLED": True,
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.middlewares.Gate": 100,
            "crawlers.middlewares.Patience": 550,
            # next to the wire: sees redirects, errors and bodies still compressed
            "crawlers.middlewares.Archive": 950,
            # what these would see to is said by a portal's registry entry, by Gate and by `wire.py`, or nobody reads it
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
        },
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOGSTATS_INTERVAL": 0,
        "LOG_LEVEL": "WARNING",
    }
