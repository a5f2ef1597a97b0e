"""The pages without a mouse, without good eyes and on paper, in a real browser."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest
from browser_pages import until
from reading_pages import LOOK
from release_database import make_database
from release_figures import ENVIRONMENT, LIAOCHENG, NASTY, SCHOOLS

from dashboards.build import build_site
from dashboards.words import load_words

pytestmark = pytest.mark.browser
T = load_words()
AGENCY = f"agency.html#id={SCHOOLS.id}"

#: Words whose colour is too near to that of their ground, and pairs of colours of charts that are (WCAG 2.2: 1.4.3, 1.4.11).
FAINT = """() => {
    const light = (value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; };
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const brightness = (colour) => { const [r, g, b] = parts(colour).map(light); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const contrast = (one, other) => {
        const [a, b] = [brightness(one), brightness(other)].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    };
    const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if (parts(colour).length < 4 || parts(colour)[3] === 1) return colour;
        }
        return getComputedStyle(document.body).backgroundColor;
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let seen = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.textContent.trim() || !element.getClientRects().length) continue;
        if (element.closest('svg, script, noscript, .unseen, .skip')) continue;
        const style = getComputedStyle(element);
        const size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
        seen += 1;
        if (contrast(style.color, ground(element)) < least) found.push(`${element.tagName} ${node.textContent.trim().slice(0, 20)}`);
    }
    const probe = document.body.appendChild(document.createElement('i'));
    const colour = (name) => { probe.style.color = `var(--${name})`; return getComputedStyle(probe).color; };
    const pairs = [...[1, 2, 3, 4, 5, 6].flatMap((n) => [[`group-${n}`, 'card', 3], [`group-${n}-ink`, `group-${n}`, 4.5]]),
        ['accent', 'card', 3], ['quiet', 'card', 3], ['warn', 'card', 3], ['ink', 'card', 4.5], ['muted', 'card', 4.5]];
    for (const [one, other, least] of pairs) if (contrast(colour(one), colour(other)) < least) found.push(`${one} on ${other}`);
    probe.remove();
    return [seen, found];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_marks_stand_out_from_their_ground(watch, address, scheme):
    watched = watch(address["file"], scheme=scheme)
    for name in (f"agency.html#id={ENVIRONMENT.id}", "compare.html#measure=disclosure_rate&until=2024", "runs.html"):
        page = watched.open(name)
        seen, faint = page.evaluate(FAINT)
        assert seen > 100
        assert faint == [], name
    page = watched.open(AGENCY)
    page.locator("#lead .figure").first.click()
    page.wait_for_selector("dialog[open] dl.source")
    assert page.evaluate(FAINT)[1] == []


def test_a_page_is_walked_by_the_keyboard_in_its_order_and_one_sees_where_one_is(watch, address):
    page = watch(address["file"]).open(AGENCY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")  # past the navigation, and the page still shows what its address names
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.evaluate("location.hash") == AGENCY.partition("agency.html")[2]
    page.evaluate("document.activeElement.blur()")
    stops = page.evaluate(
        """() => { window.stops = []; document.addEventListener('focusin', (event) => {
            const style = getComputedStyle(event.target);
            window.stops.push([event.target, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]);
        }); }"""
    )
    for _ in range(40):
        page.keyboard.press("Tab")
    stops = page.evaluate(
        """() => window.stops.map(([element, visible], place) => [element.textContent.slice(0, 20) || element.tagName, visible,
            place === 0 || Boolean(window.stops[place - 1][0].compareDocumentPosition(element) & 4)])"""
    )
    assert len(stops) == 40
    assert [stop for stop in stops if not stop[1] or not stop[2]] == []


def test_the_source_of_a_figure_opens_and_closes_by_the_keyboard_and_gives_the_focus_back(watch, address):
    page = watch(address["http"]).open(AGENCY)
    page.locator("#years .figure").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] dl.source")
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    assert page.locator("dialog").get_attribute("aria-labelledby") == "panel-title"
    for _ in range(6):  # the page behind is out of reach; the browser's own bar is not
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement === document.querySelector('#years .figure')")


