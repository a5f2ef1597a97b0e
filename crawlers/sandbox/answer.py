"""What a replica portal answers to a request: its site, its present faults, conditional requests.

No sockets here; `server.py` carries requests and answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from crawlers.sandbox.faults import Faults
from crawlers.sandbox.plans import Entry, PortalPlan, entries
from crawlers.sandbox.wire import Resource, Site, publish
from crawlers.sandbox.wire.pages import VISITS
from crawlers.sandbox.wire.shell import list_page
from crawlers.sandbox.wire.site import HTML

Headers = tuple[tuple[str, str], ...]

#: A report is republished in silence this long after it first appeared.
_REPUBLISHED_AFTER = timedelta(days=40)

_ALLOW_ALL = b"User-agent: *\nDisallow:\n"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the server read it; header names in lower case, `form` the body of a POST."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: str = ""

    @property
    def path(self) -> str:
        """The path without its query."""
        return unquote(urlsplit(self.target).path)

    @property
    def fields(self) -> dict[str, str]:
        """The query and the form or JSON body together, the body wins; `(referer)` is the page that asks."""
        query = dict(parse_qsl(urlsplit(self.target).query))
        asked_by = {"(referer)": self.headers.get("referer", "")}
        if "json" not in self.headers.get("content-type", ""):
            return query | dict(parse_qsl(self.form)) | asked_by
        try:
            body = json.loads(self.form)
        except ValueError:
            body = {}
        return query | {name: str(value) for name, value in body.items()} | asked_by


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; `promised` is the length the header names where the connection breaks."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    promised: int | None = None


class Replica:
    """One portal: its plan, its lines, the sites that serve them, and the faults it shows now."""

    def __init__(self, plan: PortalPlan) -> None:
        self.plan = plan
        self.entries = entries(plan)
        self.faults = plan.initial_faults
        self._visits = count(1)

    @cached_property
    def site(self) -> Site:
        """The site as first published."""
        return publish(self.plan, self.entries)

    def _republished(self, faults: Faults) -> Site:
        """The site after one report was replaced in silence."""
        chosen = self.target(faults)
        return publish(self.plan, [entry.republished() if entry.key == chosen else entry for entry in self.entries])

    def target(self, faults: Faults) -> str | None:
        """The key of the report that faults of one document hit: the one they name, else the newest."""
        reports: list[Entry] = [entry for entry in self.entries if entry.report]
        return faults.document or (reports[0].key if reports else None)

    def answer(self, request: Request) -> Answer:
        """What the portal says now."""
        faults = self.faults
        if faults.challenge_521:
            return _challenge()
        if request.path == "/robots.txt":
            return self._robots(faults)
        if faults.status_500:
            return _error(500, "服务器内部错误")
        site = self._republished(faults) if faults.changed_digit else self.site
        resource = site.find(request.path, request.fields)
        if resource is None:
            return _error(404, "您访问的页面不存在")
        if faults.page2_503 and resource.kind == "list2":
            return _error(503, "服务暂不可用")
        if faults.unrecognised_list and resource.kind == "list":
            return Answer(200, (("Content-Type", HTML),), list_page(self.plan).encode())
        if faults.changed_digit and resource.changed_at and resource.carries == self.target(faults):
            resource = replace(resource, changed_at=resource.changed_at + _REPUBLISHED_AFTER)
        if faults.changed_nonce and resource.content_type == HTML:
            return self._visited(resource)
        hit = resource.carries is not None and resource.carries == self.target(faults)
        return (_damaged(resource, faults) if hit else None) or _whole(resource, request)

    def _robots(self, faults: Faults) -> Answer:
        if faults.robots_503:
            return _error(503, "服务暂不可用")
        if self.plan.robots == "allow":
            return Answer(200, (("Content-Type", "text/plain"),), _ALLOW_ALL)
        return _error(404, "您访问的页面不存在")

    def _visited(self, resource: Resource) -> Answer:
        shown = VISITS.replace("0", str(next(self._visits)))
        return Answer(200, (("Content-Type", HTML),), resource.body.replace(VISITS.encode(), shown.encode()))


def _whole(resource: Resource, request: Request) -> Answer:
    """The resource with its validators, or 304 when the client holds it already."""
    body = resource.body
    headers: Headers = (("Content-Type", resource.content_type),)
    if resource.file_name:
        headers += (("Content-Disposition", _disposition(resource.file_name, raw=resource.raw_file_name)),)
    if resource.changed_at is None:
        return Answer(200, headers, body)
    etag = f'"{sha256(body).hexdigest()[:20]}"'
    headers += (("ETag", etag), ("Last-Modified", format_datetime(resource.changed_at, usegmt=True)))
    if _unchanged(request.headers, etag, resource.changed_at):
        return Answer(304, headers)
    return Answer(200, headers, body)


def _disposition(name: str, *, raw: bool) -> str:
    """The name of a file as RFC 5987 asks, or in raw GBK bytes as older systems send it."""
    if raw:
        return f'attachment; filename="{name}"'.encode("gbk", "replace").decode("latin-1")
    return f"attachment; filename*=UTF-8''{quote(name)}"


def _unchanged(headers: Mapping[str, str], etag: str, changed_at: datetime) -> bool:
    """Whether the client's copy is current; a tag, where given, decides alone (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        held = headers["if-none-match"]
        return held.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in held.split(","))
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return changed_at <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _damaged(resource: Resource, faults: Faults) -> Answer | None:
    """What is left of the document that a fault hits; None when no such fault is set."""
    headers: Headers = (("Content-Type", resource.content_type),)
    half = resource.body[: len(resource.body) * 6 // 10]
    if faults.empty_document:
        return Answer(200, headers)
    if faults.truncated_document:
        return Answer(200, headers, half)
    if faults.dropped_document:
        return Answer(200, headers, half, promised=len(resource.body))
    return None


def _challenge() -> Answer:
    """The first step of a script challenge as a well-known shield sends it."""
    headers = (
        ("Content-Type", "text/html"),
        ("Set-Cookie", "__jsluid_s=0f2d6c1a; max-age=31536000; path=/; HttpOnly"),
    )
    script = (
        "<script>document.cookie=('_')+('_')+('jsl_clearance_s=1700000000.123|-1|abcDEF%2B');"
        "location.href=location.pathname+location.search</script>"
    )
    return Answer(521, headers, script.encode())


def _error(status: int, words: str) -> Answer:
    head = f"<!DOCTYPE html><html><head><title>{status}</title></head>"
    page = f"{head}<body><h1>{status}</h1><p>{words}</p></body></html>"
    return Answer(status, (("Content-Type", HTML),), page.encode())
