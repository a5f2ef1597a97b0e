"""Header rows that a page repeats above rows of another block: they go with their cells."""

from pipelines.readers.group_labels import block_rows, corner_labels
from pipelines.readers.pages.lattice import Glyph, Ruling, find_lattices
from pipelines.readers.pages.repeated_heads import without_repeated_heads
from pipelines.readers.pages.sheet import Page


def page(*rows: tuple[str, str]) -> Page:
    """A page with a ruled table of two columns, of rows 20 points high, from its top."""
    glyphs = [
        Glyph(x + 10 * at, 45 + 20 * row, x + 10 * at + 10, 55 + 20 * row, char)
        for row, texts in enumerate(rows)
        for x, text in zip((60, 300), texts, strict=True)
        for at, char in enumerate(text)
    ]
    low = 40 + 20 * len(rows)
    across = [Ruling(y, 50, 500) for y in range(40, low + 1, 20)]
    return Page(2, 595, 842, glyphs, across, [Ruling(x, 40, low) for x in (50, 290, 500)])


def test_a_head_repeated_above_a_row_of_another_block_leaves_no_blank_rows():
    (heading, own), *_, (_, others) = block_rows().items()
    head = [(heading, ""), (next(iter(corner_labels())), "甲")]
    label = next(label for label in others if label not in own)
    before = page((heading, ""))
    _, other = without_repeated_heads([before, page(*head, (label, "7"))])
    assert "".join(glyph.char for glyph in other.glyphs) == label + "7"
    assert [lattice.box for lattice in find_lattices(other.across, other.down)] == [(50, 80, 500, 100)]
    _, own_page = without_repeated_heads([before, page(*head, (next(iter(own)), "7"))])
    assert len(own_page.across) == 4
