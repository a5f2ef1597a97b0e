"""A plain sentence to words: figures with their units, known words, and what no list knows.

Reading characters ends here: the grammar above sees words with a kind, a place and, where they are figures, a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from pipelines.parsing.claims.sentences import GAP
from pipelines.parsing.claims.vocabulary import named, vocabulary

#: Figures that may be claims.
AMOUNTS = frozenset({"count", "loose_count", "percent", "points", "money", "times", "bare", "nought", "level", "alike"})

_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = r"[零一二两三四五六七八九十百千]{1,9}"
_STOPS = ",;:。!?|()（）[]."
_STARTS = r"零一二两三四五六七八九十百千第《<〔\[(（+\-." + GAP
_YEAR = r"(?:19|20)\d\d"
_CHINESE_YEAR = r"[一二][零一二三四五六七八九]{3}"
_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
#: Groups of the pattern whose words are of another kind than their name.
_LIKE = {"number": "title", "gap": "unknown", "span": "unknown", "items": "filler"}


@dataclass(slots=True, eq=False)  # not frozen for the same reason as a document's cells
class Word:
    """One word of a sentence, equal to none but itself. `value` and `digits` are a figure's, `key` an outcome's measure or
    a count's counter.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | None = None
    digits: int = 0
    key: str | None = None
    vague: bool = False  # "about", "more than"


def read_words(plain: str) -> list[Word]:
    """The words of a plain sentence in order, whole: every character belongs to one word."""
    words: list[Word] = []
    known_words = _entries().get
    place = 0
    for match in _pattern().finditer(plain):
        start, end = match.span()
        if start > place:
            words.append(Word("unknown", plain[place:start], place, start))
        text = plain[start:end]
        place = end
        if known := known_words(text):
            kind, value, digits, key = known
            word = Word(kind, text, start, end, value, digits, key)
        else:
            word = _word(match, plain)
        if word.kind == "times":
            word.vague = _is_vague(plain, start, end)
        words.append(word)
    if place < len(plain):
        words.append(Word("unknown", plain[place:], place, len(plain)))
    return _counted_in_turn(words) if any(word.kind == "respectively" for word in words) else words


def _counted_in_turn(words: list[Word]) -> list[Word]:
    """`分别为41、12、3件`: the counter behind the last of numbers said in turn counts them all."""
    for place in range(len(words) - 1, 1, -1):
        last, joint, number = words[place], words[place - 1], words[place - 2]
        if last.kind == "count" and joint.kind == "join" and number.kind == "bare" and not number.digits:
            words[place - 2] = Word("count", number.text, number.start, number.end, number.value, 0, last.key)
    return words


def year_of(word: Word) -> int | None:
    """The year of a year or of a date that names one (`将于2025年1月办结`)."""
    if word.kind == "year":
        return int(word.value or 0)
    dated = word.kind in ("date", "part_year") and word.text[:4].isdecimal() and len(word.text) > 4
    return int(word.text[:4]) if dated else None


@cache
def _pattern() -> re.Pattern[str]:
    known = vocabulary()
    loose = f"[{known.counters}{known.loose_counters}]"
    applicants = "|".join(known.named.single_applicants)
    # A figure starts where no other one is running and no letter, ordinal or gap stands before it.
    opens = rf"(?<![\d.第A-Za-z{GAP}零一二两三四五六七八九十百千])"
    return re.compile(
        rf"""(?=[\d{_STARTS}])(?:(?P<title>《[^《》]{{0,200}}》|<[^<>]{{2,80}}>)
        |(?P<number>[〔\[(（]?{_YEAR}[〕\])）]第?\d+号|第\d+号|第[(（]?(?:\d+|[一二三四五六七八九十]+)[)）]?[条款项])
        |(?<![-~至到])(?P<part_year>\d{{1,2}}月份|(?<=前)(?:\d{{1,2}}|[一二三四五六七八九十]+)个月)(?![-~至到底前以])
        |(?P<date>(?:{_YEAR}[年./-])?(?:\d{{1,2}}月(?:\d{{1,2}}[日号]|[底末份])?|(?<=[./-])\d{{1,2}}[./-]\d{{1,2}}日?)|\d{{1,2}}[-~至]\d{{1,2}}月份?)
        |(?<!\d)(?P<years>{_YEAR}年?[-~至到]{_YEAR}年)度?
        |(?<!\d)(?P<year>{_YEAR}|{_CHINESE_YEAR})年度?
        |{opens}(?:(?P<ever>[两三四五六七八九十]年(?:以来|来|间)?(?![来以]*[新最]))
            |(?P<span>(?:{_ARABIC}|{_CHINESE})个?(?:工作日|自然日)内?)
            |(?P<one_case>[1一][名位](?:{applicants}))
            |(?P<items>[两三四五六七八]项(?:数据|指标|数字))
            |(?P<points>{_ARABIC})个?百分点)
        |(?:(?<!\d)(?P<sign>[-+])|{opens})(?:(?P<percent>{_ARABIC})%|百分之(?P<words_percent>{_CHINESE}(?:点{_CHINESE})?))
        |{opens}(?:(?P<money>{_ARABIC})(?P<money_vague>[余多])?(?P<money_scale>[万亿])?元
            |(?P<times>{_ARABIC}|{_CHINESE})倍
            |(?P<tenths>[一二两三四五六七八九])成(?P<more>[半一二三四五六七八九](?![季个年月日件]))?(?![不人员立功果为效熟长本交绩分就])
            |(?P<parts>[二三四五六七八九十])分之(?P<of_parts>[一二三四五六七八九])(?![零一二三四五六七八九十百千])
            |(?P<count>{_ARABIC}|{_CHINESE})(?P<vague>[余多])?(?P<scale>万)?(?P<vague_too>[余多])?(?P<counter>{loose})(?:(?<=件)次)?
            |(?P<bare>{_ARABIC})(?![\d{GAP}A-Za-z]|\.\d))
        |(?<![\d.{GAP}])(?P<gap>[\d.{GAP}]*{GAP}[\d.{GAP}]*.?)
        )|[{re.escape(_STOPS[:-1])}]|\.(?!\d)
        |{known.pattern}""",
        re.VERBOSE,
    )


