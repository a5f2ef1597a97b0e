"""Titles that are links are of other pages; every body of 示例 is made up."""

import pytest

from pipelines.parsing.identity.identify import identify
from pipelines.readers.html import read

OTHER = "示例市财政局2023年政府信息公开工作年度报告"
OWN = "2023年政府信息公开工作年度报告"
PROSE = "<p>示例：我局按规定主动公开信息，办理申请。统计期限自2023年1月1日至2023年12月31日。</p>"


def identity_of(*parts):
    return identify(read(f"<html><body>{''.join(parts)}</body></html>".encode()))


@pytest.mark.parametrize(
    "link",
    [
        f'<ul><li><a href="/1.html">{OTHER}</a><span>2024-01-20</span></li></ul>',
        f'<p>上一篇：<a href="/1.html">{OTHER}</a></p>',
        f'<div><a href="/1.html"><div>{OTHER}</div><span>2024-01-20</span></a></div>',
        f'<p><a href="#" onclick="show(1)">{OTHER}</a></p>',
        f'<p><a onclick="show(1)">{OTHER}</a></p>',
        f"<table><tr><td><ul><li><a href='/1.html'>{OTHER}</a></li></ul><table><tr><td>示例</td></tr></table></td></tr></table>",
    ],
)
@pytest.mark.parametrize("title", [f"<h1>{OWN}</h1>", f"<p>{OWN}</p>", ""])
def test_a_link_to_the_report_of_another_body_names_none(link, title):
    found = identity_of(link, title, PROSE)
    assert found.agency is None
    assert found.reasons


@pytest.mark.parametrize(
    "title",
    [
        f'<h1><a href="/1.html">{OTHER}</a></h1>',
        f'<p><a href="#">{OTHER}</a></p>',
        f'<p><a name="top">{OTHER}</a></p>',
        f'<p><a href="/">首页</a> &gt; <a href="/n/">政府信息公开</a> &gt; {OTHER}</p>',
    ],
)
def test_a_headline_linked_to_itself_and_an_anchor_are_the_page_s_own_title(title):
    found = identity_of(title, PROSE)
    assert (found.agency, found.report_year) == ("示例市财政局", 2023)


def test_a_link_that_a_page_never_closes_takes_no_title_from_it():
    found = identity_of(f'<div><a href="/">首页<p>{OTHER}</p>', PROSE, "<p>示例：我局认真做好公开。</p>" * 40, "</div>")
    assert (found.agency, found.report_year) == ("示例市财政局", 2023)


def test_a_linked_list_of_one_body_s_years_tells_whose_page_it_stands_on():
    years = "".join(f'<li><a href="/{year}.html">{OTHER.replace("2023", year)}</a></li>' for year in ("2022", "2021"))
    assert identity_of(f"<ul>{years}</ul><h1>{OWN}</h1>", PROSE).agency == "示例市财政局"
    assert identity_of(f"<ul>{years}</ul><h1>{OWN}</h1>", PROSE.replace("我局", "我委")).agency is None


def test_links_to_the_years_of_a_report_leave_the_year_of_its_own_title():
    years = "".join(f'<li><a href="/{year}.html">{OWN.replace("2023", year)}</a></li>' for year in ("2022", "2021"))
    found = identity_of(
        f"<ul>{years}</ul><h1>{OWN}</h1>", "<p>示例：我局依法公开。</p><p>示例市财政局</p><p>2024年1月2日</p>"
    )
    assert (found.agency, found.report_year) == ("示例市财政局", 2023)


@pytest.mark.parametrize("level", ["h1", "h2"])
def test_a_linked_heading_is_another_page_s_title_where_one_that_is_no_link_stands_as_high(level):
    found = identity_of(f'<h2><a href="/1.html">{OTHER}</a></h2>', f"<{level}>{OWN}</{level}>", PROSE)
    assert (found.agency, found.report_year) == (None, 2023)


def test_a_lower_heading_that_is_a_link_alone_makes_a_report_and_names_neither_body_nor_year():
    title = f'<h3><a href="/1.html">{OTHER}</a></h3>'
    found = identity_of(title, PROSE)
    assert (found.kind, found.agency, found.report_year) == ("report", None, 2023)
    signed = identity_of(title, PROSE, "<p>示例市水利局</p><p>2024年1月2日</p>")
    assert (signed.agency, signed.report_year) == ("示例市水利局", 2023)
    assert identity_of("<p>示例：某局召开会议。</p>", title).kind == "untitled"
