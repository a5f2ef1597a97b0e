"""The archive keeps what was fetched, says so when it cannot, and is found whole again after any crash."""

from __future__ import annotations

import gzip
import os
import resource
import signal
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from warehouse.archive import (
    MAX_PAYLOAD,
    ArchiveError,
    ArchiveWriter,
    Exchange,
    Places,
    decode_payload,
    load_captures,
    read_payload,
    recover,
    reindex,
    verify,
)
from warehouse.archive.composing import compose
from warehouse.archive.members import Member, members
from warehouse.archive.naming import named
from warehouse.archive.reading import Grouping, parse
from warehouse.home import Home

RUN = "20261123T023000Z-1f3a"
LATER = "20261124T023000Z-2b4c"
PAGE = "http://127.0.0.1/zfxxgknb/202601/t20260115_1.html"
START = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def exchange(url: str = PAGE, body: bytes = b"<html>4</html>", **given: object) -> Exchange:
    headers = ((b"Content-Type", b"text/html"), (b"ETag", b'"v1"'))
    known: dict[str, object] = {"portal_id": "sample", "role": "page", "status": 200, "fetched_at": START}
    known |= {"response_headers": headers, "request_headers": ((b"User-Agent", b"gongkai"),)}
    return Exchange(url=url, body=body, **(known | given))  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path).create()


def archive(home: Home, *exchanges: Exchange, run_id: str = RUN, **given: int) -> list[dict]:
    with ArchiveWriter(home, run_id, **given) as writer:
        return [writer.record(one) for one in exchanges]


def records(path: Path) -> Iterator[tuple[str, dict[str, str], bytes]]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            yield record.rec_type, dict(record.rec_headers.headers), record.raw_stream.read()


def test_a_capture_leads_to_its_bytes_and_says_where_they_came_from(home: Home) -> None:
    row = archive(
        home,
        exchange(
            via="http://127.0.0.1/zfxxgknb/",
            link_title="聊城市大数据局2022年\n政府信息公开工作年度报告",
            listed_on=date(2023, 1, 15),
        ),
    )[0]
    captures = load_captures(home).to_dicts()
    assert captures == [row]
    assert row["link_title"] == "聊城市大数据局2022年 政府信息公开工作年度报告"
    assert (row["listed_on"], row["via"], row["etag"]) == (
        date(2023, 1, 15),
        "http://127.0.0.1/zfxxgknb/",
        '"v1"',
    )
    assert (row["method"], row["status"], row["content_type"]) == ("GET", 200, "text/html")
    assert row["fetched_at"] == START
    assert read_payload(home, row) == b"<html>4</html>"
    assert read_payload(home, row["payload_sha256"]) == b"<html>4</html>"


def test_bodies_are_kept_content_coded_as_received_and_read_back_decoded(home: Home) -> None:
    page = "年度报告".encode() * 100
    packed = gzip.compress(page)
    headers = (
        (b"Content-Encoding", b"gzip"),
        (b"Content-Disposition", "attachment; filename=年报.pdf".encode("gbk")),
    )
    row = archive(home, exchange(body=packed, response_headers=headers))[0]
    kinds = list(records(home.warc / row["warc_file"]))
    assert [kind for kind, _, _ in kinds] == ["warcinfo", "metadata", "request", "response"]
    assert kinds[-1][2] == packed
    whole = next(m for m in members(home.warc / row["warc_file"]) if m.offset == row["warc_offset"])
    assert isinstance(whole, Member)
    assert "filename=年报.pdf".encode("gbk") in whole.data
    assert read_payload(home, row) == page
    assert row["payload_bytes"] == len(page)


def test_an_independent_reader_finds_every_digest_right(home: Home) -> None:
    archive(home, exchange(), exchange(PAGE + "?2", b"other"), exchange())
    checker = [sys.executable, "-m", "warcio.cli", "check", *map(str, home.warc.glob("*.warc.gz"))]
    done = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_payload_again_becomes_a_revisit_that_leads_to_the_first_bytes(home: Home) -> None:
    first = archive(home, exchange())[0]
    again = archive(home, exchange(fetched_at=START + timedelta(days=1)), run_id=LATER)[0]
    assert again["record_type"] == "revisit"
    assert again["payload_sha256"] == first["payload_sha256"]
    kind, headers, block = list(records(home.warc / again["warc_file"]))[-1]
    assert (kind, block) == ("revisit", b"")
    assert headers["WARC-Refers-To-Date"] == "2026-11-23T02:30:00.000000Z"
    assert headers["WARC-Profile"].endswith("identical-payload-digest")
    assert read_payload(home, again) == b"<html>4</html>"
    assert verify(home).ok


