"""Tables that lost their cells: a page flattened to text, where `15130000154` is 151|3|0|0|0|0|154.

Rows are found by their labels in the form's order; a run of digits is cut where blanks still cut it, else where the sums
of the form leave one way only. What the sums do not settle is a doubt, never a choice; a publisher's wrong sum therefore
ends as a doubt here, for no cut satisfies it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from pipelines.parsing.matching import MatchedBlock
from pipelines.readers.document import Cell
from warehouse.form import Block, Form, Identity, Line

#: More ways than this to cut the rows of one table are not searched; the table is refused.
MOST_WAYS = 200_000
#: A figure of the form has no more digits than this.
MOST_DIGITS = 9
#: Labels shorter than this are ordinary words and count only behind their number.
SHORT = 5
#: Characters that the header and the form's note on its sums take before the first row.
LONGEST_HEADER = 160

#: What may be the rest of a figure, or a figure's place, behind digits.
SIGNS = frozenset("-–—−/.%~、")

_RUN = re.compile(r"[\d,]*")
_AMOUNT = re.compile(r"[\d,]*(?:\.\d+)?")
_PUNCTUATION = r"[^\w]*"


@dataclass(frozen=True, slots=True)
class FlatText:
    """Text without its blanks, but knowing where they were."""

    chars: str
    gaps: frozenset[int]  # places before which a blank stood
    line_of: tuple[int, ...]  # the text block of every character


@dataclass(frozen=True, slots=True)
class FlatBlock:
    """What was read of one block: its cells by (row, column), how they were cut, and what could not be."""

    cells: dict[tuple[str, str], Cell]
    method: str | None  # split+identity where sums settled it, None where blanks did
    doubt: str | None


Numbers = tuple[str, ...]


def flatten(texts: list[str]) -> FlatText:
    """Join texts, fold compatibility forms, drop blanks."""
    chars: list[str] = []
    gaps: set[int] = set()
    lines: list[int] = []
    for number, text in enumerate(texts):
        gaps.add(len(chars))
        for char in unicodedata.normalize("NFKC", text):
            if char.isspace() or char in "\u200b\ufeff":
                gaps.add(len(chars))
            else:
                chars.append(char)
                lines.append(number)
    return FlatText("".join(chars), frozenset(gaps), tuple(lines))


def read_flat_block(text: FlatText, form: Form, table: str, block: Block) -> FlatBlock | None:
    """Read one block of an edition; None where its labels do not stand in the text as a table's do."""
    if block.layout == "one_row":
        return _read_one_row(text, form, table, block)
    found = _find_rows(text, block)
    if found is None:
        return None
    unclean = [run.row.key for run in found if not run.is_clean]
    if unclean:
        return FlatBlock(
            {}, None, f"The figures of {unclean[0]} run together with signs, and nothing tells them apart."
        )
    identities = [identity for identity in form.identities if identity.table == table]
    cut = _cut_by_gaps(text, found, len(block.columns))
    if cut is not None:
        return FlatBlock(_cells(text, block, found, cut), None, None)
    settled = _cut_by_sums(text, block, found, identities)
    if isinstance(settled, str):
        return FlatBlock({}, None, settled)
    method = "split+identity" if identities and len(block.columns) > 1 else None
    return FlatBlock(_cells(text, block, found, settled), method, None)


def read_flat(
    texts: list[str], forms: dict[str, Form], held: set[tuple[str, str]]
) -> tuple[list[MatchedBlock], dict[tuple[str, str], str]]:
    """The blocks that stand in the text but are not `held` by a grid, and for those in doubt the reason.

    Where two editions read a block alike, the one that the text's other blocks have goes first, then the newer.
    """
    text = flatten(texts)
    found: dict[tuple[str, str], list[MatchedBlock]] = {}
    doubts: dict[tuple[str, str], str] = {}
    for edition, form in sorted(forms.items(), reverse=True):
        for table_key, table in form.tables.items():
            for block in table.blocks:
                name = (table_key, block.key)
                flat = read_flat_block(text, form, table_key, block) if name not in held else None
                if flat is None:
                    continue
                if flat.doubt:
                    doubts.setdefault(name, flat.doubt)
                else:
                    found.setdefault(name, []).append(MatchedBlock(table_key, block, edition, flat.cells, flat.method))
    sure = [blocks[0].edition for blocks in found.values() if len(blocks) == 1]
    chosen = [
        max(blocks, key=lambda block: (sure.count(block.edition), block.edition)) for _, blocks in sorted(found.items())
    ]
    return chosen, {name: doubt for name, doubt in sorted(doubts.items()) if name not in found}


