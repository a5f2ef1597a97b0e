"""Where the cells of a report stand in its document, written so that what repeats is written once.

A report has two hundred locators and most follow from the one before: the next cell of the row, the next row of the table.
A layout is lines of `form place, locator`; here each line becomes what it adds to the line before, and reports with one layout
share it. `static/agency-file.js` reads it back to the letter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")  # a number that is written again as it was read: no nought leads it


@lru_cache(maxsize=8192)
def packed(layout: str) -> str:
    """Lines of a place and a locator between a tab, in the form's order, as lines of what each adds to the one before.

    A line is (place step, locator) between a tab. Steps of 1 are left out. A locator that has the words of the one before is
    its numbers' steps between commas, those at the front that stay left out: `1,-6` is a row down and six cells back, nothing
    at all the next cell. Any other is `=<letters shared with the one before>=<the rest>`; none at all is `~`. Lines with
    nothing to say are counted: `*6`.
    """
    place, before = -1, ""
    lines = []
    for line in layout.split("\n"):
        at, _, locator = line.partition("\t")
        step = int(at) - place
        place = int(at)
        said = f"{'' if step == 1 else step}\t{_step(before, locator)}".rstrip("\t")
        lines.append(said)
        before = locator or before
    return "\n".join(_counted(said, len(list(group))) for said, group in groupby(lines))


def _counted(said: str, n: int) -> str:
    return "\n".join([said] * n) if said else f"*{n}"


def _step(before: str, locator: str) -> str:
    """What a locator adds to the one before; "" where its last number is one more and nothing else differs."""
    if not locator:
        return "~"
    if before and _NUMBER.sub("\n", before) == _NUMBER.sub("\n", locator):
        steps = [
            int(now) - int(then) for then, now in zip(_NUMBER.findall(before), _NUMBER.findall(locator), strict=True)
        ]
        changed = [place for place, step in enumerate(steps) if step]
        kept = steps[changed[0] :] if changed else [0]
        return "" if kept == [1] else ",".join(map(str, kept))
    shared = next(
        (i for i, (a, b) in enumerate(zip(before, locator, strict=False)) if a != b), min(len(before), len(locator))
    )
    return f"={shared}={locator[shared:]}"
