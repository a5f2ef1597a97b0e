"""机构: one page for every agency; its figures lie in one file an agency, names and initials in one index."""

from __future__ import annotations

from functools import cache

from pypinyin import Style, lazy_pinyin

from dashboards.files import file_name
from dashboards.render import Build, Page

KEY = "agency"
FILE = "agency.html"


def make(build: Build) -> Page:
    """Write the index of agencies and a file for each."""
    build.site.write_data("agencies", [
        {
            "id": row["agency_id"], "name": row["agency_name"], "region": row["region_name"], "kind": row["kind"],
            "initials": initials(row["agency_name"]), "latest": row["latest_year"], "reports": row["report_count"],
        }
        for row in build.agencies
    ])  # fmt: skip
    for agency_id, shard in build.release.agency_shards(build.sheet.cells):
        build.site.write_data_json(f"agency/{file_name(agency_id)}", shard)
    data = ("agencies", "form", "measures", "charts")
    scripts = ("agency-figures", "agency-pictures", "agency-tables", "agency")
    return Page(KEY, FILE, {"any": bool(build.agencies)}, data=data, charts=True, scripts=scripts)


def initials(name: str) -> str:
    """First letters of a name's pinyin, in lower case: 教育局 gives jyj."""
    return "".join(_initial(character) for character in name).lower()


@cache
def _initial(character: str) -> str:
    # A character at a time: readings that depend on the word are rare in names of bodies, and the letters are only a search key.
    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")) or (
        character if character.isascii() and character.isalnum() else ""
    )
