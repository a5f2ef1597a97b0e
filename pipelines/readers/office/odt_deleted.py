"""Deleted words that a flat OpenDocument file keeps where they stood, between two marks of a change.

A packed file keeps them aside, in `text:tracked-changes`, which the reader passes over anyway.
"""

from __future__ import annotations

from lxml import etree

from pipelines.readers.office.odt_styles import TEXT

_ID, _CHANGE = f"{TEXT}id", f"{TEXT}change-id"
_START, _END = f"{TEXT}change-start", f"{TEXT}change-end"
_REGION, _DELETION = f"{TEXT}changed-region", f"{TEXT}deletion"


def drop_deleted(body: etree._Element) -> None:
    """Take out of the tree the text between the marks of every deletion (OpenDocument 1.3, part 3, 5.5)."""
    deletions = {region.get(_ID) for region in body.iter(_REGION) if region.find(_DELETION) is not None}
    if not deletions:
        return
    open_now: set[str | None] = set()
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag == _START and element.get(_CHANGE) in deletions:
                open_now.add(element.get(_CHANGE))
            elif element.tag == _END:
                open_now.discard(element.get(_CHANGE))
            if open_now:
                element.text = None
        elif open_now:
            element.tail = None
