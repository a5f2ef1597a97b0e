"""Text to sentences: where one ends, and its plain form with the way back to the printed characters.

Reports come with blanks and line breaks inside words, full-width digits and Word's control characters; all of that is
settled here, so that the grammar sees one spelling. What the words mean does not belong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.readers.characters import in_simplified

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
_BLANKS = r"\s\u200b-\u200f\u2028-\u202f\u2060\ufeff\u00ad\x00-\x1f"
_RUN = re.compile(rf"[^{_BLANKS}]+")
_BLANK = re.compile(rf"[{_BLANKS}]")
_GAP = re.compile(rf"\d[{_BLANKS}]+(?=\d)")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
#: A new block behind a line's end: an empty line, or a line that opens with a number of its own.
_BLOCK = (
    r"[^\S\n]*\n\s*|\s*(?=[（(]?[一二三四五六七八九十]{1,3}[)）、.．]"
    r"|[（(]\d{1,2}[)）]|\d{1,2}[、．]|[#|]|第[一二三四五六七八九十]+[条章部])"
)
#: Begins with one set of characters, which the engine looks for fast.
_END = re.compile(rf"[。！？!?\n](?:(?<=\n)(?:{_BLOCK})|(?<!\n)[。！？!?]*[”’」』）)]*)")


#: What of that nearly every sentence has: put in place ahead of the rest, which few have and which takes a look at each character.
_USUAL = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "％": "%", "—": "-"}


@cache
def _plain() -> tuple[re.Pattern[str], dict[int, str]]:
    """One of the characters that have another spelling, and the spellings of all."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    spellings = wide | _PLAIN
    return re.compile(f"[{re.escape(''.join(map(chr, spellings)))}]"), spellings


def _spelled(text: str) -> str:
    """A text in the one spelling of the grammar, place by place."""
    for printed, plain in _USUAL.items():
        text = text.replace(printed, plain)
    another, spellings = _plain()
    return text.translate(spellings) if another.search(text) else text


class Sentence:
    """`text` as printed; `glimpse` without blanks and in simplified characters; `plain` in half-width too.

    The grammar reads `plain`, which is made when it is first asked for: most sentences get no more than a glance.
    """

    __slots__ = ("_origin", "_plain", "_spelled", "glimpse", "text")

    def __init__(self, text: str, spelled: str) -> None:
        """`spelled` is `text` in simplified characters, one for one."""
        self.text = text
        self.glimpse = spelled if _BLANK.search(spelled) is None else "".join(_RUN.findall(spelled))
        self._spelled = spelled
        self._plain: str | None = None
        self._origin: Sequence[int] = ()

    @property
    def plain(self) -> str:
        """The sentence in the one spelling of the grammar, with a mark where a blank parts two digits."""
        if self._plain is None:
            is_solid = self.glimpse is self._spelled
            plain, self._origin = (
                (self.glimpse, range(len(self.glimpse))) if is_solid else _without_blanks(self._spelled)
            )
            self._plain = _spelled(plain)
        return self._plain

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed characters of plain[start:end]."""
        assert self._plain is not None
        return self._origin[start], self._origin[end - 1] + 1


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text` in order; one without a visible character is left out."""
    spelled = in_simplified(text)
    start = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        printed = text[start:end]
        raw = printed.strip()
        if raw and spelled is text:  # as nearly every report
            yield Sentence(raw, raw)
        elif raw:
            lead = start + len(printed) - len(printed.lstrip())
            yield Sentence(raw, spelled[lead : lead + len(raw)])
        start = end


def _without_blanks(spelled: str) -> tuple[str, Sequence[int]]:
    """The characters without blanks, and where each stood."""
    if _GAP.search(spelled) is not None:
        return _with_gaps(spelled)
    runs = [match.span() for match in _RUN.finditer(spelled)]
    return "".join(spelled[start:end] for start, end in runs), [at for run in runs for at in range(*run)]


def _with_gaps(spelled: str) -> tuple[str, list[int]]:
    """A mark wherever a blank parts two digits, but for the blanks of thousands."""
    thousands = {place for match in _THOUSANDS.finditer(spelled) for place in range(*match.span())}
    parts: list[str] = []
    origin: list[int] = []
    for run in _RUN.finditer(spelled):
        gap = origin[-1] + 1 if origin else 0
        if parts and gap not in thousands and spelled[gap - 1].isdecimal() and spelled[run.start()].isdecimal():
            parts.append(GAP)
            origin.append(gap)
        parts.append(run.group())
        origin.extend(range(*run.span()))
    return "".join(parts), origin
