"""Where the dbt project lies and how it is called: paths, environment, the manifest that Dagster reads.

Metrics live in the SQL of `dbt_project/`; nothing is computed here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from warehouse.home import Home, write_atomically
from warehouse.release import KEEP
from warehouse.release_files import memory_limit

PROJECT = Path(__file__).resolve().parent.parent / "dbt_project"
#: The dbt of this installation, whose processes end with the one that starts them.
DBT = (sys.executable, "-m", "pipelines.bound_dbt")
_SOURCES = {".sql", ".yml", ".yaml", ".csv"}


def aim(home: Home, candidate: Path) -> None:
    """Point the place that dbt knows at this candidate, by one rename.

    dbt parses the whole project anew when a path of its profile changes, which takes longer than the build of a small
    home; so every run of a home gives it the same path.
    """
    place = _place(home)
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(f".{place.name}.{candidate.name}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(candidate.resolve(), target_is_directory=True)
    aside.replace(place)


def _place(home: Home) -> Path:
    """A link to the candidate of the run under way, at the same path in every run."""
    return home.dagster / "dbt" / "candidate"


def environment(home: Home) -> dict[str, str]:
    """What dbt reads: the database of the candidate aimed at, the folders of facts, and whom it ends with: this process."""
    candidate = _place(home)
    return {
        "GONGKAI_CANDIDATE": str(candidate / "gongkai.duckdb"),
        "GONGKAI_PARSED": str(home.parsed),
        "GONGKAI_CAPTURES": str(home.captures),
        "GONGKAI_REFERENCE": str(candidate / "reference"),
        "GONGKAI_MEMORY": memory_limit(),
        "GONGKAI_PARENT": str(os.getpid()),
        "DBT_TARGET_PATH": str(target(home)),
        "DBT_LOG_PATH": str(home.dagster / "dbt" / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def target(home: Home) -> Path:
    """Where dbt writes what it compiles; outside the checkout."""
    return home.dagster / "dbt" / "target"


def sweep(home: Home, keep: int = KEEP) -> None:
    """Remove what earlier runs compiled, some 9 MB each, and their logs but the last `keep`; killed runs leave theirs too."""
    for folder in target(home).glob("*Z-*"):
        shutil.rmtree(folder)
    for log in sorted((home.dagster / "dbt").glob("*Z-*.log"))[:-keep]:
        log.unlink()


def ensure_manifest(home: Home) -> Path:
    """The manifest of the project as it stands now, parsed anew only when a file of it changed."""
    digest = _digest()
    manifest = target(home) / "manifest.json"
    stamp = home.dagster / "dbt" / "manifest.sha256"
    if manifest.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return manifest
    target(home).mkdir(parents=True, exist_ok=True)
    command = [
        *DBT,
        "--quiet",
        "parse",
        "--project-dir",
        PROJECT,
        "--profiles-dir",
        PROJECT,
    ]
    done = subprocess.run(
        [str(part) for part in command],
        env=os.environ | environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"dbt cannot parse {PROJECT}: {(done.stdout + done.stderr)[-2000:]}")
    write_atomically(stamp, lambda path: path.write_text(digest, encoding="utf-8"))
    return manifest


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(PROJECT.rglob("*")):
        if path.suffix in _SOURCES and not {"target", "logs", "dbt_packages"} & set(path.relative_to(PROJECT).parts):
            digest.update(str(path.relative_to(PROJECT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
