"""What a sheet of paper shows, and the pages on it: a sheet on its side may bear two beside one another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.readers.pages.lattice import Box, Glyph, Ruling

#: A sheet is so many times as wide as high to bear two pages: A3 and A4 on their side are 1.41, a strip of a page is more.
WIDE, WIDEST = 1.2, 1.7
#: Two pages meet in this part of the width, and leave so many points between them without a mark.
MIDDLE, GUTTER = (0.4, 0.6), 6.0
#: Each of them bears at least this share of the characters.
LEAST_SHARE = 0.15
#: Lines of two pages stand at heights of their own; those of a table go on at one height. More than this share is that.
MOST_LEVEL = 0.75
#: So many lines of figures without words are rows of a table whose labels stand at the left.
_ROWS = 2
#: Boxes of figures and of the words beside them, which another font may set, end within so many points of one another.
_FONTS = 2
_FIGURES = frozenset("0123456789０１２３４５６７８９-—－–/.,")


@dataclass(slots=True)
class Page:
    """What one page shows: glyphs in the order of the file, rulings, filled boxes, and whether a large picture is there.

    One of two pages on a sheet begins at `left` and has the sheet's number. `sight` is from where to where it shows what
    it draws, where that is less than the paper.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Ruling]
    down: list[Ruling]
    pictured: bool = False
    fills: list[Box] = field(default_factory=list)
    left: float = 0.0
    sight: tuple[float, float] | None = None
    _chars: str | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def chars(self) -> str:
        """The characters of its glyphs in their order, put together once: some signs are looked for again and again."""
        if self._chars is None:
            self._chars = "".join([glyph.char for glyph in self.glyphs])
        return self._chars


def pages_of(sheet: Page) -> list[Page]:
    """The pages of a sheet from left to right: the sheet itself, or the two that it bears."""
    if not WIDE * sheet.height < sheet.width < WIDEST * sheet.height or not sheet.glyphs:
        return [sheet]
    gutter = _gutter(sheet)
    if gutter is None:
        return [sheet]
    left = [glyph for glyph in sheet.glyphs if glyph.x0 < gutter]
    right = [glyph for glyph in sheet.glyphs if glyph.x0 >= gutter]
    if min(len(left), len(right)) < LEAST_SHARE * len(sheet.glyphs) or _is_level(left, right):
        return [sheet]
    return [
        replace(
            sheet,
            width=end - begin,
            left=begin,
            glyphs=glyphs,
            across=[line for line in sheet.across if begin <= line.start < end],
            down=[line for line in sheet.down if begin <= line.at < end],
            fills=[fill for fill in sheet.fills if begin <= fill[0] < end],
        )
        for begin, end, glyphs in ((0.0, gutter, left), (gutter, sheet.width, right))
    ]


def _gutter(sheet: Page) -> float | None:
    """The middle of the widest stretch that nothing crosses where two pages would meet; None without one."""
    low, high = (share * sheet.width for share in MIDDLE)
    spans = [(g.x0, g.x1) for g in sheet.glyphs] + [(line.start, line.end) for line in sheet.across]
    spans += [(line.at, line.at) for line in sheet.down] + [(fill[0], fill[2]) for fill in sheet.fills]
    best, end = (0.0, 0.0), low
    for start, stop in sorted(span for span in spans if span[1] > low and span[0] < high):
        best = max(best, (start - end, (start + end) / 2))
        end = max(end, stop)
    best = max(best, (high - end, (high + end) / 2))
    return best[1] if best[0] >= GUTTER else None


def _is_level(left: list[Glyph], right: list[Glyph]) -> bool:
    """Whether most lines at the right, or of its lines of figures alone, stand at the height of one at the left."""
    heights = {round(glyph.y1) for glyph in left}
    lines: dict[int, bool] = {}
    for glyph in right:
        lines[round(glyph.y1)] = lines.get(round(glyph.y1), True) and glyph.char in _FIGURES
    figures = [line for line, is_bare in lines.items() if is_bare]
    return any(
        len(part) >= least
        and sum(not heights.isdisjoint(range(y - off, y + off + 1)) for y in part) > MOST_LEVEL * len(part)
        for part, least, off in ((lines, 1, 1), (figures, _ROWS, _FONTS))
    )
