"""What stands on one page: its title, its body, whether it is a report, and the files that hang on it.

Nothing here knows lists or CMS families beyond the marks they leave on an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.etree import XPath
from parsel import Selector
from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.parts.anchors import (
    Element,
    address_of,
    elements,
    is_file,
    join,
    leads_to,
    scripts,
    shown_by,
    texts,
    title_of,
)
from crawlers.platforms.parts.answers import written
from warehouse.form import chapter_words

#: Pictures by their names; Hanweb's are `/picture/0/<id>.gif`, or end in `.image`.
_PICTURE = re.compile(r"\.(jpe?g|png|bmp|tiff?|webp|image)$|/picture/.*\.gif$", re.IGNORECASE)
#: The parts of a picture's address that say that it adorns the page; a folder `images` says nothing.
_ORNAMENT = re.compile(
    r"(^|[/_.-])(icons?|logo|qr|qrcode|ewm|erweima|share|weixin|wechat|weibo|wx|wb|banner|button|btn|bg|arrow|print|close)(?=[/_.\d-]|$)",
    re.IGNORECASE,
)
#: Where a page that loads its pictures late names them; the first that is there counts.
_SOURCES = ("data-src", "data-original", "data-url", "oldsrc", "_src", "src")
#: A picture drawn narrower or lower than so many pixels holds no table.
_LEAST_SIDE = 60
_SIDE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*(\d+)px", re.IGNORECASE)
_SPEAKS_OF_FILE = re.compile(r"附件|年报|报告|(PDF|Word|WPS|OFD|文字|图片|正文|全文)版", re.IGNORECASE)
#: What a page shows in itself is its own, wherever that stands; so is what it keeps among its attachments.
_SHOWS = {"iframe", "embed", "object"}
_ATTACHED = XPath(
    "boolean(ancestor-or-self::*["
    + " or ".join(f"contains(@class, '{name}')" for name in ("file-down", "attach", "appendix", "accessory", "fujian"))
    + "])"
)
#: All but the frame of the site, for a page that keeps its article under no known name.
_MAIN: Any = XPath(
    "//body//*[not(ancestor-or-self::header or ancestor-or-self::footer or ancestor-or-self::nav or ancestor-or-self::*["
    + " or ".join(f"starts-with(@{by}, '{name}')" for by in ("class", "id") for name in ("head", "foot", "nav", "menu"))
    + "])]"
)
#: Viewers that a script of the page opens: showVsbpdfIframe("/x.pdf"), LookFile('x.pdf'), window.open('x.pdf').
_DRAWS_FILE = re.compile(r"getDocument|pdfjs|pdfh5|pdfobject|pdfurl|viewer", re.IGNORECASE)
_QUOTED_FILE = re.compile(r"['\"]([^'\"<>\s]+\.(?:pdf|ofd|docx?)(?:\?[^'\"<>\s]*)?)['\"]", re.IGNORECASE)
#: Files whose links a script puts into the page, beside words that call them so.
_WRITTEN_LINK = re.compile(r"<a\b([^>]*?)\bhref=\\?['\"]([^'\"\\<>]+)\\?['\"][^>]*>(.*?)</a", re.IGNORECASE | re.DOTALL)
_VIEWER = re.compile(r"(?:showVsb\w*|LookFile|window\.open|PDFObject\.embed)\(\s*['\"]([^'\"<>]+)['\"]", re.IGNORECASE)
#: The article of a Guangdong page, which a script would draw.
_DETAIL = re.compile(r"\bDETAIL['\"]?\s*:\s*(?=\{)")
#: A script that only sends its reader elsewhere.
_SENT_ON = re.compile(
    r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.(?:replace|assign)\(\s*['\"]([^'\"]+)['\"]"
)
#: Letters such a page may say besides, as "loading".
_BESIDES = 30
#: The ids (#) and classes (.) under which the CMS families put the body of an article, the most telling first.
_BODIES = (
    "#ivs_content #UCAP-CONTENT #webeditorview .trs_editor_view .TRS_Editor .TRS_UEDITOR .Custom_UnionStyle",
    "#vsb_content .v_news_content #v_news_content .bt-content #zoom #Zoom #zoomcon #article .article-content .g-detailbox",
    ".detail-content .xxgk_content .zw-content .main-txt .art-con .content",
)
_NAMING = ("a", "iframe", "embed", "object", "file")
#: A name that goes on with a number.
_NUMBERED = "#vsb_content"
_NUMBER = re.compile(rf"(?<=^{_NUMBERED[1:]}).+")
_AROUND: Any = XPath("..//text()", smart_strings=False)
#: Rows from which a table may be the report's own, so that pictures beside it are ornaments.
_TABLE_ROWS = 5
_LOADED = re.compile(r"\$\([^)]*\)\.load\(\s*['\"]([^'\"\s]+)")
_NO_FRAME = re.compile(
    r"visitcount|visit_count|counter|login|tree\.jsp|share|footer|header|weather|search|banner", re.IGNORECASE
)
#: Chapters of a report from which a page that speaks of so many is one; a list or a menu does not.
MOST_CHAPTERS, LEAST_WORDS = 5, 200


def article_title(page: TextResponse) -> str:
    """The title that the meta tags of an article give; empty for pages that are none."""
    return " ".join((page.xpath("//meta[@name='ArticleTitle' or @name='articletitle']/@content").get() or "").split())


def main_title(page: TextResponse) -> str:
    """The title of an article by its meta tag, else its first heading, else the page's title; may be empty."""
    if told := article_title(page):
        return told
    for path in ("//meta[@property='og:title']/@content", "string(//h1)", "string(//title)"):
        if found := " ".join((page.xpath(path).get() or "").split()):
            return found
    return ""


