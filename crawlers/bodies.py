"""Whose report a title announces, as far as its place shows: a body of another place is none of the portal's.

Words alone; which body a document names is for the parser to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers import links
from crawlers.reasons import Reason, because
from warehouse.divisions import elsewhere, located
from warehouse.registry import Portal

#: A title's body, before the year and the words of the report.
_NAMED = re.compile(r"(.{0,30}?)(关于|20\d{2}|(政府)?信息公[开開])")
_BEFORE = re.compile(r"^(关于|20\d{2}年?度?)+")
#: The kind of a capture whose report is one of another place.
ELSEWHERE = "other-place"


def stranger(portal: Portal, title: str) -> Reason | None:
    """Why a report of this title is none of the portal's: it begins with a division elsewhere; None where it may be."""
    if links.judge(title).kind != "report":
        return None
    return _stranger(portal.name, portal.adcode, links.plain(title))


def is_of_another(portal: Portal, title: str) -> bool:
    """Whether a title names another body than the one whose column this is; False where it names none.

    Bodies are renamed and called by short names, so this is something to look at and no reason to refuse.
    """
    found = _NAMED.match(_BEFORE.sub("", links.plain(title)))
    own, other = _core(portal.name), _core(found[1]) if found else ""
    return bool(own and other) and own not in other and other not in own


def _core(name: str) -> str:
    """A body's name without the divisions that it begins with."""
    while (found := located(name)) and name.startswith(found[0].name):
        name = name.removeprefix(found[0].name)
    return re.sub(r"^(人民政府|[省市州县区旗](?=..))", "", name)


@lru_cache(maxsize=4096)
def _stranger(name: str, adcode: str, title: str) -> Reason | None:
    place = elsewhere(name, adcode, title)
    return because("other_place", title=title, place=place.name, adcode=adcode) if place else None
