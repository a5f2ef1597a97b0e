"""Headers that no row stands under: what stands under a like one further on may be another's table.

A header alone at the end of a page is printed again over its rows. One that something new was said behind has none: its own
table is the report's, and the publisher left its rows out. A line that stands above both headers says nothing new.
"""

from __future__ import annotations

from collections import deque

from pipelines.parsing.tables.captions import says_no_owner
from pipelines.parsing.tables.gathering import Gathering
from pipelines.parsing.tables.headers import Header
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.spellings import squash
from pipelines.reasons import because

#: What a line tells of a header stands among the last ones above it: its chapter, whose it is, its unit and its date.
_LINES_ABOVE = 4
_NONE: frozenset[tuple[str, str]] = frozenset()


class BareHeaders:
    """Watches the headers and lines of a report in their order, and doubts tables under the second of two headers."""

    def __init__(self, index: LabelIndex, gathering: Gathering) -> None:
        self._index = index
        self._gathering = gathering
        self._blocks = _NONE
        self._is_parted = False
        self._above: deque[str] = deque(maxlen=_LINES_ABOVE)  # the last lines since a row

    @property
    def is_bare(self) -> bool:
        """Whether the last header with all columns of a block has no row so far."""
        return bool(self._blocks)

    def hear(self, text: str) -> None:
        """Take in words that stand between tables, or in a row of their own."""
        lines = [line for line in text.split("\n") if line.strip()]
        if not self._blocks:
            self._above.extend(lines)
        elif not self._is_parted:
            above = set(map(squash, self._above))
            self._is_parted = not all(squash(line) in above or says_no_owner(line, self._index) for line in lines)

    def open(self, header: Header | None) -> None:
        """Take in a header; rows may follow."""
        blocks = header.whole if header else _NONE  # words of one column or two stand in other tables, too
        if self._is_parted:
            for table, _ in sorted(self._blocks & blocks):
                self._gathering.doubt(table, because("header_without_rows", table=table))
        self._blocks, self._is_parted = blocks, False

    def fill(self) -> None:
        """Say that a row stands under the header."""
        self._blocks, self._is_parted = _NONE, False
        self._above.clear()
