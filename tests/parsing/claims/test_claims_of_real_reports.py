"""The prose of published reports, where their collection lies beside the repository; it is never copied into it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from claim_sentences import written

from pipelines.parsing.claims import Claim, find_claims, judge_claims

REPORTS = Path(__file__).parents[4] / "shared" / "reports"

pytestmark = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the collection of published reports does not lie beside the repository"
)


def _judged(name: str, year: int) -> list[Claim]:
    text = next(REPORTS.glob(f"{name}.*")).read_text(encoding="utf-8")
    truth = REPORTS / "truth" / f"{name}.json"
    cells = json.loads(truth.read_text(encoding="utf-8"))["cells"] if truth.exists() else []
    held = {(table, row, column): value for table, row, column, value in cells}
    return judge_claims(find_claims(text, year), held, report_year=year)


def _counts(claims: list[Claim]) -> list[str]:
    return [written(claim) for claim in claims if claim.kind in ("count", "share", "zero")]


def test_liaocheng_2022_states_eight_figures_that_match_and_a_growth_that_implies_two() -> None:
    claims = _judged("liaocheng_bigdata_2022", 2022)
    assert _counts(claims) == [
        "count new_received 4",
        "count total_handled 4",
        "count granted 1",
        "share granted 25",
        "count partly_granted 1",
        "share partly_granted 25",
        "count unavailable 2",
        "share unavailable 50",
    ]
    assert {claim.verdict for claim in claims if claim.kind in ("count", "share", "period")} == {"match"}
    (growth,) = [claim for claim in claims if claim.kind == "growth"]
    assert (growth.percent, growth.base_year, growth.verdict, growth.implied_prior) == (
        100.0,
        2021,
        "implied_only",
        (2,),
    )
    (fee,) = [claim for claim in claims if claim.kind == "fee"]
    assert fee.value == 0


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("pingtan_2015_stats", 2015, ["zero new_received", "zero review_total", "zero litigation_total"]),
        ("pingtan_2017_stats", 2017, ["zero new_received", "zero review_total", "zero litigation_total"]),
        ("pingtan_2021", 2021, ["count new_received 70", "count total_handled 69", "count carried_out 1"]),
        ("pingtan_2022", 2022, ["count new_received 75", "count litigation_total 1", "count review_total 2"]),
        ("pingtan_2024", 2024, ["count new_received 218"]),
        (
            "pingtan_county_2013_stats",
            2013,
            ["count new_received 7", "count total_handled 3", "count granted 2", "count other 1", "zero review_total"],
        ),
        ("changchun_veterans_2023_excerpt", 2023, ["count new_received 2"]),
        (
            "shuyang_county_2025_ocr",
            2025,
            ["count new_received 749", "count total_handled 718", "count carried_out 31"],
        ),
    ],
)
def test_a_whole_page_with_its_flattened_tables_gives_the_figures_of_its_prose(
    name: str, year: int, expected: list[str]
) -> None:
    assert _counts(_judged(name, year)) == expected


def test_received_with_carried_in_is_recognised_as_another_definition() -> None:
    for name, year in (("pingtan_2022", 2022), ("shuyang_county_2025_ocr", 2025)):
        received = next(claim for claim in _judged(name, year) if claim.measure == "new_received")
        assert (received.verdict, received.verdict_detail) == ("match_other_definition", "new_received+carried_in")


def test_huaian_2024_reads_over_line_breaks_and_adds_both_routes_of_lawsuits() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(REPORTS / "huaian_2024.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r", "")
    cells = json.loads((REPORTS / "truth" / "huaian_2024.json").read_text(encoding="utf-8"))["cells"]
    claims = judge_claims(find_claims(text, 2024), {(t, r, c): value for t, r, c, value in cells}, report_year=2024)
    assert _counts(claims) == [
        "count new_received 3119",
        "count total_handled 3050",
        "count carried_in 34",
        "count carried_out 103",
        "count review_total 351",
        "count litigation_total 46",
    ]
    assert {claim.verdict for claim in claims if claim.kind == "count"} == {"match"}
    assert [claim.value for claim in claims if claim.kind == "fee"] == [3940]
