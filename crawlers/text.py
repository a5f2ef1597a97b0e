"""The text of an answer in its true encoding, whatever its headers say, and its markup as a page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HTMLParser
from parsel.selector import create_root_node
from scrapy import Selector
from scrapy.http import HtmlResponse, Response, TextResponse
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from crawlers.soup import mend

_LATIN = {"cp1252", "latin-1", "iso8859-1", "ascii"}


class Page(HtmlResponse):
    """Markup, and the tree of it as a browser would have it; `is_read` says that its encoding was found to be the true one.

    The library's own selector and its page hold each other, and would stay in memory, tree and all, until the collector
    finds them; this one knows no page.
    """

    is_read = False
    _tree: Selector | None = None

    @property
    def selector(self) -> Selector:
        """The tree, made when it is first asked for."""
        if self._tree is None:
            root = create_root_node(self.text, HTMLParser, base_url=self.url)
            mend(root)
            self._tree = Selector(root=root, type="html")
        return self._tree

    def grow(self) -> None:
        """Make the tree here and now: in a thread it needs no interpreter, so that the crawl goes on meanwhile."""
        _ = self.selector


def as_text(response: Response) -> TextResponse | None:
    """The answer as text in its true encoding, markup as a Page; None for a file.

    Headers lie: bytes that are valid UTF-8 are UTF-8, then what header or page declare, then GB18030. A Latin
    charset is not believed, for these pages are Chinese.
    """
    if isinstance(response, Page) and response.is_read:
        return response
    body = response.body
    if not isinstance(response, TextResponse):
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<" or b"\x00" in body[:1000]:
            return None
        response = response.replace(cls=Page)
    elif isinstance(response, HtmlResponse) and not isinstance(response, Page):
        response = response.replace(cls=Page)
    encoding = next((one for one in _encodings(response) if _is_in(one, body)), None)
    # the same page, where that is its encoding already: what was made of it is not made again
    read = response if encoding in {None, response.encoding} else response.replace(encoding=encoding)
    if isinstance(read, Page):
        read.is_read = True
    return read


def _encodings(response: Response) -> Iterator[str]:
    """The encodings that an answer may be in, the likeliest first."""
    yield "utf-8"
    header = response.headers.get("Content-Type", b"") or b""
    declared = (http_content_type_encoding(header.decode("latin-1")), html_body_declared_encoding(response.body[:4096]))
    yield from (one for one in declared if one and one not in _LATIN)
    yield "gb18030"


def _is_in(encoding: str, body: bytes) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
