"""XLS bytes (Excel 97 to 2003) to a Document: the visible cells of the visible sheets.

Values come from calamine, what is hidden from the BIFF records; how a sheet divides into texts and grids is in `sheets`.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import python_calamine as calamine

from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.office.compound import Compound
from pipelines.readers.raised import OBJECT
from pipelines.readers.workbooks.number_formats import BUILT_IN
from pipelines.readers.workbooks.sheets import (
    MAX_SHEETS,
    MOST_REACHED,
    Hidden,
    blocks_of_sheet,
    check_extent,
    refusing_damage,
)
from pipelines.readers.workbooks.templates import without_templates
from pipelines.readers.workbooks.xls_strings import styled_strings
from pipelines.reasons import because

_EOF, _FILEPASS, _BOUNDSHEET, _ROW, _COLINFO, _BOOLERR = 0x0A, 0x2F, 0x85, 0x208, 0x7D, 0x205
_DIMENSIONS, _FORMAT, _XF, _FORMULA, _DRAWING = 0x200, 0x41E, 0xE0, 0x06, 0xEC
_NUMBER, _RK, _MULRK, _LABEL = 0x203, 0x27E, 0xBD, 0xFD
_FONT, _SST, _CONTINUE = 0x31, 0xFC, 0x3C
_WINDOW, _SHOWS_NOUGHTS = 0x23E, 0x10
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
#: Records of drawings: a shape, where it is anchored, and the kind of shape that frames a picture.
_SHAPE, _ANCHOR, _PICTURE = 0xF00A, 0xF010, 75


def read(data: bytes) -> Document:
    """The document of an XLS workbook; UnreadableError when it is damaged, locked or past the limits."""
    compound = Compound(data)
    name = next((name for name in ("Workbook", "Book") if name in compound), None)
    if name is None:
        raise UnreadableError(because("ole_no_workbook"))
    stream = compound.stream(name)
    if _is_old(stream):
        raise UnreadableError(because("old_workbook"))
    book = _globals(stream)
    sheets: list[list[Text | Grid]] = []
    with refusing_damage():
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet, start in zip(workbook.sheets_metadata, book.starts, strict=True):
            if start is not None:
                hidden = _hidden(stream, start, sheet.name, book)
                sheets.append(blocks_of_sheet(workbook.get_sheet_by_name(sheet.name), hidden))
    return Document("xls", tuple(without_templates(sheets)))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, from its BOF to its EOF."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length
    raise UnreadableError(because("cut_workbook"))


@dataclass(frozen=True, slots=True)
class _Book:
    """What a workbook says of all its sheets: where the records of each begin (None for one that is not shown), formats
    by the style of a cell, strings by number that are not seen as they are written.
    """

    starts: list[int | None]
    formats: list[str]
    strings: dict[int, str]


def _globals(stream: bytes) -> _Book:
    starts: list[int | None] = []
    fonts: list[bytes] = []
    strings: list[bytes] = []
    continues = False  # the record before was of strings
    codes = dict(BUILT_IN)
    styles = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise UnreadableError(because("locked_workbook"))
        if kind == _BOUNDSHEET and len(body) >= 6:
            start, state, sheet_type = struct.unpack_from("<IBB", body)
            starts.append(start if state == 0 and sheet_type == 0 else None)
        elif kind == _FORMAT and len(body) >= 5:
            number, length, wide = struct.unpack_from("<HHB", body)
            size = length * 2 if wide & 1 else length
            codes[number] = body[5 : 5 + size].decode("utf-16-le" if wide & 1 else "latin-1", errors="replace")
        elif kind == _XF and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FONT:
            fonts.append(body)
        elif kind == _SST or (kind == _CONTINUE and continues):
            strings.append(body)
            continues = True
            continue
        continues = False
    if sum(start is not None for start in starts) > MAX_SHEETS:
        raise UnreadableError(because("too_many_sheets", most=MAX_SHEETS))
    return _Book(starts, [codes.get(number, "") for number in styles], styled_strings(fonts, strings))


def _is_old(stream: bytes) -> bool:
    """Whether a workbook is of Excel 95 or older, whose words nothing here decodes."""
    return len(stream) >= 6 and struct.unpack_from("<H", stream, 4)[0] < 0x600


def _hidden(stream: bytes, start: int, name: str, book: _Book) -> Hidden:
    """What a sheet hides and what its cells show beside values; checks its extent before anything lays it out."""
    rows: set[int] = set()
    columns: set[int] = set()
    shown: dict[tuple[int, int], str] = {}
    codes: dict[tuple[int, int], str] = {}
    drawn = bytearray()
    noughts = False
    for kind, body in _records(stream, start):
        if kind == _ROW and len(body) >= 16 and struct.unpack_from("<I", body, 12)[0] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO and len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<2H", body)
            columns.update(range(first, min(last, 255) + 1))
        elif kind == _BOOLERR and len(body) >= 8 and body[7]:
            row, col = struct.unpack_from("<2H", body)
            shown[row, col] = _ERRORS.get(body[6], "#ERROR")
        elif kind == _DIMENSIONS and len(body) >= 12:
            top, bottom, left, right = struct.unpack_from("<IIHH", body)
            check_extent(name, bottom - min(top, bottom), right - min(left, right))
        elif kind == _DRAWING:
            drawn += body
        elif kind == _WINDOW and len(body) >= 2:
            noughts = not struct.unpack_from("<H", body)[0] & _SHOWS_NOUGHTS
        elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 3:
            shown[struct.unpack_from("<2H", body)] = (
                OBJECT  # nothing was computed yet: what it shows is not in the file
            )
        elif kind == _LABEL and len(body) >= 10:
            row, col, _, number = struct.unpack_from("<3HI", body)
            if number in book.strings:
                shown[row, col] = book.strings[number]
        codes.update((place, book.formats[style]) for place, style in _styles(kind, body) if style < len(book.formats))
    return Hidden(frozenset(rows), frozenset(columns), shown, codes, _pictured(bytes(drawn)), noughts)


def _styles(kind: int, body: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """The styles of the cells with numbers in a record, each with its place."""
    if kind in {_NUMBER, _RK, _FORMULA} and len(body) >= 6:
        row, col, style = struct.unpack_from("<3H", body)
        yield (row, col), style
    elif kind == _MULRK and len(body) >= 6:
        row, first = struct.unpack_from("<2H", body)
        for place in range((len(body) - 6) // 6):
            yield (row, first + place), struct.unpack_from("<H", body, 4 + 6 * place)[0]


def _pictured(drawn: bytes) -> frozenset[tuple[int, int]]:
    """The cells in which the pictures of a sheet begin."""
    found = set()
    at = shape = 0
    while at + 8 <= len(drawn):
        head, kind, length = struct.unpack_from("<HHI", drawn, at)
        at += 8
        if kind == _SHAPE:
            shape = head >> 4
        elif kind == _ANCHOR and shape == _PICTURE and at + 18 <= len(drawn):
            _, col, _, row, _, last_col, _, last_row, _ = struct.unpack_from("<9H", drawn, at)
            if max(last_col - col, last_row - row) < MOST_REACHED:
                found.add((row, col))
        if head & 0xF != 0xF:  # a container's records follow, any other's bytes are its own
            at += length
    return frozenset(found)
