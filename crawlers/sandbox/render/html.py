"""Reports as HTML: real row and column spans, plain or as pasted from a word processor.

Only the report's own markup is made here; a portal's page around it belongs to `wire/`.
"""

from __future__ import annotations

import re
from html import escape

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render.blocks import Block, Box, Heading, Paragraph, Sheet, Story
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.sheet import stack
from crawlers.sandbox.render.story import Printed, story

_PASTED_P = '<p class="MsoNormal" style="text-align:justify;line-height:2;font-family:微软雅黑;" align="">'
_PASTED_SPAN = '<span style="font-family:微软雅黑;">'
_PIECES = re.compile(r"\d|^\D|\D+")
_PASTED_END = f"{_PASTED_SPAN}<o:p></o:p></span></p>"


def render(copy: Printed, layout: Layout) -> bytes:
    """A whole HTML page with title and meta tags; with `chrome` the page of a portal stands around the report."""
    body = _body(copy.blocks, layout)
    head = "<title>政府信息公开</title>\n" if layout.style == "metaless" else _metadata(copy)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{layout.encoding}">{head}'
        f"</head><body>\n{_FRAMES.get(layout.style, _bare)(copy, body)}</body></html>\n"
    ).encode(layout.encoding)


def _metadata(copy: Printed) -> str:
    title = escape(copy.title)
    return (
        f"<title>{title}</title>\n"
        f'<meta name="ArticleTitle" content="{title}">\n'
        f'<meta name="PubDate" content="{copy.published_on:%Y-%m-%d} 09:30">\n'
        f'<meta name="ContentSource" content="{escape(copy.issuer)}">\n'
    )


def body(report: Report, layout: Layout) -> str:
    """The report below its title as a run of paragraphs and tables."""
    return _body(story(report, layout), layout)


def _body(blocks: Story, layout: Layout) -> str:
    if layout.broken:
        blocks = _mend(blocks)
    return "".join(_block(block, layout) for block in blocks)


def _bare(copy: Printed, body: str) -> str:
    return f"<h1>{escape(copy.title)}</h1>\n{body}"


def _nested(copy: Printed, body: str) -> str:
    """The report inside the cell of a table that lays the page out, a menu beside it."""
    menu = "".join(f"<tr><td><a href='#'>{word}</a></td></tr>" for word in ("公开指南", "公开制度", "公开年报"))
    return (
        f"<table width='1000'><tbody><tr><td colspan='2'><h1>{escape(copy.title)}</h1></td></tr>\n"
        f"<tr><td width='200'><table><tbody>{menu}</tbody></table></td><td>{body}</td></tr></tbody></table>\n"
    )


def _chrome(copy: Printed, body: str) -> str:
    """What portals print around a report: the way to the page, a table of metadata, links to other reports."""
    title, issuer = escape(copy.title), escape(copy.issuer)
    years = (copy.published_on.year - 2, copy.published_on.year - 3)
    others = "".join(f"<li><a href='#'>{issuer}{year}年政府信息公开工作年度报告</a></li>" for year in years)
    cells = (
        ("索引号", f"014300001/{copy.published_on:%Y}-00012"),
        ("发布机构", issuer),
        ("发布日期", f"{copy.published_on:%Y-%m-%d}"),
        ("名称", title),
    )
    rows = "".join(f"<tr><td>{name}：</td><td>{value}</td></tr>" for name, value in cells)
    return (
        "<div class='path'>您现在的位置：<a href='#'>首页</a> &gt; <a href='#'>政府信息公开</a> &gt; 政府信息公开年报</div>\n"
        f"<table class='meta'><tbody>{rows}</tbody></table>\n<h1>{title}</h1>\n"
        f"<div>发布时间：{copy.published_on:%Y-%m-%d} 来源：{issuer} 字体：[大 中 小] 浏览次数：128</div>\n{body}"
        f"<div>相关链接</div><ul>{others}</ul><div>主办：{issuer} 政府网站标识码：9901000001</div>\n"
    )


_FRAMES = {"nested": _nested, "chrome": _chrome}


def _mend(blocks: Story) -> Story:
    """A table broken in two stands in one HTML table, its header printed twice."""
    mended: list[Block] = []
    for block in blocks:
        last = mended[-1] if mended else None
        if isinstance(block, Sheet) and isinstance(last, Sheet) and last.table == block.table:
            mended[-1] = stack(block.table, [last, block])
        else:
            mended.append(block)
    return tuple(mended)


