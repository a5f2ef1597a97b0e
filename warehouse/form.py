"""The form as data: loads `forms/*.yaml`, one file an edition, into frozen values.

Every label of the form comes from here; nothing else spells one. Matching, checking and naming use these values;
how a printed table is read does not belong here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from warehouse.yaml_files import read_yaml

FORMS = Path(__file__).parent / "forms"
#: The numbers of a report's chapters.
_SECTIONS = "一二三四五六"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Line(_Strict):
    """A row or a column of a block: its key, its printed label, and the headings it stands under."""

    key: str
    label: str
    en: str
    number: str = ""
    aliases: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    group: str | None = None
    unit: str | None = None
    signed: bool = False
    money: bool = False
    compares_with: tuple[str, ...] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The label and its aliases."""
        return (self.label, *self.aliases)


class Block(_Strict):
    """A rectangle of the form with one header; `one_row` blocks print their rows side by side in one line."""

    key: str
    layout: str
    heading: tuple[str, ...] = ()
    unit: str
    compares_with: tuple[str, ...] = ()
    note: str = ""
    corner: str = ""
    columns_under: str = ""
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]

    def __hash__(self) -> int:
        """Of its key and size alone: that of all its labels takes as long as reading a line of text."""
        return hash((self.key, len(self.rows), len(self.columns)))


class Chapter(_Strict):
    """A chapter of a report: its heading, its Chinese number, and words that tell it wherever a page names it."""

    label: str
    en: str
    section: str
    words: tuple[str, ...]


class Table(Chapter):
    """A table of the form, made of one or more blocks, with the chapter that it is."""

    blocks: tuple[Block, ...]


class Group(_Strict):
    """A group of outcomes."""

    label: str
    en: str


class Identity(_Strict):
    """A sum that must hold: the parts add up to the totals, in each column (or row) of a table."""

    id: str
    table: str
    along: str
    parts: tuple[str, ...]
    totals: tuple[str, ...]
    label: str
    en: str


class StatisticsHeader(_Strict):
    """The words that head the columns of the statistics table."""

    label: tuple[str, ...]
    unit: tuple[str, ...]
    this_year: tuple[str, ...]
    cumulative: tuple[str, ...]


class StatisticsLine(_Strict):
    """A line of the statistics table with a clear meaning; `under` is a word of the line above it, None where any will do."""

    label: str
    concept: str
    en: str
    aliases: tuple[str, ...] = ()
    under: str | None = None
    is_sum: bool = False
    compares_with: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The label and its aliases."""
        return (self.label, *self.aliases)


class _Years(_Strict):
    first: int
    last: int | None = None


class StatisticsForm(_Strict):
    """The statistics table of the years before the form: no fixed cells, lines kept as printed, some with a concept.

    `others` are labels of lines without one.
    """

    edition: str
    instrument: str
    usual_years: _Years
    chapters: dict[str, tuple[str, ...]]
    header: StatisticsHeader
    units: tuple[str, ...]
    rows: tuple[StatisticsLine, ...]
    others: tuple[str, ...]


class _FormFile(_Strict):
    edition: str
    instrument: str
    issued_on: object = None
    usual_years: _Years
    cells: int
    groups: dict[str, Group]
    chapters: dict[str, Chapter]
    tables: dict[str, Table]
    identities: tuple[Identity, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of an edition: its keys, its two lines and what may be said of it."""

    edition: str
    table_key: str
    row_key: str
    column_key: str
    block: Block
    row: Line
    column: Line

    @property
    def name(self) -> str:
        """`table.row.column`."""
        return f"{self.table_key}.{self.row_key}.{self.column_key}"

    @property
    def unit(self) -> str:
        """What is counted: request, case, document, decision, item, project, cny, cny_10k."""
        return self.column.unit or self.row.unit or self.block.unit

    @property
    def money(self) -> bool:
        """A decimal amount, not a count."""
        return self.column.money

    @property
    def signed(self) -> bool:
        """May be negative."""
        return self.column.signed

    @property
    def compares_with(self) -> tuple[str, ...]:
        """Editions whose cell of the same key means the same."""
        given = self.column.compares_with
        return self.block.compares_with if given is None else given

    @property
    def group(self) -> str | None:
        """The row's group of outcomes, or `flow`; None outside the requests."""
        return self.row.group


class Form:
    """One edition of the form."""

    def __init__(self, file: _FormFile) -> None:
        self.edition = file.edition
        self.instrument = file.instrument
        self.usual_years = (file.usual_years.first, file.usual_years.last)
        self.groups = file.groups
        self.tables = file.tables
        chapters = {**file.chapters, **file.tables}
        self.chapters = {
            key: chapters[key] for key in sorted(chapters, key=lambda key: _SECTIONS.index(chapters[key].section))
        }
        self.identities = file.identities
        self.cells: dict[tuple[str, str, str], FormCell] = {
            (cell.table_key, cell.row_key, cell.column_key): cell for cell in self._cells()
        }
        if len(self.cells) != file.cells:
            raise ValueError(
                f"forms/{self.edition}.yaml declares {len(self.cells)} cells where its instrument has {file.cells}; mend the file."
            )

    def _cells(self) -> Iterator[FormCell]:
        for table_key, table in self.tables.items():
            for block in table.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield FormCell(self.edition, table_key, row.key, column.key, block, row, column)

    def places(self, identity: Identity) -> Iterator[tuple[str, list[FormCell], list[FormCell]]]:
        """The places an identity is checked at: (column or row key, cells of the parts, cells of the totals)."""
        for block in self.tables[identity.table].blocks:
            across = block.columns if identity.along == "column" else block.rows
            for line in across:

                def at(key: str, line: Line = line) -> FormCell:
                    row, column = (key, line.key) if identity.along == "column" else (line.key, key)
                    return self.cells[identity.table, row, column]

                yield line.key, [at(key) for key in identity.parts], [at(key) for key in identity.totals]


@cache
def load_forms() -> dict[str, Form]:
    """Every edition of fixed cells that has a file, by its key, newest first."""
    files = [_FormFile.model_validate(data) for data in _files() if "header" not in data]
    return {file.edition: Form(file) for file in files}


@cache
def load_statistics() -> StatisticsForm:
    """The statistics table of the years before the form (edition `stats`)."""
    (form,) = [StatisticsForm.model_validate(data) for data in _files() if "header" in data]
    return form


@cache
def _files() -> tuple[dict[str, object], ...]:
    """The declared editions as written, newest first; one with a `header` has a header and lines but no fixed cells."""
    paths = sorted(FORMS.glob("*.yaml"), reverse=True)
    return tuple(map(read_yaml, paths))


@cache
def chapter_words() -> dict[str, tuple[str, ...]]:
    """The words that tell each chapter of a report in any edition, by its key, in the order of the chapters."""
    earlier, forms = load_statistics().chapters, load_forms().values()
    words: dict[str, list[str]] = {}
    for form in forms:
        for key, chapter in form.chapters.items():
            words.setdefault(key, []).extend(chapter.words)
    return {key: tuple(dict.fromkeys([*told, *earlier.get(key, ())])) for key, told in words.items()}


def load_form(edition: str) -> Form:
    """The form of one edition; KeyError when no file declares it."""
    return load_forms()[edition]
