"""Invented reports of the years before the form: with the statistics table of 2008 to 2018, or of prose alone.

Labels come from the declared statistics table; which of its lines a local office prints and how they add up stands here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from crawlers.sandbox.figures import Figure, Key, Prose, Report
from crawlers.sandbox.invent import deal, make_figures
from warehouse.form import StatisticsLine, load_statistics

TABLE = "statistics"

#: The lines of a local table by concept, each with those that it sums up.
_LOCAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("proactive_total", ("via_website", "via_gazette")),
    ("new_received", ("requests_in_person", "requests_online", "requests_letter_fax")),
    ("total_handled", ("granted", "partly_granted", "refused_total", "answers_other")),
    ("fee_reduction", ()),
    ("complaints", ()),
    ("review.total", ()),
    ("litigation.total", ()),
)
_CASES = frozenset({"complaints", "review.total", "litigation.total"})


def make_statistics(seed: int, agency: str, year: int, *, cumulative: bool = True) -> Report:
    """An invented report with a statistics table, whose rows are keyed by their printed labels."""
    rng = Random(f"{seed}|{agency}|{year}|{TABLE}")  # noqa: S311 - figures, not secrets
    figures: dict[Key, Figure] = {}
    values: dict[str, int] = {}
    for concept, parts in _LOCAL:
        whole = values["new_received"] if concept == "total_handled" else rng.choice((0, 3, 17, 240, 2949)) // 2
        if concept in _CASES:
            whole = rng.randrange(3)
        shares = deal(rng, whole, range(len(parts), 0, -1)) if parts else []
        for name, value in ((concept, whole), *zip(parts, shares, strict=True)):
            values[name] = value
            row = line_of(name).label
            figures[TABLE, row, "this_year"] = Figure.of(value)
            if cumulative:
                figures[TABLE, row, "cumulative"] = Figure.of(value + rng.randrange(value * 3 + 5))
    # what was received or disclosed in all is no less than what its parts say
    for concept, parts in _LOCAL if cumulative else ():
        if parts:
            key = (TABLE, line_of(concept).label, "cumulative")
            figures[key] = Figure.of(sum(int(figures[TABLE, line_of(part).label, "cumulative"].text) for part in parts))
    requests = (
        f"{year}年共收到政府信息公开申请{values['new_received']}件"
        if values["new_received"]
        else f"{year}年未收到政府信息公开申请"
    )
    return _before_form(seed, agency, year, "stats", figures, f"{requests}。")


def make_prose(seed: int, agency: str, year: int) -> Report:
    """An invented report without any table, as most before 2014."""
    told = make_figures(seed, agency, year, "2019").prose
    return _before_form(seed, agency, year, "prose", {}, *told.overview)


def line_of(concept: str) -> StatisticsLine:
    """The declared line that counts a concept; of two the one that sums up others."""
    lines = [line for line in load_statistics().rows if line.concept == concept]
    return next((line for line in lines if line.is_sum), lines[0])


def printed_lines(report: Report) -> list[tuple[str, str, str]]:
    """(row key, label as printed, unit) of each line of a report's table, in order; parts are numbered below 其中."""
    found = []
    for concept, parts in _LOCAL:
        unit = "元" if concept == "fee_reduction" else "件" if concept in _CASES else "条"
        found.append((line_of(concept).label, line_of(concept).label, unit))
        for number, part in enumerate(parts, 1):
            row = line_of(part).label
            found.append((row, f"{'其中：' if number == 1 else ''}{number}、{row}", unit))
    return [line for line in found if (TABLE, line[0], "this_year") in report.figures]


def _before_form(seed: int, agency: str, year: int, edition: str, figures: dict[Key, Figure], *overview: str) -> Report:
    frame = make_figures(seed, agency, year, "2019")
    foreword = (
        "根据《中华人民共和国政府信息公开条例》的要求编制本报告。"
        f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。全文由概述、主动公开、依申请公开、存在问题等部分组成。"
    )
    prose = Prose((foreword,), overview, frame.prose.problems)
    return replace(
        frame,
        key=f"invented-{edition}-{seed}-{year}",
        edition=edition,
        published_on=date(year + 1, 3, 10),
        figures=figures,
        prose=prose,
    )
