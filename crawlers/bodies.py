"""Whose report a title announces, as far as its place shows: a body of another place is none of the portal's.

Words alone; which body a document names is for the parser to say.
"""

from __future__ import annotations

from functools import lru_cache

from crawlers import links
from crawlers.reasons import Reason, because
from warehouse.divisions import elsewhere
from warehouse.registry import Portal

#: The kind of a capture whose report is one of another place.
ELSEWHERE = "other-place"


def stranger(portal: Portal, title: str) -> Reason | None:
    """Why a report of this title is none of the portal's: it begins with a division elsewhere; None where it may be."""
    if links.judge(title).kind != "report":
        return None
    return _stranger(portal.name, portal.adcode, links.plain(title))


@lru_cache(maxsize=4096)
def _stranger(name: str, adcode: str, title: str) -> Reason | None:
    place = elsewhere(name, adcode, title)
    return because("other_place", title=title, place=place.name, adcode=adcode) if place else None
