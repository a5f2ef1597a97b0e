"""What an XLSX package says of its cells beside their values: styled text, number formats, pictures laid over cells."""

from __future__ import annotations

import posixpath
import zipfile

from lxml import etree

from pipelines.readers.packages import member_bytes, parse_xml
from pipelines.readers.raised import add_run
from pipelines.readers.workbooks.number_formats import BUILT_IN
from pipelines.readers.workbooks.sheets import MOST_REACHED

_OFF = frozenset({"0", "false"})


def relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part of a package refers to: id -> (kind, part); what lies outside the package is left out."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in package.namelist():
        return {}
    return {
        relation.get("Id", ""): (
            (relation.get("Type") or "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/"),
        )
        for relation in parse_xml(member_bytes(package, listed), listed)
        if relation.get("TargetMode") != "External"
    }


def styled_strings(package: zipfile.ZipFile) -> dict[int, str]:
    """The shared strings of a workbook that strike words out or raise them, as they are seen."""
    name = "xl/sharedStrings.xml"
    if name not in package.namelist():
        return {}
    content = member_bytes(package, name)
    if b"vertAlign" not in content and b"strike" not in content:
        return {}
    entries = enumerate(parse_xml(content, name).iterchildren("{*}si"))
    return {number: shown for number, entry in entries if (shown := styled(entry)) is not None}


def styled(entry: etree._Element) -> str | None:
    """The text of a string as seen; None where no run of it is struck out or raised."""
    if next(entry.iter("{*}vertAlign", "{*}strike"), None) is None:
        return None
    parts: list[str] = []
    was_raised = False
    for run in entry.iterchildren("{*}r"):
        text = run.findtext("{*}t") or ""
        struck, shift = run.find("{*}rPr/{*}strike"), run.find("{*}rPr/{*}vertAlign")
        if struck is not None and struck.get("val", "1") not in _OFF:
            continue
        is_raised = shift is not None and shift.get("val") != "baseline"
        add_run(parts, text, is_raised=is_raised, again=was_raised)
        was_raised = is_raised
    return "".join(parts)


def formats(package: zipfile.ZipFile) -> list[str]:
    """For each style of a cell its number format; empty for those that show no more than the value."""
    name = "xl/styles.xml"
    if name not in package.namelist():
        return []
    root = parse_xml(member_bytes(package, name), name)
    codes = {form.get("numFmtId", ""): form.get("formatCode", "") for form in root.iter("{*}numFmt")}
    codes |= {str(number): code for number, code in BUILT_IN.items() if str(number) not in codes}
    return [codes.get(style.get("numFmtId", ""), "") for style in root.iterfind("{*}cellXfs/{*}xf")]


def unseen_styles(package: zipfile.ZipFile) -> frozenset[str]:
    """The styles, by number, that write in white on no ground of their own: what stands in such a cell shows on no paper."""
    name = "xl/styles.xml"
    if name not in package.namelist():
        return frozenset()
    root = parse_xml(member_bytes(package, name), name)
    white = {str(at) for at, font in enumerate(root.iterfind("{*}fonts/{*}font")) if _is_white(font.find("{*}color"))}
    if not white:
        return frozenset()
    bare = {str(at) for at, fill in enumerate(root.iterfind("{*}fills/{*}fill")) if _is_bare(fill)}
    styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(
        str(at) for at, style in styles if style.get("fontId", "0") in white and style.get("fillId", "0") in bare
    )


def _is_white(colour: etree._Element | None) -> bool:
    if colour is None or colour.get("tint", "0") not in _OFF:
        return False
    is_named = colour.get("theme") == "0" or colour.get("indexed") in {"1", "9"}
    return is_named or (colour.get("rgb") or "").upper() in {"FFFFFFFF", "00FFFFFF"}


def _is_bare(fill: etree._Element) -> bool:
    """Whether a fill leaves the paper white."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return False
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _is_white(pattern.find("{*}fgColor")))


def pictured(package: zipfile.ZipFile, sheet: str) -> frozenset[tuple[int, int]]:
    """The cells (row, column) of a sheet in which a picture lies."""
    drawings = [part for kind, part in relations(package, sheet).values() if kind == "drawing"]
    found = set()
    for part in drawings:
        if part not in package.namelist():
            continue
        for anchor in parse_xml(member_bytes(package, part), part):
            if next(anchor.iter("{*}pic"), None) is None:
                continue
            first, last = _corner(anchor.find("{*}from")), _corner(anchor.find("{*}to"))
            if first is None or (last is not None and _reach(first, last) > MOST_REACHED):
                continue
            found.add(first)
    return frozenset(found)


def _reach(first: tuple[int, int], last: tuple[int, int]) -> int:
    return max(last[0] - first[0], last[1] - first[1]) + 1


def _corner(corner: etree._Element | None) -> tuple[int, int] | None:
    if corner is None:
        return None
    row, col = (corner.findtext(f"{{*}}{name}") or "" for name in ("row", "col"))
    return (int(row), int(col)) if row.isdecimal() and col.isdecimal() else None
