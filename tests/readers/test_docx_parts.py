"""Workbooks set into a Word file and pages taken into it are read where they stand; what does not show is not."""

import io
import zipfile

import pytest
import xlsxwriter

from pipelines.readers import docx
from pipelines.readers.document import Grid

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BEFORE, BEHIND = "<w:p><w:r><w:t>示例之前</w:t></w:r></w:p>", "<w:p><w:r><w:t>示例之后</w:t></w:r></w:p>"
PAGE = "<html><body><table><tr><td>项目<td>7</tr></table></body></html>".encode()


def workbook(sheets=1):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for _ in range(sheets):
            book.add_worksheet().write_row(0, 0, ["项目", 7])
    return stream.getvalue()


def packed(body, part):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        names = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:o="urn:schemas-microsoft-com:office:office"'
        package.writestr(
            "word/document.xml", f"<w:document {names}><w:body>{BEFORE}{body}{BEHIND}</w:body></w:document>"
        )
        relation = '<Relationship Id="rId7" Type="x" Target="other/part"/>'
        package.writestr("word/_rels/document.xml.rels", f"<Relationships>{relation}</Relationships>")
        package.writestr("word/other/part", part)
    return stream.getvalue()


def set_in(aspect="Content", around="w:p"):
    inside = f'<w:r><w:object><o:OLEObject Type="Embed" DrawAspect="{aspect}" r:id="rId7"/></w:object></w:r>'
    return f"<w:p>{inside}</w:p>" if around == "w:p" else f"<w:p><{around}>{inside}</{around}></w:p>"


def shown(data):
    return [
        [cell.text for cell in block.cells] if isinstance(block, Grid) else block.text
        for block in docx.read(data).blocks
    ]


@pytest.mark.parametrize(
    ("body", "part"),
    [(set_in(), workbook()), ('<w:altChunk r:id="rId7"/>', PAGE)],
    ids=["a workbook", "a page"],
)
def test_a_table_in_another_part_is_read_where_it_stands(body, part):
    assert shown(packed(body, part)) == ["示例之前", ["项目", "7"], "示例之后"]


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (set_in(aspect="Icon"), workbook()),
        (set_in(around="w:del"), workbook()),
        (set_in(), workbook(sheets=2)),
        (set_in(), b"PK\x03\x04 damaged"),
        ('<w:altChunk r:id="rId8"/>', PAGE),
    ],
    ids=["an icon", "deleted", "one of two sheets", "damaged", "no part"],
)
def test_what_does_not_show_or_cannot_be_told_is_left_out(body, part):
    assert shown(packed(body, part)) == ["示例之前", "示例之后"]
