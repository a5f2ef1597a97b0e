"""Reasons: each is declared once in both languages, given somewhere, and told by the form's labels in Chinese."""

import pickle
import re
import string
from pathlib import Path

import pytest

from pipelines import reasons
from pipelines.parsing.identity import other_kinds
from pipelines.reasons import because, declared, in_columns
from warehouse.form import load_forms

PLACES = {
    code: {place for _, place, _, _ in string.Formatter().parse(words["en"]) if place}
    for code, words in declared().items()
}


def test_a_reason_says_the_same_places_in_both_languages():
    for code, words in declared().items():
        in_chinese = {place for _, place, _, _ in string.Formatter().parse(words["zh"]) if place}
        assert in_chinese == PLACES[code], code


def test_a_reason_is_a_sentence_in_both_languages():
    for code, words in declared().items():
        if words["en"] == "{detail}":  # said by the archive
            continue
        assert words["en"].endswith("."), code
        assert words["zh"].endswith("。"), code
        assert re.search("[\u4e00-\u9fff]", words["zh"]), code


def test_every_declared_reason_is_given_somewhere():
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(reasons.__file__).parent.rglob("*.py")))
    given = set(re.findall(r'"([a-z_]+)"', sources))
    given |= {
        f"page_is_{kind}" for kind in (*(kind for kind, _ in other_kinds._OTHER_KINDS), other_kinds.GUIDE, "notice")
    }
    given |= {f"{stem}_{what}" for stem in ("unsure", "unsettled") for what in ("figure", "mark")}
    assert set(declared()) - given == set()


def test_every_reason_given_is_declared():
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(reasons.__file__).parent.rglob("*.py")))
    codes = set(re.findall(r'because\(\s*"([a-z_]+)"', sources))
    assert len(codes) > 100
    assert codes <= set(declared())


def test_a_reason_without_its_places_is_an_error():
    with pytest.raises(KeyError):
        because("too_many_bytes", size=1)
    with pytest.raises(KeyError):
        because("no_such_code")


def test_a_cell_is_named_by_its_key_in_english_and_by_its_labels_in_chinese():
    cell = load_forms()["2021"].cells["requests", "granted", "total"]
    told = because("two_columns", cell=cell.name)
    assert "requests.granted.total" in told
    assert f"{cell.row.label}·{cell.column.label}" in told.zh
    assert cell.row.label in because("row_does_not_follow", row="granted", next_row="granted").zh
    assert load_forms()["2021"].tables["requests"].label in because("no_label", table="requests").zh


def test_a_reason_comes_whole_out_of_another_process():
    told = because("too_many_bytes", size=9, most=8)
    again = pickle.loads(pickle.dumps(told))
    assert (str(again), again.code, again.zh) == (str(told), "too_many_bytes", told.zh)


def test_reasons_are_kept_as_codes_and_words_side_by_side():
    kept = in_columns([because("empty_file"), because("no_body")])
    assert kept["reason_codes"] == ["empty_file", "no_body"]
    assert [len(words) for words in kept.values()] == [2, 2, 2]
    assert all(type(word) is str for words in kept.values() for word in words)
