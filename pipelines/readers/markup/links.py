"""Which lines of a page are links: the titles of other pages in its lists, menus and below its text.

What a title says, and of which page it is, is told in `parsing/identity`.
"""

from __future__ import annotations

import re

from pipelines.readers.markup.tree import Element, text_of

#: Characters that no text has stand where a link begins and ends.
_LINK, _LINK_END = "\ufdd7", "\ufdd8"
#: Words of a report's title; no other link is asked for.
TITLE_WORDS = re.compile(r"公\s*[开開]|年\s*[报報]|[报報]\s*[告表]")
#: Characters of a link at the most; one that a page never closes holds the rest of it.
_LONGEST = 400
_LINKED = re.compile(f"{_LINK}[^{_LINK_END}]*{_LINK_END}?")


def mark_links(root: Element) -> bool:
    """Write a mark where links with words of a title begin and end; whether there is one.

    A link to nowhere is none, unless a script opens what it is of, and neither is one that nothing closes.
    """
    found = False
    for link in root.iter("a"):
        leads = (link.get("href") or "").strip("# ") or link.get("onclick")
        if leads and len(words := text_of(link)) <= _LONGEST and TITLE_WORDS.search(words):
            link.text = _LINK + (link.text or "")
            link.tail = _LINK_END + (link.tail or "")
            found = True
    return found


def read_links(line: str, *, goes_on: bool) -> tuple[str, bool, bool]:
    """A line without the marks, whether its title is a link's, and whether the link goes on in the next line.

    `goes_on` says that the line begins within a link.
    """
    marked = _LINK + line if goes_on else line
    if _LINK not in marked and _LINK_END not in marked:
        return line, False, False
    outside = _LINKED.sub("", marked)
    is_linked = outside != marked and not TITLE_WORDS.search(outside)
    is_open = marked.rfind(_LINK) > marked.rfind(_LINK_END)
    return marked.replace(_LINK, "").replace(_LINK_END, "").strip(), is_linked, is_open
