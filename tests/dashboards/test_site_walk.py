"""A walk over every page in a real browser: nothing complains, every chart has marks, every figure equals the database.

Each page is opened once and looked at in every way; pictures of all are kept in the folder GONGKAI_PICTURES names.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from access_checks import amiss
from reading_pages import LOOK
from release_figures import SCHOOLS

from dashboards import say
from dashboards.pages import PAGES
from dashboards.words import Words, load_words

pytestmark = pytest.mark.browser
T = load_words()
AGENCY = f"agency.html#id={SCHOOLS.id}"
ADDRESSES = [AGENCY if module.FILE == "agency.html" else module.FILE for module in PAGES]
CHARTED = {module.FILE for module in PAGES} - {"data.html"}


@pytest.fixture(scope="module")
def known(answer):
    """Every figure the pages may lead to the source of: (agency, year, what, kind) to its value and kind of value."""
    figures = {}
    for agency, year, name, value, implied, state in answer(
        """select agency_id, report_year, table_key || '.' || row_key || '.' || column_key, value, implied_value, state
        from fct_report_cell"""
    ):
        figures[agency, year, name, "cell"] = (value, "count", implied, state)
    for agency, year, key, value, kind in answer(
        "select agency_id, report_year, metric_key, value, value_kind from mart_metric join dict_metric using (metric_key)"
    ):
        figures[agency, year, key, "metric"] = (value, kind, None, None)
    for agency, year, group, share, count in answer(
        "select agency_id, report_year, outcome_group, share, request_count from mart_outcome_share where outcome_key is null"
    ):
        figures[agency, year, group, "group"] = (share, "group", count, None)
    return figures


def said(value: float, kind: str) -> str:
    """A value as a page writes it."""
    if kind == "growth":
        return say.growth(value)
    if kind == "per_100":
        return f"{value:.2f}"
    return say.percent(value) if kind in {"proportion", "group"} else say.count(value)


def wrong(figure: list, known: dict, words: Words = T) -> bool:
    """Whether a figure on a page is other than the database's, in its words or in the value behind them."""
    agency, year, what, kind, text, behind = figure
    value, value_kind, other, state = known[agency, year, what, kind]
    if value is None:
        implied = other if kind == "cell" else None
        return text != (say.count(implied) if implied is not None else words.name("state", state)) or behind not in {
            None,
            "",
        }
    if kind == "group" and "%" not in text:
        value, value_kind = other, "count"
    words = said(value, value_kind)
    return not (text == words or text.endswith(f" {words}")) or (behind not in {None, ""} and float(behind) != value)


def look(page, name: str, width: int, *, charted: bool = True) -> dict:
    """Everything that must hold of any page, and its picture kept."""
    seen = page.evaluate(LOOK)
    where = (name, width)
    assert seen["headings"] == 1, where
    assert len(seen["lead"]) > 5, where
    assert seen["unnamed"] == 0, where
    assert seen["wide"] <= width, where
    assert seen["raw"] == 0, where
    assert seen["cut"] == [], where
    assert seen["overlapping"] == [], where
    if charted:  # a further year of a page is made of the same parts
        assert amiss(page) == [], where
    if charted and name.partition("#")[0].removeprefix("en/") in CHARTED:
        assert seen["charts"], where
        assert max(seen["marks"]) > 0, where
    folder = os.environ.get("GONGKAI_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        stem = name.partition("#")[0].replace("/", "-").removesuffix(".html")
        page.screenshot(path=Path(folder) / f"{stem}-{width}.png", full_page=True)
    return seen


def test_every_page_stands_and_each_figure_on_it_equals_the_database(watch, address, known):
    watched = watch(address["file"])
    compared = set()
    for name in ADDRESSES:
        page = watched.open(name)
        choices = page.evaluate("[...document.querySelectorAll('#choice option')].map((option) => option.value)") or [
            ""
        ]
        for choice in choices:
            if choice and choice != choices[0]:
                watched.choose("#choice", choice)
            seen = look(page, name, 1366, charted=choice == choices[0])
            assert [figure for figure in seen["figures"] if wrong(figure, known)] == [], (name, choice)
            compared |= {tuple(figure[:4]) for figure in seen["figures"]}
        assert page.locator("#release").inner_text() in page.content()
        assert page.locator("footer .age").inner_text() != ""
    assert len({key[2] for key in compared}) > 30
    assert len(compared) > 200


def test_every_page_stands_in_english_on_a_phone_with_the_same_figures(watch, address, known):
    watched = watch(address["http"], width=390, height=844)
    for name in ADDRESSES:
        page = watched.open(f"en/{name}")
        assert page.evaluate("document.documentElement.lang") == "en"
        seen = look(page, f"en/{name}", 390)
        assert [figure for figure in seen["figures"] if wrong(figure, known, load_words("en"))] == [], name
        switch = page.locator("a.language")
        assert switch.get_attribute("hreflang") == "zh-CN"
    switch.click()
    page.wait_for_url(f"{address['http']}/runs.html")
    page = watched.open(f"en/{AGENCY}")
    page.locator("a.language").click()
    page.wait_for_url(f"{address['http']}/{AGENCY}")  # the same agency in the other language


def test_an_empty_release_and_one_of_a_single_report_stand(watch, small_sites):
    for site in small_sites.values():
        watched = watch(site.as_uri())
        for module in PAGES:
            page = watched.open(module.FILE)
            assert page.locator("h1:visible").count() == 1
            assert page.locator(".lead:visible").first.inner_text() != ""
            assert page.evaluate("document.documentElement.scrollWidth") <= 1366
