"""What the other side of a thin sheet shows through: faint type all over the bare paper of a page, made paper.

A faint mark may be a figure of a poor print, so nothing is touched unless bare paper is grey with such marks in one
place and clean in another, and all of them are far fainter than the ink of the page. Of a mark that is touched by ink
the part beside that ink stays, as its softened edge would.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Gray

#: The part of a page that thin type inks, and that any ink inks; the lightest of it is called as dark as that ink is.
THINLY_INKED, INKED = 0.02, 0.005
#: Shares of that: darker is ink of the page, and what shows through is never as dark as the second.
INK, DARKEST = 0.5, 0.42
#: The same of the strokes of its type: tinted cells and coloured rulings are darker.
DARKEST_STROKES = 0.3
#: Grey levels of a fine ruling, and points that it is long.
FAINT, LONG = 8, 40.0
#: Points within which the grey of paper is its own; wider than words of the other side are dense.
WIDE = 28.0
#: Points around ink that are not bare paper, and that stay as they are.
BARE, EDGE = 1.6, 0.5
#: Points across a place whose mean grey is asked for: a character's, for noise of paper is finer and shadows are coarser.
PLACE = 5.0
#: Grey levels by which marks darken the places of the greyest part of the paper more than those of its cleaner half.
#: Where the other side shows through by an eighth and more 3 and more were measured, on other paper 1.9 and less.
GREYER = 3.0
#: The part of the paper that is greyer: less is a smudge.
LEAST_GREY = 0.03
#: The darkest thousandth of bare paper shows the strokes of the other side; its rulings and titles are so many times as dark.
STROKES, ABOVE = 99.9, 2.0
#: The part of a page that is bare paper at least: a page of a picture is none.
LEAST_BARE = 0.2


def without_other_side(picture: Gray, scale: float) -> Gray:
    """The page (`scale` points a pixel) without what shows through it, where it is proven to be thin, else as given."""
    half = _gray(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    paper = _paper(half, 2 * scale)
    darker = 255 - _gray(cv2.divide(half, np.maximum(paper, 1), scale=255.0))
    bare = _grown(_ink(darker, 2 * scale), BARE / scale / 2) == 0
    if not _is_thin(darker, bare, 2 * scale):
        return picture
    size = (picture.shape[1], picture.shape[0])
    whole = _gray(cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR))
    off = 255 - _gray(cv2.divide(picture, np.maximum(whole, 1), scale=255.0))
    is_bare = cv2.resize(bare.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    dark = _darkness(off, INKED)
    strokes = float(np.percentile(off[is_bare], STROKES))
    if strokes > DARKEST_STROKES * dark:
        return picture
    level = min(ABOVE * strokes, DARKEST * dark)
    edges = _grown((off > max(INK * dark, level)).astype(np.uint8), EDGE / scale)
    return np.where((off <= level) & (edges == 0), np.maximum(whole, picture), picture).astype(np.uint8)


def _darkness(off: Gray, inked: float) -> float:
    """How much darker than its paper the ink of a page is, of which so large a part bears ink."""
    return float(np.percentile(off[::3, ::3], 100 * (1 - inked)))


def _ink(darker: Gray, scale: float) -> Gray:
    """What is dark, and straight runs as rulings are, however fine: those of either side."""
    soft = _gray(cv2.blur(darker, (2, 2)))
    ink = soft > INK * _darkness(soft, THINLY_INKED)
    faint = (soft > FAINT).astype(np.uint8)
    long = max(3, round(LONG / scale))
    for shape in ((1, long), (long, 1)):
        ink |= cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) > 0
    return ink.astype(np.uint8)


def _is_thin(darker: Gray, bare: NDArray[np.bool_], scale: float) -> bool:
    """Whether bare paper is grey with marks in places and clean in others.

    How dark a place is where it is lightest is no mark: the shadow beside the spine of a book lies over it evenly.
    """
    if bare.mean() < LEAST_BARE:
        return False
    across = 2 * round(PLACE / scale / 2) + 1
    size = (across, across)
    lightest = cv2.erode(cv2.blur(np.where(bare, darker, 255).astype(np.uint8), (3, 3)), np.ones(size, np.uint8))
    marks = np.maximum(darker - cv2.blur(lightest.astype(np.float32), size), 0)
    room = cv2.blur(bare.astype(np.float32), size)
    means = cv2.blur(np.where(bare, marks, 0).astype(np.float32), size) / np.maximum(room, 1e-3)
    places = means[::3, ::3][(bare & (room > 0.5))[::3, ::3]]
    clean, greyest = np.percentile(places, (40, 100 * (1 - LEAST_GREY)))
    return bool(greyest - clean > GREYER)


def _paper(picture: Gray, scale: float) -> Gray:
    """The grey of the paper alone, without marks of either side: that of its lightest places, which words lie between."""
    small = _gray(cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    lightest = _gray(cv2.dilate(cv2.blur(small, (3, 3)), np.ones((5, 5), np.uint8)))
    paper = cv2.medianBlur(lightest, min(max(3, round(WIDE / scale / 2)) | 1, 255))
    return _gray(cv2.resize(paper, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR))


def _grown(mask: Gray, reach: float) -> Gray:
    across = 2 * max(1, round(reach)) + 1
    return _gray(cv2.dilate(mask, np.ones((across, across), np.uint8)))


def _gray(image: object) -> Gray:
    return np.asarray(image, np.uint8)