def _word(match: re.Match[str], plain: str) -> Word:
    kind = match.lastgroup or ""
    if kind == "counter":
        return _count(match, plain)
    text, start, end = match.group(), match.start(), match.end()
    if kind in ("percent", "words_percent"):
        value = _number(match[kind])
        return Word("percent", text, start, end, -value if match["sign"] == "-" else value, _decimals(value))
    if kind in ("money", "money_vague", "money_scale"):
        scale = {"万": 10_000, "亿": 100_000_000}.get(match["money_scale"], 1)
        value = _number(match["money"])
        return Word("money", text, start, end, value * scale, _decimals(value), vague=bool(match["money_vague"]))
    if kind in ("tenths", "more"):  # `下降三成` is a figure in whole tenths, `近三成` is none
        more = match["more"]
        value = _number(match["tenths"]) * 10 + (5 if more == "半" else _number(more) if more else 0)
        kind = "unknown" if _is_vague(plain, start, end) else "percent"
        return Word(kind, text, start, end, value, 0 if more else -1)
    if kind == "of_parts":  # `占三分之一`: said to the whole per cent at best
        return Word("percent", text, start, end, round(_number(match[kind]) / _number(match["parts"]) * 100, 1), 0)
    if kind == "times":
        value = _number(match[kind])
        return Word("times", text, start, end, value * 100, _decimals(value) - 2)
    if kind == "year":
        return Word("year", text, start, end, _year(match[kind]))
    if kind == "years":  # of several years it says no more than of the first
        return Word("year", text, start, end, Decimal(text[:4]))
    if kind in ("bare", "points"):
        value = _number(match[kind])
        return Word(kind, text, start, end, value, _decimals(value))
    return Word(_LIKE.get(kind, kind), text, start, end)


@cache
def _entries() -> dict[str, tuple[str, Decimal | None, int, str | None]]:
    """Kind, value, digits and measure of every known word; a stop is its own kind."""
    known = vocabulary()
    entries: dict[str, tuple[str, Decimal | None, int, str | None]] = {
        text: (kind, None, 0, known.measures.get(text)) for text, kind in known.kinds.items()
    }
    for text, kind in known.kinds.items():
        if kind in ("nought", "level", "alike"):
            entries[text] = (kind, Decimal(0), 0, None)
        elif kind == "half":
            entries[text] = ("percent", Decimal(50), -1, None)
        elif kind in ("doubling", "redoubling"):
            entries[text] = ("times", Decimal(100 if kind == "doubling" else 300), -2, None)
    return entries | {stop: (stop, None, 0, None) for stop in _STOPS}


def _count(match: re.Match[str], plain: str) -> Word:
    """A number with its counter; a fraction of a request is no count, and `万` makes whole ones of most fractions."""
    number, vague, scale, vague_too, counter = match.group("count", "vague", "scale", "vague_too", "counter")
    start, end = match.span()
    value = _number(number) * (10_000 if scale else 1)
    is_vague = bool(vague or vague_too) or _is_vague(plain, start, end)
    is_whole = number.isdecimal() or value == value.to_integral_value()
    kind = "count" if counter in vocabulary().counters else "loose_count"
    return Word(kind if is_whole else "unknown", match.group(), start, end, value, 0, counter, is_vague)


def _is_vague(plain: str, start: int, end: int) -> bool:
    return plain.endswith(_about(), 0, start) or plain.startswith(named().or_so, end)


@cache
def _about() -> tuple[str, ...]:
    """What stands before a number that is not exact."""
    return (*vocabulary().of_kinds("approximate"), *named().short_of)


@lru_cache(maxsize=4096)  # most figures of reports are small
def _number(text: str) -> Decimal:
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    whole, _, part = text.partition("点")
    decimals = "".join(str(_DIGITS.get(character, 0)) for character in part)
    return Decimal(f"{_chinese(whole)}.{decimals}" if decimals else _chinese(whole))


@lru_cache(maxsize=256)
def _year(text: str) -> Decimal:
    """A year in digits or Chinese numerals."""
    return Decimal("".join(str(_DIGITS.get(character, character)) for character in text))


def _chinese(text: str) -> int:
    """A Chinese numeral below ten thousand; digits alone are read in their places (二零 is 20)."""
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
