"""The divisions of the country: codes of six digits, each below the one that governs it."""

from collections import Counter

from warehouse.divisions import divisions

KNOWN = {region.adcode: region for region in divisions()}


def test_every_division_stands_below_one_that_is_known():
    assert all(region.parent_adcode in KNOWN for region in KNOWN.values() if region.level != "province")
    assert all(region.parent_adcode is None for region in KNOWN.values() if region.level == "province")


def test_a_county_that_its_province_governs_itself_has_the_province_as_its_parent():
    assert KNOWN["429004"].parent_adcode == "420000"
    assert KNOWN["110101"].parent_adcode == "110000"


def test_a_prefecture_without_counties_is_a_prefecture():
    assert (KNOWN["441900"].level, KNOWN["441900"].parent_adcode) == ("prefecture", "440000")


def test_the_levels_have_the_numbers_that_the_country_has():
    levels = Counter(region.level for region in KNOWN.values())
    assert levels["province"] == 33  # the 34th has no code in the package
    assert levels["prefecture"] == 333
    assert levels["county"] > 2800
