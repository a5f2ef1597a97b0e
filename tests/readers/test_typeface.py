"""Doubtful digits held against the certain ones of their document, drawn with pixels alone."""

from __future__ import annotations

from itertools import permutations

import cv2
import numpy as np
import pytest

from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.looks import CERTAIN
from pipelines.readers.scans.typeface import Type, settled, type_of

SURE = Reading("", 0.99, counted=True)


def page_of(*figures, thickness=2):
    """The type of a page of figures: what is drawn, what was read, how surely, what looks saw; drawn alike, they share a place."""
    places = {shown: place for place, shown in enumerate(dict.fromkeys(shown for shown, *_ in figures))}
    paper = np.full((60 * len(places) + 60, 600), 255, np.uint8)
    for shown, place in places.items():
        cv2.putText(paper, shown, (100, 60 * place + 60), cv2.FONT_HERSHEY_DUPLEX, 1.0, 0, thickness, cv2.LINE_AA)
    inks = []
    for number, (shown, read, sure, *looks) in enumerate(figures):
        place = places[shown]
        across = np.flatnonzero((paper[60 * place + 20 : 60 * place + 75] < 200).any(axis=0))
        box = (int(across[0]), 60 * place + 36, int(across[-1]) + 1, 60 * place + 62)
        reading = Reading(read, sure, tuple(looks) or (read, read), counted=sure >= CERTAIN)
        inks.append(Ink(box, f"cell {number}", reading=reading))
    return type_of(straighten(paper, 0.5), inks, CERTAIN)


def borne_out(*pages: Type):
    return {cell: reading.text for found in settled(pages) for cell, reading in found.items()}


def test_a_doubtful_digit_is_the_one_it_is_drawn_like_anywhere_in_its_document():
    doubtful = page_of(("7", "7", 0.0, "7", "1", "7"))
    assert borne_out(doubtful) == {}
    assert borne_out(doubtful, page_of(("217", "217", 0.99), ("1", "1", 0.99))) == {"cell 0": "7"}
    (readings,) = settled([page_of(("7", "7", 0.0, "7", "1"), ("17", "17", 0.99))])
    assert readings["cell 0"].sure >= CERTAIN
    assert readings["cell 0"].counted
    assert readings["cell 0"].looks == ("7", "1")


@pytest.mark.parametrize("thickness", [1, 2])
def test_no_digit_is_borne_out_as_another(thickness):
    certain = [(str(digit), str(digit), 0.99) for digit in range(10)]
    for shown in "0123456789":
        alone = [figure for figure in certain if figure[0] != shown]  # even where its own kind is nowhere certain
        doubtful = [(shown, read, 0.0) for read in "0123456789" if read != shown]
        assert borne_out(page_of(*doubtful, *alone, thickness=thickness)) == {}


ONES = [("1", "1", 0.99)] * 3


def test_a_digit_that_one_look_of_four_took_for_one_it_is_nothing_like_is_what_the_others_saw():
    assert borne_out(page_of(("7", "7", 0.0, "7", "1", "7", "7"), *ONES)) == {"cell 0": "7"}
    assert borne_out(page_of(("27", "27", 0.0, "27", "21", "27", "27"), ("2", "2", 0.99), *ONES)) == {"cell 0": "27"}
    assert borne_out(page_of(("1", "7", 0.0, "7", "1", "7", "7"), *ONES)) == {}
    assert borne_out(page_of(("7", "7", 0.0, "7", "1", "7", "7"), *ONES[:2])) == {}  # too few to say what ones are like
    assert borne_out(page_of(("7", "7", 0.0, "7", "1", "1", "7"), *ONES)) == {}
    assert borne_out(page_of(("7", "7", 0.0, "7", "17", "7", "7"), *ONES)) == {}


def test_no_digit_is_borne_out_as_another_because_it_is_nothing_like_a_third():
    certain = [(str(digit), str(digit), 0.99) for digit in range(10)] * 3
    doubtful = [
        (shown, read, 0.0, read, rival, read, read)
        for shown, read in permutations("0123456789", 2)
        for rival in "0123456789"
        if rival != read
    ]
    assert borne_out(page_of(*doubtful, *certain)) == {}


def test_a_rather_sure_digit_that_is_drawn_like_another_kind_is_in_doubt_where_enough_tell_what_its_own_is_like():
    certain = [("20713", "20713", 0.99)] * 4
    (found,) = settled([page_of(("3", "2", 0.93), *certain)])
    assert {cell: reading.sure for cell, reading in found.items()} == {"cell 0": 0.0}
    assert settled([page_of(("2", "2", 0.93), *certain)]) == [{}]
    assert settled([page_of(("3", "2", 0.99), *certain)]) == [{}]
    assert settled([page_of(("3", "2", 0.93), *certain[:2])]) == [{}]


def test_every_digit_of_a_figure_must_be_borne_out_and_stand_apart():
    certain = [("1234", "1234", 0.99), ("0.5", "0.5", 0.99)]
    assert borne_out(page_of(("-12.5", "-12.5", 0.0), *certain)) == {"cell 0": "-12.5"}
    assert borne_out(page_of(("126", "126", 0.0), *certain)) == {}
    assert borne_out(page_of(("12", "123", 0.0), *certain)) == {}


def test_a_digit_misread_as_surely_on_the_same_page_bears_nothing_out():
    assert borne_out(page_of(("7", "1", 0.0, "1", "7"), ("7", "1", 0.99), ("47", "47", 0.99))) == {}


def test_a_stroke_that_a_look_took_for_a_slash_and_ink_that_may_have_lost_some_are_left_alone():
    assert borne_out(page_of(("1", "1", 0.0, "1", "/"), ("11", "11", 0.99))) == {}
    part = page_of(("7", "7", 0.0), ("17", "17", 0.99))
    assert borne_out(part) == {"cell 0": "7"}
    paper = straighten(np.full((200, 200), 255, np.uint8), 0.5)
    assert (
        type_of(paper, [Ink((10, 10, 30, 30), "a", is_whole=False, reading=Reading("7", 0.0, ("7", "7")))], CERTAIN)
        == Type()
    )
