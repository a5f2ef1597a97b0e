"""What a portal's list says differently from earlier runs, told apart by pure functions of the past and the visit."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from crawlers import bodies
from crawlers.ledger import Evidence
from crawlers.memory import changes
from crawlers.memory.changes import Seen
from crawlers.memory.history import Named, Past
from crawlers.reasons import because, declared, together
from warehouse.registry import Portal

NB = "http://a.gov.cn/nb/"
PORTAL = Portal(id="a", name="聊城市", adcode="371500", list_url=NB)


def title(number: int) -> str:
    return f"聊城市第{number}局2024年政府信息公开工作年度报告"


def past(count: int, **listed: Any) -> Past:
    known = {"address": NB, "reports": count, "newest_year": 2024, "newest_since": "2025-01-20"}
    named = {f"{NB}t{number}.html": Named(title(number), NB) for number in range(count)}
    return Past(named, last={"platform": "trs", "listed": known | {"unlisted": [], "moved": []} | listed})


def weighed(before: Past, seen: Seen, platform: str = "trs", **evidence: Any) -> Evidence:
    found = Evidence(**{"listed": True, "address": NB, "reports": 8} | evidence)
    changes.weigh(before, seen, found, platform)
    return found


def codes(found: Evidence) -> tuple[list[str], list[str]]:
    return [one.code for one in found.shortfalls], [one.code for one in found.signs]


def test_a_report_that_its_list_names_at_another_address_has_moved_and_is_not_missing() -> None:
    before = past(3)
    rows = {f"{NB}t0.html", "http://a.gov.cn/art/1.html"}
    titles = {f"{NB}t0.html": title(0), "http://a.gov.cn/art/1.html": title(1)}
    assert changes.missing(before, rows, titles) == ([f"{NB}t2.html"], [f"{NB}t1.html"])
    again = past(3, moved=[f"{NB}t1.html"])
    assert changes.missing(again, rows, titles) == ([f"{NB}t2.html"], [])


def test_two_bodies_reports_of_one_title_are_not_taken_for_one_that_moved() -> None:
    same = {f"{NB}t{number}.html": Named("2024年政府信息公开工作年度报告", NB) for number in range(2)}
    rows = {f"{NB}t0.html": "2024年政府信息公开工作年度报告"}
    assert changes.missing(Past(same), rows.keys(), rows) == ([f"{NB}t1.html"], [])


def test_a_report_of_another_year_at_a_known_address_took_its_place_and_other_words_for_the_same_did_not() -> None:
    url, now = f"{NB}t1.html", title(1)
    for told, is_replaced in (
        (now.replace("2024", "2025"), True),
        (f"{now}（更正）", False),
        ("年报", False),
        (now, False),
    ):
        assert changes.is_replaced(past(3), url, told) is is_replaced
    assert not changes.is_replaced(past(1), url, now.replace("2024", "2025"))


def test_the_same_page_under_https_and_www_is_not_missing() -> None:
    rows = {url.replace("http://a", "https://www.a"): "" for url in past(3).named}
    assert changes.missing(past(3), rows.keys(), rows) == ([], [])


def test_a_quarter_missing_is_half_a_list_and_one_of_many_is_housekeeping() -> None:
    gone = [f"{NB}t{number}.html" for number in range(4)]
    assert codes(weighed(past(8), Seen(unlisted=gone, there=gone))) == (["half_listed"], [])
    assert codes(weighed(past(8), Seen(unlisted=gone[:2], there=gone[:2]))) == (["half_listed"], [])
    assert codes(weighed(past(8), Seen(unlisted=gone[:1], there=gone[:1]))) == ([], ["reports_unlisted"])


def test_withdrawn_restored_new_and_moved_reports_are_told_apart() -> None:
    for name, code in (
        ("withdrawn", "reports_withdrawn"),
        ("restored", "reports_restored"),
        ("new", "new_reports"),
        ("moved", "reports_moved"),
    ):
        assert codes(weighed(past(8), Seen(**{name: [f"{NB}t1.html"]}))) == ([], [code])
    assert codes(weighed(past(8), Seen(withdrawn=[*past(4).named]))) == (["half_withdrawn"], [])


def test_another_platform_or_address_is_a_redesign_and_so_is_a_page_not_recognised_any_more() -> None:
    assert codes(weighed(past(8), Seen(), "hanweb-jpage"))[1] == ["redesigned"]
    assert codes(weighed(past(8), Seen(), address="http://a.gov.cn/new/"))[1] == ["list_moved"]
    lost = weighed(past(8), Seen(), "auto", listed=False, error=because("unrecognised"))
    assert codes(lost)[1] == ["redesigned_unread"]
    assert codes(weighed(past(8), Seen(), "auto", listed=False, error=because("maintenance"))) == ([], [])
    assert codes(weighed(past(8), Seen(), reports=0))[1] == ["fell_silent"]
    # a home page that leads to no list tonight is the home page it was
    for front, signs in (("generic", ["fell_silent"]), ("ucap", ["fell_silent", "redesigned"])):
        assert codes(weighed(past(8, front="generic"), Seen(), front, reports=0, front=front))[1] == signs


@pytest.mark.parametrize(
    ("since", "today", "newest", "silence", "signs"),
    [
        ("2025-01-20", date(2026, 1, 31), 2024, None, []),  # the last day is a day yet
        ("2025-01-20", date(2026, 2, 1), 2024, "frozen", []),
        ("2025-01-20", date(2026, 9, 1), 2024, "frozen", []),
        ("2026-06-01", date(2026, 9, 1), 2024, None, ["frozen"]),  # first seen after the day
        ("2025-01-20", date(2026, 2, 1), 2025, None, []),
    ],
)
def test_a_list_that_stood_still_through_the_day_reports_were_due_is_silent(
    since: str, today: date, newest: int, silence: str | None, signs: list[str]
) -> None:
    found = Evidence(listed=True, reports=8)
    changes.weigh_years(PORTAL, past(8, newest_since=since), Counter({newest: 8}), found, today)
    assert (found.silence and found.silence.code) == silence
    assert [one.code for one in found.signs] == signs


def test_a_whole_areas_report_is_due_two_months_later_and_a_body_s_was_too_before_2019() -> None:
    area = PORTAL.model_copy(update={"scope": "area"})
    assert changes.last_due(area, date(2026, 3, 31)) == (2024, date(2025, 3, 31))
    assert changes.last_due(area, date(2026, 4, 1)) == (2025, date(2026, 3, 31))
    assert changes.last_due(PORTAL, date(2026, 2, 1)) == (2025, date(2026, 1, 31))
    assert changes.last_due(PORTAL, date(2019, 3, 31)) == (2017, date(2018, 3, 31))


def test_a_year_of_few_reports_after_one_of_many_is_noticed() -> None:
    found = Evidence(listed=True, reports=8)
    changes.weigh_years(PORTAL, Past(), Counter({2025: 1, 2024: 7}), found, date(2026, 9, 1))
    assert [one.code for one in found.signs] == ["thin_year"]


@pytest.mark.parametrize(
    ("name", "is_stranger"),
    [
        ("聊城市大数据局2022年政府信息公开工作年度报告", False),
        ("聊城市东昌府区教育局2022年政府信息公开工作年度报告", False),
        ("东昌府区2022年政府信息公开工作年度报告", False),
        ("山东省人民政府2022年政府信息公开工作年度报告", False),
        ("2022年政府信息公开工作年度报告", False),
        ("城区街道办事处2022年政府信息公开工作年度报告", False),  # a division elsewhere, and an everyday word
        ("朝阳区教育局关于放假的通知", False),
        ("济南市财政局2022年政府信息公开工作年度报告", True),
        ("关于印发2022年济南市财政局政府信息公开工作年度报告的通知", True),
        ("河北省石家庄市2022年政府信息公开工作年度报告", True),
        ("朝阳区教育局2022年政府信息公开工作年度报告", True),  # none of them is near
    ],
)
def test_a_report_whose_title_begins_with_a_division_elsewhere_is_none_of_the_portal_s(
    name: str, is_stranger: bool
) -> None:
    assert (bodies.stranger(PORTAL, name) is not None) == is_stranger
    for update in ({"adcode": "000000"}, {"name": "示例市"}, {"name": "济南市"}):
        assert bodies.stranger(PORTAL.model_copy(update=update), name) is None


def test_every_reason_says_the_same_in_chinese_and_in_english() -> None:
    for code, words in declared().items():
        places = [set(re.findall(r"\{(\w+)\}", text)) for text in words.values()]
        one = [found | {"n"} for found in places] if "en_one" in words else places
        assert all(found == one[0] for found in one), code
        assert re.search(r"[\u4e00-\u9fff]", words["zh"]) or code in {"plain_status", "at"}, code


def test_reasons_within_reasons_and_beside_one_another_keep_their_language() -> None:
    closed = because("robots_closed", why=because("maintenance"))
    both = together([closed, because("documents_failed", n=1)])
    assert both is not None
    assert both == f"{closed}; 1 document failed"
    assert both.code == "robots_closed"
    assert "正在维护" in both.zh
    assert "maintenance" not in both.zh
    assert both.zh.endswith("；1 份文件未取到")
