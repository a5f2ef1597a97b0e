"""Tables of the form that go off the paper: told by their rulings, whatever of their words is left."""

import io

import pypdfium2

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes
from pipelines.readers.pages.lattice import Glyph, Ruling
from pipelines.readers.pages.off_paper import runs_off
from pipelines.readers.pages.sheet import Page


def page(left, right, *, text=("规章", "3", "行政规范性文件", "5"), width=595.0):
    """A page with a table of two rows and two columns between two places."""
    middle = (left + right) / 2
    places = [(max(left, 2) + 2, 104), (middle + 2, 104), (max(left, 2) + 2, 124), (middle + 2, 124)]
    glyphs = [
        Glyph(x + 6 * at, y, x + 6 * at + 6, y + 8, char)
        for (x, y), word in zip(places, text, strict=True)
        for at, char in enumerate(word)
    ]
    across = [Ruling(y, left, right) for y in (100.0, 120.0, 140.0)]
    return Page(1, width, 842.0, glyphs, across, [Ruling(x, 100.0, 140.0) for x in (left, middle, right)])


def test_a_table_that_ends_at_the_edge_of_the_paper_or_behind_it_goes_off_it():
    assert not runs_off(page(90, 505))
    assert runs_off(page(90, 595))
    assert runs_off(page(90, 640))
    assert runs_off(page(-40, 505))


def test_a_page_cut_out_around_a_table_and_the_frame_of_a_page_are_whole():
    assert not runs_off(page(0, 595))
    assert not runs_off(page(90, 640, text=("首页", "政务公开", "互动", "公报")))


def test_the_table_above_an_article_with_its_date_and_the_number_of_its_file_is_none_of_the_form():
    assert not runs_off(page(90, 640, text=("索引号", "123456789/2024-0031", "发文日期", "2024-01-11")))
    assert runs_off(page(90, 640, text=("属于国家", "16", "其他法律", "22")))


def test_a_report_with_a_table_that_goes_off_the_paper_is_refused_with_a_sentence():
    whole = render(make_figures(3, "示例市水利局", 2023, "2021"), "pdf", "plain")
    document, stream = pypdfium2.PdfDocument(whole), io.BytesIO()
    for one in document:
        boxes = [item.get_bounds() for item in one.get_objects(filter=[2])]  # paths
        if boxes:
            one.set_cropbox(0, 0, max(right for _, _, right, _ in boxes) - 2, 842)  # of its border alone
    document.save(stream)
    cut, uncut = (parse_bytes(data).reports[0] for data in (stream.getvalue(), whole))
    assert uncut.status == "accepted"
    assert cut.status == "quarantined"
    assert [reason.code for reason in cut.reasons] == ["off_paper"]
