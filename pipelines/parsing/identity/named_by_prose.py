"""The bodies that a report's own sentences name: who presents it, compiled it, acts in it and signed it.

What stands around it is in `named_by_page`, how it speaks of its body without naming it in `voice`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipelines.parsing.identity.agencies import clean_name, is_body, names_place, tells_bodies_apart
from pipelines.parsing.identity.headings import Line
from pipelines.parsing.identity.years import YEAR, make_date, year_in

_COMPILED = re.compile(
    r"(?:本报告|本年度报告|本年报|年度报告|年报)(?:是|系)?由([^,。;:、]{2,45}?)(?:(?:根据|依据|按照)[^,。]{0,40}?)?(?:负责|组织)?(?:编制|编写|编撰|汇总|起草|撰写)"
)
_WRITES = re.compile("[编汇起撰][制写撰总草]")
_COMPILED_BY = re.compile(
    r"[,，]由?([^,，。;；:：]{2,40}?)(?:特|特此|现|组织)?(?:编制|编写)(?:了|本|并|完成|发布)*(?:本|20\d{2}|年度|政府信息公开)"
)
#: The body in front of what it follows in writing the report: `某局根据…要求，编制本报告`.
_COMPILED_UNDER = re.compile(
    r"(?:^|[,，。;；])([^,，。;；:：]{3,40}?)(?:根据|依据|按照)[^。;；]{4,120}?[,，》求定]现?(?:组织)?(?:编制|编写)(?:了|完成|发布)*(?:本报告|本年度报告|本年报|20\d{2})"
)
#: The office within a bureau that wrote its report.
_OWN_OFFICE = re.compile(r"(?<=[局厅馆队校院])(?:办公室|综合科)$|(?<=中心)办公室$")
#: What a sentence says of a body that is another: that it decides on disputes, or what it does to the report's own.
_US = "[我本][局委办厅院室会镇乡]"
_ON = "(?:[对向给与为到赴]|重视|支持|指导|检查|考核|通报|表扬|批评|督查|督导|要求|帮助|深入)"
_IS_OTHER = rf"[^。;；]*(?:{_ON}{_US}|{_US}(?:得分|被|受到|获|名列|排名|予以|给予)|维持|撤销|纠正|判决|审理)"
#: What a body does to another place may make it another body than that place's report is of.
_ELSEWHERE = re.compile(
    rf"[^。;；]*{_ON}(?P<place>(?![全各])[\u3400-\u9fff]{{2,3}}(?<![城社地园辖景库山灾牧老矿郊发新护验范税])[县区旗](?![级域直区城]))"
)
#: The body that a sentence begins with, and what a report says that its own body did.
_ACTS = re.compile(
    rf"(?:^|[。;])(?:(?:在)?{YEAR}年(?:度|以来|来)?[,，]?)?(?!原)([^,，。;；:：、]{{4,40}}?)"
    rf"(?=认真|严格|积极|深入|高度重视|坚持|全面|进一步|持续|切实|扎实|始终|不断|大力|按照|根据|依据|依法)(?!{_IS_OTHER})"
)
#: Whom a report asks to turn to with questions about it, which is its own body.
_ASKED = re.compile(
    r"请?(?:与|向|联系|咨询|致电)([\u3400-\u9fff()（）]{4,30}?)(?:的?(?:办公室|政务公开|信息公开|综合|秘书)[\u3400-\u9fff]{0,8})?"
    r"(?:联系|咨询|反映|查询|索取|提出|[(（,，。:：])"
)
_ASKS = re.compile("疑问|联系|咨询")
_PRESENTED = re.compile(
    rf"(?:现将|现把|特将|兹将|现公布|现发布|编制(?:了|完成)?(?:本)?|向社会公布|为)[《]?(?P<who>[^,。;:《]{{0,45}}?)(?P<year>{YEAR})年?度?(?P<late>[^,。;:《]{{0,45}}?)(?:政府)?信息公开"
)
_DATE_LINE = re.compile(
    rf"[(\[]?(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|{YEAR}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十廿卅]{{1,4}}日?|\d{{4}}年\d{{1,2}}月|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})[)\]]?"
)
_DAY = re.compile(r"(\d{4})[年\-./](\d{1,2})[月\-./](\d{1,2})")
#: What a date ends with, beside digits.
_DATE_ENDS = frozenset("日月)]一二三四五六七八九十廿卅")
_SIGNED = re.compile(rf"(?P<who>[\u3400-\u9fff()（）·、]{{3,40}}?)(?P<day>{_DATE_LINE.pattern})")


@dataclass(frozen=True, slots=True)
class Presented:
    """What the report's own first sentences call it: whose (None for 我局 and the like) and of which year."""

    agency: str | None
    year: int


