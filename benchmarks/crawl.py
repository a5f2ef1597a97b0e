"""The crawl, printed: a first night over many portals beside a spider that only downloads the same pages, and a second.

Both clients are processes of their own, by turns, against the same server; nothing of portals belongs here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.many_portals import COLUMN, HOST, list_paths, report_path

#: Documents of one portal, as a county's column has them.
A_PORTAL = 100


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds by the clock and of the processor, megabytes at most, and requests it put."""

    wall: float
    processor: float
    memory: float
    asked: int


@contextmanager
def _server(portals: int) -> Iterator[tuple[list[int], subprocess.Popen[str]]]:
    asked = [sys.executable, "-m", "benchmarks.many_portals", str(portals), str(A_PORTAL)]
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield [int(port) for port in process.stdout.readline().split()], process
        process.stdin.close()


def _asked(server: subprocess.Popen[str]) -> int:
    assert server.stdin
    assert server.stdout
    print(file=server.stdin, flush=True)
    return int(server.stdout.readline())


def _run(command: list[str], server: subprocess.Popen[str]) -> Run:
    before, began = _asked(server), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    told = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[2]} failed: {told.decode(errors='replace')[-500:]}")
    wall = time.perf_counter() - began
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, _asked(server) - before)


def _registry(home: Path, ports: list[int]) -> Path:
    entries = [
        {
            "id": f"portal-{number}",
            "name": "示例市",
            "adcode": "371500",
            "list_url": f"http://{HOST}:{port}{COLUMN}",
            "delay": 0,
            "sandbox": True,
        }
        for number, port in enumerate(ports)
    ]
    path = home / "portals.yaml"
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    return path


def _night(home: Path, registry: Path, run_id: str, server: subprocess.Popen[str]) -> Run:
    summary = home / "runs" / f"{run_id}.json"
    summary.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "crawlers", "--home", str(home), "--run-id", run_id]
    done = _run([*command, "--portals", str(registry), "--summary", str(summary)], server)
    told = json.loads(summary.read_text(encoding="utf-8"))
    odd = {one["reason"] for one in told["portals"].values() if one["verdict"] != "complete"}
    if odd:
        raise RuntimeError(f"not every portal was read whole: {sorted(map(str, odd))[:3]}")
    return done


def print_crawl(console: Console, documents: int) -> None:
    """Our first night, the bare spider on the same pages, and our second night, in one run."""
    portals = max(1, documents // A_PORTAL)
    with tempfile.TemporaryDirectory(prefix="bench-crawl-") as folder, _server(portals) as (ports, server):
        home = Path(folder)
        paths = [*list_paths(A_PORTAL), *map(report_path, range(A_PORTAL))]
        addresses = home / "addresses.txt"
        # as ours meets them: many portals at once, each in its own order
        addresses.write_text("\n".join(f"http://{HOST}:{port}{path}" for path in paths for port in ports))
        registry = _registry(home, ports)
        runs = {
            "bare spider": _run([sys.executable, "-m", "benchmarks.bare_spider", str(addresses)], server),
            "first night": _night(home, registry, "first", server),
            "second night": _night(home, registry, "second", server),
        }
        _print(console, runs, portals)


def _print(console: Console, runs: dict[str, Run], portals: int) -> None:
    title = f"Crawl of {portals} portals with {portals * A_PORTAL:,} documents, no delay"
    table = Table(title=title, title_justify="left", show_edge=False)
    for name in ("", "requests", "seconds", "of processor", "requests a second", "MB at most"):
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for name, run in runs.items():
        figures = (run.wall, run.processor, run.asked / run.wall, run.memory)
        table.add_row(name, f"{run.asked:,}", *(f"{figure:,.1f}" for figure in figures))
    console.print(table)
    bare, first, second = runs.values()
    console.print(
        f"  throughput, ours / bare: {first.asked / first.wall / (bare.asked / bare.wall):.2f} by the clock, "
        f"{first.asked / first.processor / (bare.asked / bare.processor):.2f} of processor"
    )
    console.print(f"  second night / first: {second.wall / first.wall:.3f}, {second.processor / first.processor:.3f}\n")
