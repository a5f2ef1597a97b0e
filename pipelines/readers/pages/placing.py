"""Glyphs to the cells of a page's lattices: numbers wider than their cell, text that hangs over an open edge.

Where the cells are is found in `lattice`; the text inside a cell is made in `lines`.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right

from pipelines.readers.pages.label_lines import begins, squashed
from pipelines.readers.pages.lattice import Glyph, Lattice

#: Text of 5 points with its leading needs this; a row or column below it that holds no text is a gap between borders.
THINNEST = 9.0
#: A line that hangs out of a cell follows the edge, or the line before, within this share of its height.
OVERHANG = 0.9
#: The last line of a page is in a cell that its end cuts where it reaches into the cell by more than this share.
CUT = 0.25


_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
#: The box of no cell.
NOWHERE = (0.0, 0.0, 0.0, 0.0)


def place_glyphs(glyphs: list[Glyph], lattices: list[Lattice]) -> list[Glyph]:
    """Put each glyph into the cell of the innermost lattice around it; the others come back, in their order.

    A number wider than its cell prints over the border: a run of figures goes whole into the cell of its middle, unless
    a gap in the run falls on the border.
    """
    if not lattices:
        return glyphs
    by_area = sorted(lattices, key=lambda lattice: (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0]))
    frames = [(*lattice.box, lattice) for lattice in by_area]
    outside: list[Glyph] = []
    run: list[tuple[Glyph, int]] = []
    run_lattice: Lattice | None = None
    word: tuple[Glyph, int, Lattice] | None = None  # the last glyph if of a word, and where it was put
    lead: list[Glyph] = []  # figures at the end of `outside` that may begin a number running into a table
    here: Lattice | None = None  # with the next two: the cell of the glyph before
    found, (x_from, y_from, x_to, y_to) = 0, NOWHERE
    for glyph in glyphs:
        x0, y0, x1, y1, char, _ = glyph
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        around = None
        for left, top, right, bottom, lattice in frames:
            if top <= y <= bottom and left <= x <= right:
                around = lattice
                break
        goes_on = bool(run) and _continues(run[-1][0], glyph)
        if around is None and goes_on:
            run.append((glyph, run[-1][1]))  # the number runs out of the table
            continue
        if run and (around is not run_lattice or not goes_on):
            _settle(run, run_lattice)
            run = []
        if around is None:
            lead = [*(lead if lead and _continues(lead[-1], glyph) else []), glyph] if char in _FIGURES else []
            outside.append(glyph)
            continue
        if around is not here or not (x_from <= x < x_to and y_from <= y < y_to):
            here, found = around, around.cell_at(x, y)
            x_from, y_from, x_to, y_to = around.cells[found].box
        index = found
        if word and word[2] is around and word[1] != index and _runs_over(word[0], glyph, around, word[1]):
            index = word[1]  # a word wider than its cell prints over the border, too
        word = (glyph, index, around) if char >= _FIRST_WIDE else None
        if char in _FIGURES:
            if lead and not run and _continues(lead[-1], glyph):
                del outside[-len(lead) :]
                run = [(figure, index) for figure in lead]
            run.append((glyph, index))
            run_lattice = around
        else:
            around.cells[index].glyphs.append(glyph)
        lead = []
    if run:
        _settle(run, run_lattice)
    return outside


def _runs_over(left: Glyph, right: Glyph, lattice: Lattice, index: int) -> bool:
    """Whether a glyph goes on with the word of the cell at its left and is itself printed over that cell's border."""
    size = right.x1 - right.x0
    edge = lattice.cells[index].box[2]
    is_next = abs(right.x0 - left.x1) < 0.1 * size and abs(left.y1 - right.y1) < 0.1 * size
    return is_next and not right.spaced and (right.x0 < edge - 0.1 * size or left.x1 > edge)


_FIRST_WIDE = "\u2e80"
_FIGURES = frozenset("0123456789.,０１２３４５６７８９")


