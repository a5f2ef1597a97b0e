"""What is printed and is no digit of a number: figures raised, lowered, set smaller or linked to a note behind another, and the
mark of a picture.
"""

from __future__ import annotations

import re

#: What stands where a picture alone fills a cell: that something is printed, though not as text.
OBJECT = "\ufffc"
#: Fields of word processors that stand for a figure or a sign, which is not in a file that lacks their result.
COMPUTED = re.compile(
    r"\s*(?:=|(?:SYMBOL|EQ|LINK|REF|MERGEFIELD|QUOTE|DOCPROPERTY|DOCVARIABLE|INCLUDEPICTURE)\b)", re.IGNORECASE
)

#: Fields of word processors whose result leads to another place of the text, as the number of a note does.
_LEADS_INSIDE = re.compile(r'\s*(?:HYPERLINK\s+(?:"#|(?:"[^"]*"\s*)?\\l\b)|NOTEREF\b)', re.IGNORECASE)


def is_number_of_note(text: str, field: str) -> bool:
    """Whether the result of a field, or a piece of it, is the number of a note that the field leads to."""
    return text.strip().isdecimal() and _LEADS_INSIDE.match(field) is not None


def as_note(text: str, before: str, after: str = "") -> str:
    """How `text` that is no digit of its neighbours is written: in brackets where figures before or after would run into it."""
    said = text.strip()
    runs_on = before[-1:].isdecimal() and (said[:1].isdecimal() or said[:1].isalpha())
    return f"[{said}]" if runs_on or (said[-1:].isdecimal() and after[:1].isdecimal()) else text


def add_run(parts: list[str], text: str, *, is_raised: bool, again: bool) -> None:
    """Put a run of letters behind the parts of a line; `again` when the part before was raised, too, or a note's number."""
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
