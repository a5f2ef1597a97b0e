"""What Word shows of a DOCX comes back: tables with their spans, no hidden or deleted text, no doubled text."""

import io
import zipfile

import docx as python_docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_layouts import (
    FORM,
    REPORTS,
    disputes_grid,
    figures,
    proactive_grid,
    requests_grid,
    shape,
)

from pipelines.readers import docx, packages, read_document, sniff
from pipelines.readers.document import Grid, Text, UnreadableError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def mark(kind: str) -> str:
    """A mark of a field: its beginning, the beginning of its result, its end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_table(document, grid: Grid) -> None:
    table = document.add_table(grid.n_rows, grid.n_cols)
    for cell in grid.cells:
        corner = table.cell(cell.row, cell.col)
        other = table.cell(cell.row + cell.row_span - 1, cell.col + cell.col_span - 1)
        corner.merge(other).text = cell.text


def packed(body: str, styles: str = "") -> bytes:
    """A package with just a body, for markup that python-docx does not write."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
        )
        if styles:
            package.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
    return stream.getvalue()


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def texts(data: bytes) -> list[str]:
    return [text.text for text in docx.read(data).texts]


@pytest.mark.parametrize(
    ("build", "table"), [(requests_grid, "requests"), (disputes_grid, "disputes"), (proactive_grid, "proactive")]
)
def test_a_table_of_the_form_comes_back_with_its_spans(build, table):
    grid = build(figures(table))
    document = python_docx.Document()
    add_table(document, grid)
    (read,) = docx.read(saved(document)).grids
    assert shape(read) == shape(grid)


def test_the_blank_form_of_the_notice_has_all_its_labels_and_200_blank_cells():
    path = REPORTS / "form_2021_blank_template.docx"
    if not path.exists():
        pytest.skip("the real reports lie beside the repository")
    grids = docx.read(path.read_bytes()).grids
    assert [(grid.n_rows, grid.n_cols) for grid in grids] == [(14, 4), (28, 10), (4, 15)]
    shown = {"".join(cell.text.split()).translate(_PUNCTUATION) for grid in grids for cell in grid.cells}
    for table in FORM.tables.values():
        for block in table.blocks:
            for line in (*block.rows, *block.columns):
                label = "".join(line.label.split()).translate(_PUNCTUATION)
                assert any(text.endswith(label) for text in shown), label
    assert sum(not cell.text for grid in grids for cell in grid.cells) == len(FORM.cells)


_PUNCTUATION = str.maketrans("（）：，、", "():,,")


