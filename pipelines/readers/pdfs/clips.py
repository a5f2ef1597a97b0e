"""How far to its sides a page shows what it draws: a browser cuts what is wider than the paper at the margin.

The file then has rulings that go on behind that edge, and a clip that hides the rest of them. Only rulings are asked: what
else is clipped, a picture in its frame, tells nothing of the page.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable
from operator import itemgetter

from pipelines.readers.pages.lattice import SNAP
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.pdfium import Handle, Values

Sides = tuple[float, float]
Ruled = tuple[float, float, Handle]  # from x to x, and what draws it
#: Where nothing is cut.
ALL: Sides = (-math.inf, math.inf)
_START, _END = itemgetter(0), itemgetter(1)
_PLACE = Values(ctypes.c_float, 2)


def sides_of(rulings: list[Ruled]) -> Sides:
    """From x to x, in page coordinates, what shows of the rulings of a page; without an end where the last one shows whole."""
    if not rulings:
        return ALL
    low, high = min(rulings, key=_START), max(rulings, key=_END)
    if low[0] >= _clip_of(low)[0] - SNAP and high[1] <= _clip_of(high)[1] + SNAP:
        return ALL  # nearly every page
    return (
        -_edge([(-ruled[0], ruled) for ruled in rulings], lambda ruled: -_clip_of(ruled)[0]),
        _edge([(ruled[1], ruled) for ruled in rulings], lambda ruled: _clip_of(ruled)[1]),
    )


def _edge(ends: list[tuple[float, Ruled]], clip_of: Callable[[Ruled], float]) -> float:
    """Where all that reach further are clipped; without an end where one that does shows whole, but for its border."""
    edge = -math.inf
    for end, ruled in sorted(ends, key=_START, reverse=True):
        if end <= edge + SNAP:
            return edge
        clip = clip_of(ruled)
        if end <= clip + SNAP:
            break
        edge = max(edge, clip)
    return math.inf


def _clip_of(ruled: Ruled) -> Sides:
    """From x to x what the clips of an object leave of it."""
    low, high = ALL
    clip = pdfium.clip_of(ruled[2])
    for path in range(pdfium.count_clips(clip) if clip else 0):
        parts = (pdfium.clip_segment(clip, path, at) for at in range(pdfium.count_clip_segments(clip, path)))
        xs = [_PLACE.seen[0] for part in parts if pdfium.segment_point(part, *_PLACE.refs)]
        if xs:
            low, high = max(low, min(xs)), min(high, max(xs))
    return low, high
