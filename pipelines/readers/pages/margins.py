"""Running heads and page numbers: lines that pages repeat in their margins, which are no part of the report.

They go before tables are looked for, since the number of a page stands under the last row of a table like a figure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipelines.readers.group_labels import bare, column_labels, group_labels
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.lines import glyphs_by_line
from pipelines.readers.pages.phrases import phrases_of
from pipelines.readers.pages.sheet import Page

#: They stand in this outer part of the page.
_SHARE = 0.08
#: Points. Pages may set them a little higher or lower, and a scanner or a telephone sees its sheets by a few millimetres so.
_LEVEL, _LEVEL_SEEN = 3.0, 15.0
#: A line of so many characters besides digits is no row of figures; figures alone must be the number of a page.
_WORDS = 4
_PAGE_NUMBER = re.compile(r"第?#[/／]共?#页?|第#页(?:[,，/／]?共#页)?")
_ALONE = re.compile(r"[-—–－·•]?(\d{1,3})[-—–－·•]?")


class _Margin(NamedTuple):
    height: float
    page: int
    glyphs: list[Glyph]


def without_margins(pages: list[Page]) -> list[Page]:
    """The pages without the lines that at least half of them, and two, repeat at one height but for their digits."""
    if len(pages) < 2:
        return pages
    found: dict[str, list[_Margin]] = defaultdict(list)
    lines: list[tuple[int, list[Glyph]]] = []
    near = _LEVEL_SEEN if all(page.pictured for page in pages) else _LEVEL
    for at, page in enumerate(pages):
        top, bottom = _SHARE * page.height, (1 - _SHARE) * page.height
        for line in glyphs_by_line([glyph for glyph in page.glyphs if glyph.y1 < top or glyph.y0 > bottom]):
            lines.append((at, line))
            text = "".join(glyph.char for glyph in line)
            key = re.sub(r"\d+", "#", text)
            if number := _number(text, at):
                key = number
            elif len(key.replace("#", "")) < _WORDS and not _PAGE_NUMBER.fullmatch(key):
                continue
            found[key].append(_Margin(line[0].y1, at, line))
    _add_beside(found, lines)
    dropped: dict[int, set[int]] = defaultdict(set)
    for repeated in found.values():
        if len(repeated) < 2:
            continue
        outside = [margin for margin in repeated if not _is_of_table(margin.glyphs, pages[margin.page])]
        for height, _, _ in outside:
            level = [same for same in outside if abs(same.height - height) < near]
            if len({same.page for same in level}) >= max(2, len(pages) / 2):
                for same in level:
                    dropped[same.page].update(map(id, same.glyphs))
    return [_without(page, dropped[at]) if at in dropped else page for at, page in enumerate(pages)]


def _number(text: str, at: int) -> str:
    """What numbers of pages have in common that go up from page to page; empty where the text is none."""
    alone = _ALONE.fullmatch(text)
    return f"the page and {int(alone[1]) - at}" if alone else ""


def _add_beside(found: dict[str, list[_Margin]], lines: list[tuple[int, list[Glyph]]]) -> None:
    """Add the numbers of pages that share their line with text that runs into the margin, from below a table that is cut.

    Such a number stands just where those do that have a line of their own on other pages.
    """
    numbers = {key: [*margins] for key, margins in found.items()}
    for at, line in lines:
        for part in _parts(line) if numbers else ():
            number = _number("".join(glyph.char for glyph in part), at)
            if len(part) < len(line) and any(_is_where(part, alone.glyphs) for alone in numbers.get(number, ())):
                found[number].append(_Margin(part[0].y1, at, part))


def _parts(line: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs of a line, parted where a gap as wide as they are high stands between them: blanks are narrower."""
    parts = [[line[0]]]
    for left, right in pairwise(line):
        if right.x0 - left.x1 > right.y1 - right.y0:
            parts.append([])
        parts[-1].append(right)
    return parts


def _is_where(glyphs: list[Glyph], others: list[Glyph]) -> bool:
    """Whether glyphs stand where others do on their page, about one middle."""
    middle, other = glyphs[0].x0 + glyphs[-1].x1, others[0].x0 + others[-1].x1
    return abs(middle - other) < 2 * _LEVEL and abs(glyphs[0].y1 - others[0].y1) < _LEVEL


def _without(page: Page, dropped: set[int]) -> Page:
    return replace(page, glyphs=[glyph for glyph in page.glyphs if id(glyph) not in dropped])


def _is_of_table(line: list[Glyph], page: Page) -> bool:
    """Whether a line stands in a ruled cell, or is what the form prints over columns: pages repeat the header of a table."""
    if all(text in group_labels() or text in column_labels() for text in (bare(p.text) for p in phrases_of(line))):
        return True
    x, y = (line[0].x0 + line[-1].x1) / 2, (line[0].y0 + line[0].y1) / 2
    over = [ruling.at < y for ruling in page.across if ruling.start < x < ruling.end]
    beside = [ruling.at < x for ruling in page.down if ruling.start < y < ruling.end]
    return all(len(set(sides)) > 1 for sides in (over, beside))
