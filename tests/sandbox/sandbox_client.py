"""A small client for the replica portals; what is asked and expected stands in the tests."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html as lxml_html

from crawlers.sandbox.wire.hanweb import PROXY, units

ROW = re.compile(r"<record><!\[CDATA\[(.*?)\]\]></record>", re.DOTALL)


@dataclass
class Got:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(url: str, method: str = "GET", form: dict | None = None, **headers: str) -> Got:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        body = urlencode(form) if form else None
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, body, named)
        answer = connection.getresponse()
        return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def links(page: Got, base: str, path: str = "//a/@href") -> list[str]:
    found = lxml_html.fromstring(page.text).xpath(path)
    return [urljoin(base, href) for href in found if not href.startswith("javascript")]


def rows(text: str) -> list[tuple[str, str]]:
    found = []
    for record in ROW.findall(text):
        anchor = lxml_html.fromstring(record).find(".//a")
        found.append((anchor.get("title"), anchor.get("href")))
    return found


def proxy(portal, first: int, last: int, method: str = "POST", **changed: str) -> Got:
    column = portal.plan.column.split("/col")[-1].split("/")[0]
    form = {"col": "1", "appid": "1", "webid": "3", "path": "/", "columnid": column, "unitid": units(portal.plan)[0]}
    query = {"startrecord": first, "endrecord": last, "perpage": portal.plan.rows}
    url = f"{portal.url}{PROXY}?{urlencode(query if method == 'POST' else query | form | changed)}"
    return fetch(url, method, form | changed if method == "POST" else None)


def document(portal, place: int = 0) -> str:
    """The address of the document of the report at that place of the list."""
    key = portal.entries[place].report.key
    paths = [path for path, resource in portal.replica.site.resources.items() if resource.carries == key]
    return portal.url + paths[0]
