"""Pages to blocks: tables and lines of each page become one document in reading order.

Page numbers and running heads go, a table or a paragraph broken by a page becomes one again, headings are told by
their type and their numbers. Where characters and rulings come from belongs to the format's reader.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain

from pipelines.readers.document import Grid, Text
from pipelines.readers.pages.abutting import tables_of
from pipelines.readers.pages.filled import find_filled
from pipelines.readers.pages.joining import join_pieces
from pipelines.readers.pages.lattice import Glyph, Lattice, drawn_lines
from pipelines.readers.pages.lines import OTHER_TYPE, Line, by_type, line_of
from pipelines.readers.pages.margins import without_margins
from pipelines.readers.pages.menus import menu_beside, top_of_column
from pipelines.readers.pages.overflowing import settle_overflow
from pipelines.readers.pages.pieces import Piece, piece_of, place
from pipelines.readers.pages.placing import drop_slivers, place_glyphs, take_overhang
from pipelines.readers.pages.repeated_heads import without_repeated_heads
from pipelines.readers.pages.sheet import Page, pages_of
from pipelines.readers.pages.stacked import is_ruled_in_part
from pipelines.readers.pages.struck import without_strays
from pipelines.readers.pages.underlines import without_underlines
from pipelines.readers.unruled.tables import Above, take_aligned

_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*(?:第\s*)?[\dⅠⅡⅢⅣⅤivx一二三四五六七八九十]{1,4}\s*(?:页)?(?:\s*[/／共,，of]+\s*\d{1,4}\s*(?:页)?)?[-—–－·•\s]*",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"[（(]?\s*(?:续表|接上[页表]|续上[页表])\s*\d*\s*[)）]?")
_CHAPTER = re.compile(r"[一二三四五六七八九十]+、")
_SECTION = re.compile(r"[（(][一二三四五六七八九十]+[）)]")
#: A heading of a report stays on one line of at most this many characters.
MAX_HEADING = 40
#: Page numbers and running heads stand in the outer part of the page.
MARGIN_SHARE = 0.12
#: Lines of a title are of one type, up to this share of it, and follow one another within so many times its size.
_ALIKE, _PITCH = 0.1, 2.0


@dataclass(slots=True)
class _Item:
    """A line or a piece of a table at its height on a page."""

    page: Page
    top: float
    content: Line | Piece


def document_of_pages(pages: list[Page]) -> list[Text | Grid]:
    """The blocks of all pages in reading order."""
    by_page: list[list[_Item]] = []
    above = Above()
    single = without_margins(list(chain.from_iterable(map(pages_of, pages))))
    for order, page in enumerate(without_repeated_heads(single)):
        items, above = _items(page, above)
        for item in items:
            if isinstance(item.content, Piece):
                item.content.last_page = order
        by_page.append(items)
    furniture = _furniture(by_page)
    items = [item for page in by_page for item in page if id(item) not in furniture]
    return _Composer(_joined_tables(items)).blocks()


def _items(page: Page, above: Above) -> tuple[list[_Item], Above]:
    """What a page shows from top to bottom, below what the pages `above` leave open, and what it leaves open itself."""
    across = without_underlines(drawn_lines(page.across), page.down, page.glyphs)
    across = without_strays(across, page.glyphs)
    lattices = tables_of(across, page.down)
    if page.fills and not lattices:
        lattices = find_filled(page.fills, page.glyphs, 0.3 * page.width * page.height)
    outside = _placed(page.glyphs, lattices)
    ruled = [lattice for lattice in lattices if not is_ruled_in_part(lattice)]
    if len(ruled) < len(lattices):
        lattices = ruled
        for cell in chain.from_iterable(lattice.cells for lattice in lattices):
            cell.glyphs.clear()
        outside = _placed(page.glyphs, lattices)
    outside = take_overhang(outside, lattices)
    for lattice in lattices:
        drop_slivers(lattice)
    aligned, by_line, above = take_aligned(outside, page.number, above)
    items = [_Item(page, lattice.ys[0], piece_of(lattice, page.number)) for lattice in lattices]
    items += [_Item(page, top, piece) for top, piece in aligned]
    items += _lines(page, by_line)
    return _with_titles_whole(sorted(items, key=lambda item: item.top)), above


def _lines(page: Page, by_line: list[list[Glyph]]) -> list[_Item]:
    """The lines outside tables; a menu beside them stands before all of its page's column."""
    items: list[_Item] = []
    if found := menu_beside(by_line):
        menu, by_line = found
        top = top_of_column(menu, by_line)
        items += [_Item(page, top, line) for line in map(line_of, menu)]
    lines = map(line_of, chain.from_iterable(map(by_type, by_line)))
    return [*items, *(_Item(page, line.box[1], line) for line in lines)]


