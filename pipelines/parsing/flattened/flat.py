"""Tables that lost their cells: a page flattened to text, where `15130000154` is 151|3|0|0|0|0|154.

Figures are cut where blanks still cut them, else where the sums of the form leave one way only. What neither settles is
a doubt, never a choice; a publisher's wrong sum in a row that ran together ends as a doubt too, for no cut satisfies it.
Where the rows stand in the text is found in `flat_rows.py`, the search for the one way to cut is `cutting.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipelines.parsing.flattened.counted_rows import counted_row, counted_rows
from pipelines.parsing.flattened.cutting import (
    Balance,
    Numbers,
    TooManyWaysError,
    cut_in_groups,
    may_lack_noughts,
    settle,
)
from pipelines.parsing.flattened.flat_rows import FlatText, Rows, Run, any_of, find_rows, flatten
from pipelines.parsing.flattened.named_figures import named_figures
from pipelines.parsing.flattened.paper_lines import PaperLine, counts_of, read_lines
from pipelines.parsing.flattened.runs import (
    are_apart,
    as_printed,
    digits_of,
    is_figure,
    pieces_of,
    ways_of,
    with_noughts,
)
from pipelines.parsing.flattened.subtotals import columns_of_the_form, of_the_form, with_subtotal
from pipelines.parsing.tables.gathered import MatchedBlock
from pipelines.parsing.tables.labels import label_index
from pipelines.readers.characters import in_simplified
from pipelines.readers.document import Cell
from pipelines.reasons import because
from warehouse.form import Block, Form
from warehouse.reasons import Reason

#: A sign for nought that stands alone: beside others it is a digit of a year.
_CIPHER = re.compile(r"(?<![^\s|])[〇○◯](?![^\s|])")
_RUN = re.compile(r"[\d,.\-—–−/%~、*…无件条起]*")


@dataclass(frozen=True, slots=True)
class FlatBlock:
    """What was read of one block: its cells by (row, column), how they were cut, and what could not be."""

    cells: dict[tuple[str, str], Cell]
    method: str | None  # split+identity where sums settled it, None where blanks did
    doubt: Reason | None


def read_flat(
    texts: list[str], forms: dict[str, Form], held: set[tuple[str, str]], indents: Sequence[int] = ()
) -> tuple[list[MatchedBlock], dict[tuple[str, str], Reason]]:
    """The blocks that stand in the text but are not `held` by a grid, and for those in doubt the reason.

    `indents` are the blanks before each text, as far as they were kept.

    Where two editions read a block alike, the one that the text's other blocks have goes first, then the newer.
    """
    texts = [_CIPHER.sub("0", text) for text in texts]
    text = flatten(texts)
    lines = read_lines(texts, indents)
    text = replace(text, chars=in_simplified(text.chars))
    found: dict[tuple[str, str], list[MatchedBlock]] = {}
    doubts: dict[tuple[str, str], Reason] = {}
    for edition, form in sorted(forms.items(), reverse=True):
        for table_key, table in form.tables.items():
            for block in table.blocks:
                name = (table_key, block.key)
                if name in held:
                    continue
                flat = read_flat_block(text, form, table_key, block)
                if flat is None or (flat.doubt and flat.doubt.code != "table_twice"):
                    flat = _read_named(texts, table_key, block) or _read_counted(lines, form, table_key, block) or flat
                if flat is None:
                    continue
                if flat.doubt:
                    doubts.setdefault(name, flat.doubt)
                else:
                    found.setdefault(name, []).append(MatchedBlock(table_key, block, edition, flat.cells, flat.method))
    sure = [blocks[0].edition for blocks in found.values() if len(blocks) == 1]
    chosen = [
        max(blocks, key=lambda block: (sure.count(block.edition), block.edition)) for _, blocks in sorted(found.items())
    ]
    return chosen, {name: doubt for name, doubt in sorted(doubts.items()) if name not in found}


def read_flat_block(text: FlatText, form: Form, table: str, block: Block) -> FlatBlock | None:
    """Read one block of an edition; None where its labels do not stand in the text as a table's do."""
    found = [_read_rows(text, form, table, block, rows) for rows in find_rows(text, block)]
    wider = None if found else with_subtotal(block)
    if wider is not None and _adds_up(form, table, block):
        found = [
            replace(flat, cells=of_the_form(flat.cells))
            for flat in (_read_rows(text, form, table, wider, rows) for rows in find_rows(text, wider))
        ]
    if block.layout == "one_row":
        shown = [at.end() for at in _one_row(block).finditer(text.chars)]
        left_blank = _one_row(block, is_blank=True).search(text.chars) if shown else None
        if left_blank and left_blank.end() < shown[0]:  # it may be the report's own, and not the one with figures
            return _doubt(because("table_twice", table=table))
        found += [_read_side_by_side(text, table, block, end) for end in shown]
    whole = [flat for flat in found if not flat.doubt]
    if not whole:
        return found[0] if found else None
    figures = {tuple((name, cell.text) for name, cell in flat.cells.items()) for flat in whole}
    if len(figures) > 1:
        return _doubt(because("table_twice", table=table))
    return whole[0]


