"""Words set above one another that reach out of their cell at its foot: theirs are all of the cell they begin in."""

import pytest

from pipelines.readers.pages.lattice import Glyph, Ruling, find_lattices
from pipelines.readers.placed import _placed


@pytest.mark.parametrize("label", ["结果维持", "其他结果", "总计"])
def test_the_last_character_of_an_upright_label_stays_with_it_though_it_stands_below_the_ruling(label):
    (lattice,) = find_lattices(
        [Ruling(y, 50, 130) for y in (60, 120, 150)], [Ruling(x, 60, 150) for x in (50, 90, 130)]
    )
    steps = [-1.7, -9.2, -16.0, -24.3]  # as far as ink is high
    glyphs = [
        Glyph(x, 120 + step, x + 7.5, 126.8 + step, char)
        for x in (66, 106)
        for step, char in zip(steps, reversed(label), strict=False)
    ]
    figures = [Glyph(x, 130, x + 5, 140, char) for x, char in ((68, "3"), (108, "0"))]
    assert not _placed(sorted(glyphs, key=lambda glyph: (glyph.x0, glyph.y0)) + figures, [lattice])
    texts = {(cell.row, cell.col): "".join(glyph.char for glyph in cell.glyphs) for cell in lattice.cells}
    assert texts == {(0, 0): label, (0, 1): label, (1, 0): "3", (1, 1): "0"}
