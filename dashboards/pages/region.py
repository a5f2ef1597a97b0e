"""地区: which agencies of a region carry the load, whether its own report equals their sum, which reports are in."""

from __future__ import annotations

from dashboards.render import Build, Page

KEY = "region"
FILE = "region.html"


def make(build: Build) -> Page:
    """The page; pools lie in a shard a region, the agencies' values in those of the measure."""
    any_values = any(row["years"] for row in build.measures)
    values = {"any": any_values, "what": "region", "picker": False}
    return Page(
        KEY,
        FILE,
        values,
        template="pool.html",
        data=("form", "measures"),
        scripts=("compare-data", "compare-rows", "compare-table", "pool"),
    )
