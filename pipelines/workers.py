"""Processes that read documents: each document in a worker that may die, within limits of time and memory.

Knows processes and nothing of reports: who starts workers needs not load what reads in them, which takes longer than a
document does. What is read, and what is said where nothing could be, belongs to `parse`.
"""

from __future__ import annotations

import math
import os
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as WorkTimeout
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

#: Of processor. A report of ordinary size takes milliseconds, a large PDF some seconds, a scan ten.
SECONDS_PER_DOCUMENT = 60
#: A worker may take so many times longer by the clock, for a busy machine is no fault of the document.
PATIENCE = 4
#: Address space of a worker; the libraries map about 1 GB of it before the first document.
BYTES_PER_WORKER = 4 * 1024**3
#: Documents handed to the workers at a time; bounds the bytes held in memory.
MOST_PENDING = 32

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Lost:
    """A document whose worker gave no answer: the code of the reason and its words."""

    code: str
    words: dict[str, object] = field(default_factory=dict)


def _limit_worker() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES_PER_WORKER, BYTES_PER_WORKER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def parser_pool(workers: int | None = None) -> Iterator[ProcessPool]:
    """Workers that read documents, one a core by default; each starts from a server that has the readers loaded already."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipelines.parse"])
    pool = ProcessPool(max_workers=workers or os.cpu_count() or 1, initializer=_limit_worker, context=context)
    end = pool.stop  # where an error or Ctrl-C ends it: what waits would be read to its end first, pictures for minutes
    try:
        yield pool
        end = pool.close
    finally:
        end()
        pool.join()


def each(
    documents: Iterable[tuple[str, bytes]],
    pool: ProcessPool,
    work: Callable[[bytes], Answer],
    seconds: float = SECONDS_PER_DOCUMENT,
    patience: float = PATIENCE,
) -> Iterator[tuple[str, Answer | Lost]]:
    """What `work` makes of (name, bytes) pairs, in their order; a worker that dies or runs over costs its own alone.

    `seconds` of processor are given to each document, and by the clock `patience` times as many.
    """
    pending: deque[tuple[str, Any]] = deque()
    for name, data in documents:
        pending.append((name, pool.schedule(_within, args=(work, data, seconds), timeout=seconds * patience)))
        if len(pending) >= MOST_PENDING:
            yield _outcome(*pending.popleft(), seconds, patience)
    while pending:
        yield _outcome(*pending.popleft(), seconds, patience)


def _within(work: Callable[[bytes], Answer], data: bytes, seconds: float) -> Answer:
    """Work in a worker that the system ends (SIGXCPU) once it has used so many seconds of processor more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds), most))
    return work(data)


def _outcome(name: str, future: Any, seconds: float, patience: float) -> tuple[str, Any]:
    try:
        return name, future.result()
    except WorkTimeout:
        return name, Lost("too_long_by_clock", {"seconds": format(seconds * patience, "g")})
    except ProcessExpired as error:
        if error.exitcode == -signal.SIGXCPU:
            return name, Lost("too_long_of_processor", {"seconds": format(seconds, "g")})
        if error.exitcode == -signal.SIGABRT:  # what PDFium does where a page asks for more memory than there is
            return name, Lost("library_gave_up")
        return name, Lost("reader_died", {"exit_code": error.exitcode})
    except MemoryError:
        return name, Lost("needs_memory")
    except Exception as error:  # noqa: BLE001 - a fault of a reader is said of its document and stops no other
        return name, Lost("reader_failed", {"kind": type(error).__name__, "detail": error})
