"""比较: agencies, categories or regions side by side, any years, any measure; what is chosen is the address."""

from __future__ import annotations

from dashboards.render import Build, Page

KEY = "compare"
FILE = "compare.html"


def make(build: Build) -> Page:
    """The page; its figures lie in shards of measure, year and chunk."""
    any_values = any(row["years"] for row in build.measures)
    scripts = ("compare-data", "compare-rows", "compare-lines", "compare-table", "compare")
    return Page(KEY, FILE, {"any": any_values}, data=("labels", "measures"), scripts=scripts)
