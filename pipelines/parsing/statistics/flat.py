"""The statistics table read from running text, where `主动…数条294981916` holds a label, a unit and figures without a cut.

Lines follow one another behind the header; a line's figures are cut where blanks cut them, else where one way alone is
possible: noughts cannot lead a figure, and the lines below a sum add up to it. What stays open is kept as printed and
marked, never cut by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.parsing.flattened.flat_rows import FlatText, flatten
from pipelines.parsing.statistics.lines import (
    COLUMNS,
    FEWEST_KNOWN,
    Figure,
    Head,
    Line,
    columns_of,
    form,
    known_lines,
    read_head,
    read_label,
)
from pipelines.parsing.tables.labels import squash
from pipelines.readers.characters import in_simplified
from pipelines.reasons import because
from warehouse.reasons import Reason

#: No figure of the table has more digits than this.
MOST_DIGITS = 9
#: A cell may be empty, and an empty cell leaves no trace.
BLANK = ""
#: Lines that go on follow within so many characters, and labels of so many are no words of prose.
_NEAR, _LONG = 120, 6
#: More ways than this to add up a group are not searched.
MOST_SUMS = 100_000

_NUMBER = r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|\(\d{1,2}\)|\d{1,2}[、.)]|[①-⑳]"
_YEAR = r"(?:(?:19|20)\d{2}|二[〇○零O0][一二三四五六七八九〇○零O0]{2})年?度?"
_PUNCTUATION = r"[:：,，、|]*"


@dataclass(slots=True)
class _Row:
    """A line before its figures are cut: where its digits stand."""

    printed: str
    label_at: int
    unit: str | None
    start: int
    end: int
    dashes: bool = False
    is_open: bool = False  # nothing says where its digits end
    parent: int | None = None
    ways: list[tuple[str, ...]] | None = None
    settled: tuple[str, ...] | None = None
    by_sums: bool = False


def read_text(texts: list[str], report_year: int | None) -> tuple[list[Line], list[Reason]] | None:
    """The lines of the statistics table in running text and what is in doubt; None where no header of one stands there."""
    text = flatten(texts)
    plain = in_simplified(text.chars)  # place by place
    for match in _header().finditer(plain):
        rows = _rows(plain, match.end(), text.chars)
        if _goes_on(plain, rows[-1].end if rows else match.end()):
            return [], [because("statistics_blank_lines")]
        if sum(bool(known_lines(read_label(row.printed).words)) for row in rows) < FEWEST_KNOWN:
            continue
        heads = _heads(match["values"])
        columns = columns_of(list(enumerate(heads)), report_year)
        if isinstance(columns, Reason):
            return [], [columns]
        return _lines(text, rows, len(heads), columns)
    return None


@cache
def _header() -> re.Pattern[str]:
    header = form().header

    def any_of(words: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    value = (
        rf"(?:{_YEAR}(?:{any_of(header.this_year)})?|{any_of((*header.this_year, *header.cumulative))}){_PUNCTUATION}"
    )
    return re.compile(
        rf"(?:{any_of(header.label)}){_PUNCTUATION}(?:(?:{any_of(header.unit)}){_PUNCTUATION})?(?P<values>(?:{value})+)"
    )


def _heads(values: str) -> list[Head]:
    """The columns in the order of their headers; the longest word that is one goes first."""
    heads: list[Head] = []
    at = 0
    while at < len(values):
        ways = ((stop, read_head(values[at:stop])) for stop in range(len(values), at, -1))
        stop, head = next(((stop, head) for stop, head in ways if head is not None), (at + 1, None))
        if head is not None:
            heads.append(head)
        at = stop
    return heads


@cache
def _line_pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(form().units, key=len, reverse=True))
    label = (
        r"(?P<label>(?:其中[:,、]?)?(?:"
        + _NUMBER
        + r")?(?:\([^()]{1,60}\)|(?!其中)[^\d()。;；!?——-])(?:\([^()]{1,60}\)|(?!其中)[^\d()。;；!?——-]){1,50}?)"
    )
    figures = r"(?P<digits>\d[\d,]*(?:\.\d+)*)"  # amounts beside each other have several stops
    return re.compile(rf"{label}(?:(?P<unit>{units}){figures}|(?P<dashes>[-—–]{{2,}}))")


def _goes_on(chars: str, at: int) -> bool:
    """Whether more lines of the table follow, though none that is read: known labels close upon one another."""
    rest = chars[at : at + _NEAR]
    return sum(words in rest for words in _known_words() if len(words) >= _LONG) >= FEWEST_KNOWN


def _rows(chars: str, at: int, printed_chars: str) -> list[_Row]:
    """The lines that follow one another from here; they end at the first words that are none.

    `chars` are in simplified characters, `printed_chars` as printed, place by place.
    """
    rows: list[_Row] = []
    number: int | None = None
    while True:
        match = _line_pattern().match(chars, at)
        if match is None or _runs_over(match["label"], match["unit"]):
            break
        printed = printed_chars[slice(*match.span("label"))]
        counted = re.match(r"(?:其中[:,、]?)?(\d{1,2})[、.)]", printed)
        number = int(counted[1]) if counted else number
        if match["dashes"]:
            rows.append(_Row(printed, match.start("label"), None, match.start("dashes"), match.end(), dashes=True))
            at = match.end()
            continue
        start, end = match.span("digits")
        tail = _next_number(chars, start, end, number)
        end -= tail or 0
        rows.append(_Row(printed, match.start("label"), printed_chars[slice(*match.span("unit"))], start, end))
        at = end
        if tail is None:  # the line stays, with its figures in doubt: it is not the last one
            rows[-1].is_open = True
            break
    while rows and not known_lines(read_label(rows[-1].printed).words) and re.search(r"[,:]", rows[-1].printed):
        rows.pop()
    return rows


def _runs_over(label: str, unit: str | None) -> bool:
    """Whether a label holds a known label and its unit, and so two lines of which the first has no figure."""
    words = squash(label)
    return any(
        known in words[: -len(known) or None] and words.find(known + u) >= 0
        for known in _known_words()
        for u in ({unit} if unit else set())
    )


@cache
def _known_words() -> tuple[str, ...]:
    return tuple(squash(label) for line in form().rows for label in line.labels)


def _next_number(chars: str, start: int, end: int, number: int | None) -> int | None:
    """How many of the digits are the number of the next line (the 2 of `2、`); None where that cannot be told."""
    digits = chars[start:end]
    whole, point, _ = digits.partition(".")
    if chars[end : end + 1] not in {"、", ".", ")"} or not chars[end : end + 1]:
        return 0
    if point:
        return None
    fits = [
        str(n) for n in dict.fromkeys(((number or 0) + 1, 1)) if whole.endswith(str(n)) and len(whole) > len(str(n))
    ]
    return len(fits[0]) if len(fits) == 1 else None


def _lines(text: FlatText, rows: list[_Row], width: int, columns: dict[str, int]) -> tuple[list[Line], list[Reason]]:
    _set_parents(rows)
    for row in rows:
        row.ways = _ways(text, row, width)
        if len(row.ways) == 1:
            row.settled = row.ways[0]
    _settle_sums(rows)
    lines: list[Line] = []
    doubts: list[Reason] = []
    wrapped = {at for at, row in enumerate(rows) if _begins_above(text, row)}
    wrapped |= {at - 1 for at in wrapped}
    for at, row in enumerate(rows):
        label = read_label(row.printed)
        where = f"text[{text.line_of[row.start - 1] + 1}] char {row.start}"
        doubt = None
        if row.settled is None:
            doubt = because("statistics_runs_together", label=label.words[:30], digits=text.chars[row.start : row.end])
            doubts.append(doubt)
        elif at in wrapped:
            doubt = because("statistics_label_unread", label=label.words[:30])
            doubts.append(doubt)
        figures = {}
        for column, place in columns.items():
            words = row.settled[place] if row.settled is not None else text.chars[row.start : row.end]
            method = "split+identity" if row.by_sums else None
            figures[column] = Figure(words, where, method, doubt)
        lines.append(Line(label, row.unit, figures))
    return lines, doubts


def _begins_above(text: FlatText, row: _Row) -> bool:
    """Whether a label begins on a line above a known one: those words are the rest of the label before, or its own."""
    words = squash(read_label(row.printed).words)
    if text.line_of[row.label_at] == text.line_of[row.start - 1] or words in _known_words():
        return False
    return any(len(known) >= _LONG and words.endswith(known) for known in _known_words())


def _set_parents(rows: list[_Row]) -> None:
    """A numbered line stands under the last one that is not numbered in its way."""
    above: int | None = None
    for place, row in enumerate(rows):
        label = read_label(row.printed)
        if label.depth == 3 or (label.depth == 0 and label.is_inside):
            row.parent = above
        elif not label.is_inside:
            above = place


def _ways(text: FlatText, row: _Row, width: int) -> list[tuple[str, ...]]:
    """Every way to cut the digits of a line into the columns, an empty cell being one of them."""
    if row.is_open:
        return []
    if row.dashes:
        return [("-",) * width]
    cuts = [row.start, *sorted(gap for gap in text.gaps if row.start < gap < row.end), row.end]
    pieces = tuple(text.chars[one:other] for one, other in pairwise(cuts))
    if len(pieces) == width and all(_is_number(piece) for piece in pieces):
        return [pieces]
    digits = text.chars[row.start : row.end]
    if len(pieces) > 1 or width > 2 or not digits.isdigit():
        return []
    if width == 1:
        return [(digits,)] if _is_number(digits) else []
    ways = [(digits[:at], digits[at:]) for at in range(1, len(digits))] + [(digits, BLANK), (BLANK, digits)]
    return [way for way in ways if all(piece == BLANK or _is_number(piece) for piece in way)]


def _is_number(piece: str) -> bool:
    whole = piece.replace(",", "").partition(".")[0]
    return whole.isdigit() and (whole == "0" or not whole.startswith("0")) and len(whole) <= MOST_DIGITS


def _settle_sums(rows: list[_Row]) -> None:
    """Cut the lines of every sum and the lines below it where one way alone adds up in both columns."""
    for place, row in enumerate(rows):
        if not any(line.is_sum for line in known_lines(read_label(row.printed).words)):
            continue
        parts = [other for other in rows if other.parent == place]
        group = [row, *parts]
        ways = [way for member in group for way in member.ways or [()]]
        if len(parts) < 2 or any(member.dashes for member in group) or any(len(way) != len(COLUMNS) for way in ways):
            continue
        if all(member.settled is not None for member in group):
            continue
        found = _one_way(row, parts)
        for member, way in zip(group, found or (), strict=False):
            member.by_sums = member.settled is None
            member.settled = way


def _one_way(total: _Row, parts: list[_Row]) -> list[tuple[str, ...]] | None:
    """The only cut of a sum and its parts that adds up, None where there are none or several."""
    sums: dict[tuple[int, int], tuple[int, list[tuple[str, ...]]]] = {(0, 0): (1, [])}
    for part in parts:
        after: dict[tuple[int, int], tuple[int, list[tuple[str, ...]]]] = {}
        for (one, other), (count, chosen) in sums.items():
            for way in part.ways or []:
                key = (one + _value(way[0]), other + _value(way[1]))
                known = after.get(key)
                after[key] = (count + (known[0] if known else 0), known[1] if known else [*chosen, way])
        if len(after) > MOST_SUMS:
            return None
        sums = after
    fits = [(sums[key], way) for way in total.ways or [] if (key := (_value(way[0]), _value(way[1]))) in sums]
    if len(fits) != 1 or fits[0][0][0] != 1:
        return None
    ((_, chosen), way) = fits[0]
    solution = [way, *chosen]
    shrinks = any(all(piece for piece in way) and _value(way[0]) > _value(way[1]) for way in solution)
    return None if shrinks else solution


def _value(piece: str) -> int:
    return int(piece or 0)
