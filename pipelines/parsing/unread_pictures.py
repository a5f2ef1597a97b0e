"""Whether a picture that nobody read may be the table of a report of before the form.

Such a report may be prose alone, and then its claims are all there is; a picture among them is no reason to take it whole.
"""

from __future__ import annotations

import re

from pipelines.readers.document import Document, Grid, Text

#: A paragraph of prose; the lines around a page's own pictures are shorter.
_PROSE = 40
#: How far above a picture its caption stands, in blocks.
_NEAR = 3
_CAPTION = re.compile(r"(?:统计|情况|汇总|一览|附)表|见?(?:下|附)[表图]|附件")


def may_show_table(document: Document) -> bool:
    """Whether a picture stands in the middle of a report's prose, or below words that announce a table."""
    blocks = document.blocks
    prose = [place for place, block in enumerate(blocks) if _is_prose(block)]
    for place in document.pictures:
        if prose and prose[0] < place <= prose[-1]:
            return True
        if any(_announces(block) for block in blocks[max(place - _NEAR, 0) : place]):
            return True
    return False


def _is_prose(block: Text | Grid) -> bool:
    return isinstance(block, Text) and len(block.text) >= _PROSE and "。" in block.text


def _announces(block: Text | Grid) -> bool:
    return isinstance(block, Text) and bool(_CAPTION.search(block.text))
