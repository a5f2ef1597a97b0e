"""What a robots.txt answer allows: rules, leave, or nothing at all when it could not be read.

Pure functions of the answer; fetching it and remembering it belong to the middlewares.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego
from scrapy.http import HtmlResponse

from crawlers.reasons import Reason, because
from crawlers.settings import ROBOTS_TOKEN
from crawlers.wire import soft

#: RFC 9309 asks to read at least this much.
_READ = 512 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin; `closed` says why nothing may be fetched there."""

    rules: Protego | None = None
    closed: Reason | None = None
    wall: str | None = None

    def allows(self, url: str) -> bool:
        """Whether the rules let this crawler ask `url`; a closed origin allows nothing."""
        return self.closed is None and (self.rules is None or bool(self.rules.can_fetch(url, ROBOTS_TOKEN)))

    @property
    def delay(self) -> float:
        """Seconds between requests the rules ask for; 0 when they ask for none."""
        return float(self.rules.crawl_delay(ROBOTS_TOKEN) or 0) if self.rules else 0.0


def closed(reason: Reason, wall: str | None = None) -> Robots:
    """An origin whose robots.txt could not be read is left alone."""
    return Robots(closed=because("robots_closed", why=reason), wall=wall)


def read(status: int, content_type: str | None, body: bytes) -> Robots:
    """The rules of an answer that is no wall.

    404 and other 4xx mean that there are none (RFC 9309); 5xx and 429 close the origin; an HTML page sent
    with 200 is a soft 404 and holds no rules, unless it says that the site is out of service.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return closed(because("plain_status", status=status))
    if status >= HTTPStatus.BAD_REQUEST:
        return Robots()
    if status != HTTPStatus.OK:
        return closed(because("plain_status", status=status))
    if "html" in (content_type or "").lower() or body.lstrip()[:1] == b"<":
        page = HtmlResponse("http://robots.invalid/", body=body[:_READ], headers={"Content-Type": content_type or ""})
        return closed(because("maintenance")) if soft.under_maintenance(page) else Robots()
    return Robots(rules=Protego.parse(body[:_READ].decode("utf-8", "replace")))
