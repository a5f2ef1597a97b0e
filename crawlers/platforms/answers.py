"""Answers of end points that scripts of a page would ask: JSON, JSONP, and the objects written in the page itself."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.reasons import because

_JSONP = re.compile(r"^[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_FIELD = re.compile(r"['\"]?([\w$]+)['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([\w./%-]+))")


def read_json(page: TextResponse) -> dict[str, Any]:
    """The object a server answered, bare or wrapped in a call; FailedError when it is none."""
    text = page.text.strip("\ufeff \t\r\n")
    wrapped = _JSONP.match(text)
    try:
        value = json.loads(wrapped[1] if wrapped else text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise FailedError(because("no_list_data"), 200)
    return value


def fields(text: str) -> dict[str, str]:
    """The simple fields of an object as scripts write them, in their order; quotes may be entities."""
    return {name: single or double or bare for name, single, double, bare in _FIELD.findall(html.unescape(text))}


def whole(value: Any) -> int | None:
    """A count that may stand as a number or as its digits; None when it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None


def further_pages(first: int, total: int | None, size: int) -> range:
    """The numbers of the pages after `first` that hold `total` rows, `size` on each."""
    return range(first + 1, -(-(total or 0) // max(size, 1)) + 1)
