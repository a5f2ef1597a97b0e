"""The one number grammar of the project: a cell's printed text to its state and value.

A blank is never a zero, and a text that could be two numbers, a range or an estimate is no number. Money keeps its
decimals and its unit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from pipelines.readers.figures import DASHES

#: Marks of a footnote; folding them would make 221 of `22①`.
_MARKS = "①-⑳⑴-⒇ⓐ-ⓩ⓪❶-❿¹²³⁰⁴-⁹₀-₉"
_MARK = re.compile(f"[{_MARKS}]")
_FOOTNOTE = re.compile(rf"(?<=[\d\s件条份项个宗起次元])[{_MARKS}*※†‡]+$", re.MULTILINE)
_NOTE = re.compile(r"[(（〔\[【][^()（）〔〕\[\]【】]*[)）〕\]】]")
_UNITS = "件条份项个宗起次人名部号户家"
_NUMBER = re.compile(
    r"(?P<sign>[-+−－＋])?(?P<currency>[¥￥])?"
    r"(?P<whole>[1-9]\d{0,2}(?:[,'’ ]\d{3})+|[1-9]\d*|0)(?:[.。](?P<part>\d+))?"
    r"(?P<scale>千|万|百万|亿)?(?P<unit>元|%|[人件条项]次|[" + _UNITS + r"])?"
)
_SCALES = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
#: A change told in words or arrows, as some print 本年增/减.
_LESS = re.compile(r"^(?:减少|减|下降|↓)\s*(?=\d)")
_MORE = re.compile(r"^(?:增加|增|上升|↑)\s*(?=\d)")
_LETTER_ZEROS = str.maketrans(dict.fromkeys("Oo〇○◯ΟО", "0"))
_SIMPLIFIED = str.maketrans("萬億無個項條份", "万亿无个项条份")
_BLANKS = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00]")
#: From it on signs are shown from right to left.
_TURNED = "\u202e"
#: Breaks between a number and its own mark: 24252.|31 and 1,|234.
_BROKEN = re.compile(r"(?<=\d[.,])\s*\n\s*(?=\d)|(?<=\d)\s*\n\s*(?=[.,]\d)")
_NUMERALS = re.compile(r"(?:[零一二两三四五六七八九十百千]+|[IVXLC]+)[" + _UNITS + r"]?")
#: Dots in a row stand for nothing, as a dash does; folding makes three of `…`.
_DOTS = re.compile(r"[.·]{3,}")
#: No words: signs, a letter alone, or what a spreadsheet or a font prints in the place of a figure that it cannot show.
_NO_WORDS = re.compile(r"[\W\d_]+|#.*|[A-Za-z]|TRUE|FALSE|.*[\ufffc\ufffd].*", re.DOTALL)
#: Digits of a figure at most, and so few that each has a value of its own.
_USUAL = 15
#: Units that amounts are printed in, in yuan, and those of the form.
YUAN = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
OWN_UNITS = {"cny": "元", "cny_10k": "万元"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a cell: `value` is None unless `state` is reported."""

    state: str  # reported, blank, dash, text, unreadable
    value: float | None = None
    unit: str | None = None  # 元 or 万元 printed in the cell


