"""Lines of a picture to characters: the one place that knows the recognition model.

A line comes in as even grey pixels and goes out as what the model sees, how sure it is of its least certain character,
and what else it might be. Where lines stand on a page belongs to `page.py`; whether a reading is good enough to the parser.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.document import UnreadableError
from pipelines.reasons import because

#: The model takes lines of this height.
HEIGHT = 48
#: Widths are rounded up to this, so that few shapes are computed.
STEP = 16
#: The model wants some paper around a single figure.
NARROWEST = 48
#: A line of 60 characters is some 3,000 wide; what is wider is no line of a report.
WIDEST = 3_200
#: Pixels computed at a time; bounds the memory of one call to about 200 MB.
MOST_AT_ONCE = 1_024
#: Other readings of one line that are kept, and the likelihood below which none is.
MOST_OTHERS = 6
LEAST_LIKELY = 1e-4

#: A longer line is as sure as its least certain character; a shorter one as the whole of it.
LONGEST_WHOLE = 24
#: Signs that differ in nothing where a figure stands.
_DRAWN_ALIKE = ("0Oo〇○", "1Il", "-—–−")
#: Small marks of which any may stand between words: which one it is, is no doubt about what the line says.
STOPS = "，,．.。、·•"

Gray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Look:
    """What the model sees in a line; `sure` is the probability that it is right, `others` what else it may be."""

    text: str
    sure: float
    others: tuple[tuple[str, float], ...] = ()


def read_lines(lines: Sequence[Gray], *, others: bool = False) -> list[Look]:
    """The looks of lines (grey on white, any height); `others` asks for the less likely readings too."""
    images = [_set_to_height(line) for line in lines]
    order = sorted(range(len(images)), key=lambda index: (images[index].shape[1], index))
    looks: list[Look] = [Look("", 0.0)] * len(images)
    start = 0
    while start < len(order):
        # only lines of one width are seen together: paper added to a line changes what is seen in it, and a line must
        # say the same whatever else stands on its page
        width = images[order[start]].shape[1]
        end = start + 1
        while end < len(order) and images[order[end]].shape[1] == width and width * (end + 1 - start) <= MOST_AT_ONCE:
            end += 1
        batch = order[start:end]
        canvas = np.empty((len(batch), 3, HEIGHT, width), np.float32)
        for place, index in enumerate(batch):
            canvas[place] = images[index].astype(np.float32) / 127.5 - 1.0
        for index, steps in zip(batch, _probabilities(canvas), strict=True):
            looks[index] = _decode(steps, others=others)
        start = end
    return looks


def _set_to_height(line: Gray) -> Gray:
    height, width = line.shape
    wanted = min(max(8, round(width * HEIGHT / height)), WIDEST)
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    image = cv2.resize(line, (wanted, HEIGHT), interpolation=method)
    room = max(NARROWEST, -(-(wanted + 8) // STEP) * STEP) - wanted
    return np.pad(np.asarray(image, np.uint8), ((0, 0), (room // 2, room - room // 2)), constant_values=255)


@cache
def _model() -> tuple[Any, str, list[str]]:
    """The model, its input's name and its characters (the first is the blank); loaded once a process, when first needed."""
    import onnxruntime  # type: ignore[import-untyped]
    import rapidocr

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a worker a core; a second thread would only take another's
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the worker's address space is limited
    options.log_severity_level = 4
    path = Path(rapidocr.__file__).parent / "models" / "PP-OCRv6_rec_small.onnx"
    if not path.exists():
        raise UnreadableError(because("no_model"))
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, session.get_inputs()[0].name, ["", *characters, " "]


