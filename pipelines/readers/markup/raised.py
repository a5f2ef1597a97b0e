"""What a page raises, lowers or sets smaller behind a figure: written as a note, so that its digits are none of the figure's.

How a note is written is told in `readers/raised.py`, for all formats alike.
"""

from __future__ import annotations

import re

from pipelines.readers.markup.style import Sheet, Style, properties
from pipelines.readers.markup.tree import Element, select, text_of
from pipelines.readers.raised import as_note

_SHIFTED = frozenset({"super", "sub"})
#: What may be raised in a line; anything larger that is moved holds lines of its own.
_IN_LINE = frozenset({"a", "b", "em", "font", "i", "label", "small", "span", "strong", "u"})
#: How far letters are moved, and the farthest that words of a line are moved to stand even, which are no notes, by its unit.
_LIFT = re.compile(r"[-+]?(?P<size>\d*\.?\d+)(?P<unit>pt|px|em|rem|ex|mm|cm|in|%)?")
_EVEN = {
    "pt": 2.0,
    "px": 2.5,
    None: 2.5,
    "em": 0.15,
    "rem": 0.15,
    "ex": 0.3,
    "mm": 0.7,
    "cm": 0.07,
    "in": 0.03,
    "%": 15,
}


def set_off_raised(root: Element, styles: str, css: str) -> None:
    """Write what a page raises, lowers or sets smaller behind a figure as notes, and the numbers of its notes.

    `styles` are its attributes of style, in lower case, `css` its style sheets.
    """
    raised = dict.fromkeys(root.iter("sup", "sub"))
    raised |= {each: None for each in root.iter("small") if text_of(each).strip().isdecimal()}
    if "vertical-align" in styles or "relative" in styles or "mso-text-raise" in styles:
        styled = select(root, "//@style/..")
        raised |= {each: None for each in styled if each.tag in _IN_LINE and _is_shifted(properties(each.get("style")))}
    raised |= {each: None for each in Sheet(root, css).fitting(_is_shifted) if each.tag in _IN_LINE}
    raised |= {link: None for link in root.iter("a") if _is_number_of_note(link)}
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


def _is_shifted(style: Style) -> bool:
    """Whether a style raises or lowers letters, as it is written for pages or by Word; never by so little as evens a line."""
    is_moved = style.get("position") == "relative" and (style.get("top") or style.get("bottom"))
    lift = _LIFT.match(is_moved or style.get("mso-text-raise") or "0")
    is_far = lift is not None and float(lift["size"]) > _EVEN[lift["unit"]]
    return style.get("vertical-align") in _SHIFTED or is_far


def _is_number_of_note(link: Element) -> bool:
    """Whether a link leads into a page, as editors write it out in full or not, and has a number for its words."""
    place = (link.get("href") or "").partition("#")[2]
    return bool(place) and text_of(link).strip().isdecimal()


def _say(element: Element, text: str) -> None:
    tail = element.tail
    element.clear()
    element.text, element.tail = text, tail


def _before(element: Element) -> str:
    """The text straight before an element in its line."""
    while True:
        previous = element.getprevious()
        parent = element.getparent()
        if parent is None:  # inside what was written as a note already
            return ""
        text = (previous.tail or text_of(previous)) if previous is not None else (parent.text or "")
        if text.strip() or parent.tag in {"td", "th", "p", "div", "li", "body"}:
            return text
        element = previous if previous is not None else parent
