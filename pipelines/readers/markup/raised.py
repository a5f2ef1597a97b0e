"""What a page raises or lowers behind a figure: written as a note, so that its digits are none of the figure's.

How a note is written is told in `readers/raised.py`, for all formats alike.
"""

from __future__ import annotations

from pipelines.readers.markup.style import properties
from pipelines.readers.markup.tree import Element, select, text_of
from pipelines.readers.raised import as_note

_SHIFTED = frozenset({"super", "sub"})


def set_off_raised(root: Element, styles: str) -> None:
    """Write what a page raises or lowers behind a figure as notes; `styles` are its attributes of style, in lower case."""
    raised: list[Element] = list(root.iter("sup", "sub"))
    if "vertical-align" in styles:
        styled = select(root, "//@style[contains(., 'vertical-align')]/..")
        raised += [element for element in styled if properties(element.get("style")).get("vertical-align") in _SHIFTED]
    notes: set[Element] = set()
    known = set(raised)
    for element in raised:
        text = text_of(element)
        previous = element.getprevious()
        if previous in known and not (previous.tail or "").strip():
            if previous in notes:
                _say(element, f"[{text.strip()}]")
                notes.add(element)
            continue
        note = as_note(text, _before(element).rstrip(), (element.tail or "").lstrip())
        if note != text:
            _say(element, note)
            notes.add(element)


def _say(element: Element, text: str) -> None:
    tail = element.tail
    element.clear()
    element.text, element.tail = text, tail


def _before(element: Element) -> str:
    """The text straight before an element in its line."""
    while True:
        previous = element.getprevious()
        parent = element.getparent()
        text = (previous.tail or text_of(previous)) if previous is not None else (parent.text or "")
        if text.strip() or parent.tag in {"td", "th", "p", "div", "li", "body"}:
            return text
        element = previous if previous is not None else parent
