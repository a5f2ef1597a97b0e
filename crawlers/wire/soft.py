"""Answers with 200 that bring nothing of the portal's: a page that is gone, a site under maintenance, an empty frame, a
body cut short, a page that somebody else has put in the place of a report, a report of another place.

Recognised by what an answer says and holds, never by its status. Walls are another matter (`blocking.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy.http import JsonResponse, Response, TextResponse
from scrapy.utils.response import get_meta_refresh

from crawlers import bodies, links
from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import is_markup, texts
from crawlers.reasons import Reason, because
from crawlers.settings import LONGEST_REFRESH
from crawlers.text import as_text
from crawlers.wire.cut import is_cut
from warehouse.registry import Portal

#: Such a page says little else; a longer one speaks of a page that is gone somewhere else.
_SHORT = 400
_THING = "(页面|网页|文件|内容|信息|文章|文档|资源|栏目|地址|链接)"
_GONE = re.compile(
    rf"{_THING}[^。，,]{{0,8}}(不存在|(已|被)(经|被)?(删除|移除|下线|撤销|失效)|找不到|(无法|未能?)找到)"
    rf"|(找不到|无法找到|没有找到)[^。]{{0,8}}{_THING}|page\s*not\s*found|file\s*not\s*found",
    re.IGNORECASE,
)
_GONE_TITLE = re.compile(
    r"(http|错误|error)?\W*404\W*(错误|页面|error|not\s*found)?\W*|(页面)?(出错|错误)(页面|提示|了)?"
)
_MAINTENANCE = re.compile(
    r"(系统|网站|网页|平台|站点|服务器?)[^。]{0,8}(维护|升级|改版|改造|检修|迁移)[^。]{0,30}"
    r"(暂停|关闭|停止|中断|无法|暂不|稍后|谅解|见谅|不便|敬请)|(系统|网站|平台)(正在)?(维护|升级)中|under\s*maintenance",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(网站|本站|网页|平台|站点)[^。]{0,30}(停止(运行|运营|服务|更新|维护)|停用|关停|(已|被|予以)(关闭|下线|注销)|(已|全部)(迁移|整合|并入|合并|归并)至?)"
)
#: Letters from which a page says something, be they not Chinese; the script of one that carries its article has many.
_SOMETHING, _SCRIPTED = 20, 200
_TEXT = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript{})]"
#: Scrapy's mark on an answer without a length.
_NO_LENGTH = "partial"
_HOME = {"", "/", "/index.html", "/index.htm", "/index.shtml"}
_OFTEN = 15
_HOLDS = "//img | //iframe | //frame | //embed | //object | //file | //video"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


#: Words one of which stands on every page of a report, be it only in a title or in an article that a script draws.
_OF_REPORTS = re.compile(r"公[开開]|年[报報]|年度[报報]告|\\u516c\\u5f00", re.IGNORECASE)
#: What pages are filled with by those who break into sites; so many different ones are no accident.
_SPAM = re.compile(
    r"娱乐城|娱乐平台|百家乐|老虎机|时时彩|六合彩|博彩|赌场|投注|彩金|棋牌|荷官|提款|首存|澳门新葡京|色情|av在线"
)
_SPAM_ENOUGH = 4
#: Characters of a page in which its titles stand.
_HEAD = 20_000
_TITLE = re.compile(
    r"<meta[^>]{0,40}ArticleTitle[^>]{0,20}?content\s*=\s*[\"']([^\"']+)|<title[^>]*>([^<]+)</title|<h1[^>]*>\s*([^<]+)</h1",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an answer: its kind, as captures keep it, and one plain reason."""

    kind: str
    reason: Reason


def under_maintenance(page: TextResponse) -> bool:
    """Whether a page says that its site is out of service for a while."""
    text = _words(page)
    return len(text) < _SHORT and bool(_MAINTENANCE.search(text))


def flaw(response: Response, role: str, asked: str, portal: Portal) -> Flaw | None:
    """Why an answer to the address `asked` brings nothing of the portal's; None where it may. `role` as in captures."""
    if response.status != HTTPStatus.OK or role == "robots":
        return None
    if _is_home(response.url) and not _is_home(asked):
        return Flaw("home", because("home_page"))
    if not response.body.strip():
        return Flaw("empty", because("empty_body"))
    # an answer that announces no length ends where the connection does, whether or not it was meant to
    if _NO_LENGTH in response.flags and is_cut(response.body):
        return Flaw("cut", because("cut_in_middle"))
    page = as_text(response)
    if page is None:
        return None
    if role == "page" and (isinstance(page, JsonResponse) or page.text.lstrip("\ufeff \t\r\n")[:1] == "{"):
        return Flaw("data", because("data_alone"))
    if not is_markup(page):
        return None
    if role == "page" and (elsewhere := _elsewhere(page, portal)):
        return Flaw(bodies.ELSEWHERE, elsewhere)
    return None if _says_enough(page.text) else _flaw_of_page(page, role)


def _elsewhere(page: TextResponse, portal: Portal) -> Reason | None:
    """Why the report that a page calls itself is one of another place; None where it is not, or the page says nothing."""
    found = ["".join(one) for one in _TITLE.findall(page.text, 0, _HEAD)]
    told = max(found, key=lambda title: links.judge(title).kind == "report", default="")
    return bodies.stranger(portal, told)


def _is_foreign(page: TextResponse) -> bool:
    """Whether somebody else's page stands in the place of a report."""
    if not _OF_REPORTS.search(page.text):
        return not (pages.files(page) or _sends_on(page) or page.xpath("//iframe | //frame"))
    return len(set(_SPAM.findall(page.text))) >= _SPAM_ENOUGH and not pages.is_report(page)


def _sends_on(page: TextResponse) -> bool:
    """Whether a page sends its reader elsewhere, by a script or by a meta tag that the crawl follows."""
    seconds, url = get_meta_refresh(page)
    return bool(url and seconds is not None and seconds <= LONGEST_REFRESH) or bool(pages.sends_on_to(page))


def _flaw_of_page(page: TextResponse, role: str) -> Flaw | None:
    text = _words(page)
    title = re.sub(r"\s+", "", page.xpath("string(//title)").get() or "")
    if len(text) < _SHORT:
        if _GONE.search(text) or _GONE_TITLE.fullmatch(title):
            return Flaw("soft-404", because("not_there"))
        if _MAINTENANCE.search(text):
            return Flaw("maintenance", because("maintenance"))
        if _CLOSED.search(text):
            return Flaw("closed", because("site_closed"))
    # of a document more is asked than of a list: words, a file, a picture, or an article in a script
    if role == "page" and len(text) < _SOMETHING and _is_bare(page):
        return Flaw("empty", because("empty_frame"))
    if role == "page" and _is_foreign(page):
        return Flaw("foreign", because("foreign_page"))
    return None


def _says_enough(text: str) -> bool:
    """Whether a page speaks of disclosure so often that it cannot be one that says nothing; spares most pages the reading."""
    return text.count("公开") >= _OFTEN


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.lower() in _HOME and not parts.query


def _words(page: TextResponse) -> str:
    return re.sub(r"\s+", "", "".join(texts(page, _TEXT.format(" or ancestor::a"))))


def _is_bare(page: TextResponse) -> bool:
    if page.xpath(_HOLDS) or pages.files(page) or any(pages.article_in_script(page)):
        return False
    if _sends_on(page):
        return False
    linked = "".join(texts(page, _TEXT.format("")))
    scripted = "".join(page.xpath("//script/text()").getall())
    return not _CHINESE.search(linked) and len(_CHINESE.findall(scripted)) < _SCRIPTED