@lru_cache(maxsize=16384)
def read_number(text: str, *, money: bool = False, signed: bool = False) -> Reading:
    """Read one cell; counts are whole (`12.00` is 12), money keeps decimals, `signed` allows a change below nought.

    Notes in brackets, footnote marks and counters are left off. Two lines of digits, a per cent, a range, an estimate, a
    share of a count, a negative count, numerals in words and signs that may stand for a figure are no number of this
    form and come back as `unreadable`, other words as `text`.
    """
    if text == "0" or (text[:1] in "123456789" and len(text) <= _USUAL and text.isdecimal() and text.isascii()):
        return Reading("reported", float(text))  # as nearly every figure is printed
    unmarked = _FOOTNOTE.sub("", _BLANKS.sub("", text).strip())
    if _MARK.search(unmarked) or _TURNED in text:
        return Reading("unreadable")
    plain = unicodedata.normalize("NFKC", unmarked).translate(_SIMPLIFIED).strip()
    if not plain:
        return Reading("blank")
    if plain in DASHES or plain.replace(" ", "") in DASHES or _DOTS.fullmatch(plain):
        return Reading("dash")
    plain = _BROKEN.sub("", plain)
    lines = [line.strip() for line in plain.split("\n") if line.strip()]
    if len([line for line in lines if re.search(r"\d", _without_notes(line))]) > 1:
        return Reading("unreadable")
    joined = " ".join(lines)
    body = _without_notes(joined)
    if not body:
        inner = joined.strip("()（）〔〕[]【】 ")
        return Reading("dash" if inner in DASHES else "unreadable" if re.search(r"\d", inner) else "text")
    if re.match(r"[(（〔\[【][^)）〕\]】]*\d", joined):
        return Reading("unreadable")  # a number in brackets before the number
    if re.fullmatch(r"[\dOo〇○◯ΟО.,\s]+", body):
        body = body.translate(_LETTER_ZEROS)
    return _read_body(_close_gaps(body), money, signed)


def _read_body(body: str, money: bool, signed: bool) -> Reading:
    """The reading of a cell's text without its notes."""
    if body == "零":
        return Reading("reported", 0.0)
    if signed:
        body = _MORE.sub("+", _LESS.sub("-", body))
    match = _NUMBER.fullmatch(body)
    if match is None:
        is_prose = re.search(r"[^\W\d_]{4}", body) and not re.match(r"[-+−]?\d", body)
        is_numeral = _NUMERALS.fullmatch(body) or _NO_WORDS.fullmatch(body)
        return Reading("unreadable" if is_numeral or (re.search(r"\d", body) and not is_prose) else "text")
    is_money_mark = match["unit"] == "元" or match["currency"]
    if match["unit"] == "%" or (is_money_mark and not money):
        return Reading("unreadable")
    digits = re.sub(r"\D", "", match["whole"])
    value = float(f"{digits}.{match['part'] or 0}")
    if not isfinite(value):
        return Reading("unreadable")
    if match["sign"] and match["sign"] not in "+＋" and value:
        if not signed:
            return Reading("unreadable")
        value = -value
    if money:
        if match["scale"]:
            value = round(value * _SCALES[match["scale"]] / _SCALES["万"], 10)
        return Reading("reported", value, "万元" if match["scale"] else "元" if is_money_mark else None)
    value *= _SCALES.get(match["scale"], 1)
    if not value.is_integer():
        return Reading("unreadable")
    return Reading("reported", value)


def _without_notes(text: str) -> str:
    """A text without what stands in brackets, one pair inside another included."""
    bare = _NOTE.sub("", text)
    return bare.strip() if bare == text else _without_notes(bare)


def _close_gaps(body: str) -> str:
    """Join what markup or justification set apart: `2 0` is 20, `- 3` is -3, `1 234` a thousand, but `12 34` is two."""
    body = re.sub(r"(?<=[.,+\-−])\s+(?=\d)|(?<=\d)\s+(?=[.,])|\s+(?=[万亿元" + _UNITS + r"])", "", body)
    return body.replace(" ", "") if re.fullmatch(r"[-+−]?\d(?: +\d)+", body) else re.sub(r"(?<=\d) +(?=\d)", " ", body)


def fold_marks(text: str) -> str:
    """Footnote marks and circled numbers in brackets, so that folding a text does not make figures of them."""
    return _MARK.sub(lambda mark: f"({unicodedata.normalize('NFKC', mark[0]).strip('()')})", text)


def in_unit(reading: Reading, unit: str, printed: str | None = None) -> float | None:
    """The value in the form's unit (`cny`, `cny_10k`, or a count).

    A unit in the cell wins over the one `printed` with its labels, and that one over the form's.
    """
    said = reading.unit or printed
    if reading.value is None or said is None or unit not in OWN_UNITS:
        return reading.value
    return round(reading.value * YUAN[said] / YUAN[OWN_UNITS[unit]], 6 if unit == "cny" else 10)
