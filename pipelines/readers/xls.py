"""XLS bytes (Excel 97 to 2003) to a Document: the visible cells of the visible sheets.

Values come from calamine, what is hidden from the BIFF records; how a sheet divides into texts and grids is in `sheets`.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import python_calamine as calamine

from pipelines.readers.compound import Compound
from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.sheets import MAX_SHEETS, Hidden, blocks_of_sheet, check_extent, refusing_damage
from pipelines.reasons import because

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _ROW, _COLINFO, _BOOLERR = 0x809, 0x0A, 0x2F, 0x85, 0x208, 0x7D, 0x205
_DIMENSIONS = 0x200
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def read(data: bytes) -> Document:
    """The document of an XLS workbook; UnreadableError when it is damaged, locked or past the limits."""
    compound = Compound(data)
    name = next((name for name in ("Workbook", "Book") if name in compound), None)
    if name is None:
        raise UnreadableError(because("ole_no_workbook"))
    stream = compound.stream(name)
    visible = _visible_sheets(stream)
    blocks: list[Text | Grid] = []
    with refusing_damage():
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.name in visible:
                hidden = _hidden(stream, visible[sheet.name], sheet.name)
                blocks.extend(blocks_of_sheet(workbook.get_sheet_by_name(sheet.name), hidden))
    return Document("xls", tuple(blocks))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, from its BOF to its EOF."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length
    raise UnreadableError(because("cut_workbook"))


def _visible_sheets(stream: bytes) -> dict[str, int]:
    """The visible worksheets: name -> where their records begin."""
    found = {}
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise UnreadableError(because("locked_workbook"))
        if kind == _BOUNDSHEET and len(body) >= 8:
            start, state, sheet_type, length, wide = struct.unpack_from("<IBBBB", body)
            name = body[8:].decode("utf-16-le") if wide & 1 else body[8 : 8 + length].decode("latin-1")
            if state == 0 and sheet_type == 0:
                found[name[:length]] = start
    if len(found) > MAX_SHEETS:
        raise UnreadableError(because("too_many_sheets", most=MAX_SHEETS))
    return found


def _hidden(stream: bytes, start: int, name: str) -> Hidden:
    rows: set[int] = set()
    columns: set[int] = set()
    errors: dict[tuple[int, int], str] = {}
    for kind, body in _records(stream, start):
        if kind == _ROW and len(body) >= 16 and struct.unpack_from("<I", body, 12)[0] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0])
        elif kind == _COLINFO and len(body) >= 10 and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<2H", body)
            columns.update(range(first, min(last, 255) + 1))
        elif kind == _BOOLERR and len(body) >= 8 and body[7]:
            row, col = struct.unpack_from("<2H", body)
            errors[row, col] = _ERRORS.get(body[6], "#ERROR")
        elif kind == _DIMENSIONS and len(body) >= 12:
            top, bottom, left, right = struct.unpack_from("<IIHH", body)
            check_extent(name, bottom - min(top, bottom), right - min(left, right))
    return Hidden(frozenset(rows), frozenset(columns), errors)
