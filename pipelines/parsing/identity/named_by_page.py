"""The bodies that a page names around a report: its fields, its site and the path to it; its credit code.

Never a path of a file, a file name or a menu. What the report says itself is in `named_by_prose`.
"""

from __future__ import annotations

import re

from pipelines.parsing.identity.agencies import clean_name, is_body, is_portal, is_town, names_place
from pipelines.parsing.identity.headings import HEAD
from pipelines.parsing.identity.spelling import squeeze
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
#: What a site is called behind the name of its body.
_SITE = re.compile(r"(?:门户|官方|政务)?(?:网站|网)$")
#: The steps of a path to a page (`首页>政务公开>年报`), its length and the fewest steps.
_STEP = re.compile("[>»›→]+")
_LONGEST_PATH, _FEWEST_STEPS = 120, 2
#: Between the title of a page, its column and its site, none of which names a body where it speaks of disclosure.
_BETWEEN_NAMES = re.compile(r"[-_|—–·>]+")
_HOT = re.compile("公开|[年报]报")


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
