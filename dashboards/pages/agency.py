"""机构: one page for every agency; it fetches the bucket of the agency its address names."""

from __future__ import annotations

from dashboards.render import Build, Page

KEY = "agency"
FILE = "agency.html"


def make(build: Build) -> Page:
    """The page; figures, index and names lie in shards."""
    del build
    scripts = ("agency-figures", "agency-pictures", "agency-tables", "agency-checks", "agency-brief", "agency")
    return Page(KEY, FILE, data=("form", "labels", "measures"), scripts=scripts)
