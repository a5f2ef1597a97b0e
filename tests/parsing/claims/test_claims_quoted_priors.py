"""Last year's number is taken from a growth that names it, and from nothing beside it."""

import pytest

from pipelines.parsing.claims import find_claims


@pytest.mark.parametrize(
    ("prose", "quoted"),
    [
        ("2021年共收到政府信息公开申请61件，较2020年度30件上升103%。", 30),
        ("2022年收到政府信息公开申请4件，比上年的2件增长100%。", 2),
        ("2023年收到政府信息公开申请38件，与2022年的31件相比上升22.6%。", 31),
        ("2022年收到政府信息公开申请4件，比上年增长100%。", None),
        ("2022年收到政府信息公开申请4件，比上年增加2件，增长100%。", None),
    ],
)
def test_a_growth_quotes_the_number_right_behind_the_year_it_compares_with(prose, quoted):
    growth = [claim for claim in find_claims(prose, int(prose[:4])) if claim.kind == "growth"]
    assert [claim.quoted_prior for claim in growth] == [quoted]
