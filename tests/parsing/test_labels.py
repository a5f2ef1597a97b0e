"""Printed labels to lines of the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.labels import label_index
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


@pytest.mark.parametrize("text", ["", "附件", "联系电话", "予以", "公开", "工作情况", "各县区合计情况说明表"])
def test_words_that_are_no_label_find_nothing(text):
    assert not found(text)


def test_groups_are_no_rows():
    for form in load_forms().values():
        for key, group in form.groups.items():
            if key in {"refused", "unavailable", "declined"}:
                assert not found(group.label)
                assert any(role.kind == "group" for role in label_index().find(f"（三）{group.label}"))