def test_an_answer_304_becomes_a_revisit_of_the_payload_it_was_asked_about(home: Home) -> None:
    first = archive(home, exchange())[0]
    answer = exchange(body=b"", status=304, unmodified_sha256=first["payload_sha256"])
    again = archive(home, answer, run_id=LATER)[0]
    assert (again["record_type"], again["status"]) == ("revisit", 304)
    assert (again["payload_sha256"], again["payload_bytes"]) == (
        first["payload_sha256"],
        first["payload_bytes"],
    )
    _, headers, _ = list(records(home.warc / again["warc_file"]))[-1]
    assert headers["WARC-Profile"].endswith("server-not-modified")
    assert read_payload(home, again) == b"<html>4</html>"
    assert verify(home).ok


def test_changed_bytes_are_kept_beside_the_old_ones(home: Home) -> None:
    first = archive(home, exchange(body=b"<html>4</html>"))[0]
    second = archive(home, exchange(body=b"<html>5</html>"), run_id=LATER)[0]
    assert second["record_type"] == "response"
    assert read_payload(home, first) == b"<html>4</html>"
    assert read_payload(home, second) == b"<html>5</html>"


def test_the_same_bytes_at_another_address_are_archived_for_that_address(home: Home) -> None:
    rows = archive(home, exchange(), exchange(PAGE.replace("_1", "_2")))
    assert [row["record_type"] for row in rows] == ["response", "response"]


