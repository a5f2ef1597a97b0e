"""Legacy Word bytes (DOC, WPS) to a Document, by way of DOCX.

The conversion is the work of a library (`msdoc2docx`, imported as doc2docx); reading its result is that of the DOCX
reader. Locators lead into the converted file, whose tables, rows and cells stand in the order of the original.
"""

from __future__ import annotations

import importlib
import struct
import tempfile
from dataclasses import replace
from pathlib import Path

from pipelines.readers import docx
from pipelines.readers.document import Document, UnreadableError
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
    return replace(docx.read(converted), format="doc")
