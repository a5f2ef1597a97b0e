"""Which of a page's titles is its own, and what a page without one is: an error page, a wall, a document of another kind.

What a line says as a title is read in `titles.py`, where titles stand on the page in `headings.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.parsing.identity.agencies import are_one_body, is_portal
from pipelines.parsing.identity.headings import Heading, Line
from pipelines.parsing.identity.other_kinds import GUIDE, other_kind
from pipelines.parsing.identity.spelling import squeeze
from pipelines.parsing.identity.titles import Title, read_title, without_site
from pipelines.parsing.identity.years import shown_years
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


def decide_title(
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
    if other and other != GUIDE and named is None and not (best and best.is_headline(lines)):
        return None, "other", because(f"page_is_{other}", title=above[:40])
    title = best.title if best is not None else None
    if named is not None and (title is None or _says_more(named, title)):
        title = replace(named, named_in="metadata")
    if title is not None:
        return title, title.kind, None
    shown = own or _page_words(document) or (lines[0].words if lines else "")
    other = other_kind(shown) if shown else None
    if other:
        kind = "untitled" if other == GUIDE else "other"
        return None, kind, because(f"page_is_{other}", title=shown[:40])
    if (linked := _linked_headline(lines, headings)) is not None:
        return linked, linked.kind, None
    return None, "untitled", because("other_title", title=shown[:40]) if shown else because("no_title")


def _headed(document: Document, lines: list[Line]) -> str:
    """The first line that heads the page, by its markup or by the page's title tag; columns have shorter names."""
    tag = _page_words(document)
    heads = (
        line.words for line in lines[:60] if (line.level or line.words == tag) and len(line.words) >= SHORTEST_HEAD
    )
    return next(heads, "")


def _page_words(document: Document) -> str:
    """The page's title tag without the name of the site."""
    return squeeze(without_site(document.meta.get("title", "")))


def _page_title(document: Document) -> Title | None:
    words = squeeze(document.meta.get("title", ""))
    return read_title(words) or read_title(_page_words(document))


def _best(headings: list[Heading]) -> Heading | None:
    """The first heading that says most: body and year, else one of them; an announcement only where there is no title.

    Never a link's.
    """
    ranked = sorted(
        (found for found in headings if not found.is_linked),
        key=lambda found: (found.title.kind != "report", -_fullness(found.title), not found.leads),
    )
    return ranked[0] if ranked else None


def _linked_headline(lines: list[Line], headings: list[Heading]) -> Title | None:
    """The only title of a page where it heads its sentences, marked as a heading, though it is a link.

    Without the body and the year it names: it may still be another page's.
    """
    first = next((line.block for line in lines if "。" in line.words), -1)
    own = headings[0] if len(headings) == 1 else None
    if own is None or own.last > first or not own.title.years or not own.is_marked(lines):
        return None
    return replace(own.title, agency=None, years=())


def _fullness(title: Title) -> int:
    return 2 * bool(title.years) + bool(title.agency)


def _says_more(title: Title, other: Title) -> bool:
    return _fullness(title) > _fullness(other)


def with_page_title(document: Document, title: Title) -> tuple[Title, Reason | None]:
    """The title completed by the page's own title tags, and the sentence where these name another year or body."""
    for name in ("articletitle", "og:title", "title"):
        words = squeeze(document.meta.get(name, ""))
        other = read_title(words) or read_title(squeeze(without_site(words)))
        if other is None:
            continue
        if other.years and title.years and other.years != title.years:
            return title, because("title_and_heading", one=shown_years(other.years), other=shown_years(title.years))
        title = replace(title, years=title.years or other.years)
        if other.agency is None:
            continue
        if title.agency is None or (title.named_in == "above" and is_portal(title.agency)):
            title = replace(title, agency=other.agency, named_in="metadata")
        elif not are_one_body(other.agency, title.agency):
            return title, because("title_and_heading", one=other.agency, other=title.agency)
    return title, None


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
