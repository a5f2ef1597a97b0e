"""HTML bytes to a Document: visible text in reading order, tables with their spans resolved.

Hidden parts, comments, scripts and templates do not count. Which table is the form is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from pipelines.readers.document import Cell, Document, Grid, Text, UnreadableError
from pipelines.readers.encoding import decode

#: A form has 30 rows; a table past this size is data of another kind or an attack, and costs memory.
MAX_CELLS_PER_TABLE = 50_000
#: A span past this is a mistake of the page.
MAX_SPAN = 1_000
#: One column with a cell longer than this is a page's frame around prose, not a table.
LONGEST_CELL = 120

_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "select",
        "button",
        "textarea",
        "iframe",
        "object",
        "svg",
        "math",
        "audio",
        "video",
        "option",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_BREAK = "\n"


def read(data: bytes) -> Document:
    """The document of an HTML page; UnreadableError when there is no markup to read."""
    text = decode(data)
    # A declaration inside a str makes lxml refuse it, and a NUL ends its input.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    if not text.strip():
        raise UnreadableError("The page is empty.")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"The page holds no readable markup ({error}).") from error
    walker = _Walker()
    walker.container(root)
    walker.flush()
    whole = "<html" not in text[:4096].lower() or "</html" in text[-4096:].lower()
    return Document("html", tuple(walker.blocks), _meta(root), whole)


def _meta(root: html.HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property")
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    title = root.find(".//title")
    if title is not None:
        meta.setdefault("title", _SPACES.sub(" ", title.text_content()).strip())
    return meta


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


class _Walker:
    """Collects blocks in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Text | Grid] = []
        self.parts: list[str] = []
        self.level = 0
        self.tables = 0

    def flush(self) -> None:
        text = _SPACES.sub(" ", "".join(self.parts)).strip()
        self.parts.clear()
        if text:
            self.blocks.append(Text(text, self.level, f"text[{len(self.blocks) + 1}]"))

    def container(self, element: html.HtmlElement) -> None:
        """Walk an element's content as running text and tables."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT or _is_hidden(element):
            return
        if tag == "table":
            self.flush()
            self.table(element)
            return
        is_block = tag in _BLOCKS
        if is_block or tag == "br":
            self.flush()
        heading = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
        if heading:
            self.level = heading
        if element.text:
            if tag == "pre":
                self.preformatted(element)
                return
            self.parts.append(element.text)
        for child in element:
            self.container(child)
            if child.tail:
                self.parts.append(child.tail)
        if is_block:
            self.flush()
        if heading:
            self.level = 0

    def preformatted(self, element: html.HtmlElement) -> None:
        """A <pre> keeps its lines: the plain-text reader knows how tables stand in them."""
        from pipelines.readers.text import blocks_of_text

        self.blocks.extend(blocks_of_text(element.text_content()))

    def table(self, element: html.HtmlElement) -> None:
        self.tables += 1
        number = self.tables
        rows = list(_rows(element))
        nested = element.find(".//table") is not None
        grid = _grid(rows, f"table[{number}]", own_text_only=nested)
        if nested:
            # A table that holds tables lays out the page: its own words and the inner tables are what counts.
            if grid.n_cols > 1 and any(len([c for c in row if c]) > 1 for row in _texts(grid)):
                self.blocks.append(grid)
            self._rows_as_containers(rows)
            return
        if grid.n_cols == 1 and any(len(cell.text) > LONGEST_CELL for cell in grid.cells):
            self._rows_as_containers(rows)
            return
        self.blocks.append(grid)

    def _rows_as_containers(self, rows: list[html.HtmlElement]) -> None:
        for row in rows:
            for cell in _cells(row):
                self._cell_as_container(cell)

    def _cell_as_container(self, cell: html.HtmlElement) -> None:
        if _is_hidden(cell):
            return
        if cell.text:
            self.parts.append(cell.text)
        for child in cell:
            self.container(child)
            if child.tail:
                self.parts.append(child.tail)
        self.flush()


def _texts(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The visible rows of a table, not those of tables inside it."""
    for child in table:
        if not isinstance(child.tag, str) or _is_hidden(child):
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            for row in child:
                if row.tag == "tr" and not _is_hidden(row):
                    yield row


def _cells(row: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for cell in row:
        if cell.tag in {"td", "th"}:
            yield cell


def _span(cell: html.HtmlElement, name: str) -> int:
    match = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(int(match[1]), 1), MAX_SPAN) if match else 1


def _grid(rows: list[html.HtmlElement], locator: str, *, own_text_only: bool) -> Grid:
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> rows still covered from above
    width = 0
    for row_number, row in enumerate(rows):
        col = 0
        covered = {column for column, left in taken.items() if left > 0}
        for place, element in enumerate(_cells(row)):
            while col in covered:
                col += 1
            if element.get("style") and _is_hidden(element):
                continue
            row_span = min(_span(element, "rowspan"), len(rows) - row_number)
            col_span = _span(element, "colspan")
            text = cell_text(element, own_text_only=own_text_only)
            where = f"{locator}/tr[{row_number + 1}]/td[{place + 1}]"
            cells.append(Cell(text, row_number, col, row_span, col_span, where))
            if len(cells) > MAX_CELLS_PER_TABLE:
                raise UnreadableError(f"A table has more than {MAX_CELLS_PER_TABLE} cells; no report is that large.")
            for column in range(col, col + col_span):
                taken[column] = max(taken.get(column, 0), row_span)
                covered.add(column)
            col += col_span
            width = max(width, col)
        for column in taken:
            taken[column] -= 1
    return Grid(len(rows), width, tuple(cells), locator)


def cell_text(element: html.HtmlElement, *, own_text_only: bool = False) -> str:
    """A cell's visible text: inline markup joined without a gap, a line break where a block or <br> ends a line."""
    parts: list[str] = []
    _collect(element, parts, own_text_only)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _collect(element: html.HtmlElement, parts: list[str], own_text_only: bool) -> None:
    # A newline in the source is a blank; only markup breaks a line.
    if element.text:
        parts.append(element.text.replace("\n", " "))
    for child in element:
        tag = child.tag
        if tag == "br":
            parts.append(_BREAK)
        elif isinstance(tag, str) and not _is_passed_over(child, own_text_only):
            edge = [_BREAK] if tag in _BLOCKS else []
            parts += edge
            _collect(child, parts, own_text_only)
            parts += edge
        if child.tail:
            parts.append(child.tail.replace("\n", " "))


def _is_passed_over(element: html.HtmlElement, own_text_only: bool) -> bool:
    tag = element.tag
    return tag in _SILENT or (own_text_only and tag == "table") or (bool(element.attrib) and _is_hidden(element))
