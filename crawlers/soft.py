"""Answers with 200 that bring nothing: a page that is gone, a site under maintenance, an empty frame, a body cut short.

Recognised by what an answer says and holds, never by its status. Walls are another matter (`blocking.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy.http import Response, TextResponse

from crawlers.cut import is_cut
from crawlers.platforms import pages
from crawlers.platforms.anchors import is_markup, texts
from crawlers.text import as_text

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
#: Letters from which a page says something, be they not Chinese; the script of one that carries its article has many.
_SOMETHING, _SCRIPTED = 20, 200
_TEXT = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript{})]"
#: Scrapy's mark on an answer without a length.
_NO_LENGTH = "partial"
_HOME = {"", "/", "/index.html", "/index.htm", "/index.shtml"}
_OFTEN = 15
_HOLDS = "//img | //iframe | //frame | //embed | //object | //file | //video"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an answer: its kind, as captures keep it, and one plain reason."""

    kind: str
    reason: str


def under_maintenance(page: TextResponse) -> bool:
    """Whether a page says that its site is out of service for a while."""
    text = _words(page)
    return len(text) < _SHORT and bool(_MAINTENANCE.search(text))


def flaw(response: Response, role: str, asked: str) -> Flaw | None:
    """Why an answer to the address `asked` brings nothing; None where it may bring something. `role` as in captures."""
    if response.status != HTTPStatus.OK or role == "robots":
        return None
    if _is_home(response.url) and not _is_home(asked):
        return Flaw("home", "it redirects to the home page")
    if not response.body.strip():
        return Flaw("empty", "the body is empty")
    # an answer that announces no length ends where the connection does, whether or not it was meant to
    if _NO_LENGTH in response.flags and is_cut(response.body):
        return Flaw("cut", "the answer ends in its middle")
    page = as_text(response)
    return _flaw_of_page(page, role) if page is not None and is_markup(page) and not _says_enough(page.text) else None


def _flaw_of_page(page: TextResponse, role: str) -> Flaw | None:
    text = _words(page)
    title = re.sub(r"\s+", "", page.xpath("string(//title)").get() or "")
    if len(text) < _SHORT:
        if _GONE.search(text) or _GONE_TITLE.fullmatch(title):
            return Flaw("soft-404", "the page says that what was asked for is not there")
        if _MAINTENANCE.search(text):
            return Flaw("maintenance", "the site says that it is under maintenance")
    # of a document more is asked than of a list: words, a file, a picture, or an article in a script
    if role == "page" and len(text) < _SOMETHING and _is_bare(page):
        return Flaw("empty", "the page is an empty frame")
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
    if page.xpath(_HOLDS) or pages.files(page) or pages.sends_on_to(page):
        return False
    linked = "".join(texts(page, _TEXT.format("")))
    scripted = "".join(page.xpath("//script/text()").getall())
    return not _CHINESE.search(linked) and len(_CHINESE.findall(scripted)) < _SCRIPTED
