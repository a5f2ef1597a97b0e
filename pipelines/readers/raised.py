"""What is printed and is no digit of a number: figures raised or lowered behind another, and the mark of a picture."""

from __future__ import annotations

import re

from pipelines.readers.markup.style import properties
from pipelines.readers.markup.tree import Element, select, text_of

#: What stands where a picture alone fills a cell: that something is printed, though not as text.
OBJECT = "\ufffc"
#: Fields of word processors that stand for a figure or a sign, which is not in a file that lacks their result.
COMPUTED = re.compile(
    r"\s*(?:=|(?:SYMBOL|EQ|LINK|REF|MERGEFIELD|QUOTE|DOCPROPERTY|DOCVARIABLE|INCLUDEPICTURE)\b)", re.IGNORECASE
)
_SHIFTED = frozenset({"super", "sub"})


def as_note(text: str, before: str, after: str = "") -> str:
    """How raised or lowered `text` is written between `before` and `after`: in brackets where figures would run into it."""
    said = text.strip()
    runs_on = before[-1:].isdecimal() and (said[:1].isdecimal() or said[:1].isalpha())
    return f"[{said}]" if runs_on or (said[-1:].isdecimal() and after[:1].isdecimal()) else text


def add_run(parts: list[str], text: str, *, is_raised: bool, again: bool) -> None:
    """Put a run of letters behind the parts of a line; `again` when the part before was raised or lowered."""
    if is_raised:
        _add_raised(parts, text, again=again)
        return
    if again and text[:1].isdecimal():
        _set_off_last(parts)
    parts.append(text)


def _add_raised(parts: list[str], text: str, *, again: bool) -> None:
    if not again:
        parts.append(as_note(text, "".join(parts).rstrip()))
    elif parts and parts[-1][:1] == "[" and parts[-1][-1:] == "]":
        parts[-1] = f"{parts[-1][:-1]}{text.strip()}]"
    else:
        parts.append(text)


def _set_off_last(parts: list[str]) -> None:
    """Put raised digits in brackets that the next figure would run into; none of them is yet, so no figure stands before."""
    first = len(parts)
    while first and parts[first - 1].strip().isdecimal():
        first -= 1
    if first < len(parts):
        parts[first:] = [f"[{''.join(parts[first:]).strip()}]", *[""] * (len(parts) - first - 1)]


def set_off_raised(root: Element, markup: bytes) -> None:
    """Write what a page raises or lowers behind a figure as notes; `markup` is the page in lower case."""
    raised: list[Element] = list(root.iter("sup", "sub"))
    if b"vertical-align" in markup:
        styled = select(root, "//*[contains(@style, 'vertical-align')]")
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
