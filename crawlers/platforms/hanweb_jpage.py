"""Hanweb jpage columns: the first rows stand as XML in a script of the page, the others come from `dataproxy.jsp`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urlsplit

from parsel import Selector
from scrapy.http import TextResponse

from crawlers.platforms.base import Adapter, Ask, Link, Listing, unique
from crawlers.platforms.parts.anchors import address_of, join, row_date, title_of
from crawlers.platforms.parts.answers import fields

_UNIT = re.compile(
    r"<div[^>]*\bid=[\"']?(?P<unit>[\w-]+)[\"']?[^>]*>\s*<script[^>]*type=[\"']?text/xml[\"']?[^>]*>\s*"
    r"(?P<store>(?:<\?xml[^>]*>\s*)?<datastore>.*?</datastore>)",
    re.DOTALL | re.IGNORECASE,
)
_STORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL | re.IGNORECASE)
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_CALL = re.compile(
    r"(?:\$|jQuery)\(\s*['\"]#(?P<unit>[\w-]+)['\"]\s*\)\s*\.jpage\(\s*\{(?P<options>.*?)\}\s*\)", re.DOTALL
)
_OBJECT = re.compile(r"\b(?P<name>param_[\w-]+)\s*=\s*\{(?P<fields>[^}]*)\}")
_INLINE = re.compile(r"ajaxParam['\"]?\s*:\s*\{([^}]*)\}?")
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)
#: What the link to the next group names, which is enough for the end point.
_NAMED = ("webid", "columnid", "unitid", "path", "appid", "webname", "permissiontype")
#: Groups asked for at most where the list does not say how long it is.
_UNTOLD = 20
_HEADERS = ("X-Requested-With", "XMLHttpRequest")


@dataclass(frozen=True, slots=True)
class _Unit:
    """One paged list of a column page; a page may hold the same list twice, for screens and for telephones."""

    links: tuple[Link, ...]
    total: int | None
    proxy: str
    per_page: int
    group: int
    form: tuple[tuple[str, str], ...]


class HanwebJpage(Adapter):
    """Hanweb columns paged by jpage."""

    name = "hanweb-jpage"

    def recognise(self, page: TextResponse) -> int:
        """By the datastore and the call that pages it."""
        if ".jpage(" in page.text and (_UNIT.search(page.text) or _CALL.search(page.text)):
            return 95
        return 60 if ".jpage(" in page.text and "dataproxy.jsp" in page.text else 0

    def read_list(self, page: TextResponse) -> Listing:
        """A column page with its units, or the bare datastore of a further group."""
        units = _distinct(_units(page))
        if not units:
            stores = _STORE.findall(page.text)
            return Listing(unique(link for store in stores for link in records(page, store)))
        totals = [unit.total for unit in units if unit.total is not None]
        return Listing(
            links=unique(chain.from_iterable(unit.links for unit in units)),
            asks=tuple(chain.from_iterable(_groups(page, unit) for unit in units)),
            instead=tuple(chain.from_iterable(_pages(page, unit) for unit in units)),
            declared_rows=sum(totals) if totals else None,
        )


def _units(page: TextResponse) -> Iterator[_Unit]:
    text = page.text
    # a unit is called twice; the first call, inside a function, names a total of 1000 that means nothing
    options = {found["unit"]: found["options"] for found in _CALL.finditer(text)}
    objects = {found["name"]: fields(found["fields"]) for found in _OBJECT.finditer(text)}
    stores = {found["unit"]: found["store"] for found in _UNIT.finditer(text)}
    # a list may stand in the page, or leave its first rows to the end point too
    for unit in dict.fromkeys([*stores, *options]):
        store, call = stores.get(unit, ""), options.get(unit, "")
        written = _INLINE.search(call)
        said = fields(_INLINE.sub("", call))
        form = fields(written[1]) if written else objects.get(said.get("ajaxParam", ""), {})
        told = _TOTAL.search(store)
        total = said.get("totalRecord", "") or (told[1] if told else "")
        yield _Unit(
            links=unique(records(page, store)),
            total=int(total) if total.isdigit() else None,
            proxy=said.get("proxyUrl") or "/module/web/jpage/dataproxy.jsp",
            per_page=_number(said.get("perPage"), 15),
            group=_number(said.get("groupSize"), 3),
            form=tuple((form or _named_by_group(store) or {"unitid": unit}).items()),
        )


def _named_by_group(store: str) -> dict[str, str]:
    """The fields that the link to the next group names; none where there is no such link."""
    found = re.search(r"<nextgroup>.*?href=[\"']([^\"']+)", store, re.DOTALL | re.IGNORECASE)
    asked = dict(parse_qsl(urlsplit(html.unescape(found[1])).query)) if found else {}
    return {name: asked[name] for name in _NAMED if name in asked}


def _distinct(units: Iterator[_Unit]) -> list[_Unit]:
    """The units that show rows no other shows, or that ask for others; the fuller one of a pair stays."""
    kept: list[_Unit] = []
    seen: set[str] = set()
    for unit in sorted(units, key=lambda one: -len(one.links)):
        urls = {link.url for link in unit.links}
        is_asked_alone = not urls and bool(unit.total) and unit.form not in {one.form for one in kept}
        if not kept or urls - seen or is_asked_alone:
            kept.append(unit)
            seen |= urls
    return kept


def _groups(page: TextResponse, unit: _Unit) -> Iterator[Ask]:
    """The further groups by their first and last record."""
    size = unit.per_page * unit.group
    # a list that does not say how long it is goes on until nothing new comes
    assumed = _UNTOLD * size if unit.total is None and len(unit.links) >= size else 0
    for first in range(size + 1 if unit.links else 1, (unit.total or assumed) + 1, size):
        last = min(first + size - 1, unit.total or assumed)
        query = {"startrecord": first, "endrecord": last, "perpage": unit.per_page}
        yield _ask(page, unit, query, probe=unit.total is None)


def _pages(page: TextResponse, unit: _Unit) -> Iterator[Ask]:
    """The same by page number, for servers that do not heed the records asked for."""
    for number in range(2, -(-(unit.total or 0) // unit.per_page) + 1):
        yield _ask(page, unit, {"page": number, "perpage": unit.per_page})


def _ask(page: TextResponse, unit: _Unit, query: dict[str, int], *, probe: bool = False) -> Ask:
    url = f"{page.urljoin(unit.proxy)}?{urlencode(query)}"
    return Ask(url, unit.form, (_HEADERS, ("Referer", page.url)), probe=probe)


def records(page: TextResponse, store: str) -> Iterator[Link]:
    """The rows of a datastore; records without a link (blank ones, stray fragments) are no rows."""
    for found in _RECORD.findall(store):
        # some servers escape the markup in place of wrapping it
        record = html.unescape(found) if found.lstrip()[:4].lower() == "&lt;" else found
        # a bare table row would lose its tag in the reader
        row = Selector(text=f"<table>{record}</table>" if record.lstrip().startswith("<tr") else record)
        for anchor in row.root.iter("a"):
            address = address_of(anchor)
            if address and (url := join(page, address)):
                yield Link(url, title_of(anchor), row_date(row.root, anchor))
                break


def _number(text: str | None, fallback: int) -> int:
    return max(1, int(text)) if text and text.isdigit() else fallback
