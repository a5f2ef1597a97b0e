"""What a night must hold up to, asked in the run of that night."""

import dagster as dg
import pytest

from pipelines.assets.checks import balance_check
from pipelines.night import RUN_ID_TAG, HomeResource, add_to_summary
from warehouse.home import Home

RUN = "20250410T183000Z-474a"
BALANCE = {"discovered": 3, "archived": 1, "unchanged": 2, "failed": 0, "blocked": 0, "out_of_scope": 0}


@dg.asset
def captures() -> None:
    """A crawl of which nothing but its summary matters here."""


def outcome(home):
    done = dg.materialize(
        [captures, balance_check],
        resources={"home": HomeResource(root=str(home.root), portals="")},
        tags={RUN_ID_TAG: RUN},
        raise_on_error=False,
    )
    return done.get_asset_check_evaluations()[0].passed


@pytest.mark.parametrize(("lost", "passes"), [(0, True), (1, False)])
def test_a_run_is_judged_by_its_own_balance_where_a_clock_gone_wrong_dated_a_failed_one_later(tmp_path, lost, passes):
    home = Home(tmp_path)
    home.create()
    add_to_summary(home, RUN, balance=BALANCE | {"discovered": 3 + lost})
    add_to_summary(home, "20391127T100224Z-5e00", problem="the crawl failed")
    assert outcome(home) is passes
