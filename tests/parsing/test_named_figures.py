"""Blocks printed without a table's cells: every figure behind its column's name, or a small table for each row."""

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from pipelines.parsing.flattened.named_figures import named_figures
from pipelines.parsing.report import read_reports
from pipelines.parsing.tables.labels import label_index
from pipelines.readers import read_document
from warehouse.form import load_form

TITLE = "示例市水利局2023年政府信息公开工作年度报告"
PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
FORM = load_form("2021")
BLOCKS = [(key, block) for key, table in FORM.tables.items() for block in table.blocks]
REQUESTS = FORM.tables["requests"].blocks[0]
FIGURES = expected_cells(make_figures(5, "示例市水利局", 2023, "2021"))


def rows(table, block):
    """For each row its number, label and (column's label, figure) pairs."""
    for row in block.rows:
        shown = [(column.label, f"{FIGURES[table, row.key, column.key]:g}") for column in block.columns]
        yield row.number, row.label, shown


def page(write):
    parts = [f"<p>{block.heading[0] if block.heading else ''}</p>" + write(key, block) for key, block in BLOCKS]
    return f"<html><body><h1>{TITLE}</h1><p>{PERIOD}</p>{''.join(parts)}</body></html>".encode()


def definitions(key, block):
    return "".join(
        f"<dl><dt>{number}{label}</dt>{''.join(f'<dd>{name}：{figure}件</dd>' for name, figure in shown)}</dl>"
        for number, label, shown in rows(key, block)
    )


def cards(key, block):
    return "".join(
        f"<div><h4>{label}</h4>{''.join(f'<div><span>{name}</span><b>{figure}</b></div>' for name, figure in shown)}</div>"
        for _, label, shown in rows(key, block)
    )


def sentences(key, block):
    return "".join(
        f"<p>{label}：{'，'.join(f'{name}{figure}' for name, figure in shown)}。</p>"
        for _, label, shown in rows(key, block)
    )


def own_tables(key, block):
    return "".join(
        f"<p>{number}{label}</p><table><tr>{''.join(f'<th>{name}' for name, _ in shown)}<th>&nbsp;"
        f"<tr>{''.join(f'<td>{figure}' for _, figure in shown)}<td></table>"
        for number, label, shown in rows(key, block)
    )


def cells(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells}


@pytest.mark.parametrize("write", [definitions, cards, sentences])
def test_figures_behind_the_names_of_their_columns_are_read(write):
    (report,) = read_reports(read_document(page(write)))
    assert report.status == "accepted", report.reasons
    assert cells(report) == FIGURES


def test_a_table_for_each_row_is_named_by_the_line_above_it():
    def write(key, block):
        return own_tables(key, block) if key == "requests" else definitions(key, block)

    (report,) = read_reports(read_document(page(write)))
    assert report.status == "accepted", report.reasons
    assert cells(report) == FIGURES


def lines():
    return [
        f"{number}{label}：" + "，".join(f"{name}{figure}" for name, figure in shown)
        for number, label, shown in rows("requests", REQUESTS)
    ]


@pytest.mark.parametrize(
    "broken",
    [
        lambda found: found[1:],
        lambda found: [found[0].replace("总计", "合办"), *found[1:]],
        lambda found: [*found, found[3]],
        lambda found: [f"{found[0]}，总计9", *found[1:]],
        lambda found: [found[0].replace("，", "，另有", 1), *found[1:]],
    ],
    ids=["a row missing", "a column missing", "a row twice", "a column twice", "other words between"],
)
def test_a_block_that_is_not_named_whole_gives_nothing(broken):
    assert named_figures(lines(), "requests", REQUESTS, label_index())
    assert named_figures(broken(lines()), "requests", REQUESTS, label_index()) is None
