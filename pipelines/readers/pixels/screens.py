"""Pictures that a screen showed, which no camera or scanner saw: hair lines drawn in black, fills made white before they are enlarged.

On a screen a ruling is a row of pixels of one colour, however pale, between two that are of others: light grey on white, white
between the fills of a header. Enlarged it is spread over two rows and as pale as paper. Works on the grey pixels of a picture
as its file gives them; which lines are the sides of cells is settled in `rulings`.
"""

from __future__ import annotations

import cv2
import numpy as np

from pipelines.readers.pixels.arrays import Gray, Mask

#: The share of a picture's pixels that are as light as the one before, on a screen; scans and photographs measured less than 0.3.
LEAST_EVEN = 0.8
#: Pixels. A hair line is as thick, and a run of it longer than the strokes of type are: so many times its height.
THICKEST, LONGER_THAN_TYPE, SHORTEST = 3, 1.2, 16
#: Grey levels by which a line differs from what lies on each side of it.
DIFFERENT = 8
#: Pixels of a line that a crossing one may take out of it.
TO_CROSSING = THICKEST
#: Pixels. Lines that meet in less room than this make no table.
LEAST_TABLE = (200, 40)
#: A fill is darker than this, and covers more than this share of its cell.
LIGHTEST_FILL, LEAST_FILL = 225, 0.5
#: Lines that hang together and are the sides of cells: so many each way at least.
FEWEST = 3


def with_hair_lines(picture: Gray, type_height: float) -> Gray:
    """The picture with the hair lines of its tables in black; as given where no screen showed it or it has none.

    `type_height` is how high most of its characters are, in pixels.
    """
    if (picture[:, 1:] == picture[:, :-1]).mean() < LEAST_EVEN:
        return picture
    longer = max(SHORTEST, round(LONGER_THAN_TYPE * type_height))
    across, down = _lines(picture, longer), _lines(picture.T, longer).T
    lines = (across | down).astype(np.uint8)
    _, parts, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(lines, np.ones((3, 3), np.uint8)), connectivity=8)
    is_table = (boxes[:, cv2.CC_STAT_WIDTH] >= LEAST_TABLE[0]) & (boxes[:, cv2.CC_STAT_HEIGHT] >= LEAST_TABLE[1])
    is_table[0] = False
    for number in np.flatnonzero(is_table).tolist():
        x, y, wide, high, _ = boxes[number].tolist()
        own = (slice(y, y + high), slice(x, x + wide))
        of_it = parts[own] == number
        is_table[number] = min(_rows(across[own] & of_it), _rows((down[own] & of_it).T)) >= FEWEST
    if not is_table.any():
        return picture
    drawn = (lines > 0) & is_table[parts]
    shown = np.where(drawn, 0, picture).astype(np.uint8)
    for number in np.flatnonzero(is_table).tolist():
        x, y, wide, high, _ = boxes[number].tolist()
        own = (slice(y, y + high), slice(x, x + wide))
        _without_fills(shown[own], drawn[own])
    return shown


def _without_fills(table: Gray, lines: Mask) -> None:
    """Make the fills of a table's cells white, and their words black, whether they are lighter or darker than the fill."""
    _, parts, boxes, _ = cv2.connectedComponentsWithStats((~lines).astype(np.uint8), connectivity=4)
    for number in range(1, len(boxes)):
        x, y, wide, high, area = boxes[number].tolist()
        if min(wide, high) < SHORTEST:
            continue
        cell, of_it = table[y : y + high, x : x + wide], parts[y : y + high, x : x + wide] == number
        counts = np.bincount(cell[of_it], minlength=256)
        fill = int(counts.argmax())
        if fill < LIGHTEST_FILL and counts[fill] > LEAST_FILL * area:
            ink = np.abs(cell.astype(np.float32) - fill) / max(fill, 255 - fill)
            cell[of_it] = (255 * (1 - ink[of_it])).astype(np.uint8)


def _lines(picture: Gray, longer: int) -> Mask:
    """The pixels of straight rows of one grey, longer than so many pixels, no thicker than hair lines are."""
    longest = np.ones((1, longer), np.uint8)
    picture = np.ascontiguousarray(picture)
    goes_on = np.zeros_like(picture)
    goes_on[:, 1:] = picture[:, 1:] == picture[:, :-1]
    goes_on = np.asarray(cv2.morphologyEx(goes_on, cv2.MORPH_OPEN, longest), np.uint8)
    beside = cv2.absdiff(picture[1:], picture[:-1])
    changes, stays = (beside >= DIFFERENT).view(np.uint8), (beside == 0).view(np.uint8)
    found = np.zeros_like(picture)
    for thick in range(1, THICKEST + 1):
        height = len(picture) - thick - 1  # of places with a row above and one below
        inside = changes[:height] & changes[thick : thick + height] & goes_on[1 : 1 + height]
        for row in range(1, thick):
            inside &= stays[row : row + height]
        kept = np.asarray(cv2.morphologyEx(inside, cv2.MORPH_OPEN, longest), np.uint8)
        for row in range(1, thick + 1):
            found[row : row + height] |= kept
    # where lines meet, what lies beside one is a line as well
    further = np.ones((1, 2 * TO_CROSSING + 1), np.uint8)
    colour = cv2.dilate(np.where(found > 0, np.maximum(picture, 1), 0).astype(np.uint8), further)
    return np.asarray((found > 0) | (colour == np.maximum(picture, 1)), np.bool_)


def _rows(lines: Mask) -> int:
    """How many lines across there are, each of one row of pixels or of some beside one another."""
    return int((np.diff(lines.any(axis=1).astype(np.int8), prepend=0) == 1).sum())
