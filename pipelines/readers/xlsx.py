"""XLSX bytes to a Document: the visible cells of the visible sheets.

Values come from calamine, what is hidden from the sheets' own XML; how a sheet divides into texts and grids is in
`sheets`. The older XLS has its own reader.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import python_calamine as calamine
from lxml import etree

from pipelines.readers.document import Document, UnreadableError
from pipelines.readers.packages import core_properties, first_child, member_bytes, open_package, parse_xml
from pipelines.readers.raised import OBJECT
from pipelines.readers.workbooks.number_formats import shown_by
from pipelines.readers.workbooks.sheets import MAX_SHEETS, Hidden, blocks_of_sheet, check_extent, refusing_damage
from pipelines.readers.workbooks.templates import without_templates
from pipelines.readers.workbooks.xlsx_parts import formats, pictured, styled, styled_strings, unseen_styles
from pipelines.readers.workbooks.xlsx_sums import compute
from pipelines.reasons import because

#: The sheet of a report unpacks to some 100 KB; its tree costs ten times that in memory.
MAX_SHEET = 10 * 1024 * 1024

_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_REF = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
#: Counts in the file that a reader may set memory aside for before it has seen an entry.
_COUNT = re.compile(rb"""ount=["']\d{7,}""")
_VALUE = re.compile(r"-?\d{1,18}(\.\d+)?(E-?\d{1,2})?")
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
    known = _Known(styled_strings(package), formats(package), unseen_styles(package), _is_uncomputed(package))
    hidden = {
        name: replace(_hidden(member_bytes(package, part, MAX_SHEET), name, known), pictured=pictured(package, part))
        for name, part in sheets.items()
    }
    with refusing_damage():
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        blocks = [blocks_of_sheet(workbook.get_sheet_by_name(name), hidden[name]) for name in sheets]
    return Document("xlsx", tuple(without_templates(blocks)), core_properties(package))


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What a workbook says of all its sheets: strings, formats by style, styles not seen, whether sums wait to be computed."""

    strings: dict[int, str]
    formats: list[str]
    unseen: frozenset[str]
    is_uncomputed: bool


def _is_uncomputed(package: zipfile.ZipFile) -> bool:
    """Whether the program that opens a workbook is to compute everything first: its noughts then stand for nothing."""
    root = parse_xml(member_bytes(package, "xl/workbook.xml"), "workbook.xml")
    settings = next(root.iter("{*}calcPr"), None)
    return settings is not None and settings.get("fullCalcOnLoad", "0") not in _OFF


def _hidden(content: bytes, name: str, known: _Known) -> Hidden:
    """What a sheet hides and what its cells show beside values; checks its extent before anything lays it out."""
    rows: set[int] = set()
    columns: set[int] = set()
    shown: dict[tuple[int, int], str] = {}
    codes: dict[tuple[int, int], str] = {}
    root = parse_xml(content, name)
    last_row = last_col = -1
    for element in root.iter("{*}col"):
        if element.get("hidden", "0") not in _OFF:
            columns.update(range(_number(element, "min", 1) - 1, min(_number(element, "max", 1), 20_000)))
    if known.is_uncomputed and any(float(value) for value in _computed(root)):
        known = replace(known, is_uncomputed=False)  # the program that wrote the sheet had computed it
    # conditions and styles of tables may give a cell another ground
    is_styled = next(root.iter("{*}conditionalFormatting", "{*}tablePart"), None) is not None
    unseen: frozenset[str] = frozenset() if is_styled else known.unseen
    waiting: dict[tuple[int, int], str] = {}
    filled: list[tuple[tuple[int, int], etree._Element]] = []
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
            style = cell.get("s", "")
            text = _shown(cell, known)
            if text is not None and (formula := _waiting(cell, known)) is not None:
                waiting[at, col] = formula
            if style in unseen:
                shown[at, col] = ""
            elif text is not None:
                shown[at, col] = text
            if len(cell):
                filled.append(((at, col), cell))
            if style.isdecimal() and int(style) < len(known.formats) and known.formats[int(style)]:
                codes[at, col] = known.formats[int(style)]
    check_extent(name, last_row + 1, last_col + 1)
    numbers = {place: _entered(cell) for place, cell in filled if place not in waiting} if waiting else {}
    for place, total in compute(waiting, numbers).items():
        if shown.get(place):
            code = codes.get(place)
            shown[place] = (shown_by(code, float(total)) if code else None) or total
    view = next(root.iter("{*}sheetView"), None)
    noughts = view is not None and view.get("showZeros", "1") in _OFF
    return Hidden(frozenset(rows), frozenset(columns), shown, codes, noughts=noughts)


def _computed(root: etree._Element) -> Iterator[str]:
    """The numbers that a sheet keeps as results of its formulas."""
    for formula in root.iter("{*}f"):
        value = formula.getnext()
        if value is not None and _VALUE.fullmatch(value.text or ""):
            yield value.text or ""


def _shown(cell: etree._Element, known: _Known) -> str | None:
    """What a cell shows where its value does not say so: an error, a formula never computed, words struck out or raised."""
    kind, formula, value = cell.get("t"), first_child(cell, "{*}f"), _value(cell)
    if kind == "e":
        return value or "#ERROR"
    if formula is not None and kind not in {"str", "s", "inlineStr"}:
        return f"={formula.text or ''}{OBJECT}" if _waiting(cell, known) is not None else None
    if kind == "s" and known.strings:
        return known.strings.get(int(value)) if value.isdecimal() else None
    inline = first_child(cell, "{*}is")
    return None if inline is None else styled(inline)


def _value(cell: etree._Element) -> str:
    value = first_child(cell, "{*}v")
    return "" if value is None else value.text or ""


def _waiting(cell: etree._Element, known: _Known) -> str | None:
    """The formula of a cell that no program has computed; None for any other cell."""
    formula, value = first_child(cell, "{*}f"), _value(cell).strip()
    if formula is None or cell.get("t", "n") != "n" or (value and not (known.is_uncomputed and value == "0")):
        return None
    return formula.text or ""


def _entered(cell: etree._Element) -> Decimal | None:
    """The number of a cell; None where it holds anything else."""
    value = _value(cell)
    return Decimal(value) if cell.get("t", "n") == "n" and _VALUE.fullmatch(value) else None


def _number(element: etree._Element, name: str, default: int) -> int:
    value = element.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and 0 < int(value) < 10_000_000 else default


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
