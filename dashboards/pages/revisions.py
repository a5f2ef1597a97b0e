"""修订: which published reports changed after they were first captured, and which numbers and sentences."""

from __future__ import annotations

from dashboards import say, views
from dashboards.queries import Row
from dashboards.render import Build, Page, view_page
from dashboards.shards import UTC_TEXT
from dashboards.views import Column, Section, Table, View

KEY = "revisions"
FILE = "revisions.html"

_MOST = 500


def make(build: Build) -> Page:
    """One view: revisions, latest first."""
    t = build.words
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, source_url, {UTC_TEXT.format("unchanged_until")} as before,
            {UTC_TEXT.format("changed_by")} as after, cells_changed, sentences_changed, resolves_finding
        from mart_revision order by changed_by desc, agency_id, report_year, new_version_id limit {_MOST}
        """
    )
    total = build.release.rows(
        """
        select count(*) as revisions, count(distinct report_id) as reports, coalesce(sum(len(cells_changed)), 0) as cells,
            coalesce(sum(len(sentences_changed)), 0) as sentences from mart_revision
        """
    )[0]
    read = build.release.rows("select count(*) as n from fct_report")[0]["n"]
    if not rows:
        return view_page(build, KEY, FILE, [("", View(t("revisions.none", n=say.count(read))))])
    numbers = {name: say.count(value) for name, value in total.items()}
    view = View(
        t("revisions.lead", n=say.count(read), **numbers), [_picture(build), _table(build, rows, total["revisions"])]
    )
    return view_page(build, KEY, FILE, [("", view)])


def _picture(build: Build) -> Section:
    t = build.words
    years = build.release.rows("select report_year, count(*) as n from mart_revision group by all order by 1")
    series = [(str(row["report_year"]), row["n"]) for row in years]
    return Section(t("revisions.picture"), views.columns(series), note=t("revisions.picture_note"))


def _table(build: Build, rows: list[Row], total: int) -> Section:
    t = build.words
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("overview.col_year"), "year"), Column(t("revisions.col_between")),
        Column(t("revisions.col_cells"), "list"), Column(t("revisions.col_sentences"), "list"),
        Column(t("revisions.col_resolves"), "list"), Column(t("source.report_url"), "address"),
    ]  # fmt: skip
    body = [
        [
            views.agency(row), row["report_year"],
            t("revisions.between", before=say.beijing(row["before"]), after=say.beijing(row["after"])),
            {"l": [_cell(build, row, text) for text in row["cells_changed"] or []]}, {"l": list(row["sentences_changed"] or [])},
            {"l": [_finding(build, text) for text in row["resolves_finding"] or []]}, views.address(row["source_url"]),
        ]
        for row in rows
    ]  # fmt: skip
    note = t("table.first", n=_MOST, total=say.count(total)) if total > len(rows) else ""
    return Section(t("revisions.list"), table=Table(t("revisions.list"), heads, body), note=note)


def _cell(build: Build, row: Row, text: str) -> object:
    """`table.row.column: old -> new` in the words of the form, leading to the cell as it stands now."""
    name, space, change = text.partition(": " if ": " in text else " ")
    if not space:
        return text
    old, _, new = change.partition(" -> ")
    words = (build.words.name("state", value) for value in (old, new))
    said = f"{build.sheet.cell_name(name)}{build.words('site.colon')}{' → '.join(words)}"
    return {"v": said, "f": [row["agency_id"], row["report_year"], name, "cell"]}


def _finding(build: Build, text: str) -> str:
    rule = text.partition(":")[0]
    return build.sheet.rules.get(rule, build.words.name("rule", rule))
