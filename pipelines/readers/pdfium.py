"""PDFium's functions as the PDF reader calls them: by address, without a wrapper object for every character.

Only prototypes stand here. A page has thousands of characters and objects and each costs several calls; plain integers
in place of typed pointers halve what a call costs. A handle is an integer, 0 where PDFium gives none; an output
argument is the address of the value that takes it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

# PDFium puts a font of the machine in the place of one that is not in the file. The characters and their widths stand in
# the file all the same, and a reading must not depend on what fonts a machine has; without them it is also twice as fast.
raw.FPDF_SetSystemFontInfo(None)

_INT, _UINT, _DOUBLE, _HANDLE = ctypes.c_int, ctypes.c_uint, ctypes.c_double, ctypes.c_void_p


def _function(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


load_page = _function(raw.FPDF_LoadPage, _HANDLE, _HANDLE, _INT)
close_page = _function(raw.FPDF_ClosePage, None, _HANDLE)
load_text = _function(raw.FPDFText_LoadPage, _HANDLE, _HANDLE)
close_text = _function(raw.FPDFText_ClosePage, None, _HANDLE)

page_box = _function(raw.FPDF_GetPageBoundingBox, _INT, _HANDLE, _HANDLE)
set_rotation = _function(raw.FPDFPage_SetRotation, None, _HANDLE, _INT)
count_annotations = _function(raw.FPDFPage_GetAnnotCount, _INT, _HANDLE)
annotation = _function(raw.FPDFPage_GetAnnot, _HANDLE, _HANDLE, _INT)
annotation_kind = _function(raw.FPDFAnnot_GetSubtype, _INT, _HANDLE)
close_annotation = _function(raw.FPDFPage_CloseAnnot, None, _HANDLE)
flatten = _function(raw.FPDFPage_Flatten, _INT, _HANDLE, _INT)

count_chars = _function(raw.FPDFText_CountChars, _INT, _HANDLE)
unicode_of = _function(raw.FPDFText_GetUnicode, _UINT, _HANDLE, _INT)
is_unnamed = _function(raw.FPDFText_HasUnicodeMapError, _INT, _HANDLE, _INT)
is_hyphen = _function(raw.FPDFText_IsHyphen, _INT, _HANDLE, _INT)
box_of_char = _function(raw.FPDFText_GetLooseCharBox, _INT, _HANDLE, _INT, _HANDLE)
origin_of_char = _function(raw.FPDFText_GetCharOrigin, _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
matrix_of_char = _function(raw.FPDFText_GetMatrix, _INT, _HANDLE, _INT, _HANDLE)
size_of_char = _function(raw.FPDFText_GetFontSize, _DOUBLE, _HANDLE, _INT)
angle_of_char = _function(raw.FPDFText_GetCharAngle, ctypes.c_float, _HANDLE, _INT)
fill_of_char = _function(raw.FPDFText_GetFillColor, _INT, _HANDLE, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_of_char = _function(raw.FPDFText_GetTextObject, _HANDLE, _HANDLE, _INT)

count_objects = _function(raw.FPDFPage_CountObjects, _INT, _HANDLE)
object_at = _function(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
count_inner = _function(raw.FPDFFormObj_CountObjects, _INT, _HANDLE)
inner_at = _function(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
kind_of = _function(raw.FPDFPageObj_GetType, _INT, _HANDLE)
bounds_of = _function(raw.FPDFPageObj_GetBounds, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
matrix_of = _function(raw.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
colour_of = _function(raw.FPDFPageObj_GetFillColor, _INT, _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
transform = _function(raw.FPDFPageObj_Transform, None, _HANDLE, *[_DOUBLE] * 6)

render_mode = _function(raw.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
set_render_mode = _function(raw.FPDFTextObj_SetTextRenderMode, _INT, _HANDLE, _INT)
font_of = _function(raw.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
is_embedded = _function(raw.FPDFFont_GetIsEmbedded, _INT, _HANDLE)

draw_mode = _function(raw.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
count_segments = _function(raw.FPDFPath_CountSegments, _INT, _HANDLE)
segment_at = _function(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
segment_kind = _function(raw.FPDFPathSegment_GetType, _INT, _HANDLE)
segment_point = _function(raw.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
segment_closes = _function(raw.FPDFPathSegment_GetClose, _INT, _HANDLE)
