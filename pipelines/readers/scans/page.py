"""A page that is a picture to a page of glyphs: every line of ink is read and put where it stands.

What comes out is laid out in `readers/placed.py` like a page of any PDF; beside it stand the readings, for the parser to settle.
Rulings belong to `raster`, ink to `ink`, what it says to `looks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.readers.document import UNNAMED, Document, Grid, Reading, Text
from pipelines.readers.pages.abutting import tables_of
from pipelines.readers.pages.lattice import Box, Glyph, Lattice, Ruling, drawn_lines
from pipelines.readers.pages.lines import is_wide
from pipelines.readers.pages.pieces import place
from pipelines.readers.pixels.raster import Gray, Raster
from pipelines.readers.pixels.specks import without_specks
from pipelines.readers.pixels.through import without_other_side
from pipelines.readers.pixels.traces import without_traces
from pipelines.readers.placed import Page, document_of_pages
from pipelines.readers.scans.below_seals import hold_against_seals
from pipelines.readers.scans.ghosts import is_haunted
from pipelines.readers.scans.ink import Ink, cell_inks, marks_of, outside_inks, table_size, type_size
from pipelines.readers.scans.looks import CERTAIN, look_at_all, plain_text
from pipelines.readers.scans.second_labels import look_at_labels_again
from pipelines.readers.scans.second_lines import look_at_lines_again
from pipelines.readers.scans.second_looks import look_again
from pipelines.readers.scans.stems import hold_against_stems
from pipelines.readers.scans.strikes import hold_against_strikes
from pipelines.readers.scans.typeface import Type, settled, type_of
from pipelines.readers.scans.upright import stood_upright

#: Signs whose ink stands in the right or in the left half of their place.
_OPENING, _CLOSING = frozenset("(（《“"), frozenset(")）》”，。、；：")
#: Lines outside tables that are read in a document: six pages full of words, at a tenth of a second each.
MOST_LINES = 180
#: A mark that passes for so many characters, and for them with less certainty, is none.
LONGEST_STRAY, LEAST_WORD = 1, 0.5
#: Points a pixel. A minus is half a point high and more: one that lies across two rows of coarser pixels leaves none of
#: them black in a page of black and white.
COARSEST_HAIRS = 0.42


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as recognised: its glyphs, the reading of each cell by its place, its lines outside tables.

    `shows_hairs` says whether strokes as thin as a minus are sure to show.
    """

    page: Page
    raster: Raster
    cells: dict[str, Reading]
    lines: list[Ink]
    n_unread: int  # lines outside tables that were left unread
    type: Type
    shows_hairs: bool


