"""Regions as the pages choose and search them: by province, in files of a bounded length.

Agencies of a region stand together in the order of places, so a region is the place of its first and how many there are.
`static/regions.js` reads the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dashboards.queries import Row

#: Regions that share a file: a province of the largest country has fewer.
TO_A_FILE = 300

#: (division code, name, place of its first agency, how many, initials of the name).
Region = list[Any]


def regions_of(agencies: Sequence[Row], initials: Callable[[str], str]) -> list[Region]:
    """One entry a region in the order of places; agencies without a code stand last, under the name of their portal."""
    regions: list[Region] = []
    for place, row in enumerate(agencies):
        if not regions or regions[-1][:2] != [row["adcode"], row["region_name"]]:
            regions.append([row["adcode"], row["region_name"], place, 0, initials(row["region_name"] or "")])
        regions[-1][3] += 1
    return regions


def province_of(adcode: str) -> str:
    """The first two digits of a division's code name its province."""
    return adcode[:2]


def by_province(regions: Sequence[Region]) -> dict[str, list[Region]]:
    """The regions that have a code, by province, in the order of places."""
    found: dict[str, list[Region]] = {}
    for region in regions:
        if region[0]:
            found.setdefault(province_of(region[0]), []).append(region)
    return found


def provinces(regions: Sequence[Region], names: dict[str, str]) -> list[list[Any]]:
    """(province, name, agencies, files) of every province that has agencies; `names` by division code, else the first region's."""
    return [
        [
            key,
            names.get(f"{key}0000") or some[0][1] or key,
            sum(region[3] for region in some),
            -(-len(some) // TO_A_FILE),
        ]
        for key, some in by_province(regions).items()
    ]


def province_files(regions: Sequence[Region]) -> Iterator[tuple[str, list[Region]]]:
    """(name, regions) of each file: `<province>/<number>`."""
    for key, some in by_province(regions).items():
        for first in range(0, len(some), TO_A_FILE):
            yield f"{key}/{first // TO_A_FILE}", some[first : first + TO_A_FILE]
