"""The pages of the site, one module each, in the order of the navigation.

A page module has `KEY`, `FILE` and `make(build)`, which writes the page's data and gives the page to render. Most are
views (`dashboards/views.py`): an answer, pictures and tables a choice of year. A new page is a module and a line here.
"""

from __future__ import annotations

from typing import Protocol

from dashboards.pages import (
    agency,
    category,
    compare,
    coverage,
    data,
    disputes,
    findings,
    growth,
    method,
    outcomes,
    overview,
    region,
    revisions,
    runs,
)
from dashboards.render import Build, Page


class PageModule(Protocol):
    """What a module of this folder offers."""

    KEY: str
    FILE: str

    def make(self, build: Build) -> Page:
        """Write the page's data and describe the page."""
        ...


PAGES: tuple[PageModule, ...] = (
    overview,
    compare,
    agency,
    category,
    region,
    outcomes,
    disputes,
    growth,
    findings,
    revisions,
    coverage,
    method,
    data,
    runs,
)
