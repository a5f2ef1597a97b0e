"""One request and its answer, seen from a visit: through all middlewares, and either a good answer or one plain reason.

What to ask and what the answer means belongs to `visit.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, NamedTuple

from scrapy import FormRequest, Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.memory.known import Last
from crawlers.outcome import FailedError
from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import is_markup
from crawlers.reasons import Reason, because
from crawlers.settings import HEADERS
from crawlers.text import as_text
from crawlers.wire.network import NO_ANSWER, plain, retry_after
from warehouse.registry import Portal

#: Pages in a row that only send their reader on, and the bytes such a page has at most.
_SENT_ON, _SCRIPT_ALONE = 2, 4000


class Wanted(NamedTuple):  # made of every document that a list names, each night
    """What is asked for and why; `last` makes the request conditional on that earlier capture.

    `read_before` gives the payloads of an address that need not be read again, for they were found in order.
    """

    url: str
    role: str
    via: str | None = None
    link_title: str | None = None
    listed_on: date | None = None
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    json: str | None = None
    last: Last | None = None
    read_before: Callable[[str], Collection[str]] | None = None
    collected: bool = False  # found on a page that collects reports, not on a list
    is_last: bool = False  # asked for after all others, for it was slow


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: the response, the row of its capture, and what a list page of these bytes told before.

    `is_plain` says that a document is a report on which nothing hangs, so that it needs no reading here.
    """

    response: Response
    capture: dict[str, Any]
    told: dict[str, Any] | None = None
    is_plain: bool = False


async def fetch(crawler: Crawler, portal: Portal, deadline: float, wanted: Wanted) -> Answer:
    """Ask for `wanted`, following redirects within the portal's scope; NotFetchedError says why there is no answer.

    Redirects are those of the server, of a meta tag, and of a page that is nothing but a script with an address.
    An answer 304 is good where the request was conditional.
    """
    answer = await _ask(crawler, portal, deadline, wanted)
    for _ in range(_SENT_ON):
        onward = sent_on(answer.response)
        if not onward or answer.response.url == onward:
            break
        answer = await _ask(crawler, portal, deadline, wanted._replace(url=onward, via=answer.response.url, last=None))
    return answer


def sent_on(response: Response) -> str | None:
    """Where a page that is nothing but a script sends its reader; None for any other answer."""
    if len(response.body) > _SCRIPT_ALONE or b"location" not in response.body:
        return None
    page = as_text(response)
    # data of an end point may name a location too
    return pages.sends_on_to(page) if page is not None and is_markup(page) else None


async def _ask(crawler: Crawler, portal: Portal, deadline: float, wanted: Wanted) -> Answer:
    assert crawler.engine
    try:
        response = await crawler.engine.download_async(_request(portal, deadline, wanted))
    except NO_ANSWER as error:
        raise FailedError(plain(error)) from error
    assert response.request
    capture = response.request.meta["capture"]
    unmodified = response.status == HTTPStatus.NOT_MODIFIED and capture["record_type"] == "revisit"
    if response.status != HTTPStatus.OK and not unmodified:
        raise FailedError(_refusal(response), response.status)
    return Answer(response, capture, is_plain=response.request.meta["is_plain"])


def _refusal(response: Response) -> Reason:
    wait = retry_after(response.headers)
    if wait:
        return because("asked_to_wait", status=response.status, seconds=f"{wait:.0f}")
    return because("http_status", status=response.status)


def _request(portal: Portal, deadline: float, wanted: Wanted) -> Request:
    headers = HEADERS | dict(wanted.headers)
    if wanted.via:
        headers.setdefault("Referer", wanted.via)
    meta = {"portal": portal, "deadline": deadline, "role": wanted.role, "via": wanted.via}
    meta |= {"link_title": wanted.link_title, "listed_on": wanted.listed_on, "read_before": wanted.read_before}
    if wanted.last and (conditions := wanted.last.conditions()):
        headers |= conditions
        meta |= {"last": wanted.last, "conditional_for": wanted.url}
    if wanted.json is not None:
        headers.setdefault("Content-Type", "application/json")
        return Request(wanted.url, method="POST", body=wanted.json, headers=headers, meta=meta)
    if wanted.form:
        return FormRequest(wanted.url, formdata=list(wanted.form), headers=headers, meta=meta)
    return Request(wanted.url, headers=headers, meta=meta)
