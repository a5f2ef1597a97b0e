"""Figures read from a picture, settled or refused: what the sums of the form prove, and what independent looks must.

A recognised figure is no evidence by itself. A table whose sums all hold is proven, for a misread figure breaks two of
them; where figures are doubtful the sums choose among what looks at them saw, if they leave one choice. What no look
saw is never put in, for a sum that does not hold may be the publisher's own error. Figures that no sum touches must look
the same to independent looks and to a count of their marks; a picture so poor that a table of sums is given up for it is
not believed where no sum proves what it shows. The rest is left out with its reason.
Pure: readings go in, blocks with settled cells come out; a figure is never made up, only chosen or confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.gathered import Matched, MatchedBlock
from pipelines.readers.document import Cell, Document, Reading, Text
from pipelines.readers.figures import DASHES
from pipelines.reasons import because
from warehouse.form import Form
from warehouse.reasons import Reason

#: A figure that no sum proves must be this likely in every look.
CERTAIN = 0.9
#: Beside other signs (a unit, a note, a minus) the marks cannot be counted; then it must be likelier still.
CERTAIN_UNCOUNTED = 0.98
#: A line of words whose least certain character is less likely is left out.
CERTAIN_WORDS = 0.75
#: A less likely reading than this is not believed, whatever the sums say.
BELIEVABLE = 0.01
#: More doubtful figures than this are no slip of the recogniser: the picture is too poor.
MOST_DOUBTFUL = 12
#: More choices than this are not tried.
MOST_CHOICES = 20_000

OCR = "ocr"
OCR_BY_SUMS = "ocr+identity"

#: A cell of a picture without a reading of its own.
UNREAD = Reading("", 0.0)

Key = tuple[str, str]  # row, column


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell of the form as seen: its text and number (None where it prints none), whether the looks alone settle it.

    `others` are the believable readings that are numbers, or signs for none, and that some look saw, the likeliest first.
    """

    text: str
    value: float | None
    sure: bool
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """An identity at one place: the parts add up to the totals."""

    id: str
    parts: tuple[Key, ...]
    totals: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """All its cells."""
        return self.parts + self.totals


@dataclass(frozen=True, slots=True)
class Settled:
    """The text and the method of each cell of a table, or the sentence that says why there is none."""

    cells: Mapping[Key, tuple[str, str]]
    doubt: Reason | None = None


def settle(matched: Matched, readings: Mapping[str, Reading], forms: Mapping[str, Form]) -> Matched:
    """The blocks with every cell that was read from a picture settled; tables that cannot be are doubts with a reason."""
    if not readings:
        return matched
    doubts = dict(matched.doubts)
    pages = {page for locator in readings for page in _pages(locator)}
    found: list[tuple[MatchedBlock, Settled | None]] = []
    for block in matched.blocks:
        pictured = {key for key, cell in block.cells.items() if pages & _pages(cell.locator)}
        found.append((block, _settle_block(block, pictured, readings, forms[block.edition]) if pictured else None))
    poor = next((one.doubt for _, one in found if one and one.doubt and one.doubt.code == "poor_picture"), None)
    blocks: list[MatchedBlock] = []
    for block, settled in found:
        if settled is None:
            blocks.append(block)
            continue
        doubt = settled.doubt
        if doubt is None and poor is not None and not sums_of(forms[block.edition], block):
            doubt = because("unproven_in_poor_picture", table=block.table, poor=poor)
        if doubt is not None:
            doubts[block.table] = (*doubts.get(block.table, ()), doubt)
            blocks.append(block)
            continue
        cells = {key: replace(cell, text=settled.cells[key][0]) for key, cell in block.cells.items()}
        methods = {key: method for key, (_, method) in settled.cells.items() if pages & _pages(cells[key].locator)}
        blocks.append(replace(block, cells=cells, methods=methods))
    return Matched(tuple(blocks), dict(sorted(doubts.items())))


def _settle_block(block: MatchedBlock, pictured: set[Key], readings: Mapping[str, Reading], form: Form) -> Settled:
    """The cells of one block settled; those that are not `pictured` are what their text says."""
    seen = {
        key: look_at(
            cell,
            readings.get(cell.locator, UNREAD) if key in pictured else None,
            money=form.cells[block.table, *key].money,
            signed=form.cells[block.table, *key].signed,
        )
        for key, cell in block.cells.items()
    }
    return settle_table(block.table, seen, sums_of(form, block))


