"""Whether the compressed parts of a PDF unpack to the end: a damaged one shows a page with digits and rows missing.

PDFium reads on past the damage and says nothing. Each part carries a checksum, so damage can be told for certain; what
the parts mean is not known here. Pictures are not looked at, locked files cannot be.
"""

from __future__ import annotations

import base64
import re
import zlib

from pipelines.readers.document import UnreadableError
from pipelines.readers.pdfs.forms import check_forms, has_forms
from pipelines.reasons import because

#: What all compressed parts of a report unpack to stays below some 20 MB; its fonts are most of it.
MAX_UNPACKED = 200 * 1024 * 1024

_START = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,9})(?!\s+\d+\s+R)")
#: Pictures, the outlines of fonts, and what is packed in another way besides.
_NOT_READ = (
    b"/Image", b"/Length1", b"/CIDFontType0C", b"/Type1C", b"/OpenType",
    b"/DCTDecode", b"/LZWDecode", b"/ASCIIHexDecode", b"/RunLengthDecode", b"/Crypt",
)  # fmt: skip
_BLANKS = b"\r\n\t \x00\x0c"
_DAMAGED = because("damaged_pdf")


def check_streams(data: bytes) -> None:
    """UnreadableError when a deflated part is damaged, or when the parts unpack past the limit."""
    if b"/Encrypt" in data:
        return
    room = MAX_UNPACKED
    parts: list[tuple[int, bytes, bytes]] | None = [] if has_forms(data) else None
    for match in _START.finditer(data):
        head = data[max(data.rfind(b" obj", 0, match.start()), match.start() - 2_000, 0) : match.end()]
        if any(mark in head for mark in _NOT_READ):
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
    rest, size = content, 0
    try:
        while rest:
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
    """The bytes written as printable characters, five for four."""
    text = content.translate(None, _BLANKS).removeprefix(b"<~")
    try:
        return base64.a85decode(text.partition(b"~")[0])
    except ValueError as error:
        raise UnreadableError(_DAMAGED) from error
