"""The official tables as laid out on paper: cells with their places and spans, before any format.

Labels come from the form alone. A sheet says what stands where; how a span is written in HTML, Word or PDF
belongs to the renderers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawlers.sandbox.before_form import TABLE as STATISTICS
from crawlers.sandbox.before_form import printed_lines
from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.blocks import Box, Sheet
from crawlers.sandbox.render.layout import BREAK_AFTER, Layout
from warehouse.form import Block, Line, load_statistics

#: Divisible by the widths of the three official tables (4, 10 and 15 columns).
JOINED_WIDTH = 60


def sheets(report: Report, table: str, layout: Layout) -> list[Sheet]:
    """The sheets that print one table of a report: one, or several where the layout cuts or breaks it."""
    if table == "requests":
        return _requests(report, layout)
    if table == "disputes":
        return [_disputes(report, layout)]
    blocks = [_heading_block(report, table, block, layout) for block in report.blocks(table)]
    return blocks if layout.cut else [stack(table, blocks, left=1)]


def stack(table: str, parts: Sequence[Sheet], width: int | None = None, left: int | None = None) -> Sheet:
    """Sheets one below the other, stretched to a common width; `left` fixes the first column's."""
    width = width or max(part.n_cols for part in parts)
    boxes: list[Box] = []
    below = 0
    for part in parts:
        boxes += [replace(box, row=box.row + below) for box in _stretch(part, width, left)]
        below += part.n_rows
    return Sheet(table, below, width, tuple(boxes), parts[0].header)


def banner(text: str) -> Sheet:
    """A sheet of one cell, as a heading inside a joined table."""
    return Sheet("", 1, 1, (Box(text, 0, 0),))


def numbered(line: Line, layout: Layout) -> str:
    """A row's label with its number as printed."""
    if not line.number:
        return line.label
    if line.number.isdigit():
        return f"{line.number}{layout.point}{line.label}"
    return f"{line.number}{'' if line.number.endswith('）') else '、'}{line.label}"


