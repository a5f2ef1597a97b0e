"""XML workbooks of Excel 2003 (SpreadsheetML) to a Document: what portals export and call .xls.

How a sheet divides into texts and grids is in `sheets`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipelines.readers.document import Cell, Document, Grid, Text, UnreadableError
from pipelines.readers.packages import MAX_CELLS_PER_TABLE, parse_xml
from pipelines.readers.raised import OBJECT, add_run
from pipelines.readers.workbooks.sheets import MAX_SHEETS, cell_name, check_extent, divided, value_text
from pipelines.readers.workbooks.templates import without_templates
from pipelines.reasons import because

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_RAISED = frozenset({"sup", "sub"})


def read(data: bytes) -> Document:
    """The document of an XML workbook; UnreadableError when it is not well formed or past the limits."""
    root = parse_xml(data.lstrip(), "workbook.xml")
    formats = {
        style.get(f"{_SS}ID", ""): shape.get(f"{_SS}Format", "")
        for style in root.iter(f"{_SS}Style")
        if (shape := style.find(f"{_SS}NumberFormat")) is not None
    }
    sheets = [sheet for sheet in root.iter(f"{_SS}Worksheet") if _is_shown(sheet)]
    if len(sheets) > MAX_SHEETS:
        raise UnreadableError(because("too_many_sheets", most=MAX_SHEETS))
    blocks = [
        _blocks(table, sheet.get(f"{_SS}Name", ""), formats)
        for sheet in sheets
        if (table := sheet.find(f"{_SS}Table")) is not None
    ]
    return Document("spreadsheetml", tuple(without_templates(blocks)))


def _is_shown(sheet: etree._Element) -> bool:
    return (sheet.findtext(f"{_X}WorksheetOptions/{_X}Visible") or "SheetVisible") == "SheetVisible"


def _blocks(table: etree._Element, name: str, formats: dict[str, str]) -> list[Text | Grid]:
    rows = list(_numbered(table, "Row"))
    unseen_rows = {
        at for first, row in rows if _is_hidden(row) for at in range(first, first + 1 + _count(row, "Span", 0))
    }
    unseen_columns = {
        at
        for first, column in _numbered(table, "Column")
        if _is_hidden(column)
        for at in range(first, first + 1 + _count(column, "Span", 0))
    }
    cells: list[Cell] = []
    n_rows = n_cols = 0
    for row, element in rows:
        free = _free(cells, row)
        for col, cell in _numbered(element, "Cell", taken=free):
            across, down = (min(_count(cell, side, 0), MAX_CELLS_PER_TABLE) for side in ("MergeAcross", "MergeDown"))
            check_extent(name, max(n_rows, row + down + 1), max(n_cols, col + across + 1))
            n_rows, n_cols = max(n_rows, row + down + 1), max(n_cols, col + across + 1)
            cells.append(Cell(_text(cell, formats), row, col, down + 1, across + 1, f"{name}!{cell_name(row, col)}"))
    shown_rows = [row for row in range(n_rows) if row not in unseen_rows]
    shown_columns = [col for col in range(n_cols) if col not in unseen_columns]
    return divided(list(_seen(cells, shown_rows, shown_columns)), len(shown_rows), len(shown_columns))


def _seen(cells: list[Cell], rows: list[int], columns: list[int]) -> Iterator[Cell]:
    """The cells as they lie among the rows and columns that are shown."""
    row_at, col_at = ({at: place for place, at in enumerate(shown)} for shown in (rows, columns))
    for cell in cells:
        down = [row_at[row] for row in range(cell.row, cell.row + cell.row_span) if row in row_at]
        across = [col_at[col] for col in range(cell.col, cell.col + cell.col_span) if col in col_at]
        if down and across:
            yield Cell(cell.text, down[0], across[0], len(down), len(across), cell.locator)


def _free(cells: list[Cell], row: int) -> frozenset[int]:
    """The columns of a row that cells merged from above take."""
    return frozenset(
        col
        for cell in cells
        if cell.row < row < cell.row + cell.row_span
        for col in range(cell.col, cell.col + cell.col_span)
    )


def _numbered(
    parent: etree._Element, kind: str, *, taken: frozenset[int] = frozenset()
) -> Iterator[tuple[int, etree._Element]]:
    """The rows, columns or cells of an element with their numbers from 0; `taken` ones are passed over."""
    at = 0
    for element in parent.iterchildren(f"{_SS}{kind}"):
        given = _count(element, "Index", 0)
        at = given - 1 if given else at
        while not given and at in taken:
            at += 1
        yield at, element
        at += 1 + _count(element, "MergeAcross" if kind == "Cell" else "Span", 0)


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_SS}Hidden", "0") == "1"


def _count(element: etree._Element, name: str, default: int) -> int:
    value = element.get(_SS + name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else default


def _text(cell: etree._Element, formats: dict[str, str]) -> str:
    data = next((part for part in cell if etree.QName(part).localname == "Data"), None)
    if data is None or not "".join(map(str, data.itertext())).strip():
        return OBJECT if cell.get(f"{_SS}Formula") else ""  # never computed: what it shows is not in the file
    text = "".join(map(str, data.itertext()))
    if data.get(f"{_SS}Type") != "Number":
        return _worded(data).strip()
    try:
        return value_text(float(text), formats.get(cell.get(f"{_SS}StyleID", ""), ""))
    except ValueError:
        return text.strip()


def _worded(data: etree._Element) -> str:
    """The words of a cell, those raised or lowered behind figures as notes, those struck out left out."""
    parts: list[str] = []

    def walk(element: etree._Element, is_raised: bool, was_raised: bool) -> bool:
        name = etree.QName(element).localname.lower()
        if name == "s":
            return was_raised
        is_raised = is_raised or name in _RAISED
        for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
            if child is not None:
                was_raised = walk(child, is_raised, was_raised)
            if text:
                add_run(parts, text, is_raised=is_raised, again=was_raised)
                was_raised = is_raised
        return was_raised

    walk(data, False, False)
    return "".join(parts)
