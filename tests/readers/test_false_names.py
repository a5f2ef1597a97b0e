"""Text layers whose fonts name characters wrongly, as some programs leave them."""

from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.sheet import Page
from pipelines.readers.pdfs.false_names import without_false_names


def page(text: str) -> Page:
    glyphs = [Glyph(10.0 * at, 0.0, 10.0 * at + 10, 10.0, char) for at, char in enumerate(text)]
    return Page(1, 600.0, 800.0, glyphs, [], [])


def names(*texts: str) -> set[str]:
    return {glyph.char for page in without_false_names([page(text) for text in texts]) for glyph in page.glyphs}


def test_letters_that_no_chinese_text_has_take_every_page_for_unnamed():
    assert names("共和ÿ政府", "ÿ一Ā予以公开", "总计4") == {UNNAMED}


def test_a_foreign_name_and_signs_of_arithmetic_are_left():
    text = "与Café合作，3×4÷2"
    assert names(text) == set(text)


def test_letters_with_marks_in_the_place_of_all_ideographs_are_wrong_names():
    assert names("ƲØŵĮƣÖ2025Ǒ", "甲4") == {UNNAMED}
    assert names("示例Übersetzung甲乙丙丁戊", "é1à2") == set("示例Übersetzung甲乙丙丁戊é1à2")


def test_ornaments_in_the_place_of_all_ideographs_are_wrong_names_and_those_of_a_list_are_left():
    assert names("您✁✂✄☎✆✝✞2025✟✠", "甲4") == {UNNAMED}
    assert names("➢甲乙丙丁", "✓戊己庚辛") == set("➢甲乙丙丁✓戊己庚辛")


def test_a_page_without_an_ideograph_is_unnamed_where_another_of_the_document_is_and_one_of_figures_is_left():
    unnamed, latin, figures = UNNAMED * 30, "6. œ¥µ¤‹›#$&abcdefghij", "12" * 20
    assert names(unnamed, latin) == {UNNAMED}
    assert names(unnamed, figures) == {UNNAMED, "1", "2"}
    assert names("行政许可" * 10, latin) == set("行政许可" + latin)
