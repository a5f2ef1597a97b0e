"""Reading: files that were never archived, and the published database and site."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai import show, show_reading
from gongkai.commands.options import HomeOption, JsonOption, home_of, nothing_published, plainly
from warehouse.home import Home

app = typer.Typer()


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(help="Reports in any format.")], as_json: JsonOption = False
) -> None:
    """Read reports; a refusal is an answer too."""
    from pipelines.answers import answers
    from pipelines.workers import parser_pool

    missing = [file for file in files if not file.is_file()]
    if missing:
        show.problem(f"There is no file {missing[0]}; give the path of a report.")
        raise typer.Exit(1)
    documents = ((str(file), file.read_bytes()) for file in files)
    with parser_pool(min(len(files), os.cpu_count() or 1)) as pool:
        for answer in answers(documents, pool):
            if as_json:
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            else:
                show_reading.parsed(answer)


@app.command()
def claims(
    file: Annotated[Path, typer.Argument(help="A report or a piece of its prose, in any format.")],
    year: Annotated[int | None, typer.Option(help="The report's year, where the prose says only 'last year'.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Find the claims of a piece of prose."""
    from pipelines.parse import claim_json
    from pipelines.parsing.claims import find_claims
    from pipelines.parsing.prose import prose_of
    from pipelines.readers import read_document, sniff
    from pipelines.readers.document import UnreadableError
    from pipelines.readers.encoding import decode

    if not file.is_file():
        show.problem(f"There is no file {file}; give the path of a text or a report.")
        raise typer.Exit(1)
    with plainly(OSError, UnreadableError):
        data = file.read_bytes()
        written_plainly = sniff(data) in ("text", "markdown")
        prose = decode(data) if written_plainly else prose_of(read_document(data))
    found = find_claims(prose, year)
    if as_json:
        for claim in found:
            sys.stdout.write(json.dumps(claim_json(claim), ensure_ascii=False) + "\n")
    elif found:
        show_reading.claims([claim_json(claim) for claim in found])
    else:
        show.say("The prose states no figure of requests, reviews or suits.")


@app.command()
def explain(
    agency: str,
    year: int,
    cell: Annotated[str, typer.Argument(help="TABLE.ROW.COLUMN, as requests.new_received.total.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The way back from a published figure: printed text, document, URL, capture time, place in the archive."""
    from warehouse.published import NotPublishedError
    from warehouse.published import explain as explain_cell

    place = home_of(home)
    with plainly(NotPublishedError):
        record = explain_cell(place, agency, year, cell)
    if (record["method"] or "").startswith("ocr"):
        record["recognition"] = _recognition(place, record, show_progress=not as_json)
    show_reading.explanation(record, as_json)


def _recognition(home: Any, record: dict[str, Any], *, show_progress: bool) -> dict[str, Any] | None:
    """What was recognised at the place of a figure; None where the archive no longer gives its document."""
    from pipelines.recognised import recognised
    from warehouse.archive import ArchiveError, read_payload

    try:
        data = read_payload(home, record["document_sha256"])
    except ArchiveError as error:
        show.problem(str(error))
        return None
    if show_progress:
        show.say("Reading the picture once more, for what is seen in it ...")
    cell = (record["table_key"], record["row_key"], record["column_key"])
    return recognised(data, record["locator"], record["edition"], cell).as_record()


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="SQL, or the name of a query of the cookbook.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="Take the SQL from a file.", exists=True, dir_okay=False)
    ] = None,
    cookbook: Annotated[bool, typer.Option("--cookbook", help="List the queries of the cookbook.")] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", help="Ask the release that was published at this instant (UTC), where it is kept."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """One query on the published database: given in words, by a file, or by its name in the cookbook."""
    from warehouse.cookbook import CookbookError, recipe, recipes
    from warehouse.published import NotPublishedError, QueryError, ask

    if cookbook:
        with plainly(CookbookError):
            show.cookbook(recipes(), as_json)
        return
    if (query is None) == (file is None):
        raise typer.BadParameter("give one query: SQL, the name of one of the cookbook, or --file.")
    if as_json and as_csv:
        raise typer.BadParameter("give one of --json and --csv.")
    with plainly(NotPublishedError, QueryError, CookbookError, OSError):
        if file is not None:
            words = _text_of(file)
        else:
            words = query or ""
            if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", words.strip()):
                words = recipe(words.strip()).sql
        place = home_of(home)
        answer = ask(place, words, database=_database_of(place, as_of) if as_of else None)
    show.answer(answer, as_json=as_json, as_csv=as_csv)


def _text_of(file: Path) -> str:
    """A query from a file; an editor's mark at its start is no part of it."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is no text in UTF-8; save the query so.") from error


def _database_of(home: Home, instant: datetime) -> Path:
    """The file of the release that was published at an instant in UTC."""
    from warehouse.release import published_by  # here: it loads what writes releases

    return published_by(home, instant.replace(tzinfo=UTC)).folder / home.database.name


@app.command()
def serve(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="The port on loopback.", min=1, max=65535)] = 8765,
) -> None:
    """Serve the published site on loopback until interrupted."""
    from dashboards.serve import serve as serve_site

    place = home_of(home)
    site = place.published / "site"
    if not site.exists():
        raise nothing_published(place)
    with plainly(OSError):
        show.say(f"The site of the published release: http://127.0.0.1:{port}/ (Ctrl-C ends)")
        serve_site(site, port=port)
