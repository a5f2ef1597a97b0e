"""HTML bytes to a Document: a page's seen text in reading order, its tables as grids.

Here a page is taken apart and put in order; in `markup` stand what of it is not seen (`unseen.py`), how a table is laid out
(`table.py`), tables drawn with other elements (`boxes.py`) and wrappings of a page (`wrapping.py`). Which table is the form is
not decided here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from contextlib import suppress

from lxml import etree

from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.encoding import decoded
from pipelines.readers.markup.boxes import box_grids
from pipelines.readers.markup.links import mark_links, read_links
from pipelines.readers.markup.raised import set_off_raised
from pipelines.readers.markup.scripted import mark_scripted
from pipelines.readers.markup.style import attributes_of, css_of
from pipelines.readers.markup.table import holds_words, mend_rows, table_grid
from pipelines.readers.markup.tree import (
    BREAK,
    FOLD,
    HEADINGS,
    LEVEL_END,
    LEVELS,
    Element,
    empty,
    mark_blocks,
    mark_lines,
    text_of,
    without_heading_marks,
)
from pipelines.readers.markup.unseen import leave_out_silent, leave_out_unseen, mark_put_in, mark_turned, show_fields
from pipelines.readers.markup.wrapping import unwrap
from pipelines.readers.prose_rows import without_prose
from pipelines.readers.raised import OBJECT
from pipelines.readers.scans.pictured import MOST_PICTURES, with_pictured_tables
from pipelines.readers.text import blocks_of_text
from pipelines.reasons import because

#: What a table may hold that must be marked or taken out before its cells are read.
_CROWDING = ("table", "pre", *HEADINGS)
_TABLE_PARTS = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
#: Bytes that no text of a tree may hold; a NUL would even end the parser's input. A form feed is a blank.
_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\r\f")
_BLANKS = bytes.maketrans(b"\f", b" ")
#: No characters.
_NEVER_CHARACTERS = ("\ufffe", "\uffff")
#: References to the same, by number. A pattern looks for two bytes three times as fast as `in` does.
_REFERENCE = re.compile(rb"&#")
_NEVER_REFERENCES = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45])(?![0-9])"
    rb"|x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]|d[89a-f][0-9a-f]{2})(?![0-9a-f]));?",
    re.IGNORECASE,
)
#: Browsers take a cell that closes itself for one that opens; what follows is in it.
_MAY_CLOSE_CELLS = re.compile(rb"<t[dh] ?/")
_CLOSED_CELL = re.compile(rb"<(td|th)(\s[^<>]*|)/>", re.IGNORECASE)
#: Ends that a browser passes over where more follows, as where a server puts a page together of whole ones; to the parser
#: what follows is another tree.
_ENDS = re.compile(rb"</(?:body|html)\b[^<>]*>", re.IGNORECASE)
_CARRIED = re.compile(r"\s*data:image/[\w.+-]+;base64,(.*)", re.IGNORECASE | re.DOTALL)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(data: bytes) -> Document:
    """The document of an HTML page; UnreadableError when there is no markup to read."""
    page, own = decoded(data)
    text, said = unwrap(page)
    for never in _NEVER_CHARACTERS:
        if never in text:
            text = text.replace(never, "")
    text = _XML_DECLARATION.sub("", text)
    encoded = own if own is not None and text is page else text.encode("utf-8", errors="replace")
    markup = encoded.translate(_BLANKS, _CONTROLS)
    if b"&" in markup and _REFERENCE.search(markup):
        markup = _NEVER_REFERENCES.sub(b"", markup)
    if not markup.strip():
        raise UnreadableError(because("empty_page"))
    lower = markup.lower()
    if _MAY_CLOSE_CELLS.search(lower):
        markup = _CLOSED_CELL.sub(rb"<\1\2>", markup)
    if -1 < lower.find(b"</html") < lower.rfind(b"<"):
        markup = _ENDS.sub(b"", markup)
    root = _parse(markup)
    meta = _meta(root) | said
    css = css_of(root)
    mark_scripted(root)
    leave_out_silent(root)
    attributes = attributes_of(root)
    styles = "\n".join(attributes).lower()
    # Tables are numbered as they stand in the page, seen or not; holding them keeps their numbers theirs.
    numbers = {table: number for number, table in enumerate(root.iter("table"), 1)}
    leave_out_unseen(root, lower, attributes, css)
    mark_put_in(root, css)
    mark_turned(root, styles, css)
    carried = _carried_pictures(root)
    show_fields(root, lower, styles)
    set_off_raised(root, styles, css)
    mend_rows(root, lower)
    folder = _Folder(root, numbers)
    text = text_of(root)
    if boxes := box_grids(root, text, css):
        for elements, grid in boxes:
            folder.fold(elements, [grid])
    if mark_links(root) or boxes:
        text = text_of(root)
    whole = b"<html" not in lower[:4096] or b"</html" in lower[-4096:]
    blocks, pictures = _in_order(text, folder.folded)
    document = Document("html", tuple(blocks), meta, whole, pictures=pictures)
    return with_pictured_tables(document, carried)


def _carried_pictures(root: Element) -> list[bytes]:
    """The pictures that a page carries in itself, in their order; one that is damaged is none."""
    found: list[bytes] = []
    for picture in root.iter("img"):
        match = _CARRIED.match(picture.get("src") or "")
        if match and len(found) < MOST_PICTURES:
            with suppress(binascii.Error):
                found.append(base64.b64decode(match[1]))
    return found


def _parse(markup: bytes) -> Element:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(markup, parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError(because("markup_unread", detail=error)) from error
    if root is None:
        raise UnreadableError(because("no_markup"))
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(because("markup_too_deep"))
    return root


def _meta(root: Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    title = next(root.iter("title"), None)
    if title is not None:
        meta.setdefault("title", _SPACES.sub(" ", text_of(title)).strip())
    return meta


def _mark_headings(root: Element) -> None:
    for element in root.iter(*HEADINGS):
        element.text = BREAK + LEVELS[int(element.tag[1]) - 1] + (element.text or "")
        element.tail = BREAK + LEVEL_END + element.tail


class _Folder:
    """Takes tables out of a page as blocks and leaves a number in their place, so that the rest is one run of text."""

    def __init__(self, root: Element, numbers: Mapping[Element, int]) -> None:
        self.folded: dict[int, list[Grid | Text]] = {}
        self._numbers = numbers
        self._next = len(numbers) + 1
        tables = list(reversed(list(root.iter("table"))))  # inner tables first
        crowded = {table for inner in root.iter(*_CROWDING) for table in inner.iterancestors("table")}
        self._around = {table for inner in tables for table in inner.iterancestors("table")}
        for table in tables:
            if table not in crowded:
                self._table(table, numbers[table], is_marked=False)
        mark_blocks(root)
        _mark_headings(root)
        for table in tables:
            if table in crowded:
                self._table(table, numbers[table], is_marked=True)
        for element in root.iter("pre"):
            lines = without_heading_marks("".join(element.itertext())).replace(BREAK, "\n")
            self.fold([element], list(blocks_of_text(lines)))

    def fold(self, elements: list[Element], blocks: list[Grid | Text]) -> None:
        """Put the number of `blocks` in the place of `elements`."""
        for element in elements:
            empty(element)
        elements[0].text = f"{BREAK}{FOLD}{self._next}{BREAK}"
        self.folded[self._next] = blocks
        self._next += 1

    def _table(self, table: Element, number: int, *, is_marked: bool) -> None:
        is_around = table in self._around
        grid = table_grid(table, f"table[{number}]", self.folded, is_marked=is_marked, holds_tables=is_around)
        is_frame = is_around and any(self._numbers[inner] in self.folded for inner in table.iterdescendants("table"))
        if grid is None or (is_frame and not holds_words(table)):
            mark_lines(table, _TABLE_PARTS)
            return
        self.folded[number] = [without_prose(grid) if is_frame else grid]
        before = "".join(element.text or "" for element in table.iter("caption"))
        if is_frame:
            mark_lines(table, _TABLE_PARTS)
            table.text = f"{BREAK}{FOLD}{number}{BREAK}{table.text or ''}"
            return
        empty(table)
        lines = BREAK.join([before, f"{FOLD}{number}"]).replace("\n", BREAK)
        table.text = f"{BREAK}{lines}{BREAK}"


def _in_order(text: str, folded: dict[int, list[Grid | Text]]) -> tuple[list[Grid | Text], tuple[int, ...]]:
    """The lines of a page's text and what was taken out of it, in reading order, and before which of them pictures stand."""
    blocks: list[Grid | Text] = []
    pictures: list[int] = []
    level, in_link = 0, False
    for piece in text.split(BREAK):
        if piece.startswith(FOLD):
            number = piece[1:]
            blocks += folded.pop(int(number), []) if number.isdecimal() else []
            continue
        if not piece.strip():
            continue
        line, is_linked, in_link = read_links(_SPACES.sub(" ", piece).strip(), goes_on=in_link)
        if not line:
            continue
        if line[0] in LEVELS or line[0] == LEVEL_END:
            level = LEVELS.find(line[0]) + 1
            line = line[1:].strip()
        if words := line.replace(OBJECT, "").strip():
            blocks.append(Text(words, level, f"text[{len(blocks) + 1}]", is_linked))
        elif OBJECT in line:  # else the mark that ends a heading stands alone
            pictures.append(len(blocks))
    return blocks, tuple(pictures)
