"""HTML pages to documents: what is visible, in its order, with the spans of its tables."""

import contextlib
import json
import quopri

import pytest
from lxml import html

from crawlers.sandbox.figures import load_reports
from crawlers.sandbox.render import LAYOUTS, render
from pipelines.parsing.numbers import read_number
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
    assert texts(grid("<table><tr><td>本年新<br/>制作\n数量<td>1</table>")) == [["本年新\n制作 数量", "1"]]


def test_hidden_rows_comments_scripts_and_templates_do_not_count():
    found = grid(
        "<table><!--<tr><td>9</tr>--><tr style='display:none'><td>8</tr><tr hidden><td>7</tr>"
        "<tr><td>1<script>6</script><span style='visibility: hidden'>5</span><td>2</tr></table>"
        "<template><table><tr><td>4<td>3</table></template>"
    )
    assert texts(found) == [["1", "2"]]


def test_a_heading_in_a_cell_is_words_like_any_other():
    found = grid("<table><tr><td><p>受理</p><h3>5</h3></td><td><h1></h1>6</td></tr></table>")
    assert texts(found) == [["受理\n5", "6"]]


def test_paragraphs_without_a_blank_between_them_are_lines_and_so_are_headings_between_them():
    page = read("<p>甲</p><p>乙</p> <h2>丙</h2><h3></h3><div>丁<br>戊<b>己</b></div>庚<p>辛</p>".encode())
    lines = ["甲", "乙", "丙", "丁", "戊己", "庚", "辛"]
    assert [text.text for text in page.texts] == lines
    assert [text.level for text in page.texts] == [0, 0, 2, 0, 0, 0, 0]


def test_lines_of_preformatted_text_are_counted_as_they_stand():
    page = read(b"<p>1</p><pre>2\n\n3</pre>")
    assert [(text.text, text.locator) for text in page.texts][1:] == [("2", "line 2"), ("3", "line 4")]


def test_a_table_that_lays_out_the_page_gives_its_texts_and_the_tables_inside_it():
    document = read(b"<html><body><table><tr><td><h1>t</h1><table><tr><td>1<td>2</table></table></body></html>")
    assert [text.text for text in document.texts] == ["t"]
    assert [texts(found) for found in document.grids] == [[["1", "2"]]]


def test_blocks_stand_in_reading_order_with_their_heading_levels():
    document = read("<html><body><h2>一</h2><p>a<b>b</b>c</p>d<table><tr><td>1<td>2</table>e</body></html>".encode())
    kinds = [("grid" if isinstance(block, Grid) else (block.text, block.level)) for block in document.blocks]
    assert kinds == [("一", 2), ("abc", 0), ("d", 0), "grid", ("e", 0)]


def test_a_box_of_one_column_is_text_and_prose_in_a_cell_is_told_as_text_too():
    page = "<table><tr><td>2022年报告</table><table><tr><td>左<td>" + "长" * 200 + "</table>"
    document = read_document(f"<html><body>{page}</body></html>".encode())
    assert [text.text for text in document.texts] == ["2022年报告", "长" * 200]
    assert len(document.grids) == 1


def test_a_small_table_inside_a_cell_is_what_the_cell_prints():
    boxed = read("<table><tr><td>规章<td><table><tr><td>12</table></tr></table>".encode()).grids
    assert [texts(found) for found in boxed] == [[["规章", "12"]]]
    outer, inner = read("<table><tr><td>a<td>b<tr><td>规章<td><table><tr><td>1<td>2</table></table>".encode()).grids
    assert (texts(outer), texts(inner)) == ([["a", "b"], ["规章", "1\n2"]], [["1", "2"]])


def test_two_tables_side_by_side_in_a_frame_come_one_after_the_other():
    page = b"<table><tr><td><table><tr><td>1<td>2</table></td><td><table><tr><td>3<td>4</table></table>"
    assert [texts(found) for found in read(page).grids] == [[["1", "2"]], [["3", "4"]]]


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>a<td>b<tr><td>c<td>d",
        "<table><td>a<td>b<tr><td>c<td>d</table>",
        "<table><form><tr><td>a<td>b</tr></form><tr><td>c<td>d</table>",
        "<table><tr><form><td>a</td><td>b</td></form></tr><tr><th>c<td>d</table>",
        "<table><colgroup><col><col></colgroup><tfoot><tr><td>c<td>d</tfoot><tbody><tr><td>a<td>b</table>",
        "<font><table><tr><td>a</td><td>b</td></tr></font><tr><td>c</td><td>d</td></tr></table>",
        "<table><tr><td><o:p></o:p>a<td>b<!--[if gte mso 9]><xml>z</xml><![endif]--><tr><td>c<td>d</table>",
        "<table><tr><td/>a<td>b</tr><tr><td>c</td><td>d</td></tr></table>",
    ],
)
def test_careless_markup_is_laid_out_as_browsers_do(markup):
    assert texts(grid(markup)) == [["a", "b"], ["c", "d"]]


