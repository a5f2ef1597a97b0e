"""核验: every sum that fails, every sentence that the tables contradict, every carry-over that breaks."""

from __future__ import annotations

from dashboards import say, views
from dashboards.queries import Row
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "findings"
FILE = "findings.html"

#: Rows of a list; the rest of a year is in the database (`mart_finding`).
_MOST = 500

#: Cells shown beside a finding; the agency's page marks all it touches.
_CELLS = 8


def make(build: Build) -> Page:
    """A view a year that has findings of current reports or broken carry-overs."""
    counts = build.release.rows(
        """
        with finding as (
            select report_year, count(*) filter (where severity = 'error') as sums,
                count(*) filter (where severity = 'warning') as sentences,
                count(distinct report_id) filter (where severity = 'error') as reports,
                count(repair) as repairs
            from mart_finding where resolved_by_version is null group by all
        ), carried as (
            select report_year, count(*) filter (where status = 'breaks') as breaks,
                count(*) filter (where status in ('holds', 'breaks')) as compared
            from mart_continuity group by all
        ), read as (select report_year, count(*) as accepted from fct_report where status = 'accepted' group by all)
        select report_year, coalesce(sums, 0) as sums, coalesce(sentences, 0) as sentences, coalesce(reports, 0) as reports,
            coalesce(repairs, 0) as repairs, coalesce(breaks, 0) as breaks, coalesce(compared, 0) as compared, accepted
        from read left join finding using (report_year) left join carried using (report_year)
        order by report_year desc
        """
    )
    found = [(str(row["report_year"]), _view(build, row, counts)) for row in counts]
    found.sort(key=lambda item: (not item[1].tiles, -int(item[0])))
    return view_page(build, KEY, FILE, found or [("", View(build.words("findings.lead_none")))])


def _view(build: Build, now: Row, counts: list[Row]) -> View:
    t, year = build.words, now["report_year"]
    numbers = {name: say.count(value) for name, value in now.items() if name != "report_year"}
    amiss = now["sums"] + now["sentences"] + now["breaks"]
    parts = [
        t(f"findings.part_{'' if now[name] else 'no_'}{name}", **numbers) for name in ("sums", "sentences", "breaks")
    ]
    lead = t("findings.lead_fine", year=year, **numbers)
    if amiss:
        lead = t("findings.lead", year=year, accepted=numbers["accepted"], parts=t("site.comma").join(parts))
    sections = [_sums(build, now), _sentences(build, now), _carried(build, now), _years(build, counts)]
    tiles = [
        (
            t("findings.list"),
            numbers["sums"],
            t("findings.tile_sums", reports=numbers["reports"], accepted=numbers["accepted"]),
            bool(now["sums"]),
            "",
        ),
        (t("findings.claims"), numbers["sentences"], "", bool(now["sentences"]), ""),
        (
            t("findings.carried"),
            numbers["breaks"],
            t("findings.tile_breaks", compared=numbers["compared"]),
            bool(now["breaks"]),
            "",
        ),
        (t("findings.repair"), numbers["repairs"], t("findings.tile_repairs"), False, ""),
    ]
    return View(lead, sections, tiles if amiss else ())


def _years(build: Build, counts: list[Row]) -> Section:
    t = build.words
    names = ("accepted", "reports", "sums", "repairs", "sentences", "compared", "breaks")
    heads = [Column(t("overview.col_year"), "year"), *(Column(t(f"findings.col_{name}"), "count") for name in names)]
    body = [
        [row["report_year"], *(views.link(row[name] or None, FILE, year=row["report_year"]) or 0 for name in names)]
        for row in counts
    ]
    series = [(str(row["report_year"]), row["sums"] + row["sentences"] + row["breaks"]) for row in reversed(counts)]
    chart = views.columns(series) if any(value for _, value in series) else None
    note = t("findings.years_note") if chart else ""
    return Section(t("findings.years"), chart, Table(t("findings.years"), heads, body), note=note)