def _pages(locator: str) -> set[str]:
    """The pages (or pictures) that a locator leads to."""
    return {part.partition(" (")[0] for part in locator.split(" + ")}


def sums_of(form: Form, block: MatchedBlock) -> list[Sum]:
    """The sums of the form that this block's cells must keep."""
    found = []
    for identity in form.identities:
        if identity.table != block.table:
            continue
        for place, parts, totals in form.places(identity):
            one = Sum(
                f"{identity.id}:{place}",
                tuple((cell.row_key, cell.column_key) for cell in parts),
                tuple((cell.row_key, cell.column_key) for cell in totals),
            )
            if all(key in block.cells for key in one.keys):
                found.append(one)
    return found


def certain_words(document: Document) -> Document:
    """The document without the lines of pictures that two looks saw differently or not surely.

    What is not certain is no evidence of whose report it is, and no claim; `uncertain_lines` in the metadata counts them.
    """
    if not document.readings:
        return document
    blocks = tuple(block for block in document.blocks if not isinstance(block, Text) or _is_certain(block, document))
    lost = len(document.blocks) - len(blocks)
    return replace(
        document, blocks=blocks, meta={**document.meta, "uncertain_lines": str(lost)} if lost else document.meta
    )


def _is_certain(text: Text, document: Document) -> bool:
    reading = document.readings.get(text.locator)
    return reading is None or reading.sure >= CERTAIN_WORDS


# -- one cell -----------------------------------------------------------------------------------------------------------


def look_at(cell: Cell, reading: Reading | None, *, money: bool = False, signed: bool = False) -> Seen:
    """What a cell shows; one that was not read from a picture is what its text says."""
    if reading is None:
        found = read_number(cell.text, money=money, signed=signed)
        return Seen(cell.text, found.value, sure=True)

    def number(text: str) -> float | None:
        return read_number(text, money=money, signed=signed).value

    def worth(text: str) -> float | None:
        """What a reading adds to its sums: a sign for none nothing."""
        return 0.0 if text in DASHES else number(text)

    reading = _as_laid_out(reading, cell.text)
    seen = {number(text): text for text in reading.looks if _differ_in_marks(text, reading.text)}
    seen.pop(None, None)
    if number(reading.text) is None:  # 4.826 is no count, 4,826 is: the mark is a comma, if it was hardly seen as one
        hardly = [text for text, _ in reading.others if _differ_in_marks(text, reading.text)]
        marked = seen or {value: text for text in hardly if (value := number(text)) is not None}
        if len(marked) == 1:
            reading = replace(reading, text=next(iter(marked.values())))
    elif seen.keys() - {number(reading.text)}:
        reading = replace(reading, sure=0.0)
    found = read_number(reading.text, money=money, signed=signed)
    needed = CERTAIN if reading.counted or found.state in {"blank", "dash"} else CERTAIN_UNCOUNTED
    # a stop that was not seen makes a thousandfold of an amount
    may_lack_a_stop = money and found.state == "reported" and not reading.stopped
    may_lack_a_sign = signed and (found.value or 0.0) > 0 and not reading.hairs
    likely = [(text, weight) for text, weight in reading.others if weight >= BELIEVABLE]
    if not any(text == reading.text for text, _ in likely) and found.value is not None:
        likely.insert(0, (reading.text, max(reading.sure, BELIEVABLE)))
    looked = {worth(text) for text in (reading.text, *reading.looks)}
    others = tuple((text, value) for text, _ in likely if (value := worth(text)) is not None and value in looked)
    is_legible = found.state in {"reported", "blank", "dash"}
    return Seen(
        reading.text,
        found.value,
        sure=is_legible and reading.sure >= needed and not (may_lack_a_stop or may_lack_a_sign),
        others=others,
    )


def _as_laid_out(reading: Reading, printed: str) -> Reading:
    """The reading with a figure's lines joined where it was too wide for its column, as the layout of the cell tells."""
    if "\n" not in reading.text or "\n" in printed or reading.text.replace("\n", "") != printed:
        return reading
    looks = tuple(look.replace("\n", "") for look in reading.looks)
    return replace(reading, text=printed, looks=looks)


def _differ_in_marks(one: str, other: str) -> bool:
    """Whether two readings are the same figure but for the kind of a mark in it: a stop here, a comma there."""
    return one != other and one.replace(",", ".") == other.replace(",", ".")


# -- one table ----------------------------------------------------------------------------------------------------------


