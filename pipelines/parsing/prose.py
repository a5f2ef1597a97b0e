"""A document's headings and paragraphs as one piece of prose, with an empty line wherever a sentence ends for sure.

A sentence that is broken over lines goes on in the next one; a heading, the line of a page's frame (a counter of visits, the
weather) and what stands before a table do not. Were they joined, a sentence would change whenever the frame does, and each
look at the page would make a new version of its report. What a sentence says does not belong here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.readers.document import Document, Grid, Text

#: How much narrower than the next line one may be that goes on in it: the two characters that open a paragraph, and one more.
_NARROWER = 6
#: A line of fields, each a name with its value: `发布日期：2024-01-15 浏览次数：12次 来源：某局`.
_FIELDS = re.compile(r"\s*(?:[^\s：:，。；]{2,8}[：:][^：:，。；]*){2,}")


def prose_of(document: Document) -> str:
    """Its texts in reading order, a line each; an empty line follows one that certainly goes on in no other."""
    lines: list[str] = []
    before: Text | None = None
    for block in document.blocks:
        if isinstance(block, Grid):
            before = None
            continue
        if lines and (before is None or _ends(before, block, document.format)):
            lines.append("")
        lines.append(block.text)
        before = block
    return "\n".join(lines)


def _ends(line: Text, following: Text, written_in: str) -> bool:
    """Whether a line goes on in none: headings, and on pages a line that ends before there was any need to.

    Lines of paper are left as they stand: what is around them does not change from one look to the next.
    """
    if line.level or following.level:
        return True
    if written_in != "html":
        return False
    return _width(line.text) + _NARROWER < _width(following.text) or _FIELDS.fullmatch(line.text) is not None


@lru_cache(maxsize=8)  # a line is held to the one before and to the one behind it
def _width(text: str) -> int:
    """In halves of a Chinese character, as its old encodings count."""
    return len(text.encode("gb18030", errors="replace"))
