"""Characters to lines, from their boxes alone."""

from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.lines import cell_text, lines_of


def test_a_mark_that_hangs_below_its_line_in_a_box_of_its_own_is_on_the_line():
    def line(y: float) -> list[Glyph]:
        digits = [Glyph(6.0 * at, y, 6.0 * at + 5, y + 8, char) for at, char in enumerate("3 342") if char != " "]
        return [*digits, Glyph(6.0, y + 7, 11.0, y + 10, ",")]

    assert [each.text for each in lines_of([*line(0), *line(11)])] == ["3,342", "3,342"]


def test_a_line_whose_characters_a_page_sets_apart_is_full_where_the_next_one_no_longer_fitted():
    def line(step: float, y: float) -> list[Glyph]:
        return [Glyph(step * at, y, step * at + 10, y + 10, char) for at, char in enumerate("示例")]

    def cell(step: float) -> list[Glyph]:
        return [*(Glyph(step * at, 0, step * at + 10, 10, char) for at, char in enumerate("示例县水")), *line(step, 12)]

    assert cell_text(cell(24.0), 110)[0] == "示例县水示例"
    assert cell_text(cell(10.5), 110)[0] == "示例县水\n示例"
