"""Printed tables to cells of the form, by label and header geometry."""

from random import Random

import pytest
from lxml import html as markup

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.captions import is_of_year_before
from pipelines.parsing.tables.gathered import Matched
from pipelines.parsing.tables.known_tables import known_tables
from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.matching import Matcher
from pipelines.readers.html import read
from warehouse.form import load_form, load_forms

FORM = load_form("2021")
COLUMNS = FORM.tables["requests"].blocks[0].columns
ROWS = FORM.tables["requests"].blocks[0].rows


def match(page: str, year: int = 2023) -> Matched:
    return Matcher(label_index(), load_forms(), year).read(read(page.encode()).grids)


def values(found: Matched) -> dict[tuple[str, str, str], float | None]:
    return {
        (block.table, row, column): read_number(cell.text, money=True, signed=True).value
        for block in found.blocks
        if block.table not in found.doubts
        for (row, column), cell in block.cells.items()
    }


def table(rows: list[list[str]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>" for row in rows) + "</table>"


def header(extra: str | None = None, at: int = 6) -> list[str]:
    labels = [column.label for column in COLUMNS]
    return ["", *labels[:at], *([extra] if extra else []), *labels[at:]]


def lines(figures: dict[tuple[str, str, str], float], extra: bool = False) -> list[list[str]]:
    found = []
    for row in ROWS:
        cells = [f"{figures['requests', row.key, column.key]:g}" for column in COLUMNS]
        if extra:
            organisations = sum(figures["requests", row.key, column.key] for column in COLUMNS[1:6])
            cells.insert(6, f"{organisations:g}")
        found.append([f"{row.number}.{row.label}", *cells])
    return found


@pytest.fixture
def figures():
    return expected_cells(make_figures(11, "示例市水利局", 2023, "2021"))


def requests_of(figures):
    return {key: value for key, value in figures.items() if key[0] == "requests"}


def test_a_flat_table_with_one_header_row_is_read(figures):
    assert values(match(table([header(), *lines(figures)]))) == requests_of(figures)


def test_rows_in_any_order_are_read_by_their_labels(figures):
    rows = lines(figures)
    Random(3).shuffle(rows)
    assert values(match(table([header(), *rows]))) == requests_of(figures)


def test_columns_in_any_order_are_read_by_their_labels(figures):
    order = list(range(7))
    Random(5).shuffle(order)
    rows = [[row[0], *[row[1 + place] for place in order]] for row in [header(), *lines(figures)]]
    assert values(match(table(rows))) == requests_of(figures)


def test_a_subtotal_column_that_the_publisher_added_is_passed_over(figures):
    assert values(match(table([header("小计"), *lines(figures, extra=True)]))) == requests_of(figures)


def test_columns_that_stay_blank_right_of_the_table_make_no_row_too_wide(figures):
    rows = [[*row, "", ""] for row in [header("小计"), *lines(figures, extra=True)]]
    assert values(match(table(rows))) == requests_of(figures)
    rows[3][-2] = "5"
    assert match(table(rows)).doubts.get("requests")


def test_a_wider_table_below_in_the_same_grid_makes_no_row_above_it_too_wide(figures):
    below = ["x"] * 13
    rows = [[*row, "", "", "", ""] for row in [header("小计"), *lines(figures, extra=True)]]
    assert values(match(table([*rows, below]))) == requests_of(figures)
    rows[3][-4] = "5"
    assert match(table([*rows, below])).doubts.get("requests")


def test_the_line_of_a_group_is_one_with_blank_cells_behind_it_too(figures):
    wide = "".join(
        f"<tr><td colspan={8 if len(row) == 1 else 1}>" + "<td>".join([*row, "", ""])
        for at, line in enumerate(lines(figures))
        for row in ([[ROWS[at].under[-1]]] if ROWS[at].under and ROWS[at].under != ROWS[at - 1].under else []) + [line]
    )
    page = f"<table><tr><td>{'<td>'.join([*header(), '', ''])}{wide}<tr><td colspan=10>x</table>"
    assert values(match(page)) == requests_of(figures)


def test_a_subtotal_row_of_a_group_that_the_publisher_added_is_passed_over(figures):
    rows = lines(figures)
    subtotal = [f"（三）{FORM.groups['refused'].label}", *["7"] * 7]
    assert values(match(table([header(), *rows[:4], subtotal, *rows[4:]]))) == requests_of(figures)


def test_a_subtotal_row_that_names_its_group_is_passed_over(figures):
    rows = lines(figures)
    subtotal = [f"（三）{FORM.groups['refused'].label}小计", *["7"] * 7]
    assert values(match(table([header(), *rows[:12], subtotal, *rows[12:]]))) == requests_of(figures)


def test_a_row_under_a_group_s_label_is_no_subtotal_where_a_row_lacks_and_its_figures_are_not_the_group_s(figures):
    rows = lines(figures)
    refused = [row for row, line in zip(rows, ROWS, strict=True) if line.group == "refused"]
    lost = next(at for at, line in enumerate(ROWS) if line.key == "granted")
    figures_of = [str(sum(int(row[column]) for row in refused)) for column in range(-7, 0)]
    for swapped, is_doubted in ((rows[lost][-7:], True), (figures_of, False)):
        named = [f"（三）{FORM.groups['refused'].label}", *swapped]
        found = match(table([header(), *rows[:lost], named, *rows[lost + 1 :]]))
        assert bool(found.doubts.get("requests")) == is_doubted


@pytest.mark.parametrize("label", ["小计", "总计"])
def test_a_subtotal_inside_a_group_may_be_the_row_that_the_group_lacks(figures, label):
    rows = lines(figures)
    places = [at for at, line in enumerate(ROWS) if line.group == "refused"]
    for lost, adds_up, is_doubted in ((places[1], False, True), (places[1], True, True), (None, True, False)):
        own = [row[-7:] for at, row in enumerate(rows) if at in places and at != lost]
        added = [str(sum(map(int, column))) for column in zip(*own, strict=True)] if adds_up else rows[places[1]][-7:]
        group = f"（三）{FORM.groups['refused'].label}"
        body = [[ROWS[at].label, *row[-7:]] for at, row in enumerate(rows)]
        body = [[group, *row] if at in places else ["", *row] for at, row in enumerate(body) if at != lost]
        body.insert(places[-1] + (lost is None), [group, label, *added])
        found = match(table([["", *header()], *body]))
        assert bool(found.doubts.get("requests")) == is_doubted


def test_a_row_s_label_that_is_joined_to_its_group_s_is_known(figures):
    rows = lines(figures)
    groups = [row.under[-1] if row.under else "" for row in ROWS]
    joined = [[group + row.label, *cells[1:]] for group, row, cells in zip(groups, ROWS, rows, strict=True)]
    assert values(match(table([header(), *joined]))) == requests_of(figures)


def test_a_header_in_a_table_of_its_own_heads_the_next_table(figures):
    assert values(match(table([header()]) + table(lines(figures)))) == requests_of(figures)


def test_a_blank_line_between_two_lines_of_a_header_does_not_part_them(figures):
    above = ["", *["申请人情况"] * 7]
    blank = "<table><tr>" + "".join(f"<td>{text}" for text in above) + "<tr><td colspan=8>"
    assert values(match(blank + table([header(), *lines(figures)]).removeprefix("<table>"))) == requests_of(figures)


@pytest.mark.parametrize("has_trailing_blanks", [True, False])
def test_the_routes_of_disputes_whose_cells_were_never_merged_are_told_by_the_words_to_their_left(has_trailing_blanks):
    block = FORM.tables["disputes"].blocks[0]
    under = [[row.under[0] if row.under else row.label, *[""] * 4] for row in block.rows]
    under[2][0] = ""  # the suits share one cell
    routes = [[row.label if row.under else "", *[""] * 4] for row in block.rows]
    results = [[column.label for column in block.columns] for _ in block.rows]
    figures = [[str(10 * n + at) for at in range(5)] for n in range(3)]
    flat = [[text for part in parts for text in part] for parts in (under, routes, results, figures)]
    if not has_trailing_blanks:
        flat = [row[: max(at for at, text in enumerate(row) if text) + 1] for row in flat]
    read = values(match(table(flat)))
    assert [read["disputes", row.key, column.key] for row in block.rows for column in block.columns] == [
        10 * n + at for n in range(3) for at in range(5)
    ]


def test_a_line_that_numbers_the_columns_is_passed_over(figures):
    rows = [header(), ["栏次", *"1234567"], *lines(figures)]
    assert values(match(table(rows))) == requests_of(figures)


def test_a_missing_row_leaves_the_others_where_they_are(figures):
    rows = lines(figures)
    del rows[9]
    found = values(match(table([header(), *rows])))
    assert found == {key: value for key, value in requests_of(figures).items() if key[1] != ROWS[9].key}


def test_a_row_whose_label_and_figures_are_one_cell_was_not_left_out(figures):
    rows = [[f"<td>{cell}" for cell in line] for line in [header(), *lines(figures)]]
    label, *of_row = lines(figures)[9]
    rows[10] = [f"<td colspan={len(COLUMNS) + 1}>{label}|{'|'.join(of_row)}"]
    swallowed = match("<table>" + "".join("<tr>" + "".join(line) + "</tr>" for line in rows) + "</table>")
    assert "requests" in swallowed.doubts
    rows[10] = [f"<td colspan={len(COLUMNS) + 1}>以下各项同上"]
    assert "requests" not in match("<table>" + "".join("<tr>" + "".join(r) + "</tr>" for r in rows) + "</table>").doubts


def test_a_row_with_an_unknown_label_takes_the_table_out(figures):
    rows = lines(figures)
    rows[5][0] = "某种从未见过的情形说明"
    found = match(table([header(), *rows]))
    assert "requests" in found.doubts
    assert "某种从未见过的情形说明" in found.doubts["requests"][0]


def test_figures_without_a_label_are_those_of_a_row_that_is_blank_for_all_one_knows(figures):
    rows = lines(figures)
    at = next(place for place, line in enumerate(ROWS) if line.key == "declined_repeat")
    blank = [rows[at][0], *[""] * len(COLUMNS)]
    group = ["（五）不予处理", "", *rows[at][1:]]
    for stray in (group, ["", "", *rows[at][1:]]):
        page = table(
            [
                ["", *header()],
                *[["", *row] for row in rows[:at]],
                stray,
                ["", *blank],
                *[["", *row] for row in rows[at + 1 :]],
            ]
        )
        assert "requests" in match(page).doubts


def test_figures_without_a_label_may_be_of_a_row_that_is_blank_where_they_stand_though_its_total_is_not(figures):
    rows = lines(figures)
    at = next(place for place, line in enumerate(ROWS) if line.key == "refused_state_secret")
    stray = ["（三）不予公开", "", *rows[at][1:-1], ""]
    rest = [rows[at][0], *[""] * (len(COLUMNS) - 1), rows[at][-1]]
    page = [
        ["", *header()],
        *[["", *row] for row in rows[:at]],
        stray,
        ["", *rest],
        *[["", *row] for row in rows[at + 1 :]],
    ]
    assert "requests" in match(table(page)).doubts


def test_a_row_printed_twice_with_other_figures_takes_the_table_out(figures):
    rows = lines(figures)
    twin = list(rows[0])
    twin[1] = "99999"
    assert "requests" in match(table([header(), *rows, twin])).doubts


def test_a_row_printed_twice_with_the_same_figures_is_read_once(figures):
    rows = lines(figures)
    assert values(match(table([header(), *rows, rows[0]]))) == requests_of(figures)


def test_rows_without_a_header_are_refused(figures):
    found = match(table(lines(figures)))
    assert not values(found)
    assert "header" in found.doubts["requests"][0]


def test_a_table_cut_in_two_keeps_its_header(figures):
    rows = lines(figures)
    assert values(match(table([header(), *rows[:12]]) + table(rows[12:]))) == requests_of(figures)


def test_a_header_printed_again_in_the_middle_is_understood(figures):
    rows = lines(figures)
    assert values(match(table([header(), *rows[:12], header(), *rows[12:]]))) == requests_of(figures)


def test_a_header_cell_one_place_too_wide_still_heads_its_own_column(figures):
    rows = "".join(
        "<tr><td>"
        + row[0]
        + "".join(f"<td{' colspan=2' if place == 2 else ''}>{cell}" for place, cell in enumerate(row[1:]))
        + "</tr>"
        for row in lines(figures)
    )
    labels = [column.label for column in COLUMNS]
    heads = "".join(f"<td{' colspan=2' if place == 3 else ''}>{label}" for place, label in enumerate(labels))
    assert values(match(f"<table><tr><td>{heads}</tr>{rows}</table>")) == requests_of(figures)


def test_a_header_in_a_table_of_its_own_whose_spans_lie_heads_as_many_figures_in_its_order(figures):
    block = FORM.tables["disputes"].blocks[0]
    expected = {key: value for key, value in figures.items() if key[0] == "disputes"}
    results = [column.label for column in block.columns]
    first = "".join(f"<td rowspan=2 colspan={1 + (label == results[-1])}>{label}" for label in results)
    routes = "".join(f"<td colspan=5>{row.label}" for row in block.rows[1:])
    own = (
        f"<table><tr><td colspan=5>{block.rows[0].label}<td colspan=11>{block.rows[1].under[0]}"
        f"<tr>{first}{routes}<tr>{'<td>'.join(['', *results, *results])}</table>"
    )
    row = [f"{expected['disputes', row.key, column.key]:g}" for row in block.rows for column in block.columns]
    assert values(match(own + table([row]))) == expected
    assert values(match(own + table([row[1:]]))) == {}


def test_a_figure_that_reaches_over_two_columns_is_refused(figures):
    rows = lines(figures)
    page = table([header(), *rows]).replace(f"<td>{rows[0][1]}<td>{rows[0][2]}", f"<td colspan=2>{rows[0][1]}", 1)
    found = match(page)
    assert "requests" in found.doubts


@pytest.mark.parametrize("below", ["0 | 0", "0", "零零"])
def test_two_columns_that_ran_together_take_the_table_out_though_the_sums_would_prove_noughts(figures, below):
    rows = [header(), *lines(figures)]
    for at, row in enumerate(rows):
        row[3:5] = ["".join(row[3:5])[::2] if at == 0 else below]
    found = match(table(rows))
    assert [reason.code for reason in found.doubts["requests"]] == ["strange_header"]


def test_the_disputes_are_read_as_one_row_of_fifteen_and_as_three_rows_of_five(figures):
    block = FORM.tables["disputes"].blocks[0]
    expected = {key: value for key, value in figures.items() if key[0] == "disputes"}
    by_rows = [["", *[column.label for column in block.columns]]] + [
        [row.label, *[f"{figures['disputes', row.key, column.key]:g}" for column in block.columns]]
        for row in block.rows
    ]
    assert values(match(table(by_rows))) == expected
    side_by_side = render(make_figures(11, "示例市水利局", 2023, "2021"), "html", "plain").decode()
    found = values(match(side_by_side))
    assert {key: value for key, value in found.items() if key[0] == "disputes"} == expected


@pytest.mark.parametrize("nought", ["", "〇"])
@pytest.mark.parametrize("blank", [(0,), (1,), (2,), (0, 1), (1, 2), (0, 1, 2)])
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_line_of_disputes_without_a_figure_is_no_header(figures, nought, blank, is_turned):
    block = FORM.tables["disputes"].blocks[0]
    own = {
        ("disputes", row.key, column.key): None if at in blank and not nought else 0.0 if at in blank else 7.0
        for at, row in enumerate(block.rows)
        for column in block.columns
    }
    rows = [["", *[column.label for column in block.columns]]] + [
        [row.label, *[nought if at in blank else "7"] * len(block.columns)] for at, row in enumerate(block.rows)
    ]
    found = match(table(list(map(list, zip(*rows, strict=True))) if is_turned else rows))
    assert not found.doubts
    assert values(found) == own


def test_three_tables_of_disputes_below_one_another_may_each_name_their_row_in_a_line(figures):
    block = FORM.tables["disputes"].blocks[0]
    own = {key: value for key, value in figures.items() if key[0] == "disputes"}
    rows = []
    for row in block.rows:
        rows += [[row.label, "", "", "", ""], [column.label for column in block.columns]]
        rows.append([f"{own['disputes', row.key, column.key]:g}" for column in block.columns])
    found = match(table(rows))
    assert values(found) in ({}, own)


def test_disputes_laid_on_their_side_below_another_table_of_a_sheet_are_read(figures):
    block = FORM.tables["disputes"].blocks[0]
    wide = len(header())
    below = [[FORM.tables["disputes"].label], ["", *[row.label for row in block.rows]]] + [
        [column.label, *[f"{figures['disputes', row.key, column.key]:g}" for row in block.rows]]
        for column in block.columns
    ]
    page = table([header(), *lines(figures), *[[*row, *[""] * (wide - len(row))] for row in below]])
    assert values(match(page)) == {
        name: value for name, value in figures.items() if name[0] in {"requests", "disputes"}
    }


def test_a_piece_of_a_table_whose_figures_are_all_left_blank_is_one_of_it(figures):
    head, *rows = [header(), *lines(figures)]
    rows[9] = [rows[9][0], *[""] * len(COLUMNS)]
    page = table([head, *rows[:9]]) + table(rows[9:10]) + table(rows[10:])
    own = {key: value for key, value in figures.items() if key[0] == "requests"}
    assert values(match(page)) == own | {("requests", ROWS[9].key, column.key): None for column in COLUMNS}


def test_disputes_laid_on_their_side_are_read_without_a_remark_over_their_whole_width(figures):
    block = FORM.tables["disputes"].blocks[0]
    own = {key: value for key, value in figures.items() if key[0] == "disputes"}
    rows = [["", *[row.label for row in block.rows]]] + [
        [column.label, *[f"{own['disputes', row.key, column.key]:g}" for row in block.rows]] for column in block.columns
    ]
    remark = "<tr><td colspan=4>注：示例</td></tr>"
    page = table(rows).replace("<table>", f"<table>{remark}").replace("</table>", f"{remark}</table>")
    assert values(match(page)) == own


@pytest.mark.parametrize("nought", ["无", "—", "/"])
def test_disputes_of_which_there_were_none_are_read_in_whatever_word_says_so(nought):
    block = FORM.tables["disputes"].blocks[0]
    rows = [[row.label, *[nought] * 5] for row in block.rows]
    found = match(table([["", *[column.label for column in block.columns]], *rows]))
    side_by_side = [
        [row.label for row in block.rows for _ in range(5)],
        [c.label for _ in block.rows for c in block.columns],
    ]
    beside = match(table([*side_by_side, [nought] * 15]))
    for done in (found, beside):
        assert done.doubts == {}
        assert {cell.text for each in done.blocks for cell in each.cells.values()} == {nought}
        assert sum(len(each.cells) for each in done.blocks) == 15


def test_the_edition_of_each_block_is_decided_by_its_own_labels():
    old = render(make_figures(5, "示例市水利局", 2020, "2019"), "html", "cut")
    new = render(make_figures(5, "示例市水利局", 2023, "2021"), "html", "cut")
    old_tables, new_tables = (markup.document_fromstring(page).xpath("//table") for page in (old, new))
    is_requests = [ROWS[0].label in table.text_content() for table in new_tables]
    assert any(is_requests)
    mixed = "".join(
        markup.tostring(table, encoding="unicode")
        for table in [t for t in old_tables if ROWS[0].label in t.text_content()]
        + [t for t, mine in zip(new_tables, is_requests, strict=True) if not mine]
    )
    editions = {block.block.key: block.edition for block in match(mixed).blocks}
    assert editions["requests"] == "2019"
    assert editions["documents"] == "2021"


def test_a_header_cell_that_covers_a_figure_takes_the_table_out(figures):
    head = ["", *(f"{column.label}</td>" for column in COLUMNS)]
    page = table([head, *lines(figures)]).replace(f"<td>{COLUMNS[6].label}", f"<td rowspan=2>{COLUMNS[6].label}", 1)
    last = lines(figures)[0][-1]
    page = page.replace(f"<td>{last}</tr>", "</tr>", 1)  # the first row lacks the cell that the header reaches into
    found = match(page)
    assert [reason.code for reason in found.doubts["requests"]][:1] == ["over_header"]


@pytest.mark.parametrize("layout", ["plain", "joined", "cut"])
def test_a_table_whose_like_was_read_before_is_read_as_if_it_were_the_first(layout):
    """Another figure, a blank, a dash or a figure among the labels and in the header, at one place after another."""
    page = render(make_figures(12, "示例市水利局", 2022, "2021"), "html", layout).decode()
    rng = Random(5)
    tree = markup.document_fromstring(page)
    cells = list(tree.iter("td", "th"))
    for cell in rng.sample(cells, 15):
        inner = next(iter(cell.iter()))
        for said in ("7", "", "—", "三、本年度办理结果"):
            before, inner.text = inner.text, said
            changed = markup.tostring(tree, encoding="unicode")
            known_tables.cache_clear()
            cold = match(changed)
            known_tables.cache_clear()
            match(page)
            assert match(changed) == cold
            inner.text = before


def test_figures_left_of_a_header_pushed_aside_are_a_doubt_though_its_label_is_printed_over_each_column(figures):
    """Where nothing is merged a label stands once for each column it is over, and the header is as wide as the rows."""
    _, *rest = header()
    shifted = [["勾稽关系", "勾稽关系", *rest]] + [[label, *row, ""] for label, *row in lines(figures)]
    found = match(table(shifted))
    assert {reason.code for reason in found.doubts["requests"]} == {"under_no_header"}


def test_a_number_under_a_strange_header_beside_a_blank_is_a_doubt(figures):
    """The columns of the form stand right of the figures and are blank: all cells are found, and the figures are lost."""
    grid = [[*header(extra="法人或其他组织", at=1)[:3], *header()[2:]]]
    for label, *row in lines(figures):
        grid.append([label, row[0], row[1], "", *row[2:]])
    found = match(table(grid))
    assert {reason.code for reason in found.doubts["requests"]} == {"strange_header"}


def test_words_under_the_labels_own_header_are_no_figures_of_a_column_that_is_behind_the_edge_of_the_paper(figures):
    """The words of a row stand in two columns, group and row, under one header; the last column is not printed."""
    grid = [["勾稽关系", "勾稽关系", *header()[1:-1]]] + [
        [label, "示例细目", *row[:-1]] for label, *row in lines(figures)
    ]
    found = match(table(grid))
    assert not found.doubts
    wanted = {name: value for name, value in requests_of(figures).items() if name[2] != "total"}
    assert {name: value for name, value in values(found).items() if name[0] == "requests"} == wanted


def test_a_number_under_a_strange_header_beside_whole_rows_is_let_be(figures):
    found = match(table([header(extra="法人合计"), *lines(figures, extra=True)]))
    assert not found.doubts
    assert values(found)["requests", "total_handled", "total"] == figures["requests", "total_handled", "total"]


@pytest.mark.parametrize(
    ("above", "is_before"),
    [
        ("2022年情况：", True),
        ("附：2022年度收到和处理政府信息公开申请情况", True),
        ("去年同期数据如下：", True),
        ("上年数据（供对比）", True),
        ("2022年情况：</p><p>申请人情况", True),
        ("2022年情况：</p><p>（单位：件）", True),
        ("2023年情况：", False),
        ("2022年与2023年对比", False),
        ("2022年12月31日", False),
        ("2022年政府信息公开工作年度报告", False),
        ("上年结转政府信息公开申请数量", False),
        ("上一年项目数量 本年增/减", False),
        ("上一年", False),
        ("（2019年版格式）", False),
        ("2021年国办公开办函第30号", False),
        ("2021年新版，2022年起执行", False),
        ("（2022年度）", True),
        ("2024年情况", False),
    ],
)
def test_a_table_that_the_line_above_gives_to_an_earlier_year_is_not_taken_for_this_one(figures, above, is_before):
    found = Matcher(label_index(), load_forms(), 2023).read(
        read(f"<p>{above}</p>{table([header(), *lines(figures)])}".encode()).blocks
    )
    assert [reason.code for reason in found.doubts.get("requests", ())] == ["of_year_before"] * is_before


def listed(figures, *, sort=None) -> list[list[str]]:
    """A row for every cell of section three: its number, the names of its row and its column, its figure."""
    rows = [
        [
            f"{row.number}.{row.label}",
            "".join([*column.under, column.label]),
            f"{figures['requests', row.key, column.key]:g}",
        ]
        for row in ROWS
        for column in COLUMNS
    ]
    rows = sorted(rows, key=sort) if sort else rows
    return [["序号", "项目", "列", "数值"], *([str(at), *row] for at, row in enumerate(rows, 1))]


def test_a_list_of_cells_is_read_by_the_names_of_their_row_and_column_whatever_its_order(figures):
    for sort in (None, lambda row: row[1]):
        assert values(match(table(listed(figures, sort=sort)))) == {
            name: value for name, value in figures.items() if name[0] == "requests"
        }


def test_a_list_that_names_the_column_before_the_row_is_read_too(figures):
    head, *rows = listed(figures, sort=lambda row: row[1])
    found = match(table([[cells[at] for at in (0, 2, 1, 3)] for cells in (head, *rows)]))
    assert values(found) == {name: value for name, value in figures.items() if name[0] == "requests"}


def test_a_list_with_a_figure_of_no_known_column_is_none(figures):
    rows = listed(figures)
    rows[9][2] = "示例列"
    found = match(table(rows))
    assert not values(found)


def test_a_list_in_the_sheet_of_other_tables_is_read_and_so_are_they(figures):
    block = FORM.tables["disputes"].blocks[0]
    below = [
        [*(row.under or [row.label]), row.label if row.under else "", column.label, f"{value:g}"]
        for row in block.rows
        for column in block.columns
        for value in [figures["disputes", row.key, column.key]]
    ]
    below = [[*cells, *[""] * 4] for cells in below]
    found = values(match(table([header(), *lines(figures), *below])))
    assert found == {name: value for name, value in figures.items() if name[0] in {"requests", "disputes"}}


def test_a_list_that_names_a_cell_twice_is_none(figures):
    head, *rows = listed(figures)
    again = [["示例局", name, column, ""] for _, name, column, _ in rows]
    own = [["示例县", *cells] for _, *cells in rows]
    assert not values(match(table([head, *again, *own])))


def test_rows_below_a_line_on_an_earlier_year_inside_a_sheet_are_not_taken_for_this_one(figures):
    rows = [header(), *lines(figures)]
    for above in ([["2022年情况"]], [["2022年情况"], ["单位：件"]]):
        page = table([*above, *rows])
        assert not match(page, year=2022).doubts
        assert match(page, year=2023).doubts.keys() == {"requests"}
    assert not match(table([["2023年情况"], *rows])).doubts


def test_no_piece_of_a_label_that_a_narrow_column_cuts_is_a_line_on_an_earlier_year():
    cells = [cell for form in load_forms().values() for cell in form.cells.values()]
    labels = {label for cell in cells for line in (cell.row, cell.column) for label in line.labels}
    pieces = {
        label[start:end] for label in labels for start in range(len(label)) for end in range(start, len(label) + 1)
    }
    assert "上年" in pieces
    assert not [piece for piece in pieces if is_of_year_before(piece, 2023)]
