"""Rulings that are no borders: what is left out of the lines of a page, and what is not."""

from pipelines.readers.pages.lattice import Glyph, Ruling
from pipelines.readers.pages.struck import without_strays

TOP, BOTTOM = Ruling(100.0, 50.0, 500.0), Ruling(114.0, 50.0, 500.0)


def text(y: float, x: float = 200.0) -> list[Glyph]:
    return [Glyph(x + 6 * at, y, x + 6 * at + 5, y + 10, char) for at, char in enumerate("277")]


def test_a_ruling_through_figures_close_to_a_border_is_none():
    stray = Ruling(105.0, 180.0, 260.0)
    assert without_strays([TOP, stray, BOTTOM], text(102)) == [TOP, BOTTOM]
    assert without_strays([TOP, stray, BOTTOM], text(102, x=300.0)) == [TOP, stray, BOTTOM]


def test_a_border_that_words_higher_than_their_row_lie_over_is_one():
    border = Ruling(107.0, 50.0, 500.0)
    lines = [Ruling(93.0, 50.0, 500.0), border, Ruling(121.0, 50.0, 500.0)]
    assert without_strays(lines, text(102)) == lines


def test_a_ruling_that_goes_on_a_little_lower_beside_a_border_is_none():
    steps = [Ruling(104.0, 50.0, 180.0), Ruling(109.5, 180.5, 260.0), Ruling(104.0, 260.5, 500.0)]
    assert without_strays([TOP, *steps, Ruling(130.0, 50.0, 500.0)], []) == [TOP, Ruling(130.0, 50.0, 500.0)]


def test_the_two_lines_of_a_double_border_stay():
    lines = [TOP, Ruling(102.0, 50.0, 500.0), BOTTOM]
    assert without_strays(lines, text(103)) == lines


def test_the_border_of_a_low_row_of_text_is_one_beside_a_cell_that_ends_in_the_middle_of_the_row():
    cell, last = Ruling(104.5, 20.0, 49.0), Ruling(112.0, 20.0, 500.0)
    figures = [glyph._replace(y1=glyph.y0 + 6) for glyph in text(103)]
    assert without_strays([TOP, cell, last], figures) == [TOP, cell, last]
