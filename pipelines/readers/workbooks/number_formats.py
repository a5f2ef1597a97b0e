"""How a workbook's number format shows a value, where that says more than the value: a unit, a percentage, thousands, nothing.

Codes are those of Excel (`0.00"万元"`, `0%`, `#,##0,`, `;;;`). Rounding and thousands marks say nothing that the value does
not. A nought that a format shows as a dash is still a nought, for that is how such a format writes one; one that it leaves
out is printed nowhere, and its cell is blank.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.readers.raised import OBJECT

#: Formats known by number alone that show more than the value.
BUILT_IN = {9: "0%", 10: "0.00%"}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<digits>[0#?][0#?,.]*)|(?P<other>.)',
    re.DOTALL | re.IGNORECASE,
)
#: The sections of a code, and the condition that one is shown under.
_PARTS = re.compile(r'(?:"[^"]*"|[\\!].|[^;"])+|(?<=;)(?=;|$)|^(?=;)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_DATE = re.compile(r"[ymdhse]", re.IGNORECASE)
_WORDS = re.compile(r"[\u4e00-\u9fff]")


def shown_by(code: str, value: float) -> str | None:
    """What a format makes of a value; None where it only shows the value itself, or is a date's."""
    sections = _sections(code)
    section = sections[_which(code, len(sections), value)]
    if section is None:
        return None
    words, digits, is_split, has_percent = section
    if not value and not "".join(words).strip() and not has_percent and not re.search(r"[0.]", digits):
        return ""
    if not digits:
        shown = "".join(words)
        return None if not value else shown if _WORDS.search(shown) else OBJECT
    if is_split:
        return OBJECT  # a sign set inside the digits moves the point
    thousands = len(digits) - len(digits.rstrip(","))
    before, after = words
    if re.search(r"\d", before + after):
        return OBJECT  # digits of the format beside those of the value
    if not (thousands or has_percent or any(map(_WORDS.search, words))):
        return None
    if thousands or has_percent:
        decimals = len(digits.rstrip(",").partition(".")[2])
        number = f"{value / 1000**thousands * (100 if has_percent else 1):.{decimals}f}"
    else:
        number = f"{value:.15g}"
    return f"{_worded(before)}{number}{'%' * has_percent}{_worded(after)}"


def _worded(text: str) -> str:
    """Words around a number; signs and colours are none."""
    return text.strip() if _WORDS.search(text) else ""


def _which(code: str, count: int, value: float) -> int:
    """The section of a code for a value: the first whose condition holds, else the last; without conditions the first, the
    second below nought, the third for nought.
    """
    conditions = _conditions(code)
    if any(conditions):
        met = (at for at, condition in enumerate(conditions) if condition and _holds(*condition, value))
        return next(met, count - 1 if not conditions[count - 1] else 0)
    if value < 0 and count > 1:
        return 1
    return 2 if value == 0 and count > 2 else 0


def _holds(sign: str, bound: float, value: float) -> bool:
    signs = {"<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound}
    return signs.get(sign, value != bound)


@lru_cache(maxsize=512)
def _conditions(code: str) -> tuple[tuple[str, float] | None, ...]:
    """For each section the condition that it is shown under; None without one."""
    found = map(_CONDITION.search, _PARTS.findall(code) or [""])
    return tuple((one[1], float(one[2])) if one else None for one in found)


_Section = tuple[list[str], str, bool, bool]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section | None, ...]:
    """For each section the words before and behind its digits, the digits, whether words split them, whether in per cent."""
    return tuple(map(_section, _PARTS.findall(code) or [""]))


def _section(code: str) -> _Section | None:
    words, digits, is_split, has_percent = ["", ""], "", False, False
    for token in _TOKEN.finditer(code):
        if token["general"]:
            digits += "0"
        elif token["digits"]:
            is_split = is_split or bool(digits)
            digits += token["digits"]
        elif token["bracket"] is not None:
            if re.match(r"h|m|s", token["bracket"], re.IGNORECASE):
                return None
        elif token["other"] and _DATE.match(token["other"]):
            return None
        elif token["other"] == "%":
            has_percent = True
        elif token["other"] == "@":
            return None
        else:
            words[bool(digits)] += token["quoted"] or token["escaped"] or token["other"] or ""
    return words, digits, is_split, has_percent
