"""Memory over many documents: what one process holds after so many parses, which must not grow with their number.

A process of its own, so that nothing else measured before counts.
"""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

from rich.console import Console

from benchmarks.speed import distinct_pages
from pipelines.parse import parse_bytes

#: Documents made at a time; only so many are held.
_BATCH = 100
#: The first documents fill the caches of labels; from here on the process should stand still.
_SETTLED = 0.1


def resident_mb() -> float:
    """Megabytes of this process in memory; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def _measure(documents: int) -> list[tuple[int, float]]:
    marks = {max(int(documents * share), 1) for share in (_SETTLED, 0.5, 1.0)}
    held: list[tuple[int, float]] = []
    pages = distinct_pages("plain", min(_BATCH, documents))
    for number in range(1, documents + 1):
        # a page like no other before it: the cache of labels must not live on meeting the same texts again
        data = pages[number % len(pages)].replace("示例市".encode(), f"示例市{number}".encode())
        parse_bytes(data)
        if number in marks:
            held.append((number, resident_mb()))
    return held


def print_memory(console: Console, documents: int) -> None:
    """Resident memory of one process after a tenth, a half and all of the documents."""
    with get_context("spawn").Pool(1) as pool:
        held = pool.apply(_measure, (documents,))
    console.print("Memory of one process over distinct documents")
    for number, megabytes in held:
        console.print(f"  after {number:>6,} documents  {megabytes:,.0f} MB")
