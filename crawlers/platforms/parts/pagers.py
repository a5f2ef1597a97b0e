"""Pagers of static lists: how a page says which pages follow, and of how many rows.

The families share function names and number their pages differently; each way is one function of a page.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Ask, Further
from crawlers.platforms.parts import forms, growing
from crawlers.platforms.parts.anchors import (
    Element,
    address_of,
    clicked,
    elements,
    fragment,
    join,
    scripts,
    texts,
    title_of,
)
from crawlers.platforms.parts.rows import rows
from crawlers.reasons import because

Pager = Callable[[TextResponse], "Further | None"]

_CALL = r"(?<!//)(?<!// )createPageHTML\(\s*"
_STRING = r"[\"']([^\"']*)[\"']"
_WHOLE = r"[\"']?(\d+)[\"']?"
#: createPageHTML(pages, current from 0, "index", "html")
_NUMBERS_FIRST = re.compile(rf"{_CALL}{_WHOLE}\s*,\s*[\"']?\d+[\"']?\s*,\s*{_STRING}\s*,\s*{_STRING}")
#: createPageHTML('container', pages, current from 1, 'common_list', 'shtml', rows)
_CONTAINER_FIRST = re.compile(
    rf"{_CALL}{_STRING}\s*,\s*{_WHOLE}\s*,\s*[\"']?\d+[\"']?\s*,\s*{_STRING}\s*,\s*{_STRING}(?:\s*,\s*{_WHOLE})?"
)
#: Other carriers of the number of pages; they name neither stem nor extension.
_COUNT = re.compile(
    r"\b(?:countPage|maxPage|pageCount|totalPages?)\s*[=:]\s*(?:parseInt\()?\s*['\"]?(\d+)", re.IGNORECASE
)
_OBJECT = re.compile(r"\bPager\(\s*\{([^}]*)\}")
_FIELD = re.compile(r"(\w+)\s*:\s*['\"]?([\w-]+)")
_ENCODED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_EXTENSION = re.compile(r"\w\.(s?html?)$")
_NEXT = re.compile(r"下一?页|后一?页|next", re.IGNORECASE)
_MARKS = re.compile(r"^[》>»›…\[\]<\s]+|[》>»›…\[\]<\s]+$")
_NEXT_CLASS = "//*[contains(concat(' ', @class, ' '), ' p_next ')]//a | //a[@rel='next'] | //link[@rel='next']"
_SAID = re.compile(r"共\s*(\d+)\s*页|(?<![\d/])\d+\s*/\s*(\d+)\s*页?(?![\d/])")
_STATED = re.compile(r"共\s*(\d+)\s*页")
_NUMBER = re.compile(r"\d{1,3}")
_ARROW = re.compile(r"[>›»→]+")
_PAGE_CHOSEN = re.compile(r"第?\s*(\d{1,3})\s*页?")
#: A total of rows, and the rows of a page, as scripts hand them to whatever draws their pager.
_TOTAL = re.compile(
    r"\b(?:totalCount|totalRecords?|recordCount|totalRows?|totalNum)\s*[=:]\s*['\"]?(\d+)", re.IGNORECASE
)
_SIZE = re.compile(r"\b(?:pageSize|perPage|page_size)\s*[=:]\s*['\"]?(\d+)", re.IGNORECASE)


def stem_and_extension(page: TextResponse) -> tuple[str, str]:
    """The file name that the addresses of further pages are made from; where a folder was asked for, its index."""
    last = urlsplit(page.url).path.rsplit("/", 1)[-1]
    stem, dot, extension = last.rpartition(".")
    return (stem, extension) if dot else ("index", _usual_extension(page))


def _usual_extension(page: TextResponse) -> str:
    """The extension most of a page's rows have; a site names its lists and its articles alike."""
    found = Counter(one[1] for row in rows(page) if (one := _EXTENSION.search(urlsplit(row.url).path)))
    return max(sorted(found), key=lambda one: found[one], default="html")


def numbered(page: TextResponse, stem: str, extension: str, numbers: range) -> tuple[Ask, ...]:
    """Further pages by their number in the file name."""
    return tuple(Ask(page.urljoin(f"{stem}_{number}.{extension}")) for number in numbers)


def _from_nought_or_one(page: TextResponse, stem: str, extension: str, pages: int) -> Further:
    """Page two is index_1 on TRS and index_2 on its look-alikes; which, the second page shows."""
    return Further(
        numbered(page, stem, extension, range(1, pages)), numbered(page, stem, extension, range(2, pages + 1))
    )


def trs(page: TextResponse) -> Further | None:
    """createPageHTML with the number of pages first."""
    found = _NUMBERS_FIRST.search("\n".join(scripts(page)))
    return _from_nought_or_one(page, found[2], found[3], int(found[1])) if found else None


