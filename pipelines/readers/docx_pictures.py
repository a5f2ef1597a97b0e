"""Tables that a Word file shows as pictures: found in the order they stand in, and read where it has no other table."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import replace

from lxml import etree

from pipelines.readers.document import Document, UnreadableError, led
from pipelines.readers.packages import member_bytes, parse_xml

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
#: A report shown as pictures has so many at most; looking at one takes a third of a second.
MOST_PICTURES = 40


def pictures_of(package: zipfile.ZipFile, part: str, root: etree._Element) -> list[bytes]:
    """The pictures that the document `root` of a package shows, in their order and each once."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    if relations not in package.namelist():
        return []
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
        for relation in parse_xml(member_bytes(package, relations), relations)
        if relation.get("TargetMode") != "External"
    }
    shown = [
        targets.get(picture.get(f"{_R}embed") or picture.get(f"{_R}id"))
        for picture in root.iter(f"{_A}blip", f"{_V}imagedata")
    ]
    known = set(package.namelist())
    names = [name for name in dict.fromkeys(shown) if name in known]
    return [member_bytes(package, name) for name in names[:MOST_PICTURES] if name]


def with_pictured_tables(document: Document, pictures: list[bytes]) -> Document:
    """The document with what its pictures of tables say behind its words; as given where they cannot be read."""
    if not pictures:
        return document
    from pipelines.readers.picture import read_together, shows_table

    tables = [picture for picture in pictures if shows_table(picture)]
    if not tables:
        return document
    try:
        shown = led(read_together(tables), "pictures of tables")
    except UnreadableError:  # the words remain; that the form's tables are lacking is said of the report
        return document
    return replace(document, blocks=(*document.blocks, *shown.blocks), readings=shown.readings)
