"""Figures with a stroke through them are in doubt, and what stands beside the stroke is left to the sums (示例 figures)."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.strikes import beside_strike, hold_against_strikes

FONTS = [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX]


def held(text, struck=0, font=cv2.FONT_HERSHEY_DUPLEX, *, at=0.5):
    """The reading of a figure whose first `struck` digits have a stroke through them at a share of their height."""
    paper = np.full((120, 300), 255, np.uint8)
    cv2.putText(paper, text, (100, 70), font, 0.9, 0, 1, cv2.LINE_AA)
    rows, columns = (np.flatnonzero((paper < 200).any(axis=axis)) for axis in (1, 0))
    if struck:
        (wide, _), _ = cv2.getTextSize(text[:struck], font, 0.9, 1)
        y = round(rows[0] + at * (rows[-1] - rows[0]))
        cv2.line(paper, (100, y), (98 + wide, y), 0, 1, cv2.LINE_AA)
        columns = np.flatnonzero((paper < 200).any(axis=0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    ink = Ink(box, "cell", reading=Reading(text, 0.99, (text, text), counted=True))
    hold_against_strikes(straighten(paper, 0.5), [ink], 24.0)
    assert ink.reading.text == text
    return ink.reading


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("at", [0.45, 0.6])
def test_a_digit_with_a_stroke_through_it_leaves_its_figure_in_doubt_and_the_rest_to_the_sums(font, at):
    reading = held("70", 1, font, at=at)
    assert (reading.sure, reading.looks[-1]) == (0, "0")
    assert {text for text, likely in reading.others if likely > 0.5} == {"70", "0"}


def test_a_figure_struck_out_whole_is_in_doubt_and_nothing_else_was_seen():
    reading = held("25", 2)
    assert (reading.sure, reading.looks, [text for text, _ in reading.others]) == (0, ("25", "25"), ["25"])


@pytest.mark.parametrize("font", FONTS)
def test_digits_with_strokes_of_their_own_stay_as_sure_as_they_were(font):
    for figure in ("4", "5", "6", "8", "44", "54", "88", "1,374", "290.65", "11"):
        assert held(figure, font=font).sure == 0.99, figure


@pytest.mark.parametrize("font", FONTS)
def test_a_minus_is_no_stroke_through_its_figure_and_one_through_a_digit_is_no_minus(font):
    for figure in ("-1", "-7", "-40"):
        assert held(figure, font=font).sure == 0.99, figure
    assert held("71", 1, font).sure == 0
    paper = np.full((120, 300), 255, np.uint8)
    cv2.putText(paper, "71", (100, 70), font, 0.9, 0, 1, cv2.LINE_AA)
    cv2.line(paper, (88, 60), (118, 60), 0, 1, cv2.LINE_AA)
    rows, columns = (np.flatnonzero((paper < 200).any(axis=axis)) for axis in (1, 0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    assert beside_strike(straighten(paper, 0.5), box, signed=True) is not None
