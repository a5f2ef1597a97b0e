"""The evaluation's own arithmetic: a wrong figure is silent unless it is refused, and every kind of error is counted."""

import copy
from collections import Counter
from functools import cache

import pytest

from benchmarks.evaluation.__main__ import write_results
from benchmarks.evaluation.documents import Labelled, documents
from benchmarks.evaluation.score import Score, score
from crawlers.sandbox.figures import broken_identities
from pipelines.parse import parse_bytes, to_json

DOCUMENT = Labelled("2021", "html", "plain", 3)


@cache
def answered():
    return to_json("x", parse_bytes(DOCUMENT.render()))


def scored(change=None, **kinds):
    answer = copy.deepcopy(answered())
    if change:
        change(answer)
    return score(answer, DOCUMENT.printed, DOCUMENT.figures, name="示例", **kinds)


def first(answer):
    return answer["cells"][0]


def test_a_perfect_answer_is_exact_in_every_cell_and_silent_in_none():
    found = scored()
    assert (found.accepted, found.refused, found.cells, found.exact) == (1, 0, 200, 200)
    assert (found.agencies, found.years, found.editions, found.reports) == (1, 1, 1, 1)
    assert (found.silent, found.false_alarms) == ([], 0)


def wrong(answer):
    first(answer)["value"] += 1


def lost(answer):
    del answer["cells"][0]


def invented(answer):
    answer["cells"].append({**first(answer), "row": "other_handling"})


def ill_proved(answer):
    first(answer)["implied_value"] = (first(answer)["value"] or 0) + 1


@pytest.mark.parametrize("change", [wrong, lost, invented, ill_proved])
def test_a_wrong_a_lost_an_invented_and_an_ill_proved_figure_are_silent_errors(change):
    assert len(scored(change).silent) == 1


def test_a_lost_figure_is_no_silent_error_where_the_report_says_that_it_is_refused():
    def refused(answer):
        lost(answer)
        answer.update(status="quarantined", reasons=["A row is in doubt."])

    found = scored(refused)
    assert (found.silent, found.exact, found.refused) == ([], 199, 1)
    assert found.notes == ["示例: A row is in doubt."]


def test_a_refusal_without_a_reason_and_a_wrong_figure_in_a_kept_table_are_silent_errors():
    def refused(answer):
        wrong(answer)
        answer.update(status="quarantined", reasons=[])

    assert len(scored(refused).silent) == 2


def test_another_state_is_not_exact_and_another_agency_or_year_is_counted():
    def changed(answer):
        first(answer)["state"] = "dash"
        answer.update(agency="示例局", report_year=1999, edition="2019")

    found = scored(changed)
    assert (found.exact, found.agencies, found.years, found.editions) == (199, 0, 0, 0)


def test_findings_are_false_alarms_unless_injected_and_missed_when_they_are_not_raised():
    faulty = Labelled("2021", "html", "plain", 3, fault=True)
    wanted = set(broken_identities(faulty.printed[0]))
    assert wanted
    found = score(to_json("x", parse_bytes(faulty.render())), faulty.printed, faulty.figures, name="示例", fault=True)
    assert (found.injected, found.found, found.false_alarms) == (len(wanted), len(wanted), 0)
    missed = score(answered(), faulty.printed, faulty.figures, name="示例", fault=True)
    assert missed.found == 0
    assert scored(lambda answer: answer["findings"].append({"id": "A1:total"})).false_alarms == 1


def test_scores_add_up():
    whole = Score()
    whole.add(scored())
    whole.add(scored(wrong))
    assert (whole.documents, whole.cells, whole.exact, len(whole.silent)) == (2, 400, 399, 1)


def test_the_documents_are_always_the_same_and_cover_every_edition_and_format():
    all_of_them, quick = list(documents()), list(documents(quick=True))
    assert all_of_them == list(documents())
    assert len(set(all_of_them)) == len(all_of_them)
    editions = Counter(document.edition for document in all_of_them)
    assert {"2021", "2019", "hybrid", "stats", "prose"} <= set(editions)
    assert len(quick) < len(all_of_them) / 2
    assert {document.format for document in quick} == {document.format for document in all_of_them}


def test_results_take_the_place_of_the_last_ones_and_nothing_else(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- results -->\nold\n<!-- end of results -->\nbelow\n", encoding="utf-8")
    write_results(page, "\n| new |  \n")
    assert page.read_text(encoding="utf-8") == (
        "above\n<!-- results -->\n\n| new |\n\n<!-- end of results -->\nbelow\n"
    )
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit, match="no place"):
        write_results(page, "x")
    assert page.read_text(encoding="utf-8") == "no marks"
