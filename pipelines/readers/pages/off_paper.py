"""Tables of the form that go off the paper at a side: what stands beyond it is not printed, and nothing tells what it was.

A program may write what lies off the page into the file, or leave it out; neither is read. Rulings alone are asked here:
those that reach the edge of the paper, or of what shows of it, go on behind it.
"""

from __future__ import annotations

import re

from pipelines.readers.document import UNNAMED
from pipelines.readers.figures import is_written_figure
from pipelines.readers.pages.label_lines import is_known
from pipelines.readers.pages.lattice import SNAP, Lattice, Ruling, find_lattices
from pipelines.readers.pages.lines import cell_text
from pipelines.readers.pages.placing import place_glyphs
from pipelines.readers.pages.sheet import Page

#: Points. A ruling that comes so near to the edge of the paper ends there.
EDGE = 1.0
_DATE = re.compile(r"\d\s*[-/.年]\s*\d+\s*[-/.月]\s*\d|\d{3}[-/]\d")
#: So many labels of the form, or figures in cells of their own, make a table more than the frame of a page.
LEAST = 2


def runs_off(page: Page) -> bool:
    """Whether a ruled table of the form goes off the page at its left or its right."""
    low, high = page.sight or (0.0, page.width)
    lines = [line for line in page.across if line.end >= high - EDGE or line.start <= low + EDGE]
    if not lines:
        return False  # nearly every page
    lattices = find_lattices(page.across, page.down)
    cut = [lattice for lattice in lattices if _is_cut(lattice, lines, low, high)]
    if not cut:
        return False
    place_glyphs(page.glyphs, lattices)
    if page.sight and not low:  # a clip at the right alone
        cut = [lattice for lattice in cut if not _shows_all(lattice)]
    return any(map(_is_of_form, cut))


def _shows_all(lattice: Lattice) -> bool:
    """Whether all cells at the right of a table show their words, and nothing hides the end of any: only its border is cut.

    What a cell shows nothing of may stand in it behind the edge.
    """
    last = [cell for cell in lattice.cells if cell.box[2] >= lattice.xs[-1]]
    return all(cell.glyphs and all(glyph.char != UNNAMED for glyph in cell.glyphs) for cell in last)


def _is_cut(lattice: Lattice, lines: list[Ruling], low: float, high: float) -> bool:
    """Whether a side of a table lies at the edge of the paper or behind it; a page cut out around a table ends at both."""
    x0, top, x1, bottom = lattice.box
    own = [line for line in lines if top - SNAP <= line.at <= bottom + SNAP and line.start < x1 and x0 < line.end]
    left = min([x0, *(line.start for line in own)])
    right = max([x1, *(line.end for line in own)])
    return (left <= low + EDGE) != (right >= high - EDGE) or left < low - SNAP or right > high + SNAP


def _is_of_form(lattice: Lattice) -> bool:
    texts = [cell_text(cell.glyphs, cell.box[2] - cell.box[0])[0] for cell in lattice.cells]
    # the table above an article has its date and the number of its file
    figures = [text for text in texts if is_written_figure(text) and not _DATE.search(text)]
    return max(sum(map(is_known, texts)), len(figures)) >= LEAST
