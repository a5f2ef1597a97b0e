"""What the groups share: the options that say where data and registry lie, and ending with one plain sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from gongkai import show

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The data folder; else GONGKAI_HOME, else ./data.", file_okay=False),
]
PortalsOption = Annotated[
    Path | None,
    typer.Option("--portals", help="The registry: a YAML file or a folder of them; else the shipped one."),
]
RecheckOption = Annotated[
    Literal["due", "all"] | None,
    typer.Option("--recheck", help="`all` asks every known document again, else those that are due are."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
#: What a full or a read-only disk answers.
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT}


def home_of(given: Path | None) -> Any:
    """The home that a command works on."""
    from warehouse.home import Home

    return Home.locate(given)


def registry_of(given: Path | None) -> Path:
    """The registry given, else that of GONGKAI_PORTALS, else the shipped one."""
    from warehouse.registry import DEFAULT_REGISTRY

    return given or Path(os.environ.get("GONGKAI_PORTALS", DEFAULT_REGISTRY))


@contextmanager
def plainly(*known: type[Exception]) -> Iterator[None]:
    """End with one plain sentence and exit 1 on the errors a command knows."""
    try:
        yield
    except known as error:
        show.problem(_said(error))
        raise typer.Exit(1) from error


def _said(error: Exception) -> str:
    """What happened, where, and what to do: the system's own words name a number and a path alone."""
    if not (isinstance(error, OSError) and error.strerror and error.filename):
        return str(error)
    if error.errno in _UNWRITABLE:
        return (
            f"{error.filename} cannot be written ({error.strerror}); free space or make it writable, "
            "or give another home with `--home`."
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{error.filename} cannot be made, for a file stands in its way; give another home with `--home`."
    return f"{error.filename}: {error.strerror}."


@contextmanager
def writing(place: Any, *known: type[Exception]) -> Iterator[None]:
    """Hold the home's writer lock, and end plainly where another run has it or the disk fails."""
    from pipelines.night import HomeBusyError, single_writer

    with plainly(*known, HomeBusyError, OSError), single_writer(place):
        yield


def nothing_published(place: Any) -> typer.Exit:
    """Say that the home has no release yet; to be raised."""
    show.problem(f"Nothing is published in {place.root} yet; run `gongkai refresh` first.")
    return typer.Exit(1)
