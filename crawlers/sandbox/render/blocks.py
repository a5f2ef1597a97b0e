"""What a report is made of before any format: headings, paragraphs, and sheets of boxes, as values.

How the official tables become sheets stands in `sheet.py`, in which order a report tells them in `story.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.sandbox.figures import Key


@dataclass(frozen=True, slots=True)
class Box:
    """A printed cell: its upper left corner, its spans, and the form's cell whose figure it prints."""

    text: str
    row: int
    col: int
    rows: int = 1
    cols: int = 1
    cell: Key | None = None
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as laid out: `boxes` cover the rectangle exactly; `header` counts its heading rows."""

    table: str
    n_rows: int
    n_cols: int
    boxes: tuple[Box, ...]
    header: int = 0

    def rows(self) -> list[list[Box]]:
        """The boxes that begin in each row, left to right."""
        return [[box for box in self.boxes if box.row == row] for row in range(self.n_rows)]

    def touching(self, row: int) -> list[Box]:
        """The boxes that begin in a row or reach into it from above, left to right."""
        found = [box for box in self.boxes if box.row <= row < box.row + box.rows]
        return sorted(found, key=lambda box: box.col)


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter's heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


Block = Heading | Paragraph | Sheet
Story = tuple[Block, ...]
