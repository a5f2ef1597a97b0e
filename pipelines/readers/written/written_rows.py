"""Tables written a row a line, cells set apart by marks: their spans were lost, and short rows may be filled with blanks.

The padding is taken off here and the header laid over the figures as far as its own words tell (`spanless.py`); where
they do not tell, the rows are laid over one another as they come (`ragged.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise

from pipelines.readers.document import Cell, Grid, UnreadableError
from pipelines.readers.figures import is_written_figure
from pipelines.readers.group_labels import (
    bare,
    column_labels,
    group_labels,
    row_groups,
    row_labels,
    statistics_units,
    unnumbered,
)
from pipelines.readers.packages import MAX_CELLS_PER_TABLE
from pipelines.readers.spans.blank_spans import is_written_out, spans
from pipelines.readers.spans.framed import is_framed
from pipelines.readers.spans.ragged import Entry, Row, grid_of_rows
from pipelines.readers.spans.spanless import place_header
from pipelines.readers.spans.squared import squared
from pipelines.readers.written.set_beside import with_titles_over
from pipelines.readers.written.written_text import UNSEEN
from pipelines.reasons import because

_HAS_DIGIT = re.compile(r"\d")
#: A field with its name: `填报单位：…`, `单位：件`.
_FIELD = re.compile(r"\w{2,6}\s*[:：]")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]")


def grid_of_written_rows(rows: list[Row], *, is_ruled: bool = False) -> Grid:
    """The grid of rows as written; UnreadableError past the limit on cells.

    `is_ruled` says that every cell is known to stand in its column.
    """
    if sum(len(row.entries) for row in rows) > MAX_CELLS_PER_TABLE:
        raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))
    where = f"line {rows[0].entries[0].line}" if rows and rows[0].entries else ""
    for entry in chain.from_iterable(row.entries for row in rows):
        entry.text = entry.text.strip(UNSEEN)
    if is_framed([[entry.text for entry in row.entries] for row in rows]):
        rows = [Row(row.entries[1:], 1) for row in rows[1:]]
    rows = _without_column_numbers(_without_empty(rows))
    if not rows:
        return Grid(0, 0, (), where)
    rows = with_titles_over(squared(rows) or _filled_up(rows))
    written = _written_out(rows, where, is_ruled=is_ruled)
    if written is not None:
        return written
    bands = _bands(rows)
    laid = [_laid_out(band) for band in bands]
    if any(cells is None for cells in laid):
        counted = _counted(bands)
        return grid_of_rows([row if count else Row(row.entries[: max(_filled(row), 1)]) for row, count in counted])
    reaching = [cell for placed in laid for cell in placed or () if cell.col_span != _WHOLE]
    width = max((cell.col + cell.col_span for cell in reaching), default=1)
    cells: list[Cell] = []
    top = 0
    for band, placed in zip(bands, laid, strict=True):
        for cell in placed or ():
            reach = width if cell.col_span == _WHOLE else cell.col_span
            cells.append(replace(cell, row=cell.row + top, col_span=reach))
        top += len(band.rows)
    return Grid(len(rows), width, tuple(cells), where)


def _without_empty(rows: list[Row]) -> list[Row]:
    """The rows that print something, and those straight below a header that print their figures blank: none follow it."""
    printed = [at for at, row in enumerate(rows) if any(entry.text for entry in row.entries)]
    kept = []
    for at, following in pairwise([*printed, len(rows)]):
        kept.append(rows[at])
        leaves_blank = following > at + 1 and rows[at + 1].entries and _is_header(rows[at])
        if leaves_blank and not (following < len(rows) and _figures(rows[following])):
            kept.append(rows[at + 1])
    return kept


def _without_column_numbers(rows: list[Row]) -> list[Row]:
    """The rows without those that number the columns: straight below a header and above rows with labels, or above a whole
    table without.
    """
    kept = []
    for at, row in enumerate(rows):
        filled = [entry.text for entry in row.entries if entry.text]
        first = 0 if at == 0 else 1
        is_count = len(filled) > 2 and filled == [str(number) for number in range(first, len(filled) + first)]
        is_over = at == 0 and len(rows) > 1 and _is_header(rows[1]) and not any(map(_labels, filter(_figures, rows)))
        is_between = 0 < at < len(rows) - 1 and not _figures(rows[at - 1]) and _labels(rows[at + 1]) > 0
        if not (is_count and (is_over or (is_between and _figures(rows[at + 1])))):
            kept.append(row)
    return kept


def _filled_up(rows: list[Row]) -> list[Row]:
    """The rows with the blanks that were stripped behind headers, where rows of figures are all as wide as the widest and
    the headers write their spans out.
    """
    width = max(len(row.entries) for row in rows)
    figures = [_figures(row) > 0 for row in rows]
    if all(len(row.entries) == width for row in rows) or not any(figures):
        return rows
    if any(len(row.entries) < width for row, has in zip(rows, figures, strict=True) if has):
        return rows
    filled = [Row(row.entries + [Entry("", 0)] * (width - len(row.entries)), row.skipped) for row in rows]
    texts = [[entry.text for entry in row.entries] for row in filled]
    return filled if is_written_out(texts, [not has for has in figures]) else rows


def _written_out(rows: list[Row], locator: str, *, is_ruled: bool) -> Grid | None:
    """The table as its rows stand, where they write out their spans as blanks; columns that nothing stands in and nothing rules go."""
    texts = [[entry.text for entry in row.entries] for row in rows]
    headers = [not _figures(row) and (_is_header(row) or _is_heading(row)) for row in rows]
    if not (is_ruled or is_written_out(texts, headers) or _is_even_body(rows)):
        return None
    columns = [col for col in range(len(texts[0])) if is_ruled or any(row[col] for row in texts)]
    texts = [[row[col] for col in columns] for row in texts]
    cells = [
        _cell(row, columns[col], at, col, 1, wide)
        for at, (row, placed) in enumerate(zip(rows, spans(texts, headers), strict=True))
        for col, wide in placed
    ]
    return Grid(len(rows), len(columns), tuple(_reaching_down(cells, headers)), locator)


def _is_even_body(rows: list[Row]) -> bool:
    """Whether rows without a header keep the blanks of their label columns: as long as each other, figures below figures."""
    lengths = {len(row.entries) for row in rows}
    behind = [len(row.entries) - _labels(row) for row in rows]
    if len(lengths) != 1 or not all(map(_figures, rows)) or min(behind) == max(behind):
        return False
    labels = lengths.pop() - min(behind)
    return not any(
        _HAS_DIGIT.search(entry.text) and is_written_figure(entry.text)
        for row in rows
        for entry in row.entries[:labels]
    )


def _is_heading(row: Row) -> bool:
    """Whether a row prints one label over all of the table; a row of the form with its figures left blank is none."""
    return _labels(row) == 1 and unnumbered(row.entries[0].text) not in row_labels()


def _reaching_down(cells: list[Cell], headers: list[bool]) -> list[Cell]:
    """The cells, where one of a header takes the blanks of header rows below it that leave nothing else below it."""
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    taken: set[tuple[int, int]] = set()
    kept = []
    for cell in cells:
        if (cell.row, cell.col) in taken:
            continue
        below = cell.row + 1
        while cell.text and headers[cell.row] and below < len(headers) and headers[below]:
            under = [c for c in by_row[below] if cell.col < c.col + c.col_span and c.col < cell.col + cell.col_span]
            if any(c.text for c in under) or any((c.row, c.col) in taken for c in under):
                break
            if min(c.col for c in under) < cell.col or not any(c.text for c in by_row[below]):
                break
            taken.update((c.row, c.col) for c in under)
            below += 1
        kept.append(replace(cell, row_span=below - cell.row))
    return kept


#: The span of a heading over the whole table, before the table's width is known.
_WHOLE = 10_000


@dataclass(slots=True)
class _Band:
    """Header rows and the rows below them; `figures` says how many figures each row ends with, padding aside."""

    rows: list[Row]
    figures: list[int]


def _bands(rows: list[Row]) -> list[_Band]:
    """A table cut before each header."""
    figures = [_figures(row) for row in rows]
    bands: list[_Band] = []
    for number, row in enumerate(rows):
        if not bands or _opens_band(rows, figures, number, bands[-1]):
            bands.append(_Band([], []))
        bands[-1].rows.append(row)
        bands[-1].figures.append(figures[number])
    return bands


def _counted(bands: list[_Band]) -> list[tuple[Row, int]]:
    return [pair for band in bands for pair in zip(band.rows, band.figures, strict=True)]


def _laid_out(band: _Band) -> list[Cell] | None:
    """The cells of a band, rows counted from its first; None where the header's spans stay in doubt.

    The last columns may be blank in every row: then no figure tells how wide the table is, but the header does.
    """
    filled = next((place for place, count in enumerate(band.figures) if count), len(band.rows))
    first = max((place + 1 for place in range(filled) if _is_header(band.rows[place])), default=filled)
    body = band.rows[first:]
    header = [[entry.text for entry in row.entries[: _filled(row)]] for row in band.rows[:first]]
    if not body:
        return _header_alone(band, header)
    labels = max(_labels(row) for row in body)
    if not first and max(band.figures):  # the header stands in another table
        return [cell for at, row in enumerate(body) for cell in _body_cells(row, at, labels, max(band.figures))]
    heading = 0
    while heading < first and _stands_over(header[heading]) and not (labels == 0 and first == 1):
        heading += 1
    least, most = max(band.figures), max(len(row.entries) for row in body) - labels
    for values in range(least, max(most, least) + 1):
        placed = place_header(header[heading:], labels, values)
        if placed is None:
            continue
        cells = [
            _cell(band.rows[place], entry, place, entry, 1, _WHOLE if len(header[place]) == 1 else 1)
            for place in range(heading)
            for entry in range(len(header[place]))
        ]
        cells += [
            _cell(band.rows[heading + at.row], at.entry, heading + at.row, at.col, at.row_span, at.col_span)
            for at in placed
        ]
        for place, row in enumerate(body, first):
            cells.extend(_body_cells(row, place, labels, values))
        return sorted(cells, key=lambda cell: (cell.row, cell.col))
    return None


def _stands_over(row: list[str]) -> bool:
    """Whether a row stands over a whole header: a name alone, or fields that say whose it is and in what unit."""
    return len(row) == 1 or all(not text or _FIELD.match(text) for text in row)


def _header_alone(band: _Band, header: list[list[str]]) -> list[Cell] | None:
    """The cells of a header whose rows stand in another table: over one column of labels, or none, where one way fits.

    A first row without a word is none of a header's.
    """
    if not header[0]:
        return None
    ways = {
        tuple(placed)
        for labels in (1, 0)
        if not labels or bare(header[0][0]) not in group_labels()
        for values in range(2, sum(map(len, header)) + 1)
        if (placed := place_header(header, labels, values)) is not None
    }
    if len(ways) != 1:
        return None
    return [_cell(band.rows[at.row], at.entry, at.row, at.col, at.row_span, at.col_span) for at in ways.pop()]


def _body_cells(row: Row, at: int, labels: int, values: int) -> list[Cell]:
    """A row of labels and figures: its last label reaches to the figures, what lies behind them is padding."""
    own = _labels(row)
    cells = [_cell(row, entry, at, entry, 1, 1 if entry < own - 1 else labels - own + 1) for entry in range(own)]
    behind = range(min(values, len(row.entries) - own))
    return cells + [_cell(row, own + place, at, labels + place, 1, 1) for place in behind]


def _cell(row: Row, entry: int, at: int, col: int, row_span: int, col_span: int) -> Cell:
    number = row.skipped + sum(1 for before in row.entries[: entry + 1] if before.line)
    where = f"line {row.entries[entry].line}/cell {number}" if row.entries[entry].line else ""
    return Cell(row.entries[entry].text, at, col, row_span, col_span, where)


def _filled(row: Row) -> int:
    """How many entries a row has without the blanks behind them."""
    return max((at for at, entry in enumerate(row.entries) if entry.text), default=-1) + 1


def _labels(row: Row) -> int:
    """How many entries there are up to the last word; a remark behind figures is none of its labels.

    In a row with figures the last label of the form's is the last one: words behind it stand where a figure would.
    """
    words = [at for at, entry in enumerate(row.entries) if entry.text and not is_written_figure(entry.text)]
    if len(words) > 1 and any(is_written_figure(entry.text) for entry in row.entries if _HAS_DIGIT.search(entry.text)):
        known = [at for at in words if unnumbered(row.entries[at].text) in row_labels()]
        if known and not any(row.entries[at].text in statistics_units() for at in words):
            return known[-1] + 1
    while len(words) > 1 and _figures_between(row, words[-2], words[-1]) > 2:
        words.pop()
    return words[-1] + 1 if words else 0


def _figures_between(row: Row, word: int, other: int) -> int:
    return sum(bool(_HAS_DIGIT.search(entry.text)) for entry in row.entries[word + 1 : other])


def _figures(row: Row) -> int:
    """How many figures a row ends with, without its padding; 0 where no digit stands among them."""
    tail = [entry.text for entry in row.entries[_labels(row) :]]
    while tail and not (tail[-1] and is_written_figure(tail[-1])):
        tail.pop()
    return len(tail) if any(_HAS_DIGIT.search(text) for text in tail) else 0


def _opens_band(rows: list[Row], figures: list[int], number: int, band: _Band) -> bool:
    """Whether a row begins a new band: words side by side, or one label with such a row right below it."""
    if figures[number]:
        return False
    if _is_header(rows[number]):
        return any(band.figures)
    is_heading = number + 1 < len(rows) and not figures[number + 1] and _is_header(rows[number + 1])
    return is_heading and (any(band.figures) or any(_is_header(row) for row in band.rows))


def _is_header(row: Row) -> bool:
    """Whether words stand side by side in a row, none of them a row's alone, and the last bears no number as a row's would."""
    labels = _labels(row)
    if labels < 2 or _NUMBERED.match(row.entries[labels - 1].text):
        return False
    return not any(unnumbered(entry.text) in _only_of_rows() for entry in row.entries[:labels])


@cache
def _only_of_rows() -> frozenset[str]:
    """The labels of rows and of their groups that stand over no column."""
    return (row_labels() | row_groups()) - column_labels() - group_labels()