def presented_as(lines: Sequence[Line]) -> Presented | None:
    """The year and body in the sentence that presents the report (`现将…报告公布如下`); None without one."""
    for line in lines:
        if len(line.words) < 20 and "现将" not in line.words:
            continue
        match = _PRESENTED.search(line.words[:1500])
        if match:
            name = clean_name(re.sub(r"^(?:本|了)|(?:的|关于|本机关|本单位)$", "", match["who"] or match["late"]))
            return Presented(name if is_body(name) and tells_bodies_apart(name) else None, year_in(match["year"]))
    return None


def compiled_by(lines: Sequence[Line]) -> str | None:
    """The body that the report says compiled it; None without one, or for 我局 and the like."""
    for line in lines:
        if not _WRITES.search(line.words):
            continue
        for pattern in (_COMPILED, _COMPILED_BY, _COMPILED_UNDER):
            match = pattern.search(line.words[:1500])
            if match:
                name = _OWN_OFFICE.sub("", clean_name(match[1]))
                if is_body(name) and tells_bodies_apart(name):
                    return name
    return None


def acting(lines: Sequence[Line]) -> list[str]:
    """The bodies with their place that first sentences begin with and that act there (`2023年,某市教育局认真贯彻…`), in their order.

    None where one of them acts on another place and nowhere else: the report may be its own or that place's.
    """
    at_home: dict[str, bool] = {}
    for line in lines:
        words = line.words[:1500]
        for match in _ACTS.finditer(words):
            name = clean_name(match[1])
            if is_body(name) and names_place(name):
                place = _ELSEWHERE.match(words, match.end())
                at_home[name] = at_home.get(name, False) or place is None or place["place"] in name
    return list(at_home) if all(at_home.values()) else []


def actors(lines: Sequence[Line]) -> list[str]:
    """The bodies, with their place or without, that first sentences begin with and that act there, whoever they are."""
    names = (clean_name(match[1]) for line in lines for match in _ACTS.finditer(line.words[:1500]))
    return [name for name in names if is_body(name)]


def asked(lines: Sequence[Line]) -> list[str]:
    """The bodies with their place to whom a report asks to turn with questions about it."""
    told = (line.words[:1500] for line in lines if _ASKS.search(line.words))
    names = (clean_name(match[1]) for words in told for match in _ASKED.finditer(words))
    return [name for name in names if is_body(name) and names_place(name)]


def signed_on(lines: Sequence[Line]) -> date | None:
    """The last day that stands alone or behind a body's name, in digits: the day of a report's signature."""
    for line in reversed(lines):
        if len(line.words) > 70 or not _may_end_date(line.words):
            continue
        if _DATE_LINE.fullmatch(line.words) or _SIGNED.fullmatch(line.words):
            found = _DAY.search(line.words)
            return make_date(*found.groups()) if found else None
    return None


def signed_by(lines: Sequence[Line]) -> str | None:
    """The issuer: a body's name with a date behind it, in one line or the next; None without one or with two."""
    found: list[str] = []
    for line, below in pairwise([*(line.words for line in lines), ""]):
        if len(line) > 70:
            continue
        one_line = _SIGNED.fullmatch(line) if _may_end_date(line) else None
        if one_line:
            name = clean_name(one_line["who"])
        elif _may_end_date(below) and _DATE_LINE.fullmatch(below):
            name = clean_name(line)
        else:
            continue
        if is_body(name) and len(name) <= 30:
            found.append(name)
    return found[-1] if len(set(found)) == 1 else None


def _may_end_date(words: str) -> bool:
    last = words[-1:]
    return last in _DATE_ENDS or last.isdecimal()
