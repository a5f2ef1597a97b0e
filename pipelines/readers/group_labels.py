"""The labels of the form that stand over several columns or beside figures, for readers of tables whose spans nobody says."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby

from pipelines.readers.characters import simplified_characters
from warehouse.form import Block, load_forms, load_statistics

#: A label's number; to fill a line some programs set its signs apart.
NUMBER = re.compile(r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．]|\d{1,2}\s?[、.．](?!\d))")
#: The signs of a group's number, for what the end of a page leaves of it.
NUMBER_SIGNS = "（(一二三四五六七八九十）)、.．"


@cache
def group_labels() -> frozenset[str]:
    """The labels of the form that stand over columns."""
    groups: set[str] = set()
    for block in _blocks():
        groups.update(under for line in block.columns for under in line.under)
        groups.add(block.columns_under)
        if block.layout == "one_row":
            groups.update(text for line in block.rows for text in (line.label, *line.under))
    return frozenset(bare(text) for text in groups if text)


@cache
def block_headings() -> frozenset[str]:
    """What the form prints over a whole block."""
    return frozenset(bare(text) for block in _blocks() for text in block.heading)


@cache
def block_rows() -> dict[str, frozenset[str]]:
    """The labels of the rows below each heading of a block, without their numbers, in whatever edition."""
    rows: dict[str, frozenset[str]] = {}
    for block in _blocks():
        own = frozenset(unnumbered(line.label) for line in block.rows)
        for heading in map(bare, block.heading):
            rows[heading] = rows.get(heading, frozenset()) | own
    return rows


@cache
def column_labels() -> frozenset[str]:
    """The labels of the form over single columns."""
    return frozenset(bare(line.label) for block in _blocks() for line in block.columns)


@cache
def column_orders() -> frozenset[tuple[str, ...]]:
    """The labels over the columns of each block, from left to right."""
    return frozenset(tuple(bare(line.label) for line in block.columns) for block in _blocks())


@cache
def notes() -> frozenset[str]:
    """What the form prints in the corner above its labels of rows."""
    return frozenset(bare(text) for block in _blocks() for text in (block.note, block.corner) if text)


@cache
def corner_labels() -> frozenset[str]:
    """The labels of the form over its labels of rows."""
    return frozenset(bare(block.corner) for block in _blocks() if block.corner)


@cache
def row_labels() -> frozenset[str]:
    """The labels of the form that stand beside figures, without their numbers."""
    return frozenset(
        unnumbered(text) for block in _blocks() for line in block.rows for text in (line.label, *line.under)
    )


@cache
def printed_labels() -> frozenset[str]:
    """Whatever the form prints in its tables beside figures, without numbers and marks."""
    texts = row_labels() | column_labels() | group_labels() | block_headings() | notes()
    return frozenset("".join(char for char in unnumbered(text) if char.isalnum()) for text in texts)


@cache
def row_groups() -> frozenset[str]:
    """The labels of the form that stand beside several rows, without their numbers."""
    return frozenset(unnumbered(text) for block in _blocks() for line in block.rows for text in line.under)


@cache
def group_texts() -> frozenset[str]:
    """The labels that stand beside several rows, as printed with their numbers."""
    return frozenset(text for block in _blocks() for line in block.rows for text in line.under)


@cache
def statistics_heads(kind: str) -> frozenset[str]:
    """The words over one kind of column (label, unit, this_year, cumulative) of the statistics table."""
    return frozenset(bare(word) for word in getattr(load_statistics().header, kind))


@cache
def statistics_units() -> frozenset[str]:
    """What the statistics table counts in; each stands in a cell of its own beside its line."""
    return frozenset(load_statistics().units)


@cache
def statistics_labels() -> frozenset[str]:
    """The labels of its lines that are declared, without numbers and marks."""
    labels = (label for row in load_statistics().rows for label in row.labels)
    return frozenset("".join(char for char in unnumbered(text) if char.isalnum()) for text in labels)


@cache
def one_row_heads() -> frozenset[tuple[tuple[tuple[str, int], ...], ...]]:
    """The two rows of labels over the columns of each block that prints its rows side by side: (label, columns) of each cell.

    What nothing stands over in the first reaches down into the second.
    """
    heads = set()
    for block in _blocks():
        if block.layout != "one_row":
            continue
        wide = len(block.columns)
        over = [(bare(line.under[0] if line.under else line.label), line) for line in block.rows]
        first = tuple((text, wide * len(list(run))) for text, run in groupby(text for text, _ in over))
        heads.add((first, tuple((bare(line.label), wide) for _, line in over if line.under)))
    return frozenset(heads)


def _blocks() -> list[Block]:
    return [block for form in load_forms().values() for table in form.tables.values() for block in table.blocks]


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """A label without its number and its blanks."""
    return bare(NUMBER.sub("", text))


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A text without its blanks, in simplified characters."""
    return "".join(text.split()).translate(simplified_characters())
