"""Whose report of which year a document is, or that it is none: from the title, the period sentence and the page's own words.

Never from a path, a file name or a publication date. Tables are not read here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pipelines.readers.document import Document, Text

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_YEAR = r"(?:(?:19|20)\d{2}|二[〇○零O0][一二三四五六七八九〇○零O0]{2})"
_TITLE = re.compile(
    rf"(?P<before>[^。；;：:！!？?]{{0,60}}?)"
    rf"(?:政府)?信息公开(?:工作)?(?P<inside>(?:关于)?{_YEAR}年?度?)?(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?(?P<word>年度报告|年报|报告)"
)
_YEAR_WORDS = re.compile(rf"(?P<year>{_YEAR})\s*年?\s*度?")
_DAY = r"(?P<{0}y>\d{{4}})\s*年\s*(?P<{0}m>\d{{1,2}})\s*月\s*(?P<{0}d>\d{{1,2}})\s*日"
_SHORT_DAY = r"(?:(?P<ey>\d{4})\s*年\s*)?(?P<em>\d{1,2})\s*月\s*(?P<ed>\d{1,2})\s*日"
_PERIOD = re.compile(_DAY.format("s") + r"\s*(?:起)?\s*[,，]?\s*(?:至|到|—+|-+|－|～|~)\s*" + _SHORT_DAY)
_PRINTED_ON = re.compile(
    r"(?:发布|公布|发文|成文|公开|信息)?(?:日期|时间)\s*[:：]?\s*[\[【]?\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])(1[1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Z])")
_PUBLISHER = re.compile(
    r"(?:发布机构|发布单位|公开主体|信息来源|来源|单位|发文机关|制发机关)\s*[:：]\s*([^\s:：,，;；|<>]{3,40})"
)
_AREA_END = re.compile(r"(?:省|市|县|区|旗|州|盟|乡|镇|街道)$")
_ZONE_END = re.compile(
    r"(?:实验区|开发区|高新区|新区|示范区|试验区|保税区|度假区|风景区|管理区|合作区|产业园区|园区|产业园)$"
)
_NOT_REPORTS = re.compile(
    r"政府网站(?:工作)?年度(?:工作)?报[表告]|法治政府建设|依法行政|住房公积金|事业单位法人|企业年|财政[决预]算|公开指南|公开目录|通知$|的通知|印发.*通知"
)
_SITE_SUFFIX = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*$")
_FIELD_NAME = re.compile(r"^(?:标题|名称|题名|信息名称|文件名称)[:：]")
_TAIL = re.compile(
    r"^[(（【\[]?(?:"
    + _YEAR
    + r"年?度?|全文|文字版|图片版|图解|公示|公布|的说明|[Pp][Dd][Ff]版?|[Ww]ord版?)*[)）】\]]?。?$"
)


@dataclass(frozen=True, slots=True)
class ReportIdentity:
    """What a document says of itself; None where it does not say."""

    title: str | None
    agency: str | None
    report_year: int | None
    scope: str | None  # area, office, agency
    period: tuple[date, date] | None
    printed_on: date | None
    meta_published_on: date | None
    credit_code: str | None
    reasons: tuple[str, ...]


def identify(document: Document) -> ReportIdentity:
    """Read a document's identity; `reasons` say why it is no report or which part of its identity is missing."""
    texts = document.texts
    title, problem = _find_title(document)
    body = "\n".join(text.text for text in texts[:80])
    period = _find_period(body)
    agency = year = None
    reasons: list[str] = []
    if title is None:
        reasons.append(problem)
    else:
        year = _title_year(title)
        if year is None and period is not None:
            year = period[1].year if period[0].year != period[1].year else period[0].year
        agency = _full_name(_title_agency(title) or _other_agency(document, texts))
        if year is None:
            reasons.append("Neither the title nor a sentence on the period says which year is reported.")
        if agency is None:
            reasons.append("Neither the title nor the page says whose report it is.")
    return ReportIdentity(
        title,
        agency,
        year,
        _scope(agency, title) if agency else None,
        period,
        _printed_on(document, texts),
        _date_in(document.meta.get("pubdate") or document.meta.get("publishdate") or ""),
        _credit_code(document, body),
        tuple(reasons),
    )


