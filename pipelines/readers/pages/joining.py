"""Tables that run over several pages: how the pieces on each page become one grid again.

A page break cuts between rows, inside a group's label, or inside a row; word processors then draw borders at the cut,
so only the columns and the cut words tell. What a piece is stands in `pieces`, their order in `readers/placed.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from pipelines.readers.pages.label_lines import is_known
from pipelines.readers.pages.lattice import SNAP
from pipelines.readers.pages.pieces import Piece, PieceCell
from pipelines.readers.pages.placing import thin_among

#: What opens a label of its own: 一、 （一） (1) 1. 1、 and the like; the rest of a cut label does not begin so.
_NUMBERED = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、.．]|\d+[、.．])")
#: What the page's end leaves of a number above it, with its thousands marks.
_DIGITS = re.compile(r"\d[\d,，]*")
#: The rest of a number below the break, alone or before a note in brackets.
_OPENING_DIGITS = re.compile(r"\d[^一-龥]*(?:[（(]|$)")
#: A header repeated on each page has at most this many rows (the form's own has three).
MAX_HEADER_ROWS = 6
#: How much wider or narrower a camera shows one page than the next, where edges of columns inside the table tell that it goes
#: on; held nearer by so much more, where as many of them tell it as the form's narrower tables do not have.
AWRY, AWRY_OF_MANY = 0.04, 0.15
_MANY_EDGES = 8
#: A program that breaks pages of a web page may draw a border once more within so many rows of the break.
_NEAR_BREAK = 3


def join_pieces(upper: Piece, lower: Piece) -> Piece | None:
    """One piece made of two where the lower goes on with the upper's columns; None where it is another table."""
    if upper.is_aligned or lower.is_aligned:
        return None  # figures of other lengths put the edges elsewhere; the columns are told by their number
    lower = _to_scale(lower, upper.xs)
    upper, lower = _with_left_columns(upper, lower.xs), _with_left_columns(lower, upper.xs)
    xs = _common_edges(upper.xs, lower.xs)
    if xs is None:
        return None
    above, below = _on_columns(upper, xs), _on_columns(lower, xs)
    if above is None or below is None:
        return None
    below = _without_header(above, below)
    above, below = (
        _parted(above, above.n_rows - 1, below.edge_row(0)),
        _parted(below, 0, above.edge_row(above.n_rows - 1)),
    )
    last, first = above.edge_row(above.n_rows - 1), below.edge_row(0)
    pairs = _pairs(last, first)
    cut_row = _is_cut_row(above.n_rows - 1, last, first, pairs)
    shift = above.n_rows - (1 if cut_row else 0)
    merged: dict[PieceCell, PieceCell] = {}
    taken: set[PieceCell] = set()
    for a, b in pairs:
        if cut_row or _is_one_cell(last, first, a, b):
            span = shift + b.row + b.row_span - a.row
            places = a.places + b.places if a.text and b.text else b.places if b.text else a.places
            text = _text_of_both(a, b)
            merged[a] = a._replace(row_span=span, text=text, places=places, full=b.full)
            taken.add(b)
    cells = [merged.get(cell, cell) for cell in above.cells] if merged else list(above.cells)
    cells += [cell._replace(row=cell.row + shift) for cell in below.cells if not taken or cell not in taken]
    for row in range(shift - 1, shift + _NEAR_BREAK):
        cells = _without_stray(cells, row)
    xs, cells = _without_slivers(xs, cells)
    return Piece(xs, shift + below.n_rows, cells, lower.last_page, f"{upper.locator} + {lower.locator}")


def _without_slivers(xs: list[float], cells: list[PieceCell]) -> tuple[list[float], list[PieceCell]]:
    """The columns without those too thin for text and without any: a page parts its rows a little beside another's."""
    thin = thin_among(xs, [(cell.col, cell.col_span) for cell in cells if cell.text])
    if not thin:
        return xs, cells
    new = [0, *accumulate(col not in thin for col in range(len(xs) - 1))]
    moved = [cell._replace(col=new[cell.col], col_span=new[cell.col + cell.col_span] - new[cell.col]) for cell in cells]
    return [x for place, x in enumerate(xs) if place - 1 not in thin], [cell for cell in moved if cell.col_span]


def _without_stray(cells: list[PieceCell], row: int) -> list[PieceCell]:
    """The cells of a table, those of a row made one with the next row's where a stray ruling parts the labels in both."""
    ended = {(cell.col, cell.col_span): cell for cell in cells if cell.row + cell.row_span == row + 1}
    begun = {(cell.col, cell.col_span): cell for cell in cells if cell.row == row + 1}
    if ended.keys() != begun.keys():
        return cells
    pairs = [(ended[where], begun[where]) for where in begun]
    if not any(_are_label(a, b) for a, b in pairs) or not all(_is_one_label(a, b) for a, b in pairs):
        return cells
    taken = {b for _, b in pairs}
    whole = {
        a: a._replace(row_span=a.row_span + b.row_span, text=a.text + b.text, places=a.places + b.places)
        for a, b in pairs
    }
    return [whole.get(cell, cell) for cell in cells if cell not in taken]


