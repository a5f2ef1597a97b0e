"""Marks of a whole sentence: what it names anywhere, before its words are read one by one.

Patterns over the plain characters, made of the named words; what a mark does to a figure is settled in `scene`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipelines.parsing.claims.vocabulary import any_of, named

_NUMERALS = r"[\d一二三四五六七八九十]"


class Marks(NamedTuple):
    """One pattern a mark, see `marks`."""

    disclosure: re.Pattern[str]
    requests: re.Pattern[str]
    heading: re.Pattern[str]
    reviewer: re.Pattern[str]
    unrelated: re.Pattern[str]
    foremost: re.Pattern[str]
    level: re.Pattern[str]
    handled: re.Pattern[str]
    documents: re.Pattern[str]
    share_of_disclosure: re.Pattern[str]


@cache
def marks() -> Marks:
    """The marks: disclosure and requests named, a heading of its own over what became of requests, a body that decides reviews,
    what is none of disclosure, the few of whom something remarkable is told, a body's own part, things handled, documents
    sorted by their openness, disclosure named for its share.
    """
    known = named()
    elsewhere = "|".join(f"{kind}务公" for kind in sorted(known.other_openness))
    return Marks(
        any_of(known.disclosure),
        any_of(known.requests, {"公": f"(?<!{elsewhere})开申请"}),
        re.compile(rf"\W*+{_NUMERALS}*+\W*+(?:申请)?{_one_of(known.account_of)}{_one_of(known.account)}\W*$"),
        re.compile(rf"作为(?:行政)?{_one_of(known.reviewers)}(?P<aside>[)])?"),
        re.compile(rf"{_one_of(known.disclosure)}[^,;。]{{0,4}}{known.unrelated}"),
        re.compile(rf"前{_NUMERALS}+[名位家](?:的)?{_one_of(known.foremost)}|{'|'.join(sorted(known.most))}"),
        re.compile(_one_of(known.levels) + known.own_level),
        any_of(known.handled),
        re.compile(f"{any_of(known.documents).pattern}|信息[^公]"),
        re.compile(r"[^,;。\d]{0,12}占"),
    )


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words)))})"
