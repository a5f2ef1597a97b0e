"""What the replica portals hold: reading `portals.yaml` and choosing the reports that stand on each list.

A plan says which content system a portal imitates, which reports it lists and in which shape; how the system
serves them belongs to `wire/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import cycle
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from crawlers.sandbox.faults import Faults
from crawlers.sandbox.figures import Report, load_reports, with_digit_changed, with_zeros_as
from crawlers.sandbox.invent import make_series
from crawlers.sandbox.render import find_layout

PLANS = Path(__file__).parent / "portals.yaml"
#: A small portal of every content system, for tests and writers of adapters; the demo does without them.
FAMILIES = Path(__file__).parent / "families.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Shape(_Strict):
    """How a document is delivered: its format and layout, in the page itself or attached to it."""

    format: str = "html"
    layout: str = "plain"
    place: Literal["page", "attachment"] = "page"


class _Listed(Shape):
    report: str


class _Series(_Strict):
    agency: str
    seed: int
    first: int
    last: int
    scope: str = "agency"
    blank_zeros: bool = False
    #: The name in the years before a rename; the steps on record stand in `decisions/lineage.yaml`.
    former_names: dict[int, str] = Field(default_factory=dict)
    #: By year, how many requests more it carries in than the year before carried out.
    recounts: dict[int, int] = Field(default_factory=dict)


class _Notice(_Strict):
    title: str
    listed_on: date
    text: tuple[str, ...]


class PortalPlan(_Strict):
    """One replica portal; `column` is the path of its list of reports, `rows` the rows of a list page."""

    id: str = Field(pattern=r"^sandbox-[a-z0-9-]+$")
    name: str
    adcode: str
    cms: Literal[
        "trs",
        "hanweb",
        "shanghai",
        "shell",
        "jpaas",
        "annual",
        "gkmlpt",
        "ucap",
        "ucap-json",
        "vsb",
        "anhui",
        "anhui-xxgk",
        "truecms",
        "epoint",
        "ilist",
        "tree",
        "channel",
        "jsp",
    ]
    #: Where its entry in the registry points: the column, or the home page.
    entry: Literal["column", "home"] = "column"
    #: Ways in which its server departs from the common form; each wire names its own.
    quirks: frozenset[str] = frozenset()
    column: str
    rows: int = 10
    scope: str = "directory"
    robots: Literal["missing", "allow"] = "missing"
    documents: tuple[_Listed, ...] = ()
    series: tuple[_Series, ...] = ()
    shapes: tuple[Shape, ...] = (Shape(),)
    notices: tuple[_Notice, ...] = ()
    faults: dict[str, bool] = Field(default_factory=dict)

    @property
    def initial_faults(self) -> Faults:
        """The faults the portal shows from the start."""
        return Faults(**self.faults)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a portal's list: a report in its shape, or a notice that holds none."""

    title: str
    listed_on: date
    report: Report | None = None
    shape: Shape = field(default_factory=Shape)
    text: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The report's key, or the title of a notice."""
        return self.report.key if self.report else self.title

    @property
    def attached(self) -> bool:
        """Whether the report is a file beside the page."""
        return self.report is not None and self.shape.place == "attachment"

    @property
    def carried_by_page(self) -> str | None:
        """The key of the report that the page itself holds, if it does."""
        return self.report.key if self.report and not self.attached else None

    def republished(self) -> Entry:
        """The same line over the report with one digit changed."""
        return replace(self, report=with_digit_changed(self.report)) if self.report else self


def load_plans(path: Path = PLANS) -> list[PortalPlan]:
    """The portals in the order of their file, which is also the order of their ports."""
    plans = [PortalPlan.model_validate(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]
    for plan in plans:
        for shape in (*plan.documents, *plan.shapes):
            find_layout(shape.format, shape.layout)
    return plans


def entries(plan: PortalPlan) -> list[Entry]:
    """The lines of a portal's list, newest first."""
    lines = [*_reports(plan), *(Entry(notice.title, notice.listed_on, text=notice.text) for notice in plan.notices)]
    return sorted(lines, key=lambda line: (-line.listed_on.toordinal(), line.title))


def _reports(plan: PortalPlan) -> Iterator[Entry]:
    for listed in plan.documents:
        report = load_reports()[listed.report]
        yield Entry(report.title, report.published_on, report, listed)
    shapes = cycle(plan.shapes)
    for series in plan.series:
        made = make_series(
            series.seed,
            series.agency,
            range(series.first, series.last + 1),
            region=plan.name,
            adcode=plan.adcode,
            scope=series.scope,
            former_names=series.former_names,
            recounts=series.recounts,
        )
        for report in made:
            shown = with_zeros_as(report) if series.blank_zeros else report
            yield Entry(shown.title, shown.published_on, shown, next(shapes))
