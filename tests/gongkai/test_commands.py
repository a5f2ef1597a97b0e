"""The commands as a person types them, where no release is needed."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer import Exit

from crawlers.sandbox.figures import load_reports
from crawlers.sandbox.render import render
from gongkai.commands.options import plainly
from gongkai.demo import FIRST_PORT, moved

GONGKAI = Path(sys.executable).with_name("gongkai")


def run(*words, cwd=None, **environment):
    return subprocess.run(
        [GONGKAI, *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=cwd,
        env=os.environ | environment,
    )


def plainly_refused(done, words):
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_parse_prints_one_json_object_a_file_and_a_refusal_is_an_answer(tmp_path):
    good, bad = tmp_path / "good.html", tmp_path / "bad.pdf"
    good.write_bytes(render(load_reports()["liaocheng-bigdata-2022"], "html", "plain"))
    bad.write_bytes(b"%PDF-1.7 and nothing more")
    done = run("parse", good, bad, "--json")
    assert done.returncode == 0
    one, two = map(json.loads, done.stdout.splitlines())
    assert (one["file"], one["status"], one["agency"], one["report_year"]) == (
        str(good),
        "accepted",
        "聊城市大数据局",
        2022,
    )
    assert len(one["cells"]) == 200
    assert {"table", "row", "column", "value", "state", "text", "implied_value", "method", "locator"} <= set(
        one["cells"][0]
    )
    assert (two["status"], two["cells"]) == ("quarantined", [])
    assert two["reasons"]


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_what_a_terminal_without_chinese_cannot_write_is_escaped(tmp_path, words):
    page = tmp_path / "page.html"
    page.write_bytes(render(load_reports()["liaocheng-bigdata-2022"], "html", "plain"))
    done = run("parse", page, *words, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u804a\\u57ce" in done.stdout
    if words:
        assert json.loads(done.stdout)["agency"] == "聊城市大数据局"


def test_parse_says_in_words_what_it_read(tmp_path):
    file = tmp_path / "report.html"
    file.write_bytes(render(load_reports()["liaocheng-bigdata-2022"], "html", "plain"))
    said = run("parse", file).stdout
    assert "accepted" in said
    assert "200 reported" in said
    assert "last year: 2" in said


def test_claims_reads_a_piece_of_prose(tmp_path):
    file = tmp_path / "prose.txt"
    file.write_text("2022年，我局收到政府信息公开申请4件，比上年增长100%。", encoding="utf-8")
    found = [json.loads(line) for line in run("claims", file, "--year", "2022", "--json").stdout.splitlines()]
    growth = next(claim for claim in found if claim["kind"] == "growth")
    assert (growth["percent"], growth["base_year"], growth["implied_prior"]) == (100, 2021, [2])


def test_claims_reads_the_words_of_a_page_and_not_its_scripts(tmp_path):
    file = tmp_path / "page.html"
    said = "<p>2022年，我局收到政府信息公开申请<b>4</b>件。</p><script>'收到政府信息公开申请9件。'</script>"
    file.write_text(f"<html><body>{said}</body></html>", encoding="utf-8")
    assert [json.loads(line)["value"] for line in run("claims", file, "--json").stdout.splitlines()] == [4]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    plainly_refused(run("parse", tmp_path / "none.html"), "none.html")
    plainly_refused(run("claims", tmp_path / "none.txt"), "none.txt")


@pytest.mark.parametrize(
    "words",
    [
        ("sql", "select 1"),
        ("explain", "某局", "2022", "requests.new_received.total"),
        ("serve",),
        ("publish",),
        ("release", "verify"),
    ],
)
def test_a_home_without_a_release_says_what_to_do(tmp_path, words):
    plainly_refused(run(*words, "--home", tmp_path), "gongkai")


def test_an_empty_home_lists_no_release(tmp_path):
    done = run("release", "list", "--home", tmp_path)
    assert (done.returncode, "no release" in done.stdout) == (0, True)


def test_a_registry_with_a_mistake_is_refused_with_its_place(tmp_path):
    file = tmp_path / "portals.yaml"
    file.write_text("- {id: A b, name: x, adcode: '1', list_url: http://a.gov.cn/}\n", encoding="utf-8")
    plainly_refused(run("refresh", "--portals", file, "--home", tmp_path / "home"), "Entry 1")


@pytest.mark.parametrize("data", [b"- id: [\n", "- id: a\n  name: 示例市\n".encode("gbk")])
def test_a_registry_that_is_no_yaml_or_no_utf8_is_one_sentence(tmp_path, data):
    (tmp_path / "portals.yaml").write_bytes(data)
    plainly_refused(run("portals", "list", "--portals", tmp_path / "portals.yaml"), "portals.yaml cannot be read")


def test_a_registry_may_name_loopback_for_sandboxes_alone(tmp_path):
    file = tmp_path / "portals.yaml"
    file.write_text("- {id: a, name: x, adcode: '990100', list_url: 'http://127.0.0.1:1/'}\n", encoding="utf-8")
    plainly_refused(run("portals", "list", "--portals", file), "sandbox")


def test_the_shipped_registry_is_listed():
    rows = json.loads(run("portals", "list", "--json").stdout)
    assert {"371500"} <= {row["adcode"] for row in rows}


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-command",),
        ("parse",),
        ("release", "nothing"),
        ("sql",),
        ("sql", "select 1", "--json", "--csv"),
        ("sql", "--file", sys.executable),
        ("refresh", "--recheck", "some"),
        ("serve", "--port", "65536"),
        ("refresh", "--home", __file__),
    ],
)
def test_wrong_usage_exits_with_two_before_anything_is_done(words):
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_a_file_in_the_place_of_a_home_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("GONGKAI_HOME", __file__)
    plainly_refused(run("build", cwd=tmp_path), "give another home with `--home`")


def test_the_cookbook_is_listed_with_its_questions_without_a_release():
    said = run("sql", "--cookbook").stdout
    assert "growth-of-one-agency" in said
    assert "Growth of one agency over all years" in said


def test_a_query_that_the_cookbook_does_not_have_is_one_sentence(tmp_path):
    plainly_refused(run("sql", "no-such-query", "--home", tmp_path), "no-such-query")


def test_help_names_every_command():
    said = run("--help").stdout
    for name in (
        "demo",
        "refresh",
        "crawl",
        "parse",
        "claims",
        "build",
        "publish",
        "explain",
        "sql",
        "serve",
        "archive",
        "release",
    ):
        assert name in said


def test_the_demo_stays_out_of_a_home_with_reports_of_its_own(tmp_path):
    captures = tmp_path / "archive" / "captures"
    captures.mkdir(parents=True)
    (captures / "20260101T000000Z-aaaa.parquet").write_bytes(b"")
    plainly_refused(run("demo", "--home", tmp_path), "--home demo-data")


@pytest.mark.parametrize(("port", "is_moved"), [(FIRST_PORT, False), (40123, True)])
def test_the_demo_says_that_its_portals_are_strangers_where_their_ports_are_taken(tmp_path, port, is_moved):
    registry = tmp_path / "portals.yaml"
    at = f"http://127.0.0.1:{port}/nb/"
    registry.write_text(
        f'[{{id: a, name: 示例县, adcode: "371500", list_url: "{at}", sandbox: true}}]', encoding="utf-8"
    )
    assert ("count as new" in (moved(registry) or "")) is is_moved


def test_real_portals_stay_out_of_the_demo_s_home(tmp_path):
    (tmp_path / "demo.json").write_text("{}", encoding="utf-8")
    plainly_refused(run("refresh", "--home", tmp_path), "--home real-data")


def test_what_a_full_disk_says_is_a_sentence(capsys):
    with pytest.raises(Exit), plainly(OSError):
        raise OSError(errno.ENOSPC, "No space left on device", "/home/x/parsed")
    said = capsys.readouterr().err
    assert "/home/x/parsed cannot be written (No space left on device)" in said
    assert "--home" in said
