"""口径: every measure with its formula, guard and caveat; the editions of the form and which cells compare; limits; how to cite."""

from __future__ import annotations

from dashboards import say, views
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "method"
FILE = "method.html"

_LIMITS = ("blank", "implied", "small", "interval", "editions", "areas", "pools", "late", "ocr", "sources")


def make(build: Build) -> Page:
    """The dictionaries of the release as tables."""
    t = build.words
    lead = t("method.lead", n=len(build.measures), editions=len(build.sheet.editions))
    limits = Section(t("method.limits"), text=[t(f"method.limit_{name}") for name in _LIMITS])
    cite = Section(
        t("method.cite"), text=[t("method.cite_text", release=build.release_id, until=say.beijing(build.moment))]
    )
    return view_page(
        build, KEY, FILE, [("", View(lead, [_editions(build), _measures(build), limits, _form(build), cite]))]
    )


def _editions(build: Build) -> Section:
    """Which editions the reports of a year were printed on: what a series crosses."""
    t = build.words
    rows = build.release.rows(
        """
        select *, n / sum(n) over (partition by report_year) as share from (
            select report_year, edition, count(*) as n from fct_report where status = 'accepted' group by all
        ) order by report_year, edition desc
        """
    )
    editions = sorted(
        {row["edition"] for row in rows}, key=lambda edition: (edition[:1].isdigit(), edition), reverse=True
    )
    by_year: dict[int, dict[str, tuple[int, float]]] = {}
    for row in rows:
        by_year.setdefault(row["report_year"], {})[row["edition"]] = (row["n"], row["share"])
    drawn = [
        (str(year), "", [found.get(edition, (0, 0.0))[1] for edition in editions]) for year, found in by_year.items()
    ]
    heads = [
        Column(t("overview.col_year"), "year"),
        *(Column(t.name("edition", edition), "count") for edition in editions),
    ]
    body = [[year, *(found.get(edition, (0, 0.0))[0] for edition in editions)] for year, found in by_year.items()]
    chart = views.stack(drawn, [t.name("edition", edition) for edition in editions]) if drawn else None
    table = Table(t("method.editions"), heads, body) if body else None
    return Section(t("method.editions"), chart, table, note=t("method.editions_note"), empty=t("site.empty_release"))


def _measures(build: Build) -> Section:
    t = build.words
    names = ("measure", "key", "formula", "unit", "guard", "caveat")
    said = {"formula", "guard", "caveat"}
    heads = [Column(t(f"method.col_{name}"), "sentence" if name in said else "text") for name in names]
    body = [
        [row["label"], {"v": row["key"], "c": "code"}, row["formula"], row["unit"], row["guard"], row["caveat"]]
        for row in build.measures
    ]
    return Section(t("method.measures"), table=Table(t("method.measures"), heads, body))


def _form(build: Build) -> Section:
    t = build.words
    heads = [Column(t(f"method.col_{name}")) for name in ("edition", "table", "row", "column", "unit", "compares")]
    body = [
        [
            t.name("edition", cell["edition"]), cell["table_label"], cell["row_label"], cell["column_label"],
            t.name("unit", cell["unit"]), t("site.comma").join(t.name("edition", other) for other in cell["compares_with"] or []),
        ]
        for cell in build.sheet.cells
        if cell["unit"] is not None
    ]  # fmt: skip
    return Section(t("method.form"), table=Table(t("method.form"), heads, body), note=t("method.form_note"))
