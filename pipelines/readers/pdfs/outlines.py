"""Outlines of the paths a PDF page draws: sides of boxes, boxes with round corners, letters.

Which paths are asked, and what is made of them, is decided in `objects`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, repeat

from pypdfium2 import raw

from pipelines.readers.pages.lattice import THICK, Box, is_thin
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.pdfium import Handle, Values

#: Points. Less than this between two boxes is rounding.
_HAIR = 0.01
#: A letter with a curve has more segments than this; its box is no larger than so many points.
LEAST_LETTER, _LARGEST_LETTER = 8, 45.0
#: A box with rounded corners has four curves on each of its two outlines; a path with more is a run of letters.
_MOST_CURVES = 8
#: A box with round corners has four sides, and four curves of three points each, in one path.
_SIDES, MOST_ROUND = 4, 18
Matrix = tuple[float, float, float, float, float, float]


def sides(box: Box) -> tuple[Box, Box, Box, Box]:
    """The sides of a box: those across, then those down, the lower first."""
    x0, y0, x1, y1 = box
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


def sides_between(one: Box, other: Box) -> list[Box]:
    """The sides that show between two boxes filled but for what both cover: a running head has its lower border alone."""
    x0, y0, x1, y1 = (abs(a - b) > _HAIR for a, b in zip(one, other, strict=True))
    return [side for side, shows in zip(sides(one), (y0, y1, x0, x1), strict=True) if shows]


def is_frame(boxes: list[Box]) -> bool:
    """Whether two boxes, one in the other, leave no more between them than rulings are thick."""
    return len(boxes) == 2 and all(abs(one - other) <= THICK for one, other in zip(*boxes, strict=True))


def is_one_outline(item: Handle, segments: int) -> bool:
    """Whether a path of few segments is one outline: two lines in one path may have a gap between them."""
    parts = map(pdfium.segment_at, repeat(item), range(1, segments))
    return raw.FPDF_SEGMENT_MOVETO not in map(pdfium.segment_kind, parts)


def is_lettering(item: Handle, segments: int, box: Box) -> bool:
    """Whether a path with curves is as small as a letter or has as many as a word: straight strokes are no rulings there."""
    is_small = max(box[2] - box[0], box[3] - box[1]) <= _LARGEST_LETTER
    most = 0 if is_small else 3 * _MOST_CURVES  # a curve has three points
    kinds = (pdfium.segment_kind(pdfium.segment_at(item, index)) for index in range(segments))
    curved = (kind for kind in kinds if kind == raw.FPDF_SEGMENT_BEZIERTO)
    return next(islice(curved, most, None), None) is not None


def is_rounded(outlines: list[list[tuple[float, float]]], box: Box) -> bool:
    """Whether the straight parts of a path are the four sides of its box but for its corners, as no letter's are."""
    straight = [points for points in outlines if len(points) > 1]
    ends = [(*points[0], *points[-1]) for points in straight if len(points) == 2]
    if len(straight) != _SIDES or len(ends) != _SIDES:
        return False
    at = (
        [*{x0 for x0, _, x1, _ in ends if abs(x0 - x1) < _HAIR}],
        [*{y0 for _, y0, _, y1 in ends if abs(y0 - y1) < _HAIR}],
    )
    along = sum(abs(x1 - x0) + abs(y1 - y0) for x0, y0, x1, y1 in ends)
    return all(len(places) == 2 for places in at) and along > box[2] - box[0] + box[3] - box[1]


def subpaths(item: Handle, segments: int, matrix: Matrix, place: Values) -> Iterator[list[tuple[float, float]]]:
    """The outlines of a path as points in page coordinates; a curve stands as its end point's place, not as a line.

    `place` takes each point as PDFium gives it.
    """
    x, y = place.refs
    points: list[tuple[float, float]] = []
    for index in range(segments):
        segment = pdfium.segment_at(item, index)
        kind = pdfium.segment_kind(segment)
        if not pdfium.segment_point(segment, x, y):
            continue
        here = point_at(matrix, *place.seen)
        if kind != raw.FPDF_SEGMENT_LINETO and points:
            if len(points) > 1:
                yield points
            points = []
        points.append(here)
        if pdfium.segment_closes(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points


def rectangle_of(points: list[tuple[float, float]]) -> Box | None:
    """The box that an outline draws; None when it is thin or no upright rectangle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    is_upright = 4 <= len(points) <= 6 and all(
        min(x - box[0], box[2] - x) < 0.1 and min(y - box[1], box[3] - y) < 0.1 for x, y in points
    )
    return box if is_upright and not is_thin(box) else None


def point_at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix puts a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
