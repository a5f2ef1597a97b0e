"""Makes one labelled document, reads it and scores the answer; what a worker process does."""

from __future__ import annotations

from benchmarks.evaluation.documents import Labelled
from benchmarks.evaluation.score import Score, edition_of, score
from crawlers.sandbox.render.picture import NoFontError
from pipelines.parse import parse_bytes, to_json


def judged(document: Labelled) -> tuple[str, str, Score | None]:
    """(edition, format, score) of one document; None where this machine cannot draw it."""
    try:
        data = document.render()
    except NoFontError:
        return edition_of(document.figures[0]), document.format, None
    edition = edition_of(document.figures[0])
    try:
        answer = to_json(document.name, parse_bytes(data))
    except Exception as error:  # noqa: BLE001 - a reader that dies is a result here, and the worst one
        died = f"{document.name}: the reader died with {type(error).__name__}: {error}"
        return edition, document.format, Score(documents=1, silent=[died])
    result = score(answer, document.printed, document.figures, name=document.name, fault=document.fault)
    return edition, document.format, result
