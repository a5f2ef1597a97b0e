"""The placed characters and paths of an OFD file become the same tables and lines as those of a PDF."""

import io
import zipfile
from html import escape

import pytest
from paper import wrapped
from reader_layouts import disputes_grid, figures, proactive_grid, requests_grid, shape

from pipelines.readers import ofd, read_document
from pipelines.readers.document import Grid, UnreadableError

XMLNS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
POINT = 25.4 / 72


def text_object(x: float, y: float, text: str, size: float = 3.2, *, steps: str | None = None, ctm: str = "") -> str:
    """A line of text with its baseline at (x, y), in millimetres."""
    if steps is None:
        steps = " ".join(str(size if char >= "\u2e80" else size / 2) for char in text[:-1])
    return (
        f'<ofd:TextObject Boundary="{x} {y - size} 100 {size * 1.3}" Size="{size}" {ctm}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(x: float, y: float, width: float, height: float) -> str:
    data = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    return (
        f'<ofd:PathObject Boundary="{x} {y} {width} {height}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def drawn(grid: Grid, x: float = 20, y: float = 40, width: float = 16, height: float = 44) -> str:
    parts = []
    for cell in grid.cells:
        left, top = x + cell.col * width, y + cell.row * height
        parts.append(path_object(left, top, cell.col_span * width, cell.row_span * height))
        for number, line in enumerate(wrapped(cell.text, cell.col_span * width / POINT)):
            parts.append(text_object(left + 1.4, top + 4 + number * 4, line))
    return "".join(parts)


def packed(*pages: str, size: str = "0 0 300 1400", **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "OFD.xml",
            f"<ofd:OFD {XMLNS}><ofd:DocBody><ofd:DocInfo><ofd:Title>示例报告</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        entries = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        package.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {XMLNS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:PageArea>"
            f"</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>",
        )
        for number, page in enumerate(pages):
            package.writestr(
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f"<ofd:Page {XMLNS}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return stream.getvalue()


@pytest.mark.parametrize(
    ("build", "table"), [(requests_grid, "requests"), (disputes_grid, "disputes"), (proactive_grid, "proactive")]
)
def test_a_table_of_the_form_comes_back_with_its_spans(build, table):
    grid = build(figures(table))
    document = read_document(packed(drawn(grid)))
    assert document.format == "ofd"
    assert shape(document.grids[0]) == shape(grid)
    assert document.meta["title"] == "示例报告"


def test_text_keeps_its_order_and_hidden_objects_do_not_count():
    page = (
        text_object(20, 30, "这是一段示例文字，说明页面上有文字。")
        + "<ofd:PageBlock>" + text_object(20, 60, "第二段示例文字。") + "</ofd:PageBlock>"
        + text_object(20, 90, "看不见").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    )  # fmt: skip
    texts = ofd.read(packed(page)).texts
    assert [text.text for text in texts] == ["这是一段示例文字，说明页面上有文字。", "第二段示例文字。"]
    assert texts[0].locator.startswith("page 1 (57,")


def test_repeated_steps_and_a_matrix_place_the_characters():
    page = text_object(20, 30, "示例文字示例文字", steps="g 7 3.2") + text_object(
        20, 60, "倍大的示例文字，第二段。", 1.6, ctm='CTM="2 0 0 2 0 0"'
    )
    first, second = ofd.read(packed(page)).texts
    assert first.text == "示例文字示例文字"
    assert second.text == "倍大的示例文字，第二段。"
    x0, x1 = (int(second.locator.split("(")[1].rstrip(")").split(",")[at]) for at in (0, 2))
    assert (x1 - x0) * POINT == pytest.approx(12 * 3.2, abs=1)


def test_pictures_cut_files_and_files_without_pages_are_refused_with_a_sentence():
    picture = '<ofd:ImageObject Boundary="0 0 210 297"/>'
    with pytest.raises(UnreadableError, match="no text layer"):
        ofd.read(packed(picture))
    data = packed(drawn(disputes_grid(figures("disputes"))))
    with pytest.raises(UnreadableError, match="cut short"):
        ofd.read(data[: len(data) // 2])
    with pytest.raises(UnreadableError, match="size"):
        ofd.read(packed(drawn(disputes_grid(figures("disputes"))), size=""))


def image_object(x: float, y: float, width: float, height: float) -> str:
    return f'<ofd:ImageObject Boundary="{x} {y} {width} {height}" ResourceID="9"/>'


def test_a_picture_in_a_cell_leaves_its_mark_where_nothing_else_stands():
    grid = disputes_grid({**figures("disputes"), ("review", "upheld"): "", ("review", "corrected"): "5"})
    blank, full = (next(cell for cell in grid.cells if cell.row == 3 and cell.col == col) for col in (0, 1))
    pictures = "".join(image_object(22 + cell.col * 16, 42 + cell.row * 44, 6, 4) for cell in (blank, full))
    words = text_object(20, 20, "示例市水利局年度报告") + image_object(60, 18, 6, 4)
    document = ofd.read(packed(words + drawn(grid) + pictures))
    texts = {(cell.row, cell.col): cell.text for cell in document.grids[0].cells}
    assert (texts[3, 0], texts[3, 1]) == ("\ufffc", "5")
    assert document.texts[0].text == "示例市水利局年度报告"