def settle_table(table: str, seen: Mapping[Key, Seen], sums: list[Sum]) -> Settled:
    """Settle the cells of one block: by its sums where it has any, else by what independent looks agree on."""
    touched = {key for one in sums for key in one.keys}
    for key, cell in sorted(seen.items()):
        if key not in touched and not cell.sure:
            return Settled({}, _unsure(table, key, cell))
    doubtful = [key for key, cell in sorted(seen.items()) if not cell.sure]
    if len(doubtful) > MOST_DOUBTFUL:
        return Settled({}, because("poor_picture", table=table, n=len(doubtful)))
    values = {key: cell.value or 0.0 for key, cell in seen.items()}
    failing = [one for one in sums if not _holds(one, values)]
    if not doubtful:
        broken = [one for one in failing if not _is_open(one, seen)]
        if not broken:
            return Settled({key: (cell.text, OCR) for key, cell in seen.items()})
        return Settled(
            {},
            because("sum_fails_in_picture", rule=broken[0].id, table=table),
        )
    crowded = _crowded(doubtful, sums)
    if crowded is not None:
        return Settled({}, because("several_doubtful", row=f"{table}.{crowded[0]}"))
    chosen = _choose(table, seen, doubtful, sums, values)
    if isinstance(chosen, Reason):
        return Settled({}, chosen)
    return Settled(
        {key: (chosen[key], OCR_BY_SUMS) if key in chosen else (cell.text, OCR) for key, cell in seen.items()}
    )


def _unsure(table: str, key: Key, cell: Seen, stem: str = "unsure") -> Reason:
    name = f"{table}.{'.'.join(key)}"
    if not cell.text:
        return because(f"{stem}_mark", cell=name)
    return because(f"{stem}_figure", cell=name, text=repr(cell.text[:30]))


def _holds(one: Sum, values: Mapping[Key, float]) -> bool:
    return sum(values[key] for key in one.parts) == sum(values[key] for key in one.totals)


def _is_open(one: Sum, seen: Mapping[Key, Seen]) -> bool:
    """Whether cells without a number may hold what is missing: nothing contradicts, and nothing is proven."""
    parts, totals = (sum(seen[key].value or 0.0 for key in side) for side in (one.parts, one.totals))
    side = one.parts if parts < totals else one.totals
    return any(seen[key].value is None for key in side)


def _crowded(doubtful: list[Key], sums: list[Sum]) -> Key | None:
    """A doubtful cell that shares its only sum with another one: two errors may make up for each other there."""
    for key in doubtful:
        of_key = [one for one in sums if key in one.keys]
        if len(of_key) == 1 and sum(other in of_key[0].keys for other in doubtful) > 1:
            return key
    return None


def _choose(
    table: str, seen: Mapping[Key, Seen], doubtful: list[Key], sums: list[Sum], values: Mapping[Key, float]
) -> dict[Key, str] | Reason:
    """The one reading of every doubtful cell that satisfies all sums, else why there is none."""
    ways: list[list[tuple[str, float]]] = []
    for key in doubtful:
        found = _ways(key, seen[key], sums)
        if not found:
            return _unsure(table, key, seen[key], "unsettled")
        ways.append(found)
    total = 1
    for found in ways:
        total *= len(found)
    if total > MOST_CHOICES:
        return because("too_many_readings", table=table)
    solutions: list[dict[Key, str]] = []
    numbers: set[tuple[float, ...]] = set()
    for way in product(*ways):
        tried = {**values, **{key: value for key, (_, value) in zip(doubtful, way, strict=True)}}
        if all(_holds(one, tried) for one in sums):
            solutions.append({key: text for key, (text, _) in zip(doubtful, way, strict=True)})
            numbers.add(tuple(value for _, value in way))
    if not solutions:
        return because("no_reading", table=table)
    if len(numbers) > 1:
        return because("several_readings", table=table)
    return solutions[0]


def _ways(key: Key, cell: Seen, sums: list[Sum]) -> list[tuple[str, float]]:
    """What a doubtful cell may be: the believable numbers that looks saw in it, none where nothing legible was seen.

    A cell with a single sum to it must be read as that sum has it at first sight: no second reading is taken there.
    """
    of_key = [one for one in sums if key in one.keys]
    known: dict[float, str] = {}
    for text, value in cell.others[:1] if len(of_key) < 2 else cell.others:
        known.setdefault(value, text)
    return [(text, value) for value, text in known.items()]
