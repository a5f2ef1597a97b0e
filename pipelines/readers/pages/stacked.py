"""Tables whose rulings part their columns or their rows alone: several cells stand in one ruled cell.

Such a lattice says less than the places of its words do; its words are read as those of a table without rulings, in
`unruled`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from pipelines.readers.group_labels import NUMBER
from pipelines.readers.pages.label_lines import begins, is_label, squashed
from pipelines.readers.pages.lattice import Glyph, Lattice, RuledCell
from pipelines.readers.pages.lines import glyphs_by_line

_FIGURES = frozenset("0123456789０１２３４５６７８９-—－–/.,")
#: So many cells beside one another show it: one alone may hold a number wrapped, or a word and a number.
_BESIDE = 2
#: No number is wrapped into so many lines.
_MANY = 4
#: Figures at one height stand within so many points.
_LEVEL = 2.0
#: Lines stand no nearer than this share of their height.
_LINE = 0.75


def is_ruled_in_part(lattice: Lattice) -> bool:
    """Whether cells of a lattice hold several of the table's: some beside one another, or one below another."""
    rows = [(cell, gaps) for cell in lattice.cells if (gaps := _gaps(cell.glyphs))]
    # digits of one number are all set apart where they fill their column
    are_beside = len(rows) > 1 and any(not all(gaps) for _, gaps in rows)
    return are_beside or any(cell.col_span > 1 for cell, _ in rows) or _has_stacked_rows(lattice)


def _gaps(glyphs: list[Glyph]) -> list[bool]:
    """Whether a gap stands between the figures on a cell's one line; empty where none does, or other words stand in it."""
    if len(glyphs) < 2 or glyphs[0].char not in _FIGURES or not _are_figures(glyphs) or _is_high(glyphs):
        return []
    gaps = [right.x0 - left.x1 > right.y1 - right.y0 for left, right in pairwise(sorted(glyphs))]
    return gaps if any(gaps) else []


def _has_stacked_rows(lattice: Lattice) -> bool:
    """Whether cells beside one another hold figures below figures, or below words, at one height, or one holds rows' labels."""
    rows: dict[tuple[int, int], list[RuledCell]] = defaultdict(list)
    for cell in lattice.cells:
        if cell.glyphs:
            rows[cell.row, cell.row_span].append(cell)
    n_rows = len(lattice.ys) - 1
    return any(
        (_are_stacked(cells) and _has_words(lattice, *where)) or (n_rows == 1 and any(map(_holds_labels, cells)))
        for where, cells in rows.items()
    )


def _has_words(lattice: Lattice, row: int, span: int) -> bool:
    """Whether words stand beside figures: without, they are of the one row that bears no label."""
    beside = (cell for cell in lattice.cells if cell.row < row + span and row < cell.row + cell.row_span)
    return any(glyph.char not in _FIGURES for cell in beside for glyph in cell.glyphs)


def _are_stacked(cells: list[RuledCell]) -> bool:
    if sum(cell.glyphs[-1].char in _FIGURES and _is_high(cell.glyphs) for cell in cells) < _BESIDE:
        return False  # nearly every row
    heights: Counter[int] = Counter()
    below: list[Glyph] = []  # the first figure of each line of those that stand below one another
    alone: list[Glyph] = []
    for cell in cells:
        if cell.glyphs[-1].char not in _FIGURES:
            if is_label("".join(glyph.char for line in glyphs_by_line(cell.glyphs) for glyph in line)):
                return False  # one row has its label here, so figures below figures are wrapped
            continue
        if not _is_high(cell.glyphs):
            alone += cell.glyphs[:1] if _are_figures(cell.glyphs) else []
            continue
        lines = glyphs_by_line(cell.glyphs)
        if len(lines) > 1 and _are_figures(lines[-1]) and not _is_wrapped(lines):
            heights[round(lines[-1][0].y1 / _LEVEL)] += 1
            below += [line[0] for line in lines]
    if any(all(abs(one.y1 - own.y1) > _LEVEL for one in below) for own in alone):
        return False  # a figure of the row stands in its middle, so the others are wrapped
    if any(_are_between(upper, lower) for upper, lower in pairwise(sorted(below, key=lambda glyph: glyph.y1))):
        return False  # rows stand below one another, but wrapped figures between those of other lengths
    return any(heights[at] + heights[at + 1] >= _BESIDE for at in list(heights))


def _are_between(upper: Glyph, lower: Glyph) -> bool:
    """Whether figures stand at two heights that are less than a line apart."""
    return _LEVEL < lower.y1 - upper.y1 < _LINE * (lower.y1 - lower.y0)


def _is_high(glyphs: list[Glyph]) -> bool:
    """Whether glyphs stand in more than one line."""
    if len(glyphs) == 1:
        return False
    _, top, _, bottom, _, _ = glyphs[0]
    return any(y0 >= bottom or y1 <= top for _, y0, _, y1, _, _ in glyphs)


def _are_figures(line: list[Glyph]) -> bool:
    return all(glyph.char in _FIGURES for glyph in line)


def _is_wrapped(lines: list[list[Glyph]]) -> bool:
    """Whether the lines of a cell may be one number wrapped, or words that end with one."""
    count = 0
    while count < len(lines) and _are_figures(lines[-1 - count]):
        count += 1
    figures, words = lines[len(lines) - count :], lines[: len(lines) - count]
    if count >= _MANY or any(len(line) != len(figures[0]) for line in figures[1:-1]):
        return False
    if not words:
        return len(figures[0]) > 1
    gap = figures[0][0].y0 - max(glyph.y1 for glyph in words[-1])
    return gap < 0.5 * (figures[0][0].y1 - figures[0][0].y0)


def _holds_labels(cell: RuledCell) -> bool:
    """Whether two lines of a cell open with the numbers of rows."""
    if not _is_high(cell.glyphs):
        return False
    texts = ("".join(glyph.char for glyph in line) for line in glyphs_by_line(cell.glyphs))
    return sum(NUMBER.match(text) is not None and begins(squashed(text)) for text in texts) > 1
