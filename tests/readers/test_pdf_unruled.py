"""Tables whose rulings say little or nothing, as other programs than ours print them: what settles their cells."""

from itertools import pairwise

import pytest
from drawing import drawn, words
from test_pdf_aligned import PROSE

from pipelines.readers import pdf
from pipelines.readers.document import Grid
from pipelines.readers.pages.label_lines import labels_of
from pipelines.readers.pages.phrases import Phrase
from warehouse.form import load_forms

FORM = load_forms()["2021"]
REQUESTS = FORM.tables["requests"].blocks[0]
COLUMNS = [line.label for line in REQUESTS.columns]
ROWS = {line.key: f"{line.number}.{line.label}" for line in REQUESTS.rows if line.number.isdecimal()}
XS = [270 + 42 * place for place in range(len(COLUMNS))]
HEADER = (40, {x: label[:4] for x, label in zip(XS, COLUMNS, strict=True)})
STATE_SECRET, LAW, REPEAT = (ROWS[key] for key in ("refused_state_secret", "refused_law_prohibits", "declined_repeat"))


def figures(*values: str) -> dict[float, str]:
    return dict(zip(XS, values, strict=True))


def grids(*pages: list[tuple[float, dict[float, str]]], rules=None, prose=True) -> list[list[list[str]]]:
    """The grids of pages of words at (height from above, {x: word}) below a line of prose; `rules` draws on each page."""

    def draw(canvas, number):
        if prose or number == 1:
            words(canvas, 810)
        if rules:
            rules(canvas)
        for down, line in pages[number - 1]:
            for x, word in line.items():
                canvas.drawString(x, 800 - down, word)

    blocks = pdf.read(drawn(draw, pages=len(pages))).blocks
    return [
        [[cell.text if cell else "" for cell in row] for row in block.lattice()]
        for block in blocks
        if isinstance(block, Grid)
    ]


def rows_of(found: list[list[list[str]]]) -> list[list[str]]:
    return [row for grid in found for row in grid if any(text.isdecimal() for text in row[1:])]


@pytest.mark.parametrize("first", ["3", "３"])
def test_a_figure_against_its_label_is_cut_from_it_where_figures_of_other_rows_stand(first):
    start = XS[0] - 10 * len(STATE_SECRET) + 4.5  # the number's sign is half as wide as the others
    cramped = (72, {start: STATE_SECRET} | figures(first, *"110005"))
    found = grids([HEADER, (56, {72: LAW} | figures(*"2000103")), cramped, (88, {72: REPEAT} | figures(*"1000001"))])
    assert rows_of(found) == [[LAW, *"2000103"], [STATE_SECRET, first, *"110005"], [REPEAT, *"1000001"]]


def test_the_number_of_a_label_may_stand_lower_than_its_words():
    number, words_of = LAW[:2], LAW[2:]
    row = [(56, {82: words_of} | figures(*"2000103")), (60, {74: number})]
    assert rows_of(grids([HEADER, *row, (88, {72: REPEAT} | figures(*"1000001"))])) == [
        [LAW, *"2000103"], [REPEAT, *"1000001"],
    ]  # fmt: skip


@pytest.mark.parametrize("lower", [-5, 5])
def test_some_figures_of_a_row_may_stand_lower_or_higher_than_its_label_and_the_others(lower):
    values = figures(*"2000103")
    row = [(56, {72: LAW, XS[0]: "2"} | {x: values[x] for x in XS[3:]}), (56 + lower, {x: values[x] for x in XS[1:3]})]
    assert rows_of(grids([HEADER, *row, (88, {72: REPEAT} | figures(*"1000001"))])) == [
        [LAW, *"2000103"], [REPEAT, *"1000001"],
    ]  # fmt: skip


