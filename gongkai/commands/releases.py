"""The releases: publish one, list, compare and check them, go back."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gongkai import show, show_runs
from gongkai.commands.options import HomeOption, JsonOption, home_of, nothing_published, plainly, writing

app = typer.Typer(no_args_is_help=True, help="The releases of the warehouse.")
publishing = typer.Typer()


def _chosen(place: Any, release: str | None) -> str:
    """The release named, else the published one."""
    from warehouse.release import current_release

    chosen = release or current_release(place)
    if chosen is None:
        raise nothing_published(place)
    return chosen


@publishing.command()
def publish(
    release: Annotated[str | None, typer.Argument(help="The candidate; the newest by default.")] = None,
    home: HomeOption = None,
) -> None:
    """Check a candidate by its gates and make it the published release."""
    from warehouse.release import ReleaseRefused, list_releases
    from warehouse.release import publish as publish_release

    place = home_of(home)
    candidates = [known.id for known in list_releases(place) if known.published_at is None]
    if release is None and not candidates:
        show.problem(f"The home {place.root} has no candidate; run `gongkai build` first.")
        raise typer.Exit(1)
    with writing(place, ReleaseRefused):
        published = publish_release(place, release or candidates[0])
    show.say(f"Published {published.id}.")


@app.command("list")
def release_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """The releases, newest first, and which one is published."""
    from warehouse.release import list_releases

    show_runs.releases(list_releases(home_of(home)), as_json)


@app.command("rollback")
def release_rollback(
    release: Annotated[str | None, typer.Argument(help="The release to go back to; the one before by default.")] = None,
    home: HomeOption = None,
) -> None:
    """Publish an earlier release again."""
    from warehouse.release import ReleaseRefused, rollback

    place = home_of(home)
    with writing(place, ReleaseRefused):
        show.say(f"Published {rollback(place, release).id}.")


@app.command("diff")
def release_diff(
    earlier: Annotated[str, typer.Argument(help="A release, as `gongkai release list` names it.")],
    later: Annotated[str | None, typer.Argument(help="Another one; the published one by default.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The cells that came, went or changed from one release to another, and why."""
    from warehouse.release_diff import NotComparableError, diff

    place = home_of(home)
    chosen = _chosen(place, later)
    with plainly(NotComparableError):
        show_runs.differences(earlier, chosen, diff(place, earlier, chosen), as_json)


@app.command("verify")
def release_verify(
    release: Annotated[str | None, typer.Argument(help="The release; the published one by default.")] = None,
    home: HomeOption = None,
) -> None:
    """Hold a release against its manifest."""
    from warehouse.release import verify_release

    place = home_of(home)
    chosen = _chosen(place, release)
    problems = verify_release(place, chosen)
    for sentence in problems:
        show.problem(sentence)
    if problems:
        raise typer.Exit(1)
    show.say(f"Release {chosen} is as its manifest says.")
