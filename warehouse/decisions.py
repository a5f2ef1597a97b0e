"""What a person decided about the data of one home (`decisions/*.yaml`).

Verdicts on findings, corrections of figures, bodies and reorganisations beside those of `reference/`. A decision outlives
every rebuild. A correction names the figure it expects to find and is left aside where another one
is printed, so that it ends by itself when the publisher mends the report. What SQL makes of them stands in `dbt_project/`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from warehouse.home import Home
from warehouse.reference_files import Agency, Lineage
from warehouse.yaml_files import read_yaml


class DecisionsError(Exception):
    """A file of decisions cannot be used; the message says where and what to do."""


class _Decision(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: str
    year: int
    decided_by: str
    decided_on: date
    note: str = Field(min_length=1)


class Verdict(_Decision):
    """What a finding turned out to be: the publisher's error, a misreading, or right as it stands for a reason given."""

    rule: str
    place: str
    verdict: Literal["publisher_error", "misread", "explained"]


class Correction(_Decision):
    """A figure to use in place of the one printed, which must be `expect`; the note says what proves it."""

    cell: str
    expect: float
    value: float
    source: str

    @field_validator("cell")
    @classmethod
    def _has_three_parts(cls, value: str) -> str:
        if value.count(".") != 2:
            raise ValueError("a cell is named TABLE.ROW.COLUMN, as requests.new_received.total")
        return value


def load_verdicts(home: Home) -> tuple[Verdict, ...]:
    """The verdicts of a home, ordered by what they judge; none where no file stands."""
    found = _load(home.decisions / "verdicts.yaml", TypeAdapter(tuple[Verdict, ...]))
    return _single(found, lambda one: (one.agency, one.year, one.rule, one.place), "verdicts.yaml")


def load_corrections(home: Home) -> tuple[Correction, ...]:
    """The corrections of a home, ordered by what they correct; none where no file stands."""
    found = _load(home.decisions / "corrections.yaml", TypeAdapter(tuple[Correction, ...]))
    return _single(found, lambda one: (one.agency, one.year, one.cell), "corrections.yaml")


def load_agencies(home: Home) -> tuple[Agency, ...]:
    """The bodies a home decides beside those of `reference/agencies.yaml`; none where no file stands."""
    return _load(home.decisions / "agencies.yaml", TypeAdapter(tuple[Agency, ...]))


def load_lineage(home: Home) -> tuple[Lineage, ...]:
    """The steps a home has on record beside those of `reference/lineage.yaml`; none where no file stands."""
    return _load(home.decisions / "lineage.yaml", TypeAdapter(tuple[Lineage, ...]))


_D = TypeVar("_D", bound=_Decision)
_T = TypeVar("_T")


def _load(path: Path, kind: TypeAdapter[tuple[_T, ...]]) -> tuple[_T, ...]:
    if not path.exists():
        return ()
    try:
        return kind.validate_python(read_yaml(path) or ())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DecisionsError(f"The decisions in {path} cannot be read ({error}); mend the file.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise DecisionsError(
            f"The decisions in {path}, {place}: {first['msg'].removeprefix('Value error, ')}; mend the file."
        ) from error


def _single(decisions: tuple[_D, ...], key: Callable[[_D], tuple[object, ...]], name: str) -> tuple[_D, ...]:
    ordered = sorted(decisions, key=lambda one: tuple(map(str, key(one))))
    for one, other in pairwise(ordered):
        if key(one) == key(other):
            about = ", ".join(str(part) for part in key(one))
            raise DecisionsError(f"Two decisions in {name} are about the same thing ({about}); keep one.")
    return tuple(ordered)
