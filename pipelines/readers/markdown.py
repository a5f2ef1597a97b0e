"""Markdown to a Document: headings, paragraphs, pipe tables, and tables written as markup.

Tools that turn pages into Markdown lose the spans and fill short rows with blanks; how such rows lie over one another is
worked out in `written_rows.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.readers import html
from pipelines.readers.characters import without_radicals
from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.encoding import decode
from pipelines.readers.spans.ragged import Entry, Row
from pipelines.readers.text import is_rule, paragraph, plain_words
from pipelines.readers.written.drawn import drawn_table
from pipelines.readers.written.front_matter import without_front_matter
from pipelines.readers.written.linked import with_own_title
from pipelines.readers.written.written_rows import grid_of_written_rows
from pipelines.reasons import because

_SEPARATOR = re.compile(r"\|?\s*:?-{2,}:?\s*([|+]\s*:?-{2,}:?\s*)*\|?\s*")
_TABLE_TAG = re.compile(r"\s*<table\b", re.IGNORECASE)
#: A quotation is marked line by line.
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
#: A remark, which may hold a whole table; one that nothing ends reaches to the end, as in a page.
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
#: Tags that only mark words; those that begin a line.
_MARKS = re.compile(r"</?(?:span|font|a|u|b|i|strong|em)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = re.compile(r"</?(?:div|section|article|p|center|figure|details|summary)\b[^<>]*>", re.IGNORECASE)
#: A line that opens or closes a part of a page.
_FENCE = re.compile(r"\s*:{3,}(?:\s*(?:\{[^{}]*\}|\w+)\s*:*)?\s*")
#: Stands for a line that belongs to the row above it.
_ABOVE = "\0"
#: So many lines a cell has that breaks its row.
MOST_LINES = 6
#: A line broken by a sign at its end, and emphasis around several lines.
_HARD_BREAK = re.compile(r"(?<=[^\\\n|])\\$", re.MULTILINE)
_BROKEN_EMPHASIS = re.compile(r"\*\*((?:[^*|\n]+\n){1,5}[^*|\n]+)\*\*")
_SPLIT = re.compile(r"(?<!\\)\|")


def read(data: bytes) -> Document:
    """The document of a Markdown file; locators are line numbers. UnreadableError when it is empty or past the limits."""
    text = without_radicals(decode(data))
    if not text.strip():
        raise UnreadableError(because("no_bytes"))
    text = _REMARK.sub(lambda remark: "\n" * remark[0].count("\n"), text.replace("\r\n", "\n").replace("\r", "\n"))
    text, title = without_front_matter(_BROKEN_EMPHASIS.sub(r"\1", _HARD_BREAK.sub("", text)))
    lines = _with_whole_rows([_QUOTE.sub("", line) for line in text.split("\n")])
    blocks: list[Text | Grid] = []
    at = 0
    while at < len(lines):
        if _is_row(lines[at]):
            start = at
            while at < len(lines) and (
                _is_row(lines[at]) or _SEPARATOR.fullmatch(lines[at].strip()) or lines[at] == _ABOVE
            ):
                at += 1
            blocks.append(_table(lines, start, at))
            continue
        if _TABLE_TAG.match(lines[at]):
            end = next((n for n in range(at, len(lines)) if "</table>" in lines[n].lower()), len(lines) - 1)
            blocks += _tagged_table(lines, at, end + 1)
            at = end + 1
            continue
        if drawn := drawn_table(lines, at):
            blocks.append(drawn[0])
            at = drawn[1]
            continue
        is_mark = is_rule(lines[at]) or _FENCE.fullmatch(lines[at])
        blocks += [] if is_mark else paragraph(_untagged(lines[at]).strip("\n"), at + 1)
        at += 1
    return Document("markdown", tuple(with_own_title(blocks)), {"title": title} if title else {})


def _tagged_table(lines: list[str], start: int, end: int) -> list[Grid]:
    """The tables of a stretch of markup, as browsers read it, whose cells may have Markdown in them; locators name its first
    line.
    """
    markup = "\n".join(["<html><body>", *lines[start:end], "</body></html>"])
    return [
        replace(
            grid,
            locator=f"line {start + 1}: {grid.locator}",
            cells=tuple(replace(cell, text=plain_words(cell.text)) for cell in grid.cells),
        )
        for grid in html.read(markup.encode()).grids
    ]


def _untagged(line: str) -> str:
    """A line without the tags that tools leave around words; two that blocks part stay parted."""
    if "<" not in line:
        return line
    pieces = (piece.strip() for piece in _BLOCKS.split(_MARKS.sub("", line)))
    return "\n".join(piece for piece in pieces if piece)


def _is_row(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("|") and len(_SPLIT.findall(stripped)) > 1


def _with_whole_rows(lines: list[str]) -> list[str]:
    """The lines with each row that the lines of a cell broke (`| 许可 | 0 | 2` over `971 |`) in the place of its first.

    Only where that opens with a bar and closes with none, and the last of those that follow closes with one and opens with none.
    """
    whole = list(lines)
    for at, line in enumerate(lines):
        if not _is_row(line) or line.rstrip().endswith("|"):
            continue
        for last in range(at + 1, min(at + MOST_LINES, len(lines))):
            words = lines[last].strip()
            if not words or words.startswith("|"):
                break
            if words.endswith("|"):
                whole[at : last + 1] = ["\n".join(lines[at : last + 1]), *[_ABOVE] * (last - at)]
                break
    return whole


def _table(lines: list[str], start: int, end: int) -> Grid:
    rows: list[Row] = []
    for number in range(start, end):
        line = lines[number].strip()
        if line == _ABOVE or _SEPARATOR.fullmatch(line):
            continue
        parts = _SPLIT.split(_untagged(line).removeprefix("|"))
        if not parts[-1].strip():
            parts.pop()  # what stands behind the closing bar
        rows.append(Row([Entry(plain_words(part), number + 1) for part in parts]))
    return grid_of_written_rows(rows)
