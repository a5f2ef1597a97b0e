"""Legacy Word bytes (DOC, WPS) to a Document, by way of DOCX.

The conversion is the work of a library (`msdoc2docx`, imported as doc2docx), that of text boxes of `doc_boxes.py`;
reading its result is that of the DOCX reader. Locators lead into the converted file, whose tables, rows and cells stand in
the order of the original.
"""

from __future__ import annotations

import importlib
import struct
import tempfile
from dataclasses import replace
from pathlib import Path

from pipelines.readers import docx
from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.office.doc_boxes import boxes
from pipelines.readers.raised import OBJECT
from pipelines.reasons import because

#: What a parser of a binary format raises on a damaged file besides its own errors.
_DAMAGE = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError, RecursionError, struct.error)


def read(data: bytes) -> Document:
    """The document of a DOC or WPS file; UnreadableError when it is locked, damaged or cannot be converted."""
    try:
        converter = importlib.import_module("doc2docx")
        errors = importlib.import_module("doc2docx.errors")
    except ModuleNotFoundError as error:
        raise UnreadableError(because("no_converter")) from error
    with tempfile.TemporaryDirectory(prefix="gongkai-doc-") as folder:
        source, target = Path(folder) / "source.doc", Path(folder) / "target.docx"
        source.write_bytes(data)
        try:
            converter.convert(source, target)
        except errors.EncryptedDocumentError as error:
            raise UnreadableError(because("locked_word")) from error
        except (errors.Doc2DocxError, *_DAMAGE) as error:
            raise UnreadableError(because("not_converted", detail=error)) from error
        converted = target.read_bytes()
    document = docx.read(converted)
    return replace(document, format="doc", blocks=_with_boxes(document.blocks, data))


def _with_boxes(blocks: tuple[Text | Grid, ...], data: bytes) -> tuple[Text | Grid, ...]:
    """The blocks with the words in text boxes, which the converter leaves out: those that hang above the tables in the place of the
    first, the rest behind everything.
    """
    try:
        found = boxes(data)
    except (*_DAMAGE, UnreadableError):
        return blocks
    if not found:
        return blocks
    ahead, behind = (
        tuple(
            Text(line, 0, f"text box {number}")
            for number, box in enumerate(found, 1)
            for line in box.lines
            if box.is_ahead == is_ahead
        )
        for is_ahead in (True, False)
    )
    kept = [block for block in blocks if isinstance(block, Grid) or not _is_mark(block)]
    first = next((at for at, block in enumerate(blocks) if isinstance(block, Grid) or _is_mark(block)), 0)
    at = first if any(map(_is_mark, blocks[first : first + 1])) else 0
    return (*kept[:at], *ahead, *kept[at:], *behind)


def _is_mark(block: Text | Grid) -> bool:
    """Whether a text is nothing but the marks of what hangs there."""
    return isinstance(block, Text) and bool(block.text) and not block.text.strip(OBJECT)
