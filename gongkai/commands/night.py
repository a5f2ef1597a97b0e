"""The night and its parts: refresh, crawl, build, and the demo."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai import show, show_runs
from gongkai.commands.options import (
    HomeOption,
    JsonOption,
    PortalsOption,
    RecheckOption,
    home_of,
    plainly,
    registry_of,
)

app = typer.Typer()


def _night(home: Path | None, registry: Path | None, as_json: bool, **options: Any) -> None:
    from pipelines.night import HomeBusyError
    from pipelines.refresh import RefreshError, run_night
    from warehouse.registry import RegistryError

    os.environ.setdefault("GONGKAI_PROGRESS", "1")
    with plainly(HomeBusyError, RefreshError, RegistryError, OSError):
        outcome = run_night(home_of(home), registry_of(registry), **options)
    show_runs.run(outcome.summary, as_json)
    if not outcome.is_done:
        show.problem(outcome.problem or "The run failed.")
        raise typer.Exit(1)


@app.command()
def refresh(
    home: HomeOption = None,
    portals: PortalsOption = None,
    recheck: RecheckOption = None,
    as_json: JsonOption = False,
) -> None:
    """The night: crawl, read, build, gate and publish."""
    _night(home, portals, as_json, recheck=recheck)


@app.command()
def crawl(
    portal: Annotated[list[str] | None, typer.Argument(help="Portal ids; all enabled ones by default.")] = None,
    home: HomeOption = None,
    portals: PortalsOption = None,
    recheck: RecheckOption = None,
    as_json: JsonOption = False,
) -> None:
    """Collect what the portals have; nothing is read or published."""
    from pipelines.refresh import CRAWL

    _night(home, portals, as_json, steps=CRAWL, portals=portal or (), recheck=recheck)


@app.command()
def build(home: HomeOption = None, portals: PortalsOption = None, as_json: JsonOption = False) -> None:
    """Read what the archive holds and is not read yet, and build a candidate release."""
    from pipelines.refresh import BUILD

    _night(home, portals, as_json, steps=BUILD)


@app.command()
def demo(
    home: HomeOption = None,
    serve_site: Annotated[bool, typer.Option("--serve", help="Serve the site at the end.")] = False,
) -> None:
    """Sandbox portals on loopback, one whole refresh, the answers, and where everything lies."""
    from gongkai.demo import DemoError, run_demo
    from pipelines.night import HomeBusyError

    place = home_of(home)
    with plainly(DemoError, HomeBusyError, OSError):
        run_demo(place)
    if serve_site:
        from gongkai.commands.reading import serve

        serve(home=home)
