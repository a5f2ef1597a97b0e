"""Portals on paper: answers by address, and a walk over their lists without a network.

Each is walked over twice, the second time with what its pages told the first, as a second night has it: what is
remembered of a page must come to the same as reading it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from scrapy.http import HtmlResponse, JsonResponse, TextResponse

from crawlers import links
from crawlers.fetch import Answer, Wanted, sent_on
from crawlers.ledger import Evidence
from crawlers.lists.leaf import Told
from crawlers.lists.list_walk import ListWalk
from crawlers.outcome import FailedError
from crawlers.platforms.base import Adapter, Link
from crawlers.reasons import because
from warehouse.registry import Portal

HOST = "http://www.example.gov.cn"
Body = str | Callable[[Wanted], str | None]


def page(body: str, url: str = HOST + "/zfxxgknb/") -> HtmlResponse:
    return HtmlResponse(url, body=body.encode(), encoding="utf-8")


def title(year: int, agency: str = "示例县教育局") -> str:
    return f"{agency}{year}年政府信息公开工作年度报告"


@dataclass
class Walked:
    """What a walk found and asked."""

    evidence: Evidence
    adapter: Adapter | None
    reports: list[Link]
    asked: list[Wanted]

    @property
    def years(self) -> list[int | None]:
        return sorted((links.judge(link.title).year for link in self.reports), key=str)

    @property
    def paths(self) -> list[str]:
        return [link.url.removeprefix(HOST) for link in self.reports]

    @property
    def is_whole(self) -> bool:
        seen = self.evidence
        return not (seen.lost_pages or seen.short_lists or seen.open_end)


@dataclass
class PaperPortal:
    """A portal whose answers are written down; what is not answers 404."""

    pages: dict[str, Body] = field(default_factory=dict)

    def walk(self, path: str = "/zfxxgknb/", platform: str = "auto") -> Walked:
        told: dict[str, Told] = {}
        first = self._walk(path, platform, told)
        kept: dict[str, Told] = json.loads(json.dumps(told))
        second = self._walk(path, platform, kept)
        assert [wanted.url for wanted in second.asked] == [wanted.url for wanted in first.asked]
        assert (second.reports, second.evidence) == (first.reports, first.evidence)
        assert kept == json.loads(json.dumps(told)), "the second walk had something to ask that the first had not"
        return first

    def _walk(self, path: str, platform: str, pages_told: dict[str, Told]) -> Walked:
        portal = Portal(id="paper", name="示例县", adcode="990001", list_url=HOST + path, platform=platform)
        reports: list[Link] = []
        asked: list[Wanted] = []
        evidence = Evidence()

        async def get(wanted: Wanted) -> Answer:
            asked.append(wanted)
            local = wanted.url.removeprefix(HOST)
            body = self.pages.get(local, self.pages.get(local.split("?")[0]))
            told = body(wanted) if callable(body) else body
            if told is None:
                raise FailedError(because("http_status", status=404), 404)
            if not told:
                raise FailedError(because("empty_body"), 200)
            kind = {"<": HtmlResponse, "{": JsonResponse, "[": JsonResponse}.get(told.lstrip()[:1], TextResponse)
            answer = kind(wanted.url, body=told.encode(), encoding="utf-8")
            onward = sent_on(answer)
            before = pages_told.setdefault(f"{wanted.url} {told}", {})
            return await get(wanted._replace(url=onward)) if onward else Answer(answer, {}, before)

        def take(link: Link, via: str) -> bool:
            judged = links.judge(link.title).kind
            if link.url in {one.url for one in reports} or judged == "false_friend":
                return False
            if judged == "report" or link.is_report:
                reports.append(link)
                evidence.reports += 1
                return True
            return False

        walk = ListWalk(portal, get, take, evidence)
        with ThreadPoolExecutor(1) as thread:  # a thread has no running event loop, whatever ran before
            adapter = thread.submit(asyncio.run, walk.walk()).result()
        return Walked(evidence, adapter, reports, asked)


def li(href: str, text: str, day: str = "2024-01-20") -> str:
    return f'<li><a href="{href}" title="{text}">{text[:9]}…</a><span>{day}</span></li>'


def listed(*rows: str, more: str = "", head: str = "") -> str:
    return f"<html><head>{head}</head><body><ul>{''.join(rows)}</ul>{more}</body></html>"
