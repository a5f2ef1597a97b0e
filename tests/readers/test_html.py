"""HTML pages to documents: what is visible, in its order, with the spans of its tables."""

import contextlib

import pytest

from pipelines.readers import read_document, sniff
from pipelines.readers.document import Grid, UnreadableError
from pipelines.readers.html import read


def grid(markup: str) -> Grid:
    grids = read(f"<html><body>{markup}</body></html>".encode()).grids
    assert len(grids) == 1
    return grids[0]


def texts(found: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in found.lattice()]


def test_spans_cover_the_places_they_reach_over():
    found = grid("<table><tr><td rowspan=2>a<td colspan=2>b</tr><tr><td>c<td>d</tr></table>")
    assert texts(found) == [["a", "b", "b"], ["a", "c", "d"]]


def test_a_rowspan_that_reaches_past_the_table_ends_with_it():
    assert texts(grid("<table><tr><td rowspan=9>a<td>b</tr><tr><td>c</tr></table>")) == [["a", "b"], ["a", "c"]]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "99999999"])
def test_a_span_that_is_no_span_does_no_harm(span):
    assert grid(f"<table><tr><td colspan='{span}'>a<td>b</tr></table>").cells[0].text == "a"


def test_digits_and_labels_split_over_markup_are_one():
    found = grid("<table><tr><td><p><span>2</span><span>0</span></p><td><font>自</font><b>然</b>人</table>")
    assert texts(found) == [["20", "自然人"]]


def test_a_break_in_a_cell_is_a_line_and_a_newline_of_the_source_is_not():
    assert texts(grid("<table><tr><td>本年新<br/>制作\n数量</table>")) == [["本年新\n制作 数量"]]


def test_hidden_rows_comments_scripts_and_templates_do_not_count():
    found = grid(
        "<table><!--<tr><td>9</tr>--><tr style='display:none'><td>8</tr><tr hidden><td>7</tr>"
        "<tr><td>1<script>6</script><span style='visibility: hidden'>5</span></tr></table>"
        "<template><table><tr><td>4</table></template>"
    )
    assert texts(found) == [["1"]]


def test_a_table_that_lays_out_the_page_gives_its_texts_and_the_tables_inside_it():
    document = read(b"<html><body><table><tr><td><h1>t</h1><table><tr><td>1<td>2</table></table></body></html>")
    assert [text.text for text in document.texts] == ["t"]
    assert [texts(found) for found in document.grids] == [[["1", "2"]]]


def test_blocks_stand_in_reading_order_with_their_heading_levels():
    document = read("<html><body><h2>一</h2><p>a<b>b</b>c</p>d<table><tr><td>1<td>2</table>e</body></html>".encode())
    kinds = [("grid" if isinstance(block, Grid) else (block.text, block.level)) for block in document.blocks]
    assert kinds == [("一", 2), ("abc", 0), ("d", 0), "grid", ("e", 0)]


def test_every_cell_says_where_it_stands_in_the_page():
    page = b"<html><body><table><tr><td>x<td>x</table><table><tr><td>1<td>2<tr><td>3<td>4</table></body></html>"
    assert read(page).grids[1].cells[3].locator == "table[2]/tr[2]/td[2]"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "iso-8859-1", "", "no-such"])
@pytest.mark.parametrize("real", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_the_encoding_is_found_whatever_the_page_declares(declared, real):
    page = (
        f"<html><head><meta charset='{declared}'></head><body><p>政府信息公开工作年度报告，统计期限</p></body></html>"
    )
    assert "年度报告" in read(page.encode(real)).texts[0].text


def test_meta_tags_are_read_by_name_in_any_case_and_quotes():
    page = "<html><head><META NAME='ArticleTitle' CONTENT='标题'><meta name=\"PubDate\"content=\"2023-01-02\"></head><body>x"
    meta = read(page.encode()).meta
    assert (meta["articletitle"], meta["pubdate"]) == ("标题", "2023-01-02")


def test_a_page_that_is_cut_off_says_so():
    assert not read(b"<html><body><p>x").whole
    assert read(b"<html><body><p>x</body></html>").whole
    assert read(b"<div>a fragment</div>").whole


def test_an_endless_table_is_refused_with_a_reason():
    page = b"<table>" + b"<tr><td>1<td>2</tr>" * 100_000 + b"</table>"
    with pytest.raises(UnreadableError, match="cells"):
        read(page)


def test_markup_nested_without_end_ends_as_a_document_or_a_reason():
    page = b"<html><body>" + b"<div>" * 200_000 + b"x"
    with contextlib.suppress(UnreadableError):
        assert read(page).format == "html"


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00\x00", b"\xef\xbb\xbf"])
def test_an_empty_document_is_a_plain_reason(data):
    with pytest.raises(UnreadableError, match="empty"):
        read_document(data)


@pytest.mark.parametrize(
    ("data", "format_name"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "html"),
        ("<table><tr><td>一</table>".encode("gb18030"), "html"),
        ("年度报告\n\t1\n".encode(), "text"),
        (b"| a | b |\n|---|---|\n| 1 | 2 |", "markdown"),
        (b"{\\rtf1 x}", "rtf"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
        (bytes(range(1, 9)) + b"\x00\x01\x02\x00" * 50, None),
    ],
)
def test_the_format_is_told_by_the_bytes(data, format_name):
    assert sniff(data) == format_name
