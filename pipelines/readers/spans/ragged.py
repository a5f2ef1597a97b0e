"""Rows of cells of unequal number on one lattice: which columns each covers, worked out from the rows around it.

For tables that kept their cells and lost their spans; where the cells come from is the readers' concern. What labels mean
is not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipelines.readers.document import Cell, Grid
from pipelines.readers.figures import is_number_like

_HAS_DIGIT = re.compile(r"[\d０-９]")


@dataclass(slots=True)
class Entry:
    """A cell before its place is known: its text and its line."""

    text: str
    line: int


@dataclass(slots=True)
class Row:
    """A row as written, of as many cells as were left of it; `skipped` ones in front of them are no cells of the table."""

    entries: list[Entry] = field(default_factory=list)
    skipped: int = 0


def grid_of_rows(rows: list[Row]) -> Grid:
    """Lay ragged rows out on a lattice, band by band; a band is header rows and the rows of figures below them."""
    figures = _figures_of_rows(rows)
    for number, count in _odd_rows(figures):
        _run_together(rows[number], count)
    bands: list[list[int]] = []
    was_body = True
    for number, count in enumerate(figures):
        if (was_body and not count) or not bands:
            bands.append([])
        bands[-1].append(number)
        was_body = bool(count)
    spans = [
        widths
        for band in bands
        for widths in _band_spans([rows[number] for number in band], [figures[number] for number in band])
    ]
    width = max((sum(row) for row in spans), default=0)
    cells: list[Cell] = []
    for number, (row, widths) in enumerate(zip(rows, spans, strict=True)):
        col = 0
        last = len(row.entries) - 1
        for place, (entry, span) in enumerate(zip(row.entries, widths, strict=True)):
            reach = width - col if place == last and last == 0 else span
            cells.append(Cell(entry.text, number, col, 1, reach, f"line {entry.line}"))
            col += reach
    figures_from = {
        number: sum(spans[number][: len(spans[number]) - count]) for number, count in enumerate(figures) if count
    }
    return Grid(len(rows), width, tuple(_join_down(cells, figures_from)), f"line {rows[0].entries[0].line}")


def are_without_blanks(rows: list[Row]) -> bool:
    """Whether header rows stand one below another and no cell but figures' is empty: nothing says which reach down into others.

    Rows of figures have as many as one another, so that none lacks one.
    """
    figures = _figures_of_rows(rows)
    is_header = [not count and len(row.entries) > 1 for row, count in zip(rows, figures, strict=True)]
    is_full = all(
        entry.text
        for row, count in zip(rows, figures, strict=True)
        for entry in row.entries[: len(row.entries) - count]
    )
    return is_full and any(map(all, pairwise(is_header))) and not _odd_rows(figures)


def _figures_of_rows(rows: list[Row]) -> list[int]:
    """How many figures each row ends with; 0 for a header row.

    A row of blanks or dashes is a row of figures too where it has as many as its neighbour; an empty cell at the end of
    a header is only the foot of the cell above it.
    """
    tails = [_tail(row) for row in rows]
    figures = [
        count if any(_HAS_DIGIT.search(entry.text) for entry in row.entries[len(row.entries) - count :]) else 0
        for row, count in zip(rows, tails, strict=True)
    ]
    if not any(figures):
        return _blank_figures(rows, tails)
    counted = list(figures)
    for number, count in enumerate(tails):
        if counted[number] or not count or count == len(rows[number].entries):
            continue
        before = next((figures[place] for place in range(number - 1, -1, -1) if figures[place]), 0)
        after = next((figures[place] for place in range(number + 1, len(rows)) if figures[place]), 0)
        if count in {before, after}:
            counted[number] = count
    return counted


def _blank_figures(rows: list[Row], tails: list[int]) -> list[int]:
    """How many figures each row leaves blank where none prints one: as many behind every label, or all of the last row."""
    own = [0 < count < len(row.entries) for row, count in zip(rows, tails, strict=True)]
    behind = {count for count, labelled in zip(tails, own, strict=True) if labelled}
    if len(behind) == 1 and behind != {1} and sum(own) > 1:
        return [count if labelled else 0 for count, labelled in zip(tails, own, strict=True)]
    is_last = not behind and len(rows) > 1 and not any(tails[:-1]) and tails[-1] > 1
    return [*[0] * (len(rows) - 1), tails[-1] if is_last else 0]


def _odd_rows(figures: list[int]) -> list[tuple[int, int]]:
    """The rows of figures that have another number of them than most rows of their band: (place, figures)."""
    odd: list[tuple[int, int]] = []
    band: list[tuple[int, int]] = []
    for number, count in enumerate([*figures, 0]):
        if count:
            band.append((number, count))
            continue
        usual = _usual([found for _, found in band])
        odd += [(place, found) for place, found in band if found != usual]
        band = []
    return odd


def _usual(counts: list[int]) -> int:
    return max(set(counts), key=lambda count: (counts.count(count), count)) if counts else 0


def _run_together(row: Row, count: int) -> None:
    """Make one cell of figures that cannot be told apart: which of them is missing, nothing in the row says."""
    first = len(row.entries) - count
    row.entries[first].text = " | ".join(entry.text for entry in row.entries[first:])
    del row.entries[first + 1 :]


def _tail(row: Row) -> int:
    """How many entries stand behind the last word of a row."""
    count = 0
    for entry in reversed(row.entries):
        if entry.text and not is_number_like(entry.text):
            break
        count += 1
    return count


def _band_spans(band: list[Row], figures: list[int]) -> list[list[int]]:
    """The column span of every entry of a band, from the bottom up."""
    values = _usual([count for count in figures if count])
    body = [row for row, count in zip(band, figures, strict=True) if count == values and values]
    labels = max((len(row.entries) - values for row in body), default=0)
    width = max([labels + values, *(len(row.entries) for row in band)])
    spans: dict[int, list[int]] = {}
    below: list[tuple[str, int]] | None = None
    for number in range(len(band) - 1, -1, -1):
        row = band[number]
        size = len(row.entries)
        if figures[number] == values and values:
            label_count = size - values
            widths = [1] * size
            if label_count:
                widths[label_count - 1] += width - values - label_count
        elif figures[number]:
            widths = [*[1] * (size - 1), width - size + 1]
        elif size in {1, width}:
            widths = [1] * size if size == width else [width]
        elif below is not None:
            widths = _cover([entry.text for entry in row.entries], below, width)
        else:
            widths = [1] * size
            widths[0] += width - size
        spans[number] = widths
        if not figures[number]:
            below = [(entry.text, span) for entry, span in zip(row.entries, widths, strict=True)]
    return [spans[number] for number in range(len(band))]


def _cover(parents: list[str], below: list[tuple[str, int]], width: int) -> list[int]:
    """Column spans of a header row over the (text, span) cells of the row below it.

    An empty place below continues the cell above it and so has a parent of its own, except that a run of empty places at
    the left may be one corner cell. The other parents share the filled cells: one parent for each stretch of equally
    wide cells where that comes out, else evenly.
    """
    runs: list[tuple[bool, list[int]]] = []
    for text, span in below:
        if runs and runs[-1][0] == bool(text):
            runs[-1][1].append(span)
        else:
            runs.append((bool(text), [span]))
    empty = sum(len(spans) for filled, spans in runs if not filled)
    filled_runs = [spans for filled, spans in runs if filled]
    spare = max(empty + len(filled_runs) - len(parents), 0)
    over_filled = max(len(parents) - (empty - spare), len(filled_runs))
    widths: list[int] = []
    for index, (filled, spans) in enumerate(runs):
        if filled:
            widths.extend(_share(spans, over_filled if len(filled_runs) == 1 else 1))
        elif index == 0 and spare:
            widths.append(sum(spans[: 1 + spare]))
            widths.extend(spans[1 + spare :])
        else:
            widths.extend(spans)
    if len(widths) != len(parents) or sum(widths) != width:
        widths = [1] * len(parents)
        widths[0] += width - len(parents)
    return widths


def _share(spans: list[int], count: int) -> list[int]:
    """Spread neighbouring cells over `count` parents."""
    stretches: list[list[int]] = []
    for span in spans:
        if stretches and stretches[-1][-1] == span:
            stretches[-1].append(span)
        else:
            stretches.append([span])
    if len(stretches) == count:
        return [sum(stretch) for stretch in stretches]
    each, rest = divmod(len(spans), count)
    ends = [each * (place + 1) + min(place + 1, rest) for place in range(count)]
    starts = [0, *ends[:-1]]
    return [sum(spans[start:end]) for start, end in zip(starts, ends, strict=True)]


def _join_down(cells: list[Cell], figures_from: dict[int, int]) -> list[Cell]:
    """Give an empty header or label cell to the cell above that spans it; an empty cell among figures is a blank.

    `figures_from` holds, for the rows that have figures, the column where they begin.
    """
    above: dict[int, int] = {}  # column -> place in `kept` of the cell that covers it in the row above
    kept: list[Cell] = []
    for cell in cells:
        parent = above.get(cell.col)
        is_blank_figure = cell.row in figures_from and cell.col >= figures_from[cell.row]
        reach = range(cell.col, cell.col + cell.col_span)
        if not cell.text and parent is not None and not is_blank_figure:
            upper = kept[parent]
            is_above_figure = upper.row in figures_from and upper.col >= figures_from[upper.row]
            if upper.row + upper.row_span == cell.row and upper.text and not is_above_figure:
                kept[parent] = replace(upper, row_span=upper.row_span + 1)
                above.update(dict.fromkeys(reach, parent))
                continue
        kept.append(cell)
        above.update(dict.fromkeys(reach, len(kept) - 1))
    return kept
