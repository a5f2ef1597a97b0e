"""Prose that stands in the cells of a table is told as text beside it."""

import io
from html import escape

from python_calamine import CalamineWorkbook

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes, to_json
from pipelines.readers.document import Cell, Document, Grid, Text
from pipelines.readers.prose_rows import with_prose_of_rows
from pipelines.readers.workbooks.sheets import value_text

LONG = "示例单位的工作情况如下，" * 4 + "全年没有变化。"


def cells(*rows: tuple[str, ...]) -> Grid:
    width = max(map(len, rows))
    found = [
        Cell(text, row, col, 1, width if len(line) == 1 else 1, f"table[1]/{row}/{col}")
        for row, line in enumerate(rows)
        for col, text in enumerate(line)
    ]
    return Grid(len(rows), width, tuple(found), "table[1]")


def test_a_report_that_is_one_table_has_its_title_and_its_sentences_as_texts_too():
    grid = cells(("年度报告",), (LONG,), ("甲", "1"), ("小结",), (f"{LONG}\n{LONG}",))
    told = with_prose_of_rows(Document("docx", (grid, Text("完")), pictures=(0, 1, 2)))
    assert told.grids == [grid]
    assert [
        block if isinstance(block, Grid) else (block.text, block.level, block.locator) for block in told.blocks
    ] == [
        ("年度报告", 1, "table[1]/0/0"),
        (LONG, 0, "table[1]/1/0"),
        grid,
        *[(LONG, 0, "table[1]/4/0")] * 2,
        ("完", 0, ""),
    ]
    assert told.pictures == (0, 5, 6)


def test_labels_notes_and_tables_without_sentences_stay_what_they_are():
    note = "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和而且这里没有句号结尾所以不是句子"
    document = Document("html", (Text("题"), cells(("年度报告",), (note,), ("甲", LONG)), cells(("乙", "1"))))
    assert with_prose_of_rows(document).texts == [Text("题")]


def test_a_sentence_beside_other_cells_is_told_only_where_it_is_longer_than_any_cell():
    beside = Document("html", (Text("题"), cells(("甲", "1"), ("乙", LONG), ("丙", LONG * 3))))
    assert [text.text for text in with_prose_of_rows(beside).texts] == ["题", LONG * 3]


def test_a_workbook_saved_as_a_page_is_one_table_and_says_what_the_workbook_says():
    report = make_figures(5, "示例市水利局", 2023, "2021")
    workbook = render(report, "xlsx", "yearless")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    merged = sheet.merged_cell_ranges or []
    spans = {(top, left): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in merged}
    covered = {(top + i, left + j) for (top, left), (n, m) in spans.items() for i in range(n) for j in range(m)}
    rows = ""
    for row, line in enumerate(sheet.to_python(skip_empty_area=False)):
        rows += "<tr>"
        for col, value in enumerate(line):
            if (row, col) in spans or (row, col) not in covered:
                down, across = spans.get((row, col), (1, 1))
                rows += f"<td rowspan={down} colspan={across}>{escape(value_text(value, ''))}"
    page, book = (to_json("示例", parse_bytes(data)) for data in (f"<table>{rows}</table>".encode(), workbook))
    assert page["status"] == "accepted"
    assert {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in page["cells"]} == expected_cells(
        report
    )
    assert (page["agency"], page["report_year"]) == ("示例市水利局", 2023)
    assert len(page["claims"]) > 5
    assert [(claim["kind"], claim["measure"], claim["value"]) for claim in page["claims"]] == [
        (claim["kind"], claim["measure"], claim["value"]) for claim in book["claims"]
    ]


def test_the_prose_of_a_page_that_a_table_frames_is_told_once():
    page = render(make_figures(5, "示例县教育局", 2024, "2021"), "html", "plain").decode()
    framed = page.replace("<body>", "<body><table><tr><td>栏目导航<td>").replace("</body>", "</table></body>")
    alone, inside = (parse_bytes(markup.encode()).reports[0] for markup in (page, framed))
    assert alone.claims
    assert [claim.sentence for claim in inside.claims] == [claim.sentence for claim in alone.claims]
    assert {cell.key: cell.value for cell in inside.cells} == {cell.key: cell.value for cell in alone.cells}
