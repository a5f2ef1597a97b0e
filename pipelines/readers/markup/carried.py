"""An article that a page carries as a string and lets its script draw: in a textarea, in a script, in a frame's source,
or escaped once too often in the page itself.

Looked for only in a page that shows no table of its own, since what stands as a string beside a shown table is no part of
the page. Where several such articles stand in a page all of them are drawn, and whether they agree is asked later.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence

#: What a table looks like inside a string, in lower case, below what all of these hold: it is sought before anything
#: else, and most pages have none of it.
_SIGNS = {
    b"\\": (b"\\u003ct", b"<\\/t"),
    b"&lt;table": (b"",),
    b"<textarea": (b"",),
    b"srcdoc": (b"",),
    b"text/": (b"text/template", b"text/x-", b'type="text/html', b"type='text/html"),
}
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_FRAME = re.compile(r"""\bsrcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;(?:!doctype|html|body|h[1-6]|p|div|span|table)\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"""type\s*=\s*["']?text/(?!javascript|ecmascript)""", re.IGNORECASE)
#: A string of a script, in double quotes, single ones or backticks.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"' + r"|'((?:[^'\\\n]|\\.)*)'" + r"|`((?:[^`\\]|\\.)*)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_SAID = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": " ", "\n": ""}
_COMMENT = "<!--"
#: What shows nothing of what it holds, and how it ends.
_UNSHOWN = (
    (b"<!--", b"-->"),
    (b"<script", b"</script"),
    (b"<textarea", b"</textarea"),
    (b"<style", b"</style"),
    (b"<template", b"</template"),
    (b"<noscript", b"</noscript"),
)
#: A string shorter than this is no table of the form.
_SHORTEST = 400


def with_carried_article(text: str) -> str:
    """The page with what its script would draw at its end, instead of where it stands as a string; else as it is."""
    if _shows_table(text) or not _may_carry(text):
        return text
    rest, scripts = _without(text, "<script", "</script")
    rest, areas = _without(rest, "<textarea", "</textarea")
    frames = [frame[1] or frame[2] for frame in _FRAME.finditer(rest)]
    rest = _FRAME.sub("", rest)
    bare = rest
    for opens, closes in (
        (_COMMENT, "--"),
        ("<style", "</style"),
        ("<template", "</template"),
        ("<noscript", "</noscript"),
    ):
        bare, _ = _without(bare, opens, closes)
    if _TABLE.search(bare):
        return text
    strings = [*(html.unescape(words) for words in (*(area for _, area in areas), *frames)), *_drawn(scripts)]
    articles = dict.fromkeys(string for string in strings if _TABLE.search(string))
    if articles:
        drawn = "".join(f"<div>{article}</div>" for article in articles)
        place = rest.lower().rfind("</body")
        return rest[:place] + drawn + rest[place:] if place >= 0 else rest + drawn
    start = _ESCAPED.search(text) if "&lt;table" in bare.lower() else None
    end = text.rfind("&gt;") + len("&gt;")
    return text[: start.start()] + html.unescape(text[start.start() : end]) + text[end:] if start else text


def _shows_table(text: str) -> bool:
    """Whether the first table of a page certainly stands in the page itself, as nearly all do."""
    first = _TABLE.search(text)
    if first is None:
        return False
    before = _lower(text[: first.start()])
    return b"srcdoc" not in before and all(before.rfind(opens) <= before.rfind(closes) for opens, closes in _UNSHOWN)


def _may_carry(text: str) -> bool:
    """Whether a page has a sign of a table inside a string, or its first table inside a script."""
    lower = _lower(text)
    for common, signs in _SIGNS.items():
        if common in lower and any(sign in lower for sign in signs):
            return True
    first = lower.find(b"<table")
    return first >= 0 and lower.rfind(b"<script", 0, first) > lower.rfind(b"</script", 0, first)


def _lower(text: str) -> bytes:
    """A text in lower case where only ASCII is sought in it, which takes far longer in a text than in bytes."""
    return text.encode(errors="replace").lower()


def _without(text: str, opens: str, closes: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without its elements of one kind, and of each of them its attributes and what it holds."""
    lower = text.lower()
    kept, found, end = [], [], 0
    while (start := lower.find(opens, end)) >= 0:
        inside = start + len(opens) if opens == _COMMENT else lower.find(">", start) + 1
        stop = lower.find(closes, inside)
        after = lower.find(">", stop) + 1
        if not inside or stop < 0 or not after:
            break
        found.append((text[start + len(opens) : inside], text[inside:stop]))
        kept.append(text[end:start])
        end = after
    return "".join([*kept, text[end:]]), found


def _drawn(scripts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Every string of the scripts that may be markup, as they say it."""
    for attributes, code in scripts:
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
