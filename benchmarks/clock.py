"""How long something takes, and how two ways to do it compare: medians of turns taken one after the other in one run.

Nothing of documents belongs here.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

#: Turns that a single figure is the median of, at least.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds of one call, medians: of the processor, which other programs disturb less, and of the clock."""

    processor: float
    wall: float


def median_ms(work: Callable[[], object], seconds: float) -> float:
    """Milliseconds of one call by the clock, the median of some seconds of calls after one that warms up."""
    work()
    times: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(times) < FEWEST:
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def in_turn(ways: Mapping[str, Callable[[bytes], object]], documents: Sequence[bytes], turns: int) -> dict[str, Time]:
    """What each way takes for one document, by turns, so that a busy minute of the machine falls on all alike."""
    for work in ways.values():
        work(documents[0])
    processor: dict[str, list[float]] = {name: [] for name in ways}
    wall: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(turns):
        for document in documents:
            for name, work in ways.items():
                began, spent = time.perf_counter(), time.process_time()
                work(document)
                processor[name].append(time.process_time() - spent)
                wall[name].append(time.perf_counter() - began)
    return {
        name: Time(statistics.median(processor[name]) * 1000, statistics.median(wall[name]) * 1000) for name in ways
    }
