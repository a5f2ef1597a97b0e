"""`make bench`: how long a report takes to read, format by format, split into reading, matching and claims.

The documents are rendered by the sandbox from published figures; each is read for a second or so and the median printed.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from crawlers.sandbox.figures import load_reports
from crawlers.sandbox.render import LAYOUTS, render
from pipelines.parse import parse_bytes
from pipelines.readers import read_document

SECONDS = 1.0


def median_ms(work: Callable[[], object]) -> float:
    """Milliseconds of one call, the median of a second of calls after one that warms up."""
    work()
    times = []
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until or len(times) < 3:
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def main() -> None:
    """Print one row a format and layout."""
    report = load_reports()["huaian-2024"]
    table = Table(title="One report, milliseconds (median), one process", title_justify="left", show_edge=False)
    for name in ("format", "layout", "KB", "read only", "whole parse"):
        table.add_column(name, justify="left" if name in {"format", "layout"} else "right")
    for format_name, layouts in LAYOUTS.items():
        for layout in layouts:
            data = render(report, format_name, layout)
            reading = median_ms(lambda data=data: read_document(data))
            whole = median_ms(lambda data=data: parse_bytes(data))
            table.add_row(format_name, layout, f"{len(data) / 1024:.0f}", f"{reading:.1f}", f"{whole:.1f}")
    Console(width=80).print(table)


if __name__ == "__main__":
    main()
