"""What an operator's commands on registry, portals and archive do, without a network."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
import yaml
from typer.main import get_command

from gongkai import lint, show_portals
from gongkai.cli import app
from gongkai.looking import NoEntryError, _place, check_address
from pipelines.assets.parsed_reports import parse_archive
from pipelines.choosing import choose
from pipelines.inbox import add_files, declared
from warehouse.archive import ArchiveError, verify
from warehouse.archive.export import export
from warehouse.home import BY_HAND, Home, write_json
from warehouse.portal_state import load_state, next_state, save_state, states
from warehouse.registry import Portal, RegistryError, load_registry
from warehouse.registry_edit import add_portal, written
from warehouse.spreadsheets import without_formula

COLUMN = "http://www.liaocheng.gov.cn/zwgk/zfxxgknb/"
PORTAL = Portal(id="liaocheng", name="聊城市", adcode="371500", list_url=COLUMN)


# -- portals new ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://www.liaocheng.example.com/zfxxgknb/", "not a government host"),
        ("http://122.137.242.24/pub/", "not a government host"),
        ("http://127.0.0.1:8000/", "sandbox"),
        ("ftp://www.liaocheng.gov.cn/", "http"),
        ("https://liaocheng.gov.cn/zwgk/zfxxgknb/index.html", "already, as liaocheng"),
    ],
)
def test_an_address_off_limits_or_known_is_refused_before_anything_is_fetched(url, words):
    with pytest.raises(NoEntryError, match=words):
        check_address(url, [PORTAL], sandbox=False)


def seen(site=None):
    return {"site": site}


def test_a_column_of_one_body_is_that_body_s_and_one_of_many_its_place_s():
    assert _place(seen("某网站"), Counter(["聊城市大数据局"])) == ("聊城市大数据局", "agency", "371500", None)
    many = Counter(["聊城市大数据局", "聊城市教育局"])
    assert _place(seen(), many) == ("聊城市", "directory", "371500", None)


def test_a_code_that_the_names_do_not_tell_is_left_to_fill_with_a_sentence():
    *_, adcode, to_fill = _place(seen(), Counter(["朝阳区教育局", "朝阳区司法局"]))
    assert adcode == "000000"
    assert "110105" in to_fill
    entry = written(PORTAL.model_copy(update={"adcode": adcode}), to_fill)
    assert f"  # TO FILL: {to_fill}\n  adcode: '000000'\n" in entry
    assert "TO FILL" not in written(PORTAL)


def test_a_new_entry_keeps_the_file_s_comments_order_and_indent(tmp_path):
    file = tmp_path / "r.yaml"
    before = "# ours\n  - id: b   # first\n    name: 乙\n    adcode: '990001'\n    list_url: http://b.gov.cn/"
    file.write_text(before, encoding="utf-8")
    add_portal(file, PORTAL)
    assert file.read_text(encoding="utf-8").startswith(before + "\n")
    assert [portal.id for portal in load_registry(file)] == ["b", "liaocheng"]
    with pytest.raises(RegistryError, match="already"):
        add_portal(file, PORTAL)


def test_a_file_that_an_entry_cannot_be_added_to_stays_as_it_is(tmp_path):
    file = tmp_path / "r.yaml"
    before = "[{id: b, name: 乙, adcode: '990001', list_url: 'http://b.gov.cn/'}]\n"
    file.write_text(before, encoding="utf-8")
    with pytest.raises(RegistryError, match="by hand"):
        add_portal(file, PORTAL)
    assert file.read_text(encoding="utf-8") == before


def test_a_registry_of_files_gets_the_entry_in_its_province_s(tmp_path):
    assert add_portal(tmp_path, PORTAL) == tmp_path / "shandong.yaml"


# -- portals check and list -----------------------------------------------------------------------------------------------


def look(reports=5, newest=2024, platform="trs", address=COLUMN, verdict="complete"):
    found = {"address": address, "reports": [{}] * reports, "newest_year": newest}
    return {"verdict": verdict, "reason": None, "platform": platform, "look": found}


def test_a_first_good_look_verifies_and_later_ones_tell_what_changed():
    first = next_state(None, PORTAL, look(), "2026-01-01T00:00:00+00:00")
    assert (first.verified_at, first.is_healthy) == ("2026-01-01T00:00:00+00:00", True)
    worse = next_state(first, PORTAL, look(3, 2022, "ucap", COLUMN + "new/"), "2026-01-02T00:00:00+00:00")
    assert (len(worse.drift), worse.is_healthy, worse.verified_at) == (4, False, first.verified_at)
    assert next_state(first, PORTAL, look(9, 2025), "2026-01-02T00:00:00+00:00").drift == ()


def test_a_wall_between_two_good_looks_does_not_hide_what_was_lost():
    first = next_state(None, PORTAL, look(), "2026-01-01T00:00:00+00:00")
    wall = next_state(first, PORTAL, look(0, verdict="blocked"), "2026-01-02T00:00:00+00:00")
    assert (wall.verdict, wall.seen) == ("blocked", first.seen)
    assert "5 at the last look" in next_state(wall, PORTAL, look(4), "2026-01-03T00:00:00+00:00").drift[0]


def test_the_state_is_kept_in_the_home_and_a_run_counts_as_a_look(tmp_path):
    home = Home(tmp_path).create()
    state = next_state(None, PORTAL, look(), "2026-01-01T00:00:00+00:00")
    save_state(home, state)
    assert load_state(home, PORTAL) == state
    assert load_state(home, PORTAL.model_copy(update={"list_url": COLUMN + "x/"})) is None
    other = PORTAL.model_copy(update={"id": "other"})
    visit = {"verdict": "partial", "reason": "a page was lost", "discovered": 3, "signs": [{"reason": "2 new reports"}]}
    write_json(home.runs / "r.json", {"run_id": "r", "ended_at": "2026-02-01T00:00:00Z", "portals": {"other": visit}})
    found = states(home, [PORTAL, other])
    assert found["liaocheng"].verdict == "complete"
    assert (found["other"].verdict, found["other"].verified_at) == ("partial", "2026-02-01T00:00:00+00:00")
    assert found["other"].signs == ("2 new reports",)


def test_the_list_of_portals_tells_what_a_person_has_to_look_at(tmp_path, capsys):
    home = Home(tmp_path).create()
    first = next_state(None, PORTAL, look(), "2026-01-01T00:00:00+00:00")
    noticed = look(3, verdict="partial") | {
        "reason": "a page was lost",
        "signs": [{"reason": "a report was withdrawn"}],
    }
    save_state(home, next_state(first, PORTAL, noticed, "2026-01-02T00:00:00+00:00"))
    show_portals.portals([PORTAL], states(home, [PORTAL]), as_json=False)
    told = capsys.readouterr().out
    for words in ("a page was lost", "the list names 3 reports, 5 at the last look", "a report was withdrawn"):
        assert f"liaocheng: {words}" in told


# -- archive export -------------------------------------------------------------------------------------------------------


def test_an_export_holds_the_chosen_documents_their_index_and_an_archive_that_verifies(tmp_path):
    from crawlers.sandbox.figures import load_reports
    from crawlers.sandbox.render import render

    home = Home(tmp_path / "home").create()
    for name in ("liaocheng-bigdata-2022", "pingtan-2022"):
        (tmp_path / f"={name}.html").write_bytes(render(load_reports()[name], "html", "plain"))
    add_files(home, sorted(tmp_path.glob("=*")), declared(), "gongkai add")
    parse_archive(home, [BY_HAND])
    captures, documents, names = choose(home, agency="聊城市大数据局")
    found = export(home, captures, documents, names, tmp_path / "part")
    assert (found.documents, found.captures, found.rows) == (1, 1, 1)
    with (tmp_path / "part" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["agency"], row["report_year"]) == ("聊城市大数据局", "2022")
    assert row["file_name"] == "'=liaocheng-bigdata-2022.html"
    assert (tmp_path / "part" / row["file"]).read_bytes() == (tmp_path / "=liaocheng-bigdata-2022.html").read_bytes()
    assert verify(Home(tmp_path / "part")).ok
    with pytest.raises(ArchiveError, match="exists"):
        export(home, captures, documents, names, tmp_path / "part")
    with pytest.raises(ArchiveError, match="no report of"):
        choose(home, year=1999)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "\tx"])
def test_no_text_acts_as_a_formula(text):
    assert without_formula(text) == f"'{text}"


# -- lint -----------------------------------------------------------------------------------------------------------------


def test_a_registry_with_mistakes_is_told_of_each(tmp_path):
    good = {"name": "甲", "adcode": "371500", "list_url": COLUMN}
    entries = [
        good | {"id": "a"},
        good | {"id": "twice"},
        good | {"id": "strange", "platform": "none-such", "list_url": COLUMN + "1/"},
        good | {"id": "code", "adcode": "123456", "list_url": COLUMN + "2/"},
        good | {"id": "off", "list_url": "http://www.example.com/"},
    ]
    file = tmp_path / "r.yaml"
    file.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    told = list(lint.portals(file))
    assert len(told) == 4
    for words in ("address of a", "none-such", "123456", "www.example.com"):
        assert any(words in sentence for sentence in told)


def test_the_decisions_of_a_home_are_told_of_each(tmp_path):
    home = Home(tmp_path).create()
    home.decisions.mkdir()
    assert list(lint.decisions(home)) == []
    about = "agency: 示例市水利局, year: 2024, decided_by: 示例, decided_on: 2025-01-01, note: 示例"
    correction = "{" + about + ", cell: requests.no_such_row.total, expect: 1, value: 2, source: 示例}"
    (home.decisions / "corrections.yaml").write_text(f"- {correction}\n", encoding="utf-8")
    (home.decisions / "agencies.yaml").write_text(
        "- {name: 示例局, categories: [无此职能], source: 示例}\n", encoding="utf-8"
    )
    unknown_cell, unknown_function = lint.decisions(home)
    assert "requests.no_such_row.total" in unknown_cell
    assert "无此职能" in unknown_function
    (home.decisions / "verdicts.yaml").write_text("- {agency: 甲}\n", encoding="utf-8")
    (told,) = lint.decisions(home)
    assert "verdicts.yaml" in told


def test_a_command_that_is_not_there_is_found_in_the_docs_and_prose_is_left_alone():
    root = get_command(app)
    text = "`gongkai nothing`\nThe gongkai project.\n```\n.venv/bin/gongkai archive verify --nope\n```\n"
    told = {number: lint._wrong(root, words) for number, words in lint.typed(text)}
    assert told == {1: "there is no command nothing", 4: "it has no option --nope"}
