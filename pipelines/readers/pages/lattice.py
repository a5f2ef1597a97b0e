"""Geometry of a printed table: rulings to a lattice of cells.

Works on points and boxes of one page, whoever found them (a PDF's paths, an OFD's objects). Putting characters into the
cells belongs to `placing.py`; which table continues on the next page to `joining.py`; what labels mean to the parser.
All coordinates are points from the upper left corner of the page as shown.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.readers.document import UnreadableError
from pipelines.readers.packages import MAX_CELLS_PER_TABLE
from pipelines.reasons import because

#: Rulings nearer than this are one: double borders stand 1 to 3 points apart, the narrowest column of text is 8.
SNAP = 4.0
#: A border drawn in pieces (cell by cell, or dotted) leaves gaps below this.
GAP = 3.5
#: A line thicker than this is a bar or a background, not a ruling.
THICK = 3.0
#: A ruling shorter than this is a part of a glyph or a dot.
SHORT = 4.0
#: The pieces of one line are drawn at one height, up to rounding.
DRIFT = 0.7
#: The column of a group's label is at most this wide.
WIDEST_SIDE = 200.0
#: How far a ruling must stick out before an edge that is not drawn is assumed there (tables open at the sides).
OPEN = 10.0
#: What a page's end leaves of a table is a row where it is this share of its lowest one, and no lower than a line in points.
ROW, LOWEST = 0.9, 7.0
#: A full page of the form has some 300 cell sides; drawings with more lines than this are maps or charts.
MAX_RULINGS = 5_000


class Glyph(NamedTuple):
    """A printed character: its box from the upper left corner; `spaced` when a blank stands before it in the file."""

    x0: float
    y0: float
    x1: float
    y1: float
    char: str
    spaced: bool = False


class Ruling(NamedTuple):
    """A straight line: horizontal at height `at` from x `start` to `end`, or vertical at x `at` from y `start` to `end`."""

    at: float
    start: float
    end: float


Box = tuple[float, float, float, float]


@dataclass(slots=True)
class RuledCell:
    """A maximal rectangle between rulings, in rows and columns of its lattice, with the glyphs inside it."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class Lattice:
    """A ruled table of one page: column edges `xs`, row edges `ys`, cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[RuledCell]
    owner: list[list[int]]
    open_above: list[bool] = field(default_factory=list)  # for each column, whether no ruling closes it at the top
    open_below: list[bool] = field(default_factory=list)  # and at the bottom

    @property
    def box(self) -> Box:
        """The outer frame."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int:
        """The index of the cell that covers a point inside the frame."""
        row = bisect_right(self.ys, y, 1, len(self.ys) - 1) - 1
        return self.owner[row][bisect_right(self.xs, x, 1, len(self.xs) - 1) - 1]


def is_thin(box: Box) -> bool:
    """Whether a drawn box is a ruling by its size."""
    return box[2] - box[0] <= THICK or box[3] - box[1] <= THICK


def drawn_boxes(points: list[tuple[float, float]], *, stroked: bool) -> list[Box]:
    """The thin boxes one outline draws: itself if it is thin, else each straight side of a stroked one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    if is_thin(box):
        return [box]
    if not stroked:
        return []
    return [
        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        for (x0, y0), (x1, y1) in itertools.pairwise(points)
        if abs(x1 - x0) < 0.5 or abs(y1 - y0) < 0.5
    ]


def rulings_of(boxes: Iterable[Box]) -> tuple[list[Ruling], list[Ruling]]:
    """Thin boxes as horizontal and vertical rulings."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    new: Callable[..., Ruling] = tuple.__new__  # as for glyphs: programs draw a line for each side of each cell
    for x0, y0, x1, y1 in boxes:
        wide, high = x1 - x0, y1 - y0
        is_dot = wide <= THICK and high <= THICK  # a dotted border may be drawn dot by dot
        if is_dot or wide >= high:
            across.append(new(Ruling, ((y0 + y1) / 2, x0, x1)))
        if is_dot or wide < high:
            down.append(new(Ruling, ((x0 + x1) / 2, y0, y1)))
    return across, down


def drawn_lines(pieces: Iterable[Ruling]) -> list[Ruling]:
    """The lines of one direction as drawn: pieces at one height joined, the dots of crossing lines left out."""
    joined = [line for cluster in _clusters(pieces, DRIFT) for line in _join_pieces(cluster)]
    return [line for line in joined if line.end - line.start >= SHORT]


def _snapped(lines: Iterable[Ruling]) -> list[Ruling]:
    """The lines of one table, moved to common positions."""
    return [line for cluster in _clusters(lines, SNAP) for line in _join_pieces(cluster)]


def _clusters(lines: Iterable[Ruling], reach: float) -> list[list[Ruling]]:
    """Lines grouped so that none is further than `reach` from the first of its group."""
    clusters: list[list[Ruling]] = []
    cluster: list[Ruling] = []
    first = -math.inf
    for line in sorted(lines):
        if line.at - first <= reach:
            cluster.append(line)
        else:
            cluster, first = [line], line.at
            clusters.append(cluster)
    return clusters


def _join_pieces(cluster: list[Ruling]) -> list[Ruling]:
    if len(cluster) == 1:
        return cluster
    total = weighed = 0.0
    for height, start, end in cluster:
        total += end - start
        weighed += height * (end - start)
    at = weighed / total if total else cluster[0].at
    pieces: list[Ruling] = []
    begin = reach = -math.inf
    for start, end in sorted([(start, end) for _, start, end in cluster]):
        if start - reach <= GAP:
            reach = max(reach, end)
            continue
        if begin > -math.inf:
            pieces.append(Ruling(at, begin, reach))
        begin, reach = start, end
    pieces.append(Ruling(at, begin, reach))
    return pieces


