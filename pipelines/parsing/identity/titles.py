"""The grammar of titles: which line is the title of an annual disclosure report, and what it says of body and year.

Lines come in squeezed. Years are read in `years`, what else a heading may announce in `other_kinds`; where a title stands in
its document is told in `headings`, what to make of it in `identify`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipelines.parsing.identity.agencies import (
    clean_name,
    ends_as_body,
    is_body,
    is_name,
    is_portal,
    is_town,
    names_place,
    prints_place,
)
from pipelines.parsing.identity.other_kinds import NEVER_TITLES, may_publish
from pipelines.parsing.identity.spelling import LONGEST, simplified
from pipelines.parsing.identity.years import YEAR, YEAR_WORDS, as_printed, short_year, with_year_in_name, years_in

#: A sentence that says who writes the report, or opens with something else.
_SENTENCE = re.compile(r"编[制写](?:[了本]|完成|(?=\d{4}))|[,，].*。$")
_CORE = (
    r"(?:政务公开(?:工作)?(?:和|与|及|暨)(?:政府)?信息公开|(?:政府)?信息(?:与|和|及)政务公开|(?:政府|政务)?(?:信息|资讯)公开"
    r"|(?P<bare>政务公开))"
)
_REPORT = re.compile(
    rf"(?P<before>[^。;:!?]{{0,60}}?){_CORE}"
    rf"(?P<inside>(?:工作|情况|年度|关于|的|[(\[]?{YEAR}年?度?[)\]]?)*)(?P<word>报告书?|年报)"
)
_TAIL = re.compile(
    r"(?:[(\[【<]?(?:"
    + YEAR
    + r"年?度?|全文|正文|(?!英文|摘要|简)[\u4e00-\u9fff]{1,4}版|[含附]+(?:统计|更正|修订)?(?:附?表格?|附件|说明)|"
    r"公布|公示|公开|修[订正]稿?|更[正新]|补[发充]|正式稿|定稿|终稿|pdf版?|word版?|扫描件|"
    r"(?:19|20)\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月(?:\d{1,2}日)?))[)\]】>]?){0,2}(?:\.(?:pdf|docx?|html?|xlsx?|wps|ofd|txt))?[。》]?",
    re.IGNORECASE,
)
#: How a report begins behind its title in the same running line: with the ground or the aim of what is done, itself, a
#: time, the name or number of a part, a field of the page. Who wrote it may follow by name, see `_begins_body`.
_BODY_BEGINS = re.compile(
    r"(?:现?(?:根据|依据|[按遵依]照)|遵循|围绕|现将|为[^,。;]{2,50},|在[^,。;]{2,50}[下中],|受[^,。;]{2,20}委托|"
    r"[我本](?:年度?)?(?:报告|年报|机关|单位|部门|年|[局委办厅院会社馆校省市区县旗镇乡街中])|全[省市区县州]|"
    r"(?:19|20)\d{2}年(?:度|以来)?(?:,|[我本全])|\(?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[一近今当目][年前]|"
    r"\(?[一1](?:、|\.(?!\d)|\))|第一部分|[概综前引][述言况]|目录|"
    r"[\[(【]?(?:(?:发布|公开|信息)?(?:日期|时间)|(?:信息|文章)?来源|发布(?:机构|单位)|作者|浏览|字体)[^:]{0,4}:)"
)
#: A year in brackets behind a title.
_YEAR_BEHIND = re.compile(r"[(\[](?:19|20)\d{2}年?度?[)\]]")
#: The title of a page and that of its text, one behind the other in a page that lost its lines.
_TWICE = re.compile(rf"(.{{8,{LONGEST}}}?(?:[报報]告|年[报報]))(?=\1)")
#: The body in brackets behind a title that names none before it; without them a line below stands with it.
_NAME_BEHIND = re.compile(r"[(\[【](?P<noted>[^()\[\]【】]{4,40})[)\]】]|(?P<below>[\u3400-\u9fff]{4,40})")
_FIELD_NAME = re.compile(r"^(?:文章)?(?:标题|名称|题名|信息名称|文件名称|公开标题)[:：]")
_LIST_MARK = re.compile(r"^(?:[【\[][^】\]]{1,12}(?:年报|报告|公开)[】\]]|附件?\d{0,2}[:：.、]|[●·*#]+)")
_BEFORE_NAME = re.compile(
    r"^(?:附件?\d{0,2}[:：.、]?|\d{1,2}[、.]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|●|·|\*|#)+"
)
#: Levels of a site that a title is led by, a region in brackets, and what else stands around a body's name.
_LEVELS = re.compile(r"[>»›→|]")
_REGION = re.compile(r"[【\[(]([^】\])]{2,12}[省市县区州旗])[】\])](?=.)")
_NUMBER = re.compile(r"^\d{1,3}(?=[^\d年])")
_AROUND_NAME = re.compile(r"(?:的|年度|年|之)+$|^(?:年度|年|度)+")
_SITE_SUFFIX = re.compile(r"[-_|—–]+[^-_|—–]*$")
#: Behind a title a page also names the columns that lead to it.
_TRAIL = re.compile(r"(?:[-_|—–]+[^-_|—–]*){1,4}$")
_NAME_BEFORE = re.compile(r"([^:]{3,40}):(?=[^:]*公开)")
_PUBLIC_BODY = re.compile(r"(?:大学|学院|学校|[中小]学|幼儿园|医院|公司|集团|银行|[水电热]厂)$")
#: How a sentence begins that presents the report: `根据条例,现公布某局2023年…报告`.
_PRESENTS = re.compile(r"^(?:[^,]{2,40},){0,2}(?:现|特|兹)(?:将|把)?(?:向社会)?(?=公布|发布|公开)")
#: Where the words end that announce a report, and its announcing verbs, before its body and behind `关于`.
_ANNOUNCES = re.compile(r"关于|(?<=[局委办厅府会室省市县区州旗镇乡])(?=公布|发布|印发)")
_VERB_FIRST = re.compile(r"((?:公布|发布|印发|转发|公开|报送)+)(.*)")
_VERB_BEHIND = re.compile(r"((?:公布|发布|印发|转发|公开|报送|上报|呈报)*)(.*)")
_PUBLISHES = re.compile(r"(?:公布|发布|印发|转发|公开|刊发|报送|上报|呈报|送达)")
_PUBLICATION_TAIL = re.compile(
    r"》?(?:\([^()]{0,20}\))?》?的?(?:通知|公告|通告|函|公示|报告|请示|通报)(?:\([^()]{0,20}\))?"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as read: the words printed, whose and of which year (None where it does not say).

    `kind` is report, or publication where the line only announces one (`关于公布…的公告`) or speaks of open government
    alone, as the reports of other years and bodies do: there the form's tables must tell. `named_in` says where its
    body stands: in a line above, which may be the site's name, or in the page's metadata alone.
    """

    printed: str
    agency: str | None
    years: tuple[int, ...]
    kind: str
    named_in: Literal["title", "above", "metadata"] = "title"

    @property
    def year(self) -> int | None:
        """The one year it names; None where it names none or two."""
        return self.years[0] if len(self.years) == 1 else None


