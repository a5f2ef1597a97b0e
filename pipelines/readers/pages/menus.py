"""The menu at the left of a site's page, as a browser prints it: told from the words beside it by the gutter between them.

Links stand below one another there, some at the heights of lines of the report, which would run on from them. Columns of
prose and tables without rulings are none: what stands in them is longer, or has no prose beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.lines import glyphs_by_line

#: A menu has at least so many links, each of so many characters.
_FEWEST, _SHORTEST, _LONGEST = 4, 2, 14
#: Links begin at one place, in points, in one type, up to this share of it.
_FLUSH, _ALIKE = 1.5, 0.1
#: The gutter is as wide as this many characters of the menu, wider than what a page sets its characters apart by.
_GUTTER = 2.0
#: So many lines beside it, or below in the same column, are of sentences.
_PROSE = 2
_MARKS = frozenset("，。；")

_Run = list[Glyph]


def menu_beside(lines: list[_Run]) -> tuple[list[_Run], list[_Run]] | None:
    """The lines of a page's menu, and all the others without it; None where no menu stands beside prose."""
    runs = [first for line in lines if (first := _first_run(line)) is not None]
    for links in _flush(runs):
        size = links[0][0].y1 - links[0][0].y0
        own = {id(glyph) for link in links for glyph in link}
        top, bottom = min(link[0].y0 for link in links), max(link[0].y1 for link in links)
        edge = max(link[-1].x1 for link in links) + _GUTTER * size
        beside = [line for line in lines if line[-1].y1 > top and line[-1].y0 < bottom]
        others = [glyph for line in beside for glyph in line if id(glyph) not in own]
        if any(glyph.x0 < edge for glyph in others):
            continue
        columns = glyphs_by_line(others)
        below = [line for line in lines if line[-1].y0 >= bottom]
        column_end = next((at for at, line in enumerate(below) if line[0].x0 < edge), len(below))
        if sum(any(glyph.char in _MARKS for glyph in line) for line in columns + below[:column_end]) >= _PROSE:
            here = {id(line) for line in beside}
            return links, [*columns, *(line for line in lines if id(line) not in here)]
    return None


def top_of_column(menu: list[_Run], lines: list[_Run]) -> float:
    """The height at which the column beside a menu begins: above it stands what reaches over both."""
    edge = max(link[-1].x1 for link in menu)
    top = min(glyph.y0 for link in menu for glyph in link)
    tops = [(min(glyph.y0 for glyph in line), line[0].x0) for line in lines]
    for y, x in sorted(tops, reverse=True):
        if y < top:
            if x < edge:
                break
            top = y
    return top


def _first_run(line: _Run) -> _Run | None:
    """What a line begins with up to its first gap, where that is as long as a link."""
    run = line[:1]
    for glyph in line[1:]:
        if glyph.x0 - run[-1].x1 > _GUTTER * (run[-1].y1 - run[-1].y0):
            break
        run.append(glyph)
        if len(run) > _LONGEST:
            return None
    return run if len(run) >= _SHORTEST else None


def _flush(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Runs that begin at one place in one type, those further left first, where there are enough for a menu."""
    left = sorted(runs, key=lambda run: run[0].x0)
    at = 0
    while at + _FEWEST <= len(left):
        first = left[at][0]
        group = [run for run in left[at:] if run[0].x0 - first.x0 < _FLUSH]
        alike = [run for run in group if abs(_width(run) - _width(group[0])) <= _ALIKE * _width(group[0])]
        if len(alike) >= _FEWEST:
            yield sorted(alike, key=lambda run: run[0].y0)
        at += len(group)


def _width(run: _Run) -> float:
    """The type size of a run, by its widest character."""
    return max(glyph.x1 - glyph.x0 for glyph in run)
