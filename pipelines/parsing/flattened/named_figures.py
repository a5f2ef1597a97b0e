"""Figures in running text that each stand behind the name of their column, a number after each, below or behind a row's label.

Lists of definitions, cards and labelled lines print a block so. It is read only where every row of the block is named once,
with a figure for every column and for no column twice. Tables that lost their cells are `flat.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from pipelines.parsing.tables.labels import LabelIndex, squash
from pipelines.readers.document import Cell
from warehouse.form import Block, Line

_FIGURE = r"[-+−]?[\d０-９][\d０-９,，.．]*|[—–\-/]+|无"
_LONE = re.compile(rf"\s*(?:{_FIGURE})\s*[件起项条个宗元万]*\s*")
#: What may stand between two pairs, and behind a row's label.
_BETWEEN = re.compile(r"[\s,，;；、|。·:：]*")
#: What opens an entry of a list.
_MARK = re.compile(r"^\s*[-*+•·▪●◆■]\s+")
#: A line longer than this is a paragraph.
LONGEST_LINE = 300

_Found = dict[str, tuple[str, int, int]]  # column -> figure, line, place in it


def named_figures(
    texts: Sequence[str], table: str, block: Block, index: LabelIndex
) -> dict[tuple[str, str], Cell] | None:
    """The cells of a block by (row, column); None where the text does not name every one of them once."""
    whole = "\n".join(texts)
    if not all(any(label in whole for label in column.labels) for column in block.columns):
        return None  # nearly every text
    rows: dict[str, _Found] = {}
    current: _Found | None = None
    for number, text in _lines(texts, block):
        pairs = list(_pair(block).finditer(text)) if len(text) <= LONGEST_LINE else []
        head = text[: pairs[0].start()] if pairs else text
        if not _BETWEEN.fullmatch(head):
            row = _row(head, table, block, index)
            found = rows.setdefault(row.key, {}) if row is not None else None
            if found and found is not current:
                return None
            current = found
        if current is None or not pairs or not _is_all(text, pairs):
            continue
        for pair in pairs:
            column = _columns(block)[squash(pair["label"])]
            if column in current:
                return None
            current[column] = pair["figure"].strip(",，.．"), number, pair.start()
    rows = {row: found for row, found in rows.items() if found}
    if set(rows) != {row.key for row in block.rows} or any(len(found) < len(block.columns) for found in rows.values()):
        return None
    place = {row.key: at for at, row in enumerate(block.rows)}
    return {
        (row, column): Cell(figure, place[row], at, locator=f"text[{line + 1}] char {char}")
        for row, found in rows.items()
        for at, (column, (figure, line, char)) in enumerate(found.items())
    }


def _lines(texts: Sequence[str], block: Block) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; a figure alone in its line is joined to the column's name alone in the line before."""
    held: tuple[int, str] | None = None
    for number, text in enumerate(_MARK.sub("", text) for text in texts):
        if held is not None:
            joined = _LONE.fullmatch(text) is not None
            yield held[0], f"{held[1]}：{text}" if joined else held[1]
            held = None
            if joined:
                continue
        if len(text) <= LONGEST_LINE and _squashed(text) in _columns(block):
            held = number, text.rstrip(" :：")
        else:
            yield number, text
    if held is not None:
        yield held


@lru_cache(maxsize=1024)  # a line is looked at for every block
def _squashed(text: str) -> str:
    return squash(text).strip(":：")


def _row(words: str, table: str, block: Block, index: LabelIndex) -> Line | None:
    """The row of the block that words name, with or without their group's name; None for any other words."""
    words = words.strip().rstrip(":：|，,、")
    named = index.lines(words).get((table, block.key), {})
    rows = [
        row for row in block.rows if any(row.key == line.key and row.label in line.labels for line in named.values())
    ]
    if not rows and block.layout == "one_row":
        rows = [
            row for row in block.rows if any(label in words for label in row.labels) and len(words) <= LONGEST_LABEL
        ]
    return rows[0] if len(rows) == 1 else None


#: A label with the name of its group.
LONGEST_LABEL = 30


def _is_all(text: str, pairs: Sequence[re.Match[str]]) -> bool:
    """Whether the line holds nothing but the pairs, from the first of them on."""
    ends = [pair.end() for pair in pairs]
    starts = [pair.start() for pair in pairs[1:]] + [len(text)]
    return all(_BETWEEN.fullmatch(text[end:start]) for end, start in zip(ends, starts, strict=True))


@cache
def _columns(block: Block) -> dict[str, str]:
    return {squash(label): column.key for column in block.columns for label in column.labels}


@cache
def _pair(block: Block) -> re.Pattern[str]:
    labels = sorted((label for column in block.columns for label in column.labels), key=len, reverse=True)
    names = "|".join(map(re.escape, labels))
    return re.compile(
        rf"(?P<label>{names})[\s:：为]*(?P<figure>{_FIGURE})\s*(?:[（(][件起项][)）]|[件起项条个宗元万]*)(?![\d%.])"
    )
