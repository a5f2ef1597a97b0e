"""The further rows that a script of a page loads, page by page: asked for as it would, until nothing new comes.

The address stands in the script but for the number of the page ('/nb/more?page=' + n, `/nb/list_${n}.html`), or the call
sends that number among plain values. An address that is made up of more is left to a browser (`render: browser`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.platforms.base import Ask, Further, Link, Listing, unique
from crawlers.platforms.parts import forms, loaded
from crawlers.platforms.parts.anchors import fragment, is_markup, join, scripts, texts
from crawlers.platforms.parts.answers import read_value
from crawlers.platforms.parts.rows import rows
from crawlers.reasons import because

#: The question that the rows of a page are asked for with, by the page's number.
Numbered = Callable[[int], Ask]

_KEYED = re.compile(rf"[?&](?:{'|'.join(forms.PAGE_KEYS)})=$", re.IGNORECASE)
#: An address, the number put into it, and what follows: 'more?page=' + n + '&size=8', `list_${n}.html`.
_PUT = re.compile(
    r"(['\"])(?P<before>[^'\"\s]*[=/_])\1\s*\+\s*\(?\s*(?:\+\+)?(?P<name>[\w$.]+)(?:\s*\+\s*1|\+\+)?\s*\)?"
    r"(?:\s*\+\s*(['\"])(?P<behind>[^'\"\s]*)\4)?(?!\s*\+)"
    r"|`(?P<before2>[^`\s$]*[=/_])\$\{(?:\+\+)?(?P<name2>[\w$.]+)[^}]*\}(?P<behind2>[^`\s$]*)`"
)
_LOADING = re.compile(r"(?:\b(?:get|getJSON|post|load|ajax|fetch|axios)\(\s*|\burl\s*:\s*)$")
_NO_MORE = re.compile(r"没有|暂无|无(更多|相关|数据|记录)|到底|no ?more", re.IGNORECASE)
_AJAX = (("X-Requested-With", "XMLHttpRequest"),)


def from_first(page: TextResponse) -> tuple[Ask, ...]:
    """The lists that scripts of a page without rows load from their first page on."""
    found: list[Ask] = []
    for make, first in (*_addresses(page), *_calls(page)):
        found.append(asked(make, 1, frozenset()))
        if not first:  # their pages may be counted from nought
            found.append(replace(asked(make, 0, frozenset()), probe=True))
    return tuple(found)


def loaded_by_script(page: TextResponse, known: frozenset[str]) -> Further | None:
    """The further rows that a script of the page loads; `known` are the addresses of those that stand there."""
    for make, first in (*_addresses(page), *_calls(page)):
        if first:
            return Further((asked(make, max(first, 2), known),))
        # pages are counted from nought, or from one where the number grows before it is sent
        return Further((asked(make, 1, frozenset()),), (asked(make, 2, known),))
    return None


def asked(make: Numbered, number: int, known: frozenset[str], *, is_first: bool = True) -> Ask:
    """The question for a page of further rows; its answer leads to the next one.

    FailedError where the first such page holds the rows that stand there already: its server reads another number.
    """

    def read(page: TextResponse) -> Listing:
        found = _rows(page)
        if is_first and found and all(link.url in known for link in found):
            raise FailedError(because("nothing_new"))
        if not found and is_first and is_markup(page) and not _says_nothing(page):
            raise FailedError(because("no_list_data"))
        if not found:
            return Listing(is_end=True)
        return Listing(found, (asked(make, number + 1, known, is_first=False),))

    return replace(make(number), probe=not is_first, read=read)


def _says_nothing(page: TextResponse) -> bool:
    """Whether markup without rows is an empty piece of a list, or says that there are no more."""
    words = re.sub(r"\s+", "", "".join(texts(page, "//text()[not(ancestor::script or ancestor::style)]")))
    return not words or _NO_MORE.search(words) is not None


def _rows(page: TextResponse) -> tuple[Link, ...]:
    """The rows of an answer: markup, records, or markup among the values of an object."""
    if is_markup(page) or not page.text.strip():
        return unique(rows(page)) if page.text.strip() else ()
    found = loaded.read(page).links
    return found or unique(link for text in _markup_in(read_value(page)) for link in rows(fragment(page, text)))


def _markup_in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and "<a" in value:
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _markup_in(one)


def _addresses(page: TextResponse) -> Iterator[tuple[Numbered, int]]:
    """Addresses that a script puts the number of a page into, each with the number that it begins with."""
    for script in scripts(page):
        for found in _PUT.finditer(script):
            before, name, behind = (found[part] or found[f"{part}2"] or "" for part in ("before", "name", "behind"))
            # a number in a file's name is a page's where it is loaded, an article's where a link is made of it
            is_loaded = _LOADING.search(script[max(0, found.start() - 40) : found.start()])
            if (_KEYED.search(before) or (is_loaded and behind.startswith("."))) and (url := join(page, before)):
                yield _put_into(url, behind), _begins_with(script, name)


def _put_into(url: str, behind: str) -> Numbered:
    return lambda number: Ask(f"{url}{number}{behind}", headers=_AJAX)


def _calls(page: TextResponse) -> Iterator[tuple[Numbered, int]]:
    """Calls that send the number of a page among plain values, each with the number that it begins with."""
    for call in loaded.calls(page):
        key, variable = call.counts
        values = {
            name: _value_of(call.script, bare) if bare else plain for name, plain, bare in call.fields if name != key
        }
        if key and None not in values.values():
            order = [name for name, *_ in call.fields]
            yield _sent(call, order, values, key), _begins_with(call.script, variable)


def _sent(call: loaded.Call, order: list[str], values: dict[str, str | int | None], key: str) -> Numbered:
    def make(number: int) -> Ask:
        sent = {name: number if name == key else values[name] for name in order}
        if call.is_json:
            return Ask(call.url, json=json.dumps(sent, ensure_ascii=False), headers=_AJAX)
        pairs = tuple((name, str(value)) for name, value in sent.items())
        if call.posts:
            return Ask(call.url, form=pairs, headers=_AJAX)
        return Ask(f"{call.url}{'&' if '?' in call.url else '?'}{urlencode(pairs)}", headers=_AJAX)

    return make


def _value_of(script: str, bare: str) -> str | int | None:
    """The plain value that a word of a script stands for; None where it is not given one."""
    if bare.isdigit():
        return int(bare)
    given = re.search(
        rf"\b{re.escape(bare.rsplit('.', maxsplit=1)[-1])}\s*[=:]\s*(?:'([^']*)'|\"([^\"]*)\"|(\d+))\s*[;,\n}}]", script
    )
    if given is None:
        return None
    return int(given[3]) if given[3] else given[1] or given[2] or ""


def _begins_with(script: str, name: str) -> int:
    """The number that a script gives a variable at first; 1 where it is not said."""
    given = re.search(rf"\b{re.escape(name.rsplit('.', maxsplit=1)[-1])}\s*[=:]\s*['\"]?(\d+)\b", script)
    return int(given[1]) if given else 1
