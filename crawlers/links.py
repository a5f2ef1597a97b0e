"""The link rule: which titles announce an annual disclosure report, and which words name a column that holds some.

Words alone decide; whether the document behind a link is a report is for the parser to say, and to which
year it belongs too: the year here only serves to leave out reports older than a portal's `since`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crawlers.reasons import Reason, because

#: Blanks, and marks that take no place at all.
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
#: Published spellings, blanks removed: ...公开工作年度报告, ...公开2023年年报, ...公开工作2025年度报告, ...公开情况统计表.
_REPORT = re.compile(
    r"信息公[开開](工作|情况|情況)*(20\d{2}年?度?)?(工作|情况|情況)*(年度|年)?"
    r"(工作|情况|情況)*的?(年报|年報|报告|報告|统计表|統計表|统计年报|总结|年度报表)"
)
#: A title the list has cut before the telling words.
_CUT = re.compile(r"信息公[开開][工作情况年度报\d]{0,12}\.{3,}$")
_ANY_REPORT = re.compile(r"年报|年度报告|年度报表|年度.{0,6}报告|信息公[开開].{0,12}报告")
#: Reports of other kinds. Asked only of titles without the words above: 财政局 and 企业服务局 report on disclosure too.
_OTHER_REPORTS = (
    (re.compile(r"政府网站|网站工作|网站监管|新媒体"), "website_table"),
    (re.compile(r"法治政府|依法行政|法治建设"), "rule_of_law"),
    (re.compile(r"住房公积金"), "provident_fund"),
    (re.compile(r"事业单位|法人年度"), "public_institution"),
    (re.compile(r"企业"), "enterprise"),
    (re.compile(r"决算|预算|财政"), "financial"),
)
#: What follows the words in titles about reports; an agency's name stands before them.
_ABOUT = re.compile(
    r"(年报|报告|统计表)[^(]{0,15}?(通知|通告|公告|格式|模板|范本|填报说明|培训|会议|座谈|部署|要求|考核|评估|检查|获评|荣获|获奖|表彰|发布情况|编制工作)"
)
#: A notice that issues the report carries the report.
_ISSUED = re.compile(r"(印发|公布|发布).*(年度?报告|年报).*(通知|通告|公告)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a title announces; `reason` says what a false friend is, `year` is a year the title prints."""

    kind: Literal["report", "false_friend", "other"]
    reason: Reason | None = None
    year: int | None = None


@lru_cache(maxsize=8192)  # a list's titles are judged while it is read, held against others, and when it is taken
def judge(title: str) -> Judgement:
    """Whether a link's title announces an annual disclosure report."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", title)).replace("・", "")
    found = _YEAR.search(text)
    year = int(found[1]) if found else None
    report = _REPORT.search(text)
    looks_like = bool(report or _CUT.search(text))
    if looks_like:
        if _ABOUT.search(text) and not _ISSUED.search(text):
            return Judgement("false_friend", because("about_reports"), year)
        return Judgement("report", year=year)
    if _ANY_REPORT.search(text):
        for pattern, code in _OTHER_REPORTS:
            if pattern.search(text):
                return Judgement("false_friend", because(code), year)
    return Judgement("other", year=year)


#: A title that its list has cut inside the words, after the year: 示例县教育局2024年政府信….
_CUT_EARLY = re.compile(r"20\d{2}年?度?(政(府(信(息公?)?)?)?)?\.{3,}$")
_NAMED_REPORT = re.compile(r"年报|年度(工作)?报告")


@lru_cache(maxsize=8192)
def is_one_of_its_column(title: str) -> bool:
    """Whether a title inside a column of annual reports is one of them: 2024年年报, 教育局2023年度报告."""
    judged = judge(title)
    if judged.kind != "other":
        return judged.kind == "report"
    text = plain(title)
    named = bool(judged.year and _NAMED_REPORT.search(text) and not _ABOUT.search(text))
    named = named or bool(_CUT_EARLY.search(_UNSEEN.sub("", unicodedata.normalize("NFKC", title))))
    return named or column_kind(title) in {"annual", "year"}


Column = Literal["annual", "year", "class", "agency", "openness"]
#: Columns where reports of the year stand together; words around them say whose or which.
_ANNUAL = re.compile(
    r"(各|市|区|县|省|本|部门|级|机关|单位|乡|镇|街道|政府|公开|工作|历年|年度)*(年报|年度报告)(汇总|集中公开|专栏|公开|查询)?"
)
_YEAR_COLUMN = re.compile(r"20[0-4]\d(年|年度)?((政府)?信息公[开開])?(工作)?(年报|年度报告|报告)?")
_CLASS = re.compile(
    r"(全|各|省|市|州|盟|区|县|旗|乡|镇|街|街道|本级|直|级|属|直属|垂管|双管|驻|工作|政府|人民政府|办公室|办|部门|机构|单位|机关|"
    r"开发区|园区|功能区|、|和|及|与|\(|\))+((信息公[开開])?(工作)?(年报|年度报告))?"
)
_AGENCY = re.compile(
    r"[\u4e00-\u9fff\d]{2,20}(局|委|委员会|办|办公室|厅|院|中心|政府|镇|乡|街道|办事处|管委会|大队|支队|区|县|市|旗|州|"
    r"所|站|馆|处|社|联|场|红十字会|协会|公司|集团|学校|中学)"
)
_NO_AGENCY = re.compile(
    r"(新闻|互动|用户|个人|数据|办事|政务|服务|便民|视频|咨询|帮助|下载|会员|信访|投诉|图片|文化|旅游)(中心|大厅)$"
    r"|^(魅力|走进|印象|今日|关于|认识|美丽)|地区$|专区$|大厅$"
)
#: Where the column of annual reports is looked for when a page does not name it, the most telling first.
_OPENNESS = (
    re.compile(r"政府信息公[开開](专栏|平台|目录|网|栏目|主页)?"),
    re.compile(r"(部门|本机关)?信息公[开開](专栏|平台|目录|网|栏目|主页)?"),
    re.compile(r"(法定)?主动公开(内容)?"),
    re.compile(r"政务公开(专栏|平台)?|公开专栏"),
)
_LONGEST_NAME = 40


@lru_cache(maxsize=8192)
def plain(words: str) -> str:
    """Words without blanks, marks at their ends, and the count of rows a tree prints behind a name."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", words))
    return re.sub(r"[(\[]\d+[)\]]$", "", text.strip("·•>»›<《》【】|-—:.…")).strip("·•>»›")


@lru_cache(maxsize=8192)  # menus say the same on every page of a site
def column_kind(words: str) -> Column | None:
    """What kind of column the words of a link name; None for anything else.

    A title that announces a report names a column too: only its page shows whether it is the report or a list of them.
    """
    text = plain(words)
    if not text or len(text) > _LONGEST_NAME:
        return None
    judged = judge(text)
    if judged.kind == "false_friend":
        return None
    if _YEAR_COLUMN.fullmatch(text):
        return "year"
    if judged.kind == "report":
        return "year" if judged.year else "annual"
    if _ANNUAL.fullmatch(text):
        return "annual"
    if _CLASS.fullmatch(text):
        return "class"
    if any(pattern.fullmatch(text) for pattern in _OPENNESS):
        return "openness"
    return "agency" if _AGENCY.fullmatch(text) and not _NO_AGENCY.search(text) else None


def nearness(words: str) -> int:
    """How near a column of kind openness is to the annual reports, 0 the nearest."""
    text = plain(words)
    return next((place for place, pattern in enumerate(_OPENNESS) if pattern.fullmatch(text)), len(_OPENNESS))