def ucap(page: TextResponse) -> Further | None:
    """createPageHTML with a container first: page k is prefix_k, and the rows are counted."""
    found = _CONTAINER_FIRST.search("\n".join(scripts(page)))
    if not found:
        return None
    asks = numbered(page, found[3], found[4], range(2, int(found[2]) + 1))
    return Further(asks, declared_rows=int(found[5]) if found[5] else None)


def counted(page: TextResponse) -> Further | None:
    """A variable with the number of pages; pages named 1.html count on from there."""
    found = _COUNT.search(page.text)
    if not found:
        return None
    stem, extension = stem_and_extension(page)
    if stem.isdigit():
        return Further(tuple(Ask(page.urljoin(f"{one}.{extension}")) for one in range(2, int(found[1]) + 1)))
    return _from_nought_or_one(page, re.sub(r"_\d+$", "", stem), extension, int(found[1]))


def pager_object(page: TextResponse) -> Further | None:
    """Pager({prefix:'index',suffix:'html',current:0,size:7}): the pages under whichever name."""
    found = _OBJECT.search(page.text)
    if not found:
        return None
    fields = dict(_FIELD.findall(found[1]))
    names = ("size", "total", "totalPage", "totalPages", "pages", "pageCount", "count")
    pages = next((int(fields[name]) for name in names if fields.get(name, "").isdigit()), 0)
    if not pages:
        return Further(open_end=because("pager_untold"))
    return _from_nought_or_one(page, fields.get("prefix", "index"), fields.get("suffix", "html"), pages)


def encoded(page: TextResponse) -> Further | None:
    """A pager that stands base64 encoded in an element and is drawn by a script."""
    for text in page.xpath("//*[@id='pages']//text()").getall():
        found = _ENCODED.search(text)
        if not found:
            continue
        try:
            markup = unquote(base64.b64decode(found[0], validate=True).decode("utf-8", "replace"))
        except (binascii.Error, ValueError):
            continue
        inner = fragment(page, f"<div>{markup}</div>")
        return links(inner)
    return None


def links(page: TextResponse) -> Further | None:
    """The words for the next page, or the numbers of pages; a pseudo link leaves the list open."""
    anchor = _next_anchor(page)
    if anchor is None:
        return _numbers(page) or _submitted(page, *_second(page))
    address = address_of(anchor)
    url = join(page, address) if address else None
    if url and url != page.url:
        return Further((Ask(url),))
    last, called = _pages_said(page), forms.number_called(anchor)
    if url or last == 1 or _current_is_last(page) or (last and called and called > last):
        return None
    return _numbers(page) or _submitted(page, anchor) or Further(open_end=because("pager_blind"))


def _second(page: TextResponse) -> list[Element]:
    """The links that are nothing but the number of the second page."""
    return [anchor for anchor in elements(page, "//a") if title_of(anchor) == "2"]


def _submitted(page: TextResponse, *anchors: Element) -> Further | None:
    """The pages that a form of the page asks for when these links are followed."""
    asks = forms.submitted(page, anchors, _pages_said(page))
    return Further(asks) if asks else None


def arrow(page: TextResponse) -> Further | None:
    """A sign in place of the words for the next page, where its address has a higher number than the page's own."""
    own = forms.number_in(page.url)
    for anchor in elements(page, "//a[@href]"):
        if not (_ARROW.fullmatch(title_of(anchor)) or "next" in anchor.get("class", "").split()):
            continue
        address = address_of(anchor)
        url = join(page, address) if address else None
        told = forms.number_in(url) if url else None
        is_later = told is not None and told[1] > (own[1] if own else 0)
        if url and is_later and forms.goes_on(page, url) and not _is_disabled(anchor):
            return Further((Ask(url),))
    return None


def chosen(page: TextResponse) -> Further | None:
    """A select of the pages' numbers, each the address of its page or made into it by a script or a form."""
    for select in elements(page, "//select[option]") if "<select" in page.text.lower() else ():
        choices = [*select.iter("option")]
        numbers = [int(found[1]) if (found := _PAGE_CHOSEN.fullmatch(title_of(one))) else 0 for one in choices]
        if len(choices) < 2 or numbers != [*range(1, len(choices) + 1)] or not _is_pager(select, choices):
            continue
        before, after = forms.made_into(page, select)
        told = [
            (one.get("value") or "").strip() for one in choices[1:]
        ]  # page one is this page, or the one that led here
        made = [one if set(one) & {"/", "."} else before and f"{before}{one}{after}" for one in told]
        urls = [join(page, one) for one in made if one]
        if None in urls or len(urls) < len(told):
            return Further(open_end=because("pager_blind"))
        return Further(tuple(Ask(url) for url in urls if url and url != page.url))
    return None


