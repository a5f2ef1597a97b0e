"""A glance at a sentence: whether it can claim anything at all.

Most sentences of a report cannot, and are not taken apart, which keeps long reports cheap. What a sentence that may
claim does claim belongs to the grammar.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from pipelines.parsing.claims.vocabulary import any_of, vocabulary

_DIGITS = "0123456789０１２３４５６７８９"
_NUMERALS = "零〇○一二两三四五六七八九十百"
#: A figure that is no year, day or number of a document; the period of the figures is told by days alone.
_PERIOD = re.compile(r"(?:统计|数据|时限|期限|期间|周期|范围)\D{0,20}\d{4}[年./-][\d度]")
#: Kinds of words that are amounts without a numeral, and of those that deny.
_AMOUNTS = ("half", "level", "alike", "doubling", "redoubling")
_DENIALS = ("never", "none", "nought")
#: Kinds of words that claims are read from even where nobody has spoken of requests, beside those for outcomes.
_BY_THEMSELVES = (
    "request",
    "request_bare",
    "results",
    "carry",
    "carry_toward",
    "next_year",
    "review",
    "litigation",
    "fee",
)


class Seen(Enum):
    """What a glance makes of a sentence: it may claim, it counts or amounts to something of other things, or neither."""

    CLAIM = "claim"
    OTHER_THINGS = "other things"
    NOTHING = "nothing"


def glance(plain: str, *, of_requests: bool) -> Seen:
    """What a sentence without blanks can hold: a figure or a denial, and something that it may be of.

    `of_requests` tells that requests have been spoken of: `其中3件延期`, `同比增长5%` are of them without naming them.
    """
    look = _patterns()
    has_figure = look.figure.search(plain) is not None
    if has_figure:
        may_claim = look.topic.search(plain) is not None
    else:
        may_claim = look.denial.search(plain) is not None and look.denied.search(plain) is not None
    if may_claim and not of_requests:
        may_claim = look.by_itself.search(plain) is not None
    if may_claim or _PERIOD.search(plain) is not None:
        return Seen.CLAIM
    return Seen.OTHER_THINGS if has_figure else Seen.NOTHING


class _Patterns(NamedTuple):
    """A figure or an amount in words, and what it may be of; a denial, and what it may deny; of both, what speaks for itself."""

    figure: re.Pattern[str]
    topic: re.Pattern[str]
    denial: re.Pattern[str]
    denied: re.Pattern[str]
    by_itself: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = vocabulary()
    counters = known.counters + "倍成"
    figures = {_DIGITS: r"(?![\d年月日号〕\]])", _NUMERALS: rf"[{_NUMERALS}千]{{0,8}}[{counters}]"}
    # of one character are `转` and `待`, which many words hold
    alone = [word for word in known.of_kinds(*_BY_THEMSELVES) if len(word) > 1]
    return _Patterns(
        any_of((*known.glance.amounts, *known.of_kinds(*_AMOUNTS)), figures),
        any_of((*known.glance.topics, *known.measures)),
        any_of(known.of_kinds(*_DENIALS)),
        any_of(known.glance.denied),
        any_of((*alone, *known.measures, known.named.defended, known.named.newly_received), {"转待": r"[至入到]?\d"}),
    )