def test_a_damaged_original_is_not_revisited_but_archived_again(home: Home) -> None:
    first = archive(home, exchange())[0]
    path = home.warc / first["warc_file"]
    flip(path, first["warc_offset"] + first["warc_length"] // 2)
    again = archive(home, exchange(), run_id=LATER)[0]
    assert again["record_type"] == "response"
    assert read_payload(home, again) == b"<html>4</html>"
    assert read_payload(home, first["payload_sha256"]) == b"<html>4</html>"
    assert not verify(home).ok


def test_an_index_that_points_to_another_record_makes_no_false_revisit(home: Home) -> None:
    first, other = archive(home, exchange(), exchange(PAGE + "?2", b"<html>other</html>"))
    wrong = Places()
    wrong.remember(
        first["url"], first["payload_sha256"], (other["warc_file"], other["warc_offset"], other["warc_length"])
    )
    with ArchiveWriter(home, LATER, places=wrong) as writer:
        again = writer.record(exchange())
    assert again["record_type"] == "response"
    assert again["payload_sha256"] == first["payload_sha256"]


def test_redirects_errors_and_empty_bodies_are_captures_too(home: Home) -> None:
    moved = exchange(status=302, body=b"", response_headers=((b"Location", b"/b.html"),))
    failed = exchange(status=500, body=b"oops")
    rows = archive(home, moved, failed, exchange(status=521, body=b"<script>", blocked_kind="jsl"))
    assert [row["status"] for row in rows] == [302, 500, 521]
    assert rows[2]["blocked_kind"] == "jsl"
    assert verify(home).ok


def test_large_runs_go_on_in_a_next_file_and_rows_stay_in_order(home: Home) -> None:
    bodies = [os.urandom(400) for _ in range(12)]
    rows = archive(home, *(exchange(f"{PAGE}?{n}", body) for n, body in enumerate(bodies)), file_limit=3000)
    names = list(dict.fromkeys(row["warc_file"] for row in rows))
    assert len(names) > 2
    assert names == [f"{RUN}-{n}.warc.gz" for n in range(len(names))]
    assert load_captures(home).to_dicts() == rows
    assert [read_payload(home, row) for row in rows] == bodies


def test_an_index_rebuilt_from_the_files_has_the_same_bytes(home: Home) -> None:
    archive(home, exchange(link_title="甲"), exchange(PAGE + "?2", b"x" * 300), exchange(), file_limit=1500)
    archive(home, exchange(), exchange(status=304, body=b"", unmodified_sha256="0" * 64), run_id=LATER)
    before = {path.name: path.read_bytes() for path in home.captures.glob("*")}
    for path in home.captures.glob("*"):
        path.unlink()
    assert reindex(home) == [RUN, LATER]
    assert {path.name: path.read_bytes() for path in home.captures.glob("*")} == before


HEADER_VALUE = st.binary(max_size=12).map(
    lambda value: value.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")
)
HEADERS = st.lists(
    st.tuples(st.sampled_from([b"Content-Type", b"etag", b"Last-Modified", b"X"]), HEADER_VALUE), max_size=4
)


@given(
    HEADERS, st.sampled_from([200, 304, 404, 521]), st.binary(max_size=40), st.sampled_from(["GET", "POST"]), st.text()
)
def test_what_a_record_says_of_itself_when_made_is_what_it_says_when_read_back(headers, status, body, method, title):
    made = compose(
        exchange(body=body, status=status, method=method, link_title=title, response_headers=tuple(headers)),
        "0" * 64,
        len(body),
        None,
    )
    at_once, later = Grouping(RUN, "file"), Grouping(RUN, "file")
    assert [at_once.add(one.read, 0, 1) for one in made] == [later.add(parse(one.data), 0, 1) for one in made]


def test_shards_of_one_run_write_apart_and_share_one_index(home: Home) -> None:
    left, right = ArchiveWriter(home, RUN), ArchiveWriter(home, RUN, shard=1)
    left.record(exchange(PAGE + "?left"))
    right.record(exchange(PAGE + "?right"))
    left.close()
    right.close()
    assert load_captures(home)["warc_file"].to_list() == [f"{RUN}-0.warc.gz", f"{RUN}-1000.warc.gz"]
    assert verify(home).ok


def test_a_second_attempt_at_a_run_adds_files_and_loses_nothing(home: Home) -> None:
    archive(home, exchange(PAGE + "?1"))
    archive(home, exchange(PAGE + "?2"))
    assert load_captures(home)["url"].to_list() == [PAGE + "?1", PAGE + "?2"]
    assert verify(home).ok


def test_a_run_without_captures_leaves_no_file(home: Home) -> None:
    ArchiveWriter(home, RUN).close()
    assert not list(home.captures.iterdir())
    assert load_captures(home).is_empty()
    assert verify(home).ok


def test_a_closed_archive_refuses_further_records(home: Home) -> None:
    writer = ArchiveWriter(home, RUN)
    writer.record(exchange())
    writer.close()
    writer.close()
    with pytest.raises(ArchiveError, match="closed"):
        writer.record(exchange())


# --- crashes ---------------------------------------------------------------------------------------


def flip(path: Path, place: int, mask: int = 0xFF) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= mask
    path.write_bytes(data)


def test_a_killed_run_is_indexed_from_its_file_and_its_torn_end_is_a_note(home: Home) -> None:
    writer = ArchiveWriter(home, RUN)
    rows = [writer.record(exchange(f"{PAGE}?{n}", os.urandom(200))) for n in range(3)]
    path = home.warc / rows[0]["warc_file"]
    os.truncate(path, path.stat().st_size - 20)  # the kill came while the last record was written
    assert [problem.kind for problem in verify(home).problems] == ["not_indexed"]
    assert recover(home) == [RUN]
    assert load_captures(home).to_dicts() == rows[:2]
    found = verify(home)
    assert found.ok
    assert [note.kind for note in found.notes] == ["torn"]
    assert recover(home) == []
    index = (home.captures / f"{RUN}.parquet").read_bytes()
    assert reindex(home) == [RUN]
    assert (home.captures / f"{RUN}.parquet").read_bytes() == index


def test_a_run_killed_again_after_its_recovery_is_recovered_again(home: Home) -> None:
    ArchiveWriter(home, RUN).record(exchange(PAGE + "?1"))
    assert recover(home) == [RUN]
    ArchiveWriter(home, RUN).record(exchange(PAGE + "?2"))
    assert recover(home) == [RUN]
    assert load_captures(home)["url"].to_list() == [PAGE + "?1", PAGE + "?2"]


def test_a_zero_filled_end_is_torn_too(home: Home) -> None:
    row = archive(home, exchange())[0]
    with (home.warc / row["warc_file"]).open("ab") as file:
        file.write(bytes(100))
    assert [note.kind for note in verify(home).notes] == ["torn"]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 2000))
