"""PDFium's functions as the PDF reader calls them: by address, with nothing converted for every character.

Only prototypes, and the values that take what PDFium gives, stand here. A page has thousands of characters and objects
and each costs several calls; a call without declared arguments costs a third to a half of one whose arguments ctypes
checks. So an argument must be what PDFium takes: a `Handle` (false where PDFium gives none), a `Values.ref` for an
output, or an integer.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

# PDFium puts a font of the machine in the place of one that is not in the file. The characters and their widths stand in
# the file all the same, and a reading must not depend on what fonts a machine has; without them it is also twice as fast.
raw.FPDF_SetSystemFontInfo(None)

_INT, _UINT, _DOUBLE, _FLOAT = ctypes.c_int, ctypes.c_uint, ctypes.c_double, ctypes.c_float


class Handle(ctypes.c_void_p):
    """A page, text, object or part of one; false for none. A class of its own is what ctypes gives back as it is."""


class Values:
    """Numbers that PDFium writes: `refs` to hand over, one each, and `seen`, which reads them all at once.

    One `ref` to the first serves where PDFium fills a structure. To read a memoryview costs a tenth of reading the array.
    """

    def __init__(self, kind: Any, count: int) -> None:
        array = (kind * count)()
        size = ctypes.sizeof(kind)
        self.refs = tuple(ctypes.byref(array, size * place) for place in range(min(count, 8)))
        self.ref = self.refs[0]
        self.seen = memoryview(array).cast("B").cast(_LETTERS[kind])


_LETTERS: dict[Any, Any] = {_INT: "i", _UINT: "I", _FLOAT: "f", _DOUBLE: "d", ctypes.c_ushort: "H"}


def _function(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


load_page = _function(raw.FPDF_LoadPage, Handle)
close_page = _function(raw.FPDF_ClosePage, None)
load_text = _function(raw.FPDFText_LoadPage, Handle)
close_text = _function(raw.FPDFText_ClosePage, None)

page_box = _function(raw.FPDF_GetPageBoundingBox, _INT)
set_rotation = _function(raw.FPDFPage_SetRotation, None)
count_annotations = _function(raw.FPDFPage_GetAnnotCount, _INT)
annotation = _function(raw.FPDFPage_GetAnnot, Handle)
annotation_kind = _function(raw.FPDFAnnot_GetSubtype, _INT)
close_annotation = _function(raw.FPDFPage_CloseAnnot, None)
flatten = _function(raw.FPDFPage_Flatten, _INT)

count_chars = _function(raw.FPDFText_CountChars, _INT)
text_of = _function(raw.FPDFText_GetText, _INT)
unicode_of = _function(raw.FPDFText_GetUnicode, _UINT)
is_unnamed = _function(raw.FPDFText_HasUnicodeMapError, _INT)
is_hyphen = _function(raw.FPDFText_IsHyphen, _INT)
is_generated = _function(raw.FPDFText_IsGenerated, _INT)
box_of_char = _function(raw.FPDFText_GetLooseCharBox, _INT)
tight_box_of_char = _function(raw.FPDFText_GetCharBox, _INT)
origin_of_char = _function(raw.FPDFText_GetCharOrigin, _INT)
matrix_of_char = _function(raw.FPDFText_GetMatrix, _INT)
size_of_char = _function(raw.FPDFText_GetFontSize, _DOUBLE)
angle_of_char = _function(raw.FPDFText_GetCharAngle, ctypes.c_float)
fill_of_char = _function(raw.FPDFText_GetFillColor, _INT)
object_of_char = _function(raw.FPDFText_GetTextObject, Handle)

count_objects = _function(raw.FPDFPage_CountObjects, _INT)
object_at = _function(raw.FPDFPage_GetObject, Handle)
count_inner = _function(raw.FPDFFormObj_CountObjects, _INT)
inner_at = _function(raw.FPDFFormObj_GetObject, Handle, Handle, ctypes.c_ulong)
kind_of = _function(raw.FPDFPageObj_GetType, _INT)
bounds_of = _function(raw.FPDFPageObj_GetBounds, _INT)
matrix_of = _function(raw.FPDFPageObj_GetMatrix, _INT)
colour_of = _function(raw.FPDFPageObj_GetFillColor, _INT)
clip_of = _function(raw.FPDFPageObj_GetClipPath, Handle)
count_clips = _function(raw.FPDFClipPath_CountPaths, _INT)
count_clip_segments = _function(raw.FPDFClipPath_CountPathSegments, _INT)
clip_segment = _function(raw.FPDFClipPath_GetPathSegment, Handle)
transform = _function(raw.FPDFPageObj_Transform, None, Handle, *[ctypes.c_double] * 6)  # fractions must be declared

render_mode = _function(raw.FPDFTextObj_GetTextRenderMode, _INT)
set_render_mode = _function(raw.FPDFTextObj_SetTextRenderMode, _INT)
font_of = _function(raw.FPDFTextObj_GetFont, ctypes.c_void_p)  # its address, to tell it from others
is_embedded = _function(raw.FPDFFont_GetIsEmbedded, _INT)

draw_mode = _function(raw.FPDFPath_GetDrawMode, _INT)
count_segments = _function(raw.FPDFPath_CountSegments, _INT)
segment_at = _function(raw.FPDFPath_GetPathSegment, Handle)
segment_kind = _function(raw.FPDFPathSegment_GetType, _INT)
segment_point = _function(raw.FPDFPathSegment_GetPoint, _INT)
segment_closes = _function(raw.FPDFPathSegment_GetClose, _INT)
