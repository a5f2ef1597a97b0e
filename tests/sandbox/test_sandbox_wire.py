"""The replica portals on the wire: lists, pages, files, conditional requests, the log."""

import re
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html as lxml_html
from sandbox_client import document, fetch, links, proxy, rows

from crawlers.sandbox.answer import Replica, Request
from crawlers.sandbox.plans import load_plans
from crawlers.sandbox.render import LAYOUTS, render
from crawlers.sandbox.wire.hanweb import PROXY, units


def test_a_trs_list_pages_through_script_and_relative_links(sandbox):
    portal = sandbox.portals["sandbox-pingtan"]
    first = fetch(portal.list_url)
    assert 'createPageHTML(2, 0, "index", "html")' in first.text
    assert fetch(portal.list_url + "index.html").body == first.body
    second = fetch(portal.list_url + "index_1.html")
    assert 'createPageHTML(2, 1, "index", "html")' in second.text
    assert fetch(portal.list_url + "index_2.html").status == 404
    titles = []
    for page, name in ((first, ""), (second, "index_1.html")):
        rows = lxml_html.fromstring(page.text).xpath("//ul[@class='u-list']/li/a")
        titles += [row.get("title") for row in rows]
        for row in rows:
            assert re.fullmatch(r"\./20\d{4}/t20\d{6}_\d{7}\.html", row.get("href"))
            assert fetch(urljoin(portal.list_url + name, row.get("href"))).status == 200
    assert titles == [entry.title for entry in portal.entries]


def test_a_trs_list_carries_noise_that_leads_nowhere(sandbox):
    portal = sandbox.portals["sandbox-pingtan"]
    page = fetch(portal.list_url)
    (noise,) = set(links(page, portal.list_url, "//div[@class='popbox']/a/@href")[:1])
    assert fetch(noise).status == 404
    assert 'class="empty"' in page.text
    assert 'name="ColumnName"content=' in page.text


def test_a_trs_address_is_not_dated_as_the_page_is(sandbox):
    portal = sandbox.portals["sandbox-liaocheng"]
    (row,) = lxml_html.fromstring(fetch(portal.list_url).text).xpath("//ul[@class='u-list']/li[a]")
    printed = row.xpath("string(span)").replace("/", "")
    assert printed == "20230118"
    assert printed not in row.xpath("string(a/@href)")


def test_a_file_stands_beside_its_trs_page(sandbox):
    portal = sandbox.portals["sandbox-liaocheng"]
    (page_url,) = links(fetch(portal.list_url), portal.list_url, "//ul[@class='u-list']/li/a/@href")
    (file_url,) = links(fetch(page_url), page_url, "//div[@class='appendix']/a/@href")
    assert re.search(r"/P020\d{6}\d+\.txt$", file_url)
    assert page_url.rpartition("/")[0] == file_url.rpartition("/")[0]
    got = fetch(file_url)
    assert got.headers["content-type"].startswith("text/plain")
    assert got.body == render(portal.entries[0].report, "text", "tabbed")


def test_shanghai_serves_other_addresses_and_another_body(sandbox):
    portal = sandbox.portals["sandbox-shanghai"]
    (url,) = links(fetch(portal.list_url), portal.list_url, "//ul[@class='u-list']/li/a/@href")
    assert re.search(r"/nw12344/20200131/[0-9a-f]{32}\.html$", url)
    assert lxml_html.fromstring(fetch(url).text).xpath("boolean(//div[@id='ivs_content']//table)")


def test_a_jpage_column_holds_its_first_group_twice_and_the_true_total(sandbox):
    portal = sandbox.portals["sandbox-shilishi"]
    page = fetch(portal.list_url).text
    assert "/module/web/jpage/jquery.jpage.js" in page
    assert re.findall(r"totalRecord:(\d+)", page) == ["1000", "46"] * 2
    desktop, telephone = (
        re.search(f'<div id="{unit}">(.*?)</datastore>', page, re.DOTALL)[1] for unit in units(portal.plan)
    )
    assert rows(desktop) == rows(telephone)
    assert [title for title, _ in rows(desktop)] == [entry.title for entry in portal.entries[:15]]
    assert "…</a>" in desktop


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_the_data_proxy_gives_the_rest_and_then_nothing(sandbox, method):
    portal = sandbox.portals["sandbox-shilishi"]
    found = [rows(proxy(portal, first, first + 14, method).text) for first in (1, 16, 31, 46, 61)]
    assert [len(group) for group in found] == [15, 15, 15, 1, 0]
    listed = [row for group in found for row in group]
    assert [title for title, _ in listed] == [entry.title for entry in portal.entries]
    assert all(re.fullmatch(r"/art/20\d\d/\d{1,2}/\d{1,2}/art_1837_\d{7}\.html", href) for _, href in listed)
    assert max(Counter(href for _, href in listed).values()) == 1


def test_the_data_proxy_obeys_page_where_no_record_is_named(sandbox):
    portal = sandbox.portals["sandbox-shilishi"]
    unit, column = units(portal.plan)[0], "1837"
    url = f"{portal.url}{PROXY}?page=2&columnid={column}&unitid={unit}"
    assert rows(fetch(url).text) == rows(proxy(portal, 16, 30).text)


