"""Answers of end points that scripts of a page would ask: JSON, JSONP, and the objects written in the page itself."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.reasons import because

#: A call, after the guards that servers put before it: `/**/cb(...)`, `typeof cb === 'function' && cb(...)`.
_JSONP = re.compile(r"^(?:/\*.*?\*/\s*)?(?:typeof[^&;]*&&\s*|;)?[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_BARE_KEY = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]*)\s*:")
_SINGLE = re.compile(r"'((?:[^'\"\\]|\\u[0-9a-fA-F]{4}|\\/)*)'")
#: Characters of a value that is not plain JSON; a longer one is no list of reports.
_LONGEST = 100_000
_COMMA = re.compile(r",(\s*[\]}])")
#: What goes on behind a string that a script puts together: `" + name + "more"`.
_PIECE = re.compile(r"\s*\+\s*(?:(['\"])([^'\"]*)\1|([\w.$]+(?:\(\))?))")
_FIELD = re.compile(r"['\"]?([\w$]+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([\w./%-]+))")


def read_json(page: TextResponse) -> dict[str, Any]:
    """The object a server answered, bare or wrapped in a call; FailedError when it is none."""
    value = read_value(page)
    if not isinstance(value, dict):
        raise FailedError(because("no_list_data"), 200)
    return value


def read_value(page: TextResponse) -> Any:
    """The JSON that a server answered, bare or wrapped in a call; FailedError when it is none."""
    text = page.text.strip("\ufeff \t\r\n")
    wrapped = _JSONP.match(text)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except ValueError as error:
        raise FailedError(because("no_list_data"), 200) from error


def fields(text: str) -> dict[str, str]:
    """The simple fields of an object as scripts write them, in their order; quotes may be entities."""
    return {name: single or double or bare for name, single, double, bare in _FIELD.findall(html.unescape(text))}


def written(text: str, start: int) -> Any:
    """The value that a script writes at `start`: JSON, or with bare keys and single quotes; None where it is neither."""
    return written_from(text, start)[0]


def written_from(text: str, start: int) -> tuple[Any, int]:
    """The value that a script writes at `start`, and where to look for the next: behind it, where that is known."""
    decoder = json.JSONDecoder()
    try:
        return decoder.raw_decode(text, start)
    except ValueError:
        pass
    try:
        return decoder.raw_decode(_relaxed(text[start : start + _LONGEST]))[0], start + 1
    except ValueError:
        return None, start + 1


def _relaxed(text: str) -> str:
    return _COMMA.sub(r"\1", _BARE_KEY.sub(r'\1"\2":', _SINGLE.sub(r'"\1"', text)))


def put_together(text: str, first: str, end: int) -> str:
    """The string that a script puts together from `first`, whose quote closes at `end`, and what it adds to it.

    A name stands for the value that the page gives it; one without a value, as a page's number, for nothing.
    """
    whole_string = first
    while found := _PIECE.match(text, end):
        whole_string += found[2] if found[1] else _value_of(text, found[3])
        end = found.end()
    return whole_string


def _value_of(text: str, name: str) -> str:
    given = re.search(rf"\b{re.escape(name)}\s*=\s*['\"]?([\w/.-]+)", text)
    return given[1] if given and not name.endswith(")") else ""


def whole(value: Any) -> int | None:
    """A count that may stand as a number or as its digits; None when it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def further_pages(first: int, total: int | None, size: int, shown: int | None = None) -> range:
    """The numbers of the pages after `first` that hold `total` rows, `size` on each.

    Where the first page showed fewer rows than it was asked for and there are more, so many are on each.
    """
    if first == 1 and shown and total and shown < min(size, total):
        size = shown
    return range(first + 1, -(-(total or 0) // max(size, 1)) + 1)
