"""What publishers do to the official form: each function takes a story and gives it back rearranged.

These are the breakers of a naive reader (FORMS: tables cut, rows moved, columns added, chapters misnumbered). No change
alters a figure; how figures are printed stands in `printing.py`, how a format marks a table up in the renderers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise, product

from crawlers.sandbox.render.blocks import Block, Box, Heading, Paragraph, Sheet, Story
from crawlers.sandbox.render.sheet import stack

_NUMBERED = re.compile(r"[一二三四五六]、")
#: Pieces of one form where a page's editor makes a table of every few rows.
PIECES = 15


def _each_sheet(story: Story, table: str, change: Callable[[Sheet], Sheet]) -> Story:
    return tuple(change(block) if isinstance(block, Sheet) and block.table == table else block for block in story)


def _headings(story: Story, change: Callable[[int, str], str]) -> Story:
    places = iter(range(len(story)))
    return tuple(Heading(change(next(places), block.text)) if isinstance(block, Heading) else block for block in story)


# -- chapters ---------------------------------------------------------------------------------------------------------


def unnumbered(story: Story) -> Story:
    """The chapters up to the third without their number, as in published reports."""
    return _headings(story, lambda _, text: text[2:] if text[:2] in {"一、", "二、", "三、"} else text)


def misnumbered(story: Story) -> Story:
    """The number 三 given twice and every later one a step behind."""
    return _headings(story, lambda at, text: "一二三三四五"[min(at, 5)] + text[1:] if _NUMBERED.match(text) else text)


def tables_last(story: Story) -> Story:
    """All prose first, then the tables, both numbered from 一."""
    chapters: list[list[Block]] = [[]]
    for block in story:
        if isinstance(block, Heading):
            chapters.append([])
        chapters[-1].append(block)
    prose = [chapter for chapter in chapters if not any(isinstance(block, Sheet) for block in chapter)]
    tables = [chapter for chapter in chapters if any(isinstance(block, Sheet) for block in chapter)]
    parts = [tuple(block for chapter in run for block in chapter) for run in (prose, tables)]
    return tuple(
        block
        for part in parts
        for block in _headings(part, lambda at, text: "一二三四五六"[at] + text[1:] if _NUMBERED.match(text) else text)
    )


# -- tables -----------------------------------------------------------------------------------------------------------


def _split(sheet: Sheet, row: int) -> tuple[Sheet, Sheet]:
    """A sheet cut before a row; a cell that stands on both sides stands in both parts with its text."""
    upper, lower = [], []
    for box in sheet.boxes:
        end = box.row + box.rows
        if box.row < row:
            upper.append(replace(box, rows=min(end, row) - box.row))
        if end > row:
            top = max(box.row, row)
            lower.append(replace(box, row=top - row, rows=end - top))
    return (
        replace(sheet, n_rows=row, boxes=tuple(upper)),
        replace(sheet, n_rows=sheet.n_rows - row, boxes=tuple(lower), header=0),
    )


def _cut(sheet: Sheet, pieces: int) -> Iterator[Sheet]:
    body = sheet.n_rows - sheet.header
    ends = [sheet.header + body * piece // pieces for piece in range(1, pieces + 1)]
    for above, end in pairwise([0, *ends]):
        yield _split(_split(sheet, end)[0], above)[1] if above else replace(_split(sheet, end)[0], header=sheet.header)


def in_pieces(story: Story) -> Story:
    """The form cut into fifteen tables; only the first piece of the requests has the header."""
    n_sheets = sum(isinstance(block, Sheet) for block in story)
    pieces: list[Block] = []
    for block in story:
        if isinstance(block, Sheet) and block.table == "requests":
            pieces += _cut(block, PIECES - n_sheets + 1)
        else:
            pieces.append(block)
    return tuple(pieces)


def headed_pieces(story: Story) -> Story:
    """The requests cut into five tables, each with the header."""

    def cut(sheet: Sheet) -> list[Sheet]:
        header = _split(sheet, sheet.header)[0]
        first, *rest = _cut(sheet, 5)
        return [first, *(stack(sheet.table, [header, part]) for part in rest)]

    pieces: list[Block] = []
    for block in story:
        if isinstance(block, Sheet) and block.table == "requests":
            pieces += cut(block)
        else:
            pieces.append(block)
    return tuple(pieces)


def headers_apart(story: Story) -> Story:
    """Each table's header as a table of its own, as pages do whose header stays in sight."""
    parts: list[Block] = []
    for block in story:
        parts += (
            _split(block, block.header) if isinstance(block, Sheet) and 0 < block.header < block.n_rows else [block]
        )
    return tuple(parts)


def unmerged(story: Story) -> Story:
    """Every cell one place wide and high; what a merged cell would cover is left empty."""

    def cut(sheet: Sheet) -> Sheet:
        boxes: list[Box] = []
        for box in sheet.boxes:
            boxes.append(replace(box, rows=1, cols=1))
            covered = product(range(box.row, box.row + box.rows), range(box.col, box.col + box.cols))
            boxes += (
                Box("", row, col, heading=box.heading) for row, col in covered if (row, col) != (box.row, box.col)
            )
        return replace(sheet, boxes=_in_order(boxes))

    return tuple(cut(block) if isinstance(block, Sheet) else block for block in story)


def side_by_side(story: Story) -> Story:
    """Neighbouring blocks of the proactive table in pairs, two tables in the width of one."""
    placed: list[Block] = []
    for is_block, run in groupby(story, key=lambda block: isinstance(block, Sheet) and block.table == "proactive"):
        blocks = list(run)
        if not is_block:
            placed += blocks
            continue
        sheets = [block for block in blocks if isinstance(block, Sheet)]
        for left, right in zip(sheets[::2], [*sheets[1::2], None], strict=False):
            placed.append(_beside(left, right) if right else left)
    return tuple(placed)


