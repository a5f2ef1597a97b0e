"""The claims that no request is counted in: the information processing fee, and the period of the figures.

Both are told by their own words, whatever stands around them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipelines.parsing.claims.claim import Claim
from pipelines.parsing.claims.phrases import STOPS
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word

FEE = "processing_fee"

_FEE_NAMED = "处理费"
_DATE = r"(?P<{0}_year>(?:19|20)\d\d)[年./-](?P<{0}_month>\d{{1,2}})[月./-](?P<{0}_day>\d{{1,2}})[日号]?"
_END_DATE = r"(?:(?P<end_year>(?:19|20)\d\d)[年./-])?(?P<end_month>\d{1,2})[月./-](?P<end_day>\d{1,2})[日号]?"
_NAMED = r"(?:统计|数据|(?:报告|年报|报告的)(?:期限|时限|时段|期间|范围|周期))"
_PERIOD = re.compile(
    rf"(?P<words>{_NAMED}[^\d,。;]{{0,16}}(?:(?:19|20)\d\d年度?[,(]?即?)?"
    + _DATE.format("start")
    + r"(?:[零0]时|[零0]点)?(?:起|始|开始)?[-~至到,]{1,3}"
    + _END_DATE
    + ")"
)
_MONTHS = re.compile(
    rf"(?P<words>{_NAMED}[^\d,。;]{{0,16}}(?P<year>(?:19|20)\d\d)年(?P<first>\d{{1,2}})月?(?:份)?[-~至到]{{1,2}}"
    r"(?:(?P<last_year>(?:19|20)\d\d)年)?(?P<last>\d{1,2})月)(?:份|底)?(?!\d)"
)


def fees(sentence: Sentence, words: Sequence[Word]) -> Iterator[Claim]:
    """The processing fee a sentence states, in yuan, once; 0 where it says that none was charged."""
    if _FEE_NAMED not in sentence.plain:
        return
    told = [word for word in words if word.kind == "fee"]
    for place, word in enumerate(words):
        if word.kind == "money" and not word.vague and _is_fee(words, place, told):
            first = next((w for w in reversed(words[:place]) if w.kind in ("fee", "charge")), word)
            start, end = min(first.start, word.start), word.end
            behind = words[place + 1] if place + 1 < len(words) else None
            if behind is not None and behind.kind == "fee":
                start, end = word.start, behind.end
            yield _fee(sentence, float(word.value or 0), word.digits, start, end)
            return
        if word.kind == "bare" and word.value == 0 and place and words[place - 1].text in named().copulas and told[:1]:
            ahead = [fee for fee in told if fee in _clause(words, place)]
            if ahead:
                yield _fee(sentence, 0.0, 0, ahead[-1].start, word.end)
                return
        if word.kind in ("none", "nought", "never"):
            last = _denied_fee(words, place, bool(told))
            if last is not None:
                start = min(word.start, last.start)
                yield _fee(sentence, 0.0, 0, start, max(word.end, last.end))
                return


def _fee(sentence: Sentence, value: float, digits: int, start: int, end: int) -> Claim:
    return Claim("fee", FEE, value, None, "元", digits, None, sentence.text, sentence.span(start, end))


def _is_fee(words: Sequence[Word], place: int, told: Sequence[Word]) -> bool:
    """The amount charged, not a tariff: a fee or a charge is told in front of it (or right behind), no `每`, `标准`."""
    clause = _clause(words, place)
    if any(word.kind in ("not_a_charge", "foreign", "due", "aim") for word in clause):
        return False
    behind = list(takewhile(lambda word: word.kind not in STOPS, words[place + 1 : place + 3]))
    if behind and behind[0].text == "/":
        return False  # `100元/件`
    return (
        any(word.start < words[place].start for word in told)
        or any(word.kind == "fee" for word in behind)
        or any(word.kind == "charge" for word in clause)
    )


def _clause(words: Sequence[Word], place: int) -> list[Word]:
    clause: list[Word] = []
    for word in reversed(words[:place]):
        if word.kind in STOPS:
            break
        clause.insert(0, word)
    return clause


def _denied_fee(words: Sequence[Word], place: int, told: bool) -> Word | None:
    """The word that a denial denies: the fee, or charging where the sentence has told the fee or its rules."""
    denial = words[place]
    scope: list[Word] = []
    for word in words[place + 1 :]:
        if word.kind in STOPS:
            break
        scope.append(word)
    before = _clause(words, place)
    if any(word.kind == "not_a_charge" for word in (*scope, *before)):
        return None
    if any(word.kind == "generic_person" for word in before[-1:]) and denial.text == "未":
        return None  # `申请人未缴纳`: nobody says what was charged
    for word in scope:
        if word.kind == "fee":
            return word
    charges = [word for word in scope if word.kind == "charge"]
    if charges:
        return charges[-1]
    if named().charging in denial.text:
        return denial
    if denial.kind in ("none", "nought") and told and not [w for w in scope if w.kind != "case"]:
        fee = next((word for word in before if word.kind == "fee"), None)
        if fee is None and before == [] and place >= 2 and words[place - 1].kind == ":":
            if any(word.kind == "not_a_charge" for word in words[: place - 1]):
                return None
            fee = next((word for word in reversed(words[: place - 1]) if word.kind == "fee"), None)
        return fee
    return None


def periods(sentence: Sentence) -> Iterator[Claim]:
    """The period of the figures; `verdict_detail` holds its two days, `2022-01-01/2022-12-31`."""
    if not any(word in sentence.plain for word in named().figures):
        return
    found = _days(sentence.plain) or _months(sentence.plain)
    if found is None:
        return
    days, span = found
    yield Claim("period", None, None, None, None, None, None, sentence.text, sentence.span(*span), verdict_detail=days)


def _days(plain: str) -> tuple[str, tuple[int, int]] | None:
    match = _PERIOD.search(plain)
    if match is None:
        return None
    start = (match["start_year"], match["start_month"], match["start_day"])
    end = (match["end_year"] or match["start_year"], match["end_month"], match["end_day"])
    return "/".join(f"{year}-{int(month):02}-{int(day):02}" for year, month, day in (start, end)), match.span("words")


def _months(plain: str) -> tuple[str, tuple[int, int]] | None:
    """`2020年1月至12月`: from the first day of the one to the last of the other."""
    match = _MONTHS.search(plain)
    if match is None or not 1 <= int(match["last"]) <= 12:
        return None
    year = int(match["last_year"] or match["year"])
    last = int(match["last"])
    end = f"{year}-{last:02}-{monthrange(year, last)[1]:02}"
    return f"{match['year']}-{int(match['first']):02}-01/{end}", match.span("words")
