"""The one number grammar of the project: a cell's printed text to its state and value.

A blank is never a zero, and a text that could be two numbers is no number. Money keeps its decimals and its unit.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Printed in place of a figure; which of them means nought is not for a reader to say.
DASHES = frozenset({"-", "--", "---", "—", "——", "–", "―", "−", "－", "/", "\\", "、", "无", "*", "…", "一", "~"})

_NOTE = re.compile(r"[(（〔\[][^()（）〔〕\[\]]*[)）〕\]]")
_UNITS = "件条份项个宗起次人名部号户家"
_NUMBER = re.compile(
    r"(?P<sign>[-+−－＋])?(?P<whole>\d{1,3}(?:[,，'’ ]\d{3})+|\d+)(?:[.．。](?P<part>\d+))?(?P<scale>万|亿)?(?P<unit>元|%|["
    + _UNITS
    + r"])?"
)
_LETTER_ZEROS = str.maketrans({"O": "0", "o": "0", "〇": "0", "○": "0", "Ｏ": "0"})
_BLANKS = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00]")
_APPROXIMATE = re.compile(r"[约近超余多逾]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a cell: `value` is None unless `state` is reported."""

    state: str  # reported, blank, dash, text, unreadable
    value: float | None = None
    unit: str | None = None  # 元 or 万元 printed in the cell


@lru_cache(maxsize=16384)
def read_number(text: str, *, money: bool = False, signed: bool = False) -> Reading:
    """Read one cell; counts are whole (`12.00` is 12), money keeps decimals, `signed` allows a leading minus.

    Notes in brackets and counters are left off; two lines of digits, a per cent, a share of a count, a negative count
    are no number of this form and come back as `unreadable`, words as `text`.
    """
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).strip()
    if not plain:
        return Reading("blank")
    if plain in DASHES or plain.replace(" ", "") in DASHES:
        return Reading("dash")
    lines = [line.strip() for line in plain.split("\n") if line.strip()]
    if len([line for line in lines if re.search(r"\d", _NOTE.sub("", line))]) > 1:
        return Reading("unreadable")
    body = _NOTE.sub("", " ".join(lines)).strip()
    if not body:
        return Reading("text")
    body = body.translate(_LETTER_ZEROS) if re.fullmatch(r"[\dOo〇○Ｏ.,\s]+", body) else body
    body = _close_gaps(body)
    match = _NUMBER.fullmatch(body)
    if match is None:
        return Reading("unreadable" if re.search(r"\d", body) and not re.search(r"[^\W\d_]{4}", body) else "text")
    if match["unit"] == "%":
        return Reading("unreadable")
    digits = re.sub(r"\D", "", match["whole"])
    value = float(f"{digits}.{match['part'] or 0}")
    if match["sign"] and match["sign"] not in "+＋":
        if not signed:
            return Reading("unreadable")
        value = -value
    if money:
        if match["scale"] == "亿":
            value *= 10_000
        return Reading("reported", value, "万元" if match["scale"] else match["unit"] and "元")
    value *= {"万": 10_000, "亿": 100_000_000}.get(match["scale"], 1)
    if not value.is_integer() or match["unit"] == "元":
        return Reading("unreadable")
    return Reading("reported", value)


def _close_gaps(body: str) -> str:
    """Join the digits of one number that markup or justification set apart: `2 0` is 20, `- 3` is -3."""
    return re.sub(r"(?<=[\d,，.．+\-])\s+(?=[\d,，.．])|\s+(?=[万亿元" + _UNITS + r"])", "", body)


def in_unit(reading: Reading, unit: str) -> float | None:
    """The value in the form's unit (`cny`, `cny_10k`, or a count); the unit printed in the cell wins over the form's."""
    if reading.value is None or reading.unit is None:
        return reading.value
    if unit == "cny" and reading.unit == "万元":
        return round(reading.value * 10_000, 6)
    if unit == "cny_10k" and reading.unit == "元":
        return round(reading.value / 10_000, 10)
    return reading.value
