"""Characters to lines, from their boxes alone."""

from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.lines import by_type, cell_text, line_of, lines_of


def test_a_mark_that_hangs_below_its_line_in_a_box_of_its_own_is_on_the_line():
    def line(y: float) -> list[Glyph]:
        digits = [Glyph(6.0 * at, y, 6.0 * at + 5, y + 8, char) for at, char in enumerate("3 342") if char != " "]
        return [*digits, Glyph(6.0, y + 7, 11.0, y + 10, ",")]

    assert [each.text for each in lines_of([*line(0), *line(11)])] == ["3,342", "3,342"]


def test_a_point_whose_box_a_font_gives_the_width_of_a_digit_is_not_printed_over_the_next_one():
    def read(steps: list[float]) -> str:
        glyphs = [Glyph(x, 0, x + 7.5, 9, char) for x, char in zip(steps, "301.22", strict=True)]
        return line_of(glyphs).text

    assert read([0, 4.2, 8.4, 12.6, 14.7, 18.9]) == "301.22"
    assert UNNAMED in read([0, 4.2, 8.4, 12.6, 13.2, 17.4])


def test_a_line_whose_characters_a_page_sets_apart_is_full_where_the_next_one_no_longer_fitted():
    def line(step: float, y: float) -> list[Glyph]:
        return [Glyph(step * at, y, step * at + 10, y + 10, char) for at, char in enumerate("示例")]

    def cell(step: float) -> list[Glyph]:
        return [*(Glyph(step * at, 0, step * at + 10, 10, char) for at, char in enumerate("示例县水")), *line(step, 12)]

    assert cell_text(cell(24.0), 110)[0] == "示例县水示例"
    assert cell_text(cell(10.5), 110)[0] == "示例县水\n示例"


def test_a_title_and_a_menu_in_smaller_type_beside_it_are_two_lines_and_one_type_set_far_apart_is_one():
    title = [Glyph(20.0 * at, 0, 20.0 * at + 20, 20, char) for at, char in enumerate("年度报告")]
    for size, texts in ((10.0, ["年度报告", "热点"]), (20.0, ["年度报告 热点"])):
        menu = [Glyph(300 + size * at, 6, 300 + size * (at + 1), 6 + size, char) for at, char in enumerate("热点")]
        assert [line_of(part).text for part in by_type([*title, *menu])] == texts


def test_a_thin_character_is_of_the_line_whose_characters_it_stands_among_where_a_cell_beside_has_one_a_little_higher():
    def glyphs(text: str, x: float, y: float) -> list[Glyph]:
        thin = {"二": 5.0, "一": 1.0}  # their ink stands a little above the middle
        halves = [(char, thin.get(char, 9.0) / 2, y + 4.5 - 0.6 * (char in thin)) for char in text]
        return [
            Glyph(x + 9 * at, middle - half, x + 9 * at + 9, middle + half, char)
            for at, (char, half, middle) in enumerate(halves)
        ]

    group, row = glyphs("本年", 65, 729.5), glyphs("（二）部分只计一", 89, 734)
    assert [line.text for line in lines_of([*group, *row])] == ["本年", "（二）部分只计一"]
    dash = Glyph(85, 735, 88, 736, "—")  # nearer to the words before it
    assert [line.text for line in lines_of([*group, dash, *row])] == ["本年—", "（二）部分只计一"]
