"""Pages whose fonts name no characters: read by the shapes of these, and where looks do not agree, not at all."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers import pdf
from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.lattice import Glyph, Ruling
from pipelines.readers.pages.sheet import Page
from pipelines.readers.pdfs import shapes

ROWS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "3", "0", "62"],
    ["行政规范性文件", "185", "47", "9"],
]


def chinese_font(name):
    for path in sorted(Path("/usr/share/fonts").rglob("*.tt[cf]"), reverse=name == "figures"):
        try:
            font = TTFont(name, str(path), asciiReadable=name != "figures")
        except TTFError:
            continue
        if ord("规") in font.face.charToGlyph:
            return font
    return pytest.skip("no Chinese font with outlines is installed")


def printed(figures="nameless"):
    """A page of prose with a table in a font that says nothing of its characters, or nothing of its figures alone.

    Skips where the machine has no font.
    """
    for name in {"nameless", figures}:
        pdfmetrics.registerFont(chinese_font(name))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("nameless", 10.5)
    for at in range(4):
        canvas.drawString(
            72, 760 - 20 * at, "示例市水利局2023年制发规章3件，现行有效62件，行政规范性文件185件，废止47件，9件有效。"
        )
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            canvas.rect(72 + 110 * column, 600 - 24 * row, 110, 24)
            canvas.setFont(figures if text.isdecimal() else "nameless", 10.5)
            canvas.drawString(80 + 110 * column, 608 - 24 * row, text)
    canvas.save()
    head, *fonts = stream.getvalue().split(b"/ToUnicode")
    # fonts stand in the order of their first use
    return head + b"".join(
        (b"/Unnamed12" if at or figures == "nameless" else b"/ToUnicode") + font for at, font in enumerate(fonts)
    )


def test_a_table_in_a_font_without_names_is_read_by_its_shapes_and_said_to_be_seen():
    document = pdf.read(printed())
    (grid,) = document.grids
    found = {(cell.row, cell.col): cell for cell in grid.cells}
    assert [[found[row, column].text for column in range(4)] for row in range(3)] == ROWS
    assert all(document.readings[cell.locator].sure > 0.9 for cell in grid.cells)


def test_figures_alone_in_a_font_without_names_are_read_by_their_shapes():
    (grid,) = pdf.read(printed("figures")).grids
    found = {(cell.row, cell.col): cell.text for cell in grid.cells}
    assert [[found[row, column] for column in range(4)] for row in range(3)] == ROWS


def test_all_looks_at_a_figure_must_agree_and_most_of_those_at_another_character():
    assert shapes._agreed(["3", "3"]) == "3"
    assert shapes._agreed(["3"]) is None
    assert shapes._agreed(["3", "3", "3", "8"]) is None
    assert shapes._agreed(["0", "O", "0"]) == "0"
    assert shapes._agreed(["申", "申", "申", "更"]) == "申"
    assert shapes._agreed(["申", "更", "更"]) is None


def test_a_figure_that_its_font_tells_from_another_of_its_name_has_none():
    six, other, five = (1, 0x36, 1), (1, 0x37, 1), (1, 0x35, 1)
    assert shapes._without_contradictions({0: "6", 1: "5"}, {0: six, 1: five}) == {0: "6", 1: "5"}
    assert shapes._without_contradictions({0: "6", 1: "5"}, {0: six, 1: six}) == {}
    assert shapes._without_contradictions({0: "5", 1: "5"}, {0: other, 1: five}) == {}
    assert shapes._without_contradictions({0: "申", 1: "申"}, {0: other, 1: five}) == {0: "申", 1: "申"}
    assert shapes._without_contradictions({0: "理", 1: "8"}, {0: six, 1: six}) == {0: "理", 1: "8"}


def test_a_page_is_named_unless_one_without_a_name_may_be_of_a_figure_in_a_table():
    across, down = [Ruling(y, 50, 250) for y in (100, 130)], [Ruling(x, 100, 130) for x in (50, 150, 250)]
    words = [Glyph(60 + 10 * at, 110, 70 + 10 * at, 120, char) for at, char in enumerate("行政许可")]
    prose = [Glyph(50 + 10 * at, 200, 60 + 10 * at, 210, "文") for at in range(40)]
    page = Page(1, 595, 842, [*words, Glyph(160, 110, 165, 120, "7"), *prose], across, down)
    assert shapes._is_named(page)
    label = [words[0]._replace(char=UNNAMED), *page.glyphs[1:]]
    figure = [*words, Glyph(160, 110, 165, 120, UNNAMED), *prose]
    assert shapes._is_named(replace(page, glyphs=label))
    assert not shapes._is_named(replace(page, glyphs=figure))