@dataclass(frozen=True, slots=True)
class _Run:
    """The digits behind a row's label."""

    row: Line
    start: int
    end: int
    is_clean: bool  # nothing that might belong to a figure (a sign, a dash, a point) follows


@cache
def _pattern(row: Line) -> re.Pattern[str]:
    ways: list[str] = []
    for label in sorted(row.labels, key=len, reverse=True):
        body = _spelled(label)
        number = _spelled(row.number) if row.number else ""
        if number and len(re.sub(r"\W", "", label)) < SHORT:
            ways.append(f"(?P<n{len(ways)}>{number}){body}")
        elif number:
            ways.append(f"(?P<n{len(ways)}>{number})?{body}")
        else:
            ways.append(body)
    return re.compile("|".join(ways))


def _spelled(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words)
    return "".join(re.escape(char) + _PUNCTUATION for char in folded if char.isalnum())


def _find_rows(text: FlatText, block: Block) -> list[_Run] | None:
    """The rows in the form's order behind their header, each followed at once by digits; None where they do not stand so."""
    anchor = _pattern(block.rows[0])
    header = _header(block)
    for first in anchor.finditer(text.chars):
        if not text.chars[first.end() : first.end() + 1].isdigit():
            continue
        if not header.search(text.chars, max(0, first.start() - LONGEST_HEADER), first.start()):
            continue
        matches = [first]
        for row in block.rows[1:]:
            match = _pattern(row).search(text.chars, matches[-1].end())
            if match is None:
                break
            matches.append(match)
        if len(matches) < len(block.rows):
            continue
        is_amount = len(block.columns) == 1 and block.columns[0].money
        runs = []
        for place, (row, match) in enumerate(zip(block.rows, matches, strict=True)):
            run = (_AMOUNT if is_amount else _RUN).match(text.chars, match.end())
            end = run.end() if run else match.end()
            if place + 1 < len(matches):  # digits swallow the number of the next row, the 2 of `2.其他`
                end = min(end, matches[place + 1].start())
            is_next = place + 1 < len(matches) and end == matches[place + 1].start()
            runs.append(_Run(row, match.end(), end, is_next or text.chars[end : end + 1] not in SIGNS))
        return runs
    return None


@cache
def _header(block: Block) -> re.Pattern[str]:
    """The header as flattening leaves it, level by level: the columns and groups of the first, then those below groups."""
    upper = list(dict.fromkeys(column.under[0] if column.under else column.label for column in block.columns))
    lower = [column for column in block.columns if column.under]
    by_label = {column.label: column for column in block.columns}
    levels = [_any_of(by_label[words].labels) if words in by_label else _spelled(words) for words in upper]
    levels += [_any_of(column.labels) for column in lower]
    return re.compile("".join(levels) + _PUNCTUATION)


def _any_of(labels: tuple[str, ...]) -> str:
    return "(?:" + "|".join(_spelled(label) for label in sorted(labels, key=len, reverse=True)) + ")"


def _cut_by_gaps(text: FlatText, runs: list[_Run], width: int) -> list[Numbers] | None:
    """The figures as blanks cut them, where every row has exactly as many as the block has columns."""
    found = []
    for run in runs:
        pieces = _pieces(text, run.start, run.end)
        if len(pieces) != width or not all(_is_number(piece) for piece in pieces):
            return None
        found.append(pieces)
    return found