def test_an_unknown_unit_gets_an_empty_answer(sandbox):
    portal = sandbox.portals["sandbox-shilishi"]
    got = proxy(portal, 1, 15, unitid="999")
    assert got.status == 200
    assert rows(got.text) == []
    assert len(got.body) < 60


def test_a_pdf_comes_through_the_download_page_under_its_own_name(sandbox):
    portal = sandbox.portals["sandbox-huaian"]
    ((_, href),) = set(rows(fetch(portal.list_url).text))
    page_url = portal.url + href
    (file_url,) = links(fetch(page_url), page_url, "//div[@class='appendix']/a/@href")
    assert "/module/download/downfile.jsp?classid=0&filename=" in file_url
    got = fetch(file_url)
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E6%B7%AE")
    assert got.body.startswith(b"%PDF")
    assert got.body.rstrip().endswith(b"%%EOF")


def test_every_report_of_every_portal_is_carried_once(sandbox):
    for portal in sandbox.portals.values():
        if portal.plan.cms == "shell":
            continue
        carried = {resource.carries for resource in portal.replica.site.resources.values()} - {None}
        assert carried == {entry.report.key for entry in portal.entries if entry.report}, portal.plan.id
    shapes = {(entry.shape.format, entry.shape.place) for entry in sandbox.portals["sandbox-shilishi"].entries}
    assert {("html", "page"), ("pdf", "attachment"), ("docx", "attachment"), ("text", "page")} <= shapes
    assert {layout for entry in sandbox.portals["sandbox-shilishi"].entries for layout in [entry.shape.layout]} >= set(
        LAYOUTS["html"]
    )


def test_a_page_names_its_report_in_title_meta_and_footer(sandbox):
    portal = sandbox.portals["sandbox-pingtan"]
    entry = portal.entries[0]
    url = links(fetch(portal.list_url), portal.list_url, "//ul[@class='u-list']/li/a/@href")[0]
    page = lxml_html.fromstring(fetch(url).text)
    assert page.xpath("string(//meta[@name='ArticleTitle']/@content)") == entry.title
    assert page.xpath("string(//meta[@name='PubDate']/@content)") == "2025-03-10 09:30"
    assert page.xpath("string(//meta[@name='ContentSource']/@content)") == "平潭综合实验区管委会办公室"
    foot = page.xpath("string(//div[@class='footer'])")
    assert "演示站点" in foot
    assert entry.report.source in foot


def test_the_home_page_leads_to_the_column(sandbox):
    for name in ("sandbox-liaocheng", "sandbox-shilishi"):
        portal = sandbox.portals[name]
        assert portal.list_url in links(fetch(portal.url + "/"), portal.url + "/")


def test_robots_are_missing_or_allow_everything(sandbox):
    assert fetch(sandbox.portals["sandbox-liaocheng"].url + "/robots.txt").status == 404
    allowed = fetch(sandbox.portals["sandbox-shilishi"].url + "/robots.txt")
    assert allowed.body == b"User-agent: *\nDisallow:\n"


def test_a_document_that_did_not_change_is_not_sent_again(sandbox):
    for name in ("sandbox-pingtan", "sandbox-liaocheng"):
        url = document(sandbox.portals[name])
        first = fetch(url)
        etag, changed = first.headers["etag"], first.headers["last-modified"]
        for held in ({"If_None_Match": etag}, {"If_Modified_Since": changed}, {"If_None_Match": f'"x", W/{etag}'}):
            again = fetch(url, **held)
            assert (again.status, again.body) == (304, b"")
            assert again.headers["etag"] == etag
        stale = fetch(url, If_None_Match='"x"', If_Modified_Since=changed)
        assert (stale.status, stale.body) == (200, first.body)
        assert fetch(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
        assert fetch(url, If_Modified_Since="no date").status == 200


def test_head_gives_the_length_without_the_body(sandbox):
    url = document(sandbox.portals["sandbox-pingtan"])
    head, whole = fetch(url, "HEAD"), fetch(url)
    assert head.body == b""
    assert int(head.headers["content-length"]) == len(whole.body)


def test_a_list_has_no_validators(sandbox):
    headers = fetch(sandbox.portals["sandbox-pingtan"].list_url).headers
    assert "etag" not in headers
    assert "last-modified" not in headers


def test_every_request_is_in_the_log_before_its_answer_arrives(sandbox):
    portal = sandbox.portals["sandbox-liaocheng"]
    before = len(sandbox.hits("sandbox-liaocheng"))
    fetch(portal.url + "/nothing?x=1", User_Agent="gongkai-test")
    hit = sandbox.hits("sandbox-liaocheng")[before]
    assert (hit.method, hit.target, hit.status) == ("GET", "/nothing?x=1", 404)
    assert hit.host == urlsplit(portal.url).netloc
    assert hit.headers["user-agent"] == "gongkai-test"
    assert hit.at.utcoffset().total_seconds() == 0


def test_a_portal_answers_the_same_without_a_socket():
    replica = Replica(next(plan for plan in load_plans() if plan.id == "sandbox-pingtan"))
    answer = replica.answer(Request("GET", replica.plan.column))
    assert answer.status == 200
    assert replica.answer(Request("GET", "/elsewhere")).status == 404
