"""同类: where an agency stands among those of its function: the spread of a measure, its rank, how many there are."""

from __future__ import annotations

from dashboards.pages.pool import pool_page
from dashboards.render import Build, Page

KEY = "category"
FILE = "category.html"


def make(build: Build) -> Page:
    """The page."""
    return pool_page(build, KEY, has_picker=True)