def _with_titles_whole(items: list[_Item]) -> list[_Item]:
    """The items of a page with nothing between two lines of one large type that only stands beside them: a menu."""
    for at in range(len(items) - 2):
        if between := _until_next(items[at], items[at + 1 :]):
            items.insert(at + 1, items.pop(at + 1 + between))
    return items


def _until_next(upper: _Item, below: list[_Item]) -> int:
    """How many lines in smaller type stand beside a line and the next one of its type below it; 0 if that follows or is none."""
    title = upper.content
    if not isinstance(title, Line):
        return 0
    for count, item in enumerate(below):
        line = item.content
        if not isinstance(line, Line) or line.box[1] - title.box[3] > _PITCH * title.size:
            return 0
        if _goes_below(title, line):
            return count
        is_beside = min(line.box[2], title.box[2]) < max(line.box[0], title.box[0])
        if not is_beside or line.size * OTHER_TYPE > title.size:
            return 0
    return 0


def _goes_below(upper: Line, line: Line) -> bool:
    """Whether a line stands close below another in the same type, both about one middle."""
    is_level = abs(line.box[0] + line.box[2] - upper.box[0] - upper.box[2]) < upper.size
    is_alike = abs(upper.size - line.size) <= _ALIKE * upper.size
    return is_level and is_alike and line.box[1] - upper.box[3] < _PITCH * line.size


def _placed(glyphs: list[Glyph], lattices: list[Lattice]) -> list[Glyph]:
    """Put glyphs into the cells they are of, be these too low for them; those outside of all come back."""
    outside = place_glyphs(glyphs, lattices)
    for lattice in lattices:
        settle_overflow(lattice)
    return outside


def _furniture(by_page: list[list[_Item]]) -> set[int]:
    """The ids of page numbers and of lines that most pages repeat at the same height."""
    drop: set[int] = set()
    seen: Counter[tuple[str, int]] = Counter()
    outer: list[tuple[_Item, tuple[str, int]]] = []
    for items in by_page:
        for item in items:
            if not isinstance(item.content, Line):
                continue
            box, height = item.content.box, item.page.height
            if MARGIN_SHARE * height < box[1] and box[3] < (1 - MARGIN_SHARE) * height:
                continue
            if _PAGE_NUMBER.fullmatch(item.content.text):
                drop.add(id(item))
                continue
            key = (re.sub(r"\d+", "#", item.content.text), round(box[1] / 6))
            seen[key] += 1
            outer.append((item, key))
    often = max(3, len(by_page) / 2)
    drop.update(id(item) for item, key in outer if seen[key] >= often)
    return drop


def _joined_tables(items: list[_Item]) -> list[_Item]:
    """The items with the pieces of one table made one, where nothing stands between them but the page break."""
    joined: list[_Item] = []
    for at, item in enumerate(items):
        if isinstance(item.content, Line):
            # 续表 above the second piece says what is known, and so does a cell's label that a sheet prints on the page's
            # margin once more; they must not part the pieces.
            follows = at + 1 < len(items) and isinstance(items[at + 1].content, Piece)
            upper = joined[-1].content if follows and joined else None
            if isinstance(upper, Piece) and (
                _CONTINUED.fullmatch(item.content.text)
                or any(item.content.text == cell.text for cell in upper.edge_row(upper.n_rows - 1) if cell.is_words)
            ):
                continue
        elif joined and isinstance(joined[-1].content, Piece):
            upper = joined[-1].content
            if item.content.last_page == upper.last_page + 1:
                whole = join_pieces(upper, item.content)
                if whole is not None:
                    joined[-1].content = whole
                    continue
        # A drawing's grid lines hold no words: it is no table, unless it is the blank end of one.
        if isinstance(item.content, Line) or any(cell.text for cell in item.content.cells):
            joined.append(item)
    return joined


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


