"""The tables in a report that are not its own: of a year before, of a body below it, or a form to be filled in, as the
line above them says.

Such tables stand beside the report's own for comparison, or behind it. One is set aside only where the report has its own
table of the same rows; else it is left, or the report refused. Sets of tables that nothing tells apart are `split`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.parsing.identity.agencies import full_name, is_body, may_write_for, scope_of
from pipelines.parsing.identity.spelling import simplified
from pipelines.parsing.tables.captions import LONGEST_CAPTION, is_of_year_before, says_no_owner, tables_named
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.line_rows import cut_at, lines_of
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.characters import in_simplified
from pipelines.readers.document import Document, Grid, Text, Wording
from pipelines.reasons import because
from warehouse.reasons import Reason

#: The name of a body before what its table shows, and alone in its line or before words that say nothing of it.
_NAME = (
    r"(?:[（(]?(?:附[件表]?|表)[\d一二三四五]*[）)]?[:：、.．]?|[（(]?(?:[一二三四五六七八九]{1,2}|\d{1,2})[）)、.．]+|[（(])?"
    r"(?:20\d\d年度?)?(?P<name>[\u3400-\u9fff（）()]{3,30}?)(?:20\d\d年度?|本年度?)?(?:关于)?"
)
_NAMED = re.compile(
    _NAME + r"(?:政府信息|收到|依申请|主动公开|信息公开|公开申请|受理|申请|(?:行政)?复议|政务公开|数据|统计)"
)
_ALONE = re.compile(_NAME + r"(?:(?:基本|具体|有关|相关)?情况(?:表|如下)?|如下)?[）)]?[:：]?")
#: Bodies below another, named by that alone.
_BELOW = re.compile(r"(?:下属|所属|直属|下辖|[局委厅办部所县市区]属|二级|基层)各?(?:企?事业)?(?:单位|机构|部门|企业)")
#: In a line without the name of a body: what is told of figures, how an office calls itself, how an area does.
_TOLD = re.compile("收到|处理|办理|公开|申请|受理|数据|统计|情况|具体|有关|相关|全年|附|表|年")
_OFFICE = re.compile(r"[本我].*|.*(?:机关|本级|本部)")
_AREA = re.compile(r"[本我全][省市县区州盟旗镇乡]")
#: A line that calls blank tables below it a form to be filled in.
_FORM = re.compile(
    r"[^。，,；;按]*(?:样表|表样|格式|式样|模板|空白|空表|填报(?!单位|机关|部门|人|时间|日期))[^。，,；;]*"
)
_FIGURE = re.compile(r"\W*\d[\d.,]*\W*")
#: A report's year that every year printed is before.
_ANY_YEAR = 9999
#: A line shorter than this names no table.
_SHORTEST_NAME = 4
#: A grid with fewer rows of the form is none of its tables, but may be the rest of one.
_FEWEST_ROWS = 2
#: A cell longer than this is no label.
_LONGEST_LABEL = 60

_Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the form: its block, its rows, whose it is (as `_is_other` says) and the words that say so.

    `line` is the block of these words where they say only that; `is_open` says that the line names somebody who may be a
    part of the report's body, or another.
    """

    place: int
    rows: set[_Row]
    other: str | None
    line: int | None
    is_open: bool
    said: str


@dataclass(frozen=True, slots=True)
class OwnSets:
    """A document without the tables that are not its own; `reasons` say what it lacks for it, `notes` what was set aside."""

    document: Document
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()


def without_other_sets(document: Document, index: LabelIndex, report_year: int | None, agency: str | None) -> OwnSets:
    """The document without tables that a line gives to an earlier year or to a body below its own.

    Those of an earlier year stay where the report does not have all their rows itself, to be doubted where they are read; for
    another body's there is a reason then.
    """
    whole = document = _without_forms(document, index)
    document = _cut_at_lines(document, index, report_year, agency)
    if document is whole and not any(
        _is_other(line, report_year, agency) is not None for text in document.texts for line in _lines(text.text)
    ):
        return OwnSets(document)
    found = list(_owned(document, index, report_year, agency))
    own = set().union(*(table.rows for table in found if table.other is None and not table.is_open))
    others = [table for table in found if table.other is not None]
    lacking = [table.other for table in others if table.other and not table.rows <= own]
    # with all its pieces: one whose line went with another piece would pass for the report's own
    kept = {key for table in others if not table.other for key, _ in table.rows - own}
    aside = {table.place for table in others if table.other or kept.isdisjoint(key for key, _ in table.rows)}
    aside |= {table.line for table in others if table.place in aside and table.line is not None}
    reasons = tuple(because("of_other_body", name=name) for name in dict.fromkeys(lacking))
    notes = dict.fromkeys(because("set_aside", line=table.said) for table in others if table.place in aside)
    return OwnSets(_without(document, aside) if aside else whole, reasons, tuple(notes))


def _without_forms(document: Document, index: LabelIndex) -> Document:
    """The document without blank tables below a line that calls them a form, where a table of the same rows has figures.

    No sentence stands between: below one that tells of the report's own the blanks may be its own too.
    """
    blanks: dict[int, Grid] = {}
    is_form = False
    for place, block in enumerate(document.blocks):
        if isinstance(block, Text):
            is_form = (is_form and "。" not in block.text) or any(_FORM.fullmatch(line) for line in _lines(block.text))
        elif _has_figures(block):
            is_form = False
        elif is_form and _leaves_blanks(block):
            blanks[place] = block
    if not blanks:
        return document
    filled = [_rows(grid, index) for grid in document.grids if _has_figures(grid)]
    own = set().union(*filled)
    rows = {place: _rows(grid, index) for place, grid in blanks.items()}
    return _without(document, {place for place, named in rows.items() if named and named <= own})


