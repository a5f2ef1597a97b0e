"""Labels of groups whose characters stand below one another, beside the rows of a table without rulings.

They share their heights with those rows but belong to none, and what a row is called does not depend on them. The file
sets their characters one after another. A word over a column that stands so is read with its column.
"""

from __future__ import annotations

from functools import lru_cache

from pipelines.readers.group_labels import NUMBER_SIGNS, row_groups
from pipelines.readers.pages.label_lines import squashed
from pipelines.readers.pages.lattice import Glyph

#: Fewer characters than this may be the ends of lines that stand below one another.
_FEWEST = 3
#: They stand straight below one another within this share of their size, so far from one to the next.
_STRAIGHT, _NEAR, _FAR = 0.25, 0.7, 3.0
_FIRST_WIDE = "\u2e80"


def standing_groups(glyphs: list[Glyph]) -> set[int]:
    """The ids of glyphs, given in the order of the file, that are labels of groups set so, or parts of such labels."""
    found: set[int] = set()
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _stands_below(glyph, run[-1]):
            if len(run) >= _FEWEST:
                found |= _ids(run)
            run = []
        run.append(glyph)
    return found | _ids(run) if len(run) >= _FEWEST else found


def _stands_below(glyph: Glyph, upper: Glyph) -> bool:
    down = (glyph.y0 + glyph.y1 - upper.y0 - upper.y1) / 2
    if down <= 0 or glyph.char < _FIRST_WIDE or upper.char < _FIRST_WIDE:
        return False
    size = max(upper.x1 - upper.x0, upper.y1 - upper.y0)
    is_straight = abs(glyph.x0 + glyph.x1 - upper.x0 - upper.x1) / 2 < _STRAIGHT * size
    return is_straight and _NEAR * size < down < _FAR * size


def _ids(run: list[Glyph]) -> set[int]:
    is_group = _is_of_group(squashed("".join(glyph.char for glyph in run).lstrip(NUMBER_SIGNS)))
    return {id(glyph) for glyph in run} if is_group else set()


@lru_cache(maxsize=1024)
def _is_of_group(words: str) -> bool:
    """Whether squashed words stand in the label of a group."""
    return len(words) > 1 and any(words in squashed(group) for group in row_groups())
