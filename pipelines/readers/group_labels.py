"""The labels of the form that stand over several columns, for readers of tables whose spans nobody says."""

from __future__ import annotations

from functools import cache

from warehouse.form import load_forms


@cache
def group_labels() -> frozenset[str]:
    """The labels of the form that stand over columns."""
    groups: set[str] = set()
    for form in load_forms().values():
        for table in form.tables.values():
            for block in table.blocks:
                groups.update(under for line in block.columns for under in line.under)
                groups.add(block.columns_under)
                if block.layout == "one_row":
                    groups.update(text for line in block.rows for text in (line.label, *line.under))
    return frozenset(bare(text) for text in groups if text)


def bare(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())