def is_report(page: TextResponse) -> bool:
    """Whether the words of a page, links aside, are those of a whole report."""
    words = texts(page, "//body//text()[not(ancestor::a or ancestor::script or ancestor::style)]")
    text = re.sub(r"\s+", "", "".join([*words, *article_in_script(page)]))
    if len(text) < LEAST_WORDS:
        return False
    return sum(any(word in text for word in words) for words in chapter_words().values()) >= MOST_CHAPTERS


def shows_report(page: TextResponse) -> bool:
    """Whether a page is a report: by its words, or by its title where files hold the words."""
    if is_report(page):
        return True
    return _is_called_report(page) and bool(files(page))


def frames(page: TextResponse) -> list[str]:
    """The addresses of the pages on the same host that a page shows in frames, but for counters, menus and the like.

    What a script loads into an element of the page (`$('#list').load('/nb/list.jsp')`) it shows as well.
    """
    named = [frame.get("src", "") for frame in page.selector.root.iter("iframe", "frame")]
    named += [address for script in scripts(page) if ".load(" in script for address in _LOADED.findall(script)]
    found = [join(page, address) for address in named]
    host = urlsplit(page.url).netloc
    return [url for url in dict.fromkeys(found) if url and urlsplit(url).netloc == host and not _NO_FRAME.search(url)]


def article_in_script(page: TextResponse) -> Iterator[str]:
    """The markup of an article that stands as JSON in a script of its page."""
    yield from (detail["content"] for detail in _details(page) if isinstance(detail.get("content"), str))


def _details(page: TextResponse) -> Iterator[dict[str, Any]]:
    for found in _DETAIL.finditer(page.text) if "DETAIL" in page.text else ():
        detail = written(page.text, found.end())
        if isinstance(detail, dict):
            yield detail


def _attached_in_script(page: TextResponse) -> Iterator[tuple[str, str]]:
    """The files that such an article names beside its markup."""
    for detail in _details(page):
        attached = detail.get("attachment")
        for one in attached if isinstance(attached, list) else ():
            address = one.get("url") if isinstance(one, dict) else None
            if isinstance(address, str) and (url := join(page, address)):
                yield url, str(one.get("name") or address.rsplit("/", 1)[-1])


def is_shell(page: TextResponse) -> bool:
    """Whether a page says next to nothing until its scripts have run."""
    words = texts(page, "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    says_little = len("".join("".join(words).split())) <= _BESIDES
    return says_little and bool(elements(page, "//script")) and not elements(page, "//body//a[@href]")


def sends_on_to(page: TextResponse) -> str | None:
    """The address to which a page that holds nothing else sends its reader by a script; None for any other page."""
    found = _SENT_ON.search(" ".join(scripts(page)))
    if not found or page.xpath("//body//a | //iframe | //frame | //img | //embed | //object"):
        return None
    words = page.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]").getall()
    return join(page, found[1] or found[2]) if len("".join("".join(words).split())) <= _BESIDES else None


def files(page: TextResponse) -> list[tuple[str, str]]:
    """Address and title of the files that may hold the report: attachments, viewers, pictures of tables."""
    for markup in article_in_script(page):
        whole = Selector(text=f"<div>{markup}</div>")
        found = [*_files(page, whole, whole), *_files(page, None, page.selector), *_attached_in_script(page)]
        return found or [*_pictures(page, whole)]
    body = _body(page)
    found = [*_files(page, body, page.selector), *_viewers(page)]
    if not found and body is None and not _has_table(page) and _is_called_report(page) and not is_report(page):
        found = [*_files(page, body, page.selector, inside={*_MAIN(page.selector.root)})] or [*_pictures(page, None)]
    elif not found and body is not None:
        tables = body.css("table")
        if all(len(table.css("tr")) < _TABLE_ROWS for table in tables):
            found = [*_pictures(page, body)]
    if not found and (framed := frames(page)) and not is_report(page):
        found = [(url, main_title(page)) for url in framed if leads_to(url) != "folder"]
    return found