def find_lattices(horizontal: Iterable[Ruling], vertical: Iterable[Ruling]) -> list[Lattice]:
    """The tables that crossing rulings draw, top to bottom; a single frame without a ruling inside is none."""
    return lattices_of(drawn_lines(horizontal), drawn_lines(vertical))


def lattices_of(across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
    """The same, of rulings as drawn."""
    if len(across) + len(down) > MAX_RULINGS:
        raise UnreadableError(because("too_many_lines", most=MAX_RULINGS))
    lattices = [_lattice(_snapped(h), _snapped(v)) for h, v in _connected(across, down)]
    found = [lattice for lattice in lattices if lattice is not None and len(lattice.cells) > 1]
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _connected(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of rulings that touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    ordered = sorted((line, index) for index, line in enumerate(across))
    heights = [line.at for line, _ in ordered]
    for v_index, (x, top, bottom) in enumerate(down, len(across)):
        own = v_index
        first, end = bisect_left(heights, top - SNAP), bisect_right(heights, bottom + SNAP)
        for (_, left, right), h_index in ordered[first:end]:
            if left - SNAP <= x <= right + SNAP and (other := root(h_index)) != own:
                parent[own] = other
                own = other
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, line in enumerate(across + down):
        groups.setdefault(root(index), ([], []))[0 if index < len(across) else 1].append(line)
    tables = [group for group in groups.values() if group[0] and group[1]]
    for alone in (group[1] for group in groups.values() if not group[0]):
        _add_side(alone, tables)
    return tables


def _add_side(alone: list[Ruling], tables: list[tuple[list[Ruling], list[Ruling]]]) -> None:
    """Give a vertical ruling that touches nothing to the table it runs beside.

    The column of a group's label that fills a whole page has no horizontal ruling on that page.
    """
    for line in alone:
        for across, down in tables:
            top, bottom = min(v.start for v in down), max(v.end for v in down)
            left, right = min(v.at for v in down), max(v.at for v in down)
            is_as_high = abs(line.start - top) <= OPEN and abs(line.end - bottom) <= OPEN
            if is_as_high and max(left - line.at, line.at - right) < WIDEST_SIDE:
                down.append(line)
                across.append(Ruling(top, min(line.at, left), max(line.at, right)))
                break


def _edges(positions: Iterable[float], low: float, high: float, *, cut: bool = False) -> list[float]:
    """Sorted distinct positions, with the undrawn outer edges where crossing rulings stick out.

    A page may `cut` what is left of a row: that stands out of a ruling alone by no more than a cell's margin, and out of
    the rows of small print by no more than a row of theirs.
    """
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > SNAP:
            edges.append(position)
    out = OPEN
    if cut:
        heights = [lower - upper for upper, lower in itertools.pairwise(edges)]
        out = min(max(ROW * min(heights), LOWEST), OPEN) if heights else SNAP
    if edges[0] - low > out:
        edges.insert(0, low)
    if high - edges[-1] > out:
        edges.append(high)
    return edges


def _lattice(across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    xs = _edges((v.at for v in down), min(h.start for h in across), max(h.end for h in across))
    ys = _edges((h.at for h in across), min(v.start for v in down), max(v.end for v in down), cut=True)
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1:
        return None
    if n_rows * n_cols > MAX_CELLS_PER_TABLE:
        raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))
    walls = _sides(down, xs, ys)  # walls[col][row]: a ruling stands left of that place
    floors = _sides(across, ys, xs)  # floors[row][col]: a ruling lies above that place
    owner = [[-1] * n_cols for _ in range(n_rows)]
    cells: list[RuledCell] = []
    for row in range(n_rows):
        for col in range(n_cols):
            if owner[row][col] < 0:
                cells.append(_grow(row, col, xs, ys, walls, floors, owner, len(cells)))
    return Lattice(xs, ys, cells, owner, [not shut for shut in floors[0]], [not shut for shut in floors[-1]])


def _sides(lines: list[Ruling], positions: list[float], cross: list[float]) -> list[list[bool]]:
    """For each position and each interval of the crossing edges, whether a ruling covers most of that side."""
    sides = [[False] * (len(cross) - 1) for _ in positions]
    for at, start, end in lines:
        index = bisect_right(positions, at)
        if index == len(positions) or (index and at - positions[index - 1] <= positions[index] - at):
            index -= 1  # the nearest
        side = sides[index]
        for place in range(max(bisect_right(cross, start) - 1, 0), min(bisect_right(cross, end), len(side))):
            low, high = cross[place], cross[place + 1]
            is_whole = start <= low and high <= end
            if is_whole or min(end, high) - max(start, low) > 0.6 * (high - low):
                side[place] = True
    return sides


def _grow(
    row: int,
    col: int,
    xs: list[float],
    ys: list[float],
    walls: list[list[bool]],
    floors: list[list[bool]],
    owner: list[list[int]],
    index: int,
) -> RuledCell:
    """The largest rectangle from a free corner without a ruling inside: to the right first, then down."""
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    right = col + 1
    while right < n_cols and not walls[right][row] and owner[row][right] < 0:
        right += 1
    bottom = row + 1
    while (
        bottom < n_rows
        and True not in floors[bottom][col:right]
        and max(owner[bottom][col:right]) < 0
        and not any(walls[place][bottom] for place in range(col + 1, right))
    ):
        bottom += 1
    for covered in range(row, bottom):
        owner[covered][col:right] = [index] * (right - col)
    return RuledCell(row, col, bottom - row, right - col, (xs[col], ys[row], xs[right], ys[bottom]))
