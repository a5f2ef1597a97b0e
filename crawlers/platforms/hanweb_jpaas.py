"""Hanweb JPaaS columns: the page holds a script tag with the query of its list, the server answers with markup in JSON.

Of several such tags on a page (menus are made the same way) each is a list of its own.
"""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.platforms.base import Adapter, Ask, Listing, unique
from crawlers.platforms.parts.anchors import fragment, is_markup
from crawlers.platforms.parts.answers import fields, further_pages, read_json, whole
from crawlers.platforms.parts.rows import counted, rows
from crawlers.reasons import because

_UNIT = "build/unit"
_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)


class HanwebJpaas(Adapter):
    """Columns whose list comes from `build/unit`."""

    name = "hanweb-jpaas"

    def recognise(self, page: TextResponse) -> int:
        """By a tag that carries the query of a unit."""
        if not is_markup(page):
            return 0
        return 96 if _units(page) else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The lists the page frames; rows that stand in it already are none of theirs."""
        return Listing(parts=_units(page))


def _units(page: TextResponse) -> tuple[Ask, ...]:
    units = []
    for tag in page.xpath("//*[@*[local-name()='querydata'] and @*[local-name()='url']]"):
        attributes = {name.lower(): value for name, value in tag.attrib.items()}
        if _UNIT in attributes["url"]:
            query = fields(attributes["querydata"])
            units.append(_ask(page.urljoin(attributes["url"]), query))
    return tuple({unit.url: unit for unit in units}.values())


def _ask(url: str, query: dict[str, str]) -> Ask:
    return Ask(f"{url}?{urlencode(query)}", headers=_HEADERS, read=read_unit)


def read_unit(page: TextResponse) -> Listing:
    """The rows of a unit and its further pages; FailedError where the server says that it could not make them."""
    answer = read_json(page)
    data = answer.get("data")
    markup = data.get("html") if isinstance(data, dict) else data
    if answer.get("success") is False or not isinstance(markup, str):
        raise FailedError(because("list_server_says", detail=answer.get("message") or because("nothing_said")), 200)
    inner = fragment(page, f"<div>{markup}</div>")
    found = rows(inner)
    return _paged(page, inner, Listing(unique(found), rows=counted(found)))


def _paged(page: TextResponse, inner: TextResponse, listing: Listing) -> Listing:
    pager = inner.xpath("//*[@count and @*[local-name()='pageno' or local-name()='rows']]")
    if not pager:
        return listing
    said = {name.lower(): value for name, value in pager[0].attrib.items()}
    total, size = whole(said.get("count")), whole(said.get("rows")) or 15
    url = page.url.split("?")[0]
    asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    base = {name: value for name, value in asked.items() if name not in {"editType", "paramJson", "pageNo", "pageSize"}}
    numbers = further_pages(whole(said.get("pageno")) or 1, total, size)

    def wrapped(number: int) -> Ask:
        parameters = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
        return _ask(url, base | {"paramJson": parameters})

    def bare(number: int) -> Ask:
        return _ask(url, base | {"pageNo": str(number), "pageSize": str(size)})

    return Listing(
        listing.links,
        tuple(map(wrapped, numbers)),
        tuple(map(bare, numbers)),
        declared_rows=total,
        rows=listing.rows,
    )