def _continues(left: Glyph, right: Glyph) -> bool:
    """Whether a figure stands right behind another one on the same line."""
    height = max(left.y1 - left.y0, right.y1 - right.y0)
    return (
        right.char in _FIGURES
        and not right.spaced
        and abs(left.y1 - right.y1) < 0.3 * height
        and -0.2 * height < right.x0 - left.x1 < 0.25 * height
    )


def _settle(run: list[tuple[Glyph, int]], lattice: Lattice | None) -> None:
    assert lattice is not None
    if len(run) > 1 and len({index for _, index in run}) > 1:
        pairs = list(itertools.pairwise(run))
        inside = [b.x0 - a.x1 for (a, here), (b, there) in pairs if here == there]
        usual = max(inside, default=0.0) + 0.08 * (run[0][0].y1 - run[0][0].y0)
        parts = [[run[0]]]
        for (a, here), (b, there) in pairs:
            if here != there and b.x0 - a.x1 > usual:
                parts.append([])
            parts[-1].append((b, there))
        run = [(glyph, _middle(part, lattice)) for part in parts for glyph, _ in part]
    for glyph, index in run:
        lattice.cells[index].glyphs.append(glyph)


def _middle(part: list[tuple[Glyph, int]], lattice: Lattice) -> int:
    first, last = part[0][0], part[-1][0]
    return lattice.cell_at((first.x0 + last.x1) / 2, (first.y0 + first.y1) / 2)


def take_overhang(glyphs: list[Glyph], lattices: list[Lattice]) -> list[Glyph]:
    """Give lines that hang out of an open edge to the cells there; the other glyphs come back, in their order.

    A browser that breaks a row over pages leaves the border at the break away and lets the text run past it. A line is
    taken only where all of it stands in columns that no ruling closes, or where the end of the page cuts through it.
    """
    for lattice in lattices:
        if glyphs and (any(lattice.open_below) or lattice is lattices[-1]):
            glyphs = _hanging(glyphs, lattice, below=True)
        if glyphs and any(lattice.open_above):
            glyphs = _hanging(glyphs, lattice, below=False)
    return glyphs


def _hanging(glyphs: list[Glyph], lattice: Lattice, *, below: bool) -> list[Glyph]:
    edge = lattice.ys[-1] if below else lattice.ys[0]
    row = len(lattice.ys) - 2 if below else 0
    is_open = lattice.open_below if below else lattice.open_above
    beyond = (
        [g for g in glyphs if (g.y0 + g.y1) / 2 > edge] if below else [g for g in glyphs if (g.y0 + g.y1) / 2 < edge]
    )
    if beyond:
        near = (min if below else max)(beyond, key=lambda g: g.y0 + g.y1)
        if (near.y0 - edge if below else edge - near.y1) > OVERHANG * (near.y1 - near.y0):
            return glyphs
    taken: set[int] = set()
    lines = _by_height(beyond, downwards=below)
    for line in lines:
        first = line[0]
        height = first.y1 - first.y0
        gap = first.y0 - edge if below else edge - first.y1
        columns = [_column(lattice, (g.x0 + g.x1) / 2) for g in line]
        # the page's end cuts through the words of a spreadsheet's cell, and what is below is not shown
        is_cut = len(lines) == 1 and below and gap < -CUT * height and _are_words_apart(line, columns)
        if gap > OVERHANG * height or not all(c is not None and (is_open[c] or is_cut) for c in columns):
            break
        if _is_chapter(line):
            break
        if _runs_on([(g, lattice.owner[row][column or 0]) for g, column in zip(line, columns, strict=True)]):
            break
        for glyph, column in zip(line, columns, strict=True):
            cell = lattice.cells[lattice.owner[row][column or 0]]
            cell.glyphs.append(glyph)
            taken.add(id(glyph))
        edge = max(g.y1 for g in line) if below else min(g.y0 for g in line)
    return [glyph for glyph in glyphs if id(glyph) not in taken] if taken else glyphs


