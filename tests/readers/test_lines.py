"""Characters to lines, from their boxes alone."""

from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.lines import lines_of


def test_a_mark_that_hangs_below_its_line_in_a_box_of_its_own_is_on_the_line():
    def line(y: float) -> list[Glyph]:
        digits = [Glyph(6.0 * at, y, 6.0 * at + 5, y + 8, char) for at, char in enumerate("3 342") if char != " "]
        return [*digits, Glyph(6.0, y + 7, 11.0, y + 10, ",")]

    assert [each.text for each in lines_of([*line(0), *line(11)])] == ["3,342", "3,342"]
