"""Rows of boxes whose spans nobody says: cut into bands, each band's header placed over its figures in the one way that fits.

Texts alone; which elements the rows are belongs to `boxes.py`.
"""

from __future__ import annotations

from pipelines.readers.figures import is_number_like
from pipelines.readers.group_labels import bare, column_labels, group_labels, row_labels, unnumbered
from pipelines.readers.spans.spanless import place_header


def heads(row: list[str], below: list[str]) -> bool:
    """Whether a row is words and blanks behind them over a header: the name of what follows, its cell never merged.

    What stands over columns is a part of the header itself.
    """
    return (
        bool(row[0])
        and bare(row[0]) not in group_labels()
        and not any(row[1:])
        and sum(map(bool, below)) > 1
        and not _figures(below)
    )


Place = tuple[int, int, int, int, int]  # row, entry, column, rows, columns


def bands_of(texts: list[list[str]]) -> list[list[int]]:
    """Rows in bands: a row of one cell, or header rows with the rows of figures below them."""
    bands: list[list[int]] = []
    was_body = False
    for number, row in enumerate(texts):
        is_body = bool(_figures(row))
        if not bands or len(row) == 1 or len(texts[bands[-1][-1]]) == 1 or (was_body and not is_body):
            bands.append([])
        bands[-1].append(number)
        was_body = is_body
    return bands


def placed_band(texts: list[list[str]], width: int) -> list[Place] | None:
    """The places of a band's cells; None where its header fits its figures in no way or in two."""
    if len(texts) == 1 and len(texts[0]) == 1:
        return [(0, 0, 0, 1, width)]
    while len({len(row) for row in texts}) == 1 and texts[0] and not any(row[-1] for row in texts):
        texts = [row[:-1] for row in texts]  # columns that only other bands of the table have
    counts = [_figures(row) for row in texts]
    depth = counts.index(next((count for count in counts if count), 0))
    body = texts[depth:]
    if not depth or not body or not all(counts[depth:]):
        return None
    count = min(counts[depth:])  # a blank label left of the figures looks like one of them
    labels = max(len(row) for row in body) - count
    entries = [
        [entry for entry, text in enumerate(row) if text or (labels and not place and not entry)]
        for place, row in enumerate(texts[:depth])
    ]
    head = [[texts[place][entry] for entry in kept] for place, kept in enumerate(entries)]
    header = place_header(head, labels, count)
    if header is None:
        return None
    placed = [(c.row, entries[c.row][c.entry], c.col, c.row_span, c.col_span) for c in header]
    if any(len(texts[row]) == labels + count and entry != col for row, entry, col, _, _ in placed if col or entry):
        return None  # blanks stand where the header would have words
    for number, row in enumerate(body, depth):
        beside = len(row) - count
        starts = [0, *range(labels - beside + 1, labels + count)] if beside else list(range(labels, labels + count))
        ends = [*starts[1:], labels + count]
        placed += [
            (number, entry, start, 1, end - start) for entry, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
    return placed


def _figures(row: list[str]) -> int:
    """How many figures or blanks a row ends with; 0 where no digit is among them, unless the last word is a row's of the form."""
    count = 0
    for text in reversed(row):
        if text and not is_number_like(text):
            break
        count += 1
    has_digit = any(char.isdigit() for text in row[len(row) - count :] for char in text)
    return count if has_digit or (0 < count < len(row) and _names_a_row(row[-count - 1])) else 0


def _names_a_row(text: str) -> bool:
    """Whether a label stands beside figures and over none, by its words or by its number."""
    words = unnumbered(text)
    return words in row_labels() and (words != bare(text) or words not in column_labels() | group_labels())