def test_a_caption_is_text_above_its_table():
    kinds = [getattr(block, "text", "grid") for block in read(b"<table><caption>t<tr><td>1<td>2</table>").blocks]
    assert kinds == ["t", "grid"]


def test_spans_end_with_their_section_and_nought_reaches_to_its_end():
    page = "<table><thead><tr><td rowspan=9>a<td>b</thead><tr><td rowspan=0>c<td>d<tr><td>e</table>"
    assert texts(grid(page)) == [["a", "b"], ["c", "d"], ["c", "e"]]


def test_a_span_past_the_edge_makes_no_columns():
    assert grid("<table><tr><td colspan=999>a<tr><td>b<td>c</table>").n_cols == 2


@pytest.mark.parametrize(
    ("inner", "printed"),
    [
        ("1<wbr>2", "12"),
        ("1<s>3</s><del>4</del>2", "12"),
        ("<ruby>字<rt>zi</rt></ruby>", "字"),
        ('<input value="12" readonly>', "12"),
        ('<input type="hidden" value="12">', ""),
        ("<textarea>12</textarea>", "12"),
        ("<select><option>1<option selected>12</select>", "12"),
        ("<select><option>12<option>1</select>", "12"),
        ('<img alt="12">', "\ufffc"),
        ('<img alt="规章">', "规章"),
        ("12<font color='#FFFFFF'>7</font>", "12"),
        ("12<span style='color:#fff'>7</span>", "12"),
        ("12<span style='color:#fff;background:red'>7</span>", "127"),
        ("<svg><text>12</text></svg>", "\ufffc"),
        ("1<svg><text>2</text></svg>", "1\ufffc"),
        ("12<svg><path d='M0 0'/></svg>", "12"),
        ("<svg><path d='M0 0'/></svg>", "\ufffc"),
        ("<math><mn>12</mn></math>", "\ufffc"),
        ('<img src="x.png">', "\ufffc"),
        ('<v:shape><v:imagedata src="x.png"/></v:shape>', "\ufffc"),
        ('<span style="background:url(x.png)"></span>', "\ufffc"),
        ('12<span style="background:url(x.png)"></span>', "12"),
        ('<img src="x.gif" width="1">', ""),
        ("1<br>2", "1\n2"),
        ("12<sup>3</sup>", "12[3]"),
        ("<sup>3</sup>12", "[3]12"),
        ("12<input value=7>", "12\n7"),
        ("<select><option>7</select>12", "7\n12"),
        ("12<span style='vertical-align: super'>3</span>", "12[3]"),
        ("12<span style='mso-text-raise:3.0pt'>3</span>", "12[3]"),
        ("12<span style='position:relative;top:-3.0pt'>3</span>", "12[3]"),
        ("12<span style='position:relative'>3</span>", "123"),
        ("12<span style='position:relative;top:1.0pt;mso-text-raise:-1.0pt'>3</span>", "123"),
        ("12<span style='position:relative;top:-.5em'>3</span>", "12[3]"),
        ("12<span style='position:relative;top:-1px'>3</span>", "123"),
        ("<style>.note{vertical-align:super}</style>12<span class=note>3</span>", "12[3]"),
        ("12<a href='#note3'>3</a>", "12[3]"),
        ("12<a href='#note3'><span>[3]</span></a>", "12[3]"),
        ("<a href='#note3'>12</a>", "12"),
        ("12<a href='#'>3</a>", "123"),
        ("12<a href='http://www.example.gov.cn/t1.html#_ftn1'>3</a>", "12[3]"),
        ("12<a href='http://www.example.gov.cn/t1.html'>3</a>", "123"),
        ("12<sup><b><a href='#note3'>3</a></b></sup>", "12[3]"),
        ("12<small>3</small>", "12[3]"),
        ("<small>12</small>", "12"),
        ("12<small>件</small>", "12件"),
        ("12<small>.50</small>", "12.50"),
        ("12<sup>①</sup>", "12①"),
        ("12<sup>注1</sup>", "12[注1]"),
        ("<sup>12</sup>", "12"),
        ("12<sup>1</sup><sup>2</sup>", "12[1][2]"),
        ("<sup>1</sup><sup>2</sup>", "12"),
        ("m<sup>2</sup>", "m2"),
        ("&#49;&#12288;", "1"),
        ("<![if !supportEmptyParas]>12<![endif]>", "12"),
    ],
)
def test_a_cell_prints_what_a_reader_of_the_page_sees(inner, printed):
    assert grid(f"<table><tr><td>a<td>{inner}</table>").cells[1].text == printed


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td><p><font>a<td><p><font>1<tr><td><p><font>b<td><p><font>2<tr><td>c<td>3",
        "<tr><td><div>a<td><div>1<tr><td>b<td>2<tr><td><div>c<td>3",
        "<tr><td><p><font>a</td><td><p><font>1</td></tr><tr><td><div>b</td><td>2</td></tr><tr><td>c<td>3",
    ],
)
def test_cells_that_nothing_closes_end_where_the_next_begins(rows):
    found = grid(f"<table>{rows}</table>")
    assert [[cell.text for cell in row] for row in found.lattice()] == [["a", "1"], ["b", "2"], ["c", "3"]]


