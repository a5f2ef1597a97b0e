"""The warehouse: reference data, then every dbt model as an asset, built into the run's candidate database."""

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets
from packaging.version import Version

from pipelines.dbt_build import DBT, PROJECT, aim, environment, sweep, target
from pipelines.night import HomeResource, run_id_of, say
from warehouse.reference_data import write_reference
from warehouse.registry import load_registry
from warehouse.release import keep_test_results, prepare


@dg.asset(
    name="reference",
    group_name="warehouse",
    deps=["parsed_reports"],
    kinds={"parquet"},
    description="The form, portals, regions, agencies, rules and runs as Parquet, beside the candidate.",
)
def reference(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:
    """What SQL needs beside the facts."""
    folder = prepare(home.home, run_id_of(context)) / "reference"
    write_reference(home.home, load_registry(home.registry), folder)
    return dg.MaterializeResult(metadata={"tables": len(list(folder.glob("*.parquet")))})


class _Translator(DagsterDbtTranslator):
    def get_asset_key(self, dbt_resource_props: dict[str, Any]) -> dg.AssetKey:  # type: ignore[override]
        """Models are named as their tables; sources lead to the asset that makes their files."""
        if dbt_resource_props["resource_type"] == "source":
            by_source = {"parsed": "parsed_reports", "archive": "captures", "reference": "reference"}
            return dg.AssetKey(by_source[dbt_resource_props["source_name"]])
        return dg.AssetKey(dbt_resource_props["name"])

    def get_asset_spec(self, manifest: Any, unique_id: str, project: Any) -> dg.AssetSpec:
        """Every model waits for the reference data: writing it also prepares the candidate's folder."""
        spec = super().get_asset_spec(manifest, unique_id, project)
        if unique_id.startswith("source."):
            return spec
        return spec.replace_attributes(deps=[*spec.deps, dg.AssetDep("reference")], group_name="warehouse")


# several sources are files of one asset
_SETTINGS = DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True)


def model_assets(manifest: Path) -> dg.AssetsDefinition:
    """Every model of the project, its tests as asset checks."""

    @dbt_assets(manifest=manifest, name="dbt_models", dagster_dbt_translator=_Translator(_SETTINGS))
    def dbt_models(context: dg.AssetExecutionContext, home: HomeResource, dbt: DbtCliResource) -> Iterator[Any]:
        candidate = home.home.releases / run_id_of(context)
        sweep(home.home)
        aim(home.home, candidate)
        # dbt reads its paths from the environment; one process makes one run, so nothing else sees them
        os.environ.update(environment(home.home))
        say("Building and testing the models.")
        invocation = dbt.cli(
            # the unit tests try the code, not the data; they run with the tests
            ["build", "--exclude-resource-type", "unit_test"],
            context=context,
            target_path=target(home.home) / candidate.name,
            raise_on_error=False,
        )
        # dagster-dbt repeats dbt's log on standard output, which belongs to the command's own answer
        log_file = home.home.dagster / "dbt" / f"{candidate.name}.log"
        with log_file.open("w", encoding="utf-8") as log, redirect_stdout(log):
            yield from invocation.stream()
        keep_test_results(invocation.target_path, candidate)
        if not invocation.is_successful():
            raise dg.Failure(_what_failed(invocation))

    return dbt_models


def _what_failed(invocation: Any) -> str:
    results = invocation.get_artifact("run_results.json")["results"]
    failed = [result for result in results if result["status"] in {"fail", "error"}]
    names = ", ".join(result["unique_id"].split(".")[2] for result in failed[:5])
    first = (failed[0].get("message") or "").strip().splitlines()[:3] if failed else []
    return f"{len(failed)} of {len(results)} dbt nodes failed ({names}); nothing is published. {' '.join(first)}"


class InstalledDbt(DbtCliResource):
    """The dbt of this installation, whose version is known without asking.

    dagster-dbt asks `dbt --version` at every call, which looks for newer versions on the network.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(metadata.version("dbt-core"))


def dbt_resource() -> InstalledDbt:
    """The dbt command line of this installation."""
    python, *module = DBT
    return InstalledDbt(
        project_dir=str(PROJECT), profiles_dir=str(PROJECT), dbt_executable=python, global_config_flags=module
    )
