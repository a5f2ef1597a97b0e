"""Word files that are one XML text to a Document: those of Word 2003 (WordprocessingML) and packages laid flat.

Only what sets them apart from DOCX is known here; reading the body is that of the DOCX reader.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from pipelines.readers import docx
from pipelines.readers.document import Document, UnreadableError
from pipelines.readers.office.docx_styles import W, styles_of
from pipelines.readers.packages import parse_xml
from pipelines.reasons import because

_OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
_SECTIONS = frozenset({"sect", "sub-section"})
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge"}


def read(data: bytes) -> Document:
    """The document of a Word file in one XML text; UnreadableError when it is not well formed or has no body."""
    root = parse_xml(data.lstrip().replace(_OLD.encode(), W[1:-1].encode()), "document.xml")
    body = next(root.iter(f"{W}body"), None)
    if body is None:
        raise UnreadableError(because("no_word_body"))
    for element in list(body.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in _RENAMED and element.tag.startswith(W):
            element.tag = W + _RENAMED[name]
        elif name in _SECTIONS and not element.tag.startswith(W):
            element.tag = f"{W}sdtContent"  # only groups what it holds
    return replace(docx.document_of(body, styles_of(root.iter(f"{W}style"))), format="word_xml")
