"""Lists that are as they were are not read and judged again, and a night comes to the same with and without that."""

import json
import shutil
from pathlib import Path

import pytest
from portal_server import Reply, Site, crawl, entry, jpage_unit, record, report, title, trs_list, trs_row

COLUMN = "/zfxxgknb/"
ROWS = [trs_row(number) for number in range(1, 7)]


@pytest.fixture
def portal(site: Site) -> Site:
    """A list of three pages, on the last of them a report of another place and one about reports."""
    strangers = [trs_row(7, "上海市2024年政府信息公开工作年度报告"), trs_row(8, title(8) + "发布情况通告")]
    for page, rows in enumerate([ROWS[:2], ROWS[2:4], ROWS[4:] + strangers]):
        site.pages[COLUMN + (f"index_{page}.html" if page else "")] = trs_list(rows, 3, page)
    for number in range(1, 10):
        site.pages[f"{COLUMN}202501/t20250115_{1000 + number}.html"] = report(number)
    return site


def night(home: Path, entries: list, run_id: str, *more: str) -> dict:
    """A crawl whose summary lies where the next one looks for it."""
    done = crawl(home, entries, run_id, *more)
    assert not done.code, done.stderr
    (home / "runs" / f"{run_id}.json").write_text(json.dumps(done.summary), encoding="utf-8")
    return done.portal("a")


def own(site: Site, **given: object) -> dict:
    """The portal's entry; its name lies in the division that it gives, so that others' reports are told apart."""
    return entry("a", site.url + COLUMN, name="聊城市", **given)


def remembered(home: Path) -> Path:
    return home / "archive" / "lists" / "a.json"


def without_memory(home: Path) -> Path:
    """A copy of a home in which nothing is remembered of its lists."""
    copy = home.with_name(home.name + "-anew")
    shutil.copytree(home, copy)
    remembered(copy).unlink()
    return copy


def test_rows_of_lists_that_are_as_they_were_are_not_judged_again(portal: Site, tmp_path: Path):
    entries = [own(portal)]
    first = night(tmp_path, entries, "r1")
    walk, pages = map(json.loads, remembered(tmp_path).read_text(encoding="utf-8").splitlines())
    for told in pages["pages"].values():
        told.update(dict.fromkeys(told))  # whoever read a page would fall over it
    remembered(tmp_path).write_text("\n".join(map(json.dumps, (walk, pages))), encoding="utf-8")
    portal.log.clear()
    second = night(tmp_path, entries, "r2")
    assert [seen.path for seen in portal.log if seen.path != "/robots.txt"] == [
        COLUMN,
        COLUMN + "index_1.html",
        COLUMN + "index_2.html",
    ]
    assert (second["verdict"], second["unchanged"], second["out_of_scope"]) == ("complete", 6, 2)
    assert [second[name] for name in ("listed", "reasons", "platform", "discovered")] == [
        first[name] for name in ("listed", "reasons", "platform", "discovered")
    ]
    assert night(tmp_path, entries, "r3", "--recheck", "all")["unchanged"] == 6
    assert len(portal.documents_asked()) == 6


def test_a_list_whose_rows_an_end_point_gives_to_a_post_is_remembered_too(site: Site, tmp_path: Path):
    site.pages[COLUMN] = Reply(f"<html><body>{jpage_unit('7', map(record, range(1, 5)), 4)}</body></html>")
    for number in range(1, 5):
        site.pages[f"/art/2025/1/15/art_7_{number}.html"] = report(number)
    entries = [own(site)]
    assert night(tmp_path, entries, "r1")["verdict"] == "complete"
    assert json.loads(remembered(tmp_path).read_text(encoding="utf-8").splitlines()[0])["walk"]
    assert night(tmp_path, entries, "r2")["unchanged"] == 4


def lost(site: Site) -> None:
    del site.pages[COLUMN + "index_1.html"]


def walled(site: Site) -> None:
    site.pages[COLUMN + "index_2.html"] = Reply("<html>访问被拦截</html>", 403)


def grown(site: Site) -> None:
    site.pages[COLUMN + "index_1.html"] = trs_list([trs_row(9), *ROWS[2:4]], 3, 1)


def shrunk(site: Site) -> None:
    site.pages[COLUMN] = trs_list(ROWS[:2])


def withdrawn(site: Site) -> None:
    site.pages[COLUMN + "index_1.html"] = trs_list(ROWS[3:4], 3, 1)
    del site.pages[f"{COLUMN}202501/t20250115_1003.html"]


def forbidden(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(
        "User-agent: *\nDisallow: /zfxxgknb/index_", headers={"Content-Type": "text/plain"}
    )


def sent_elsewhere(site: Site) -> None:
    site.pages[COLUMN] = Reply(status=302, headers={"Location": "/nb/"})
    site.pages["/nb/"] = trs_list([row.replace("./", COLUMN) for row in ROWS])


@pytest.mark.parametrize("change", [lost, walled, grown, shrunk, withdrawn, forbidden, sent_elsewhere])
def test_lists_that_changed_come_to_what_they_come_to_without_memory_and_are_asked_for_once(
    portal: Site, tmp_path: Path, change
):
    home = tmp_path / "home"
    entries = [own(portal)]
    night(home, entries, "r1")
    anew = without_memory(home)
    change(portal)
    portal.log.clear()
    second = night(home, entries, "r2")
    asked = [seen.path for seen in portal.log]
    portal.log.clear()
    assert night(anew, entries, "r2") == second
    assert [seen.path for seen in portal.log] == asked
    assert second["verdict"] != "complete" or second["signs"]


def test_another_entry_in_the_registry_has_all_rows_judged_again(portal: Site, tmp_path: Path):
    assert night(tmp_path, [own(portal)], "r1")["unchanged"] == 0
    later = night(tmp_path, [own(portal, since=2025)], "r2")
    assert (later["verdict"], later["out_of_scope"]) == ("silent", 8)
    assert night(tmp_path, [own(portal)], "r3")["unchanged"] == 6


@pytest.mark.parametrize(
    "damage",
    [
        lambda first, pages: first[: len(first) // 2],
        lambda first, pages: "[]\n" + pages,
        lambda first, pages: json.dumps(json.loads(first) | {"walk": {"asked": 3}}) + "\n" + pages,
        lambda first, pages: first + "\n" + pages[: len(pages) // 2],
        lambda first, pages: first.replace('"listed"', '"list"') + "\nnull",
    ],
)
def test_what_is_remembered_of_lists_may_be_damaged(portal: Site, tmp_path: Path, damage):
    entries = [own(portal)]
    night(tmp_path, entries, "r1")
    file = remembered(tmp_path)
    kept = file.read_text(encoding="utf-8")
    file.write_text(damage(*kept.splitlines()), encoding="utf-8")
    portal.pages[COLUMN + "index_2.html"] = trs_list(ROWS[4:], 3, 2)
    second = night(tmp_path, entries, "r2")
    assert (second["verdict"], second["unchanged"], second["discovered"]) == ("complete", 6, 6)


def test_a_walk_that_was_not_whole_is_walked_again(portal: Site, tmp_path: Path):
    page = portal.pages.pop(COLUMN + "index_2.html")
    entries = [own(portal)]
    assert night(tmp_path, entries, "r1")["verdict"] == "partial"
    assert json.loads(remembered(tmp_path).read_text(encoding="utf-8").splitlines()[0])["walk"] is None
    assert night(tmp_path, entries, "r2")["verdict"] == "partial"
    portal.pages[COLUMN + "index_2.html"] = page
    assert night(tmp_path, entries, "r3")["verdict"] == "complete"
