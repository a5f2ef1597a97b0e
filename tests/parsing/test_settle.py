"""Figures read from a picture are settled by the sums of the form, or refused; never wrong."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.invent import make_figures
from pipelines.parsing.settle import OCR, OCR_BY_SUMS, look_at, settle, settle_table, sums_of
from pipelines.parsing.statistics.reading import read_statistics
from pipelines.parsing.statistics.settle import in_one_script, settle_statistics
from pipelines.parsing.tables.gathered import Matched, MatchedBlock
from pipelines.readers.document import Cell, Document, Grid, Reading, Text
from warehouse.form import load_forms

FORMS = load_forms()
FORM = FORMS["2021"]


def block_of(report, table, place=0):
    """A block of a report as a reader hands it over: every cell with its own locator."""
    block = FORM.tables[table].blocks[place]
    cells = {}
    for row in block.rows:
        for column in block.columns:
            text = report.figures[table, row.key, column.key].text
            cells[row.key, column.key] = Cell(text, 0, 0, locator=f"{table}.{row.key}.{column.key}")
    return MatchedBlock(table, block, "2021", cells)


def read_well(text):
    return Reading(text, 0.99 if text else 1.0, (text, text) if text else (), counted=text.isdigit(), stopped=True)


def read_badly(*texts):
    """Two looks that disagree, with what each sees as a possible reading."""
    weight = 0.9 / len(texts)
    return Reading(texts[0], 0.0, texts[:2], tuple((text, weight) for text in texts))


def settled(block, changes=()):
    """What becomes of a block whose cells are read well but for `changes`."""
    seen = {
        key: look_at(cell, dict(changes).get(key, read_well(cell.text)), money=block.block.columns[0].money)
        for key, cell in block.cells.items()
    }
    return settle_table(block.table, seen, sums_of(FORM, block))


def is_exact_or_refused(found, block):
    return found.doubt is not None or {key: text for key, (text, _) in found.cells.items()} == {
        key: cell.text for key, cell in block.cells.items()
    }


def reports(draw):
    return make_figures(
        draw(st.integers(0, 400)), "示例局", 2023, "2021", scope=draw(st.sampled_from(["agency", "area"]))
    )


def damage(draw, text):
    """A misreading: another number, with or without the right one among what it may be; or nothing legible."""
    wrong = draw(st.integers(0, 4000).map(str).filter(lambda number: number != text))
    return draw(
        st.sampled_from(
            [
                read_badly(wrong, text),
                read_badly(text, wrong),
                read_badly(wrong),
                read_badly(wrong, "8"),
                Reading("", 0.0),
                Reading("乡", 0.0, ("乡", "多")),
                read_well(wrong),  # the recogniser is sure of itself, and wrong
            ]
        )
    )


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_consistent_table_with_one_cell_misread_comes_back_exact_or_refused(data):
    table = data.draw(st.sampled_from(["requests", "disputes"]))
    block = block_of(reports(data.draw), table)
    key = data.draw(st.sampled_from(sorted(block.cells)))
    found = settled(block, {key: damage(data.draw, block.cells[key].text)})
    assert is_exact_or_refused(found, block)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_consistent_table_with_two_cells_misread_is_never_wrong(data):
    block = block_of(reports(data.draw), "requests")
    keys = data.draw(st.lists(st.sampled_from(sorted(block.cells)), min_size=2, max_size=2, unique=True))
    found = settled(block, {key: damage(data.draw, block.cells[key].text) for key in keys})
    assert is_exact_or_refused(found, block)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_noughts_left_blank_do_not_let_a_misread_figure_pass(data):
    whole = block_of(reports(data.draw), "requests")
    cells = {key: replace(cell, text="" if cell.text == "0" else cell.text) for key, cell in whole.cells.items()}
    block = replace(whole, cells=cells)
    assert settled(block).doubt is None
    key = data.draw(st.sampled_from(sorted(key for key, cell in cells.items() if cell.text) or sorted(cells)))
    wrong = read_badly(*data.draw(st.lists(st.integers(1, 900).map(str), min_size=1, max_size=3, unique=True)))
    assert is_exact_or_refused(settled(block, {key: wrong}), block)


REPORT = make_figures(3, "示例局", 2023, "2021", scope="area")


def test_the_sums_choose_between_two_readings_and_say_that_they_did():
    block = block_of(REPORT, "requests")
    key = ("granted", "natural_person")
    right = block.cells[key].text
    found = settled(block, {key: read_badly(right[:-1] + ("8" if right[-1] != "8" else "3"), right)})
    assert found.cells[key] == (right, OCR_BY_SUMS)
    assert found.cells["granted", "total"][1] == OCR


def test_the_sums_choose_a_sign_for_none_that_a_look_saw_where_nothing_is_missing():
    block = block_of(REPORT, "requests")
    key = next(key for key in sorted(block.cells) if key[1] != "total" and block.cells[key].text in {"", "0"})
    assert settled(block, {key: read_badly("7", "—")}).cells[key] == ("—", OCR_BY_SUMS)
    assert settled(block, {key: read_badly("7", "·")}).doubt is not None


def test_a_smeared_figure_is_not_filled_in_by_the_sums():
    block = block_of(REPORT, "requests")
    key = ("granted", "natural_person")
    assert settled(block, {key: Reading("", 0.0)}).doubt is not None


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_an_error_of_the_publisher_is_never_repaired_though_its_figure_is_doubtful(data):
    printed = block_of(reports(data.draw), "requests")
    key = data.draw(st.sampled_from(sorted(printed.cells)))
    right = printed.cells[key].text
    wrong = data.draw(st.integers(0, 4000).map(str).filter(lambda number: number != right))
    block = replace(printed, cells={**printed.cells, key: replace(printed.cells[key], text=wrong)})
    beam = ((wrong, 0.6), (right, 0.4))  # likely by itself, but every look saw what is printed
    looks = data.draw(st.sampled_from([(wrong, wrong), (wrong, "多"), (wrong, wrong + "1")]))
    assert settled(block, {key: Reading(wrong, 0.0, looks, beam)}).doubt is not None


def test_a_stain_on_a_blank_cell_is_not_made_a_nought():
    block = block_of(REPORT, "requests")
    key = next(key for key, cell in sorted(block.cells.items()) if cell.text == "0")
    block = replace(block, cells={**block.cells, key: replace(block.cells[key], text="")})
    assert settled(block, {key: Reading("", 0.0)}).doubt is not None


def test_figures_that_are_seen_surely_and_do_not_add_up_are_refused_and_not_repaired():
    block = block_of(REPORT, "requests")
    found = settled(block, {("granted", "total"): read_well("7777")})
    assert "cannot be told from an error of the publisher" in found.doubt


def test_two_doubtful_figures_under_one_sum_are_refused():
    block = block_of(REPORT, "disputes")
    keys = [("review", "upheld"), ("review", "corrected")]
    assert settled(block, {key: read_badly(block.cells[key].text, "9") for key in keys}).doubt is not None


def test_a_doubtful_dispute_is_confirmed_by_its_sum_but_never_chosen_by_it():
    block = block_of(REPORT, "disputes")
    key = ("review", "upheld")
    right = block.cells[key].text
    assert settled(block, {key: read_badly(right, "77")}).cells[key] == (right, OCR_BY_SUMS)
    assert settled(block, {key: read_badly("77", right)}).doubt is not None


@pytest.mark.parametrize(
    "reading",
    [
        read_badly("11", "17"),
        Reading("11", 0.8, ("11", "11"), counted=True),
        Reading("11", 0.95, ("11", "11")),  # the marks are not as many as the digits
        Reading("", 0.0),
    ],
)
def test_a_figure_that_no_sum_touches_must_be_certain_by_itself(reading):
    block = block_of(REPORT, "proactive")
    key = ("regulations", "in_force")
    found = settled(block, {key: reading})
    assert "proactive.regulations.in_force" in found.doubt
    assert settled(block).doubt is None


def test_an_amount_whose_stops_were_not_counted_may_lack_one():
    cell = Cell("4068208", 0, 0)
    assert look_at(cell, Reading("4068.208", 0.999, stopped=True), money=True).sure
    assert not look_at(cell, Reading("4068208", 0.999), money=True).sure


@pytest.mark.parametrize(("text", "is_sure"), [("2", False), ("0", True), ("-2", True), ("", True)])
def test_a_change_may_lack_the_minus_that_a_coarse_page_did_not_show(text, is_sure):
    reading = Reading(text, 0.999, counted=True, hairs=False)
    assert look_at(Cell(text, 0, 0), reading, signed=True).sure is is_sure
    assert look_at(Cell(text, 0, 0), replace(reading, hairs=True), signed=True).sure


def test_cells_that_were_not_read_from_a_picture_stay_as_they_are():
    blocks = (block_of(REPORT, "disputes"), block_of(REPORT, "proactive", 1))
    matched = Matched(blocks, {})
    assert settle(matched, {}, FORMS) is matched
    pictured = {"proactive.licensing.decisions": read_well(blocks[1].cells["licensing", "decisions"].text)}
    first, second = settle(matched, pictured, FORMS).blocks
    assert first.methods == {}
    assert second.methods == {("licensing", "decisions"): OCR}


def test_a_table_that_cannot_be_settled_is_a_doubt_of_that_table_alone():
    blocks = (block_of(REPORT, "disputes"), block_of(REPORT, "proactive", 1))
    pictured = {"proactive.licensing.decisions": read_badly("3", "8")}
    found = settle(Matched(blocks, {}), pictured, FORMS)
    assert list(found.doubts) == ["proactive"]


def test_figures_without_a_sum_are_not_believed_beside_a_table_for_which_the_picture_is_too_poor():
    blocks = (block_of(REPORT, "requests"), block_of(REPORT, "disputes"), block_of(REPORT, "proactive", 1))
    well = {cell.locator: read_well(cell.text) for block in blocks for cell in block.cells.values()}
    badly = [cell.locator for cell in blocks[0].cells.values()]
    assert list(settle(Matched(blocks, {}), well, FORMS).doubts) == []
    poor = {**well, **{locator: read_badly("3", "8") for locator in badly[:13]}}
    found = settle(Matched(blocks, {}), poor, FORMS).doubts
    assert {table: [one.code for one in doubts] for table, doubts in found.items()} == {
        "proactive": ["unproven_in_poor_picture"],
        "requests": ["poor_picture"],
    }
    few = {**well, **{locator: read_badly("3", "8") for locator in badly[:2]}}
    assert list(settle(Matched(blocks, {}), few, FORMS).doubts) == ["requests"]


def test_words_of_a_picture_that_are_not_certain_are_no_evidence():
    from pipelines.parsing.settle import certain_words

    texts = (Text("沐阳县", 1, "a"), Text("示例局", 1, "b"), Text("正文", 0, "c"))
    document = Document("picture", texts, readings={"a": Reading("沐阳县", 0.2), "b": Reading("示例局", 0.99)})
    kept = certain_words(document)
    assert [text.text for text in kept.texts] == ["示例局", "正文"]
    assert kept.meta["uncertain_lines"] == "1"


@pytest.mark.parametrize(
    ("looks", "money", "text"),
    [
        (("4.826", "4,826", "4.826"), False, "4,826"),  # a count has no share of one
        (("6005,59", "6005.59", "6005.59"), True, "6005.59"),
        (("4,826", "4.826", "4,826"), True, None),  # an amount may be either
        (("4,826", "4,826", "4,826"), False, "4,826"),
    ],
)
def test_which_mark_a_figure_has_is_told_by_the_figures_that_may_stand_there(looks, money, text):
    seen = look_at(Cell(looks[0], 0, 0), Reading(looks[0], 0.99, looks, stopped=True, counted=True), money=money)
    assert (seen.text if seen.sure else None) == text


def test_a_stop_in_a_count_is_the_comma_that_a_look_hardly_saw_there():
    seen = Reading("299.267", 0.99, ("299.267",) * 4, (("299.267", 0.99), ("299,267", 0.002)), counted=True)
    assert (look_at(Cell("299.267", 0, 0), seen).value, look_at(Cell("299.267", 0, 0), seen).sure) == (299267, True)
    assert look_at(Cell("299.267", 0, 0), replace(seen, others=())).value is None
    assert look_at(Cell("299.26", 0, 0), replace(seen, text="299.26", others=(("299,26", 0.1),))).value is None


def test_a_figure_wrapped_in_a_narrow_cell_is_one_figure_where_the_layout_joins_it():
    reading = Reading("21\n6", 0.99, ("21\n6", "21\n6"))
    assert look_at(Cell("216", 0, 0), reading).value == 216
    assert look_at(Cell("21\n6", 0, 0), reading).value is None


def pictured(rows, **changes):
    """A statistics table of a picture, read well but for `changes` by place (`at_1_2`)."""
    cells = tuple(
        Cell(text, row, col, locator=f"{row}.{col}") for row, line in enumerate(rows) for col, text in enumerate(line)
    )
    well = {cell.locator: replace(read_well(cell.text), counted=True) for cell in cells}
    readings = well | {name[3:].replace("_", "."): reading for name, reading in changes.items()}
    return Document("picture", (Grid(len(rows), len(rows[0]), cells, "grid"),), readings=readings)


def test_a_line_of_a_pictured_statistics_table_counts_where_label_and_figure_are_certain():
    rows = [
        ("指标名称", "单位", "2015年度"),
        ("申请总数", "件", "12"),
        ("网上申请数", "件", "7"),
        ("行政复议数", "件", "3"),
    ]

    def doubted(**changes):
        changed = pictured(rows, **{f"at_2_{place[-1]}": reading for place, reading in changes.items()})
        found = settle_statistics(read_statistics(changed, 2015), changed)
        told = [line.row for line in found.lines if line.figures["this_year"].doubt]
        assert bool(found.doubts) == bool(told)
        return told

    assert doubted() == []
    assert doubted(label_0=Reading("网上申请数", 0.6, ("网上申请数", "网上中请数"))) == ["网上申请数"]
    assert doubted(label_0=Reading("网上申请数", 0.99, ("网上申请数",))) == ["网上申请数"]  # one look is no evidence
    assert doubted(figure_2=read_badly("7", "1")) == ["网上申请数"]
    # a sign for none is told by its shape, long words by all looks that saw them alike
    assert doubted(unit_1=Reading("—", 1.0, ("一",), counted=True)) == []
    assert doubted(unit_1=Reading("—", 0.6, ("一",), counted=True)) == ["网上申请数"]
    named = ("1.通过网络提交的申请数", "1. 通过网络提交的申请数")
    assert doubted(label_0=Reading(named[0], 0.6, named)) == []
    assert doubted(label_0=Reading(named[0], 0.6, (named[0], "1.通过网络提文的申请数"))) != []
    assert doubted(label_0=Reading(named[0], 0.4, named)) != []
    assert doubted(label_0=Reading(named[0], 0.0, (*named, *named))) == []
    assert doubted(label_0=Reading(named[0], 0.0, (*named, *named), whole=False)) != []
    assert doubted(label_0=Reading("网上申请数", 0.0, ("网上申请数",) * 4, whole=False)) == []
    assert (
        doubted(label_0=Reading("网上申请数", 0.0, ("网上申请数",) * 2, whole=False)) == []
    )  # no label is so with a stroke less
    assert doubted(label_0=Reading("网上申青数", 0.0, ("网上申青数",) * 2, whole=False)) != []
    # words of the form are certain where two looks saw them and no look saw others of the form
    looks = ("网上申请数", "网上申请教", "网上申请数", "网上申清数")
    assert doubted(label_0=Reading("网上申请数", 0.0, looks)) == []
    assert doubted(unit_1=Reading("件", 0.0, ("件", "仵", "件"))) == []
    assert doubted(label_0=Reading("网上申请数", 0.0, (*looks, "网络申请数"))) == ["网上申请数"]
    assert doubted(unit_1=Reading("件", 0.0, ("件", "条", "件"))) == ["网上申请数"]
    assert doubted(unit_1=Reading("件", 0.0, ("仵", "仵"), again=("件", "件"))) == []
    assert doubted(unit_1=Reading("件", 0.0, ("仵", "条"), again=("件", "件"))) == ["网上申请数"]
    assert doubted(label_0=Reading("网上申请数", 0.0, looks, whole=False)) == ["网上申请数"]


def test_a_pictured_table_is_in_one_script():
    def labels(*rows):
        document = in_one_script(pictured([("指标名称", "单位", "2015年度"), *((label, "件", "7") for label in rows)]))
        return [line.label.words for line in read_statistics(document, 2015).lines]

    assert labels("收费減免金额", "申请总數", "网上申请数") == ["收费减免金额", "申请总数", "网上申请数"]
    assert labels("申请总数", "网上申请数", "行政复议数(不含示例)")[-1] == "行政复议数（不含示例）"
    # as a body of Hong Kong would print it
    traditional = ["收費減免金額", "申請總數", "網上申請數"]
    assert labels(*traditional) == traditional


def test_of_a_pictured_table_with_many_doubtful_figures_none_counts():
    rows = [
        ("指标名称", "单位", "2015年度"),
        *((f"示例指标第{word}类数", "件", "12") for word in "甲乙丙丁戊己庚辛壬癸"),
    ]
    rows += [("申请总数", "件", "12"), ("网上申请数", "件", "7"), ("行政复议数", "件", "0")]

    def counting(n_bad):
        document = pictured(rows, **{f"at_{row}_2": read_badly("12", "17") for row in range(1, 1 + n_bad)})
        found = settle_statistics(read_statistics(document, 2015), document)
        assert {doubt.code for doubt in found.doubts} <= {"statistics_unsure", "poor_picture"}
        return sum(line.figures["this_year"].doubt is None for line in found.lines)

    assert [counting(n) for n in (0, 3, 4)] == [13, 10, 0]


def test_one_look_at_a_long_label_of_the_form_is_enough_where_no_other_is_near_and_no_look_saw_much_else():
    rows = [
        ("指标名称", "单位", "2015年度"),
        ("申请总数", "件", "12"),
        ("网上申请数", "件", "7"),
        ("行政复议数", "件", "0"),
    ]

    def is_doubted(label, *others):
        document = pictured([*rows, (label, "件", "5")], at_4_0=Reading(label, 0.0, (label, *others)))
        found = settle_statistics(read_statistics(document, 2015), document)
        return found.lines[-1].figures["this_year"].doubt is not None

    assert not is_doubted("其他方式回应事件数", "其他方式问应事件数")
    assert is_doubted("其他方式回应事件数", "其他万式问应事件数")
    assert is_doubted("其他方式回应事件数", "其他方式回应事件")
    assert is_doubted("政务微博公开政府信息数", "政务徽博公开政府信息数")  # 微信 has as many characters
    assert is_doubted("示例方式回应事件数", "示例方式问应事件数")


def test_a_label_that_lost_what_led_it_is_another_of_the_form():
    rows = [
        ("指标名称", "单位", "2015年度"),
        ("申请总数", "件", "12"),
        ("网上申请数", "件", "7"),
        ("行政复议数", "件", "0"),
    ]

    def is_doubted(label):
        changed = [*rows, (label, "件", "5")]
        document = pictured(changed, at_4_0=Reading(label, 0.0, (label, label), whole=False))
        found = settle_statistics(read_statistics(document, 2015), document)
        return found.lines[-1].figures["this_year"].doubt is not None

    assert is_doubted("同意公开答复数")  # a hole may have taken 不
    assert not is_doubted("2.同意公开答复数")
    assert not is_doubted("不同意公开答复数")
    assert not is_doubted("微博微信回应事件数")  # of the national table, without a concept
    assert is_doubted("示例回应事件数")


def test_lines_of_words_in_a_picture_are_no_statistics_table():
    words = "指标名称 单位 2015年度 申请总数 件 12 网上申请数 件 7 行政复议数 件 3"
    printed = Document("picture", (Text(words, 0, "page 1"),))
    assert read_statistics(printed, 2015) is not None
    assert read_statistics(replace(printed, readings={"page 1": read_well(words)}), 2015) is None
