"""Asset checks: what a night must hold up to, shown in Dagster. The gate that decides publication is the release's own."""

import dagster as dg
import polars as pl

from pipelines.night import HomeResource, read_summary, run_id_of

_OUTCOMES = ("archived", "unchanged", "failed", "blocked", "out_of_scope")


@dg.asset_check(
    asset="captures", name="balance", blocking=True, description="Every discovered document has one outcome."
)
def balance_check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> dg.AssetCheckResult:
    """Discovered = archived + unchanged + failed + blocked + out of scope, in the run that asks: another may be dated later."""
    balance = read_summary(home.home, run_id_of(context)).get("balance")
    if not isinstance(balance, dict):
        return dg.AssetCheckResult(passed=False, metadata={"reason": "The run has no balance."})
    outcomes = sum(int(balance[name]) for name in _OUTCOMES)
    return dg.AssetCheckResult(passed=outcomes == balance["discovered"], metadata=dict(balance))


@dg.asset_check(
    asset="parsed_reports",
    name="identities",
    description="How many sums inside the reports hold; a failing one is the publisher's and becomes a finding.",
)
def identities_check(home: HomeResource) -> dg.AssetCheckResult:
    """Shown, never blocking: a publisher's error must not stop the night."""
    files = sorted(home.home.parsed.glob("portal=*/checks.parquet"))
    if not files:
        return dg.AssetCheckResult(passed=True, metadata={"holds": 0, "fails": 0})
    states = pl.concat([pl.read_parquet(file, columns=["state"], hive_partitioning=False) for file in files])
    holds, fails = ((states["state"] == state).sum() for state in ("holds", "fails"))
    return dg.AssetCheckResult(
        passed=fails == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"holds": int(holds), "fails": int(fails)},
    )
