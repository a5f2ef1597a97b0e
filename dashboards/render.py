"""Writing one page: the shared layout, the values every page shows, and the templates with escaping always on.

Which pages there are and what they hold is said in `dashboards/pages/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboards import say
from dashboards.assets import Assets
from dashboards.files import SiteFolder
from dashboards.queries import Release, Row
from dashboards.serve import CONTENT_SECURITY_POLICY
from dashboards.sheet import Sheet
from dashboards.words import Words

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Build:
    """What every page may read while a site is built."""

    release: Release
    release_id: str
    words: Words
    sheet: Sheet
    site: SiteFolder
    assets: Assets
    agencies: list[Row]
    runs: list[Row]

    @property
    def moment(self) -> str | None:
        """When the newest data came in, ISO in UTC; None for a release without a run."""
        return self.runs[0]["moment"] if self.runs else None

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
    values: dict[str, Any]
    data: tuple[str, ...] = ()
    charts: bool = False
    tables: bool = True
    scripts: tuple[str, ...] = field(default=())


def environment() -> Environment:
    """Jinja with escaping on for every template and an error for every unknown name."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(count=say.count, percent=say.percent, growth=say.growth, beijing=say.beijing)
    return made


def write_page(build: Build, page: Page, navigation: list[tuple[str, str]]) -> str:
    """Render a page in the layout and write it; gives its file name."""
    policy = CONTENT_SECURITY_POLICY.replace("; frame-ancestors 'none'", "")  # a meta element may not say this one
    text = (
        environment()
        .get_template(f"{page.key}.html")
        .render(
            t=build.words,
            page=page,
            navigation=navigation,
            assets=build.assets,
            data_folder=build.site.data,
            release_id=build.release_id,
            moment=build.moment,
            when=build.when,
            policy=policy,
            **page.values,
        )
    )
    return build.site.write(page.file, text)
