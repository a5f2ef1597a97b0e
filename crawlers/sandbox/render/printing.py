"""Ways to print a title and figures: each function takes a report and gives it back printed otherwise.

A number keeps its value whatever its style; a blank or a dash in place of a nought is no number any more, and the
report that comes back says so. Where cells stand is not changed here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

from crawlers.sandbox.figures import BLANK, Figure, Key, Report, with_zeros_as

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _reprinted(report: Report, change: Callable[[Key, Figure], Figure]) -> Report:
    return replace(report, figures={key: change(key, figure) for key, figure in report.figures.items()})


def _is_plain(figure: Figure) -> bool:
    return isinstance(figure.value, int) and figure.text == str(figure.value)


def wide(report: Report) -> Report:
    """Full-width digits."""
    return _reprinted(report, lambda _, figure: replace(figure, text=figure.text.translate(_WIDE)))


def grouped(report: Report, mark: str = ",") -> Report:
    """Thousands marks in whole numbers."""

    def change(_: Key, figure: Figure) -> Figure:
        return replace(figure, text=f"{figure.value:,}".replace(",", mark)) if _is_plain(figure) else figure

    return _reprinted(report, change)


def with_decimals(report: Report) -> Report:
    """Whole numbers of the requests with two decimals, as a workbook prints them: `12.00`, `0.00`."""

    def change(key: Key, figure: Figure) -> Figure:
        return replace(figure, text=f"{figure.text}.00") if key[0] == "requests" and _is_plain(figure) else figure

    return _reprinted(report, change)


def noted(report: Report) -> Report:
    """A note in brackets behind a figure, as offices explain one: `22（其中修订16件）`."""

    def change(key: Key, figure: Figure) -> Figure:
        is_noted = _is_plain(figure) and figure.value and key[2] in {"total", "issued", "normative_documents"}
        return (
            replace(figure, text=f"{figure.text}（其中修订{max(int(figure.value or 0) - 1, 1)}件）")
            if is_noted
            else figure
        )

    return _reprinted(report, change)


def counted(report: Report) -> Report:
    """The counter behind every count of the disputes: `3件`."""

    def change(key: Key, figure: Figure) -> Figure:
        return replace(figure, text=f"{figure.text}件") if key[0] == "disputes" and _is_plain(figure) else figure

    return _reprinted(report, change)


def only_totals(report: Report) -> Report:
    """The applicants' columns left blank, as offices do that count totals alone."""

    def change(key: Key, figure: Figure) -> Figure:
        return BLANK if key[0] == "requests" and key[2] != "total" else figure

    return _reprinted(report, change)


def without_year(report: Report) -> Report:
    """A title without its year, which the sentence on the period gives."""
    return replace(
        report, title=report.title.replace(f"{report.report_year}年度", "").replace(f"{report.report_year}年", "")
    )


def wrong_period(report: Report) -> Report:
    """A sentence on the period that begins a year early, as left over from the year before."""
    year = report.report_year
    foreword = tuple(text.replace(f"自{year}年1月1日", f"自{year - 1}年1月1日") for text in report.prose.foreword)
    return replace(report, prose=replace(report.prose, foreword=foreword))


#: What offices print for nought. The first four are no number any more, the rest still say zero.
noughts_blank = partial(with_zeros_as, printed=BLANK)
noughts_dashed = partial(with_zeros_as, printed=Figure("—", None))
noughts_slashed = partial(with_zeros_as, printed=Figure("/", None))
noughts_worded = partial(with_zeros_as, printed=Figure("无", None))
noughts_lettered = partial(with_zeros_as, printed=Figure("O", 0))
noughts_ringed = partial(with_zeros_as, printed=Figure("〇", 0))


@cache
def _converter() -> Callable[[str], str]:
    # the library has no types and takes long to load
    convert: Callable[[str], str] = importlib.import_module("opencc").OpenCC("s2t").convert
    return convert


def traditional(text: str) -> str:
    """A text in traditional characters, as some pages offer themselves."""
    return _converter()(text)
