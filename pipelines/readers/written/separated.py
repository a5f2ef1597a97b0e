"""Rows of plain text whose cells are set apart by commas or semicolons, as workbooks are saved and databases export them.

Only a run of lines that shows figures in cells of their own is such a table; prose has commas, too. A whole workbook
saved so has its title, chapters and prose in rows of one filled cell: those are texts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from pipelines.readers.document import Grid, Text
from pipelines.readers.figures import is_written_figure
from pipelines.readers.group_labels import column_labels, group_labels, row_groups, row_labels, unnumbered
from pipelines.readers.spans.ragged import Entry, Row
from pipelines.readers.written.written_rows import grid_of_written_rows

_MARKS = (",", ";", "；", "，")
#: Sentences have it, and labels inside brackets; so only rows of the form tell that cells are set apart by it.
_OF_PROSE = "，"
_CUT = re.compile(r"，(?![^（）]*）)")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_HAS_DIGIT = re.compile(r"[\d０-９]")
_WIDE_GAP = re.compile(r"\S\s{2,}\S")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
#: A header and a row below it.
_FEWEST_ROWS = 2
#: A cell with a whole sentence this long is prose, not a label.
_PROSE = 40


def separated_blocks(lines: list[str], at: int) -> tuple[list[Text | Grid], int] | None:
    """The texts and grids of a run of separated rows that begins at a line, and the line behind it; None for no such run."""
    for mark in _MARKS:
        if mark not in lines[at] or _groups_thousands(lines[at]):
            continue
        rows, end = _rows_cut(lines, at) if mark == _OF_PROSE else _rows(lines, at, mark)
        is_sure = len(rows) > 1 and (mark != _OF_PROSE or any(map(_is_header_of_form, rows)))
        if any(map(_shows_figures if is_sure else _is_row_of_form, rows)) or _leaves_figures_blank(rows):
            return list(_blocks(rows)), end
    return None


def _groups_thousands(line: str) -> bool:
    """Whether every comma of a line stands in a number and blanks set its words apart: `行政许可    1,204`."""
    return _WIDE_GAP.search(line) is not None and not set(_MARKS) & set(_THOUSANDS.sub("", line))


def _rows(lines: list[str], at: int, mark: str) -> tuple[list[Row], int]:
    """The rows from a line on; one without the mark ends them, except inside a quoted cell."""
    rows: list[Row] = []
    reader = csv.reader((line + "\n" for line in lines[at:]), delimiter=mark)
    end = at
    try:
        for parts in reader:
            begins, ends = end, at + reader.line_num
            is_prose = ends - begins == 1 and "。" in lines[begins] and '"' not in lines[begins]
            if len(parts) < 2 or (is_prose and any(part.strip() for part in parts[1:])):
                break
            rows.append(Row([Entry(part.strip(), begins + 1) for part in parts]))
            end = ends
    except csv.Error:
        pass  # a cell past the limit of the format: no row of a report, it is left as text
    return rows, end


def _rows_cut(lines: list[str], at: int) -> tuple[list[Row], int]:
    """The rows from a line on, cut at every comma of prose outside brackets; a sentence or a line without one ends them."""
    rows: list[Row] = []
    for number in range(at, len(lines)):
        parts = _CUT.split(lines[number])
        if len(parts) < 2 or "。" in lines[number]:
            break
        rows.append(Row([Entry(part.strip(), number + 1) for part in parts]))
    return rows, at + len(rows)


def _shows_figures(row: Row) -> bool:
    """Whether a row has words in front and a figure that fills a cell behind them."""
    figures = [entry.text for entry in row.entries if is_written_figure(entry.text) and _HAS_DIGIT.search(entry.text)]
    words = [entry.text for entry in row.entries if entry.text and not is_written_figure(entry.text)]
    return bool(figures) and (bool(words) or len(figures) > 1) and all("。" not in text for text in words)


def _is_row_of_form(row: Row) -> bool:
    """Whether a row, be it alone, prints figures behind a label of the form."""
    return _shows_figures(row) and any(unnumbered(entry.text) in row_labels() for entry in row.entries)


def _is_header_of_form(row: Row) -> bool:
    """Whether a row prints nothing but labels of the form, in two cells at the least."""
    filled = [unnumbered(entry.text) for entry in row.entries if entry.text]
    return len(filled) > 1 and all(text in row_labels() | group_labels() | column_labels() for text in filled)


def _leaves_figures_blank(rows: list[Row]) -> bool:
    """Whether rows as long as each other are a table of the form without a figure: its rows' labels, or its header, and blanks."""
    if len(rows) < _FEWEST_ROWS or len({len(row.entries) for row in rows}) > 1:
        return False
    filled = [[entry.text for entry in row.entries if entry.text] for row in rows]
    labels = [texts[0] for texts in filled if len(texts) == 1]
    is_header = all(_is_header_of_form(row) or not texts for row, texts in zip(rows, filled, strict=True))
    return any(unnumbered(text) in row_labels() for text in labels) or (is_header and not filled[-1])


def _blocks(rows: list[Row]) -> Iterator[Text | Grid]:
    table: list[Row] = []
    seen_table = False
    for row in rows:
        filled = [entry for entry in row.entries if entry.text]
        if not filled:
            table += [row] if table else []
            continue
        if len(filled) == 1 and _is_text(filled[0].text, opens=not seen_table):
            yield from _grid_or_lines(table)
            table = []
            yield _text(filled[0])
        else:
            table.append(row)
            seen_table = True
    yield from _grid_or_lines(table)


def _grid_or_lines(table: list[Row]) -> Iterator[Text | Grid]:
    """The grid of rows without the blanks that all of them end in; lines where no row has more than one cell or a figure."""
    filled = [[entry for entry in row.entries if entry.text] for row in table]
    if all(len(entries) <= 1 and not any(is_written_figure(entry.text) for entry in entries) for entries in filled):
        yield from (_text(entry) for entries in filled for entry in entries)
        return
    width = max(at for row in table for at, entry in enumerate(row.entries, 1) if entry.text)
    yield grid_of_written_rows([Row(row.entries[:width], row.skipped) for row in table])


def _text(entry: Entry) -> Text:
    return Text(entry.text, 0, f"line {entry.line}")


def _is_text(text: str, *, opens: bool) -> bool:
    is_prose = len(text) >= _PROSE and "。" in text
    return (
        opens or is_prose or (_CHAPTER.match(text) is not None and unnumbered(text) not in row_labels() | row_groups())
    )
