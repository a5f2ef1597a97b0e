"""The cookbook: every query has its question in both languages, and its page says what the files say."""

from pathlib import Path

import pytest

from warehouse.cookbook import CookbookError, page, recipe, recipes

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_the_docs_is_made_of_the_files():
    assert (DOCS / "cookbook.md").read_text(encoding="utf-8") == page(), (
        "run .venv/bin/python -m warehouse.cookbook > docs/cookbook.md"
    )


def test_every_query_asks_in_chinese_and_in_english():
    assert len(recipes()) >= 20
    for one in recipes():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one.zh)
        assert one.en.isascii()
        assert one.read


def test_a_query_that_is_not_there_is_named_beside_those_that_are():
    with pytest.raises(CookbookError, match=r"no query no-such; it has: .*largest-rises"):
        recipe("no-such")
