"""Pages whose article stands as JSON in a script are read as if the script had drawn it."""

from __future__ import annotations

import json

from pipelines.readers import html
from pipelines.readers.document import Grid, Text

TABLE = "<p>示例县财政局的报告，文字为示例。</p><table><tr><td>项目</td><td>件数</td></tr><tr><td>示例</td><td>7</td></tr></table>"


def page(content: str, shown: str = "") -> bytes:
    detail = json.dumps({"content": content}).replace("<", "\\u003C")
    script = f"<script>window._CONFIG = {{ SID: '2', DETAIL: {detail}, TREE: [] }};</script>"
    return f"<html><body><h1>示例</h1><div>{shown}</div>{script}</body></html>".encode()


def test_the_article_of_a_script_is_read_with_its_tables() -> None:
    blocks = html.read(page(TABLE)).blocks
    assert [cell.text for block in blocks if isinstance(block, Grid) for cell in block.cells] == [
        "项目",
        "件数",
        "示例",
        "7",
    ]
    assert any("文字为示例" in block.text for block in blocks if isinstance(block, Text))


def test_an_article_that_the_page_shows_too_is_read_once() -> None:
    assert sum(isinstance(block, Grid) for block in html.read(page(TABLE, shown=TABLE)).blocks) == 1


def test_a_script_that_is_cut_short_is_left_alone() -> None:
    cut = page(TABLE).split(b'"content"')[0] + b'"content": "<p>'
    assert not any(isinstance(block, Grid) for block in html.read(cut).blocks)
