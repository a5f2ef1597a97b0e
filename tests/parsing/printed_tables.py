"""Tables of the form as publishers print them: built from the form, changed at random in ways that keep or break meaning.

`print_requests`, `print_disputes` and `print_proactive` give grids and what a reader must find in them. Every choice comes
from the random source given, so that Hypothesis can draw and shrink it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from pipelines.readers.document import Cell, Grid, Text
from warehouse.form import Block, Form, Line

Key = tuple[str, str, str]
#: A printed cell: its text, and over how many rows and columns it reaches.
Box = tuple[str, int, int]

LOOKALIKES = {"人": "入", "未": "末", "他": "它", "自": "白", "已": "己", "本": "夲", "关": "関"}
TRADITIONAL = str.maketrans(
    "业机构会组织务总计规复议诉讼维纠结审许处罚强费单位数据开请办与续转级别个证书执条项类当问题",
    "業機構會組織務總計規復議訴訟維糾結審許處罰強費單位數據開請辦與續轉級別個證書執條項類當問題",
)


@dataclass
class Printed:
    """Tables and the figures that are to be read from them, by (table, row, column)."""

    grids: list[Grid | Text]
    expected: dict[Key, str] = field(default_factory=dict)


def lay_out(rows: Sequence[Sequence[Box]]) -> Grid:
    """Boxes on a lattice as a browser lays them: each at the first free place of its row."""
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for number, boxes in enumerate(rows):
        col = 0
        for text, height, width in boxes:
            while (number, col) in taken:
                col += 1
            cells.append(Cell(text, number, col, height, width, f"r{number}c{col}"))
            taken.update((number + down, col + right) for down in range(height) for right in range(width))
            col += width
    wide = max((cell.col + cell.col_span for cell in cells), default=0)
    return Grid(len(rows), wide, tuple(cells))


def numbered(rng: Random, line: Line, style: str) -> str:
    """A label behind its number in one of the styles seen: 1. 1、 （1） ① 1 or none."""
    number = line.number
    if not number or style == "none":
        return line.label
    if not number.isdigit():
        return f"{number}{line.label}" if number.startswith("（") else f"{number}、{line.label}"
    marks = {"dot": f"{number}.", "comma": f"{number}、", "bracket": f"（{number}）", "bare": number}
    marks["circle"] = chr(ord("①") + int(number) - 1)
    marks["wrong"] = f"{rng.randrange(1, 9)}."
    return marks[style] + line.label


NUMBERINGS = ("dot", "comma", "bracket", "bare", "circle", "wrong", "none")


def worn(rng: Random, label: str) -> str:
    """A label as layout, typing and scanning leave it: broken, padded, in other characters; its meaning stands."""
    way = rng.choice(("break", "pad", "space", "traditional", "lookalike", "unit", "unpunctuated", "plain"))
    if way == "break":
        place = rng.randrange(1, max(len(label), 2))
        return f"{label[:place]}\n{label[place:]}"
    if way == "pad":
        return f"\u3000 {label}\xa0"
    if way == "space":
        return " ".join(label)
    if way == "traditional":
        return label.translate(TRADITIONAL)
    if way == "lookalike":
        places = [place for place, char in enumerate(label) if char in LOOKALIKES]
        if places:
            place = rng.choice(places)
            return label[:place] + LOOKALIKES[label[place]] + label[place + 1 :]
    if way == "unit":
        return label + "（件）"
    if way == "unpunctuated":
        return "".join(char for char in label if char.isalnum())
    return label


def print_requests(rng: Random, form: Form, values: dict[Key, str], *, wear: float = 0.0) -> Printed:
    """The requests table in a layout of its own; `wear` is the share of labels that are worn."""
    block = form.tables["requests"].blocks[0]

    def label(words: str) -> str:
        return worn(rng, words) if rng.random() < wear else words

    columns = list(block.columns)
    inner = [column for column in columns if column.under]
    if rng.random() < 0.3:
        rng.shuffle(inner)
    if rng.random() < 0.2:
        del inner[rng.randrange(len(inner))]
    top: list[Line | str] = [columns[0], "organisations", columns[-1]]
    if rng.random() < 0.2:
        rng.shuffle(top)
    subtotal = rng.choice((None, None, "小计", "法人小计"))
    leaves: list[Line | str] = []
    for part in top:
        if isinstance(part, str):
            leaves += inner
            leaves += [subtotal] if subtotal else []
        else:
            leaves.append(part)
    has_remarks = rng.random() < 0.2
    has_counter = rng.random() < 0.2
    depth = rng.choice((1, 2, 2, 3, 3, 4))
    label_columns = rng.choice((1, 1, 2, 3))
    width = len(leaves) + has_remarks
    left = label_columns + has_counter

    def words_of(leaf: Line | str) -> str:
        return label(leaf if isinstance(leaf, str) else leaf.label)

    def header() -> list[list[Box]]:
        levels = 2 if depth > 1 else 1
        rows: list[list[Box]] = []
        corner = rng.choice(("", block.note, "项目", "类别"))
        above = depth > 2
        full = levels + above
        if depth == 4:
            rows.append([("（单位：件）", 1, left + width)])
        first: list[Box] = [("序号", full, 1)] if has_counter else []
        first.append((corner, full, label_columns))
        if above:
            rows.append([*first, (label(block.columns_under), 1, len(leaves))])
            first = []
            if has_remarks:
                rows[-1].append(("备注", full, 1))
        if levels == 1:
            rows.append(first + [(words_of(leaf), 1, 1) for leaf in leaves])
        else:
            group = columns[1].under[0]
            upper: list[Box] = []
            for part in top:
                if isinstance(part, str):
                    upper.append((label(group), 1, len(inner) + bool(subtotal)))
                else:
                    upper.append((label(part.label), 2, 1))
            rows.append(first + upper)
            rows.append([(words_of(leaf), 1, 1) for leaf in leaves if leaf in inner or leaf == subtotal])
        if has_remarks and not above:
            rows[-levels].append(("备注", levels, 1))
        return rows

    style = rng.choice(NUMBERINGS)
    lines = list(block.rows)
    if rng.random() < 0.15:
        del lines[rng.randrange(len(lines))]
    if rng.random() < 0.2:
        one, other = rng.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
    repeats_groups = rng.random() < 0.5
    body: list[list[Box]] = []
    expected: dict[Key, str] = {}
    shown: str | None = None
    for at, line in enumerate(lines):
        figures: list[Box] = []
        for leaf in leaves:
            if isinstance(leaf, str):
                figures.append((str(sum(int(values["requests", line.key, column.key]) for column in inner)), 1, 1))
            else:
                key = ("requests", line.key, leaf.key)
                figures.append((values[key], 1, 1))
                expected[key] = values[key]
        if has_remarks:
            figures.append((rng.choice(("", "", "无", "见说明")), 1, 1))
        group = line.under[-1] if len(line.under) > 1 else None
        printed = label(numbered(rng, line, style))
        labels: list[Box] = [(str(at + 1), 1, 1)] if has_counter else []
        if label_columns == 1:
            if group and group != shown and rng.random() < 0.3:  # a line of its own with the group's subtotals
                of_group = [other for other in lines if other.under[-1:] == (group,)]
                body.append(
                    [*labels, (group, 1, 1), *_sums(of_group, leaves, inner, values), *[("", 1, 1)] * has_remarks]
                )
            labels.append((printed, 1, 1))
        elif group is None:
            labels.append((printed, 1, label_columns))
        else:
            outer: list[Box] = [(line.under[0], 1, 1)] if label_columns == 3 else []
            labels += [*outer, (group if repeats_groups or group != shown else "", 1, 1), (printed, 1, 1)]
        shown = group
        body.append(labels + figures)
    grids: list[Grid | Text] = []
    pieces = rng.choice((1, 1, 1, 2, 3))
    ends = sorted(rng.sample(range(1, len(body)), pieces - 1))
    with_header = rng.random() < 0.5
    joined = rng.random() < 0.5
    rows: list[list[Box]] = []
    for number, (start, end) in enumerate(zip([0, *ends], [*ends, len(body)], strict=True)):
        piece = [*(header() if number == 0 or with_header else []), *body[start:end]]
        if joined:
            rows += piece
        else:
            grids.append(lay_out(piece))
    if rows:
        grids.append(lay_out(rows))
    if rng.random() < 0.15:  # a copy for small screens
        grids += grids
    return Printed(grids, expected)


def _sums(lines: list[Line], leaves: list[Line | str], inner: list[Line], values: dict[Key, str]) -> list[Box]:
    """The figures of a group's lines together, as the columns stand; one that is no line is that of the `inner` ones."""
    of_leaf = [inner if isinstance(leaf, str) else [leaf] for leaf in leaves]
    return [
        (str(sum(int(values["requests", line.key, column.key]) for line in lines for column in columns)), 1, 1)
        for columns in of_leaf
    ]


