"""What is printed and is no digit of a number: figures raised or lowered behind another, and the mark of a picture."""

from __future__ import annotations

from pipelines.readers.html_style import properties
from pipelines.readers.html_tree import Element, select, text_of

#: What stands where a picture alone fills a cell: that something is printed, though not as text.
OBJECT = "\ufffc"
_SHIFTED = frozenset({"super", "sub"})


def as_note(text: str, before: str) -> str:
    """How raised or lowered `text` is written behind `before`: in brackets where digits would run together."""
    return f"[{text.strip()}]" if before[-1:].isdecimal() and text.strip()[:1].isdecimal() else text


def set_off_raised(root: Element, markup: bytes) -> None:
    """Write what a page raises or lowers behind a figure as notes; `markup` is the page in lower case."""
    raised: list[Element] = list(root.iter("sup", "sub"))
    if b"vertical-align" in markup:
        styled = select(root, "//*[contains(@style, 'vertical-align')]")
        raised += [element for element in styled if properties(element.get("style")).get("vertical-align") in _SHIFTED]
    for element in raised:
        text = text_of(element)
        note = as_note(text, _before(element).rstrip())
        if note != text:
            tail = element.tail
            element.clear()
            element.text, element.tail = note, tail


def _before(element: Element) -> str:
    """The text straight before an element in its line."""
    while True:
        previous = element.getprevious()
        parent = element.getparent()
        text = (previous.tail or text_of(previous)) if previous is not None else (parent.text or "")
        if text.strip() or parent.tag in {"td", "th", "p", "div", "li", "body"}:
            return text
        element = previous if previous is not None else parent