def _are_words_apart(line: list[Glyph], columns: list[int | None]) -> bool:
    """Whether words and nothing else stand in several columns, as the number of a page or a heading does not."""
    return len(set(columns)) > 1 and all(glyph.char >= _FIRST_WIDE for glyph in line)


def _is_chapter(line: list[Glyph]) -> bool:
    """Whether a line is a numbered heading that is no label of the form: what stands close below a table without a frame."""
    text = "".join(glyph.char for glyph in sorted(line))
    return _CHAPTER.match(text) is not None and min(text) >= _FIRST_WIDE and not begins(squashed(text))


def _runs_on(line: list[tuple[Glyph, int]]) -> bool:
    """Whether one word goes on from cell to cell: a heading above the table, and no text of its cells."""
    line = sorted(line, key=lambda pair: pair[0].x0)
    return any(
        cell != other and right.x0 - left.x1 < 0.2 * (left.y1 - left.y0)
        for (left, cell), (right, other) in itertools.pairwise(line)
    )


def _by_height(glyphs: list[Glyph], *, downwards: bool) -> list[list[Glyph]]:
    """Glyphs line by line, away from the table."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.y0 + g.y1) if downwards else -(g.y0 + g.y1)):
        middle = (glyph.y0 + glyph.y1) / 2
        if lines and lines[-1][0].y0 <= middle <= lines[-1][0].y1:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _column(lattice: Lattice, x: float) -> int | None:
    if not lattice.xs[0] <= x <= lattice.xs[-1]:
        return None
    return min(bisect_right(lattice.xs, x), len(lattice.xs) - 1) - 1


def drop_slivers(lattice: Lattice) -> None:
    """Take out rows and columns too thin for text and without any: gaps between borders drawn apart, underlines.

    The cells' glyphs must be placed before; `owner` no longer fits the cells after.
    """
    thin_rows = thin_among(lattice.ys, [(cell.row, cell.row_span) for cell in lattice.cells if cell.glyphs])
    if thin_rows and _ends_with_blanks(lattice):
        thin_rows.discard(len(lattice.ys) - 2)
    thin_cols = thin_among(lattice.xs, [(cell.col, cell.col_span) for cell in lattice.cells if cell.glyphs])
    if not thin_rows and not thin_cols:
        return
    kept = []
    for cell in lattice.cells:
        rows = [row for row in range(cell.row, cell.row + cell.row_span) if row not in thin_rows]
        cols = [col for col in range(cell.col, cell.col + cell.col_span) if col not in thin_cols]
        if rows and cols:
            cell.row, cell.row_span = rows[0] - sum(row < rows[0] for row in thin_rows), len(rows)
            cell.col, cell.col_span = cols[0] - sum(col < cols[0] for col in thin_cols), len(cols)
            kept.append(cell)
    lattice.cells = kept
    lattice.ys = [y for place, y in enumerate(lattice.ys) if place - 1 not in thin_rows]
    lattice.xs = [x for place, x in enumerate(lattice.xs) if place - 1 not in thin_cols]


def _ends_with_blanks(lattice: Lattice) -> bool:
    """Whether the last row, however low, is the blank one below a header: parted in all columns, with words alone above."""
    last = [cell for cell in lattice.cells if cell.row + cell.row_span == len(lattice.ys) - 1]
    is_parted = len(last) == len(lattice.xs) - 1 > 1 and all(cell.row_span == 1 for cell in last)
    return is_parted and not any(glyph.char.isdecimal() for cell in lattice.cells for glyph in cell.glyphs)


def thin_among(edges: list[float], filled: list[tuple[int, int]]) -> set[int]:
    """The intervals between edges too thin for text in which none of the `filled`, with where they begin and span, lies alone."""
    thin = {place for place in range(len(edges) - 1) if edges[place + 1] - edges[place] < THINNEST}
    if not thin:
        return thin
    own = {start for start, span in filled if span == 1}
    # A cell with text keeps at least one of the intervals it covers.
    held = {start for start, span in filled if all(place in thin for place in range(start, start + span))}
    return thin - own - held
