"""The site as files: whole, the same every time, safe against what scraped pages hold, honest when there is nothing."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from release_database import RUN_ID
from release_figures import LIAOCHENG, NASTY

from dashboards.__main__ import main
from dashboards.build import BuildError, build_site
from dashboards.catalog import initials
from dashboards.files import data_script, file_name, to_json
from dashboards.pages import PAGES as PAGE_MODULES
from dashboards.places import bucket_of
from dashboards.queries import DatabaseError
from dashboards.search_index import search_lists
from dashboards.words import LANGUAGES, load_words
from warehouse.form import load_forms

ROOT = Path(__file__).parents[2]
DASHBOARDS = ROOT / "dashboards"
FILES = [module.FILE for module in PAGE_MODULES]
PAGES = [*FILES, *(f"en/{name}" for name in FILES)]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def data_of(site: Path, name: str):
    """A data script's value, read as a browser would find it."""
    (path,) = site.glob(f"data/*/{name}.js")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("(window.gongkaiData=")
    return json.loads(text[text.index("]=") + 2 : text.rindex(";")])


def parts_of(site: Path, agency: str) -> dict:
    """The lists of one agency's file, their rows by the names that the catalogue gives their fields."""
    catalog = data_of(site, "catalog")
    bucket = bucket_of(agency, catalog["buckets"])
    files = [data_of(site, f"agency/{bucket}")]
    files += [data_of(site, f"agency/{bucket}-{number}") for number in range(1, files[0]["more"] + 1)]
    (found,) = [file["of"][agency] for file in files if agency in file["of"]]
    return {
        part: [dict(zip(names, row, strict=True)) for row in found.get(part, [])]
        for part, names in catalog["fields"].items()
    }


