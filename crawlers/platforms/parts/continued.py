"""An article that goes on on further pages: `t2026_1.html` behind `t2026.html`, or a page a section of the report.

Which addresses those are, in their order, and one page made of all, for a report is read whole. That the pages are
fetched and archived as they were served is said in `crawlers/visit.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from urllib.parse import parse_qsl, urlsplit

from lxml import html
from scrapy.http import TextResponse

from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import Element, address_of, clicked, is_markup, join, scripts, title_of
from crawlers.platforms.parts.forms import PAGE_KEYS
from warehouse.form import chapter_words

#: createPageHTML of an article: its number of pages, the one shown, its own name.
_PAGER = re.compile(
    r"(?<!//)createPageHTML\(\s*[\"']?(\d+)[\"']?\s*,\s*[\"']?\d+[\"']?\s*,\s*[\"']([^\"']+)[\"']\s*,\s*[\"'](\w+)[\"']"
)
#: Chapters of a report from which links that name so many lead to a page each.
_FEWEST = 4
_LONGEST_HEADING = 40
#: What a further page repeats of the first.
_REPEATED = ("header", "footer", "nav", "script", "style", "h1", "title")


def further_pages(page: TextResponse) -> list[str]:
    """The addresses of the pages on which an article goes on, in their order; none for most."""
    if not is_markup(page):
        return []
    found = [*_by_pager(page), *_by_name(page)]
    if not found and (sections := _by_section(page)) and not pages.is_report(page):
        found = sections
    return [
        url for url in dict.fromkeys(found) if url != page.url and urlsplit(url).netloc == urlsplit(page.url).netloc
    ]


def _by_pager(page: TextResponse) -> Iterator[str]:
    own = _stem(page.url)
    for script in scripts(page) if "createPageHTML" in page.text else ():
        for count, stem, extension in _PAGER.findall(script):
            if stem == own and not stem.startswith("index"):
                yield from (page.urljoin(f"{stem}_{number}.{extension}") for number in range(1, int(count)))


def _by_name(page: TextResponse) -> Iterator[str]:
    """Links to the article's own name with a number behind it, or to its own address with a page in its query."""
    found: dict[int, str] = {}
    for anchor in page.selector.root.iter("a"):
        address = address_of(anchor)
        url = join(page, address) if address else None
        number = _number_behind(page.url, url) if url else None
        if url and number is not None:
            found.setdefault(number, url)
    yield from (found[number] for number in sorted(found))


def _number_behind(own: str, url: str) -> int | None:
    here, there = urlsplit(own), urlsplit(url)
    if here.netloc != there.netloc:
        return None
    if here.path == there.path and here.query != there.query:
        pairs, others = dict(parse_qsl(there.query)), dict(parse_qsl(here.query))
        more = {name: value for name, value in pairs.items() if others.get(name) != value}
        name, value = next(iter(more.items()), ("", ""))
        paged = len(more) == 1 and name.lower() in PAGE_KEYS and set(others) - {name} == set(pairs) - {name}
        return int(value) if paged and value.isdigit() and value != "1" else None
    folder, stem = here.path.rsplit("/", 1)[0], _stem(own)
    named = re.fullmatch(rf"{re.escape(f'{folder}/{stem}')}[_-](\d{{1,2}})\.\w+", there.path) if stem else None
    return int(named[1]) if named and not stem.startswith("index") else None


def _by_section(page: TextResponse) -> list[str]:
    found: dict[str, str] = {}
    chapters = chapter_words()
    folder = urlsplit(page.url).path.rsplit("/", 1)[0] + "/"
    for anchor in [*page.selector.root.iter("a"), *clicked(page)]:
        words = re.sub(r"\s+", "", title_of(anchor))
        # from the last on, for the first chapter's words, of how things stand, are said of others too
        named = next((key for key in reversed(chapters) if any(word in words for word in chapters[key])), None)
        address = address_of(anchor) if named and len(words) <= _LONGEST_HEADING else None
        url = join(page, address) if address else None
        # menus say some of these words too, and lead elsewhere
        if named and url and urlsplit(url).path.startswith(folder):
            found.setdefault(named, url)
    urls = [found[key] for key in chapters if key in found]
    return urls if len(urls) >= _FEWEST and len(set(urls)) == len(urls) else []


def _stem(url: str) -> str:
    """The name of an address without its ending."""
    return urlsplit(url).path.rsplit("/", 1)[-1].rpartition(".")[0]


def joined(parts: Sequence[tuple[TextResponse, str]]) -> bytes:
    """One page of an article's pages with their digests: the first, and in it the bodies of the others, each with where it is from."""
    first, _ = parts[0]
    root = deepcopy(first.selector.root)
    body = pages.body_of(root)
    holder = body if body is not None else next(iter(root.iter("body")), root)
    for page, digest in parts[1:]:
        section = html.Element("section", {"data-page": page.url, "data-sha256": digest})
        section.append(_body(page))
        holder.append(section)
    text: str = html.tostring(root, encoding="unicode")
    return f"\ufeff{text}".encode()


def _body(page: TextResponse) -> Element:
    root = deepcopy(page.selector.root)
    found = pages.body_of(root)
    body = found if found is not None else next(iter(root.iter("body")), root)
    for element in [*body.iter(*_REPEATED)]:
        element.drop_tree()
    body.tail = None
    if body.tag in {"body", "html"}:
        body.tag = "div"
    return body
