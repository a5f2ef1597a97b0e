"""A home-made site of JSP pages: a list whose pager sends a form by a script, and articles that go on on a second page.

Nothing on its wire names a maker; its pages are asked for by POST, and only the form says with what.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, chunks, content, draw, draw_article, rows_of
from crawlers.sandbox.wire.site import Fields, Resource, Site, number, page

_CHANNEL = "3077"
_BODY = 'class="zw-content"'
#: Where a report is cut: before its third section.
_CUT = "三、"


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The list at one address, its page in the form; a report in the page itself stands on two pages."""
    folder = plan.column.rpartition("/")[0]

    def address(entry: Entry) -> str:
        return f"{folder}/{number(entry)}.html"

    def file(entry: Entry) -> str:
        return f"{folder}/upload/{number(entry)}.{SUFFIXES[entry.shape.format]}"

    parts = chunks(plan, lines)

    def listing(fields: Fields) -> Resource:
        place = int(fields.get("pageNo", "1")) if fields.get("channel") == _CHANNEL else 1
        rows = rows_of(parts[place - 1] if 0 < place <= len(parts) else [], address)
        values = {"rows": rows, "place": place, "pages": len(parts), "channel": _CHANNEL}
        return page("list2" if place > 1 else "list", partial(draw, "jsp_list.html", plan, **values))

    resources = articles(plan, lines, address, _BODY, file)
    for entry in lines:
        if entry.report and not entry.attached:
            first, second = address(entry), address(entry).replace(".html", "_2.html")
            shown = partial(_half, plan, entry, first)
            resources[first] = page("page", partial(shown, 0, second), entry.listed_on, entry.carried_by_page)
            resources[second] = page("page", partial(shown, 1, first), entry.listed_on)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    return Site(plan.column, resources, {plan.column: listing})


def _half(plan: PortalPlan, entry: Entry, url: str, place: int, other: str) -> str:
    """One of the two pages of a report, and the way to the other."""
    whole = content(entry)
    cut = whole.rindex("<p", 0, whole.index(_CUT))
    halves = (whole[:cut], whole[cut:])
    words = ("下一页", "上一页")[place]
    drawn = draw_article("body_article.html", plan, entry, url, None, body=Markup(_BODY))  # noqa: S704 - a constant
    return drawn.replace(whole, f'{halves[place]}<div class="page"><a href="{other}">{words}</a></div>')
