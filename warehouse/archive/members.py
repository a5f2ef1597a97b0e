"""Gzip members of a WARC file: one a record, so that each stands and falls alone.

Only compression and finding members in a file that may be damaged live here; what a record says is in
`reading.py`.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Every member opens with these bytes (no time, no name), so a flip within the header is found as well.
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A whole member: where it stands and its bytes, decompressed."""

    offset: int
    length: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file that holds no whole member; `torn` when it is the cut end of the file."""

    offset: int
    length: int
    torn: bool
    reason: str


def compress(data: bytes) -> bytes:
    """`data` as one gzip member."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(data) + deflate.flush()
    return GZIP_HEADER + body + struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def members(path: Path) -> Iterator[Member | Damage]:
    """Members and damages of a file in their order; past a damage it goes on at the next whole member."""
    size = path.stat().st_size
    if not size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        offset = 0
        while offset < size:
            found = _member_at(content, offset)
            if isinstance(found, Member):
                yield found
                offset += found.length
                continue
            following = _next_member(content, offset + 1)
            end = size if following is None else following
            # a crash may leave a cut record, or a stretch the disk never filled
            torn = following is None and (found == "cut" or not any(content[offset:end]))
            yield Damage(offset, end - offset, torn, "it ends too early" if found == "cut" else found)
            offset = end


def read_member(path: Path, offset: int, length: int) -> bytes:
    """The decompressed bytes of one member; ValueError says what is wrong with it, OSError that it cannot be read."""
    with path.open("rb") as file:
        file.seek(offset)
        found = _member_at(file.read(length), 0)
    if isinstance(found, str):
        raise ValueError("it ends too early" if found == "cut" else found)
    return found.data


def _member_at(content: mmap.mmap | bytes, offset: int) -> Member | str:
    """The member at `offset`, or what is wrong: `cut` when the file ends within it."""
    header = content[offset : offset + len(GZIP_HEADER)]
    if header != GZIP_HEADER:
        return "cut" if GZIP_HEADER.startswith(header) else "no record begins here"
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    parts: list[bytes] = []
    position = offset
    try:
        while not inflate.eof:
            chunk = content[position : position + _CHUNK]
            if not chunk:
                return "cut"
            parts.append(inflate.decompress(chunk))
            position += len(chunk)
    except zlib.error as error:
        return f"its bytes were changed ({error})"
    return Member(offset, position - len(inflate.unused_data) - offset, b"".join(parts))


def _next_member(content: mmap.mmap, start: int) -> int | None:
    while (start := content.find(GZIP_HEADER, start)) >= 0:
        found = _member_at(content, start)
        if isinstance(found, Member) and found.data.startswith(b"WARC/"):
            return start
        start += 1
    return None
