"""Finding a body by a few letters of its name or of its pinyin: lists by pair of letters, none longer than a reader looks at.

A list stands under two letters that follow one another in the name or in its initials, under `^` and the first two where the
name begins with them, and under one letter alone for those who typed no more. `static/picker.js` looks them up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dashboards.places import bucket_of
from dashboards.queries import Row

#: Bodies, and regions, that a list holds: those of the shortest names. Who looks for another types a letter more.
MOST = 60

#: Lists that share a file.
TO_A_FILE = 24

#: (id, name, region, initials, a former name where that one is meant) of bodies; (name, place of the first body, how many,
#: initials) of regions.
Lists = dict[str, dict[str, list[Sequence[Any]]]]


def search_lists(
    agencies: Sequence[Row],
    initials: Sequence[str],
    regions: Iterable[Sequence[Any]],
    former: Mapping[str, Sequence[tuple[str, str]]],
) -> Lists:
    """Bodies and regions by key, each list with the shortest names first; regions stand under beginnings alone.

    A body stands once more under each name it has no more, which `former` gives with its initials.
    """
    lists: Lists = {}
    for place in sorted(range(len(agencies)), key=lambda at: (len(agencies[at]["agency_name"]), at)):
        row = agencies[place]
        found = [row["agency_id"], row["agency_name"], row["region_name"], initials[place]]
        for key in sorted(set(_keys(row["agency_name"])) | set(_keys(initials[place]))):
            _put(lists, key, "bodies", found)
        for name, short in former.get(row["agency_id"], ()):
            for key in sorted(set(_keys(name)) | set(_keys(short))):
                _put(lists, key, "bodies", [*found[:3], short, name])
    for _, name, first, many, short in sorted(regions, key=lambda region: (len(region[1] or ""), region[2])):
        for key in sorted(set(_beginnings(name or "")) | set(_beginnings(short))):
            _put(lists, key, "regions", [name, first, many, short])
    return lists


def _put(lists: Lists, key: str, what: str, found: Sequence[Any]) -> None:
    known = lists.setdefault(key, {}).setdefault(what, [])
    if len(known) < MOST:
        known.append(found)


def _keys(text: str) -> Iterator[str]:
    lower = text.lower()
    yield from _beginnings(text)
    yield from (lower[at : at + 2] for at in range(len(lower) - 1))


def _beginnings(text: str) -> Iterator[str]:
    for reading in text.lower().split(" "):  # initials may have two
        yield from (f"^{reading[:length]}" for length in (1, 2) if len(reading) >= length)


def files_of(lists: Lists) -> list[dict[str, Any]]:
    """The lists shared out to files: a key lies in the file that `bucket_of` gives it among them."""
    files: list[dict[str, Any]] = [{} for _ in range(max(1, -(-len(lists) // TO_A_FILE)))]
    for key, found in lists.items():
        files[bucket_of(key, len(files))][key] = found
    return files