def _is_one_label(a: PieceCell, b: PieceCell) -> bool:
    """Whether two cells hold a known label, in parts or one of them alone."""
    return _are_label(a, b) or ((not a.text or not b.text) and is_known(a.text + b.text))


def _with_left_columns(piece: Piece, other: list[float]) -> Piece:
    """The piece with the columns `other` has left of it: those of labels that go on over its page, where nothing is drawn."""
    here = _nearest(other, piece.xs[0])
    if not here or abs(piece.xs[-1] - other[-1]) > SNAP or len(piece.xs) <= here:
        return piece
    cells = [PieceCell(0, col, piece.n_rows, 1, "", (), False) for col in range(here)]
    cells += [cell._replace(col=cell.col + here) for cell in piece.cells]
    return replace(piece, xs=[*other[:here], *piece.xs], cells=cells)


def _to_scale(piece: Piece, other: list[float]) -> Piece:
    """The piece as wide as `other` is, where its page was held a little nearer or further and all edges of one meet then."""
    left, wide, room = piece.xs[0], piece.xs[-1] - piece.xs[0], other[-1] - other[0]
    most = AWRY if min(len(piece.xs), len(other)) < _MANY_EDGES else AWRY_OF_MANY
    if abs(wide - room) <= SNAP or abs(wide - room) > most * room:
        return piece
    xs = [left + (x - left) * room / wide for x in piece.xs]
    fewer, more = sorted(([x - left for x in xs], [x - other[0] for x in other]), key=len)
    is_same = len(fewer) > 2 and all(_nearest(more, x) is not None for x in fewer)
    return replace(piece, xs=xs) if is_same else piece


def _parted(piece: Piece, row: int, other: list[PieceCell]) -> Piece:
    """The piece with blank cells of a row at the break parted where the row on the other side of it, `other`, is.

    Borders are not drawn there, so a blank of several columns may be one of each.
    """
    starts = {cell.col for cell in other}
    cells: list[PieceCell] = []
    for cell in piece.cells:
        if cell.text or cell.col_span == 1 or not cell.row <= row < cell.row + cell.row_span:
            cells.append(cell)
            continue
        cols = [cell.col, *(col for col in range(cell.col + 1, cell.col + cell.col_span) if col in starts)]
        ends = [*cols[1:], cell.col + cell.col_span]
        cells += [cell._replace(col=col, col_span=end - col) for col, end in zip(cols, ends, strict=True)]
    return replace(piece, cells=cells)


def _common_edges(upper: list[float], lower: list[float]) -> list[float] | None:
    """The column edges of both, from their own left side; None where the tables are not equally wide.

    A page may end inside the header, above the rows that have all columns, so neither side need hold every edge.
    """
    first = [x - upper[0] for x in upper]
    second = [x - lower[0] for x in lower]
    if abs(first[-1] - second[-1]) > SNAP:
        return None
    return sorted([*first, *(x for x in second if _nearest(first, x) is None)])


def _nearest(edges: list[float], x: float) -> int | None:
    apart = [abs(edge - x) for edge in edges]
    least = min(apart)
    return apart.index(least) if least <= SNAP else None


def _on_columns(piece: Piece, xs: list[float]) -> Piece | None:
    """The piece with its columns numbered on the common edges; None where two of its edges fall on one."""
    column = [_nearest(xs, x - piece.xs[0]) or 0 for x in piece.xs]
    if len(set(column)) < len(column):
        return None
    cells = piece.cells
    if column != list(range(len(xs))):
        cells = [
            cell._replace(col=column[cell.col], col_span=column[cell.col + cell.col_span] - column[cell.col])
            for cell in piece.cells
        ]
    return Piece(xs, piece.n_rows, cells, piece.last_page, piece.locator)


