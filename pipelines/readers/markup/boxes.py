"""Tables drawn with other elements than a table's: boxes shown as rows and cells, grids of a style sheet, lists of lists.

Looked for only where labels of the form's columns stand side by side in the page outside its tables. Boxes are taken as a table only where
their spans are said, their rows are of one length, or their header can be placed over their figures in one way; else
their words stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pipelines.readers.document import Cell, Grid
from pipelines.readers.figures import is_written_figure
from pipelines.readers.markup.box_bands import bands_of, heads, placed_band
from pipelines.readers.markup.layout import layout_of
from pipelines.readers.markup.style import Sheet, Style, properties
from pipelines.readers.markup.table import LONGEST_CELL, MAX_SPAN, cell_text
from pipelines.readers.markup.tree import BREAK, FOLD, Element, text_of
from warehouse.form import load_forms

#: So many different labels of the form speak of a table of it.
FEWEST_LABELS = 3
#: Places that boxes of a style sheet may cover; the whole form laid out as one wide table has less than a fourth.
_MOST_PLACES = 20_000
#: Labels shorter than this are ordinary words.
_SHORT = 4
_MARK = re.compile(r"[\W_]+")
_SPAN = re.compile(r"span\s+(\d{1,3})")
_LINES = re.compile(r"(\d{1,3})\s*/\s*(?:span\s+)?(\d{1,3})")
_REPEAT = re.compile(r"repeat\(\s*(\d{1,3})\s*,[^()]*(?:\([^()]*\)[^()]*)*\)")
_LOOKS = (
    "display",
    "grid-template-columns",
    "grid-column",
    "grid-row",
    "grid-row-start",
    "grid-column-end",
    "grid-column-start",
    "grid-area",
)

#: Displays and roles of what holds rows.
_TABLES = frozenset({"table", "inline-table", "grid-table", "table-row-group", "treegrid", "rowgroup"})

Boxes = list[Element]


def box_grids(root: Element, text: str, css: str) -> list[tuple[Boxes, Grid]]:
    """Each table drawn with boxes as the boxes that are its rows (or its cells) and its grid, in reading order.

    `text` is all that stands in the page.
    """
    if not _neighbours().search("".join(text.split())):
        return []
    reader = _BoxReader(root, css)
    found = []
    taken: set[Element] = set()
    for element in root.iter():
        if len(element) < 2 or any(parent in taken for parent in element.iterancestors()):
            continue
        for boxes, grid in reader.tables(element):
            found.append((boxes, grid))
            taken.update(boxes)
    return found


def _labels_in(squashed: str) -> set[str]:
    return {label for label in _form_labels() if label in squashed}


@cache
def _form_labels() -> frozenset[str]:
    """The longer labels of the form's rows and columns, without punctuation."""
    lines = [
        line
        for form in load_forms().values()
        for table in form.tables.values()
        for block in table.blocks
        for line in (*block.rows, *block.columns)
    ]
    labels = {_MARK.sub("", label) for line in lines for label in line.labels}
    return frozenset(label for label in labels if len(label) >= _SHORT)


@cache
def _neighbours() -> re.Pattern[str]:
    """Labels of two columns side by side: with nothing between them only a table has them."""
    pairs = {
        left + right
        for form in load_forms().values()
        for table in form.tables.values()
        for block in table.blocks
        for one, other in pairwise(block.columns)
        for left in one.labels
        for right in other.labels
    }
    return re.compile("|".join(map(re.escape, sorted(pairs))))


