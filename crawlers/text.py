"""The text of an answer in its true encoding, whatever its headers say, and the tree of its markup."""

from __future__ import annotations

from lxml.html import HTMLParser
from parsel.selector import create_root_node
from scrapy import Selector
from scrapy.http import HtmlResponse, Response, TextResponse
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

_LATIN = {"cp1252", "latin-1", "iso8859-1", "ascii"}


def as_text(response: Response) -> TextResponse | None:
    """The answer as text in its true encoding; None for a file.

    Headers lie: bytes that are valid UTF-8 are UTF-8, then what header or page declare, then GB18030. A Latin
    charset is not believed, for these pages are Chinese.
    """
    body = response.body
    if not isinstance(response, TextResponse):
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<" or b"\x00" in body[:1000]:
            return None
        response = response.replace(cls=HtmlResponse)
    header = response.headers.get("Content-Type", b"") or b""
    declared = (http_content_type_encoding(header.decode("latin-1")), html_body_declared_encoding(body[:4096]))
    for encoding in ("utf-8", *declared, "gb18030"):
        if encoding is None or encoding in _LATIN:
            continue
        try:
            body.decode(encoding)
        except UnicodeDecodeError:
            continue
        # the same page, where that is its encoding already: what was made of it is not made again
        return response if response.encoding == encoding else response.replace(encoding=encoding)
    return response


def grow_tree(page: Response) -> None:
    """Parse the markup of a page here and now: in a thread it needs no interpreter, so that the crawl goes on meanwhile.

    The library's own selector and its page hold each other, and would stay in memory, tree and all, until the collector
    finds them; this one knows no page.
    """
    if isinstance(page, HtmlResponse):
        root = create_root_node(page.text, HTMLParser, base_url=page.url)
        page._cached_selector = Selector(root=root, type="html")
