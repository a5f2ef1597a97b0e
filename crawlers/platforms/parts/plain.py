"""Plain reports: pages that are a whole report in words, and on which nothing hangs that could be one besides.

Told by their bytes alone, so that of most documents of a night no tree is grown. Whatever is in doubt is no plain report,
and is read as any other page (`pages.py`, `continued.py`).
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response

from crawlers.platforms.parts.forms import PAGE_KEYS
from crawlers.platforms.parts.pages import LEAST_WORDS, MOST_CHAPTERS, names_ornament, names_picture
from warehouse.form import chapter_words

#: In these, the bytes of a mark of markup are that mark and nothing else.
_ENCODINGS = {"utf-8", "gb18030"}
#: What is none of the page's own words: links, scripts, styles, comments, and what shows something else.
_ASIDE = re.compile(
    rb"(<(?:a\b.*?(?:</a|\Z)|script\b.*?(?:</script|\Z)|style\b.*?(?:</style|\Z)|!--.*?(?:-->|\Z)"
    rb"|(?:img|i?frame|embed|object|file|area)\b[^>]*))",
    re.DOTALL,
)
#: What may hold or show a file, draw an article, or lead on, in small letters.
_HANGS = re.compile(
    rb"\.(?:pdf|txt|docx?|wps|xlsx?|et|rtf|ofd|zip|rar|7z)\b|down(?:file|load)|/attach/|<(?:i?frame|embed|object|file)\b"
    rb"|\bdetail['\"]?\s*:\s*\{|createpagehtml|\.load\(|[?&;](?:" + "|".join(PAGE_KEYS).encode() + rb")="
)
_IMAGE = re.compile(rb"<img\b[^>]*")
_SOURCE = re.compile(r"=\s*[\"']?([^\"'\s>]+)")
_ASCII = bytes(range(128))


def is_plain_report(page: Response) -> bool:
    """Whether a page is a whole report, goes on nowhere, and names no file and no picture of a table."""
    if not isinstance(page, HtmlResponse) or page.encoding not in _ENCODINGS or "?" in page.url:
        return False
    small = page.body.lower()
    parts = _ASIDE.split(small)
    own, aside = b"".join(parts[::2]), b"\n".join(parts[1::2])
    # a link that is never closed takes what follows into itself
    is_torn = any(part.find(b"<a", 1) > 0 for part in parts[1::2])
    if is_torn or b"onclick" in own or _HANGS.search(aside) or _names_own_pages(aside, page.url):
        return False
    return _speaks_as_a_report(own, page.encoding) and not any(map(_may_show_a_table, _IMAGE.findall(aside)))


def _names_own_pages(aside: bytes, url: str) -> bool:
    """Whether the name of the page stands in it with something behind that may be a number."""
    stem = urlsplit(url).path.rsplit("/", 1)[-1].rpartition(".")[0].lower().encode()
    return bool(stem) and (stem + b"_" in aside or stem + b"-" in aside)


def _speaks_as_a_report(own: bytes, encoding: str) -> bool:
    """As `pages.is_report`, but of a page with many times the words that would do."""
    start = own.find(b"<body")
    if start < 0 or len(own.translate(None, _ASCII)) < 10 * LEAST_WORDS:
        return False
    return sum(any(_is_said(own, word, start) for word in words) for words in _chapters(encoding)) >= MOST_CHAPTERS


@cache
def _chapters(encoding: str) -> tuple[tuple[bytes, ...], ...]:
    return tuple(tuple(word.encode(encoding) for word in words) for words in chapter_words().values())


def _is_said(own: bytes, word: bytes, start: int) -> bool:
    """Whether a word stands somewhere behind the beginning of the body, and not in a tag."""
    place = own.find(word, start)
    while place >= 0 and own.rfind(b"<", 0, place) > own.rfind(b">", 0, place):
        place = own.find(word, place + 1)
    return place >= 0


def _may_show_a_table(tag: bytes) -> bool:
    values = _SOURCE.findall(tag.decode("latin-1"))
    return any(names_picture(value) and not names_ornament(value) for value in values)
