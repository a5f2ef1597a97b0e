"""Figures go out in any format and layout and come back: equal, or refused with a reason; changed where they were changed."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roundtrip_reports import (
    FORMATS,
    PAGES,
    answer,
    may_be_refused,
    mixed_layouts,
    must_be_whole,
    named_layouts,
    profile,
    read,
    read_mixed,
    reports,
)

from benchmarks.evaluation.score import cells_of, silent_errors
from crawlers.sandbox.figures import broken_identities, with_figure
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import BREAKERS, find_layout, render, render_together


@given(reports(), named_layouts(FORMATS))
@profile(4)
def test_any_figures_come_back_equal_from_any_format_and_layout(drawn, shape):
    report = drawn.report
    found, printed = read(report, *shape)
    said = find_layout(*shape).said
    must_be_whole(found, printed, report, or_refused=may_be_refused(*shape), said=said)


@given(reports(), named_layouts(PAGES))
@profile(0.3)
def test_any_figures_come_back_equal_from_the_pages_of_a_pdf(drawn, shape):
    report = drawn.report
    found, printed = read(report, *shape)
    must_be_whole(found, printed, report, or_refused=may_be_refused(*shape), said=find_layout(*shape).said)


@given(reports(), st.sampled_from(["html", "docx", "odt", "xlsx"]), mixed_layouts())
@profile(1)
def test_layouts_that_break_a_table_in_several_ways_at_once_are_read_or_refused(drawn, format_name, layout):
    report = drawn.report
    found, printed = read_mixed(report, format_name, layout)
    must_be_whole(found, printed, report, or_refused=True)


@pytest.mark.parametrize("layout", BREAKERS["zip"])
def test_an_archive_gives_the_report_inside_it(layout):
    report = make_figures(5, "示例市水利局", 2023, "2021")
    must_be_whole(*read(report, "zip", layout), report)


@given(reports(), named_layouts(FORMATS), st.data())
@profile(1)
def test_one_changed_cell_is_read_as_changed_and_flagged_where_it_breaks_a_sum(drawn, shape, data):
    report = drawn.report
    key = data.draw(st.sampled_from(sorted(key for key in report.printed_cells() if key[2] != "amount_cny")))
    changed = with_figure(report, key, (report.value(*key) or 0) + data.draw(st.integers(1, 99)))
    found, printed = read(changed, *shape)
    assert silent_errors(found, printed, changed) == []
    held = cells_of(found)
    if may_be_refused(*shape):
        return
    assert held[key]["value"] == printed.value(*key)
    assert {finding["id"] for finding in found["findings"]} == set(broken_identities(printed))


@given(reports(), st.integers(0, 10**6))
@profile(0.5)
def test_tags_fonts_classes_blanks_and_comments_change_nothing(drawn, seed):
    report = drawn.report
    page = render(report, "html", "plain")
    plain, shaken = answer(page), answer(shake(page.decode(), Random(seed)).encode())
    keep = ("status", "agency", "report_year", "edition", "title")
    assert [shaken[name] for name in keep] == [plain[name] for name in keep]
    assert {key: cell["value"] for key, cell in cells_of(shaken).items()} == {
        key: cell["value"] for key, cell in cells_of(plain).items()
    }


def shake(page, rng):
    """The same page with other tags, attributes, blanks and comments; what a reader of the page sees stays."""
    head, body = page.split("<body>")
    if rng.random() < 0.5:
        body = body.replace("<td", "<th").replace("</td>", "</th>")
    if rng.random() < 0.5:
        body = body.replace("<tbody>", "").replace("</tbody>", "")
    if rng.random() < 0.5:
        body = body.replace('<p align="center">', "<div>").replace("</p></t", "</div></t")

    def dress(match):
        words = match[1]
        made = rng.randrange(5)
        if made == 0:
            return f'><span style="font-size:{rng.randrange(9, 20)}pt">{words}</span><'
        if made == 1:
            return f'><font face="仿宋"><b class="c{rng.randrange(99)}">{words}</b></font><'
        if made == 2 and words.isdecimal():
            return ">" + "".join(f"<span>{digit}</span>" for digit in words) + "<"
        if made == 3:
            return f"><!-- {rng.randrange(999)} -->{words}&nbsp;<"
        return match[0]

    body = re.sub(r">([^<>\n]+)<", dress, body)
    body = re.sub(
        r"<(t[rdh]|table|p)\b",
        lambda match: f'<{match[1]} class="x{rng.randrange(9)}" data-n="{rng.randrange(99)}"',
        body,
    )
    body = re.sub(r"(</t[rdh]>)", lambda match: match[1] + rng.choice(["", "\n", "\r\n\t  ", " "]), body)
    return f"{head}<body>{body}"


@pytest.mark.parametrize("format_name", ["html", "docx", "text", "pdf"])
def test_two_reports_in_one_document_come_back_each_or_the_document_is_refused(format_name):
    pair = [make_figures(3, "示例市水利局", 2023, "2021"), make_figures(4, "示例县人民政府", 2020, "2019")]
    found = answer(render_together(pair, format_name, "tabbed" if format_name == "text" else "plain"))
    if "reports" not in found:
        assert found["status"] != "accepted"
        assert found["reasons"]
        return
    for one, report in zip(found["reports"], pair, strict=True):
        must_be_whole(one, report, report)
