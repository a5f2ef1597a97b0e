"""The command line: puts the groups of commands together, in the order that `gongkai --help` shows."""

from __future__ import annotations

import io
import sys

import typer

from gongkai.commands import archive, checking, night, portals, reading, releases

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for group in (night.app, releases.publishing, archive.adding, reading.app, checking.app):
    app.add_typer(group)
app.add_typer(archive.app, name="archive")
app.add_typer(releases.app, name="release")
app.add_typer(portals.app, name="portals")


@app.callback()
def _whatever_the_terminal_writes() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a locale that has no Chinese gets \uXXXX, which JSON reads back too
            stream.reconfigure(errors="backslashreplace")
