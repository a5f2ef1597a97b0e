"""Opens OLE compound files: the container of XLS, legacy DOC, WPS and of locked OOXML.

Only the streams and their names are found here; what they hold belongs to the formats' readers.
"""

from __future__ import annotations

import struct

from pipelines.readers.document import UnreadableError
from pipelines.reasons import because

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and higher numbers mark ends and free sectors, not sectors
_FREE = 0xFFFFFFFF
_CUT = because("broken_ole")
_ENTRY = 128
#: Office writes some dozens of streams.
_MAX_ENTRIES = 10_000


class Compound:
    """The streams of a compound file by their path (`Workbook`, `ObjectPool/_1/Contents`)."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise UnreadableError(_CUT)
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise UnreadableError(_CUT)
        self._size = 1 << shift
        directory, self._cutoff = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 56)[0]
        mini_fat, _, difat, _ = struct.unpack_from("<4I", data, 60)
        self._fat = self._allocation(difat)
        used = max((place for place, link in enumerate(self._fat) if link != _FREE), default=0)
        if len(data) <= (used + 1) * self._size:
            raise UnreadableError(_CUT)
        raw = self._chain(directory)
        entries = [raw[at : at + _ENTRY] for at in range(0, len(raw) - _ENTRY + 1, _ENTRY)]
        if not entries or len(entries) > _MAX_ENTRIES:
            raise UnreadableError(_CUT)
        table = self._chain(mini_fat) if mini_fat < _END else b""
        self._mini_fat = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        root_start = struct.unpack_from("<I", entries[0], 116)[0]
        self._mini = self._chain(root_start) if root_start < _END else b""
        self._streams: dict[str, tuple[int, int]] = {}
        self._walk(entries, struct.unpack_from("<I", entries[0], 76)[0], "")

    @property
    def names(self) -> list[str]:
        """The paths of all streams, sorted."""
        return sorted(self._streams)

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; KeyError when there is none, UnreadableError when the file is cut inside it."""
        start, size = self._streams[name]
        if size >= self._cutoff:
            content = self._chain(start)
        else:
            content = b"".join(self._mini[at * 64 : at * 64 + 64] for at in self._links(start, self._mini_fat))
        if len(content) < size:
            raise UnreadableError(_CUT)
        return content[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation(self, difat: int) -> tuple[int, ...]:
        sectors = [number for number in struct.unpack_from("<109I", self._data, 76) if number < _END]
        seen = set()
        while difat < _END and difat not in seen:
            seen.add(difat)
            block = self._sector(difat)
            if len(block) < self._size:
                raise UnreadableError(_CUT)
            *more, difat = struct.unpack(f"<{self._size // 4}I", block)
            sectors.extend(number for number in more if number < _END)
        table = b"".join(self._sector(number) for number in sectors)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _links(self, start: int, table: tuple[int, ...]) -> list[int]:
        links: list[int] = []
        while start < _END:
            if start >= len(table) or len(links) > len(table):
                raise UnreadableError(_CUT)
            links.append(start)
            start = table[start]
        return links

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._links(start, self._fat))

    def _walk(self, entries: list[bytes], child: int, prefix: str) -> None:
        """Collect the streams below a storage: entries form a tree of siblings."""
        todo = [(child, prefix)]
        seen: set[int] = set()
        while todo:
            number, path = todo.pop()
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = path + entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            left, right, below = struct.unpack_from("<3I", entry, 68)
            todo += [(left, path), (right, path)]
            if kind == 1:
                todo.append((below, name + "/"))
            elif kind == 2:
                start, size = struct.unpack_from("<2I", entry, 116)
                self._streams[name] = (start, size)
