"""What a document of pages named by their shapes says of its cells and texts: they were seen, and not written in the file.

How shapes are named stands in `shapes`; what is made of what was seen, in the parser.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace

from pipelines.readers.document import UNNAMED, Document, Reading

#: So sure is a text whose every shape has a name that all looks at it agree on.
SURE = 0.95
_PAGE = re.compile(r"page (\d+) \(")


def with_looks(document: Document, named: Container[int]) -> Document:
    """The document with a reading of each cell and text on the pages of these numbers.

    `unnamed_line` in the metadata is a line of which no character could be told, as a page's end leaves of a row.
    """
    readings = dict(document.readings)
    places = [(cell.locator, cell.text) for grid in document.grids for cell in grid.cells]
    for locator, text in [*places, *((block.locator, block.text) for block in document.texts)]:
        if locator not in readings and any(int(page) in named for page in _PAGE.findall(locator)):
            sure = 0.0 if UNNAMED in text else SURE if text else 1.0
            # each character of the page is known to be one, and so is each stop
            readings[locator] = Reading(text, sure, (text, text) if text else (), counted=True, stopped=True)
    unread = (block.text for block in document.texts if set("".join(block.text.split())) == {UNNAMED})
    line = next((text for text in unread if len(text) > 1), None)
    return replace(document, readings=readings, meta=document.meta | ({"unnamed_line": line} if line else {}))
