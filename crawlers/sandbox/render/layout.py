"""How a report is laid out, apart from its format: one value a layout, the formats that offer it.

What a layout does to a table stands in `sheet.py`, what it does to text in the renderers.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The last row of the requests table before a break: inside a group of outcomes, as in published tables.
BREAK_AFTER = "unavailable_not_held"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to print a report; the defaults are the official form as laid out."""

    name: str = "plain"
    point: str = "."  # after the numbers 1, 2, 3 of rows
    digits: str = "plain"  # plain, wide (full-width), grouped (thousands marks)
    unnumbered: bool = False  # chapters 一 to 三 without their number
    cut: bool = False  # a table of its own for each block
    joined: bool = False  # one table holds the three
    broken: bool = False  # the requests table breaks inside a group of outcomes
    repeat_header: bool = False  # after the break the header stands again
    split_label: bool = False  # the group's label runs over the break instead of standing twice
    pasted: bool = False  # markup as pasted from a word processor
    hidden: bool = False  # hidden rows, comments and templates with other numbers beside the visible table
    spaced: bool = False  # flattened text keeps a blank between cells


LAYOUTS: dict[str, dict[str, Layout]] = {
    "html": {
        layout.name: layout
        for layout in (
            Layout(),
            Layout("pasted", pasted=True),
            Layout("joined", joined=True),
            Layout("cut", cut=True),
            Layout("repeated", broken=True, repeat_header=True),
            Layout("commas", point="、"),
            Layout("wide", digits="wide"),
            Layout("grouped", digits="grouped"),
            Layout("hidden", hidden=True),
        )
    },
    "text": {
        layout.name: layout
        for layout in (
            Layout("tabbed", unnumbered=True),
            Layout("flat"),
            Layout("spaced", spaced=True),
        )
    },
    "docx": {layout.name: layout for layout in (Layout(), Layout("commas", point="、"), Layout("cut", cut=True))},
    "pdf": {
        layout.name: layout
        for layout in (
            Layout(),
            Layout("broken", broken=True, split_label=True),
            Layout("repeated", broken=True, repeat_header=True),
        )
    },
    "xlsx": {"plain": Layout()},
    "md": {"plain": Layout()},
}

#: What a server says the bytes of a format are.
CONTENT_TYPES = {
    "html": "text/html;charset=UTF-8",
    "text": "text/plain;charset=UTF-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown;charset=UTF-8",
}

#: The ending of a file's name by its format.
SUFFIXES = {"html": "html", "text": "txt", "docx": "docx", "pdf": "pdf", "xlsx": "xlsx", "md": "md"}
