"""Releases: a candidate is prepared aside, judged, and published by one atomic swap; old ones are kept and can return.

The order inside a run: `prepare`, the build and its tests, `keep_test_results`, `export_tables`, the site,
`write_manifest`, `publish`. Whoever publishes, the gates are recomputed here; nothing outside can wave one through.
The caller holds the home's writer lock.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.home import Home, sync_folder, write_json
from warehouse.published import NotPublishedError
from warehouse.release_exports import export_tables
from warehouse.release_files import (
    DATABASE,
    MANIFEST,
    TEST_RESULTS,
    Manifest,
    digests,
    stored_counts,
    write_manifest,
)
from warehouse.release_gates import Gate, check

__all__ = [
    "Gate",
    "Release",
    "ReleaseRefused",
    "check",
    "current_release",
    "export_tables",
    "keep_test_results",
    "list_releases",
    "prepare",
    "publish",
    "published_by",
    "rollback",
    "sweep",
    "verify_release",
    "write_manifest",
]

KEEP = 14
#: Files that wait for the disk at a time.
_WAITING = 8


class ReleaseRefused(Exception):  # noqa: N818  the word the commands and the summary use
    """A release may not become the published one; `failures` says why, a plain sentence each."""

    def __init__(self, release_id: str, failures: list[str]) -> None:
        self.release_id = release_id
        self.failures = failures
        super().__init__(f"Release {release_id} is refused: " + " ".join(failures))


@dataclass(frozen=True, slots=True)
class Release:
    """A release folder: `published_at` is None for a candidate, `reports` None where its manifest cannot be read."""

    id: str
    folder: Path
    published_at: str | None
    is_current: bool
    reports: int | None
    digest: str | None
    gates: tuple[Gate, ...]


def current_release(home: Home) -> str | None:
    """Id of the published release, None before the first."""
    return home.published.readlink().name if home.published.is_symlink() else None


def prepare(home: Home, release_id: str) -> Path:
    """An empty folder for a candidate; what an interrupted build of this id left is removed."""
    folder = home.releases / release_id
    if _release(home, folder).published_at or release_id == current_release(home):
        raise ReleaseRefused(release_id, ["It has been published; a new build takes a new id."])
    _remove(folder)
    folder.mkdir(parents=True)
    return folder


def keep_test_results(target: Path, folder: Path) -> Path:
    """Copy dbt's run_results.json from its target folder into the candidate, where the gate reads it."""
    return Path(shutil.copyfile(target / TEST_RESULTS, folder / TEST_RESULTS))


def publish(home: Home, release_id: str, *, reason: str | None = None, keep: int = KEEP) -> Release:
    """Make a candidate the published release, or raise ReleaseRefused with a sentence for each gate that fails.

    `reason` lets known reports go; it is kept in the manifest. Publishing what is published already changes nothing.
    Afterwards the last `keep` published releases stay and candidates older than this one are removed.
    """
    folder = home.releases / release_id
    if release_id == current_release(home):
        if problems := verify_release(home, release_id):
            raise ReleaseRefused(release_id, problems)
        return _release(home, folder)
    gates = check(home, release_id, reason)
    if failures := [sentence for gate in gates for sentence in gate.failures]:
        _record(folder, gates, reason, None)
        raise ReleaseRefused(release_id, failures)
    _sync(folder)
    _record(folder, gates, reason, datetime.now(UTC).isoformat(timespec="seconds"))
    if problems := _reopened(folder):
        raise ReleaseRefused(release_id, problems)
    _swap(home, release_id)
    _prune(home, keep)
    sweep(home)
    return _release(home, folder)


def _record(folder: Path, gates: list[Gate], reason: str | None, published_at: str | None) -> None:
    """Write what the gates found into the manifest, where there is one."""
    manifest = Manifest.read(folder)
    if manifest is None:
        return
    found = [{"gate": gate.name, "passed": gate.passed, "failures": list(gate.failures)} for gate in gates]
    changed = {"gates": found, "published_at": published_at, "reason": reason or manifest.data.get("reason")}
    write_json(folder / MANIFEST, {**manifest.data, **changed})


def _sync(folder: Path) -> None:
    """Bring every byte of the candidate to the disk before any reader is sent there.

    A site has thousands of small files, and each waits for the disk: several wait at a time.
    """
    paths = sorted(folder.rglob("*"))
    with ThreadPoolExecutor(_WAITING) as pool:
        list(pool.map(_sync_file, (path for path in paths if path.is_file())))
    for below in (path for path in paths if path.is_dir()):
        sync_folder(below)
    sync_folder(folder)
    sync_folder(folder.parent)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _reopened(folder: Path) -> list[str]:
    """The candidate as it lies on the disk now, opened again and held against its manifest."""
    manifest = Manifest.read(folder)
    if manifest is None:
        return ["Its manifest cannot be read again after writing; publish again."]
    try:
        counts = stored_counts(folder / DATABASE)
    except duckdb.Error as error:
        return [f"Its database cannot be opened again after writing ({str(error).splitlines()[0]})."]
    expected = {name: manifest.tables[name]["rows"] for name in counts if name in manifest.tables}
    return [] if counts == expected else ["Its database has other row counts after writing; build it again."]


