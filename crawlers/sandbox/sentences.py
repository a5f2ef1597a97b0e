"""The sentences of an invented report: claims its own figures support, in some of the shapes offices use.

Words of the form (groups of outcomes, routes of dispute) come from the form; a sentence never states what the
tables deny.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from crawlers.sandbox.figures import Key, Number, Prose, prose_words
from warehouse.form import load_form

_PUBLISHING = (
    "（一）主动公开。通过门户网站和新媒体发布工作动态与政策解读，公开目录按时更新。",
    "（一）主动公开。围绕群众关心的事项公开办事指南和政策文件，并配以图解。",
)
_PROBLEMS = (
    "存在的问题：解读形式不多，答复文书还不够规范。",
    "存在的问题：部分栏目更新不及时，工作人员业务能力有待提高。",
)
_RECEIVED = (
    "{year}年，{who}共收到政府信息公开申请{new}件{growth}。",
    "{who}{year}年新收政府信息公开申请{new}件{growth}。",
    "{year}年，{who}收到{new}件政府信息公开申请{growth}。",
)
_SHARES = ("{word}{count}件，占{share}%", "{word}{count}件（{share}%）", "{word}{count}件")


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences are about: the body, the year, the figures, the requests of the year before."""

    agency: str
    year: int
    edition: str
    scope: str
    values: Mapping[Key, Number]
    last_year: Number | None

    def total(self, table: str, row: str) -> Number:
        """The printed total of a row."""
        return self.values[table, row, "total"]

    @property
    def who(self) -> str:
        """How the report speaks of its body."""
        return "全市" if self.scope == "area" else "我局" if self.agency.endswith("局") else "本机关"


def percent(part: Number, whole: Number) -> str:
    """`part` of `whole` in percent with at most one decimal, halves up, as an office would print it."""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share:f}".removesuffix(".0")


def tell(rng: Random, told: Told) -> Prose:
    """Foreword and the chapters 一, 五, 六 of an invented report."""
    year, instrument = told.year, load_form(told.edition).instrument
    foreword = (
        f"根据《中华人民共和国政府信息公开条例》及{instrument}的要求编制本报告。"
        f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    overview = (
        rng.choice(_PUBLISHING),
        f"（二）依申请公开。{_requests(rng, told)}",
        f"（三）监督保障。{_disputes(told)}",
    )
    problems = f"{rng.choice(_PROBLEMS)}{year + 1}年将加强培训，完善答复样本。"
    return Prose((foreword,), overview, (problems,), (f"{year}年未收取信息处理费。",))


def _requests(rng: Random, told: Told) -> str:
    new, carried = told.total("requests", "new_received"), told.total("requests", "carried_in")
    handled, left = told.total("requests", "total_handled"), told.total("requests", "carried_out")
    if new:
        growth = _growth(rng, new, told.last_year)
        said = rng.choice(_RECEIVED).format(year=told.year, who=told.who, new=new, growth=growth)
    else:
        said = f"{told.year}年，{told.who}未收到政府信息公开申请。"
    if carried:
        said += f"另有上年结转申请{carried}件。"
    if handled:
        said += f"全年办结{handled}件，其中{_outcomes(rng, told, handled)}。"
    if left:
        said += f"尚有{left}件结转至{told.year + 1}年办理。"
    return said


def _growth(rng: Random, new: Number, last_year: Number | None) -> str:
    if not last_year:
        return ""
    if new == last_year:
        return "，与上年持平"
    change = percent(abs(new - last_year), last_year)
    more = rng.choice(("同比增长", "比上年增加")) if new > last_year else rng.choice(("同比下降", "比上年减少"))
    return f"，{more}{change}%"


def _outcomes(rng: Random, told: Told, handled: Number) -> str:
    """The groups that occur, each with its count and mostly its share of what was handled."""
    form = load_form(told.edition)
    counts: dict[str, Number] = dict.fromkeys(form.groups, 0)
    for block in form.tables["requests"].blocks:
        for row in block.rows:
            if row.group in counts:
                counts[row.group] += told.total("requests", row.key)
    share = rng.choice(_SHARES)
    return "；".join(
        share.format(word=form.groups[group].label, count=count, share=percent(count, handled))
        for group, count in counts.items()
        if count
    )


def _disputes(told: Told) -> str:
    words = prose_words(told.edition)
    review = told.total("disputes", "review")
    suits = told.total("disputes", "litigation_direct") + told.total("disputes", "litigation_after_review")
    if not review and not suits:
        return f"未发生因政府信息公开引起的{words['review']}和{words['litigation']}。"
    return f"因政府信息公开引起的{words['review']}{review}件，{words['litigation']}{suits}件。"
