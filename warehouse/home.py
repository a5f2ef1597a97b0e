"""Where the data live: the folders of one home, and writing into them without half files.

Only paths and safe writes belong here; what the files hold is said in `schema.py`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Stands in place of a portal's id for documents that no portal gave; the registry may not use it.
BY_HAND = "inbox"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds one warehouse: archive, parsed facts, releases, runs."""

    root: Path

    @classmethod
    def locate(cls, given: str | Path | None = None) -> Home:
        """The home given, else GONGKAI_HOME, else ./data; not created here."""
        chosen = given or os.environ.get("GONGKAI_HOME") or "data"
        return cls(Path(chosen).expanduser().resolve())

    @property
    def warc(self) -> Path:
        """Append-only WARC files, `<run>-<n>.warc.gz`."""
        return self.root / "archive" / "warc"

    @property
    def captures(self) -> Path:
        """Index of the WARC files, one Parquet file a run; derived."""
        return self.root / "archive" / "captures"

    @property
    def lists(self) -> Path:
        """What the list pages of each portal told when they were last read, `<portal>.json`; derived."""
        return self.root / "archive" / "lists"

    @property
    def notes(self) -> Path:
        """What all earlier nights come to for the crawl; derived."""
        return self.root / "archive" / "notes.sqlite"

    @property
    def parsed(self) -> Path:
        """Parsed facts, `portal=<id>/<table>.parquet`; derived."""
        return self.root / "parsed"

    @property
    def releases(self) -> Path:
        """Published and candidate releases, one folder each."""
        return self.root / "releases"

    @property
    def published(self) -> Path:
        """The link to the current release."""
        return self.root / "published"

    @property
    def database(self) -> Path:
        """The published DuckDB file that readers open."""
        return self.published / "gongkai.duckdb"

    @property
    def runs(self) -> Path:
        """One JSON summary a run."""
        return self.root / "runs"

    @property
    def inbox(self) -> Path:
        """Documents added by hand."""
        return self.root / "inbox"

    @property
    def portals(self) -> Path:
        """What the last look at each portal found, `<portal>.json`."""
        return self.root / "portals"

    @property
    def decisions(self) -> Path:
        """What a person decided: `verdicts.yaml`, `corrections.yaml`, `agencies.yaml`, `lineage.yaml`; any may be absent."""
        return self.root / "decisions"

    @property
    def dagster(self) -> Path:
        """The Dagster instance."""
        return self.root / "dagster"

    @property
    def lock(self) -> Path:
        """Held by the one writer of this home."""
        return self.root / ".writer.lock"

    @property
    def demo_marker(self) -> Path:
        """Stands in a home that the demo made."""
        return self.root / "demo.json"

    def create(self) -> Home:
        """Make the folders that are missing and give the home back."""
        for path in (
            self.warc,
            self.captures,
            self.parsed,
            self.releases,
            self.runs,
            self.inbox,
            self.dagster,
        ):
            path.mkdir(parents=True, exist_ok=True)
        return self


def write_atomically(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` fill a temporary name beside `path`, sync it, then rename it into place.

    Readers see the old file or the new one, never a part; the temporary name starts with a dot, so no glob of ours
    meets it, and it is removed when `write` fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return path


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, data: Any) -> Path:
    """Write `data` as readable JSON with sorted keys, whole or not at all."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"
    return write_atomically(path, lambda temporary: temporary.write_text(text, encoding="utf-8"))
