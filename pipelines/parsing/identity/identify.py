"""Whose report of which year a document is, or that it is none: the title first, then the page's own words.

Evidence that contradicts itself is a reason to refuse, never a choice. Never from a path, a file name or a publication
date. The figures of tables are not read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipelines.parsing.identity import evidence
from pipelines.parsing.identity.agencies import (
    full_name,
    is_of_level,
    is_zone,
    may_write_for,
    names_place,
    same_body,
    scope_of,
    speaks_as_of,
    tells_bodies_apart,
)
from pipelines.parsing.identity.headings import Heading, Line, Page, read_page
from pipelines.parsing.identity.titles import (
    GUIDE,
    Title,
    is_public_body,
    other_kind,
    read_title,
    simplified,
    squeeze,
    without_site,
)
from pipelines.parsing.tables.spellings import in_mainland_characters
from pipelines.readers.document import Document
from pipelines.reasons import because
from warehouse.reasons import Reason

#: A page with fewer Chinese characters than this may be an error page or a wall; a report is longer.
SHORT_PAGE = 400
#: A heading of fewer characters names a column of the site.
SHORTEST_HEAD = 10

_WALL = re.compile(
    r"安全验证|人机验证|滑动验证|访问验证|正在验证|验证码|请开启JavaScript|启用JavaScript|enableJavaScript|检查您的浏览器|请求过于频繁|访问过于频繁|疑似攻击|安全威胁|非法访问|被拦截|拒绝访问|访问被拒绝|AccessDenied|Forbidden|challenge",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:^|\D)(?:40[0134]|50[0234])(?:\D|$)|NotFound|BadGateway|ServiceUnavailable|InternalServerError|GatewayTime-?out|页面不存在|页面不见了|找不到(?:该|您|相关)?(?:页面|网页)|页面无法访问|已被删除|文件不存在|系统维护|服务器错误|内部错误|访问出错|暂时无法",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReportIdentity:
    """What a document says of itself; None where it does not say.

    `kind` is report; publication (a notice that may carry one) and public_body (a school, an enterprise), which are
    reports only with the form's tables; untitled; or other, which never is one. `reasons` say what is missing, in
    conflict, or what else the page is.
    """

    title: str | None
    agency: str | None
    report_year: int | None
    scope: str | None  # area, office, agency
    period: tuple[date, date] | None
    printed_on: date | None
    meta_published_on: date | None
    credit_code: str | None
    reasons: tuple[Reason, ...]
    kind: str = "report"
    n_titles: int = 0  # titles of different reports that the page prints


def is_report_title(text: str) -> bool:
    """Whether a line is the title of an annual disclosure report, not a notice about one or a report of another kind."""
    title = read_title(squeeze(text))
    return title is not None and title.kind == "report"


def identify(document: Document, heading: Heading | None = None, page: Page | None = None) -> ReportIdentity:
    """Read a document's identity; `heading` is the title that its body was found under, None to look for it.

    `page` spares reading the document's lines again.
    """
    page = page or read_page(document)
    lines, headings = page.lines, page.headings
    title, kind, reason = _decide_title(document, lines, headings, heading)
    texts = [text.text for text in document.texts[:80]]
    period = evidence.find_period(texts)
    agency = year = scope = None
    reasons: list[Reason] = []
    if title is None:
        reasons += [reason] if reason else []
    else:
        title, conflict = _with_page_title(document, title)
        reasons += [conflict] if conflict else []
        body = page.body()
        presented = evidence.presented_as(body[:30])
        year, problem = _decide_year(title, period, presented, body)
        if year is not None and problem is None and _is_one_of_several(title, headings):
            others = [period[0].year if period else None, presented.year if presented else None]
            if year not in (*others, evidence.usual_year(body)):
                year, problem = (
                    None,
                    because("years_of_none"),
                )
        reasons += [problem] if problem else []
        agency, scope, problem = _decide_agency(document, title, presented, body, headings)
        reasons += [problem] if problem else []
        agency = in_mainland_characters(agency) if agency else None
        if agency and is_public_body(agency) and kind == "report":
            kind = "public_body"
    return ReportIdentity(
        title.printed if title else None,
        agency,
        year,
        scope,
        period,
        evidence.printed_on(document, texts),
        evidence.meta_date(document),
        evidence.credit_code(document, "\n".join(texts)),
        tuple(reasons),
        kind,
        len({(found.title.agency, found.title.year) for found in headings if found.title.years}),
    )


# -- the title ------------------------------------------------------------------------------------------------------------


def _decide_title(
    document: Document, lines: list[Line], headings: list[Heading], heading: Heading | None
) -> tuple[Title | None, str, Reason | None]:
    """The title, the kind of page it makes, and, where there is no title, the sentence that says what the page is."""
    if heading is not None:
        return heading.title, heading.title.kind, None
    problem = _error_page(document, lines)
    if problem:
        return None, "other", problem
    own = squeeze(document.meta.get("articletitle", "")) or squeeze(document.meta.get("og:title", ""))
    page = _page_title(document)
    named = read_title(own) or (page if not own else None)
    if own and named is None and (other := other_kind(own)):
        return None, "other", because(f"page_is_{other}", title=own[:40])
    best = _best(headings)
    above = _headed(document, lines)
    other = other_kind(above) if read_title(above) is None else None
    if other and other != GUIDE and named is None and not _is_headline(best, lines):
        return None, "other", because(f"page_is_{other}", title=above[:40])
    title = best.title if best is not None else None
    if named is not None and (title is None or _says_more(named, title)):
        title = named
    if title is not None:
        return title, title.kind, None
    shown = own or page_words(document) or (lines[0].words if lines else "")
    other = other_kind(shown) if shown else None
    if other:
        kind = "untitled" if other == GUIDE else "other"
        return None, kind, because(f"page_is_{other}", title=shown[:40])
    return None, "untitled", because("other_title", title=shown[:40]) if shown else because("no_title")


def _headed(document: Document, lines: list[Line]) -> str:
    """The first line that heads the page, by its markup or by the page's title tag; columns have shorter names."""
    tag = page_words(document)
    heads = (
        line.words for line in lines[:60] if (line.level or line.words == tag) and len(line.words) >= SHORTEST_HEAD
    )
    return next(heads, "")


