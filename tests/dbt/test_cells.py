"""Every cell of a report stands in the published tables as its document prints it: counted over here from the facts.

One world with what a cell can meet: a report of two versions, an older form, the statistics table, a correction, an
unapplied one, blanks with and without a proof, a count that is no whole number, a sum that fails.
"""

from datetime import timedelta
from hashlib import sha256

from dbt_world import EDUCATION, NIGHT, SAMPLE, WATER, World, figures, portal
from test_statistics_edition import statistics

from warehouse.form import load_form

DECIDED = {"decided_by": "示例", "decided_on": "2026-04-01", "note": "示例", "source": "示例"}
BLANK, PROVED = ("requests", "carried_in", "business"), ("requests", "refused_state_secret", "total")
UNWHOLE = ("disputes", "review", "upheld")
#: One request of a kind of applicants, and it was granted: its share is one over one.
ONE_HANDLED = [("requests", row, "business") for row in ("new_received", "granted", "total_handled")]
CORRECTED = {
    ("requests", "new_received", "total"): (8, 9),
    ("requests", "carried_in", "total"): (0, 1),
    ("requests", "carried_out", "total"): (0, 2),
    ("requests", "granted", "total"): (7, 6),
    ("requests", "total_handled", "total"): (8, 7),
    ("disputes", "review", "corrected"): (3, 4),
    ("proactive", "fees", "amount_cny_10k"): (12.5, 13.5),
}


def cells_world() -> tuple[World, dict[str, dict]]:
    """The world, and of each report that speaks its document by digest."""
    world = World(portals=[portal("sample", "示例市", "990100", sandbox=True)])

    def one(agency, year, *, edition="2021", **more):
        made = figures(edition, 8, granted=7, unavailable_not_held=1)
        for ordinal, place in enumerate(sorted(made)):  # no two rows of the disputes and of what is made public alike
            made[place] = ordinal if place[0] != "requests" else made[place]
        made |= {("disputes", "review", "corrected"): 3, UNWHOLE: 1.5}
        if edition == "2021":
            made["proactive", "fees", "amount_cny_10k"] = 12.5
        made[BLANK] = made[PROVED] = None
        made |= more.pop("changed", {})
        return world.report("sample", agency, year, made, edition=edition, implied=(PROVED,), **more)

    one(SAMPLE, 2022, seen=NIGHT - timedelta(days=9), changed={("disputes", "review", "total"): 99})
    spoken = [
        one(SAMPLE, 2022),
        one(WATER, 2022, changed={("requests", "new_received", "total"): 9}),
        one(EDUCATION, 2020, edition="2019", changed=dict.fromkeys(ONE_HANDLED, 1)),
    ]
    copy = {"text": "copy", "role": "attachment", "url": "http://www.sample.gov.cn/w.pdf", "format": "pdf"}
    one(WATER, 2022, changed={("requests", "new_received", "total"): None}, **copy)
    statistics(world, 2017, [("收到申请数", "new_received", 10.0, 90.0), ("示例栏目更新数", None, None, 4.0)])
    spoken.append(world.documents[-1]["document_sha256"])
    for cell in world.cells:
        if (cell["table_key"], cell["column_key"]) == ("disputes", "total"):
            cell["method"] = "ocr"
    world.corrections = [
        {"agency": agency, "year": 2022, "cell": ".".join(place), "expect": printed + other, "value": value, **DECIDED}
        for place, (printed, value) in CORRECTED.items()
        for agency, other in ((SAMPLE, 0), (WATER, 5))
    ]
    return world, {row["document_sha256"]: row for row in world.documents if row["document_sha256"] in spoken}


def keys(document: dict) -> dict:
    """What every table says of whose a report is."""
    agency_id = f"990100-{sha256(document['agency'].encode()).hexdigest()[:8]}"
    return {
        "agency_id": agency_id,
        "agency_name": document["agency"],
        "region_name": "示例市",
        "report_year": document["report_year"],
        "report_id": f"{agency_id}-{document['report_year']}",
    }


def cells_of(world: World, spoken: dict[str, dict]) -> list[dict]:
    """Every cell of the reports that speak as it must be published, with the value that is used."""
    failing = {
        (check["document_sha256"], name)
        for check in world.checks
        if check["state"] == "fails"
        for name in check["cells"]
    }
    found = []
    for cell in world.cells:
        if (document := spoken.get(cell["document_sha256"])) is None:
            continue
        place = cell["table_key"], cell["row_key"], cell["column_key"]
        corrected = CORRECTED.get(place, (None, None)) if document["agency"] == SAMPLE else (None, None)
        is_corrected = cell["value"] is not None and corrected[0] == cell["value"]
        flag = "in_finding" if (cell["document_sha256"], ".".join(place)) in failing else None
        found.append(
            dict.fromkeys(("concept", "implied_value", "implied_by", "locator"))
            | cell
            | keys(document)
            | {"value": corrected[1] if is_corrected else cell["value"]}
            | {"flag": "corrected" if is_corrected else flag}
        )
    return found


def only(row: dict, *columns: str) -> dict:
    return {column: row[column] for column in columns}


