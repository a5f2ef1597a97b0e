"""Decisions of a person are read from the home, or their file is named."""

import pytest

from warehouse.decisions import DecisionsError, load_agencies, load_corrections, load_lineage, load_verdicts
from warehouse.home import Home

VERDICT = (
    "{agency: 示例局, year: 2023, rule: A1, place: total, verdict: publisher_error, note: n, "
    "decided_by: 示例, decided_on: 2026-01-01}"
)
CORRECTION = (
    "{agency: 示例局, year: 2023, cell: requests.granted.total, expect: 4, value: 5, source: s, note: n, "
    "decided_by: 示例, decided_on: 2026-01-01}"
)

LOADERS = {
    "verdicts": load_verdicts,
    "corrections": load_corrections,
    "agencies": load_agencies,
    "lineage": load_lineage,
}


@pytest.fixture
def home(tmp_path) -> Home:
    home = Home(tmp_path).create()
    home.decisions.mkdir()
    return home


def test_a_home_without_decisions_has_none(tmp_path):
    home = Home(tmp_path)
    assert load_verdicts(home) == load_corrections(home) == load_agencies(home) == load_lineage(home) == ()


def test_decisions_are_ordered_by_what_they_are_about(home):
    later = VERDICT.replace("2023", "2024")
    (home.decisions / "verdicts.yaml").write_text(f"- {later}\n- {VERDICT}\n", encoding="utf-8")
    assert [one.year for one in load_verdicts(home)] == [2023, 2024]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("verdicts", f"- {VERDICT}\n- {VERDICT}", "Two decisions in verdicts.yaml"),
        ("verdicts", f"- {VERDICT}".replace("publisher_error", "wrong"), "verdict"),
        ("verdicts", "- [", "cannot be read"),
        ("corrections", f"- {CORRECTION}\n- {CORRECTION}", "Two decisions in corrections.yaml"),
        ("corrections", f"- {CORRECTION}".replace("expect: 4, ", ""), "expect"),
        ("corrections", f"- {CORRECTION}".replace("note: n, ", "note: '', "), "note"),
        ("corrections", f"- {CORRECTION}".replace("requests.granted.total", "granted"), "TABLE.ROW.COLUMN"),
        ("agencies", "- {name: 示例局}", r"agencies\.yaml, 0\.source"),
        ("lineage", "- {predecessor: 甲, successor: 乙, kind: eaten, effective_on: 2024-01-01, source: s}", "kind"),
    ],
)
def test_a_decision_that_cannot_be_used_is_named(home, name, text, said):
    (home.decisions / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError, match=said):
        LOADERS[name](home)
