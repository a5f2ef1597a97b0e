"""Rulings below a seal that is lifted off a page: they stay, however thin, and no stroke of the seal passes for one.

What the seal's ink is, the modules that lift it know; the rulings of a whole page belong to `rulings`.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from pipelines.readers.pixels.arrays import Gray

Frame = tuple[slice, slice]

#: Points: wider than a ruling is; as long as a run of one at least, which strokes of characters one below the other are not,
#: even where a ruling joins two; and as a piece of one behind a stroke of the seal, and what that may take out of it.
RULING, RUN, PIECE, GAP = 2.6, 24.0, 4.0, 7.0
#: Points of paper between two pieces of one ruling at most.
BARE = 1.5
#: Points around a seal's frame in which a ruling that comes in shows its length.
ROOM = 24.0
#: Pixels that a ruling is drawn with where a seal's ink lay over it.
LINE = 2
#: Grey levels by which a ruling is darker than what lies beside it.
DARKER = 14


def keep_rulings(page: Gray, frame: Frame, bare: Gray, scale: float) -> None:
    """Draw the rulings that run through a seal's frame into it as it is without the seal (`bare`); `page` shows it with that."""
    room = round(ROOM / scale)
    starts = [max(0, side.start - room) for side in frame]
    around = page[starts[0] : frame[0].stop + room, starts[1] : frame[1].stop + room]
    inside = tuple(slice(side.start - start, side.stop - start) for side, start in zip(frame, starts, strict=True))
    for image, shown, inner in ((around, bare, inside), (around.T, bare.T, inside[::-1])):
        own = image[inner]
        wide = 2 * round(RULING / scale / 2) + 1
        is_dip = cv2.morphologyEx(own, cv2.MORPH_BLACKHAT, np.ones((wide, 1), np.uint8)) > DARKER
        for start, end in _rulings(np.ascontiguousarray(image), inner[1], scale):
            drawn = (cv2.line(np.zeros(image.shape, np.uint8), start, end, 1, LINE) > 0)[inner]
            if drawn.any():
                dark = np.percentile(own[drawn], 25).astype(np.uint8)
                lost = drawn & is_dip & (shown > own)
                shown[lost] = np.minimum(shown[lost], dark)


def _rulings(grey: Gray, inner: slice, scale: float) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The ends of rulings that run across a seal's frame (`inner` columns), or from one of its sides into it: thin straight runs.

    They are darker than what lies beside them, paper or the seal's ink; no stroke of the seal itself reaches a side of its frame
    lengthwise.
    """
    wide, long, short, gap = (2 * round(part / scale / 2) + 1 for part in (RULING, RUN, PIECE, GAP))
    level, paper = cv2.blur(grey, (5, 1)), int(np.median(grey))
    thin = cv2.morphologyEx(level, cv2.MORPH_BLACKHAT, np.ones((wide, 1), np.uint8)) > DARKER
    # a run of a page that lies a little aslant goes from row to row
    thick = cv2.dilate(thin.astype(np.uint8), np.ones((3, 1), np.uint8))
    pieces, runs = (cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, size), np.uint8)) for size in (short, long))
    rows, columns = np.nonzero(pieces)
    _, parts = cv2.connectedComponents(runs, connectivity=8)
    for part in np.setdiff1d(parts[:, [inner.start, min(inner.stop, parts.shape[1]) - 1]], [0]).tolist():
        down, across = np.nonzero(parts == part)
        for _ in range(2):  # what hangs on a ruling leaves its straight line
            line = np.polyfit(across, down, 1)
            on_it = np.abs(down - np.polyval(line, across)) <= wide / 2
            down, across = down[on_it], across[on_it]
        along = np.unique(columns[np.abs(rows - np.polyval(line, columns)) <= wide / 2])
        rows_on_it = np.rint(np.polyval(line, np.arange(grey.shape[1]))).astype(int).clip(1, grey.shape[0] - 2)
        seen = np.min([grey[rows_on_it + off, np.arange(grey.shape[1])] for off in (-1, 0, 1)], axis=0)
        bare = np.cumsum(seen > paper - DARKER)  # the seal's ink hides a piece of a ruling, paper does not
        breaks = np.flatnonzero((np.diff(along) > gap) | (np.diff(bare[along]) * scale > BARE))
        stretches = np.split(along, breaks + 1)
        for first, last in ((int(one[0]), int(one[-1])) for one in stretches):
            if first <= across.min() <= last:
                yield (first, round(float(np.polyval(line, first)))), (last, round(float(np.polyval(line, last))))