def test_a_header_repeated_on_a_page_says_nothing_of_the_rows_of_another_block():
    rules, licensing = FORM.tables["proactive"].blocks[:2]
    columns = [line.label for line in rules.columns]
    head = [(40, {150: rules.heading[0]}), (60, {72: rules.corner} | dict(zip((200, 300, 400), columns, strict=True)))]
    own = [(80, {72: rules.rows[0].label, 220: "1", 320: "2", 420: "3"})]
    other = [(100, {150: licensing.heading[0]}), (120, {72: licensing.corner, 280: licensing.columns[0].label})]
    row = [(80, {72: licensing.rows[0].label, 320: "7"})]
    found = grids([*head, *own, *other], [*head, *row], prose=False)
    assert rows_of(found) == [[rules.rows[0].label, "1", "2", "3"], [licensing.rows[0].label, "7"]]
    assert columns[1] not in found[-1][0]


def test_words_of_a_header_without_gaps_are_cut_at_the_labels_of_the_form():
    disputes = FORM.tables["disputes"].blocks[0]
    labels = [column.label for column in disputes.columns]
    heads = {90 + 150 * route: "".join(label[:3] for label in labels) for route in range(3)}
    rest = {90 + 150 * route + 30 * at: label[3:] for route in range(3) for at, label in enumerate(labels)}
    values = {90 + 150 * route + 30 * at: str(route) for route in range(3) for at in range(len(labels))}
    (table,) = grids([(40, heads), (52, rest), (66, values)])
    assert table[-2] == ["", *labels * 3]
    assert table[-1] == ["", *(str(route) for route in range(3) for _ in labels)]


def test_lines_of_neighbouring_labels_set_closely_are_told_apart_by_the_list():
    # a group's label stands beside, its lines between those of the rows
    group = REQUESTS.rows[4].under[-1]
    found = grids(
        [
            HEADER,
            (56, {110: STATE_SECRET[:6]} | figures(*"3000003")),
            (66, {110: STATE_SECRET[6:], 60: group[:4]}),
            (76, {110: LAW[:8]} | figures(*"1000001")),
            (81, {60: group[4:]}),
            (86, {110: LAW[8:]}),
            (96, {110: REPEAT}),
        ]
    )
    assert [row[:2] for row in found[0][1:]] == [[STATE_SECRET, "3"], [LAW, "1"], [REPEAT, ""]]


def test_a_label_that_a_page_cuts_goes_on_with_the_first_words_of_the_next():
    first = [HEADER, (56, {72: REPEAT} | figures(*"2000002")), (68, {72: LAW[:7]} | figures(*"3000003"))]
    second = [(40, {72: LAW[7:]}), (52, {72: STATE_SECRET} | figures(*"1000001"))]
    assert [row[0] for row in rows_of(grids(first, second))] == [REPEAT, LAW, STATE_SECRET]


def test_a_header_at_the_end_of_a_page_heads_the_rows_of_the_next():
    whole = [(40, {x: label[:3] for x, label in zip(XS, COLUMNS, strict=True)})]
    whole += [(52, {x: label[3:] for x, label in zip(XS, COLUMNS, strict=True) if label[3:]})]
    found = grids(whole, [(40, {72: REPEAT} | figures(*"2000002"))])
    assert [grid[-1] for grid in found] == [["", *COLUMNS], [REPEAT, *"2000002"]]


def test_rules_between_columns_alone_make_no_one_row_of_the_table():
    def rules(canvas):
        canvas.rect(60, 690, 515, 80)
        for x in XS:
            canvas.line(x - 6, 690, x - 6, 770)

    found = grids(
        [HEADER, (60, {72: LAW} | figures(*"2000103")), (90, {72: REPEAT} | figures(*"1000001"))], rules=rules
    )
    assert rows_of(found) == [[LAW, *"2000103"], [REPEAT, *"1000001"]]


