"""Whether the compressed parts of a PDF unpack to the end: a damaged one shows a page with digits and rows missing.

PDFium reads on past the damage and says nothing. Each part carries a checksum, so damage can be told for certain; what
the parts mean is not known here. Pictures and outlines of characters are not looked at, locked files cannot be.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib

from pipelines.readers.document import UnreadableError
from pipelines.readers.pdfs.forms import check_forms, has_forms
from pipelines.reasons import because

#: What all compressed parts of a report unpack to stays below some 20 MB; its fonts are most of it.
MAX_UNPACKED = 200 * 1024 * 1024

_START = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)")
#: Pictures, the outlines of whole fonts, and what is packed in another way besides.
_NOT_READ = re.compile(
    rb"/(?:Image|Length1|CIDFontType0C|Type1C|OpenType|DCTDecode|LZWDecode|ASCIIHexDecode|RunLengthDecode|Crypt)"
)
#: What the outline of one character begins with that a file draws itself, and what such a one takes at most, packed.
_OUTLINE, _MOST_OUTLINE = re.compile(rb"[-+.\d\s]{3,99}d[01]\s"), 1 << 16
_BLANKS = b"\r\n\t \x00\x0c"
#: Of the printable characters for bytes, and what five of the first come to, which stand for noughts.
_SIGNS = bytes(range(0x21, 0x76))
_NOUGHTS = 0x21 * (85**5 - 1) // 84
_DAMAGED = because("damaged_pdf")


def check_streams(data: bytes) -> None:
    """UnreadableError when a deflated part is damaged, or when the parts unpack past the limit."""
    if b"/Encrypt" in data:
        return
    room = MAX_UNPACKED
    parts: list[tuple[int, bytes, bytes]] | None = [] if has_forms(data) else None
    for match in _START.finditer(data):
        nearest = max(match.start() - 2_000, 0)
        head = data[max(data.rfind(b" obj", nearest, match.start()), nearest) : match.end()]
        if _NOT_READ.search(head):
            continue
        is_deflated = b"/FlateDecode" in head
        if not is_deflated and parts is None:
            continue
        content = _content(data, match.end(), head)
        if not content:
            continue  # a page with nothing on it, as programs that arrange pages write one
        if b"/ASCII85Decode" in head:
            content = _from_ascii85(content)
        if is_deflated:
            room -= _unpacked(content, room)
        if parts is not None:
            parts.append((match.start(), head, zlib.decompressobj().decompress(content) if is_deflated else content))
    if parts is not None:
        check_forms(data, parts)


def _content(data: bytes, start: int, head: bytes) -> bytes:
    """The bytes of one part: as many as it says, else up to its end mark."""
    length = _LENGTH.search(head)
    if length:
        end = start + int(length[1])
        if data[end : end + 20].lstrip(_BLANKS).startswith(b"endstream"):
            return data[start:end]
    end = data.find(b"endstream", start)
    if end < 0:
        raise UnreadableError(because("cut_pdf"))
    return data[start:end]


def _unpacked(content: bytes, room: int) -> int:
    """The unpacked size of a deflated part; a missing checksum is let pass, a wrong one is not."""
    unpacker = zlib.decompressobj()
    try:
        begin = unpacker.decompress(content, 128)
        if len(content) < _MOST_OUTLINE and _OUTLINE.match(begin):
            return len(begin)
        rest, size = unpacker.unconsumed_tail, len(begin)
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, 1 << 20))
            rest = unpacker.unconsumed_tail
            if size > room:
                raise UnreadableError(because("pdf_too_large", most=MAX_UNPACKED >> 20))
        if not unpacker.eof:
            bare = zlib.decompressobj(-zlib.MAX_WBITS)
            bare.decompress(content[2:])
            if not bare.eof:
                raise UnreadableError(_DAMAGED)
    except zlib.error as error:
        raise UnreadableError(_DAMAGED) from error
    return size


def _from_ascii85(content: bytes) -> bytes:
    """The bytes written as printable characters, five for four; `base64` takes each by itself, and four times as long."""
    text = content.translate(None, _BLANKS).removeprefix(b"<~").partition(b"~")[0]
    missing = -len(text) % 5
    signs = text + missing * b"u"
    try:
        if signs.translate(None, _SIGNS):
            return base64.a85decode(text)  # with a sign for four noughts, or damaged
        groups = zip(*(signs[at::5] for at in range(5)), strict=True)
        words = [(((a * 85 + b) * 85 + c) * 85 + d) * 85 + e - _NOUGHTS for a, b, c, d, e in groups]
        return struct.pack(f">{len(words)}I", *words)[: 4 * len(words) - missing]
    except (ValueError, struct.error) as error:
        raise UnreadableError(_DAMAGED) from error
