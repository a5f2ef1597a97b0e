"""Text to sentences: where one ends, and its plain form with the way back to the printed characters.

Reports come with blanks and line breaks inside words, full-width digits and Word's control characters; all of that is
settled here, so that the grammar sees one spelling. What the words mean does not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines.parsing.claims.vocabulary import vocabulary

#: Stands in `plain` where a blank parts two digits: nobody can say whether they are one number.
GAP = "\u2423"

#: Punctuation and numerals in one spelling; one character to one, so that places are kept.
_PLAIN = {
    ord(old): new
    for old, new in {
        "﹪": "%", "．": ".", "〇": "零", "○": "零", "−": "-", "﹣": "-", "–": "-", "—": "-", "―": "-",
        "‒": "-", "～": "~", "〜": "~", "﹐": ",", "﹔": ";", "﹕": ":", "︰": ":", "﹙": "(", "﹚": ")", "〈": "<", "〉": ">",
        "「": "“", "」": "”", "『": "“", "』": "”", '"': "”", "'": "’",
    }.items()
}  # fmt: skip
_RUN = re.compile(r"[^\s\u200b-\u200f\u2028-\u202f\u2060\ufeff\u00ad\x00-\x1f]+")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
#: A new block: an empty line, or a line that opens with a number of its own.
_BLOCK = (
    r"\n[^\S\n]*\n\s*|\n\s*(?=[（(]?[一二三四五六七八九十]{1,3}[)）、.．]"
    r"|[（(]\d{1,2}[)）]|\d{1,2}[、．]|[#|]|第[一二三四五六七八九十]+[条章部])"
)
_END = re.compile(r"[。！？!?]+[”’」』）)]*|" + _BLOCK)


@cache
def _plain() -> dict[int, str]:
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return wide | _PLAIN | vocabulary().simplified


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` as printed; `plain` without blanks and in half-width; `origin[i]` is the place of plain[i] in `text`."""

    text: str
    plain: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed characters of plain[start:end]."""
        return self.origin[start], self.origin[end - 1] + 1


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` in order; one without a visible character is left out."""
    start = 0
    for match in _END.finditer(text):
        yield from _sentence(text[start : match.end()])
        start = match.end()
    yield from _sentence(text[start:])


def _sentence(raw: str) -> Iterator[Sentence]:
    text = raw.strip()
    if not text:
        return
    thousands = {place for match in _THOUSANDS.finditer(text) for place in range(*match.span())}
    parts: list[str] = []
    origin: list[int] = []
    for run in _RUN.finditer(text):
        gap = origin[-1] + 1 if origin else 0
        if parts and gap not in thousands and text[gap - 1].isdecimal() and text[run.start()].isdecimal():
            parts.append(GAP)
            origin.append(gap)
        parts.append(run.group())
        origin.extend(range(*run.span()))
    yield Sentence(text, "".join(parts).translate(_plain()), tuple(origin))