def test_digits_that_a_narrow_column_sets_below_one_another_are_one_number():
    def rules(canvas):
        for x0, x1 in pairwise([60, *(x - 6 for x in XS), 560]):
            canvas.rect(x0, 670, x1 - x0, 50)
            canvas.rect(x0, 720, x1 - x0, 50)

    wrapped = [(88, {72: LAW, XS[0]: "2", XS[6]: "2"}), (100, {XS[0]: "0", XS[2]: "4", XS[6]: "6"})]
    wrapped += [(94, {XS[1]: "3"}), (106, {XS[1]: "8"}), (112, {XS[0]: "0", XS[6]: "0"})]
    (found,) = grids([HEADER, *wrapped], rules=rules)
    assert found[1] == [LAW, "200", "38", "4", "", "", "", "260"]


def test_rows_between_filled_ones_are_rows_of_the_table():
    def rules(canvas):
        canvas.setFillColorRGB(0.9, 0.9, 0.95)
        for y in (755, 739, 707, 675):
            for x0, x1 in pairwise([60, *(x - 6 for x in XS), 560]):
                canvas.rect(x0, y, x1 - x0, 15, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)

    lines = ["3110005", "2000103", "1000001", "0020002", "0000505"]
    rows = [
        (56 + 16 * at, {72: label} | figures(*line))
        for at, (label, line) in enumerate(zip(ROWS.values(), lines, strict=False))
    ]
    assert [row[1:] for row in rows_of(grids([HEADER, *rows], rules=rules))] == [[*line] for line in lines]


def test_lines_of_a_label_whose_boxes_lie_over_one_another_are_of_one_label():
    lines = [Phrase([], text, 72.0, y, 200.0, y + 15.2) for text, y in ((LAW[:6], 100.0), (LAW[6:], 112.6))]
    (label,), _ = labels_of(lines, [107.0], [])
    assert label.text == LAW


def test_a_label_of_a_group_that_stands_upright_beside_its_rows_parts_none_of_them():
    (group,) = {line.under[-1] for line in REQUESTS.rows if f"{line.number}.{line.label}" == LAW}
    rows = [(56, {72: STATE_SECRET} | figures(*"3110005")), (92, {72: LAW} | figures(*"2000103"))]
    group_down = [(50 + 11 * at, {50: char}) for at, char in enumerate(group)]
    found = grids([HEADER, *rows, *group_down, (160, {72: REPEAT} | figures(*"1000001"))])
    assert rows_of(found) == [[STATE_SECRET, *"3110005"], [LAW, *"2000103"], [REPEAT, *"1000001"]]


def test_the_number_of_a_page_right_of_the_last_column_is_no_column():
    def page(number: int) -> list[tuple[float, dict[float, str]]]:
        foot = (780, {72: "示例网站 公开目录", 560: f"{number}/2"})
        return [HEADER, (56, {72: LAW} | figures(*"2000103")), (72, {72: REPEAT} | figures(*"1000001")), foot]

    assert [len(row) for grid in grids(page(1), page(2)) for row in grid] == [8] * 6


def test_figures_at_the_right_of_their_cells_keep_their_columns_where_others_are_blank():
    header = (40, {x: label[:2] for x, label in zip(XS, COLUMNS, strict=True)})
    values = {XS[1] + 26: "4", XS[6] + 26: "4"}
    found = grids([header, (56, {72: LAW} | values), (72, {72: REPEAT} | values)])
    assert rows_of(found) == [[label, "", "4", "", "", "", "", "4"] for label in (LAW, REPEAT)]
    unclear = {XS[1] + 26: "4"}  # between two headers: it may be of either
    assert not rows_of(grids([header, (56, {72: LAW} | unclear), (72, {72: REPEAT} | unclear)]))


