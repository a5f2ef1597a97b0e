"""A table's markup to a grid: which rows and cells are its own, how far each says it reaches, what it prints.

What spans cover is laid out in `layout.py`. Whether a table is text, a frame of the page or data is decided by its shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from pipelines.readers.document import LONGEST_CELL, Cell, Grid, Text, UnreadableError
from pipelines.readers.markup.layout import MAX_CELLS_PER_TABLE, RowShape, Span, layout_of
from pipelines.readers.markup.tree import BREAK, FOLD, Element, mark_blocks, text_of, without_heading_marks, words_alone
from pipelines.reasons import because

#: A span past this is a mistake of the page; browsers go no further either.
MAX_SPAN = 1_000

_ROUGH = re.compile(f"[ \\t\\r\\n\\f\\xa0{BREAK}{FOLD}]")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_FOLDED = re.compile(f"{FOLD}(\\d+)")
_CELLS = frozenset({"td", "th"})
_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}
_SPAN = re.compile(r"\s*(\d{1,9})")
#: Elements inside a line, as word processors write them by the thousand: without them a cell's words are one text.
_INLINE = ("span", "font", "o:p", "b", "strong", "i", "em", "u", "a")
_ONE: Span = (1, 1)
#: Rows and cells that are no child of what holds them: the parser leaves them in a cell whose own elements nothing closed.
_ROWS_IN_CELLS = etree.XPath("//tr[not(parent::table or parent::tbody or parent::thead or parent::tfoot)]")
_CELLS_IN_CELLS = etree.XPath(
    "//*[self::td or self::th][not(parent::tr or parent::table or parent::tbody or parent::thead)]"
)


def table_grid(
    table: Element, locator: str, folded: Mapping[int, list[Grid | Text]], *, is_marked: bool, holds_tables: bool
) -> Grid | None:
    """The grid of a table, None where it has no two columns and so is only a box around text.

    Cells say where they stand as table, row and cell of the page, all counted as they stand in the file, those that are
    not seen too. `folded` holds the grids of the tables inside it, of which `holds_tables` says that there are any;
    `is_marked` says that lines are marked in it already.
    """
    shape: list[RowShape] = []
    texts: list[str] = []
    words = _Words(table, is_marked=is_marked, holds_tables=holds_tables)
    for place, row, last in _rows(table, holds_tables=holds_tables):
        spans: list[Span | None] = []
        cells = _cells(row)
        for cell in cells:
            span: Span | None = _ONE
            if names := cell.keys():  # most cells have no attribute, and asking for each is dear
                if "hidden" in names:
                    spans.append(None)
                    continue
                if "colspan" in names or "rowspan" in names:
                    span = _span_said(cell.get("colspan"), cell.get("rowspan"))
            spans.append(span)
            text = words_alone(cell)
            if text is None:
                text = words.of(cell, has_neighbours=len(cells) > 1)
            texts.append(text if not text or text.isalnum() else _printed(text, folded))
        shape.append((place, last, tuple(spans)))
    layout = layout_of(tuple(shape), locator)
    return layout.grid(texts, locator) if layout.n_cols > 1 else None


class _Words:
    """The words of cells that hold more than words alone: what that takes is done to the whole table, once."""

    def __init__(self, table: Element, *, is_marked: bool, holds_tables: bool) -> None:
        self._table = table
        self._is_bare, self._is_marked, self._holds_tables = False, is_marked, holds_tables

    def of(self, cell: Element, *, has_neighbours: bool) -> str:
        """The words of a cell with the marks of their lines; one beside others belongs to a table, which will be emptied."""
        text = None
        if not self._is_bare and has_neighbours and not self._holds_tables:
            etree.strip_tags(self._table, *_INLINE)
            self._is_bare = True
        if self._is_bare:
            text = words_alone(cell)
        if text is None:
            if not self._is_marked:
                mark_blocks(self._table)
                self._is_marked = True
            text = text_of(cell)
        return text


def cell_text(element: Element, folded: Mapping[int, list[Grid | Text]]) -> str:
    """A cell's text: inline markup joined without a gap, a line where a block or <br> ends one.

    A table inside a cell is what the cell prints where nothing else stands in it and the table is small.
    """
    return _printed(text_of(element), folded)


def _printed(text: str, folded: Mapping[int, list[Grid | Text]]) -> str:
    text = text.strip()
    if not text or text.isalnum() or not _ROUGH.search(text):
        return text
    text = without_heading_marks(text)
    inner = _FOLDED.findall(text)
    lines = [line for line in text.split(BREAK) if not line.startswith(FOLD)] if inner else text.split(BREAK)
    printed = "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line)
    if printed or not inner:
        return printed
    small = "\n".join(cell.text for number in inner for cell in _cells_of(folded.get(int(number), [])) if cell.text)
    return small if len(small) <= LONGEST_CELL else ""


def _cells_of(blocks: list[Grid | Text]) -> list[Cell]:
    return [cell for block in blocks if isinstance(block, Grid) for cell in block.cells]


def _rows(table: Element, *, holds_tables: bool) -> list[tuple[int, Element, int]]:
    """The seen rows of a table in the order they are shown: (number in the file, row, index behind its section's last)."""
    own = list(table.iter("tr"))
    if len(own) > MAX_CELLS_PER_TABLE:
        raise UnreadableError(because("too_many_rows", most=MAX_CELLS_PER_TABLE))
    if holds_tables:
        own = [row for row in own if next(row.iterancestors("table")) is table]
    rows = []
    for place, row in enumerate(own, 1):
        if row.get("hidden") is None:
            section = row.getparent()
            rows.append((place, row, section if section.tag in _SECTIONS else table))
    if any(section.tag in {"thead", "tfoot"} for _, _, section in rows):
        rows.sort(key=lambda found: _SECTIONS.get(found[2].tag, 1))
    ends = {id(section): number + 1 for number, (_, _, section) in enumerate(rows)}
    return [(place, row, ends[id(section)]) for place, row, section in rows]


def _cells(row: Element) -> list[Element]:
    children: list[Element] = row[:]
    if {child.tag for child in children} <= _CELLS:  # as in nearly every row
        return children
    cells = []
    for child in children:
        if child.tag in _CELLS:
            cells.append(child)
        else:  # a form or a font that was opened between row and cell
            cells += [cell for cell in child.iter("td", "th") if next(cell.iterancestors("td", "th", "tr")) is row]
    return cells


def mend_rows(root: Element, markup: bytes) -> None:
    """Put rows and cells where browsers do: out of a cell that nothing closed, and in a row where they stand in none.

    `markup` is the page in lower case, asked first whether it closes all the tags that begin as those of rows and cells do.
    """
    if markup.count(b"<t") != markup.count(b"</t"):
        _take_out(root, _ROWS_IN_CELLS, frozenset({"tr"}))
        _take_out(root, _CELLS_IN_CELLS, _CELLS)
    for part in root.iter("table", *_SECTIONS):
        if next(part.iterchildren("td", "th"), None) is None:
            continue
        row = None
        for child in list(part):
            if child.tag not in ("td", "th"):
                row = None
                continue
            if row is None:
                row = part.makeelement("tr")
                child.addprevious(row)
            row.append(child)


def _take_out(root: Element, inside: etree.XPath, kinds: frozenset[str]) -> None:
    """Put rows or cells that stand in one of their kind, in the same table, right behind it."""
    found: list[Element] = inside(root)  # type: ignore[assignment]
    for element in reversed(found):
        around = None
        for parent in element.iterancestors():
            if parent.tag == "table":
                break
            around = parent if parent.tag in kinds else around
        if around is not None:
            around.addnext(element)


@lru_cache(maxsize=1024)
def _span_said(colspan: str | None, rowspan: str | None) -> Span:
    """How far a cell reaches by its attributes; for rows 0 means to the end, as browsers read it."""
    across = 1 if colspan is None else _number_said(colspan) or 1
    return across, 1 if rowspan is None else _number_said(rowspan)


def _number_said(said: str) -> int:
    """The number of columns or rows that an attribute says; 1 for what is no number."""
    match = _SPAN.match(said)
    return min(int(match[1]), MAX_SPAN) if match else 1


def holds_words(table: Element) -> bool:
    """Whether a row of a table that holds tables has two cells with words of their own: then it is a table too."""
    for _, row, _ in _rows(table, holds_tables=True):
        worded = [cell for cell in _cells(row) if cell.get("hidden") is None and cell_text(cell, {})]
        if len(worded) > 1:
            return True
    return False
