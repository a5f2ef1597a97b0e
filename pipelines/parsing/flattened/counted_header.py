"""The header of a table in text taken out of a paper: whether its pieces name the columns in the form's order.

Pieces of a name stand in several lines; in one line they stand from left to right. What stands below is `counted_rows`'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from pipelines.parsing.flattened.paper_lines import PaperLine, counts_of
from pipelines.parsing.tables.spellings import label_keys, squash
from warehouse.form import Block


def rows_in_order(header: Sequence[PaperLine], block: Block) -> bool:
    """Whether of each two neighbours side by side the names, or the names they stand under, share a line in their order."""
    spans = [(squash(row.label), (at, at)) for at, row in enumerate(block.rows)]
    for under in dict.fromkeys(under for row in block.rows for under in row.under):
        inside = [at for at, row in enumerate(block.rows) if under in row.under]
        spans.append((squash(under), (inside[0], inside[-1])))
    compared: set[tuple[int, int]] = set()
    for line in header:
        places = [span for piece in line.words for name, span in spans if piece == name]
        if any(one[1] >= other[0] for one, other in pairwise(places)):
            return False
        compared |= {(one[1], other[0]) for one, other in pairwise(places)}
    named = dict(spans)
    return _follow(compared, header, named.get, len(block.rows))


_Span = tuple[int, int]


def _follow(
    compared: set[_Span], header: Sequence[PaperLine], span_of: Callable[[str], _Span | None], width: int
) -> bool:
    """Whether each two neighbours were compared, or the places of their words in all lines say their order, too.

    Words that end before others begin stand left of them. Where places say the reverse of the form's order anywhere they say
    nothing.
    """
    if all(pair in compared for pair in pairwise(range(width))):
        return True
    placed = [
        (span, place)
        for line in header
        for piece, place in zip(line.words, line.places, strict=False)
        if (span := span_of(piece)) is not None
    ]
    left = [(one, other) for one, (_, end) in placed for other, (start, _) in placed if end <= start]
    if any(other[1] < one[0] for one, other in left):
        return False
    compared = compared | {(one[1], other[0]) for one, other in left if one[1] < other[0]}
    return all(pair in compared for pair in pairwise(range(width)))


def columns_in_order(header: Sequence[PaperLine], block: Block) -> bool:
    """Whether each two neighbours among the columns, said over for every row, are told apart in the form's order.

    A line that has a piece of every column's name does so where the two pieces would not fit the other way round; else
    two pieces that follow one another and can be of one column each.
    """
    names = [tuple(map(squash, column.labels)) for column in block.columns]
    if _are_stacked(header, block):
        return True
    above = {squash(name) for row in block.rows for name in (row.label, *row.under)}
    apart: set[tuple[int, int]] = set()
    width = len(names)
    for line in header:
        fits = [
            [place for place, column in enumerate(names) if any(piece in name for name in column)]
            for piece in line.words
            if piece not in above
        ]
        if fits and len(fits) % width == 0:
            if any(at % width not in places for at, places in enumerate(fits)):
                return False
            for at, (one, other) in enumerate(pairwise(fits)):
                left, right = at % width, at % width + 1
                if right < width and not (left in other and right in one):
                    apart.add((left, right))
        else:
            sure = [(one[0], other[0]) for one, other in pairwise(fits) if len(one) == len(other) == 1]
            if any(one == other + 1 for one, other in sure):
                return False
            apart |= set(sure)
    return all(pair in apart for pair in pairwise(range(width)))


def _are_stacked(header: Sequence[PaperLine], block: Block) -> bool:
    """Whether the pieces that stand below one another are, column by column, the names said over for every row."""
    above = {squash(name) for row in block.rows for name in (row.label, *row.under)}
    placed = sorted(
        (place, number, piece)
        for number, line in enumerate(header)
        for piece, place in zip(line.words, line.places, strict=False)
        if piece not in above
    )
    stacks: list[list[tuple[int, str]]] = []
    reach = 0
    for (start, end), number, piece in placed:
        if not stacks or start >= reach:
            stacks.append([])
        stacks[-1].append((number, piece))
        reach = max(reach, end)
    said = ["".join(piece for _, piece in sorted(stack)) for stack in stacks]
    names = [tuple(map(squash, column.labels)) for column in block.columns] * len(block.rows)
    return len(said) == len(names) and all(name in labels for name, labels in zip(said, names, strict=True))


def shows_total(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the last column alone can be the sum of the others: every row adds up, and some row by two parts or more."""
    counts = [counts_of(row) for row in rows]
    adds_up = all(row is not None and sum(row[:-1]) == row[-1] for row in counts)
    return adds_up and any(row is not None and sum(part > 0 for part in row[:-1]) > 1 for row in counts)


def names_in_order(header: Sequence[PaperLine], block: Block, *, total_is_last: bool) -> bool:
    """Whether the header says that the columns stand in the form's order.

    Either the names follow one another, or each two neighbours have pieces of their own, or of the groups they stand in,
    in one line, the left one's first; that the total is the last the sums may show.
    """
    if _goes_through(header, block):
        return True
    last = len(block.columns) - 1
    compared = {(last - 1, last)} if total_is_last else set[tuple[int, int]]()
    for line in header:
        spans = [span for piece in line.words if (span := _span(piece, block)) is not None]
        if any(one[1] >= other[0] for one, other in pairwise(spans)):
            return False
        compared |= {(one[1], other[0]) for at, one in enumerate(spans) for other in spans[at + 1 :]}
    return _follow(compared, header, lambda piece: _span(piece, block), len(block.columns))


def _goes_through(header: Sequence[PaperLine], block: Block) -> bool:
    """Whether the header's words, joined, are its names level by level, or each group with the columns below it."""
    said = "".join(piece for line in header for piece in line.words)
    return any(order in said for order in _orders(block))


@cache
def _orders(block: Block) -> tuple[str, ...]:
    tops = list(dict.fromkeys(column.under[0] if column.under else column.label for column in block.columns))
    below = [column.label for column in block.columns if column.under]
    deep: list[str] = []
    for column in block.columns:
        deep += [group for group in column.under if group not in deep] + [column.label]
    return tuple("".join(squash(name) for name in names) for names in ([*tops, *below], deep))


def _span(piece: str, block: Block) -> tuple[int, int] | None:
    """The columns whose name, or whose group's, a piece of the header is part of, first and last; None where unclear.

    A piece of a group's name that is one of a column's inside it may be either; the column stands where the group does.
    """
    named = _named(block)
    holding = [span for name, span in named if piece in name]
    exact = [span for name, span in named if piece == name]
    low, high = (
        max((low for low, _ in exact or holding), default=0),
        min((high for _, high in exact or holding), default=-1),
    )
    return (low, high) if (low, high) in holding else None


@cache
def _named(block: Block) -> tuple[tuple[str, tuple[int, int]], ...]:
    """The names of columns and of groups of them, each with its first and last column."""
    found = [(key, (at, at)) for at, column in enumerate(block.columns) for key in label_keys(column.label)]
    groups = dict.fromkeys(group for column in block.columns for group in column.under)
    for group in groups:
        inside = [at for at, column in enumerate(block.columns) if group in column.under]
        found += [(key, (inside[0], inside[-1])) for key in label_keys(group)]
    return tuple(dict.fromkeys(found))
