"""`python -m dashboards build DATABASE SITE_FOLDER [--release-id ID]` and `python -m dashboards serve SITE_FOLDER`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dashboards.build import BuildError, build_site
from dashboards.queries import DatabaseError
from dashboards.serve import SiteError, serve
from warehouse.children import end_with


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 could not (one sentence on stderr), 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m dashboards", description="The static site of a release.")
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build the site of a release from its DuckDB file")
    build.add_argument("database", type=Path)
    build.add_argument("site", type=Path)
    build.add_argument("--release-id", help="the name shown on every page; the database's folder where not given")
    build.add_argument("--parent-pid", type=int, help="end when this process, which started it, is gone")
    served = commands.add_parser("serve", help="serve a built site")
    served.add_argument("site", type=Path)
    served.add_argument("--host", default="127.0.0.1")
    served.add_argument("--port", type=int, default=8765)
    given = parser.parse_args(arguments)
    try:
        if given.command == "build":
            if given.parent_pid:
                end_with(given.parent_pid)
            release_id = given.release_id or given.database.resolve().parent.name
            summary = build_site(given.database, given.site, release_id)
            print(f"{summary.pages} pages, {summary.agencies} agencies, {summary.files} files in {given.site}")
        else:
            print(f"http://{given.host}:{given.port}/", flush=True)
            serve(given.site, given.host, given.port)
    except (BuildError, DatabaseError, SiteError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
