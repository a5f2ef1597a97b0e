"""What an OpenDocument text or workbook shows comes back, with its spans and without what is hidden."""

import io
import zipfile
from html import escape

import pytest
from reader_layouts import disputes_grid, figures, proactive_grid, requests_grid, shape

from pipelines.readers import odt, read_document, sniff
from pipelines.readers.document import Grid, UnreadableError

NS = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = " ".join(
    f'xmlns:{prefix}="{NS}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip


def packed(body: str, styles: str = "", kind: str = "text", **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "content.xml",
            f"<office:document-content {HEAD}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        )
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def td(content: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{content}</table:table-cell>"


def table_of(grid: Grid, name: str = "表一", covered: str = "<table:covered-table-cell/>") -> str:
    starts = {(cell.row, cell.col): cell for cell in grid.cells}
    rows = []
    for row in range(grid.n_rows):
        cells = []
        for col in range(grid.n_cols):
            cell = starts.get((row, col))
            cells.append(
                covered
                if cell is None
                else td(
                    p(escape(cell.text)),
                    f'table:number-columns-spanned="{cell.col_span}" table:number-rows-spanned="{cell.row_span}"',
                )
            )
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize(("build", "table"), [(requests_grid, "requests"), (disputes_grid, "disputes")])
def test_a_table_of_the_form_comes_back_with_its_spans(build, table, kind):
    grid = build(figures(table))
    (read,) = odt.read(packed(table_of(grid), kind=kind)).grids
    assert shape(read) == shape(grid)


def test_locators_are_table_row_cell_in_a_text_and_sheet_names_in_a_workbook():
    grid = proactive_grid(figures("proactive"))
    last = odt.read(packed(table_of(grid))).grids[0].cells[-1]
    assert last.locator == f"table[1]/tr[{grid.n_rows}]/tc[2]"
    assert odt.read(packed(table_of(grid), kind="spreadsheet")).grids[0].cells[-1].locator == f"表一!B{grid.n_rows}"


def test_a_row_of_blanks_at_the_end_of_a_text_table_is_kept():
    grid = disputes_grid(dict.fromkeys(figures("disputes"), ""))
    assert shape(odt.read(packed(table_of(grid))).grids[0]) == shape(grid)


def test_headings_titles_lists_sections_and_boxes_are_texts():
    styles = (
        '<style:style style:name="c"><style:paragraph-properties fo:text-align="center"/></style:style>'
        '<style:style style:name="d" style:parent-style-name="c"/>'
    )
    body = (
        p("示例报告", "d")
        + '<text:h text:outline-level="2">一、情况</text:h>'
        + f"<text:list><text:list-item>{p('第一')}</text:list-item></text:list>"
        + f"<text:section>{p('节')}</text:section>"
        + p(f"前<draw:frame><draw:text-box>{p('框')}</draw:text-box></draw:frame>后")
    )
    read = [(text.text, text.level) for text in odt.read(packed(body, styles)).texts]
    assert read == [("示例报告", 1), ("一、情况", 2), ("第一", 0), ("节", 0), ("前后", 0), ("框", 0)]


def test_the_blank_rest_of_a_sheet_s_row_is_as_many_blanks_as_other_rows_have_cells():
    cell, rest = (
        "<table:table-cell><text:p>7</text:p></table:table-cell>",
        '<table:table-cell table:number-columns-repeated="{}"/>',
    )
    rows = (
        f"{cell * 3}{rest.format(16381)}",
        f"{cell}<table:table-cell/>{rest.format(16382)}",
        f"{cell}{rest.format(2)}",
    )
    body = '<table:table table:name="表">' + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    (grid,) = odt.read(packed(f"{body}</table:table>", kind="spreadsheet")).grids
    assert [[cell.text for cell in grid.cells if cell.row == row] for row in range(3)] == [
        ["7", "7", "7"],
        ["7", "", ""],
        ["7", "", ""],
    ]


def test_words_in_a_drawn_shape_are_words_of_the_page():
    shape = f"<draw:g><draw:custom-shape>{p('示例报告')}<draw:enhanced-geometry/></draw:custom-shape></draw:g>"
    assert [text.text for text in odt.read(packed(p(shape) + p("正文"))).texts] == ["示例报告", "正文"]


def test_a_number_that_leads_into_the_text_is_a_note_s_where_it_stands_behind_a_figure():
    body = "".join(
        p(
            f"20<text:a xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='{place}'><text:span>1</text:span></text:a>{behind}"
        )
        for place, behind in (("#note1", ""), ("#note1", "件"), ("http://www.example.gov.cn/", ""))
    )
    assert [text.text for text in odt.read(packed(body)).texts] == ["20[1]", "20[1]件", "201"]


def test_deleted_hidden_and_noted_text_does_not_count():
    styles = '<style:style style:name="h"><style:text-properties text:display="none"/></style:style>'
    body = (
        f"<text:tracked-changes><text:changed-region>{p('删')}</text:changed-region></text:tracked-changes>"
        + p("1<text:span text:style-name='h'>2</text:span><text:note><text:note-body>注</text:note-body></text:note>3")
        + p("藏", "h")
        + f'<text:section text:display="none">{p("节")}</text:section>'
        + p(
            "4<office:annotation>批</office:annotation><text:span>5</text:span><text:s text:c='2'/>6<text:line-break/>7"
        )
        + p("5<text:tab/>3")
        + p("5<text:s text:c='9'/>3")
    )
    assert [text.text for text in odt.read(packed(body, styles)).texts] == ["13", "45 6\n7", "5\t3", "5\t3"]


def test_hidden_rows_columns_and_sheets_do_not_count():
    styles = '<style:style style:name="x"><style:table-properties table:display="false"/></style:style>'

    def row(cells: str, attributes: str = "") -> str:
        return f"<table:table-row {attributes}>{cells}</table:table-row>"

    def sheet(rows: str, name: str, attributes: str = "") -> str:
        columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
        return f'<table:table table:name="{name}" {attributes}>{columns}{rows}</table:table>'

    rows = (
        row(td(p("组"), 'table:number-rows-spanned="3"') + td(p("x")) + td(p("1")))
        + row("<table:covered-table-cell/>" + td(p("y")) + td(p("2")), 'table:visibility="collapse"')
        + row("<table:covered-table-cell/>" + td(p("z")) + td(p("3")))
        + row(td("", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048000"')
    )
    data = packed(sheet(rows, "看") + sheet(rows, "藏", 'table:style-name="x"'), styles=styles, kind="spreadsheet")
    (grid,) = odt.read(data).grids
    assert shape(grid) == {(0, 0, 2, 1, "组"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "3")}


def test_a_table_inside_a_cell_is_a_grid_of_its_own():
    inner = f"<table:table><table:table-row>{td(p('内'))}{td(p('7'))}</table:table-row></table:table>"
    outer = f"<table:table><table:table-row>{td(p('外'))}{td(inner)}</table:table-row></table:table>"
    first, second = odt.read(packed(outer)).grids
    assert [cell.text for cell in first.cells] == ["外", "内\n7"]
    assert [cell.text for cell in second.cells] == ["内", "7"]
    assert second.locator == "table[1]/tr[1]/tc[2]/table[1]"


def test_locked_cut_and_endless_files_are_refused_with_a_sentence():
    data = packed(p("示例"))
    locked = packed(p("x"), **{"META-INF__manifest.xml": "<manifest:encryption-data/>"})
    cell = td(p("1"), 'table:number-columns-repeated="1000"')
    endless = packed(
        f'<table:table><table:table-row table:number-rows-repeated="1000">{cell}</table:table-row></table:table>'
    )
    many = packed(
        f'<table:table><table:table-row table:number-rows-repeated="9999999">{td(p("1"))}</table:table-row></table:table>'
    )
    wide = td(p("1"), 'table:number-columns-spanned="1000" table:number-rows-spanned="9999"')
    spread = packed(f"<table:table>{f'<table:table-row>{wide}</table:table-row>' * 300}</table:table>")
    for broken, words in (
        (spread, "places"),
        (data[: len(data) // 2], "cut short"),
        (locked, "password"),
        (endless, "cells"),
        (many, "repeats"),
    ):
        with pytest.raises(UnreadableError, match=words):
            odt.read(broken)


def test_struck_text_does_not_count_and_a_picture_in_a_cell_leaves_its_mark():
    styles = '<style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    picture = '<draw:frame text:anchor-type="as-char"><draw:image/></draw:frame>'
    cells = td(p("<text:span text:style-name='s'>4</text:span>2")) + td(p(picture)) + td(p("3" + picture))
    grid = odt.read(packed(f"<table:table><table:table-row>{cells}</table:table-row></table:table>", styles)).grids[0]
    assert [cell.text for cell in grid.cells] == ["2", "\ufffc", "3"]


STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {said}/></style:style>'
    for name, said in (
        ("up", 'style:text-position="super 58%"'),
        ("struck", 'style:text-line-through-type="single"'),
        ("white", 'fo:color="#FFFFFF"'),
        ("tiny", 'fo:font-size="1pt"'),
    )
)


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


@pytest.mark.parametrize(
    ("content", "attributes", "printed"),
    [
        (p("2" + span("1", "up") + span("3", "up")), "", "2[13]"),
        (p(span("1", "up") + span("2", "up")), "", "12"),
        (p("2" + span("9", "struck")), "", "2"),
        (p(span("9", "white") + span("8", "tiny") + "2"), "", "2"),
        (p(span("9", "white")), "", "9"),
        ("<draw:frame><draw:image/></draw:frame>", "", "\ufffc"),
        (p("<draw:custom-shape><text:p>4</text:p></draw:custom-shape>"), "", "\ufffc"),
        (p("<draw:frame><draw:text-box><text:p>4</text:p></draw:text-box></draw:frame>"), "", "\ufffc"),
        (p("<draw:line/>"), "", ""),
        (p(""), 'office:value-type="float" office:value="4"', "\ufffc"),
        (p(""), 'office:value-type="float" office:value="0"', ""),
        ("", 'office:value-type="float" office:value="0"', "\ufffc"),
        (p("(4)"), 'office:value-type="float" office:value="-4"', "-4"),
        (p("(4)"), 'office:value-type="string"', "(4)"),
        ("<table:table><table:table-row><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>", "", "4"),
    ],
)  # fmt: skip
def test_a_cell_prints_what_is_shown_in_it_and_a_picture_leaves_its_mark(content, attributes, printed):
    row = f"<table:table-row>{td(p('8'))}{td(content, attributes)}</table:table-row>"
    document = odt.read(packed(f"<table:table>{row}</table:table>", STYLES))
    assert [cell.text for cell in document.grids[0].cells] == ["8", printed]


def test_a_file_laid_flat_is_read_like_a_packed_one():
    grid = disputes_grid(figures("disputes"))
    data = (
        f'<?xml version="1.0"?><office:document {HEAD}><office:meta/><office:body><office:text>'
        f"{p('年度报告')}{table_of(grid)}</office:text></office:body></office:document>"
    ).encode()
    assert sniff(data) == "odt"
    document = read_document(data)
    assert shape(document.grids[0]) == shape(grid)
    assert [text.text for text in document.texts] == ["年度报告"]


def test_deleted_words_that_a_flat_file_keeps_in_their_place_do_not_count():
    regions = "".join(
        f'<text:changed-region text:id="{name}"><text:{kind}/></text:changed-region>'
        for name, kind in (("c1", "insertion"), ("c2", "deletion"))
    )
    marked = (
        '<text:p><text:change-start text:change-id="c1"/>1<text:change-end text:change-id="c1"/>'
        '<text:span>2</text:span><text:change-start text:change-id="c2"/>3<text:span>4</text:span>5'
        '<text:change-end text:change-id="c2"/>6</text:p>'
    )
    data = (
        f'<?xml version="1.0"?><office:document {HEAD}><office:body><office:text>'
        f"<text:tracked-changes>{regions}</text:tracked-changes>{marked}{p('7')}</office:text></office:body>"
        "</office:document>"
    ).encode()
    assert [text.text for text in read_document(data).texts] == ["126", "7"]


@pytest.mark.parametrize(
    ("build", "table"), [(requests_grid, "requests"), (disputes_grid, "disputes"), (proactive_grid, "proactive")]
)
def test_a_table_whose_writer_left_covered_cells_out_has_the_same_columns(build, table):
    grid = build(figures(table))
    (with_them,), (without,) = (
        odt.read(packed(table_of(grid, covered=c))).grids for c in ("<table:covered-table-cell/>", "")
    )
    assert shape(without) == shape(with_them) == shape(grid)
    places = [sum(cell.row == row for cell in grid.cells) for row in range(grid.n_rows)]
    assert max(int(cell.locator.rsplit("tc[", 1)[1][:-1]) for cell in without.cells) == max(places)
