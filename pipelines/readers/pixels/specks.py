"""Salt and pepper: pixels that a poor sensor or a bad line turned black or white, strewn over a whole page, made as their neighbours.

A stop is a mark as small on small type. So nothing is touched unless the bare paper of a page shows such pixels all over, and
where a stop of the type beside it would stand, nothing that has half of a stop's ink.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Gray, Mask

#: Grey levels by which a strewn pixel stands off what is around it, and by which what it spread to its neighbours does.
OFF, SPREAD = 70, 16
#: Black pixels' worth of ink in a strewn mark: of few that touch.
MOST_INK = 4.0
#: The same of a hole in a stroke: the eye of a small digit is larger.
MOST_SALT = 1.5
#: A mark of more is a part of a character.
LEAST_CHARACTER = 20.0
#: Points of width and height, and the share of its ink: no strewn mark is so near to the minus of small type.
MINUS, LEAST_MINUS = 2.25 * 0.45, 0.6
#: Shares of the height of a digit: the width of its stop at least, how far from it and from its foot that may stand.
STOP, BESIDE, ABOVE_FOOT = 0.14, 0.8, 0.45
#: The share of a stop's ink that a strewn mark in its place may have.
LEAST_STOP = 0.45
#: Points. Type is between so high; bare paper is further than this from any.
LOWEST, HIGHEST, FAR = 3.0, 40.0, 9.0
#: Points from dot to dot of a dotted ruling at most, how long such a row is at least, and how thick at most.
NEAR, ROW, DOT = 4.0, 20.0, 1.5
#: Points. Marks that touch are no straight run of this length.
LONG = 5.0
#: Strewn marks a pixel of bare paper. Of a page with such noise in one pixel of two thousand; clean ones measured none,
#: and the strongest noise of other kinds a twentieth.
FEWEST = 2e-4
#: The share of a page that is bare paper at least.
LEAST_BARE = 0.1


def without_specks(picture: Gray, scale: float) -> Gray:
    """The page (`scale` points a pixel) without strewn pixels where it is proven to have them, else as given."""
    around = np.asarray(cv2.medianBlur(picture, 5), np.uint8)
    paper = np.asarray(cv2.dilate(around, np.ones((9, 9), np.uint8)), np.uint8)
    darker = np.asarray(cv2.subtract(paper, picture), np.uint8)
    labels, ink, boxes = _marks(darker)
    is_small = ink <= min(MOST_INK, LEAST_MINUS * MINUS / scale**2)
    if is_small.sum() < FEWEST * LEAST_BARE * picture.size:
        return picture
    type_boxes, type_ = _type(darker, scale)
    reach = 2 * round(FAR / scale) + 1
    bare = cv2.dilate(type_.astype(np.uint8), np.ones((reach, reach), np.uint8)) == 0
    small = is_small[labels] & ~_ruled(darker, scale)
    n_strewn = len(np.unique(labels[small & bare]))
    if not n_strewn or n_strewn < FEWEST * int(bare.sum()):
        return picture
    small &= ~_in_rows(labels, boxes, scale)
    n_strewn = len(np.unique(labels[small & bare]))
    if n_strewn < FEWEST * int(bare.sum()):
        return picture
    pepper = small & (ink[labels] <= _most_ink(picture.shape, type_boxes, scale))
    cleaned = np.where(_with_spread(pepper) & (darker > SPREAD), paper, picture)
    brighter = np.asarray(cv2.subtract(picture, around), np.uint8)
    labels, ink, _ = _marks(brighter)
    salt = (ink <= MOST_SALT)[labels] & (cv2.subtract(paper, around) > OFF)
    return np.where(_with_spread(salt) & (brighter > SPREAD), around, cleaned).astype(np.uint8)


def _ruled(darker: Gray, scale: float) -> Mask:
    """Where straight runs are, as rulings are: a pale one is dark enough for a mark in some of its pixels alone."""
    faint = (darker > OFF / 2).astype(np.uint8)
    long = max(3, round(LONG / scale))
    runs = [cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, long), (long, 1))]
    return _with_spread((runs[0] > 0) | (runs[1] > 0))


def _type(darker: Gray, scale: float) -> tuple[NDArray[np.int32], Mask]:
    """The boxes of what is too large for a strewn mark, and where it is.

    Of pale type no more than pieces may stand off, so what hangs together at half of that counts where it is as high as type.
    """
    found: list[NDArray[np.int32]] = []
    where = np.zeros(darker.shape, np.bool_)
    for labels, ink, boxes in (_marks(darker), _marks(darker, OFF / 2)):
        is_type = ink > LEAST_CHARACTER
        is_type |= boxes[:, 3] * scale > LOWEST
        is_type[0] = False
        found.append(boxes[is_type])
        where |= is_type[labels]
    return np.concatenate(found), where


def _marks(off: Gray, least: float = OFF) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.int32]]:
    """The marks that stand off, numbered from 1; how many black pixels' worth of ink each has (the rest endless); their boxes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((off > least).astype(np.uint8), connectivity=8)
    spread = cv2.dilate(labels.astype(np.float32), np.ones((3, 3), np.uint8)).astype(np.int32)
    weights = np.where(off > SPREAD, off, 0).ravel().astype(np.float64)
    ink = np.bincount(spread.ravel(), weights=weights, minlength=count) / 255
    ink[0] = np.inf
    return np.asarray(labels, np.int32), ink, np.asarray(stats[:, :4], np.int32)


def _most_ink(shape: tuple[int, ...], type_boxes: NDArray[np.int32], scale: float) -> NDArray[np.float32]:
    """How much ink a strewn mark may have, pixel by pixel: where a stop of the type beside it may stand, part of a stop's."""
    most = np.full(shape, np.inf, np.float32)
    highs = type_boxes[:, 3] * scale
    boxes = type_boxes[(highs > LOWEST) & (highs < HIGHEST)].tolist()
    for x, y, wide, high in sorted(
        boxes, key=lambda box: -box[3]
    ):  # the smallest type beside a place has the last word
        beside = round(BESIDE * high)
        rows = slice(max(0, round(y + (1 - ABOVE_FOOT) * high)), y + high + beside // 4 + 1)
        most[rows, max(0, x - beside) : x + wide + beside] = LEAST_STOP * math.pi / 4 * (STOP * high) ** 2
    return most


def _in_rows(labels: NDArray[np.int32], boxes: NDArray[np.int32], scale: float) -> Mask:
    """Where flat marks follow one another as near as the dots of a ruling do, over a stretch that strewn ones never fill.

    Dots that a scan let run together are dashes.
    """
    near, long, flat = max(3, round(NEAR / scale)), max(9, round(ROW / scale)), max(3, round(DOT / scale))
    rows = np.zeros(labels.shape, np.bool_)
    for marks, seen, highs in ((labels, rows, boxes[:, 3]), (labels.T, rows.T, boxes[:, 2])):
        is_flat = highs <= flat
        is_flat[0] = False
        thick = cv2.dilate(is_flat[marks].astype(np.uint8), np.ones((3, 1), np.uint8))  # a page is not quite level yet
        closed = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, near), np.uint8))
        seen[cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)) > 0] = True
    return rows


def _with_spread(marks: Mask) -> Mask:
    return np.asarray(cv2.dilate(marks.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, np.bool_)