class _BoxReader:
    """Reads the children of an element as rows of boxes, as far as styles, roles and their shape say so."""

    def __init__(self, root: Element, css: str) -> None:
        self._tree = root.getroottree()
        rules = Sheet(root, css).fitting(lambda style: any(name in style for name in _LOOKS)) if css else {}
        self._rules = {element: sorted(fit, key=lambda rule: rule.rank) for element, fit in rules.items()}

    def tables(self, parent: Element) -> Iterator[tuple[Boxes, Grid]]:
        """The tables among an element's children."""
        columns = _tracks(self._style(parent).get("grid-template-columns", ""))
        if columns > 1 and not any(self._is_row(child) for child in parent):
            cells = [child for child in parent if isinstance(child.tag, str)]
            grid = self._placed(cells, columns) if cells else None
            if grid is not None and _is_of_the_form(grid):
                yield cells, grid
            return
        for run in self._runs(parent):
            rows = [row for child in run for row in self._rows_of(child)]
            grid_of_rows = self._laid_out(rows)
            if grid_of_rows is not None and _is_of_the_form(grid_of_rows):
                yield run, grid_of_rows

    def _style(self, element: Element) -> Style:
        style: dict[str, str] = {}
        for rule in self._rules.get(element, []):
            style.update(rule.style)
        return _with_area(style | dict(properties(element.get("style") or "")))

    # -- which boxes are rows -----------------------------------------------------------------------------------------

    def _is_row(self, element: Element) -> bool:
        """Whether a box holds two boxes or more, each of few words, and no words beside them."""
        if not isinstance(element.tag, str) or len(element) < 2 or (element.text or "").strip():
            return False
        if any((child.tail or "").strip() or child.tag in ("br", "table", "tr") for child in element):
            return False
        style = self._style(element)
        if style.get("display") in _TABLES or element.get("role") in _TABLES:
            return False
        tracks = _tracks(style.get("grid-template-columns", ""))
        if tracks > 1 and sum(self._spans(child)[0] for child in element) > tracks:
            return False
        return all(_is_cell(child) for child in element)

    def _rows_of(self, child: Element) -> list[Boxes]:
        """The rows a box stands for: itself, those inside it, or one of a single cell where it only holds words."""
        while len(child) == 1 and not (child.text or "").strip() and not self._is_row(child):
            child = child[0]
        if self._is_row(child):
            return [list(child)]
        inner = [self._is_row(row) for row in child]
        if len(inner) > 1 and all(inner):
            return [list(row) for row in child]
        return [[child]]

    def _runs(self, parent: Element) -> Iterator[Boxes]:
        """Children one behind another that are rows, or few words between rows; the first and the last are rows."""
        run: Boxes = []
        for child in [*parent, None]:
            if child is not None and not (child.tail or "").strip():
                rows = self._rows_of(child)
                if len(rows[0]) > 1 or (run and _is_cell(child) and FOLD not in text_of(child)):
                    run.append(child)
                    continue
            elif child is not None and run:
                run.append(child) if len(self._rows_of(child)[0]) > 1 else None
            while run and len(self._rows_of(run[-1])[0]) < 2:
                run.pop()
            if sum(len(self._rows_of(row)) for row in run) > 1:
                yield run
            run = []

    # -- rows to a grid -----------------------------------------------------------------------------------------------

    def _laid_out(self, rows: list[Boxes]) -> Grid | None:
        spans = [[self._spans(cell) for cell in row] for row in rows]
        where = self._tree.getpath(rows[0][0].getparent() if len(rows[0]) > 1 else rows[0][0])
        lengths = {len(row) for row in rows if len(row) > 1}
        if all(span == (1, 1) for row in spans for span in row):
            blanks = any(not text_of(cell).strip() for row in rows for cell in row)
            if len(lengths) > 1 or blanks:
                return self._ragged(rows, where)
        width = max(sum(across for across, _ in row) for row in spans)
        shape = []
        for place, said in enumerate(spans, 1):
            reach = [(width, 1)] if said == [(1, 1)] else said
            shape.append((place, len(rows), tuple(reach)))
        cells = [cell for row in rows for cell in row]
        texts = [cell_text(cell, {}) for cell in cells]
        return layout_of(tuple(shape), where).grid(texts, where, [self._tree.getpath(cell) for cell in cells])

    def _spans(self, cell: Element) -> tuple[int, int]:
        style = self._style(cell)
        across = _said(cell, "colspan") or _span_of(style.get("grid-column", ""))
        down = _said(cell, "rowspan") or _span_of(style.get("grid-row", ""))
        return across or 1, down or 1

    def _ragged(self, rows: list[Boxes], where: str) -> Grid | None:
        """Rows whose spans nobody says: headers list their own cells alone, each band of them over its figures."""
        texts = [[cell_text(cell, {}) for cell in row] for row in rows]
        width = max(map(len, texts))
        texts = [row[:1] if heads(row, below) else row for row, below in zip(texts, [*texts[1:], []], strict=True)]
        cells: list[Cell] = []
        for band in bands_of(texts):
            placed = placed_band([texts[number] for number in band], width)
            if placed is None:
                return None
            for place, entry, col, down, across in placed:
                box = rows[band[place]][entry]
                text = texts[band[place]][entry]
                cells.append(Cell(text, band[place], col, down, across, self._tree.getpath(box)))
        cells.sort(key=lambda cell: (cell.row, cell.col))
        return Grid(len(rows), width, tuple(cells), where)

    def _placed(self, boxes: Boxes, columns: int) -> Grid | None:
        """Boxes as a grid of a style sheet places them: where they say, else one behind another, into the next place that is free.

        None where one is put over another, or they cover more than any table of the form.
        """
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        row = col = 0
        for box in boxes:
            style = self._style(box)
            across, down = self._spans(box)
            start = _start(style.get("grid-column", "") or style.get("grid-column-start", ""))
            top = _start(style.get("grid-row", "") or style.get("grid-row-start", ""))
            if top is not None and top > len(boxes):
                return None  # rows of nothing
            if start is not None and start < columns:
                row, col = (row + (start < col) if top is None else top, start)
            else:
                start = None
            across = min(across, columns - (start or 0))
            is_fixed = start is not None and top is not None
            while col + across > columns or any((row, col + step) in taken for step in range(across)):
                if is_fixed:
                    return None  # one over another
                row, col = (row, col + 1) if start is None and col + across < columns else (row + 1, start or 0)
            taken.update((row + below, col + step) for below in range(down) for step in range(across))
            if len(taken) > _MOST_PLACES:
                return None
            cells.append(Cell(cell_text(box, {}), row, col, down, across, self._tree.getpath(box)))
            col += across
        cells.sort(key=lambda cell: (cell.row, cell.col))
        return Grid(max(row for row, _ in taken) + 1, columns, tuple(cells), self._tree.getpath(boxes[0].getparent()))


