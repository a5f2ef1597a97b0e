"""Reports as plain text: cells on tab-indented lines as word processors export them, or run together.

In the tabbed layout a row is a run of lines, each a tab and a cell; a cell that hangs down from a row above
leaves a line with the tab alone; a blank line ends the row; a break inside a cell leaves a line without one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.blocks import Box, Heading, Paragraph, Sheet, Story
from crawlers.sandbox.render.drawn import drawn
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed, story
from crawlers.sandbox.render.taken_out import by_cell, by_height

#: Labels longer than this are broken once in the middle, as narrow columns do.
_LONG = 17


def render(copy: Printed, layout: Layout) -> bytes:
    """The whole text, title first."""
    between = "|" if layout.style == "one_line" else "\n\n"
    return f"{copy.title}{between}{_body(copy.blocks, layout)}\n".encode(layout.encoding)


def body(report: Report, layout: Layout) -> str:
    """The report below its title."""
    return _body(story(report, layout), layout)


def _body(blocks: Story, layout: Layout) -> str:
    if layout.style == "one_line":
        return "|".join(
            box.text for block in blocks for box in (block.boxes if isinstance(block, Sheet) else (block,)) if box.text
        )
    if layout.style in _TABLES:
        write = _TABLES[layout.style]
        return "".join(write(block) if isinstance(block, Sheet) else _words(block, layout) for block in blocks)
    return _flat(blocks, gap=" " if layout.style == "spaced" else "")


def _words(block: Heading | Paragraph, layout: Layout) -> str:
    return f"{block.text}\n" if isinstance(block, Heading) and layout.style == "tabbed" else f"{block.text}\n\n"


def _tabbed_table(sheet: Sheet) -> str:
    lines: list[str] = []
    for row in range(sheet.n_rows):
        for place, box in enumerate(sheet.touching(row)):
            lines.append("\t" + (_broken(box, place, sheet) if box.row == row else ""))
        lines.append("")
    return "\n".join(lines) + "\n\n"


def _broken(box: Box, place: int, sheet: Sheet) -> str:
    """The cell's text, its label broken over lines where a narrow column would break it."""
    half = len(box.text) // 2
    if box.cell or half == 0:
        return box.text
    if sheet.table == "disputes" and box.cols == 1 and place % 2:
        return f"{box.text[:half]}\n\n{box.text[half:]}"
    if len(box.text) > _LONG and place % 2 == 0:
        return f"{box.text[:half]}\n{box.text[half:]}"
    return box.text


def _one_cell_a_line(sheet: Sheet) -> str:
    """Every cell on a line of its own, as a page's words are copied; a blank cell leaves an empty line."""
    return "".join(f"{box.text}\n" for box in sheet.boxes) + "\n"


def _delimited(sheet: Sheet, mark: str = "\t") -> str:
    """A row a line, a mark between any two places; a spanned cell stands in its first place, as workbooks export it."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=mark, lineterminator="\n")
    for boxes in sheet.rows():
        places = [""] * sheet.n_cols
        for box in boxes:
            places[box.col] = box.text
        writer.writerow(places)
    return lines.getvalue() + "\n"


def _barred(sheet: Sheet) -> str:
    """A row a line, bars between the cells that begin in it, none around them."""
    return "\n".join(" | ".join(box.text for box in boxes) for boxes in sheet.rows()) + "\n\n"


def _filled(sheet: Sheet) -> str:
    """A row a line, blanks between its cells; what hangs down from a row above is said again in every line."""
    return "\n".join("    ".join(box.text for box in sheet.touching(row)) for row in range(sheet.n_rows)) + "\n\n"


_TABLES: dict[str, Callable[[Sheet], str]] = {
    "tabbed": _tabbed_table,
    "lines": _one_cell_a_line,
    "delimited": _delimited,
    "commas": partial(_delimited, mark=","),
    "barred": _barred,
    "filled": _filled,
    "drawn": drawn,
    "by_height": lambda sheet: "\n".join(by_height(sheet)) + "\n\n",
    "by_cell": lambda sheet: "\n".join(by_cell(sheet)) + "\n\n",
}


def _flat(blocks: Story, gap: str) -> str:
    """Everything on one line; with a gap a blank follows each paragraph and each cell of the disputes."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            parts.append(block.text + gap)
        else:
            inner = gap if block.table == "disputes" else ""
            parts += [box.text + (inner if box.cell else gap) for box in block.boxes] + [gap]
    return "".join(parts)
