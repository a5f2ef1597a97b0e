"""The words that a legacy Word file keeps in text boxes, which stand apart from its text: a title over the paper's head.

They are a story of their own behind the text ([MS-DOC] 2.3.5); two tables say which part of it is which box's and at which
character of the text the box hangs (2.8.31 `PlcftxbxTxt`, 2.8.37 `PlcfSpa`).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from pipelines.readers.office.compound import Compound

#: Lengths of the stories in the order in which they follow one another, and places of tables, in the head of the file.
_LENGTHS, _BOXES_STORY = 76, 6
_CLX, _ANCHORS, _BOXES = (154 + 8 * number for number in (33, 40, 56))
_FLAGS, _SECOND_TABLE = 10, 0x0200
_ANCHOR_SIZE, _BOX_SIZE, _BOX_SHAPE = 26, 22, 14
#: In a piece table, what a block of properties begins with, and what the pieces; where the text is one byte a character.
_PROPERTIES, _PIECES, _NARROW = 1, 2, 1 << 30
#: A cell's end; a field's instruction up to its result, its end; any other sign that prints nothing.
_CELL = "\x07"
_FIELD = re.compile(r"\x13[^\x13\x14\x15]*\x14|\x13[^\x13-\x15]*\x15|\x15")
_SIGN = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ENDS = re.compile(r"[\r\x0b\x0c]")


@dataclass(frozen=True, slots=True)
class Box:
    """The lines of a text box, and whether it hangs on the text before the first table."""

    lines: tuple[str, ...]
    is_ahead: bool


def boxes(data: bytes) -> list[Box]:
    """The text boxes of a DOC file that hold words and no table, in the order of their story; none where it has none."""
    compound = Compound(data)
    head = compound.stream("WordDocument")
    flags = struct.unpack_from("<H", head, _FLAGS)[0]
    table = compound.stream("1Table" if flags & _SECOND_TABLE else "0Table")
    lengths = struct.unpack_from("<8i", head, _LENGTHS)
    if lengths[_BOXES_STORY] <= 0 or min(lengths) < 0:
        return []
    text = _text(head, _part(head, table, _CLX))
    start = sum(lengths[:_BOXES_STORY])
    ends, shapes = _entries(_part(head, table, _BOXES), _BOX_SIZE)
    hung, anchors = _entries(_part(head, table, _ANCHORS), _ANCHOR_SIZE)
    at = {struct.unpack_from("<i", anchor)[0]: place for place, anchor in zip(hung, anchors, strict=False)}
    first = text.find(_CELL, 0, lengths[0])
    found = []
    for begin, end, shape in zip(ends, ends[1:], shapes, strict=False):
        words = text[start + begin : start + min(end, lengths[_BOXES_STORY])]
        lines = tuple(line for part in _ENDS.split(_FIELD.sub("", words)) if (line := _SIGN.sub("", part).strip()))
        if lines and _CELL not in words:
            place = at.get(struct.unpack_from("<i", shape, _BOX_SHAPE)[0])
            found.append(Box(lines, place is not None and (first < 0 or place < first)))
    return found


def _part(head: bytes, table: bytes, at: int) -> bytes:
    start, size = struct.unpack_from("<2I", head, at)
    return table[start : start + size]


def _entries(plc: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """The places and the entries of a table: one place more than there are entries, all places first."""
    count = max(len(plc) - 4, 0) // (4 + size)
    places = struct.unpack_from(f"<{count + 1}i", plc) if count else ()
    behind = 4 * (count + 1)
    return places, [plc[behind + size * n : behind + size * (n + 1)] for n in range(count)]


def _text(head: bytes, clx: bytes) -> str:
    """All stories, a character a place, put together from the pieces that editing left."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == _PROPERTIES:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != _PIECES:
        return ""
    places, pieces = _entries(clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]], 8)
    parts = []
    for begin, end, piece in zip(places, places[1:], pieces, strict=False):
        where, count = struct.unpack_from("<I", piece, 2)[0], end - begin
        if where & _NARROW:
            start = (where ^ _NARROW) // 2
            part = head[start : start + count].decode("cp1252", errors="replace")
        else:
            part = head[where : where + 2 * count].decode("utf-16-le", errors="replace")
        parts.append(part.ljust(count, "\x00")[:count] if count < len(head) else "")
    return "".join(parts)