def _findings(build: Build, year: int, severity: str) -> list[Row]:
    explanation = "explanation_en" if build.language == "en" else "explanation_zh"
    return build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, rule_id, place, printed, expected, delta, cells,
            sentence, {explanation} as explanation, repair
        from mart_finding where severity = ? and report_year = ? and resolved_by_version is null
        order by agency_id, rule_id, place limit {_MOST}
        """,
        severity, year,
    )  # fmt: skip


def _sums(build: Build, now: Row) -> Section:
    """What each side of a sum comes to, and the printed cells it is made of, totals first."""
    t, year = build.words, now["report_year"]
    rows = _findings(build, year, "error")
    values = _cell_values(build, rows)
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("agency.col_rule")), Column(t("agency.col_place")),
        Column(t("agency.col_printed"), "count"), Column(t("agency.col_expected"), "count"), Column(t("agency.col_delta"), "count"),
        Column(t("findings.col_cells"), "list"), Column(t("agency.col_explanation"), "sentence"), Column(t("findings.repair")),
    ]  # fmt: skip
    body = []
    for row in rows:
        cells = row["cells"] or []
        cell, equals, value = (row["repair"] or "").partition(" = ")
        repair = f"{build.sheet.cell_name(cell)}{equals}{value}"
        rule = build.sheet.rules.get(row["rule_id"], row["rule_id"])
        sums = ({"v": row["printed"], "c": "bad"}, row["expected"], row["delta"])
        beside = {"l": _beside(build, [row], values)}
        place = build.sheet.place_name(row["place"], cells)
        body.append([build.agency(row), rule, place, *sums, beside, row["explanation"], repair])
    table = Table(f"{t('findings.list')}-{year}", heads, body) if body else None
    return Section(
        t("findings.list"), table=table, note=_limit(build, rows, now["sums"]), empty=t("findings.list_none", year=year)
    )


def _beside(build: Build, rows: list[Row], values: dict[tuple[str, str], float]) -> list[views.Cell]:
    """The printed cells that findings of one report touch, each leading to its source: noughts left out, a few first."""
    cells: dict[str, views.Cell] = {}
    for row in rows:
        for cell in row["cells"] or []:
            value = values.get((row["agency_id"], cell))
            if value:
                named = f"{build.sheet.cell_name(cell)} {say.count(value)}"
                cells[cell] = {"v": named, "f": [row["agency_id"], row["report_year"], cell, "cell"]}
    return list(cells.values())[:_CELLS] or [build.words("state.nothing")]


def _limit(build: Build, listed: list[Row], total: int) -> str:
    return build.words("table.first", n=len(listed), total=say.count(total)) if total > len(listed) else ""


def _sentences(build: Build, now: Row) -> Section:
    """One row a sentence and rule; a sentence that says several things wrongly says them in one row, the cells beside."""
    t, year = build.words, now["report_year"]
    measures = build.sheet.measures(t.family("measure"))
    rows = _findings(build, year, "warning")
    values = _cell_values(build, rows)
    said: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        said.setdefault((row["agency_id"], row["rule_id"].partition(":")[0], row["sentence"]), []).append(row)
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("agency.col_rule")), Column(t("agency.col_claim"), "list"),
        Column(t("findings.col_cells"), "list"), Column(t("agency.col_sentence"), "quote"),
    ]  # fmt: skip
    body = []
    for (_, rule, sentence), group in said.items():
        claims = []
        for row in group:
            kind = row["rule_id"].partition(":")[2]
            name = t("site.plus").join(measures.get(part, part) for part in row["place"].partition("#")[0].split("+"))
            claims.append(f"{name} {say.count(row['printed'])}{'%' if kind in {'share', 'growth'} else ''}")
        beside = {"l": _beside(build, group, values)}
        body.append([build.agency(group[0]), t.name("rule", rule), {"l": claims}, beside, sentence])
    table = Table(f"{t('findings.claims')}-{year}", heads, body) if body else None
    return Section(
        t("findings.claims"), table=table, note=_limit(build, rows, now["sentences"]), empty=t("findings.claims_none")
    )


def _cell_values(build: Build, rows: list[Row]) -> dict[tuple[str, str], float]:
    """The printed values of the cells that findings name."""
    wanted = sorted({f"{row['agency_id']}-{cell}" for row in rows for cell in row["cells"] or []})
    if not wanted:
        return {}
    found = build.release.rows(
        """
        select agency_id, table_key || '.' || row_key || '.' || column_key as cell, value from fct_report_cell
        where report_year = ? and value is not null
            and agency_id || '-' || table_key || '.' || row_key || '.' || column_key in (select unnest(?))
        """,
        rows[0]["report_year"], wanted,
    )  # fmt: skip
    return {(row["agency_id"], row["cell"]): row["value"] for row in found}


def _carried(build: Build, now: Row) -> Section:
    t, year = build.words, now["report_year"]
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, rule_id, table_key, row_key, column_key, prior_year,
            prior_value, expected_value, current_value, gap
        from mart_continuity where status = 'breaks' and report_year = ?
        order by agency_id, rule_id, table_key, row_key, column_key limit {_MOST}
        """,
        year,
    )
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("agency.col_rule")), Column(t("agency.col_item")),
        Column(t("findings.col_prior"), "count"), Column(t("agency.col_expected"), "count"),
        Column(t("agency.col_printed"), "count"), Column(t("agency.col_delta"), "count"),
    ]  # fmt: skip
    body = []
    for row in rows:
        cell = f"{row['table_key']}.{row['row_key']}.{row['column_key']}"
        printed = views.figure(row["current_value"], row, cell, mark="broken")
        item = build.sheet.cell_name(cell)
        body.append(
            [
                build.agency(row),
                t.name("rule", row["rule_id"]),
                item,
                row["prior_value"],
                row["expected_value"],
                printed,
                row["gap"],
            ]
        )
    table = Table(f"{t('findings.carried')}-{year}", heads, body) if body else None
    return Section(
        t("findings.carried"), table=table, note=_limit(build, rows, now["breaks"]), empty=t("findings.carried_none")
    )
