"""The parts of an OFD package: its XML by path, its templates, and what its resource files keep by number.

Paths and numbers belong here; what stands on a page is read by `ofd`.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from pipelines.readers.packages import member_bytes, parse_xml


class Package:
    """The parts of an OFD package by their path, in whatever spelling the package has them."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.by_path = {name.replace("\\", "/").lstrip("/"): name for name in package.namelist()}

    def find(self, ending: str) -> str | None:
        """The first part whose path ends so, in whatever case; None without one."""
        return next((path for path in sorted(self.by_path) if path.lower().endswith(ending)), None)

    def xml(self, path: str) -> etree._Element:
        """A part as XML; UnreadableError when it is missing or damaged."""
        return parse_xml(self.content(path), path)

    def content(self, path: str) -> bytes:
        """A part's bytes; UnreadableError when it is missing or damaged."""
        return member_bytes(self.package, self.by_path.get(path, path))

    def join(self, base: str, target: str) -> str:
        """A part named in `base`: from the package's root where it begins with a slash, else beside `base`."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


class Parts:
    """What the pages of one document share: templates, pictures and composite units, each by its number."""

    def __init__(self, package: Package, path: str) -> None:
        self.package, self.path = package, path
        self.root = package.xml(path)

    @cached_property
    def templates(self) -> dict[str, etree._Element]:
        """The template pages, such as a letterhead or the empty form, by their number."""
        found = {}
        for entry in self.root.iterfind("{*}CommonData/{*}TemplatePage"):
            found[entry.get("ID", "")] = self.package.xml(self.package.join(self.path, entry.get("BaseLoc", "")))
        return found

    def picture(self, number: str | None) -> bytes | None:
        """The bytes of a picture; None where no resource file has them."""
        path = self._media.get(number or "")
        return self.package.content(path) if path in self.package.by_path else None

    @cached_property
    def units(self) -> dict[str, etree._Element]:
        """The composite units, groups of objects that pages place as one, by their number."""
        return {
            unit.get("ID", ""): unit
            for _, root in self._resources()
            for unit in root.iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit")
        }

    @cached_property
    def _media(self) -> dict[str, str]:
        paths = {}
        for path, root in self._resources():
            folder = self.package.join(path, root.get("BaseLoc") or ".")
            for media in root.iterfind("{*}MultiMedias/{*}MultiMedia"):
                file = (media.findtext("{*}MediaFile") or "").strip()
                paths[media.get("ID", "")] = self.package.join(f"{folder}/.", file)
        return paths

    def _resources(self) -> Iterator[tuple[str, etree._Element]]:
        names = ("PublicRes", "DocumentRes")
        for element in (found for name in names for found in self.root.iterfind(f"{{*}}CommonData/{{*}}{name}")):
            path = self.package.join(self.path, (element.text or "").strip())
            if path in self.package.by_path:
                yield path, self.package.xml(path)
