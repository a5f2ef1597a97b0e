"""The labelled documents: which figures, in which edition, format and layout, with which injected fault.

A document is a value of a few words, so that a worker can make it again; nothing is read or scored here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from crawlers.sandbox.before_form import make_prose, make_statistics
from crawlers.sandbox.figures import Report, load_reports, with_figure
from crawlers.sandbox.invent import make_figures, make_hybrid
from crawlers.sandbox.render import BREAKERS, LAYOUTS, PICTURES, find_layout, render_together
from crawlers.sandbox.render.layout import Layout
from warehouse.form import load_forms

#: Bodies that do not exist, of the kinds that publish reports.
AGENCIES = ("示例市水利局", "示例县人民政府", "示例区教育局", "示例市人民政府办公室", "示例镇人民政府")
EDITIONS = ("2021", "2019", "hybrid", "stats", "prose")
#: Blocks that published hybrids print by the form of 2019.
OLD_BLOCKS = ("requests", "documents", "licensing", "enforcement", "fees")
#: Formats whose documents also carry an injected fault.
FAULTY = (
    ("html", "plain"),
    ("html", "pasted"),
    ("docx", "plain"),
    ("pdf", "plain"),
    ("xlsx", "plain"),
    ("text", "tabbed"),
)
TOGETHER = (("html", "plain"), ("docx", "plain"), ("text", "tabbed"), ("pdf", "plain"))
FORMATS = (*sorted({*LAYOUTS, *BREAKERS}), *sorted(PICTURES))


@dataclass(frozen=True)
class Labelled:
    """One document: `edition` also names a published report by its figures file; with a `fault` one count is off."""

    edition: str
    format: str
    layout: str
    seed: int
    fault: bool = False
    together: bool = False

    @property
    def name(self) -> str:
        """How the document is called in a list of errors."""
        more = " fault" * self.fault + " together" * self.together
        return f"{self.edition} {self.format} {self.layout} seed {self.seed}{more}"

    @cached_property
    def figures(self) -> tuple[Report, ...]:
        """The reports the document holds, before a layout prints them."""
        report = _report(self.edition, self.seed)
        if self.fault:
            return (_with_fault(report, self.seed),)
        return (report, _report(self.edition, self.seed + 1)) if self.together else (report,)

    @property
    def printed(self) -> tuple[Report, ...]:
        """The reports as the layout prints them: what a reader must find."""
        layout = find_layout(self.format, self.layout)
        return tuple(_named(layout.printed(report), layout) for report in self.figures)

    def render(self) -> bytes:
        """The document's bytes."""
        return render_together(self.figures, self.format, self.layout)


def _named(report: Report, layout: Layout) -> Report:
    """The report with the lines of a statistics table called as the layout writes them: they keep their printed labels."""
    if report.edition in load_forms() or layout.words is None:
        return report
    return replace(report, figures={(t, layout.said(row), c): each for (t, row, c), each in report.figures.items()})


def _report(edition: str, seed: int) -> Report:
    rng = Random(f"{edition} {seed}")  # noqa: S311 - figures, not secrets
    agency = AGENCIES[seed % len(AGENCIES)]
    scope = "area" if agency.endswith("人民政府") else "agency"
    if edition == "2021":
        return make_figures(seed, agency, 2021 + seed % 5, "2021", scope=scope)
    if edition == "2019":
        return make_figures(seed, agency, 2019 + seed % 2, "2019", scope=scope)
    if edition == "hybrid":
        old = OLD_BLOCKS[seed % len(OLD_BLOCKS)]
        return make_hybrid(seed, agency, 2021 + seed % 4, "2021", {old: "2019"})
    if edition == "stats":
        return make_statistics(seed, agency, 2008 + seed % 11, cumulative=bool(rng.randrange(3)))
    if edition == "prose":
        return make_prose(seed, agency, 2008 + seed % 6)
    return load_reports()[edition]


def _with_fault(report: Report, seed: int) -> Report:
    """One count of a table with sums changed, as a clerk mistypes it."""
    rng = Random(f"fault {seed}")  # noqa: S311 - figures, not secrets
    keys = sorted(key for key in report.printed_cells() if key[0] in {"requests", "disputes"})
    key = rng.choice(keys)
    value = report.figures[key].value or 0
    return with_figure(report, key, rng.choice([other for other in range(int(value) + 12) if other != value]))


def documents(*, quick: bool = False) -> Iterator[Labelled]:
    """Every document of the evaluation, always the same, those that take longest first; quick leaves most breakers out."""
    yield from _pictures(quick=quick)
    for format_name in sorted({*LAYOUTS, *BREAKERS}):
        everyday = list(LAYOUTS.get(format_name, {}))
        breaking = list(BREAKERS.get(format_name, {}))
        for edition in EDITIONS:
            layouts = everyday + (breaking if not quick or format_name in {"html", "zip"} else [])
            if edition == "prose":
                layouts = layouts[:2]
            for place, layout in enumerate(layouts):
                rounds = 1 if quick or layout in breaking or format_name == "pdf" else 3
                for turn in range(rounds):
                    yield Labelled(edition, format_name, layout, 31 * place + 7 * turn + len(edition))
        for report in sorted(load_reports()):
            for layout in everyday[:1] if quick or format_name == "pdf" else everyday:
                yield Labelled(report, format_name, layout, 0)
    for edition in ("2021", "2019", "hybrid"):
        for place, (format_name, layout) in enumerate(FAULTY):
            for turn in range(2 if quick or format_name == "pdf" else 10):
                yield Labelled(edition, format_name, layout, 1000 + 17 * place + turn, fault=True)
        for format_name, layout in TOGETHER:
            yield Labelled(edition, format_name, layout, 500, together=True)


def _pictures(*, quick: bool) -> Iterator[Labelled]:
    """Few, as recognition takes seconds a page: every kind of picture in both editions, the first once more."""
    for number, (format_name, layouts) in enumerate(sorted(PICTURES.items())):
        for place, layout in enumerate(layouts):
            if quick and place:
                continue
            for edition in ("2021",) if quick else ("2021", "2019"):
                yield Labelled(edition, format_name, layout, 2000 + 10 * number + place)
            if place == 0 and not quick:
                yield Labelled("2021", format_name, layout, 2005 + 10 * number)
