"""How far to its sides a page shows what it draws: a browser cuts what is wider than the paper at the margin.

The file then has rulings that go on behind that edge, and a clip that hides the rest of them. Only rulings are asked: what
else is clipped, a picture in its frame, tells nothing of the page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterable
from operator import itemgetter

from pipelines.readers.pages.lattice import SNAP, Box
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.pdfium import Handle, Values

Sides = tuple[float, float]
#: Where nothing is cut.
ALL: Sides = (-math.inf, math.inf)
_PLACE = Values(ctypes.c_float, 2)


def sides_of(rulings: Iterable[tuple[Box, Handle]]) -> Sides:
    """From x to x, in page coordinates, what shows of the rulings of a page; without an end where the last one shows whole."""
    drawn = list(rulings)
    left = _edge([(-box[0], item) for box, item in drawn], lambda item: -_clip_of(item)[0])
    right = _edge([(box[2], item) for box, item in drawn], lambda item: _clip_of(item)[1])
    return -left, right


def _edge(ends: list[tuple[float, Handle]], clip_of: Callable[[Handle], float]) -> float:
    """Where all that reach further are clipped; without an end where one that does shows whole, but for its border."""
    edge = -math.inf
    for end, item in sorted(ends, key=itemgetter(0), reverse=True):
        if end <= edge + SNAP:
            return edge
        clip = clip_of(item)
        if end <= clip + SNAP:
            break
        edge = max(edge, clip)
    return math.inf


def _clip_of(item: Handle) -> Sides:
    """From x to x what the clips of an object leave of it."""
    low, high = ALL
    clip = pdfium.clip_of(item)
    for path in range(pdfium.count_clips(clip) if clip else 0):
        parts = (pdfium.clip_segment(clip, path, at) for at in range(pdfium.count_clip_segments(clip, path)))
        xs = [_PLACE.seen[0] for part in parts if pdfium.segment_point(part, *_PLACE.refs)]
        if xs:
            low, high = max(low, min(xs)), min(high, max(xs))
    return low, high
