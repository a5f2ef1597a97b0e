"""Rows whose cells do not stand one for one under the header's: what each column of a block has of such a row.

Spans lie, columns are added, a figure is printed as often as its column is wide. What cannot be told apart is a doubt of
the table. Which row of the form it is was decided before, in `matching.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict

from pipelines.parsing.tables.gathering import Gathering
from pipelines.parsing.tables.headers import Header, Key
from pipelines.parsing.tables.plans import Name
from pipelines.readers.document import Cell
from pipelines.reasons import because
from warehouse.reasons import Reason

_DIGIT = re.compile(r"[\d０-９]")

#: By identity of a cell: the columns it stands under.
_Covers = dict[int, set[Name]]


def place_cells(
    gathering: Gathering,
    key: Key,
    header: Header,
    row: str | None,
    places: list[Cell | None],
    paired: dict[int, Cell] | None,
) -> None:
    """Give a block the cells of a row, by the header's cells they are `paired` with, else by the columns they stand in."""
    edition, table, _, _ = key
    block = header.blocks[key]
    gathering.open(edition, table, block)
    by_column: dict[Name, list[Cell]] = defaultdict(list)
    headers: dict[Name, set[int]] = defaultdict(set)
    covers: _Covers = defaultdict(set)
    for col, target in sorted(header.columns[key].items()):
        name = (target.row or row or "", target.column)
        cell = paired[target.header] if paired else places[col]
        headers[name].add(target.header)
        if cell is None:
            continue
        if all(cell is not known for known in by_column[name]):
            by_column[name].append(cell)
        covers[id(cell)].add(name)
        if paired is None:
            covers[id(cell)] |= _others_below(header, cell, name)
    if header.ends_after(places):
        gathering.doubt(table, _short_row(table, row))
        return
    for name, several in by_column.items():
        chosen = _one_cell(table, name, several, len(headers[name]), covers)
        if isinstance(chosen, Cell):
            gathering.put(edition, table, block, name, chosen)
        else:
            gathering.doubt(table, chosen)


def _others_below(header: Header, cell: Cell, name: Name) -> set[Name]:
    """What else stands in the header over a cell: columns that are not the form's count too."""
    heads = {id(head) for head in header.leaves[cell.col : cell.col + cell.col_span] if head is not None}
    return {name} | {(name[0], f"column {place}") for place in range(1, len(heads))}


def _one_cell(table: str, name: Name, several: list[Cell], n_headers: int, covers: _Covers) -> Cell | Reason:
    """The one cell of a column; a reason where two hold something or one reaches over several columns."""
    filled = [cell for cell in several if cell.text.strip()]
    if len(filled) > 1 and len(filled) == len(several) and len({cell.text for cell in filled}) == 1:
        cols = sorted(cell.col for cell in filled)
        if cols[-1] - cols[0] < len(cols):
            return filled[0]  # a wide column printed as often as it spans
    if len(filled) > 1 or (n_headers > 1 and filled):
        return because("two_columns", cell=f"{table}.{name[0]}.{name[1]}")
    chosen = filled[0] if filled else several[0]
    if len(covers[id(chosen)]) > 1 and _DIGIT.search(chosen.text):
        return because("over_columns", text=chosen.text, row=f"{table}.{name[0]}")
    return chosen


def _short_row(table: str, row: str | None) -> Reason:
    return because("short_row", table=table, row=row) if row else because("short_row_unnamed", table=table)
