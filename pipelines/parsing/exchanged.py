"""Columns read under one another's header, told by the sums: a page whose spans lie shows its figures beside their labels.

A publisher's wrong total breaks a row and no exchange of columns mends it; where one exchange mends every row, the header
did not say which column is which, and the table is not to be had from it. Two rows exchanged are the publisher's, for each
has its label beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pipelines.parsing.identities import Key, Sum, sums_of
from warehouse.form import Form

#: Rows whose sum fails as read: one may be the publisher's, more that an exchange of two columns mends are the header's.
FEWEST_BROKEN = 2
#: Parts of a sum along a row from which on an exchange is told from a mistake.
FEWEST_PARTS = 3


def exchanged_columns(forms: Mapping[str, Form], values: Mapping[Key, float | None]) -> list[str]:
    """The tables in which exchanging a total with one of its parts mends most of the rows that have figures, and all that fail."""
    found = set()
    for table, form in sorted(forms.items()):
        rules: dict[str, list[Sum]] = defaultdict(list)
        along_rows = {identity.id for identity in form.identities if identity.along == "row"}
        for total in sums_of(form, table):
            if total.rule_id in along_rows and len(total.totals) == 1 and len(total.parts) >= FEWEST_PARTS:
                rules[total.rule_id].append(total)
        if any(_is_exchanged(rows, values) for rows in rules.values()):
            found.add(table)
    return sorted(found)


def _is_exchanged(rows: list[Sum], values: Mapping[Key, float | None]) -> bool:
    printed = [(values.get(row.totals[0]), [values.get(part) for part in row.parts]) for row in rows]
    known = [
        (total, [part for part in parts if part is not None])
        for total, parts in printed
        if total is not None and None not in parts and (total or any(parts))
    ]
    broken = sum(total != sum(parts) for total, parts in known)
    if broken < FEWEST_BROKEN or 2 * broken <= len(known):
        return False
    width = min(len(parts) for _, parts in known)
    return any(
        all(parts[place] == sum(parts) - parts[place] + total for total, parts in known) for place in range(width)
    )
