"""The pictures that a Word file shows, in the order they stand in."""

from __future__ import annotations

import zipfile

from lxml import etree

from pipelines.readers.office.docx_parts import targets_of
from pipelines.readers.packages import member_bytes
from pipelines.readers.scans.pictured import MOST_PICTURES

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def pictures_of(package: zipfile.ZipFile, part: str, root: etree._Element) -> list[bytes]:
    """The pictures that the document `root` of a package shows, in their order and each once."""
    targets = targets_of(package, part)
    shown = [
        targets.get(picture.get(f"{_R}embed") or picture.get(f"{_R}id") or "")
        for picture in root.iter(f"{_A}blip", f"{_V}imagedata")
    ]
    names = list(dict.fromkeys(shown))
    return [member_bytes(package, name) for name in names[:MOST_PICTURES] if name]
