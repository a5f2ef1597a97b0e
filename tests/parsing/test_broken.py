"""A figure broken over lines is one where the sums of the form prove it, and no number where they do not."""

from dataclasses import replace

import pytest

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parsing.report import read_reports
from pipelines.readers import read_document
from pipelines.readers.document import Grid

OWN = make_figures(5, "示例市水利局", 2023, "2021")


def read(change):
    """The report with the texts of its cells changed."""
    document = read_document(render(OWN, "html", "plain"))
    blocks = tuple(
        replace(block, cells=tuple(replace(cell, text=change(cell.text, block)) for cell in block.cells))
        if isinstance(block, Grid)
        else block
        for block in document.blocks
    )
    (report,) = read_reports(replace(document, blocks=blocks))
    return report


def broken(text, grid):
    is_wide = grid.n_cols > 6  # the tables of sections three and four
    return f"{text[:1]}\n{text[1:]}" if is_wide and text.isdigit() and len(text) > 1 else text


@pytest.mark.parametrize("width", ["half", "full"])
def test_figures_that_a_narrow_column_broke_are_joined_where_the_sums_hold(width):
    whole = {cell.name: cell.value for cell in read(lambda text, _: text).cells}
    full = str.maketrans("0123456789", "０１２３４５６７８９") if width == "full" else {}
    report = read(lambda text, grid: broken(text, grid).translate(full))
    assert report.status == "accepted"
    assert {cell.name: cell.value for cell in report.cells} == whole
    joined = [cell for cell in report.cells if cell.method == "html+identity"]
    assert joined
    assert all(cell.value > 9 for cell in joined)


@pytest.mark.parametrize("other", ["7\n7777", "1\n1"])
def test_two_lines_that_no_sum_bears_out_stay_no_number(other):
    done = []

    def change(text, grid):
        if grid.n_cols > 6 and text.isdigit() and len(text) > 1 and not done:
            done.append(text)
            return other
        return text

    report = read(change)
    assert [reason.code for reason in report.reasons] == ["no_number"]
