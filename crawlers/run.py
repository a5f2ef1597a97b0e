"""One crawl from the command line: recovers the archive, visits the portals, writes index and summary.

`python -m crawlers --home H --run-id R --portals PATH [--portal ID ...] [--recheck all|due] --summary FILE`

The exit code says whether the crawl ran (0) or could not (1); what became of each portal stands in the
summary alone. Under Dagster Pipes the same is told to the orchestrator, which is the only thing this module
knows of it.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawlers.context import Context
from crawlers.ledger import told
from crawlers.memory.history import History
from crawlers.memory.known import CHINA, LISTS, Known, Recheck
from crawlers.memory.notes import Notes
from crawlers.outcome import OUTCOMES
from crawlers.reasons import because
from crawlers.settings import PORTAL_BUDGET, USER_AGENT
from crawlers.spiders.portal import PortalSpider
from crawlers.wire.downloader import scrapy_settings
from warehouse.archive import ArchiveError, ArchiveWriter, recover
from warehouse.children import end_with
from warehouse.home import Home, write_json
from warehouse.registry import Portal, RegistryError, load_registry

#: Objects made before the collector looks at the youngest; an answer makes hundreds that are soon gone by themselves.
_COLLECT_AFTER = 20_000

PORTALS = Path(__file__).parent / "portals"


class CrawlError(Exception):
    """The crawl cannot run; the message says why and what to do."""


@dataclass(slots=True)
class _Teller:
    """Tells progress on stderr and, when launched through Dagster Pipes, to the orchestrator."""

    pipes: Any = None

    def say(self, line: str) -> None:
        print(f"crawl: {line}", file=sys.stderr, flush=True)
        if self.pipes:
            self.pipes.log.info(line)

    def finish(self, summary: dict[str, Any]) -> None:
        if self.pipes:
            self.pipes.report_custom_message(summary)


@contextmanager
def _teller() -> Iterator[_Teller]:
    if "DAGSTER_PIPES_CONTEXT" not in os.environ:
        yield _Teller()
        return
    from dagster_pipes import open_dagster_pipes

    with open_dagster_pipes() as pipes:
        yield _Teller(pipes)


def crawl(
    home: Home,
    run_id: str,
    portals: Sequence[Portal],
    *,
    recheck: Recheck = "due",
    budget: float = PORTAL_BUDGET,
    shard: int = 0,
    sample: int | None = None,
    teller: _Teller | None = None,
) -> dict[str, Any]:
    """Crawl `portals` into the archive and give the summary: run_id, times, balance, and an entry a portal.

    Processes that share a run's portals between them each have their `shard`. With a `sample` it only looks: it reads
    the lists and opens so many documents a portal, whatever earlier runs know (`look.py`). Runs once in a process,
    for Scrapy's reactor cannot start again. ArchiveError when nothing can be archived.
    """
    teller = teller or _Teller()
    started = datetime.now(UTC)
    notes = Notes(home.create())
    for killed in recover(home, notes.sound()):
        teller.say(f"the run {killed} was killed; its captures were indexed from its WARC files")
    notes.catch_up()
    with ArchiveWriter(home, run_id, shard, places=notes.places, software=USER_AGENT) as writer:
        today = started.astimezone(CHINA).date()
        past = (notes.known, notes.history) if sample is None else (Known(), History())
        lists = notes.lists if sample is None else Known(roles=LISTS)
        context = Context(home, [*portals], writer, *past, today, recheck, budget, sample, teller.say, lists)
        _spare_the_collector()
        process = AsyncCrawlerProcess(scrapy_settings(portals))
        # below that it would put together a line for each answer, which nobody reads
        logging.getLogger("scrapy").setLevel(logging.WARNING)
        process.crawl(PortalSpider, context=context)
        process.start(install_signal_handlers=False)
    if context.fatal:
        raise context.fatal
    return _summary(run_id, started, context)


def _spare_the_collector() -> None:
    """Keep Python's collector from looking through all that is known again and again: it stays to the crawl's end."""
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    gc.enable()


def _summary(run_id: str, started: datetime, context: Context) -> dict[str, Any]:
    nothing = dict.fromkeys(("discovered", *OUTCOMES), 0)
    portals: dict[str, Any] = {}
    ending = ("partial", because("stopped")) if context.stopped else ("failed", because("no_turn"))
    for portal in sorted(context.portals, key=lambda one: one.id):
        unseen = {"verdict": ending[0], **told(ending[1]), "platform": portal.platform}
        portals[portal.id] = context.results.get(portal.id, unseen | nothing | {"signs": [], "reasons": []})
    balance = {name: sum(entry[name] for entry in portals.values()) for name in nothing}
    times = {"started_at": _moment(started), "ended_at": _moment(datetime.now(UTC))}
    return {"run_id": run_id, **times, "stopped": context.stopped, "balance": balance, "portals": portals}


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def choose_portals(path: Path, wanted: Sequence[str]) -> list[Portal]:
    """The enabled portals of a registry, or those named, enabled or not; CrawlError for an unknown name."""
    registry = load_registry(path)
    if not wanted:
        return [portal for portal in registry if portal.enabled]
    unknown = sorted(set(wanted) - {portal.id for portal in registry})
    if unknown:
        raise CrawlError(f"The registry {path} has no portal {', '.join(unknown)}; `gongkai portals list` names them.")
    return [portal for portal in registry if portal.id in wanted]


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawlers", description="Crawl portals into the archive.")
    parser.add_argument("--home", required=True, help="folder of the warehouse")
    parser.add_argument("--run-id", required=True, help="id of the run; names its WARC files")
    parser.add_argument("--portals", type=Path, default=PORTALS, help="registry file or folder")
    parser.add_argument("--portal", action="append", default=[], metavar="ID", help="only this portal")
    parser.add_argument(
        "--recheck", choices=["all", "due"], default="due", help="which known documents to ask for again"
    )
    parser.add_argument("--budget", type=float, default=PORTAL_BUDGET, help="seconds one portal may take")
    parser.add_argument("--shard", type=int, default=0, help="number of this process among those of the run")
    parser.add_argument("--summary", type=Path, required=True, help="where to write the summary (JSON)")
    parser.add_argument("--parent-pid", type=int, help="end when this process, which started it, is gone")
    return parser.parse_args(given)


def _learn(home: Home, summary: dict[str, Any], teller: _Teller) -> None:
    """Note down what the night brought, so that the next begins at once; where that is refused, that one does it."""
    try:
        Notes(home).catch_up({summary["run_id"]: summary})
    except (OSError, sqlite3.Error) as error:
        teller.say(f"what this night brought is not noted down ({error}); the next night learns it anew.")


def main(given: Sequence[str] | None = None) -> int:
    """Run one crawl; 0 when it ran, 1 when it could not."""
    arguments = _arguments(given)
    if arguments.parent_pid:
        end_with(arguments.parent_pid)
    with _teller() as teller:
        try:
            portals = choose_portals(arguments.portals, arguments.portal)
            home = Home.locate(arguments.home)
            limits = {"recheck": arguments.recheck, "budget": arguments.budget, "shard": arguments.shard}
            summary = crawl(home, arguments.run_id, portals, **limits, teller=teller)
            write_json(arguments.summary, summary)
            _learn(home, summary, teller)
        except (CrawlError, RegistryError, ArchiveError) as error:
            print(error, file=sys.stderr)
            return 1
        except sqlite3.Error as error:
            print(
                f"The crawl cannot keep its notes in the temporary folder ({error}); free space there.", file=sys.stderr
            )
            return 1
        except OSError as error:
            where = f" at {error.filename}" if error.filename else ""
            print(f"The crawl cannot write{where} ({error.strerror}); free space or mend it.", file=sys.stderr)
            return 1
        teller.finish(summary)
    return 0
