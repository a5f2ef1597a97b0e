"""The renderers: every cell stands under its headings and beside its labels, in every format."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from crawlers.sandbox.figures import load_reports, with_zeros_as
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import LAYOUTS, find_layout, render
from crawlers.sandbox.render.layout import BREAK_AFTER, Layout
from crawlers.sandbox.render.sheet import numbered, sheets
from warehouse.form import load_form

REPORTS = load_reports()
EVERY = [(name, layout) for name, layouts in LAYOUTS.items() for layout in layouts]
#: Layouts whose tables keep the official rows and columns, so that a walk along them finds every cell.
WALKED = [
    ("html", layout) for layout in LAYOUTS["html"] if layout not in ("joined", "repeated", "wide", "grouped", "hidden")
] + [("docx", layout) for layout in LAYOUTS["docx"]]


def printed(element) -> str:
    return "".join("".join(element.itertext()).split())


def html_lattices(page: bytes) -> list[list[list[str]]]:
    """Each visible table as rows x columns of texts, spans filled in; fails where two cells claim one place."""
    lattices = []
    for table in lxml_html.fromstring(page).iter("table"):
        rows = [row for row in table.iter("tr") if row.getparent().tag != "template"]
        rows = [row for row in rows if row.get("style") != "display:none" and row.get("hidden") is None]
        places: dict[tuple[int, int], str] = {}
        for below, row in enumerate(rows):
            across = 0
            for cell in row.findall("td"):
                while (below, across) in places:
                    across += 1
                for down in range(int(cell.get("rowspan", 1))):
                    for right in range(int(cell.get("colspan", 1))):
                        assert (below + down, across + right) not in places
                        places[below + down, across + right] = printed(cell)
        lattices.append(filled(places, len(rows)))
    return lattices


def filled(places: dict[tuple[int, int], str], n_rows: int) -> list[list[str]]:
    width = max(across for _, across in places) + 1
    assert len(places) == n_rows * width, "the spans do not cover the table exactly"
    return [[places[below, across] for across in range(width)] for below in range(n_rows)]


def docx_lattices(data: bytes) -> list[list[list[str]]]:
    document = docx.Document(io.BytesIO(data))
    return [[["".join(cell.text.split()) for cell in row.cells] for row in table.rows] for table in document.tables]


def distinct(texts: list[str]) -> tuple[str, ...]:
    """A path along spanned cells, each named once."""
    return tuple(text for place, text in enumerate(texts) if place == 0 or text != texts[place - 1])


def walk(report, layout: Layout, lattices) -> dict:
    """Every figure found by the headings above it and the labels beside it."""
    flat = [row for lattice in lattices for row in lattice]
    return walk_rows(report, layout, flat) | walk_disputes(report, flat) | walk_blocks(report, layout, flat)


def walk_rows(report, layout, rows) -> dict:
    (block,) = report.blocks("requests")
    top = next(place for place, row in enumerate(rows) if row[0] == block.note)
    heads = [distinct([rows[top + down][across] for down in range(3)]) for across in range(3, 10)]
    found = {}
    for row in rows[top + 3 :]:
        path = distinct(row[:3])
        for head, text in zip(heads, row[3:], strict=False):
            found[path, head] = text
    cells = {}
    for line in block.rows:
        for column in block.columns:
            path = (*line.under, numbered(line, layout))
            cells["requests", line.key, column.key] = found[path, (block.columns_under, *column.under, column.label)]
    return cells


def walk_disputes(report, rows) -> dict:
    (block,) = report.blocks("disputes")
    top = next(place for place, row in enumerate(rows) if row[0] == block.rows[0].label)
    heads = [distinct([rows[top + down][across] for down in range(3)]) for across in range(15)]
    values = dict(zip(heads, rows[top + 3], strict=True))
    return {
        ("disputes", row.key, column.key): values[*row.under, row.label, column.label]
        for row in block.rows
        for column in block.columns
    }


def walk_blocks(report, layout, rows) -> dict:
    cells = {}
    for block in report.blocks("proactive"):
        top = next(place for place, row in enumerate(rows) if row[0] == block.heading[0])
        heads = rows[top + 1]
        for below, line in enumerate(block.rows, top + 2):
            assert rows[below][0] == numbered(line, layout)
            for column in block.columns:
                cells["proactive", line.key, column.key] = rows[below][heads.index(column.label)]
    return cells


def texts(report) -> dict:
    return {key: figure.text for key, figure in report.figures.items()}


def lattices(name: str, data: bytes):
    return html_lattices(data) if name == "html" else docx_lattices(data)


@pytest.mark.parametrize(("name", "layout"), WALKED)
@pytest.mark.parametrize("key", ["huaian-2024", "shanghai-office-2019", "shili-agriculture-2022"])
def test_every_cell_is_found_by_its_headings_and_labels(key, name, layout):
    report = REPORTS[key]
    data = render(report, name, layout)
    assert walk(report, find_layout(name, layout), lattices(name, data)) == texts(report)


@given(seed=st.integers(0, 5000), edition=st.sampled_from(["2019", "2021"]), blank=st.booleans())
@settings(max_examples=25, deadline=None)
def test_every_cell_of_any_invented_report_is_found_in_html(seed, edition, blank):
    report = make_figures(seed, "示例市教育局", 2020, edition)
    report = with_zeros_as(report) if blank else report
    for layout in ("plain", "pasted", "cut"):
        found = walk(report, find_layout("html", layout), html_lattices(render(report, "html", layout)))
        assert found == texts(report)


def test_hidden_rows_change_nothing_that_is_visible():
    report = REPORTS["huaian-2024"]
    page = render(report, "html", "hidden")
    assert b"987" in page
    assert walk(report, Layout(), html_lattices(page)) == texts(report)


def test_a_joined_report_is_one_table_that_its_cells_cover_exactly():
    report = REPORTS["huaian-2024"]
    (lattice,) = html_lattices(render(report, "html", "joined"))
    assert {len(row) for row in lattice} == {60}
    last = load_form("2021").tables["requests"].blocks[0].rows[-1]
    row = next(row for row in lattice if row[0] == numbered(last, Layout()))
    assert distinct(row)[1:3] == ("103", "0")


def test_a_repeated_header_stands_twice_in_one_table():
    report = REPORTS["huaian-2024"]
    (block,) = report.blocks("requests")
    lattice = next(found for found in html_lattices(render(report, "html", "repeated")) if found[0][0] == block.note)
    assert [row[0] for row in lattice].count(block.note) == 6
    group = block.rows[[row.key for row in block.rows].index(BREAK_AFTER)].under[1]
    assert [row[1] for row in lattice].count(group) == 3


def test_numbers_are_printed_full_width_or_with_thousands_marks():
    report = REPORTS["huaian-2024"]
    assert "３１１９" in render(report, "html", "wide").decode()
    grouped = render(report, "html", "grouped").decode()
    assert "3,985,758" in grouped
    assert "96171.6" in grouped


def test_digits_of_pasted_numbers_stand_in_spans_of_their_own():
    page = render(REPORTS["huaian-2024"], "html", "pasted").decode()
    assert ">3119<" not in page
    assert page.count("<o:p>") > 200


def test_a_number_of_a_row_is_followed_by_a_comma_where_the_layout_says_so():
    line = load_form("2021").tables["requests"].blocks[0].rows[4]
    assert numbered(line, Layout(point="、")) == f"1、{line.label}"
    assert numbered(line, Layout()) == f"1.{line.label}"


def tabbed_rows(text: str) -> list[list[str]]:
    """Cells of each tab-indented row; a line without a tab goes on with the cell above it."""
    rows, row = [], []
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if line.startswith("\t"):
            row.append(line[1:])
        elif row and line:
            row[-1] += line
        elif row and not (place + 1 < len(lines) and lines[place + 1] and not lines[place + 1].startswith("\t")):
            rows.append(row)
            row = []
    return rows


def test_tabbed_text_gives_each_cell_a_line_and_hanging_cells_a_bare_tab():
    report = REPORTS["huaian-2024"]
    (block,) = report.blocks("requests")
    rows = tabbed_rows(render(report, "text", "tabbed").decode())
    head = next(place for place, row in enumerate(rows) if row[0] == block.note)
    assert rows[head] == [block.note, block.columns_under]
    assert rows[head + 1][0] == ""
    assert rows[head + 2][:2] == ["", ""]
    assert rows[head + 2][-1] == ""
    for place, line in enumerate(block.rows):
        row = rows[head + 3 + place]
        assert row[-8] == numbered(line, Layout())
        assert row[-7:] == [report.figures["requests", line.key, column.key].text for column in block.columns]
        assert len(row) == 8 + len(line.under)


def test_flat_text_runs_the_cells_of_a_row_together():
    report = REPORTS["pingtan-2024"]
    text = render(report, "text", "flat").decode()
    assert "6233440" in text
    for line in report.blocks("requests").__next__().rows:
        run = "".join(report.figures["requests", line.key, column].text for column in columns(report))
        assert numbered(line, Layout()) + run in text


def columns(report) -> list[str]:
    (block,) = report.blocks("requests")
    return [column.key for column in block.columns]


@pytest.mark.parametrize("layout", LAYOUTS["pdf"])
def test_a_pdf_holds_every_row_as_text_in_order(layout):
    report = REPORTS["huaian-2024"]
    pages = pdf_pages(render(report, "pdf", layout))
    whole = "".join("".join(page.split()) for page in pages)
    place = 0
    (block,) = report.blocks("requests")
    for line in block.rows:
        run = "".join(report.figures["requests", line.key, column.key].text for column in block.columns)
        place = whole.find(run, place)
        assert place >= 0, line.key


def test_a_label_runs_over_the_page_where_the_table_breaks():
    report = REPORTS["huaian-2024"]
    (block,) = report.blocks("requests")
    group = next(row for row in block.rows if row.key == BREAK_AFTER).under[1]
    half = (len(group) + 1) // 2
    pages = ["".join(page.split()) for page in pdf_pages(render(report, "pdf", "broken"))]
    above = next(page for page in pages if group[:half] in page)
    below = next(page for page in pages if group[half:] in page and group[:half] not in page)
    assert pages.index(below) == pages.index(above) + 1
    assert not any(group in page for page in pages)
    repeated = ["".join(page.split()) for page in pdf_pages(render(report, "pdf", "repeated"))]
    assert sum(group in page for page in repeated) == 2


def pdf_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[place].get_textpage().get_text_range() for place in range(len(document))]


def test_a_workbook_keeps_the_merged_labels_and_every_number():
    report = REPORTS["huaian-2024"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(render(report, "xlsx", "plain"))).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert len(sheet.merged_cell_ranges) > 20
    (block,) = report.blocks("requests")
    for line in block.rows:
        row = next(row for row in rows if numbered(line, Layout()) in row)
        wanted = [report.value("requests", line.key, column.key) for column in block.columns]
        assert [int(value) for value in row[3:10]] == wanted


def test_a_broken_table_prints_each_row_once():
    report = REPORTS["huaian-2024"]
    upper, lower = sheets(report, "requests", Layout(broken=True))
    keys = [box.cell for sheet in (upper, lower) for box in sheet.boxes if box.cell]
    assert sorted(keys) == sorted(key for key in report.figures if key[0] == "requests")
    assert lower.header == 0


@pytest.mark.parametrize(("name", "layout"), EVERY)
def test_the_boxes_of_every_layout_cover_their_sheets_exactly(name, layout):
    for table in ("proactive", "requests", "disputes"):
        for sheet in sheets(REPORTS["shanghai-office-2019"], table, find_layout(name, layout)):
            places = [
                (box.row + down, box.col + right)
                for box in sheet.boxes
                for down in range(box.rows)
                for right in range(box.cols)
            ]
            assert sorted(places) == [(down, right) for down in range(sheet.n_rows) for right in range(sheet.n_cols)]


def test_a_document_names_its_report_and_says_every_sentence():
    report = REPORTS["liaocheng-bigdata-2022"]
    for name, layout in EVERY:
        if name in ("html", "text", "md"):
            words = "".join(lxml_html.fromstring(render(report, name, layout).decode()).text_content().split())
            assert report.title in words
            for sentence in (*report.prose.foreword, *report.prose.overview, *report.prose.other):
                assert sentence in words


DIGESTS = """
import hashlib
from crawlers.sandbox.figures import load_reports
from crawlers.sandbox.render import LAYOUTS, render
for name, layouts in LAYOUTS.items():
    for layout in layouts:
        data = render(load_reports()["huaian-2024"], name, layout)
        print(name, layout, hashlib.sha256(data).hexdigest())
"""


def test_the_same_report_gives_the_same_bytes_in_another_process_zone_and_hash_seed():
    here = [
        f"{name} {layout} {hashlib.sha256(render(REPORTS['huaian-2024'], name, layout)).hexdigest()}"
        for name, layout in EVERY
    ]
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", DIGESTS], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == here


def test_office_files_carry_no_clock():
    for name in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(render(REPORTS["huaian-2024"], name, "plain"))) as archive:
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2025-03-20" in archive.read("docProps/core.xml")
