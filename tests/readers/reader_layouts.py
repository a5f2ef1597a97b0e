"""Tables of the form as they are laid out on paper, to be rendered into any format and read back.

Labels come from `warehouse.form`; the figures are made up (示例).
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from pipelines.readers.document import Cell, Document, Grid
from warehouse.form import Form, Line, load_form

#: Real reports lie beside the repository and never inside it.
REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
FORM = load_form("2021")

Path_ = tuple[str, ...]
Shape = set[tuple[int, int, int, int, str]]


def figures(table: str, seed: int = 0) -> dict[tuple[str, str], str]:
    """Made-up figures, no two alike, of one to seven digits."""
    cells = sorted((key[1], key[2]) for key in FORM.cells if key[0] == table)
    return {key: str((place + 1) * (13 + seed) * (97, 1, 4099)[place % 3]) for place, key in enumerate(cells)}


def requests_grid(values: dict[tuple[str, str], str], form: Form = FORM) -> Grid:
    """Section three: labels in three columns at the left, a header of three rows."""
    block = form.tables["requests"].blocks[0]
    rows = [(*row.under, printed(row)) for row in block.rows]
    columns = [(block.columns_under, *column.under, column.label) for column in block.columns]
    body = [[values[row.key, column.key] for column in block.columns] for row in block.rows]
    return _crossed(block.note, rows, columns, body)


def printed(line: Line) -> str:
    """A row's label behind its number."""
    mark = "" if not line.number or line.number.endswith("）") else "." if line.number.isdecimal() else "、"
    return line.number + mark + line.label


def disputes_grid(values: dict[tuple[str, str], str], form: Form = FORM) -> Grid:
    """Section four: fifteen columns and one row of figures, no labels at the left."""
    block = form.tables["disputes"].blocks[0]
    columns = [(*row.under, row.label, column.label) for row in block.rows for column in block.columns]
    body = [[values[row.key, column.key] for row in block.rows for column in block.columns]]
    return _crossed("", [], columns, body)


def proactive_grid(values: dict[tuple[str, str], str], form: Form = FORM) -> Grid:
    """Section two: one table of blocks, each with its heading, its header and its rows."""
    blocks = form.tables["proactive"].blocks
    width = max(len(block.columns) for block in blocks) + 1
    cells: list[Cell] = []
    at = 0
    for block in blocks:
        cells.append(Cell(block.heading[0], at, 0, 1, width))
        lines = [[block.corner, *(column.label for column in block.columns)]]
        lines += [[row.label, *(values[row.key, column.key] for column in block.columns)] for row in block.rows]
        for number, line in enumerate(lines, at + 1):
            for col, text in enumerate(line):
                last = col == len(line) - 1
                cells.append(Cell(text, number, col, 1, width - col if last else 1))
        at += 1 + len(lines)
    return Grid(at, width, tuple(cells))


def _crossed(corner: str, rows: list[Path_], columns: list[Path_], body: list[list[str]]) -> Grid:
    left, top = max(map(len, rows), default=0), max(map(len, columns))
    cells = [Cell(corner, 0, 0, top, left)] if left else []
    cells += [Cell(t, line, place + left, depth, reach) for t, line, place, depth, reach in _headings(columns, top)]
    cells += [Cell(t, place + top, line, reach, depth) for t, line, place, depth, reach in _headings(rows, left)]
    for number, line in enumerate(body, top):
        cells += [Cell(text, number, col) for col, text in enumerate(line, left)]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(top + len(body), left + len(body[0]), tuple(cells))


def _headings(paths: list[Path_], depth: int) -> list[tuple[str, int, int, int, int]]:
    """(text, level, place, levels covered, places covered) of each heading; a short path's last one reaches down."""
    found = []
    for level in range(depth):
        place = 0
        for prefix, run in groupby(paths, key=lambda path: path[: level + 1]):
            count = len(list(run))
            if len(prefix) == level + 1:
                is_last = any(len(path) == level + 1 for path in paths[place : place + count])
                found.append((prefix[-1], level, place, depth - level if is_last else 1, count))
            place += count
    return found


def shape(grid: Grid) -> Shape:
    """Places, spans and texts of a grid, without blanks and line breaks."""
    return {(c.row, c.col, c.row_span, c.col_span, "".join(c.text.split())) for c in grid.cells}


def figures_by_label(document: Document) -> set[tuple[str, str, str]]:
    """(row label path, column label path, text) of each cell that is right of a label and below a header."""
    found = set()
    for grid in document.grids:
        lattice = grid.lattice()
        for row, line in enumerate(lattice):
            for col, cell in enumerate(line):
                if cell is None or not is_figure(cell.text):
                    continue
                words = [place for place in line[:col] if place is not None and is_words(place.text)]
                above = [lattice[up][col] for up in range(row)]
                heads = [place for place in above if place is not None and is_words(place.text)]
                found.add((_path(words), _path(heads), "".join(cell.text.split())))
    return found


def is_figure(text: str) -> bool:
    """Whether digits stand in a cell and no words."""
    return any(char.isdigit() for char in text) and all(char.isdigit() or char in " .,\n-" for char in text)


def is_words(text: str) -> bool:
    """Whether letters stand in a cell."""
    return any(char.isalpha() for char in text)


def _path(cells: list[Cell]) -> str:
    texts: list[str] = []
    for cell in cells:
        text = "".join(cell.text.split())
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return "/".join(texts)
