"""Lists that grow in place: a button, or scrolling to the end, brings further rows into the page.

A button may have an address of its own, of a further page or with the number of one; else a script of the page says what
it loads (`scripted_rows.py`). Where neither leads on, the list is open, but for one that says how many rows it has and
shows them all. Pagers that lead to pages by their numbers or words are read in `pagers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.base import Ask, Further
from crawlers.platforms.parts import forms, scripted_rows
from crawlers.platforms.parts.anchors import Element, address_of, elements, join, scripts, title_of
from crawlers.platforms.parts.rows import row_of, rows
from crawlers.platforms.parts.scripted_rows import Numbered
from crawlers.reasons import because

_WORDS = re.compile(
    r"((点击|上拉|下拉|上滑|滑动|滚动)*(加载|载入|获取)|(点击)?(显示|查看|展开|浏览|阅读))更多(内容|信息|数据|记录|年报|报告|文章|列表)?"
)
#: Words that are said of this list alone; those to see more are said of the column that a block of links is from too.
_LOADS = re.compile(r"加载|载入|获取")
_MARKS = re.compile(r"^[》>»›…\[\]+<.↓∨]+|[》>»›…\[\]+<.↓∨]+$")
_SPEAKS = (
    "//text()[contains(., '更多')]/parent::*[not(self::script or self::style)] | //input[contains(@value, '更多')]"
)
#: Where a button keeps the address of what it loads, beside the places that any link may keep one in.
_KEPT_IN = ("data-next", "data-src", "data-api", "data-more", "data-next-url", "data-page-url")
_SCROLLS = re.compile(r"\bscroll\b|onscroll|IntersectionObserver|touchmove|onReachBottom")
#: 共19条, 本栏目共有19条信息; not what a sentence says that a body has made public.
_TOTAL_SAID = re.compile(r"(?:^|[^\u4e00-\u9fff]|栏目|总计|合计)共[有计]?(\d{1,5})(?:条|篇)")
_LONGEST_SAYING = 30
_TOTAL_IN = ("data-total", "data-count", "data-totalcount", "data-total-count", "data-records")


def more(page: TextResponse) -> Further | None:
    """The rows that a button or a scroll brings; an open end where they are out of reach, None where nothing says that there are any."""
    movers = [mover for mover in _movers(page) if _is_of_list(page, mover[0])]
    for mover in movers:
        if (asked := _asked_by(page, mover)) is not None:
            return asked
    blind = [mover for mover in movers if not _leads_elsewhere(mover)]
    if blind or any(_SCROLLS.search(script) for script in scripts(page)):
        known = frozenset(link.url for link in rows(page))
        if (loads := scripted_rows.loaded_by_script(page, known)) is not None:
            return loads
    told = _total_said(page) if blind else None
    return Further(open_end=because("pager_blind"), said=told) if blind and told != len(_listed(page)) else None


def short(page: TextResponse) -> Further | None:
    """The open end of a list that says how many rows it has and shows fewer, though nothing on it leads on."""
    told = _total_said(page)
    here = len(_listed(page)) if told else 0
    if not told or not 0 < here < told:
        return None
    return Further(open_end=because("short_list", declared=told, seen=here), said=told)


# --- the button ------------------------------------------------------------------------------------------------


def _movers(page: TextResponse) -> Iterator[list[Element]]:
    """The elements that offer more rows, each with those around it that say nothing else."""
    for element in elements(page, _SPEAKS) if "更多" in page.text else ():
        chain = [element, *element.iterancestors()]
        if around := [*takewhile(lambda one: _WORDS.fullmatch(_words(one)), chain)]:
            yield around


def _words(element: Element) -> str:
    words = element.get("value") or "" if element.tag == "input" else title_of(element)
    return _MARKS.sub("", re.sub(r"\s+", "", words))


def _is_of_list(page: TextResponse, element: Element) -> bool:
    """Whether a button stands by the reports of a page, and not at the end of another block of links."""
    reports = _reports(page)
    for around in element.iterancestors() if any(reports.values()) else ():
        near = [reports[anchor] for anchor in around.iter("a") if anchor in reports]
        if near:
            return any(near)
    return True


def _asked_by(page: TextResponse, mover: list[Element]) -> Further | None:
    """What a button asks for by an address of its own: a page of the list, or an end point with the number of a page."""
    for element in mover:
        if (submitted := forms.submitted_by(page, element)) is not None:
            return Further((submitted,))
        told = (address_of(element), *((element.get(name) or "").strip() for name in _KEPT_IN))
        for url in filter(None, (join(page, one) for one in told if one)):
            if _is_link(element):
                if url != page.url and (_LOADS.search(_words(element)) or forms.goes_on(page, url)):
                    return Further((Ask(url, probe=forms.number_in(page.url) is not None),))
            elif numbered := _numbered(url):
                make, number = numbered
                return Further((scripted_rows.asked(make, number, frozenset(link.url for link in rows(page))),))
    return None


def _is_link(element: Element) -> bool:
    href = (element.get("href") or "").strip().lower()
    return bool(href) and not href.startswith(("javascript:", "#"))


def _leads_elsewhere(mover: list[Element]) -> bool:
    return any(_is_link(one) or "location" in (one.get("onclick") or "") for one in mover)


def _numbered(url: str) -> tuple[Numbered, int] | None:
    """The questions that an address with the number of the next page leads to, and that number."""
    found = forms.number_in(url)
    if found is None:
        return None
    key, number = found
    if key.lower() in forms.OFFSET_KEYS:  # as many rows a page as stand before the second
        return ((lambda page: Ask(forms.with_number(url, key, page * number))), 1) if number else None
    if key:
        return (lambda page: Ask(forms.with_number(url, key, page))), max(number, 2)
    parts = urlsplit(url)
    named = forms.NAMED.fullmatch(parts.path)
    assert named
    return (lambda page: Ask(parts._replace(path=f"{named[1]}{page}{named[3]}").geturl())), number


# --- what stands there -----------------------------------------------------------------------------------------


def _reports(page: TextResponse) -> dict[Element, bool]:
    """The links of a page that are rows, each with whether it is a report."""
    known = {
        link.url: link.is_report or links.judge(link.title).kind == "report" or links.is_one_of_its_column(link.title)
        for link in rows(page)
    }
    found = ((anchor, join(page, address)) for anchor in elements(page, "//a") if (address := address_of(anchor)))
    return {anchor: known[url] for anchor, url in found if url in known}


def _listed(page: TextResponse) -> set[str]:
    """The addresses that stand in the blocks of a page with reports; beside them may stand menus of other documents."""
    blocks: dict[Element, dict[str, bool]] = {}
    for anchor, is_report in _reports(page).items():
        row = row_of(anchor)
        block = (anchor if row is None else row).getparent()
        blocks.setdefault(block, {})[join(page, address_of(anchor) or "") or ""] = is_report
    return {url for block in blocks.values() if any(block.values()) for url in block}


def _total_said(page: TextResponse) -> int | None:
    """The number of rows that a page says its list has, in words or in an attribute of the list; None where it does not."""
    for name in _TOTAL_IN:
        for element in elements(page, f"//*[@{name}]"):
            reports = _reports(page) if element.get(name).isdigit() else {}
            if any(reports.get(anchor) for anchor in element.iter("a")):
                return int(element.get(name))
    for element in elements(page, "//text()[contains(., '共')]/parent::*[not(self::script or self::style or self::a)]"):
        said = re.sub(r"\s+", "", title_of(element))
        if len(said) <= _LONGEST_SAYING and (found := _TOTAL_SAID.search(said)):
            return int(found[1])
    return None
