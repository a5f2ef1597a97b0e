"""The text and the tables of an RTF file come back in whatever way the characters are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_layouts import disputes_grid, figures, proactive_grid, requests_grid, shape

from pipelines.readers import packages, rtf
from pipelines.readers.document import Grid, UnreadableError

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\froman\fcharset0 Times;}}"


def unicode_word(text: str) -> str:
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    return "".join(f"\\u{code}?" for code in codes)


def codepage_bytes(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def rtf_of(body: str) -> bytes:
    return (HEAD + body + "}").encode("latin-1")


def par(text: str, properties: str = "") -> str:
    return rf"\pard{properties} {unicode_word(text)}\par" + "\n"


def table_of(grid: Grid, write=unicode_word) -> str:
    """Rows as Word writes them: cell edges in twips, vertical merges by flags."""
    starts = {(cell.row, cell.col): cell for cell in grid.cells}
    covering = grid.lattice()
    rows = []
    for row in range(grid.n_rows):
        definitions, cells = [], []
        col = 0
        while col < grid.n_cols:
            cell = covering[row][col]
            assert cell is not None
            flag = "" if cell.row_span == 1 else r"\clvmgf" if (row, col) in starts else r"\clvmrg"
            definitions.append(rf"{flag}\cellx{(col + cell.col_span) * 1000 + (row % 2) * 20}")
            cells.append(rf"\pard\intbl {write(cell.text) if (row, col) in starts else ''}\cell ")
            col += cell.col_span
        rows.append(r"\trowd" + "".join(definitions) + "".join(cells) + r"\row" + "\n")
    return "".join(rows)


@pytest.mark.parametrize("write", [unicode_word, codepage_bytes])
@pytest.mark.parametrize(
    ("build", "table"), [(requests_grid, "requests"), (disputes_grid, "disputes"), (proactive_grid, "proactive")]
)
def test_a_table_of_the_form_comes_back_with_its_spans(build, table, write):
    grid = build(figures(table))
    (read,) = rtf.read(rtf_of(table_of(grid, write) + par("完"))).grids
    assert shape(read) == shape(grid)


@given(st.text("示例甲乙丙，。（）0123456789 abcé😀", min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back(text):
    read = [block.text for block in rtf.read(rtf_of(par(text))).texts]
    assert read == ([" ".join(text.split())] if text.strip() else [])


def test_raw_bytes_and_codes_of_one_character_may_be_mixed():
    body = b"\\pard\\f0 " + "示例".encode("gb18030") + b"\\'ca\\'be\\'c0\n\\'fd\\par"
    assert [text.text for text in rtf.read(HEAD.encode() + body + b"}").texts] == ["示例示例"]


def test_what_a_reader_may_skip_and_what_is_hidden_does_not_count():
    body = (
        r"{\header \pard 9\par}{\*\generator X;}{\info{\title " + codepage_bytes("示例报告") + r"}{\author a}}"
        r"\pard 1{\v 2}3{\deleted 4}{\*\bkmkstart b}5{\field{\*\fldinst PAGE}{\fldrslt 6}}{\footnote \pard 7\par}\v 8\v0 9\par"
    )
    document = rtf.read(rtf_of(body))
    assert [text.text for text in document.texts] == ["13569"]
    assert document.meta["title"] == "示例报告"


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ('HYPERLINK "#note1"', "20[1]"),
        (r"HYPERLINK \\l note1", "20[1]"),
        ("HYPERLINK note1.html", "201"),
        ("PAGE", "201"),
    ],
)
def test_the_number_of_a_note_that_a_link_leads_to_is_none_of_the_figure_s_digits(asked, printed):
    body = r"\pard 20{\field{\*\fldinst{ " + asked + r" }}{\fldrslt{1}}}\par"
    assert [text.text for text in rtf.read(rtf_of(body)).texts] == [printed]


def test_digits_in_several_groups_are_one_number():
    assert [t.text for t in rtf.read(rtf_of(r"\pard {\b 2}{\insrsid1 0}{\f1 5}\par")).texts] == ["205"]


def test_titles_headings_and_paragraphs_keep_their_place_around_a_table():
    table = r"\trowd\cellx1000\cellx2000\pard\intbl 1\par 2\cell 3\cell\row" + "\n"
    body = par("示例报告", r"\qc") + par("一、情况", r"\outlinelevel1") + par("正文") + table + par("完", r"\qc")
    document = rtf.read(rtf_of(body))
    assert [(text.text, text.level) for text in document.texts] == [
        ("示例报告", 1), ("一、情况", 2), ("正文", 0), ("完", 0),
    ]  # fmt: skip
    assert isinstance(document.blocks[3], Grid)
    assert [cell.text for cell in document.grids[0].cells] == ["1\n2", "3"]
    assert document.grids[0].cells[1].locator == "table[1]/tr[1]/tc[2]"


def test_a_table_inside_a_cell_is_a_grid_of_its_own():
    inner = (
        r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    )
    body = r"\pard\intbl x\cell" + inner + r"\pard\intbl\itap1 y\cell\trowd\cellx1000\cellx2000\row" + par("完")
    outer, nested = rtf.read(rtf_of(body)).grids
    assert [cell.text for cell in outer.cells] == ["x", "y"]
    assert [cell.text for cell in nested.cells] == ["a", "b"]
    assert nested.locator == "table[1]/tr[1]/tc[2]/table[1]"


def test_horizontally_merged_cells_are_one():
    body = r"\trowd\clmgf\cellx1000\clmrg\cellx2000\cellx3000\pard\intbl a\cell\cell c\cell\row" + par("完")
    (grid,) = rtf.read(rtf_of(body)).grids
    assert shape(grid) == {(0, 0, 1, 2, "a"), (0, 2, 1, 1, "c")}


def test_pictures_and_binary_data_are_passed_over():
    body = rb"\pard 1{\pict\wmetafile8 0102ffee}{\pict\bin4 }}}}}2\par"
    assert [text.text for text in rtf.read(HEAD.encode() + body + b"}").texts] == ["12"]


def test_a_cut_file_says_so_and_foreign_or_endless_ones_are_refused():
    data = rtf_of(par("示例") + par("二"))
    assert rtf.read(data).whole
    assert not rtf.read(data[:-8]).whole
    with pytest.raises(UnreadableError, match="RTF"):
        rtf.read(b"{\\notrtf")
    with pytest.raises(UnreadableError, match="groups"):
        rtf.read(rtf_of("{" * 10_000))
    row = r"\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\cell\row" + "\n"
    with pytest.raises(UnreadableError, match="no report is that large"):
        rtf.read(rtf_of(row * (packages.MAX_CELLS_PER_TABLE // 2 + 1)))


def test_struck_text_does_not_count():
    document = rtf.read(rtf_of(r"\pard 1{\strike 2}3\strike 4\strike0 5{\striked1 6}{\v\strike 7\strike0 8}\par"))
    assert [text.text for text in document.texts] == ["135"]


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        (r"{\*\shppict{\pict\picw1 00}}{\nonshppict{\pict 00}}", "\ufffc"),
        (r"{\object{\*\objdata 01}{\result{\pict 00}}}", "\ufffc"),
        (r"{\shp{\*\shpinst{\sp{\sn pib}{\sv {\pict 00}}}}}", "\ufffc"),
        (r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 20}}}}", ""),
        (r"{\shp{\*\shpinst{\shptxt \pard\plain 4\par}}}", "\ufffc"),
        (r"2{\shp{\*\shpinst{\shptxt \pard\plain 4\par}}}", "2"),
        (r"{\field{\*\fldinst{ =SUM(LEFT) }}{\fldrslt}}", "\ufffc"),
        (r"{\field{\*\fldinst{ =SUM(LEFT) }}{\fldrslt 7}}", "7"),
        (r"{\field{\*\fldinst{ FORMTEXT }}{\fldrslt}}", ""),
        (r"2{\super 1}{\up6 3}", "2[13]"),
        (r"{\super 1}{\super 2}", "12"),
        (r"{\cf2 9}2", "2"),
        (r"{\fs2 9}2", "2"),
        (r"{\cf2 9}", "9"),
        (r"\itap2 5\nestcell{\*\nesttableprops\trowd\cellx600\nestrow}\pard\intbl\itap1 ", "5"),
    ],
)
def test_a_cell_prints_what_word_shows_in_it_and_a_picture_leaves_its_mark(content, printed):
    colours = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
    row = r"\trowd\cellx1000\cellx2000\pard\intbl 8\cell\pard\intbl " + content + r"\cell\row\pard\par"
    document = rtf.read(rtf_of(colours + row))
    assert [cell.text for cell in document.grids[0].cells] == ["8", printed]


def test_words_in_a_drawing_do_not_cut_the_table_they_stand_in():
    box = r"{\shp{\*\shpinst{\shptxt \pard\plain 4\par}}}"
    cells = rf"\pard\intbl 1{box}\cell\pard\intbl 2\cell"
    document = rtf.read(rtf_of(rf"\trowd\cellx1000\cellx2000{cells}\row\trowd\cellx1000\cellx2000{cells}\row\pard\par"))
    assert [cell.text for cell in document.grids[0].cells] == ["1", "2", "1", "2"]
    assert [text.text for text in document.texts] == ["4", "4"]


def test_a_row_inside_a_cell_leaves_the_columns_of_the_row_around_it():
    inner = r"\pard\intbl\itap2 5\nestcell{\*\nesttableprops\trowd\cellx600\nestrow}\pard\intbl\itap1 "
    wide = r"\trowd\cellx3000\pard\intbl 8\cell\row"
    row = rf"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl 1\cell {inner}\cell\pard\intbl 2\cell\row"
    grid = rtf.read(rtf_of(wide + row + row + r"\pard\par")).grids[0]
    assert [(cell.text, cell.col, cell.col_span) for cell in grid.cells] == [
        ("8", 0, 3), ("1", 0, 1), ("5", 1, 1), ("2", 2, 1), ("1", 0, 1), ("5", 1, 1), ("2", 2, 1),
    ]  # fmt: skip
