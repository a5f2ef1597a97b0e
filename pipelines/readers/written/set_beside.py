"""Titles of tables set beside each other, in rows that list only their own cells: each back over its own columns.

Every table of the form opens its row of columns with the same words, so these say where each begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.group_labels import bare, block_headings, corner_labels
from pipelines.readers.spans.ragged import Entry, Row


def with_titles_over(rows: Sequence[Row]) -> list[Row]:
    """The rows, those of titles with a blank for every further column of a table; a blank put in has line 0."""
    placed = list(rows)
    for at, below in enumerate(rows[1:]):
        texts = [bare(entry.text) for entry in below.entries]
        starts = [col for col, text in enumerate(texts) if text in corner_labels()]
        titles = [entry for entry in rows[at].entries if entry.text]
        if (
            len(starts) < 2
            or starts[0]
            or not all(texts)
            or len(titles) != len(starts)
            or rows[at].entries[: len(titles)] != titles
            or not all(bare(title.text) in block_headings() for title in titles)
        ):
            continue
        over = dict(zip(starts, titles, strict=True))
        placed[at] = Row([over.get(col, Entry("", 0)) for col in range(len(texts))], rows[at].skipped)
    return placed
