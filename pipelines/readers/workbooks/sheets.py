"""Sheets of a workbook to blocks: what XLSX and XLS have in common once their cells are known.

Hidden sheets, rows and columns do not count. A sheet is one grid, except that what it opens with, its chapters and its
prose are texts. Opening the file and finding what is hidden belongs to the formats' own readers.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import python_calamine as calamine

from pipelines.readers.document import Cell, Grid, Text, UnreadableError
from pipelines.readers.packages import MAX_CELLS_PER_TABLE
from pipelines.readers.raised import OBJECT
from pipelines.readers.workbooks.number_formats import shown_by
from pipelines.reasons import because

#: Workbooks of reports have one to ten sheets.
MAX_SHEETS = 100
#: A picture reaching over more rows or columns than this lies on the sheet, not in a cell.
MOST_REACHED = 2
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
#: A row of one cell with a whole sentence this long is prose, not a label.
_PROSE = 40

#: What is left of a sum of decimals, relative to it, where it should be whole.
_SMEAR = 1e-13
#: A picture that WPS keeps in a cell.
_PLACED_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)

#: The day below who signs, right behind a table.
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_SIGNED = 2
_FIGURE = re.compile(r"-?\d[\d,.]*")

Value = object


@dataclass(frozen=True, slots=True)
class Hidden:
    """What one sheet does not show (indexes from 0), and cells whose value alone does not say what they show.

    `shown` is what stands in cells in place of their value, as an error, `formats` the number formats that may say more than
    a value, `pictured` the cells in which pictures lie, `noughts` says that those of the whole sheet are left blank.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    pictured: frozenset[tuple[int, int]] = frozenset()
    noughts: bool = False


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turns what calamine raises on a damaged workbook, its panics too, into an UnreadableError."""
    try:
        yield
    except calamine.PasswordError as error:
        raise UnreadableError(because("locked_workbook")) from error
    except calamine.CalamineError as error:
        raise UnreadableError(because("workbook_unread", detail=error)) from error
    except BaseException as error:
        # A panic of the Rust code comes as a BaseException of a class that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(because("damaged_workbook")) from error


def check_extent(name: str, rows: int, columns: int) -> None:
    """UnreadableError for a sheet whose used range no report has; asked before the range is laid out in memory."""
    if rows * columns > MAX_CELLS_PER_TABLE:
        raise UnreadableError(
            because("sheet_too_large", name=name, rows=rows, columns=columns, most=MAX_CELLS_PER_TABLE)
        )


def blocks_of_sheet(sheet: calamine.CalamineSheet, hidden: Hidden) -> list[Text | Grid]:
    """The texts and grids of one visible sheet; locators are `Sheet1!C7`."""
    if sheet.start is None or sheet.end is None:
        return []
    check_extent(sheet.name, sheet.end[0] + 1, sheet.end[1] + 1)
    values = sheet.to_python(skip_empty_area=False)
    rows = [row for row in range(sheet.start[0], len(values)) if row not in hidden.rows]
    columns = [col for col in range(sheet.start[1], sheet.end[1] + 1) if col not in hidden.columns]
    merges = sheet.merged_cell_ranges or []
    places = _placed(values, rows, columns, merges)
    pictured = _with_corners(hidden.pictured, merges)
    cells = []
    for (row, col), (number, place, row_span, col_span) in sorted(places.items()):
        text = hidden.shown.get((row, col))
        if text is None:
            value = values[row][col]
            is_left_out = hidden.noughts and isinstance(value, (int, float)) and value == 0 and value is not False
            text = "" if is_left_out else value_text(value, hidden.formats.get((row, col), ""))
        if not text and (row, col) in pictured:
            text = OBJECT
        cells.append(Cell(text, number, place, row_span, col_span, f"{sheet.name}!{cell_name(row, col)}"))
    return divided(cells, len(rows), len(columns))


def _with_corners(
    pictured: frozenset[tuple[int, int]], merges: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> frozenset[tuple[int, int]]:
    """Places in which pictures lie, with the first of the cells merged around each."""
    return pictured | {
        first
        for first, last in merges
        if any(first[0] <= row <= last[0] and first[1] <= col <= last[1] for row, col in pictured)
    }


_Place = tuple[int, int, int, int]


def _placed(
    values: Sequence[Sequence[Value]],
    rows: list[int],
    columns: list[int],
    merges: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[tuple[int, int], _Place]:
    """Where the cells of a sheet show: (row, column) in the file -> (row, column, spans) among what is shown."""
    row_at = {row: place for place, row in enumerate(rows)}
    col_at = {col: place for place, col in enumerate(columns)}
    places: dict[tuple[int, int], _Place] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in merges:
        if (bottom - top + 1) * (right - left + 1) > 10 * MAX_CELLS_PER_TABLE:
            continue  # whole rows or columns merged: nothing but the first cell is in the used range
        shown_rows = [row_at[row] for row in range(top, bottom + 1) if row in row_at]
        shown_cols = [col_at[col] for col in range(left, right + 1) if col in col_at]
        if shown_rows and shown_cols and top < len(values) and left < len(values[top]):
            places[top, left] = (shown_rows[0], shown_cols[0], len(shown_rows), len(shown_cols))
            covered.update((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))
    for row in rows:
        for col in columns:
            if (row, col) not in covered:
                places[row, col] = (row_at[row], col_at[col], 1, 1)
    return places


def divided(cells: list[Cell], n_rows: int, n_cols: int) -> list[Text | Grid]:
    """The rows of a sheet as texts and grids: opening lines, chapters and prose are texts."""
    blocks: list[Text | Grid] = []
    by_row: list[list[Cell]] = [[] for _ in range(n_rows)]
    spanned = [False] * n_rows
    for cell in cells:
        by_row[cell.row].append(cell)
        for row in range(cell.row, cell.row + cell.row_span):
            spanned[row] = spanned[row] or cell.row_span > 1
    table: list[list[Cell]] = []
    for row, line in enumerate(by_row):
        filled = [cell for cell in line if cell.text]
        if not filled and not spanned[row] and not table:
            continue
        if (
            len(filled) == 1
            and not spanned[row]
            and _is_text(filled[0], n_cols, opens=not table and not _has_grid(blocks))
        ):
            blocks.extend(_grids_or_lines(table, n_cols))
            table = []
            first = not blocks
            level = 1 if first else 2 if _CHAPTER.match(filled[0].text) and len(filled[0].text) <= _PROSE else 0
            blocks.append(Text(filled[0].text, level, filled[0].locator))
        else:
            table.append(line)
    blocks.extend(_grids_or_lines(table, n_cols))
    return blocks


def _grids_or_lines(table: list[list[Cell]], n_cols: int) -> list[Text | Grid]:
    """The rows as grids; as lines where no row has more than one cell and none is a figure, as who signs and the day have."""
    lines = [[cell for cell in line if cell.text] for line in table]
    if len(lines) > _SIGNED and all(len(line) == 1 for line in lines[-_SIGNED:]) and _DAY.fullmatch(lines[-1][0].text):
        signed = [Text(line[0].text, 0, line[0].locator) for line in lines[-_SIGNED:]]
        return [*_grids_or_lines(table[:-_SIGNED], n_cols), *signed]
    if any(len(line) > 1 or any(cell.row_span > 1 or _FIGURE.fullmatch(cell.text) for cell in line) for line in lines):
        return list[Text | Grid](_grid(table, n_cols))
    return [Text(cell.text, 0, cell.locator) for line in lines for cell in line]


def _has_grid(blocks: list[Text | Grid]) -> bool:
    return any(isinstance(block, Grid) for block in blocks)


def _is_text(cell: Cell, n_cols: int, *, opens: bool) -> bool:
    is_chapter = bool(_CHAPTER.match(cell.text)) and cell.col_span == n_cols > 1
    is_prose = len(cell.text) >= _PROSE and "。" in cell.text
    return opens or is_chapter or is_prose


def _grid(table: list[list[Cell]], n_cols: int) -> list[Grid]:
    """The rows as grids: one, or those that blank columns part, each without blank rows at its end.

    The columns may be blank down to a blank row only, below which a wider table stands.
    """
    parts = _side_by_side(table, n_cols)
    if len(parts) == 1 and len(bands := _bands(table)) > 1:
        parted = [_side_by_side(band, n_cols) for band in bands]
        if any(len(several) > 1 for several in parted):
            parts = [part for several in parted for part in several]
    return [grid for part in parts for grid in _trimmed(*part)]


def _bands(table: list[list[Cell]]) -> list[list[list[Cell]]]:
    """The rows between rows that are blank and that no cell reaches into, in their order."""
    bands: list[list[list[Cell]]] = []
    end = 0  # of the cells so far
    is_parted = True
    for number, line in enumerate(table):
        if not any(cell.text for cell in line) and end <= number:
            is_parted = True
            continue
        if is_parted:
            bands.append([])
            is_parted = False
        bands[-1].append(line)
        end = max([end, *(number + cell.row_span for cell in line if cell.text)])
    return bands


def _side_by_side(table: list[list[Cell]], n_cols: int) -> list[tuple[list[list[Cell]], int]]:
    """The tables that stand beside each other with a blank column between, each with its width; mostly the one."""
    taken = {col for line in table for cell in line if cell.text for col in range(cell.col, cell.col + cell.col_span)}
    starts = [col for col in sorted(taken) if col - 1 not in taken]
    if len(starts) < 2:
        return [(table, n_cols)]
    bounds = [0, *starts[1:], n_cols]
    parts = []
    for left, right in itertools.pairwise(bounds):
        lines = [[cell for cell in line if left <= cell.col < right] for line in table]
        texts = [cell.text for line in lines for cell in line if cell.text]
        n_figures = sum(map(bool, map(_FIGURE.fullmatch, texts)))
        if not 0 < n_figures < len(texts):
            return [(table, n_cols)]  # blank columns inside one table: merged cells parted, a column without entries
        parts.append(([[replace(cell, col=cell.col - left) for cell in line] for line in lines], right - left))
    return parts


def _trimmed(table: list[list[Cell]], n_cols: int) -> list[Grid]:
    filled = [(place, cell) for place, line in enumerate(table) for cell in line if cell.text]
    if not filled:
        return []
    end = max(place + cell.row_span for place, cell in filled)
    if not any(_FIGURE.fullmatch(cell.text) for _, cell in filled):
        end += 1  # the figures of a table without any are left blank in the row below its header
    table = table[:end]
    cells = tuple(
        replace(cell, row=place, row_span=min(cell.row_span, len(table) - place))
        for place, line in enumerate(table)
        for cell in line
    )
    return [Grid(len(table), n_cols, cells, f"{cells[0].locator}:{cells[-1].locator.split('!')[-1]}")]


def value_text(value: Value, code: str = "") -> str:
    """A cell's value as printed under a number format: whole numbers without a point, others with 15 digits at most."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        shown = shown_by(code, value) if code else None
        if shown is not None:
            return shown
        whole = round(value)
        return str(whole) if abs(value - whole) < _SMEAR * max(abs(value), 1) else f"{value:.15g}"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    text = str(value).strip()
    return OBJECT if _PLACED_PICTURE.match(text) else text


def cell_name(row: int, col: int) -> str:
    """`C7` for row 6 and column 2."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
