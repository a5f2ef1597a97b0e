"""同类: where an agency stands among those of its function: the spread of a measure, its rank, how many there are."""

from __future__ import annotations

from dashboards.render import Build, Page

KEY = "category"
FILE = "category.html"


def make(build: Build) -> Page:
    """The page; pools lie in a shard a category, the agencies' values in those of the measure."""
    any_values = any(row["years"] for row in build.measures)
    values = {"any": any_values, "what": "category", "picker": True}
    return Page(
        KEY,
        FILE,
        values,
        template="pool.html",
        data=("form", "measures"),
        scripts=("compare-data", "compare-rows", "compare-table", "pool"),
    )
