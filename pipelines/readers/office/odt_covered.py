"""Tables of OpenDocument whose writer left out the cells that wide and tall ones cover: put in, so that columns count again."""

from __future__ import annotations

from lxml import etree

from pipelines.readers.document import UnreadableError
from pipelines.reasons import because

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CELL, COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
#: Says of a cell that it was put in here and stands nowhere in the file.
ADDED = "added"
#: A row has no more columns than this; past it the file is no report.
_MOST_COLUMNS = 1024
#: No table of a report covers more places.
_MOST_PLACES = 200_000


def add_covered(rows: list[etree._Element]) -> None:
    """Put a covered cell into every place that a span takes, where a table has spans and no covered cell at all.

    UnreadableError where these would be more than any report has.
    """
    if any(cell.tag == COVERED for row in rows for cell in row) or not any(map(_has_spans, rows)):
        return
    n_added = 0
    taken: dict[int, int] = {}  # column -> rows from here on that a cell above still covers
    for row in rows:
        col = 0
        still = {at: left - 1 for at, left in taken.items() if left > 1}
        for cell in [cell for cell in row if cell.tag == CELL]:
            while taken.get(col):
                cell.addprevious(_covered())
                col += 1
                n_added += 1
            width = min(_number(cell, "columns"), _MOST_COLUMNS)
            tall = _number(cell, "rows")
            still |= dict.fromkeys(range(col, col + width), tall - 1) if tall > 1 else {}
            n_added += width - 1
            if n_added > _MOST_PLACES:
                raise UnreadableError(because("too_many_places", most=_MOST_PLACES))
            for _ in range(width - 1):
                cell.addnext(_covered())
            col += width * _number(cell, "columns", "repeated")
        taken = still


def _has_spans(row: etree._Element) -> bool:
    return any(_number(cell, way) > 1 for cell in row for way in ("columns", "rows"))


def _number(cell: etree._Element, way: str, what: str = "spanned") -> int:
    said = cell.get(f"{_TABLE}number-{way}-{what}", "1")
    return int(said) if said.isdecimal() and len(said) < 6 else 1


def _covered() -> etree._Element:
    return etree.Element(COVERED, {ADDED: "1"})
