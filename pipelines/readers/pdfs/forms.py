"""Forms of a PDF that draw one another: what a page comes to when each is drawn as often as the file says.

PDFium draws them all before it answers, so that a thousand bytes would keep it busy for minutes and fill the memory.
They are weighed here before it opens a page. What else a page holds is limited in `objects.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from pipelines.readers.document import UnreadableError
from pipelines.reasons import because

#: Bytes of drawing that one page may come to: a full page of the form has 100 KB, a map some MB.
MAX_DRAWN = 32 * 1024 * 1024

#: Forms are drawn within forms up to this depth by PDFium.
_DEEPEST = 40
#: What a part names stands in its own entries, in its resources, or in the list of drawn things among these.
_STEPS = 3
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(?<![\d.])(\d{1,9})\s+\d{1,5}\s+obj\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()%]+)\s*(\d{1,9})\s+\d{1,5}\s+R\b")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")


def has_forms(data: bytes) -> bool:
    """Whether a file holds forms at all; most reports hold none."""
    return b"/Form" in data and _FORM.search(data) is not None


def check_forms(data: bytes, parts: Iterable[tuple[int, bytes, bytes]]) -> None:
    """UnreadableError when forms drawn within one another come to more than any page has.

    `parts` are those of the file that are unpacked: where each begins, its entries, its content.
    """
    objects = [(match.end(), int(match[1])) for match in _OBJECT.finditer(data)]
    if not objects:
        return  # a broken file, as its reader will say
    starts = [start for start, _ in objects]
    entries = {number: _entries(data, start) for start, number in objects}
    contents: dict[int, bytes] = {}
    for start, head, content in parts:
        if b"/ObjStm" in head:
            entries.update(_packed_objects(head, content))
        else:
            contents[objects[bisect_right(starts, start) - 1][1]] = content
    forms = {number for number in contents if _FORM.search(entries[number])}
    anywhere: dict[bytes, set[int]] = defaultdict(set)
    for text in entries.values():
        _add_named(text, forms, anywhere)
    weights = {number: len(content) for number, content in contents.items()}
    drawn = {
        number: _drawn(content, _names_of(number, entries, forms) if number in forms else anywhere)
        for number, content in contents.items()
    }
    drawn = {number: counts for number, counts in drawn.items() if counts}
    for _ in range(_DEEPEST if drawn else 0):
        before = dict(weights)
        for number, counts in drawn.items():
            weights[number] = len(contents[number]) + sum(count * before[form] for form, count in counts.items())
        if max(weights.values()) > MAX_DRAWN:
            raise UnreadableError(because("multiplying_forms", most=MAX_DRAWN >> 20))
        if weights == before:
            return


def _entries(data: bytes, start: int) -> bytes:
    """The text of an object without its part."""
    end = data.find(b"endobj", start)
    stream = data.find(b"stream", start, end if end >= 0 else len(data))
    return data[start : stream if stream >= 0 else end if end >= 0 else len(data)]


def _packed_objects(head: bytes, content: bytes) -> dict[int, bytes]:
    """The objects that a file keeps in one part, by number: it opens with the number and the place of each."""
    first = _FIRST.search(head)
    begin = int(first[1]) if first else 0
    pairs = [int(word) for word in content[:begin].split() if word.isdigit()]
    places = [*pairs[1::2], len(content)]
    return {
        number: content[begin + place : begin + behind]
        for number, place, behind in zip(pairs[::2], places, places[1:], strict=False)
    }


def _names_of(number: int, entries: Mapping[int, bytes], forms: set[int]) -> dict[bytes, set[int]]:
    """The forms that a part may draw, by the names it has for them."""
    named: dict[bytes, set[int]] = defaultdict(set)
    seen, step = {number}, {number}
    for _ in range(_STEPS):
        behind: set[int] = set()
        for each in sorted(step):
            _add_named(entries[each], forms, named)
            behind |= {int(other) for _, other in _NAMED.findall(entries[each])}
        step = {other for other in behind if other in entries and other not in forms} - seen
        seen |= step
    return named


def _add_named(text: bytes, forms: set[int], named: dict[bytes, set[int]]) -> None:
    for name, number in _NAMED.findall(text):
        if int(number) in forms:
            named[name].add(int(number))


def _drawn(content: bytes, named: Mapping[bytes, set[int]]) -> dict[int, int]:
    """How often a part draws each form; where a name may be of several, of all of them."""
    counts = Counter(_DRAWN.findall(content))
    return {form: count for name, count in sorted(counts.items()) for form in sorted(named.get(name, ()))}
