"""Documents obtained by hand end in the archive with where they come from, or are refused with a reason."""

from __future__ import annotations

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers.sandbox.figures import load_reports
from crawlers.sandbox.render import render
from pipelines.assets.parsed_reports import archived_documents, parse_archive
from pipelines.inbox import NotAddedError, add_files, declared, judge, take_inbox
from pipelines.parse import Parsed
from pipelines.parsing.report import Report, unreadable
from warehouse.archive import load_captures, read_payload, recover, reindex, verify
from warehouse.home import BY_HAND, Home

LIAOCHENG = render(load_reports()["liaocheng-bigdata-2022"], "html", "plain")
ADDRESS = "http://www.liaocheng.gov.cn/xxgk/2022.html"


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """A home to which files were added: a good one, one with an address, the same bytes, and three that cannot be."""
    folder = tmp_path_factory.mktemp("files")
    home = Home(folder / "home").create()
    files = {"good.html": LIAOCHENG, "again.html": LIAOCHENG, "empty.pdf": b"", "bad.pdf": b"%PDF-1.7 and no more"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    words = declared(agency="聊城市大数据局", year=2022, url=f"{ADDRESS}#top")
    taken = add_files(home, [folder / name for name in [*files, "none.pdf"]], words, "gongkai add")
    return home, folder, taken


def test_each_file_is_added_known_or_refused_in_one_sentence(added):
    _, _, taken = added
    assert [(one.file, one.outcome) for one in taken] == [
        ("good.html", "added"),
        ("again.html", "known"),
        ("empty.pdf", "refused"),
        ("bad.pdf", "refused"),
        ("none.pdf", "refused"),
    ]
    assert all(one.file in one.told and "\n" not in one.told for one in taken)
    assert "good.html" in taken[1].told


@pytest.mark.parametrize(("wrong", "told"), [({"agency": "聊城市水利局"}, "agency"), ({"year": 2021}, "year")])
def test_a_wrong_word_about_a_file_that_is_archived_already_is_told(added, wrong, told):
    home, folder, _ = added
    (again,) = add_files(home, [folder / "good.html"], declared(**wrong), "gongkai add")
    assert (again.outcome, f"correct the {told}" in again.told) == ("refused", True)


def test_the_record_says_where_the_document_comes_from_and_survives_a_rebuilt_index(added):
    home, _, _ = added
    before = load_captures(home).to_dicts()
    for path in home.captures.glob("*.parquet"):
        path.unlink()
    reindex(home)
    (row,) = load_captures(home).to_dicts()
    assert [row] == before
    assert (row["portal_id"], row["role"], row["record_type"], row["url"]) == (BY_HAND, "added", "resource", ADDRESS)
    assert (row["file_name"], row["added_by"]) == ("good.html", "gongkai add")
    assert (row["declared_agency"], row["declared_year"]) == ("聊城市大数据局", 2022)
    assert read_payload(home, row) == read_payload(home, row["payload_sha256"]) == LIAOCHENG
    assert verify(home).ok
    with next(home.warc.iterdir()).open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests=True)]
    assert kinds == ["warcinfo", "metadata", "resource"]


def test_the_inbox_holds_a_copy_that_the_next_night_does_not_take_again(added):
    home, _, _ = added
    assert (home.inbox / "good.html").read_bytes() == LIAOCHENG
    assert sorted(path.name for path in home.inbox.iterdir()) == ["good.html", "good.html.yaml"]
    assert take_inbox(home, "gongkai refresh") == []


def test_an_added_report_is_read_like_a_crawled_one(added):
    home, _, _ = added
    assert list(archived_documents(load_captures(home), BY_HAND))
    counts, refused = parse_archive(home, ["no-such-portal", BY_HAND])
    assert (counts["accepted"], refused) == (1, [])


def test_what_a_killed_command_archived_and_did_not_index_is_read_by_the_next_build(added):
    home, _, _ = added
    next(home.captures.glob("*.parquet")).unlink()
    counts, _ = parse_archive(home, [BY_HAND])
    assert counts["documents"] == 1


def test_an_index_of_before_the_new_columns_is_brought_up_to_them(added):
    import pyarrow.parquet as pq

    home, _, _ = added
    path = next(home.captures.glob("*.parquet"))
    whole = pq.read_table(path)
    pq.write_table(whole.drop_columns(["file_name", "added_by", "declared_agency", "declared_year"]), path)
    recover(home)
    assert pq.read_schema(path).names == whole.column_names
    reindex(home)


def test_what_lies_in_the_inbox_is_taken_by_its_sidecar(tmp_path):
    home = Home(tmp_path).create()
    for name in ("with.html", "without.html", "wrong.html"):
        (home.inbox / name).write_bytes(LIAOCHENG + name.encode())
    (home.inbox / "with.html.yaml").write_text("year: 2022\n", encoding="utf-8")
    (home.inbox / "wrong.html.yaml").write_text("jahr: 2022\n", encoding="utf-8")
    taken = {one.file: one for one in take_inbox(home, "gongkai refresh")}
    assert {name: one.outcome for name, one in taken.items()} == {
        "with.html": "added",
        "without.html": "refused",
        "wrong.html": "refused",
    }
    assert "without.html.yaml" in taken["without.html"].told
    assert "jahr" in taken["wrong.html"].told
    (row,) = load_captures(home).to_dicts()
    assert (row["added_by"], row["url"]) == ("gongkai refresh", "file:///inbox/with.html")


def report(agency="示例市教育局", year=2023, status="accepted"):
    return Report(status, ("doubt",) if status == "quarantined" else (), agency=agency, report_year=year)


@pytest.mark.parametrize(
    ("read", "said", "words"),
    [
        ([report()], {"agency": "示例市财政局"}, "not of 示例市财政局"),
        ([report()], {"year": 2022}, "not of 2022"),
        ([report(agency=None)], {}, "whose report"),
        ([report(year=None)], {"agency": "示例市教育局"}, "which year"),
        ([Report("not_a_report", ("It is a list.",))], {"agency": "示例市教育局", "year": 2023}, "It is a list"),
        ([unreadable("The file is cut.")], {}, "cannot be read"),
    ],
)
def test_a_document_that_contradicts_its_declaration_or_says_too_little_is_refused(read, said, words):
    kind = None if "cannot" in words else "html"
    with pytest.raises(NotAddedError, match=words):
        judge("x.html", Parsed(kind, tuple(read)), declared(**said))


def test_a_declaration_stands_in_where_the_document_is_silent_and_a_short_name_may_stand_for_a_long_one():
    silent = Parsed("pdf", (report(agency=None, year=None, status="quarantined"),))
    assert "示例市教育局, 2023, quarantined" in judge("x", silent, declared(agency="示例市教育局", year=2023))
    assert judge("x", Parsed("pdf", (report(agency="示例市人民政府"),)), declared(agency="示例市"))


@pytest.mark.parametrize("said", [{"url": "ftp://a.gov.cn/x"}, {"url": "http://me@a.gov.cn/"}, {"year": 1999}])
def test_a_declaration_that_cannot_be_true_is_refused(said):
    with pytest.raises(NotAddedError):
        declared(**said)
