"""What a workbook shows comes back: merged cells, numbers as printed, nothing of what is hidden."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_layouts import disputes_grid, figures, proactive_grid, requests_grid, shape

from pipelines.readers import read_document, sniff, xlsx
from pipelines.readers.document import Cell, Grid, UnreadableError
from pipelines.readers.workbooks import sheets

#: A picture of one dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f0001010100"
    "1bb6ee560000000049454e44ae426082"
)


def workbook(fill) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        fill(book)
    return stream.getvalue()


def write_grid(sheet, grid: Grid, top: int = 0) -> None:
    for cell in grid.cells:
        value = int(cell.text) if cell.text.isdigit() else cell.text
        row, col = cell.row + top, cell.col
        if cell.row_span > 1 or cell.col_span > 1:
            sheet.merge_range(row, col, row + cell.row_span - 1, col + cell.col_span - 1, value)
        else:
            sheet.write(row, col, value)


@pytest.mark.parametrize(
    ("build", "table"), [(requests_grid, "requests"), (disputes_grid, "disputes"), (proactive_grid, "proactive")]
)
def test_a_table_of_the_form_comes_back_with_its_spans_below_its_title(build, table):
    grid = build(figures(table))

    def fill(book):
        sheet = book.add_worksheet("年报")
        sheet.merge_range(0, 0, 0, grid.n_cols - 1, "示例市2024年报告")
        write_grid(sheet, grid, top=2)

    document = xlsx.read(workbook(fill))
    (read,) = document.grids
    heading = [cell for cell in grid.cells if cell.row == 0 and cell.col_span == grid.n_cols]
    assert [text.text for text in document.texts] == ["示例市2024年报告", *(cell.text for cell in heading)]
    shift = 1 if heading else 0
    want = {(row - shift, col, rows, cols, text) for row, col, rows, cols, text in shape(grid) if row >= shift}
    assert shape(read) == want


@given(
    st.lists(
        st.one_of(
            st.integers(-(10**12), 10**12),
            st.decimals(0, 10**7, places=4).map(float),
            st.sampled_from(["", "-", "—", "１２", "22（注）"]),
        ),
        min_size=6,
        max_size=6,
    )
)
@settings(max_examples=50, deadline=None)
def test_numbers_are_read_as_printed(values):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["甲", "乙", "丙"])
        sheet.write_row(1, 0, values[:3])
        sheet.write_row(2, 0, values[3:])

    (grid,) = xlsx.read(workbook(fill)).grids
    texts = [cell.text for cell in grid.cells[3:]]
    for value, text in zip(values, texts + [""] * 6, strict=False):
        assert text == value if isinstance(value, str) else float(text) == value
        assert isinstance(value, str) or "e" not in text


def test_a_sum_that_floats_smear_is_read_as_the_sheet_shows_it():
    assert sheets.value_text(160.5964 * 3) == "481.7892"
    assert sheets.value_text(sum([0.1] * 30)) == "3"
    assert sheets.value_text(123456789.95) == "123456789.95"  # an amount in yuan keeps its decimals
    assert sheets.value_text(4.0) == "4"


def test_hidden_sheets_rows_and_columns_do_not_count():
    def fill(book):
        sheet = book.add_worksheet("看")
        for row in range(4):
            sheet.write_row(row, 0, ["甲乙丙丁"[row], row, row * 10])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        hidden = book.add_worksheet("藏")
        hidden.write_row(0, 0, ["x", "y"])
        hidden.hide()

    (grid,) = xlsx.read(workbook(fill)).grids
    assert [cell.text for cell in grid.cells] == ["甲", "0", "丙", "20", "丁", "30"]
    assert grid.cells[-1].locator == "看!C4"


def test_a_merged_cell_reaches_over_hidden_rows_but_does_not_count_them():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 3, 0, "组")
        for row in range(4):
            sheet.write(row, 1, row)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_row(2, None, None, {"hidden": True})

    (grid,) = xlsx.read(workbook(fill)).grids
    assert shape(grid) == {(0, 0, 2, 1, "组"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "3")}


def test_a_row_label_with_blank_figures_stays_in_the_table():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项", "数"])
        sheet.write_row(1, 0, ["甲", 1])
        sheet.write(2, 0, "乙")

    (grid,) = xlsx.read(workbook(fill)).grids
    assert Cell("乙", 2, 0, 1, 1, "Sheet1!A3") in grid.cells
    assert grid.n_rows == 3


def test_prose_and_chapters_between_tables_are_texts():
    prose = "本年度" * 15 + "。"

    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项", "数"])
        sheet.write_row(1, 0, ["甲", 1])
        sheet.write(2, 0, prose)
        sheet.merge_range(3, 0, 3, 1, "三、第三部分")
        sheet.write_row(4, 0, ["项", "数"])
        sheet.write_row(5, 0, ["乙", 2])

    document = xlsx.read(workbook(fill))
    assert [(text.text, text.level) for text in document.texts] == [(prose, 0), ("三、第三部分", 2)]
    assert [grid.cells[-1].text for grid in document.grids] == ["1", "2"]


def test_noughts_that_a_sheet_leaves_out_are_blanks():
    def fill(book):
        sheet = book.add_worksheet("示例")
        sheet.hide_zero()
        sheet.write_row(0, 0, ["项目", "甲", "乙", "丙"])
        sheet.write_row(1, 0, ["件数", 0, 5, "0"])

    (grid,) = xlsx.read(workbook(fill)).grids
    assert [cell.text for cell in grid.cells[-4:]] == ["件数", "", "5", "0"]


def test_an_error_in_a_cell_is_its_text_not_a_blank():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["项", "数"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    (grid,) = xlsx.read(workbook(fill)).grids
    assert grid.cells[-1].text == "#DIV/0!"


def test_a_formula_that_was_never_computed_is_no_blank():
    def fill(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["项目", 3, 4])
        sheet.write_formula(1, 1, "=MAX(B1:C1)", None, 7)
        sheet.write_formula(1, 2, "=MAX(B1:C1)", None, 9)

    data = changed(workbook(fill), "xl/worksheets/sheet1.xml", b"<v>9</v>", b"")
    texts = {cell.locator: cell.text for cell in xlsx.read(data).grids[0].cells}
    assert (texts["s!B2"], texts["s!C2"]) == ("7", "=MAX(B1:C1)\ufffc")


SUMS = {
    "=SUM(B1:D1)": "7.5",
    "=SUM(B1,D1)+1": "4.5",
    "=$B$1+C1-D1": "6.5",
    "=SUM(B1:D1)+B2": "15",  # of another sum
    "=SUM(B1:F1)": "7.5",  # with a blank
    "=SUM(A1:D1)": None,  # with a word
    "=SUM(B1:D1)*2": None,
    "=SUM(B9:B9)": None,  # of itself
    "=IF(B1>0,1,0)": None,
    "=": None,
}


def test_a_sum_that_was_never_computed_is_computed_where_all_it_adds_is_there():
    def fill(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["项目", 3, 4, 0.5])
        for row, formula in enumerate(SUMS, 1):
            sheet.write_formula(row, 1, formula, None, 0)

    texts = {cell.locator: cell.text for cell in xlsx.read(workbook(fill)).grids[0].cells}
    found = [texts[f"s!B{row}"] for row in range(2, 2 + len(SUMS))]
    assert found == [total or f"{formula}\ufffc" for formula, total in SUMS.items()]


def test_a_computed_sum_is_shown_in_its_format():
    def fill(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["项目", 3, 4])
        sheet.write_formula(1, 1, "=SUM(B1:C1)", book.add_format({"num_format": '0"万元"'}), 0)

    texts = {cell.locator: cell.text for cell in xlsx.read(workbook(fill)).grids[0].cells}
    assert texts["s!B2"] == "7万元"


def test_a_sheet_used_to_its_last_corner_is_refused_before_it_is_laid_out():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)

    with pytest.raises(UnreadableError, match="1048576 rows"):
        xlsx.read(workbook(fill))


def test_100_000_rows_are_refused():
    def fill(book):
        sheet = book.add_worksheet()
        for row in range(100_000):
            sheet.write(row, 0, row)

    with pytest.raises(UnreadableError, match="no report is that large"):
        xlsx.read(workbook(fill))


def test_cut_and_foreign_packages_are_refused_with_a_sentence():
    data = workbook(lambda book: book.add_worksheet().write(0, 0, 1))
    with pytest.raises(UnreadableError, match="cut short"):
        xlsx.read(data[: len(data) // 2])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.bin", b"")
    with pytest.raises(UnreadableError, match="XLSB"):
        xlsx.read(stream.getvalue())


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new) if name == part else content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "match"),
    [
        ("xl/sharedStrings.xml", b'count="1"', b'count="99999999999"', "millions"),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="A99999999999"', "no place"),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="ZZZ9999999"', "no report is that large"),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>7777</v>", "cannot be read|damaged"),
    ],
)
def test_a_workbook_that_lies_about_its_size_is_refused_not_laid_out(part, old, new, match):
    data = workbook(lambda book: book.add_worksheet().write(0, 0, "文"))
    with pytest.raises(UnreadableError, match=match):
        xlsx.read(changed(data, part, old, new))


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('0.00"万元"', 36.63, "36.63万元"),
        ('#,##0"件"', 12.0, "12件"),
        ("0%", 0.34, "34%"),
        ("0.0,", 34560.0, "34.6"),
        ('0.00,,"百万元"', 1605964.0, "1.61百万元"),
        (";;;", 34.0, "\ufffc"),
        (";;;", 0.0, ""),
        ('0!.0,"万元"', 366300.0, "\ufffc"),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0.0, "0"),
        ("[Red]#,##0", 1234.0, "1234"),
        ("0;-0;;@", 0.0, ""),
        ("#,###", 0.0, ""),
        ("#,##0", 0.0, "0"),
        ("0", 12.4, "12.4"),
        ("General", 7.0, "7"),
        ('"约"0', 30.0, "约30"),
        ("[DBNum1][$-804]0", 5.0, "5"),
        ("yyyy-mm-dd", 7.0, "7"),
        ('0"0"', 7.0, "\ufffc"),
        ('[=0]"";General', 0.0, ""),
        ('[=0]"";General', 5.0, "5"),
        ('[>=10000]0!.0,"万元";0"元"', 5.0, "5元"),
        ('[>=10000]0!.0,"万元";0"元"', 50000.0, "\ufffc"),
    ],
)
def test_a_number_format_says_what_the_value_does_not(code, value, shown):
    assert sheets.value_text(value, code) == shown


def test_what_a_workbook_raises_strikes_out_or_lays_pictures_over_is_seen():
    def fill(book):
        sheet = book.add_worksheet("s")
        up, struck = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, ["甲", "乙", "丙", "丁"])
        sheet.write_rich_string(1, 0, "14", up, "2")
        sheet.write_rich_string(1, 1, struck, "9", "14")
        sheet.write_number(1, 3, 36.63, book.add_format({"num_format": '0.00"万元"'}))
        sheet.insert_image(1, 2, "dot.png", {"image_data": io.BytesIO(DOT)})
        sheet.insert_image(0, 3, "dot.png", {"image_data": io.BytesIO(DOT)})

    assert [cell.text for cell in xlsx.read(workbook(fill)).grids[0].cells[4:]] == [
        "14[2]",
        "14",
        "\ufffc",
        "36.63万元",
    ]


def test_an_empty_value_and_a_nought_that_waits_to_be_computed_are_no_figures():
    def fill(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["项目", 3, 4])
        sheet.write_row(1, 0, ["合计"])
        sheet.write_formula(1, 1, "=MAX(B1:C1)")  # the nought that this library writes for want of a result
        sheet.write_formula(1, 2, "=MAX(B1:C1)", None, "")

    texts = {cell.locator: cell.text for cell in xlsx.read(workbook(fill)).grids[0].cells}
    assert texts["s!B2"] == "=MAX(B1:C1)\ufffc"
    data = changed(workbook(fill), "xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v></v>")
    assert {cell.locator: cell.text for cell in xlsx.read(data).grids[0].cells}["s!B2"] == "=MAX(B1:C1)\ufffc"


def test_noughts_count_where_the_program_had_computed_the_sheet():
    def fill(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["项目", 3, -3])
        sheet.write_row(1, 0, ["合计"])
        sheet.write_formula(1, 1, "=SUM(B1:C1)", None, 0)
        sheet.write_formula(1, 2, "=B1*2", None, 6)

    texts = {cell.locator: cell.text for cell in xlsx.read(workbook(fill)).grids[0].cells}
    assert (texts["s!B2"], texts["s!C2"]) == ("0", "6")


def test_tables_beside_each_other_are_grids_of_their_own_but_a_blank_column_inside_one_cuts_nothing():
    def fill(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["规章", 1, "", "行政许可", 2])
        sheet.write_row(1, 0, ["规范性文件", 3, "", "行政处罚", 4])

    grids = xlsx.read(workbook(fill)).grids
    assert [[cell.text for cell in grid.cells if cell.text] for grid in grids] == [
        ["规章", "1", "规范性文件", "3"],
        ["行政许可", "2", "行政处罚", "4"],
    ]

    def above_a_wider_one(book):
        fill(book)
        book.worksheets()[0].write_row(3, 0, ["甲", "乙", "丙", "丁", "戊"])
        book.worksheets()[0].write_row(4, 0, [5, 6, 7, 8, 9])

    sizes = [(grid.n_rows, grid.n_cols) for grid in xlsx.read(workbook(above_a_wider_one)).grids]
    assert sizes == [(2, 3), (2, 2), (2, 5)]

    def unmerged(book):
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["规章", "", "", 1, 2])
        sheet.write_row(1, 0, ["规范性文件", "", "", 3, 4])

    assert len(xlsx.read(workbook(unmerged)).grids) == 1


def test_an_xml_workbook_comes_back_with_its_merges_and_without_what_it_hides():
    cells = (
        '<Row><Cell ss:MergeDown="1"><Data ss:Type="String">行政处罚</Data></Cell>'
        '<Cell><Data ss:Type="Number">84</Data></Cell><Cell ss:StyleID="w"><Data ss:Type="Number">3.5</Data></Cell></Row>'
        '<Row><Cell ss:Index="2" ss:Formula="=R1C1"/><Cell><ss:Data ss:Type="String" xmlns:h="urn:h">14<h:Sup>2</h:Sup></ss:Data>'
        '</Cell></Row><Row ss:Hidden="1"><Cell><Data ss:Type="Number">9</Data></Cell></Row>'
    )
    data = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="w"><NumberFormat ss:Format="0.0&quot;万元&quot;"/></Style></Styles>'
        f'<Worksheet ss:Name="表"><Table>{cells}</Table></Worksheet><Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="Number">7'
        '</Data></Cell></Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
        "</WorksheetOptions></Worksheet></Workbook>"
    ).encode()
    assert sniff(data) == "spreadsheetml"
    (grid,) = read_document(data).grids
    assert [(cell.text, cell.row_span) for cell in grid.cells] == [
        ("行政处罚", 2), ("84", 1), ("3.5万元", 1), ("\ufffc", 1), ("14[2]", 1),
    ]  # fmt: skip


def test_what_is_written_in_white_on_the_bare_sheet_is_not_seen_but_on_a_ground_it_is():
    def fill(book):
        sheet = book.add_worksheet("表")
        white = book.add_format({"font_color": "#FFFFFF"})
        heading = book.add_format({"font_color": "#FFFFFF", "bg_color": "#4472C4"})
        sheet.write(0, 0, "项目", heading)
        sheet.write(0, 1, "数量", heading)
        sheet.write(1, 0, "甲类")
        sheet.write(1, 1, 7, white)
        sheet.write(2, 0, "乙类")
        sheet.write(2, 1, 8)

    (grid,) = xlsx.read(workbook(fill)).grids
    assert [cell.text for cell in grid.cells] == ["项目", "数量", "甲类", "", "乙类", "8"]


def test_a_blank_copy_of_a_sheet_is_left_out_unless_it_speaks_of_something_else():
    grid = requests_grid(figures("requests"))
    blank = Grid(grid.n_rows, grid.n_cols, tuple(cell for cell in grid.cells if not cell.text.isdigit()))

    def read(title: str) -> list[str]:
        def fill(book):
            for name, cells, above in (("空表", blank, title), ("年报", grid, "示例市2024年报告")):
                sheet = book.add_worksheet(name)
                sheet.merge_range(0, 0, 0, grid.n_cols - 1, above)
                write_grid(sheet, cells, top=1)

        return [text.text for text in xlsx.read(workbook(fill)).texts]

    assert read("××市××年报告") == ["示例市2024年报告"]
    assert read("示例市2024年报告") == ["示例市2024年报告"]
    assert read("示例县2024年报告") == ["示例县2024年报告", "示例市2024年报告"]


def test_lines_of_one_cell_each_behind_the_prose_are_texts_but_a_figure_among_them_is_a_table_s():
    def fill(figure):
        def write(book):
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["项", "数"])
            sheet.write_row(1, 0, ["甲", 1])
            sheet.write(2, 0, "本年度" * 15 + "。")
            for row, words in enumerate(("示例局", "2022年1月20日", *figure), 3):
                sheet.merge_range(row, 0, row, 1, words)

        return write

    signed, counted = (xlsx.read(workbook(fill(figure))) for figure in ((), ("5",)))
    assert [text.text for text in signed.texts[1:]] == ["示例局", "2022年1月20日"]
    assert [cell.text for cell in counted.grids[-1].cells] == ["示例局", "2022年1月20日", "5"]


def test_who_signs_and_the_day_right_behind_a_table_are_no_rows_of_it():
    def fill(book):
        sheet = book.add_worksheet()
        for row, words in enumerate((["项", "数"], ["甲", 1], ["示例局"], ["2022年1月20日"])):
            sheet.write_row(row, 0, words)

    document = xlsx.read(workbook(fill))
    assert [cell.text for cell in document.grids[0].cells] == ["项", "数", "甲", "1"]
    assert [text.text for text in document.texts] == ["示例局", "2022年1月20日"]
