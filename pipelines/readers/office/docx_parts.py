"""What a Word file shows out of other parts of its package: a workbook set into the text, a page taken in as a whole.

An object shows one sheet of its workbook; where several have something, which one it shows is not told. What such a part
says is read by the reader of its own format.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from pipelines.readers.document import Document, Grid, Text, UnreadableError, led
from pipelines.readers.packages import member_bytes, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_O = "{urn:schemas-microsoft-com:office:office}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHUNK = f"{_W}altChunk"
OBJECT_IN_TEXT = f"{_W}object"
#: Parts that are read of one file; a report has three tables.
MOST_PARTS = 20
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"MIME-Version:", b"From:")


def targets_of(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts of the package that a part refers to, by the names it gives them."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    known = set(package.namelist())
    if relations not in known:
        return {}
    found = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip(
            "/"
        )
        for relation in parse_xml(member_bytes(package, relations), relations)
        if relation.get("TargetMode") != "External"
    }
    return {name: target for name, target in found.items() if target in known}


@dataclass(slots=True)
class Parts:
    """The other parts of a package, each read once it is met."""

    package: zipfile.ZipFile
    targets: dict[str, str]
    n_read: int = 0

    def in_paragraph(self, paragraph: etree._Element) -> list[Text | Grid]:
        """The blocks of the workbooks set into a paragraph."""
        if paragraph.find(f".//{OBJECT_IN_TEXT}") is None:
            return []
        shown = [
            each.get(f"{_R}id", "")
            for each in paragraph.iter(f"{_O}OLEObject")
            if each.get("Type") == "Embed" and each.get("DrawAspect", "Content") == "Content" and _is_there(each)
        ]
        return [block for name in dict.fromkeys(shown) for block in self._workbook(name)]

    def chunk(self, element: etree._Element) -> list[Text | Grid]:
        """The blocks of a page that the file takes in."""
        from pipelines.readers import html

        data = self._data(element.get(f"{_R}id", ""))
        return self._read(html.read, data) if data.lstrip().startswith(_MARKUP) else []

    def _workbook(self, name: str) -> list[Text | Grid]:
        from pipelines.readers import xlsx

        data = self._data(name)
        blocks = self._read(xlsx.read, data) if data.startswith(b"PK") else []
        sheets = {block.locator.rpartition("!")[0] for block in blocks}
        return blocks if len(sheets) == 1 else []

    def _data(self, name: str) -> bytes:
        self.n_read += 1
        target = self.targets.get(name)
        return member_bytes(self.package, target) if target and self.n_read <= MOST_PARTS else b""

    def _read(self, read: Callable[[bytes], Document], data: bytes) -> list[Text | Grid]:
        try:
            document: Document = led(read(data), f"part[{self.n_read}]")
        except UnreadableError:  # the words around it remain; that a table is lacking is said of the report
            return []
        return list(document.blocks)


def _is_there(element: etree._Element) -> bool:
    """Whether an element was not deleted or moved away."""
    return not any(around.tag in (f"{_W}del", f"{_W}moveFrom") for around in element.iterancestors())
