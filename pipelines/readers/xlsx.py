"""XLSX bytes to a Document: the visible cells of the visible sheets.

Values come from calamine, what is hidden from the sheets' own XML; how a sheet divides into texts and grids is in
`sheets`. The older XLS has its own reader.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile

import python_calamine as calamine
from lxml import etree

from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.packages import core_properties, member_bytes, open_package, parse_xml
from pipelines.readers.sheets import MAX_SHEETS, Hidden, blocks_of_sheet, check_extent, refusing_damage
from pipelines.reasons import because

#: The sheet of a report unpacks to some 100 KB; its tree costs ten times that in memory.
MAX_SHEET = 10 * 1024 * 1024

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_REF = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
#: Counts in the file that a reader may set memory aside for before it has seen an entry.
_COUNT = re.compile(rb"""ount=["']\d{7,}""")
_OFF = frozenset({"0", "false"})


def read(data: bytes) -> Document:
    """The document of an XLSX workbook; UnreadableError when it is damaged, binary (XLSB) or past the limits."""
    package = open_package(data)
    names = set(package.namelist())
    if "xl/workbook.xml" not in names:
        raise UnreadableError(because("binary_workbook"))
    for part in sorted(names):
        if part.startswith("xl/") and part.endswith(".xml") and _COUNT.search(member_bytes(package, part)):
            raise UnreadableError(because("too_many_entries", name=part))
    sheets = _sheet_parts(package, names)
    hidden = {name: _hidden(member_bytes(package, part, MAX_SHEET), name) for name, part in sheets.items()}
    blocks: list[Text | Grid] = []
    with refusing_damage():
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in sheets:
            blocks.extend(blocks_of_sheet(workbook.get_sheet_by_name(name), hidden[name]))
    return Document("xlsx", tuple(blocks), core_properties(package))


def _sheet_parts(package: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """The visible worksheets in their order: name -> part of the package."""
    root = parse_xml(member_bytes(package, "xl/workbook.xml"), "workbook.xml")
    relations = parse_xml(member_bytes(package, "xl/_rels/workbook.xml.rels"), "workbook.xml.rels")
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("xl", relation.get("Target", ""))).lstrip("/")
        for relation in relations
        if (relation.get("Type") or "").endswith("/worksheet")
    }
    found = {}
    for sheet in root.iter("{*}sheet"):
        target = targets.get(sheet.get(f"{_REL}id") or sheet.get(f"{_STRICT_REL}id"))
        if target in names and sheet.get("state", "visible") == "visible":
            found[sheet.get("name", "")] = str(target)
    if len(found) > MAX_SHEETS:
        raise UnreadableError(because("too_many_sheets", most=MAX_SHEETS))
    return found


def _hidden(content: bytes, name: str) -> Hidden:
    """The rows and columns a sheet hides and its error cells; checks its extent before anything lays it out."""
    rows: set[int] = set()
    columns: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    root = parse_xml(content, name)
    last_row = last_col = -1
    for element in root.iter("{*}col"):
        if element.get("hidden", "0") not in _OFF:
            columns.update(range(_number(element, "min", 1) - 1, min(_number(element, "max", 1), 20_000)))
    number = -1
    for row in root.iter("{*}row"):
        number = _number(row, "r", number + 2) - 1
        if row.get("hidden", "0") not in _OFF:
            rows.add(number)
        col = -1
        for cell in row.iterchildren("{*}c"):
            at, col = _place(cell.get("r"), (number, col + 1), name)
            if len(cell):
                last_row, last_col = max(last_row, at), max(last_col, col)
            if cell.get("t") == "e":
                errors[at, col] = _error_text(cell)
            elif cell.find("{*}f") is not None and cell.find("{*}v") is None:
                errors[at, col] = f"={cell.findtext('{*}f') or '?'}"  # never computed: what it shows is not in the file
    check_extent(name, last_row + 1, last_col + 1)
    return Hidden(frozenset(rows), frozenset(columns), errors)


def _number(element: etree._Element, name: str, default: int) -> int:
    value = element.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and 0 < int(value) < 10_000_000 else default


def _error_text(cell: etree._Element) -> str:
    value = cell.find("{*}v")
    return "#ERROR" if value is None or not value.text else value.text


def _place(reference: str | None, default: tuple[int, int], name: str) -> tuple[int, int]:
    """The row and column of a cell, counted from 0; the next one in its row where it names none."""
    if not reference:
        return default
    match = _REF.fullmatch(reference)
    if not match:
        raise UnreadableError(because("cell_nowhere", name=name, reference=reference))
    col = 0
    for letter in match[1]:
        col = col * 26 + ord(letter) - 64
    return int(match[2]) - 1, col - 1
