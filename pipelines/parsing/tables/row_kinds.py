"""What a row of a table is: part of its header, the heading of a chapter, a row of figures, or none of these.

Told by the form's labels and by figures alone. What its cells are belongs to `matching.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.rows import Row
from pipelines.parsing.tables.spellings import squash
from warehouse.form import Line

#: Labels shorter than this are common words: their group must not contradict them.
SHORT = 3
#: A line of figures left blank has so many of them at least.
_FEWEST_BLANKS = 3


def kind_of(row: Row, index: LabelIndex) -> str:
    """`header`, `heading` (names a chapter), `body` (has a row's label or figures) or `other`."""
    if row.has_numbers or row.n_dashes > len(row.words):  # noughts may be said without a digit
        return "body"
    return _kind_without_figures(row, index)


def is_blank_line(rows: Sequence[Row], at: int, index: LabelIndex) -> bool:
    """Whether a row that looks like a header's is one of several side by side printed as a line, its figures left blank.

    It stands below the names of the columns, and no more of them follow it.
    """
    if not _may_be_blank_line(rows[at], index) or not any(_n_columns(row, index) > 1 for row in rows[:at]):
        return False
    below = next((row for row in rows[at + 1 :] if not _may_be_blank_line(row, index)), None)
    return below is None or below.has_numbers or not _n_columns(below, index)


def _may_be_blank_line(row: Row, index: LabelIndex) -> bool:
    if not row.words or row.has_numbers or _n_columns(row, index):
        return False
    last = row.words[-1].col
    blanks = [cell for cell in row.cells if cell.row == row.number and cell.col > last and not cell.text.strip()]
    names = [role for cell in row.words for role in index.find(cell.text) if role.kind == "row" and role.block]
    return len(blanks) >= _FEWEST_BLANKS and any(role.block and role.block.layout == "one_row" for role in names)


def _n_columns(row: Row, index: LabelIndex) -> int:
    return sum(any(role.kind == "column" for role in index.find(cell.text)) for cell in row.words)


def is_body(row: Row, index: LabelIndex) -> bool:
    """Whether a row would be one of figures with none printed in it, too."""
    return _kind_without_figures(row, index) == "body"


def _kind_without_figures(row: Row, index: LabelIndex) -> str:
    if not row.words:
        return "body" if any(cell.row == row.number for cell in row.cells) else "other"
    return _kind_of_words(tuple([(cell.text, cell.col > 0) for cell in row.words]), index)


@lru_cache(maxsize=4096)  # a form has few rows of words, and all its reports print them
def _kind_of_words(words: tuple[tuple[str, bool], ...], index: LabelIndex) -> str:
    """The same of a row without figures, by its words and whether each stands behind the first column."""
    roles = [index.find(text) for text, _ in words]
    if len(words) == 1 and any(role.kind == "heading" for role in roles[0]):
        return "heading"
    columns = 0
    is_frame = False
    for (_, is_behind), found in zip(words, roles, strict=True):
        kinds = {role.kind for role in found}
        is_side = any(role.kind == "row" and role.block and role.block.layout == "one_row" for role in found)
        if "column" in kinds and ("row" not in kinds or is_behind):
            columns += 1
        elif "frame" in kinds or is_side:
            is_frame = True
    only_labels = [found for found in roles if any(role.kind == "row" for role in found)]
    if columns >= 2 or (columns == 1 and (is_frame or not only_labels)) or (is_frame and not columns):
        return "header"
    return "body" if only_labels else "other"


@cache
def _is_common_word(label: str) -> bool:
    return len(squash(label)) < SHORT


def is_common(line: Line) -> bool:
    """Whether a row's label is so short that its group must not contradict it."""
    return _is_common_word(line.label)