def print_disputes(rng: Random, form: Form, values: dict[Key, str], *, wear: float = 0.0) -> Printed:
    """The disputes table: a row of fifteen, a row a route, a column a route, or a table a route below its heading."""
    block = form.tables["disputes"].blocks[0]

    def label(words: str) -> str:
        return worn(rng, words) if rng.random() < wear else words

    expected = {
        ("disputes", row.key, column.key): values["disputes", row.key, column.key]
        for row in block.rows
        for column in block.columns
    }
    rows, columns = list(block.rows), list(block.columns)
    if rng.random() < 0.3:
        rng.shuffle(columns)
    if rng.random() < 0.3:
        rng.shuffle(rows)

    def figure(row: Line, column: Line) -> Box:
        return (values["disputes", row.key, column.key], 1, 1)

    layout = rng.choice(("wide", "wide", "flat", "rows", "grouped rows", "columns", "headed"))
    if layout == "headed":
        grids: list[Grid | Text] = []
        for row in rows:
            title = f"{row.under[0]}（{row.label}）" if row.under else row.label
            grids.append(Text(title, 3))
            grids.append(
                lay_out([[(label(c.label), 1, 1) for c in columns], [figure(row, column) for column in columns]])
            )
        return Printed(grids, expected)
    if layout in {"rows", "grouped rows"}:
        is_grouped = layout == "grouped rows"
        table = [[("", 1, 2 if is_grouped else 1), *[(label(column.label), 1, 1) for column in columns]]]
        for row in block.rows if is_grouped else rows:
            names: list[Box] = [(label(row.label), 1, 2 if is_grouped and not row.under else 1)]
            if is_grouped and row.under:
                names.insert(0, (row.under[0], 1, 1))
            table.append([*names, *[figure(row, column) for column in columns]])
    elif layout == "columns":
        table = [[("", 1, 1), *[(label(row.label), 1, 1) for row in rows]]]
        table += [[(label(column.label), 1, 1), *[figure(row, column) for row in rows]] for column in columns]
    else:
        width = len(columns)
        below = [(label(column.label), 1, 1) for _ in rows for column in columns]
        if layout == "flat":
            table = [[(label(row.label), 1, width) for row in rows], below]
        else:
            alone = [row for row in block.rows if not row.under]
            grouped = [row for row in block.rows if row.under]
            rows = [*alone, *grouped]
            upper: list[Box] = [(row.label, 2, width) for row in alone]
            table = [
                [*upper, (grouped[0].under[0], 1, width * len(grouped))],
                [(label(row.label), 1, width) for row in grouped],
                below,
            ]
        table.append([figure(row, column) for row in rows for column in columns])
    return Printed([lay_out(table)], expected)