class _Composer:
    """Lines to headings and paragraphs, measured against the document's own margins and type size."""

    def __init__(self, items: list[_Item]) -> None:
        self.items = items
        lines = [item.content for item in items if isinstance(item.content, Line)]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.size = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0
        long = [line for line in lines if len(line.text) > 15] or lines
        begin = {id(item.content): item.page.left for item in items}
        self.left = min((line.box[0] - begin[id(line)] for line in long), default=0.0)
        self.right = max((line.box[2] - begin[id(line)] for line in long), default=0.0)
        # beside the menu of a site prose stands off the middle of the page, and so does its title
        lefts, rights = (sorted(line.box[side] - begin[id(line)] for line in long) for side in (0, 2))
        self.middle = (lefts[len(lefts) // 2] + rights[3 * len(rights) // 4]) / 2 if long else 0.0
        self.opening = self._opening()

    def _opening(self) -> set[int]:
        """The ids of the centred lines the document opens with: its title, in whatever type."""
        opening: set[int] = set()
        for item in self.items:
            if not isinstance(item.content, Line) or not self._is_centred(item.content, item.page):
                break
            is_short = item.content.box[2] - item.content.box[0] < 0.8 * (self.right - self.left)
            if not is_short and item.content.size < 1.15 * self.size and len(self.items) > 1:
                break  # a full line is centred as well
            opening.add(id(item.content))
        return opening

    def _is_centred(self, line: Line, page: Page) -> bool:
        at = (line.box[0] + line.box[2]) / 2 - page.left
        return min(abs(at - page.width / 2), abs(at - self.middle)) < 1.5 * self.size

    def blocks(self) -> list[Text | Grid]:
        """Texts and grids in reading order."""
        blocks: list[Text | Grid] = []
        open_: _Paragraph | None = None
        for item in self.items:
            if isinstance(item.content, Piece):
                if open_ is not None:
                    blocks.append(self._text(open_))
                    open_ = None
                blocks.append(item.content.grid())
            elif open_ is not None and self._goes_on(open_, item):
                open_.lines.append(item.content)
                open_.pages.append(item.page)
            else:
                if open_ is not None:
                    blocks.append(self._text(open_))
                open_ = _Paragraph([item.content], [item.page])
        if open_ is not None:
            blocks.append(self._text(open_))
        return blocks

    def _goes_on(self, paragraph: _Paragraph, item: _Item) -> bool:
        assert isinstance(item.content, Line)
        upper, line = paragraph.lines[-1], item.content
        if abs(upper.size - line.size) > _ALIKE * max(upper.size, line.size):
            return False
        same_page = paragraph.pages[-1] is item.page
        # whose report it is may stand once more below a title that begins with that
        is_repeated = paragraph.lines[0].text.startswith(line.text)
        if same_page and upper.size > OTHER_TYPE * self.size and _goes_below(upper, line):
            return not is_repeated  # a title in two lines, be it in the middle of the page or beside a menu
        level, upper_level = self._level(line, item.page), self._level(upper, paragraph.pages[-1])
        if level == 1 and upper_level == 1:  # a title set in two lines
            return same_page and not is_repeated and line.box[1] - upper.box[3] < _PITCH * line.size
        if level or upper_level or _CHAPTER.match(line.text) or _SECTION.match(line.text):
            return False
        starts_at_margin = line.box[0] - item.page.left < self.left + 0.8 * line.size
        reaches_margin = upper.box[2] - paragraph.pages[-1].left > self.right - 1.5 * upper.size
        # what stands in the right half alone, as a signature and its date do, is no line that goes on
        reaches_margin &= upper.box[0] - paragraph.pages[-1].left < (self.left + self.right) / 2
        near = not same_page or line.box[1] - upper.box[3] < 2.5 * line.size
        return starts_at_margin and reaches_margin and near

    def _level(self, line: Line, page: Page) -> int:
        """1 for a title, 2 for a chapter, 3 for a section, 0 for running text."""
        if id(line) in self.opening or (line.size > 1.15 * self.size and self._is_centred(line, page)):
            return 1
        if len(line.text) > MAX_HEADING or line.text.endswith(("。", "；", "，", "、", ";", ",")) or "。" in line.text:
            return 0
        if (
            line.box[2] - line.box[0] > 0.9 * (self.right - self.left)
            and line.box[2] - page.left > self.right - self.size
        ):
            return 0
        return 2 if _CHAPTER.match(line.text) else 3 if _SECTION.match(line.text) else 0

    def _text(self, paragraph: _Paragraph) -> Text:
        words = paragraph.lines[0].text
        for line in paragraph.lines[1:]:
            is_latin = words[-1].isascii() and words[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha()
            words += (" " if is_latin else "") + line.text
        where: list[str] = []
        for page in sorted({page.number for page in paragraph.pages}):
            boxes = [ln.box for ln, p in zip(paragraph.lines, paragraph.pages, strict=True) if p.number == page]
            box = (
                min(b[0] for b in boxes),
                min(b[1] for b in boxes),
                max(b[2] for b in boxes),
                max(b[3] for b in boxes),
            )
            where.append(place(page, box))
        return Text(words, self._level(paragraph.lines[0], paragraph.pages[0]), " + ".join(where))