def _probabilities(canvas: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lines x steps from left to right x characters."""
    session, name, _ = _model()
    found: NDArray[np.float32] = session.run(None, {name: canvas})[0]
    return found


def _decode(steps: NDArray[np.float32], *, others: bool) -> Look:
    """The likeliest characters; a character repeated in neighbouring steps is one, the model's blank parts two."""
    characters = _model()[2]
    text: list[int] = []
    at: list[list[int]] = []  # the steps of each character
    last = 0
    for step, index in enumerate(steps.argmax(axis=1).tolist()):
        if index and index == last:
            at[-1].append(step)
        elif index:
            text.append(index)
            at.append([step])
        last = index
    words = "".join(characters[index] for index in text).strip()
    alike = _alike(text)
    if 0 < len(text) <= LONGEST_WHOLE:
        sure = _whole_likelihood(steps, text, alike)
    else:
        sure = min(
            (float(steps[own][:, same].sum(axis=1).max()) for own, same in zip(at, alike, strict=True) if same),
            default=0.0,
        )
    return Look(words, min(sure, 1.0), _others(steps, words) if others else ())


def _alike(text: Sequence[int]) -> list[list[int]]:
    """For each character those that say the same where it stands; none for a blank.

    A blank that is printed between two characters is no more to a reader than the model's own between them.
    """
    characters = _model()[2]
    shown = [characters[index] for index in text]
    has_words = any(char.isalpha() and not char.isascii() for char in shown)
    alike = [[] if char == " " else _twins().get(index, [index]) for char, index in zip(shown, text, strict=True)]
    for place, char in enumerate(shown):
        if has_words and char in STOPS and not any(map(_is_of_figure, shown[max(0, place - 1) : place + 2])):
            alike[place] = _stops()
    return alike


def _is_of_figure(char: str) -> bool:
    return char.isdigit() or (char.isascii() and char.isalpha())


def _whole_likelihood(steps: NDArray[np.float32], text: Sequence[int], alike: Sequence[list[int]]) -> float:
    """The probability of a whole line: the sum over all ways in which its characters may fall on the steps."""
    at, same = [0], [[0, steps.shape[1] - 1]]
    for index, indices in zip(text, alike, strict=True):
        at += [index, 0] if indices else []
        same += [indices, same[0]] if indices else []
    columns = np.array([steps[:, indices].sum(axis=1) for indices in same], np.float64)
    # from a blank, or past it where the characters beside it differ
    may_skip = np.array([place > 1 and index != 0 and index != at[place - 2] for place, index in enumerate(at)])
    weights = np.zeros(len(at))
    weights[:2] = columns[:2, 0]
    for step in range(1, steps.shape[0]):
        moved = weights.copy()
        moved[1:] += weights[:-1]
        moved[2:] += np.where(may_skip[2:], weights[:-2], 0.0)
        weights = moved * columns[:, step]
    return float(weights[-2:].sum())


@cache
def _stops() -> list[int]:
    return [index for index, character in enumerate(_model()[2]) if character and character in STOPS]


@cache
def _twins() -> dict[int, list[int]]:
    """Characters that are one figure or one mark: which nought or which width it is, is no doubt."""
    groups: dict[str, list[int]] = {}
    for index, character in enumerate(_model()[2]):
        if character:
            plain = unicodedata.normalize("NFKC", character)
            sign = next((signs[0] for signs in _DRAWN_ALIKE if plain in signs), plain)
            groups.setdefault(sign, []).append(index)
    return {index: group for group in groups.values() if len(group) > 1 for index in group}


def _others(steps: NDArray[np.float32], text: str) -> tuple[tuple[str, float], ...]:
    """The likeliest other readings with their likelihoods: a beam over the few likely characters of every step."""
    characters = _model()[2]
    beams: dict[tuple[str, int], float] = {("", 0): 1.0}
    for step in steps:
        likely = [int(index) for index in np.argpartition(step, -5)[-5:] if step[index] > LEAST_LIKELY]
        longer: dict[tuple[str, int], float] = {}
        for (words, last), weight in beams.items():
            for index in likely:
                more = words if index in {0, last} else words + characters[index]
                key = (more, index)
                longer[key] = longer.get(key, 0.0) + weight * float(step[index])
        kept = sorted(longer.items(), key=lambda item: (-item[1], item[0]))[:24]
        beams = dict(kept)
    total: dict[str, float] = {}
    for (words, _), weight in beams.items():
        total[words.strip()] = total.get(words.strip(), 0.0) + weight
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return tuple((words, weight) for words, weight in ranked if words != text and weight > LEAST_LIKELY)[:MOST_OTHERS]