def _has_table(page: TextResponse) -> bool:
    """Whether a table stands anywhere on a page that may be the report's own; the cheapest sign that it is in words."""
    return any(sum(1 for _ in table.iter("tr")) >= _TABLE_ROWS for table in page.selector.root.iter("table"))


def _is_called_report(page: TextResponse) -> bool:
    told = links.judge(main_title(page))
    return told.kind == "report" and told.year is not None


def _body(page: TextResponse) -> Selector | None:
    found = body_of(page.selector.root)
    return None if found is None else Selector(root=found, type="html")


def body_of(root: Element) -> Element | None:
    """The element of a tree that holds the article, by the most telling of the names that it uses; None without any."""
    told = set(root.xpath("//@id | //@class", smart_strings=False))
    used = {_NUMBER.sub("", name) for names in told for name in names.split()}
    for names in _BODIES:
        path = _path_to(tuple(name for name in names.split() if name[1:] in used))
        if path and (found := root.xpath(path)):
            return found[0]
    return None


@lru_cache(maxsize=1024)  # a site's pages use the same few
def _path_to(names: tuple[str, ...]) -> str:
    """The XPath of the elements of these names; empty for none."""
    wanted = []
    for name in names:
        if name == _NUMBERED:
            wanted.append(f"starts-with(@id, '{name[1:]}')")
        elif name[0] == "#":
            wanted.append(f"@id='{name[1:]}'")
        else:
            wanted.append(f"(@class and contains(concat(' ', normalize-space(@class), ' '), ' {name[1:]} '))")
    return f"//*[@id or @class][{' or '.join(wanted)}]" if wanted else ""


def _files(
    page: TextResponse, body: Selector | None, whole: Selector, inside: set[Element] | None = None
) -> Iterator[tuple[str, str]]:
    for element in _may_name_files(page, whole):
        address = element.get("src") or element.get("data") or address_of(element)
        if not address:
            continue
        address = shown_by(address)
        title = title_of(element) or element.get("alt") or element.get("value") or unquote(address.rsplit("/", 1)[-1])
        if not is_file(address, title):
            continue
        if inside is None:
            inside = set() if body is None else set(body.root.iterdescendants())
        around = " ".join(_AROUND(element))[:200]
        meant = element in inside or element.tag in _SHOWS or _SPEAKS_OF_FILE.search(title + around)
        if (meant or _ATTACHED(element)) and (url := join(page, address)):
            yield url, title


def _may_name_files(page: TextResponse, whole: Selector) -> Iterable[Element]:
    if "onclick" in page.text:
        return whole.root.xpath(f"//{' | //'.join(_NAMING)} | //*[@onclick]")
    return whole.root.iter(*_NAMING)


def _viewers(page: TextResponse) -> Iterator[tuple[str, str]]:
    for script in scripts(page):
        named = _QUOTED_FILE.findall(script) if _DRAWS_FILE.search(script) else []
        for address in [*_VIEWER.findall(script), *named]:
            if is_file(address) and (url := join(page, address)):
                yield url, unquote(address.rsplit("/", 1)[-1])
        for before, address, words in _WRITTEN_LINK.findall(script) if "附件" in script or "appendix" in script else ():
            meant = "appendix" in before or _SPEAKS_OF_FILE.search(words)
            if meant and is_file(address, words) and (url := join(page, address)):
                yield url, " ".join(re.sub(r"<[^>]*>", "", words).split())


def _pictures(page: TextResponse, body: Selector | None) -> Iterator[tuple[str, str]]:
    own = None if body else {*_MAIN(page.selector.root)}
    for image in (body or page.selector).css("img"):
        if own is not None and image.root not in own:
            continue
        source = next((image.attrib[name] for name in _SOURCES if image.attrib.get(name)), "")
        url = join(page, source) if source and not source.startswith("data:") else None
        path = urlsplit(url).path if url else ""
        if url and names_picture(path) and not names_ornament(path) and not _is_small(image):
            yield url, image.attrib.get("alt") or source.rsplit("/", 1)[-1]


def names_picture(path: str) -> bool:
    """Whether an address is that of a picture."""
    return bool(_PICTURE.search(path))


def names_ornament(path: str) -> bool:
    """Whether the address of a picture says that it adorns its page."""
    return bool(_ORNAMENT.search(path))


def _is_small(image: Selector) -> bool:
    sides = [
        image.attrib.get("width", ""),
        image.attrib.get("height", ""),
        *_SIDE.findall(image.attrib.get("style", "")),
    ]
    return any(side.removesuffix("px").isdigit() and int(side.removesuffix("px")) < _LEAST_SIDE for side in sides)
