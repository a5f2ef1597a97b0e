"""The archive: add documents obtained by hand, check it, rebuild its index."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from gongkai import show, show_runs
from gongkai.commands.options import HomeOption, JsonOption, home_of, plainly, writing

app = typer.Typer(no_args_is_help=True, help="The archive of every response that was fetched.")
adding = typer.Typer()


@adding.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Reports in any format.")],
    agency: Annotated[str | None, typer.Option(help="Whose report it is; it must agree with what it says.")] = None,
    year: Annotated[int | None, typer.Option(help="The year it is on; it must agree with what it says.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was published, if that is known.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Archive documents obtained by hand; the next refresh or build reads them."""
    from pipelines.inbox import NotAddedError, add_files, declared
    from warehouse.archive import ArchiveError

    if url and len(files) > 1:
        raise typer.BadParameter("one address belongs to one file; add the files one by one.", param_hint="--url")
    place = home_of(home)
    with plainly(NotAddedError):
        words = declared(agency=agency, year=year, url=url)
    with writing(place, NotAddedError, ArchiveError):
        taken = add_files(place, files, words, "gongkai add")
    if as_json:
        show.dump([asdict(one) for one in taken])
    else:
        for one in taken:
            (show.problem if one.outcome == "refused" else show.say)(one.told)
        if any(one.outcome == "added" for one in taken):
            show.say("`gongkai refresh` reads and publishes it; so do `gongkai build` and `gongkai publish`.")
    if any(one.outcome == "refused" for one in taken):
        raise typer.Exit(1)


@app.command("verify")
def archive_verify(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Read every record of the archive and hold it against its digest and the index."""
    from warehouse.archive import verify

    result = verify(home_of(home))
    show_runs.verification(result, as_json)
    if not result.ok:
        raise typer.Exit(1)


@app.command("reindex")
def archive_reindex(home: HomeOption = None) -> None:
    """Rebuild the captures index from the WARC files."""
    from warehouse.archive import ArchiveError, reindex

    place = home_of(home)
    with writing(place, ArchiveError):
        show.say(f"Indexed {len(reindex(place))} runs.")


@app.command("export")
def archive_export(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")],
    agency: Annotated[str | None, typer.Option(help="Only the reports of this body.")] = None,
    year: Annotated[int | None, typer.Option(help="Only the reports on this year.")] = None,
    portal: Annotated[
        str | None, typer.Option(help="Only what this portal gave; `inbox` for what was added by hand.")
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The documents of reports as files, with an index, and their records as an archive of their own."""
    from pipelines.choosing import choose
    from warehouse.archive import ArchiveError
    from warehouse.archive.export import INDEX, export

    place = home_of(home)
    with plainly(ArchiveError, OSError):
        captures, documents, names = choose(place, agency=agency, year=year, portal=portal)
        found = export(place, captures, documents, names, folder)
    if as_json:
        show.dump({"folder": str(folder), **asdict(found)})
        return
    show.say(
        f"Wrote {found.documents} documents with their index to {folder} ({INDEX}: {found.rows} rows); "
        f"archive/ holds their {found.captures} captures as WARC."
    )
