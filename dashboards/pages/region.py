"""地区: which agencies of a region carry the load, whether its own report equals their sum, which reports are in."""

from __future__ import annotations

from dashboards.pages.pool import pool_page
from dashboards.render import Build, Page

KEY = "region"
FILE = "region.html"


def make(build: Build) -> Page:
    """The page."""
    return pool_page(build, KEY, has_picker=False)
