"""Reading: `parsed_reports`, partitioned by portal. What a report says is decided in `pipelines/parsing`."""

from collections.abc import Iterable
from copy import deepcopy
from functools import partial
from typing import Any

import dagster as dg
import polars as pl

from pipelines.night import HomeResource, add_to_summary, run_id_of, say
from pipelines.parsed import STRANGER, parse_portal
from pipelines.workers import parser_pool
from warehouse.archive import captures_of, load_captures, read_payload, recover
from warehouse.home import BY_HAND, Home
from warehouse.registry import Portal, load_registry


def parsed_reports_asset(portals: dg.PartitionsDefinition) -> dg.AssetsDefinition:
    """Documents, cells, claims and checks of a portal's archived documents."""

    @dg.asset(
        name="parsed_reports",
        partitions_def=portals,
        backfill_policy=dg.BackfillPolicy.single_run(),
        deps=["captures"],
        group_name="read",
        kinds={"python", "parquet"},
        description="One row a report, a cell, a claim and a check of every archived document of a portal.",
    )
    def parsed_reports(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:
        counts, refused = parse_archive(home.home, [*context.partition_keys, BY_HAND], load_registry(home.registry))
        run_id = run_id_of(context)
        summary = add_to_summary(home.home, run_id, parsed=counts, refused=refused)
        moved = settle_strangers(summary, refused, captures_of(home.home, run_id))
        if moved != summary:
            add_to_summary(home.home, run_id, **moved)
        say(
            f"Read {counts['fresh']} new documents of {counts['documents']}: {counts['accepted']} reports accepted, "
            f"{counts['quarantined']} quarantined, {counts['not_a_report']} documents are no report."
        )
        return dg.MaterializeResult(metadata=counts)

    return parsed_reports


def parse_archive(
    home: Home, portal_ids: list[str], registry: Iterable[Portal] = ()
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Parse what the archive holds of these portals: counts of documents by status, and the fresh refusals with their URLs.

    What a killed crawl archived and could not index counts, and so does all that lost its index. Whose a report is, is held
    against the portal's entry of the `registry`.
    """
    entries = {portal.id: portal for portal in registry}
    recover(home)
    captures = load_captures(home)
    if not (captures["portal_id"] == BY_HAND).any():
        portal_ids = [portal_id for portal_id in portal_ids if portal_id != BY_HAND]
    carriers = set(captures.filter(pl.col("role") == "attachment")["via"])
    counts = {"documents": 0, "fresh": 0, "accepted": 0, "quarantined": 0, "not_a_report": 0}
    refused: list[dict[str, Any]] = []
    with parser_pool() as pool:
        for portal_id in portal_ids:
            known = archived_documents(captures, portal_id)
            loaders = {sha256: partial(read_payload, home, row, captures) for sha256, row in known.items()}
            result = parse_portal(home, portal_id, loaders, pool, entries.get(portal_id))
            counts["documents"] += result.documents
            counts["fresh"] += result.fresh
            for status, count in result.by_status.items():
                counts[status] += count
            for row in result.refused:
                url = known[row["document_sha256"]]["url"]
                # a page whose report hangs on it as a file is read there; that is no refusal
                if row["status"] != "not_a_report" or url not in carriers:
                    refused.append({"portal_id": portal_id, "url": url, **row})
    return counts, refused


def settle_strangers(
    summary: dict[str, Any], refused: Iterable[dict[str, Any]], captures: pl.DataFrame
) -> dict[str, Any]:
    """The summary of a run, where what reading showed to be of a body elsewhere is out of scope and no more archived.

    The crawl counts a page so that says it itself; `captures` are those of the run, for it counted no other document.
    """
    got = (
        captures.filter(pl.col("record_type") == "response")
        .select("portal_id", "url", "via")
        .unique(["portal_id", "url"])
    )
    vias = {(portal_id, url): via for portal_id, url, via in got.iter_rows()}
    summary = deepcopy(summary)
    for one in refused:
        entry = summary.get("portals", {}).get(one["portal_id"])
        if entry is None or STRANGER not in one["reason_codes"] or (one["portal_id"], one["url"]) not in vias:
            continue
        for counts in (entry, summary["balance"]):
            counts["archived"] -= 1
            counts["out_of_scope"] += 1
        place = one["reason_codes"].index(STRANGER)
        entry["reasons"].append(
            {
                "url": one["url"],
                "outcome": "out_of_scope",
                "reason": one["reasons"][place],
                "reason_code": STRANGER,
                "reason_zh": one["reasons_zh"][place],
                "via": vias[one["portal_id"], one["url"]],
            }
        )
    return summary


def archived_documents(captures: pl.DataFrame, portal_id: str) -> dict[str, dict[str, Any]]:
    """The captures of a portal that may hold a report, by payload sha256; of several with the same bytes the first.

    A report on several pages is read from what they were joined to, so the first of them is left out.
    """
    own = captures.filter((pl.col("portal_id") == portal_id) & pl.col("payload_sha256").is_not_null())
    joined = own.filter(pl.col("role") == "joined").select("run_id", "url")
    in_parts = own.filter(pl.col("role") == "page").join(joined, on=["run_id", "url"], how="semi")
    rows = own.filter(
        (
            (pl.col("role").is_in(["page", "attachment"]) & (pl.col("status") == 200))
            | pl.col("role").is_in(["added", "joined"])
        )
        & pl.col("blocked_kind").is_null()
        & ~pl.col("payload_sha256").is_in(in_parts["payload_sha256"].to_list())
    ).sort("record_type", "fetched_at", "url", maintain_order=True)  # a response goes before a revisit
    first: dict[str, dict[str, Any]] = {}
    for row in rows.iter_rows(named=True):
        first.setdefault(row["payload_sha256"], row)
    return dict(sorted(first.items()))
