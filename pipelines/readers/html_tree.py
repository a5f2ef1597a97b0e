"""The parser's tree as the HTML reader uses it: its elements, the text of a part, emptying and choosing; two marks.

What the parts of a page mean is decided in the other `html_` modules.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

#: An element of lxml; the stubs of lxml know too little of it to be of help.
Element = Any

#: Stands in text where markup begins or ends a line: Unicode's own line separator.
BREAK = "\u2028"
#: Stands in text, before a number, for a part of the page that was taken out; no text has this character.
FOLD = "\ufdd0"


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
    """The text of an element that holds nothing else, or one other element of text alone; None for any other."""
    inner = len(element)
    if inner > 1:
        return None
    own: str | None = element.text
    if not inner:
        return own or ""
    only = element[0]
    tail: str | None = only.tail
    if len(only) or (own and own.strip()) or (tail and tail.strip()):
        return None
    return only.text or ""


def empty(element: Element) -> None:
    """Take out what is in an element and its attributes; the text behind it stays."""
    element.clear(keep_tail=True)


def select(root: Element, xpath: str) -> list[Element]:
    """The elements an XPath finds, in the order of the page."""
    found: list[Element] = root.xpath(xpath)
    return found
