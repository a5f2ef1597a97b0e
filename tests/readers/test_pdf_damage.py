"""A PDF that is locked, cut, damaged or endless is refused with a sentence, and never read in part as if it were whole."""

import io
import random
import zlib

import pypdfium2 as pdfium
import pytest
from drawing import drawn, table, words
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import printed_pdf
from reader_layouts import disputes_grid, figures, requests_grid, shape
from reportlab.lib.pagesizes import A4

from pipelines.readers import pdf
from pipelines.readers.document import UnreadableError
from pipelines.readers.pdfs import streams as pdf_streams
from pipelines.readers.pdfs import text as pdf_text


def test_locked_cut_and_endless_files_are_refused_with_a_sentence(monkeypatch):
    data = printed_pdf(disputes_grid(figures("disputes")))
    locked = drawn(lambda canvas, number: words(canvas), encrypt="geheim")
    for broken, match in ((locked, "password"), (data[: len(data) // 3], "cut short"), (b"%PDF-1.4\n", "broken")):
        with pytest.raises(UnreadableError, match=match):
            pdf.read(broken)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(UnreadableError, match="3 pages"):
        pdf.read(drawn(lambda canvas, number: words(canvas), pages=3))
    monkeypatch.setattr(pdf_text, "MAX_CHARS_PER_PAGE", 50)
    with pytest.raises(UnreadableError, match="characters"):
        pdf.read(data)


def test_a_file_whose_end_is_missing_is_refused_or_marked():
    data = printed_pdf(requests_grid(figures("requests")))
    for share in (0.5, 0.8, 0.95, 0.999):
        try:
            document = pdf.read(data[: int(len(data) * share)])
        except UnreadableError:
            continue
        assert not document.whole


def locked(user: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption(user, ownerPassword="owner", strength=128)
    return drawn(lambda canvas, number: (words(canvas), table(canvas, [["甲", "1"], ["乙", "2"]])), encrypt=lock)


def test_a_file_that_is_locked_against_changes_alone_is_read():
    assert [cell.text for cell in pdf.read(locked("")).grids[0].cells] == ["甲", "1", "乙", "2"]
    with pytest.raises(UnreadableError, match="password"):
        pdf.read(locked("geheim"))


@given(place=st.floats(0, 1), value=st.integers(1, 255))
@settings(max_examples=60, deadline=None)
def test_a_byte_changed_inside_a_packed_page_is_noticed(place, value):
    data = printed_pdf(requests_grid(figures("requests")))
    start = data.index(b"stream", data.index(b"/FlateDecode")) + 8
    end = data.index(b"~>", start)
    at = start + int(place * (end - start - 1))
    broken = data[:at] + bytes([data[at] ^ value]) + data[at + 1 :]
    try:
        (read,) = pdf.read(broken).grids
    except UnreadableError:
        return
    assert shape(read) == shape(requests_grid(figures("requests")))  # blanks may change and mean nothing


def test_a_part_with_nothing_in_it_is_no_damage():
    pdf_streams.check_streams(
        b"%PDF-1.7\n1 0 obj\n<< /Length 0 /Filter /FlateDecode >>\nstream\n\nendstream\nendobj\n%%EOF"
    )


def packed(content: bytes) -> bytes:
    """One packed part, its length in an object of its own, so that it ends with a line."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Length 2 0 R /Filter /FlateDecode >>\nstream\n"
    return head + zlib.compress(content) + b"\nendstream\nendobj\n%%EOF"


@pytest.mark.timeout(20)
def test_a_large_part_ends_where_it_is_unpacked_and_not_where_its_line_does():
    pdf_streams.check_streams(packed(random.Random(1).randbytes(5_000) * 500))


def test_outlines_of_characters_are_no_part_to_unpack(monkeypatch):
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 200)
    drawing = b"73 -76 m 73 -758 l\n" * 100
    pdf_streams.check_streams(packed(b"512 0 73 -758 438 -60 d1\n" + drawing))
    with pytest.raises(UnreadableError, match="unpacks to more"):
        pdf_streams.check_streams(packed(drawing))


def multiplying(forms: int, times: int, drawing: bytes = b"0 0 m 9 9 l S\n") -> bytes:
    """One page that draws a form so often, and this the next, and so on; the last one holds the drawing."""

    def part(entries: bytes, content: bytes) -> bytes:
        return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)

    again, form = b"/F Do\n" * times, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R>>",
        part(b"", again),
        b"<</XObject 6 0 R>>",
        b"<</F 7 0 R>>",
        *(part(form + b"/Resources <</XObject <</F %d 0 R>>>>" % (8 + at), again) for at in range(forms)),
        part(form, drawing),
    ]
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate(objects, 1))


def test_a_form_in_no_object_is_no_form_to_weigh():
    pdf_streams.check_streams(b"%PDF-1.4\n<< /Subtype /Form >>\nstream\n/X Do\nendstream\n")


def test_forms_that_multiply_are_refused_before_they_are_drawn():
    pdf_streams.check_streams(multiplying(2, 20))
    for data in (multiplying(7, 10), multiplying(3, 100), multiplying(0, 300_000, b"0 0 m 9 9 l S\n" * 50)):
        with pytest.raises(UnreadableError, match="forms within one another"):
            pdf_streams.check_streams(data)


def test_parts_that_unpack_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(pdf_streams, "MAX_UNPACKED", 100)
    with pytest.raises(UnreadableError, match="unpacks to more"):
        pdf.read(printed_pdf(disputes_grid(figures("disputes"))))


def test_a_number_that_the_edge_of_the_page_cuts_is_no_number():
    def page(canvas, number):
        for place in range(5):
            words(canvas, 700 - 15 * place, "示例文字五六")
        table(canvas, [["甲", "1"], ["乙", "3119"]])

    stream = io.BytesIO()
    document = pdfium.PdfDocument(drawn(page))
    document[0].set_cropbox(0, 0, 145, A4[1])  # between two digits of 3119
    document.save(stream)
    (grid,) = pdf.read(stream.getvalue()).grids
    assert pdf_text.UNNAMED in grid.cells[-1].text


def clipped(figure: str, at: float) -> bytes:
    """A page whose table goes on behind an edge, as a browser prints what is wider than the paper."""

    def page(canvas, number):
        for place in range(5):
            words(canvas, 700 - 15 * place, "示例文字五六")
        edge = canvas.beginPath()
        edge.rect(0, 0, at, A4[1])
        canvas.clipPath(edge, stroke=0)
        table(canvas, [["规章", "1"], ["行政规范性文件", figure]])

    return drawn(page)


@pytest.mark.parametrize("figure", ["3119", "31"])
def test_a_number_at_the_edge_that_a_table_is_clipped_at_is_none_though_the_file_ends_with_it(figure):
    document = pdf.read(clipped(figure, at=147))  # behind two digits of 3119
    (grid,) = document.grids
    assert pdf_text.UNNAMED in grid.cells[-1].text
    assert grid.cells[1].text == "1"
    assert document.meta["cut_pages"] == "1"


def test_a_clip_that_leaves_every_cell_its_figure_cuts_nothing_but_a_blank_may_hide_one():
    whole, blank = (pdf.read(clipped(figure, at=175)) for figure in ("31", ""))
    assert whole.grids[0].cells[-1].text == "31"
    assert "cut_pages" not in whole.meta
    assert blank.meta["cut_pages"] == "1"


def test_a_clip_that_hides_nothing_of_a_table_cuts_nothing():
    document = pdf.read(clipped("3119", at=A4[0] - 20))
    assert document.grids[0].cells[-1].text == "3119"
    assert "cut_pages" not in document.meta


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_behind_the_mark_of_a_pdf_are_refused(seed):
    with pytest.raises(UnreadableError):
        pdf.read(b"%PDF-1.7\n" + random.Random(seed).randbytes(20_000))


def test_a_cell_whose_figure_stands_beside_the_page_is_not_blank():
    def page(canvas, number):
        for place in range(5):
            words(canvas, 700 - 15 * place, "示例文字五六")
        table(canvas, [["甲", ""], ["乙", ""]])
        canvas.drawString(180, 586, "3119")

    stream = io.BytesIO()
    document = pdfium.PdfDocument(drawn(page))
    document[0].set_cropbox(0, 0, 150, A4[1])  # left of the figure, within its cell
    document.save(stream)
    (grid,) = pdf.read(stream.getvalue()).grids
    texts = [cell.text for cell in grid.cells]
    assert [texts[0], *texts[2:]] == ["甲", "乙", ""]
    assert set(texts[1]) == {pdf_text.UNNAMED}