@lru_cache(maxsize=256)  # a page prints its title in many places
def read_title(line: str, *, with_body: bool = False) -> Title | None:
    """The title that a squeezed line is; None for any other line.

    `with_body` also takes a line that goes on with the report's first sentence, or with the title once more.
    """
    if with_body:
        if twice := _TWICE.match(line):
            line = line[twice.end() :]
        if len(line) <= LONGEST and (alone := read_title(line)) is not None and alone.kind == "report":
            return alone  # as nearly every title, which a page prints in its metadata too
    line = _without_colon(_LIST_MARK.sub("", _FIELD_NAME.sub("", line)))
    if len(line) > LONGEST and not with_body:
        return None
    line = with_year_in_name(line)
    short = short_year(line)
    if short:
        line = f"{line[: short.start()]}20{line[short.start() :]}"
    plain = simplified(line[: LONGEST + 40])
    if "公开" not in plain and "资讯" not in plain:
        return None
    match = _REPORT.match(plain)
    if match is None:
        return None
    tail = plain[match.end() :]
    kind = "report"
    behind = _NAME_BEHIND.fullmatch(tail)
    named = clean_name(behind["noted"] or behind["below"]) if behind else ""
    is_shown = behind is not None and (behind["noted"] or (with_body and (is_town(named) or not is_portal(named))))
    if is_shown and is_body(named) and names_place(named):
        tail = ""
        if behind and behind["below"]:
            line, plain = line[: match.end()], plain[: match.end()]
    else:
        named = ""
    if not _is_tail(tail):
        dated = _YEAR_BEHIND.match(tail)
        begins = dated.end() if dated else 0
        if with_body and _begins_body(tail, begins, plain):
            end = match.end() + begins
            line, plain, tail = line[:end], plain[:end], tail[:begins]
        elif _PUBLICATION_TAIL.fullmatch(tail) and may_publish(plain):
            kind = "publication"
        else:
            return None
    head = plain[: match.end()]
    if any(pattern.search(plain) for _, pattern in NEVER_TITLES) or not (
        "年度" in head or match["word"] == "年报" or years_in(plain)
    ):
        return None
    at = match.end("before")
    if plain[:at].endswith("人民") and plain.startswith("政府", at):  # 某市人民政府 信息公开年度报告
        at += len("政府")
    before = line[:at]
    if kind == "report" and (match["bare"] or _PUBLISHES.search(_published(plain[:at])[0])):
        kind = "publication"
    printed = (
        line
        if kind == "publication" or _TAIL.fullmatch(tail)
        else line[: match.end()] + _TRAIL.sub("", line[match.end() :])
    )
    if kind == "report" and _SENTENCE.search(before + tail):
        return None
    if short:
        printed = printed[: short.start()] + printed[short.start() + 2 :]
    agency, years = _agency(before, plain[:at]) or named, years_in(plain)
    if tail.endswith("。") and not (agency or years):
        return None  # a sentence that speaks of reports
    return Title(as_printed(printed), as_printed(agency) if agency else None, years, kind)


