"""Further pages that a link asks for by calling a script: `goPage(2)`, `__doPostBack('Pager1','2')`.

What such a call sends is what a browser would: all fields of a form of the page, with the number of the page in the field
that holds it, or with the two fields that ASP.NET keeps for it; or it goes to an address that the number is put into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Ask
from crawlers.platforms.parts.anchors import Element, join, scripts

#: What a page's number is called in forms and queries, in lower case.
PAGE_KEYS = ("page", "pageno", "pageindex", "currentpage", "cur_page", "pagenum", "currpage", "curpage", "p", "pn")
#: What the first of the next rows is called where rows are counted and not their pages.
OFFSET_KEYS = ("offset", "start", "skip")
#: A file's name that ends with a number.
NAMED = re.compile(r"(.*?(?<!\d))(\d{1,3})(\.\w+)")
#: The address that a script makes of a number or a choice: location.href = '/nb/list.jsp?year=' + this.value + '&x=1'.
_GOES_TO = re.compile(
    r"location[\w.]*\s*[=(]\s*(['\"])([^'\"]+)\1\s*\+\s*(?:\$\([^)]*\)\.\w+\(\)|[\w$.\[\]()]+)(?:\s*\+\s*(['\"])([^'\"]*)\3)?"
)
#: Characters of a function in which it says where it goes.
_WITHIN = 400
_CALL = re.compile(r"([\w$.]+)\(\s*([^()]*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|(\d+)")
_CALLS = re.compile(r"\w\(")
_ON_CHANGE = re.compile(r"\.change\(|['\"]change['\"]")
_POSTBACK = "__doPostBack"


def submitted(page: TextResponse, anchors: Iterable[Element], last: int | None) -> tuple[Ask, ...]:
    """The pages that these links ask for through a form of the page, none behind page `last` where that is known."""
    asks = [_asked_by(page, anchor, last) for anchor in anchors]
    return tuple(dict.fromkeys(ask for ask in asks if ask is not None))


def submitted_by(page: TextResponse, button: Element) -> Ask | None:
    """What a button submits, where its form holds the number of a page; None for any other element."""
    form = next(button.iterancestors("form"), None)
    submits = button.tag in {"input", "button"} and (button.get("type") or "submit").lower() == "submit"
    if form is None or not submits or button.get("onclick"):
        return None
    own = number_in(page.url)
    told = [int(value) for name, value in form.form_values() if name.lower() in PAGE_KEYS and (value or "").isdigit()]
    return _sent(page, form, {}) if told and told[0] > (own[1] if own else 1) else None


def number_called(anchor: Element) -> int | None:
    """The number that a link hands to a script; None where it hands none."""
    called = _CALL.search(f"{anchor.get('onclick') or ''} {anchor.get('href') or ''}")
    return next((int(one) for one in _arguments(called[2]) if one.isdigit()), None) if called else None


def with_number(url: str, key: str, number: int) -> str:
    """An address with a number as one of its query's values."""
    parts = urlsplit(url)
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != key]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (key, str(number))])))


def goes_on(page: TextResponse, url: str) -> bool:
    """Whether an address is that of a further page of a list: one with a number, in the same folder."""
    here, there = urlsplit(page.url), urlsplit(url)
    same = here.netloc == there.netloc and here.path.rsplit("/", 1)[0] == there.path.rsplit("/", 1)[0]
    return same and number_in(url) is not None


def number_in(url: str) -> tuple[str, int] | None:
    """The key of a query that counts pages or rows, and its number; the key is empty for a number that ends a file's name."""
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in (*PAGE_KEYS, *OFFSET_KEYS) and value.isdigit():
            return name, int(value)
    named = NAMED.fullmatch(urlsplit(url).path)
    return ("", int(named[2])) if named else None


def made_into(page: TextResponse, select: Element) -> tuple[str, str]:
    """What stands before and after the value of a choice in the address it leads to; empty where nothing says so."""
    handler = select.get("onchange") or ""
    told = _GOES_TO.search(handler)
    if told is None and (_CALLS.search(handler) or _ON_CHANGE.search(page.text)):
        told = next((found for script in scripts(page) if (found := _GOES_TO.search(script))), None)
    if told is not None:
        return told[2], told[4] or ""
    form, name = next(select.iterancestors("form"), None), select.get("name")
    if form is None or not name or form.method != "GET":
        return "", ""
    return f"{(form.get('action') or page.url).split('?')[0]}?{name}=", ""


def _arguments(text: str) -> list[str]:
    return [single or double or number for single, double, number in _ARGUMENT.findall(text)]


def _asked_by(page: TextResponse, anchor: Element, last: int | None) -> Ask | None:
    called = _CALL.search(f"{anchor.get('onclick') or ''} {anchor.get('href') or ''}")
    if called is None:
        return None
    arguments = _arguments(called[2])
    if called[1] == _POSTBACK and arguments:
        form = next((one for one in page.selector.root.forms if "__VIEWSTATE" in one.fields), None)
        names = {"__EVENTTARGET": arguments[0], "__EVENTARGUMENT": "".join(arguments[1:2])}
        return None if form is None else _sent(page, form, names)
    number = number_called(anchor)
    if number is None or (last is not None and number > last):
        return None
    for form in page.selector.root.forms:
        for name in form.fields:
            if name.lower() in PAGE_KEYS:
                return _sent(page, form, {name: str(number)})
    return _gone_to(page, called[1], number)


def _gone_to(page: TextResponse, name: str, number: int) -> Ask | None:
    """The page that a function of this name goes to with a number, where it puts the number into an address as it is."""
    defined = re.compile(rf"function\s+{re.escape(name)}\s*\(|\b{re.escape(name)}\s*=\s*function")
    for script in scripts(page):
        found = defined.search(script)
        told = _GOES_TO.search(script, found.end(), found.end() + _WITHIN) if found else None
        url = join(page, f"{told[2]}{number}{told[4] or ''}") if told else None
        if url:
            return Ask(url)
    return None


def _sent(page: TextResponse, form: Any, given: dict[str, str]) -> Ask | None:
    url = join(page, form.get("action") or page.url)
    if url is None:
        return None
    pairs = [(name, value) for name, value in form.form_values() if name not in given]
    pairs += given.items()
    if form.method == "POST":
        return Ask(url, form=tuple(pairs))
    return Ask(f"{url.split('?')[0]}?{urlencode(pairs)}")
