"""Articles that a page carries as a string for its script to draw: read where the page shows no table, else passed over."""

import json
from html import escape

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parsing.report import read_reports
from pipelines.readers.html import read

TITLE = "示例市水利局2023年政府信息公开工作年度报告"
FIGURES = make_figures(5, "示例市水利局", 2023, "2021")
OTHERS = make_figures(6, "示例市水利局", 2023, "2021")


def article(figures):
    page = render(figures, "html", "plain").decode()
    return page[page.index(">", page.index("<body")) + 1 : page.index("</body")]


def page(carried, shown=""):
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{shown}{carried}</body></html>".encode()


def in_state(words):
    state = json.dumps({"detail": {"title": TITLE, "content": words}}).replace("</", "<\\/")
    return f"<div id=app></div><script>window.__STATE__ = {state};</script>"


def in_template(words):
    return f"<script type='text/template'>{words}</script>"


CARRIERS = {
    "state of the application": in_state,
    "state with its markup escaped": lambda words: in_state(escape(words)),
    "state in single quotes": lambda words: (
        "<script>var html = '" + words.replace("'", "\\'").replace("\n", "\\n") + "';</script>"
    ),
    "textarea": lambda words: f"<textarea style='display:none'>{escape(words)}</textarea>",
    "template": in_template,
    "frame": lambda words: f'<iframe srcdoc="{escape(words)}"></iframe>',
    "escaped twice": lambda words: f"<div>{escape(words, quote=False)}</div>",
}


def cells(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells}


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_an_article_that_only_a_script_would_draw_is_read(carrier):
    (report,) = read_reports(read(page(carrier(article(FIGURES)))))
    assert report.status == "accepted", report.reasons
    assert cells(report) == expected_cells(FIGURES)


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=CARRIERS)
def test_a_string_beside_a_shown_table_is_no_part_of_the_page(carrier):
    shown = f"<!-- begin -->{article(FIGURES)}<!-- end -->"
    (report,) = read_reports(read(page(carrier(article(OTHERS)), shown=shown)))
    assert report.status == "accepted", report.reasons
    assert cells(report) == expected_cells(FIGURES)


def test_two_articles_in_strings_that_differ_give_no_cell():
    (report,) = read_reports(read(page(in_template(article(FIGURES)) + in_state(article(OTHERS)))))
    assert report.status == "quarantined"
    assert not any(cell.value is not None for cell in report.cells)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("<!--", "-->"), ("<style>", "</style>"), ("<template>", "</template>"), ("<noscript>", "</noscript>")],
)
def test_a_table_that_no_browser_shows_does_not_stand_in_for_a_carried_article(opens, closes):
    hidden = f"{opens}<table><tr><td>1</td><td>2</td></tr></table>{closes}"
    (report,) = read_reports(read(page(in_state(article(FIGURES)), shown=hidden)))
    assert cells(report) == expected_cells(FIGURES)
