"""What a reader takes for a figure by its looks, before anything is known of its cell: to tell figures from words.

What number it is, and whether it is one, is decided by `parsing.numbers` alone; the signs for none stand here for both.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: Printed in place of a figure; which of them means nought is not for a reader to say.
DASHES = frozenset({"-", "--", "---", "—", "——", "–", "―", "−", "－", "/", "\\", "、", "无", "*", "~"})
#: Other words that stand in the place of a figure.
_NOUGHT = frozenset({"空", "零"})
_NUMBER_LIKE = re.compile(r"[\s\d,.，．＋+\-—–／/－０-９OＯ〇oO]*")
#: A number with its unit or a note behind it.
_WRITTEN = re.compile(r"[-−]?[\d０-９][\d０-９,.，．]*\s*(?:[万亿]?元|[件条项个次宗])?\s*(?:[（(].*[）)])?")


def is_number_like(text: str) -> bool:
    """Whether a cell holds digits or a dash and nothing else but signs and blanks."""
    return bool(text) and _NUMBER_LIKE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def is_written_figure(text: str) -> bool:
    """Whether a cell holds a number as people write it: with its unit and a note, or as a sign or a word for none."""
    return text in DASHES or text in _NOUGHT or is_number_like(text) or _WRITTEN.fullmatch(text) is not None
