"""Workbooks and texts of the old binary kind come back; the fixtures are invented (示例) and were saved by LibreOffice."""

import struct
from pathlib import Path

import pytest
from reader_layouts import figures, proactive_grid, shape

from pipelines.readers import ole, read_document, xls
from pipelines.readers.document import Text, UnreadableError
from pipelines.readers.office.compound import Compound
from pipelines.readers.office.doc_boxes import boxes

FIXTURES = Path(__file__).parent / "fixtures"
WORKBOOK = (FIXTURES / "hidden.xls").read_bytes()
TEXT = (FIXTURES / "legacy.doc").read_bytes()
BOXED = (FIXTURES / "boxed.doc").read_bytes()


def test_a_workbook_shows_its_visible_sheets_rows_and_columns():
    document = read_document(WORKBOOK)
    assert document.format == "xls"
    assert [text.text for text in document.texts] == ["示例报告"]
    (grid,) = document.grids
    assert shape(grid) == {
        (0, 0, 1, 1, "项目"), (0, 1, 1, 1, "数"), (0, 2, 1, 1, "额"),
        (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "5"), (1, 2, 1, 1, "1.5"),
        (2, 0, 1, 1, "乙"), (2, 1, 1, 1, "7"), (2, 2, 1, 1, ""),
        (3, 0, 1, 1, "丙"), (3, 1, 1, 1, "-1"), (3, 2, 1, 1, "160.5964"),
        (4, 0, 2, 1, "组"), (4, 1, 1, 1, "1"), (4, 2, 1, 1, "0"), (5, 1, 1, 1, "2"), (5, 2, 1, 1, ""),
    }  # fmt: skip
    assert next(cell for cell in grid.cells if cell.text == "160.5964").locator == "年报!D6"


def test_a_legacy_text_is_read_through_the_converter():
    pytest.importorskip("doc2docx")
    document = read_document(TEXT)
    assert document.format == "doc"
    assert shape(document.grids[0]) == shape(proactive_grid(figures("proactive")))
    assert [text.text for text in document.texts] == ["示例报告", "前言显", "完"]


def test_words_in_boxes_stand_where_the_first_hangs_or_behind_the_tables():
    pytest.importorskip("doc2docx")
    document = read_document(BOXED)
    kinds = [block.text if isinstance(block, Text) else "table" for block in document.blocks]
    assert kinds == ["示例前言", "示例题名", "一、示例", "table", "完", "示例尾注"]


def test_a_text_without_boxes_has_none():
    assert boxes(TEXT) == []


def test_the_streams_of_a_compound_file_are_found_by_name():
    assert "Workbook" in Compound(WORKBOOK)
    assert "WordDocument" in Compound(TEXT)
    stream = Compound(WORKBOOK).stream("Workbook")
    assert struct.unpack_from("<H", stream)[0] == 0x809
    with pytest.raises(KeyError):
        Compound(TEXT).stream("Workbook")


@pytest.mark.parametrize("data", [WORKBOOK, TEXT])
def test_a_file_cut_anywhere_is_refused_or_read_in_full_never_half(data):
    whole = None
    for length in range(0, len(data), 509):
        try:
            document = ole.read(data[:length])
        except UnreadableError:
            continue
        whole = whole or ole.read(data)
        assert document.blocks == whole.blocks


def test_a_workbook_with_a_password_is_refused_with_a_sentence():
    stream = Compound(WORKBOOK).stream("Workbook")
    second = 4 + struct.unpack_from("<H", stream, 2)[0]  # the record behind the first becomes FILEPASS
    patched = WORKBOOK.replace(stream[: second + 2], stream[:second] + struct.pack("<H", 0x2F), 1)
    assert patched != WORKBOOK
    with pytest.raises(UnreadableError, match="password"):
        xls.read(patched)


def test_locked_ooxml_and_foreign_files_are_refused_with_a_sentence():
    locked = WORKBOOK.replace("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:16])
    with pytest.raises(UnreadableError, match="neither"):
        ole.read(locked)
    at = WORKBOOK.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    entry = bytearray(WORKBOOK)
    entry[at : at + len(name)] = name
    entry[at + 64 : at + 66] = struct.pack("<H", len(name) + 2)
    with pytest.raises(UnreadableError, match="password"):
        ole.read(bytes(entry))


def test_looping_chains_end_as_a_refusal():
    data = bytearray(WORKBOOK)
    first_fat = struct.unpack_from("<I", data, 76)[0]
    table = 512 + first_fat * 512
    for place in range(128):
        struct.pack_into("<I", data, table + 4 * place, 0)
    with pytest.raises(UnreadableError):
        ole.read(bytes(data))
