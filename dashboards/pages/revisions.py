"""修订: which published reports changed after they were first captured, and which numbers and sentences."""

from __future__ import annotations

from dashboards import say, views
from dashboards.lines import UTC_TEXT
from dashboards.queries import Row
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "revisions"
FILE = "revisions.html"

#: Revisions a month lists, and figures and sentences of each; the agency's page and `mart_revision` have all.
_MOST = 200
_CELLS = 8
_SENTENCES = 4


def make(build: Build) -> Page:
    """A view a month in which reports were found changed, latest first; one view where none was."""
    t = build.words
    total = build.release.rows(
        """
        select count(*) as revisions, count(distinct report_id) as reports, coalesce(sum(len(cells_changed)), 0) as cells,
            coalesce(sum(len(sentences_changed)), 0) as sentences from mart_revision
        """
    )[0]
    read = build.release.rows("select count(*) as n from fct_report")[0]["n"]
    months = build.release.rows(
        """
        select coalesce(strftime(changed_by + interval 8 hour, '%Y-%m'), '—') as month, count(*) as n
        from mart_revision group by all order by month desc
        """
    )
    if not months:
        nothing = Section(t("revisions.list"), empty=t("revisions.list_none"))
        return view_page(
            build, KEY, FILE, [("", View(t("revisions.none", n=say.count(read)), [nothing, _versions(build)]))]
        )
    lead = t("revisions.lead", n=say.count(read), **{name: say.count(value) for name, value in total.items()})
    found = [
        (row["month"], View(lead, [_picture(build), _table(build, row["month"], row["n"]), _versions(build)]))
        for row in months
    ]
    return view_page(build, KEY, FILE, found, choice="month")


def _versions(build: Build) -> Section:
    """By report year: reports, the versions of them that were seen, how often one changed, when one was last looked at."""
    t = build.words
    rows = build.release.rows(
        f"""
        with seen as (
            select report_year, count(distinct report_id) as reports, count(*) as versions,
                {UTC_TEXT.format("max(last_seen_at)")} as last_seen_at
            from fct_report_version where not is_alternate group by all
        ), changed as (select report_year, count(*) as changed from mart_revision group by all)
        select report_year, reports, versions, coalesce(changed, 0) as changed, last_seen_at
        from seen left join changed using (report_year) order by report_year desc
        """
    )
    heads = [
        Column(t("overview.col_year"), "year"),
        *(Column(t(f"revisions.col_{name}"), "count") for name in ("reports", "versions", "changed")),
        Column(t("revisions.col_last_seen"), "moment"),
    ]
    body = [
        [row["report_year"], row["reports"], row["versions"], row["changed"], say.beijing(row["last_seen_at"])]
        for row in rows
    ]
    title = t("revisions.versions")
    table = Table(title, heads, body) if body else None
    return Section(title, table=table, note=t("revisions.versions_note"), empty=t("site.empty_release"))


def _picture(build: Build) -> Section:
    t = build.words
    years = build.release.rows("select report_year, count(*) as n from mart_revision group by all order by 1")
    series = [(str(row["report_year"]), row["n"]) for row in years]
    return Section(t("revisions.picture"), views.columns(series), note=t("revisions.picture_note"))


def _table(build: Build, month: str, total: int) -> Section:
    """The revisions of a month, latest first."""
    t = build.words
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, source_url, {UTC_TEXT.format("unchanged_until")} as before,
            {UTC_TEXT.format("changed_by")} as after, cells_changed, sentences_changed, resolves_finding
        from mart_revision where coalesce(strftime(changed_by + interval 8 hour, '%Y-%m'), '—') = ?
        order by changed_by desc, agency_id, report_year, new_version_id limit {_MOST}
        """,
        month,
    )
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("overview.col_year"), "year"), Column(t("revisions.col_between")),
        Column(t("revisions.col_cells"), "list"), Column(t("revisions.col_sentences"), "list"),
        Column(t("revisions.col_resolves"), "list"), Column(t("source.report_url"), "address"),
    ]  # fmt: skip
    body = [
        [
            build.agency(row), row["report_year"],
            t("revisions.between", before=say.beijing(row["before"]), after=say.beijing(row["after"])),
            {"l": _some(build, [_cell(build, row, text) for text in row["cells_changed"] or []], _CELLS)},
            {"l": _some(build, list(row["sentences_changed"] or []), _SENTENCES)},
            {"l": [_finding(build, text) for text in row["resolves_finding"] or []]}, views.address(row["source_url"]),
        ]
        for row in rows
    ]  # fmt: skip
    note = t("table.first", n=_MOST, total=say.count(total)) if total > len(rows) else ""
    return Section(t("revisions.list"), table=Table(t("revisions.list"), heads, body), note=note)


def _some(build: Build, parts: list[object], most: int) -> list[object]:
    """The first of a list and how many more there are."""
    return [*parts[:most], *([build.words("revisions.more", n=len(parts) - most)] if len(parts) > most else [])]


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