def _is_headline(heading: Heading | None, lines: list[Line]) -> bool:
    """Whether a title that names body and year is marked as a heading; a link to a report is not."""
    if heading is None or not (heading.title.agency and heading.title.years):
        return False
    return any(line.level for line in lines if heading.first <= line.block <= heading.last)


def page_words(document: Document) -> str:
    """The page's title tag without the name of the site."""
    return squeeze(without_site(document.meta.get("title", "")))


def _page_title(document: Document) -> Title | None:
    words = squeeze(document.meta.get("title", ""))
    return read_title(words) or read_title(page_words(document))


def _best(headings: list[Heading]) -> Heading | None:
    """The first heading that says most: body and year, else one of them; an announcement only where there is no title."""
    ranked = sorted(headings, key=lambda found: (found.title.kind != "report", -_fullness(found.title)))
    return ranked[0] if ranked else None


def _fullness(title: Title) -> int:
    return 2 * bool(title.years) + bool(title.agency)


def _says_more(title: Title, other: Title) -> bool:
    return _fullness(title) > _fullness(other)


def _with_page_title(document: Document, title: Title) -> tuple[Title, Reason | None]:
    """The title completed by the page's own title tags, and the sentence where these name another year or body."""
    for name in ("articletitle", "og:title", "title"):
        words = squeeze(document.meta.get(name, ""))
        other = read_title(words) or read_title(squeeze(without_site(words)))
        if other is None:
            continue
        if other.years and title.years and other.years != title.years:
            return title, because("title_and_heading", one=_shown(other.years), other=_shown(title.years))
        if other.agency and title.agency and not _one_body(other.agency, title.agency):
            return title, because("title_and_heading", one=other.agency, other=title.agency)
        title = Title(title.printed, title.agency or other.agency, title.years or other.years, title.kind)
    return title, None


def _shown(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)


def _one_body(one: str, other: str) -> bool:
    return same_body(simplified(full_name(one)), simplified(full_name(other)))


def _error_page(document: Document, lines: list[Line]) -> Reason | None:
    """The sentence for a server's error page or a wall in front of the page; None for any other page."""
    if document.grids or sum(len(line.words) for line in lines) > SHORT_PAGE:
        return None
    words = " ".join([squeeze(document.meta.get("title", "")), *(line.words for line in lines)])
    if re.search("信息公开", words):
        return None
    if _WALL.search(words):
        return because("wall_page", words=words.strip()[:40])
    if _ERROR.search(words):
        return because("error_page", words=words.strip()[:40])
    return None


def _is_one_of_several(title: Title, headings: list[Heading]) -> bool:
    """Whether the page prints a like title of another year: a menu's, and neither says by a body's name that it is none."""
    bare = [found.title for found in headings if not found.title.agency and found.title.year is not None]
    return not title.agency and title in bare and any(other.year != title.year for other in bare)


# -- the year -------------------------------------------------------------------------------------------------------------


def _decide_year(
    title: Title, period: tuple[date, date] | None, presented: evidence.Presented | None, body: list[Line]
) -> tuple[int | None, Reason | None]:
    """The year reported: the title's, else the period's; a year that more of the page contradicts than bears out is refused."""
    if len(title.years) > 1:
        return None, because("several_years", years=_shown(title.years))
    of_period = period[0].year if period and period[0].year == period[1].year else None
    others = [year for year in (of_period, presented.year if presented else None) if year is not None]
    if period and of_period is None and title.year is None:
        return None, because("period_of_two", first=period[0], last=period[1])
    year = title.year or of_period or (presented.year if presented else None)
    if year is None:
        return None, because("no_year")
    if title.year is None:
        others = others[1:]
        said = evidence.years_said(body)
        if said and year not in said and max(said.values()) > 1:
            return None, because("period_and_text", year=year, years=_shown(tuple(sorted(said))))
    against = [other for other in others if other != year]
    if period and not period[0].year <= year <= period[1].year and of_period is None:
        against.append(period[1].year)
    if not against:
        return year, None
    usual = evidence.usual_year(body)
    bears_out = [other for other in [*others, usual] if other == year]
    if usual is not None and usual != year:
        against.append(usual)
    if len(bears_out) >= len(against):
        return year, None
    code = "title_year_and_text" if title.year is not None else "period_year_and_text"
    return None, because(code, year=year, years=_shown(tuple(dict.fromkeys(against))))


