"""The unit printed with the labels of an amount, where it is another than the form's."""

import pytest

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes

FEE = ("proactive", "fees", "amount_cny_10k")
HEADER = "本年收费金额（单位：万元）"


def read(page: str):
    (report,) = parse_bytes(page.encode()).reports
    return report, {cell.key: cell for cell in report.cells}


@pytest.fixture
def page() -> str:
    return render(make_figures(11, "示例市水利局", 2023, "2021"), "html", "plain").decode()


@pytest.mark.parametrize(
    ("header", "share"),
    [
        (HEADER, 1),
        ("本年收费金额", 1),
        ("本年收费金额（单位：元）", 1e-4),
        ("本年收费金额(元)", 1e-4),
        ("本年收费金额（千元）", 0.1),
        ("本年收费金额<br>单位：億元", 1e4),
        ("本年收费金<br>额（单位：<br>元）", 1e-4),
        ("本年收费金额（单位：人民币元）", 1e-4),
        ("本年收费金额</p></td></tr><tr><td></td><td colspan='3'><p>（单位：元）", 1e-4),
    ],
)
def test_an_amount_is_in_the_unit_that_its_header_prints(page, header, share):
    _, known = read(page)
    report, cells = read(page.replace(HEADER, header))
    assert report.status == "accepted"
    assert known[FEE].value
    assert cells[FEE].value == pytest.approx(known[FEE].value * share)
    assert cells[FEE].text == known[FEE].text


def test_an_amount_with_one_unit_in_its_header_and_another_at_its_label_is_left_out_alone(page):
    report, cells = read(page.replace("行政事业性收费", "行政事业性收费（元）"))
    assert [reason.code for reason in report.reasons] == ["several_units"]
    assert FEE not in cells
    assert ("proactive", "penalties", "decisions") in cells


@pytest.mark.parametrize("units", ["元/万元", "单位：万元或元"])
def test_an_amount_whose_header_leaves_its_unit_open_is_left_out(page, units):
    report, cells = read(page.replace(HEADER, f"本年收费金额（{units}）"))
    assert [reason.code for reason in report.reasons] == ["several_units"]
    assert FEE not in cells


def test_procurement_in_ten_thousands_is_told_in_yuan_and_the_unit_in_a_cell_wins():
    page = render(make_figures(11, "示例市水利局", 2019, "2019"), "html", "plain").decode()
    key = ("proactive", "procurement", "amount_cny")
    known = read(page)[1][key]
    figure = known.text.removesuffix("万元")
    assert figure != known.text
    assert read(page.replace("采购总金额", "采购总金额（元）"))[1][key] == known
    moved = page.replace("采购总金额", "采购总金额（万元）").replace(known.text, figure)
    assert read(moved)[1][key].value == known.value


@pytest.mark.parametrize(
    ("printed", "value"), [("284.29千元", 28.429), ("2百万元", 200), ("3亿元", 30_000), ("5元", 0.0005)]
)
def test_an_amount_is_in_the_unit_that_its_cell_prints(page, printed, value):
    _, known = read(page)
    moved = page.replace(f">{known[FEE].text}<", f">{printed}<")
    assert moved != page
    assert read(moved)[1][FEE].value == pytest.approx(value)