def _is_cell(element: Element) -> bool:
    return isinstance(element.tag, str) and len(text_of(element).replace(BREAK, "").strip()) <= LONGEST_CELL


def _with_area(style: Style) -> Style:
    """A style whose `grid-area` (row, column, last row, last column) is said as `grid-row` and `grid-column`."""
    lines = [line.strip() for line in style.get("grid-area", "").split("/")]
    if len(lines) < 2:
        return style
    row, column, *ends = lines
    down, across = [*ends, "", ""][:2]
    area = {"grid-row": f"{row} / {down}" if down else row, "grid-column": f"{column} / {across}" if across else column}
    return area | dict(style)


def _said(cell: Element, name: str) -> int | None:
    for attribute in (f"aria-{name}", name, f"data-{name}"):
        said = (cell.get(attribute) or "").strip()
        if said.isdecimal() and int(said):
            return min(int(said), MAX_SPAN)
    return None


def _span_of(line: str) -> int | None:
    if match := _LINES.search(line):
        if "span" in line:
            return int(match[2])
        return max(int(match[2]) - int(match[1]), 1)
    match = _SPAN.search(line)
    return int(match[1]) if match else None


def _start(line: str) -> int | None:
    first = line.partition("/")[0].strip()
    return int(first) - 1 if first.isdecimal() and int(first) else None


def _tracks(template: str) -> int:
    """How many columns a grid-template-columns names; 0 where it leaves that to the window."""
    if "auto-fi" in template:
        return 0
    plain = _REPEAT.sub(lambda match: "x " * int(match[1]), template)
    plain = re.sub(r"\[[^\]]*\]|\([^()]*\)", "", plain)
    return min(len(plain.split()), MAX_SPAN)


def _is_of_the_form(grid: Grid) -> bool:
    """Whether a grid holds labels of the form and figures, and no cell holds both: that would be a row, not a cell.

    A report of nought may leave its figures out: then the last row has nothing but places for them.
    """
    named: set[str] = set()
    for cell in grid.cells:
        labels = _labels_in(_MARK.sub("", cell.text))
        if labels and cell.text[-1:].isdecimal():
            return False
        named |= labels
    if len(named) < FEWEST_LABELS:
        return False
    last = [cell.text for cell in grid.cells if cell.row + cell.row_span == grid.n_rows]
    return any(is_written_figure(cell.text) for cell in grid.cells) or (len(last) >= FEWEST_LABELS and not any(last))
