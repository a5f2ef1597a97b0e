"""Fields that tools write above a text: nothing of them is printed but the title that one of them names."""

from __future__ import annotations

import re

#: Fields that a tool put above the text between two lines of dashes; those that a publisher names (`标题:`) are its own words.
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:[A-Za-z][\w-]*:.*\n|[ \t]+\S.*\n|-[ \t].*\n){1,40}(?:---|\.\.\.)[ \t]*\n")
#: The one that names the report, be it folded into the next line.
_TITLE = re.compile(r"^title:[ \t]*(?:[>|][-+]?[ \t]*\n[ \t]+)?(.+)", re.MULTILINE)


def without_front_matter(text: str) -> tuple[str, str]:
    """The text with the fields that some tools put above it as blank lines, and the title that these name, or nothing."""
    head = _FRONT_MATTER.match(text)
    if head is None:
        return text, ""
    title = _TITLE.search(head[0])
    return "\n" * head[0].count("\n") + text[head.end() :], title[1].strip("'\" ") if title else ""
