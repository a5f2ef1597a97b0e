"""The graph: assets, checks, the nightly job and its schedule, put together for `dagster dev` and for `gongkai refresh`."""

import os
import warnings
from collections.abc import Sequence
from pathlib import Path

import dagster as dg

for _notice in (dg.BetaWarning, dg.PreviewWarning):  # said once here: the pins say which version is used
    warnings.filterwarnings("ignore", category=_notice)

from pipelines.assets.captures import captures_asset  # noqa: E402
from pipelines.assets.checks import balance_check, identities_check  # noqa: E402
from pipelines.assets.parsed_reports import parsed_reports_asset  # noqa: E402
from pipelines.assets.release import candidate_asset, release  # noqa: E402
from pipelines.assets.warehouse_models import dbt_resource, model_assets, reference  # noqa: E402
from pipelines.dbt_build import ensure_manifest  # noqa: E402
from pipelines.night import HomeResource  # noqa: E402
from warehouse.home import Home  # noqa: E402
from warehouse.registry import DEFAULT_REGISTRY, load_registry  # noqa: E402

#: Tags by which Dagster knows which stretch of the partitions a run takes.
RANGE_START = "dagster/asset_partition_range_start"
RANGE_END = "dagster/asset_partition_range_end"


def portal_ids(registry: Path) -> list[str]:
    """The enabled portals in the order of the partitions."""
    return [portal.id for portal in load_registry(registry) if portal.enabled]


def build_definitions(home: Home, registry: Path, only: Sequence[str] = ()) -> dg.Definitions:
    """Everything Dagster holds for one home and one registry, or for `only` some of its portals."""
    ids = sorted(only) or portal_ids(registry)
    portals = dg.StaticPartitionsDefinition(ids)
    models = model_assets(ensure_manifest(home))
    # one process a run: the home has one writer, and DuckDB one too
    nightly = dg.define_asset_job(
        "nightly",
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="The night: crawl, read, build, gate, publish.",
    )

    @dg.schedule(
        job=nightly,
        cron_schedule="30 2 * * *",
        execution_timezone="Asia/Shanghai",
        name="every_night",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def every_night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest(tags={RANGE_START: ids[0], RANGE_END: ids[-1]})

    return dg.Definitions(
        assets=[
            captures_asset(portals),
            parsed_reports_asset(portals),
            reference,
            models,
            candidate_asset(models),
            release,
        ],
        asset_checks=[balance_check, identities_check],
        jobs=[nightly],
        schedules=[every_night],
        resources={
            "home": HomeResource(root=str(home.root), portals=str(registry)),
            "dbt": dbt_resource(),
            "crawler": dg.PipesSubprocessClient(),
        },
    )


def from_environment() -> dg.Definitions:
    """The definitions of GONGKAI_HOME and GONGKAI_PORTALS, as `dagster dev -m pipelines.definitions` loads them."""
    return build_definitions(Home.locate().create(), Path(os.environ.get("GONGKAI_PORTALS", DEFAULT_REGISTRY)))
