"""运行: did the last night work, what came of each address, what earlier nights did."""

from __future__ import annotations

from collections import Counter

from dashboards import say, views
from dashboards.queries import Row
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "runs"
FILE = "runs.html"

#: Lines a list on this page may have; the database holds all.
_PORTALS = 500
_REASONS = 500
_RUNS = 200
_COUNTS = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope")


def make(build: Build) -> Page:
    """The refresh runs the release knows of, latest first."""
    t = build.words
    if not build.runs:
        return view_page(build, KEY, FILE, [("", View(t("runs.lead_none")))])
    last = build.runs[0]
    bad = (last["failed"] or 0) + (last["blocked"] or 0)
    verdict = t("runs.bad", failed=last["failed"], blocked=last["blocked"]) if bad else t("runs.fine")
    portals = portals_of_last_run(build)
    lead = t("runs.lead", when=build.when(last), verdict=verdict) + portal_sentence(build, portals)
    sections = [_picture(build), _runs(build), _portals(build, portals), _reasons(build)]
    return view_page(build, KEY, FILE, [("", View(lead, sections))])


def portals_of_last_run(build: Build) -> list[Row]:
    """One row a portal of the latest run, those that did not go well first."""
    return build.release.rows(
        f"""
        select portal_id, portal_name, platform, verdict, {_reason(build)} as reason, {_said(build, "signs")} as signs,
            discovered, archived, unchanged, failed, blocked, out_of_scope
        from fct_run_portal where run_id = (select max(run_id) from mart_run)
        order by verdict = 'complete', verdict, portal_id
        """
    )


def _named(row: Row) -> views.Cell:
    """A portal by its name, its id beside; by its id alone where the registry has it no more."""
    key = {"v": row["portal_id"], "c": "code"}
    return {"l": [row["portal_name"], key]} if row["portal_name"] else key


def _said(build: Build, name: str) -> str:
    """The column with a text in the language of the page."""
    return name if build.language == "en" else f"{name}_zh"


def _reason(build: Build) -> str:
    """The reason in the language of the page; runs of before have it in English alone."""
    return f"coalesce({_said(build, 'reason')}, reason)"


def portal_sentence(build: Build, portals: list[Row]) -> str:
    """How many portals came in whole and how many did not, in a sentence; "" for a run without portals."""
    if not portals:
        return ""
    counts = sorted(Counter(row["verdict"] for row in portals).items(), key=lambda item: (-item[1], item[0]))
    parts = build.words("site.comma").join(
        f"{build.words.name('portal', verdict)} {count}" for verdict, count in counts
    )
    return build.words("runs.portal_sentence", n=len(portals), parts=parts)


def _picture(build: Build) -> Section:
    t = build.words
    names = _COUNTS[1:]
    drawn = [
        (
            say.beijing(row["moment"])[5:],
            t("runs.addresses", n=say.count(row["discovered"])),
            [(row[name] or 0) / row["discovered"] for name in names],
        )
        for row in build.runs[:10]
        if row["discovered"]
    ]
    legend = [t(f"runs.col_{name}") for name in names]
    return Section(
        t("runs.picture"),
        views.stack(drawn, legend) if drawn else None,
        note=t("runs.balance"),
        empty=t("chart.no_data"),
    )


def _marked(row: Row, name: str) -> object:
    return {"v": row[name], "c": "bad"} if name in {"failed", "blocked", "quarantined"} and row[name] else row[name]


def _runs(build: Build) -> Section:
    t = build.words
    names = (*_COUNTS, "parsed", "quarantined")
    heads = [Column(t("runs.col_run")), *(Column(t(f"runs.col_{name}"), "moment") for name in ("started", "ended"))]
    heads += [Column(t(f"runs.col_{name}"), "count") for name in names]
    body = [
        [
            {"v": row["run_id"], "c": "code"},
            say.beijing(row["started_at"]),
            say.beijing(row["ended_at"]),
            *(_marked(row, name) for name in names),
        ]
        for row in build.runs[:_RUNS]
    ]
    return Section(t("runs.list"), table=Table(t("runs.list"), heads, body))


def _portals(build: Build, portals: list[Row]) -> Section:
    t = build.words
    marks = {"complete": "good", "failed": "bad", "blocked": "bad", "silent": "bad"}
    heads = [
        Column(t("runs.col_portal")),
        Column(t("runs.col_verdict"), "state"),
        Column(t("runs.col_noticed"), "list"),
    ]
    heads += [Column(t(f"runs.col_{name}"), "count") for name in _COUNTS]
    body = [
        [
            _named(row), views.badge(t.name("portal", row["verdict"]), marks.get(row["verdict"], "")),
            {"l": [views.reason(row[name], build.language) for name in ("reason", "signs") if row[name]]},
            *(_marked(row, name) for name in _COUNTS),
        ]
        for row in portals[:_PORTALS]
    ]  # fmt: skip
    table = Table(t("runs.portals"), heads, body) if body else None
    note = t("table.first", n=_PORTALS, total=say.count(len(portals))) if len(portals) > _PORTALS else ""
    return Section(t("runs.portals"), table=table, note=note, empty=t("runs.no_portals"))


def _reasons(build: Build) -> Section:
    t = build.words
    rows = build.release.rows(
        f"""
        select portal_id, portal_name, url, outcome, {_reason(build)} as reason
        from fct_run_reason left join (select run_id, portal_id, portal_name from fct_run_portal) using (run_id, portal_id)
        where run_id = (select max(run_id) from mart_run)
        order by portal_id, ordinal limit ?
        """,
        _REASONS,
    )
    heads = [
        Column(t("runs.col_portal")), Column(t("runs.col_url"), "address"), Column(t("runs.col_outcome")),
        Column(t("overview.col_reason"), "sentence"),
    ]  # fmt: skip
    body = [
        [
            _named(row),
            views.address(row["url"]),
            t.name("outcome", row["outcome"]),
            views.reason(row["reason"], build.language),
        ]
        for row in rows
    ]
    table = Table(t("runs.reasons"), heads, body) if body else None
    return Section(t("runs.reasons"), table=table, empty=t("runs.fine"))
