"""Rows that write out their wide cells as blanks and leave out what tall cells above them cover: made square again.

Some tools that turn pages into Markdown write a table so: a row is as long as the table less the columns that cells
reaching down from above take. Which cells those are follows from the widths, for a label that stands over others never
reaches down to the figures. Where more than one way fits, nothing is done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.readers.figures import is_written_figure
from pipelines.readers.group_labels import bare, group_labels
from pipelines.readers.spans.ragged import Entry, Row

#: A header has some dozen cells at the most; more are not searched for the ones that reach down.
_MOST_CELLS = 40


@dataclass(frozen=True, slots=True)
class _Span:
    """The columns that one cell of a row covers."""

    text: str
    start: int
    width: int


def squared(rows: Sequence[Row]) -> list[Row] | None:
    """The rows with a blank for every column that a cell above covers; None where they are not written so.

    A blank put in has line 0, for it stands nowhere in the file.
    """
    width = max((len(row.entries) for row in rows), default=0)
    tails = [_tail(row) for row in rows]
    figures = min((tail for tail in tails if tail), default=0)
    if not figures or all(len(row.entries) == width for row in rows) or not any(map(_has_inner_blank, rows)):
        return None
    tails = [tail or (_behind(row) if _behind(row) >= figures else 0) for row, tail in zip(rows, tails, strict=True)]
    square: list[Row] = []
    above: list[_Span] = []
    is_below_figures = False
    for row, tail in zip(rows, tails, strict=True):
        missing = width - len(row.entries)
        if tail and missing and not is_below_figures:
            return None  # a header's label covers nothing beside figures: the row ends early
        covered = _labels_down(above, missing) if tail else _header_down(above, missing)
        if covered is None or (tail and len(row.entries) < figures):
            return None
        square.append(_filled(row, covered, width))
        is_below_figures = bool(tail)
        above = _spans(square[-1], covered, width - figures if tail else width)
    return square


def _behind(row: Row) -> int:
    """How many entries stand behind the last word of a row."""
    words = [at for at, entry in enumerate(row.entries) if entry.text and not is_written_figure(entry.text)]
    return len(row.entries) - (words[-1] + 1 if words else 0)


def _tail(row: Row) -> int:
    """The same for a row with figures; 0 for one without any."""
    behind = _behind(row)
    return behind if any(entry.text for entry in row.entries[len(row.entries) - behind :]) else 0


def _has_inner_blank(row: Row) -> bool:
    filled = [at for at, entry in enumerate(row.entries) if entry.text]
    return len(filled) > 1 and filled[-1] - filled[0] + 1 > len(filled)


def _labels_down(above: Sequence[_Span], missing: int) -> list[_Span] | None:
    """The labels at the left of the row above that cover so many columns together."""
    covered: list[_Span] = []
    for span in above:
        if missing <= 0 or not span.text or is_written_figure(span.text):
            break
        covered.append(span)
        missing -= span.width
    return covered if missing == 0 else None


def _header_down(above: Sequence[_Span], missing: int) -> list[_Span] | None:
    """The cells of the header row above that reach down, where one choice alone covers so many columns."""
    if not missing:
        return []
    may_reach = [span for span in above if span.text and bare(span.text) not in group_labels()]
    if len(may_reach) > _MOST_CELLS:
        return None
    # Ways to come to each width: how many, and one of them.
    ways: dict[int, tuple[int, list[_Span]]] = {0: (1, [])}
    for span in may_reach:
        for reached, (count, chosen) in sorted(ways.items(), reverse=True):
            more = reached + span.width
            if more <= missing:
                known = ways.get(more, (0, []))[0]
                ways[more] = (known + count, [*chosen, span])
    count, chosen = ways.get(missing, (0, []))
    return chosen if count == 1 else None


def _filled(row: Row, covered: Sequence[_Span], width: int) -> Row:
    taken = {col for span in covered for col in range(span.start, span.start + span.width)}
    entries = iter(row.entries)
    return Row([Entry("", 0) if col in taken else next(entries) for col in range(width)], row.skipped)


def _spans(row: Row, covered: Sequence[_Span], end: int) -> list[_Span]:
    """The cells that a row's columns up to `end` belong to: those reaching down, and its own with the blanks behind them."""
    spans = {span.start: span for span in covered}
    taken = {col for span in covered for col in range(span.start, span.start + span.width)}
    own: _Span | None = None
    for col, entry in enumerate(row.entries[:end]):
        if col in taken:
            own = None
            continue
        goes_on = own is not None and not entry.text
        own = _Span(own.text, own.start, own.width + 1) if own and goes_on else _Span(entry.text, col, 1)
        spans[own.start] = own
    return [spans[start] for start in sorted(spans)]
