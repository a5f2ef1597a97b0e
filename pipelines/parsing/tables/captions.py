"""The short lines above a table, which may name the row that it prints, or the year before the report's.

A report may have a table for each row, and one of the year before for comparison.

What a table without such a line holds is told by its own labels, in `matching.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines.parsing.tables.headers import Key
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.spellings import squash
from pipelines.readers.characters import in_simplified
from warehouse.form import load_forms

#: A text above a table that is longer than this is a paragraph, not the name of the table.
LONGEST_CAPTION = 50
#: One that names a row of several side by side, with its number and a damaged character or two, is no longer than this.
LONGEST_NAME = 20
_BLANKS = re.compile(r"\s+")
#: What a line says of the figures that it gives.
_GIVES = r".*(?:同期|情况|数[据字]|统计|对比|如下|申请|公开|[:：])"
#: A line that is a year, or opens with one or with the year before and says what is given of it.
_OF_YEAR = re.compile(
    rf"[（(【]?(?:(?:附[件表]?|表)[\d一二三四五]*[）)]?[:：、.．]?)?(?:(?P<year>20\d\d)年度?+(?=\W*$|{_GIVES})|(?:上一?年度?+|去年)(?={_GIVES}))"
    r"(?!结转|以|初|末|底)[^。，,;；]{0,30}"
)
#: A date, a title, or the notice that an edition of the form came with.
_OF_REPORT = re.compile(r"报告|格式|通知|国办|号|\d月")
#: A line on the unit of the figures, or a note: what the line above it says stays in force.
_ASIDE = re.compile(r"\W*(?:计量)?单位\W.*|\W*(?:备?注|说明)\W.*", re.DOTALL)

#: A line between the pieces of a table: the number of a page, or that it goes on.
_PAGE = re.compile(r"[-—–\s第]*\d{1,3}[-—–\s页]*|[（(]?\s*(?:续\s*表?|[接续]上[表页])\s*[）)]?")
#: So much of the end of a table's name tells it from the others'.
_LABEL_END = 4
#: The number of a chapter or a table.
_NUMBER = re.compile(r"\s*(?:[（(]?[一二三四五六七八九]+[）)]?[、.．]?|表[一二三四\d]+[:：、.．]?|\d+[、.．])")


def is_aside(line: str) -> bool:
    """Whether a line says of the figures only how they are to be read."""
    return _ASIDE.fullmatch(line) is not None


@cache
def _names_of_tables() -> frozenset[str]:
    return frozenset(squash(table.label) for form in load_forms().values() for table in form.tables.values())


@lru_cache(maxsize=1024)  # headings are the form's own in nearly every report
def is_name_of_table(line: str) -> bool:
    """Whether a line is the form's own name of a table, with its number or without."""
    return squash(_NUMBER.sub("", line)) in _names_of_tables()


def tables_named(line: str) -> set[str]:
    """The tables of the form that a line speaks of, by the words for their chapters or the end of their names."""
    words = squash(line)
    return {key for key, said in _words_of_tables() if any(word in words for word in said)}


@cache
def _words_of_tables() -> frozenset[tuple[str, tuple[str, ...]]]:
    """The tables of all editions, each with the end of its name and the words for its chapter."""
    tables = [pair for form in load_forms().values() for pair in form.tables.items()]
    return frozenset((key, (table.label[-_LABEL_END:], *table.words)) for key, table in tables)


def says_no_owner(line: str, index: LabelIndex) -> bool:
    """Whether a line above a table says only what the form says of it, how to read it, or that it goes on on another page.

    Such a line does not say whose the figures are.
    """
    return bool(index.find(line)) or is_aside(line) or is_name_of_table(line) or _PAGE.fullmatch(line) is not None


def is_of_year_before(line: str, report_year: int | None) -> bool:
    """Whether a short line says that the figures below it are of a year before the report's."""
    line = in_simplified(_BLANKS.sub("", line))
    found = _OF_YEAR.fullmatch(line)
    if found is None or _OF_REPORT.search(line):
        return False
    if report_year is not None and str(report_year) in line:
        return False
    return found["year"] is None or (report_year is not None and int(found["year"]) < report_year)


def without_years_before(texts: Sequence[str], report_year: int | None) -> list[str]:
    """Texts of a page, those that a line gives to a year before the report's as blanks.

    Such a line speaks of all below it, down to the next text that names the report's own year: years in a menu above a
    report's title, or below its figures, leave these as they are.
    """
    kept = []
    is_before = False
    for text in texts:
        if report_year is not None and str(report_year) in text:
            is_before = False
        is_before = is_before or any(is_of_year_before(line, report_year) for line in text.split("\n"))
        kept.append("" if is_before else text)
    return kept


class Captions:
    """The lines since the last table or paragraph."""

    def __init__(self, index: LabelIndex) -> None:
        self._index = index
        self._lines: list[str] = []

    def hear(self, text: str) -> None:
        """Take in a line; a paragraph parts those before it from the table."""
        if len(text) <= LONGEST_CAPTION:
            self._lines.append(text)
        else:
            self.clear()

    def clear(self) -> None:
        """Forget the lines above a table that has been read."""
        self._lines = []

    def row_above(self, key: Key) -> str | None:
        """The row of a block that the line right above names; None where it names none."""
        named = self._index.lines(self._lines[-1]).get(key[1:3], {}) if self._lines else {}
        return named[key[0]].key if key[0] in named else None

    def is_of_year_before(self, report_year: int | None) -> bool:
        """Whether the line above, below which headings of the form and units may stand, gives the table to an earlier year."""
        if not any(is_of_year_before(line, report_year) for line in self._lines):
            return False  # as above nearly every table, and what a line says at all is dear to tell
        lines = (line for line in reversed(self._lines) if not says_no_owner(line, self._index))
        return is_of_year_before(next(lines, ""), report_year)

    def row_nearby(self, key: Key) -> str | None:
        """The row of a block with rows side by side that the nearest line with such a name names; None without one."""
        named = (rows for text in reversed(self._lines) if (rows := self._side_by_side(text)))
        return next(named, {}).get(key[:3])

    def _side_by_side(self, text: str) -> dict[tuple[str, str, str], str]:
        if len(text) > LONGEST_NAME:
            return {}
        return {
            (role.edition, role.table, role.block.key): role.line.key
            for role in self._index.find(text)
            if role.kind == "row" and role.line and role.block and role.block.layout == "one_row"
        }