def test_lines_of_statistics_on_the_next_page_go_on_with_the_table_unless_a_label_is_cut():
    head = (40, {72: "指标名称", 260: "计量单位", 360: "2012年度", 460: "历年累计"})
    first = [head, *((56 + 16 * at, {72: f"示例行{'一二三'[at]}", 260: "件", 380: "12", 480: "40"}) for at in range(3))]
    second = [(-5, {}), (20, {72: "行政复议数", 260: "件", 480: "9"}), (36, {72: "行政诉讼数", 260: "件", 380: "3"})]
    found = grids(first, second, prose=False)
    assert found[-1] == [["行政复议数", "件", "", "9"], ["行政诉讼数", "件", "3", ""]]
    assert len(grids(first, [(8, {72: "数"}), *second], prose=False)) == 1
    high = [(9, {72: "其中：1、网上"}), (31, {72: "申请数"}), (47, {72: "行政诉讼数", 260: "件", 380: "3"})]
    found = grids(first, [(-5, {}), (20, {260: "件", 480: "9"}), *high], prose=False)
    assert found[-1] == [["其中：1、网上申请数", "件", "", "9"], ["行政诉讼数", "件", "3", ""]]


def test_a_row_whose_label_the_end_of_a_page_cuts_is_not_taken_under_half_of_its_label():
    head = (40, {72: "指标名称", 260: "计量单位", 360: "2012年度", 460: "历年累计"})
    rows = [(56 + 16 * at, {72: f"示例行{'一二三'[at]}", 260: "件", 380: "12", 480: "40"}) for at in range(3)]
    cut = (104, {72: "对申请的", 260: "件", 380: "7", 480: "8"})
    found = grids([head, *rows, cut], [(-5, {72: "答复总数"})], prose=False)
    assert [row[0] for row in found[0]] == ["指标名称", "示例行一", "示例行二", "示例行三"]


def test_lines_of_a_group_s_label_in_a_narrow_column_are_no_rows():
    group = REQUESTS.rows[4].under[0]
    beside = [(60 + 11 * at, {60: text}) for at, text in enumerate((group[:2], group[2:4], group[4:6], group[6:]))]
    rows = [(56, {90: LAW} | figures(*"2000103")), (72, {90: REPEAT} | figures(*"1000001"))]
    found = grids([(40, HEADER[1]), *sorted([*beside, *rows], key=lambda line: line[0])])
    assert [row[1:] for row in rows_of(found)] == [[*"2000103"], [*"1000001"]]


def test_a_bracket_alone_ends_the_label_that_opens_one():
    granted, partly = (next(row for row in REQUESTS.rows if row.key == key) for key in ("granted", "partly_granted"))
    at = partly.label.index("）")
    rows = [
        (56, {72: f"（一）{granted.label}"} | figures(*"2000103")),
        (66, {72: f"（二）{partly.label[:12]}"}),
        (71, figures(*"1000001")),
        (76, {72: partly.label[12:at]}),
        (86, {72: "）"}),
    ]
    found = grids([HEADER, *rows, (102, {72: REPEAT} | figures(*"1000001"))])
    assert [row[0] for row in rows_of(found)] == [f"（一）{granted.label}", f"（二）{partly.label}", REPEAT]


def test_prose_is_no_table():
    assert not grids([(56, {72: PROSE}), (72, {72: PROSE})])


def test_a_header_whose_lines_a_page_break_parts_heads_the_rows_below_it():
    groups = {XS[3] - 20: "申请人情况"}
    first = [(40, groups), (52, {x: label[:3] for x, label in zip(XS, COLUMNS, strict=True)})]
    second = [(40, {x: label[3:] for x, label in zip(XS, COLUMNS, strict=True) if label[3:]})]
    rows = [(56, {72: LAW} | figures(*"2000103")), (70, {72: REPEAT} | figures(*"1000001"))]
    found = grids(first, [*second, *rows], prose=False)
    assert found[-1][-3:] == [["", *COLUMNS], [LAW, *"2000103"], [REPEAT, *"1000001"]]


