"""Opens what office files are wrapped in: zip packages and the XML inside, under limits.

Only unwrapping belongs here (sizes, encryption, entity expansion); what the parts mean belongs to the readers.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from pipelines.readers.document import UnreadableError
from pipelines.reasons import because

#: A report's package unpacks to a few megabytes; pictures may add some tens. Past this it is a zip bomb.
MAX_UNZIPPED = 200 * 1024 * 1024
#: One XML part: the text of a report with its markup stays below 5 MB; parsing costs ten times the size in memory.
MAX_PART = 40 * 1024 * 1024
#: Tags in one XML part: a report has some 50,000; each costs some microseconds and half a kilobyte.
MAX_TAGS = 600_000
#: Word writes some dozens of members, a package with pictures some hundreds.
MAX_MEMBERS = 5_000
#: The form has 25 rows of 10 places; a table past this is data of another kind or an attack, and costs memory.
MAX_CELLS_PER_TABLE = 50_000
#: Tables and boxes inside one another; lxml itself stops at 256 levels of markup without `huge_tree`.
MAX_DEPTH = 20

_ENCRYPTED = 0x1


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip archive in `data`; UnreadableError when it is cut, broken, or unpacks past the limits."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(because("broken_package")) from error
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(because("too_many_members", most=MAX_MEMBERS))
    if sum(member.file_size for member in members) > MAX_UNZIPPED:
        raise UnreadableError(because("package_too_large", most=MAX_UNZIPPED >> 20))
    return package


def member_bytes(package: zipfile.ZipFile, name: str, limit: int = MAX_PART) -> bytes:
    """The bytes of one member; UnreadableError when it is missing, encrypted, damaged or larger than `limit`."""
    try:
        info = package.getinfo(name)
    except KeyError as error:
        raise UnreadableError(because("no_part", name=name)) from error
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError(because("locked_package"))
    try:
        with package.open(info) as stream:
            # The directory's size may lie: never read past the limit, whatever it says.
            content = stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableError(because("damaged_part", name=name)) from error
    if len(content) > limit:
        raise UnreadableError(because("part_too_large", name=name, most=limit >> 20))
    return content


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root of an XML part: no entity is expanded, nothing is fetched; UnreadableError when it is not well formed."""
    # Office files never carry a document type; without one there are no entities to expand.
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise UnreadableError(because("entities", name=name))
    if content.count(b"<") > MAX_TAGS:
        raise UnreadableError(because("too_many_tags", name=name, most=MAX_TAGS))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(because("not_well_formed", name=name, detail=error.msg)) from error


def first_child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child of this name, None without one; `find`, which takes paths, takes four times as long."""
    return next(element.iterchildren(tag), None)


def core_properties(package: zipfile.ZipFile) -> dict[str, str]:
    """The core properties of an office package by their lower-case names: title, creator, created, modified, ..."""
    name = "docProps/core.xml"
    if name not in package.namelist():
        return {}
    meta = {}
    for element in parse_xml(member_bytes(package, name), name):
        if element.text and element.text.strip():
            meta[etree.QName(element).localname.lower()] = element.text.strip()
    return meta
