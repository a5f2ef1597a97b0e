"""An archive gives the one document it holds; where there are several or none, it says so."""

import io
import zipfile

import docx as python_docx
import pytest
from paper import printed_pdf
from reader_layouts import disputes_grid, figures, shape

from pipelines.readers import packages, read_document
from pipelines.readers import zip as archive
from pipelines.readers.document import UnreadableError


def word(grid) -> bytes:
    document = python_docx.Document()
    table = document.add_table(grid.n_rows, grid.n_cols)
    for cell in grid.cells:
        other = table.cell(cell.row + cell.row_span - 1, cell.col + cell.col_span - 1)
        table.cell(cell.row, cell.col).merge(other).text = cell.text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


GRID = disputes_grid(figures("disputes"))


def test_the_one_document_of_an_archive_is_read_and_its_name_leads_the_locators():
    document = read_document(zipped({"报告/": b"", "报告/年报.docx": word(GRID), "__MACOSX/._x": b"junk"}))
    assert document.format == "docx"
    assert shape(document.grids[0]) == shape(GRID)
    assert document.grids[0].cells[0].locator == "报告/年报.docx: table[1]/tr[1]/tc[1]"
    assert document.meta["member"] == "报告/年报.docx"


def test_a_name_packed_in_gbk_is_readable():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("??.docx", word(GRID))
    data = stream.getvalue().replace(b"??.docx", "报".encode("gbk") + b".docx")
    assert archive.read(data).meta["member"] == "报.docx"


def test_of_one_report_in_two_formats_the_better_is_read():
    data = zipped({"年报.pdf": printed_pdf(GRID), "年报.docx": word(GRID), "说明.txt": "说明".encode()})
    assert archive.read(data).format == "docx"


def test_an_archive_in_an_archive_is_read_and_a_third_level_is_not():
    inner = zipped({"a.docx": word(GRID)})
    assert archive.read(zipped({"b.zip": inner})).grids[0].cells[0].locator.startswith("b.zip: a.docx: table[1]")
    with pytest.raises(UnreadableError, match="levels deep"):
        archive.read(zipped({"c.zip": zipped({"b.zip": inner})}))


def test_several_documents_none_and_locked_ones_are_refused_with_a_sentence():
    two = zipped({"甲.docx": word(GRID), "乙.docx": word(GRID)})
    with pytest.raises(UnreadableError, match="holds 2 documents"):
        archive.read(two)
    with pytest.raises(UnreadableError, match="no document"):
        archive.read(zipped({"a.bin": b"\x00\x01\x02" * 50}))
    one = bytearray(zipped({"a.docx": word(GRID)}))
    at = one.index(b"PK\x01\x02")
    one[at + 8] |= 1
    with pytest.raises(UnreadableError, match="password"):
        archive.read(bytes(one))


def test_an_archive_that_unpacks_past_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(packages, "MAX_UNZIPPED", 1_000_000)
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        archive.read(zipped({"a.txt": b"a" * 1_000_001}))
    lying = bytearray(zipped({"a.txt": b"a" * 900_000}))
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableError):
        archive.read(bytes(lying))


def test_one_name_in_two_formats_with_different_figures_is_refused():
    other = disputes_grid(figures("disputes", seed=1))
    with pytest.raises(UnreadableError, match="different figures"):
        archive.read(zipped({"年报.pdf": printed_pdf(other), "年报.docx": word(GRID)}))