def _is_pager(select: Element, choices: list[Element]) -> bool:
    """Whether the numbers to choose from are those of pages, and not of months or days."""
    named = f"{select.get('id')} {select.get('name')} {select.get('class')} {select.get('onchange')}".lower()
    return "页" in title_of(choices[0]) or "page" in named


def said(page: TextResponse) -> Further | None:
    """A number of pages in words alone; the pages are then asked for by the commonest names."""
    pages = stated(page)
    return None if pages < 2 else _counted_on(page, pages)


def sized(page: TextResponse) -> Further | None:
    """The number of rows and the rows of a page as variables of one script: totalCount = 9, pageSize = 4."""
    here = len(rows(page))
    for script in scripts(page):
        total, size = _TOTAL.search(script), _SIZE.search(script)
        if total and size and 0 < here <= int(size[1]) < int(total[1]):
            pages = -(-int(total[1]) // int(size[1]))
            return replace(_counted_on(page, pages), pages=None, declared_rows=int(total[1]))
    return None


def _counted_on(page: TextResponse, pages: int) -> Further:
    """The pages that a number alone announces, by the commonest names."""
    stem, extension = stem_and_extension(page)
    if not re.fullmatch(r"(index|list|default|\w*_list)(_\d+)?", stem):
        return Further(open_end=because("pager_counts", pages=pages), pages=pages)
    return replace(_from_nought_or_one(page, re.sub(r"_\d+$", "", stem), extension, pages), pages=pages)


#: Ways of any site, which its family's software knows nothing of.
_BESIDE: tuple[Pager, ...] = (arrow, chosen, growing.more, said)
ALL: tuple[Pager, ...] = (ucap, trs, pager_object, counted, encoded, links, *_BESIDE, sized)


def further(page: TextResponse, ways: tuple[Pager, ...] = ALL) -> Further:
    """The pages that follow, by the first of the ways that this page speaks: those of its family, then those of any site.

    A button that loads more is none to overlook, but where it leads nowhere, the other ways still may.
    """
    blind = None
    for way in (*dict.fromkeys((*ways, *_BESIDE)), growing.short):
        found = way(page)
        if found is not None and (way is not growing.more or found.asks):
            return found
        blind = blind or found
    return blind or Further()


def stated(page: TextResponse) -> int:
    """How many pages a page says the list has (共N页); 0 when it does not say."""
    return max((int(one) for one in _STATED.findall(_text(page))), default=0)


def pages_told(page: TextResponse) -> int:
    """How many pages a page says the list has, in words, in a script's variable or by its pager; 0 where it does not say."""
    told = _COUNT.search(page.text)
    numbers = [int(words) for anchor in elements(page, "//a") if _NUMBER.fullmatch(words := title_of(anchor))]
    last = [int(one) for one in page.xpath("//a/@paged | //a/@data-page | //a/@pageno").getall() if one.isdigit()]
    return max(stated(page), int(told[1]) if told else 0, _pages_said(page) or 0, *numbers, *last, 0)


def _next_anchor(page: TextResponse) -> Element | None:
    marked = elements(page, _NEXT_CLASS)
    if marked:
        return marked[0]
    for anchor in (*elements(page, "//a"), *clicked(page)):
        words = _MARKS.sub("", title_of(anchor))
        if _NEXT.fullmatch(words) and not _is_disabled(anchor):
            return anchor
    return None


def _is_disabled(anchor: Element) -> bool:
    return anchor.get("disabled") is not None or "disabled" in anchor.get("class", "")


def _numbers(page: TextResponse) -> Further | None:
    """Anchors that are nothing but numbers of pages, in an element that is a pager or with a page in their query."""
    asks: dict[str, Ask] = {}
    for anchor in elements(page, "//a"):
        address = address_of(anchor)
        # page one is this page, or the one that led here
        if not address or not _NUMBER.fullmatch(title_of(anchor)) or int(title_of(anchor)) == 1:
            continue
        url = join(page, address)
        keys = {name.lower() for name, _ in parse_qsl(urlsplit(url or "").query)}
        paged = anchor.xpath("ancestor::*[contains(@class,'page') or contains(@id,'page') or contains(@class,'pag')]")
        if url and url != page.url and (paged or keys & set(forms.PAGE_KEYS)):
            asks.setdefault(url, Ask(url))
    return Further(tuple(asks.values())) if asks else None


def _text(page: TextResponse) -> str:
    words = texts(page, "//body//text()[not(ancestor::script or ancestor::style)]")
    return re.sub(r"[\s\xa0]+", "", "".join(words))


def _pages_said(page: TextResponse) -> int | None:
    found = _SAID.search(_text(page))
    return int(found[1] or found[2]) if found else None


def _current_is_last(page: TextResponse) -> bool:
    found = re.search(r"(?<![\d/])(\d+)/(\d+)页?(?![\d/])", _text(page))
    return bool(found and found[1] == found[2])