class Scripts(HTMLParser):
    """Collects what a page runs, links and says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.elements: set[str] = set()
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.elements.add(tag)
        self._script = tag == "script"
        self.handlers += [name for name in given if name.startswith("on")]
        self.addresses += [value for name, value in given.items() if name in {"src", "href"} and value]

    def handle_data(self, data):
        if self._script and data.strip():
            self.inline.append(data)


def test_a_site_has_every_page_and_says_what_it_is(site):
    summary = json.loads((site / "site.json").read_text(encoding="utf-8"))
    assert summary["release_id"] == RUN_ID
    assert summary["pages"] == len(PAGES)
    assert summary["files"] == len(contents(site))
    assert len(FILES) == 14
    for name in PAGES:
        text = (site / name).read_text(encoding="utf-8")
        assert f'<html lang="{"en" if name.startswith("en/") else "zh-CN"}"' in text
        assert RUN_ID in text
        assert "2024-11-23 10:33" in text  # the run ended at 02:33 in UTC


def test_the_same_release_gives_the_same_bytes(database, site, tmp_path):
    build_site(database, tmp_path / "again", RUN_ID)
    assert contents(tmp_path / "again") == contents(site)


def test_a_site_replaces_an_older_one_whole(database, tmp_path):
    build_site(database, tmp_path / "site", "first")
    build_site(database, tmp_path / "site", "second")
    assert [path.name for path in (tmp_path / "site" / "data").iterdir()] == ["second"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_holds_something_else_is_left_alone(database, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="no site of this program"):
        build_site(database, tmp_path, "r")
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_no_release_is_refused_in_one_sentence(tmp_path, capsys):
    absent = tmp_path / "none.duckdb"
    with pytest.raises(DatabaseError, match="does not exist"):
        build_site(absent, tmp_path / "site", "r")
    absent.write_bytes(b"no database at all" * 1000)
    assert main(["build", str(absent), str(tmp_path / "site")]) == 1
    assert "cannot be opened" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_failing_build_leaves_the_old_site_and_no_rest(database, tmp_path):
    build_site(database, tmp_path / "site", "good")
    before = contents(tmp_path / "site")
    (tmp_path / "bad.duckdb").write_bytes(b"x" * 100)
    with pytest.raises(DatabaseError):
        build_site(tmp_path / "bad.duckdb", tmp_path / "site", "bad")
    assert contents(tmp_path / "site") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.duckdb", "site"]


def test_no_page_has_an_inline_script_or_an_outside_address(site):
    for name in PAGES:
        found = Scripts((site / name).read_text(encoding="utf-8"))
        assert found.inline == []
        assert found.handlers == []
        assert not [a for a in found.addresses if re.match(r"(?i)(https?:)?//|javascript:", a)]
        for address in found.addresses:
            if not address.startswith(("#", "data:")):
                assert ((site / name).parent / address.partition("#")[0]).resolve().is_file(), address


def test_a_name_that_is_html_stays_text_on_every_page(site):
    for name in PAGES:
        found = Scripts((site / name).read_text(encoding="utf-8"))
        assert "img" not in found.elements
    assert NASTY.name in data_of(site, "index/0")["name"]


def test_an_empty_release_says_so_on_every_page_in_both_languages(small_sites):
    said = {
        "index.html": "overview.empty", "compare.html": "site.empty_release", "agency.html": "agency.none",
        "category.html": "site.empty_release", "region.html": "site.empty_release", "outcomes.html": "site.empty_release",
        "disputes.html": "site.empty_release", "growth.html": "growth_page.none", "findings.html": "findings.lead_none",
        "coverage.html": "site.empty_release", "runs.html": "runs.lead_none",
    }  # fmt: skip
    for language, folder in (("zh", ""), ("en", "en/")):
        words = load_words(language)
        for name in FILES:
            text = (small_sites["empty"] / f"{folder}{name}").read_text(encoding="utf-8")
            assert name not in said or words(said[name]) in text, name
            assert words("site.no_run") in text


def test_a_release_of_one_report_has_its_figures(small_sites):
    index = data_of(small_sites["one"], "index/0")
    assert index["name"] == [LIAOCHENG.name]
    shard = parts_of(small_sites["one"], LIAOCHENG.id)
    (year,) = shard["years"]
    assert (year["request_count"], year["prior_request_count"], year["request_growth"]) == (4, 2, 1.0)
    assert (year["prior_source"], year["request_growth_status"]) == ("implied", "small_base")
    counts = {row["outcome_group"]: (row["request_count"], row["total_handled"]) for row in shard["outcomes"]}
    assert (counts["granted"], counts["partly_granted"], counts["unavailable"]) == ((1, 4), (1, 4), (2, 4))


def test_an_agency_is_found_in_its_bucket_with_its_documents(site, answer):
    catalog = data_of(site, "catalog")
    for key, reports in answer(
        """select agency_id, list([document_sha256, warc_offset::varchar, added_by] order by report_year) from fct_report
        group by agency_id"""
    ):
        shard = parts_of(site, key)
        shown = [[row["document_sha256"], str(row["warc_offset"]), row["added_by"]] for row in shard["reports"]]
        assert shown == reports
        assert {row["captured_at"] for row in shard["reports"]} == {"2024-11-23T02:31:07Z"}
    assert catalog["buckets"] > 1


def test_reports_that_look_alike_share_the_places_of_their_cells(site):
    for path in sorted(site.glob("data/*/agency/*.js")):
        file = data_of(site, f"agency/{path.stem}")
        assert len(set(file["layouts"])) == len(file["layouts"])
        used = {report[1] for agency in file["of"].values() for report in agency["cells"]}
        assert used == set(range(len(file["layouts"])))
        assert len(set(file["words"])) == len(file["words"])
        assert len(set(file["shapes"])) == len(file["shapes"])
        worded = {report[4] for agency in file["of"].values() for report in agency["cells"]}
        assert worded == set(range(len(file["shapes"])))


def test_no_shard_holds_more_than_its_chunk(site):
    catalog, index = data_of(site, "catalog"), data_of(site, "index/0")
    assert len(index["id"]) == catalog["agencies"] <= catalog["chunk"]
    regions = [
        row
        for key, _, _, files in catalog["provinces"]
        for at in range(files)
        for row in data_of(site, f"regions/{key}/{at}")
    ]
    assert sorted(row[2] for row in regions) == [row[2] for row in sorted(regions, key=lambda row: row[0])]
    assert sum(row[3] for row in regions) == catalog["agencies"] == sum(row[2] for row in catalog["provinces"])


def test_no_file_grows_with_the_bodies_of_a_release(growing_sites):
    largest = [{}, {}]
    for site, sizes in zip(growing_sites, largest, strict=True):
        for path in site.rglob("*"):
            kind = re.sub(r"/.*", "", re.sub(r"^data/[^/]+/", "", str(path.relative_to(site))))
            sizes[kind] = max(sizes.get(kind, 0), path.stat().st_size if path.is_file() else 0)
    before, now = largest
    agencies = [data_of(site, "catalog")["agencies"] for site in growing_sites]
    assert agencies[1] == 4 * agencies[0]
    assert set(now) >= {
        "agency",
        "bodies",
        "figures",
        "index",
        "leaders",
        "members",
        "pools",
        "regions",
        "search",
        "states",
        "sums",
        "zh",
    }
    grown = {kind: (before[kind], size) for kind, size in now.items() if size > 1.6 * before[kind]}
    assert grown == {}


def test_each_figure_of_each_measure_is_in_its_chunk(site, answer):
    index = data_of(site, "index/0")
    for metric, year in answer("select distinct metric_key, report_year from mart_metric where value is not null"):
        shown = {}
        for line in data_of(site, f"figures/{file_name(metric)}/{year}/0").split("\n"):
            place, value, numerator, denominator = [*line.split("\t"), "", "", ""][:4]
            number = (
                float(value)
                if value
                else float(numerator) / float(denominator)
                if numerator and float(denominator)
                else None
            )
            shown[index["id"][int(place)]] = number
        known = answer(
            "select agency_id, value from mart_metric where metric_key = ? and report_year = ?", metric, year
        )
        assert {key: value for key, value in known if value is not None} == {
            key: shown[key] for key, value in known if value is not None
        }
        assert {key for key, _ in known} == set(shown)


def sums_in(value) -> list[tuple[float, list]]:
    """(value, [page, what, year]) of every sum in a view's data."""
    if isinstance(value, dict) and "s" in value:
        return [(value["v"], value["s"])]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for part in parts for found in sums_in(part)]