@given(st.lists(st.text("0123456789,.- 万元", max_size=8), min_size=6, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_texts_come_back(words):
    document = python_docx.Document()
    table = document.add_table(2, 3)
    for place, text in enumerate(words):
        table.cell(place // 3, place % 3).text = text
    (grid,) = docx.read(saved(document)).grids
    assert [cell.text.split() for cell in grid.cells] == [text.split() for text in words]


def test_styled_headings_keep_their_level_and_a_centred_opening_is_the_title():
    document = python_docx.Document()
    document.add_paragraph("示例市 2024 年报告").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("按规定编制。")
    document.add_heading("一、情况", 1)
    document.add_heading("（一）详情", 2)
    document.add_paragraph("居中的落款").alignment = WD_ALIGN_PARAGRAPH.CENTER
    levels = [(text.text, text.level) for text in docx.read(saved(document)).texts]
    assert levels == [
        ("示例市 2024 年报告", 1),
        ("按规定编制。", 0),
        ("一、情况", 1),
        ("（一）详情", 2),
        ("居中的落款", 0),
    ]


def test_an_outline_level_makes_a_heading_also_through_the_style_it_is_based_on():
    styles = (
        '<w:style w:styleId="a"><w:name w:val="own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="child"/><w:basedOn w:val="a"/></w:style>'
    )
    body = p(r("甲"), properties='<w:pStyle w:val="b"/>') + p(r("乙"), properties='<w:outlineLvl w:val="9"/>')
    assert [text.level for text in docx.read(packed(body, styles)).texts] == [2, 0]


def test_deleted_moved_away_and_hidden_text_does_not_count():
    styles = '<w:style w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(
        r("1"),
        "<w:del><w:r><w:delText>2</w:delText></w:r></w:del>",
        f"<w:moveFrom>{r('3')}</w:moveFrom>",
        f"<w:ins>{r('4')}</w:ins>",
        r("5", "<w:vanish/>"),
        r("6", '<w:vanish w:val="0"/>'),
        r("7", '<w:rStyle w:val="h"/>'),
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
    )
    assert texts(packed(body, styles)) == ["146"]


def test_digits_of_one_number_in_several_runs_are_one_number():
    assert texts(packed(p(r("2"), r("0"), "<w:proofErr/>", r("5")))) == ["205"]


def test_a_raised_digit_behind_a_number_is_the_mark_of_a_note():
    raised, on_the_line = (f'<w:vertAlign w:val="{value}"/>' for value in ("superscript", "baseline"))
    assert texts(packed(p(r("20"), r("1", raised)))) == ["20[1]"]
    assert texts(packed(p(r("20"), r("1", on_the_line)))) == ["201"]


@pytest.mark.parametrize(
    ("piece", "printed"),
    [
        ('<w:hyperlink w:anchor="note1">{}</w:hyperlink>', "20[1]"),
        ('<w:hyperlink w:history="1">{}</w:hyperlink>', "201"),
        ('<w:fldSimple w:instr=" NOTEREF _Ref1 ">{}</w:fldSimple>', "20[1]"),
        ('<w:fldSimple w:instr=" PAGE ">{}</w:fldSimple>', "201"),
        (r'{begin}<w:r><w:instrText> HYPERLINK \l "note1" </w:instrText></w:r>{separate}{}{end}', "20[1]"),
        (r'{begin}<w:r><w:instrText> HYPERLINK \l "note1" </w:instrText></w:r>{separate}{end}{}', "201"),
    ],
)
def test_a_number_that_leads_into_the_text_is_a_note_s_where_it_stands_behind_a_figure(piece, printed):
    marks = {kind: mark(kind) for kind in ("begin", "separate", "end")}
    assert texts(packed(p(r("20"), piece.format(r("1"), **marks)))) == [printed]
    assert texts(packed(p(piece.format(r("201"), **marks)))) == ["201"]


def test_deleted_and_hidden_rows_do_not_count():
    rows = tbl(
        tr(tc(p(r("甲"))), tc(p(r("1")))),
        tr(tc(p(r("乙"))), tc(p(r("2"))), properties="<w:del/>"),
        tr(tc(p(r("丙"))), tc(p(r("3"))), properties="<w:hidden/>"),
        tr(tc(p(r("丁"))), tc(p(r("4")))),
    )
    (grid,) = docx.read(packed(rows)).grids
    assert [(cell.row, cell.text) for cell in grid.cells] == [(0, "甲"), (0, "1"), (1, "丁"), (1, "4")]
    assert grid.cells[-1].locator == "table[1]/tr[4]/tc[2]"


def test_a_cell_that_a_change_took_away_does_not_count():
    gone = tc(p(r("9")), "<w:cellDel/>")
    (grid,) = docx.read(packed(tbl(tr(tc(p(r("甲"))), gone, tc(p(r("1")))), tr(tc(p(r("乙"))), tc(p(r("2"))))))).grids
    assert [(cell.col, cell.text) for cell in grid.cells] == [(0, "甲"), (1, "1"), (0, "乙"), (1, "2")]


def test_a_table_inside_a_cell_is_a_grid_of_its_own_and_what_a_cell_prints_that_holds_nothing_else():
    inner = tbl(tr(tc(p(r("内"))), tc(p(r("7")))))
    (outer, nested) = docx.read(packed(tbl(tr(tc(p(r("外"))), tc(inner + p()))))).grids
    assert [cell.text for cell in outer.cells] == ["外", "内\n7"]
    assert [cell.text for cell in nested.cells] == ["内", "7"]
    assert nested.locator == "table[1]/tr[1]/tc[2]/table[1]"
    assert nested.cells[1].locator == "table[1]/tr[1]/tc[2]/table[1]/tr[1]/tc[2]"


def test_a_table_of_one_cell_only_frames_what_it_holds():
    inner = tbl(tr(tc(p(r("内"))), tc(p(r("7")))))
    document = docx.read(packed(tbl(tr(tc(p(r("题")) + inner + p(r("文")))))))
    assert [block.text if isinstance(block, Text) else len(block.cells) for block in document.blocks] == ["题", 2, "文"]


def test_a_text_box_is_read_once_although_word_writes_it_twice():
    box = f"<w:txbxContent>{p(r('框'))}{tbl(tr(tc(p(r('1'))), tc(p(r('2')))))}</w:txbxContent>"
    run = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.read(packed(p(r("前"), run)))
    assert [text.text for text in document.texts] == ["前", "框"]
    assert len(document.grids) == 1


def test_a_vertical_merge_covers_the_rows_below_and_places_before_shift_a_row():
    rows = tbl(
        tr(tc(p(r("组")), '<w:vMerge w:val="restart"/>'), tc(p(r("1")))),
        tr(tc(p(r("看不见")), "<w:vMerge/>"), tc(p(r("2")))),
        tr(tc(p(r("3"))), properties='<w:gridBefore w:val="1"/>'),
    )
    (grid,) = docx.read(packed(rows)).grids
    assert shape(grid) == {(0, 0, 2, 1, "组"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")}


def test_rows_whose_spans_disagree_are_laid_out_by_their_widths():
    def width(dxa: int) -> str:
        return f'<w:tcW w:w="{dxa}" w:type="dxa"/>'

    rows = tbl(
        tr(tc(p(r("标题")), width(3000))),
        tr(tc(p(r("甲")), width(1000)), tc(p(r("乙")), width(1010)), tc(p(r("丙")), width(990))),
        tr(tc(p(r("宽")), width(2000)), tc(p(r("9")), width(1000))),
    )
    (grid,) = docx.read(packed(rows)).grids
    assert shape(grid) == {
        (0, 0, 1, 3, "标题"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "乙"), (1, 2, 1, 1, "丙"),
        (2, 0, 1, 2, "宽"), (2, 2, 1, 1, "9"),
    }  # fmt: skip


def test_a_cell_locator_leads_to_the_cell_in_the_file():
    document = python_docx.Document()
    add_table(document, requests_grid(figures("requests")))
    data = saved(document)
    for cell in docx.read(data).grids[0].cells:
        table, row, column = (int(step.split("[")[1][:-1]) for step in cell.locator.split("/"))
        xml = python_docx.Document(io.BytesIO(data)).tables[table - 1]._tbl.tr_lst[row - 1].tc_lst[column - 1]
        assert "".join(words.text for words in xml.iter(f"{{{W}}}t")) == cell.text


def test_core_properties_are_the_meta():
    document = python_docx.Document()
    document.core_properties.title = "示例报告"
    assert docx.read(saved(document)).meta["title"] == "示例报告"


def test_cut_locked_and_foreign_packages_are_refused_with_a_sentence():
    document = python_docx.Document()
    document.add_paragraph("示例")
    data = saved(document)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    for broken, words in ((data[: len(data) // 2], "cut short"), (stream.getvalue(), "no Word document")):
        with pytest.raises(UnreadableError, match=words):
            docx.read(broken)


def test_a_part_that_unpacks_past_the_limit_is_refused_unread():
    bomb = packed("<w:p/>" + " " * (packages.MAX_PART + 1))
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        docx.read(bomb)


def test_entities_are_refused_not_expanded():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="{W}"><w:body>{p(r("&a;"))}</w:body></w:document>',
        )
    with pytest.raises(UnreadableError, match="entities"):
        docx.read(stream.getvalue())


def test_tables_nested_without_end_and_tables_without_end_are_refused():
    deep = p(r("x"))
    for _ in range(packages.MAX_DEPTH + 2):
        deep = tbl(tr(tc(p()), tc(deep)))
    with pytest.raises(UnreadableError, match=r"deeper|well-formed"):
        docx.read(packed(deep))
    row = tr(tc(p(r("1"))), tc(p(r("2"))))
    with pytest.raises(UnreadableError, match="more than"):
        docx.read(packed(tbl(*[row] * 100_000)))


def in_cell(content: str) -> str:
    """What the second cell of a table prints whose paragraph holds this markup."""
    data = packed(tbl(tr(tc(p(r("甲"))), tc(f"<w:p>{content}</w:p>")), tr(tc(p(r("乙"))), tc(p(r("1"))))))
    return docx.read(data).grids[0].cells[1].text


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
ANCHORED = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>4</w:t></w:r><w:r><w:t>2</w:t></w:r>", "2"),
        ('<w:r><w:rPr><w:dstrike w:val="0"/></w:rPr><w:t>4</w:t></w:r>', "4"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>9</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>2</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "2",
        ),
        (f"<m:oMath {MATH}><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        (f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>", "\ufffc"),
        ("<w:r><w:drawing/></w:r>", "\ufffc"),
        ("<w:r><w:object/></w:r>", "\ufffc"),
        (f"<w:r><w:drawing {ANCHORED}><wp:anchor/></w:drawing></w:r>", ""),
        (f"<w:r><w:drawing {ANCHORED}><wp:anchor><a:blip/></wp:anchor></w:drawing></w:r>", "\ufffc"),
        (f"<w:r><w:pict><w:txbxContent>{p(r('4'))}</w:txbxContent></w:pict></w:r>", "\ufffc"),
        ("<w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>", "\ufffc"),
        ('<w:fldSimple w:instr="=SUM(ABOVE)"/>', "\ufffc"),
        ("<w:r><w:instrText> FORMTEXT </w:instrText></w:r>", ""),
        (
            (
                f"{mark('begin')}<w:r><w:instrText> IF </w:instrText></w:r>{mark('begin')}{mark('separate')}{r('3')}{mark('end')}"
                f"{mark('separate')}{r('12')}{mark('end')}"
            ),
            "\ufffc12",
        ),
        (
            f"{mark('begin')}{mark('separate')}{mark('begin')}{mark('separate')}{r('12')}{mark('end')}{mark('end')}",
            "12",
        ),
        (
            (
                '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="0"/>'
                f'<w:listEntry w:val="12"/></w:ddList></w:ffData></w:fldChar></w:r>{mark("end")}'
            ),
            "12",
        ),
        (r("9", '<w:color w:val="auto" w:themeColor="background1"/>') + r("2"), "2"),
        (r("9", '<w:color w:val="auto" w:themeColor="background1" w:themeShade="80"/>') + r("2"), "92"),
        (r("2") + r("1", '<w:vertAlign w:val="superscript"/>') + r("3", '<w:position w:val="12"/>'), "2[13]"),
        (r("1", '<w:vertAlign w:val="superscript"/>') + r("3", '<w:position w:val="12"/>') + r("2"), "[13]2"),
        (r("2", '<w:position w:val="2"/>') + r("3", '<w:position w:val="2"/>'), "23"),
        (r("1", '<w:vertAlign w:val="subscript"/>') + r("2", '<w:vertAlign w:val="subscript"/>'), "12"),
        ("<w:r><w:t>5</w:t><w:tab/><w:t>3</w:t></w:r>", "5\t3"),
        ("<w:r><w:t>其</w:t><w:tab/><w:t>他</w:t><w:tab/><w:t>3</w:t></w:r>", "其 他 3"),
        (f'<w:bdo w:val="rtl">{r("12")}</w:bdo>', "\ufffc12"),
        (f'<w:bdo w:val="ltr">{r("12")}</w:bdo><w:bdo w:val="rtl">{r("件")}</w:bdo>', "12件"),
        (r("9", '<w:color w:val="FFFFFF"/>') + r("2"), "2"),
        (r("9", '<w:sz w:val="2"/>') + r("2"), "2"),
        (r("9", '<w:color w:val="FFFFFF"/>'), "9"),
        (
            (
                f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:zz="urn:of-another" Requires="zz"><w:t>9</w:t></mc:Choice>'
                "<mc:Fallback><w:t>2</w:t></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "2",
        ),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击</w:t></w:r></w:sdtContent></w:sdt>",
            "",
        ),
    ],
)
def test_a_cell_prints_what_word_shows_in_it_and_a_picture_leaves_its_mark(content, printed):
    assert in_cell(content) == printed


@pytest.mark.parametrize(("said", "printed"), [("<w:strike/>", "2"), ('<w:vertAlign w:val="superscript"/>', "2[9]")])
def test_what_a_style_strikes_or_raises_is_as_if_the_run_did(said, printed):
    style = f'<w:style w:type="character" w:styleId="x"><w:rPr>{said}</w:rPr></w:style>'
    cell = p(r("2"), r("9", '<w:rStyle w:val="x"/>'))
    assert docx.read(packed(tbl(tr(tc(p(r("项"))), tc(cell))), style)).grids[0].cells[1].text == printed


def test_a_table_that_only_places_others_on_the_page_is_none():
    form = tbl(tr(tc(p(r("予以公开"))), tc(p(r("3")))))
    document = docx.read(packed(tbl(tr(tc(p(r("年度报告")) + form), tc(p())))))
    assert [text.text for text in document.texts] == ["年度报告"]
    assert [[cell.text for cell in grid.cells] for grid in document.grids] == [["予以公开", "3"]]


OLD = "http://schemas.microsoft.com/office/word/2003/wordml"


@pytest.mark.parametrize("flat", ["w:wordDocument", "pkg:package"])
def test_a_word_file_in_one_xml_text_is_read_like_a_packed_one(flat):
    merged = '<w:vmerge w:val="restart"/>' if flat == "w:wordDocument" else '<w:vMerge w:val="restart"/>'
    table = tbl(
        tr(tc(p(r("组")), merged), tc(p(r("3")))), tr(tc(p(), merged.replace(' w:val="restart"', "")), tc(p(r("4"))))
    )
    body = f'<w:body><x:sect xmlns:x="urn:x">{p(r("年度报告"))}{table}</x:sect></w:body>'
    names = f'xmlns:w="{OLD if flat == "w:wordDocument" else W}" xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    data = f'<?xml version="1.0"?>\n<{flat} {names}>{body}</{flat}>'.encode()
    assert sniff(data) == "word_xml"
    document = read_document(data)
    assert [text.text for text in document.texts] == ["年度报告"]
    assert [(cell.text, cell.row_span) for cell in document.grids[0].cells] == [("组", 2), ("3", 1), ("4", 1)]
