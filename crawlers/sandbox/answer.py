"""What a replica portal answers to a request: its site, its present faults, conditional requests.

No sockets here; `server.py` carries requests and answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from hashlib import sha256
from itertools import count
from urllib.parse import quote

from crawlers.sandbox.acts import ACTS, Scene, challenge, error
from crawlers.sandbox.exchange import Answer, Headers, Request
from crawlers.sandbox.faults import Faults
from crawlers.sandbox.plans import Entry, PortalPlan, entries
from crawlers.sandbox.wire import Resource, Site, publish
from crawlers.sandbox.wire.pages import VISITS
from crawlers.sandbox.wire.shell import list_page
from crawlers.sandbox.wire.site import HTML

#: A report is republished in silence this long after it first appeared.
_REPUBLISHED_AFTER = timedelta(days=40)

#: Faults of what the list shows; a redesigned portal is built by the second system, at other addresses.
LISTINGS = frozenset({"half-listed", "withdrawn", "late", "frozen", "emptied", "redesigned"})
REBUILT = {"cms": "hanweb"}

_ALLOW_ALL = b"User-agent: *\nDisallow:\n"


def listed(entries: Sequence[Entry], shows: frozenset[str], target: str | None) -> list[Entry]:
    """The lines that a list shows: all, every second, all but the newest year's, all but one, or none."""
    lines = [*entries]
    if "emptied" in shows:
        return []
    if "half-listed" in shows:
        lines = lines[::2]
    if "withdrawn" in shows or "late" in shows:
        lines = [entry for entry in lines if entry.key != target]
    if "frozen" in shows:
        newest = max(entry.listed_on.year for entry in lines)
        lines = [entry for entry in lines if entry.listed_on.year < newest]
    return lines


class Replica:
    """One portal: its plan, its lines, the sites that serve them, and the faults it shows now."""

    def __init__(self, plan: PortalPlan) -> None:
        self.plan = plan
        self.entries = entries(plan)
        self.faults = plan.initial_faults
        self._visits = count(1)
        self._seen: Counter[str] = Counter()
        self._sites: dict[tuple[frozenset[str], str | None], Site] = {}

    @cached_property
    def site(self) -> Site:
        """The site as first published."""
        return publish(self.plan, self.entries)

    def _changed(self, faults: Faults) -> Site:
        """The site with other lines on its list, or built by another content system."""
        key = faults.shows & LISTINGS, self.target(faults)
        if key not in self._sites:
            plan = self.plan.model_copy(update=REBUILT) if "redesigned" in key[0] else self.plan
            self._sites[key] = publish(plan, listed(self.entries, *key))
        return self._sites[key]

    def _republished(self, faults: Faults) -> Site:
        """The site after one report was replaced in silence."""
        chosen = self.target(faults)
        return publish(self.plan, [entry.republished() if entry.key == chosen else entry for entry in self.entries])

    def target(self, faults: Faults) -> str | None:
        """The key of the report that faults of one document hit: the one they name, else the newest."""
        reports: list[Entry] = [entry for entry in self.entries if entry.report]
        return faults.document or (reports[0].key if reports else None)

    def answer(self, request: Request) -> Answer:
        """What the portal says now: the honest answer, or what its faults make of it."""
        faults = self.faults
        honest = self._honest(request, faults)
        if not faults.shows:
            return honest
        site = self._changed(faults)
        resource = self._find(request, faults)
        hit = resource is not None and resource.carries is not None and resource.carries == self.target(faults)
        if hit and {"withdrawn", "gone"} & faults.shows:
            return error(410, "您访问的页面已删除")
        scene = Scene(request, resource, honest, hit, self._seen[request.target], site.resources[site.list_path])
        self._seen[request.target] += 1
        acted = (ACTS[name](scene) for name in sorted(faults.shows & ACTS.keys()))
        return next((answer for answer in acted if answer is not None), honest)

    def _find(self, request: Request, faults: Faults) -> Resource | None:
        """What a request asks for; documents that the list leaves out stay where they were, unless all was rebuilt."""
        found = self._changed(faults).find(request.path, request.fields) if faults.shows & LISTINGS else None
        if found is None and "redesigned" not in faults.shows:
            site = self._republished(faults) if faults.changed_digit else self.site
            found = site.find(request.path, request.fields)
        return found

    def _honest(self, request: Request, faults: Faults) -> Answer:
        if faults.challenge_521:
            return challenge()
        if request.path == "/robots.txt":
            return self._robots(faults)
        if faults.status_500:
            return error(500, "服务器内部错误")
        resource = self._find(request, faults)
        if resource is None:
            return error(404, "您访问的页面不存在")
        if faults.page2_503 and resource.kind == "list2":
            return error(503, "服务暂不可用")
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
            return error(503, "服务暂不可用")
        if self.plan.robots == "allow":
            return Answer(200, (("Content-Type", "text/plain"),), _ALLOW_ALL)
        return error(404, "您访问的页面不存在")

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