def _beside(left: Sheet, right: Sheet) -> Sheet:
    height = max(left.n_rows, right.n_rows)
    boxes = [*left.boxes, *(replace(box, col=box.col + left.n_cols) for box in right.boxes)]
    for sheet, col in ((left, 0), (right, left.n_cols)):
        if sheet.n_rows < height:
            boxes.append(Box("", sheet.n_rows, col, height - sheet.n_rows, sheet.n_cols))
    return Sheet(left.table, height, left.n_cols + right.n_cols, _in_order(boxes), left.header)


def _in_order(boxes: list[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (box.row, box.col)))


def remark_column(story: Story) -> Story:
    """A column for remarks behind the requests, mostly empty."""

    def remark(sheet: Sheet) -> Sheet:
        texts = ["含上年结转" if row == sheet.header + 2 else "" for row in range(sheet.header, sheet.n_rows)]
        return _with_column(sheet, sheet.n_cols, "备注", texts)

    return _each_sheet(story, "requests", remark)


def subtotal_column(story: Story) -> Story:
    """A column before the total that adds up the organisations."""

    def add(sheet: Sheet) -> Sheet:
        at = sheet.n_cols - 1
        sums = [
            _sum(box.text for box in boxes if box.cell and box.cell[2] not in {"natural_person", "total"})
            for boxes in sheet.rows()[sheet.header :]
        ]
        return _with_column(sheet, at, "组织小计", sums)

    return _each_sheet(story, "requests", add)


def _sum(texts: Iterator[str]) -> str:
    numbers = list(texts)
    return str(sum(map(int, numbers))) if all(text.isdecimal() for text in numbers) else ""


def _with_column(sheet: Sheet, at: int, heading: str, texts: list[str]) -> Sheet:
    """A new column at a place; a cell that reaches over the place grows."""
    boxes = []
    for box in sheet.boxes:
        over = box.col < at < box.col + box.cols
        boxes.append(replace(box, col=box.col + (box.col >= at), cols=box.cols + over))
    # below the cells of the header that now reach over the new column
    top = max((box.row + box.rows for box in boxes if box.col <= at < box.col + box.cols and box.heading), default=0)
    boxes.append(Box(heading, top, at, sheet.header - top, heading=True))
    boxes += [Box(text, sheet.header + down, at) for down, text in enumerate(texts)]
    return Sheet(sheet.table, sheet.n_rows, sheet.n_cols + 1, _in_order(boxes), sheet.header)


def numbered_columns(story: Story) -> Story:
    """A line below the header of the requests that numbers its columns."""

    def add(sheet: Sheet) -> Sheet:
        upper, lower = _split(sheet, sheet.header)
        labels = min(box.col for box in sheet.boxes if box.cell)
        line = [Box("", 0, 0, 1, labels)]
        line += [Box(str(col - labels + 1), 0, col) for col in range(labels, sheet.n_cols)]
        return stack(sheet.table, [upper, Sheet(sheet.table, 1, sheet.n_cols, tuple(line)), lower])

    return _each_sheet(story, "requests", add)


def rows_reversed(story: Story) -> Story:
    """The rows of each group in the opposite order, their numbers with them."""
    return _each_sheet(story, "requests", _reversed)


def _reversed(sheet: Sheet) -> Sheet:
    def likeness(row: int) -> tuple[object, ...]:
        """Rows that may change places: the same columns of their own, under the same cells."""
        touching = sheet.touching(row)
        return tuple((box.row, box.rows) if box.rows > 1 else box.col for box in touching)

    goes_to: dict[int, int] = {}
    for _, run in groupby(range(sheet.header, sheet.n_rows), key=likeness):
        rows = list(run)
        goes_to.update(zip(rows, reversed(rows), strict=True))
    moved = [replace(box, row=goes_to.get(box.row, box.row)) if box.rows == 1 else box for box in sheet.boxes]
    return replace(sheet, boxes=_in_order(moved))


def labels_split(story: Story) -> Story:
    """Every label of some length broken over two lines of its cell."""

    def split(sheet: Sheet) -> Sheet:
        boxes = (
            box
            if box.cell or len(box.text) < 5
            else replace(box, text=f"{box.text[: len(box.text) // 2]}\n{box.text[len(box.text) // 2 :]}")
            for box in sheet.boxes
        )
        return replace(sheet, boxes=tuple(boxes))

    return tuple(split(block) if isinstance(block, Sheet) else block for block in story)


def group_lines(story: Story) -> Story:
    """The groups of outcomes as lines of their own above their rows, all labels in one column."""

    def unfold(sheet: Sheet) -> Sheet:
        first = min(box.col for box in sheet.boxes if box.cell)
        width = sheet.n_cols - first + 1
        boxes = [
            replace(box, col=max(0, box.col - first + 1), cols=box.cols if box.col >= first else 1)
            for box in sheet.boxes
            if box.row < sheet.header
        ]
        row = sheet.header
        for line in sheet.rows()[sheet.header :]:
            for box in line:
                if box.col < first and box.col + box.cols < first:
                    boxes.append(replace(box, row=row, col=0, rows=1, cols=width))
                    row += 1
                else:
                    boxes.append(replace(box, row=row, col=max(0, box.col - first + 1), rows=1, cols=1))
            row += 1
        return replace(sheet, n_rows=row, n_cols=width, boxes=_in_order(boxes))

    return _each_sheet(story, "requests", unfold)


def notes_between(story: Story) -> Story:
    """A note in small print behind each table."""
    return tuple(
        part
        for block in story
        for part in ((block, Paragraph("注：本表数据由各承办单位填报汇总。")) if isinstance(block, Sheet) else (block,))
    )
