"""The reference tables carry the form, the registry, the decisions and the runs, the same bytes each time."""

import hashlib
import json

import duckdb
import pyarrow.parquet as pq
import pytest

from warehouse.form import load_forms
from warehouse.home import Home, write_json
from warehouse.reference_data import SCHEMAS, write_reference
from warehouse.reference_files import REFERENCE, Agency, ReferenceDataError, Rules, load
from warehouse.registry import Portal
from warehouse.schema import CAPTURES, PARSED


def portal(key: str, name: str, adcode: str, **more) -> Portal:
    return Portal(id=key, name=name, adcode=adcode, list_url=f"http://www.{key}.gov.cn/", **more)


PORTALS = [
    portal("data", "聊城市大数据局", "371500", scope="agency"),
    portal("liaocheng", "聊城市", "371500", since=2019),
    portal("sample", "示例市", "990100", sandbox=True),
]


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def files(tmp_path):
    """The reference files in a folder that a test may edit."""
    folder = tmp_path / "files"
    folder.mkdir()
    for path in REFERENCE.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def read(folder, table: str) -> list[dict]:
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


def test_every_cell_of_every_edition_is_there_in_the_form_s_order(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    cells = read(tmp_path / "reference", "form_cell")
    for edition, form in load_forms().items():
        rows = [row for row in cells if row["edition"] == edition]
        assert [(row["table_key"], row["row_key"], row["column_key"]) for row in rows] == list(form.cells)
        assert [row["ordinal"] for row in rows] == list(range(len(form.cells)))
        for row in rows:
            cell = form.cells[row["table_key"], row["row_key"], row["column_key"]]
            assert (row["row_zh"], row["column_zh"], row["unit"]) == (cell.row.label, cell.column.label, cell.unit)
            assert row["compares_with"] == list(cell.compares_with)
            assert row["outcome_group"] == (None if cell.group == "flow" else cell.group)


def test_every_division_of_the_country_is_known_and_a_made_up_one_by_the_registry_alone(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    regions = {row["adcode"]: row for row in read(tmp_path / "reference", "region")}
    assert len(regions) > 3000
    assert (regions["371500"]["name"], regions["371500"]["level"]) == ("聊城市", "prefecture")
    assert regions["990100"]["source"] == "registry entry sample"


def test_the_column_of_a_whole_area_names_the_region_before_a_body_s_own_portal(home, tmp_path):
    portals = [portal("data", "示例市大数据局", "990100", scope="agency"), portal("sample", "示例市", "990100")]
    write_reference(home, portals, tmp_path / "reference")
    regions = {row["adcode"]: row["name"] for row in read(tmp_path / "reference", "region")}
    assert regions["990100"] == "示例市"


def test_an_abolished_prefecture_is_known_with_what_became_of_it(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    regions = {row["adcode"]: row for row in read(tmp_path / "reference", "region")}
    laiwu = regions["371200"]
    assert [regions[code]["name"] for code in laiwu["successor_adcodes"]] == ["莱芜区", "钢城区"]
    assert {regions[code]["parent_adcode"] for code in laiwu["successor_adcodes"]} == {"370100"}


def test_a_code_that_lives_on_under_another_name_has_both_names_with_their_dates(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    rows = [row for row in read(tmp_path / "reference", "region") if row["adcode"] == "320803"]
    assert [(row["name"], str(row["valid_from"]), str(row["valid_to"])) for row in rows] == [
        ("楚州区", "None", "2011-12-31"),
        ("淮安区", "2012-01-01", "None"),
    ]


def test_every_code_that_ended_leads_to_codes_that_are_known(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    regions = read(tmp_path / "reference", "region")
    known = {row["adcode"] for row in regions}
    ended = [row for row in regions if row["valid_to"]]
    assert len(ended) > 100
    assert {code for row in ended for code in row["successor_adcodes"]} <= known
    assert {row["parent_adcode"] for row in ended} <= known


def test_every_census_figure_is_of_a_known_division_with_its_source(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    known = {row["adcode"] for row in read(tmp_path / "reference", "region")}
    people = read(tmp_path / "reference", "population")
    assert {row["adcode"] for row in people} <= known
    provinces = [row["population"] for row in people if row["adcode"].endswith("0000") and row["year"] == 2020]
    assert sum(provinces) == 1_409_778_724  # 1,411,778,724 less 2,000,000 in service, as the communique says


def test_a_decided_region_wins_over_the_registry(home, tmp_path, files):
    (files / "regions.yaml").write_text(
        '- {adcode: "371500", name: 聊城, source: 示例, valid_to: 2030-01-01, successor_adcodes: ["371501"]}\n',
        encoding="utf-8",
    )
    write_reference(home, PORTALS, tmp_path / "reference", files=files)
    (liaocheng,) = [row for row in read(tmp_path / "reference", "region") if row["adcode"] == "371500"]
    assert (liaocheng["name"], liaocheng["successor_adcodes"]) == ("聊城", ["371501"])


def test_the_same_inputs_in_any_order_give_the_same_bytes(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "one")
    write_reference(home, PORTALS[::-1], tmp_path / "two")
    for path in sorted((tmp_path / "one").rglob("*.parquet")):
        twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(twin.read_bytes()).digest(), path.name


def test_every_table_has_its_schema_and_the_facts_have_empty_twins(home, tmp_path):
    counts = write_reference(home, [], tmp_path / "reference")
    assert set(counts) == set(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert pq.read_schema(tmp_path / "reference" / f"{name}.parquet").equals(schema)
    for name, schema in {**PARSED, "captures": CAPTURES}.items():
        empty = pq.read_table(tmp_path / "reference" / "empty" / f"{name}.parquet")
        assert empty.num_rows == 0
        assert empty.schema.equals(schema)


def summary(run_id: str, **more) -> dict:
    balance = {"discovered": 3, "archived": 1, "unchanged": 1, "failed": 1, "blocked": 0, "out_of_scope": 0}
    return {
        "run_id": run_id,
        "started_at": "2026-11-23T02:30:00+08:00",
        "ended_at": None,
        "balance": balance,
        "portals": {
            "liaocheng": {
                **balance,
                "verdict": "partial",
                "reason": "one page failed",
                "platform": "trs",
                "reasons": [{"url": "http://x/", "outcome": "failed", "reason": "500"}],
            }
        },
        "parsed": {"accepted": 1, "quarantined": 1, "not_a_report": 2},
        "quarantined": [{"url": "http://y/"}],
        "published": None,
        "published_digest": None,
        **more,
    }


def test_runs_are_read_from_their_summaries_and_the_one_under_way_is_given(home, tmp_path):
    write_json(home.runs / "20261122T183000Z-0001.json", summary("20261122T183000Z-0001", published_digest="d"))
    write_json(home.runs / "20261123T183000Z-0002.json", summary("20261123T183000Z-0002"))
    under_way = summary("20261123T183000Z-0002", parsed={"documents": 9, "accepted": 9, "quarantined": 0})
    write_reference(home, PORTALS, tmp_path / "reference", run=under_way)
    runs = read(tmp_path / "reference", "run")
    assert [(row["run_id"][-4:], row["discovered"], row["parsed"], row["quarantined"]) for row in runs] == [
        ("0001", 3, 4, 1),
        ("0002", 3, 9, 0),
    ]
    assert runs[0]["started_at"].isoformat() == "2026-11-22T18:30:00+00:00"
    (one, _) = read(tmp_path / "reference", "run_portal")
    assert (one["verdict"], one["failed"], one["platform"]) == ("partial", 1, "trs")
    (reason, _) = read(tmp_path / "reference", "run_reason")
    assert (reason["outcome"], reason["reason"], reason["ordinal"]) == ("failed", "500", 0)


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_summary_that_cannot_be_read_is_named(home, tmp_path, text):
    (home.runs / "20261122T183000Z-0001.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"20261122T183000Z-0001\.json"):
        write_reference(home, PORTALS, tmp_path / "reference")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("agencies", "- {name: 甲局}", r"agencies\.yaml.*source"),
        ("agencies", "- {name: 甲局, source: s, kind: bureau}", r"agencies\.yaml.*kind"),
        ("agencies", "- {name: 甲局, source: s, categories: [占卜]}", "占卜"),
        ("agencies", "- {name: 甲局, source: s}\n- {name: 乙局, printed_as: [甲局], source: s}", "甲局 to 2 bodies"),
        ("agencies", "name: [", r"agencies\.yaml cannot be read"),
        ("lineage", "- {predecessor: 甲, successor: 乙, kind: eaten, effective_on: 2024-01-01, source: s}", "kind"),
        ("population", '- {adcode: "371500", year: 2024, population: 0, source: s}', "population"),
    ],
)
def test_a_decision_that_cannot_be_used_is_named_with_its_file(home, tmp_path, files, name, text, said):
    (files / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=said):
        write_reference(home, PORTALS, tmp_path / "reference", files=files)


def test_two_bodies_of_one_name_are_told_apart_by_their_place(home, tmp_path, files):
    (files / "agencies.yaml").write_text(
        '- {name: 财政局, adcode: "371500", source: s}\n- {name: 财政局, adcode: "990100", source: s}\n',
        encoding="utf-8",
    )
    assert write_reference(home, PORTALS, tmp_path / "reference", files=files)["agency"] == 2


def test_a_home_has_bodies_and_steps_of_its_own_beside_those_of_the_country(home, tmp_path):
    home.decisions.mkdir()
    body = "- {name: 示例局, categories: [教育, 体育], source: 示例}\n"
    step = "- {predecessor: 甲局, successor: 示例局, kind: rename, effective_on: 2024-01-01, source: 示例}\n"
    (home.decisions / "agencies.yaml").write_text(body, encoding="utf-8")
    (home.decisions / "lineage.yaml").write_text(step, encoding="utf-8")
    write_reference(home, PORTALS, tmp_path / "reference")
    bodies = {row["agency_name"]: row["categories"] for row in read(tmp_path / "reference", "agency")}
    assert (bodies["示例局"], bodies["聊城市大数据局"]) == (["教育", "体育"], ["大数据"])
    assert ("甲局", "示例局") in {
        (row["predecessor"], row["successor"]) for row in read(tmp_path / "reference", "lineage")
    }
    (home.decisions / "agencies.yaml").write_text(body.replace("示例局", "聊城市大数据局"), encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="聊城市大数据局 to 2 bodies"):
        write_reference(home, PORTALS, tmp_path / "reference")


def test_the_rules_know_36_functions_and_every_decision_has_a_source():
    rules = load("agency_rules", Rules)
    assert len({rule.value for rule in rules.categories}) == 36
    assert all(rule.en for rule in rules.categories)
    assert all(agency.source for agency in load("agencies", tuple[Agency, ...]))


def test_the_registry_is_carried_as_it_stands(home, tmp_path):
    write_reference(home, PORTALS, tmp_path / "reference")
    portals = {row["portal_id"]: row for row in read(tmp_path / "reference", "portal")}
    assert portals["liaocheng"]["since"] == 2019
    assert portals["sample"]["is_sandbox"]
    assert json.dumps(portals["data"]["scope"]) == '"agency"'


@pytest.mark.parametrize(
    ("name", "kind", "level", "categories"),
    [
        ("聊城市大数据局", "department", None, ["大数据"]),
        ("贵阳市大数据发展管理局", "department", None, ["大数据"]),
        ("聊城市人民政府", "government", None, []),
        ("上海市人民政府办公厅", "office", None, ["政府办"]),
        ("示例市甲镇人民政府", "street_town", "town", []),
        ("示例市甲街道办事处", "street_town", "town", []),
        ("示例市甲区教育和体育局", "department", "county", ["教育", "体育"]),
        ("示例市甲区人民政府", "government", "county", []),
        ("示例市自然资源和规划局", "department", None, ["自然资源"]),
        ("示例经济技术开发区管理委员会", "dispatched", None, []),
        ("示例市人民政府国有资产监督管理委员会", "department", None, ["国资"]),
        ("国家税务总局示例市税务局", "vertical", None, ["垂管"]),
        ("示例市人民医院", "public_body", None, []),
        ("示例议事会", None, None, []),
    ],
)
def test_a_name_proposes_kind_level_and_functions(name, kind, level, categories):
    rules = load("agency_rules", Rules)

    def met(listed) -> list[str]:
        return [
            rule.value
            for rule in listed
            if duckdb.execute("select regexp_matches(?, ?)", [name, rule.pattern]).fetchone()[0]
        ]

    assert (met(rules.kinds) or [None])[0] == kind
    assert (met(rules.levels) or [None])[0] == level
    assert met(rules.categories)[:2] == categories