def _without_header(upper: Piece, lower: Piece) -> Piece:
    """The lower piece without header rows printed again: the same words at the same columns as the table's first rows."""
    for count in range(min(MAX_HEADER_ROWS, upper.n_rows, lower.n_rows - 1), 0, -1):
        head = [cell for cell in lower.cells if cell.row < count]
        shape = {(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in head}
        if (
            all(cell.row + cell.row_span <= count and not cell.is_figure for cell in head)
            and sum(cell.is_words for cell in head) > 1
            and shape
            == {
                (cell.row, cell.col, cell.row_span, cell.col_span, cell.text)
                for cell in upper.cells
                if cell.row < count
            }
        ):
            rest = [cell._replace(row=cell.row - count) for cell in lower.cells if cell.row >= count]
            return replace(lower, n_rows=lower.n_rows - count, cells=rest)
    return lower


def _text_of_both(a: PieceCell, b: PieceCell) -> str:
    """The text of a cell that both pages show part of; its words may be printed whole on each.

    Where a column had room for more digits, a line ends between them, and that is no single number.
    """
    if a.is_words and a.text == b.text:
        return a.text
    return f"{a.text}\n{b.text}" if _digits_go_on(a, b) and not a.full else a.text + b.text


def _pairs(last: list[PieceCell], first: list[PieceCell]) -> list[tuple[PieceCell, PieceCell]]:
    """Cells of equal columns that meet at the page break."""
    below = {(cell.col, cell.col_span): cell for cell in first}
    return [(cell, below[cell.col, cell.col_span]) for cell in last if (cell.col, cell.col_span) in below]


def _goes_on(a: PieceCell, b: PieceCell) -> bool:
    """Whether the words of `b` are the rest of those of `a`, and no number opens them: a line that was full, or a known label."""
    return a.is_words and b.is_words and not _NUMBERED.match(b.text) and (a.full or _are_label(a, b))


def _are_label(a: PieceCell, b: PieceCell) -> bool:
    """Whether two texts that mean nothing to the form alone are one of its labels together."""
    return is_known(a.text + b.text) and not is_known(a.text) and not is_known(b.text)


def _digits_go_on(a: PieceCell, b: PieceCell) -> bool:
    """Whether the digits that `b` opens with may be the rest of a number in a narrow column; a note may follow it."""
    return _DIGITS.fullmatch(a.text) is not None and _OPENING_DIGITS.match(b.text) is not None


def _is_cut_row(
    row: int, last: list[PieceCell], first: list[PieceCell], pairs: list[tuple[PieceCell, PieceCell]]
) -> bool:
    """Whether the last row above (of that number) and the first row below are two parts of one row."""
    if not len(pairs) == len(last) == len(first):
        return False
    numbers = {b for a, b in pairs if _digits_go_on(a, b)}
    # where the break cuts one label, what is one alone may be the half of another
    is_parted = any(_are_label(a, b) for a, b in pairs)
    if not all(
        not a.text or not b.text or _goes_on(a, b) or b in numbers or (is_parted and is_known(a.text + b.text))
        for a, b in pairs
    ):
        return False
    if not any(cell.text for cell in last if cell.row == row):
        return True  # the row began with its margin alone
    if not any(cell.text for cell in first if cell.row_span == 1) and (
        any(cell.is_figure for cell in last) or any(cell.row_span > 1 for cell in first)
    ):
        return True  # only its margin was left over; alone below a header it would be a row of blanks
    if any(_goes_on(a, b) and a.row_span == b.row_span == 1 for a, b in pairs):
        # Its label goes on; figures on both sides then are numbers wrapped in their columns, or it is another row.
        both = any(c.is_figure for c in last) and any(c.is_figure for c in first)
        is_cut = any(_are_label(a, b) for a, b in pairs if a.row_span == b.row_span == 1)
        return not both or any(b in numbers and (a.full or is_cut) for a, b in pairs)
    own = [cell for cell in last if cell.row == row]
    is_free = not any(a.is_figure and b.is_figure for a, b in pairs)
    if any(c.is_figure for c in own) and not any(c.is_words for c in own) and is_free:
        # its figures stand above the break, its label below, perhaps with those that have a note
        return any(c.is_words for c in first if c.row_span == 1)
    # The label stands above the break, its figures, or what is left of them, below it; with a label of its own it is
    # another row, unless that is of a group, which the page above has rows of, too.
    below = {b for a, b in pairs if a.row_span == b.row_span == 1} - numbers
    has_label = any(cell.is_words for cell in last) and not any(cell.is_words for cell in below)
    return has_label and (bool(numbers) or any(cell.is_figure for cell in first))


def _is_one_cell(last: list[PieceCell], first: list[PieceCell], a: PieceCell, b: PieceCell) -> bool:
    """Whether a cell that spans rows was cut between two of them: a group's label, left of the rows' own labels, or a head."""
    if a.is_figure or b.is_figure:
        return False
    if _are_label(a, b) and not any(cell.is_figure for cell in (*last, *first)):
        return True
    if not all(any(c.is_label and c.col > a.col for c in row) for row in (last, first)):
        return False
    return not a.text or not b.text or _goes_on(a, b)
