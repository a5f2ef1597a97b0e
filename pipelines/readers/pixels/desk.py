"""What a photograph shows around the sheet it was taken of, a desk or a floor, made paper like that of the sheet beside it.

Left there, the edge of the sheet is a row of strokes on each side of the page, and what a desk shows goes for ink. Works on
grey pixels before the paper is evened.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from pipelines.readers.pixels.arrays import Gray, Mask

#: The pixels of a picture to one of the small picture on which a sheet is looked for.
SMALL = 8
#: The step in light at the edge of a sheet, as a share; light that falls off over a page changes less from place to place.
STEP = 0.06
#: Shares of a picture that a sheet fills at least, and of the sheet that all else which the way from the edges of the picture
#: does not reach fills at most: words on what is around it are no desk.
LEAST_SHEET, MOST_ELSE = 0.4, 0.004
#: Share of the sides around a sheet that it fills: a sheet held aslant or curled has no dents.
SOLID = 0.96
#: Pixels of the small picture from where the step in light begins to where the sheet is seen, and to where its own light is.
EDGE = (4, 7)
#: A desk is less light than the sheet beside it, by this share at least; and is seen over so much of a picture.
DARKER, LEAST_DESK = 0.88, 0.01


def without_desk(picture: Gray) -> Gray:
    """The picture with what lies around its sheet made paper; as given where it shows a sheet alone."""
    small = _gray(cv2.resize(picture, None, fx=1 / SMALL, fy=1 / SMALL, interpolation=cv2.INTER_AREA))
    if min(small.shape) < 40:
        return picture
    sheet = _sheet(small)
    if sheet is None:
        return picture
    inner, own = (_gray(cv2.erode(sheet, np.ones((2 * part + 1,) * 2, np.uint8), borderValue=1)) for part in EDGE)
    paper = _gray(cv2.medianBlur(small, 9))
    _, labels = cv2.distanceTransformWithLabels(1 - own, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    nearest = np.zeros(int(labels.max()) + 1, np.uint8)
    nearest[labels[own > 0]] = paper[own > 0]
    filled = _gray(cv2.GaussianBlur(nearest[labels], (0, 0), 2))
    size = (picture.shape[1], picture.shape[0])
    around = cv2.resize(inner, size, interpolation=cv2.INTER_NEAREST) == 0
    return np.where(around, cv2.resize(filled, size, interpolation=cv2.INTER_LINEAR), picture).astype(np.uint8)


def _sheet(small: Gray) -> Gray | None:
    """Where a small picture shows the sheet that lies on a desk, 1 there; None where it shows none."""
    even = _gray(cv2.medianBlur(small, 5)).astype(np.float32) + 1
    lightest, darkest = (method(even, np.ones((3, 3), np.uint8)) for method in (cv2.dilate, cv2.erode))
    passable = (darkest > (1 - STEP) * lightest).astype(np.uint8)
    _, parts = cv2.connectedComponents(passable, connectivity=4)
    at_edges = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    desk = np.isin(parts, at_edges[at_edges > 0])
    if desk.mean() < LEAST_DESK:
        return None
    count, rest, boxes, _ = cv2.connectedComponentsWithStats((~desk).astype(np.uint8), connectivity=4)
    areas = boxes[1:, cv2.CC_STAT_AREA]
    if count < 2 or areas.max() < LEAST_SHEET * small.size or areas.sum() - areas.max() > MOST_ELSE * areas.max():
        return None
    sheet = (rest == 1 + int(areas.argmax())).astype(np.uint8)
    contour = max(cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=cv2.contourArea)
    if cv2.contourArea(contour) < SOLID * cv2.contourArea(cv2.convexHull(contour)):
        return None
    return sheet if _is_lighter(sheet, desk, even) else None


def _is_lighter(sheet: Gray, desk: Mask, even: Any) -> bool:
    """Whether a sheet is lighter, along nearly all of its edge, than the desk beside it."""
    within = cv2.erode(sheet, np.ones((5, 5), np.uint8), borderValue=1)
    own = cv2.dilate(np.where(within > 0, even, 0), np.ones((15, 15), np.uint8))
    beside = desk & (cv2.dilate(sheet, np.ones((7, 7), np.uint8)) > 0)
    return bool(beside.any() and np.percentile(even[beside] / np.maximum(own[beside], 1), 90) < DARKER)


def _gray(image: Any) -> Gray:
    return np.asarray(image, np.uint8)
