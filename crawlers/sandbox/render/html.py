"""Reports as HTML: real row and column spans, plain or as pasted from a word processor.

Only the report's own markup is made here; a portal's page around it belongs to `wire/`.
"""

from __future__ import annotations

import re
from html import escape

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.sheet import Box, Sheet, stack
from crawlers.sandbox.render.story import Block, Heading, Paragraph, story

_PASTED_P = '<p class="MsoNormal" style="text-align:justify;line-height:2;font-family:微软雅黑;" align="">'
_PASTED_SPAN = '<span style="font-family:微软雅黑;">'
_PIECES = re.compile(r"\d|^\D|\D+")
_PASTED_END = f"{_PASTED_SPAN}<o:p></o:p></span></p>"


def render(report: Report, layout: Layout) -> bytes:
    """A whole HTML page with title and meta tags and nothing of a portal around the report."""
    title = escape(report.title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title>\n"
        f'<meta name="ArticleTitle" content="{title}">\n'
        f'<meta name="PubDate" content="{report.published_on:%Y-%m-%d} 09:30">\n'
        f'<meta name="ContentSource" content="{escape(report.issuer)}">\n'
        f"</head><body>\n<h1>{title}</h1>\n{body(report, layout)}</body></html>\n"
    ).encode()


def body(report: Report, layout: Layout) -> str:
    """The report below its title as a run of paragraphs and tables."""
    blocks = list(story(report, layout))
    if layout.broken:
        blocks = _mend(blocks)
    return "".join(_block(block, layout) for block in blocks)


def _mend(blocks: list[Block]) -> list[Block]:
    """A table broken in two stands in one HTML table, its header printed twice."""
    mended: list[Block] = []
    for block in blocks:
        last = mended[-1] if mended else None
        if isinstance(block, Sheet) and isinstance(last, Sheet) and last.table == block.table:
            mended[-1] = stack(block.table, [last, block])
        else:
            mended.append(block)
    return mended


def _block(block: Block, layout: Layout) -> str:
    if isinstance(block, Heading):
        return f"{_inline(block.text, layout, strong=True)}\n"
    if isinstance(block, Paragraph):
        return f"{_inline(block.text, layout)}\n"
    return _table(block, layout)


def _inline(text: str, layout: Layout, *, strong: bool = False) -> str:
    if layout.pasted:
        return f"{_PASTED_P}{_runs(text)}{_PASTED_END}"
    words = f"<strong>{escape(text)}</strong>" if strong else escape(text)
    return f'<p style="text-indent:2em;">{words}</p>'


def _runs(text: str) -> str:
    """Text in pieces as editors leave it: a span for each digit and for the first character of a label."""
    return "".join(
        f"{_PASTED_SPAN}{piece}</span>"
        if piece.isdigit()
        else f'{_PASTED_SPAN}<font face="方正仿宋_GBK">{escape(piece)}</font></span>'
        for piece in _PIECES.findall(text)
    )


def _table(sheet: Sheet, layout: Layout) -> str:
    rows = []
    for place, boxes in enumerate(sheet.rows()):
        rows.append("<tr>" + "".join(_cell(box, layout) for box in boxes) + "</tr>\n")
        if layout.hidden and place == sheet.header:
            rows.append(_decoys(boxes))
    style = ' class="MsoNormalTable" border="0" cellspacing="0"' if layout.pasted else ' border="1" cellspacing="0"'
    return f'<table align="center"{style}><tbody>\n{"".join(rows)}</tbody></table>\n'


def _cell(box: Box, layout: Layout) -> str:
    spans = (f' colspan="{box.cols}"' if box.cols > 1 else "") + (f' rowspan="{box.rows}"' if box.rows > 1 else "")
    if layout.pasted:
        inner = _runs(box.text) if box.text else f"{_PASTED_SPAN}<o:p>&nbsp;</o:p></span>"
        style = 'valign="center" style="border:1px solid windowtext;"'
        return f"<td{spans} {style}>\n{_PASTED_P}{inner}{_PASTED_END}\n</td>"
    align = ' align="center"' if box.cell or box.heading else ""
    return f'<td{spans} style="border:1px solid #000;"><p{align}>{escape(box.text) or "&nbsp;"}</p></td>'


def _decoys(boxes: list[Box]) -> str:
    """The row above once more with other numbers, in ways that no reader of the page sees."""
    false = "".join(f"<td>{escape(box.text) if box.cell is None else 987}</td>" for box in boxes)
    return (
        f'<tr style="display:none">{false}</tr>\n<!-- <tr>{false}</tr> -->\n'
        f"<template><tr>{false}</tr></template>\n<tr hidden>{false}</tr>\n"
    )
