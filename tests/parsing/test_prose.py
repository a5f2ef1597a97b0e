"""Where one line of a page ends a sentence, and where it goes on in the next."""

import pytest

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes

AGENCY = "示例市水利局"
SENTENCE = "2023年，本机关共收到政府信息公开申请48件，较上年增长20%，其中自然人申请41件，法人或其他组织申请7件。"


def claims_of(page):
    report = parse_bytes(page.encode()).reports[0]
    assert report.status == "accepted", report.reasons
    return [(claim.kind, claim.measure, claim.value, claim.percent, claim.sentence) for claim in report.claims]


def page_of(before_title="", after_title="", opening=""):
    """A report's page with a frame around it, and its first paragraph opening with `opening`."""
    page = render(make_figures(7, AGENCY, 2023, "2021"), "html", "plain").decode()
    head, body = page.split("<body>", 1)
    title, rest = body.split("</h1>", 1)
    return f"{head}<body>{before_title}{title}</h1>{after_title}<div><p>{opening}</p></div>{rest}"


@pytest.mark.parametrize(
    ("before_title", "after_title"),
    [
        ("<div><a href='/'>首页</a> 政务公开 <span>访问量{}</span></div>", ""),
        ("<div>今天是2025年3月{}日 星期五 晴</div>", ""),
        ("", "<div>发布日期：2024-01-15 浏览次数：{}次 来源：示例市水利局</div>"),
        ("", "<div><span>字号：大 中 小</span><span>阅读：<i>{}</i></span></div>"),
    ],
)
def test_a_counter_in_the_frame_of_a_page_changes_no_claim_and_no_sentence(before_title, after_title):
    first, second = (
        claims_of(
            page_of(
                before_title.format(n), after_title.format(n), "所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
            )
        )
        for n in (13, 27)
    )
    assert first == second
    assert "period" in {kind for kind, *_ in first}


@pytest.mark.parametrize("between", ["<br>", "</p><p>", "</div><div>"])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_a_sentence_that_is_broken_over_lines_is_read_as_one(between, indent):
    whole = claims_of(page_of(opening=SENTENCE))
    printed = indent + SENTENCE
    broken = claims_of(page_of(opening=between.join(printed[at : at + 22] for at in range(0, len(printed), 22))))
    figures = {claim[:4] for claim in whole if "48件" in claim[4]}
    assert len(figures) == 2
    assert figures <= {claim[:4] for claim in broken}


def test_the_heading_above_a_sentence_is_no_part_of_it():
    sentences = [claim[4] for claim in claims_of(page_of(opening=SENTENCE)) if "48件" in claim[4]]
    assert set(sentences) == {SENTENCE}
