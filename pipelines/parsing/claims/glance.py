"""A glance at a sentence: whether it can claim anything at all.

Most sentences of a report cannot, and are not taken apart, which keeps long reports cheap. What a sentence that may
claim does claim belongs to the grammar.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.parsing.claims.vocabulary import any_of, vocabulary

_NUMERALS = "零〇○一二两三四五六七八九十百"
#: A figure that is no year, day or number of a document; the period of the figures is told by days alone.
_PERIOD = re.compile(r"(?:统计|数据|[时期]限|期间|周期|范围)\D{0,20}\d{4}[年./-][\d度]")
#: Kinds of words that are amounts without a numeral, and of those that deny.
_AMOUNTS = ("half", "level", "alike", "doubling", "redoubling")
_DENIALS = ("never", "none", "nought")


def may_claim(plain: str) -> bool:
    """Whether a sentence without blanks holds a figure or a denial, and something that it may be of."""
    figure, topic, denial, denied = _patterns()
    if figure.search(plain):
        return topic.search(plain) is not None
    return _PERIOD.search(plain) is not None or (denial.search(plain) is not None and denied.search(plain) is not None)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """A figure or an amount in words, and what it may be of; a denial, and what it may deny."""
    known = vocabulary()
    counters = known.counters + "倍成"
    figures = {r"\d": r"(?![\d年月日号〕\]])", _NUMERALS: rf"[{_NUMERALS}千]{{0,8}}[{counters}]"}
    return (
        any_of((*known.glance.amounts, *known.of_kinds(*_AMOUNTS)), figures),
        any_of((*known.glance.topics, *known.measures)),
        any_of(known.of_kinds(*_DENIALS)),
        any_of(known.glance.denied),
    )
