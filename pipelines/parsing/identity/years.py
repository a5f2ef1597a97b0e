"""The years that a line names: in digits, in Chinese numerals, in two digits; which digits name none.

Lines come in squeezed. Which year a report is of is decided in `year_of_report`.
"""

from __future__ import annotations

import re
from datetime import date

from pipelines.parsing.identity.agencies import ends_as_body

#: Ten characters no name has stand for the digits of a year inside a name, which are no year of the report.
_NAME_DIGITS = {ord(str(digit)): chr(0x4DB6 + digit) for digit in range(10)}
_DIGITS_AGAIN = {0x4DB6 + digit: str(digit) for digit in range(10)}
_ZERO = "〇○◯零O0ΟО"
_DIGITS = dict.fromkeys(_ZERO, "0") | {word: str(n) for n, word in enumerate("零一二三四五六七八九")}
YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}(?!\d)|二[{_ZERO}][一二三四五六七八九{_ZERO}]{{2}})"
YEAR_WORDS = re.compile(rf"[(\[]?(?P<year>{YEAR})(?:年度?|度)?[)\]]?")
#: A year in two digits, as `某局21年政府信息公开…`, and how long a body has been (`某局建局20年`), which is none.
_SHORT_YEAR = re.compile(r"(?:0[89]|1[1-9]|2\d)(?<!\d\d\d)(?=年度?(?:政府|政务)?信息公开|(?<=^\d\d)年(?![来间]))")
_FOUNDED = re.compile(r"[建立设][\u3400-\u9fff]$")
#: A year inside a body's own name: behind its place and before words that end as a body's name does, another year follows.
_NAMED_AFTER = re.compile(
    rf"(?P<place>[^\d(]{{1,20}}?[省市县区州旗镇乡盟][^\d(]{{0,12}}?)(?P<year>{YEAR})(?=年?(?P<rest>[\u4e00-\u9fff]{{3,30}}?){YEAR})"
)
#: A day, a month in brackets or one that ends the line, or the year in which a report was published or mended (`(2023年修订)`).
_DATE = re.compile(
    r"(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?|(?:19|20)\d{2}年\d{1,2}月[)\]】]?$"
    r"|[(\[【](?:19|20)\d{2}年?(?:\d{1,2}月)?(?:修[订正改]|更[新正]|补充|公布|发布|公示|印发|编制)"
    r"|[(\[【](?:19|20)\d{2}年\d{1,2}月[)\]】]"
)


def year_in(words: str) -> int:
    """A year in digits or Chinese numerals."""
    return int("".join(_DIGITS.get(char, char) for char in words))


def years_in(line: str) -> tuple[int, ...]:
    """The years a line names, each once, in their order; the year of a date is not one of them."""
    line = _DATE.sub("", line)
    return tuple(dict.fromkeys(year_in(match["year"]) for match in YEAR_WORDS.finditer(line)))


def shown_years(years: tuple[int, ...]) -> str:
    """Years as a reason names them."""
    return ", ".join(str(year) for year in years)


def without_years(line: str) -> str:
    """A line without the years it names."""
    return YEAR_WORDS.sub("", line)


def short_year(line: str) -> re.Match[str] | None:
    """Where a line names a year in two digits: it begins with that, or a body's name stands before it.

    Behind other words (`实施11年`, `成立20年`) the digits say how many years.
    """
    found = _SHORT_YEAR.search(line)
    before = line[: found.start()] if found else ""
    if before and (
        not ends_as_body(before) or (_FOUNDED.search(before) and (len(before) == 2 or ends_as_body(before[:-2])))
    ):
        return None
    return found


def with_year_in_name(line: str) -> str:
    """The line with a year that belongs to a body's name in other characters, so that it is no year; `as_printed` undoes it."""
    found = _NAMED_AFTER.match(line)
    if found is None or not ends_as_body(found["rest"]):
        return line
    named = found["year"].translate(_NAME_DIGITS)
    return line[: found.start("year")] + named + line[found.end("year") :]


def as_printed(words: str) -> str:
    """Words with the digits of a name's year again."""
    return words.translate(_DIGITS_AGAIN)


def make_date(year: str, month: str, day: str) -> date | None:
    """The day that three numbers make; None where there is none."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
