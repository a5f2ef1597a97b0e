"""The release: exports, pages and manifest of the candidate, then the gates and the swap, all done by `warehouse.release`."""

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg

from pipelines.night import HomeResource, add_to_summary, run_id_of, say
from warehouse import release as releases


def candidate_asset(models: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The candidate made whole: Parquet and CSV of every table, the static site, the manifest."""

    @dg.asset(
        name="candidate",
        deps=list(models.keys),
        group_name="candidate",
        kinds={"duckdb", "html"},
        description="The release aside: database, tables as Parquet and CSV, the static site, the manifest.",
    )
    def candidate(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:
        run_id = run_id_of(context)
        folder = home.home.releases / run_id
        say("Writing tables, pages and the manifest.")
        counts = releases.export_tables(folder)
        build_site(folder, run_id)
        manifest = releases.write_manifest(home.home, run_id, folder / "reference", site=True)
        return dg.MaterializeResult(metadata={"tables": len(counts), "digest": manifest["digest"]})

    return candidate


def build_site(folder: Path, release_id: str) -> None:
    """Have the dashboards build the pages, in a process of their own: they read the finished database like any reader."""
    command = [sys.executable, "-m", "dashboards", "build", str(folder / "gongkai.duckdb"), str(folder / "site")]
    command += ["--release-id", release_id, "--parent-pid", str(os.getpid())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        words = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["it said nothing"]
        raise dg.Failure(f"The site of release {release_id} could not be built: {words[0]}", allow_retries=False)


@dg.asset(
    name="release",
    deps=["candidate"],
    group_name="release",
    kinds={"duckdb"},
    description="The published release: gates passed, swapped in by one rename.",
)
def release(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:
    """What readers open from now on."""
    run_id = run_id_of(context)
    say("Checking the candidate and publishing it.")
    try:
        published = releases.publish(home.home, run_id)
    except releases.ReleaseRefused as refusal:
        raise dg.Failure(str(refusal), allow_retries=False) from refusal
    add_to_summary(home.home, run_id, published=published.id, published_digest=published.digest)
    return dg.MaterializeResult(metadata={"release": published.id, "digest": published.digest or ""})
