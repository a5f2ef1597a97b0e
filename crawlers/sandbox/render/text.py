"""Reports as plain text: cells on tab-indented lines as word processors export them, or run together.

In the tabbed layout a row is a run of lines, each a tab and a cell; a cell that hangs down from a row above
leaves a line with the tab alone; a blank line ends the row; a break inside a cell leaves a line without one.
"""

from __future__ import annotations

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.sheet import Box, Sheet
from crawlers.sandbox.render.story import Heading, Paragraph, story

#: Labels longer than this are broken once in the middle, as narrow columns do.
_LONG = 17


def render(report: Report, layout: Layout) -> bytes:
    """The whole text in UTF-8, title first."""
    return f"{report.title}\n\n{body(report, layout)}\n".encode()


def body(report: Report, layout: Layout) -> str:
    """The report below its title."""
    return _tabbed(report, layout) if layout.name == "tabbed" else _flat(report, layout)


def _tabbed(report: Report, layout: Layout) -> str:
    parts: list[str] = []
    for block in story(report, layout):
        if isinstance(block, Heading):
            parts.append(f"{block.text}\n")
        elif isinstance(block, Paragraph):
            parts.append(f"{block.text}\n\n")
        else:
            parts.append(_tabbed_table(block))
    return "".join(parts)


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


def _flat(report: Report, layout: Layout) -> str:
    """Everything on one line; with `spaced` a blank follows each paragraph and each cell of the disputes."""
    gap = " " if layout.spaced else ""
    parts: list[str] = []
    for block in story(report, layout):
        if isinstance(block, Heading | Paragraph):
            parts.append(block.text + gap)
        else:
            inner = gap if block.table == "disputes" else ""
            parts += [box.text + (inner if box.cell else gap) for box in block.boxes] + [gap]
    return "".join(parts)
