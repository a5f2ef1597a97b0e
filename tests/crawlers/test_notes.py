"""What the crawl notes down of earlier nights only spares work: without it, or with a bad one, a night is the same."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from portal_server import Reply, Site, crawl, entry, report, trs_list, trs_row, trs_site

from crawlers.memory.notes import Notes
from warehouse.archive import indexed_runs, reindex
from warehouse.home import Home

NB = "/zfxxgknb/"


def night(home: Home, site: Site, run_id: str, *more: str) -> tuple[dict, list[str]]:
    """A crawl whose summary lies where the next one looks for it: its entry, and what it asked for."""
    site.log.clear()
    done = crawl(home.root, [entry("a", site.url + NB)], run_id, *more)
    assert not done.code, done.stderr
    (home.runs / f"{run_id}.json").write_text(json.dumps(done.summary), encoding="utf-8")
    return done.summary["portals"]["a"], [seen.path for seen in site.log]


def held(home: Home) -> list[str]:
    """The tables of the notes as a night has them, without the marks of files."""
    notes = Notes(home)
    notes.catch_up()
    return [line for line in notes._database.iterdump() if '"learnt"' not in line]


def three_nights(home: Home, site: Site) -> None:
    trs_site(site, [1, 2, 3])
    file = f"{NB}202501/f.pdf"
    site.pages[f"{NB}202501/t20250115_1001.html"] = report(1, "<a href='f.pdf'>附件</a>")
    site.pages[file] = Reply("busy", 500)
    night(home, site, "r1")
    site.pages[file] = Reply(b"%PDF-1")
    site.pages[NB] = trs_list(map(trs_row, [1, 3]))
    del site.pages[f"{NB}202501/t20250115_1002.html"]
    night(home, site, "r2")
    site.pages[f"{NB}202501/t20250115_1003.html"] = report(3, "<p>示例改</p>")
    night(home, site, "r3", "--recheck", "all")


def gone(home: Home) -> None:
    home.notes.unlink()
    home.notes.with_suffix(".json").unlink()


def flipped(home: Home) -> None:
    data = bytearray(home.notes.read_bytes())
    data[data.rindex(b"t20250115")] ^= 1
    home.notes.write_bytes(data)


def cut(home: Home) -> None:
    home.notes.write_bytes(home.notes.read_bytes()[:5000])


def killed_between(home: Home) -> None:
    witness = home.notes.with_suffix(".json")
    witness.write_text(json.dumps(json.loads(witness.read_text()) | {"sha256": "0" * 64}))


def of_other_code(home: Home) -> None:
    witness = home.notes.with_suffix(".json")
    witness.write_text(json.dumps(json.loads(witness.read_text()) | {"code": "0" * 64}))


def no_witness(home: Home) -> None:
    home.notes.with_suffix(".json").write_text("[")


def as_left(_: Home) -> None:
    return


BAD: list[Callable[[Home], None]] = [gone, flipped, cut, killed_between, of_other_code, no_witness, as_left]


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Site]]:
    site, home = Site(), Home(tmp_path_factory.mktemp("home"))
    three_nights(home, site)
    yield home, site
    site.close()


@pytest.mark.parametrize("happened", BAD, ids=lambda one: one.__name__)
def test_a_night_is_the_same_whatever_became_of_the_notes(
    archived: tuple[Home, Site], tmp_path: Path, happened: Callable[[Home], None]
) -> None:
    home, site = archived
    copied = Home(tmp_path / "home")
    shutil.copytree(home.root, copied.root)
    happened(copied)
    entry_of_it, asked = night(copied, site, "r4")
    assert (entry_of_it["verdict"], entry_of_it["unchanged"], entry_of_it["archived"]) == ("complete", 3, 0)
    assert asked == ["/robots.txt", NB, f"{NB}202501/t20250115_1002.html"][: len(asked)]
    gone(copied)
    fresh = held(copied)
    assert held(copied) == fresh


def test_what_is_learnt_night_by_night_is_what_is_learnt_at_once(archived: tuple[Home, Site], tmp_path: Path) -> None:
    copied = Home(tmp_path / "home")
    shutil.copytree(archived[0].root, copied.root)
    assert Notes(copied).sound() == {"r1", "r2", "r3"}
    step_by_step = held(copied)
    gone(copied)
    assert held(copied) == step_by_step
    assert any("t20250115_1002" in line for line in step_by_step)


@pytest.mark.parametrize("other", ["index", "summary", "earlier run"])
def test_a_run_that_is_another_than_was_learnt_is_learnt_anew(
    archived: tuple[Home, Site], tmp_path: Path, other: str
) -> None:
    copied = Home(tmp_path / "home")
    shutil.copytree(archived[0].root, copied.root)
    held(copied)
    if other == "index":
        (copied.warc / "r3-0.warc.gz").unlink()
        (copied.captures / "r3.parquet").unlink()
    elif other == "summary":
        (copied.runs / "r3.json").unlink()
    else:
        (copied.warc / "r3-0.warc.gz").rename(copied.warc / "r0-0.warc.gz")
        (copied.captures / "r3.parquet").unlink()
        reindex(copied)
        assert indexed_runs(copied) == ["r0", "r1", "r2"]
    found = held(copied)
    gone(copied)
    assert found == held(copied)


def test_notes_that_cannot_be_written_cost_no_night(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1])
    home = Home(tmp_path)
    home.notes.mkdir(parents=True)  # a folder in their place
    done = crawl(tmp_path, [entry("a", site.url + NB)], "r1")
    assert done.code == 0, done.stderr
    assert done.summary["portals"]["a"]["verdict"] == "complete"
    assert "is not noted down" in done.stderr
