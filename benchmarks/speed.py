"""Speed, printed: each format read and parsed, the whole parse beside pandas on pages and beside pdfplumber on PDF.

Documents are rendered by the sandbox; the distinct ones are invented from seeds, so that no text has been seen before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks import rivals
from benchmarks.clock import in_turn, median_ms
from benchmarks.prose import with_prose
from crawlers.sandbox.figures import edition_of_year, load_reports
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import LAYOUTS, render
from pipelines.parse import parse_bytes
from pipelines.readers import read_document
from pipelines.readers.document import UnreadableError

#: Seconds for each figure of the table of formats.
SECONDS = 0.3
#: How many times as fast as pdfplumber a PDF is to be read.
GOAL = 5
#: Turns on one page, and distinct pages, of the comparison with pandas; turns with pdfplumber, which is slow.
TURNS, DISTINCT, FEW_TURNS = 15, 200, 3
#: Invented districts, and the offices that each of them has: their pages are accepted as those of real ones are.
_DISTRICTS = "东南西北中上下内外新"
_OFFICES = (
    *(
        "财政",
        "教育",
        "民政",
        "司法",
        "审计",
        "统计",
        "水务",
        "商务",
        "医疗保障",
        "自然资源",
        "市场监督管理",
        "应急管理",
    ),
    *(
        "生态环境",
        "住房和城乡建设",
        "交通运输",
        "农业农村",
        "文化和旅游",
        "人力资源和社会保障",
        "退役军人事务",
        "城市管理",
    ),
)
_TO_THE_LEFT = frozenset({"format", "layout", "page"})


def distinct_pages(layout: str, count: int, *, wordy: bool = False) -> list[bytes]:
    """Pages of invented reports (示例), no two of the same body, year or figures; `wordy` ones have as much prose as published ones."""
    pages = []
    for seed in range(count):
        year = 2019 + seed % 6
        scope = "area" if seed % 3 == 0 else "agency"
        agency = f"示例市{_DISTRICTS[seed // len(_OFFICES) % len(_DISTRICTS)]}区{_OFFICES[seed % len(_OFFICES)]}局"
        report = make_figures(seed, agency, year, edition_of_year(year), scope=scope)
        pages.append(render(with_prose(report, seed) if wordy else report, "html", layout))
    return pages


def print_formats(console: Console) -> None:
    """One row a format and layout: reading, and the whole parse."""
    report = load_reports()["huaian-2024"]
    table = _table("One report, milliseconds by the clock", ("format", "layout", "KB", "read only", "whole parse"))
    for format_name, layouts in LAYOUTS.items():
        for layout in layouts:
            data = render(report, format_name, layout)
            reading = median_ms(lambda data=data: read_document(data), SECONDS)
            whole = median_ms(lambda data=data: parse_bytes(data), SECONDS)
            table.add_row(format_name, layout, f"{len(data) / 1024:.0f}", f"{reading:.1f}", f"{whole:.1f}")
    console.print(table, "")


def print_pandas(console: Console) -> None:
    """The whole parse of a page beside `pandas.read_html` alone: one page again and again, then distinct ones."""
    title = "Whole parse beside pandas.read_html alone, milliseconds of processor (clock), by turns"
    table = _table(
        title, ("page", "KB", "read", "whole parse", "pandas bytes", "pandas text", "ratio", "both / ours / theirs")
    )
    report = load_reports()["huaian-2024"]
    for layout in LAYOUTS["html"]:
        _add_pandas(table, layout, [render(report, "html", layout)], TURNS)
    for layout in ("plain", "noughts_blank", "pasted"):
        _add_pandas(table, f"{DISTINCT} distinct, {layout}", distinct_pages(layout, DISTINCT), 1)
    for layout in ("plain", "pasted"):
        _add_pandas(table, f"{DISTINCT} wordy, {layout}", distinct_pages(layout, DISTINCT, wordy=True), 1)
    console.print(table, "")


def _add_pandas(table: Table, name: str, pages: Sequence[bytes], turns: int) -> None:
    ways: dict[str, rivals.Reader] = {
        "read": read_document,
        "whole": parse_bytes,
        "bytes": rivals.pandas_bytes,
        "text": rivals.pandas_text,
    }
    times = in_turn(ways, pages, turns)
    best = min(times["bytes"].processor, times["text"].processor)
    table.add_row(
        name,
        f"{len(pages[0]) / 1024:.0f}",
        *(f"{times[way].processor:.1f} ({times[way].wall:.1f})" for way in ways),
        f"{times['whole'].processor / best:.2f}",
        rivals.same(rivals.figures_of_ours(pages[0], spread=True), rivals.figures_of_pandas(pages[0])),
    )


def print_pdfplumber(console: Console, files: Path | None = None) -> None:
    """PDFs with text, the sandbox's or those of a folder: bytes to tables by both, and by us to cells, checks and claims.

    Each begins with the bytes and opens the file itself. Our reading also gives what stands outside of tables.
    """
    title = "Tables of PDFs by us and by pdfplumber, and our whole parse, milliseconds of processor (clock), by turns"
    table = _table(
        title, ("layout", "KB", "read", "whole parse", "pdfplumber", "/ read", "/ whole", "both / ours / theirs")
    )
    found: list[tuple[float, float, float]] = []
    for name, data in _sandbox_pdfs() if files is None else _pdfs_in(files):
        try:
            figures = rivals.figures_of_ours(data, spread=False)
        except UnreadableError as error:
            console.print(f"{name}: {error}")
            continue
        ways: dict[str, rivals.Reader] = {
            "read": read_document,
            "whole": parse_bytes,
            "theirs": rivals.pdfplumber_tables,
        }
        times = in_turn(ways, [data], FEW_TURNS)
        table.add_row(
            name,
            f"{len(data) / 1024:.0f}",
            *(f"{times[way].processor:.0f} ({times[way].wall:.0f})" for way in ways),
            f"{times['theirs'].processor / times['read'].processor:.1f}",
            f"{times['theirs'].processor / times['whole'].processor:.1f}",
            rivals.same(figures, rivals.figures_of_pdfplumber(data)),
        )
        found.append((times["read"].processor, times["whole"].processor, times["theirs"].processor))
    console.print(table)
    for at, way in enumerate(("reading", "whole parse")) if found else ():
        ratios = [each[2] / each[at] for each in found]
        total = sum(each[2] for each in found) / sum(each[at] for each in found)
        console.print(
            f"pdfplumber takes {total:.1f} times our {way} in the sum, {median(ratios):.1f} in the median, "
            f"less than {GOAL} times for {sum(ratio < GOAL for ratio in ratios)} of {len(ratios)}"
        )
    console.print()


def _sandbox_pdfs() -> Iterator[tuple[str, bytes]]:
    report = load_reports()["huaian-2024"]
    for layout in LAYOUTS["pdf"]:
        yield layout, render(report, "pdf", layout)


def _pdfs_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.glob("*.pdf")):
        yield path.stem, path.read_bytes()


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False)
    for name in columns:
        table.add_column(name, justify="left" if name in _TO_THE_LEFT else "right", no_wrap=True)
    return table
