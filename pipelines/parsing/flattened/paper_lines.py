"""Lines of text taken out of a paper: the words of each, cut at blanks, and the figures behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipelines.parsing.tables.spellings import squash
from pipelines.readers.characters import compatible, in_simplified
from pipelines.readers.figures import DASHES
from pipelines.readers.written.written_text import console_columns
from warehouse.form import Block

_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Numerals that number chapters, groups and rows; some labels have them as well, and neither is counted.
NUMERALS = frozenset("一二三四五六七八九十")
_NUMBER = re.compile(r"[-+]?(?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
#: From the beginning of a run of blanks, for a pattern would look from each of them to the end of the line.
_ROW_OF_FIGURES = re.compile(r"(?<!\s)(?:\s++\d[\d,]*+){7}$")
_PAGE = re.compile(r"[-—–\s]*\d{1,3}[-—–\s]*")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line: its words and the figures that end it."""

    words: tuple[str, ...]  # what stands before the figures, cut at blanks, punctuation dropped
    figures: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()  # where each of the words begins and ends; none where that is not known

    @property
    def characters(self) -> Counter[str]:
        """How often each Chinese character stands in the words, numerals left out."""
        return characters_of("".join(self.words))


def read_lines(texts: Sequence[str], indents: Sequence[int] = ()) -> list[PaperLine]:
    """The lines of a text; with the places of their words where the blanks before them were kept.

    Tools count signs or the columns of a console: in whichever the rows of figures end nearer to one another.
    """
    if not any(indents):
        return [read_line(text) for text in texts]
    whole = [" " * indent + text for text, indent in zip(texts, indents, strict=True)]
    rows = [text for text in whole if len(_ROW_OF_FIGURES.findall(text)) == 1]
    widths: tuple[Callable[[str], int], ...] = (len, console_columns)
    width_of = min(widths, key=lambda width: len({_width(text, width) for text in rows}))
    return [_with_places(read_line(text), text, width_of) for text in whole]


def _with_places(line: PaperLine, text: str, width_of: Callable[[str], int]) -> PaperLine:
    pieces = list(re.finditer(r"\S+", text))
    words = [piece for piece in pieces[: len(pieces) - len(line.figures)] if squash(piece[0])]
    if len(words) != len(line.words):
        return line
    places = tuple((_width(text[: word.start()], width_of), _width(text[: word.end()], width_of)) for word in words)
    return replace(line, places=places)


def _width(text: str, width_of: Callable[[str], int]) -> int:
    return sum(map(width_of, text.rstrip("\n")))


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
            joined[row] = replace(joined[row], figures=joined[row].figures + line.figures)
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
