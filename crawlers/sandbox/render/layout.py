"""How a report is laid out, apart from its format: the values a layout is made of.

A layout says how figures are printed (`prints`, functions of the report), what happens to the blocks of the official form
(`changes`, functions of the story) and how a format marks them up (`style`). Which layouts there are stands in
`layouts.py`; what the functions do in `printing.py` and `changes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.blocks import Story

#: The last row of the requests table before a break: inside a group of outcomes, as in published tables.
BREAK_AFTER = "unavailable_not_held"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to print a report; the defaults are the official form as laid out."""

    name: str = "plain"
    point: str = "."  # after the numbers 1, 2, 3 of rows
    prints: tuple[Callable[[Report], Report], ...] = ()  # how title and figures are printed
    changes: tuple[Callable[[Story], Story], ...] = ()  # what happens to headings, paragraphs and sheets
    words: Callable[[str], str] | None = None  # what happens to every printed text
    style: str = ""  # the markup of a format: pasted, hidden, nested, grid, areas, divs, chrome; tabbed, lines, …; unruled, left, …
    encoding: str = "utf-8"
    cut: bool = False  # a table of its own for each block
    joined: bool = False  # one table holds the three
    broken: bool = False  # the requests table breaks inside a group of outcomes
    repeat_header: bool = False  # after the break the header stands again
    split_label: bool = False  # the group's label runs over the break instead of standing twice

    def printed(self, report: Report) -> Report:
        """The report with its title and figures as this layout prints them; what a reader must find is in it."""
        return reduce(lambda done, change: change(done), self.prints, report)

    def said(self, text: str) -> str:
        """A text as this layout writes it."""
        return self.words(text) if self.words else text
