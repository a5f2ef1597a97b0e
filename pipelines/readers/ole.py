"""OLE compound files to a Document: looks at the streams inside and calls the reader they need.

Only the choice is made here; XLS and legacy Word have their own readers.
"""

from __future__ import annotations

from pipelines.readers import doc, xls
from pipelines.readers.document import Document, UnreadableError
from pipelines.readers.office.compound import Compound
from pipelines.reasons import because


def read(data: bytes) -> Document:
    """The document of an XLS, DOC or WPS file; UnreadableError when it is locked or of another program."""
    names = Compound(data).names
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise UnreadableError(because("locked_file"))
    if "Workbook" in names or "Book" in names:
        return xls.read(data)
    if "WordDocument" in names:
        return doc.read(data)
    raise UnreadableError(because("ole_of_neither"))
