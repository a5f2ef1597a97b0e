"""Blank copies of a form that a workbook keeps beside the filled one: they say nothing and are left out.

A sheet is one where its tables print words alone, another sheet prints the same words in the same order with figures
between them, and no text of the blank sheet speaks of anything that the other does not. What a form says is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from pipelines.readers.document import Grid, Text
from pipelines.readers.figures import is_written_figure

_DIGIT = re.compile(r"[\d０-９]")
#: What stands in a blank form for a name or a year.
_TO_FILL = re.compile(r"[×XＸxⅩ＿_○〇]{2,}|模板|样表|空表")
#: A table of fewer words may be anything.
_FEWEST_WORDS = 10


def without_templates(sheets: Sequence[Sequence[Text | Grid]]) -> list[Text | Grid]:
    """The blocks of all sheets that are no blank copy of another, in their order."""
    words = [[cell.text for grid in _grids(sheet) for cell in grid.cells if cell.text] for sheet in sheets]
    filled = [at for at, texts in enumerate(words) if any(map(_is_number, texts))]
    blank = [at for at, texts in enumerate(words) if len(texts) >= _FEWEST_WORDS and not any(map(_is_number, texts))]
    left_out = {
        at
        for at in blank
        for other in filled
        if words[at] == _among(words[other], set(words[at])) and _says_no_more(sheets[at], sheets[other])
    }
    return list(chain.from_iterable(sheet for at, sheet in enumerate(sheets) if at not in left_out))


def _grids(sheet: Iterable[Text | Grid]) -> list[Grid]:
    return [block for block in sheet if isinstance(block, Grid)]


def _is_number(text: str) -> bool:
    return is_written_figure(text) and _DIGIT.search(text) is not None


def _among(texts: list[str], known: set[str]) -> list[str]:
    return [text for text in texts if text in known]


def _says_no_more(sheet: Sequence[Text | Grid], other: Sequence[Text | Grid]) -> bool:
    """Whether each text of a sheet stands in the other too, or is one to fill in, or tells no year or count."""
    said = {block.text for block in other if isinstance(block, Text)}
    return all(
        block.text in said or _TO_FILL.search(block.text) is not None or not _DIGIT.search(block.text)
        for block in sheet
        if isinstance(block, Text)
    )
