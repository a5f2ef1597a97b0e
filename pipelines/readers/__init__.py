"""Readers: bytes to a Document, one module a format, chosen by what the bytes are and never by a name.

Here only the choice is made, and beside it stands one module a format. The folders hold what formats are made of: `markup`,
`office`, `workbooks`, `written` (text), `pdfs`; what any format may need, as `spans`; `pages` for all that only places
characters, `unruled` for tables there without rulings, which `placed` puts in order with the rest; `pixels` and `scans` for pages
that are pictures.
"""

from __future__ import annotations

import importlib
import io
import re
import zipfile

from pipelines.readers.document import Document, Grid, UnreadableError
from pipelines.readers.prose_rows import with_prose_of_rows
from pipelines.readers.scans.pictured import PICTURE
from pipelines.reasons import because

#: No report is larger; a scanned one of 50 pages has about 30 MB.
MAX_BYTES = 100 * 1024 * 1024

#: Text without pictures: a long report has 100 KB. Pages may carry their pictures inside.
MAX_TEXT_BYTES = {"text": 8 * 1024 * 1024, "markdown": 8 * 1024 * 1024, "html": 32 * 1024 * 1024}
#: Rows times columns of one table, or what its cells reach over; the form cut to its finest columns has some 2,000.
MAX_PLACES = 200_000

#: Where the first element of an XML text ends at the latest, its namespaces included.
_XML_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Packed files that only programs of their own unpack.
_PACKED = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z"}
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|meta|table|tbody|tr|td|div|p|span|h[1-6]|font|center|article|section)[\s>/]",
    re.IGNORECASE,
)
#: The first element of an office file says whose names it uses.
_NAMESPACE = b"xmlns"
#: Office files that are one XML text, by the name of what they hold and of what reads it.
_OFFICE_XML = {
    "spreadsheetml": re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"),
    "word_xml": re.compile(rb"<(?:w:wordDocument|pkg:package)\b"),
    "odt": re.compile(rb"<office:document\b[^>]*urn:oasis:names:tc:opendocument"),
}
#: A page saved as one file with its pictures; its markup may be coded, so that none of it is seen.
_MIME = re.compile(rb"\s*(?:MIME-Version:|From: <|Content-Type:\s*multipart/related)", re.IGNORECASE)
#: What a page has, beside the tags that tools leave around Markdown; or what hides a part of it, as `markup.style` tells.
_PAGE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|meta|tr|td|script|style|template|noscript)[\s>/]|\shidden[\s>=]"
    rb"|(?:display|visibility|opacity|position|overflow|filter|transform|text-indent|mso-hide)\s*:|line-through"
    rb"|font-size\s*:\s*(?:0|\.0|1(?:\.\d+)?p)|(?<![-\w])color\s*:\s*(?:#f|white|transparent|rgb)|<font[^<>]{0,200}color=.?(?:#f|white)",
    re.IGNORECASE,
)
#: Tables written as markup within Markdown, and the signs of that around them.
_TAGGED_TABLE = re.compile(rb"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MARKDOWN_LINE = re.compile(rb"^(?:#{1,6} +\S.*|\*\*[^*\n]+(?:\*\*)?\\?)\r?$", re.MULTILINE)
#: A line break is markup as well, but cells of Markdown tables hold it too.
_BREAK = re.compile(rb"<\s*br[\s>/]", re.IGNORECASE)
_MARKDOWN_ROW = re.compile(rb"^[ \t>]*+\|[^|\n]*+\|.*\|[ \t]*+\r?$", re.MULTILINE)
_MARKDOWN_RULE = re.compile(rb"^[ \t>]*+(?:\|[ \t]*+)?:?-++:?[ \t]*+\|[-:| \t]*+\r?$", re.MULTILINE)
#: The line between two rows of a table drawn with signs.
_DRAWN = re.compile(rb"^[ \t]*\+[-=]+\+", re.MULTILINE)
#: A row with bars between its cells and none around them.
_OPEN_ROW = re.compile(rb"^[ \t]*[^|\s].*\|", re.MULTILINE)
#: The line below the first row of such a table.
_OPEN_RULE = re.compile(rb"^[ \t]*-+(?:\|-+)+[ \t]*\r?$", re.MULTILINE)


def read_document(data: bytes) -> Document:
    """Read a document of any supported format; UnreadableError carries one plain sentence."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableError(because("empty_file"))
    if len(data) > MAX_BYTES:
        raise UnreadableError(because("too_many_bytes", size=len(data), most=MAX_BYTES))
    name = sniff(data)
    for magic, packed in _PACKED.items():
        if data.startswith(magic):
            raise UnreadableError(because("packed_otherwise", packed=packed))
    if name is None:
        raise UnreadableError(because("unknown_format"))
    if len(data) > MAX_TEXT_BYTES.get(name, MAX_BYTES):
        raise UnreadableError(because("too_much_text", size=len(data), name=name))
    try:
        reader = importlib.import_module(f"pipelines.readers.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"pipelines.readers.{name}":
            raise
        raise UnreadableError(because("format_unread", name=name)) from error
    document: Document = reader.read(data)
    for grid in document.grids:
        if _places(grid) > MAX_PLACES:
            raise UnreadableError(because("too_many_places", most=MAX_PLACES))
    return with_prose_of_rows(document)


def _places(grid: Grid) -> int:
    """The places of a table's lattice, or those its cells claim where spans lie over one another and they are more."""
    places = grid.n_rows * grid.n_cols
    if places * len(grid.cells) <= MAX_PLACES:  # no cell claims more than the whole
        return places
    return max(places, sum(cell.row_span * cell.col_span for cell in grid.cells))


def sniff(data: bytes) -> str | None:
    """The reader's name for these bytes: pdf, docx, xlsx, odt, ofd, zip, ole, rtf, picture, spreadsheetml, word_xml,
    html, markdown, text; None for none.
    """
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(_OLE):
        return "ole"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if PICTURE.match(data):
        return "picture"
    plain = data[:65536]
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        plain = plain.replace(b"\x00", b"")
    elif b"\x00" in data[:1024].strip(b"\x00"):
        return None
    first = plain[:_XML_HEAD]
    for name, pattern in _OFFICE_XML.items() if _NAMESPACE in first else ():
        if pattern.search(first):
            return name
    if _MIME.match(plain):
        return "html"
    is_marked_up = _MARKUP.search(plain) is not None
    if is_marked_up and _PAGE.search(data):  # asked ahead of rows: a page says so in its first line
        is_between = not head.startswith(b"<") and (_MARKDOWN_LINE.search(plain) or _DRAWN.search(data))
        return "markdown" if is_between and not _PAGE.search(_TAGGED_TABLE.sub(b"", data)) else "html"
    has_rows = _MARKDOWN_ROW.search(data) and not _DRAWN.search(data)
    if is_marked_up:
        return "markdown" if has_rows and _MARKDOWN_RULE.search(data) else "html"
    is_open = _OPEN_ROW.search(data) is not None
    if has_rows and not (is_open and _OPEN_RULE.search(data)) and (_MARKDOWN_RULE.search(data) or not is_open):
        return "markdown"
    return "html" if _BREAK.search(plain) else "text"


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableError(because("damaged_package")) from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names:
        return "odt"
    if any(name.lower().endswith("ofd.xml") for name in names):
        return "ofd"
    return "zip"