def test_a_control_that_goes_away_leaves_the_focus_where_it_stood(watch, address, large_site):
    page = watch(large_site.as_uri()).open("compare.html#measure=request_count&until=2024")
    page.locator("#whole").focus()
    before = page.evaluate("document.body.dataset.ready")
    page.keyboard.press("Enter")
    until(lambda: page.evaluate("document.body.dataset.ready") != before)
    assert page.locator("#whole").count() == 0
    assert page.evaluate("document.activeElement.closest('#table') !== null")
    chosen = f"compare.html#scope=chosen&agencies={SCHOOLS.id},{ENVIRONMENT.id}&measure=request_count&until=2024"
    watched = watch(address["file"])
    page = watched.open(chosen)
    page.locator("#chosen .close").first.focus()
    page.keyboard.press("Enter")
    watched.settle("1")
    assert page.locator("#chosen .close").count() == 1
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_an_agency_is_chosen_and_a_table_is_sorted_by_the_keyboard(watch, address):
    watched = watch(address["file"])
    page = watched.open("compare.html#measure=request_count&until=2024")
    page.locator("#pick").focus()
    page.keyboard.type("slsjyj")
    page.wait_for_selector("#pick-list li[role=option]")
    assert page.locator("#pick").get_attribute("aria-activedescendant") == "pick-0"
    page.keyboard.press("Escape")
    assert page.locator("#pick-list").is_hidden()
    head = page.locator("#table thead th").nth(1)
    head.locator("[role=button], .dt-column-order").first.focus()
    page.keyboard.press("Enter")
    until(lambda: head.get_attribute("aria-sort") is not None)


def test_every_picture_has_its_figures_in_a_table(watch, address):
    watched = watch(address["file"])
    for name in ("index.html", "outcomes.html", "disputes.html", "growth.html", "coverage.html", "runs.html"):
        page = watched.open(name)
        bare = page.evaluate(
            """() => [...document.querySelectorAll('section.card')].filter((card) => card.querySelector('.chart svg')
                && !card.querySelector('table')).map((card) => card.querySelector('h2').innerText)"""
        )
        assert bare == [], name
    drawn = page.evaluate(
        "Array.from(document.querySelector('section.card details table').rows, (row) => row.cells.length)"
    )
    assert len(drawn) > 1
    assert set(drawn) == {6}  # the run and the five ways an address may go


def test_a_table_is_copied_as_it_stands_and_nothing_of_it_runs_as_a_formula(watch, address):
    watched = watch(address["http"])
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open("agency.html")
    page.locator("#list .copy").click()
    page.locator("#list .copy", has_text=T("table.copied")).wait_for()
    rows = list(csv.reader(page.evaluate("navigator.clipboard.readText()").splitlines(), delimiter="\t"))
    assert rows[0][:2] == [T("overview.col_agency"), T("overview.col_region")]
    assert len(rows) == 1 + page.locator("#list tbody tr").count()
    (nasty,) = [row for row in rows if row[0] == NASTY.name]
    assert nasty[1] == "'=示例区"


def brief_of(watched, agency):
    """The page of an agency as it stands when its brief goes to the printer."""
    page = watched.open(f"agency.html#id={agency.id}")
    page.evaluate("window.print = () => { document.body.dataset.printed = '' }")
    page.locator("#print").click()
    until(lambda: page.evaluate("'printed' in document.body.dataset"))
    page.emulate_media(media="print")
    return page


def sheets(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("agency", [SCHOOLS, LIAOCHENG, ENVIRONMENT], ids=["many_years", "one_year", "with_findings"])
def test_the_brief_of_an_agency_is_one_sheet_with_its_sources(watch, address, agency):
    page = brief_of(watch(address["file"]), agency)
    assert page.locator("#brief").is_visible()
    assert page.locator("#measures").is_hidden()
    assert page.locator("#brief-sources li").count() == len(agency.reports)
    assert sheets(page) == 1
    until(lambda: page.evaluate("!document.body.classList.contains('brief')"))  # the page is itself again


def test_many_years_of_a_long_name_are_one_sheet_too_and_no_year_is_written_on_another(watch, tmp_path):
    reports = tuple(replace(SCHOOLS.reports[-1], year=year) for year in range(2008, 2025))
    old = replace(SCHOOLS, name="示例市自然资源和规划与海洋发展暨林业草原" * 9, reports=reports)
    build_site(make_database(tmp_path / "gongkai.duckdb", (old,)), tmp_path / "site", "old")
    watched = watch((tmp_path / "site").as_uri(), width=390)
    assert watched.open(f"agency.html#id={old.id}").evaluate(LOOK)["overlapping"] == []
    page = brief_of(watched, old)
    assert page.locator("#shares svg text", has_text="2024").count() == 1
    assert sheets(page) == 1


def test_a_document_that_somebody_added_is_told_from_a_collected_one(watch, address):
    page = watch(address["file"]).open(f"agency.html#id={ENVIRONMENT.id}")
    rows = {row.split("\t")[0]: row for row in page.locator("#years tbody tr").all_inner_texts()}
    assert T("agency.added_declared") in rows["2023"]
    assert T("agency.added_declared") not in rows["2024"]
    page.locator("#years tbody tr", has_text="2023").locator(".figure").first.click()
    page.wait_for_selector("dialog[open] dl.source")
    said = page.locator("dialog").inner_text()
    assert T("source.added_by", file="2023.html", command="gongkai add") in said
    assert T("source.declared") in said
