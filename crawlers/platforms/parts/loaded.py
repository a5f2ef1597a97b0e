"""Lists that a script of the page loads from an end point it names outright: `$.getJSON('/nb/list.json', ...)`.

Only an address that stands there whole is asked for, with the simple values the call sends along; one that a script
makes up as it runs is a browser's business (`render: browser`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawlers.links import column_kind
from crawlers.outcome import FailedError
from crawlers.platforms.base import Ask, Link, Listing, unique
from crawlers.platforms.parts.anchors import join, leads_to, scripts
from crawlers.platforms.parts.answers import fields, further_pages, read_value, whole
from crawlers.platforms.parts.forms import PAGE_KEYS, with_number
from crawlers.platforms.parts.rows import from_records
from crawlers.reasons import because

#: A call that loads an address, or the address among the options of one; what follows says whether it ends there.
_LOADS = re.compile(
    r"(?:\$\.(?:get|getJSON|post)|fetch|axios(?:\.get)?)\(\s*['\"]([^'\"]+)['\"]\s*(?=[,)])"
    r"|(?:\$\.ajax|axios|request)\(\s*\{[^{}]*?\burl\s*:\s*['\"]([^'\"]+)['\"]\s*(?=[,}])"
)
#: The values a call sends along, close behind its address.
_SENT = re.compile(
    r"[^{}]{0,120}?(?:\{[^{}]{0,120}?)?\b(?:data|params|body)\s*:\s*(?P<packed>JSON\.stringify\(\s*)?\{(?P<named>[^{}]*)\}"
    r"|\s*,\s*\{(?P<alone>[^{}:]*:[^{}]*)\}"
)
#: What a call sends; a number may be raised before it is.
_FIELD = re.compile(r"['\"]?([\w$]+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|\+*([\w.$-]+))")
_POSTS = re.compile(r"\$\.post\(|\b(?:type|method)\s*:\s*['\"]post", re.IGNORECASE)
_NO_DATA = re.compile(r"\.(js|css|html?|shtml|png|jpe?g|gif|svg)$", re.IGNORECASE)
_TOTALS = ("total", "totalCount", "totalRecords", "totalElements", "count", "recordCount")
#: What servers answer as `code` or `status` where all is well.
_FINE = {0, 1, 200}
#: End points looked into; a page that loads more loads much besides a list.
_MOST = 3


def asked(page: TextResponse) -> tuple[Ask, ...]:
    """The end points of the page's own host that its scripts load."""
    return tuple(dict.fromkeys(_named(page)))[:_MOST]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a script that loads from the page's own host: what it sends along as it stands there, and how."""

    url: str
    sent: str
    posts: bool
    is_json: bool
    script: str

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """The names of what it sends, each with its plain value, else with the bare word that stands for one."""
        return [(name, single or double, bare) for name, single, double, bare in _FIELD.findall(self.sent)]

    @property
    def counts(self) -> tuple[str, str]:
        """The name under which it sends the number of a page, and the variable that holds it; empty where it sends none."""
        named = ((name, bare) for name, _, bare in self.fields if name.lower() in PAGE_KEYS)
        return next(((name, bare) for name, bare in named if bare and not bare.isdigit()), ("", ""))


def calls(page: TextResponse) -> Iterator[Call]:
    """The calls of a page's scripts that load an address which stands there whole."""
    for script in scripts(page):
        for found in _LOADS.finditer(script):
            url = join(page, found[1] or found[2])
            if not url or urlsplit(url).netloc != urlsplit(page.url).netloc or _NO_DATA.search(urlsplit(url).path):
                continue
            sent = _SENT.match(script, found.end())
            posts = bool(_POSTS.search(script, found.start(), (sent or found).end() + 80))
            is_json = posts and sent is not None and sent["packed"] is not None
            yield Call(url, (sent["named"] or sent["alone"] or "") if sent else "", posts, is_json, script)


def _named(page: TextResponse) -> Iterator[Ask]:
    for call in calls(page):
        pairs = tuple(fields(call.sent).items())
        if call.counts[0]:
            continue  # a page of many (`scripted_rows.py`)
        if call.posts and pairs:
            yield Ask(call.url, form=pairs, read=read)
        elif not call.posts:
            url = f"{call.url}{'&' if '?' in call.url else '?'}{urlencode(pairs)}" if pairs else call.url
            yield Ask(url, read=read)


def read(page: TextResponse) -> Listing:
    """The rows and the branches of a tree among the records of an answer; FailedError where it is no data."""
    value = read_value(page)
    if _says_error(value):
        raise FailedError(because("no_list_data"), 200)
    total, records = _found(value)
    links = unique(from_records(page, records))
    branches = [link for link in links if is_branch(link)]
    rows = tuple(link for link in links if not is_branch(link))
    if not rows or total is None or total < len(rows):
        return Listing(rows, parts=tuple(Ask(link.url) for link in branches))
    return Listing(rows, _further(page, total, len(rows)), declared_rows=total)


def _says_error(value: Any) -> bool:
    """Whether a server says in its answer that it has none."""
    if not isinstance(value, dict):
        return False
    code = value.get("code", value.get("status"))
    return value.get("success") is False or (code is not None and whole(code) not in {None, *_FINE})


def _found(value: Any) -> tuple[int | None, list[dict[str, Any]]]:
    """The total that an answer states, and all its records, however deep they lie."""
    total, records, waiting = None, [], [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, dict):
            told = (whole(one[name]) for name in _TOTALS if name in one)
            total = total if total is not None else next((count for count in told if count is not None), None)
            records.append(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return total, records


def _further(page: TextResponse, total: int, size: int) -> tuple[Ask, ...]:
    keys = [name for name, _ in parse_qsl(urlsplit(page.url).query) if name.lower() in PAGE_KEYS]
    here = dict(parse_qsl(urlsplit(page.url).query)).get(keys[0], "") if keys else ""
    if here not in {"0", "1"}:
        return ()
    first = int(here)
    numbers = (number - 1 + first for number in further_pages(1, total, size))
    return tuple(Ask(with_number(page.url, keys[0], number), read=read) for number in numbers)


def is_branch(link: Link) -> bool:
    """Whether a record is a node of a tree of columns, and no row."""
    return leads_to(link.url) == "folder" and column_kind(link.title) in {"agency", "class", "year", "annual"}
