"""What a page says of its report beside the title: period, issuer, compiler, publisher, dates, code.

Each is one kind of evidence with its own worth; weighing them is `identify`'s. Never a path, a file name or a menu.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipelines.parsing.identity.agencies import clean_name, is_body, is_portal, is_town, names_place, tells_bodies_apart
from pipelines.parsing.identity.headings import Line
from pipelines.parsing.identity.titles import YEAR, squeeze, year_in
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Document, Grid, Wording

#: The head of a page ends here; behind it stands the report.
HEAD = 40
#: Shorter stretches of time are no reporting period.
SHORTEST_PERIOD = 180

_DAY = r"(?P<{0}y>\d{{4}})\s*[年.\-/]\s*(?P<{0}m>\d{{1,2}})\s*[月.\-/]\s*(?P<{0}d>\d{{1,2}})\s*日?"
_SHORT_DAY = r"(?:(?P<ey>\d{4})\s*[年.\-/]\s*)?(?P<em>\d{1,2})\s*[月.\-/]\s*(?P<ed>\d{1,2})\s*日?"
_TO = r"\s*(?:起|开始)?\s*[,，]?\s*(?:至|到|—+|-+|－|～|~|–)\s*"
_PERIOD = re.compile(_DAY.format("s") + _TO + _SHORT_DAY)
_MONTHS = re.compile(
    r"(?P<y>\d{4})\s*年\s*1\s*月份?\s*(?:起)?\s*(?:至|到|—+|-+|～|~)\s*(?:(?P<z>\d{4})\s*年\s*)?12\s*月(?!\s*\d)"
)
_NUMERALS = re.compile(rf"(?P<y>{YEAR})年一月一日(?:起)?[,，]?(?:至|到|—+|-+)(?:(?P<z>{YEAR})年)?十二月三十一日")
_MAY_BE_PERIOD = re.compile(r"[日月\d]\s*(?:起|开始)?\s*[,，]?\s*[至到—\-－～~–]")
_OF_DATA = re.compile(r"统计|期限|时限|数据|报告期|时段|起止")
#: What a page calls the day it prints, and that day.
_PRINTED_ON = re.compile(
    r"(?:(?P<what>发布|公布|公开|信息|发文|印发|生成|成文)?(?<!统计)(?<!更新)(?<!修改)(?:日期|时间)|(?P<on>发布|公布)于)"
    r"\s*[\]】]?\s*[:：]?\s*[\[【]?\s*(?P<y>\d{4})"
    r"(?:\s*[-/.年—–]\s*(?P<m>\d{1,2})\s*[-/.月—–]\s*(?P<d>\d{1,2})|(?P<mm>\d{2})(?P<dd>\d{2})(?!\d))"
)
#: The day of publication goes before a day that is called nothing more, and that before the day the paper was drawn up.
_NEARNESS = {"发布": 0, "公布": 0, "公开": 0, "信息": 0, "成文": 2}
#: What of those words has one spelling; most lines have none of it and need no second one.
_MAY_CALL_DAY = re.compile("[期间]|布于")
#: A line that calls the day which the next one prints, and one that prints a day alone, in figures, as portals do.
_CALLS_DAY = re.compile(r".{0,12}(?:日期|时间)\s*[:：]?\s*")
_MAY_BE_DAY = re.compile(r"\s*[\[(【（［]?\s*[2２]")
_BARE_DAY = re.compile(
    r"[\[(【]?\s*(20\d{2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[\])】]?(?:\s*来源.*)?"
)
#: Lines below a title in which such a day is its own.
_BELOW = 3
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])(1[1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Z])")
_PUBLISHER_NAMES = (
    r"(?:(?<![\u3400-\u9fff])单位|发布(?:机构|单位|机关|部门)|公开(?:主体|单位|机构|机关|部门)|发文(?:机关|单位|机构)|制发(?:机关|单位)|制作单位|责任(?:部门|单位)|"
    r"编制单位|报告单位|填报单位|信息来源|文章来源|来源|单位名称|所属机构|索取单位)"
)
_PUBLISHER = re.compile(
    _PUBLISHER_NAMES + r"(?:[(（][^()（）]{0,6}[)）])?(?:\s*[:：]\s*|\s+)([^\s:：,，;；。|<>]{3,45})"
)
_PUBLISHER_NAMED = re.compile(_PUBLISHER_NAMES)
_PUBLISHER_HINT = re.compile("机构|主体|单位|机关|部门|来源")
_NEXT_FIELD = re.compile(
    r"(?:发布|发文|成文|公开|生成|生效|印发|信息)(?:日期|时间|分类|类别|名称|索引)|索引号|文号|主题|标题|名称|有效性|浏览|字号"
)
_PUBLISHER_CELL = re.compile(_PUBLISHER_NAMES + r"(?:[(（][^()（）]{0,6}[)）])?[:：]?")
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
_PRESENTED = re.compile(
    rf"(?:现将|现把|特将|兹将|现公布|现发布|编制(?:了|完成)?(?:本)?|向社会公布|为)[《]?(?P<who>[^,。;:《]{{0,45}}?)(?P<year>{YEAR})年?度?(?P<late>[^,。;:《]{{0,45}}?)(?:政府)?信息公开"
)
_DATE_LINE = re.compile(
    rf"[(\[]?(?:\d{{4}}年\d{{1,2}}月\d{{1,2}}日|{YEAR}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十廿卅]{{1,4}}日?|\d{{4}}年\d{{1,2}}月|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})[)\]]?"
)
#: What a date ends with, beside digits.
_DATE_ENDS = frozenset("日月)]一二三四五六七八九十廿卅")
_SIGNED = re.compile(rf"(?P<who>[\u3400-\u9fff()（）·、]{{3,40}}?)(?P<day>{_DATE_LINE.pattern})")
#: What a site is called behind the name of its body.
_SITE = re.compile(r"(?:门户|官方|政务)?(?:网站|网)$")
#: The steps of a path to a page (`首页>政务公开>年报`), its length and the fewest steps.
_STEP = re.compile("[>»›→]+")
_LONGEST_PATH, _FEWEST_STEPS = 120, 2
#: Between the title of a page, its column and its site, none of which names a body where it speaks of disclosure.
_BETWEEN_NAMES = re.compile(r"[-_|—–·>]+")
_HOT = re.compile("公开|[年报]报")
_YEAR_ALONE = re.compile(rf"[(\[]?{YEAR}年?度?[)\]]?")
_SAID_YEAR = re.compile(rf"({YEAR})年(?!\d{{1,2}}月|[一二三四五六七八九十]+月|第?\d+号)")

_Years = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Presented:
    """What the report's own first sentences call it: whose (None for 我局 and the like) and of which year."""

    agency: str | None
    year: int