@pytest.mark.parametrize(
    "how",
    [
        "hidden",
        'style="display:none"',
        'style="DISPLAY : none !important"',
        'style="visibility:hidden"',
        'style="mso-hide:all"',
        'style="opacity:0"',
        'style="font-size:0"',
        'style="position:absolute;left:-9999px"',
        'style="text-decoration:line-through"',
        'style="text-decoration-line: line-through"',
        'style="color:transparent"',
        'style="color:rgba(0, 0, 0, 0)"',
        'style="font-size:1px"',
        'style="filter:opacity(0)"',
        'style="transform:scale(0)"',
        'style="content-visibility:hidden"',
        'class="white"',
        'aria-hidden="true"',
        'style="position:absolute;clip:rect(0 0 0 0)"',
        'style="position:absolute;clip-path:inset(50%)"',
        'class="gone"',
        'class="small"',
        'id="never"',
    ],
)
def test_what_is_not_seen_does_not_count(how):
    page = (
        "<html><head><style>.gone,#never{display:none} span{font-size:9pt} .small{font-size:0}"
        ".white{color:#ffffff} @media print{.t{display:none}} .t{display:none}"
        f"table td.t{{display:table-cell}}</style></head><body><table><tr><td>a<td class=t>1<span {how}>9</span></table>"
    )
    assert texts(read(page.encode()).grids[0]) == [["a", "1"]]


def test_white_words_on_a_page_without_any_ground_are_not_seen():
    assert texts(grid("<table><tr><td>a<td>1<span style='color:#fff'>9</span></table>")) == [["a", "1"]]


def test_words_that_a_class_writes_in_white_on_a_ground_of_its_own_are_seen():
    page = (
        "<style>.t{color:#fff} .mark{background:#069}</style>"
        "<table><tr><td>a<td>1<b class='t mark'>2</b><tr class=mark><td>b<td><b class=t>3</b></table>"
    )
    assert texts(grid(page)) == [["a", "12"], ["b", "3"]]


def test_white_words_on_a_ground_and_letters_that_get_their_size_back_are_seen():
    page = (
        "<table><tr style='background:#069'><td style='color:#fff'>a<td style='font-size:0'>"
        "<b style='font-size:14px'>1</b></table>"
    )
    assert texts(grid(page)) == [["a", "1"]]


def resolve(page: bytes, locator: str) -> str:
    """The text of the cell that a locator names, counted in the file by another hand than the reader's."""
    table, row, cell = (int(part.split("[")[1].rstrip("]")) for part in locator.split("/"))
    tables = html.document_fromstring(page).xpath(f"(//table)[{table}]")
    rows = [
        found
        for found in tables[0].xpath(".//tr[not(ancestor::template)]")
        if found.xpath("ancestor::table[1]")[0] is tables[0]
    ]
    return "".join(rows[row - 1].xpath("td|th")[cell - 1].text_content().split())


