"""A table's markup to a grid: which rows and cells are its own, what their spans cover, what a cell prints.

Spans are laid out as browsers do it. Whether a table is text, a frame of the page or data is decided by its shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import starmap

from pipelines.readers.document import LONGEST_CELL, Cell, Grid, Text, UnreadableError
from pipelines.readers.html_tree import BREAK, FOLD, Element, text_of, words_alone
from pipelines.reasons import because

#: A form has 30 rows; a table past this size is data of another kind or an attack, and costs memory.
MAX_CELLS_PER_TABLE = 50_000
#: A span past this is a mistake of the page; browsers go no further either.
MAX_SPAN = 1_000

_ROUGH = re.compile(f"[ \\t\\r\\n\\f\\xa0{BREAK}{FOLD}]")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_FOLDED = re.compile(f"{FOLD}(\\d+)")
_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}
_SPAN = re.compile(r"\s*(\d{1,9})")


def table_grid(
    table: Element,
    locator: str,
    folded: Mapping[int, list[Grid | Text]],
    mark: Callable[[Element], None] | None = None,
) -> Grid | None:
    """The grid of a table, None where it has no two columns and so is only a box around text.

    Cells say where they stand as table, row and cell of the page, all counted as they stand in the file, those that are
    not seen too. `folded` holds the grids of the tables inside it. `mark` writes the marks of lines where that was not
    done yet: a table whose cells hold words alone, as most do, needs none.
    """
    rows = []
    for place, row, last in _rows(table):
        entries = []
        before = f"{locator}/tr[{place}]/td["
        for at, cell in enumerate(_cells(row), 1):
            across = down = 1
            if names := cell.keys():  # most cells have no attribute, and asking for each is dear
                if "hidden" in names:
                    continue
                if "colspan" in names:
                    across = _span(cell.get("colspan")) or 1
                if "rowspan" in names:
                    down = _span(cell.get("rowspan"))
            text = words_alone(cell) if mark else None
            if text is None:
                if mark:
                    mark(table)
                    mark = None
                text = text_of(cell)
            if text and not text.isalnum():
                text = _printed(text, folded)
            entries.append((text, across, down, f"{before}{at}]"))
        rows.append((last, entries))
    grid = lay_out(rows, locator)
    return grid if grid.n_cols > 1 else None


#: A cell before its column is known: text, columns, rows (0: to the end of its section), locator.
Printed = tuple[str, int, int, str]


def lay_out(rows: list[tuple[int, list[Printed]]], locator: str) -> Grid:
    """Rows of cells on a lattice, each row with the number behind its section's last, which no span crosses."""
    if sum(len(entries) for _, entries in rows) > MAX_CELLS_PER_TABLE:
        raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))
    placed: list[tuple[str, int, int, int, int, str]] = []
    free: list[int] = []  # for each column the first row that nothing from above covers
    for number, (last, entries) in enumerate(rows):
        col = 0
        width = len(free)
        for text, across, down, where in entries:
            while col < width and free[col] > number:
                col += 1
            until = number + down
            if until > last or not down:
                until = last
            placed.append((text, number, col, until - number, across, where))
            reach = col + across
            if reach > width:
                free += [until] * (reach - width)
                width = reach
            if across == 1:
                if free[col] < until:  # noqa: PLR1730 - max() is a call for every cell
                    free[col] = until
            else:
                below = free[col:reach]
                free[col:reach] = [until] * across if max(below) <= until else [max(row, until) for row in below]
            col = reach
    starts = sorted({entry[2] for entry in placed})
    if len(starts) == len(free):
        return Grid(len(rows), len(free), tuple(starmap(Cell, placed)), locator)
    return Grid(len(rows), len(starts), _without_empty_columns(placed, starts, len(free)), locator)


def cell_text(element: Element, folded: Mapping[int, list[Grid | Text]]) -> str:
    """A cell's text: inline markup joined without a gap, a line where a block or <br> ends one.

    A table inside a cell is what the cell prints where nothing else stands in it and the table is small.
    """
    return _printed(text_of(element), folded)


