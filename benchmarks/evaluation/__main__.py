"""`make eval`: reads every labelled document and prints, by edition and format, what was read, refused and wrong.

Exit 1 on any silent error: a wrong figure that nothing marks as doubtful.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.box import MARKDOWN
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.evaluation.claims import corpora, judge
from benchmarks.evaluation.documents import EDITIONS, FORMATS, Labelled, documents
from benchmarks.evaluation.reading import judged
from benchmarks.evaluation.real import real_reports, score_real
from benchmarks.evaluation.score import Score

#: Errors and refusals that are printed; all are counted.
SHOWN = 20
#: The place of the results in a page.
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"


def main() -> int:
    """Print the tables; 1 where a figure is silently wrong."""
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="everyday layouts, fewer seeds")
    parser.add_argument("--only", default="", help="only documents whose name holds these words")
    parser.add_argument("--refused", action="store_true", help="list what was refused, with the reason")
    parser.add_argument("--write", type=Path, help="put what is printed between the marks of this Markdown file")
    parser.add_argument("--keep", type=Path, help="write the documents of --only into this folder")
    given = parser.parse_args()
    chosen = [document for document in documents(quick=given.quick) if given.only in document.name]
    began = time.monotonic()
    by_row: dict[tuple[str, str], Score] = defaultdict(Score)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("forkserver")) as pool:
        results = pool.map(judged, chosen, chunksize=2)
        skipped = 0
        for edition, name, result in track(
            results, "reading", len(chosen), console=Console(stderr=True), transient=True
        ):
            if result is None:
                skipped += 1
            else:
                by_row[edition, name].add(result)
    if given.keep:
        _keep(given.keep, chosen)
    console = Console(width=160, record=True)
    console.print(_table(by_row))
    if skipped:
        console.print(f"\nPictures: {skipped} skipped, this machine has no Chinese font to draw them with.")
    whole = Score()
    for row in by_row.values():
        whole.add(row)
    if not given.only:
        whole.add(_print_real(console))
        _print_claims(console)
    _print_list(console, "silent errors", whole.silent)
    if given.refused:
        _print_list(console, "refused", whole.notes, len(whole.notes))
    if given.write:
        write_results(given.write, console.export_text())
    print(f"{len(chosen)} documents in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if whole.silent else 0


def _table(by_row: dict[tuple[str, str], Score]) -> Table:
    table = Table(title="Documents made from known figures, read back", title_justify="left", box=MARKDOWN)
    for name in ("edition", "format"):
        table.add_column(name)
    for name in _HEADS:
        table.add_column(name, justify="right")
    whole = Score()
    for edition in EDITIONS:
        for name in FORMATS:
            if (edition, name) in by_row:
                table.add_row(edition, name, *_row(by_row[edition, name]))
                whole.add(by_row[edition, name])
    table.add_row("all", "", *_row(whole))
    return table


_HEADS = (
    "docs",
    "accepted",
    "refused",
    "cells",
    "exact %",
    "silent",
    "agency",
    "year",
    "edition",
    "faults",
    "false alarms",
)


def _row(row: Score) -> list[str]:
    return [
        str(row.documents),
        str(row.accepted),
        str(row.refused),
        str(row.cells),
        f"{100 * row.exact / row.cells:.2f}" if row.cells else "-",
        str(len(row.silent)),
        f"{row.agencies}/{row.reports}",
        f"{row.years}/{row.reports}",
        f"{row.editions}/{row.reports}",
        f"{row.found}/{row.injected}" if row.injected else "-",
        str(row.false_alarms),
    ]


def _print_real(console: Console) -> Score:
    """The real reports by file; a word where the folder is not there."""
    whole = Score()
    found = real_reports()
    if not found:
        console.print("\nReal reports: skipped, the folder that holds them is not beside this checkout.")
        return whole
    table = Table(title="\nReal published reports", title_justify="left", box=MARKDOWN)
    for name in ("file", "status", "cells", "exact", "silent", "agency", "year"):
        table.add_column(name, justify="left" if name in {"file", "status"} else "right")
    for path, truth in found:
        row = score_real(path, truth)
        whole.add(row)
        status = "accepted" if row.accepted else "refused in part" if row.exact else "refused"
        right = ["yes" if number else "no" for number in (row.agencies, row.years)]
        table.add_row(path.name, status, str(row.cells), str(row.exact), str(len(row.silent)), *right)
    console.print(table)
    return whole


def _print_claims(console: Console) -> None:
    table = Table(title="\nClaims of labelled prose", title_justify="left", box=MARKDOWN)
    for name in ("set", "texts", "labelled", "found", "right", "precision", "recall"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for row in (row for corpus in corpora() for row in judge(corpus)):
        shares = (f"{100 * row.right / whole:.1f}" if whole else "-" for whole in (row.found, row.labelled))
        table.add_row(row.name, *map(str, (row.texts, row.labelled, row.found, row.right)), *shares)
    console.print(table)


def _print_list(console: Console, name: str, lines: list[str], shown: int = SHOWN) -> None:
    console.print(f"\n{name}: {len(lines)}", highlight=False)
    for line in sorted(lines)[:shown]:
        console.print(f"  {line}", highlight=False, markup=False)


def write_results(path: Path, printed: str) -> None:
    """Put the tables between the marks of a page; SystemExit where it has none."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not end:
        raise SystemExit(f"{path} has no place for the results; it needs the lines {_BEGIN} and {_END}.")
    lines = "\n".join(line.rstrip() for line in printed.strip("\n").split("\n"))
    path.write_text(f"{before}{begin}\n\n{lines}\n\n{end}{after}", encoding="utf-8")


def _keep(folder: Path, chosen: list[Labelled]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for document in chosen:
        (folder / f"{document.name.replace(' ', '-')}.{document.format}").write_bytes(document.render())


if __name__ == "__main__":
    sys.exit(main())