def find_period(texts: Iterable[str]) -> _Years | None:
    """The reporting period; a stretch whose sentence speaks of data goes before any other. None without one."""
    fallback: _Years | None = None
    for text in texts:
        if not _MAY_BE_PERIOD.search(text):
            continue
        plain = unicodedata.normalize("NFKC", text)
        for start, period in _periods(plain):
            if _OF_DATA.search(plain[max(0, start - 40) : start + 40]):
                return period
            fallback = fallback or period
    return fallback


def _periods(plain: str) -> list[tuple[int, _Years]]:
    found: list[tuple[int, _Years]] = []
    for match in _PERIOD.finditer(plain):
        try:
            start = date(int(match["sy"]), int(match["sm"]), int(match["sd"]))
            end = date(int(match["ey"] or match["sy"]), int(match["em"]), int(match["ed"]))
        except ValueError:
            continue
        if start <= end and (end - start).days > SHORTEST_PERIOD:
            found.append((match.start(), (start, end)))
    for pattern in (_MONTHS, _NUMERALS):
        for match in pattern.finditer(plain):
            first, last = year_in(match["y"]), year_in(match["z"] or match["y"])
            if 1990 < first <= last:
                found.append((match.start(), (date(first, 1, 1), date(last, 12, 31))))
    return sorted(found)


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
                name = clean_name(match[1])
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


def publishers(document: Document) -> list[str]:
    """Bodies that the page's head or its metadata table names as the publisher, in their order."""
    names: list[str] = []
    for text in document.texts[:HEAD]:
        names += _published_by(text.text)
    for grid in document.grids[:2]:
        names += _published_in(grid)
    for key in ("contentsource", "source"):
        names.append(squeeze(document.meta.get(key, "")))
    return list(dict.fromkeys(name for name in map(clean_name, names) if is_body(name)))


def site_body(document: Document) -> str | None:
    """The body whose own site the page is on, by its metadata or behind the page's title in its tag; None where there are two.

    None for a government's portal, too, which carries many bodies.
    """
    tag = _BETWEEN_NAMES.split(squeeze(document.meta.get("title", "")))
    said = [squeeze(document.meta.get("sitename", "")), *(tag if len(tag) > 1 else ())]
    names = {clean_name(_SITE.sub("", words)) for words in said if not _HOT.search(words)}
    bodies = [name for name in names if is_body(name) and names_place(name) and not is_portal(name)]
    return bodies[0] if len(bodies) == 1 else None


