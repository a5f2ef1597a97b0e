"""What the pages of a category and of a region share: a pool of agencies beside its members, from shards."""

from __future__ import annotations

from dashboards.render import Build, Page


def pool_page(build: Build, key: str, *, has_picker: bool) -> Page:
    """The page of one kind of pool; pools lie in a shard each, the agencies' values in those of the measure."""
    any_values = any(row["years"] for row in build.measures)
    return Page(
        key,
        f"{key}.html",
        {"any": any_values, "what": key, "picker": has_picker},
        template="pool.html",
        data=("labels", "measures"),
        scripts=("compare-data", "compare-rows", "compare-table", "pool-words", "pool-tables", "pool"),
    )
