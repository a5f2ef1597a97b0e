"""How the crawler behaves on the wire: its name and its limits.

Figures alone; what is done with them stands in `wire/middlewares.py` and `wire/last_gate.py`, what Scrapy is told in `wire/downloader.py`.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from warehouse.registry import Portal

try:
    VERSION = version("gongkai")
except PackageNotFoundError:  # run from a checkout that is not installed
    VERSION = "0"

CONTACT = "https://gongkai.example/bot"
USER_AGENT = f"gongkai/{VERSION} (+{CONTACT})"
ROBOTS_TOKEN = "gongkai"  # noqa: S105 - the product name robots.txt files address, no secret

#: What every request says; the codings are those the archive can undo.
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "User-Agent": USER_AGENT,
}

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
