"""Runs the night, or a part of it, in this process through the real Dagster job.

What `gongkai refresh`, `crawl`, `build` and `publish` call; the schedule runs the same job.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from sqlalchemy.exc import SQLAlchemyError

from pipelines.definitions import RANGE_END, RANGE_START, build_definitions, portal_ids
from pipelines.night import RECHECK_TAG, RUN_ID_TAG, add_to_summary, new_run_id, single_writer
from warehouse.home import Home, write_atomically
from warehouse.registry import load_registry

#: Steps of the night by the groups of their assets.
CRAWL = ("collect",)
BUILD = ("read", "warehouse", "candidate")
PUBLISH = ("release",)


class RefreshError(Exception):
    """A run could not be done; the message is one plain sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: its id, whether every step succeeded, the first failure's words, the summary."""

    run_id: str
    is_done: bool
    problem: str | None
    summary: dict[str, Any]


def run_night(
    home: Home,
    registry: Path,
    steps: Sequence[str] = (*CRAWL, *BUILD, *PUBLISH),
    portals: Sequence[str] = (),
    recheck: str | None = None,
    run_id: str | None = None,
) -> Outcome:
    """Run the steps over the portals (all enabled ones by default); RefreshError or HomeBusyError where it cannot start."""
    _keep_apart(home, registry)
    known = portal_ids(registry)
    chosen = sorted(portals) if portals else known
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise RefreshError(f"The registry {registry} has no enabled portal {unknown[0]}; see `gongkai portals list`.")
    if not chosen:
        raise RefreshError(f"The registry {registry} has no enabled portal; enable one, then run again.")
    run_id = run_id or new_run_id(datetime.now(UTC), uuid4().hex)
    tags = {RUN_ID_TAG: run_id, RANGE_START: chosen[0], RANGE_END: chosen[-1]}
    if recheck:
        tags[RECHECK_TAG] = recheck
    with single_writer(home):
        try:
            problem = _run(build_definitions(home, registry, chosen), _instance(home), steps, tags)
        except SQLAlchemyError as error:  # a disk that fills: the steps tell their failures, this is whoever notes them
            raise RefreshError(
                f"The notes of the run in {home.dagster} cannot be written ({getattr(error, 'orig', error)}); "
                "free space or mend the disk, then run again. What is published stays as it is."
            ) from error
        summary = add_to_summary(home, run_id, problem=problem)
    return Outcome(run_id, problem is None, problem, summary)


def _keep_apart(home: Home, registry: Path) -> None:
    """Made-up figures and real ones never share a home."""
    if home.demo_marker.exists() and not all(portal.sandbox for portal in load_registry(registry)):
        raise RefreshError(
            f"The home {home.root} was made by the demo and holds made-up figures; "
            "give real portals another one, as `--home real-data`."
        )
    home.create()


def _run(
    definitions: dg.Definitions, instance: dg.DagsterInstance, steps: Sequence[str], tags: dict[str, str]
) -> str | None:
    job = definitions.resolve_job_def("nightly")
    keys = [spec.key for spec in definitions.resolve_all_asset_specs() if spec.group_name in steps]
    result = job.execute_in_process(
        instance=instance,
        tags=tags,
        asset_selection=sorted(keys),
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        raise_on_error=False,
    )
    if result.success:
        return None
    return _first_problem(result)


def _first_problem(result: dg.ExecuteInProcessResult) -> str:
    """The first failure in words a person can use."""
    for event in result.all_events:
        data = event.event_specific_data
        error = getattr(data, "error", None)
        if error is None or not event.is_failure:
            continue
        while error.cause is not None and not _OURS.match(error.message):
            error = error.cause
        failure = getattr(data, "user_failure_data", None)
        if error.cls_name == "DagsterExecutionInterruptedError":
            return f"The run was interrupted at {event.step_key or 'its start'}; nothing is lost, run it again."
        words = failure.description if failure and failure.description else _OURS.sub("", error.message).strip()
        return f"{event.step_key or 'The run'} failed: {words}"
    return "The run failed; see the Dagster instance in the home."


#: The class before the words of an error of ours, which are a plain sentence already; what led to it is not.
_OURS = re.compile(r"(?:warehouse|pipelines|crawlers|dashboards)\.[\w.]+: ")
#: What a step writes goes straight to the person who waits: the processes that would copy it end on Ctrl-C with a traceback.
_IN_THE_TERMINAL = {
    "compute_logs": {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
}


def _instance(home: Home) -> dg.DagsterInstance:
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        write_atomically(settings, lambda path: path.write_text("telemetry:\n  enabled: false\n", encoding="utf-8"))
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    logging.getLogger("alembic").setLevel(logging.ERROR)
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home.dagster), overrides=_IN_THE_TERMINAL))