WHOSE = ("agency_id", "agency_name", "region_name", "report_year", "report_id")
PLACE = ("table_key", "row_key", "column_key")
SHOWN = (*PLACE, "edition", "value", "state", "printed_text", "implied_value", "method", "locator")
CURRENT = ("concept", "unit", "implied_by", "document_sha256", "flag")
FLOWS = ("new_received", "carried_in", "total_handled", "carried_out")


def whole(value: float | None) -> int | None:
    return int(value) if value is not None and value == int(value) else None


def outcome(cell: dict, handled: dict, group: str) -> dict:
    """The row of one outcome; its share goes by what is printed or proved, and nothing is shared out of nought."""
    count, total = (one["implied_value"] if one["value"] is None else one["value"] for one in (cell, handled))
    has_share = count is not None and bool(total)
    is_proved = cell["value"] is None or handled["value"] is None
    return only(cell, *WHOSE, "column_key", "state") | {
        "outcome_key": cell["row_key"],
        "outcome_group": group,
        "request_count": whole(cell["value"]),
        "share": count / total if has_share else None,
        "quality": ("uses_implied" if is_proved else "reported") if has_share else None,
    }


def tables_of(cells: list[dict]) -> dict[str, list[dict]]:
    """What each table on the cells must hold."""
    by_place = {(cell["report_id"], *(cell[key] for key in PLACE)): cell for cell in cells}
    groups = {edition: load_form(edition) for edition in ("2019", "2021")}
    made: dict[str, list[dict]] = {
        "fct_report_cell": [only(cell, *WHOSE, *SHOWN, *CURRENT) for cell in cells],
        "fct_dispute": [],
        "fct_proactive": [],
        "fct_request_flow": [],
        "fct_request_outcome": [],
    }
    for (report_id, table, row, column), cell in by_place.items():
        if table == "disputes":
            counted = {"route": row, "result": column, "case_count": whole(cell["value"])}
            made["fct_dispute"].append(only(cell, *WHOSE, "state") | counted)
        if table == "proactive":
            shown = ("row_key", "column_key", "edition", "value", "unit", "state")
            made["fct_proactive"].append(only(cell, *WHOSE, *shown))
        if table == "requests" and row == "new_received":
            flow = {key: whole(by_place[report_id, table, key, column]["value"]) for key in FLOWS}
            made["fct_request_flow"].append(only(cell, *WHOSE, "column_key") | flow)
        if table == "requests" and (form := groups[cell["edition"]]).cells[table, row, column].row.group in form.groups:
            handled = by_place[report_id, table, "total_handled", column]
            made["fct_request_outcome"].append(outcome(cell, handled, form.cells[table, row, column].row.group))
    return made


def holds(build, table: str, rows: list[dict]) -> None:
    """That a table holds these rows, in these columns, and no others."""
    assert len(rows) > 10
    columns = list(rows[0])
    said = build.rows(f"select {', '.join(columns)} from {table}")
    assert sorted(said, key=repr) == sorted((tuple(row.values()) for row in rows), key=repr), table


def test_every_cell_is_published_as_printed_or_as_corrected_where_it_belongs_and_nowhere_else(replay):
    world, spoken = cells_world()
    build = replay(world)
    cells = cells_of(world, spoken)
    assert {cell["flag"] for cell in cells} == {None, "corrected", "in_finding"}
    tables = tables_of(cells)
    assert {row["quality"] for row in tables["fct_request_outcome"]} == {None, "reported", "uses_implied"}
    for table, rows in tables.items():
        holds(build, table, rows)

    silent = {row["document_sha256"]: row for row in world.documents if row["document_sha256"] not in spoken}
    assert len(silent) == 2
    versions = dict(build.rows("select document_sha256, version_id from fct_report_version"))
    superseded = [
        only(cell, *SHOWN)
        | {"version_id": versions[cell["document_sha256"]]}
        | only(keys(silent[cell["document_sha256"]]), "report_id")
        for cell in world.cells
        if cell["document_sha256"] in silent
    ]
    holds(build, "fct_version_cell", superseded)

    rows = [
        only(row, "table_key", "row_key", "edition", "printed_label", "printed_row", "column_keys", "printed_heads")
        | keys(spoken[row["document_sha256"]])
        | only(row, "document_sha256")
        for row in world.rows
        if row["document_sha256"] in spoken
    ]
    holds(build, "fct_report_row", rows)


def test_places_and_columns_are_numbered_in_the_order_of_their_keys_whatever_order_they_came_in(replay):
    world, _ = cells_world()
    build = replay(world)
    printed = {tuple(cell[key] for key in ("table_key", "column_key", "row_key", "edition")) for cell in world.cells}
    numbered = build.rows("select table_key, column_key, row_key, edition from kept.kept_place order by place")
    assert numbered == sorted(printed)
    columns = build.rows("select distinct column_number, column_key from kept.kept_place order by 1")
    assert columns == list(enumerate(sorted({place[1] for place in printed}), start=1))
    lines = build.rows("select distinct line, table_key, column_key, row_key from kept.kept_place order by 1")
    assert lines == [(number, *line) for number, line in enumerate(sorted({place[:3] for place in printed}), start=1)]