def _swap(home: Home, release_id: str) -> None:
    """Point `published` at a release by renaming a new link over the old: a reader meets the one or the other."""
    if home.published.exists() and not home.published.is_symlink():
        raise ReleaseRefused(release_id, [f"{home.published.name} is no link; move it away."])
    link = home.root / f".published.{release_id}.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(home.releases.name) / release_id)
    link.replace(home.published)
    sync_folder(home.root)


def rollback(home: Home, release_id: str | None = None) -> Release:
    """Publish an earlier release again: the one named, else the latest published before the current one."""
    current = current_release(home)
    if release_id is None:
        earlier = [one.id for one in list_releases(home) if one.published_at and one.id < (current or "")]
        if not earlier:
            raise ReleaseRefused("rollback", ["There is no earlier published release to go back to."])
        release_id = max(earlier)
    if problems := verify_release(home, release_id):
        raise ReleaseRefused(release_id, problems)
    _swap(home, release_id)
    return _release(home, home.releases / release_id)


def verify_release(home: Home, release_id: str) -> list[str]:
    """What is wrong with a published release: sentences about files, counts or a manifest; empty where all is well."""
    folder = home.releases / release_id
    manifest = Manifest.read(folder)
    if manifest is None:
        return [f"Release {release_id} is unknown or has no readable manifest."]
    if not manifest.data.get("published_at"):
        return [f"Release {release_id} was never published."]
    found = digests(folder, manifest.files)
    wrong = [
        f"The file {name} is not as it was published."
        for name, expected in manifest.files.items()
        if found[name] != expected
    ]
    return wrong or _reopened(folder)


def list_releases(home: Home) -> list[Release]:
    """Every release folder, candidates too, newest first."""
    folders = [path for path in home.releases.glob("*") if path.is_dir() and not path.name.startswith(".")]
    return [_release(home, folder) for folder in sorted(folders, reverse=True)]


def published_by(home: Home, instant: datetime) -> Release:
    """The latest kept release that had been published by an instant; NotPublishedError where there is none so old.

    What the warehouse said on a past night, read as it was read that night: only its own release has that, for facts are
    made of the archive anew whenever the parser changes.
    """
    published = [one for one in list_releases(home) if one.published_at]
    by_then = [one for one in published if datetime.fromisoformat(one.published_at or "") <= instant]
    if not by_then:
        oldest = f"the oldest was published at {published[-1].published_at}" if published else "there is none"
        raise NotPublishedError(
            f"No release published by {instant:%F %T} is kept ({oldest}); `gongkai release list` names them."
        )
    return by_then[0]


def _release(home: Home, folder: Path) -> Release:
    manifest = Manifest.read(folder)
    data = manifest.data if manifest else {}
    return Release(
        id=folder.name,
        folder=folder,
        published_at=data.get("published_at"),
        is_current=folder.name == current_release(home),
        reports=data.get("tables", {}).get("fct_report", {}).get("rows"),
        digest=data.get("digest"),
        gates=tuple(Gate(gate["gate"], tuple(gate["failures"])) for gate in data.get("gates", ())),
    )


def sweep(home: Home) -> list[str]:
    """Remove candidates older than the published release that were never published, and half-made links; their ids."""
    current = current_release(home)
    for leftover in [*home.root.glob(".published.*.tmp")]:
        leftover.unlink(missing_ok=True)
    for leftover in [*home.releases.glob(".removed.*")]:
        shutil.rmtree(leftover)
    orphans = [one for one in list_releases(home) if current and one.id < current and not one.published_at]
    for orphan in orphans:
        _remove(orphan.folder)
    return [orphan.id for orphan in orphans]


def _prune(home: Home, keep: int) -> None:
    """Keep the current release and the latest published ones, `keep` in all."""
    old = [one for one in list_releases(home) if one.published_at and not one.is_current]
    for release in old[max(keep - 1, 0) :]:
        _remove(release.folder)


def _remove(folder: Path) -> None:
    """Take a release away by a rename first, so that none is ever seen half removed."""
    if folder.exists():
        aside = folder.with_name(f".removed.{folder.name}")
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
        shutil.rmtree(aside)
