"""Rows whose spans were written out: every row has an entry for every column, a wide cell its words in each or blanks behind.

Only for tables that show it: a blank between the words of a header row, or the same word beside itself. Rows that merely
end early or are padded at the right tell nothing of the kind; they belong to `spanless.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def is_written_out(rows: Sequence[Sequence[str]], headers: Sequence[bool]) -> bool:
    """Whether all rows are of one length and a header row has a blank between its words or says one twice over."""
    if len({len(row) for row in rows}) != 1:
        return False
    return any(
        _has_inner_blank(row) or _repeats(row) for row, is_header in zip(rows, headers, strict=True) if is_header
    )


def _repeats(row: Sequence[str]) -> bool:
    return any(text and text == beside for text, beside in pairwise(row))


def _has_inner_blank(row: Sequence[str]) -> bool:
    filled = [place for place, text in enumerate(row) if text]
    return len(filled) > 1 and filled[-1] - filled[0] + 1 > len(filled)


def spans(rows: Sequence[Sequence[str]], headers: Sequence[bool]) -> list[list[tuple[int, int]]]:
    """For each row its cells as (column, columns covered): a blank of a header widens the cell on its left below one parent."""
    placed: list[list[tuple[int, int]]] = []
    owners: list[int] = []  # of the header row above: the column where the cell over each column begins
    for row, is_header in zip(rows, headers, strict=True):
        cells: list[tuple[int, int]] = []
        current: list[int] = []
        for col, text in enumerate(row):
            left = cells[-1] if cells else None
            widens = left is not None and row[left[0]] and not text and is_header
            if widens and owners and owners[col] != owners[col - 1]:
                widens = False
            if widens and left is not None:
                cells[-1] = (left[0], left[1] + 1)
            else:
                cells.append((col, 1))
            current.append(cells[-1][0])
        owners = current if is_header else []
        placed.append(cells)
    return placed
