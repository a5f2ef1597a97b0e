"""The statistics table of reports for 2008 to 2018: every line under its printed label, some with a concept.

The edition has no fixed cells, so nothing is missing from it and nothing is placed by its label: a line is what it prints.
Where the lines come from, a table or running text, is told in `grid.py` and `flat.py`; here stand what a
label is, which line bears which concept, and the table as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pipelines.parsing.tables.labels import squash
from pipelines.parsing.tables.spellings import fold
from pipelines.readers.document import UNNAMED
from pipelines.reasons import because
from warehouse.form import StatisticsForm, StatisticsLine, load_statistics
from warehouse.reasons import Reason

TABLE = "statistics"
EDITION = "stats"
COLUMNS = ("this_year", "cumulative")
#: A table is the statistics table from this many lines on whose meaning is known.
FEWEST_KNOWN = 3
#: State of a figure that stands in the text but cannot be told from its neighbour.
UNREADABLE = "unreadable"

_INSIDE = re.compile(r"\s*(?:其中|其\s*中)\s*[:：,，、]?\s*")
_NUMBERS = (
    re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]\s*"),
    re.compile(r"\s*[(（〔]\s*[一二三四五六七八九十]{1,3}\s*[)）〕]\s*[、.．]?\s*"),
    re.compile(r"\s*\d{1,2}\s*(?:[、.．·)）](?!\d)|(?=[^\W\d]))\s*"),
    re.compile(r"\s*[(（〔]\s*\d{1,2}\s*[)）〕]\s*[、.．]?\s*"),
    re.compile(r"\s*[①-⑳]\s*[、.．]?\s*"),
)
_NOTES = re.compile(r"[(（〔\[][^()（）〔〕\[\]]*[)）〕\]]")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: its words without 其中 and numbering, the depth of its number (0 without one), whether 其中 stood."""

    words: str
    depth: int
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure; `doubt` says why it cannot be read although digits stand there."""

    text: str
    locator: str
    method: str | None = None  # None for the reader's own
    doubt: Reason | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: label, unit as printed, figures by column, the line it stands under, and its concept."""

    label: Label
    unit: str | None
    figures: dict[str, Figure]
    parent: int | None = None  # place of the line above it
    concept: str | None = None
    row: str = ""  # the row key: the label's words, with those of the line above where a label repeats


@dataclass(frozen=True, slots=True)
class Statistics:
    """The table as found; `doubts` say what could not be read."""

    lines: tuple[Line, ...]
    doubts: tuple[Reason, ...]


def read_label(text: str) -> Label:
    """Take 其中 and the numbering off a printed label; the words stay as printed, without their blanks."""
    rest = text.replace("\n", "")
    depth, is_inside = 0, False
    for _ in range(3):
        inside = _INSIDE.match(rest)
        if inside and rest[inside.end() :].strip():
            rest, is_inside = rest[inside.end() :], True
            continue
        numbered = next(((at, found) for at, p in enumerate(_NUMBERS, 1) if (found := p.match(rest))), None)
        if numbered is None or not rest[numbered[1].end() :].strip():
            break
        depth, rest = numbered[0], rest[numbered[1].end() :]
    return Label(re.sub(r"\s+", "", rest).rstrip(":："), depth, is_inside)


def assemble(lines: Sequence[Line], doubts: Sequence[Reason]) -> Statistics:
    """Give the lines their parents, keys and concepts; a line printed twice alike counts once."""
    unread = [
        because("statistics_label_unread", label=line.label.words[:30]) for line in lines if UNNAMED in line.label.words
    ]
    if unread:  # words of one label have run into another: whose figures the lines around bear is not told either
        lines = [
            replace(line, figures={c: replace(f, doubt=unread[0]) for c, f in line.figures.items()}) for line in lines
        ]
    nested = _with_parents(lines)
    keyed = _with_keys(nested)
    unique: dict[str, Line] = {}
    problems = [*doubts, *unread]
    for line in keyed:
        known = unique.get(line.row)
        if known is None:
            unique[line.row] = line
        elif _printed(known) != _printed(line):
            twice = because("statistics_line_twice", label=line.row[:30])
            problems.append(twice)
            unique[line.row] = replace(known, figures={c: replace(f, doubt=twice) for c, f in known.figures.items()})
    done = _with_concepts(keyed, unique)
    return Statistics(tuple(done), tuple(dict.fromkeys(problems)))


def known_lines(words: str) -> tuple[StatisticsLine, ...]:
    """The declared lines that a label may be, without regard to where it stands."""
    index = _index()
    return index.get(_plain(words)) or index.get(_plain(_NOTES.sub("", words))) or ()


def is_declared(words: str) -> bool:
    """Whether a label is one of those that the declaration lists, with a concept or without."""
    return bool(known_lines(words)) or not _others().isdisjoint((_plain(words), _plain(_NOTES.sub("", words))))


@lru_cache(maxsize=4096)
def may_be_cut(words: str) -> bool:
    """Whether a label is what remains of another declared one, as of a refusal without its 不."""
    plain = _plain(words)
    return any(plain in label and plain != label for label in (*_index(), *_others()))


@lru_cache(maxsize=4096)
def has_twin(words: str) -> bool:
    """Whether another declared label is as long and differs in two characters at most: 博 for 信."""
    plain = _plain(words)
    same = (label for label in {*_index(), *_others()} if len(label) == len(plain) and label != plain)
    return any(sum(a != b for a, b in zip(label, plain, strict=True)) <= 2 for label in same)


@cache
def _others() -> frozenset[str]:
    return frozenset(map(_plain, load_statistics().others))


