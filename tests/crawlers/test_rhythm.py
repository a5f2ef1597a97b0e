"""Known documents are asked again on a rhythm, and at once where a visit left something out."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_server import Reply, Site, crawl, entry, report, title, trs_list, trs_row, trs_site

from crawlers.memory.known import Last, due

TODAY = date(2026, 11, 24)
IN_SEASON = date(2027, 2, 10)


def last(days_ago: int, today: date = TODAY, *, finished: bool = True) -> Last:
    return Last("u", "sha", None, None, None, asked_on=today - timedelta(days=days_ago), finished=finished)


@pytest.mark.parametrize(
    ("today", "days_ago", "published", "asked"),
    [
        (TODAY, 6, date(2026, 1, 20), False),
        (TODAY, 7, date(2026, 1, 20), True),
        (IN_SEASON, 0, date(2027, 1, 20), False),
        (IN_SEASON, 1, date(2027, 1, 20), True),
        (IN_SEASON, 90, date(2023, 1, 20), False),
        (TODAY, 91, date(2023, 1, 20), True),
        (TODAY, 7, None, True),  # nothing says how old it is
        (TODAY, 1, None, False),
    ],
)
def test_documents_are_asked_daily_in_the_season_weekly_outside_and_quarterly_when_old(
    today, days_ago, published, asked
):
    assert due(last(days_ago, today), "due", today, published) is asked


def test_an_unknown_document_is_asked_for_and_one_of_an_unfinished_visit_too():
    assert due(None, "due", TODAY)
    assert due(last(0, finished=False), "due", TODAY)


@given(st.integers(0, 400), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_recheck_all_asks_for_everything(days_ago, today):
    assert due(last(days_ago, today), "all", today)


@given(st.integers(0, 400), st.dates(date(2022, 1, 1), date(2030, 12, 31)), st.none() | st.dates(date(2010, 1, 1)))
def test_waiting_longer_never_makes_a_document_less_due(days_ago, today, published):
    if due(last(days_ago, today), "due", today, published):
        assert due(last(days_ago + 1, today), "due", today, published)


def night(home: Path, entries: list, run_id: str, *more: str) -> dict:
    """A crawl whose summary lies where the next one looks for it."""
    done = crawl(home, entries, run_id, *more)
    (home / "runs" / f"{run_id}.json").write_text(json.dumps(done.summary), encoding="utf-8")
    return done.portal("a")


def test_an_unchanged_second_night_asks_for_the_list_alone(site: Site, tmp_path: Path):
    trs_site(site, [1, 2, 3])
    entries = [entry("a", site.url + "/zfxxgknb/")]
    night(tmp_path, entries, "r1")
    site.log.clear()
    second = night(tmp_path, entries, "r2")
    assert (second["verdict"], second["unchanged"], second["archived"]) == ("complete", 3, 0)
    assert [seen.path for seen in site.log] == ["/robots.txt", "/zfxxgknb/"]
    third = night(tmp_path, entries, "r3", "--recheck", "all")
    assert (third["unchanged"], len(site.documents_asked())) == (3, 3)


def test_a_list_page_that_is_the_same_is_not_read_again_and_comes_to_the_same(site: Site, tmp_path: Path):
    rows = [trs_row(number) for number in range(1, 5)]
    trs_site(site, range(1, 5))
    site.pages["/zfxxgknb/"] = trs_list(rows[:2], 2)
    site.pages["/zfxxgknb/index_1.html"] = Reply(trs_list(rows[2:], 2, 1).body, headers={"ETag": '"1"'})
    entries = [entry("a", site.url + "/zfxxgknb/")]
    first = night(tmp_path, entries, "r1")
    remembered = tmp_path / "archive" / "lists" / "a.json"
    written = remembered.read_bytes()
    again = night(tmp_path, entries, "r2")
    assert [again[name] for name in ("verdict", "discovered", "unchanged")] == ["complete", 4, 4]
    assert again["listed"] == first["listed"]
    assert site.asked("/zfxxgknb/index_1.html")[1].headers["If-None-Match"] == '"1"'
    assert remembered.read_bytes() == written

    kept, pages = map(json.loads, written.splitlines())
    for told in pages["pages"].values():
        told.update(dict.fromkeys(told))  # whoever believed it would fall over it
    lines = (kept | {"code": "of another version"}, pages)
    remembered.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    # this year's report stands where last year's did
    site.pages["/zfxxgknb/index_1.html"] = trs_list([trs_row(3, text=title(3, 2025)), rows[3], trs_row(5)], 2, 1)
    site.pages["/zfxxgknb/202501/t20250115_1003.html"] = report(3, "<p>2025</p>")
    site.pages["/zfxxgknb/202501/t20250115_1005.html"] = report(5)
    third = night(tmp_path, entries, "r3")
    assert [third[name] for name in ("verdict", "discovered", "archived")] == ["complete", 5, 2]
    assert [sign["reason"][:13] for sign in third["signs"] if sign["reason_code"] == "new_reports"] == ["2 new reports"]
    pages = json.loads(remembered.read_text(encoding="utf-8").splitlines()[1])
    assert len(pages["pages"]) == 2  # those of the last visit alone


def test_a_page_whose_file_failed_is_asked_again_the_next_night_and_no_other(site: Site, tmp_path: Path):
    trs_site(site, [1, 2])
    page, file = "/zfxxgknb/202501/t20250115_1001.html", "/zfxxgknb/202501/f.pdf"
    site.pages[page] = report(1, "<a href='f.pdf'>附件</a>")
    site.pages[file] = Reply("busy", 500)
    entries = [entry("a", site.url + "/zfxxgknb/")]
    assert night(tmp_path, entries, "r1")["failed"] == 1
    site.pages[file] = Reply(b"%PDF-1")
    site.log.clear()
    second = night(tmp_path, entries, "r2")
    assert (second["archived"], second["verdict"]) == (1, "complete")
    assert set(site.documents_asked()) == {page}
    assert len(site.asked(file)) == 1
    site.log.clear()
    third = night(tmp_path, entries, "r3")
    assert not site.documents_asked()
    # the file behind a page that is not asked for is found all the same
    assert [third[name] for name in ("discovered", "unchanged")] == [3, 3] == [second["discovered"], 3]
    del site.pages[file]
    fourth = night(tmp_path, entries, "r4", "--recheck", "all")
    assert [sign["reason_code"] for sign in fourth["signs"] if "withdrawn" in sign["reason_code"]] == [
        "files_withdrawn"
    ]
    assert [one["reason_code"] for one in fourth["reasons"]] == ["file_withdrawn"]


def test_what_a_killed_night_had_fetched_is_not_asked_again_but_the_files_it_had_not(site: Site, tmp_path: Path):
    trs_site(site, [1, 2])
    page, files = "/zfxxgknb/202501/t20250115_1001.html", [f"/zfxxgknb/202501/{name}.pdf" for name in "fg"]
    site.pages[page] = report(1, "<a href='f.pdf'>附件</a><a href='g.pdf'>附件</a>")
    site.pages |= {file: Reply(b"%PDF-1") for file in files}
    site.pages[files[1]] = Reply("", 500)  # as if it had not come to that one
    entries = [entry("a", site.url + "/zfxxgknb/")]
    crawl(tmp_path, entries, "r1")  # no summary reached the home
    site.pages[files[1]] = Reply(b"%PDF-2")
    site.log.clear()
    second = night(tmp_path, entries, "r2")
    assert [seen.path for seen in site.log] == ["/robots.txt", "/zfxxgknb/", files[1]]
    assert [second[name] for name in ("verdict", "discovered", "unchanged", "archived")] == ["complete", 4, 3, 1]
    archived = next((tmp_path / "archive" / "warc").glob("r1-*"))
    archived.write_bytes(
        b""
    )  # what was left is read from the archive, and needs to be no more once a visit came to its end
    site.log.clear()
    assert night(tmp_path, entries, "r3")["unchanged"] == 4
    assert len(site.log) == 2