def _printed(text: str, folded: Mapping[int, list[Grid | Text]]) -> str:
    text = text.strip()
    if not text or text.isalnum() or not _ROUGH.search(text):
        return text
    inner = _FOLDED.findall(text)
    lines = [line for line in text.split(BREAK) if not line.startswith(FOLD)] if inner else text.split(BREAK)
    printed = "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line)
    if printed or not inner:
        return printed
    small = "\n".join(cell.text for number in inner for cell in _cells_of(folded.get(int(number), [])) if cell.text)
    return small if len(small) <= LONGEST_CELL else ""


def _cells_of(blocks: list[Grid | Text]) -> list[Cell]:
    return [cell for block in blocks if isinstance(block, Grid) for cell in block.cells]


def _rows(table: Element) -> list[tuple[int, Element, int]]:
    """The seen rows of a table in the order they are shown: (number in the file, row, index behind its section's last)."""
    own = list(table.iter("tr"))
    if len(own) > MAX_CELLS_PER_TABLE:
        raise UnreadableError(because("too_many_rows", most=MAX_CELLS_PER_TABLE))
    if next(table.iterdescendants("table"), None) is not None:
        own = [row for row in own if next(row.iterancestors("table")) is table]
    rows = []
    for place, row in enumerate(own, 1):
        if row.get("hidden") is None:
            section = row.getparent()
            rows.append((place, row, section if section.tag in _SECTIONS else table))
    if any(section.tag in {"thead", "tfoot"} for _, _, section in rows):
        rows.sort(key=lambda found: _SECTIONS.get(found[2].tag, 1))
    ends = {id(section): number + 1 for number, (_, _, section) in enumerate(rows)}
    return [(place, row, ends[id(section)]) for place, row, section in rows]


def _cells(row: Element) -> list[Element]:
    cells = list(row.iterchildren("td", "th"))
    if len(cells) == len(row):  # as in nearly every row
        return cells
    cells = []
    for child in row:
        if child.tag in ("td", "th"):
            cells.append(child)
        else:  # a form or a font that was opened between row and cell
            cells += [cell for cell in child.iter("td", "th") if next(cell.iterancestors("td", "th", "tr")) is row]
    return cells


def mend_rows(root: Element) -> None:
    """Give cells that stand in a table without a row the row they lack, as browsers do."""
    for part in root.iter("table", *_SECTIONS):
        if part.find("td") is None and part.find("th") is None:
            continue
        row = None
        for child in list(part):
            if child.tag not in ("td", "th"):
                row = None
                continue
            if row is None:
                row = part.makeelement("tr")
                child.addprevious(row)
            row.append(child)


@lru_cache(maxsize=1024)
def _span(said: str) -> int:
    """How far a cell reaches; 1 for what is no number. 0 means to the end, as browsers read it."""
    match = _SPAN.match(said)
    return min(int(match[1]), MAX_SPAN) if match else 1


def _without_empty_columns(
    placed: list[tuple[str, int, int, int, int, str]], starts: list[int], n_cols: int
) -> tuple[Cell, ...]:
    """The cells without columns in which none begins: a span past the table's edge makes no column."""
    column = {col: place for place, col in enumerate(starts)}
    reach = [0] * (n_cols + 1)  # for each edge how many columns begin left of it
    for edge in range(1, n_cols + 1):
        reach[edge] = reach[edge - 1] + (edge - 1 in column)
    return tuple(
        Cell(text, row, column[col], down, reach[col + across] - column[col], where)
        for text, row, col, down, across, where in placed
    )


def holds_words(table: Element) -> bool:
    """Whether a row of a table that holds tables has two cells with words of their own: then it is a table too."""
    for _, row, _ in _rows(table):
        worded = [cell for cell in _cells(row) if cell.get("hidden") is None and cell_text(cell, {})]
        if len(worded) > 1:
            return True
    return False
