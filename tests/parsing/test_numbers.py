"""The number grammar: what a printed cell says, and what it does not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.numbers import in_unit, read_number

COUNTS = {
    "4": 4,
    " ０ ": 0,
    "１２３": 123,
    "〇": 0,
    "O": 0,
    "0.00": 0,
    "12.00": 12,
    "1,234": 1234,
    "1，234，567": 1234567,
    "1 234": 1234,
    "2 0": 20,
    "22（其中修订16件）": 22,
    "22\n（其中修订16件）": 22,
    "15件": 15,
    "3万": 30000,
    "\u200b7\ufeff": 7,
    "+5": 5,
    "22①": 22,
    "22件②": 22,
    "22*": 22,
    "5²": 5,
    "22[1]": 22,
    "22【注】": 22,
    "22（其中（一）项16）": 22,
    "0（无）": 0,
    "零": 0,
    "1 2 3": 123,
    "12 345": 12345,
    "1,\n234": 1234,
    "-0": 0,
    "12人次": 12,
}


@pytest.mark.parametrize(("text", "value"), COUNTS.items())
def test_a_count_is_read_in_every_way_it_is_printed(text, value):
    reading = read_number(text)
    assert (reading.state, reading.value) == ("reported", value)


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000", "\n", "\u200b"])
def test_an_empty_cell_is_blank_and_never_nought(text):
    assert read_number(text) == read_number("")
    assert (read_number(text).state, read_number(text).value) == ("blank", None)


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "/", "、", "无", " — ", "- -", "（无）", "(-)", "…", "……"])
def test_a_dash_is_a_dash_and_never_nought(text):
    assert (read_number(text).state, read_number(text).value) == ("dash", None)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3\n4",
            "50%",
            "约30",
            "1/2",
            "12.5",
            "3元",
            "1-2",
            "12、13",
            "-3",
            "1,23",
            "4 件 5 件",
            "12 34",
            "5\t3",
            "1 23",
        ),
        *("30余", "近30", "30多", "≥30", "1~2", "3至5", "（5）", "(16)22", "22（其中修订16件", "00", "007", "1.2.3"),
        *("一", "三", "十二", "①", "l2", "¥5", "减少3", "↓3"),
    ],
)
def test_what_could_be_two_numbers_or_none_is_refused(text):
    assert read_number(text).value is None
    assert read_number(text).state in {"unreadable", "text"}


@pytest.mark.parametrize(
    "text",
    [
        "\ufffc",
        "1\ufffc",
        "\ufffd",
        "?",
        "□",
        "l",
        "S",
        "###",
        "#VALUE!",
        "十二件",
        "一百零三",
        "二百一十三件",
        "Ⅲ",
        "XII",
    ],
)
def test_a_sign_in_the_place_of_a_figure_is_unreadable_and_no_word(text):
    assert read_number(text).state == "unreadable"


def test_words_are_text():
    assert read_number("详见附件说明").state == "text"


def test_a_change_may_be_negative_where_the_form_allows_it():
    assert read_number("-3", signed=True).value == -3
    assert read_number("－ 3", signed=True).value == -3
    assert read_number("-3").value is None


@pytest.mark.parametrize(
    ("text", "value"),
    {
        "减少3": -3,
        "减3项": -3,
        "↓3": -3,
        "下降 3": -3,
        "增加2": 2,
        "增2项": 2,
        "↑2": 2,
        "+2": 2,
        "-12（含取消）": -12,
    }.items(),
)
def test_a_change_may_be_told_in_words_or_arrows_where_the_form_allows_it(text, value):
    assert read_number(text, signed=True).value == value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("251000元", "cny", 251000),
        ("160.5964万元", "cny", 1605964),
        ("160.5964萬元", "cny", 1605964),
        ("251000", "cny", 251000),
        ("24252.311082", "cny_10k", 24252.311082),
        ("5000元", "cny_10k", 0.5),
        ("1.2亿元", "cny_10k", 12000),
        ("12万元", "cny_10k", 12),
        ("¥251,000.00", "cny", 251000),
        ("24252.\n31", "cny_10k", 24252.31),
    ],
)
def test_money_is_given_in_the_unit_of_the_form_whatever_unit_the_cell_prints(text, unit, value):
    assert in_unit(read_number(text, money=True), unit) == pytest.approx(value, abs=1e-9)


@given(st.integers(min_value=0, max_value=10**12))
def test_any_count_is_read_plain_full_width_and_with_thousands_marks(number):
    wide = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(number), wide, f"{number:,}", f"{number:,}".replace(",", "，"), f" {number} ", f"{number}.0"):
        assert read_number(text).value == number


@given(st.text(max_size=12))
def test_any_text_gives_a_state_and_a_value_only_where_a_number_is_printed(text):
    reading = read_number(text)
    assert (reading.value is not None) == (reading.state == "reported")
    if reading.value is not None:
        assert reading.value >= 0


@pytest.mark.parametrize("money", [False, True])
def test_more_digits_than_a_number_can_hold_are_no_value(money):
    assert read_number("9" * 400, money=money).state == "unreadable"
