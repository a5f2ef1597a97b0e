"""The times that a page tells beside its title: the period that is reported, the years its prose speaks of, its day of
publication.

Whose report it is, is told in `witnesses`; which year counts, in `year_of_report`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from pipelines.parsing.identity.headings import HEAD, Line
from pipelines.parsing.identity.years import YEAR, make_date, year_in
from pipelines.readers.characters import compatible
from pipelines.readers.document import Document

#: Shorter stretches of time are no reporting period.
SHORTEST_PERIOD = 180
_DAY = r"(?P<{0}y>\d{{4}})\s*[年.\-/]\s*(?P<{0}m>\d{{1,2}})\s*[月.\-/]\s*(?P<{0}d>\d{{1,2}})\s*日?"
_SHORT_DAY = r"(?:(?P<ey>\d{4})\s*[年.\-/]\s*)?(?P<em>\d{1,2})\s*[月.\-/]\s*(?P<ed>\d{1,2})\s*日?"
_TO = r"\s*(?:起|开始)?\s*[,，]?\s*(?:至|到|—+|-+|－|～|~|–)\s*"
_PERIOD = re.compile(_DAY.format("s") + _TO + _SHORT_DAY)
_MONTHS = re.compile(
    r"(?P<y>\d{4})\s*年\s*1\s*月份?\s*(?:起)?\s*(?:至|到|—+|-+|～|~)\s*(?:(?P<z>\d{4})\s*年\s*)?12\s*月(?!\s*\d)"
)
_NUMERALS = re.compile(rf"(?P<y>{YEAR})年一月一日(?:起)?[,，]?(?:至|到|—+|-+)(?:(?P<z>{YEAR})年)?十二月三十一日")
_MAY_BE_PERIOD = re.compile(r"[日月\d]\s*(?:起|开始)?\s*[,，]?\s*[至到—\-－～~–]")
_OF_DATA = re.compile(r"统计|期限|时限|数据|报告期|时段|起止")
#: What a page calls the day it prints, and that day.
_PRINTED_ON = re.compile(
    r"(?:(?P<what>发布|公布|公开|信息|发文|印发|生成|成文)?(?<!统计)(?<!更新)(?<!修改)(?:日期|时间)|(?P<on>发布|公布)于)"
    r"\s*[\]】]?\s*[:：]?\s*[\[【]?\s*(?P<y>\d{4})"
    r"(?:\s*[-/.年—–]\s*(?P<m>\d{1,2})\s*[-/.月—–]\s*(?P<d>\d{1,2})|(?P<mm>\d{2})(?P<dd>\d{2})(?!\d))"
)
#: The day of publication goes before a day that is called nothing more, and that before the day the paper was drawn up.
_NEARNESS = {"发布": 0, "公布": 0, "公开": 0, "信息": 0, "成文": 2}
#: The end of those words and a year's digits behind it: sentences that speak of time have none.
_CALLED_DAY = re.compile(r"[期间于]\s*[\]】]?\s*[:：]?\s*[\[【]?\s*\d{4}")
#: What of those words has one spelling; most lines have none of it and need no second one.
_MAY_CALL_DAY = re.compile("[期间]|布于")
#: A line that calls the day which the next one prints, and one that prints a day alone, in figures, as portals do.
_CALLS_DAY = re.compile(r".{0,12}(?:日期|时间)\s*[:：]?\s*")
_MAY_BE_DAY = re.compile(r"\s*[\[(【（［]?\s*[2２]")
_BARE_DAY = re.compile(
    r"[\[(【]?\s*(20\d{2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])】]?(?:\s*来源.*)?"
)
#: Lines below a title in which such a day is its own.
_BELOW = 3
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_YEAR_ALONE = re.compile(rf"[(\[]?{YEAR}年?度?[)\]]?")
_WILL = r"将(?:[进继坚重着严按深扎紧加]|以|在|从|会)"
_SAID_YEAR = re.compile(
    rf"({YEAR})年(?!\d{{1,2}}月|[一二三四五六七八九十]+月|第?\d+号)(?!度?[,，]?(?:[^。;；,，]{{0,8}}[,，]?)?{_WILL})"
)
#: A year that begins a sentence, and how a plan for it goes on.
_PLANS = rf"[^。;；]{{0,30}}(?:{_WILL}|拟|计划|打算|要)"
_TOLD_YEAR = re.compile(rf"(?:^|[。;；])({YEAR})年度?[,，](?!{_PLANS})")
_Years = tuple[date, date]


def find_period(texts: Iterable[str]) -> _Years | None:
    """The reporting period; a stretch whose sentence speaks of data goes before any other. None without one."""
    fallback: _Years | None = None
    for text in texts:
        if not _MAY_BE_PERIOD.search(text):
            continue
        plain = compatible(text)
        for start, period in _periods(plain):
            if _OF_DATA.search(plain[max(0, start - 40) : start + 40]):
                return period
            fallback = fallback or period
    return fallback


def _periods(plain: str) -> list[tuple[int, _Years]]:
    found: list[tuple[int, _Years]] = []
    for match in _PERIOD.finditer(plain):
        try:
            start = date(int(match["sy"]), int(match["sm"]), int(match["sd"]))
            end = date(int(match["ey"] or match["sy"]), int(match["em"]), int(match["ed"]))
        except ValueError:
            continue
        if start <= end and (end - start).days > SHORTEST_PERIOD:
            found.append((match.start(), (start, end)))
    for pattern in (_MONTHS, _NUMERALS):
        for match in pattern.finditer(plain):
            first, last = year_in(match["y"]), year_in(match["z"] or match["y"])
            if 1990 < first <= last:
                found.append((match.start(), (date(first, 1, 1), date(last, 12, 31))))
    return sorted(found)


def years_said(lines: Sequence[Line]) -> Counter[int]:
    """How often the prose speaks of each year; dates, numbers of documents, the period and a line that is a year do not count."""
    counts: Counter[int] = Counter()
    for line in lines:
        if _YEAR_ALONE.fullmatch(line.words):
            continue  # a menu's
        counts.update(year_in(match[1]) for match in _SAID_YEAR.finditer(line.words))
    return counts


def years_told(lines: Sequence[Line]) -> set[int]:
    """The years of which sentences tell that begin with them (`2022年,我局…`), but for those of which they tell plans."""
    return {year_in(match[1]) for line in lines for match in _TOLD_YEAR.finditer(line.words)}


def usual_year(lines: Sequence[Line]) -> int | None:
    """The year that the prose speaks of most, at least three times and more than of any other; None where none stands out."""
    ranked = years_said(lines).most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def printed_on(document: Document, lines: Sequence[str]) -> date | None:
    """The date of publication as the page prints it, above the report or in its metadata table; never that of an update."""
    above = list(lines[:HEAD])
    heads = [f"{line} {after}" if _CALLS_DAY.fullmatch(line) else line for line, after in pairwise([*above, ""])]
    heads += [" ".join(cell.text for cell in grid.cells) for grid in document.grids[:1] if len(grid.cells) < 40]
    found: list[tuple[int, date]] = []
    for line in filter(_MAY_CALL_DAY.search, heads):
        plain = compatible(line[:800])[:400]
        if not _CALLED_DAY.search(plain):
            continue
        for match in _PRINTED_ON.finditer(plain):
            day = make_date(match["y"], match["m"] or match["mm"], match["d"] or match["dd"])
            if day:
                found.append((_NEARNESS.get(match["what"] or match["on"] or "", 1), day))
    return min(found, key=lambda one: one[0])[1] if found else _bare_day(above)


def _bare_day(lines: Sequence[str]) -> date | None:
    """The day that stands alone right below a title, called nothing."""
    for place, line in enumerate(lines):
        if not _MAY_BE_DAY.match(line):
            continue
        match = _BARE_DAY.fullmatch(compatible(line[:80]).strip())
        is_called = place > 0 and _CALLS_DAY.fullmatch(lines[place - 1])
        if match and not is_called and any("信息公开" in one for one in lines[max(0, place - _BELOW) : place]):
            return make_date(match[1], match[2], match[3])
    return None


def meta_date(document: Document) -> date | None:
    """The date of publication in the page's metadata."""
    text = document.meta.get("pubdate") or document.meta.get("publishdate") or ""
    match = _DATE.search(compatible(text))
    return make_date(*match.groups()) if match else None
