"""Writes what no language changes: the catalogue of agencies, regions and years, the index in chunks, every shard.

Shards are made in the modules whose names end in `_files`; here they get their names, which `static/` asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from dashboards.agency_files import FIELDS, agency_files
from dashboards.figure_files import figure_files, member_files, state_files
from dashboards.files import SiteFolder, file_name
from dashboards.leader_files import LEADERS, LINES, leader_files, leader_share_files
from dashboards.names import Names
from dashboards.places import Places, bucket_of
from dashboards.pool_files import category_files, pool_files, region_files
from dashboards.queries import AREA, Release, Row
from dashboards.regions import province_files, provinces, regions_of
from dashboards.search_index import files_of, search_lists
from dashboards.sum_files import make_parts, sum_files

#: Bodies that share a file of what is known of each without its figures.
TO_A_LOOKUP = 100


def write_shards(
    site: SiteFolder, release: Release, agencies: list[Row], form_cells: Sequence[Row], names: Names
) -> None:
    """Write the catalogue, the index and every shard of figures; `names` are those of bodies whose name changed."""
    members = _members(agencies)
    places = Places(release.con, form_cells, members, names)
    regions = regions_of(agencies, initials)
    index = _Index(agencies, _moves(release), names)
    searches = files_of(search_lists(agencies, index.initials, regions, _former(names)))
    lookups = max(1, -(-len(agencies) // TO_A_LOOKUP))
    site.write_data("catalog", {
        "agencies": places.agencies, "chunk": places.chunk, "members": places.member_chunk, "buckets": places.buckets,
        "leaders": LEADERS, "lines": LINES,
        "lookups": lookups, "searches": len(searches),
        "years": release.years(), "fields": FIELDS,
        "categories": {key: len(places) for key, places in members.items()},
        "provinces": provinces(regions, release.division_names()),
        "reports": sum(row["report_count"] for row in agencies),
    })  # fmt: skip
    for name, some in province_files(regions):
        site.write_data(f"regions/{name}", some)
    _write_index(site, agencies, members, places.chunk, index)
    _write_lookups(site, agencies, lookups, index)
    for number, lists in enumerate(searches):
        site.write_data(f"search/{number}", lists)
    for bucket, text in agency_files(places):
        site.write_data_json(f"agency/{bucket}", text)
    for metric, year, chunk, text in figure_files(places):
        site.write_data_json(f"figures/{file_name(metric)}/{year}/{chunk}", text)
    for category, name, chunk, text in member_files(places):
        site.write_data_json(f"members/{file_name(category)}/{file_name(name)}/{chunk}", text)
    for metric, year, scope, text in leader_files(places):
        site.write_data_json(f"leaders/{file_name(metric)}/{year}/{scope}", text)
    for year, scope, text in leader_share_files(places):
        site.write_data_json(f"leaders/outcomes/{year}/{scope}", text)
    for year, chunk, text in state_files(places):
        site.write_data_json(f"states/{year}/{chunk}", text)
    for metric, year, part, text in pool_files(places):
        site.write_data_json(f"pools/{file_name(metric)}/{year}/{part}", text)
    make_parts(places)
    for page, what, part, data in sum_files(places):
        site.write_data(f"sums/{page}/{file_name(what)}/{part}", data)
    for key, text in category_files(places):
        site.write_data_json(f"category/{file_name(key)}", text)
    for key, text in region_files(places):
        site.write_data_json(f"region/{file_name(key)}", text)


def _moves(release: Release) -> dict[str, list[list[str]]]:
    """By agency the steps of its reorganisations (`places.py` gathers them): where a series of it breaks."""
    found = release.rows("select agency_id, moves from moved order by agency_id")
    return {row["agency_id"]: row["moves"] for row in found}


def _former(names: Names) -> dict[str, list[tuple[str, str]]]:
    """By agency the names it has no more, each with its initials: a reader may look for these."""
    return {
        agency: [(name, initials(name)) for name in dict.fromkeys(row[2] for row in periods) if name != periods[-1][2]]
        for agency, periods in names.items()
    }


def _members(agencies: list[Row]) -> dict[str, list[int]]:
    """By function the places of its agencies, whole areas left out: nobody compares them with the bodies below them."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(agencies):
        for key in (row["categories"] or ()) if row["kind"] != AREA else ():
            found.setdefault(key, []).append(place)
    return dict(sorted(found.items()))


class _Index:
    """What the pages know of every agency without its file, by column."""

    def __init__(self, agencies: list[Row], moves: dict[str, list[list[str]]], names: Names) -> None:
        self._agencies = agencies
        self._moves = moves
        self._names = names
        self.initials = [initials(row["agency_name"]) for row in agencies]

    def of(self, places: Sequence[int]) -> dict[str, Any]:
        """The columns of some agencies; `moves` and `names` by place in the columns, most have none."""
        rows = [self._agencies[place] for place in places]
        regions = {key: number for number, key in enumerate(dict.fromkeys(map(_region, rows)))}
        moves = {at: self._moves[row["agency_id"]] for at, row in enumerate(rows) if row["agency_id"] in self._moves}
        names = {at: self._names[row["agency_id"]] for at, row in enumerate(rows) if row["agency_id"] in self._names}
        return {
            "moves": moves,
            "names": names,
            "id": [row["agency_id"] for row in rows],
            "name": [row["agency_name"] for row in rows],
            "regions": [list(key) for key in regions],
            "region": [regions[_region(row)] for row in rows],
            "kind": [row["kind"] for row in rows],
            "categories": [row["categories"] or [] for row in rows],
            "initials": [self.initials[place] for place in places],
            "latest": [row["latest_year"] for row in rows],
            "reports": [row["report_count"] for row in rows],
        }


def _region(row: Row) -> tuple[str | None, str | None]:
    return row["adcode"], row["region_name"]


def _write_lookups(site: SiteFolder, agencies: list[Row], lookups: int, index: _Index) -> None:
    """The index by id: a comparison of a few bodies reads what is known of these, and of few others."""
    places: list[list[int]] = [[] for _ in range(lookups)]
    for place, row in enumerate(agencies):
        places[bucket_of(row["agency_id"], lookups)].append(place)
    for number, some in enumerate(places):
        site.write_data(f"bodies/{number}", index.of(some) | {"place": some})


def _write_index(
    site: SiteFolder, agencies: list[Row], members: dict[str, list[int]], chunk: int, index: _Index
) -> None:
    """The index by place, and by function: a page of one function does not read the names of all."""
    for first in range(0, len(agencies), chunk):
        site.write_data(f"index/{first // chunk}", index.of(range(first, min(first + chunk, len(agencies)))))
    for key, places in members.items():
        for first in range(0, len(places), chunk):
            some = places[first : first + chunk]
            site.write_data(f"members/{file_name(key)}/{first // chunk}", index.of(some) | {"place": some})


def initials(name: str) -> str:
    """First letters of a name's pinyin, in lower case: 教育局 gives jyj.

    A character of several readings is read as its word has it (重庆 cq), and by itself after a blank where that differs (zq):
    what readings of places are on record is not always how they are called.
    """
    as_words = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=_as_it_is)).lower()
    by_themselves = "".join(_initial(character) for character in name).lower()
    return as_words if as_words == by_themselves else f"{as_words} {by_themselves}"


@cache
def _initial(character: str) -> str:
    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors=_as_it_is))


def _as_it_is(text: str) -> str:
    """What has no reading: letters and numbers stay, the rest goes."""
    return "".join(character for character in text if character.isascii() and character.isalnum())
