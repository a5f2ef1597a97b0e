"""Writing one page: the shared layout, the values every page shows, and the templates with escaping always on.

Which pages there are and what they hold is said in `dashboards/pages/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboards import say
from dashboards.assets import Assets
from dashboards.files import SiteFolder, file_name
from dashboards.names import Names, name_in
from dashboards.queries import Release, Row
from dashboards.serve import CONTENT_SECURITY_POLICY
from dashboards.sheet import Sheet
from dashboards.views import Cell, View
from dashboards.words import Words

TEMPLATES = Path(__file__).parent / "templates"

#: Measures that are one printed cell of the form: a click leads straight to it.
CELLS = {
    "request_count": "requests.new_received.total",
    "total_handled": "requests.total_handled.total",
    "carried_in": "requests.carried_in.total",
    "carried_out": "requests.carried_out.total",
}


@dataclass(frozen=True)
class Build:
    """What every page may read while a site is built in one language; `folder` is where that language's pages lie."""

    release: Release
    release_id: str
    language: str
    words: Words
    sheet: Sheet
    names: Names
    site: SiteFolder
    assets: Assets
    folder: str = ""

    @cached_property
    def runs(self) -> list[Row]:
        """The refresh runs, latest first."""
        return self.release.runs()

    @property
    def moment(self) -> str | None:
        """When the newest data came in, ISO in UTC; None for a release without a run."""
        return self.runs[0]["moment"] if self.runs else None

    @cached_property
    def years(self) -> list[int]:
        """Years a page can show, latest first."""
        return self.release.years()

    @cached_property
    def measures(self) -> list[Row]:
        """The measures of the dictionary in its order, with the years that have values."""
        years: dict[str, list[Row]] = {}
        for row in self.release.value_counts():
            years.setdefault(row["metric_key"], []).append({"year": row["report_year"], "count": row["value_count"]})
        return [
            {
                "key": row["metric_key"],
                "label": row["label"] or row["metric_key"],
                "family": row["family"],
                "kind": row["value_kind"],
                "unit": self.words.name("kind_unit", row["value_kind"]),
                "formula": self.readable(row["formula"]),
                "guard": self.readable(row["guard"]),
                "caveat": self.words.named(row["caveat"], "growth"),
                "years": years.get(row["metric_key"], []),
                "cell": CELLS.get(row["metric_key"]),
            }
            for row in self.release.metrics(self.language)
        ]

    def name_then(self, row: Row) -> str:
        """The name that a body's report of the row's year bears."""
        return name_in(self.names.get(row["agency_id"], ()), row["report_year"], row["agency_name"] or row["agency_id"])

    def agency(self, row: Row) -> Cell:
        """The cell of an agency in a year: the name it had in it, leading to its page; its name of now beside where that is another."""
        then = self.name_then(row)
        now = {} if then in {row["agency_name"], row["agency_id"]} else {"k": row["agency_name"]}
        return {"v": then, "a": row["agency_id"], **now}

    def measure(self, key: str) -> str:
        """The name of a measure; its key where the dictionary lacks it."""
        return next((row["label"] for row in self.measures if row["key"] == key), key)

    def when(self, run: Row) -> str:
        """When a run ended; when it began where the release was made within it and its end is not known yet."""
        key = "runs.ended" if run["ended_at"] else "runs.started"
        return self.words(key, moment=say.beijing(run["moment"]))

    def readable(self, formula: str | None) -> str | None:
        """A formula of the dictionary in the words of the form and the site."""
        return self.sheet.readable(formula, self.words.family("term"))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, as its module describes it; `data` are scripts it needs before its own."""

    key: str
    file: str
    values: dict[str, Any] = field(default_factory=dict)
    template: str = ""
    data: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()


#: Rows of a table that its view's file holds; the others lie in files of as many, fetched when a reader asks for them.
ROWS = 60


def _write_view(build: Build, name: str, view: View) -> None:
    """The file of a view, and a file for each further part of a long table: none grows with what there is to list."""
    data = view.as_data()
    for place, section in enumerate(data["sections"]):
        table = section.get("table")
        rows = table["rows"] if table else ()
        if len(rows) > ROWS:
            parts = [rows[first : first + ROWS] for first in range(ROWS, len(rows), ROWS)]
            names = [f"{name}/{place}-{number}" for number, _ in enumerate(parts, start=1)]
            for part, rest in zip(names, parts, strict=True):
                build.site.write_data(part, rest, build.language)
            table |= {"rows": rows[:ROWS], "parts": names, "total": len(rows)}
    build.site.write_data(name, data, build.language)


def view_page(
    build: Build, key: str, file: str, views: Sequence[tuple[str, View]], *, picker: bool = False, choice: str = "year"
) -> Page:
    """A page of views: writes a file a choice; the first is what the page opens with, its answer stands in the page.

    `choice` says what is chosen, a year or a month: its word beside the list and its name in the address.
    """
    for name, view in views:
        _write_view(build, f"view/{key}/{file_name(name) or 'all'}", view)
    choices = [name for name, _ in views if name]
    values = {"choices": choices, "choice": choice, "lead": views[0][1].lead, "picker": picker}
    first = f"view/{key}/{file_name(views[0][0]) or 'all'}"
    return Page(key, file, values, template="view.html", data=(first, "labels", "measures"), scripts=("view",))


def environment() -> Environment:
    """Jinja with escaping on for every template and an error for every unknown name."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write_page(
    build: Build, page: Page, navigation: list[tuple[str, str]], languages: Sequence[tuple[str, str, str]]
) -> str:
    """Render a page in the layout and write it; gives its file name.

    `languages` are (language, its own name, folder) of every language; each page leads to itself in the others.
    """
    root = "../" if build.folder else ""
    policy = CONTENT_SECURITY_POLICY.replace("; frame-ancestors 'none'", "")  # a meta element may not say this one
    others = [(tag, name, f"{root}{folder}{page.file}") for tag, name, folder in languages if folder != build.folder]
    data = f"{root}{build.site.data}"
    text = (
        environment()
        .get_template(page.template or f"{page.key}.html")
        .render(
            t=build.words,
            page=page,
            navigation=navigation,
            languages=others,
            assets=build.assets,
            root=root,
            data_folder=data,
            language_folder=f"{data}/{build.language}",
            release_id=build.release_id,
            moment=build.moment,
            beijing=say.beijing,
            policy=policy,
            **page.values,
        )
    )
    return build.site.write(f"{build.folder}{page.file}", text)
