"""Pages of a replica portal drawn from `templates/`: the frame all share, what stands in an article.

The footer of every page says that the site is a replica and where its figures come from. Addresses and lists
belong to the modules of the content systems.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import md5
from html import escape
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawlers.sandbox.figures import Report
from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES, find_layout, html, text
from crawlers.sandbox.wire.site import Resource, attachment, page

COLUMN_NAME = "政府信息公开年报"

#: The one place of a page that another visit changes, where a portal is told to show that fault.
VISITS = '<span id="visits">0</span>'

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list as a template needs it."""

    title: str
    href: str
    day: date


def draw(template: str, plan: PortalPlan, **values: object) -> str:
    """A template of the portal filled with `values`; a missing value is an error."""
    shared = {
        "plan": plan,
        "site": f"{plan.name}人民政府门户网站（演示）",
        "column_name": COLUMN_NAME,
        "note": "",
    }
    return _TEMPLATES.get_template(template).render(shared | values)


def draw_article(
    template: str, plan: PortalPlan, entry: Entry, url: str, file_href: str | None, **values: object
) -> str:
    """The page of an entry; `file_href` leads to its attachment where it has one."""
    report = entry.report
    return draw(
        template,
        plan,
        entry=entry,
        url=url,
        issuer=report.issuer if report else plan.name,
        content=Markup(content(entry)),  # noqa: S704 - markup made by our own renderers
        file_href=file_href,
        file_name=f"{entry.title}.{SUFFIXES[entry.shape.format]}",
        note=_origin(report),
        **values,
    )


def _origin(report: Report | None) -> str:
    """Where the figures of a page come from, for its footer."""
    if report and not report.invented:
        return f"数据来源：{report.source}，文字为改写。"
    return "机构与数据均为示例。"


def content(entry: Entry) -> str:
    """What stands in an entry's page: the report, a sentence that points to its attachment, or a notice."""
    if entry.report is None:
        return "".join(f"<p>{escape(line)}</p>\n" for line in entry.text)
    if entry.attached:
        return '<p style="text-indent:2em;">报告全文请见附件。</p>\n'
    layout = find_layout(entry.shape.format, entry.shape.layout)
    if entry.shape.format == "html":
        return html.body(entry.report, layout)
    words = escape(text.body(entry.report, layout), quote=False)
    return f"<pre>{words}</pre>\n" if layout.name == "tabbed" else f"<p>{words}</p>\n"


def articles(
    plan: PortalPlan,
    lines: Sequence[Entry],
    address: Callable[[Entry], str],
    body: str,
    file_address: Callable[[Entry], str] | None = None,
    *,
    template: str = "body_article.html",
    raw_file_name: bool = False,
) -> dict[str, Resource]:
    """The content pages of a list, by path, and the files that hang on them.

    `body` are the attributes of the element that holds the text. A file's address may carry a query; its resource
    then stands under the whole of it.
    """
    resources: dict[str, Resource] = {}
    for entry in lines:
        href = file_address(entry) if entry.attached and file_address else None
        drawn = partial(draw_article, template, plan, entry, address(entry), href, body=Markup(body))  # noqa: S704
        resources[address(entry)] = page("page", drawn, entry.listed_on, entry.carried_by_page)
        if href:
            resources[href] = replace(attachment(entry), raw_file_name=raw_file_name)
    return resources


def digest(entry: Entry) -> str:
    """32 hexadecimal digits that stay the same for an entry."""
    return md5(entry.key.encode(), usedforsecurity=False).hexdigest()


def uuid_of(text: str) -> str:
    """A made-up identifier in the form 8-4-4-4-12."""
    return str(UUID(md5(text.encode(), usedforsecurity=False).hexdigest()))


def chunks(plan: PortalPlan, lines: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The lines of each page of a list; an empty list has one page."""
    return [lines[first : first + plan.rows] for first in range(0, len(lines), plan.rows)] or [[]]


def rows_of(lines: Sequence[Entry], address: Callable[[Entry], str]) -> list[Row]:
    """The lines of a list as a template needs them."""
    return [Row(entry.title, address(entry), entry.listed_on) for entry in lines]
