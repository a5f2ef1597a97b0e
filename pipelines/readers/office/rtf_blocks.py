"""What the words of an RTF file build, group by group: paragraphs, and tables as grids, those in drawings behind them.

The control words are read in `rtf`; the columns of a table's rows are told in `rtf_table`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipelines.readers.document import Grid, Text, UnreadableError
from pipelines.readers.office.printed_lines import printed_lines
from pipelines.readers.office.rtf_table import Edge, TableRows, grid_of
from pipelines.readers.packages import MAX_CELLS_PER_TABLE
from pipelines.readers.raised import COMPUTED, OBJECT, add_run, is_number_of_note
from pipelines.reasons import because

#: Tables inside tables.
MAX_NESTING = 20

#: Signs of a field's instruction that are kept.
LONGEST_FIELD = 100


@dataclass(slots=True)
class State:
    """What a group inherits and gives back when it closes."""

    silent: bool = False
    destination: str = ""
    codepage: str = ""
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    field: str = ""  # what the field asks for whose result is said
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


class RtfBlocks:
    """The blocks of a file in their order; the reader says what each group shows and where paragraphs, cells and rows end."""

    def __init__(self) -> None:
        self.blocks: list[Text | Grid] = []
        self.pictures: list[int] = []
        self.is_drawn = False  # the cell shows a picture, words in a box or a field never computed
        self.asked = ""  # what the fields of the cell ask for
        self.field = ""  # what the last field asks for
        self._boxes: list[_Box] = []
        self._paragraph: list[str] = []
        self._shown: list[str] = []  # the paragraph without what is too faint to be seen beside the rest
        self._was_raised = False
        self._opening = True
        self._open: list[TableRows] = []  # one table a nesting level
        self._left = 0
        self._outer: tuple[int, list[Edge]] = (0, [])  # the row around, while one inside it is laid out
        self._edges: list[Edge] = []
        self._next_edge = Edge(0)
        self._counts = {"p": 0, "table": 0}
        self._cell_count = 0

    def say(self, text: str, state: State, *, is_faint: bool) -> None:
        """Take in text as its group shows it."""
        if state.silent or state.hidden or state.struck:
            return
        is_raised = state.raised or is_number_of_note(text, state.field)
        for parts in (self._paragraph,) if is_faint else (self._paragraph, self._shown):
            add_run(parts, text, is_raised=is_raised, again=self._was_raised)
        self._was_raised = is_raised

    def ask(self, instruction: str) -> None:
        """Take in a piece of what a field asks for."""
        if len(self.asked) < LONGEST_FIELD:
            self.asked += instruction
        if len(self.field) < LONGEST_FIELD:
            self.field += instruction

    def table_word(self, word: str, value: int, state: State) -> None:
        """Take in a control word that lays out a row, or ends a cell or a row."""
        if word == "trowd":
            if state.destination == "nesttableprops":
                self._outer = self._left, self._edges
            self._left, self._edges, self._next_edge = 0, [], Edge(0)
        elif word == "trleft":
            self._left = value
        elif word == "clvmrg":
            self._next_edge.above = True
        elif word == "clmrg":
            self._next_edge.left = True
        elif word == "cellx":
            self._edges.append(replace(self._next_edge, at=value))
            self._next_edge = Edge(0)
        elif word in {"cell", "nestcell"}:
            self._end_cell(self._table_at(max(state.nesting, 2 if word == "nestcell" else 1)))
        elif word == "row":
            self._end_row(self._table_at(1))
        elif word == "nestrow":
            self._end_row(self._table_at(max(state.nesting, 1)))
            self._left, self._edges = self._outer

    def open_box(self, state: State, depth: int) -> None:
        """Begin the words of a drawing, inside which `depth` groups are open."""
        self._boxes.append(_Box(depth, self._paragraph, self._shown, self._open, len(self.blocks)))
        self._paragraph, self._shown, self._open = [], [], []
        state.in_table, state.nesting = False, 0

    def close_box(self, state: State, depth: int) -> None:
        """End the words of a drawing where fewer than its groups are open."""
        if not self._boxes or depth >= self._boxes[-1].depth:
            return
        self.end_paragraph(state, force=False)
        self.close_table()
        box = self._boxes.pop()
        self._paragraph, self._shown, self._open = box.paragraph, box.shown, box.open
        self.is_drawn = self.is_drawn or len(self.blocks) > box.n_blocks

    def _table_at(self, nesting: int) -> TableRows:
        if nesting > MAX_NESTING:
            raise UnreadableError(because("rtf_tables_too_deep", most=MAX_NESTING))
        while len(self._open) < nesting:
            self._open.append(TableRows())
        while len(self._open) > nesting:
            inner = self._open.pop()
            outer = self._open[-1]
            outer.inner.append((len(outer.rows), len(outer.cells), inner))
        return self._open[-1]

    def _take_paragraph(self) -> str:
        # Characters outside the basic plane come as two halves.
        parts = self._shown if "".join(self._shown).strip() else self._paragraph
        text = "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._paragraph.clear()
        self._shown.clear()
        self._was_raised = False
        return printed_lines(text)

    def end_paragraph(self, state: State, *, force: bool = True) -> None:
        """End a paragraph, in the cell it stands in or for itself; without `force` only one that says something."""
        text = self._take_paragraph()
        if state.in_table or state.nesting:
            if text:
                self._table_at(max(state.nesting, 1)).text.append(text)
            return
        if not force and not text:
            return
        self.close_table()
        if self.is_drawn:
            self.pictures.append(len(self.blocks))
        self.is_drawn, self.asked = False, ""
        self._counts["p"] += 1
        if text:
            self._opening = self._opening and state.centred and not state.level
            self.blocks.append(Text(text, 1 if self._opening else state.level, f"p[{self._counts['p']}]"))

    def _end_cell(self, table: TableRows) -> None:
        text = self._take_paragraph()
        if text:
            table.text.append(text)
        printed = "\n".join(table.text) or table.small()
        if not printed and (self.is_drawn or COMPUTED.match(self.asked)):
            printed = OBJECT
        table.cells.append(printed)
        table.text.clear()
        self.is_drawn, self.asked = False, ""
        self._cell_count += 1
        if self._cell_count > MAX_CELLS_PER_TABLE:
            raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))

    def _end_row(self, table: TableRows) -> None:
        table.rows.append((self._left, list(self._edges), list(table.cells)))
        table.cells.clear()

    def close_table(self) -> None:
        """End the table that is open, if one is."""
        if not self._open:
            return
        table = self._table_at(1)
        self._open.clear()
        self._cell_count = 0
        self._opening = False
        if table.rows:
            self._counts["table"] += 1
            self._put(table, f"table[{self._counts['table']}]")

    def _put(self, table: TableRows, locator: str) -> None:
        """The table as a grid and those inside it behind it; a table of one cell only frames what it holds."""
        if len(table.rows) == 1 and len(table.rows[0][2]) == 1 and table.inner:
            lines = table.rows[0][2][0].split("\n")
            self.blocks.extend(Text(line, 0, f"{locator}/tr[1]/tc[1]") for line in lines if line)
        else:
            self.blocks.append(grid_of(table, locator))
        for number, (row, cell, inner) in enumerate(table.inner, 1):
            if inner.rows:
                self._put(inner, f"{locator}/tr[{row + 1}]/tc[{cell + 1}]/table[{number}]")