def _stretch(sheet: Sheet, width: int, left: int | None) -> list[Box]:
    """The boxes on a wider grid; the spare columns go to the right, evenly."""
    edges = [column * width // sheet.n_cols for column in range(sheet.n_cols + 1)]
    if left and sheet.n_cols > 1:
        rest = sheet.n_cols - 1
        edges = [0, *(left + column * (width - left) // rest for column in range(rest + 1))]
    return [replace(box, col=edges[box.col], cols=edges[box.col + box.cols] - edges[box.col]) for box in sheet.boxes]


def _tree(paths: Sequence[tuple[str, ...]], depth: int) -> list[tuple[str, int, int, int, int]]:
    """Nested headings over a line of leaves: (text, level, levels, first leaf, leaves).

    Neighbours under one heading share its cell; a path shorter than `depth` lets its leaf reach to the end.
    """
    found = []
    for level in range(depth):
        first = 0
        while first < len(paths):
            path = paths[first]
            last = first + 1
            if level < len(path) - 1:
                while (
                    last < len(paths) and paths[last][: level + 1] == path[: level + 1] and level < len(paths[last]) - 1
                ):
                    last += 1
                found.append((path[level], level, 1, first, last - first))
            elif level == len(path) - 1:
                found.append((path[level], level, depth - level, first, 1))
            first = last
    return found


def _header(paths: Sequence[tuple[str, ...]], left: int) -> tuple[list[Box], int]:
    depth = max(len(path) for path in paths)
    boxes = [
        Box(text, level, left + first, levels, leaves, heading=True)
        for text, level, levels, first, leaves in _tree(paths, depth)
    ]
    return boxes, depth


def _requests(report: Report, layout: Layout) -> list[Sheet]:
    (block,) = report.blocks("requests")
    break_at = next(place for place, row in enumerate(block.rows, 1) if row.key == BREAK_AFTER)
    if not layout.broken:
        return [_requests_part(report, block, block.rows, layout, header=True)]
    upper = _requests_part(report, block, block.rows[:break_at], layout, header=True)
    lower = _requests_part(report, block, block.rows[break_at:], layout, header=layout.repeat_header)
    return _split_labels(upper, lower) if layout.split_label else [upper, lower]


def _requests_part(report: Report, block: Block, rows: Sequence[Line], layout: Layout, *, header: bool) -> Sheet:
    """Some rows of the requests table: labels nested at the left, with or without the three heading rows."""
    paths = [(*row.under, numbered(row, layout)) for row in rows]
    labels = max(len((*row.under, row.key)) for row in block.rows)
    boxes: list[Box] = []
    top = 0
    if header:
        heads = [(*filter(None, (block.columns_under,)), *column.under, column.label) for column in block.columns]
        above, top = _header(heads, labels)
        boxes += [Box(block.note, 0, 0, top, labels, heading=True), *above]
    boxes += [
        Box(text, top + first, level, count, levels) for text, level, levels, first, count in _tree(paths, labels)
    ]
    for place, row in enumerate(rows):
        for across, column in enumerate(block.columns):
            key = ("requests", row.key, column.key)
            boxes.append(Box(report.figures[key].text, top + place, labels + across, cell=key))
    return Sheet("requests", top + len(rows), labels + len(block.columns), _in_order(boxes), top)


def _split_labels(upper: Sheet, lower: Sheet) -> list[Sheet]:
    """Labels that stand on both sides of a break print their first half above and the rest below."""
    above = {
        box.text: box
        for box in upper.boxes
        if box.cell is None and box.row >= upper.header and box.row + box.rows == upper.n_rows
    }
    shared = {box.text for box in lower.boxes if box.row == lower.header and box.text in above and box.cell is None}

    def part(box: Box, *, first: bool, at_break: bool) -> Box:
        if box.text not in shared or box.cell or not at_break:
            return box
        half = (len(box.text) + 1) // 2
        return replace(box, text=box.text[:half] if first else box.text[half:])

    return [
        replace(
            upper,
            boxes=tuple(part(box, first=True, at_break=box.row + box.rows == upper.n_rows) for box in upper.boxes),
        ),
        replace(
            lower,
            boxes=tuple(part(box, first=False, at_break=box.row == lower.header) for box in lower.boxes),
        ),
    ]


def _disputes(report: Report, layout: Layout) -> Sheet:
    """The disputes in one row, each result under its route."""
    (block,) = report.blocks("disputes")
    across = [(row, column) for row in block.rows for column in block.columns]
    boxes, top = _header([(*row.under, row.label, column.label) for row, column in across], 0)
    for place, (row, column) in enumerate(across):
        key = ("disputes", row.key, column.key)
        boxes.append(Box(report.figures[key].text, top, place, cell=key))
    return Sheet("disputes", top + 1, len(across), _in_order(boxes), top)


def _heading_block(report: Report, table: str, block: Block, layout: Layout) -> Sheet:
    """A block of the proactive table: its heading over all columns, a header row, its rows."""
    width = 1 + len(block.columns)
    boxes = [Box(text, place, 0, 1, width, heading=True) for place, text in enumerate(block.heading)]
    top = len(block.heading)
    boxes.append(Box(block.corner, top, 0, heading=True))
    boxes += [Box(column.label, top, place, heading=True) for place, column in enumerate(block.columns, 1)]
    for below, row in enumerate(block.rows, top + 1):
        boxes.append(Box(numbered(row, layout), below, 0))
        for place, column in enumerate(block.columns, 1):
            key = (table, row.key, column.key)
            boxes.append(Box(report.figures[key].text, below, place, cell=key))
    return Sheet(table, top + 1 + len(block.rows), width, _in_order(boxes), top + 1)


def statistics_sheet(report: Report) -> Sheet:
    """The statistics table of the years before the form: label, unit, the year's figures, those of all years."""
    head = load_statistics().header
    lines = printed_lines(report)
    titles = {"this_year": f"{report.report_year}年度", "cumulative": head.cumulative[0]}
    columns = [name for name in titles if (STATISTICS, lines[0][0], name) in report.figures]
    texts = (head.label[0], head.unit[0], *(titles[name] for name in columns))
    boxes = [Box(text, 0, col, heading=True) for col, text in enumerate(texts)]
    for at, (row, label, unit) in enumerate(lines, 1):
        boxes += [Box(label, at, 0), Box(unit, at, 1)]
        for col, name in enumerate(columns, 2):
            key = (STATISTICS, row, name)
            boxes.append(Box(report.figures[key].text, at, col, cell=key))
    return Sheet(STATISTICS, len(lines) + 1, 2 + len(columns), _in_order(boxes), 1)


def _in_order(boxes: list[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (box.row, box.col)))
