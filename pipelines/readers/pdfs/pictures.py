"""The pages of a PDF that are pictures: rendered and read, each in the place of the page that showed nothing.

Which pages those are is decided here, page by page; what a picture shows is read in `scans`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipelines.readers.document import UNNAMED, Document, UnreadableError
from pipelines.readers.pages.lattice import Glyph, drawn_lines, find_lattices
from pipelines.readers.pages.placing import place_glyphs
from pipelines.readers.placed import Page
from pipelines.reasons import because

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipelines.readers.scans.page import Frame

#: Dots an inch at which pages are rendered; finer shows nothing more of a form, and takes longer.
DOTS = 200
#: A page with fewer characters than this holds no report text: a page number or a stamp over a scan.
FEW_CHARS = 20
#: Above this share of characters that the fonts do not name, the text layer says nothing that can be trusted.
MAX_UNNAMED_SHARE = 0.1
#: Reports have 5 to 40 pages. A table takes some 4 seconds of a core and a document has 60; its words are bounded by
#: `scan.MOST_LINES`.
MAX_PAGES = 40
#: A ruled form has more cells; fewer are the frame of a picture.
FEWEST_CELLS = 6
#: Points. Rulings are drawn as thick as this.
DRAWN = 1.0
_FIRST_IDEOGRAPH = "\u4e00"
#: A page rendered without its fonts shows fewer characters than its text layer has.
LEAST_SHOWN = 0.7


def read_pictures(pdf: Any, pages: list[Page]) -> tuple[list[Page], dict[int, Frame]]:
    """The pages (of a `pypdfium2.PdfDocument`) with those that are pictures read, and their frames by page number."""
    whole = [page for page in pages if _is_picture(page) or is_unnamed(page)]
    mixed = [page for page in pages if page not in whole and page.pictured and not _has_table(page)]
    if not whole and not mixed:
        return pages, {}
    if len(whole) > MAX_PAGES:
        raise UnreadableError(because("too_many_scans", n=len(whole), most=MAX_PAGES))
    frames: dict[int, Frame] = {}
    read = {page.number: page for page in pages}
    n_lines = 0
    for page in whole:
        read[page.number], frames[page.number] = _read_whole(pdf, page, n_lines)
        n_lines += len(frames[page.number].read.lines)
    for page in mixed[:MAX_PAGES]:
        found = _read_tables(pdf, page)
        if found is not None:
            read[page.number], frames[page.number] = found
    return [read[page.number] for page in pages], frames


def with_readings(document: Document, pages: list[Page], frames: dict[int, Frame]) -> Document:
    """The document of these pages with what was recognised on those that have a frame."""
    from pipelines.readers.scans.page import compose

    return compose(document, pages, frames)


def _is_picture(page: Page) -> bool:
    return page.pictured and len(page.glyphs) < FEW_CHARS


def is_unnamed(page: Page) -> bool:
    """Whether the fonts of a page leave so many of its characters without a name that the others are not to be trusted."""
    if len(page.glyphs) < FEW_CHARS or UNNAMED not in page.chars:
        return False  # nearly every page
    return sum(_is_nameless(glyph, page) for glyph in page.glyphs) > MAX_UNNAMED_SHARE * len(page.glyphs)


def _is_nameless(glyph: Glyph, page: Page) -> bool:
    """Whether a glyph is one on the page that its font does not name, and not the mark of what an edge of it hides."""
    return glyph.char == UNNAMED and 0 <= glyph.x0 < min(page.width, glyph.x1)


def lacks_figures(page: Page) -> bool:
    """Whether a cell of a ruled table holds a character without a name that may be of a figure."""
    if UNNAMED not in page.chars:
        return False  # nearly every page
    if not any(_is_nameless(glyph, page) for glyph in page.glyphs):
        return False
    lattices = find_lattices(page.across, page.down)
    place_glyphs(page.glyphs, lattices)
    cells = ({glyph.char for glyph in cell.glyphs} for lattice in lattices for cell in lattice.cells)
    return any(
        UNNAMED in chars and all(char < _FIRST_IDEOGRAPH or char == UNNAMED for char in chars) for chars in cells
    )


def _has_table(page: Page) -> bool:
    return any(len(lattice.cells) >= FEWEST_CELLS for lattice in find_lattices(page.across, page.down))


def _read_whole(pdf: Any, page: Page, n_lines: int) -> tuple[Page, Frame]:
    """A page that is a picture, where `n_lines` outside tables were read on the pages before."""
    from pipelines.readers.picture import read_picture
    from pipelines.readers.scans.page import MOST_LINES

    picture, stamped, dots, shows_hairs = _rendered(pdf, page)
    for shown in (picture,) if stamped is None else (picture, stamped):
        _draw_rulings(shown, page, dots)
    found, frame = read_picture(
        picture,
        page.number,
        72 / dots,
        stamped=stamped,
        layer=page.glyphs,
        most_lines=MOST_LINES - n_lines,
        shows_hairs=shows_hairs,
    )
    if is_unnamed(page) and len(found.glyphs) < LEAST_SHOWN * len(page.glyphs):
        raise UnreadableError(because("unnamed_fonts", page=page.number))
    return found, frame


def _draw_rulings(picture: NDArray[np.uint8], page: Page, dots: float) -> None:
    """Draw in black what the file says are the rulings of a page: dashed and pale ones are hard to find in a picture."""
    if abs(picture.shape[1] / dots * 72 - page.width) > 1 or abs(picture.shape[0] / dots * 72 - page.height) > 1:
        return  # shown in another way than its text stands
    for lines, image in ((page.across, picture), (page.down, picture.T)):
        for at, start, end in drawn_lines(lines):
            near, far = (round(place * dots / 72) for place in (at - DRAWN / 2, at + DRAWN / 2))
            image[max(near, 0) : far, max(round(start * dots / 72), 0) : round(end * dots / 72)] = 0


def _read_tables(pdf: Any, page: Page) -> tuple[Page, Frame] | None:
    """A page of text with the tables of its pictures put in; None where they hold none."""
    from pipelines.readers.scans.page import Frame, read_page

    picture, stamped, dots, shows_hairs = _rendered(pdf, page, pictures_only=True)
    scale = 72 / dots
    read = read_page(
        picture, page.number, scale, stamped=stamped, layer=page.glyphs, most_lines=0, shows_hairs=shows_hairs
    )
    lattices = find_lattices(read.page.across, read.page.down)
    if not any(len(lattice.cells) >= FEWEST_CELLS for lattice in lattices):
        return None
    boxes = [lattice.box for lattice in lattices]
    kept = [glyph for glyph in page.glyphs if not any(_is_in(glyph, box) for box in boxes)]
    whole = replace(
        page,
        glyphs=[*kept, *read.page.glyphs],
        across=[*page.across, *read.page.across],
        down=[*page.down, *read.page.down],
    )
    return whole, Frame(read, scale, page.number, is_whole=False)


def _is_in(glyph: Glyph, box: Sequence[float]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rendered(
    pdf: Any, page: Page, *, pictures_only: bool = False
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None, float, bool]:
    """The page in grey without its seals, with them where it bears any, its dots an inch, and whether its pictures show hairs.

    `pictures_only` whitens what lies outside its pictures.
    """
    import numpy as np

    from pipelines.readers.picture import MAX_PIXELS, in_grey, on_white

    opened = pdf[page.number - 1]
    width, height = opened.get_size()
    dots = min(DOTS, 72 * (MAX_PIXELS / 4 / max(width * height, 1)) ** 0.5)
    bitmap = opened.render(scale=dots / 72, rev_byteorder=True, optimize_mode=None)
    picture: NDArray[np.uint8] = np.array(bitmap.to_numpy(), dtype=np.uint8)[..., :3]
    bitmap.close()
    items = list(opened.get_objects(filter=[3]))  # FPDF_PAGEOBJ_IMAGE
    shows_hairs = not any(map(_is_coarse, items))
    if pictures_only:
        shown = np.full_like(picture, 255)
        for item in items:
            left, bottom, right, top = item.get_bounds()
            rows = slice(max(0, round((height - top) * dots / 72)), max(0, round((height - bottom) * dots / 72)))
            columns = slice(max(0, round(left * dots / 72)), max(0, round(right * dots / 72)))
            shown[rows, columns] = picture[rows, columns]
        picture = shown
    opened.close()
    return *in_grey(on_white(picture), 72 / dots), dots, shows_hairs


def _is_coarse(item: Any) -> bool:
    """Whether a picture of a page is in black and white and its pixels too coarse for the thinnest strokes."""
    from pipelines.readers.scans.page import COARSEST_HAIRS

    found = item.get_metadata()
    dots = min(found.horizontal_dpi, found.vertical_dpi)
    return bool(found.bits_per_pixel == 1 and dots * COARSEST_HAIRS < 72)
