"""Who names the body of a report beside its title: its own words, the fields above it, the site that it is on.

Each witness is a function and says who it heard; whom to believe is decided in `body_of_report`. Never a path of a file, a
file name or a menu.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pipelines.parsing.identity.agencies import clean_name, is_body, is_portal, is_town, names_place, tells_bodies_apart
from pipelines.parsing.identity.headings import HEAD, Heading, Line
from pipelines.parsing.identity.spelling import squeeze
from pipelines.parsing.identity.years import YEAR, year_in
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.characters import compatible
from pipelines.readers.document import Document, Grid, Wording

_CREDIT_CODE = re.compile(r"(1(?<![0-9A-Z]1)[1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Z])")
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
#: Lines in which a report says who compiled it, and in which its first sentences stand.
_OPENING, _FIRST_SENTENCES = 30, 12
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


@dataclass(frozen=True, slots=True)
class Presented:
    """What the report's own first sentences call it: whose (None for 我局 and the like) and of which year."""

    agency: str | None
    year: int


@dataclass(frozen=True)  # without slots, which leave no place for who was heard
class Witnesses:
    """Who names the body of one report, each kind heard when it is asked.

    `body` are the lines that are no title, `year` the year reported, None where that is open.
    """

    document: Document
    headings: Sequence[Heading]
    body: Sequence[Line]
    year: int | None
    presented: Presented | None

    @cached_property
    def signer(self) -> str | None:
        """The body over the date at the report's end."""
        return signed_by(self.body)

    @cached_property
    def compiler(self) -> str | None:
        """The body that a sentence says compiled the report."""
        return compiled_by(self.body[:_OPENING])

    @property
    def words(self) -> list[str]:
        """Whom the report's own words name: as presented, signed, compiled."""
        presented = self.presented.agency if self.presented else None
        return [name for name in (presented, self.signer, self.compiler) if name]

    @cached_property
    def published(self) -> list[str]:
        """Whom the fields above the report name as its publisher or source."""
        return publishers(self.document)

    @property
    def own(self) -> list[str]:
        """Whom the report's own words and the fields above it name."""
        return [*self.words, *self.published]

    @cached_property
    def site(self) -> list[str]:
        """The bodies whose site or folder the page is in."""
        return [name for name in (site_body(self.document), folder_body(self.document)) if name]

    @cached_property
    def acting(self) -> list[str]:
        """Who acts in the first sentences."""
        return acting(self.body[:_FIRST_SENTENCES])

    @cached_property
    def _titled(self) -> list[Heading]:
        """The titles with a body above the first sentence; those below it are of other pages, to which there are links."""
        first = next((line.block for line in self.body if "。" in line.words), None)
        return [found for found in self.headings if found.title.agency and (first is None or found.first < first)]

    @property
    def in_titles(self) -> list[str]:
        """The bodies of all these titles."""
        return [found.title.agency for found in self._titled if found.title.agency]

    @property
    def alike(self) -> list[str]:
        """The bodies of those that may be of this report: of its year, no link, and not the name of a site above a title."""
        return [
            found.title.agency
            for found in self._titled
            if found.title.agency
            and not found.is_linked
            and found.title.named_in != "above"
            and (None in (self.year, found.title.year) or found.title.year == self.year)
        ]

    @property
    def listed_by_year(self) -> list[str]:
        """The bodies of titles of several years, which a page lists where it stands in a body's folder."""
        listed = [found.title for found in self._titled if found.title.named_in != "above"]
        return [title.agency for title in listed if title.agency] if len({title.year for title in listed}) > 1 else []


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
    plain = compatible(text[:600])
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


def credit_code(document: Document, body: str) -> str | None:
    """A unified social credit code that the page prints, as of an index number; None where there are two."""
    words = body + " ".join(cell.text for grid in document.grids[:1] for cell in grid.cells[:40])
    codes = sorted(set(_CREDIT_CODE.findall(words)))
    return codes[0] if len(codes) == 1 else None
