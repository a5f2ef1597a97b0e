"""The portals: what the registry names, how each stands, and a new entry for an address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkai import show, show_portals
from gongkai.commands.options import HomeOption, JsonOption, PortalsOption, home_of, plainly, registry_of, writing

app = typer.Typer(no_args_is_help=True, help="The registry of portals.")


@app.command("list")
def portals_list(home: HomeOption = None, portals: PortalsOption = None, as_json: JsonOption = False) -> None:
    """The portals of the registry, and how each stood when it was last looked at."""
    from warehouse.portal_state import states
    from warehouse.registry import RegistryError, load_registry

    with plainly(RegistryError):
        known = load_registry(registry_of(portals))
    show_portals.portals(known, states(home_of(home), known), as_json)


@app.command("check")
def portals_check(
    portal: Annotated[list[str] | None, typer.Argument(help="Portal ids; all enabled ones by default.")] = None,
    home: HomeOption = None,
    portals: PortalsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at portals: reachable, recognised, reports found, changed since the last look. Exit 1 unless all are well."""
    from crawlers.run import CrawlError, choose_portals
    from gongkai.looking import check
    from warehouse.archive import ArchiveError
    from warehouse.registry import RegistryError

    place = home_of(home)
    with plainly(RegistryError, CrawlError):
        chosen = choose_portals(registry_of(portals), portal or ())
        if not chosen:
            raise CrawlError("The registry has no enabled portal; name the portals to look at.")
    with writing(place, RegistryError, CrawlError, ArchiveError):
        found = check(place, chosen)
    show_portals.checked(found, as_json)
    if not all(state.is_healthy for _, _, state in found):
        raise typer.Exit(1)


@app.command("new")
def portals_new(
    url: Annotated[str, typer.Argument(help="The column of annual reports, or a page from which it is found.")],
    portals: PortalsOption = None,
    portal_id: Annotated[str | None, typer.Option("--id", help="The id of the entry.")] = None,
    name: Annotated[str | None, typer.Option(help="Whose column it is.")] = None,
    adcode: Annotated[str | None, typer.Option(help="The division's code of six digits.")] = None,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="A replica portal on loopback.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the entry and write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at an address, show what would be collected, and write its entry into the registry."""
    from gongkai.looking import NoEntryError, check_address, propose
    from warehouse.archive import ArchiveError
    from warehouse.registry import RegistryError, load_registry
    from warehouse.registry_edit import add_portal, file_for, written

    path = registry_of(portals)
    given = {key: text for key, text in (("id", portal_id), ("name", name), ("adcode", adcode)) if text is not None}
    file: Path | None = None
    with plainly(RegistryError, NoEntryError, ArchiveError, OSError):
        known = load_registry(path) if path.exists() else []
        is_sandbox = sandbox or (bool(known) and all(portal.sandbox for portal in known))
        found = propose(check_address(url, known, sandbox=is_sandbox), known, given)
        file = file_for(path, found.portal) if dry_run else add_portal(path, found.portal, found.to_fill)
    if as_json:
        told = {
            "portal": found.portal.model_dump(),
            "file": str(file),
            "is_written": not dry_run,
            "notes": found.notes,
            "to_fill": found.to_fill,
        }
        show.dump(told | {"agencies": dict(found.agencies.most_common())} | found.result)
        return
    show_portals.proposal(found)
    show.say(written(found.portal, found.to_fill).rstrip())
    if dry_run:
        show.say(f"It would be written to {file}.")
    else:
        option = "" if portals is None else f" --portals {portals}"
        show.say(f"Written to {file}; `gongkai crawl {found.portal.id}{option}` collects it.")
    if found.to_fill:
        disabled = "" if found.portal.enabled else " Set `enabled: true` then."
        show.say(f"The entry has no division code yet: {found.to_fill}.{disabled}")
