"""A list no adapter recognises: an empty page that a script would fill, as newer portals serve it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.wire.pages import draw
from crawlers.sandbox.wire.site import Site, page


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """Only the shell; the lines of the list are nowhere on the wire."""
    del lines
    return Site(plan.column, {path: page("list", partial(list_page, plan)) for path in ("/", plan.column)})


def list_page(plan: PortalPlan) -> str:
    """The shell in place of a list page."""
    return draw("shell.html", plan)
