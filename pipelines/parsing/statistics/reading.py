"""The statistics table of a document: from its grids, else from its running text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import groupby

from pipelines.parsing.padded import WRITTEN, filled_up
from pipelines.parsing.statistics.flat import read_text
from pipelines.parsing.statistics.grid import read_grids
from pipelines.parsing.statistics.lines import Line, Statistics, assemble, form, known_lines, read_label
from pipelines.readers.document import Document
from pipelines.reasons import because
from warehouse.reasons import Reason

#: A line of the table is short; so many of them are no list of a few figures.
LONGEST_LINE = 60
FEWEST_LOST = 5
#: What sets the columns of a line apart.
_APART = r"[\s:：；;，|、]*"


def read_statistics(document: Document, report_year: int | None) -> Statistics | None:
    """The table as found, with what is in doubt; None where the document holds none.

    Lines of words in a picture are no table: what stands under which column is not told there.
    """
    found = read_grids(document.grids, report_year)
    if found is not None:
        found[1].extend(_left_outside(document))
    else:
        found = read_text([text.text for text in document.texts if text.locator not in document.readings], report_year)
    if found is None and report_year is not None and _has_lost_lines(document):
        found = [], [because("statistics_no_header")]
    if found is None:
        return None
    lines, doubts = found
    if document.format in WRITTEN:
        lines = _without_filled_up(lines)
    doubts += [figure.doubt for line in lines for figure in line.figures.values() if figure.doubt]
    return assemble(lines, doubts)


def _without_filled_up(lines: list[Line]) -> list[Line]:
    """The lines, those in doubt whose last figure a tool may have left blank behind a lost cell."""
    wide = max((len(line.figures) for line in lines), default=0)
    whole = [at for at, line in enumerate(lines) if len(line.figures) == wide > 1]
    rows = [[bool(figure.text.strip()) for figure in lines[at].figures.values()] for at in whole]
    done = list(lines)
    for at in (whole[place] for place in filled_up(rows)):
        doubt = because("statistics_filled_up", label=lines[at].label.words[:30])
        done[at] = replace(lines[at], figures={key: replace(f, doubt=doubt) for key, f in lines[at].figures.items()})
    return done


def _has_lost_lines(document: Document) -> bool:
    """Whether the text has lines of the table, under a header that nobody knows or with labels in pieces.

    They are a label of the table and figures, or labels alone one below the other, whose figures a tool put elsewhere; or
    end with a unit and figures behind it, as no list of figures does; or the words over its columns stand beside one another.
    """
    lines = [text.text for text in document.texts if text.locator not in document.readings]
    lines = [line for line in lines if len(line) <= LONGEST_LINE]
    if any(_heads().search(line.strip()) for line in lines):
        return True
    found = [match for match in map(_line().fullmatch, lines) if match]
    labels = {match.string for match in found if known_lines(read_label(match["label"]).words)}
    worded = (line for line in lines if line.strip() not in form().units and re.search(r"[^\W\d]", line))
    below = max((len(list(run)) for is_label, run in groupby(worded, labels.__contains__) if is_label), default=0)
    known = sum(match.string in labels and bool(re.search(r"\d", match["figures"])) for match in found)
    ended = [line for line in lines if (last := line.rstrip()[-1:]).isdecimal() or last in (".", ",")]
    return max(known, below, sum(map(bool, map(_unit_and_figures().search, ended)))) >= FEWEST_LOST


def _left_outside(document: Document) -> list[Reason]:
    """A reason for each line of the table that stands outside its grid: a page break may have cut it off.

    It has a known label, or a unit before figures; one that ends so is of the table though its label is in pieces. A line
    of which no character could be told may be one.
    """
    found = [line[:1]] if (line := document.meta.get("unnamed_line", "")) else []
    for text in (each.text.strip() for each in document.texts):
        match = _line().fullmatch(text)
        words = read_label(match["label"]).words if match else ""
        if (match and match["unit"] and (match["figures"] or known_lines(words))) or (
            len(text) <= LONGEST_LINE and _unit_and_figures().search(text)
        ):
            found.append(words or text)
    return [because("statistics_outside", label=words[:30]) for words in found]


@cache
def _unit_and_figures() -> re.Pattern[str]:
    """The end of a line that has figures behind their unit."""
    units = "|".join(sorted(map(re.escape, form().units), key=lambda unit: (-len(unit), unit)))
    return re.compile(rf"(?:{units}){_APART}(?:\d[\d.,]*\s+)*\d[\d.,]*\s*$")


@cache
def _heads() -> re.Pattern[str]:
    """The end of a line of words over columns: over the units, then over a year or what was counted since the first."""
    header = form().header
    units, sums = ("|".join(map(re.escape, words)) for words in (header.unit, header.cumulative))
    return re.compile(rf"(?:^|\s)(?:{units})\s*(?:(?:19|20)\d{{2}}年度?(?:\s*(?:{sums}))?|(?:{sums}))$")


@cache
def _line() -> re.Pattern[str]:
    """A label, a unit where one is printed, and figures, or none where they are blank."""
    units = "|".join(sorted(map(re.escape, form().units), key=lambda unit: (-len(unit), unit)))
    label = r"(?P<label>[^。；，]*[^\W\d_]{2}[^。；，]*?)"
    figures = rf"(?P<figures>(?:{_APART}[\d.,—\-/]++(?:{units})?)*)"
    return re.compile(rf"{label}{_APART}(?P<unit>{units})?{figures}\W*")
