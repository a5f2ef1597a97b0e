"""What the tables of the pages say that is no single figure, and the SQL that gives the same from the database."""

from __future__ import annotations

#: Tables of sums: page and year, the table's title, the heading that names a row, then SQL that gives (row, heading, value).
OUTSIDE = "agency_id in (select agency_id from dim_agency where kind is distinct from 'government')"
SUMS = [
    (
        "index.html",
        "",
        "overview.years",
        "overview.col_year",
        f"""unpivot (
            select report_year::varchar as row, sum(request_count)::double as "overview.col_requests",
                count(request_count)::double as "overview.col_agencies", sum(total_handled)::double as "overview.col_handled"
            from mart_agency_year where {OUTSIDE} group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "index.html",
        "",
        "overview.years",
        "overview.col_year",
        """unpivot (
            select report_year::varchar as row, count(*) filter (where is_expected)::double as "overview.col_expected",
                count(*) filter (where state = 'missing')::double as "overview.col_missing",
                count(*) filter (where state = 'quarantined')::double as "overview.col_quarantined"
            from mart_coverage group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "coverage.html",
        "2024",
        "coverage_page.regions",
        "overview.col_region",
        """unpivot (
            select region_name as row, count(*)::double as "coverage_page.col_expected",
                count(*) filter (where state = 'accepted')::double as "coverage_page.col_accepted",
                count(*) filter (where state = 'quarantined')::double as "coverage_page.col_quarantined"
            from mart_coverage where report_year = 2024 group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "outcomes.html",
        "2024",
        "outcomes.groups",
        "outcomes.col_group",
        f"""with sums as (
            select outcome_group, sum(request_count) as part, sum(total_handled) as whole from mart_outcome_share
            where outcome_key is null and report_year = 2024 and {OUTSIDE} and agency_id in (
                select agency_id from mart_outcome_share where report_year = 2024 and outcome_key is null
                group by 1 having count(share) = 6)
            group by 1
        ), named as (
            select distinct on (outcome_group) group_zh as row, part::double as "outcomes.col_count",
                part / whole as "outcomes.col_share"
            from sums join dim_form_cell using (outcome_group)
        ) unpivot named on columns(* exclude (row))""",
    ),
    (
        "outcomes.html",
        "2024",
        "outcomes.grounds",
        "outcomes.col_outcome",
        f"""unpivot (
            select row_zh as row, sum(value)::double as "outcomes.col_count" from fct_report_cell
            join dim_form_cell using (edition, table_key, row_key, column_key)
            where outcome_group = 'refused' and column_key = 'total' and report_year = 2024 and {OUTSIDE} group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "outcomes.html",
        "2024",
        "outcomes.applicants",
        "outcomes.col_applicant",
        f"""unpivot (
            select column_zh as row, sum(value)::double as "agency.col_handled" from fct_report_cell
            join dim_form_cell using (edition, table_key, row_key, column_key)
            where row_key = 'total_handled' and column_key <> 'total' and report_year = 2024 and {OUTSIDE}
            group by 1 having sum(value) > 0
        ) on columns(* exclude (row))""",
    ),
    (
        "findings.html",
        "2024",
        "findings.years",
        "overview.col_year",
        """unpivot (
            select report_year::varchar as row, count(*) filter (where severity = 'error')::double as "findings.col_sums",
                count(*) filter (where severity = 'warning')::double as "findings.col_sentences",
                count(repair)::double as "findings.col_repairs"
            from mart_finding group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "growth.html",
        "2024",
        "growth_page.rises",
        "overview.col_agency",
        f"""unpivot (
            select agency_name as row, request_growth as "agency.col_growth", request_count::double as "agency.col_new",
                prior_request_count::double as "agency.col_prior"
            from mart_agency_year
            where report_year = 2024 and request_growth_status = 'ok' and request_growth > 0 and {OUTSIDE}
        ) on columns(* exclude (row))""",
    ),
    (
        "growth.html",
        "2024",
        "growth_page.small",
        "overview.col_agency",
        f"""unpivot (
            select agency_name as row, request_growth as "agency.col_growth", request_count::double as "agency.col_new"
            from mart_agency_year where report_year = 2024 and request_growth_status = 'small_base' and {OUTSIDE}
        ) on columns(* exclude (row))""",
    ),
    (
        "growth.html",
        "2024",
        "growth_page.split",
        "overview.col_agency",
        """unpivot (
            select agency_name as row, request_count::double as "agency.col_new" from mart_agency_year
            where report_year = 2024 and request_growth_status = 'split'
        ) on columns(* exclude (row))""",
    ),
    (
        "revisions.html",
        "",
        "revisions.versions",
        "overview.col_year",
        """unpivot (
            select report_year::varchar as row, count(distinct report_id)::double as "revisions.col_reports",
                count(*)::double as "revisions.col_versions" from fct_report_version group by 1
        ) on columns(* exclude (row))""",
    ),
    (
        "runs.html",
        "",
        "runs.list",
        "runs.col_run",
        """unpivot (
            select run_id as row, discovered::double as "runs.col_discovered", archived::double as "runs.col_archived",
                failed::double as "runs.col_failed", quarantined::double as "runs.col_quarantined" from mart_run
        ) on columns(* exclude (row))""",
    ),
]

WHOLE = """(select agency_id, report_year from mart_outcome_share where outcome_key is null group by all
    having count(share) = (select count(distinct outcome_group) from mart_outcome_share))"""
GROUPS = (
    "(select distinct on (outcome_group) outcome_group, group_zh from dim_form_cell where outcome_group is not null)"
)
SHARES = f"""select report_year::varchar as row, group_zh as name, sum(request_count) / sum(total_handled) as value
    from mart_outcome_share semi join {WHOLE} using (agency_id, report_year) join {GROUPS} using (outcome_group)
    where outcome_key is null and {OUTSIDE} group by all"""
BY_YEAR = "unpivot (select report_year::varchar as row, {} group by 1) on columns(* exclude (row))"
GROWTH = (
    """unpivot (
    select agency_name as row, request_log_change, prior_request_count::double as "agency.col_prior" from mart_agency_year
    where report_year = 2024 and request_growth_status = '{}' and {} and """
    + OUTSIDE
    + """
) on columns(* exclude (row))"""
)
RUN = """unpivot (select {} as row, {} from {}) on columns(* exclude (row))"""
STATES = ("accepted", "quarantined", "missing", "blocked")
EDITIONS = ("2021", "2019", "hybrid")
OF_RUN = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope")

#: The other numbers of the pages, so that no column of any is left: the same fields as `SUMS`.
OTHERS = [
    ("index.html", "", "overview.outcomes", "compare.agency", SHARES),
    ("index.html", "", "overview.series", "compare.agency", f"""
        select report_year || ' ' || count(request_count) || ' 家' as row, 'overview.series' as name,
            sum(request_count)::double as value from mart_agency_year where {OUTSIDE} group by report_year
        having count(request_count) > 0"""),
    ("index.html", "", "overview.years", "overview.col_year", BY_YEAR.format("""
        count(*) filter (where state = 'blocked')::double as "overview.col_blocked",
        count(*) filter (where is_late)::double as "overview.col_late" from mart_coverage""")),
    ("index.html", "", "overview.years", "overview.col_year", BY_YEAR.format("""
        count(*) filter (where status = 'accepted')::double as "overview.col_reports" from fct_report""")),
    ("index.html", "", "overview.years", "overview.col_year", BY_YEAR.format("""
        count(distinct report_id)::double as "overview.col_broken" from mart_finding where severity = 'error'""")),
    ("outcomes.html", "2024", "outcomes.by_year", "compare.agency", SHARES),
    ("outcomes.html", "2024", "outcomes.grounds", "outcomes.col_outcome", f"""unpivot (
        select row_zh as row, count(request_count)::double as "outcomes.col_agencies",
            sum(request_count) / sum(sum(request_count)) over (partition by outcome_group) as "outcomes.col_of_group"
        from mart_outcome_share as part join (
            select distinct on (row_key) row_key, row_zh, count(distinct row_key) over (partition by outcome_group) as many
            from (select distinct row_key, row_zh, outcome_group from dim_form_cell
                where edition = '2021' and outcome_group is not null)
        ) on row_key = outcome_key
        where report_year = 2024 and many > 1 and {OUTSIDE} group by row_zh, outcome_group
    ) on columns(* exclude (row))"""),
    ("outcomes.html", "2024", "outcomes.applicants", "outcomes.col_applicant", f"""unpivot (
        select column_zh as row, count(value)::double as "outcomes.col_agencies" from fct_report_cell
        join dim_form_cell using (edition, table_key, row_key, column_key)
        where row_key = 'total_handled' and column_key <> 'total' and report_year = 2024 and {OUTSIDE}
        group by 1 having sum(value) > 0
    ) on columns(* exclude (row))"""),
    ("disputes.html", "2024", "disputes.picture", "compare.agency", f"""
        select row_zh as row, column_zh as name,
            sum(value) / sum(sum(value)) over (partition by row_zh) as value
        from fct_report_cell join dim_form_cell using (edition, table_key, row_key, column_key)
        where table_key = 'disputes' and column_key <> 'total' and report_year = 2024 and {OUTSIDE}
        group by row_zh, column_zh qualify sum(sum(value)) over (partition by row_zh) > 0"""),
    ("growth.html", "2024", "growth_page.rises", "overview.col_agency", GROWTH.format("ok", "request_growth > 0")),
    ("growth.html", "2024", "growth_page.small", "overview.col_agency", GROWTH.format("small_base", "true")),
    ("growth.html", "2024", "growth_page.from_zero", "overview.col_agency", GROWTH.format("from_zero", "true")),
    ("growth.html", "2024", "growth_page.split", "overview.col_agency", GROWTH.format("split", "true")),
    ("findings.html", "2024", "findings.list", "overview.col_agency", """unpivot (
        select agency_name as row, printed as "agency.col_printed", expected as "agency.col_expected", delta as "agency.col_delta"
        from mart_finding where severity = 'error' and report_year = 2024
    ) on columns(* exclude (row))"""),
    ("findings.html", "2024", "findings.carried", "overview.col_agency", """unpivot (
        select agency_name as row, prior_value as "findings.col_prior", expected_value as "agency.col_expected",
            current_value as "agency.col_printed", gap as "agency.col_delta"
        from mart_continuity where status = 'breaks' and report_year = 2024
    ) on columns(* exclude (row))"""),
    ("findings.html", "2024", "findings.years", "overview.col_year", BY_YEAR.format("""
        count(*) filter (where status in ('holds', 'breaks'))::double as "findings.col_compared",
        count(*) filter (where status = 'breaks')::double as "findings.col_breaks" from mart_continuity
        where report_year in (select report_year from fct_report where status = 'accepted')""")),
    ("findings.html", "2024", "findings.years", "overview.col_year", BY_YEAR.format("""
        count(distinct report_id)::double as "findings.col_reports" from mart_finding where severity = 'error'""")),
    ("findings.html", "2024", "findings.years", "overview.col_year", BY_YEAR.format("""
        count(*)::double as "findings.col_accepted" from fct_report where status = 'accepted'""")),
    ("revisions.html", "", "revisions.picture", "compare.agency", BY_YEAR.format("""
        count(*)::double as "revisions.picture" from mart_revision""")),
    ("revisions.html", "", "revisions.versions", "overview.col_year", BY_YEAR.format("""
        count(*)::double as "revisions.col_changed" from mart_revision""")),
    ("coverage.html", "2024", "coverage_page.regions", "overview.col_region", """unpivot (
        select region_name as row, count(*) filter (where is_late)::double as "coverage_page.col_late",
            count(*) filter (where state = 'missing')::double as "coverage_page.col_missing",
            count(*) filter (where state = 'blocked')::double as "coverage_page.col_blocked"
        from mart_coverage where report_year = 2024 and is_expected group by 1
    ) on columns(* exclude (row))"""),
    ("coverage.html", "2024", "coverage_page.picture", "compare.agency", "unpivot (select region_name as row, " + ", ".join(
        f"count(*) filter (where state = '{state}') / count(*) as \"coverage.{state}\"" for state in STATES) + """
        from mart_coverage where report_year = 2024 and is_expected group by 1) on columns(* exclude (row))"""),
    ("method.html", "", "method.editions", "overview.col_year", BY_YEAR.format(", ".join(
        f"count(*) filter (where edition = '{edition}')::double as \"edition.{edition}\"" for edition in EDITIONS)
        + " from fct_report where status = 'accepted'")),
    ("data.html", "", "data.tables", "data.col_table", """
        select table_name as row, 'data.col_rows' as name, estimated_size::double as value
        from duckdb_tables() semi join dict_table using (table_name) where not internal"""),
    ("runs.html", "", "runs.list", "runs.col_run", RUN.format("run_id", ", ".join(
        f'{name}::double as "runs.col_{name}"' for name in (*OF_RUN, "parsed", "quarantined")), "mart_run")),
    ("runs.html", "", "runs.picture", "compare.agency", RUN.format(
        "strftime(coalesce(ended_at, started_at) at time zone 'UTC' + interval 8 hour, '%m-%d %H:%M')",
        ", ".join(f'{name} / discovered as "runs.col_{name}"' for name in OF_RUN[1:]), "mart_run where discovered > 0")),
    ("runs.html", "", "runs.portals", "runs.col_portal", RUN.format("portal_name || '；' || portal_id", ", ".join(
        f'{name}::double as "runs.col_{name}"' for name in OF_RUN), "fct_run_portal where run_id = (select max(run_id) from mart_run)")),
]  # fmt: skip
