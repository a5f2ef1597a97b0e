"""Running heads, feet and page numbers in text taken out of a paper: lines that its pages repeat, no part of the report.

Where pages end is told by form feeds, as tools write them behind each page, else by lines that count the pages. What a
row of figures or a header that pages repeat may be is never taken for one.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pipelines.readers.group_labels import bare, printed_labels, unnumbered
from warehouse.form import load_statistics

#: `第2页` and `第 2 页 共 8 页` are nothing else; `- 2 -` and `2 / 8` may be cells of a row.
_NAMED = re.compile(r"第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?")
_COUNTED = (
    re.compile(r"[-—–－]\s*(?P<page>\d{1,3})\s*[-—–－]"),
    re.compile(r"(?P<page>\d{1,3})\s*[/／]\s*(?P<of>\d{1,3})"),
)
#: Lines between two numbers of pages at the least; rows of a table stand closer.
_SHORTEST_PAGE = 10
#: Lines at an end of a page that may be its head or its foot.
_DEEPEST = 4
#: A line of fewer letters may be a cell or a figure and its unit.
_FEWEST_LETTERS = 4
#: So many figures that end a line are of a row.
_FEWEST_FIGURES = 2
_FIGURE = re.compile(r"[\d,.\-—–/]+")
_NAMES_A_REPORT = re.compile(r"(?:报告|年报)\s*$")
#: Digits that pages may repeat a line with: the number of a page, but not the year of one report of several.
_COUNT = re.compile(r"(?<!\d)(?!(?:19|20)\d\d年)\d+")


def page_ends(lines: Sequence[str], feeds: Sequence[int] = ()) -> set[int]:
    """The places of lines that are heads, feet or numbers of pages; `feeds` are the places where a form feed begins a page."""
    numbers = {at for at, line in enumerate(lines) if _NAMED.fullmatch(line.strip())}
    for kind in _COUNTED:
        numbers |= _counting(lines, kind, feeds)
    starts = sorted({0, *feeds}) if feeds else _behind(lines, sorted(numbers))
    pages = [range(one, other) for one, other in pairwise([*starts, len(lines)])]
    return numbers | _repeated(lines, [page for page in pages if any(lines[at].strip() for at in page)], numbers)


def _counting(lines: Sequence[str], kind: re.Pattern[str], feeds: Sequence[int]) -> set[int]:
    """The places of lines of a kind that count the pages: one by one, two at least, with a page between them."""
    found = [(at, match) for at, line in enumerate(lines) if (match := kind.fullmatch(line.strip()))]
    counts = all(
        int(two["page"]) == int(one["page"]) + 1
        and one.groupdict().get("of") == two.groupdict().get("of")
        and (bisect(feeds, there) > bisect(feeds, here) if feeds else there - here >= _SHORTEST_PAGE)
        for (here, one), (there, two) in pairwise(found)
    )
    return {at for at, _ in found} if len(found) > 1 and counts else set()


def _behind(lines: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Where pages begin that lines of numbers part: right behind each, and before the first page."""
    return [0, *(at + 1 for at in numbers if at + 1 < len(lines))] if len(numbers) > 1 else [0]


def _repeated(lines: Sequence[str], pages: Sequence[range], numbers: set[int]) -> set[int]:
    """The places of words that half of the pages, and two, have at their upper end, or so at their lower."""
    found: set[int] = set()
    if len(pages) < 2:
        return found
    for is_foot in (False, True):
        ends = [_end(lines, page, numbers, is_foot=is_foot) for page in pages]
        said = [{_words(lines[at]) for at in end} - {""} for end in ends]
        # the head of the first page may be all that names the report
        for end in ends if is_foot else ends[1:]:
            is_said = [sum(_words(lines[at]) in other for other in said) >= max(2, (len(pages) - 1) / 2) for at in end]
            own = next((place for place, is_repeated in enumerate(is_said) if not is_repeated), len(end))
            # what stands further in is the page's own, and so is the first line of a title of which that is the second
            if is_foot or own == len(end) or not _NAMES_A_REPORT.search(lines[end[own]]):
                found.update(end[:own])
    return found


def _end(lines: Sequence[str], page: range, numbers: set[int], *, is_foot: bool) -> list[int]:
    """The places of the outermost lines of a page from its end inwards."""
    filled = (at for at in (reversed(page) if is_foot else page) if lines[at].strip() and at not in numbers)
    return [at for at, _ in zip(filled, range(_DEEPEST), strict=False)]


def _words(line: str) -> str:
    """A line as pages repeat it, whatever figures but a year it has; empty for what may be a row or a header of a table."""
    pieces = line.split()
    letters = ["".join(char for char in unnumbered(piece) if char.isalpha()) for piece in pieces]
    of_form = any(len(piece) >= _FEWEST_LETTERS and piece in label for piece in letters for label in _labels())
    is_row = all(map(_FIGURE.fullmatch, pieces[-_FEWEST_FIGURES:]))
    words = _COUNT.sub("#", "".join(pieces))
    return "" if of_form or is_row or len("".join(letters)) < _FEWEST_LETTERS else words


@cache
def _labels() -> frozenset[str]:
    statistics = {bare(label) for line in load_statistics().rows for label in line.labels}
    return printed_labels() | statistics
