"""One request and its answer, seen from a visit: through all middlewares, and either a good answer or one plain reason.

What to ask and what the answer means belongs to `visit.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from crawlers.known import Last
from crawlers.network import NO_ANSWER, plain
from crawlers.outcome import FailedError
from warehouse.registry import Portal

_LATIN = {"cp1252", "latin-1", "iso8859-1", "ascii"}
_HOME = {"", "/", "/index.html", "/index.htm", "/index.shtml"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for and why; `last` makes the request conditional on that earlier capture."""

    url: str
    role: str
    via: str | None = None
    link_title: str | None = None
    listed_on: date | None = None
    form: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    json: str | None = None
    last: Last | None = None
    collected: bool = False  # found on a page that collects reports, not on a list


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: the response, and the row of its capture."""

    response: Response
    capture: dict[str, Any]


async def fetch(crawler: Crawler, portal: Portal, deadline: float, wanted: Wanted) -> Answer:
    """Ask for `wanted`, following redirects within the portal's scope; NotFetchedError says why there is no answer.

    An answer 304 is good where the request was conditional.
    """
    assert crawler.engine
    try:
        response = await crawler.engine.download_async(_request(portal, deadline, wanted))
    except NO_ANSWER as error:
        raise FailedError(plain(error)) from error
    assert response.request
    capture = response.request.meta["capture"]
    unmodified = response.status == HTTPStatus.NOT_MODIFIED and capture["record_type"] == "revisit"
    if response.status != HTTPStatus.OK and not unmodified:
        raise FailedError(f"the server answered HTTP {response.status}", response.status)
    if not unmodified and not response.body.strip():
        raise FailedError("the body is empty", response.status)
    if _is_home(response.url) and not _is_home(wanted.url):
        raise FailedError("it redirects to the home page", response.status)
    return Answer(response, capture)


def _request(portal: Portal, deadline: float, wanted: Wanted) -> Request:
    headers = dict(wanted.headers)
    if wanted.via:
        headers.setdefault("Referer", wanted.via)
    meta = {"portal": portal, "deadline": deadline, "role": wanted.role, "via": wanted.via}
    meta |= {"link_title": wanted.link_title, "listed_on": wanted.listed_on}
    if wanted.last and (conditions := wanted.last.conditions()):
        headers |= conditions
        meta |= {"last": wanted.last, "conditional_for": wanted.url}
    if wanted.json is not None:
        headers.setdefault("Content-Type", "application/json")
        return Request(wanted.url, method="POST", body=wanted.json, headers=headers, meta=meta)
    if wanted.form:
        return FormRequest(wanted.url, formdata=list(wanted.form), headers=headers, meta=meta)
    return Request(wanted.url, headers=headers, meta=meta)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.lower() in _HOME and not parts.query


def as_text(response: Response) -> TextResponse | None:
    """The answer as text in its true encoding; None for a file.

    Headers lie: bytes that are valid UTF-8 are UTF-8, then what header or page declare, then GB18030. A Latin
    charset is not believed, for these pages are Chinese.
    """
    body = response.body
    if not isinstance(response, TextResponse):
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<" or b"\x00" in body[:1000]:
            return None
        response = HtmlResponse(response.url, body=body, headers=response.headers, request=response.request)
    header = response.headers.get("Content-Type", b"") or b""
    declared = (http_content_type_encoding(header.decode("latin-1")), html_body_declared_encoding(body[:4096]))
    for encoding in ("utf-8", *declared, "gb18030"):
        if encoding is None or encoding in _LATIN:
            continue
        try:
            body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return response.replace(encoding=encoding)
    return response