def _leaves_blanks(grid: Grid) -> bool:
    """Whether a table's last row leaves a place blank; that of a header alone does not."""
    return any(cell is None or not cell.text for row in grid.lattice()[-1:] for cell in row)


def _has_figures(grid: Grid) -> bool:
    return any(_FIGURE.fullmatch(cell.text) for cell in grid.cells)


def _cut_at_lines(document: Document, index: LabelIndex, report_year: int | None, agency: str | None) -> Document:
    """The document with grids that hold such a line among their rows cut there, as a sheet holds all tables of a report."""
    blocks: list[Text | Grid] = []
    moved = [0]  # how many blocks stand before each of the old ones
    for block in document.blocks:
        if isinstance(block, Grid) and any(
            _is_other(line, report_year, agency) is not None for line in _lines_of_others(block)
        ):
            lines = {row: cell for row, cell in lines_of(block).items() if not says_no_owner(cell.text, index)}
            blocks += cut_at(block, lines)
        else:
            blocks.append(block)
        moved.append(len(blocks))
    if len(blocks) == len(document.blocks):
        return document
    return replace(document, blocks=tuple(blocks), pictures=tuple(moved[place] for place in document.pictures))


@of_wording
def _lines_of_others(wording: Wording) -> tuple[str, ...]:
    """The cells of a table that name any year or a body at all."""
    return tuple(line for line in wording if line and _may_be_other(line))


def _owned(document: Document, index: LabelIndex, report_year: int | None, agency: str | None) -> Iterator[_Table]:
    """The tables of the form in a document, each with whose it is: a line speaks of those below it down to the next such."""
    above: list[int] = []
    other: str | None = None
    is_open = False
    scope: set[str] = set()
    said = ""
    for place, block in enumerate(document.blocks):
        if isinstance(block, Text):
            above.append(place)
            continue
        rows = _rows(block, index)
        naming = _naming(document, above, index)
        if len(rows) >= (_FEWEST_ROWS if other is None or naming is not None else 1):
            if naming is not None:
                said = naming[1].strip()
                other, scope = _is_other(naming[1], report_year, agency), tables_named(naming[1])
                is_open = other is None and _leaves_open(naming[1], agency)
            most = Counter(table for table, _ in rows).most_common(1)[0][0]
            if scope and most not in scope:
                other, is_open = None, False
            line = naming[0] if naming and other is not None and scope else None
            yield _Table(place, rows, other, line, is_open, said)
        above = []


def _naming(document: Document, above: list[int], index: LabelIndex) -> tuple[int, str] | None:
    """The line nearest above a table that says whose it is, with its block; None where only headings, units and pages are."""
    for place in reversed(above):
        for line in reversed(_text(document, place).split("\n")):
            if line.strip() and not says_no_owner(line, index):
                return place, line
    return None


def _text(document: Document, place: int) -> str:
    block = document.blocks[place]
    return block.text if isinstance(block, Text) else ""


def _lines(text: str) -> list[str]:
    """The lines of a text that may be the name of a table."""
    return text.split("\n") if len(text) <= LONGEST_CAPTION else []


def _is_other(line: str, report_year: int | None, agency: str | None) -> str | None:
    """The body that a line gives the table below it to; empty for the report's own in an earlier year, None for the report."""
    if not _may_be_other(line):
        return None
    if is_of_year_before(line, report_year):
        return ""
    name = _body_named(line) if agency else None
    if name is None or agency is None or _BELOW.search(name):
        return name
    body, own = simplified(full_name(name)), simplified(agency)
    return None if may_write_for(body, own) or may_write_for(own, body) else name


@lru_cache(maxsize=8192)  # most lines are headings that every report prints
def _may_be_other(line: str) -> bool:
    """Whether a line names any year or a body at all."""
    may_name = _SHORTEST_NAME <= len(line) <= LONGEST_CAPTION
    return may_name and (is_of_year_before(line, _ANY_YEAR) or _body_named(line) is not None)


def _leaves_open(line: str, agency: str | None) -> bool:
    """Whether a line that gives a table to no other body gives it to somebody (`各科室`, `市直部门`) not known as the report's own."""
    named = _NAMED.match(re.sub(r"\s+", "", line)) if len(line) <= LONGEST_CAPTION else None
    if named is None or agency is None or is_body(named["name"]):
        return False
    who = _TOLD.split(named["name"])[0]
    own = _AREA if scope_of(agency) == "area" else _OFFICE
    return bool(who) and own.fullmatch(who) is None


def _body_named(line: str) -> str | None:
    """The body, or the bodies below another, whose table a line names."""
    words = in_simplified(re.sub(r"\s+", "", line))
    named = _NAMED.match(words) or _ALONE.fullmatch(words)
    if named is None or re.search(r"[。；;，,]|报告$", words):
        return None
    return named["name"] if _BELOW.search(named["name"]) or is_body(named["name"]) else None


def _rows(grid: Grid, index: LabelIndex) -> set[_Row]:
    """The rows of the form that a grid names."""
    texts = {cell.text for cell in grid.cells if len(cell.text) <= _LONGEST_LABEL and not cell.text.isascii()}
    return {
        (role.table, role.line.key)
        for text in texts
        for role in index.find(text)
        if role.kind == "row" and role.line is not None
    }


def _without(document: Document, aside: set[int]) -> Document:
    """A document without some of its blocks."""
    blocks = tuple(block for place, block in enumerate(document.blocks) if place not in aside)
    pictures = tuple(place - sum(gone < place for gone in aside) for place in document.pictures)
    return replace(document, blocks=blocks, pictures=pictures)
