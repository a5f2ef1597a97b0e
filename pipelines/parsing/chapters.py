"""Chapters of the form that say in words that there was nothing: a table with figures elsewhere is not the chapter's own.

Only where a chapter prints no table. What a sentence claims is read in `claims`, what a table's cells are in `tables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.captions import is_name_of_table, tables_named
from pipelines.parsing.tables.gathered import MatchedBlock
from pipelines.parsing.tables.line_rows import lines_of
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Document, Text, Wording
from pipelines.reasons import because
from warehouse.reasons import Reason

_CHAPTER = re.compile(r"\s*(?:第?[一二三四五六七八九][、.．部]|附[件表录])")
#: A chapter's heading is no longer than this.
_LONGEST_HEADING = 40
_NOTHING = re.compile(
    r"未(?:曾)?(?:发生|收到|接到|受理|产生|涉及|引发|出现|有)|没有|无(?![法关效偿障线论])|(?:为|是)[零0０]|(?<![\d.])[0０][件起宗次例条]"
)
#: A figure, that of a year and of a day aside, or what sends the reader to a table elsewhere.
_SOMETHING = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)[1-9]\d*(?![\d月日])|附[件表]|[见如]下?[表图]")


def tables_denied(document: Document, blocks: Iterable[MatchedBlock]) -> dict[str, Reason]:
    """The tables with a figure above nought whose chapter has no table and says that there was nothing."""
    said: dict[str, str] = {}
    table: str | None = None
    for line in _lines(document):
        if line is None:
            said.pop(table or "", None)
            table = None
        elif len(line) <= _LONGEST_HEADING and (_CHAPTER.match(line) or is_name_of_table(line)):
            named = tables_named(line) if is_name_of_table(line) else set()
            table = named.pop() if len(named) == 1 else None
        elif table is not None:
            said[table] = said.get(table, "") + line
    denied = {table for table, words in said.items() if _NOTHING.search(words) and not _SOMETHING.search(words)}
    return {
        block.table: because("denied_by_chapter", table=block.table, words=said[block.table].strip()[:40])
        for block in blocks
        if block.table in denied
        and any(read_number(cell.text, money=True, signed=True).value for cell in block.cells.values())
    }


def _lines(document: Document) -> Iterator[str | None]:
    """The lines of a document, those among the rows of a sheet too; None where rows of a table stand."""
    for block in document.blocks:
        if isinstance(block, Text):
            yield from block.text.split("\n")
            continue
        alone = lines_of(block) if _names_chapter(block) else {}
        end = -1
        for row, cell in sorted(alone.items()):
            if row > end + 1:
                yield None
            yield cell.text
            end = row
        if end + 1 < block.n_rows:
            yield None


@of_wording
def _names_chapter(wording: Wording) -> bool:
    return any(text and len(text) <= _LONGEST_HEADING and is_name_of_table(text) for text in wording)
