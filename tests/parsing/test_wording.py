"""What follows from the words of a table alone is worked out once for all its copies, and remembered of no other table."""

import pytest

from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.rows import is_bare_figure
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Cell, Grid

NUMBERS = ("0", "12", "007", "１２", "1,234", "24252.31", "1,234,567.5", "-5", "40456600元", "5755.61万元")
NO_NUMBERS = ("自然人", "5元钱", "-", "12件", "2023年", "1-2", "第3", "3、", ".5", "5.", "12 34", "—")


def row(*texts: str) -> Grid:
    return Grid(1, len(texts), tuple(Cell("".join(list(text)), 0, col) for col, text in enumerate(texts)))


def counted(grids: list[Grid]) -> int:
    """How often the words of grids were looked at."""
    looks = []

    @of_wording
    def look(wording):
        looks.append(wording)

    for grid in grids:
        look(grid)
    return len(looks)


def test_copies_of_a_table_are_asked_once_whatever_their_figures():
    copies = [row("示例标签", number, "") for number in NUMBERS]
    assert {tuple(copy.wording) for copy in copies} == {("示例标签", None, None)}
    assert counted(copies) == 1


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_in_digits_alone_is_wording(text):
    assert row(text).wording == (text,)


@pytest.mark.parametrize("text", NUMBERS)
def test_what_is_no_wording_is_a_figure_to_whoever_matches_tables(text):
    assert is_bare_figure(text, label_index())


@pytest.mark.parametrize("texts", [["示例" * 20_000], ["示例"] * 1_000], ids=["prose in a cell", "many cells"])
def test_a_table_too_large_for_a_copy_of_the_form_is_not_remembered(texts):
    assert counted([row(*texts), row(*texts)]) == 2