def read_page(
    picture: Gray,
    number: int,
    scale: float,
    *,
    stamped: Gray | None = None,
    layer: Sequence[Glyph] = (),
    most_lines: int = MOST_LINES,
    shows_hairs: bool = True,
) -> ReadPage:
    """Read one page (grey, `scale` points a pixel), off which seals were lifted where it is given `stamped` as well.

    `layer` is text that the file itself puts over the picture, in points: a cell it falls into must be seen to hold the
    same. Past `most_lines` what stands outside tables is left unread. `shows_hairs` is False for a page in black and white
    of pixels coarser than `COARSEST_HAIRS`.
    """
    picture, holes = without_traces(picture, scale)
    picture = without_other_side(without_specks(picture, scale), scale)
    stamped = None if stamped is None else without_other_side(without_traces(stamped, scale)[0], scale)
    raster = stood_upright(picture, scale, stamped)
    across, down = (
        [Ruling(*(value * scale for value in line)) for line in lines] for lines in (raster.across, raster.down)
    )
    lattices = tables_of(drawn_lines(across), down)
    marks = marks_of(raster)
    size, in_tables = type_size(marks, scale), table_size(marks, lattices, scale)
    blank: dict[str, Reading] = {}
    inks: list[Ink] = []
    for lattice in lattices:
        for cell in lattice.cells:
            key = place(number, cell.box)
            found = cell_inks(cell.box, raster, marks, in_tables, key)
            inks += found
            haunted = is_haunted(cell.box, raster, found)
            for ink in found:
                ink.is_whole &= not haunted
            if not found:
                blank[key] = Reading("", 0.0 if haunted else 1.0)
    lines = outside_inks(lattices, raster, marks, size)
    outside = lines[: max(0, most_lines)]
    n_unread = len(lines) - len(outside)
    look_at_all(raster, [*inks, *outside], size, in_tables)
    hold_against_seals(raster, inks, in_tables)
    look_again(raster, inks, in_tables)
    look_at_labels_again(raster, inks, in_tables)
    look_at_lines_again(raster, outside, size)
    hold_against_stems(raster, inks)
    hold_against_strikes(raster, inks, in_tables)
    outside = [ink for ink in outside if not _is_stray(ink.reading)]
    cells = dict(blank)
    for ink in inks:
        assert ink.cell is not None
        cells[ink.cell] = _together(cells.get(ink.cell), ink.reading)
    differ = {
        key
        for key, words in _layer_words(layer, lattices, raster, number).items()
        if not agrees(words, cells[key].text)
    }
    cells |= {key: replace(cells[key], sure=0.0) for key in differ}
    holed = {_cell_at(*at, lattices, raster, number) for hole in holes for at in _points_of(hole)}
    # a hole may have taken a figure with it
    cells |= {key: replace(reading, sure=0.0, whole=False) for key, reading in cells.items() if key in holed}
    drawn = type_of(raster, [ink for ink in inks if ink.cell not in differ | holed], CERTAIN)
    glyphs = [glyph for ink in [*inks, *outside] for glyph in _glyphs(ink, scale)]
    page = Page(number, raster.width, raster.height, glyphs, across, down, pictured=True)
    return ReadPage(page, raster.without_pixels(), cells, outside, n_unread, drawn, shows_hairs)


def _is_stray(reading: Reading) -> bool:
    """Whether a line outside tables is no word: a tick of a pen between the parts of a table would keep them apart."""
    return len(reading.text.strip()) <= LONGEST_STRAY and reading.sure < LEAST_WORD