def test_each_sum_is_that_of_the_parts_its_list_has(large_site):
    (root,) = large_site.glob("data/*")
    read = cache(lambda name: data_of(large_site, name))
    sums = sums_in([read(str(path.relative_to(root).with_suffix(""))) for path in sorted(root.glob("zh/view/**/*.js"))])
    wholes = {(page, what, year): value for value, (page, what, year) in sums if isinstance(value, int)}
    several = 0
    for value, (page, what, year) in sums:
        first = read(f"sums/{page}/{file_name(what)}/0")
        files = [first, *(read(f"sums/{page}/{file_name(what)}/{at}") for at in range(1, first["parts"]))]
        lines = [line.split("\t") for file in files for line in file["lines"].get(str(year), "").split("\n") if line]
        total = sum(float(line[1]) for line in lines)
        if not isinstance(value, int):  # a share of what was handled for the applicant
            total /= wholes[page, f"requests.total_handled.{what.partition('.')[2]}", year]
        assert total == value, (page, what, year)
        assert 0 < len({line[0] for line in lines}) <= first["reports"][str(year)]
        several += first["parts"] > 1
    assert len(wholes) > 80
    assert len(sums) - len(wholes) > 20
    assert several > 20


def test_a_character_of_several_readings_is_found_under_each():
    assert initials("示例市教育局") == "slsjyj"
    assert initials("重庆市教育局 A2") == "cqsjyja2 zqsjyja2"
    row = {"agency_id": "x", "agency_name": "长沙市财政局", "region_name": "长沙市"}
    lists = search_lists([row], [initials("长沙市财政局")], [("430100", "长沙市", 0, 1, initials("长沙市"))], {})
    for key in ("^cs", "^zs", "^长沙"):
        assert lists[key]["bodies"][0][0] == "x"
        assert lists[key]["regions"][0][0] == "长沙市"


def test_an_agency_without_a_report_has_a_state_that_says_why(site):
    index = data_of(site, "index/0")
    lines = [line.split("\t") for line in data_of(site, "states/2023/0").split("\n")]
    states = {index["name"][int(line[0])]: line[1] for line in lines if len(line) > 1}
    assert states["平潭综合实验区管委会"] == "missing"


def test_the_two_languages_have_the_same_phrases_with_the_same_places():
    first, *others = (load_words(language) for language in LANGUAGES)
    for other in others:
        assert set(first) == set(other)
        for key in first:
            places = [sorted(set(re.findall(r"\{\w+\}", words[key]))) for words in (first, other)]
            assert places[0] == places[1], key


@given(st.text(max_size=12), st.text(max_size=12))
def test_two_keys_never_share_a_file_name(one, other):
    assert re.fullmatch(r"[A-Za-z0-9_-]*", file_name(one))
    assert (file_name(one) == file_name(other)) == (one == other)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=30)))
def test_any_text_survives_the_way_into_a_script(value):
    script = data_script("name", to_json(value))
    assert json.loads(script[script.index("]=") + 2 : script.rindex(";")]) == value


def phrases_used() -> set[str]:
    used = set()
    for path in sorted(DASHBOARDS.rglob("*")):
        if path.suffix in {".py", ".html", ".js"}:
            text = path.read_text(encoding="utf-8")
            used |= set(re.findall(r"""\b(?:t|words|line)\(\s*["']([a-z_]+\.[a-z_]+)["'](?!\s*~)""", text))
    return used


def test_every_phrase_a_page_says_exists():
    used = phrases_used()
    assert len(used) > 100
    assert used <= set(load_words())


def test_no_phrase_is_declared_twice():
    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node, deep=False):
            keys = [self.construct_object(key) for key, _ in node.value]
            assert len(keys) == len(set(keys)), keys
            return super().construct_mapping(node, deep)

    for path in sorted((DASHBOARDS / "words").glob("*.yaml")):
        yaml.load(path.read_text(encoding="utf-8"), Strict)


def test_the_groups_of_the_form_are_spelled_in_no_page():
    groups = {group.label for form in load_forms().values() for group in form.groups.values()}
    for path in sorted(DASHBOARDS.rglob("*")):
        if path.suffix in {".py", ".html", ".js", ".css", ".yaml"}:
            text = path.read_text(encoding="utf-8")
            assert not [group for group in groups if group in text], path
