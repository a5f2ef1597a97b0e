"""PDF bytes to a Document: opens the file and has each page read.

What a page draws is found in `pdfs/objects.py`, its characters in `pdfs/text.py`; the geometry of tables, lines, paragraphs and
tables over several pages stand in `pages`. Pages that are pictures are read by `pdfs/pictures.py`.
"""

from __future__ import annotations

import ctypes
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw

from pipelines.readers.document import UNNAMED, Document, UnreadableError
from pipelines.readers.pages.lattice import rulings_of
from pipelines.readers.pages.off_paper import runs_off
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.false_names import without_false_names
from pipelines.readers.pdfs.looked_at import with_looks
from pipelines.readers.pdfs.objects import PageObjects
from pipelines.readers.pdfs.pdfium import Handle
from pipelines.readers.pdfs.pictures import FEW_CHARS, is_unnamed, lacks_figures, read_pictures, with_readings
from pipelines.readers.pdfs.streams import check_streams
from pipelines.readers.pdfs.text import glyphs_of
from pipelines.readers.pdfs.view import view_of
from pipelines.readers.placed import Page, document_of_pages
from pipelines.reasons import because

#: Reports have 5 to 40 pages; a yearbook of some hundred is no report.
MAX_PAGES = 300
#: Notes and form fields whose text shows on the page but does not belong to it.
_SHOWN_NOTES = frozenset((raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT))


def read(data: bytes) -> Document:
    """The document of a PDF with a text layer; UnreadableError when locked, damaged, too large or without text."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(because("locked_pdf")) from error
        raise UnreadableError(because("broken_pdf")) from error
    try:
        check_streams(data)
        count = len(pdf)
        if count > MAX_PAGES:
            raise UnreadableError(because("pdf_too_many_pages", n=count, most=MAX_PAGES))
        handle = ctypes.cast(pdf.raw, Handle)
        pages = [_page(handle, number) for number in range(1, count + 1)]
        meta = {key.lower(): value for key, value in pdf.get_metadata_dict(skip_empty=True).items()}
        pages, named = _with_names(pdf, without_false_names(pages))
        pages, frames = read_pictures(pdf, pages)
    finally:
        pdf.close()
    if sum(len(page.glyphs) for page in pages) < FEW_CHARS:
        raise UnreadableError(because("pdf_no_text"))
    if frames:
        meta["picture_pages"] = " ".join(str(number) for number in sorted(frames))
    cut = [page.number for page in pages if page.number not in frames and runs_off(page)]
    if cut:
        meta["cut_pages"] = " ".join(map(str, cut))
    plain = Document("pdf", (), meta, whole=b"%%EOF" in data[-2048:])
    document = with_readings(plain, pages, frames) if frames else replace(plain, blocks=tuple(document_of_pages(pages)))
    return with_looks(document, named) if named else document


def _with_names(pdf: pypdfium2.PdfDocument, pages: list[Page]) -> tuple[list[Page], frozenset[int]]:
    """The pages with those named whose fonts name no characters but whose shapes tell them, and the numbers of these."""
    if not any(is_unnamed(page) or lacks_figures(page) for page in pages):
        return pages, frozenset()  # nearly every document
    unnamed = [page for page in pages if UNNAMED in page.chars]
    from pipelines.readers.pdfs.shapes import named_by_shape

    named = named_by_shape(pdf, unnamed)
    return [named.get(page.number, page) for page in pages], frozenset(named)


def _page(pdf: Handle, number: int) -> Page:
    page = _opened(pdf, number)
    try:
        if _has_notes(page):
            pdfium.flatten(page, raw.FLAT_NORMALDISPLAY)
            pdfium.close_page(page)
            page = _opened(pdf, number)
        objects = PageObjects(page, number)
        if not objects.turned:
            # PDFium orders characters as the page shows them; on its side, text set upright would come in disorder
            pdfium.set_rotation(page, 0)
        text = pdfium.load_text(page)
        if not text:
            raise UnreadableError(because("page_unread", page=number))
        try:
            view = view_of(page, text, objects)
            # cells drawn one by one draw the line between two of them twice
            across, down = rulings_of(view.in_sight(dict.fromkeys(objects.lines)))
            drawn = min((line.start for line in across), default=0.0), max((line.end for line in across), default=0.0)
            glyphs = glyphs_of(text, view, number, objects, drawn)
        finally:
            pdfium.close_text(text)
    finally:
        pdfium.close_page(page)
    fills = [view.box(*fill) for fill in objects.fills]
    # characters without one that is a letter's outline are few: a page of text draws its emblem so
    pictured = objects.pictured or (len(glyphs) < FEW_CHARS and objects.is_lettered)
    sight = (view.low, view.high) if view.high - view.low < view.width else None
    return Page(number, view.width, view.height, glyphs, across, down, pictured, fills, sight=sight)


def _opened(pdf: Handle, number: int) -> Handle:
    page: Handle = pdfium.load_page(pdf, number - 1)
    if not page:
        raise UnreadableError(because("broken_page", page=number))
    return page


def _has_notes(page: Handle) -> bool:
    """Whether form fields or notes in words show on the page."""
    for index in range(min(pdfium.count_annotations(page), 1_000)):
        note = pdfium.annotation(page, index)
        if note:
            kind = pdfium.annotation_kind(note)
            pdfium.close_annotation(note)
            if kind in _SHOWN_NOTES:
                return True
    return False
