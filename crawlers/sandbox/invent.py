"""Invented figures: seeded, consistent by the form's identities in a report and from year to year.

Everything follows from the arguments; no clock, no global random state. What the figures are called comes
from the form; the sentences that state them stand in `sentences.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from crawlers.sandbox.figures import Figure, Key, Number, Report, default_title, edition_of_year, with_figure
from crawlers.sandbox.sentences import Told, tell
from warehouse.form import Block, Line, load_form

INVENTED_REGION = "示例市"

#: No division of the national table starts with 99.
INVENTED_ADCODE = "990100"

#: Natural persons first, then businesses; the other applicants are rare, as in published reports.
_APPLICANT_WEIGHTS = (80, 10, 1, 1, 3, 2)

#: A report on a whole area counts the requests of many bodies.
_AREA = 20

#: How often a group of outcomes occurs; a group's rows share its weight, the first row taking most.
_GROUP_WEIGHTS = {
    "granted": 40,
    "partly_granted": 8,
    "refused": 9,
    "unavailable": 25,
    "declined": 9,
    "other": 9,
}

#: The figure that a body counts anew when its next report carries in another number than this one carried out.
_RECOUNTED: Key = ("requests", "carried_out", "natural_person")


def make_figures(
    seed: int,
    agency: str,
    year: int,
    edition: str,
    *,
    region: str = INVENTED_REGION,
    adcode: str = INVENTED_ADCODE,
    scope: str = "agency",
    before: Report | None = None,
) -> Report:
    """One invented report; `before` is the body's report of the year before, which this one continues."""
    rng = Random(f"{seed}|{agency}|{year}|{edition}")  # noqa: S311 - figures, not secrets
    tables = load_form(edition).tables
    values = _requests(rng, tables["requests"].blocks[0], before, scope)
    handled = values["requests", "total_handled", "total"]
    values |= _disputes(rng, tables["disputes"].blocks[0], handled)
    for block in tables["proactive"].blocks:
        values |= _proactive(rng, "proactive", block, before, scope)
    return Report(
        key=f"invented-{seed}-{year}",
        agency=agency,
        region=region,
        adcode=adcode,
        report_year=year,
        edition=edition,
        scope=scope,
        invented=True,
        source="示例数据，由种子生成",
        title=default_title(agency, year),
        issuer=agency,
        published_on=date(year + 1, 1, 8) + timedelta(days=rng.randrange(20)),
        period=(date(year, 1, 1), date(year, 12, 31)),
        figures={key: _print(rng, key, value) for key, value in values.items()},
        prose=tell(rng, Told(agency, year, edition, scope, values, _new_received(before))),
    )


def make_hybrid(seed: int, agency: str, year: int, edition: str, others: Mapping[str, str]) -> Report:
    """An invented report of one edition with some blocks printed by another: `others` names them, `{"requests": "2019"}`."""
    made = {name: make_figures(seed, agency, year, name) for name in sorted({edition, *others.values()})}
    hybrid = replace(made[edition], editions=dict(others), prose=made[others.get("requests", edition)].prose)
    figures = {key: made[_edition_of(hybrid, key)].figures[key] for key in hybrid.printed_cells()}
    return replace(hybrid, figures=figures)


def _edition_of(report: Report, key: Key) -> str:
    """The edition of the block that prints a cell."""
    block = next(b for b in report.blocks(key[0]) for row in b.rows if row.key == key[1])
    return report.edition_of(block.key)


def make_series(
    seed: int,
    agency: str,
    years: Iterable[int],
    *,
    region: str = INVENTED_REGION,
    adcode: str = INVENTED_ADCODE,
    scope: str = "agency",
    former_names: Mapping[int, str] | None = None,
    recounts: Mapping[int, int] | None = None,
) -> tuple[Report, ...]:
    """Invented reports of one body for consecutive years, each in its year's edition, continuing the last.

    `former_names` gives the years in which the body had another name; `recounts` the years whose report carries in so
    many requests more than the report before carried out.
    """
    reports: list[Report] = []
    for year in years:
        before = reports[-1] if reports else None
        more = (recounts or {}).get(year)
        if before and more:
            before = with_figure(before, _RECOUNTED, (before.value(*_RECOUNTED) or 0) + more)
        name = (former_names or {}).get(year, agency)
        edition = edition_of_year(year)
        reports.append(
            make_figures(seed, name, year, edition, region=region, adcode=adcode, scope=scope, before=before)
        )
    return tuple(reports)


def _new_received(report: Report | None) -> Number | None:
    return report.value("requests", "new_received", "total") if report else None


