"""The pages of the site, one module each, in the order of the navigation.

A page module has `KEY`, `FILE` and `make(build)`, which writes the page's data and gives the page to render. A new page is a
module and a template, and a line here.
"""

from __future__ import annotations

from typing import Protocol

from dashboards.pages import agency, compare, findings, method, overview, runs
from dashboards.render import Build, Page


class PageModule(Protocol):
    """What a module of this folder offers."""

    KEY: str
    FILE: str

    def make(self, build: Build) -> Page:
        """Write the page's data and describe the page."""
        ...


PAGES: tuple[PageModule, ...] = (overview, compare, agency, findings, method, runs)
