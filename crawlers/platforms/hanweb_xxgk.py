"""Hanweb's disclosure module: a catalogue paged by `search.jsp`, and one annual report a query of agency and year.

The catalogue gives a whole area's items whatever column is asked for; their titles tell the reports. The servlet of
the reports has no list: the years are asked for one after the other, until none answers.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.base import Adapter, Ask, Link, Listing, unique
from crawlers.platforms.parts import columns, pagers, pages
from crawlers.platforms.parts.anchors import address_of, elements, is_markup, join
from crawlers.platforms.parts.rows import counted, from_records, records_in_scripts, rows

_SEARCH = re.compile(r"['\"]([^'\"\s]*module/xxgk/search\.jsp)(\?[^'\"]*)?['\"]")
_AREA = re.compile(r"(?:tree\.jsp\?area=|vc_xxgkarea=)([\w-]+)")
_FORM = re.compile(r"infotypeId=[^'\"\s<>]*")
#: The Regulation has been in force since 2008.
_FIRST_YEAR = 2008
_YEAR = re.compile(r"20\d\d(年|年度)?")
#: Rows from which a table is one of a report.
_TABLE_ROWS = 5


class HanwebXxgk(Adapter):
    """Catalogue columns of the disclosure module."""

    name = "hanweb-xxgk"

    def recognise(self, page: TextResponse) -> int:
        """By the module's end points in the page or in its address."""
        if not is_markup(page) or ".jpage(" in page.text:
            return 0
        if _SEARCH.search(html.unescape(page.text)):
            return 94
        return 70 if "module/xxgk/tree.jsp" in page.text or "vc_xxgkarea=" in page.url else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The first page of the catalogue's end point."""
        text = html.unescape(page.text)
        point = _SEARCH.search(text)
        # the script writes its fields behind the address, as the data it sends, or some here and some there
        written = (point[2] or "").lstrip("?") if point else ""
        form = _FORM.search(text)
        area = _AREA.search(text) or _AREA.search(page.url)
        query = {"infotypeId": "", "area": area[1] if area else "", "vc_title": "", "texttype": "0", "fbtime": "-1"}
        for said in (form[0] if form else "", written):
            query |= dict(parse_qsl(said, keep_blank_values=True))
        return Listing(parts=(_search(page.urljoin(point[1] if point else "/module/xxgk/search.jsp"), query, 1),))


def _search(url: str, query: dict[str, str], number: int) -> Ask:
    asked = query | {"currpage": str(number)}

    def read(page: TextResponse) -> Listing:
        found = rows(page)
        last = pagers.stated(page)
        asks = tuple(_search(url, query, one) for one in range(number + 1, last + 1))
        return Listing(unique(found), asks, rows=counted(found))

    headers = (("X-Requested-With", "XMLHttpRequest"),)
    return Ask(f"{url}?{urlencode(asked)}", form=tuple(asked.items()), headers=headers, read=read)


class HanwebAnnualReport(Adapter):
    """`xxgkAnnualReport.jsp?area=<credit code>&fbtime=<year>`."""

    name = "hanweb-annual"

    def recognise(self, page: TextResponse) -> int:
        """By the servlet that made the page."""
        return 98 if is_markup(page) and _is_servlet(page.url) else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The report that this page is, the years and agencies it names, and the years about it."""
        asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
        shown = asked.get("fbtime", "")
        written = [address_of(anchor) or "" for anchor in elements(page, "//a")] + page.xpath(
            "//option/@value"
        ).getall()
        # the tree of agencies, where a script draws it
        written += [link.url for nodes in records_in_scripts(page) for link in from_records(page, columns.flat(nodes))]
        named = [url for one in written if "." in one and (url := join(page, html.unescape(one))) and _is_servlet(url)]
        year = int(shown) if re.fullmatch(r"20\d\d", shown) else links.judge(pages.main_title(page)).year
        told = [(one.attrib.get("value") or one.xpath("string()").get() or "") for one in page.css("option")]
        years = [found[0] for one in told if (found := _YEAR.fullmatch(one.strip()))]
        named += [_address(page.url, asked, int(one[:4])) for one in years if int(one[:4]) != year]
        # the agencies stand in the choice that holds this one
        agencies = page.xpath("//select[.//option[@value=$area]]//option/@value", area=asked.get("area", "")).getall()
        named += [_address(page.url, asked | {"area": area}, shown) for area in agencies if area.strip()]
        parts = tuple(Ask(url, probe=True) for url in dict.fromkeys(named) if url != page.url)
        # one year without a report is not the end, be it the one that the registry's address names
        has_report = _has_report(page)
        steps = (1, -1, 2, -2) if has_report else (-1, -2, 1, -3)
        about = [year + step for step in steps if year and year + step >= _FIRST_YEAR]
        asks = tuple(Ask(_address(page.url, asked, one), probe=True) for one in about)
        # without a year the servlet shows the newest report, which has an address of its own
        own = page.url if shown or not year else _address(page.url, asked, year)
        link = (Link(own, pages.main_title(page), is_report=True),) if has_report else ()
        return Listing(link, asks, parts=tuple(part for part in parts if part.url != own))


def _has_report(page: TextResponse) -> bool:
    """Whether there is a report of that year: its words, its tables, or its files; else only the frame is shown."""
    tables = any(len(table.css("tr")) >= _TABLE_ROWS for table in page.css("table"))
    return pages.is_report(page) or tables or bool(pages.files(page))


def _is_servlet(address: str) -> bool:
    try:
        return urlsplit(address).path.endswith("/xxgkAnnualReport.jsp")
    except ValueError:
        return False


def _address(url: str, asked: dict[str, str], year: int | str) -> str:
    return f"{url.split('?', maxsplit=1)[0]}?{urlencode(asked | {'fbtime': str(year)})}"
