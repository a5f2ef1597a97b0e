"""What publishers do to the form: every change keeps each figure once, in tables that their cells cover exactly."""

from collections import Counter
from dataclasses import replace

import pytest

from crawlers.sandbox.before_form import make_prose, make_statistics, printed_lines
from crawlers.sandbox.figures import expected_cells, expected_states
from crawlers.sandbox.invent import make_figures, make_hybrid
from crawlers.sandbox.render import (
    BREAKERS,
    CONTENT_TYPES,
    LAYOUTS,
    SUFFIXES,
    Layout,
    changes,
    find_layout,
    printing,
    render,
)
from crawlers.sandbox.render.blocks import Heading, Sheet
from crawlers.sandbox.render.story import headline, story

REPORT = make_figures(11, "示例市水利局", 2023, "2021")
OLD = make_figures(11, "示例市水利局", 2020, "2019")
EVERY = {layout.name: layout for name in BREAKERS if name != "zip" for layout in BREAKERS[name].values()}


def sheets_of(report, layout):
    return [block for block in story(report, layout) if isinstance(block, Sheet)]


@pytest.mark.parametrize("report", [REPORT, OLD], ids=["2021", "2019"])
@pytest.mark.parametrize("layout", EVERY)
def test_every_figure_stands_once_in_tables_that_their_cells_cover_exactly(report, layout):
    found = Counter()
    for sheet in sheets_of(report, EVERY[layout]):
        found.update(box.cell for box in sheet.boxes if box.cell)
        places = Counter(
            (box.row + down, box.col + right)
            for box in sheet.boxes
            for down in range(box.rows)
            for right in range(box.cols)
        )
        assert places == Counter((row, col) for row in range(sheet.n_rows) for col in range(sheet.n_cols))
    assert found == Counter(report.printed_cells())


def test_the_form_is_cut_into_fifteen_tables():
    assert len(sheets_of(REPORT, find_layout("html", "in_pieces"))) == 15


def test_a_subtotal_adds_up_the_organisations_and_a_remark_stands_behind_the_total():
    sheet = next(s for s in sheets_of(REPORT, find_layout("html", "subtotal_column")) if s.table == "requests")
    first = sheet.rows()[sheet.header]
    organisations = [box for box in first if box.cell and box.cell[2] not in {"natural_person", "total"}]
    assert first[-2].text == str(sum(int(box.text) for box in organisations))
    assert first[-1].cell == ("requests", "new_received", "total")
    remarks = next(s for s in sheets_of(REPORT, find_layout("html", "remark_column")) if s.table == "requests")
    assert sum(bool(row[-1].text) for row in remarks.rows()[remarks.header :]) == 1


def test_reversed_rows_stay_in_their_group_with_their_numbers():
    plain, turned = (
        next(s for s in sheets_of(REPORT, Layout(changes=told)) if s.table == "requests")
        for told in ((), (changes.rows_reversed,))
    )

    def rows(sheet):
        return [{box.text for box in sheet.touching(row)} for row in range(sheet.n_rows)]

    assert rows(plain) != rows(turned)
    assert sorted(map(sorted, rows(plain))) == sorted(map(sorted, rows(turned)))


def test_chapters_are_misnumbered_or_numbered_twice():
    misnumbered = [b.text[0] for b in story(REPORT, find_layout("html", "misnumbered")) if isinstance(b, Heading)]
    assert "".join(misnumbered) == "一二三三四五"
    twice = [b.text[0] for b in story(REPORT, find_layout("html", "tables_last")) if isinstance(b, Heading)]
    assert "".join(twice) == "一二三一二三"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (printing.noughts_blank, "blank"),
        (printing.noughts_dashed, "dash"),
        (printing.noughts_lettered, "reported"),
        (printing.only_totals, "blank"),
    ],
)
def test_what_stands_for_nought_is_a_blank_a_dash_or_a_zero(change, state):
    noughts = [
        key
        for key, value in expected_cells(REPORT).items()
        if value == 0 and key[0] == "requests" and key[2] != "total"
    ]
    printed = change(REPORT)
    assert {expected_states(printed)[key] for key in noughts} == {state}
    assert {expected_cells(printed)[key] for key in noughts} == ({0} if state == "reported" else {None})


@pytest.mark.parametrize(
    "change", [printing.wide, printing.grouped, printing.with_decimals, printing.noted, printing.counted]
)
def test_a_style_of_printing_changes_the_text_and_never_the_number(change):
    printed = change(replace(REPORT, figures={key: type(f)("1234", 1234) for key, f in REPORT.figures.items()}))
    assert set(expected_cells(printed).values()) == {1234}
    assert {figure.text for figure in printed.figures.values()} != {"1234"}


def test_a_title_may_leave_out_its_year_and_all_words_may_be_traditional():
    assert "2023" not in headline(REPORT, find_layout("html", "yearless"))
    assert "政府信息公開" in headline(REPORT, find_layout("html", "traditional"))


def test_a_hybrid_prints_each_block_by_its_own_edition():
    report = make_hybrid(3, "示例市水利局", 2023, "2021", {"documents": "2019"})
    rows = expected_cells(report)
    assert ("proactive", "regulations", "newly_made") in rows
    assert ("proactive", "regulations", "issued") not in rows
    assert ("requests", "other_not_paid", "total") in rows


def test_a_statistics_table_adds_up_and_prose_has_no_table():
    report = make_statistics(8, "示例县人民政府", 2014)
    assert {key[0] for key in report.figures} == {"statistics"}
    lines = printed_lines(report)
    parts = [row for row, label, _ in lines if label != row][:2]
    for column in ("this_year", "cumulative"):
        assert report.value("statistics", lines[0][0], column) == sum(
            report.value("statistics", p, column) for p in parts
        )
    assert sheets_of(make_prose(8, "示例县人民政府", 2012), Layout()) == []


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_a_page_is_written_in_the_encoding_it_names(encoding):
    page = render(REPORT, "html", encoding).decode(encoding)
    assert REPORT.title in page
    assert f'charset="{encoding}"' in page


def test_every_format_has_a_type_and_an_ending_and_can_be_written():
    for name in {*LAYOUTS, *BREAKERS}:
        assert CONTENT_TYPES[name]
        assert SUFFIXES[name]
        assert render(REPORT, name, next(iter({**LAYOUTS.get(name, {}), **BREAKERS.get(name, {})})))
