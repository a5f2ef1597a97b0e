"""Pictures (PNG, JPEG, BMP, GIF, TIFF, WebP) and pages of scanned PDFs to a Document: pixels with a known size, within limits.

Decoding, size and number of pages are decided here; what a page shows is read in `scans/page.py`.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from pipelines.readers.document import Document, UnreadableError
from pipelines.readers.pages.lattice import Glyph, Ruling, find_lattices
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.pixels.screens import with_hair_lines
from pipelines.readers.pixels.seals import lift_seals
from pipelines.readers.placed import Page
from pipelines.readers.scans.page import COARSEST_HAIRS, MOST_LINES, Frame, compose, read_page
from pipelines.reasons import because

#: An A4 page at 600 dots an inch has 35 million pixels; a small file may claim more than memory holds.
MAX_PIXELS = 60_000_000
#: Reports have 5 to 40 pages. A table takes some 4 seconds of a core and a document has 60; its words are bounded by
#: `scan.MOST_LINES`.
MAX_PAGES = 40
#: Narrower pictures of a page have figures of 6 pixels and less.
MIN_WIDTH = 500
#: Lower ones show no line of words.
MIN_HEIGHT = 16
#: Paper is not so dark: the picture is white on black, as some fax programs write it.
DARKEST_PAPER = 90
#: A4 upright and on its side, in points: how large a picture of unknown size is taken to be.
PORTRAIT, LANDSCAPE = 595.0, 842.0
#: Points. Type that would be larger than this on A4 is that of a narrower page, as a telephone shows it, and is set in
#: the usual size there; a picture of fewer marks than this does not tell.
LARGEST_TYPE, USUAL_TYPE, FEWEST_CHARACTERS = 15.0, 10.5, 200
#: A picture higher than this, in shares of its width, may show several pages one below the other; A4 is 1.41 high.
HIGHEST_PAGE = 1.6
#: Points. Between two pages lie their margins: this much paper without a mark, even where the page is turned.
MARGINS = 40.0
#: A picture beside words is a table where it is so high in pixels and its rulings make so many cells.
LEAST_OF_TABLE = 60
FEWEST_CELLS = 10
#: Grey levels between the colours of a pixel; less is grey.
LEAST_COLOUR = 24
#: Grey levels between a mark and the paper around it, where a pixel is as wide as two points.
MARK = 30
#: Pixels a point that pages are read at: 150 to 220 dots an inch. Finer shows nothing more of a form, and takes longer.
COARSEST, FINEST = 150 / 72, 220 / 72
#: Greys between black and white, and how many of them to a black pixel a page of grey has at least.
BLACK, FEWEST_GREYS = 50, 0.02

_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")


def read(data: bytes) -> Document:
    """The document of a picture; UnreadableError when it is damaged, too large, too small or shows nothing."""
    return read_together([data])


def read_together(files: Sequence[bytes]) -> Document:
    """The document of pictures that show its pages in turn, numbered through; errors as of one."""
    pages: list[Page] = []
    frames: dict[int, Frame] = {}
    left = MOST_LINES
    for number, picture in enumerate(chain.from_iterable(map(_pictures, files)), 1):
        if number > MAX_PAGES:
            raise UnreadableError(because("picture_too_many_pages", n=number, most=MAX_PAGES))
        grey, stamped, width = _shown(picture)
        for top, bottom in _sheets(grey):
            page, frame = read_picture(
                grey[top:bottom],
                len(pages) + 1,
                stamped=None if stamped is None else stamped[top:bottom],
                width_in_points=width,
                most_lines=left,
            )
            pages.append(page)
            frames[page.number] = replace(frame, number=number, top=top)
            left -= len(frame.read.lines)
    if not any(page.glyphs for page in pages):
        raise UnreadableError(because("no_writing"))
    return compose(Document("picture", ()), pages, frames)


def n_frames(data: bytes) -> int:
    """How many pictures a file holds; 1 for one that cannot be opened."""
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            return _frames(picture)
    except (UnidentifiedImageError, OSError, ValueError):
        return 1


def _frames(image: Image.Image) -> int:
    """The pictures of an opened file that are pages; the frames of an animation are none."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def shows_table(data: bytes) -> bool:
    """Whether a picture shows a ruled table, and no seal, photograph or drawing; False for one that cannot be read."""
    try:
        for picture in _pictures(data):
            if min(picture.shape[:2]) >= LEAST_OF_TABLE and max(picture.shape) >= MIN_WIDTH:
                grey, _, width = _shown(picture)
                raster = straighten(*_scaled(grey, width / picture.shape[1]))
                across, down = ([Ruling(*line) for line in lines] for lines in (raster.across, raster.down))
                if sum(len(lattice.cells) for lattice in find_lattices(across, down)) >= FEWEST_CELLS:
                    return True
    except UnreadableError:
        return False
    return False


def may_be_page(data: bytes) -> bool:
    """Whether a picture is as wide as one of a page, or of a part of its height; False for one that cannot be read."""
    try:
        return all(one.shape[1] >= MIN_WIDTH and one.shape[0] >= LEAST_OF_TABLE for one in _pictures(data))
    except UnreadableError:
        return False


def _shown(picture: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None, float]:
    """A picture as `in_grey` gives it, with the hair lines that a screen showed in black, and its width in points."""
    size = _type_height(picture)
    width = _width(picture, size)
    grey, stamped = in_grey(picture, width / picture.shape[1])
    return with_hair_lines(grey, size), stamped, width


def _scaled(picture: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], float]:
    """The picture as fine as pages are read, and the points of a pixel of it; `scale` are those of one as given."""
    zoom = min(max(1.0, COARSEST * scale), FINEST * scale)
    if zoom == 1.0:
        return picture, scale
    method = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=method), np.uint8)
    return resized, scale * picture.shape[1] / resized.shape[1]


