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


@pytest.mark.parametrize("number", ["62.40", "—"])
def test_a_number_its_point_or_a_dash_for_it_stays_in_its_cell_though_words_above_reach_out_of_their_cell(number):
    (lattice,) = find_lattices([Ruling(y, 50, 250) for y in (60, 76, 92)], [Ruling(x, 60, 92) for x in (50, 150, 250)])
    words = [Glyph(152 + 7 * at, 57, 159 + 7 * at, 67, char) for at, char in enumerate("本年收费金额单位：万元")]
    figure = [
        Glyph(200 + 5 * at, 77.4 if char == "." else 77, 204 + 5 * at, 86, char) for at, char in enumerate(number)
    ]
    assert not _placed(words + figure, [lattice])
    texts = ["".join(glyph.char for glyph in sorted(cell.glyphs)) for cell in lattice.cells]
    assert texts == ["", "本年收费金额单位：万元", "", number]


def test_a_row_of_small_print_that_the_end_of_a_page_leaves_open_is_a_row():
    rows = [43.5, 53.5, 63.5]
    (lattice,) = find_lattices([Ruling(y, 50, 250) for y in rows], [Ruling(x, 33.8, 63.5) for x in (50, 150, 250)])
    assert lattice.ys == [33.8, *rows]
    (margin,) = find_lattices([Ruling(y, 50, 250) for y in rows], [Ruling(x, 37.5, 63.5) for x in (50, 150, 250)])
    assert margin.ys == rows
