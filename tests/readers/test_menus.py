"""Pages of a site as browsers print them, with a menu at the left of their words."""

from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.sheet import Page
from pipelines.readers.placed import document_of_pages

MENU = ("信息公开指南", "信息公开制度", "信息公开年报", "依申请公开")
PROSE = "所列数据的统计期限自本年一月一日起至十二月三十一日止，所有内容均由本机关负责编制。"


def line(text: str, x: float, y: float, size: float) -> list[Glyph]:
    return [Glyph(x + size * at, y, x + size * (at + 1), y + size, char) for at, char in enumerate(text)]


def page(title: list[str], menu: tuple[str, ...], left: float) -> list[str]:
    """The texts of a page with its menu at 30 points, and its words, which begin at `left`."""
    glyphs = line("示例市公开", 20, 10, 14)
    for at, words in enumerate(title):
        glyphs += line(words, 370 - 8 * len(words), 40 + 20 * at, 16)
    for at, words in enumerate(menu):
        glyphs += line(words, 30, 45 + 19 * at, 9)
    for at in range(8):
        glyphs += line(PROSE if at % 3 else "一、总体情况", left, 80 + 10 * at, 9.3)
    blocks = document_of_pages([Page(1, 595, 842, glyphs, [], [])])
    return [f"{block.level}{block.text}" for block in blocks]


TITLE = ["示例经济技术开发区管理委员会政府信息公开工作年", "度报告"]


def test_a_menu_stands_before_the_title_beside_it_and_no_line_of_the_report_runs_on_from_a_link():
    texts = page(TITLE, MENU, 170)
    assert texts[:6] == ["0示例市公开", *("0" + words for words in MENU), "1" + "".join(TITLE)]
    assert [text for text in texts if "总体" in text] == ["2一、总体情况"] * 3


def test_a_menu_may_end_where_the_words_beside_it_begin():
    glyphs = [*line("示例市公开", 20, 10, 14), *line("示例市教育局政府信息公开工作年度报告", 230, 50, 16)]
    for at, words in enumerate(MENU):
        glyphs += line(words, 30, 45 + 19 * at, 9)
    for at in range(5):
        glyphs += line(PROSE, 170, 100 + 22 * at, 9.3)
    blocks = document_of_pages([Page(1, 595, 842, glyphs, [], [])])
    assert [block.text for block in blocks][1:5] == [*MENU]


def test_short_lines_among_lines_that_begin_where_they_do_are_no_menu():
    assert any(text.startswith("0信息公开制度") for text in page(TITLE, MENU, 28)[2:])


def test_first_characters_of_lines_that_a_page_sets_apart_are_no_menu():
    glyphs = [
        glyph._replace(x0=60 + 25 * at, x1=70 + 25 * at)
        for y in range(8)
        for at, glyph in enumerate(line(PROSE[y + 6 : y + 24], 60, 80 + 20 * y, 10))
    ]
    blocks = document_of_pages([Page(1, 595, 842, glyphs, [], [])])
    assert min(len(block.text.replace(" ", "")) for block in blocks) > 1