def test_a_dash_against_its_label_is_cut_from_it_where_dashes_of_other_rows_stand():
    start = XS[0] - 10 * len(STATE_SECRET) + 4.5
    rows = [(56, {72: LAW}), (72, {start: STATE_SECRET}), (88, {72: REPEAT})]
    found = grids([HEADER, *((down, words | figures(*"—————10")) for down, words in rows)])
    assert [row for grid in found for row in grid if row[-1] == "0"] == [
        [label, *"—————10"] for label in (LAW, STATE_SECRET, REPEAT)
    ]


def test_a_mark_at_the_end_of_a_label_hangs_over_no_figure():
    label = next(text for text in ROWS.values() if "、" in text)
    cut = label.index("、") + 1
    start = XS[0] - 10 * cut + 8.5  # the right half of the mark's box lies over the figure
    found = grids(
        [
            HEADER,
            (56, {72: LAW} | figures(*"2000103")),
            (74, {start: label[:cut]} | figures(*"1000001")),
            (86, {72: label[cut:]}),
        ]
    )
    assert rows_of(found) == [[LAW, *"2000103"], [label, *"1000001"]]


def test_a_blank_behind_the_number_of_a_label_makes_no_figure_of_the_number():
    rows = [
        (56 + 16 * at, {72: label[:2], 86: label[2:]} | figures(*values))
        for at, (label, values) in enumerate([(STATE_SECRET, "3110005"), (LAW, "2000103"), (REPEAT, "1000001")])
    ]
    found = grids([HEADER, *rows])
    assert rows_of(found) == [[STATE_SECRET, *"3110005"], [LAW, *"2000103"], [REPEAT, *"1000001"]]


def test_a_page_may_end_within_the_number_of_a_group_s_label():
    received, granted = (next(row for row in REQUESTS.rows if row.key == key) for key in ("new_received", "granted"))
    labels = [f"一、{received.label}", f"（一）{granted.label}"]
    group = granted.under[0]
    first = [HEADER, (56, {50: labels[0]} | figures(*"3110005"))]
    first.append((72, {50: group[0], 72: labels[1]} | figures(*"2000103")))
    second = [(56 + 11 * at, {50: char}) for at, char in enumerate(group[1:])]
    second += [(60, {90: LAW} | figures(*"1000001")), (200, {90: REPEAT} | figures(*"0000000"))]
    found = grids(first, sorted(second, key=lambda line: line[0]), prose=False)
    assert [row[0] for row in rows_of(found)] == [*labels, LAW, REPEAT]


def test_figures_at_the_end_of_a_page_have_the_label_that_the_next_one_begins_with():
    first = [HEADER, (56, {72: STATE_SECRET} | figures(*"3110005")), (72, figures(*"2000103"))]
    second = [(30, {72: LAW[:6]}), (42, {72: LAW[6:]}), (62, {72: REPEAT} | figures(*"1000001"))]
    found = rows_of(grids(first, second, prose=False))
    assert found == [[STATE_SECRET, *"3110005"], [LAW, *"2000103"], [REPEAT, *"1000001"]]
    assert not rows_of(grids([*first, (88, {72: REPEAT} | figures(*"1000001"))], prose=False))


def test_a_character_of_a_group_s_label_that_could_mean_none_is_no_figure_however_far_its_lines_stand_apart():
    row = next(row for row in REQUESTS.rows if row.key == "unavailable_not_held")
    beside = [(50 + 28 * at, {50: char}) for at, char in enumerate(row.under[-1])]
    rows = [(60, {72: LAW} | figures(*"2000103")), (76, {72: f"1.{row.label}"} | figures(*"1000001"))]
    rows += [(240, {72: REPEAT} | figures(*"3110005"))]
    found = grids([HEADER, *sorted([*beside, *rows], key=lambda line: line[0])])
    assert [row[1:] for row in rows_of(found)] == [[*"2000103"], [*"1000001"], [*"3110005"]]


