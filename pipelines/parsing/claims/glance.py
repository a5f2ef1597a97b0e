"""A glance at a sentence: whether it can claim anything at all.

Most sentences of a report cannot, and are not taken apart, which keeps long reports cheap. What a sentence that may
claim does claim belongs to the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipelines.parsing.claims.vocabulary import vocabulary

_NUMERALS = "零〇○一二两三四五六七八九十百"
#: A figure that is no year, day or number of a document; the period of the figures is told by days alone.
_PERIOD = re.compile(r"(?:统计|数据|[时期]限|期间|周期|范围)\D{0,20}\d{4}[年./-][\d度]")
_FIGURES = (
    "分之",
    "一半",
    "持平",
    "翻一番",
    "翻番",
    "翻了一番",
    "翻两番",
    "翻了两番",
    "相当",
    "一致",
    "相同",
    "一样",
    "变化",
)
_FIGURE = re.compile(rf"\d(?![\d年月日号〕\]])|[{_NUMERALS}][{_NUMERALS}千]{{0,8}}[件条宗份封起倍成]")
#: A denial, and what may be denied.
_DENIALS = ("未", "没", "无", "零", "不存在", "不涉及", "不收取")
_DENIED = ("申请", "公开", "复议", "诉讼", "结转", "费", "请求", "信件")
#: What a claim may stand on, beside the words for outcomes.
_TOPICS = (
    "申请", "复议", "诉讼", "结转", "处理费", "统计", "数据", "时限", "期限", "收到", "接到", "接收", "受理", "办结", "办理",
    "处理", "答复", "回复", "上年", "去年", "前年", "同比", "下年", "下一年", "次年", "依申请", "新收", "接件", "受理量",
    "不属", "非本", "非我", "转入", "转至", "顺延", "延期", "延至", "其中",
)  # fmt: skip


def may_claim(plain: str) -> bool:
    """Whether a sentence without blanks holds a figure or a denial, and something that it may be of."""
    if _FIGURE.search(plain) or _any_of(_FIGURES).search(plain):
        return bool(_topical().search(plain))
    return bool(_PERIOD.search(plain) or (_any_of(_DENIALS).search(plain) and _any_of(_DENIED).search(plain)))


@cache
def _topical() -> re.Pattern[str]:
    return _any_of((*_TOPICS, *vocabulary().measures))


@cache
def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of `words`, without those that hold another one.

    It begins with the set of their first letters, which the engine looks for fast.
    """
    shortest: list[str] = []
    for word in sorted(set(words), key=lambda word: (len(word), word)):
        if not any(other in word for other in shortest):
            shortest.append(word)
    by_first: dict[str, list[str]] = {}
    for word in shortest:
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    rests = "|".join(f"(?<={first})(?:{'|'.join(rest)})" for first, rest in sorted(by_first.items()))
    return re.compile(f"[{''.join(sorted(by_first))}](?:{rests})")