@pytest.mark.parametrize("layout", sorted(LAYOUTS["html"]))
def test_every_locator_leads_back_to_its_cell_in_the_file(layout):
    page = render(load_reports()["huaian-2024"], "html", layout)
    cells = [cell for found in read(page).grids for cell in found.cells]
    assert len(cells) > 200
    assert all(resolve(page, cell.locator) == "".join(cell.text.split()) for cell in cells)


def test_locators_count_what_is_hidden_and_frames_too():
    page = (
        b"<table hidden><tr><td>1<td>2</table><table><tr hidden><td>x</tr><tr><td>t<td><table><tr><td style='display:none'>"
        b"9<td>3<td>4</table></table>"
    )
    cells = [cell for found in read(page).grids for cell in found.cells if cell.text in {"3", "4"}]
    assert [(resolve(page, cell.locator), cell.text) for cell in cells] == [("3", "3"), ("4", "4")]


def test_a_page_inside_a_web_archive_or_an_answer_is_read_like_any_other():
    table = "<table><tr><td>规章<td>12</table>"
    saved = (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quopri.encodestring(f"<html><body>{table}</body></html>".encode())
        + b"\r\n--b--\r\n"
    )
    answer = json.dumps({"data": {"Title": "报告", "content": table}}, ensure_ascii=False).encode()
    assert texts(read_document(saved).grids[0]) == [["规章", "12"]]
    assert texts(read_document(answer).grids[0]) == [["规章", "12"]]
    assert read_document(answer).meta["title"] == "报告"


def test_a_page_nested_too_deeply_is_refused_and_not_cut():
    assert len(read(b"<b>" * 500 + b"<table><tr><td>1<td>2</table>").grids) == 1
    with pytest.raises(UnreadableError, match="nested"):
        read(b"<b>" * 5000 + b"<table><tr><td>1<td>2</table>")


@pytest.mark.parametrize("broken", [b"\xe9\x99", b"\xff"])
def test_a_damaged_character_does_not_change_how_the_rest_is_read(broken):
    words = "<p>政府信息公开工作年度报告，统计期限，本年新收5件"
    for real in ("utf-8", "gb18030"):
        assert "年度报告" in read(words.encode(real) + broken + "，以上情况</p>".encode(real)).texts[0].text


@pytest.mark.parametrize(
    "never", ["\x01", "\x0b", "\x1f", "\ufffe", "&#1;", "&#x1F;", "&#0;", "&#xFFFF;", "&#xD800;", "&#12;"]
)
def test_characters_that_are_none_do_no_harm(never):
    page = f"<p>a{never}</p>{never}<table><tr><td>1{never}<p>{never}</p>{never}<td>2<input value='{never}'></table>"
    assert texts(grid(page)) == [["1", "2"]]


def test_two_bytes_a_character_need_no_mark():
    for real in ("utf-16-le", "utf-16-be"):
        assert "年度报告" in read("<html><body><p>年度报告</p></body></html>".encode(real)).texts[0].text


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


@pytest.mark.parametrize(
    "between",
    [
        "</body></html>",
        "</html>",
        "</body></html>\n<!-- foot --><!DOCTYPE html><html><head><title>b</title></head><body>",
    ],
)
def test_what_follows_the_end_of_a_page_belongs_to_it_as_in_a_browser(between):
    document = read(
        f"<html><body><p>一<table><tr><td>a<td>1</table>{between}<p>二<table><tr><td>b<td>2</table></body></html>".encode()
    )
    assert [found.cells[1].text for found in document.grids] == ["1", "2"]
    assert [found.cells[0].locator for found in document.grids] == [
        "table[1]/tr[1]/td[1]",
        "table[2]/tr[1]/td[1]",
    ]


def test_a_page_that_is_cut_off_says_so():
    assert not read(b"<html><body><p>x").whole
    assert read(b"<html><body><p>x</body></html>").whole
    assert read(b"<div>a fragment</div>").whole


def test_an_endless_table_is_refused_with_a_reason():
    page = b"<table>" + b"<tr><td>1<td>2</tr>" * 100_000 + b"</table>"
    with pytest.raises(UnreadableError, match="cells"):
        read(page)


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("i::before{content:attr(data-n)}", "\ufffc"),
        ("td>i:after{content:'7'}", "\ufffc"),
        ("i::before{content:attr(class)}", ""),
        (r"i::before{content:'\f101'}", ""),
        ("i{content:attr(data-n)}", ""),
        ("@media print{i::before{content:attr(data-n)}}", ""),
    ],
)
def test_a_cell_into_which_a_style_puts_a_figure_is_no_blank(rule, shown):
    page = f"<style>{rule}</style><table><tr><td>示例<td><i class=n data-n=7></i></table>"
    assert [cell.text for cell in read(page.encode()).grids[0].cells] == ["示例", shown]