def deal(rng: Random, count: int, weights: Iterable[float]) -> list[int]:
    """`count` things dealt to places in proportion to their weights; the deal adds up to `count`."""
    weights = list(weights)
    dealt = Counter(rng.choices(range(len(weights)), weights, k=count))
    return [dealt[place] for place in range(len(weights))]


def _requests(rng: Random, block: Block, before: Report | None, scope: str) -> dict[Key, Number]:
    """The requests table, built column by column from the flows, so that every sum holds by construction."""
    applicants = [column.key for column in block.columns if column.key != "total"]
    outcomes = [row for row in block.rows if row.group != "flow"]
    last = _new_received(before)
    if last is None:
        new = rng.choice((0, 2, 5, 12, 30, 80, 260)) * (_AREA if scope == "area" else 1)
    else:
        new = round(last * rng.uniform(0.6, 1.5)) + rng.randrange(3)
    cells: dict[Key, Number] = {}
    for applicant, received in zip(applicants, deal(rng, new, _APPLICANT_WEIGHTS), strict=True):
        carried = int(before.value("requests", "carried_out", applicant) or 0) if before else 0
        if not before and received:
            carried = rng.randrange(received // 8 + 1)
        left = rng.randrange((received + carried) // 8 + 1) if received + carried else 0
        handled = received + carried - left
        column = dict(zip((row.key for row in outcomes), deal(rng, handled, _row_weights(outcomes)), strict=True))
        column |= {
            "new_received": received,
            "carried_in": carried,
            "total_handled": handled,
            "carried_out": left,
        }
        cells.update({("requests", row, applicant): value for row, value in column.items()})
    for row in block.rows:
        cells["requests", row.key, "total"] = sum(cells["requests", row.key, applicant] for applicant in applicants)
    return cells


def _row_weights(outcomes: list[Line]) -> list[float]:
    size = Counter(row.group for row in outcomes)
    seen: Counter[str | None] = Counter()
    weights = []
    for row in outcomes:
        weight = _GROUP_WEIGHTS[row.group or ""]
        weights.append(weight / 2 if seen[row.group] == 0 and size[row.group] > 1 else weight / 2 / size[row.group])
        seen[row.group] += 1
    return weights


def _disputes(rng: Random, block: Block, handled: Number) -> dict[Key, Number]:
    """The disputes row: few cases beside the requests handled."""
    cells: dict[Key, Number] = {}
    for row in block.rows:
        results = [column.key for column in block.columns if column.key != "total"]
        dealt = deal(rng, rng.randrange(int(handled) // 20 + 2), (5, 2, 3, 2))
        cells.update({("disputes", row.key, result): count for result, count in zip(results, dealt, strict=True)})
        cells["disputes", row.key, "total"] = sum(dealt)
    return cells


def _proactive(rng: Random, table: str, block: Block, before: Report | None, scope: str) -> dict[Key, Number]:
    """A block of proactive disclosure; stocks continue the year before, only governments make regulations."""
    cells: dict[Key, Number] = {}
    for row in block.rows:

        def held(column: str, otherwise: int, key: str = row.key) -> int:
            value = before.value(table, key, column) if before else None
            return otherwise if value is None else int(value)

        made = rng.randrange(9) if row.key != "regulations" or scope == "area" else 0
        stock = held("in_force", made * 4)
        gone = rng.randrange(min(stock, 4) + 1)
        items = held("items_last_year", rng.randrange(60)) + held("items_change", 0)
        decisions = held("decisions", rng.randrange(10 ** rng.randrange(1, 5)))
        possible: dict[str, Number] = {
            "issued": made,
            "repealed": gone,
            "in_force": stock + made - gone,
            "newly_made": made,
            "newly_disclosed": made,
            "total_disclosed": held("total_disclosed", made * 4) + made,
            "items_last_year": items,
            "items_change": rng.randrange(-min(items, 6), 7),
            "decisions": round(decisions * rng.uniform(0.8, 1.3)),
            "amount_cny_10k": rng.randrange(0, 900_000) / 100,
            "projects": rng.randrange(40),
            "amount_cny": rng.randrange(0, 90_000_000, 100),
        }
        cells.update({(table, row.key, column.key): possible[column.key] for column in block.columns})
    return cells


def _print(rng: Random, key: Key, value: Number) -> Figure:
    """How the cell prints its number; some publishers put the unit of an amount inside the cell."""
    if key[2] == "amount_cny" and value:
        return rng.choice(
            (
                Figure.of(value),
                Figure(f"{value}元", value),
                Figure(f"{value / 10_000:.2f}万元", value),
            )
        )
    if isinstance(value, float):
        return Figure(f"{value:.2f}", value)
    return Figure.of(value)