def folder_body(document: Document) -> str | None:
    """The body whose folder the page lies in, by the path that its head prints; None without one, or with two.

    None for a government above towns, too: the paths of all pages on its portal may begin with it.
    """
    paths = (_STEP.split(squeeze(text.text)) for text in document.texts[:HEAD] if len(text.text) <= _LONGEST_PATH)
    names = {clean_name(step) for path in paths if len(path) > _FEWEST_STEPS for step in path[1:]}
    bodies = [name for name in names if is_body(name) and names_place(name) and (is_town(name) or not is_portal(name))]
    return bodies[0] if len(bodies) == 1 else None


def _published_by(text: str) -> list[str]:
    """The publishers that a line names; the next field may follow without a blank."""
    if not _PUBLISHER_HINT.search(text):
        return []
    plain = unicodedata.normalize("NFKC", text[:600])
    return [squeeze(_NEXT_FIELD.split(match[1])[0]) for match in _PUBLISHER.finditer(plain)]


def _published_in(grid: Grid) -> list[str]:
    """The publisher in a small table of names and values above the report."""
    if len(grid.cells) > 60 or not _may_name_publisher(grid):
        return []
    cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.col))
    names = []
    for place, cell in enumerate(cells):
        if cell.text.isdecimal():
            continue
        words = squeeze(cell.text)
        names += _published_by(cell.text)
        follower = cells[place + 1] if place + 1 < len(cells) else None
        if _PUBLISHER_CELL.fullmatch(words) and follower is not None and follower.row == cell.row:
            names.append(squeeze(follower.text))
    return names


@of_wording
def _may_name_publisher(wording: Wording) -> bool:
    return any(text and _PUBLISHER_NAMED.search(squeeze(text)) for text in wording)


def years_said(lines: Sequence[Line]) -> Counter[int]:
    """How often the prose speaks of each year; dates, numbers of documents, the period and a line that is a year do not count."""
    counts: Counter[int] = Counter()
    for line in lines:
        if _YEAR_ALONE.fullmatch(line.words):
            continue  # a menu's
        counts.update(year_in(match[1]) for match in _SAID_YEAR.finditer(line.words))
    return counts


def usual_year(lines: Sequence[Line]) -> int | None:
    """The year that the prose speaks of most, at least three times and more than of any other; None where none stands out."""
    ranked = years_said(lines).most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def printed_on(document: Document, lines: Sequence[str]) -> date | None:
    """The date of publication as the page prints it, above the report or in its metadata table; never that of an update."""
    above = list(lines[:HEAD])
    heads = [f"{line} {after}" if _CALLS_DAY.fullmatch(line) else line for line, after in pairwise([*above, ""])]
    heads += [" ".join(cell.text for cell in grid.cells) for grid in document.grids[:1] if len(grid.cells) < 40]
    found: list[tuple[int, date]] = []
    for line in filter(_MAY_CALL_DAY.search, heads):
        plain = unicodedata.normalize("NFKC", line[:800])[:400]
        if "日期" not in plain and "时间" not in plain and "布于" not in plain:
            continue
        for match in _PRINTED_ON.finditer(plain):
            day = _make_date(match["y"], match["m"] or match["mm"], match["d"] or match["dd"])
            if day:
                found.append((_NEARNESS.get(match["what"] or match["on"] or "", 1), day))
    return min(found, key=lambda one: one[0])[1] if found else _bare_day(above)


def _bare_day(lines: Sequence[str]) -> date | None:
    """The day that stands alone right below a title, called nothing."""
    for place, line in enumerate(lines):
        if not _MAY_BE_DAY.match(line):
            continue
        match = _BARE_DAY.fullmatch(unicodedata.normalize("NFKC", line[:80]).strip())
        is_called = place > 0 and _CALLS_DAY.fullmatch(lines[place - 1])
        if match and not is_called and any("信息公开" in one for one in lines[max(0, place - _BELOW) : place]):
            return _make_date(match[1], match[2], match[3])
    return None


def meta_date(document: Document) -> date | None:
    """The date of publication in the page's metadata."""
    text = document.meta.get("pubdate") or document.meta.get("publishdate") or ""
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    return _make_date(*match.groups()) if match else None


def _make_date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def credit_code(document: Document, body: str) -> str | None:
    """A unified social credit code that the page prints, as of an index number; None where there are two."""
    words = body + " ".join(cell.text for grid in document.grids[:1] for cell in grid.cells[:40])
    codes = sorted(set(_CREDIT_CODE.findall(words)))
    return codes[0] if len(codes) == 1 else None