def _without_colon(line: str) -> str:
    """`某市水务局:2023年…报告` as one name and title; a colon behind other words opens what is said of a report."""
    found = _NAME_BEFORE.match(line)
    return found[1] + line[found.end() :] if found and is_body(clean_name(found[1])) else line


def is_public_body(agency: str) -> bool:
    """Whether a body is a school, a hospital or an enterprise, which reports under rules of its own."""
    return _PUBLIC_BODY.search(agency) is not None


def without_site(line: str) -> str:
    """A page's title without the name of its site behind it."""
    return _SITE_SUFFIX.sub("", line)


def _begins_body(tail: str, at: int, line: str) -> bool:
    """Whether the report's first sentence begins there, in the words for it or with the name that the line begins with."""
    return _BODY_BEGINS.match(tail, at) is not None or (tail.startswith(line[:4], at) and is_name(line[:4]))


def _is_tail(tail: str) -> bool:
    return bool(_TAIL.fullmatch(tail) or _TAIL.fullmatch(_TRAIL.sub("", tail)))


def _published(before: str) -> tuple[str, str]:
    """What stands before and behind the announcing words of a title's beginning: (issuer with verb, body reported)."""
    before = _PRESENTS.sub("", before)
    parts = _ANNOUNCES.split(before, maxsplit=1)
    if len(parts) == 1:
        found = _VERB_FIRST.match(before)
        return (found[1], found[2]) if found else ("", before)
    verb = _VERB_BEHIND.match(parts[1])
    assert verb is not None
    return parts[0] + verb[1], verb[2]


def _agency(before: str, plain: str) -> str | None:
    """The body a title names before its core: without year, list mark and announcing words."""
    issuer, reported = _published(plain)
    start = len(plain) - len(reported)
    name = _name(before[start:])
    if name is None and issuer:
        verb = _PUBLISHES.search(issuer)
        name = _name(before[: verb.start()] if verb else before[: len(issuer)])
    return name


def _without_year(words: str) -> str:
    """The words around a year joined; what stands behind it and is no part of a body's name (`…局2023年度法定`) goes."""
    parts = YEAR_WORDS.split(words)[::2]
    if len(parts) == 2 and parts[1] and is_body(clean_name(parts[0])) and not ends_as_body(parts[1]):
        return parts[0]
    return "".join(parts)


def _name(words: str) -> str | None:
    words = _LEVELS.split(words)[-1]
    region = _REGION.match(words)
    words = _without_year(_BEFORE_NAME.sub("", words))
    words = _BEFORE_NAME.sub("", _AROUND_NAME.sub("", _NUMBER.sub("", words)))
    name = clean_name(words[region.end() :] if region else words)
    if region and not names_place(name):
        name = region[1] + name
    return name if is_name(name) and (ends_as_body(name) or prints_place(name) or is_public_body(name)) else None
