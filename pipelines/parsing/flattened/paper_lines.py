"""Lines of text taken out of a paper: the words of each, cut at blanks, and the figures behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.parsing.tables.spellings import squash
from pipelines.readers.characters import compatible, in_simplified
from pipelines.readers.figures import DASHES
from warehouse.form import Block

_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Numerals that number chapters, groups and rows; some labels have them as well, and neither is counted.
NUMERALS = frozenset("一二三四五六七八九十")
_NUMBER = re.compile(r"[-+]?(?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_PAGE = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line: its words and the figures that end it."""

    words: tuple[str, ...]  # what stands before the figures, cut at blanks, punctuation dropped
    figures: tuple[str, ...]

    @property
    def characters(self) -> Counter[str]:
        """How often each Chinese character stands in the words, numerals left out."""
        return characters_of("".join(self.words))


def read_line(text: str) -> PaperLine:
    """A line of text; the number of a page between dashes counts for nothing, a number alone may be a figure."""
    folded = in_simplified(compatible(text))
    if _PAGE.fullmatch(folded):
        folded = folded.strip("-—– ")
        return PaperLine((), (folded,)) if folded == text.strip() else PaperLine((), ())
    pieces = folded.split()
    figures = 0
    while figures < len(pieces) and (_NUMBER.fullmatch(pieces[-1 - figures]) or pieces[-1 - figures] in DASHES):
        figures += 1
    words = pieces[: len(pieces) - figures]
    return PaperLine(tuple(filter(None, map(squash, words))), tuple(pieces[len(words) :]))


def counts_of(figures: Sequence[str]) -> tuple[int, ...] | None:
    """What a row's figures count, a sign for none as nought; None where one of them is no whole number."""
    plain = ["0" if figure in DASHES else figure.replace(",", "") for figure in figures]
    return tuple(map(int, plain)) if all(map(str.isdigit, plain)) else None


def joined_lines(lines: Sequence[PaperLine], width: int) -> list[PaperLine]:
    """The lines with figures that stand alone put behind those of the line above, as far as a row has room for them."""
    joined = list(lines)
    row = None
    for number, line in enumerate(lines):
        if line.words or not line.figures:
            row = number if line.words else row
        elif row is not None and len(joined[row].figures) + len(line.figures) <= width:
            joined[row] = PaperLine(joined[row].words, joined[row].figures + line.figures)
            joined[number] = PaperLine((), ())
    return joined


def characters_of(words: str) -> Counter[str]:
    """How often each Chinese character stands in words, numerals left out."""
    return Counter(char for char in _CHINESE.findall(words) if char not in NUMERALS)


def header_names(block: Block) -> list[str]:
    """The words of the header: the columns' names and their groups', each as often as it is printed."""
    groups = dict.fromkeys(group for column in block.columns for group in column.under)
    return [*(column.label for column in block.columns), *groups]


def words_around(block: Block) -> list[str]:
    """Words that the form prints around its rows and some papers leave out, the longest first."""
    words = [block.note, block.corner, block.columns_under, *block.heading, "单位：件"]
    return sorted(filter(None, words), key=len, reverse=True)
