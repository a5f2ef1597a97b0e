"""Pages of a replica portal drawn from `templates/`: the frame all share, what stands in an article.

The footer of every page says that the site is a replica and where its figures come from. Addresses and lists
belong to the modules of the content systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crawlers.sandbox.figures import Report
from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES, find_layout, html, text

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