def _plain(words: str) -> str:
    """Words in simplified characters without blanks and signs, for comparing."""
    return fold(squash(words))


@cache
def _index() -> dict[str, tuple[StatisticsLine, ...]]:
    index: dict[str, list[StatisticsLine]] = {}
    for line in load_statistics().rows:
        for label in line.labels:
            index.setdefault(_plain(label), []).append(line)
    return {key: tuple(lines) for key, lines in index.items()}


def _printed(line: Line) -> dict[str, str]:
    return {column: figure.text.strip() for column, figure in line.figures.items()}


def _with_parents(lines: Sequence[Line]) -> list[Line]:
    """The line each one stands under: the last one of a lesser depth; words without a number follow the 其中 before them.

    Tables that number their chief lines print unnumbered lines only inside others; those that do not, print their chief
    lines without a number.
    """
    top_is_numbered = bool(lines) and lines[0].label.depth > 0
    path: list[tuple[int, int]] = []  # (depth, place)
    done: list[Line] = []
    for place, line in enumerate(lines):
        depth: float = line.label.depth
        if depth == 0 and (line.label.is_inside or top_is_numbered):
            depth = 9
        while path and path[-1][0] >= depth:
            path.pop()
        done.append(replace(line, parent=path[-1][1] if path else None))
        path.append((int(depth), place))
    return done


def _with_keys(lines: list[Line]) -> list[Line]:
    """A line's key: its label, led by the label above it where the table has the same one under another."""
    above = [lines[line.parent].label.words if line.parent is not None else "" for line in lines]
    places: dict[str, set[str]] = {}
    for line, over in zip(lines, above, strict=True):
        places.setdefault(line.label.words, set()).add(over)
    return [
        replace(
            line, row=f"{over}/{line.label.words}" if over and len(places[line.label.words]) > 1 else line.label.words
        )
        for line, over in zip(lines, above, strict=True)
    ]


def _with_concepts(lines: list[Line], unique: dict[str, Line]) -> list[Line]:
    """Each concept to the one line that bears it, in the order of the declaration; two that could bear it leave it free."""
    concepts: dict[str, str] = {}
    taken: set[str] = set()
    may_be: dict[int, list[Line]] = defaultdict(list)  # by the id of what is declared, which all lines share
    for line in lines:
        for declared in known_lines(line.label.words):
            may_be[id(declared)].append(line)
    for declared in load_statistics().rows:
        if declared.concept in taken:
            continue
        rows = {line.row for line in may_be.get(id(declared), ()) if _is_under(declared, line, lines)}
        if rows:
            taken.add(declared.concept)
        if len(rows) == 1:
            concepts.setdefault(rows.pop(), declared.concept)
    return [replace(line, concept=concepts.get(row)) for row, line in unique.items()]


def _is_under(declared: StatisticsLine, line: Line, lines: list[Line]) -> bool:
    above = line.parent
    while declared.under is not None and above is not None:
        if _plain(declared.under) in _plain(lines[above].label.words):
            return True
        above = lines[above].parent
    return declared.under is None


# -- the words that head its columns --------------------------------------------------------------------------------------

_YEAR = r"(?:(?:19|20)\d{2}|二[〇○零O0][一二三四五六七八九〇○零O0]{2})"
_YEAR_HEAD = re.compile(rf"({_YEAR})年?度?(.*)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a column's header says: label, unit, this_year (with a `year` where it prints one) or cumulative."""

    kind: str
    year: int | None = None


def read_head(text: str) -> Head | None:
    """The meaning of a column's header; None for words that head no column of the table."""
    words = _plain(_NOTES.sub("", text)) or _plain(text)
    kinds = _heads()
    if words in kinds:
        return Head(kinds[words])
    match = _YEAR_HEAD.fullmatch(words)
    if match and (not match[2] or kinds.get(match[2]) == "this_year" or kinds.get("本" + match[2]) == "this_year"):
        return Head("this_year", year_of(match[1]))
    return None


def columns_of(heads: Sequence[tuple[int, Head]], report_year: int | None) -> dict[str, int] | Reason:
    """The columns of figures that count for the report: column key -> place; a reason where they cannot be told.

    Of several years only the report's own counts; a table of other years than the report's is left out.
    """
    years = [(place, head.year) for place, head in heads if head.kind == "this_year"]
    cumulative = [place for place, head in heads if head.kind == "cumulative"]
    named = [(place, year) for place, year in years if year is not None]
    if named and report_year is not None:
        wanted = [place for place, year in named if year == report_year]
        if not wanted:
            shown = ", ".join(str(year) for _, year in named)
            return because("statistics_years", years=shown, year=report_year)
    elif len(named) > 1:
        return because("statistics_several_years")
    else:
        wanted = [place for place, _ in years]
    if len(wanted) != 1 or len(cumulative) > 1:
        return because("statistics_columns")
    return {"this_year": wanted[0], **({"cumulative": cumulative[0]} if cumulative else {})}


@cache
def _heads() -> dict[str, str]:
    header = load_statistics().header
    return {_plain(word): kind for kind in ("label", "unit", *COLUMNS) for word in getattr(header, kind)}


def year_of(words: str) -> int:
    """A year in digits or Chinese numerals."""
    digits = {"〇": "0", "○": "0", "O": "0"} | {word: str(n) for n, word in enumerate("零一二三四五六七八九")}
    return int("".join(digits.get(char, char) for char in unicodedata.normalize("NFKC", words)))


def form() -> StatisticsForm:
    """The declared table."""
    return load_statistics()
