"""Header rows that a page repeats at its top though the rows below them are of another block of the table: taken off.

A word processor repeats the first rows of a table on each page. Where the table has several blocks, each with a header of
its own, the rows below stand under the last header of the page before, and those repeated say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipelines.readers.group_labels import bare, block_rows, corner_labels, unnumbered
from pipelines.readers.pages.lattice import SNAP, Glyph
from pipelines.readers.pages.lines import glyphs_by_line
from pipelines.readers.pages.phrases import phrases_of
from pipelines.readers.pages.sheet import Page

#: A heading, a header and the first line of a row take up less than this, in points.
_HIGHEST = 150.0


def without_repeated_heads(pages: list[Page]) -> list[Page]:
    """The pages without the headings, and the words over columns, that they open with above rows of another block."""
    return [*pages[:1], *(_without(page) for page in pages[1:])]


def _without(page: Page) -> Page:
    top = min([glyph.y0 for glyph in page.glyphs], default=0.0)
    upper = [glyph for glyph in page.glyphs if glyph.y0 < top + _HIGHEST]
    chars = {glyph.char for glyph in upper}
    if not any(chars.issuperset(heading) for heading in block_rows()):
        return page
    lines = glyphs_by_line(upper)
    heading = bare(_text(lines[0]))
    if heading not in block_rows():
        return page
    words = {bare(phrase.text) for phrase in phrases_of(lines[1])} if len(lines) > 1 else set()
    depth = 1 if words.isdisjoint(corner_labels()) else 2
    if len(lines) == depth or not _is_of_another(lines[depth], heading):
        return page
    dropped = {id(glyph) for line in lines[:depth] for glyph in line}
    low, high = max(glyph.y1 for glyph in lines[depth - 1]), min(glyph.y0 for glyph in lines[depth])
    under = max((line.at for line in page.across if low - SNAP <= line.at <= high + SNAP), default=0.0)
    return replace(
        page,
        glyphs=[glyph for glyph in page.glyphs if id(glyph) not in dropped],
        # cells left blank would pass for a row of the block that the page goes on with
        across=[line for line in page.across if line.at >= under - SNAP],
        down=[line._replace(start=max(line.start, under)) for line in page.down if line.end > under + SNAP],
    )


def _is_of_another(line: list[Glyph], heading: str) -> bool:
    """Whether a line is another block's heading, or begins the label of a row that other blocks have and this one has not."""
    if bare(_text(line)) in block_rows():
        return True
    words = unnumbered(phrases_of(line)[0].text)
    own = block_rows()[heading]
    others = (row for other, rows in block_rows().items() if other != heading for row in rows)
    return bool(words) and _begins(words, others) and not _begins(words, own)


def _begins(words: str, labels: Iterable[str]) -> bool:
    return any(label.startswith(words) for label in labels)


def _text(line: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in line)