def _layer_words(layer: Sequence[Glyph], lattices: list[Lattice], raster: Raster, number: int) -> dict[str, str]:
    """What the file's own text over the picture says in each cell it falls into, by the cell's place."""
    words: dict[str, str] = {}
    for glyph in layer:
        key = _cell_at((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2, lattices, raster, number)
        if key is not None:
            words[key] = words.get(key, "") + glyph.char
    return words


def _points_of(box: Box) -> list[tuple[float, float]]:
    """The middle of a box and of its sides."""
    x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return [(x, y), (x0, y), (x1, y), (x, y0), (x, y1)]


def _cell_at(x: float, y: float, lattices: list[Lattice], raster: Raster, number: int) -> str | None:
    """The place of the cell that holds a point of the file's picture; None outside all tables."""
    x, y = raster.straightened(x, y)
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.box
        if x0 < x < x1 and y0 < y < y1:
            return place(number, lattice.cells[lattice.cell_at(x, y)].box)
    return None


def agrees(words: str, seen: str) -> bool:
    """Whether text of the file may be what is seen; a character that its font does not name may be any one."""
    if UNNAMED not in words:
        return plain_text(words) == plain_text(seen)
    words, seen = "".join(words.split()), "".join(seen.split())
    return len(words) == len(seen) and all(
        one == UNNAMED or plain_text(one) == plain_text(other) for one, other in zip(words, seen, strict=True)
    )


def _together(upper: Reading | None, lower: Reading) -> Reading:
    """The reading of a cell of several lines."""
    if upper is None:
        return lower
    looks = tuple(f"{a}\n{b}" for a, b in zip(upper.looks, lower.looks, strict=False))
    hairs, whole = upper.hairs and lower.hairs, upper.whole and lower.whole
    again = upper.again + lower.again
    return Reading(
        f"{upper.text}\n{lower.text}", min(upper.sure, lower.sure), looks, hairs=hairs, whole=whole, again=again
    )


def _glyphs(ink: Ink, scale: float) -> list[Glyph]:
    """The characters of a line spread evenly over its ink; the model does not say where each one stands."""
    text = "".join(ink.reading.text.split())
    x0, y0, x1, y1 = (value * scale for value in ink.box)
    if any(is_wide(char) for char in text):  # among words a bracket or a stop fills half of its place with paper
        x0 -= (text[0] in _OPENING) * (y1 - y0) / 2
        x1 += (text[-1] in _CLOSING) * (y1 - y0) / 2
    widths = [1.0 if is_wide(char) else 0.5 for char in text]
    step = (x1 - x0) / sum(widths) if text else 0.0
    glyphs = []
    at = x0
    for place_, (char, width) in enumerate(zip(text, widths, strict=True)):
        glyphs.append(Glyph(at, y0, at + width * step, y1, char, spaced=place_ == 0))
        at += width * step
    return glyphs


@dataclass(frozen=True, slots=True)
class Frame:
    """How places of one read page lead back into the file: points of the straightened page to the file's own units.

    `number` is the file's own page, on which what was read begins `top` of its units below the upper edge.
    """

    read: ReadPage
    units: float  # of the file, a pixel of the picture that was read
    number: int
    top: float = 0.0
    is_whole: bool = True  # False where the page has text of its own beside its pictures

    def in_file(self, box: Box) -> Box:
        """The place in the file's own units from the upper left corner."""
        x0, y0, x1, y1 = (value * self.units for value in self.read.raster.original(box))
        return x0, y0 + self.top, x1, y1 + self.top


_PLACE = re.compile(r"page (\d+) \((-?\d+),(-?\d+),(-?\d+),(-?\d+)\)")


def compose(document: Document, pages: list[Page], frames: Mapping[int, Frame]) -> Document:
    """The document of these pages, some of which were read as pictures: `frames` by their number."""
    blocks: list[Text | Grid] = []
    readings: dict[str, Reading] = {}
    frames = _borne_out(frames)

    def note(locator: str, reading_of: Callable[[Frame, str, Box], Reading | None]) -> str:
        """The locator in the file's units; what was read at its places is kept beside it."""
        found: Reading | None = None
        parts = []
        for part in _PLACE.finditer(locator):
            frame = frames.get(int(part[1]))
            if frame is None:
                parts.append(part[0])
                continue
            box = (float(part[2]), float(part[3]), float(part[4]), float(part[5]))
            reading = reading_of(frame, part[0], box)
            found = found if reading is None else _together(found, reading)
            parts.append(place(frame.number, frame.in_file(box)))
        name = " + ".join(parts)
        if found is not None:
            readings[name] = found
        return name

    for block in document_of_pages(pages):
        if isinstance(block, Text):
            blocks.append(replace(block, locator=note(block.locator, _text_reading)))
        else:
            cells = tuple(replace(cell, locator=note(cell.locator, _cell_reading)) for cell in block.cells)
            blocks.append(replace(block, cells=cells, locator=note(block.locator, _text_reading)))
    unread = sum(frame.read.n_unread for frame in frames.values())
    meta = {**document.meta, "unread_lines": str(unread)} if unread else document.meta
    return replace(document, blocks=tuple(blocks), meta=meta, readings=readings)


def _borne_out(frames: Mapping[int, Frame]) -> dict[int, Frame]:
    """The pages with the figures settled that the type of all of them bears out."""
    found = settled([frame.read.type for frame in frames.values()])
    return {
        number: replace(frame, read=replace(frame.read, cells={**frame.read.cells, **cells}))
        for (number, frame), cells in zip(frames.items(), found, strict=True)
    }


def _cell_reading(frame: Frame, name: str, _: Box) -> Reading | None:
    reading = frame.read.cells.get(name, Reading("", 0.0) if frame.is_whole else None)
    return reading and replace(reading, hairs=frame.read.shows_hairs)


def _text_reading(frame: Frame, _: str, box: Box) -> Reading | None:
    """The reading of all lines inside a text's box."""
    scale = frame.read.raster.scale
    found: Reading | None = None
    for ink in frame.read.lines:
        x, y = (ink.box[0] + ink.box[2]) / 2 * scale, (ink.box[1] + ink.box[3]) / 2 * scale
        if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1:
            found = _together(found, ink.reading)
    return found or (Reading("", 0.0) if frame.is_whole else None)
