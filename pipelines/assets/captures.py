"""The crawl: `captures`, partitioned by portal, and what lies in the inbox. Launches the crawlers as a process; never
imports them.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import dagster as dg

from pipelines.inbox import take_inbox
from pipelines.night import RECHECK_TAG, HomeResource, add_to_summary, run_id_of, say
from warehouse.home import Home

#: A night's crawl that takes longer than this has met a portal that drips; the process is stopped in order.
LONGEST_CRAWL_SECONDS = 6 * 3600
#: What the archive says took in the files of the inbox.
INBOX_COMMAND = "gongkai refresh"


def _noted(home: Home, run_id: str, summary_file: Path) -> dict[str, int]:
    """What a crawl says of itself, noted in the run's summary; empty where it ended without a word."""
    if not summary_file.exists():
        return {}
    crawl = json.loads(summary_file.read_text(encoding="utf-8"))
    add_to_summary(home, run_id, balance=crawl["balance"], portals=crawl["portals"])
    summary_file.unlink()
    balance: dict[str, int] = crawl["balance"]
    return balance


def captures_asset(portals: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """One WARC record an exchange with a portal, indexed in archive/captures/<run>.parquet."""

    @dg.asset(
        name="captures",
        partitions_def=portals,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name="collect",
        kinds={"scrapy"},
        description="One row a response that a portal gave: the archive of the night and its index.",
    )
    def captures(
        context: dg.AssetExecutionContext, home: HomeResource, crawler: dg.PipesSubprocessClient
    ) -> dg.MaterializeResult:
        run_id = run_id_of(context)
        summary_file = home.home.runs / f".{run_id}.crawl.json"
        command = [sys.executable, "-m", "crawlers", "--home", str(home.home.root), "--run-id", run_id]
        command += ["--portals", str(home.registry), "--summary", str(summary_file)]
        command += ["--parent-pid", str(os.getpid())]
        for portal in context.partition_keys:
            command += ["--portal", portal]
        if context.run.tags.get(RECHECK_TAG):
            command += ["--recheck", context.run.tags[RECHECK_TAG]]
        say(f"Crawling {len(context.partition_keys)} portals.")
        try:
            crawler.run(command=command, context=context)
        finally:  # one that was stopped says how far it came
            balance = _noted(home.home, run_id, summary_file)
        say(
            f"Found {balance['discovered']} documents: {balance['archived']} new, {balance['unchanged']} unchanged, "
            f"{balance['failed']} failed, {balance['blocked']} blocked, {balance['out_of_scope']} out of scope."
        )
        taken = take_inbox(home.home, INBOX_COMMAND)
        if taken:
            add_to_summary(home.home, run_id, inbox=[asdict(one) for one in taken])
            added = sum(one.outcome == "added" for one in taken)
            say(f"Took {added} documents from the inbox; {len(taken) - added} were refused.")
        return dg.MaterializeResult(metadata=dict(balance))

    return captures