@pytest.mark.parametrize(
    "cell",
    [
        "<bdo dir=rtl>21</bdo>",
        "<span style='unicode-bidi: bidi-override; direction: rtl'>21</span>",
        "<span class=t>21</span>",
        "<span style='display:inline-flex;flex-direction: row-reverse'><i>2</i><i>1</i></span>",
        "&#8238;21",
    ],
)
def test_a_figure_shown_from_right_to_left_is_no_number(cell):
    page = f"<style>.t{{unicode-bidi:bidi-override;direction:rtl}}</style><table><tr><td>示例<td>{cell}</table>"
    assert read_number(read(page.encode()).grids[0].cells[1].text).state == "unreadable"


@pytest.mark.parametrize(
    ("css", "is_seen"),
    [
        (".n{opacity:0} td .n{opacity:1}", True),
        (".n{transform:scale(0)} td .n{transform:none}", True),
        (".n{display:none} td .n{display:inline}", True),
        (".n{visibility:hidden} td .n{display:inline}", False),
        (".n{display:none!important} td .n{display:inline}", False),
        ("td .n{text-decoration:none} .n{text-decoration:line-through}", True),
    ],
)
def test_what_a_rule_hides_is_seen_where_a_weightier_one_on_the_same_property_says_so(css, is_seen):
    page = f"<style>{css}</style><table><tr><td>示例<td>1<span class=n>7</span></table>"
    assert read(page.encode()).grids[0].cells[1].text == ("17" if is_seen else "1")


@pytest.mark.parametrize(
    ("selector", "is_seen"),
    [
        ("td:not(.other) > span:not(#else)", False),
        ("span:is(.n, .other)", False),
        (".other .n", True),
        (".n.other", True),
        ("#else > .n", True),
        (".other, .n", False),
    ],
)
def test_a_rule_that_names_what_the_page_lacks_hides_only_where_it_fits_without_that(selector, is_seen):
    page = f"<style>{selector}{{display:none}}</style><table><tr><td>示例<td>1<span class=n>7</span></table>"
    assert read(page.encode()).grids[0].cells[1].text == ("17" if is_seen else "1")


SCRIPT = "<script>var d={n1:4,n2:5,n3:6,n4:7};for(var k in d)document.getElementById(k).innerHTML=d[k]</script>"


@pytest.mark.parametrize("waiting", ["", "0"])
def test_cells_that_a_script_names_one_by_one_are_neither_blank_nor_nought(waiting):
    cells = "".join(f"<td><span id=n{number}>{waiting}</span>" for number in (1, 2, 3, 4, 9))
    printed = [cell.text for cell in read(f"<table><tr><td>示例{cells}</table>{SCRIPT}".encode()).grids[0].cells]
    assert [read_number(text).state for text in printed[1:5]] == ["unreadable"] * 4
    assert printed[5] == waiting


def test_a_cell_that_a_script_writes_is_not_blank():
    page = "<table><tr><td>示例<td><script>document.write(12)</script></table>"
    assert read_number(read(page.encode()).grids[0].cells[1].text).state == "unreadable"


def test_a_counter_of_visits_and_the_cell_of_an_article_that_a_script_names_stay_as_they_are():
    page = f"<table><tr><td id=n1>示例正文<td><i id=n2>7</i></table>{SCRIPT}"
    assert [cell.text for cell in read(page.encode()).grids[0].cells] == ["示例正文", "7"]


@pytest.mark.parametrize(("script", "state"), [("", "reported"), (";for(k of ['1','2','3','4'])show(k)", "unreadable")])
def test_cells_with_numbers_for_names_are_not_named_by_the_numbers_of_a_script(script, state):
    cells = "".join(f"<td id={number}>{number}" for number in range(1, 5))
    page = f"<table><tr><td>示例{cells}</table><script>var d=[1,2,3,4]{script}</script>"
    printed = [cell.text for cell in read(page.encode()).grids[0].cells[1:]]
    assert {read_number(text).state for text in printed} == {state}


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


def test_a_heading_is_no_picture():
    page = b"<html><body><h2>head</h2><p>one</p><h3>next</h3><p>two</p><img src='a.png'><p>three</p></body></html>"
    assert read(page).pictures == (4,)
