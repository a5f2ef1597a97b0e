"""The archive: check it and rebuild its index."""

from __future__ import annotations

import typer

from gongkai import show
from gongkai.commands.options import HomeOption, JsonOption, home_of, plainly

app = typer.Typer(no_args_is_help=True, help="The archive of every response that was fetched.")


@app.command("verify")
def archive_verify(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Read every record of the archive and hold it against its digest and the index."""
    from warehouse.archive import verify

    result = verify(home_of(home))
    show.verification(result, as_json)
    if not result.ok:
        raise typer.Exit(1)


@app.command("reindex")
def archive_reindex(home: HomeOption = None) -> None:
    """Rebuild the captures index from the WARC files."""
    from pipelines.night import HomeBusyError, single_writer
    from warehouse.archive import ArchiveError, reindex

    place = home_of(home)
    with plainly(ArchiveError, HomeBusyError, OSError), single_writer(place):
        show.say(f"Indexed {len(reindex(place))} runs.")
