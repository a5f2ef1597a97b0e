"""The strings of an XLS workbook that strike words out or raise them, as they are seen (records SST and FONT of BIFF8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from pipelines.readers.raised import add_run

_STRUCK = 0x08
#: The bits of a string's head: two bytes a character, more behind it, runs of fonts.
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
#: No font has this number: those behind are counted one higher than they stand.
_MISSING_FONT = 4

#: A run of a font: the character it begins at, and the font's number.
Run = tuple[int, int]


def styled_strings(fonts: Sequence[bytes], parts: Sequence[bytes]) -> dict[int, str]:
    """By number the shared strings that a font strikes out or raises; `parts` are the bodies of SST and its continuations."""
    struck = {_number(place) for place, font in enumerate(fonts) if len(font) >= 4 and font[2] & _STRUCK}
    raised = {
        _number(place) for place, font in enumerate(fonts) if len(font) >= 10 and struct.unpack_from("<H", font, 8)[0]
    }
    if not struck | raised or not parts:
        return {}
    found = {}
    try:
        for number, (text, runs) in enumerate(_strings(_Stream(parts))):
            if any(font in struck | raised for _, font in runs):
                found[number] = _seen(text, runs, struck, raised)
    except (struct.error, IndexError):  # a table cut short; the values themselves are read, and refused, by another
        return found
    return found


def _number(place: int) -> int:
    return place if place < _MISSING_FONT else place + 1


def _seen(text: str, runs: list[Run], struck: set[int], raised: set[int]) -> str:
    parts: list[str] = [text[: runs[0][0]]] if runs[0][0] else []
    was_raised = False
    ends = [start for start, _ in runs[1:]] + [len(text)]
    for (start, font), end in zip(runs, ends, strict=True):
        if font in struck:
            continue
        add_run(parts, text[start:end], is_raised=font in raised, again=was_raised)
        was_raised = font in raised
    return "".join(parts).strip()


class _Stream:
    """The bodies of records one behind another; characters cut by a record's end go on behind a head of their own."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self.parts = list(parts)
        self.at = 0

    def take(self, count: int) -> bytes:
        """So many bytes."""
        taken = b""
        while len(taken) < count:
            if self.at >= len(self.parts[0]):
                self._next()
            piece = self.parts[0][self.at : self.at + count - len(taken)]
            self.at += len(piece)
            taken += piece
        return taken

    def text(self, count: int, wide: bool) -> str:
        """So many characters."""
        found = ""
        while len(found) < count:
            if self.at >= len(self.parts[0]):
                self._next()
                wide = bool(self.take(1)[0] & _WIDE)
            size = 2 if wide else 1
            there = min(count - len(found), (len(self.parts[0]) - self.at) // size)
            if not there:
                raise IndexError
            found += self.take(there * size).decode("utf-16-le" if wide else "latin-1", errors="replace")[:there]
        return found

    def _next(self) -> None:
        self.parts.pop(0)
        self.at = 0
        if not self.parts:
            raise IndexError


def _strings(stream: _Stream) -> Iterator[tuple[str, list[Run]]]:
    _, count = struct.unpack("<II", stream.take(8))
    for _ in range(count):
        length, flags = struct.unpack("<HB", stream.take(3))
        n_runs = struct.unpack("<H", stream.take(2))[0] if flags & _RICH else 0
        extended = struct.unpack("<I", stream.take(4))[0] if flags & _EXTENDED else 0
        text = stream.text(length, bool(flags & _WIDE))
        runs = [struct.unpack("<HH", stream.take(4)) for _ in range(n_runs)]
        stream.take(extended)
        yield text, [(start, font) for start, font in runs]
