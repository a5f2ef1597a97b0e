"""An article that a page carries as a string and lets its script draw: in a textarea, in a script, in a frame's source,
or escaped once too often in the page itself.

Looked for only in a page that shows no table of its own, since what stands as a string beside a shown table is no part of
the page. Where several such articles stand in a page all of them are drawn, and whether they agree is asked later.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

#: What a table looks like inside a string; sought before anything else, for most pages have none of it.
_SIGNS = re.compile(
    r"\\u003c/?t(?:able|d|r)\b|<\\/t(?:able|d|r)>|&lt;table\b|<textarea\b|\bsrcdoc\s*=|type=.text/(?!javascript|css)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_AREA = re.compile(r"<textarea\b[^>]*>(.*?)</textarea\s*>", re.IGNORECASE | re.DOTALL)
_FRAME = re.compile(r"""\bsrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_UNSHOWN = re.compile(r"<(style|template|noscript)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"&lt;(?:!doctype|html|body|h[1-6]|p|div|span|table)\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"""type\s*=\s*["']?text/(?!javascript|ecmascript)""", re.IGNORECASE)
#: A string of a script, in double quotes, single ones or backticks.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"' + r"|'((?:[^'\\\n]|\\.)*)'" + r"|`((?:[^`\\]|\\.)*)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_SAID = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": " ", "\n": ""}
#: A string shorter than this is no table of the form.
_SHORTEST = 400


def with_carried_article(text: str) -> str:
    """The page with what its script would draw at its end, instead of where it stands as a string; else as it is."""
    if not _SIGNS.search(text) and not _opens_in_script(text):
        return text
    bare = _UNSHOWN.sub("", _FRAME.sub("", _AREA.sub("", _SCRIPT.sub("", text))))
    if _TABLE.search(bare):
        return text
    articles = list(dict.fromkeys(article for article in _carried(text) if _TABLE.search(article)))
    if articles:
        drawn = "".join(f"<div>{article}</div>" for article in articles)
        rest = _FRAME.sub("", _AREA.sub("", _SCRIPT.sub("", text)))
        place = rest.lower().rfind("</body")
        return rest[:place] + drawn + rest[place:] if place >= 0 else rest + drawn
    start = _ESCAPED.search(text) if "&lt;table" in bare.lower() else None
    end = text.rfind("&gt;") + len("&gt;")
    return text[: start.start()] + html.unescape(text[start.start() : end]) + text[end:] if start else text


def _opens_in_script(text: str) -> bool:
    """Whether the first table of a page stands inside a script."""
    first = _TABLE.search(text)
    return first is not None and text.rfind("<script", 0, first.start()) > text.rfind("</script", 0, first.start())


def _carried(text: str) -> Iterator[str]:
    """Every string of the page that may be markup, unescaped."""
    for area in _AREA.finditer(text):
        yield html.unescape(area[1])
    for frame in _FRAME.finditer(text):
        yield html.unescape(frame[1] or frame[2])
    for script in _SCRIPT.finditer(text):
        attributes, code = script.groups()
        if _TEMPLATE.search(attributes):
            yield code
        elif len(code) >= _SHORTEST and "table" in code.lower():
            yield from _strings(code)


def _strings(code: str) -> Iterator[str]:
    for found in _STRING.finditer(code):
        string = found[1] or found[2] or found[3] or ""
        if len(string) >= _SHORTEST and "table" in string.lower():
            plain = _plain(string)
            yield html.unescape(plain) if not _TABLE.search(plain) else plain


def _plain(string: str) -> str:
    """What a script's string says."""
    try:
        return str(json.loads(f'"{string}"', strict=False))
    except ValueError:
        return _ESCAPE.sub(_said, string)


def _said(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _SAID.get(escape[3], escape[3])