def print_proactive(rng: Random, form: Form, values: dict[Key, str], *, wear: float = 0.0) -> Printed:
    """The blocks of proactive disclosure: in one table or one each, in any order, with or without their headings."""
    blocks = list(form.tables["proactive"].blocks)

    def label(words: str) -> str:
        return worn(rng, words) if rng.random() < wear else words

    expected = {key: value for key, value in values.items() if key[0] == "proactive"}
    if rng.random() < 0.3:
        rng.shuffle(blocks)
    width = 1 + max(len(block.columns) for block in blocks)
    is_one = rng.random() < 0.6
    has_headings = rng.random() < 0.8
    tables = [_proactive_block(block, values, width if is_one else None, label, has_headings) for block in blocks]
    if is_one:
        return Printed([lay_out([row for table in tables for row in table])], expected)
    return Printed([lay_out(table) for table in tables], expected)


def _proactive_block(
    block: Block, values: dict[Key, str], width: int | None, label: Callable[[str], str], has_headings: bool
) -> list[list[Box]]:
    spans = [1] * len(block.columns)
    if width:
        spans[-1] += width - 1 - len(spans)
    rows: list[list[Box]] = [[(block.heading[0], 1, 1 + sum(spans))]] if has_headings else []
    rows.append(
        [(block.corner, 1, 1), *[(label(c.label), 1, span) for c, span in zip(block.columns, spans, strict=True)]]
    )
    for row in block.rows:
        figures = [
            (values["proactive", row.key, column.key], 1, span)
            for column, span in zip(block.columns, spans, strict=True)
        ]
        rows.append([(label(row.label), 1, 1), *figures])
    return rows


