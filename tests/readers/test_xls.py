"""What the records of an XLS workbook say beside values: styled strings, formulas never computed, formats, pictures."""

import struct

import pytest

from pipelines.readers import xls
from pipelines.readers.workbooks.xls_strings import styled_strings

PLAIN, STRUCK, RAISED = (struct.pack("<5H", 200, bits, 0, 400, shift) for bits, shift in ((0, 0), (8, 0), (0, 1)))
#: Numbers of fonts pass over 4.
FONTS = [PLAIN, STRUCK, PLAIN, PLAIN, PLAIN, RAISED]
RAISED_NUMBER = 6


def string(text: str, *runs: tuple[int, int], wide: bool = True) -> bytes:
    head = struct.pack("<HB", len(text), 8 * bool(runs) + wide)
    head += struct.pack("<H", len(runs)) if runs else b""
    body = text.encode("utf-16-le" if wide else "latin-1")
    return head + body + b"".join(struct.pack("<HH", *run) for run in runs)


def table(*strings: bytes) -> bytes:
    return struct.pack("<II", len(strings), len(strings)) + b"".join(strings)


STRINGS = table(
    string("甲"), string("142", (2, RAISED_NUMBER)), string("914", (0, 1), (1, 0), wide=False), string("7", (0, 2))
)
SEEN = {1: "14[2]", 2: "14"}


def test_struck_and_raised_runs_are_seen_as_such_and_other_fonts_say_nothing():
    assert styled_strings(FONTS, [STRINGS]) == SEEN
    assert styled_strings([PLAIN] * 6, [STRINGS]) == {}
    assert styled_strings(FONTS, []) == {}


def test_a_string_cut_between_records_goes_on_behind_a_head_of_its_own():
    cut = STRINGS.index("142".encode("utf-16-le")) + 2
    rest = b"\x00" + b"42" + STRINGS[cut + 4 :]  # the rest of it a byte a character
    assert styled_strings(FONTS, [STRINGS[:cut], rest]) == SEEN


@pytest.mark.parametrize("length", range(8, len(STRINGS), 3))
def test_a_table_cut_short_gives_what_was_read_of_it(length):
    assert styled_strings(FONTS, [STRINGS[:length]]).items() <= SEEN.items()


def records(*found: tuple[int, bytes]) -> bytes:
    bof = (0x809, struct.pack("<8H", 0x600, 0x10, 0, 0, 0, 0, 0, 0))
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in (bof, *found, (0x0A, b"")))


def test_a_formula_without_a_result_a_format_and_a_picture_are_told_by_their_places():
    empty = struct.pack("<3H", 4, 2, 0) + b"\x03\0\0\0\0\0\xff\xff" + bytes(8)
    number = struct.pack("<3Hd", 5, 2, 1, 36.63)
    anchor = struct.pack("<9H", 0, 3, 0, 6, 0, 3, 0, 6, 0)
    drawn = (
        struct.pack("<HHI", 75 << 4 | 2, 0xF00A, 8) + bytes(8) + struct.pack("<HHI", 0, 0xF010, len(anchor)) + anchor
    )
    holder = struct.pack("<HHI", 0xF, 0xF004, len(drawn)) + drawn
    stream = records((0x06, empty), (0x203, number), (0xEC, holder))
    hidden = xls._hidden(stream, 0, "表", xls._Book([], ["", '0.00"万元"'], {}))
    assert hidden.shown == {(4, 2): "\ufffc"}
    assert hidden.formats[5, 2] == '0.00"万元"'
    assert hidden.pictured == {(6, 3)}


@pytest.mark.parametrize(("options", "noughts"), [(0x6B6, False), (0x6A6, True)])
def test_a_sheet_says_whether_its_noughts_are_left_out(options, noughts):
    stream = records((0x23E, struct.pack("<H", options) + bytes(16)))
    assert xls._hidden(stream, 0, "表", xls._Book([], [], {})).noughts is noughts
