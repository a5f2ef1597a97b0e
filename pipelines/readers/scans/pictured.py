"""Tables that a document of words shows as pictures, read where it has not all of its tables as such.

A document of pictures alone shows its pages: there those without a table are read as well, for one of them has the title.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.readers.document import Document, UnreadableError, led

#: A report shown as pictures has so many at most; looking at one takes a third of a second.
MOST_PICTURES = 40
#: The form has three tables, or one of some 280 cells: a document with as much needs no picture of one.
FEWEST_TABLES, FEWEST_CELLS = 3, 260
#: How a file of one of the formats begins that are looked into.
PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*\x00|MM\x00\*|RIFF.{4}WEBP", re.DOTALL)


def lacks_tables(document: Document) -> bool:
    """Whether a document has fewer tables than the form, so that a picture may show another."""
    grids = document.grids
    return len(grids) < FEWEST_TABLES and sum(len(grid.cells) for grid in grids) < FEWEST_CELLS


def with_pictured_tables(document: Document, pictures: list[bytes]) -> Document:
    """The document with what its pictures of tables say behind its words; as given where it has all its tables as such."""
    if not pictures or not lacks_tables(document):
        return document
    from pipelines.readers.picture import may_be_page, read_together, shows_table

    unread = replace(document, pictures=(*document.pictures, len(document.blocks)))
    tables = [picture for picture in pictures if shows_table(picture)]
    if not tables:  # a drawing of an office program is none of the formats that are looked into
        return unread if any(not PICTURE.match(picture) for picture in pictures) else document
    shown_there = tables if document.blocks else [picture for picture in pictures if may_be_page(picture)]
    try:
        shown = led(read_together(shown_there), "pictures of tables" if document.blocks else "pictures of pages")
    except UnreadableError:  # the words remain; that the form's tables are lacking is said of the report
        return unread
    return replace(document, blocks=(*document.blocks, *shown.blocks), readings=shown.readings)
