"""Lines under words and those between rows: the first are as long as their words, the others as their columns."""

from pipelines.readers.pages.lattice import Glyph, Ruling
from pipelines.readers.pages.underlines import without_underlines

DOWN = [Ruling(50.0, 80.0, 140.0), Ruling(150.0, 80.0, 140.0)]
BORDERS = [Ruling(80.0, 50.0, 150.0), Ruling(140.0, 50.0, 150.0)]


def words(text: str, x: float = 54.0, y: float = 90.0) -> list[Glyph]:
    return [Glyph(x + 10 * at, y, x + 10 * at + 10, y + 10, char) for at, char in enumerate(text)]


def test_a_line_as_long_as_the_words_on_it_is_none_of_a_table():
    label = [Glyph(54.0, 94.0, 64.0, 96.0, "一"), *words("、新收数量", x=64.0)]  # a thin character has a thin box
    for at in (99.5, 100.0, 101.5):
        line = Ruling(at, 54.0, 114.0)
        assert without_underlines([BORDERS[0], line, BORDERS[1]], DOWN, label) == BORDERS


def test_a_line_that_goes_on_beside_the_words_or_meets_a_border_or_runs_through_them_stays():
    line = Ruling(100.0, 54.0, 114.0)
    for glyphs in (
        words("新收数"),
        words("新收数量结转"[:4], x=74.0),
        words("新收   数"),
        words("新收数量结转", y=97.0),
        [],
    ):
        lone = [glyph for glyph in glyphs if glyph.char != " "]
        assert without_underlines([line], DOWN, lone) == [line]
    full = Ruling(100.0, 50.0, 150.0)
    assert without_underlines([full], DOWN, words("新收数量结转上年数量", x=50.0)) == [full]
    assert without_underlines([full], [], words("新收数量结转上年数量", x=50.0)) == []


def test_a_border_of_another_table_on_the_page_does_not_keep_an_underline():
    line, below = Ruling(100.0, 54.0, 114.0), Ruling(114.0, 300.0, 400.0)
    assert without_underlines([line], [*DOWN, below], words("新收数量结转")) == []
