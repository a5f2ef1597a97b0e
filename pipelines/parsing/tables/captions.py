"""The short lines above a table, which may name the row that it prints: a report may have a table for each row.

What a table without such a line holds is told by its own labels, in `matching.py`.
"""

from __future__ import annotations

from pipelines.parsing.tables.headers import Key
from pipelines.parsing.tables.labels import LabelIndex

#: A text above a table that is longer than this is a paragraph, not the name of the table.
LONGEST_CAPTION = 50
#: One that names a row of several side by side, with its number and a damaged character or two, is no longer than this.
LONGEST_NAME = 20


class Captions:
    """The lines since the last table or paragraph."""

    def __init__(self, index: LabelIndex) -> None:
        self._index = index
        self._lines: list[str] = []

    def hear(self, text: str) -> None:
        """Take in a line; a paragraph parts those before it from the table."""
        if len(text) <= LONGEST_CAPTION:
            self._lines.append(text)
        else:
            self.clear()

    def clear(self) -> None:
        """Forget the lines above a table that has been read."""
        self._lines = []

    def row_above(self, key: Key) -> str | None:
        """The row of a block that the line right above names; None where it names none."""
        named = self._index.lines(self._lines[-1]).get(key[1:3], {}) if self._lines else {}
        return named[key[0]].key if key[0] in named else None

    def row_nearby(self, key: Key) -> str | None:
        """The row of a block with rows side by side that the nearest line with such a name names; None without one."""
        named = (rows for text in reversed(self._lines) if (rows := self._side_by_side(text)))
        return next(named, {}).get(key[:3])

    def _side_by_side(self, text: str) -> dict[tuple[str, str, str], str]:
        if len(text) > LONGEST_NAME:
            return {}
        return {
            (role.edition, role.table, role.block.key): role.line.key
            for role in self._index.find(text)
            if role.kind == "row" and role.line and role.block and role.block.layout == "one_row"
        }
