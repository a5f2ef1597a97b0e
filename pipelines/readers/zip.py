"""ZIP bytes to a Document: the one document an archive holds, read by the reader of its own format.

Only the choice among the members is made here. Where an archive holds several reports, each must be added by itself.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath

from pipelines.readers.document import Document, UnreadableError, led, relocated
from pipelines.readers.packages import member_bytes, open_package
from pipelines.reasons import because

#: A page as locators of pictures name it.
_PAGE = re.compile(r"\bpage (\d+)")
#: A scanned report inside an archive has some tens of megabytes.
MAX_MEMBER = 100 * 1024 * 1024
#: An archive inside an archive is seen, one more is not.
MAX_LEVELS = 2
#: The same report in several formats: what keeps its tables best goes first.
_BEST = ("docx", "xlsx", "odt", "ole", "rtf", "html", "pdf", "ofd", "markdown", "text", "zip")


def read(data: bytes, level: int = 1) -> Document:
    """The document inside an archive, its locators led by the member's name; UnreadableError when there is not one."""
    from pipelines.readers import read_document, sniff

    if level > MAX_LEVELS:
        raise UnreadableError(because("archives_in_archives", most=MAX_LEVELS))
    package = open_package(data)
    found: list[tuple[str, str, bytes]] = []  # format, name, bytes
    pictures: list[tuple[str, bytes]] = []
    for info in sorted(package.infolist(), key=lambda info: info.filename):
        if info.is_dir() or _is_chaff(info.filename):
            continue
        content = member_bytes(package, info.filename, MAX_MEMBER)
        kind = sniff(content) if content.strip() else None
        if kind in _BEST:
            found.append((str(kind), _name(info), content))
        elif kind == "picture":
            pictures.append((_name(info), content))
    if not found and pictures:
        return _pictured(pictures)
    if not found:
        raise UnreadableError(because("nothing_in_archive"))
    kind, name, content = _chosen(found)
    document = read(content, level + 1) if kind == "zip" else read_document(content)
    for other_kind, other_name, other in found:
        if other is not content and _can_be_held_against(other_kind, other, level):
            try:
                figures = _figures(read(other, level + 1) if other_kind == "zip" else read_document(other))
            except UnreadableError:
                continue
            if figures and _figures(document) and figures != _figures(document):
                raise UnreadableError(because("differ_in_archive", name=name, other=other_name))
    return replace(led(document, name), meta={**document.meta, "member": name})


def _pictured(pictures: list[tuple[str, bytes]]) -> Document:
    """The report whose pages are the archive's pictures, in the order that their names count them."""
    from pipelines.readers.picture import n_frames, read_together

    files = sorted(
        pictures, key=lambda page: [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", page[0])]
    )
    document = read_together([content for _, content in files])
    names = [name for name, content in files for _ in range(n_frames(content))]

    def said(locator: str) -> str:
        return _PAGE.sub(lambda page: f"{names[int(page[1]) - 1]}: {page[0]}", locator)

    return replace(relocated(document, said), meta={"member": ", ".join(name for name, _ in files)})


def _can_be_held_against(kind: str, content: bytes, level: int) -> bool:
    """Whether reading a second form of the report is worth it: a PDF without fonts is a scan and takes a minute."""
    return kind not in {"text", "ofd"} and (kind != "pdf" or b"/Font" in content) and not (kind == "zip" and level > 1)


def _figures(document: Document) -> Counter[str]:
    """The figures of a document's tables, each as often as it is printed; nought may be printed as a blank."""
    texts = ("".join(cell.text.split()) for grid in document.grids for cell in grid.cells)
    return Counter(text for text in texts if text.isdecimal() and int(text) > 0)


def _is_chaff(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[0] == "__MACOSX" or path.name.startswith((".", "~$")) or path.name == "Thumbs.db"


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Windows packs Chinese names in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _chosen(found: list[tuple[str, str, bytes]]) -> tuple[str, str, bytes]:
    """The one document, or the best of one document saved in several formats."""
    if len({PurePosixPath(name).stem for _, name, _ in found}) > 1:
        reports = [item for item in found if item[0] != "text"]  # a read-me beside the report
        if len({PurePosixPath(name).stem for _, name, _ in reports}) != 1:
            names = ", ".join(name for _, name, _ in found[:5])
            raise UnreadableError(because("several_in_archive", n=len(found), names=names))
        found = reports
    return min(found, key=lambda item: (_BEST.index(item[0]), item[1]))