# -- the body -------------------------------------------------------------------------------------------------------------


def _decide_agency(
    document: Document,
    title: Title,
    presented: evidence.Presented | None,
    body: list[Line],
    headings: list[Heading],
) -> tuple[str | None, str | None, Reason | None]:
    """The body, its scope, and a sentence where nothing names it or two places name different ones."""
    prose = _prose(body)
    compiler, signer = evidence.compiled_by(body[:30]), evidence.signed_by(body)
    publishers = evidence.publishers(document)
    own = [name for name in (presented.agency if presented else None, signer, compiler, *publishers) if name]
    name = title.agency
    if name is not None and not names_place(name):
        titles = _above_prose(headings, body)
        whole = full_name(name)
        named = _fuller(whole, own) or _fuller(whole, titles)
        fuller = named or _fuller(whole, evidence.acting(body[:12]))
        # asked of all: the prose of a county's report speaks of its whole city, too, where it is praised there
        if not all(_one_body(fuller[0], other) for other in fuller):
            return None, None, because("several_places", name=name, other=fuller[0])
        fuller = [other for other in fuller if speaks_as_of(other, prose, lower=not named)]
        if not fuller:
            return None, None, because("no_place", name=name)
        name = fuller[0]
    if name is None:
        return _without_title(document, own, headings, body)
    agency = full_name(name, prose)
    scope = scope_of(agency, is_zone(title.agency or name))
    if presented and presented.agency and not _one_body(presented.agency, name):
        return None, None, because("title_and_presented", name=name, other=presented.agency)
    for writer, code in ((signer, "title_and_signer"), (compiler, "title_and_compiler")):
        if (
            writer
            and tells_bodies_apart(writer)
            and not may_write_for(simplified(full_name(writer)), simplified(agency))
        ):
            return None, None, because(code, name=name, other=writer)
    return agency, scope, None


def _above_prose(headings: list[Heading], body: list[Line]) -> list[str]:
    """The bodies that titles above the first sentence name; those below it are of other pages, to which there are links."""
    first = next((line.block for line in body if "。" in line.words), None)
    return [found.title.agency for found in headings if found.title.agency and (first is None or found.first < first)]


def _fuller(name: str, others: list[str]) -> list[str]:
    """The names among others that are the same body's with its place."""
    return [
        other
        for other in others
        if names_place(other) and same_body(name, other) and is_of_level(other, name) and other != name
    ]


def _without_title(
    document: Document, own: list[str], headings: list[Heading], body: list[Line]
) -> tuple[str | None, str | None, Reason | None]:
    """The body where the title names none: the page's own words, the site, other titles, who acts in the first sentences;
    refused where they differ.
    """
    prose = _prose(body)
    site = evidence.site_body(document)
    names = [name for name in [*own, *([site] if site else [])] if names_place(name)]
    if not names:
        names = list(dict.fromkeys(filter(names_place, _above_prose(headings, body))))
    if not names:
        names = [name for name in evidence.acting(body[:12]) if _speaks_as(name, prose)]
        if not all(speaks_as_of(name, prose) for name in names):
            return None, None, because("no_body")
    if not names:
        return None, None, because("no_body")
    full = [full_name(name, prose) for name in names]
    against = [*names, *(name for name in own if tells_bodies_apart(name))]  # a seal of whatever zone, too
    other = next((name for name in against if not same_body(full[0], full_name(name, prose))), None)
    if other is not None:
        return None, None, because("several_bodies", one=names[0], other=other)
    longest = max(full, key=len)
    if scope_of(longest) == "office" and _speaks_for_area(prose):
        return None, None, because("office_or_area", name=longest)
    return longest, scope_of(longest), None


def _prose(body: list[Line]) -> str:
    return "".join(line.words for line in body[:40])


def _speaks_as(name: str, prose: str) -> bool:
    """Whether the prose calls its own body what the name ends with (我局, 本局), and nothing else."""
    return set(re.findall(r"[我本]([局委办厅室院会镇乡])", prose)) == {name[-1]}


def _speaks_for_area(prose: str) -> bool:
    whole = len(re.findall(r"全[省市县区州旗]|我[省市县区州旗](?!政府办)", prose))
    return bool(whole) and not re.search(r"我办|本办|办公[厅室]全年|我厅|本厅", prose)
