"""What people say of bodies: decisions about a name, a level and a place, and what one declares who adds a document."""

from dbt_world import SAMPLE, WATER, city, figures, portal, with_reference

HEALTH, OFFICE = "示例市卫生健康局", "示例新市示例办公室"
#: One body ranked lower than its name proposes; one known by a short name as well, in its own province alone.
DECIDED_BODIES = f"""
- {{name: {WATER}, adcode: "990100", level: county, kind: public_body, categories: [水利], source: 示例}}
- {{name: {OFFICE}, adcode: "990200", printed_as: [市示例办], source: 示例}}
- {{name: {HEALTH}, adcode: "990100", level: province, source: 示例}}
"""


def test_a_decision_goes_before_what_a_name_proposes_and_no_further_than_the_province_of_its_body(
    replay, monkeypatch, tmp_path
):
    with_reference(monkeypatch, tmp_path, agencies=DECIDED_BODIES)
    world = city(
        near=portal("near", "示例新市", "990200", sandbox=True), far=portal("far", "示例远市", "980100", sandbox=True)
    )
    town = "示例市示例县教育局"  # by its name a county's, and nobody decided otherwise
    for name in (WATER, HEALTH, town):
        world.report("sample", name, 2023, figures("2021", 4, granted=4))
    for place, key in enumerate(("sample", "near", "far")):
        world.report(key, "市示例办", 2021 + place, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.broken == []
    assert made.rows("select agency_name, adcode, kind, level, classified_by from dim_agency order by 1, 2") == [
        ("市示例办", "980100", "department", "prefecture", "proposed"),
        (HEALTH, "990100", "department", "province", "decided"),
        (WATER, "990100", "public_body", "county", "decided"),
        (town, "990100", "department", "county", "proposed"),
        (OFFICE, "990200", "department", "prefecture", "decided"),
    ]
    # the portal of another city of the province shows it under its short name: one body, where it is at home
    assert made.rows(f"select report_year, region_name from fct_report where agency_name = '{OFFICE}' order by 1") == [
        (2021, "示例新市"),
        (2022, "示例新市"),
    ]


def test_what_is_declared_of_a_document_added_by_hand_is_heard_where_the_document_is_silent(replay):
    world = city()
    declared = {"declared_agency": "示例局", "declared_year": 2019}
    for year, agency, said in ((None, SAMPLE, 2021), (2020, None, 2022), (2018, WATER, 2023)):
        sha = world.report("inbox", agency or "示例市民政局", said, figures("2021", said, granted=said), role="added")
        world.find("documents", document_sha256=sha).update(agency=agency, report_year=year)
        world.find("captures", payload_sha256=sha).update(declared)
    # who prints neither, and is told nothing of, names no body
    sha = world.report("inbox", "无名", 2017, figures("2021", 7, granted=7), role="added")
    world.find("documents", document_sha256=sha).update(agency=None, report_year=None)
    # what is none of the reports speaks for nobody, whatever it prints
    world.report("inbox", "示例市审计局", 2016, figures("2021", 4, granted=4), role="added", status="not_a_report")
    made = replay(world)
    assert made.rows(
        """select reports.agency_name, reports.report_year, is_declared, request_count
        from fct_report as reports join mart_agency_year using (report_id) order by all"""
    ) == [
        ("示例局", 2020, True, 2022),
        (SAMPLE, 2019, True, 2021),
        (WATER, 2018, False, 2023),
    ]


def test_a_document_added_by_hand_belongs_to_the_division_whose_name_its_body_s_own_begins_with(replay):
    world = city()
    bodies = {2020: "山东省示例厅", 2021: "聊城市示例局", 2022: "山东省聊城市示例处", 2023: "莫须有市示例局"}
    for year, name in bodies.items():
        world.report("inbox", name, year, figures("2021", 4, granted=4), role="added")
    # a portal's own document is its own, whatever its name begins with
    world.report("sample", "聊城市驻示例市办事处", 2024, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.rows("select agency_name, adcode, level from dim_agency order by 2, 1") == [
        ("莫须有市示例局", "000000", None),  # of no known place, and so of no known level
        ("山东省示例厅", "370000", "province"),
        ("山东省聊城市示例处", "371500", "prefecture"),
        ("聊城市示例局", "371500", "prefecture"),
        ("聊城市驻示例市办事处", "990100", "prefecture"),
    ]
    assert made.row("select name, level, parent_adcode from dim_region where adcode = '000000'")[1:] == (None, None)
