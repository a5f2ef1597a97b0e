"""The parser's tree as the HTML reader uses it: its elements, the text of a part, emptying and choosing; two marks.

What the parts of a page mean is decided in the modules beside it.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

#: An element of lxml; the stubs of lxml know too little of it to be of help.
Element = Any

#: Stands in text where markup begins or ends a line: Unicode's own line separator.
BREAK = "\u2028"
#: Stands in text, before a number, for a part of the page that was taken out; no text has this character.
FOLD = "\ufdd0"
#: Characters that no text has stand for a heading's beginning (U+FDD1 is level 1) and for its end.
LEVELS = "".join(map(chr, range(0xFDD1, 0xFDD7)))
LEVEL_END = "\ufddf"
_HEADING_MARKS = re.compile(f"[{LEVELS}{LEVEL_END}]")
#: The levels of headings, the first one first.
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Elements that begin and end a line, apart from those of tables.
_BLOCKS = frozenset({
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "aside", "main", "header", "footer", "nav",
    "address", "blockquote", "center", "details", "fieldset", "figcaption", "figure", "form", "hr", "legend", "pre",
    "summary", "br", *HEADINGS,
})  # fmt: skip


def text_of(element: Element) -> str:
    """All text inside an element, with its marks; far faster than joining its strings."""
    inner = len(element)
    if not inner:
        return element.text or ""
    if inner == 1 and not len(only := element[0]):
        return (element.text or "") + (only.text or "") + (only.tail or "")
    text: str = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return text


def words_alone(element: Element) -> str | None:
    """The text of an element that holds nothing else, or one element of text alone, however deep; None for any other."""
    while inner := len(element):
        if inner > 1:
            return None
        own: str | None = element.text
        element = element[0]
        tail: str | None = element.tail
        if (own and own.strip()) or (tail and tail.strip()):
            return None
    return element.text or ""


def mark_lines(root: Element, tags: frozenset[str], *, shared: bool = False) -> None:
    """Write a mark where elements begin and end a line, so that the text of any part of the page knows its lines.

    One mark does: tables within tables would have as many as there are tables around them. `shared`: so does one between two
    elements with nothing else between them, and the words of the second need not be written anew.
    """
    ended: Element | None = None  # the last one, where a mark and nothing else stands behind it
    for element in root.iter():  # to look for so many tags takes longer than to look at all elements
        if element.tag not in tags:
            continue
        if ended is None or element.getprevious() is not ended:
            text = element.text or ""
            if text[:1] != BREAK:
                element.text = BREAK + text
        tail = element.tail or ""
        if tail[:1] != BREAK:
            element.tail = BREAK + tail
        ended = element if shared and (not tail or tail.isspace()) else None


def without_heading_marks(text: str) -> str:
    """A text that is taken out with what is around it: its headings are words like any other."""
    return _HEADING_MARKS.sub("", text) if LEVEL_END in text else text


def mark_blocks(root: Element) -> None:
    """The same of all elements that begin and end a line, apart from those of tables.

    Lines of preformatted text are counted, so that each of its elements has its own marks.
    """
    mark_lines(root, _BLOCKS, shared=next(root.iter("pre"), None) is None)


def empty(element: Element) -> None:
    """Take out what is in an element and its attributes; the text behind it stays."""
    element.clear(keep_tail=True)


def select(root: Element, xpath: str) -> list[Element]:
    """The elements an XPath finds, in the order of the page."""
    found: list[Element] = root.xpath(xpath)
    return found
