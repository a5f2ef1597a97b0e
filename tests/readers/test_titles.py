"""Titles of pages: what is one of them, beside a menu or above a line that is not of it."""

from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.sheet import Page
from pipelines.readers.placed import document_of_pages

MENU = ("信息公开指南", "信息公开制度", "依申请公开")
PROSE = "所列数据的统计期限自本年一月一日起至十二月三十一日止所有内容均由本机关负责编制并公布"


def line(text: str, x: float, y: float, size: float) -> list[Glyph]:
    return [Glyph(x + size * at, y, x + size * (at + 1), y + size, char) for at, char in enumerate(text)]


def test_a_title_in_two_lines_beside_a_menu_is_one_heading():
    glyphs = [*line("示例市公开", 20, 10, 14), *line("示例经济技术开发区管理委员会政府信息公开工作年", 180, 40, 16)]
    glyphs += line("度报告", 340, 60, 16)
    for at, words in enumerate(MENU):
        glyphs += line(words, 30, 45 + 15 * at, 9)
    for at in range(8):
        glyphs += line(PROSE, 170, 120 + 14 * at, 9.3)
    blocks = document_of_pages([Page(1, 595, 842, glyphs, [], [])])
    titles = [block.text for block in blocks if block.level == 1]
    assert titles == ["示例经济技术开发区管理委员会政府信息公开工作年度报告"]
    assert [block.text for block in blocks if block.text in MENU] == [*MENU]


def test_a_body_named_once_more_below_a_title_is_no_part_of_it():
    glyphs = [*line("示例市教育局", 250, 10, 10), *line("政府信息公开工作年度报告", 220, 25, 10)]
    glyphs += line("示例市教育局", 250, 40, 10)
    for at in range(8):
        glyphs += line(PROSE, 80, 70 + 15 * at, 10)
    blocks = document_of_pages([Page(1, 595, 842, glyphs, [], [])])
    titles = [block.text for block in blocks if block.level == 1]
    assert titles == ["示例市教育局政府信息公开工作年度报告", "示例市教育局"]


def test_the_date_below_a_signature_is_no_line_that_goes_on_at_the_left():
    glyphs = [glyph for at in range(6) for glyph in line(PROSE, 60, 60 + 14 * at, 11)]
    for at, (words, x) in enumerate(
        (("示例市水务局", 60 + 11 * 36), ("二〇二五年一月五日", 60 + 11 * 33), ("相关链接", 60))
    ):
        glyphs += line(words, x, 160 + 18 * at, 11)
    blocks = document_of_pages([Page(1, 595, 842, glyphs, [], [])])
    assert [block.text for block in blocks][1:] == ["示例市水务局", "二〇二五年一月五日", "相关链接"]