def squeeze(text: str) -> str:
    """Compatibility forms folded and every blank dropped; titles are often set apart with blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def is_report_title(text: str) -> bool:
    """Whether a line is the title of an annual disclosure report, not a notice about one or a report of another kind."""
    return _match_title(squeeze(text)) is not None


def _match_title(line: str) -> re.Match[str] | None:
    if len(line) > 90 or _NOT_REPORTS.search(line):
        return None
    line = _FIELD_NAME.sub("", line)
    match = _TITLE.match(line)
    if match is None:
        return None
    tail = line[match.end() :]
    if not _TAIL.match(tail) and not _TAIL.match(_SITE_SUFFIX.sub("", tail)):
        return None
    return match if match["word"] != "报告" or _YEAR_WORDS.search(line) or "年度" in line else None


def _find_title(document: Document) -> tuple[str | None, str]:
    """The title: the page's own ArticleTitle, else the first lines that read as one, joined where one is cut in two."""
    refused = None
    for name in ("articletitle", "og:title"):
        line = squeeze(document.meta.get(name, ""))
        if line and _match_title(line):
            return _bare(line), ""
        if line and _NOT_REPORTS.search(line):
            refused = line
    texts = [text for text in document.texts[:60] if text.text]
    for start in range(len(texts)):
        joined = ""
        for text in texts[start : start + 4]:
            joined += squeeze(text.text)
            if len(joined) > 90:
                break
            if refused is None and _match_title(joined):
                return _bare(joined), ""
    line = squeeze(_SITE_SUFFIX.sub("", document.meta.get("title", "")))
    if refused is None and line and _match_title(line):
        return _bare(line), ""
    heading = refused or squeeze(document.meta.get("title", "")) or (squeeze(texts[0].text) if texts else "")
    shown = f" (it is headed {heading[:40]})" if heading else ""
    return None, f"The document has no title of an annual disclosure report{shown}."


def _bare(line: str) -> str:
    """A title without the name of its field before it and the site's name behind it."""
    line = _FIELD_NAME.sub("", line)
    match = _TITLE.match(line)
    return line if match is None or _TAIL.match(line[match.end() :]) else _SITE_SUFFIX.sub("", line)


def _year_of(words: str) -> int:
    digits = {"〇": "0", "○": "0", "O": "0"} | {word: str(n) for n, word in enumerate("零一二三四五六七八九")}
    return int("".join(digits.get(char, char) for char in words))


def _title_year(title: str) -> int | None:
    years = [_year_of(match["year"]) for match in _YEAR_WORDS.finditer(title)]
    return years[-1] if years else None


def _title_agency(title: str) -> str | None:
    match = _match_title(title)
    if match is None:
        return None
    name = _YEAR_WORDS.sub("", match["before"])
    name = re.sub(r"^(?:关于|公布|发布|《|【[^】]*】)+", "", name)
    name = re.sub(r"(?:关于|的|年度|《)+$", "", name).strip("《》()（）-—_·:：")
    return name if len(name) >= 2 and re.search(r"[\u4e00-\u9fff]{2}", name) else None


def _other_agency(document: Document, texts: list[Text]) -> str | None:
    """The agency by the page's own words: 发布机构, the source in its metadata."""
    for text in texts[:40]:
        match = _PUBLISHER.search(unicodedata.normalize("NFKC", text.text))
        if match and not re.search(r"网|版|\d{4}", match[1]):
            return squeeze(match[1])
    source = squeeze(document.meta.get("contentsource", ""))
    return source if len(source) >= 3 and not source.endswith("网") else None


def _full_name(name: str | None) -> str | None:
    """The registered name: a bare place stands for its government, a bare zone for its committee."""
    if name is None:
        return None
    if _ZONE_END.search(name):
        return f"{name}管委会"
    if _AREA_END.search(name):
        return f"{name}人民政府" if not re.search(r"街道$", name) else f"{name}办事处"
    return name


def _scope(agency: str, title: str | None) -> str:
    if re.search(r"人民政府$", agency) or (
        agency.endswith("管委会") and title is not None and _ZONE_END.search(_title_agency(title) or "")
    ):
        return "area"
    if re.search(r"(?:人民政府|政府|管委会|管理委员会)(?:办公厅|办公室|办)$", agency):
        return "office"
    return "agency"


def _find_period(body: str) -> tuple[date, date] | None:
    for match in _PERIOD.finditer(unicodedata.normalize("NFKC", body)):
        try:
            start = date(int(match["sy"]), int(match["sm"]), int(match["sd"]))
            end = date(int(match["ey"] or match["sy"]), int(match["em"]), int(match["ed"]))
        except ValueError:
            continue
        if start <= end and (end - start).days > 180:
            return start, end
    return None


def _date_in(text: str) -> date | None:
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    return _make_date(match) if match else None


def _make_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _printed_on(document: Document, texts: list[Text]) -> date | None:
    """The date of publication as the page prints it, above the report or in its metadata table."""
    lines = [text.text for text in texts[:40]]
    lines += [" ".join(cell.text for cell in grid.cells) for grid in document.grids[:1] if len(grid.cells) < 40]
    for line in lines:
        match = _PRINTED_ON.search(unicodedata.normalize("NFKC", line)[:400])
        if match:
            return _make_date(match)
    return None


def _credit_code(document: Document, body: str) -> str | None:
    """A unified social credit code that the page prints, as of an index number; None where there are two."""
    words = body + " ".join(cell.text for grid in document.grids[:1] for cell in grid.cells[:40])
    codes = sorted(set(_CREDIT_CODE.findall(words)))
    return codes[0] if len(codes) == 1 else None
