"""The statistics table of a document: from its grids, else from its running text."""

from __future__ import annotations

import re
from functools import cache

from pipelines.parsing.statistics import Statistics, assemble, form, known_lines, read_label
from pipelines.parsing.statistics_flat import read_text
from pipelines.parsing.statistics_grid import read_grids
from pipelines.readers.document import Document
from pipelines.reasons import because

#: A line of the table is short; so many of them are no list of a few figures.
LONGEST_LINE = 60
FEWEST_LOST = 5


def read_statistics(document: Document, report_year: int | None) -> Statistics | None:
    """The table as found, with what is in doubt; None where the document holds none.

    Lines of words in a picture are no table: what stands under which column is not told there.
    """
    found = read_grids(document.grids, report_year)
    if found is None:
        found = read_text([text.text for text in document.texts if text.locator not in document.readings], report_year)
    if found is None and report_year is not None and _has_lost_lines(document):
        found = [], [because("statistics_no_header")]
    if found is None:
        return None
    lines, doubts = found
    doubts += [figure.doubt for line in lines for figure in line.figures.values() if figure.doubt]
    return assemble(lines, doubts)


def _has_lost_lines(document: Document) -> bool:
    """Whether the text has lines that are a label of the table and figures, under a header that nobody knows."""
    lines = (text.text for text in document.texts if text.locator not in document.readings)
    return sum(_is_lost_line(line) for line in lines if len(line) <= LONGEST_LINE) >= FEWEST_LOST


def _is_lost_line(line: str) -> bool:
    words = read_label(re.sub(rf"(?:\W|{_unit()})*\d[\d\W]*(?:{_unit()})?\W*$", "", line)).words
    return len(words) < len(line) and bool(known_lines(words))


@cache
def _unit() -> str:
    return "|".join(map(re.escape, form().units))
