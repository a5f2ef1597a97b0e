"""Hanweb jpage columns: the first rows stand as XML in a script of the page, the others come from `dataproxy.jsp`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from parsel import Selector
from scrapy.http import TextResponse

from crawlers.platforms.anchors import address_of, join, row_date, title_of
from crawlers.platforms.answers import fields
from crawlers.platforms.base import Adapter, Ask, Link, Listing, unique

_UNIT = re.compile(
    r"<div[^>]*\bid=[\"'](?P<unit>[\w-]+)[\"'][^>]*>\s*<script[^>]*type=[\"']text/xml[\"'][^>]*>\s*"
    r"(?P<store><datastore>.*?</datastore>)",
    re.DOTALL | re.IGNORECASE,
)
_STORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL | re.IGNORECASE)
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_CALL = re.compile(r"\$\(\s*['\"]#(?P<unit>[\w-]+)['\"]\s*\)\.jpage\(\{(?P<options>.*?)\}\s*\)", re.DOTALL)
_OBJECT = re.compile(r"\b(?P<name>param_[\w-]+)\s*=\s*\{(?P<fields>[^}]*)\}")
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
        if _UNIT.search(page.text) and ".jpage(" in page.text:
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
    for found in _UNIT.finditer(text):
        said = fields(options.get(found["unit"], ""))
        form = objects.get(said.get("ajaxParam", ""), {}) or {"unitid": found["unit"]}
        total = said.get("totalRecord", "")
        yield _Unit(
            links=unique(records(page, found["store"])),
            total=int(total) if total.isdigit() else None,
            proxy=said.get("proxyUrl") or "/module/web/jpage/dataproxy.jsp",
            per_page=_number(said.get("perPage"), 15),
            group=_number(said.get("groupSize"), 3),
            form=tuple(form.items()),
        )


def _distinct(units: Iterator[_Unit]) -> list[_Unit]:
    """The units that show rows no other shows; the fuller one of a pair stays."""
    kept: list[_Unit] = []
    seen: set[str] = set()
    for unit in sorted(units, key=lambda one: -len(one.links)):
        urls = {link.url for link in unit.links}
        if not kept or urls - seen:
            kept.append(unit)
            seen |= urls
    return kept


def _groups(page: TextResponse, unit: _Unit) -> Iterator[Ask]:
    """The further groups by their first and last record."""
    size = unit.per_page * unit.group
    # a list that does not say how long it is goes on until nothing new comes
    assumed = _UNTOLD * size if unit.total is None and len(unit.links) >= size else 0
    for first in range(size + 1, (unit.total or assumed) + 1, size):
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
    for record in _RECORD.findall(store):
        # a bare table row would lose its tag in the reader
        row = Selector(text=f"<table>{record}</table>" if record.lstrip().startswith("<tr") else record)
        for anchor in row.css("a"):
            address = address_of(anchor)
            if address and (url := join(page, address)):
                yield Link(url, title_of(anchor), row_date(row, anchor))
                break


def _number(text: str | None, fallback: int) -> int:
    return max(1, int(text)) if text and text.isdigit() else fallback
