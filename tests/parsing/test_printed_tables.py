"""The form in layouts drawn at random: read exactly or refused; damaged, never read wrong."""

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_tables import SPOILS, WRITINGS, print_disputes, print_proactive, print_requests, spoil, write

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from pipelines.parsing.tables.gathered import Matched
from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.matching import Matcher
from pipelines.readers import markdown, text
from pipelines.readers.document import Grid
from warehouse.form import load_forms

FORMS = load_forms()
PRINTERS = {"requests": print_requests, "disputes": print_disputes, "proactive": print_proactive}
YEARS = {"2019": 2020, "2021": 2023}


@cache
def figures(seed, edition):
    report = make_figures(seed, "示例市水利局", YEARS[edition], edition, scope="area")
    return {key: f"{value:.12g}" for key, value in expected_cells(report).items()}


def match(blocks, edition) -> Matched:
    return Matcher(label_index(), FORMS, YEARS[edition]).read(blocks)


def cells(found: Matched) -> dict[tuple[str, str, str], str]:
    return {
        (block.table, *name): cell.text
        for block in found.blocks
        if block.table not in found.doubts
        for name, cell in block.cells.items()
    }


@given(
    st.sampled_from(sorted(PRINTERS)),
    st.sampled_from(sorted(YEARS)),
    st.integers(0, 30),
    st.sampled_from([0.0, 0.2, 0.7]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150, deadline=None)
def test_a_table_in_any_layout_is_read_exactly_or_refused(table, edition, seed, wear, rng):
    printed = PRINTERS[table](rng, FORMS[edition], figures(seed, edition), wear=wear)
    found = match(printed.grids, edition)
    assert found.doubts or cells(found) == printed.expected
    assert {block.edition for block in found.blocks if len(block.cells) > 15} <= {edition}


@pytest.mark.parametrize("table", sorted(PRINTERS))
def test_most_layouts_are_read_and_not_refused(table):
    read = 0
    for seed in range(40):
        edition = sorted(YEARS)[seed % 2]
        printed = PRINTERS[table](Random(seed), FORMS[edition], figures(seed, edition), wear=0.2)
        read += cells(match(printed.grids, edition)) == printed.expected
    assert read >= 32


@given(
    st.sampled_from(sorted(PRINTERS)),
    st.sampled_from(sorted(YEARS)),
    st.integers(0, 30),
    st.sampled_from(SPOILS),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_table_is_never_read_wrong(table, edition, seed, way, rng):
    printed = PRINTERS[table](rng, FORMS[edition], figures(seed, edition))
    blocks = list(printed.grids)
    place = rng.choice([at for at, block in enumerate(blocks) if isinstance(block, Grid)])
    blocks[place] = spoil(rng, blocks[place], way)
    found = match(blocks, edition)
    for name, figure in cells(found).items():
        assert figure == printed.expected[name], name


@pytest.mark.parametrize("way", ["cell lost", "cell added", "row label strange", "column label strange"])
@given(st.integers(0, 30), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_a_requests_table_that_lost_its_order_is_refused_with_a_reason(way, seed, rng):
    printed = print_requests(rng, FORMS["2021"], figures(seed, "2021"))
    blocks = [spoil(rng, block, way) if isinstance(block, Grid) else block for block in printed.grids]
    found = match(blocks, "2021")
    assert found.doubts.get("requests") or blocks == printed.grids or cells(found) == printed.expected


@given(
    st.sampled_from(sorted(PRINTERS)),
    st.integers(0, 30),
    st.sampled_from(WRITINGS),
    st.sampled_from([markdown, text]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=100, deadline=None)
def test_a_table_written_as_lines_of_text_is_never_read_wrong(table, seed, way, reader, rng):
    printed = PRINTERS[table](rng, FORMS["2021"], figures(seed, "2021"))
    lines = "\n\n".join(write(block, way) if isinstance(block, Grid) else block.text for block in printed.grids)
    found = match(reader.read(lines.encode()).blocks, "2021")
    for name, figure in cells(found).items():
        assert figure == printed.expected[name], name


def test_columns_of_one_name_that_stand_apart_are_no_wide_column_even_with_equal_figures():
    heads = ["结果纠正", "其他结果", "总计", "尚未审结", "结果维持"] * 3
    figures_of_each = ["0", "1", "2", "1", "0", "0", "1", "2", "0", "1", "0", "0", "1", "0", "1"]
    rows = [["行政复议", "行政诉讼"], ["复议后起诉", "未经复议直接起诉"], heads, figures_of_each]
    found = match(markdown.read("\n".join(f"| {' | '.join(row)} |" for row in rows).encode()).blocks, "2021")
    assert found.doubts["disputes"]
    assert not cells(found)
