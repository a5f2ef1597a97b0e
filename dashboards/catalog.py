"""Writes what no language changes: the catalogue of agencies, regions and years, the index in chunks, every shard.

Shards are made in `shards.py`; here they get their names, which `static/` asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from dashboards.agency_files import FIELDS, agency_files
from dashboards.files import SiteFolder, file_name
from dashboards.queries import Release, Row
from dashboards.shards import LEADERS, Shards


def write_shards(site: SiteFolder, release: Release, agencies: list[Row], form_cells: Sequence[Row]) -> None:
    """Write the catalogue, the index and every shard of figures."""
    shards = Shards(release.con, form_cells)
    regions = _regions(agencies)
    site.write_data("catalog", {
        "agencies": shards.agencies, "chunk": shards.chunk, "buckets": shards.buckets, "leaders": LEADERS,
        "years": release.years(), "fields": FIELDS,
        "regions": regions, "categories": sorted({key for row in agencies for key in row["categories"] or ()}),
    })  # fmt: skip
    numbers = {(row[0], row[1]): number for number, row in enumerate(regions)}
    moves = _moves(release)
    for first in range(0, len(agencies), shards.chunk):
        index = _index(agencies[first : first + shards.chunk], numbers, moves)
        site.write_data(f"index/{first // shards.chunk}", index)
    for bucket, text in agency_files(shards):
        site.write_data_json(f"agency/{bucket}", text)
    for metric, year, chunk, text in shards.figure_files():
        site.write_data_json(f"figures/{file_name(metric)}/{year}/{chunk}", text)
    for metric, year, scope, text in shards.leader_files():
        site.write_data_json(f"leaders/{file_name(metric)}/{year}/{scope}", text)
    for year, chunk, text in shards.state_files():
        site.write_data_json(f"states/{year}/{chunk}", text)
    for metric, year, text in shards.pool_files():
        site.write_data_json(f"pools/{file_name(metric)}/{year}", text)
    for key, text in shards.category_files():
        site.write_data_json(f"category/{file_name(key)}", text)
    for key, text in shards.region_files():
        site.write_data_json(f"region/{file_name(key)}", text)


def _regions(agencies: list[Row]) -> list[list[Any]]:
    """(division code, name, place of its first agency, how many), in the order of places."""
    regions: list[list[Any]] = []
    for place, row in enumerate(agencies):
        if not regions or regions[-1][:2] != [row["adcode"], row["region_name"]]:
            regions.append([row["adcode"], row["region_name"], place, 0])
        regions[-1][3] += 1
    return regions


def _moves(release: Release) -> dict[str, list[list[Any]]]:
    """By agency the years it was reorganised in, and how (`shards.py` gathers them): where a series of it breaks."""
    found = release.rows("select agency_id, moves from moved order by agency_id")
    return {row["agency_id"]: [[int(year), kind] for year, kind in row["moves"]] for row in found}


def _index(
    agencies: list[Row], regions: dict[tuple[Any, Any], int], moves: dict[str, list[list[Any]]]
) -> dict[str, Any]:
    """Agencies of a chunk by column; `moves` by place in the chunk, most have none."""
    return {
        "moves": {place: moves[row["agency_id"]] for place, row in enumerate(agencies) if row["agency_id"] in moves},
        "id": [row["agency_id"] for row in agencies],
        "name": [row["agency_name"] for row in agencies],
        "region": [regions[row["adcode"], row["region_name"]] for row in agencies],
        "kind": [row["kind"] for row in agencies],
        "categories": [row["categories"] or [] for row in agencies],
        "initials": [initials(row["agency_name"]) for row in agencies],
        "latest": [row["latest_year"] for row in agencies],
        "reports": [row["report_count"] for row in agencies],
    }


def initials(name: str) -> str:
    """First letters of a name's pinyin, in lower case: 教育局 gives jyj."""
    return "".join(_initial(character) for character in name).lower()


@cache
def _initial(character: str) -> str:
    # A character at a time: readings that depend on the word are rare in names of bodies, and the letters are only a search key.
    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")) or (
        character if character.isascii() and character.isalnum() else ""
    )
