"""Builds the static site of a release from its DuckDB file and from nothing else.

The site is written aside and put in place by a rename, so a reader of the folder sees the old site or the new one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboards.assets import write_assets
from dashboards.catalog import write_shards
from dashboards.charts import chart_specs
from dashboards.files import SiteFolder, to_json
from dashboards.names import names_of
from dashboards.pages import PAGES
from dashboards.queries import Release, open_release
from dashboards.render import Build, write_page
from dashboards.sheet import make_sheet
from dashboards.words import DEFAULT_LANGUAGE, LANGUAGES, load_words
from warehouse.form import load_forms

#: Says that a folder is a site of ours and may be replaced.
_MARK = "site.json"


class BuildError(Exception):
    """The site cannot be put where it was asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What was built: pages in all languages, agencies, files and bytes in all."""

    release_id: str
    pages: int
    agencies: int
    files: int
    bytes: int


def build_site(database: Path, site: Path, release_id: str) -> SiteSummary:
    """Build the site of the release in `database` into the folder `site`, replacing a site of ours that lies there.

    The same database and release id give the same bytes. DatabaseError when the file is no release, BuildError when `site`
    is a folder that holds something else.
    """
    _check_replaceable(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{site.name}.", dir=site.parent))
    try:
        with open_release(database) as release:
            summary = _fill(SiteFolder(aside, release_id), release, release_id)
        aside.chmod(0o755)
        _put_in_place(aside, site)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return summary


def _fill(site: SiteFolder, release: Release, release_id: str) -> SiteSummary:
    assets = write_assets(site)
    site.write_data("charts", chart_specs())
    agencies = release.agencies()
    sheets = {language: make_sheet(release.form_cells(language), load_forms(), language) for language in LANGUAGES}
    names = names_of(release)
    write_shards(site, release, agencies, sheets[DEFAULT_LANGUAGE].cells, names)
    languages = [(load_words(name)["lang"], load_words(name)["site.language"], _folder(name)) for name in LANGUAGES]
    for language, sheet in sheets.items():
        build = Build(
            release, release_id, language, load_words(language), sheet, names, site, assets, _folder(language)
        )
        _write_language(build, languages)
    summary = SiteSummary(release_id, len(PAGES) * len(LANGUAGES), len(agencies), site.files + 1, site.bytes)
    site.write(_MARK, to_json(asdict(summary)) + "\n")
    return summary


def _folder(language: str) -> str:
    return "" if language == DEFAULT_LANGUAGE else f"{language}/"


def _write_language(build: Build, languages: Sequence[tuple[str, str, str]]) -> None:
    words = build.words
    categories = {row["category"]: row["label"] for row in build.release.categories(build.language)}
    labels = build.sheet.labels(words.family("measure"))
    build.site.write_data("words", dict(words), build.language)
    build.site.write_data("form", build.sheet.as_data(), build.language)
    build.site.write_data("labels", labels | {"categories": categories}, build.language)
    build.site.write_data("measures", build.measures, build.language)
    navigation = [(module.FILE, words(f"nav.{module.KEY}")) for module in PAGES]
    for module in PAGES:
        write_page(build, module.make(build), navigation, languages)


def _check_replaceable(site: Path) -> None:
    if site.exists() and not (site.is_dir() and (not any(site.iterdir()) or (site / _MARK).is_file())):
        raise BuildError(f"{site} holds something that is no site of this program; choose another folder.")


def _put_in_place(aside: Path, site: Path) -> None:
    if site.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{site.name}.old.", dir=site.parent))
        site.rename(old / "site")
        aside.rename(site)
        shutil.rmtree(old)
    else:
        aside.rename(site)