def _doubt(reason: Reason) -> FlatBlock:
    return FlatBlock({}, None, reason)


# -- a row a line ---------------------------------------------------------------------------------------------------


def _read_rows(text: FlatText, form: Form, table: str, block: Block, rows: Rows) -> FlatBlock:
    if rows.doubt:
        return _doubt(rows.doubt)
    adds_up = _adds_up(form, table, block)
    counts = with_noughts(text, [(run.start, run.ends[0]) for run in rows.runs]) if adds_up else text
    candidates: list[list[Numbers]] = []
    is_apart = True
    for run in rows.runs:
        try:
            may_cut = not are_apart(pieces_of(text, run.start, run.ends[0]), len(block.columns))
            ways, apart = ways_of(counts, run, block, adds_up=adds_up, may_cut=may_cut)
        except TooManyWaysError:
            return _doubt(because("too_many_cuts", row=f"{table}.{run.row.key}"))
        if not ways or (not adds_up and len(ways) > 1):
            return _doubt(_no_way(text, run, adds_up))
        candidates.append(ways)
        is_apart = is_apart and apart
    if all(len(ways) == 1 for ways in candidates) and (is_apart or not adds_up):
        return FlatBlock(_cells(text, block, rows.runs, [ways[0] for ways in candidates]), None, None)
    try:
        settled = settle(candidates, _balances(form, table, block))
    except TooManyWaysError:
        return _doubt(because("too_many_cuts_of_table", table=table))
    if len(settled) != 1:
        return _doubt(because("several_cuts" if settled else "no_cut_of_table", table=table))
    return FlatBlock(_cells(text, block, rows.runs, list(settled[0])), "split+identity", None)


def _adds_up(form: Form, table: str, block: Block) -> bool:
    """Whether the last figure of every row is the sum of the others, but for those that are sums of some of them."""
    keys = tuple(column.key for column in columns_of_the_form(block))
    return any(
        identity.table == table and identity.along == "row" and (*identity.parts, *identity.totals) == keys
        for identity in form.identities
    )


def _balances(form: Form, table: str, block: Block) -> list[Balance]:
    place = {row.key: at for at, row in enumerate(block.rows)}
    return [
        Balance({place[row]: 1 for row in identity.parts} | {place[row]: -1 for row in identity.totals})
        for identity in form.identities
        if identity.table == table and identity.along == "column"
    ]


def _no_way(text: FlatText, run: Run, adds_up: bool) -> Reason:
    digits = text.chars[run.start : run.ends[0]]
    if not adds_up:
        return because("no_sum_to_cut", row=run.row.key, digits=digits[:30])
    if not digits.isdigit():
        return because("signs_run_together", row=run.row.key, digits=digits[:30])
    return because("no_cut", row=run.row.key, digits=digits[:30])


def _cells(text: FlatText, block: Block, runs: tuple[Run, ...], cut: list[Numbers]) -> dict[tuple[str, str], Cell]:
    cells = {}
    for number, (run, figures) in enumerate(zip(runs, cut, strict=True)):
        printed = as_printed(figures, text, run.start)
        for place, (column, figure) in enumerate(zip(block.columns, printed, strict=True)):
            where = f"text[{text.line_of[run.start - 1] + 1}] char {run.start}"
            cells[run.row.key, column.key] = Cell(figure, number, place, locator=where)
    return cells


# -- figures behind the names of their columns --------------------------------------------------------------------------


def _read_named(texts: list[str], table: str, block: Block) -> FlatBlock | None:
    """A block whose every figure is said with its row and column."""
    cells = named_figures(texts, table, block, label_index())
    columns = {column.key: column for column in block.columns}
    if cells is None or not all(is_figure(cell.text, columns[column]) for (_, column), cell in cells.items()):
        return None
    return FlatBlock(cells, None, None)


# -- rows told by the count of their figures ------------------------------------------------------------------------