def test_wherever_a_file_ends_the_records_before_the_cut_are_read(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    home = Home(tmp_path_factory.mktemp("home")).create()
    writer = ArchiveWriter(home, RUN)
    rows = [writer.record(exchange(f"{PAGE}?{n}", b"x" * n)) for n in range(4)]
    path = home.warc / rows[0]["warc_file"]
    os.truncate(path, max(0, path.stat().st_size - cut))
    recover(home)
    size = path.stat().st_size
    whole = [row for row in rows if row["warc_offset"] + row["warc_length"] <= size]
    assert load_captures(home).to_dicts() == whole
    assert verify(home).ok


WRITE_FOR_EVER = """
    import sys, os
    from datetime import UTC, datetime
    from warehouse.archive import ArchiveWriter, Exchange
    from warehouse.home import Home
    writer = ArchiveWriter(Home.locate(sys.argv[1]).create(), sys.argv[2])
    for number in range(10**6):
        row = writer.record(Exchange(portal_id="sample", role="page", url=f"http://127.0.0.1/{number}",
            status=200, fetched_at=datetime.now(UTC), body=os.urandom(2000)))
        print(row["payload_sha256"], flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 30])
def test_after_kill_9_every_acknowledged_record_is_there(home: Home, acknowledged: int) -> None:
    command = [sys.executable, "-c", textwrap.dedent(WRITE_FOR_EVER), str(home.root), RUN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        seen = [process.stdout.readline().strip() for _ in range(acknowledged)]
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.read().split()
    recover(home)
    archived = load_captures(home)["payload_sha256"].to_list()
    assert archived[: len(seen)] == seen
    assert len(archived) <= len(seen) + 1
    assert verify(home).ok


def test_a_full_disk_is_said_plainly_and_leaves_whole_records_only(home: Home) -> None:
    writer = ArchiveWriter(home, RUN)
    kept = writer.record(exchange())
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, limit[1]))
    try:
        with pytest.raises(ArchiveError, match="cannot be written"):
            writer.record(exchange(PAGE + "?big", os.urandom(50_000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    after = writer.record(exchange(PAGE + "?after"))
    writer.close()
    assert load_captures(home).to_dicts() == [kept, after]
    assert verify(home).ok


# --- damage ----------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_flipped_byte_is_named_or_changes_no_payload(
    tmp_path_factory: pytest.TempPathFactory, where: float, mask: int
) -> None:
    home = Home(tmp_path_factory.mktemp("home")).create()
    rows = archive(home, *(exchange(f"{PAGE}?{n}", bytes([65 + n]) * 50) for n in range(3)))
    path = home.warc / rows[0]["warc_file"]
    flip(path, int(path.stat().st_size * where), mask)
    found = verify(home)
    if found.ok:  # padding bits of a deflate stream: nothing that is read has changed
        assert [read_payload(home, row) for row in rows] == [bytes([65 + n]) * 50 for n in range(3)]
    else:
        assert all(path.name in problem.message for problem in found.problems)
        for row, body in zip(rows, (b"A", b"B", b"C"), strict=True):
            try:
                assert read_payload(home, row) == body * 50
            except ArchiveError:
                continue


def test_a_flipped_record_is_named_with_its_place_and_the_others_stay_readable(home: Home) -> None:
    rows = archive(home, *(exchange(f"{PAGE}?{n}", os.urandom(300)) for n in range(3)))
    path = home.warc / rows[1]["warc_file"]
    flip(path, rows[1]["warc_offset"] + 100)
    found = verify(home)
    assert {(problem.kind, problem.offset) for problem in found.problems} == {
        ("damaged", rows[1]["warc_offset"]),
        ("missing_record", rows[1]["warc_offset"]),
    }
    with pytest.raises(ArchiveError, match="archive verify"):
        read_payload(home, rows[1])
    assert read_payload(home, rows[2])


def test_a_truncated_finished_run_is_named_and_not_taken_for_a_killed_one(home: Home) -> None:
    rows = archive(home, *(exchange(f"{PAGE}?{n}") for n in range(2)))
    path = home.warc / rows[0]["warc_file"]
    os.truncate(path, path.stat().st_size - 30)
    assert recover(home) == []
    assert "missing_record" in {problem.kind for problem in verify(home).problems}
    index = (home.captures / f"{RUN}.parquet").read_bytes()
    with pytest.raises(ArchiveError, match="was kept"):
        reindex(home)
    assert (home.captures / f"{RUN}.parquet").read_bytes() == index


def test_a_lost_file_and_a_lost_index_are_named(home: Home) -> None:
    row = archive(home, exchange())[0]
    archive(home, exchange(), run_id=LATER)
    (home.captures / f"{LATER}.parquet").unlink()
    (home.warc / row["warc_file"]).unlink()
    kinds = {problem.kind for problem in verify(home).problems}
    assert kinds == {"missing_record", "not_indexed", "no_original"}


def test_an_index_that_lies_or_cannot_be_read_is_named_and_rebuilt(home: Home) -> None:
    archive(home, exchange())
    path = home.captures / f"{RUN}.parquet"
    good = path.read_bytes()
    path.write_bytes(good[:50])
    assert [problem.kind for problem in verify(home).problems] == ["unreadable_index"]
    with pytest.raises(ArchiveError, match="reindex"):
        load_captures(home)
    reindex(home)
    assert path.read_bytes() == good


def test_a_payload_nobody_archived_is_refused_in_plain_words(home: Home) -> None:
    archive(home, exchange())
    with pytest.raises(ArchiveError, match="No archived record"):
        read_payload(home, "0" * 64)


# --- content coding --------------------------------------------------------------------------------


@given(st.binary(max_size=500))
def test_every_coding_asked_for_is_undone(body: bytes) -> None:
    bare = zlib.compressobj(wbits=-15)
    assert decode_payload("gzip", gzip.compress(body)) == body
    assert decode_payload("x-gzip", gzip.compress(body) + gzip.compress(b"more")) == body + b"more"
    assert decode_payload("deflate", zlib.compress(body)) == body
    assert decode_payload("deflate", bare.compress(body) + bare.flush()) == body
    assert decode_payload("deflate, gzip", gzip.compress(zlib.compress(body))) == body
    assert decode_payload(None, body) == body


def test_a_cut_or_exploding_body_is_no_payload() -> None:
    packed = gzip.compress(os.urandom(1000))
    assert decode_payload("gzip", packed[:-10]) is None
    assert decode_payload("gzip", gzip.compress(bytes(MAX_PAYLOAD + 1))) is None
    assert decode_payload("gzip", b"<html>not packed at all</html>") == b"<html>not packed at all</html>"


def test_a_body_that_cannot_be_decoded_is_kept_as_received(home: Home) -> None:
    cut = gzip.compress(os.urandom(1000))[:-10]
    row = archive(home, exchange(body=cut, response_headers=((b"Content-Encoding", b"gzip"),)))[0]
    assert read_payload(home, row) == cut
    assert verify(home).ok


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="示例市年报.pdf"'.encode("gbk").decode("latin-1"), "示例市年报.pdf"),
        ('attachment; filename="示例市年报.pdf"'.encode().decode("latin-1"), "示例市年报.pdf"),
        ("attachment;filename=示例市年报.pdf", "示例市年报.pdf"),
        ("attachment; filename=x.pdf; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"),
        ("inline; filename*=GBK''%C4%EA%B1%A8.pdf", "年报.pdf"),
        ("attachment; filename=%C4%EA%B1%A8.doc", "年报.doc"),
        ("attachment; filename=%E5%B9%B4%E6%8A%A5.doc;size=3", "年报.doc"),
        ('attachment; filename="=?UTF-8?B?5bm05oqlLmRvYw==?="', "年报.doc"),
        (r'attachment; filename="C:\\up\\年报 \"终\".doc"', '年报 "终".doc'),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename=".."', None),
        ("attachment", None),
        (None, None),
    ],
)
def test_the_name_that_a_server_gives_a_file_is_read_however_it_is_spelled(header, name):
    assert named(header) == name
