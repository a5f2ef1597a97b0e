"""The statistics table read from grids: its header by words, its lines by the columns under them.

Also where two blocks of columns stand side by side, where the header has two storeys, and where the table goes on in the
next grid. What a label means is told in `lines.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.parsing.statistics.lines import (
    FEWEST_KNOWN,
    Figure,
    Head,
    Line,
    columns_of,
    form,
    known_lines,
    read_head,
    read_label,
)
from pipelines.parsing.tables.headers import distinct, is_figure
from pipelines.readers.document import UNNAMED, Cell, Grid
from pipelines.reasons import because
from warehouse.reasons import Reason

#: So many cells that hold units alone are no chance.
FEWEST_UNITS = 3

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Side:
    """One block of columns: where labels, units and the figures that count stand; all are lattice columns."""

    labels: tuple[int, ...]
    units: tuple[int, ...]
    figures: dict[str, tuple[int, ...]]
    others: tuple[int, ...]  # columns of figures that do not count, of other years
    nameless: tuple[int, ...]  # columns behind these over which the header has nothing


@dataclass(frozen=True, slots=True)
class _Header:
    sides: tuple[Side, ...]
    n_cols: int


def read_grids(grids: Sequence[Grid], report_year: int | None) -> tuple[list[Line], list[Reason]] | None:
    """The lines of the statistics table over all grids and what is in doubt; None where no grid is such a table."""
    lines: list[Line] = []
    doubts: list[Reason] = []
    header: _Header | None = None
    for grid in grids:
        found, problem, header = _read_grid(grid, header, report_year)
        # a label that no reader can tell may be a known one
        known = sum(bool(known_lines(line.label.words)) or UNNAMED in line.label.words for line in found)
        if problem and _labels_known(grid) >= FEWEST_KNOWN:
            doubts.append(problem)
        elif found and (known >= FEWEST_KNOWN or (lines and known)):
            lines += [line for line in found if _has_label(line)]
            doubts += [_unnamed(line) for line in found if not _has_label(line)]
    return (lines, doubts) if lines or doubts else None


def _read_grid(
    grid: Grid, carried: _Header | None, year: int | None
) -> tuple[list[Line], Reason | None, _Header | None]:
    lattice = grid.lattice()
    at, heads = _find_header(lattice)
    if heads is None:
        if carried is None or carried.n_cols != grid.n_cols:
            return [], because("statistics_no_header"), None
        header, start = carried, 0
    else:
        sides = _sides(heads, year, [col for col in range(grid.n_cols) if not _has_head(lattice[:at], col)])
        if isinstance(sides, Reason):
            return [], sides, None
        header, start = _Header(tuple(_with_units(side, lattice[at:]) for side in sides), grid.n_cols), at
    lines = []
    for number, places in enumerate(lattice[start:]):
        for side in header.sides:
            line = _read_line(places, side)
            # right below the header the columns may have numbers
            if line is not None and (_has_label(line) or (number > 0 and _has_figures(line))):
                lines.append(line)
    return lines, None, header


def _has_label(line: Line) -> bool:
    return len(line.label.words) > 1


def _has_figures(line: Line) -> bool:
    return any(_DIGIT.search(figure.text) for figure in line.figures.values())


def _unnamed(line: Line) -> Reason:
    return because("statistics_line_unnamed", figures=", ".join(figure.text[:20] for figure in line.figures.values()))


def _with_units(side: Side, rows: list[list[Cell | None]]) -> Side:
    """The side with the columns behind its labels that hold units in every line, though no word that is known heads them."""
    labels, units = list(side.labels), list(side.units)
    while not side.units and len(labels) > 1 and _are_units([row[labels[-1]] for row in rows]):
        units.insert(0, labels.pop())
    return replace(side, labels=tuple(labels), units=tuple(units))


def _are_units(column: list[Cell | None]) -> bool:
    """Whether most cells of a column are units and the rest no longer than one, as a unit misread in a picture is."""
    words = ["".join(cell.text.split()) for cell in distinct(column) if cell.text.strip()]
    longest = max(map(len, form().units))
    n_units = sum(word in form().units for word in words)
    return n_units >= FEWEST_UNITS and 2 * n_units > len(words) and all(len(word) <= longest for word in words)


def _find_header(lattice: list[list[Cell | None]]) -> tuple[int, list[tuple[tuple[int, ...], Head]] | None]:
    """The row below the header and what each of its cells heads; (0, None) without one."""
    for number, places in enumerate(lattice):
        heads = _heads_of(places)
        kinds = {head.kind for _, head in heads}
        if "label" not in kinds or not kinds & {"this_year", "cumulative"}:
            continue
        below = number + 1
        while below < len(lattice) and _is_header(lattice[below]):
            lower = _heads_of(lattice[below])
            kept = [(cols, head) for cols, head in heads if head.kind in ("label", "unit")]
            named = [(cols, head) for cols, head in lower if head.kind not in ("label", "unit")]
            covered = {col for cols, _ in named for col in cols}
            heads = sorted(
                kept
                + named
                + [(cols, head) for cols, head in heads if (cols, head) not in kept and not covered & set(cols)],
                key=lambda entry: entry[0],
            )
            below += 1
        return below, heads
    return 0, None


def _is_header(places: list[Cell | None]) -> bool:
    """Whether every word of a row heads a column."""
    words = [cell.text for cell in distinct(places) if cell.text.strip()]
    return bool(words) and all(read_head(word) for word in words)


def _heads_of(places: list[Cell | None]) -> list[tuple[tuple[int, ...], Head]]:
    heads = []
    for cell in distinct(places):
        head = read_head(cell.text)
        if head is not None:
            heads.append((tuple(col for col, place in enumerate(places) if place is cell), head))
    return heads


def _has_head(header: list[list[Cell | None]], col: int) -> bool:
    return any(cell is not None and cell.text.strip() for cell in (places[col] for places in header))


def _sides(
    heads: list[tuple[tuple[int, ...], Head]], year: int | None, nameless: list[int]
) -> tuple[Side, ...] | Reason:
    """The blocks of columns, each beginning with a column of labels; a reason where one cannot be told."""
    starts = [place for place, (_, head) in enumerate(heads) if head.kind == "label"]
    sides = []
    for start, stop in zip(starts, [*starts[1:], len(heads)], strict=True):
        part = heads[start:stop]
        columns = columns_of([(place, head) for place, (_, head) in enumerate(part)], year)
        if isinstance(columns, Reason):
            return columns
        others = [
            col
            for place, (cols, head) in enumerate(part)
            if head.kind in ("this_year", "cumulative") and place not in columns.values()
            for col in cols
        ]
        units = tuple(col for cols, head in part if head.kind == "unit" for col in cols)
        figures = {key: part[place][0] for key, place in columns.items()}
        first = min(col for cols in [*figures.values(), units] for col in cols)
        labels = tuple(range(part[0][0][0], max(first, part[0][0][-1] + 1)))
        next_side = heads[stop][0][0] if stop < len(heads) else None
        behind = [col for col in nameless if col > part[-1][0][-1] and (next_side is None or col < next_side)]
        sides.append(Side(labels, units, figures, tuple(others), tuple(behind)))
    return tuple(sides)


def _read_line(places: list[Cell | None], side: Side) -> Line | None:
    """One line, with a label of less than two characters where the row has none; None for one without columns of figures.

    That is a heading over the whole width.
    """
    words = [cell for cell in distinct([places[col] for col in side.labels]) if cell.text.strip()]
    words = [cell for cell in words if not is_figure(cell.text)]
    has_unit = len(words) > 1 and words[-1].text.strip() in form().units
    label = read_label(words[-2 if has_unit else -1].text if words else "")
    is_slipped = has_unit or _is_slipped(places, side)
    figures: dict[str, Figure] = {}
    for key, columns in side.figures.items():
        cells = distinct([places[col] for col in columns])
        if any(cell in words for cell in cells):
            return None
        filled = [cell for cell in cells if cell.text.strip()]
        reaches = any(places[col] is cell for cell in filled for col in _elsewhere(side, key))
        doubt = None
        if len(filled) > 1 or (reaches and any(_DIGIT.search(cell.text) for cell in filled)):
            doubt = because("statistics_not_apart", label=label.words[:30])
        elif is_slipped:
            doubt = because("statistics_slipped", label=label.words[:30])
        text = " | ".join(cell.text for cell in filled)
        if cells:
            figures[key] = Figure(text, cells[0].locator, doubt=doubt)
    unit = "".join(cell.text for cell in distinct([places[col] for col in side.units])) if side.units else ""
    if not figures:
        return None
    return Line(label, re.sub(r"\s+", "", unit) or None, figures)


def _is_slipped(places: list[Cell | None], side: Side) -> bool:
    """Whether a row lacks a cell or has one more than its header: a unit among figures, a figure under the units, behind
    all columns with a name, or in front of a place where no cell stands.
    """
    figures = [col for columns in side.figures.values() for col in columns]
    is_filled = [cell is not None and bool(_DIGIT.search(cell.text)) for cell in places]
    if not any(is_filled[col] for col in (*figures, *side.units, *side.nameless)):
        return False
    shown = (cell for cell in (places[col] for col in figures) if cell is not None)
    return (
        any(places[col] is None for col in (*side.units, *figures))
        or any(cell.text.strip() in form().units for cell in shown)
        or any(is_filled[col] for col in (*side.units, *side.nameless))
    )


def _elsewhere(side: Side, key: str) -> list[int]:
    return [col for other, columns in side.figures.items() if other != key for col in columns] + list(side.others)


def _labels_known(grid: Grid) -> int:
    return sum(bool(known_lines(read_label(cell.text).words)) for cell in grid.cells if len(cell.text) < 60)
