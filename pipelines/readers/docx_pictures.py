"""The pictures that a Word file shows, in the order they stand in."""

from __future__ import annotations

import posixpath
import zipfile

from lxml import etree

from pipelines.readers.packages import member_bytes, parse_xml
from pipelines.readers.pictured import MOST_PICTURES

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


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
