"""The grammar of titles: which line is the title of an annual disclosure report, which is a notice, a guide or a report of
another kind, and what a title says of body and year.

Lines come in squeezed (`squeeze`). Where a title stands in its document is told in `headings`, what to make of it in
`identify`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC  # type: ignore[import-untyped]

from pipelines.parsing.identity.agencies import clean_name, ends_as_body, is_body, is_name, names_place, prints_place

#: No title is longer.
LONGEST = 90

#: Ten characters no name has stand for the digits of a year inside a name, which are no year of the report.
_NAME_DIGITS = {ord(str(digit)): chr(0x4DB6 + digit) for digit in range(10)}
_DIGITS_AGAIN = {0x4DB6 + digit: str(digit) for digit in range(10)}
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_BRACKETS = str.maketrans("〔〕", "()")
_TRADITIONAL = re.compile(r"[報開資訊關縣區鎮鄉國業務辦處廳會員務農衛環財體東門]")
_ZERO = "〇○◯零O0ΟО"
_DIGITS = dict.fromkeys(_ZERO, "0") | {word: str(n) for n, word in enumerate("零一二三四五六七八九")}
YEAR = rf"(?:(?<!\d)(?:19|20)\d{{2}}(?!\d)|二[{_ZERO}][一二三四五六七八九{_ZERO}]{{2}})"
_LETTERED = re.compile(r"(?<![0-9A-Za-z])2O[0-9Oo]{2}(?=年)")
_YEAR_WORDS = re.compile(rf"[(\[]?(?P<year>{YEAR})(?:年度?|度)?[)\]]?")
#: A year in two digits, as `某局21年政府信息公开…`, and how long a body has been (`某局建局20年`), which is none.
_SHORT_YEAR = re.compile(r"(?<!\d)(?:0[89]|1[1-9]|2\d)(?=年度?(?:政府|政务)?信息公开|(?<=^\d\d)年(?![来间]))")
_FOUNDED = re.compile(r"[建立设][\u3400-\u9fff]$")
#: A sentence that says who writes the report, or opens with something else.
_SENTENCE = re.compile(r"编[制写](?:[了本]|完成|(?=\d{4}))|[,，].*。$")
#: A year inside a body's own name: behind its place and before words that end as a body's name does, another year follows.
_NAMED_AFTER = re.compile(
    rf"(?P<place>[^\d(]{{1,20}}?[省市县区州旗镇乡盟][^\d(]{{0,12}}?)(?P<year>{YEAR})(?=年?(?P<rest>[\u4e00-\u9fff]{{3,30}}?){YEAR})"
)
#: A day, or the year in which a report was published or mended (`(2023年修订)`).
_DATE = re.compile(
    r"(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?"
    r"|[(\[【](?:19|20)\d{2}年?(?:\d{1,2}月)?(?:修[订正改]|更[新正]|补充|公布|发布|公示|印发|编制)"
)
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
    r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2})[)\]】>]?){0,2}(?:\.(?:pdf|docx?|html?|xlsx?|wps|ofd|txt))?[。》]?",
    re.IGNORECASE,
)
#: What may follow a title in the same line of running text.
_BODY_BEGINS = re.compile(
    r"(?:根据|依据|按照|遵照|本报告|本年度报告|现将|为贯彻|为了|一、|\(?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|目录)"
)
#: The title of a page and that of its text, one behind the other in a page that lost its lines.
_TWICE = re.compile(rf"(.{{8,{LONGEST}}}?(?:[报報]告|年[报報]))(?=\1)")
#: The body in brackets behind a title that names none before it.
_NAME_BEHIND = re.compile(r"[(\[【]([^()\[\]【】]{4,40})[)\]】]")
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
_ORDERS = re.compile(
    r"做好|编制|编写|撰写|起草|填报|填写|规范|开展|征集|征求|加强|进一步|提交|自查|培训|考核|评估|检查|督查|整改|格式|模[板版]|范本|样[表式]|要求"
)

_TEMPLATE = ("template", re.compile(r"格式|模[板版]|范本|样[表式]|填报说明|参考文本|空表"))
_INTERPRETATION = (
    "interpretation",
    re.compile(r"解读|图解|一图|图说|数说|漫画|答记者问|访谈|问答"),
)
_SHORTER = ("shorter_period", re.compile(r"半年|季度|季报|月报|[一二三四]季|\d月份"))
#: What a line with the words of a report's title may still be.
_NEVER_TITLES = (
    _INTERPRETATION,
    _TEMPLATE,
    _SHORTER,
    ("public_body_report", re.compile(r"企事业单位|学年")),
)
#: Kinds of pages that are no report, as their reasons name them; the first that meets a heading counts.
_OTHER_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "website_table",
        re.compile(r"(?:网站|新媒体)(?!.*信息公开).{0,8}(?:报表|年报|年度报[告表])|网站监管年度"),
    ),
    ("rule_of_law", re.compile(r"法治政府|法治建设|依法行政|法治工作|推进法治")),
    ("budget", re.compile(r"预算|决算|三公经费|财政收支|绩效(?:评价|自评)")),
    (
        "public_body_report",
        re.compile(r"事业单位法人|企业信息公示|企事业单位|企业年|住房公积金|社会责任报告|学年|年度质量报告"),
    ),
    _INTERPRETATION,
    _TEMPLATE,
    _SHORTER,
    (
        "plan_or_review",
        re.compile(r"工作总结|工作要点|工作方案|实施方案|工作计划|评估报告|考核|自查|整改|述职|检查情况"),
    ),
)
#: What columns of a site are named after too, so that its page may still carry a report.
GUIDE = "guide"
_GUIDE = re.compile(r"公开(?:指南|目录|制度|条例|申请|规定|办法|流程|内容|机构)")
_IS_NOTICE = re.compile(r"(?:的?通知|通告|的函|提醒|培训会|会议)(?:\([^()]*\))?$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as read: the words printed, whose and of which year (None where it does not say).

    `kind` is report, or publication where the line only announces one (`关于公布…的公告`) or speaks of open government
    alone, as the reports of other years and bodies do: there the form's tables must tell. `is_named_above` says that its
    body stands in a line above it alone, which may be the name of the site.
    """

    printed: str
    agency: str | None
    years: tuple[int, ...]
    kind: str
    is_named_above: bool = False

    @property
    def year(self) -> int | None:
        """The one year it names; None where it names none or two."""
        return self.years[0] if len(self.years) == 1 else None


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """Compatibility forms and the brackets of document numbers folded, every blank dropped, noughts of a year typed as
    letters (`2O23年`) as noughts."""
    words = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)
    return _LETTERED.sub(lambda year: year[0].replace("O", "0").replace("o", "0"), words) if "2O" in words else words


