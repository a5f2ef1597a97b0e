"""`make bench`: what reading costs, measured beside other programs on the machine at hand, and what a night's build takes.

`--documents N` says over how many documents memory is watched, `--reports N` how many reports are built, `--files` which
PDFs are read in place of the sandbox's, `--only` which part is measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import warnings
from pathlib import Path

from rich.console import Console

from benchmarks import crawl, memory, speed, warehouse

#: Takes about ten seconds; 10,000 show more and take minutes.
DOCUMENTS = 1_000
PARTS = ("formats", "pandas", "pdfplumber", "memory", "crawl", "warehouse")
#: The crawl's part takes about a minute with these; 20,000 in 200 portals take ten times as long.
CRAWLED = 2_000


def main() -> None:
    """Print each part in turn."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, metavar="N", help="documents of the memory part")
    parser.add_argument(
        "--crawled", type=int, default=CRAWLED, metavar="N", help="documents of the crawl, 100 a portal"
    )
    parser.add_argument(
        "--reports", type=int, action="append", metavar="N", help="reports of the warehouse part (may be given again)"
    )
    parser.add_argument("--files", type=Path, metavar="DIR", help="PDFs with text for the pdfplumber part")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part (may be given again)")
    options = parser.parse_args()
    console = Console(width=120)
    warnings.filterwarnings("ignore", category=FutureWarning)
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", "")
    parts = options.only or PARTS
    if "formats" in parts:
        speed.print_formats(console)
    if "pandas" in parts:
        speed.print_pandas(console)
    if "pdfplumber" in parts:
        speed.print_pdfplumber(console, options.files)
    if "memory" in parts:
        memory.print_memory(console, options.documents)
    if "crawl" in parts:
        crawl.print_crawl(console, options.crawled)
    if "warehouse" in parts:
        warehouse.print_warehouse(console, options.reports or warehouse.SIZES)


if __name__ == "__main__":
    main()
