"""What pages repeat in their margins, and what only looks like it."""

import pytest

from pipelines.readers.pages.lattice import Glyph, Ruling
from pipelines.readers.pages.margins import without_margins
from pipelines.readers.pages.sheet import Page
from warehouse.form import load_forms

COLUMN = load_forms()["2021"].tables["disputes"].blocks[0].columns[0].label


def kept(text: str, across: list[Ruling], down: list[Ruling]) -> list[str]:
    """What is left of pages that each begin with the text."""
    glyphs = [Glyph(100.0 + 10 * at, 20, 110.0 + 10 * at, 30, char) for at, char in enumerate(text)]
    pages = [Page(number, 600, 800, [*glyphs], across, down) for number in (1, 2, 3)]
    return ["".join(glyph.char for glyph in page.glyphs) for page in without_margins(pages)]


@pytest.mark.parametrize(
    ("text", "across", "down", "is_kept"),
    [
        ("示例市年度报告", [], [], False),
        ("示例市年度报告", [Ruling(32, 50, 550)], [], False),  # a rule below the running head
        ("示例市年度报告", [Ruling(15, 50, 550), Ruling(40, 50, 550)], [Ruling(50, 15, 99), Ruling(550, 15, 99)], True),
        (COLUMN, [], [], True),
    ],
)
def test_the_header_of_a_table_that_pages_repeat_at_their_edge_is_no_running_head(text, across, down, is_kept):
    assert kept(text, across, down) == [text if is_kept else ""] * 3


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_running_head_lies_higher_or_lower_on_sheets_that_were_scanned_and_nowhere_else(is_seen):
    pages = []
    for number, top in ((1, 20), (2, 22), (3, 31)):
        glyphs = [
            Glyph(100.0 + 10 * at, top, 110.0 + 10 * at, top + 10, char) for at, char in enumerate("示例市年度报告")
        ]
        pages.append(Page(number, 600, 800, glyphs, [], [], pictured=is_seen))
    assert [bool(page.glyphs) for page in without_margins(pages)] == [False, False, not is_seen]


def numbered(beside: str, x: float, number: str = "3") -> str:
    """What is left in the margin of the third of four pages that have their numbers there, with text beside this number."""
    pages = []
    for at, own in enumerate(("1", "2", number, "4")):
        glyphs = [
            Glyph(290.0, 780, 300.0, 790, "-"),
            Glyph(301.0, 780, 306.0, 790, own),
            Glyph(307.0, 780, 317.0, 790, "-"),
        ]
        glyphs += [Glyph(x, 778, x + 10, 788, beside)] if at == 2 else []
        pages.append(Page(at + 1, 600, 800, glyphs, [], []))
    return "".join(glyph.char for glyph in without_margins(pages)[2].glyphs)


def test_the_number_of_a_page_is_none_of_the_text_that_runs_into_its_margin_beside_it():
    assert numbered("果", 60.0) == "果"
    assert numbered("果", 318.0) == "-3-果"  # no gap parts them
    assert numbered("果", 60.0, number="7") == "-7-果"


def test_a_document_of_two_pages_has_its_numbers_where_both_stand_though_one_is_beside_text():
    alone, label = Glyph(295.0, 780, 301.0, 790, "2"), Glyph(60.0, 778, 70.0, 788, "果")
    for x, left in ((295.0, "果"), (305.0, "果1")):
        first = Page(1, 600, 800, [label, Glyph(x, 780, x + 6, 790, "1")], [], [])
        pages = without_margins([first, Page(2, 600, 800, [alone], [], [])])
        assert "".join(glyph.char for glyph in pages[0].glyphs) == left
