"""The portals: what the registry names."""

from __future__ import annotations

import typer

from gongkai import show
from gongkai.commands.options import JsonOption, PortalsOption, plainly, registry_of

app = typer.Typer(no_args_is_help=True, help="The registry of portals.")


@app.command("list")
def portals_list(portals: PortalsOption = None, as_json: JsonOption = False) -> None:
    """The portals of the registry."""
    from warehouse.registry import RegistryError, load_registry

    with plainly(RegistryError):
        show.portals(load_registry(registry_of(portals)), as_json)
