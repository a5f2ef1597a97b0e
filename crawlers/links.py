"""The link rule: which titles announce an annual disclosure report, and which only look alike.

Titles alone decide; whether the document behind a link is a report is for the parser to say, and to which
year it belongs too: the year here only serves to leave out reports older than a portal's `since`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
#: Published spellings, blanks removed: ...公开工作年度报告, ...公开2023年年报, ...公开工作2025年度报告, ...公开情况统计表.
_REPORT = re.compile(
    r"信息公[开開](工作|情况|情況)*(20\d{2}年?度?)?(工作|情况|情況)*(年度|年)?"
    r"(工作|情况|情況)*(年报|年報|报告|報告|统计表|統計表|统计年报|总结|年度报表)"
)
#: A title the list has cut before the telling words.
_CUT = re.compile(r"信息公[开開][工作情况年度报\d]{0,12}\.{3,}$")
_ANY_REPORT = re.compile(r"年报|年度报告|年度报表|年度.{0,6}报告|信息公[开開].{0,12}报告")
#: Reports of other kinds. Asked only of titles without the words above: 财政局 and 企业服务局 report on disclosure too.
_OTHER_REPORTS = (
    (re.compile(r"政府网站|网站工作|网站监管|新媒体"), "a work table of a government website"),
    (re.compile(r"法治政府|依法行政|法治建设"), "a report on the rule of law"),
    (re.compile(r"住房公积金"), "a report of a housing provident fund"),
    (re.compile(r"事业单位|法人年度"), "a report of a public institution as a legal person"),
    (re.compile(r"企业"), "a report of an enterprise"),
    (re.compile(r"决算|预算|财政"), "a financial report"),
)
#: What follows the words in titles about reports; an agency's name stands before them.
_ABOUT = re.compile(
    r"(年报|报告|统计表)[^(]{0,15}?(通知|通告|公告|格式|模板|范本|填报说明|培训|会议|座谈|部署|要求|考核|评估|检查)"
)
#: A notice that issues the report carries the report.
_ISSUED = re.compile(r"(印发|公布|发布).*(年度?报告|年报).*(通知|通告|公告)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a title announces; `reason` says what a false friend is, `year` is a year the title prints."""

    kind: Literal["report", "false_friend", "other"]
    reason: str | None = None
    year: int | None = None


def judge(title: str) -> Judgement:
    """Whether a link's title announces an annual disclosure report."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).replace("・", "")
    found = _YEAR.search(text)
    year = int(found[1]) if found else None
    report = _REPORT.search(text)
    looks_like = bool(report or _CUT.search(text))
    if looks_like:
        if _ABOUT.search(text) and not _ISSUED.search(text):
            return Judgement("false_friend", "a notice or news about reports, not a report", year)
        return Judgement("report", year=year)
    if _ANY_REPORT.search(text):
        for pattern, reason in _OTHER_REPORTS:
            if pattern.search(text):
                return Judgement("false_friend", reason, year)
    return Judgement("other", year=year)