def _block(block: Block, layout: Layout) -> str:
    if isinstance(block, Heading):
        return f"{_inline(block.text, layout, strong=True)}\n"
    if isinstance(block, Paragraph):
        return f"{_inline(block.text, layout)}\n"
    return _table(block, layout)


def _inline(text: str, layout: Layout, *, strong: bool = False) -> str:
    if layout.style == "pasted":
        return f"{_PASTED_P}{_runs(text)}{_PASTED_END}"
    words = f"<strong>{escape(text)}</strong>" if strong else escape(text)
    return f'<p style="text-indent:2em;">{words}</p>'


def _runs(text: str) -> str:
    """Text in pieces as editors leave it: a span for each digit and for the first character of a label."""
    return "".join(
        f"{_PASTED_SPAN}{piece}</span>"
        if piece.isdigit()
        else f'{_PASTED_SPAN}<font face="方正仿宋_GBK">{_lines(piece)}</font></span>'
        for piece in _PIECES.findall(text)
    )


def _table(sheet: Sheet, layout: Layout) -> str:
    if layout.style in _BOXES:
        return _BOXES[layout.style](sheet)
    rows = []
    for place, boxes in enumerate(sheet.rows()):
        rows.append("<tr>" + "".join(_cell(box, layout) for box in boxes) + "</tr>\n")
        if layout.style == "hidden" and place == sheet.header:
            rows.append(_decoys(boxes))
    style = (
        ' class="MsoNormalTable" border="0" cellspacing="0"'
        if layout.style == "pasted"
        else ' border="1" cellspacing="0"'
    )
    return f'<table align="center"{style}><tbody>\n{"".join(rows)}</tbody></table>\n'


def _cell(box: Box, layout: Layout) -> str:
    spans = (f' colspan="{box.cols}"' if box.cols > 1 else "") + (f' rowspan="{box.rows}"' if box.rows > 1 else "")
    if layout.style == "pasted":
        inner = _runs(box.text) if box.text else f"{_PASTED_SPAN}<o:p>&nbsp;</o:p></span>"
        style = 'valign="center" style="border:1px solid windowtext;"'
        return f"<td{spans} {style}>\n{_PASTED_P}{inner}{_PASTED_END}\n</td>"
    align = ' align="center"' if box.cell or box.heading else ""
    return f'<td{spans} style="border:1px solid #000;"><p{align}>{_lines(box.text) or "&nbsp;"}</p></td>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _grid(sheet: Sheet) -> str:
    """No table at all: boxes on a grid of the style sheet, their places and spans in its words."""
    cells = "".join(
        f'<div style="grid-row:{box.row + 1} / span {box.rows};grid-column:{box.col + 1} / span {box.cols}">'
        f"{_lines(box.text)}</div>\n"
        for box in sheet.boxes
    )
    return f'<div style="display:grid;grid-template-columns:repeat({sheet.n_cols},1fr)">\n{cells}</div>\n'


def _areas(sheet: Sheet) -> str:
    """The same with each box's place and spans in one word of the style sheet."""
    cells = "".join(
        f'<div style="grid-area:{box.row + 1} / {box.col + 1} / span {box.rows} / span {box.cols}">'
        f"{_lines(box.text)}</div>\n"
        for box in sheet.boxes
    )
    return f'<div style="display:grid;grid-template-columns:repeat({sheet.n_cols},1fr)">\n{cells}</div>\n'


def _divs(sheet: Sheet) -> str:
    """No table at all: a box a row, boxes of cells in it; spans are lost, a covered place has no box."""
    rows = "".join(
        '<div class="row" style="display:table-row">'
        + "".join(f'<div class="cell" style="display:table-cell">{_lines(box.text)}</div>' for box in boxes)
        + "</div>\n"
        for boxes in sheet.rows()
    )
    return f'<div class="table" style="display:table">\n{rows}</div>\n'


_BOXES = {"grid": _grid, "areas": _areas, "divs": _divs}


def _decoys(boxes: list[Box]) -> str:
    """The row above once more with other numbers, in ways that no reader of the page sees."""
    false = "".join(f"<td>{escape(box.text) if box.cell is None else 987}</td>" for box in boxes)
    return (
        f'<tr style="display:none">{false}</tr>\n<!-- <tr>{false}</tr> -->\n'
        f"<template><tr>{false}</tr></template>\n<tr hidden>{false}</tr>\n"
    )