def test_the_two_characters_of_a_word_over_a_column_may_stand_apart():
    *others, last = HEADER[1].items()
    spread = {last[0]: last[1][0], last[0] + 28: last[1][1]}
    found = grids(
        [(40, dict(others) | spread), (56, {72: LAW} | figures(*"2000103")), (72, {72: REPEAT} | figures(*"1000001"))]
    )
    assert [grid[0] for grid in found] == [["", *(label[:4] for label in COLUMNS)]]


def test_lines_of_a_known_label_may_stand_far_apart_beside_the_number_of_a_group():
    row = next(row for row in REQUESTS.rows if row.key == "unavailable_not_held")
    label, group = f"1 .{row.label}", row.under[-1]
    rows = [
        (56, {90: LAW} | figures(*"2000103")),
        (80, {50: group[0], 90: label[:7]} | figures(*"1000001")),
        (104, {50: group[1], 90: label[7:11]}),
        (128, {50: group[2], 90: label[11:]}),
    ]
    assert [row[0] for row in rows_of(grids([HEADER, *rows]))] == [LAW, label]
    whole = [(152, {90: STATE_SECRET} | figures(*"3110005")), (176, {50: group[3:]})]
    found = rows_of(grids([HEADER, *rows, *whole]))
    assert [[row[0], row[1]] for row in found] == [[LAW, "2"], [label, "1"], [STATE_SECRET, "3"]]


def test_a_header_that_the_edge_of_a_page_cuts_heads_no_table():
    block = FORM.tables["disputes"].blocks[0]
    xs = [72 + 46 * at for at in range(2 * len(block.columns))]
    leaves = dict(zip(xs, [line.label for line in block.columns] * 2, strict=True))
    figures = dict(zip(xs, "1210460301", strict=True))
    groups = {xs[2]: block.rows[0].label, xs[7] - 20: block.rows[1].label}

    def found(cut: int):
        return grids([(40, groups), (56, dict(list(leaves.items())[cut:])), (72, dict(list(figures.items())[cut:]))])

    assert [grid[-1][1:] for grid in found(0)] == [list(figures.values())]
    assert found(1) == []


REGULATIONS = FORM.tables["proactive"].blocks[0]


def test_rows_with_one_figure_each_are_of_the_table_where_the_word_over_their_labels_stands():
    words_over = [line.label for line in REGULATIONS.columns]
    first, second = (line.label for line in REGULATIONS.rows)
    lines = [
        (40, {72: REGULATIONS.corner} | dict(zip((200, 300, 400), words_over, strict=True))),
        (56, {72: first, 325: "18"}),
        (72, {72: second}),
    ]
    assert rows_of(grids(lines)) == [[first, "", "18", ""]]
    assert grids(lines)[0][-1] == [second, "", "", ""]
    assert grids([(40, {72: "示例办公室"}), *lines[1:]]) == []


@pytest.mark.parametrize("line", ["示例市示例局上年结果如下：", "附表3 示例市上年结果"])
def test_a_line_that_leads_over_to_a_table_without_labels_is_no_word_over_its_columns(line):
    disputes = FORM.tables["disputes"].blocks[0]
    over = {80 + 50 * at: column.label for at, column in enumerate(disputes.columns)}
    lines = [(40, {84: line}), (58, over), (74, dict(zip(over, "31206", strict=True)))]
    (found,) = grids(lines)
    assert rows_of([found]) == [["", *"31206"]]
    assert line not in [text for row in found for text in row]


def test_a_line_of_prose_that_ends_with_a_number_is_no_row_of_the_table_above_it():
    disputes = FORM.tables["disputes"].blocks[0]
    over = {80 + 60 * at: column.label for at, column in enumerate(disputes.columns)}
    table = [(40, over), (56, dict(zip(over, ("3", "", "2", "", ""), strict=True)))]
    last = list(over)[-1]
    (found,) = grids([*table, (200, {72: "全年共发布各类政府信息情况", last: "955"}), (216, {72: "条。"})])
    assert rows_of([found]) == [["", "3", "", "2", "", ""]]
