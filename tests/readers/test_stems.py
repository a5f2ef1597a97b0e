"""Ones and sevens held against the stems that they are drawn with, drawn with pixels alone."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.stems import hold_against_stems

SURE = Reading("", 0.99, counted=True)
FONTS = [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX]


def held(shown, read, font=cv2.FONT_HERSHEY_DUPLEX, *, cell="cell", size=0.8):
    """How sure a figure (示例) that is shown so and was read so is, held against its stems."""
    paper = np.full((120, 300), 255, np.uint8)
    cv2.putText(paper, shown, (100, 70), font, size, 0, 1, cv2.LINE_AA)
    rows, columns = (np.flatnonzero((paper < 200).any(axis=axis)) for axis in (1, 0))
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    ink = Ink(box, cell, reading=replace(SURE, text=read))
    hold_against_stems(straighten(paper, 0.5), [ink])
    assert ink.reading.text == read
    return ink.reading.sure


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [0.5, 0.8, 1.2])
def test_a_seven_that_was_read_as_a_one_is_left_in_doubt(font, size):
    assert held("7", "1", font, size=size) == 0
    assert held("47", "41", font, size=size) == 0


@pytest.mark.parametrize("font", FONTS)
def test_a_one_that_was_read_as_a_seven_is_left_in_doubt(font):
    assert held("1", "7", font) == 0
    assert held("10", "70", font) == 0


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [0.5, 0.8, 1.2])
def test_ones_and_sevens_as_they_are_drawn_stay_as_sure_as_they_were(font, size):
    for figure in ("1", "7", "17", "71", "1,271", "7.5"):
        assert held(figure, figure, font, size=size) == SURE.sure, figure


def test_other_figures_and_words_outside_of_cells_are_not_held_against_stems():
    assert held("7", "2") == SURE.sure
    assert held("7", "1", cell=None) == SURE.sure