SPOILS = (
    "cell lost",
    "cell added",
    "column label lost",
    "column label strange",
    "column label twice",
    "row label lost",
    "row label strange",
    "row label of another row",
    "header lost",
    "cells joined",
)


def spoil(rng: Random, grid: Grid, way: str) -> Grid:
    """A grid damaged so that a figure or a label no longer stands where its meaning is; `way` is one of `SPOILS`."""
    rows = [
        [(cell.text, cell.row_span, cell.col_span) for cell in grid.cells if cell.row == row]
        for row in range(grid.n_rows)
    ]
    with_figures = [number for number, boxes in enumerate(rows) if sum(_is_number(text) for text, _, _ in boxes) > 1]
    heads = range(with_figures[0]) if with_figures else range(0)
    if way == "header lost":
        return lay_out(rows[len(heads) :])
    if way.startswith("column"):
        places = [
            (number, at) for number in heads for at, box in enumerate(rows[number]) if box[0] and box[2] == 1 and at
        ]
        if places:
            number, at = rng.choice(places)
            _, high, wide = rows[number][at]
            words = {"column label lost": "", "column label strange": "某某情况"}.get(way) or (
                rows[number][at - 1][0] if way == "column label twice" else ""
            )
            rows[number][at] = (words, high, wide)
        return lay_out(rows)
    if not with_figures:
        return grid
    number = rng.choice(with_figures)
    boxes = rows[number]
    figures = [at for at, (text, _, _) in enumerate(boxes) if _is_number(text)]
    labels = [at for at, (text, _, _) in enumerate(boxes) if text and not _is_number(text) and at < figures[-1]]
    if way == "cell lost":
        del boxes[rng.choice(figures)]
    elif way == "cell added":
        boxes.insert(rng.choice(figures), ("88", 1, 1))
    elif way == "cells joined" and len(figures) > 1:
        at = rng.choice(figures[:-1])
        text, high, wide = boxes[at]
        boxes[at : at + 2] = [(text + boxes[at + 1][0], high, wide + boxes[at + 1][2])]
    elif way.startswith("row") and labels:
        other = rng.choice([rows[place] for place in with_figures])
        words = {"row label lost": "", "row label strange": "某种从未见过的情形"}.get(way, other[0][0])
        boxes[labels[-1]] = (words, *boxes[labels[-1]][1:])
    return lay_out(rows)


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace("-", "").isdigit()


WRITINGS = ("bars", "bars padded", "bars written out", "bars repeated", "tabs", "tabs written out")


def write(grid: Grid, way: str) -> str:
    """A grid as lines of text with marks between the cells; `way` is one of `WRITINGS` and says what is left of spans."""
    lattice = grid.lattice()
    rows = [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]
    if way.endswith("padded"):
        rows = [[*row, *[""] * (grid.n_cols - len(row))] for row in rows]
    elif way.endswith("repeated"):
        rows = [[cell.text if cell else "" for cell in row] for row in lattice]
    elif way.endswith("written out"):
        rows = [
            [cell.text if cell and (cell.row, cell.col) == (at, col) else "" for col, cell in enumerate(row)]
            for at, row in enumerate(lattice)
        ]
    rows = [[text.replace("\n", "") for text in row] for row in rows]
    if way.startswith("tabs"):
        return "\n".join("\t".join(row) for row in rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
