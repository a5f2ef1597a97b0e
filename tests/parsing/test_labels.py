"""Printed labels to lines of the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.spellings import in_mainland_characters
from warehouse.form import load_forms

ROWS = [
    (edition, block.key, row)
    for edition, form in load_forms().items()
    for table in form.tables.values()
    for block in table.blocks
    for row in block.rows
]


def found(text, kind="row"):
    return {(role.edition, role.block.key, role.line.key) for role in label_index().find(text) if role.kind == kind}


@pytest.mark.parametrize(("edition", "block", "row"), ROWS, ids=lambda value: getattr(value, "key", value))
def test_every_row_is_found_with_its_number_without_it_and_broken_over_lines(edition, block, row):
    middle = len(row.label) // 2
    for text in (
        row.label,
        f"{row.number}、{row.label}",
        f"{row.number}.{row.label}",
        row.label[:middle] + "\n" + row.label[middle:],
        "　".join(row.label),
    ):
        assert (edition, block, row.key) in found(text), text


@given(st.sampled_from([entry for entry in ROWS if len(entry[2].label) >= 10]), st.data())
def test_a_long_label_with_one_damaged_character_is_still_its_row_or_none(entry, data):
    _edition, _block, row = entry
    place = data.draw(st.integers(0, len(row.label) - 1))
    damaged = row.label[:place] + "囗" + row.label[place + 1 :]
    rows = {name for _, _, name in found(damaged)}
    assert rows <= {row.key}


LINES = [
    ((edition, block.key, kind, line.key), line.label)
    for edition, form in load_forms().items()
    for table in form.tables.values()
    for block in table.blocks
    for kind, lines in (("row", block.rows), ("column", block.columns))
    for line in lines
    if len(line.label) >= 4
]


@given(st.sampled_from(LINES), st.data())
def test_a_label_with_a_character_that_could_not_be_read_is_its_own_line_or_none(line, data):
    (_edition, _block, kind, key), label = line
    place = data.draw(st.integers(0, len(label) - 1))
    roles = label_index().find(label[:place] + "\ufffd" + label[place + 1 :])
    assert {(role.kind, role.line.key) for role in roles if role.line} <= {(kind, key)}


def test_an_unread_character_leaves_a_label_known_where_no_other_has_the_rest():
    labels = dict(LINES)
    label = labels["2021", "documents", "column", "repealed"]
    for place in range(len(label)):
        printed = label[:place] + "\ufffd" + label[place + 1 :]
        assert {role.line.key for role in label_index().find(printed)} == {"repealed"}, printed


@pytest.mark.parametrize("text", ["", "附件", "联系电话", "予以", "公开", "工作情况", "各县区合计情况说明表"])
def test_words_that_are_no_label_find_nothing(text):
    assert not found(text)


def test_a_label_that_a_number_follows_is_found_as_without_it():
    assert {name for _, _, name in found("其他处理3.")} == {"other_handling"}


def test_groups_are_no_rows():
    for form in load_forms().values():
        for key, group in form.groups.items():
            if key in {"refused", "unavailable", "declined"}:
                assert not found(group.label)
                assert any(role.kind == "group" for role in label_index().find(f"（三）{group.label}"))


def damage(data, label):
    """A label with a character replaced, lost or added."""
    place = data.draw(st.integers(0, len(label) - 1))
    way = data.draw(st.sampled_from(["replaced", "lost", "added"]))
    return label[:place] + ("" if way == "lost" else "囗") + label[place + (way != "added") :]


@given(st.sampled_from([entry for entry in ROWS if len(entry[2].label) >= 4]), st.data())
def test_a_label_damaged_once_or_twice_is_its_own_row_or_none(entry, data):
    row = entry[2]
    damaged = damage(data, row.label)
    if len(row.label) > 7 and data.draw(st.booleans()):
        damaged = damage(data, damaged)
    assert {name for _, _, name in found(damaged)} <= {row.key}


@pytest.mark.parametrize(
    ("printed", "row"),
    {
        "三、（一）予以公开": "granted",
        "（三）不予公开1.属于国家秘密": "refused_state_secret",
        "三、本年度办理结果（三）不予公开1.属于国家秘密": "refused_state_secret",
        "三、本年度办理结果（三）不予公开属于国家秘密": "refused_state_secret",
        "三、本年度办理结果（五）不予处理重复申请": "declined_repeat",
        "三、本年度办理结果—（六）其他处理—3.其他": "other_remaining",
        "①属于国家秘密": "refused_state_secret",
        "Ⅱ、其他法律行政法规禁止公开": "refused_law_prohibits",
        "未經復議直接起訴": "litigation_direct",
        "末经复议直接起诉": "litigation_direct",
        "行政诉讼（复议后起诉）": "litigation_after_review",
        "本年新收政付信息公幵申请数量": "new_received",
        "上年结转政府信息公开申请数量（件）": "carried_in",
        "申请人无正当理由逾期不补正": "other_not_corrected",
        "部分公开（区分处理的，只计这一": "partly_granted",
        "其它": "other_remaining",
        "行改处罚": "penalties",
        "（二）部分公开\nPartly disclosed": "partly_granted",
        "2.重复申请 (repeated requests)": "declined_repeat",
    }.items(),
)
def test_a_label_as_publishers_print_it_is_found(printed, row):
    assert {name for _, _, name in found(printed)} == {row}


@pytest.mark.parametrize(
    "text",
    [
        "上年新收政府信息公开申请数量",
        "行政许议",
        "予公开",
        "小计",
        "共计",
        "企业",
        "未经复议起诉",
        "（四）无法提供3.其他",
    ],
)
def test_words_between_two_labels_name_neither(text):
    assert not found(text)
    assert not found(text, "column")


@pytest.mark.parametrize(
    ("printed", "column"),
    {
        "自然入": "natural_person",
        "結果維持": "upheld",
        "结果维特": "upheld",
        "总计（件）": "total",
        "尚未审理": "pending",
        "其他结果\nOther results": "other_result",
    }.items(),
)
def test_a_column_s_label_as_publishers_print_it_is_found(printed, column):
    assert {name for _, _, name in found(printed, "column")} == {column}


def test_a_name_in_traditional_characters_is_the_body_s_own_and_no_mainland_character_is_touched():
    assert in_mainland_characters("示例縣財政局") == "示例县财政局"
    assert in_mainland_characters("乾县人民政府") == "乾县人民政府"
    assert in_mainland_characters("瀍河区、鄠邑区") == "瀍河区、鄠邑区"
