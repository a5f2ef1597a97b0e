"""The statistics table of a document: from its grids, else from its running text."""

from __future__ import annotations

from pipelines.parsing.statistics import Statistics, assemble
from pipelines.parsing.statistics_flat import read_text
from pipelines.parsing.statistics_grid import read_grids
from pipelines.readers.document import Document


def read_statistics(document: Document, report_year: int | None) -> Statistics | None:
    """The table as found, with what is in doubt; None where the document holds none.

    Lines of words in a picture are no table: what stands under which column is not told there.
    """
    found = read_grids(document.grids, report_year)
    if found is None:
        found = read_text([text.text for text in document.texts if text.locator not in document.readings], report_year)
    if found is None:
        return None
    lines, doubts = found
    doubts += [figure.doubt for line in lines for figure in line.figures.values() if figure.doubt]
    return assemble(lines, doubts)
