"""Whose report a title announces, as far as its place shows: a body of another place is none of the portal's.

Words alone; which body a document names is for the parser to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers import links
from crawlers.reasons import Reason, because
from warehouse.divisions import located
from warehouse.registry import Portal

#: What may stand before a body's name in a title.
_BEFORE = re.compile(r"^[\W_]*(关于|中国|20\d{2}年?度?|(印发|公布|发布)[《〈]?)*")
#: 城区, 郊区 and 矿区 are divisions and also everyday words.
_SHORTEST = 3
NO_PLACE = "000000"
#: The kind of a capture whose report is one of another place.
ELSEWHERE = "other-place"


def stranger(portal: Portal, title: str) -> Reason | None:
    """Why a report of this title is none of the portal's: it begins with a division elsewhere; None where it may be.

    Elsewhere is what lies neither in the portal's division nor around it. A name that several divisions bear counts
    only where all of them lie elsewhere; an entry whose own name is not of the division it gives refuses nothing.
    """
    if not _is_placed(portal.name, portal.adcode) or links.judge(title).kind != "report":
        return None
    return _stranger(portal.adcode, links.plain(title))


@lru_cache(maxsize=4096)
def _is_placed(name: str, adcode: str) -> bool:
    return adcode != NO_PLACE and any(_near(adcode, one.adcode) for one in located(name))


@lru_cache(maxsize=4096)
def _stranger(adcode: str, title: str) -> Reason | None:
    found = located(_BEFORE.sub("", title))
    if not found or len(found[0].name) < _SHORTEST or any(_near(adcode, one.adcode) for one in found):
        return None
    return because("other_place", title=title, place=found[0].name, adcode=adcode)


def _near(one: str, other: str) -> bool:
    """Whether one division lies within the other, or is it."""
    one, other = _stem(one), _stem(other)
    return one.startswith(other) or other.startswith(one)


def _stem(adcode: str) -> str:
    return re.sub(r"(00){1,2}$", "", adcode)
