"""The way back from a figure of a picture: what was seen, what settled it, where it stands."""

from __future__ import annotations

import re

from pixels import lattice, png

from gongkai.show_reading import _recognition
from pipelines.readers import picture
from pipelines.recognised import recognised

CELL = ("requests", "granted", "business")


def test_a_figure_of_a_picture_is_shown_with_what_was_seen_the_sums_over_it_and_its_box():
    page = lattice(rows=2, cols=2)
    (grid,) = picture.read(png(page)).grids
    locator = next(cell.locator for cell in grid.cells if cell.text == "107")
    seen = recognised(png(page), locator, "2021", CELL).as_record()
    assert (seen["recognised_text"], set(seen["looks"]), seen["marks_counted"]) == ("107", {"107"}, True)
    assert seen["probability"] > 0.9
    assert seen["sums"] == ["A2:business", "A3:granted"]
    (box,) = seen["boxes"]
    assert (page[box["top"] + 8 : box["bottom"] - 8, box["left"] + 8 : box["right"] - 8] < 128).any()
    lines = dict(_recognition(seen))
    assert re.match(r"'107', probability \d", lines["recognised"])
    assert "in pixels from the upper left corner" in lines["box"]
    assert lines["sums over it"] == "A2:business, A3:granted"


def test_what_no_longer_reads_is_said_so_and_a_figure_of_no_picture_says_nothing():
    lines = dict(_recognition(recognised(b"\x89PNG broken", "page 1 (1,2,3,4)", "stats", CELL).as_record()))
    assert lines["recognised"].startswith("nothing is seen there")
    assert lines["sums over it"].startswith("none")
    assert "page 1, from (1, 2) to (3, 4)" in lines["box"]
    assert _recognition(None) == []
