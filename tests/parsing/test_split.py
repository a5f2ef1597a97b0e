"""Documents with several reports: each is read alone, and nothing of one stands under the name of the other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import LAYOUTS, render
from pipelines.parse import Parsed, to_json
from pipelines.parsing.report import read_reports
from pipelines.readers import read_document
from pipelines.readers.document import Cell, Document, Grid, Text
from warehouse.form import load_form

WATER, EDUCATION, AREA, OFFICE = "示例市水利局", "示例市教育局", "示例市人民政府", "示例市人民政府办公室"
TITLE = "政府信息公开工作年度报告"
SHAPES = [
    (name, layout)
    for name in ("html", "docx", "text", "pdf", "xlsx")
    for layout in LAYOUTS[name]
    if layout not in {"flat", "spaced"}
]


def shown(report, shape=("html", "plain")):
    return read_document(render(report, *shape))


def joined(*documents):
    """The documents one after the other, under the first one's metadata."""
    blocks = tuple(block for document in documents for block in document.blocks)
    return replace(documents[0], blocks=blocks, meta={})


def lines(*words):
    return Document("html", tuple(Text(word, 0, f"text[{place}]") for place, word in enumerate(words)))


def cells(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells}


def assert_never_mixed(found, reports):
    """Every figure under a name and year is that report's own."""
    expected = {(report.agency, report.report_year): expected_cells(report) for report in reports}
    for report in found:
        own = expected.get((report.agency, report.report_year))
        for key, value in cells(report).items():
            assert value is None or (own is not None and own[key] == value), (report.title, key)


PAIRS = {
    "two bureaus": ((WATER, 2023), (EDUCATION, 2023)),
    "the area and its office": ((AREA, 2023), (OFFICE, 2023)),
    "last year's report behind this year's": ((WATER, 2023), (WATER, 2022)),
    "an older form behind the new": ((WATER, 2023), (WATER, 2020)),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", PAIRS)
def test_reports_one_after_the_other_are_read_apart(name, shape):
    reports = [
        make_figures(place + 11, agency, year, "2019" if year < 2021 else "2021")
        for place, (agency, year) in enumerate(PAIRS[name])
    ]
    found = read_reports(joined(*(shown(report, shape) for report in reports)))
    assert_never_mixed(found, reports)
    assert [(report.agency, report.report_year) for report in found] == [(r.agency, r.report_year) for r in reports]
    assert [report.status for report in found] == ["accepted"] * 2, [report.reasons for report in found]
    assert [cells(report) for report in found] == [expected_cells(report) for report in reports]


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=5, unique=True))
@settings(max_examples=5, deadline=None)
def test_a_yearly_collection_gives_every_bureau_its_own(seeds):
    reports = [
        make_figures(seed, f"示例市第{place}示例局", 2023, "2021")
        for place, seed in zip("一二三四五", seeds, strict=False)
    ]
    front = lines("示例市各部门2023年政府信息公开年报汇编", "目录", *(f"{r.agency}2023年{TITLE}" for r in reports))
    found = read_reports(joined(front, *(shown(report) for report in reports)))
    assert [report.agency for report in found] == [report.agency for report in reports]
    assert [cells(report) for report in found] == [expected_cells(report) for report in reports]


def test_several_reports_are_listed_in_the_answer():
    reports = [make_figures(1, WATER, 2023, "2021"), make_figures(2, EDUCATION, 2023, "2021")]
    found = read_reports(joined(*map(shown, reports)))
    answer = to_json("x", Parsed("html", tuple(found)))
    assert [report["agency"] for report in answer["reports"]] == [WATER, EDUCATION]
    assert "cells" not in answer
    assert all(report["claims"] for report in answer["reports"])


def test_a_second_set_of_tables_without_a_title_is_refused_and_gives_no_cell():
    one, other = make_figures(1, WATER, 2023, "2021"), make_figures(2, EDUCATION, 2023, "2021")
    untitled = shown(other)
    untitled = replace(untitled, blocks=tuple(b for b in untitled.blocks if not isinstance(b, Text)))
    (found,) = read_reports(joined(shown(one), untitled))
    assert found.status == "quarantined"
    assert found.cells == ()
    assert "two sets" in found.reasons[0]


def test_a_second_set_that_says_the_same_is_the_same_report():
    report = make_figures(1, WATER, 2023, "2021")
    again = replace(shown(report), blocks=tuple(shown(report).grids))
    (found,) = read_reports(joined(shown(report), again))
    assert found.status == "accepted", found.reasons
    assert cells(found) == expected_cells(report)


