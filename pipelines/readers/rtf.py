"""RTF bytes to a Document: the visible text of the body and its tables, nested ones as grids of their own.

The control words are read here, the layout of rows from their cell edges is in `rtf_table`. Deleted and hidden text,
notes, page headers and footers do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.office import rtf_words as words
from pipelines.readers.office.printed_lines import printed_lines
from pipelines.readers.office.rtf_table import Edge, TableRows, grid_of
from pipelines.readers.packages import MAX_CELLS_PER_TABLE
from pipelines.readers.raised import COMPUTED, OBJECT, add_run
from pipelines.reasons import because

#: Word nests some dozens of groups; past this the file is an attack.
MAX_GROUPS = 500
#: Control words and coded bytes; a report of 20 pages has some 200,000.
MAX_CONTROLS = 1_000_000
#: Tables inside tables.
MAX_NESTING = 20

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)


def read(data: bytes) -> Document:
    """The document of an RTF file; UnreadableError when it is no RTF or past the limits."""
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise UnreadableError(because("not_rtf"))
    if data.count(b"\\") > MAX_CONTROLS:
        raise UnreadableError(because("too_many_controls", most=MAX_CONTROLS))
    reader = _Reader(data)
    reader.run()
    return Document("rtf", tuple(reader.blocks), reader.meta, reader.whole, pictures=tuple(reader.pictures))


@dataclass(slots=True)
class _State:
    """What a group inherits and gives back when it closes."""

    silent: bool = False
    destination: str = ""
    codepage: str = ""
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    after_unicode: int = 1
    in_table: bool = False
    nesting: int = 0
    level: int = 0
    centred: bool = False
    colour: int = 0
    size: int = 24


@dataclass(slots=True)
class _Box:
    """What waits while the words of a drawing are read: `depth` groups were open, `n_blocks` blocks known."""

    depth: int
    paragraph: list[str]
    shown: list[str]
    open: list[TableRows]
    n_blocks: int


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.white = words.white_colours(data)
        self.boxes: list[_Box] = []
        self.blocks: list[Text | Grid] = []
        self.pictures: list[int] = []
        self.meta: dict[str, str] = {}
        self.whole = False
        self.state = _State(codepage="cp1252")
        self.stack: list[_State] = []
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.default = "cp1252"
        self.skip = 0  # characters still to skip behind \u
        self.starred = False
        self.pending = bytearray()
        self.paragraph: list[str] = []
        self.was_raised = False
        self.shown: list[str] = []  # the paragraph without what is too faint to be seen beside the rest
        self.is_drawn = False  # the cell shows a picture, words in a box or a field never computed
        self.asked = ""  # what the fields of the cell ask for
        self.opening = True
        self.open: list[TableRows] = []  # one table a nesting level
        self.left = 0
        self.outer: tuple[int, list[Edge]] = (0, [])  # the row around, while one inside it is laid out
        self.edges: list[Edge] = []
        self.next_edge = Edge(0)
        self.counts = {"p": 0, "table": 0}
        self.cell_count = 0

    def run(self) -> None:
        at = 0
        while at < len(self.data):
            match = _TOKEN.match(self.data, at)
            if match is None:
                break
            at = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if code is not None:
                self.byte(int(code, 16))
            elif plain is not None:
                self.bytes_(plain)
            elif brace == b"{":
                self.flush()
                if len(self.stack) >= MAX_GROUPS:
                    raise UnreadableError(because("rtf_too_deep", most=MAX_GROUPS))
                self.stack.append(replace(self.state))
                self.skip = 0
            elif brace == b"}":
                self.flush()
                if not self.stack:
                    break
                self.state = self.stack.pop()
                self.skip = 0
                if self.boxes and len(self.stack) < self.boxes[-1].depth:
                    self.close_box()
                if not self.stack:
                    self.whole = True
                    break
            elif word is not None:
                self.flush()
                value = int(number) if number else None
                if word == b"bin":
                    at += max(value or 0, 0)
                else:
                    self.control(word.decode("ascii"), value)
            elif symbol is not None:
                self.symbol(symbol)
        self.flush()
        self.end_paragraph(force=False)
        self.close_table()

    # text

    def byte(self, value: int) -> None:
        self.bytes_(bytes((value,)))

    def bytes_(self, plain: bytes) -> None:
        skipped = min(self.skip, len(plain))
        self.skip -= skipped
        if self.state.destination == "title" or not (self.state.silent or self.state.hidden or self.state.struck):
            self.pending.extend(plain[skipped:])
        elif self.state.destination == "fldinst" and len(self.asked) < 100:
            self.asked += plain.decode("latin-1")

    def flush(self) -> None:
        """Decode the bytes gathered so far; a character of two bytes may come as two codes."""
        if not self.pending:
            return
        text = self.pending.decode(self.state.codepage or self.default, errors="replace")
        self.pending.clear()
        if self.state.destination == "title":
            self.meta["title"] = self.meta.get("title", "") + text
        else:
            self.say(text)

    def say(self, text: str) -> None:
        if self.state.silent or self.state.hidden or self.state.struck:
            return
        is_faint = self.state.size <= words.UNSEEN or self.state.colour in self.white
        for parts in (self.paragraph,) if is_faint else (self.paragraph, self.shown):
            add_run(parts, text, is_raised=self.state.raised, again=self.was_raised)
        self.was_raised = self.state.raised

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in b"{}\\":
            self.bytes_(symbol)
        else:
            self.flush()
            self.say({b"~": " ", b"_": "-"}.get(symbol, ""))
            if symbol in b"\r\n":
                self.end_paragraph()

    # control words

    def control(self, word: str, value: int | None) -> None:
        starred, self.starred = self.starred, False
        if word in words.PICTURES and (not self.state.silent or self.state.destination == "sv"):
            self.is_drawn = True
        if word == "shptxt" and not self.state.silent:
            self.open_box()
        elif word in words.SILENT or (starred and word not in words.HEARD):
            self.state.silent = True
            self.state.destination = word
        elif word == "nesttableprops" and not self.state.silent:
            self.state.destination = word
        elif word == "title" and self.state.destination == "info":
            self.state.destination = "title"
        elif word in words.SYMBOLS:
            self.say(words.SYMBOLS[word])
        elif word == "u":
            self.say(chr((value or 0) % 0x10000))
            self.skip = self.state.after_unicode
        elif word in words.TEXT_WORDS:
            self.text_word(word, value)
        elif word in words.PARAGRAPH_WORDS:
            self.paragraph_word(word, value)
        elif word in words.TABLE_WORDS and (not self.state.silent or self.state.destination == "nesttableprops"):
            self.table_word(word, value or 0)

    def text_word(self, word: str, value: int | None) -> None:
        if word == "ansicpg":
            self.default = "gb18030" if value == 936 else "big5" if value == 950 else f"cp{value}"
            self.state.codepage = self.default = self.default if _is_known(self.default) else "cp1252"
        elif word == "uc":
            self.state.after_unicode = max(value or 0, 0)
        elif word == "f":
            self.font = value or 0
            if self.state.destination != "fonttbl":
                self.state.codepage = self.fonts.get(self.font, self.default)
        elif word == "fcharset":
            self.fonts[self.font] = words.CODEPAGES.get(value or 0, self.default)
        elif word in {"v", "deleted"}:
            self.state.hidden = value != 0
        elif word in {"strike", "striked"}:
            self.state.struck = value != 0
        elif word in {"super", "sub"}:
            self.state.raised = value != 0
        elif word in {"up", "dn"}:
            self.state.raised = (words.LIFTED if value is None else value) >= words.LIFTED
        elif word == "nosupersub":
            self.state.raised = False
        elif word == "cf":
            self.state.colour = value or 0
        elif word == "fs":
            self.state.size = value or 24
        elif word == "plain":
            self.state.hidden = self.state.struck = self.state.raised = False
            self.state.colour, self.state.size = 0, 24
            self.state.codepage = self.default

    def paragraph_word(self, word: str, value: int | None) -> None:
        if self.state.silent:
            return
        if word in {"par", "sect", "page"}:
            self.end_paragraph()
        elif word == "pard":
            self.state.in_table = self.state.centred = False
            self.state.nesting = self.state.level = 0
        elif word == "intbl":
            self.state.in_table = True
        elif word == "itap":
            self.state.nesting = value or 0
        elif word == "outlinelevel":
            self.state.level = (value or 0) + 1 if (value or 0) < 9 else 0
        elif word in {"qc", "ql", "qj", "qr"}:
            self.state.centred = word == "qc"

    def table_word(self, word: str, value: int) -> None:
        if word == "trowd":
            if self.state.destination == "nesttableprops":
                self.outer = self.left, self.edges
            self.left, self.edges, self.next_edge = 0, [], Edge(0)
        elif word == "trleft":
            self.left = value
        elif word == "clvmrg":
            self.next_edge.above = True
        elif word == "clmrg":
            self.next_edge.left = True
        elif word == "cellx":
            self.edges.append(replace(self.next_edge, at=value))
            self.next_edge = Edge(0)
        elif word in {"cell", "nestcell"}:
            self.end_cell(self.table_at(max(self.state.nesting, 2 if word == "nestcell" else 1)))
        elif word == "row":
            self.end_row(self.table_at(1))
        elif word == "nestrow":
            self.end_row(self.table_at(max(self.state.nesting, 1)))
            self.left, self.edges = self.outer

    # words in a drawing, which may stand in the middle of a cell

    def open_box(self) -> None:
        self.boxes.append(_Box(len(self.stack), self.paragraph, self.shown, self.open, len(self.blocks)))
        self.paragraph, self.shown, self.open = [], [], []
        self.state.in_table, self.state.nesting = False, 0

    def close_box(self) -> None:
        self.end_paragraph(force=False)
        self.close_table()
        box = self.boxes.pop()
        self.paragraph, self.shown, self.open = box.paragraph, box.shown, box.open
        self.is_drawn = self.is_drawn or len(self.blocks) > box.n_blocks

    # what they build

    def table_at(self, nesting: int) -> TableRows:
        if nesting > MAX_NESTING:
            raise UnreadableError(because("rtf_tables_too_deep", most=MAX_NESTING))
        while len(self.open) < nesting:
            self.open.append(TableRows())
        while len(self.open) > nesting:
            inner = self.open.pop()
            outer = self.open[-1]
            outer.inner.append((len(outer.rows), len(outer.cells), inner))
        return self.open[-1]

    def take_paragraph(self) -> str:
        self.flush()
        # Characters outside the basic plane come as two halves.
        parts = self.shown if "".join(self.shown).strip() else self.paragraph
        text = "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.paragraph.clear()
        self.shown.clear()
        self.was_raised = False
        return printed_lines(text)

    def end_paragraph(self, *, force: bool = True) -> None:
        text = self.take_paragraph()
        if self.state.in_table or self.state.nesting:
            if text:
                self.table_at(max(self.state.nesting, 1)).text.append(text)
            return
        if not force and not text:
            return
        self.close_table()
        if self.is_drawn:
            self.pictures.append(len(self.blocks))
        self.is_drawn, self.asked = False, ""
        self.counts["p"] += 1
        if text:
            self.opening = self.opening and self.state.centred and not self.state.level
            self.blocks.append(Text(text, 1 if self.opening else self.state.level, f"p[{self.counts['p']}]"))

    def end_cell(self, table: TableRows) -> None:
        text = self.take_paragraph()
        if text:
            table.text.append(text)
        printed = "\n".join(table.text) or table.small()
        if not printed and (self.is_drawn or COMPUTED.match(self.asked)):
            printed = OBJECT
        table.cells.append(printed)
        table.text.clear()
        self.is_drawn, self.asked = False, ""
        self.cell_count += 1
        if self.cell_count > MAX_CELLS_PER_TABLE:
            raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))

    def end_row(self, table: TableRows) -> None:
        table.rows.append((self.left, list(self.edges), list(table.cells)))
        table.cells.clear()

    def close_table(self) -> None:
        if not self.open:
            return
        table = self.table_at(1)
        self.open.clear()
        self.cell_count = 0
        self.opening = False
        if table.rows:
            self.counts["table"] += 1
            self.put(table, f"table[{self.counts['table']}]")

    def put(self, table: TableRows, locator: str) -> None:
        """The table as a grid and those inside it behind it; a table of one cell only frames what it holds."""
        if len(table.rows) == 1 and len(table.rows[0][2]) == 1 and table.inner:
            lines = table.rows[0][2][0].split("\n")
            self.blocks.extend(Text(line, 0, f"{locator}/tr[1]/tc[1]") for line in lines if line)
        else:
            self.blocks.append(grid_of(table, locator))
        for number, (row, cell, inner) in enumerate(table.inner, 1):
            if inner.rows:
                self.put(inner, f"{locator}/tr[{row + 1}]/tc[{cell + 1}]/table[{number}]")


def _is_known(codepage: str) -> bool:
    try:
        b"".decode(codepage)
    except LookupError:
        return False
    return True
