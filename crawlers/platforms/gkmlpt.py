"""Guangdong's catalogue platform: the page holds the tree of columns, an end point gives the articles of each.

`total` is what can be listed now and ends the list; `post_count`, what was ever posted, does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.base import Adapter, Ask, Link, Listing, unique
from crawlers.platforms.parts.anchors import is_markup, join
from crawlers.platforms.parts.answers import further_pages, read_json, whole, written
from crawlers.platforms.parts.rows import value_of, words
from crawlers.reasons import because

_SID = re.compile(r"\bSID['\"]?\s*:\s*['\"]?(\d+)")
_TREE = re.compile(r"\bTREE['\"]?\s*:\s*(?=\[|\{)")
_PAGE_SIZE = 100
_CHINA = timezone(timedelta(hours=8))
#: The column under which the end point gives every article of a site.
_EVERYTHING = 0


class Gkmlpt(Adapter):
    """Columns of `/gkmlpt/`."""

    name = "gkmlpt"

    def recognise(self, page: TextResponse) -> int:
        """By the configuration with a tree and a site number."""
        if not is_markup(page):
            return 0
        if "_CONFIG" in page.text and _SID.search(page.text) and _TREE.search(page.text):
            return 96
        return 60 if "/gkmlpt/" in urlsplit(page.url).path and "_CONFIG" in page.text else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The end points of the column the address names, else of all columns of annual reports in the tree.

        A body without such a column puts its reports among its other articles: then all of them are looked through.
        """
        sid = _SID.search(page.text)
        nodes = [*_nodes(_tree(page))]
        parts = urlsplit(page.url)
        wanted = [int(parts.fragment)] if parts.fragment.isdigit() else []
        wanted += [node["id"] for node in _annual(nodes, wanted)]
        if not sid:
            return Listing(open_end=because("no_tree_column"))
        root = page.url.split("/gkmlpt/")[0]
        asks = [
            Ask(f"{root}/gkmlpt/api/all/{number}?page=1&sid={sid[1]}", read=read_articles)
            for number in wanted or [_EVERYTHING]
        ]
        jumps = [Ask(url) for node in _annual(nodes, []) if (url := join(page, value_of(node, ("jump_url",)) or "#"))]
        leading_away = [ask for ask in jumps if "/gkmlpt/" not in ask.url and "#" not in ask.url]
        return Listing(parts=tuple({ask.url: ask for ask in [*asks, *leading_away]}.values()))


def _tree(page: TextResponse) -> Any:
    found = _TREE.search(page.text)
    if not found:
        return []
    return written(page.text, found.end()) or []


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """All nodes of a tree, parents first."""
    for node in tree if isinstance(tree, list) else [tree]:
        if isinstance(node, dict) and (number := whole(node.get("id"))) is not None:
            yield node | {"id": number, "parent_id": whole(node.get("parent_id"))}
            yield from _nodes(node.get("children") or [])


def _annual(nodes: list[dict[str, Any]], below: list[int]) -> Iterator[dict[str, Any]]:
    """The nodes named as annual reports, or below one that is or that `below` names."""
    inside = set(below)
    for node in nodes:
        named = links.column_kind(str(node.get("name", ""))) == "annual"
        if node["id"] not in below and (named or node.get("parent_id") in inside):
            inside.add(node["id"])
            yield node


def read_articles(page: TextResponse) -> Listing:
    """The rows of an answer of the end point, and the pages up to its total."""
    answer = read_json(page)
    articles = [one for one in answer.get("articles") or [] if isinstance(one, dict)]
    found = unique(
        Link(url, words(title), _day(one))
        for one in articles
        if (title := value_of(one, ("title",)))
        and (address := value_of(one, ("url", "post_url")))
        and (url := join(page, address))
    )
    column = answer.get("classify")
    if isinstance(column, dict) and links.column_kind(str(column.get("name", ""))) == "annual":
        # "2024年年报" says enough in a column of that name
        found = tuple(replace(one, is_report=links.is_one_of_its_column(one.title)) for one in found)
    total = whole(answer.get("total"))
    here = re.search(r"[?&]page=(\d+)", page.url)
    # some servers give fewer rows an answer
    size = len(articles) if here and here[1] == "1" and 0 < len(articles) < (total or 0) else _PAGE_SIZE
    asks = tuple(
        Ask(re.sub(r"([?&]page=)\d+", rf"\g<1>{number}", page.url), read=read_articles)
        for number in further_pages(1, total, size)
        if here and number > int(here[1])
    )
    return Listing(found, asks, declared_rows=total, rows=len(articles))


def _day(article: dict[str, Any]) -> date | None:
    """The day of publication: create_time, in seconds; `date` is when the paper was drawn up."""
    for name in ("display_publish_time", "first_publish_time", "create_time", "date"):
        seconds = whole(article.get(name))
        if seconds and seconds < 2**33:
            return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date()
    return None
