"""Names of two bodies printed as one, as titles of reports that two made together print them.

A body's second sign in brackets (`某局（某某局）`) is no second body, and no branch or office within the first is one.
"""

from __future__ import annotations

import re

from pipelines.parsing.identity.agencies import is_body, names_place, place_of, says_function_alone

#: What joins two names.
_JOINS = re.compile(r"[、和与及暨]|联合|会同|代")
#: How names of bodies end of which two may report together; a party's committee joined to a government has one office.
_WHOLE = re.compile(r"(?:[局厅]|(?<![省市县区州旗党工])委|委员会|办公[厅室]|政府|中心)$")
#: The body in brackets that another wrote for.
_WRITTEN_FOR = re.compile(r"(.{3,})[(（](?:代|联合|会同)([^()（）]{3,})[)）]")


def two_bodies(name: str) -> tuple[str, str] | None:
    """The two bodies whose names stand in one; None for the name of one body.

    The second begins with the place of the first, or, behind what joins them, with its own function alone.
    """
    bracketed = _WRITTEN_FOR.fullmatch(name)
    if bracketed and is_body(bracketed[2]):
        return bracketed[1], bracketed[2]
    for at in range(4, len(name) - 2):
        first, second = name[:at], name[at:]
        joined = _JOINS.match(second)
        if joined and _is_whole(first) and _follows(first, second[joined.end() :], is_joined=True):
            return first, second[joined.end() :]
        if _is_whole(first) and _follows(first, second, is_joined=False):
            return first, second
    return None


def _is_whole(first: str) -> bool:
    return _WHOLE.search(first) is not None and names_place(first) and is_body(first)


def _follows(first: str, second: str, *, is_joined: bool) -> bool:
    if not is_body(second) or not _WHOLE.search(second):
        return False
    place = place_of(second)
    if not place:
        return is_joined and says_function_alone(second)
    return names_place(second) and len(place) > 1 and (is_joined or place_of(first).endswith(place))
