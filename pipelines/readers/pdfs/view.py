"""How a PDF page shows: with the text upright, the origin above left, and no more than its clips leave.

What is drawn on it is found in `objects`, its characters in `text`.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable

from pipelines.readers.pages.lattice import SNAP, Box
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.clips import Sides
from pipelines.readers.pdfs.objects import PageObjects
from pipelines.readers.pdfs.pdfium import Handle, Values

_PAGE_BOX = Values(ctypes.c_float, 4)


class View:
    """How page coordinates (origin below left) show with the text upright (origin above left)."""

    def __init__(self, left: float, bottom: float, right: float, top: float, turns: int) -> None:
        self.left, self.bottom = left, bottom
        self.across, self.up = right - left, top - bottom
        self.turns = turns % 4
        sides = (self.across, self.up)
        self.width, self.height = sides if self.turns % 2 == 0 else sides[::-1]
        self.low, self.high = 0.0, self.width  # from x to x, what shows of it

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as shown: x0, y0, x1, y1 from the upper left corner."""
        x0, x1 = left - self.left, right - self.left
        y0, y1 = bottom - self.bottom, top - self.bottom
        if self.turns == 0:
            return x0, self.up - y1, x1, self.up - y0
        if self.turns == 1:
            return y0, x0, y1, x1
        if self.turns == 2:
            return self.across - x1, y0, self.across - x0, y1
        return self.up - y1, self.across - x1, self.up - y0, self.across - x0

    def narrow(self, sides: Sides) -> None:
        """Show no more than lies between two sides, in page coordinates."""
        if self.turns == 0:
            self.low, self.high = max(sides[0] - self.left, 0.0), min(sides[1] - self.left, self.width)

    def in_sight(self, boxes: Iterable[Box]) -> list[Box]:
        """The same, but for what lies above or below the page, where programs draw what its break leaves of a table.

        What a browser cuts at its margins ends there.
        """
        if self.high - self.low < self.width:
            edges = self.low + self.left, self.high + self.left
            boxes = [
                (max(x0, edges[0]), y0, min(x1, edges[1]), y1)
                for x0, y0, x1, y1 in boxes
                if x0 <= edges[1] and edges[0] <= x1
            ]
        shown: list[Box] = []
        low, high = -SNAP, self.height + SNAP
        for left, bottom, right, top in boxes:
            x0, y0, x1, y1 = box = self.box(left, bottom, right, top)
            if y0 >= low and y1 <= high:
                shown.append(box)
            elif max(y0, 0.0) <= min(y1, self.height):
                shown.append((x0, max(y0, 0.0), x1, min(y1, self.height)))
        return shown


def view_of(page: Handle, text: Handle, objects: PageObjects) -> View:
    """What shows of the page, turned so that most of its text stands upright.

    The page's own crop and media box do not tell: a file may give them once for all of its pages.
    """
    left, top, right, bottom = _PAGE_BOX.seen if pdfium.page_box(page, _PAGE_BOX.ref) else (0.0, 792.0, 612.0, 0.0)
    view = View(left, bottom, right, top, turns_of(text) if objects.turned else 0)
    view.narrow(objects.sides)
    return view


def turns_of(text: Handle) -> int:
    """Quarter turns to the right that set the text upright: it may be set sideways, whatever way the page is shown."""
    count = pdfium.count_chars(text)
    turns = [0, 0, 0, 0]
    for index in range(0, count, max(count // 200, 1)):
        angle = pdfium.angle_of_char(text, index)  # clockwise
        # the ends of lines that PDFium adds are set no way
        if angle >= 0 and pdfium.unicode_of(text, index) > 0x20:
            turns[-round(angle / (math.pi / 2)) % 4] += 1
    best = max(range(4), key=lambda turn: (turns[turn], -turn))
    return best if turns[best] > 0.7 * sum(turns) else 0
