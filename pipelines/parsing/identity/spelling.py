"""A line as titles and names are looked for in it: without blanks, with forms and characters folded.

Nothing that is printed is told by it; what a line says is in `titles`, `years` and `agencies`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from opencc import OpenCC  # type: ignore[import-untyped]

from pipelines.readers.characters import compatible

#: No title is longer.
LONGEST = 90
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_TRADITIONAL = re.compile(r"[報開資訊關縣區鎮鄉國業務辦處廳會員務農衛環財體東門]")
_LETTERED = re.compile(r"(?<![0-9A-Za-z])2O[0-9Oo]{2}(?=年)")


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """Compatibility forms and the brackets of document numbers folded, every blank dropped, noughts of a year typed as
    letters (`2O23年`) as noughts."""
    words = _BLANKS.sub("", compatible(text)).replace("〔", "(").replace("〕", ")")
    return _LETTERED.sub(lambda year: year[0].replace("O", "0").replace("o", "0"), words) if "2O" in words else words


def simplified(line: str) -> str:
    """The line in simplified characters, place by place; for matching only."""
    if not _TRADITIONAL.search(line):
        return line
    converted = _converter().convert(line)
    return converted if len(converted) == len(line) else line


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
