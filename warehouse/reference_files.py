"""The reference files a person edits (`reference/*.yaml`): what an entry may say, and loading them.

Only names, rules and decisions live here; what SQL gets of them is written by `reference_data.py`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from warehouse.yaml_files import read_yaml

REFERENCE = Path(__file__).parent / "reference"

Level = Literal["province", "prefecture", "county", "town"]
Kind = Literal[
    "government", "office", "department", "affiliated", "dispatched", "vertical", "street_town", "public_body"
]


class ReferenceDataError(Exception):
    """A reference file or a run summary cannot be used; the message says where and what to do."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """What a pattern in a name proposes."""

    value: str
    pattern: str
    en: str | None = None


class Rules(_Strict):
    """The proposing rules, each list in the order it is tried."""

    kinds: tuple[Rule, ...]
    levels: tuple[Rule, ...]
    categories: tuple[Rule, ...]


class Agency(_Strict):
    """A body as decided by a person."""

    name: str
    adcode: str | None = Field(default=None, pattern=r"^\d{6}$")
    credit_code: str | None = Field(default=None, pattern=r"^[0-9A-Z]{18}$")
    kind: Kind | None = None
    level: Level | None = None
    categories: tuple[str, ...] = Field(default=(), max_length=2)
    parent: str | None = None
    printed_as: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    source: str


class Lineage(_Strict):
    """One step of a reorganisation."""

    predecessor: str
    successor: str
    predecessor_adcode: str | None = None
    successor_adcode: str | None = None
    kind: Literal["rename", "merge", "split", "transfer", "abolish"]
    effective_on: date
    source: str


class Region(_Strict):
    """A division over one period."""

    adcode: str = Field(pattern=r"^\d{6}$")
    name: str
    level: Level | None = None
    parent_adcode: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_adcodes: tuple[str, ...] = ()
    source: str


class Deadline(_Strict):
    """The last day for the reports of a span of years, in the year after the one they are about."""

    applies_to: Literal["government", "other"]
    last_report_year: int | None = None
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    source: str


class Population(_Strict):
    """The resident population of a division in one year."""

    adcode: str = Field(pattern=r"^\d{6}$")
    year: int
    population: int = Field(gt=0)
    source: str


_T = TypeVar("_T")


def load(name: str, kind: type[_T], folder: Path = REFERENCE) -> _T:
    """`<folder>/<name>.yaml` as a value of `kind`; ReferenceDataError says which entry is wrong."""
    path = folder / f"{name}.yaml"
    try:
        return TypeAdapter(kind).validate_python(read_yaml(path))
    except (OSError, yaml.YAMLError) as error:
        raise ReferenceDataError(f"The reference file {path} cannot be read ({error}); mend it.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ReferenceDataError(f"The reference file {path}, {place}: {first['msg']}; mend it.") from error
