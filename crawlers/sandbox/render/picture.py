"""Reports as pictures: the pages of the PDF drawn as pixels, clean, photographed or scanned.

Nothing is laid out here; the PDF renderer did that. The drawing takes a Chinese font of the machine, so the bytes are the
same on one machine alone. How poor a picture is belongs to its layout.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from crawlers.sandbox.render import pdf
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed

Gray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Camera:
    """How a page becomes pixels: dots an inch, degrees of turn, spread of the noise (of 255), quality of a JPEG."""

    dots: int = 150
    turn: float = 0.0
    noise: float = 0.0
    quality: int = 90


#: By the style of a layout.
CAMERAS = {
    "": Camera(),
    "photo": Camera(dots=170, turn=0.7, noise=6, quality=60),
    "scanned": Camera(dots=200, turn=-0.3, noise=3, quality=75),
    "poor": Camera(dots=150, turn=1.1, noise=10, quality=55),
}


class NoFontError(Exception):
    """The machine has no Chinese font to draw with; install one (Noto Sans CJK, for example)."""


def render_png(copy: Printed, layout: Layout) -> bytes:
    """One long PNG of all pages, as offices put a report on a web page."""
    return _encoded(np.vstack(list(pages(copy, layout, CAMERAS[layout.style]))), ".png", [])


def render_jpeg(copy: Printed, layout: Layout) -> bytes:
    """One long JPEG of all pages."""
    camera = CAMERAS[layout.style]
    return _jpeg(np.vstack(list(pages(copy, layout, camera))), camera)


def render_scan(copy: Printed, layout: Layout) -> bytes:
    """A PDF each of whose pages is a picture, as a scanner writes it."""
    camera = CAMERAS[layout.style]
    return scanned_pdf(list(pages(copy, layout, camera)), camera)


def scanned_pdf(pictures: list[Gray], camera: Camera) -> bytes:
    """Pictures as the pages of a PDF without a text layer."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for picture in pictures:
        height, width = (side * 72 / camera.dots for side in picture.shape)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(io.BytesIO(_jpeg(picture, camera))), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pages(copy: Printed, layout: Layout, camera: Camera) -> Iterator[Gray]:
    """The pages of a report as this camera takes them; NoFontError where the machine cannot draw Chinese."""
    random = np.random.default_rng(zlib.crc32(copy.title.encode()))
    for page in drawn(pdf.render(copy, layout), camera.dots):
        yield taken(page, camera, random)


def taken(page: Gray, camera: Camera, random: np.random.Generator) -> Gray:
    """A clean page as a camera of this kind takes it."""
    if camera.turn:
        height, width = page.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), camera.turn, 1.0)
        page = cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255).astype(np.uint8)
    if camera.noise:
        noisy = page.astype(np.float32) * 0.92 + 12 + random.normal(0, camera.noise, page.shape)
        page = np.clip(noisy, 0, 255).astype(np.uint8)
    return page


def drawn(data: bytes, dots: int) -> list[Gray]:
    """The pages of a PDF in grey."""
    with _fonts_of_the_machine():
        if not _draws_chinese():
            raise NoFontError(
                "This machine has no Chinese font to draw pictures with; install one, Noto Sans CJK for example."
            )
        return _drawn(data, dots)


def _drawn(data: bytes, dots: int) -> list[Gray]:
    document = pypdfium2.PdfDocument(data)
    try:
        shots = [np.array(page.render(scale=dots / 72, grayscale=True).to_numpy(), np.uint8) for page in document]
        return [shot.reshape(shot.shape[:2]) for shot in shots]
    finally:
        document.close()


@contextmanager
def _fonts_of_the_machine() -> Iterator[None]:
    """Readers in the same process have taken the machine's fonts from PDFium; a drawing needs them."""
    raw.FPDF_SetSystemFontInfo(raw.FPDF_GetDefaultSystemFontInfo())
    try:
        yield
    finally:
        raw.FPDF_SetSystemFontInfo(None)


def _draws_chinese() -> bool:
    return bool((_drawn(pdf.line("示例"), 100)[0] < 128).any())


def _jpeg(picture: Gray, camera: Camera) -> bytes:
    return _encoded(picture, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, camera.quality])


def _encoded(picture: Gray, ending: str, options: list[int]) -> bytes:
    return cv2.imencode(ending, picture, options)[1].tobytes()
