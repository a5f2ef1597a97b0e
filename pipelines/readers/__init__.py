"""Readers: bytes to a Document, one module a format, chosen by what the bytes are and never by a name.

Only the choice is made here.
"""

from __future__ import annotations

import importlib
import io
import re
import zipfile

from pipelines.readers.document import Document, UnreadableError

#: No report is larger; a scanned one of 50 pages has about 30 MB.
MAX_BYTES = 100 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|meta|table|tbody|tr|td|div|p|span|h[1-6]|br|font|center|article|section)[\s>/]",
    re.IGNORECASE,
)
_MARKDOWN_ROW = re.compile(rb"^\s*\|.*\|.*\|\s*$", re.MULTILINE)


def read_document(data: bytes) -> Document:
    """Read a document of any supported format; UnreadableError carries one plain sentence."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError("The document is empty.")
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"The document has {len(data)} bytes, more than the {MAX_BYTES} that a report may have.")
    name = sniff(data)
    if name == "picture":
        raise UnreadableError("The document is a picture; pictures are not read yet.")
    if name is None:
        raise UnreadableError("The document is of no format that is read.")
    try:
        reader = importlib.import_module(f"pipelines.readers.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"pipelines.readers.{name}":
            raise
        raise UnreadableError(f"Documents of the format {name} are not read yet.") from error
    document: Document = reader.read(data)
    return document


def sniff(data: bytes) -> str | None:
    """The reader's name for these bytes: pdf, docx, xlsx, odt, ofd, zip, ole, rtf, picture, html, markdown, text; None for none."""
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(_OLE):
        return "ole"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if any(data.startswith(magic) for magic in _PICTURES):
        return "picture"
    plain = data[:65536]
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        plain = plain.replace(b"\x00", b"")
    elif b"\x00" in data[:1024].strip(b"\x00"):
        return None
    if _MARKUP.search(plain):
        return "html"
    if _MARKDOWN_ROW.search(data):
        return "markdown"
    return "text"


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableError("The package is damaged or cut short; its directory cannot be read.") from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names:
        return "odt"
    if any(name.lower().endswith("ofd.xml") for name in names):
        return "ofd"
    return "zip"
