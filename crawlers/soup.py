"""Markup that closes its elements too late or its whole too early, as a browser would read it.

The parser leaves what follows an unclosed `<li><a><span>` inside of it, row in row; a browser ends an item where the next
begins, and a link where another does. What follows `</html>`, as where a server puts a page together of whole ones, is
another tree to the parser; a browser has all of it in one body.
"""

from __future__ import annotations

from typing import Any

from lxml.etree import XPath

#: Items and links that stand where they may not; on most pages none, or the items of menus below menus.
_INSIDE: Any = XPath("//a/descendant::*[self::a or self::li or self::dt or self::dd] | //li/descendant::li")
_ITEMS = {"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}
#: What may hold items of its own inside an item.
_HOLDERS = {"ul", "ol", "menu", "dir", "dl", "table", "td", "th", "section", "article", "blockquote", "form"}


def mend(root: Any) -> None:
    """Take out of each other, in place, the items and links of a tree that a browser would set side by side, and bring in
    what follows its end.
    """
    for further in [*root.itersiblings("html")]:
        body = next(root.iterchildren("body"), root)
        for part in [further, *further.iterchildren("head", "body")]:
            _add_words(body, part.text)
            body.extend([one for one in part if one.tag not in {"head", "body"}])
    for element in _INSIDE(root):
        around = _link_around(element) if element.tag == "a" else _item_around(element)
        if around is not None:
            _move_behind(around, element)


def _add_words(body: Any, words: str | None) -> None:
    """Set words behind all that stands in a body."""
    if len(body):
        body[-1].tail = (body[-1].tail or "") + (words or "")
    else:
        body.text = (body.text or "") + (words or "")


def _item_around(item: Any) -> Any | None:
    ends = _ITEMS[item.tag]
    for around in item.iterancestors():
        if around.tag in ends:
            return around
        if around.tag in _HOLDERS:
            return None
    return None


def _link_around(link: Any) -> Any | None:
    return next(link.iterancestors("a"), None)


def _move_behind(around: Any, element: Any) -> None:
    """Set an element, and what follows it, behind the one around it; for a link, with the branch that it stands on."""
    branch = element
    if element.tag == "a":
        while branch.getparent() is not around:
            branch = branch.getparent()
    for one in reversed([branch, *branch.itersiblings()]):
        around.addnext(one)
