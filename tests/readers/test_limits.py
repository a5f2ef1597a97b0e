"""Files made to exhaust a reader end as one sentence, whatever their format: bombs, endless nesting, huge tables and spans."""

import io
import random
import zipfile

import pytest

from pipelines.parse import parse_bytes
from pipelines.readers import MAX_PLACES, packages, read_document
from pipelines.readers.document import UnreadableError

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: Ten entities of ten of the one before, and one that would fetch a file.
_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY file SYSTEM "file:///etc/hostname">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def docx(body: str, head: str = "") -> bytes:
    return packed({"word/document.xml": f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'})


def odt(body: str, head: str = "") -> bytes:
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    return packed({"content.xml": f"{head}<office:document-content {_ODF}>{content}</office:document-content>"})


def ofd(page: str, head: str = "") -> bytes:
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="p.xml"/></ofd:Pages>'
    area = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    )
    return packed({
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocRoot>d.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "d.xml": f"<ofd:Document {_OFD}>{area}{pages}</ofd:Document>",
        "p.xml": f"{head}<ofd:Page {_OFD}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
    })  # fmt: skip


def xlsx(sheet: str, head: str = "") -> bytes:
    sheets = f'<sheets><sheet name="s" sheetId="1" xmlns:r="{_REL}" r:id="r1"/></sheets>'
    return packed({
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{_REL}/worksheet" Target="s.xml"/></Relationships>',
        "xl/s.xml": f'{head}<worksheet xmlns="{_SHEET}"><sheetData>{sheet}</sheetData></worksheet>',
    })  # fmt: skip


_ROW = "<w:tr><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr>"
_SPAN = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr>'
_REACH = 'table:number-columns-spanned="99999999" table:number-rows-spanned="99999999"'
_REACHING = f"<table:table-row><table:table-cell {_REACH}><text:p>1</text:p></table:table-cell></table:table-row>"
_LEVEL = 100_000

HOSTILE = {
    "docx entities": lambda: docx("<w:p><w:r><w:t>&a9;&file;</w:t></w:r></w:p>", _ENTITIES),
    "odt entities": lambda: odt("<text:p>&a9;&file;</text:p>", _ENTITIES),
    "ofd entities": lambda: ofd("&a9;&file;", _ENTITIES),
    "xlsx entities": lambda: xlsx('<row r="1"><c r="A1"><v>&a9;&file;</v></c></row>', _ENTITIES),
    "docx entities in utf-16": lambda: packed({
        "word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{_ENTITIES}<document>&a9;</document>'.encode("utf-16")
    }),
    "docx bomb": lambda: docx(" " * (packages.MAX_PART + 1)),
    "docx paragraphs": lambda: docx("<w:p/>" * 1_000_000),
    "docx nested": lambda: docx("<w:tbl><w:tr><w:tc>" * _LEVEL + "</w:tc></w:tr></w:tbl>" * _LEVEL),
    "docx rows": lambda: docx(f"<w:tbl>{_ROW * 100_000}</w:tbl>"),
    "docx spans": lambda: docx(f"<w:tbl>{_SPAN * 3000}<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
    "odt nested": lambda: odt("<text:section>" * _LEVEL + "</text:section>" * _LEVEL),
    "odt repeats": lambda: odt(
        '<table:table><table:table-row table:number-rows-repeated="900"><table:table-cell '
        'table:number-columns-repeated="900"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
    ),
    "odt spans": lambda: odt(f"<table:table>{_REACHING * 500}</table:table>"),
    "ofd nested": lambda: ofd("<ofd:PageBlock>" * _LEVEL + "</ofd:PageBlock>" * _LEVEL),
    "xlsx far": lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "xlsx rows": lambda: xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))),
    "rtf groups": lambda: b"{\\rtf1 " + b"{" * 1_000_000,
    "rtf words": lambda: b"{\\rtf1 " + b"\\b\\i0 " * 1_000_000 + b"}",
    "rtf rows": lambda: b"{\\rtf1 " + b"\\trowd\\cellx900 1\\cell\\row " * 51_000 + b"}",
    "text": lambda: b"1234567890\n" * 1_000_000,
    "zip members": lambda: packed({f"{n}.txt": "1" for n in range(packages.MAX_MEMBERS + 1)}),
    "zip nested": lambda: packed({"a.zip": packed({"b.zip": packed({"c.zip": packed({"d.txt": "1"})})})}),
    "ole": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(100_000),
    "pdf pages in a ring": lambda: (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>endobj "
        b"trailer<</Root 1 0 R>>\n%%EOF"
    ),
    "random": lambda: random.Random(3).randbytes(1_000_000),
    "nothing": lambda: bytes(1_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_file_made_to_exhaust_its_reader_ends_as_one_sentence(name):
    with pytest.raises(UnreadableError, match=r"^[^\n]+\.$") as refused:
        read_document(HOSTILE[name]())
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("line", ["|%s|x", "%s|", "<style>%s</style>", "%s", "# %sx"])
@pytest.mark.parametrize("sign", ["|", " ", "-", "@", "#", "# "])
def test_a_long_line_of_one_sign_is_looked_through_once(line, sign):
    # to look from each sign to the end of the line would take many minutes
    parsed = parse_bytes((line % (sign * 200_000)).encode())
    assert "accepted" not in {report.status for report in parsed.reports}


def test_a_table_whose_cells_reach_over_one_another_is_refused_before_it_is_laid_out():
    with pytest.raises(UnreadableError, match=f"{MAX_PLACES} places"):
        read_document(odt(f"<table:table>{_REACHING * 500}</table:table>"))
