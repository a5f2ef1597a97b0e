"""Fonts that name their characters wrongly: the page shows a dash or a full stop, and its text layer says a digit.

Some programs that rewrite PDFs spoil the table of names of characters whose code has a nought in it. What such a file says
of any character cannot be trusted; that it lies is told by letters that no Chinese text has. Others leave fonts without
names, and their codes, numbered on as characters come, pass for Latin letters and signs on the pages after the first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.sheet import Page
from pipelines.readers.pdfs.pictures import FEW_CHARS, is_unnamed

#: Letters of western and other alphabets with marks; 中华人民共和ÿ is no Chinese.
_FIRST, _LAST = "\u00c0", "\u02af"
_SIGNS = frozenset("×÷")
#: Fonts whose characters are named a1, a2, … pass for one of ornaments, which a list has before its items.
_FIRST_ORNAMENT, _LAST_ORNAMENT = "\u2701", "\u27be"
_ODD = re.compile(f"[{_FIRST}-{_LAST}{_FIRST_ORNAMENT}-{_LAST_ORNAMENT}]")
_FIRST_IDEOGRAPH = "\u4e00"
#: So many of them against ideographs are no name from abroad.
_MANY = 3


def without_false_names(pages: list[Page]) -> list[Page]:
    """The pages, with all characters unnamed where the fonts name some of them wrongly."""
    odd = [page for page in pages if _ODD.search(page.chars)]
    if odd and (sum(_strange(page.glyphs) for page in odd) >= _MANY or _is_foreign(pages)):
        return list(map(_without_names, pages))
    if any(map(is_unnamed, pages)):
        return [_without_names(page) if _has_no_ideographs(page) else page for page in pages]
    return pages  # nearly every document


def _is_odd(char: str) -> bool:
    return (_FIRST <= char <= _LAST and char not in _SIGNS) or _FIRST_ORNAMENT <= char <= _LAST_ORNAMENT


def _without_names(page: Page) -> Page:
    return replace(page, glyphs=[glyph._replace(char=UNNAMED) for glyph in page.glyphs])


def _has_no_ideographs(page: Page) -> bool:
    """Whether a page has words, and no ideographs in them."""
    words = sum(not glyph.char.isdecimal() for glyph in page.glyphs)
    return words >= FEW_CHARS and not any(_FIRST_IDEOGRAPH <= glyph.char < UNNAMED for glyph in page.glyphs)


def _is_foreign(pages: list[Page]) -> bool:
    """Whether letters with marks or ornaments stand where ideographs should: all are named wrongly, so that none adjoin."""
    counts = Counter(glyph.char for page in pages for glyph in page.glyphs)
    letters = sum(n for char, n in counts.items() if _is_odd(char))
    return letters >= _MANY and letters > sum(n for char, n in counts.items() if char >= _FIRST_IDEOGRAPH)


def _strange(glyphs: list[Glyph]) -> int:
    """How many letters with marks stand against ideographs on a page."""
    return sum(
        (_is_strange(left) and right.char >= _FIRST_IDEOGRAPH) or (_is_strange(right) and left.char >= _FIRST_IDEOGRAPH)
        for left, right in pairwise(glyphs)
        if abs(right.x0 - left.x1) < 0.3 * (left.y1 - left.y0)
    )


def _is_strange(glyph: Glyph) -> bool:
    return _is_odd(glyph.char) and glyph.char <= _LAST
