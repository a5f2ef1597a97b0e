"""How wide the signs of plain text are where it is shown in columns of one width, on a console."""

from __future__ import annotations

import unicodedata

_NO_WIDTH = frozenset("\u200b\u200c\u200d\ufeff")
#: What stands around the words of a cell and is not seen.
UNSEEN = "\u200b\u200c\u200d\ufeff \t\n"


def console_columns(sign: str, ambiguous: int = 1) -> int:
    """The columns that a sign takes: two for East Asian ones, none for marks upon others; some consoles print signs of
    ambiguous width in two.
    """
    if unicodedata.combining(sign) or sign in _NO_WIDTH:
        return 0
    kind = unicodedata.east_asian_width(sign)
    return 2 if kind in {"W", "F"} else ambiguous if kind == "A" else 1