def _read_counted(lines: list[PaperLine], form: Form, table: str, block: Block) -> FlatBlock | None:
    """A block whose labels are scattered over lines, where its lines of figures are its rows and every sum holds."""
    width, adds_up = len(block.columns), _adds_up(form, table, block)
    side_by_side = counted_row(lines, block)
    if side_by_side is not None:
        names = [(row.key, column.key) for row in block.rows for column in block.columns]
        places = [side_by_side.line] * len(names)
        figures = side_by_side.figures
    else:
        rows = counted_rows(lines, block, adds_up=adds_up) or ()
        names = [(row.row.key, column.key) for row in rows for column in block.columns]
        places = [row.line for row in rows for _ in block.columns]
        figures = tuple(figure for row in rows for figure in row.figures)
    cut = [figures[at : at + width] for at in range(0, len(figures), width)]
    if not cut or not all(map(is_figure, figures, list(block.columns) * len(cut))):
        return None
    if adds_up and not _all_add_up(cut, _balances(form, table, block)):
        return None
    cells = {
        name: Cell(figure, number, place % width, locator=f"text[{line + 1}] figure {place % width + 1}")
        for place, (name, figure, line) in enumerate(zip(names, figures, places, strict=True))
        for number in (place // width if side_by_side is None else 0,)
    }
    return FlatBlock(cells, None, None)


def _all_add_up(rows: list[Numbers], balances: list[Balance]) -> bool:
    """Whether the sum of every row holds, and of every column."""
    counts = [counts for row in rows if (counts := counts_of(row)) is not None and sum(counts[:-1]) == counts[-1]]
    if len(counts) < len(rows):
        return False
    return not balances or bool(settle([[tuple(map(str, row))] for row in counts], balances))


# -- rows side by side ----------------------------------------------------------------------------------------------


def _read_side_by_side(text: FlatText, table: str, block: Block, start: int) -> FlatBlock:
    """One run of figures behind the last word of the header, cut so that the sum of every row holds."""
    run = _RUN.match(text.chars, start)
    end = run.end() if run else start
    width = len(block.columns)
    columns = list(block.columns) * len(block.rows)
    pieces = pieces_of(text, start, end)
    if len(pieces) == len(columns) and all(map(is_figure, pieces, columns)):
        return FlatBlock(_side_by_side(text, block, start, pieces), None, None)
    own_end = next((at for at in range(start, end) if text.line_of[at] != text.line_of[start]), end)
    if len(pieces_of(text, start, own_end)) == len(columns) and len(pieces_of(text, own_end, end)) >= width:
        return _doubt(because("table_twice", table=table))  # rows of two years, or of two bodies
    if are_apart(pieces, len(columns)):
        return _doubt(because("no_cut_of_table", table=table))
    counts = with_noughts(text, [(start, end)])
    digits, over_lines = (digits_of(counts, start, end, over_lines=over) for over in (False, True))
    if digits.text and not digits.text.isdigit():
        return _doubt(because("table_runs_together", table=table))
    try:
        ways = cut_in_groups(digits, len(block.rows), width) or cut_in_groups(over_lines, len(block.rows), width)
        is_sure = len(ways) == 1 and not may_lack_noughts(digits, len(block.rows), width)
    except TooManyWaysError:
        return _doubt(because("too_many_cuts_of_table", table=table))
    if not is_sure:
        return _doubt(because("several_cuts" if ways else "no_cut_of_table", table=table))
    return FlatBlock(_side_by_side(text, block, start, as_printed(ways[0], text, start)), "split+identity", None)


@cache
def _one_row(block: Block, *, is_blank: bool = False) -> re.Pattern[str]:
    """The header before figures, or before none, level by level: the columns of the rows that stand alone, those below a
    group, then their columns.

    Or so with the cells that reach over both levels said in each; or every row's name over its own columns; or all
    names, then all columns.
    """
    gap = r"[^\w]*"
    columns = gap.join(any_of(column.labels) for column in block.columns)
    alone = [row for row in block.rows if not row.under]
    grouped = [row for row in block.rows if row.under]
    names = [any_of(row.labels) for row in grouped]
    groups = gap.join(any_of((group,)) for group in dict.fromkeys(row.under[0] for row in grouped))
    first = [any_of(row.labels) for row in alone]
    ways = [
        gap.join([columns] * len(alone) + names + [columns] * len(grouped)),
        gap.join([columns] * len(alone) + names + [columns] * len(block.rows)),
        gap.join(
            [gap.join((name, columns)) for name in first] + [f"(?:{groups})?"] + [gap.join((n, columns)) for n in names]
        ),
        gap.join([*first, f"(?:{groups})?", *names, *[columns] * len(block.rows)]),
    ]
    figure = r"[\d\-—–/无]"
    follows = f"(?!{figure}|{gap}{any_of(tuple(label for column in block.columns for label in column.labels))})"
    return re.compile("(?:" + "|".join(ways) + ")" + (follows if is_blank else f"(?={figure})"))


def _side_by_side(text: FlatText, block: Block, start: int, figures: Numbers) -> dict[tuple[str, str], Cell]:
    names = [(row.key, column.key) for row in block.rows for column in block.columns]
    where = f"text[{text.line_of[start - 1] + 1}] char {start}"
    return {
        name: Cell(figure, 0, place, locator=where)
        for place, (name, figure) in enumerate(zip(names, figures, strict=True))
    }