def test_a_title_printed_again_within_a_report_begins_no_other():
    report = make_figures(1, WATER, 2023, "2021")
    document = shown(report)
    blocks = list(document.blocks)
    for place in (len(blocks), len(blocks) // 2, 1):
        blocks.insert(place, Text(f"{WATER}2023年{TITLE}"))
        blocks.insert(place, Text(f"2023年{TITLE}"))
    (found,) = read_reports(replace(document, blocks=tuple(blocks)))
    assert (found.agency, found.report_year, found.status) == (WATER, 2023, "accepted"), found.reasons
    assert cells(found) == expected_cells(report)


@pytest.mark.parametrize("place", [0, -1])
def test_titles_of_other_reports_in_menus_begin_no_report(place):
    report = make_figures(1, WATER, 2023, "2021")
    menu = lines(
        *(f"{agency}{year}年{TITLE}" for agency in (EDUCATION, AREA) for year in (2021, 2022)), "上一页", "下一页"
    )
    parts = [menu, shown(report)]
    (found,) = read_reports(joined(*(parts if place == 0 else parts[::-1])))
    assert (found.agency, found.report_year, found.status) == (WATER, 2023, "accepted"), found.reasons
    assert cells(found) == expected_cells(report)


def test_a_list_of_reports_is_no_report():
    menu = lines(
        "政府信息公开年报", *(f"{agency}{year}年{TITLE}" for agency in (WATER, AREA) for year in range(2019, 2024))
    )
    (found,) = read_reports(menu)
    assert found.status == "not_a_report"
    assert "lists" in found.reasons[0]


def test_reports_of_prose_are_read_apart_with_their_own_claims():
    def prose(agency, year, count):
        return lines(
            f"{agency}{year}年{TITLE}",
            "一、概述",
            f"示例：{year}年，本机关按照条例要求推进公开工作，完善制度，健全机制，及时更新各类信息，方便群众查询。" * 3,
            "二、依申请公开情况",
            f"示例：{year}年共收到政府信息公开申请{count}件，均按期答复，未发生行政复议和行政诉讼，未收取任何费用。"
            * 1,
            "示例：下一步将继续加强学习培训，提高公开质量，扩大公开范围，回应社会关切，接受群众监督。" * 3,
        )

    found = read_reports(joined(prose(WATER, 2012, 5), prose(WATER, 2011, 8)))
    assert [(report.report_year, report.edition, report.status) for report in found] == [
        (2012, "prose", "accepted"),
        (2011, "prose", "accepted"),
    ]
    counts = [[claim.value for claim in report.claims if claim.measure == "new_received"] for report in found]
    assert counts == [[5], [8]]


def test_a_title_behind_a_report_without_one_is_not_its_own():
    report = make_figures(1, WATER, 2023, "2021")
    untitled = replace(shown(report), blocks=shown(report).blocks[1:], meta={})
    link = lines("相关链接", f"{EDUCATION}2023年{TITLE}")
    (found,) = read_reports(joined(untitled, link))
    assert (found.agency, found.status) == (None, "quarantined")
    assert "title" in found.reasons[0]


def test_a_table_that_compares_years_is_no_second_set():
    report = make_figures(1, WATER, 2023, "2021")
    block = load_form("2021").tables["requests"].blocks[0]
    rows = [["项目", "2022年", "2023年", "增减"], *([row.number + row.label, "7", "9", "2"] for row in block.rows[:3])]
    cells_of_it = [Cell(text, at, col) for at, row in enumerate(rows) for col, text in enumerate(row)]
    document = shown(report)
    (found,) = read_reports(
        replace(document, blocks=(*document.blocks[:3], Grid(4, 4, tuple(cells_of_it)), *document.blocks[3:]))
    )
    assert found.status == "accepted", found.reasons
    assert cells(found) == expected_cells(report)


def test_a_link_to_the_report_of_a_bureau_does_not_say_whose_the_report_of_an_area_is():
    document = shown(make_figures(1, AREA, 2023, "2021"))
    blocks = [
        replace(block, text=block.text.replace("我局", "全市")) if isinstance(block, Text) else block
        for block in document.blocks
    ]
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Text) and TITLE in block.text)
    link, own = Text(f"{EDUCATION}2023年{TITLE}", 0, "link"), Text(f"2023年{TITLE}", 1, "title")
    html = Document("html", (*blocks[:at], link, own, Text("2023年，全市认真推进。", 0, "said"), *blocks[at + 1 :]))
    (report,) = read_reports(html)
    assert "office_or_area" in {reason.code for reason in report.reasons}


@pytest.mark.parametrize("printed", [f"2023年{TITLE}", TITLE])
@pytest.mark.parametrize(("years", "status"), [((2022,), "quarantined"), ((2021, 2022), "accepted")])
def test_a_link_to_a_report_of_another_year_does_not_say_whose_this_one_is_but_a_list_of_years_does(
    years, status, printed
):
    document = shown(make_figures(1, WATER, 2023, "2021"))
    at = next(at for at, block in enumerate(document.blocks) if isinstance(block, Text) and TITLE in block.text)
    links = [Text(f"{EDUCATION}{year}年{TITLE}", 0, "link") for year in years]
    own = Text(printed, 1, "title")
    (report,) = read_reports(Document("html", (*document.blocks[:at], *links, own, *document.blocks[at + 1 :])))
    assert report.status == status


@pytest.mark.parametrize(("level", "own", "is_title"), [(1, 0, True), (0, 0, False), (1, 1, False)])
def test_the_name_of_a_folder_in_a_menu_beside_the_title_is_not_the_title_of_what_stands_below(level, own, is_title):
    document = shown(make_figures(1, WATER, 2023, "2021"))
    at = next(at for at, block in enumerate(document.blocks) if isinstance(block, Text) and TITLE in block.text)
    title, menu = replace(document.blocks[at], level=level), Text("政府信息公开年报", own, "menu")
    (report,) = read_reports(Document("pdf", (*document.blocks[:at], title, menu, *document.blocks[at + 1 :])))
    assert (WATER in report.title) is is_title