def _pieces(text: FlatText, start: int, end: int) -> Numbers:
    cuts = [start, *sorted(gap for gap in text.gaps if start < gap < end), end]
    return tuple(text.chars[one:other] for one, other in pairwise(cuts) if other > one)


def _is_number(piece: str) -> bool:
    whole = piece.replace(",", "").partition(".")[0]
    return whole.isdigit() and (whole == "0" or not whole.startswith("0")) and len(whole) <= MOST_DIGITS


def _ways(text: FlatText, start: int, end: int, width: int) -> Iterator[Numbers]:
    """Every way to cut the digits into `width` numbers without a leading nought, keeping the cuts that blanks make."""
    digits = text.chars[start:end].replace(",", "")
    if "," in text.chars[start:end] or not digits.isdigit():
        return
    kept = {gap - start for gap in text.gaps if start < gap < end}

    def cut(place: int, left: int) -> Iterator[Numbers]:
        if left == 0:
            if place == len(digits):
                yield ()
            return
        longest = 1 if digits[place : place + 1] == "0" else min(MOST_DIGITS, len(digits) - place - left + 1)
        for length in range(1, longest + 1):
            stop = place + length
            for rest in cut(stop, left - 1):
                yield (digits[place:stop], *rest)
            if stop in kept:
                return

    yield from cut(0, width)


def _cut_by_sums(text: FlatText, block: Block, runs: list[_Run], identities: list[Identity]) -> list[Numbers] | str:
    """The one way to cut all rows that satisfies every identity, else the sentence that says why there is none."""
    keys = [column.key for column in block.columns]
    across = [identity for identity in identities if identity.along == "row"]
    candidates: list[list[Numbers]] = []
    for run in runs:
        digits = text.chars[run.start : run.end]
        if len(keys) > 1 and not across and digits != "0" * len(keys):
            # as many digits as columns is no proof: a blank cell leaves no trace
            return f"The figures of {run.row.key} run together and no sum of the form settles them."
        ways = [way for way in _ways(text, run.start, run.end, len(keys)) if _holds(way, keys, across)]
        if not ways:
            return (
                f"The figures of {run.row.key} run together ({digits[:30]}) and no way to cut them satisfies the sums."
            )
        candidates.append(list(dict.fromkeys(ways)))
    down = [identity for identity in identities if identity.along == "column"]
    if down:
        candidates = _narrow(candidates, [run.row.key for run in runs], down)
    total = 1
    for ways in candidates:
        total *= len(ways)
    if total > MOST_WAYS:
        return "The figures run together and can be cut in too many ways."
    solutions: list[list[Numbers]] = []
    for way in product(*candidates):
        if _columns_hold(way, [run.row.key for run in runs], down):
            solutions.append(list(way))
            if len(solutions) > 1:
                return "The figures run together and the sums leave more than one way to cut them."
    if not solutions:
        return "The figures run together and no way to cut them satisfies all sums."
    return solutions[0]


def _holds(way: Numbers, keys: list[str], identities: list[Identity]) -> bool:
    by_key = dict(zip(keys, map(int, way), strict=True))
    return all(
        sum(by_key[key] for key in identity.parts) == sum(by_key[key] for key in identity.totals)
        for identity in identities
    )


def _narrow(candidates: list[list[Numbers]], rows: list[str], identities: list[Identity]) -> list[list[Numbers]]:
    """Drop the ways that no choice in the other rows can balance, column by column, until none goes."""
    place_of = {row: place for place, row in enumerate(rows)}
    ways = [list(found) for found in candidates]
    changed = True
    while changed:
        changed = False
        for identity in identities:
            signs = {place_of[row]: 1 for row in identity.parts} | {place_of[row]: -1 for row in identity.totals}
            for column in range(len(ways[0][0])):
                spans = {place: sorted(sign * int(way[column]) for way in ways[place]) for place, sign in signs.items()}
                low = sum(values[0] for values in spans.values())
                high = sum(values[-1] for values in spans.values())
                for place, sign in signs.items():
                    kept = [
                        way
                        for way in ways[place]
                        if low - spans[place][0] <= -sign * int(way[column]) <= high - spans[place][-1]
                    ]
                    if kept and len(kept) < len(ways[place]):
                        ways[place] = kept
                        changed = True
                        break
    return ways


