"""Claims lead back to their words, and blanks in the print change none of them."""

from __future__ import annotations

import re

from claim_sentences import labelled, written
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.claims import Claim, find_claims

ITEMS = [item for item in labelled() if item.claims]
_DIGITS = str.maketrans("０１２３４５６７８９，．％", "0123456789,.%")


def _figure_is_in_its_words(claim: Claim) -> bool:
    words = re.sub(r"\s", "", claim.words).translate(_DIGITS).replace(",", "")
    if claim.kind in ("zero", "level", "period"):
        return bool(words)
    figures = [float(figure) for figure in re.findall(r"\d+(?:\.\d+)?", words)]
    figure = abs(claim.percent if claim.percent is not None else claim.value or 0.0)
    return figure in figures or bool(re.search(r"[零一二两三四五六七八九十百]|万|倍|翻|未|没有|无", words))


@given(st.sampled_from(ITEMS))
@settings(max_examples=300, deadline=None)
def test_the_span_of_every_claim_slices_to_its_own_words(item) -> None:
    for claim in find_claims(item.text, item.year):
        assert claim.sentence in item.text
        start, end = claim.span
        assert 0 <= start < end <= len(claim.sentence)
        assert claim.words.strip() == claim.words
        assert _figure_is_in_its_words(claim), (claim.words, written(claim))


@given(st.sampled_from(ITEMS), st.data())
@settings(max_examples=400, deadline=None)
def test_blanks_anywhere_but_inside_a_number_change_no_claim(item, data) -> None:
    text = item.text
    places = [at for at in range(1, len(text)) if not (text[at - 1].isdecimal() and text[at].isdecimal())]
    chosen = sorted(data.draw(st.sets(st.sampled_from(places), max_size=12)), reverse=True)
    for at in chosen:
        blank = data.draw(st.sampled_from([" ", "\u3000", "\xa0", "\u200b", "  ", "\t"]))
        text = text[:at] + blank + text[at:]
    before, after = find_claims(item.text, item.year), find_claims(text, item.year)
    assert [(written(c), c.implied_prior) for c in after] == [(written(c), c.implied_prior) for c in before]
    bare = [re.sub(r"[\s\u200b]", "", claim.words) for claim in after]
    assert bare == [re.sub(r"[\s\u200b]", "", claim.words) for claim in before]


@given(st.text(alphabet="收到申请公开0123456789件，。（）占%未复议结转上年度同比增长其中予以 \n〇一", max_size=120))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_error_and_spans_stay_inside(text: str) -> None:
    for claim in find_claims(text, 2022):
        assert claim.sentence in text
        assert 0 <= claim.span[0] < claim.span[1] <= len(claim.sentence)
