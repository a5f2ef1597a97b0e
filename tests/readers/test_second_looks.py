"""A figure in doubt is settled by second looks that all bear it out, and one below a seal is held against the seal's page."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from pixels import lattice

from gongkai.show_reading import _recognition
from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import straighten
from pipelines.readers.scans import below_seals, looks, second_labels, second_lines, second_looks
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.looks import CERTAIN, look_at_all
from pipelines.readers.scans.recogniser import Look
from pipelines.recognised import Recognised
from warehouse.form import load_form, load_statistics

SCALE = 72 / 150
SIZE = 24.0


def shown(text):
    """A page with one figure in a cell, and its ink."""
    page = lattice(texts=False)
    cv2.putText(page, text, (180, 150 + 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2, cv2.LINE_AA)
    ys, xs = np.nonzero(page[160:205, 150:290] < 128)
    box = (150 + int(xs.min()), 160 + int(ys.min()), 151 + int(xs.max()), 161 + int(ys.max()))
    return page, Ink(box, "page 1")


def test_a_speck_where_a_stop_would_stand_behind_a_figure_leaves_it_to_the_sums_without_the_stop():
    page, ink = shown("3.")
    raster = straighten(page, SCALE)
    look_at_all(raster, [ink], SIZE, SIZE)
    assert (ink.reading.text, ink.reading.sure, set(ink.reading.looks)) == ("3", 0.0, {"3"})


def test_a_word_of_two_characters_is_not_set_beside_itself_as_a_short_figure_is():
    widths = []

    def read_lines(lines, *, others):
        widths.append([line.shape[1] for line in lines])
        return [Look("12", 0.9) for _ in lines]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looks, "read_lines", read_lines)
        looks._look_closer([np.full((30, 40), 255, np.uint8)] * 3, ["纠正", "12", "一"])
    assert widths == [[40, 80, 80]]


def looked_at_again(monkeypatch, ink, seen):
    """The reading of an ink in doubt behind second looks that see these."""
    page, _ = shown("7")
    monkeypatch.setattr(second_looks, "read_lines", lambda lines, *, others: [Look(*one) for one in seen])
    second_looks.look_again(straighten(page, SCALE), [ink], SIZE)
    return ink.reading


@pytest.mark.parametrize(("seen", "is_sure"), [("282(其中修订1件)", True), ("282(其中修订7件)", False)])
def test_a_figure_with_a_note_behind_it_is_looked_at_again_and_every_preparation_must_see_both(
    monkeypatch, seen, is_sure
):
    _, ink = shown("7")
    noted = Reading("282(其中修订1件)", 0.96, ("282(其中修订1件)", "282（其中修订1件）"))
    reading = looked_at_again(monkeypatch, replace(ink, reading=noted), [(noted.text, 0.99)] * 4 + [(seen, 0.99)])
    assert (reading.sure >= 0.98) is is_sure


DOUBT = Reading("7", 0.0, ("7", "1", "7", "7"))
SEEN = [("7", 0.99)] * 5


def test_a_figure_in_doubt_that_every_preparation_bears_out_is_certain_and_says_what_settled_it(monkeypatch):
    _, ink = shown("7")
    reading = looked_at_again(monkeypatch, replace(ink, reading=DOUBT), SEEN)
    assert (reading.text, reading.sure, reading.counted) == ("7", CERTAIN, True)
    lines = dict(_recognition(Recognised(reading, (), "points", ()).as_record()))
    assert "second looks settled" in lines["recognised"]


@pytest.mark.parametrize(
    ("doubt", "seen", "whole"),
    [
        (DOUBT, [*SEEN[1:], ("1", 0.9)], True),  # one preparation sees another figure
        (DOUBT, [*SEEN[1:], ("7", 0.6, (("1", 0.4),))], True),  # or may see it
        (replace(DOUBT, looks=("7", "1", "1", "1")), SEEN, True),  # the usual looks saw another
        (DOUBT, SEEN, False),  # part of its ink may be lost
        (replace(DOUBT, text="1", looks=("1", "1", "7", "1")), SEEN, True),  # they see what was not read
    ],
)
def test_a_figure_on_which_looks_disagree_stays_in_doubt(monkeypatch, doubt, seen, whole):
    _, ink = shown("7")
    assert looked_at_again(monkeypatch, replace(ink, reading=doubt, is_whole=whole), seen) == doubt


@pytest.mark.parametrize(
    ("seen", "sure"), [(SEEN, 0.98), ([("7", 0.96, (("1", 0.04),))] * 5, 0.94), ([*SEEN[1:], ("7", 0.85)], 0.94)]
)
def test_a_rather_sure_figure_whose_marks_are_not_counted_is_certain_where_every_preparation_sees_nothing_else(
    monkeypatch, seen, sure
):
    _, ink = shown("7")
    monkeypatch.setattr(second_looks, "counts_of_marks", lambda *_: (False, True))
    assert looked_at_again(monkeypatch, replace(ink, reading=Reading("7", 0.94, ("7", "7"))), seen).sure == sure
    counted = Reading("7", 0.94, ("7", "7"), counted=True)
    assert looked_at_again(monkeypatch, replace(ink, reading=counted), seen) == counted


def test_a_figure_that_lost_a_stroke_with_the_seal_above_it_is_in_doubt_and_the_whole_one_among_what_was_seen():
    page, ink = shown("8")
    lifted = page.copy()
    x0, y0, x1, y1 = ink.box
    lifted[y0 - 2 : y1 + 2, x0 - 2 : x0 + round(0.4 * (x1 - x0))] = 255  # what is left of it looks like a 3
    cut = replace(ink, box=(x0 + round(0.4 * (x1 - x0)), y0, x1, y1))
    raster = straighten(lifted, SCALE, stamped=page)
    look_at_all(raster, [cut], SIZE, SIZE)
    text = cut.reading.text
    below_seals.hold_against_seals(raster, [cut], SIZE)
    second_looks.look_again(raster, [cut], SIZE)
    assert text != "8"
    assert cut.reading.sure < CERTAIN


def test_a_figure_below_a_seal_is_certain_only_where_it_is_seen_on_the_page_with_the_seal_too(monkeypatch):
    page, ink = shown("7")
    sealed = np.clip(page.astype(int) - 60, 0, 255).astype(np.uint8)
    for with_seal, is_sure in (("7", True), ("1", False), ("T7", False)):
        seen = iter(["7", "7", with_seal])
        monkeypatch.setattr(below_seals, "read_lines", lambda lines, *, others, seen=seen: [Look(next(seen), 0.99)])
        below = replace(ink, reading=Reading("7", 0.99, ("7", "7"), counted=True))
        below_seals.hold_against_seals(straighten(page, SCALE, stamped=sealed), [below], SIZE)
        assert (below.reading.sure >= CERTAIN) is is_sure
        assert below.reading.text == "7"


# -- labels -------------------------------------------------------------------------------------------------------------


def label_of(monkeypatch, lines, seen):
    """What a cell says whose lines were read so, behind second looks of which each sees these lines."""
    page, ink = shown("7")
    inks = [replace(ink, reading=Reading(text, 0.5, (text,))) for text in lines]
    looks = iter([[text if isinstance(text, Look) else Look(text, 0.9) for text in line] for line in seen])
    monkeypatch.setattr(second_labels, "read_lines", lambda crops, *, others: next(looks))
    second_labels.look_at_labels_again(straighten(page, SCALE), inks, SIZE)
    return "".join(ink.reading.text for ink in inks)


def test_a_short_label_that_several_second_looks_saw_as_the_form_prints_it_is_that_label(monkeypatch):
    columns = load_form("2021").tables["requests"].blocks[0].columns
    first, second = next(line.label for line in columns if line.key == "total")
    damaged = f"i{second}"
    seen = [[first] * 5, [second, damaged, second, damaged, damaged]]
    assert label_of(monkeypatch, [first, damaged], seen) == first + second
    # one look alone is an accident
    seen = [[first] * 5, [second, damaged, damaged, damaged, damaged]]
    assert label_of(monkeypatch, [first, damaged], seen) == first + damaged


def test_a_damaged_label_or_unit_of_a_statistics_line_is_the_declared_one_that_several_second_looks_saw(monkeypatch):
    lines = load_statistics()
    label = next(row.label for row in lines.rows if row.concept == "appeals")
    damaged = f"{label[:-1]}教"
    for before in ("", "3、", "其中：1、"):
        seen = [before + label] * 2 + [before + damaged] * 3
        assert label_of(monkeypatch, [before + damaged], [seen]) == before + label
    assert label_of(monkeypatch, ["兀"], [["元", "兀", "元", "兀", "兀"]]) == "元"
    page, ink = shown("7")
    doubtful = replace(ink, reading=Reading("条", 0.0, ("杀", "条", "杀", "条")))
    monkeypatch.setattr(
        second_labels, "read_lines", lambda crops, *, others: [Look(text, 0.9) for text in "条条杀杀杀"]
    )
    second_labels.look_at_labels_again(straighten(page, SCALE), [doubtful], SIZE)
    assert doubtful.reading.again == ("条",) * 4


def test_a_short_label_that_several_looks_nearly_saw_is_that_label_where_no_other_is_near(monkeypatch):
    columns = load_form("2021").tables["requests"].blocks[0].columns
    total, other = (next(line.label for line in columns if line.key == key) for key in ("total", "other_org"))
    damaged = f"共{other[1:]}"
    near = Look(damaged, 0.6, ((other, 0.3),))
    far = Look(damaged, 0.9, ((other, 0.02),))
    both = Look(damaged, 0.5, ((other, 0.3), (total, 0.1)))
    assert label_of(monkeypatch, [damaged], [[near, near, far, far, far]]) == other
    assert label_of(monkeypatch, [damaged], [[near, far, far, far, far]]) == damaged
    assert label_of(monkeypatch, [damaged], [[near, near, both, far, far]]) == damaged


def test_words_that_looks_saw_as_two_labels_of_the_form_stay_as_they_were_read(monkeypatch):
    columns = load_form("2021").tables["requests"].blocks[0].columns
    total, other = (next(line.label for line in columns if line.key == key) for key in ("total", "other_org"))
    assert label_of(monkeypatch, ["总他"], [[total, other, total, other, total]]) == "总他"


def line_looked_at_again(usual, seen, *, box=(100, 40, 400, 60)):
    """The reading of a line outside tables in doubt, of which the usual looks saw `usual` and the preparations `seen`."""
    ink = Ink(box, None, reading=Reading(usual[0], 0.0, usual))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_lines, "read_lines", lambda lines: [Look(*one) for one in seen])
        second_lines.look_at_lines_again(straighten(lattice(), SCALE), [ink], SIZE)
    return ink.reading


COUNTS = "全年收到政府信息公开申请62件，其中予"


def test_a_line_with_a_figure_is_settled_where_nearly_all_preparations_see_what_a_usual_look_saw():
    usual = (COUNTS.removesuffix("予"), COUNTS)
    found = line_looked_at_again(usual, [(COUNTS, sure) for sure in (0.95, 0.9, 0.8, 0.7)] + [(usual[0], 0.5)])
    assert (found.text, found.sure) == (COUNTS, 0.9)


@pytest.mark.parametrize(
    ("usual", "seen"),
    [
        ((COUNTS, COUNTS), [(COUNTS, 0.9)] * 4 + [(COUNTS.replace("62", "82"), 0.7)]),  # another figure
        ((COUNTS.replace("予", "三件"),) * 2, [(COUNTS.replace("予", one), 0.9) for one in ("三件",) * 4 + ("二件",)]),
        ((COUNTS, COUNTS.replace("62", "6.2")), [(COUNTS, 0.9)] * 5),  # which one usual look saw
        ((COUNTS, COUNTS), [(COUNTS, 0.9)] * 3 + [(COUNTS.replace("申请", "申清"), 0.5)] * 2),  # too few alike
        ((COUNTS, COUNTS), [(COUNTS.replace("收到", "收列"), 0.9)] * 5),  # what no usual look saw
        (("示例市2023年政府信息公开工作年度报告",) * 2, [("示例市2023年政府信息公开工作年度报告", 0.9)] * 5),  # a title
        (("主动公开的各类信息内容",) * 2, [("主动公开的各类信息内容", 0.9)] * 5),  # nothing is counted
    ],
)
def test_a_line_stays_in_doubt_where_a_look_has_another_figure_or_few_bear_it_out(usual, seen):
    assert line_looked_at_again(usual, seen).sure == 0