def _columns_hold(ways: tuple[Numbers, ...], rows: list[str], identities: list[Identity]) -> bool:
    by_row = dict(zip(rows, ways, strict=True))
    return all(
        sum(int(by_row[row][column]) for row in identity.parts)
        == sum(int(by_row[row][column]) for row in identity.totals)
        for identity in identities
        for column in range(len(ways[0]))
    )


def _read_one_row(text: FlatText, form: Form, table: str, block: Block) -> FlatBlock | None:
    """Rows printed side by side: one run of digits behind the last header word, cut so that every row's sum holds."""
    header = _side_by_side_header(block).search(text.chars)
    if header is None:
        return None
    start = header.end()
    run = _RUN.match(text.chars, start)
    end = run.end() if run else start
    width = len(block.columns)
    keys = [column.key for column in block.columns]
    identities = [identity for identity in form.identities if identity.table == table and identity.along == "row"]
    if text.chars[end : end + 1] in SIGNS:
        return FlatBlock({}, None, f"The figures of {table} run together with signs, and nothing tells them apart.")
    pieces = _pieces(text, start, end)
    if len(pieces) == width * len(block.rows) and all(_is_number(piece) for piece in pieces):
        return FlatBlock(_side_by_side(text, block, start, pieces), None, None)
    solutions = _cut_in_groups(text, start, end, len(block.rows), keys, identities)
    if len(solutions) != 1:
        many = "more than one way" if solutions else "no way"
        return FlatBlock({}, None, f"The figures of {table} run together and the sums leave {many} to cut them.")
    return FlatBlock(_side_by_side(text, block, start, solutions[0]), "split+identity", None)


@cache
def _side_by_side_header(block: Block) -> re.Pattern[str]:
    """The header level by level: the columns of the rows that stand alone, the rows below a group, then their columns."""
    columns = "".join(_any_of(column.labels) for column in block.columns)
    alone = [row for row in block.rows if not row.under]
    grouped = [row for row in block.rows if row.under]
    names = "".join(_any_of(row.labels) for row in grouped)
    return re.compile(columns * len(alone) + names + columns * len(grouped) + r"(?=\d)")


def _cut_in_groups(
    text: FlatText, start: int, end: int, groups: int, keys: list[str], identities: list[Identity]
) -> list[Numbers]:
    """At most two ways to cut a run into groups whose sums hold."""
    if groups == 0:
        return [()] if start == end else []
    solutions: list[Numbers] = []
    for stop in range(start + len(keys), end - (groups - 1) * len(keys) + 1):
        heads = [way for way in _ways(text, start, stop, len(keys)) if _holds(way, keys, identities)]
        if not heads:
            continue
        for rest in _cut_in_groups(text, stop, end, groups - 1, keys, identities):
            solutions.extend((*head, *rest) for head in heads)
        solutions = list(dict.fromkeys(solutions))[:2]
    return solutions


def _cells(text: FlatText, block: Block, runs: list[_Run], cut: list[Numbers]) -> dict[tuple[str, str], Cell]:
    cells = {}
    for number, (run, figures) in enumerate(zip(runs, cut, strict=True)):
        for place, (column, figure) in enumerate(zip(block.columns, figures, strict=True)):
            where = f"text[{text.line_of[run.start - 1] + 1}] char {run.start}"
            cells[run.row.key, column.key] = Cell(figure, number, place, locator=where)
    return cells


def _side_by_side(text: FlatText, block: Block, start: int, figures: Numbers) -> dict[tuple[str, str], Cell]:
    names = [(row.key, column.key) for row in block.rows for column in block.columns]
    where = f"text[{text.line_of[start - 1] + 1}] char {start}"
    return {
        name: Cell(figure, 0, place, locator=where)
        for place, (name, figure) in enumerate(zip(names, figures, strict=True))
    }
