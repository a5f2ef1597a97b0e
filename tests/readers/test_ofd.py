"""The placed characters and paths of an OFD file become the same tables and lines as those of a PDF."""

import io
import zipfile
from dataclasses import replace
from html import escape

import pytest
from paper import wrapped
from reader_layouts import disputes_grid, figures, proactive_grid, requests_grid, shape

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes
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


def page_xml(objects: str) -> str:
    """A page of these objects; what stands before a bar stands before the page's content."""
    head, _, body = objects.rpartition("|")
    return f"<ofd:Page {XMLNS}>{head}<ofd:Content><ofd:Layer>{body}</ofd:Layer></ofd:Content></ofd:Page>"


def packed(*pages: str, size: str = "0 0 300 1400", common: str = "", files: dict[str, bytes] | None = None) -> bytes:
    """A package of these pages; `common` stands in the document's common data, `files` lie beside the document."""
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
            f"{common}</ofd:CommonData><ofd:Pages>{entries}</ofd:Pages></ofd:Document>",
        )
        for number, page in enumerate(pages):
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", page_xml(page))
        for name, content in (files or {}).items():
            package.writestr(f"Doc_0/{name}", content)
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


def emptied(grid: Grid) -> Grid:
    return replace(grid, cells=tuple(replace(c, text="" if c.text.isdigit() else c.text) for c in grid.cells))


def test_a_form_that_lies_in_a_template_of_the_page_is_read_with_the_figures_before_it():
    grid = disputes_grid(figures("disputes"))
    form, filled = drawn(emptied(grid)), drawn(grid)
    written = "".join(
        text_object(20 + cell.col * 16 + 1.4, 40 + cell.row * 44 + 4, cell.text)
        for cell in grid.cells
        if cell.text.isdigit()
    )
    page = f'<ofd:Template TemplateID="4" ZOrder="Background"/>|{written}'
    common = '<ofd:TemplatePage ID="4" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    document = ofd.read(packed(page, common=common, files={"Tpls/Tpl_0/Content.xml": page_xml(form).encode()}))
    assert shape(document.grids[0]) == shape(ofd.read(packed(filled)).grids[0]) == shape(grid)


def test_objects_placed_as_one_unit_stand_where_the_unit_is_placed():
    grid = disputes_grid(figures("disputes"))
    unit = (
        f'<ofd:Res {XMLNS} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="300" Height="300">'
        f"<ofd:Content>{drawn(grid, x=0, y=0)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    page = '<ofd:CompositeObject Boundary="20 40 300 300" ResourceID="7"/>'
    document = ofd.read(
        packed(page, common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", files={"PublicRes.xml": unit.encode()})
    )
    plain = ofd.read(packed(drawn(grid)))
    assert document.grids == plain.grids


def test_a_run_that_does_not_say_where_it_begins_has_the_place_of_the_run_before():
    words = (
        '<ofd:TextObject Boundary="20 30 100 9" Size="3.2"><ofd:TextCode X="8" Y="3.2" DeltaX="g 9 3.2">示例文字示例文字示例</ofd:TextCode>'
        '<ofd:TextCode Y="8" DeltaX="g 9 3.2">第二行也是示例的文字</ofd:TextCode></ofd:TextObject>'
    )
    lines = ofd.read(packed(words)).texts
    boxes = [line.locator.split("(")[1].split(",") for line in lines]
    assert "".join(line.text for line in lines) == "示例文字示例文字示例第二行也是示例的文字"
    assert len({box[0] for box in boxes}) == 1


def test_pages_that_are_pictures_alone_are_read_as_pictures():
    report = make_figures(3, "示例市水利局", 2023, "2021")
    res = (
        f'<ofd:Res {XMLNS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image" Format="PNG">'
        "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    data = packed(
        image_object(0, 0, 210, 900),
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        files={"DocumentRes.xml": res.encode(), "Res/scan.png": render(report, "png", "plain")},
    )
    parsed = parse_bytes(data)
    (found,) = parsed.reports
    cells = {(cell.table, cell.row, cell.column): cell.value for cell in found.cells}
    assert parsed.format == "ofd"
    assert (found.status, found.agency, found.report_year) == ("accepted", "示例市水利局", 2023)
    assert cells == expected_cells(report)
