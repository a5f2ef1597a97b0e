"""Epoint's web builder: a script of the site names project and site, a JSON end point gives the rows of a category."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.platforms.base import Adapter, Ask, Listing, unique
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.answers import fields, further_pages, read_json, whole
from crawlers.platforms.parts.rows import from_records, in_scripts, rows, value_of
from crawlers.reasons import because

_PAGE = re.compile(r"govInfoPub\w*\.html|openlist\.html", re.IGNORECASE)
_SITE = re.compile(r"\bsiteInfo\s*=\s*(\{[^}]*\})")
_SAID = re.compile(r"\b(deptcode|categorynum)['\"]?\s*(?:[=:]|,\s*value\s*[=:])\s*['\"]([\w-]+)['\"]", re.IGNORECASE)
_SCRIPT = "webBuilderCommon.js"
_AT_ONCE = 50


class Epoint(Adapter):
    """Columns of the govInfoPub kind."""

    name = "epoint"

    def recognise(self, page: TextResponse) -> int:
        """By the script that names the site, with the page's name or the end point."""
        if not is_markup(page):
            return 0
        marked = _SCRIPT in page.text or _SITE.search(page.text) or "EWB-FRONT" in page.text
        asked = "getgovinfolist" in page.text or _PAGE.search(urlsplit(page.url).path)
        if marked and asked:
            return 95
        # the name of its page alone says little where the page lists its rows itself
        return 60 if asked and not rows(page) and not any(True for _ in in_scripts(page)) else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The script that names the site, to be read before the list can be asked for."""
        said = {name.lower(): value for name, value in _SAID.findall(page.text)}
        for name in ("deptcode", "categorynum"):
            if value := page.xpath(f"//input[@id='{name}' or @name='{name}']/@value").get():
                said.setdefault(name, value)
        parts = urlsplit(page.url)
        given = {name.lower(): value for name, value in [*parse_qsl(parts.query), *parse_qsl(parts.fragment)]}
        wanted = {name: given.get(name) or said.get(name, "") for name in ("deptcode", "categorynum")}

        def read_site(answer: TextResponse) -> Listing:
            found = _SITE.search(answer.text)
            site = fields(found[1]) if found else {}
            if "siteGuid" not in site:
                raise FailedError(because("no_site_name"), 200)
            point = f"{site.get('projectName', '/EWB-FRONT').rstrip('/')}/rest/lightfrontaction/getgovinfolist"
            return Listing(
                asks=(
                    _ask(page.urljoin(f"/{point.lstrip('/')}"), page.url, wanted | {"siteGuid": site["siteGuid"]}, 1),
                )
            )

        if _SITE.search(page.text):
            return read_site(page)
        script = page.xpath(f"//script[contains(@src, '{_SCRIPT}')]/@src").get() or f"/js/{_SCRIPT}"
        return Listing(parts=(Ask(page.urljoin(script), read=read_site),))


def _ask(point: str, page_url: str, wanted: dict[str, str], number: int) -> Ask:
    body = wanted | {"pageIndex": number, "pageSize": _AT_ONCE}

    def read(page: TextResponse) -> Listing:
        custom = read_json(page).get("custom")
        if isinstance(custom, str):
            custom = _loads(custom)
        records = custom.get("data") if isinstance(custom, dict) else None
        if not isinstance(custom, dict) or not isinstance(records, list):
            raise FailedError(because("no_list_data"), 200)
        total = next(
            (count for name in ("total", "totalcount", "count") if (count := whole(custom.get(name))) is not None), None
        )
        asks = [_ask(point, page_url, wanted, one) for one in further_pages(number, total, _AT_ONCE, len(records))]
        if total is None and len(records) >= _AT_ONCE:
            asks = [_ask(point, page_url, wanted, number + 1)]
        # the title may be cut, realtitle is whole
        named = [one | {"title": value_of(one, ("realtitle", "title"))} for one in records if isinstance(one, dict)]
        return Listing(unique(from_records(page, named)), tuple(asks), declared_rows=total, rows=len(records))

    headers = (("Referer", page_url), ("X-Requested-With", "XMLHttpRequest"))
    return Ask(point, json=json.dumps(body), headers=headers, read=read)


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
