"""What goes wrong at a replica portal when it is told to."""

import http.client
import re
from urllib.parse import urljoin

import pytest
from lxml import html as lxml_html
from sandbox_client import document, fetch, links, proxy

from crawlers.sandbox.faults import Faults
from crawlers.sandbox.figures import with_digit_changed
from crawlers.sandbox.render import render


def test_a_republished_report_has_one_other_digit_and_another_tag(quiet):
    portal = quiet.portals["sandbox-pingtan"]
    url = document(portal, 1)
    before = fetch(url)
    quiet.set_faults("sandbox-pingtan", Faults(changed_digit=True, document=portal.entries[1].key))
    after = fetch(url, If_None_Match=before.headers["etag"])
    assert after.status == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.headers["last-modified"] != before.headers["last-modified"]
    assert len(after.body) == len(before.body)
    assert sum(left != right for left, right in zip(before.body, after.body, strict=True)) == 1
    other = document(portal, 0)
    assert fetch(other, If_None_Match=fetch(other).headers["etag"]).status == 304


def test_a_republished_attachment_is_the_changed_report(quiet):
    portal = quiet.portals["sandbox-huaian"]
    quiet.set_faults("sandbox-huaian", Faults(changed_digit=True))
    report = with_digit_changed(portal.entries[0].report)
    assert fetch(document(portal)).body == render(report, "pdf", "broken")


def test_page_chrome_changes_at_every_visit_and_nothing_else(quiet):
    url = document(quiet.portals["sandbox-pingtan"])
    plain = fetch(url)
    quiet.set_faults("sandbox-pingtan", Faults(changed_nonce=True))
    first, second = fetch(url), fetch(url, If_None_Match=plain.headers["etag"])
    assert second.status == 200
    assert "etag" not in second.headers
    assert first.body != second.body
    visits = re.compile(rb'<span id="visits">\d+</span>')
    assert visits.sub(b"", first.body) == visits.sub(b"", second.body) == visits.sub(b"", plain.body)


def test_a_truncated_document_says_its_cut_length(quiet):
    url = document(quiet.portals["sandbox-pingtan"])
    whole = fetch(url).body
    quiet.set_faults("sandbox-pingtan", Faults(truncated_document=True))
    cut = fetch(url)
    assert cut.status == 200
    assert whole.startswith(cut.body)
    assert 0 < len(cut.body) < len(whole)
    assert b"</html>" not in cut.body
    assert fetch(document(quiet.portals["sandbox-pingtan"], 1)).body.endswith(b"</html>")


def test_a_dropped_document_breaks_its_promise(quiet):
    url = document(quiet.portals["sandbox-pingtan"])
    quiet.set_faults("sandbox-pingtan", Faults(dropped_document=True))
    with pytest.raises(http.client.IncompleteRead):
        fetch(url)


def test_an_empty_document_has_no_bytes(sandbox):
    portal = sandbox.portals["sandbox-empty"]
    got = fetch(document(portal))
    assert (got.status, got.body) == (200, b"")
    assert fetch(document(portal, 1)).body


def test_a_list_can_fail_on_its_second_page_alone(quiet):
    for name in ("sandbox-pingtan", "sandbox-shilishi"):
        quiet.set_faults(name, Faults(page2_503=True))
        assert fetch(quiet.portals[name].list_url).status == 200
    assert fetch(quiet.portals["sandbox-pingtan"].list_url + "index_1.html").status == 503
    assert proxy(quiet.portals["sandbox-shilishi"], 16, 30).status == 503


def test_a_list_can_turn_into_a_script_shell(quiet):
    portal = quiet.portals["sandbox-pingtan"]
    quiet.set_faults("sandbox-pingtan", Faults(unrecognised_list=True))
    shell = fetch(portal.list_url)
    assert shell.status == 200
    assert links(shell, portal.list_url) == []
    assert fetch(document(portal)).status == 200
    assert links(fetch(quiet.portals["sandbox-shell"].list_url), "http://x/") == []


def test_a_server_out_of_order_answers_500_but_not_for_robots(sandbox):
    portal = sandbox.portals["sandbox-broken"]
    assert fetch(portal.list_url).status == 500
    assert fetch(portal.url + "/robots.txt").status == 404


def test_robots_can_be_out_of_order_alone(quiet):
    quiet.set_faults("sandbox-shilishi", Faults(robots_503=True))
    portal = quiet.portals["sandbox-shilishi"]
    assert fetch(portal.url + "/robots.txt").status == 503
    assert fetch(portal.list_url).status == 200


def test_a_challenge_stands_in_place_of_everything(sandbox):
    portal = sandbox.portals["sandbox-challenge"]
    for path in (portal.plan.column, "/robots.txt"):
        got = fetch(portal.url + path)
        assert got.status == 521
        assert "__jsluid_s=" in got.headers["set-cookie"]
        assert "__jsl_clearance_s" not in got.headers["set-cookie"]
        assert "jsl_clearance_s" in got.text


def test_a_notice_looks_like_a_report_and_holds_none(sandbox):
    portal = sandbox.portals["sandbox-notice"]
    notices = [entry for entry in portal.entries if not entry.report]
    assert len(notices) == 2
    page = fetch(portal.list_url)
    for entry in notices:
        (row,) = lxml_html.fromstring(page.text).xpath("//ul[@class='u-list']/li/a[@title=$title]", title=entry.title)
        assert "<table" not in fetch(urljoin(portal.list_url, row.get("href"))).text


def test_a_slow_portal_waits_before_each_answer(quiet, monkeypatch):
    waited = []
    monkeypatch.setattr("crawlers.sandbox.server.time.sleep", waited.append)
    quiet.set_faults("sandbox-pingtan", Faults(slow=2.5))
    assert fetch(quiet.portals["sandbox-pingtan"].list_url).status == 200
    assert waited == [2.5]
