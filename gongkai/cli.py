"""The commands. Each parses its words, calls one function of another package and prints what it gives.

No work is done here; packages are imported where a command needs them, so `gongkai --help` stays quick.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from gongkai import show

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
archive_app = typer.Typer(no_args_is_help=True, help="The archive of every response that was fetched.")
release_app = typer.Typer(no_args_is_help=True, help="The releases of the warehouse.")
portals_app = typer.Typer(no_args_is_help=True, help="The registry of portals.")
app.add_typer(archive_app, name="archive")
app.add_typer(release_app, name="release")
app.add_typer(portals_app, name="portals")

HomeOption = Annotated[Path | None, typer.Option("--home", help="The data folder; else GONGKAI_HOME, else ./data.")]
PortalsOption = Annotated[
    Path | None,
    typer.Option("--portals", help="The registry: a YAML file or a folder of them; else the shipped one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _home(given: Path | None) -> Any:
    from warehouse.home import Home

    return Home.locate(given)


def _registry(given: Path | None) -> Path:
    from warehouse.registry import DEFAULT_REGISTRY

    return given or Path(os.environ.get("GONGKAI_PORTALS", DEFAULT_REGISTRY))


@contextmanager
def _plainly(*known: type[Exception]) -> Iterator[None]:
    """End with one plain sentence and exit 1 on the errors a command knows."""
    try:
        yield
    except known as error:
        show.problem(str(error))
        raise typer.Exit(1) from error


# -- the night ----------------------------------------------------------------------------------------------------------


def _night(home: Path | None, registry: Path | None, as_json: bool, **options: Any) -> None:
    from pipelines.night import HomeBusyError
    from pipelines.refresh import RefreshError, run_night
    from warehouse.registry import RegistryError

    os.environ.setdefault("GONGKAI_PROGRESS", "1")
    with _plainly(HomeBusyError, RefreshError, RegistryError, OSError):
        outcome = run_night(_home(home), _registry(registry), **options)
    show.run(outcome.summary, as_json)
    if not outcome.is_done:
        show.problem(outcome.problem or "The run failed.")
        raise typer.Exit(1)


@app.command()
def refresh(
    home: HomeOption = None,
    portals: PortalsOption = None,
    recheck: Annotated[str | None, typer.Option(help="`all` asks every known document again.")] = None,
    as_json: JsonOption = False,
) -> None:
    """The night: crawl, read, build, gate and publish."""
    _night(home, portals, as_json, recheck=recheck)


@app.command()
def crawl(
    portal: Annotated[list[str] | None, typer.Argument(help="Portal ids; all enabled ones by default.")] = None,
    home: HomeOption = None,
    portals: PortalsOption = None,
    recheck: Annotated[str | None, typer.Option(help="`all` asks every known document again.")] = None,
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
def publish(
    release: Annotated[str | None, typer.Argument(help="The candidate; the newest by default.")] = None,
    home: HomeOption = None,
) -> None:
    """Check a candidate by its gates and make it the published release."""
    from pipelines.night import HomeBusyError, single_writer
    from warehouse.release import ReleaseRefused, list_releases
    from warehouse.release import publish as publish_release

    place = _home(home)
    candidates = [known.id for known in list_releases(place) if known.published_at is None]
    if release is None and not candidates:
        show.problem(f"The home {place.root} has no candidate; run `gongkai build` first.")
        raise typer.Exit(1)
    with _plainly(ReleaseRefused, HomeBusyError, OSError), single_writer(place):
        published = publish_release(place, release or candidates[0])
    show.say(f"Published {published.id}.")


@app.command()
def demo(
    home: HomeOption = None,
    serve_site: Annotated[bool, typer.Option("--serve", help="Serve the site at the end.")] = False,
) -> None:
    """Sandbox portals on loopback, one whole refresh, the answers, and where everything lies."""
    from gongkai.demo import DemoError, run_demo
    from pipelines.night import HomeBusyError

    place = _home(home)
    with _plainly(DemoError, HomeBusyError, OSError):
        run_demo(place)
    if serve_site:
        serve(home=home)


# -- reading ------------------------------------------------------------------------------------------------------------


@app.command()
def parse(
    files: Annotated[list[Path], typer.Argument(help="Reports in any format.")], as_json: JsonOption = False
) -> None:
    """Read reports; a refusal is an answer too."""
    from pipelines.parse import parse_many, parser_pool, to_json

    missing = [file for file in files if not file.is_file()]
    if missing:
        show.problem(f"There is no file {missing[0]}; give the path of a report.")
        raise typer.Exit(1)
    documents = ((str(file), file.read_bytes()) for file in files)
    with parser_pool(min(len(files), os.cpu_count() or 1)) as pool:
        for name, parsed in parse_many(documents, pool):
            answer = to_json(name, parsed)
            if as_json:
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            else:
                show.parsed(answer)


@app.command()
def claims(
    file: Annotated[Path, typer.Argument(help="A report or a piece of its prose, in any format.")],
    year: Annotated[int | None, typer.Option(help="The report's year, where the prose says only 'last year'.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Find the claims of a piece of prose."""
    from pipelines.parse import claim_json
    from pipelines.parsing.claims import find_claims
    from pipelines.readers import read_document, sniff
    from pipelines.readers.document import UnreadableError
    from pipelines.readers.encoding import decode

    if not file.is_file():
        show.problem(f"There is no file {file}; give the path of a text or a report.")
        raise typer.Exit(1)
    with _plainly(OSError, UnreadableError):
        data = file.read_bytes()
        written_plainly = sniff(data) in ("text", "markdown")
        prose = decode(data) if written_plainly else "\n".join(text.text for text in read_document(data).texts)
    found = find_claims(prose, year)
    if as_json:
        for claim in found:
            sys.stdout.write(json.dumps(claim_json(claim), ensure_ascii=False) + "\n")
    elif found:
        show.claims([claim_json(claim) for claim in found])
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

    with _plainly(NotPublishedError):
        show.explanation(explain_cell(_home(home), agency, year, cell), as_json)


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="SQL, or the name of a query of the cookbook.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Take the SQL from a file.")] = None,
    cookbook: Annotated[bool, typer.Option("--cookbook", help="List the queries of the cookbook.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """One query on the published database: given in words, by a file, or by its name in the cookbook."""
    from warehouse.cookbook import CookbookError, recipe, recipes
    from warehouse.published import NotPublishedError, QueryError, ask

    if cookbook:
        with _plainly(CookbookError):
            show.cookbook(recipes(), as_json)
        return
    if (query is None) == (file is None):
        raise typer.BadParameter("give one query: SQL, the name of one of the cookbook, or --file.")
    with _plainly(NotPublishedError, QueryError, CookbookError, OSError, UnicodeDecodeError):
        if file is not None:
            words = file.read_text(encoding="utf-8")
        else:
            words = query or ""
            if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", words.strip()):
                words = recipe(words.strip()).sql
        answer = ask(_home(home), words)
    show.answer(answer, as_json=as_json, as_csv=as_csv)


@app.command()
def serve(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="The port on loopback.")] = 8765,
) -> None:
    """Serve the published site on loopback until interrupted."""
    from dashboards.serve import serve as serve_site

    place = _home(home)
    site = place.published / "site"
    if not site.exists():
        show.problem(f"Nothing is published in {place.root} yet; run `gongkai refresh` first.")
        raise typer.Exit(1)
    with _plainly(OSError):
        show.say(f"The site of the published release: http://127.0.0.1:{port}/ (Ctrl-C ends)")
        serve_site(site, port=port)


# -- archive, releases, portals -----------------------------------------------------------------------------------------


@archive_app.command("verify")
def archive_verify(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Read every record of the archive and hold it against its digest and the index."""
    from warehouse.archive import verify

    result = verify(_home(home))
    show.verification(result, as_json)
    if not result.ok:
        raise typer.Exit(1)


@archive_app.command("reindex")
def archive_reindex(home: HomeOption = None) -> None:
    """Rebuild the captures index from the WARC files."""
    from pipelines.night import HomeBusyError, single_writer
    from warehouse.archive import ArchiveError, reindex

    place = _home(home)
    with _plainly(ArchiveError, HomeBusyError, OSError), single_writer(place):
        show.say(f"Indexed {len(reindex(place))} runs.")


@release_app.command("list")
def release_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """The releases, newest first, and which one is published."""
    from warehouse.release import list_releases

    show.releases(list_releases(_home(home)), as_json)


@release_app.command("rollback")
def release_rollback(
    release: Annotated[str | None, typer.Argument(help="The release to go back to; the one before by default.")] = None,
    home: HomeOption = None,
) -> None:
    """Publish an earlier release again."""
    from pipelines.night import HomeBusyError, single_writer
    from warehouse.release import ReleaseRefused, rollback

    place = _home(home)
    with _plainly(ReleaseRefused, HomeBusyError, OSError), single_writer(place):
        show.say(f"Published {rollback(place, release).id}.")


@release_app.command("diff")
def release_diff(
    earlier: Annotated[str, typer.Argument(help="A release, as `gongkai release list` names it.")],
    later: Annotated[str | None, typer.Argument(help="Another one; the published one by default.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """The cells that came, went or changed from one release to another, and why."""
    from warehouse.release import current_release
    from warehouse.release_diff import NotComparableError, diff

    place = _home(home)
    chosen = later or current_release(place)
    if chosen is None:
        show.problem(f"Nothing is published in {place.root} yet; run `gongkai refresh` first.")
        raise typer.Exit(1)
    with _plainly(NotComparableError):
        show.differences(earlier, chosen, diff(place, earlier, chosen), as_json)


@release_app.command("verify")
def release_verify(
    release: Annotated[str | None, typer.Argument(help="The release; the published one by default.")] = None,
    home: HomeOption = None,
) -> None:
    """Hold a release against its manifest."""
    from warehouse.release import current_release, verify_release

    place = _home(home)
    chosen = release or current_release(place)
    if chosen is None:
        show.problem(f"Nothing is published in {place.root} yet; run `gongkai refresh` first.")
        raise typer.Exit(1)
    problems = verify_release(place, chosen)
    for sentence in problems:
        show.problem(sentence)
    if problems:
        raise typer.Exit(1)
    show.say(f"Release {chosen} is as its manifest says.")


@portals_app.command("list")
def portals_list(portals: PortalsOption = None, as_json: JsonOption = False) -> None:
    """The portals of the registry."""
    from warehouse.registry import RegistryError, load_registry

    with _plainly(RegistryError):
        show.portals(load_registry(_registry(portals)), as_json)
