"""The lint of the domain."""

from __future__ import annotations

import typer

from gongkai import show
from gongkai.commands.options import HomeOption, JsonOption, PortalsOption, home_of, registry_of

app = typer.Typer()


@app.command()
def lint(
    context: typer.Context, portals: PortalsOption = None, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Hold registry, forms, reference files, docs and a home's decisions against one another; exit 1 where something is wrong."""
    from gongkai.lint import lint as look

    found = look(context.find_root().command, registry_of(portals), home_of(home))
    if as_json:
        show.dump(found)
    else:
        for sentence in found:
            show.problem(sentence)
        if not found:
            show.say("Registry, forms, reference files, docs and decisions are in order.")
    if found:
        raise typer.Exit(1)