def read_picture(
    picture: NDArray[np.uint8],
    number: int,
    file_units: float = 1.0,
    *,
    stamped: NDArray[np.uint8] | None = None,
    layer: Sequence[Glyph] = (),
    width_in_points: float | None = None,
    most_lines: int = MOST_LINES,
    shows_hairs: bool = True,
) -> tuple[Page, Frame]:
    """One picture of a whole page (grey); `file_units` of the file make a pixel, the rest is as in `scan.read_page`.

    A page whose width is not given is taken to be as wide as A4, upright or on its side.
    """
    height, width = picture.shape
    if width < MIN_WIDTH and height < MIN_WIDTH:
        raise UnreadableError(because("picture_too_small", width=width, height=height))
    scale = (width_in_points or _width(picture)) / width
    in_points = scale / file_units  # a point of the page read, a unit of the file
    layer = [Glyph(g.x0 * in_points, g.y0 * in_points, g.x1 * in_points, g.y1 * in_points, g.char) for g in layer]
    stamped = None if stamped is None else _scaled(stamped, scale)[0]
    shows_hairs = shows_hairs and (scale <= COARSEST_HAIRS or not _is_black_and_white(picture))
    picture, scale = _scaled(picture, scale)
    found = read_page(
        picture, number, scale, stamped=stamped, layer=layer, most_lines=most_lines, shows_hairs=shows_hairs
    )
    return found.page, Frame(found, file_units * width / picture.shape[1], number)


def _is_black_and_white(picture: NDArray[np.uint8]) -> bool:
    """Whether a picture has no greys worth the name: a stroke thinner than its pixels is black there or nothing."""
    black = int((picture < BLACK).sum())
    return int((picture <= 255 - BLACK).sum()) - black < FEWEST_GREYS * black


def _width(picture: NDArray[np.uint8], type_height: float | None = None) -> float:
    """How wide a picture of unknown size is taken to be, in points; `type_height` as `_type_height` says it."""
    height, width = picture.shape[:2]
    wide = PORTRAIT if height > 0.9 * width else LANDSCAPE
    size = (_type_height(picture) if type_height is None else type_height) * wide / width
    return wide * USUAL_TYPE / size if size > LARGEST_TYPE else wide


def _type_height(picture: NDArray[np.uint8]) -> float:
    """How high most characters of a picture are, in pixels; 0 where it shows few."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    stats = cv2.connectedComponentsWithStats(np.asarray(ink, np.uint8), connectivity=8)[2][1:]
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    # rulings and pictures are wider or higher, and specks smaller, than a character
    is_type = (stats[:, cv2.CC_STAT_WIDTH] < 1.5 * heights) & (heights > 5) & (heights < grey.shape[1] / 10)
    return float(np.percentile(heights[is_type], 75)) if is_type.sum() >= FEWEST_CHARACTERS else 0.0


def _sheets(picture: NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
    """The upper and lower edges of the pages that a long picture shows one below the other; a table may run over them."""
    height, width = picture.shape
    if height <= HIGHEST_PAGE * width:
        yield 0, height
        return
    across = round(_width(picture) / 2)
    small = cv2.resize(picture, (across, round(height * across / width)), interpolation=cv2.INTER_AREA)
    blank = (cv2.medianBlur(small, 15).astype(np.int16) - small).max(axis=1) < MARK
    edges = np.flatnonzero(np.diff(np.concatenate(([False], blank, [False])).astype(np.int8))).tolist()
    gaps = [
        (start + end) * width // across // 2
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if 2 * (end - start) >= MARGINS and start > 0 and end < len(blank)
    ]
    yield from pairwise([0, *gaps, height])


def _pictures(data: bytes) -> Iterator[NDArray[np.uint8]]:
    """The pages in grey or in colours, upright as their maker meant them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        frames = _frames(image)
        if frames > MAX_PAGES:
            raise UnreadableError(because("picture_too_many_pages", n=frames, most=MAX_PAGES))
        for index, frame in enumerate(ImageSequence.Iterator(image)):
            if index == frames:
                break
            width, height = frame.size
            if width * height > MAX_PIXELS:
                raise UnreadableError(because("picture_too_large", width=width, height=height))
            if max(width, height) < MIN_WIDTH or min(width, height) < MIN_HEIGHT:
                raise UnreadableError(because("picture_too_small", width=width, height=height))
            yield on_white(_pixels(ImageOps.exif_transpose(frame)))
    except Image.DecompressionBombError as error:
        raise UnreadableError(because("picture_claims_too_much")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise UnreadableError(because("picture_unread")) from error


def on_white(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture, or what it shows where it is its negative."""
    return 255 - picture if np.median(picture[::4, ::4]) < DARKEST_PAPER else picture


def in_grey(picture: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """A picture (`scale` points a pixel) in grey without its seals, and with them where it bears any."""
    grey = picture if picture.ndim == 2 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    lifted = lift_seals(picture, scale)
    return (grey, None) if lifted is None else (lifted, grey)


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    """The pixels in red, green and blue where the picture has colours, else in grey."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(paper, seen)
    if image.mode.startswith(("I;16", "I", "F")):
        values = np.asarray(image, dtype=np.float64)
        return (values / max(float(values.max()), 1.0) * 255).astype(np.uint8)
    if image.mode in {"P", "RGB", "RGBA", "CMYK", "YCbCr"}:
        colours = np.asarray(image.convert("RGB"), dtype=np.uint8)
        if np.ptp(colours[::4, ::4], axis=2).max() > LEAST_COLOUR:
            return colours
    return np.asarray(image.convert("L"), dtype=np.uint8)