def simplified(line: str) -> str:
    """The line in simplified characters, place by place; for matching only."""
    if not _TRADITIONAL.search(line):
        return line
    converted = _converter().convert(line)
    return converted if len(converted) == len(line) else line


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def year_in(words: str) -> int:
    """A year in digits or Chinese numerals."""
    return int("".join(_DIGITS.get(char, char) for char in words))


def years_in(line: str) -> tuple[int, ...]:
    """The years a line names, each once, in their order; the year of a date is not one of them."""
    line = _DATE.sub("", line)
    return tuple(dict.fromkeys(year_in(match["year"]) for match in _YEAR_WORDS.finditer(line)))


def shown_years(years: tuple[int, ...]) -> str:
    """Years as a reason names them."""
    return ", ".join(str(year) for year in years)


def without_years(line: str) -> str:
    """A line without the years it names."""
    return _YEAR_WORDS.sub("", line)


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
    line = _with_year_in_name(line)
    short = _short_year(line)
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
    named = clean_name(behind[1]) if behind else ""
    if is_body(named) and names_place(named):
        tail = ""
    else:
        named = ""
    if not _is_tail(tail):
        if with_body and _BODY_BEGINS.match(tail):
            line, plain = line[: match.end()], plain[: match.end()]
        elif _PUBLICATION_TAIL.fullmatch(tail) and _may_publish(plain):
            kind = "publication"
        else:
            return None
    head = plain[: match.end()]
    if any(pattern.search(plain) for _, pattern in _NEVER_TITLES) or not (
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
    if kind == "report" and _SENTENCE.search(before + ("" if with_body else tail)):
        return None
    if short:
        printed = printed[: short.start()] + printed[short.start() + 2 :]
    agency = _agency(before, plain[:at]) or named
    return Title(_folded(printed), _folded(agency) if agency else None, years_in(plain), kind)


def _without_colon(line: str) -> str:
    """`某市水务局:2023年…报告` as one name and title; a colon behind other words opens what is said of a report."""
    found = _NAME_BEFORE.match(line)
    return found[1] + line[found.end() :] if found and is_body(clean_name(found[1])) else line


def _short_year(line: str) -> re.Match[str] | None:
    """Where a line names a year in two digits: it begins with that, or a body's name stands before it.

    Behind other words (`实施11年`, `成立20年`) the digits say how many years.
    """
    found = _SHORT_YEAR.search(line)
    before = line[: found.start()] if found else ""
    if before and (
        not ends_as_body(before) or (_FOUNDED.search(before) and (len(before) == 2 or ends_as_body(before[:-2])))
    ):
        return None
    return found


def _with_year_in_name(line: str) -> str:
    """The line with a year that belongs to a body's name in other characters, so that it is no year; `_folded` undoes it."""
    found = _NAMED_AFTER.match(line)
    if found is None or not ends_as_body(found["rest"]):
        return line
    named = found["year"].translate(_NAME_DIGITS)
    return line[: found.start("year")] + named + line[found.end("year") :]


def _folded(words: str) -> str:
    return words.translate(_DIGITS_AGAIN)


def other_kind(line: str) -> str | None:
    """What else than a report a heading announces, the `page_is_…` of its reason; None where it does not say."""
    plain = simplified(line)
    if len(plain) > LONGEST or re.search("[。,;]", plain):
        return None
    for kind, pattern in _OTHER_KINDS:
        if pattern.search(plain):
            return kind
    if _IS_NOTICE.search(plain) and ("公开" in plain or "年报" in plain) and not _may_publish(plain):
        return "notice"
    return GUIDE if _GUIDE.search(plain) else None


def is_public_body(agency: str) -> bool:
    """Whether a body is a school, a hospital or an enterprise, which reports under rules of its own."""
    return _PUBLIC_BODY.search(agency) is not None


def without_site(line: str) -> str:
    """A page's title without the name of its site behind it."""
    return _SITE_SUFFIX.sub("", line)


def _is_tail(tail: str) -> bool:
    return bool(_TAIL.fullmatch(tail) or _TAIL.fullmatch(_TRAIL.sub("", tail)))


def _may_publish(line: str) -> bool:
    """Whether a notice may carry the report itself: it publishes, and gives no order how to write one."""
    return not _ORDERS.search(line) and not re.search(r"报送.*通知", line)


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
    parts = _YEAR_WORDS.split(words)[::2]
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
