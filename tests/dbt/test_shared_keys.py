"""Reports that share a part of their keys: several in one document, one document on two portals, one address for two years.

Every join that forgets a part of a key gives one of them the figures, sentences or findings of another.
"""

from datetime import timedelta

from dbt_world import DECIDED, EDUCATION, NIGHT, SAMPLE, WATER, World, city, figures, growth_claim, portal

OTHER_DATA, OTHER_WATER = "示例乙市大数据局", "示例乙市水利局"
#: By body and year: new requests, and the prior that its sentence implies.
COUNTED = {
    (SAMPLE, 2023): (11, 5),
    (WATER, 2023): (12, 6),
    (OTHER_DATA, 2023): (13, 7),
    (OTHER_WATER, 2023): (14, 8),
    (EDUCATION, 2022): (21, 9),
    (EDUCATION, 2023): (22, 21),
}
#: A sum that does not hold, of another row in each.
WRONG = {WATER: "granted", OTHER_WATER: "partly_granted"}
OLD_SENTENCE = "去年的说法"


def shared() -> World:
    """Two bodies in one page of the city, other two in the same bytes on the next city's portal, and a third at one address."""
    world = city(other=portal("other", "示例乙市", "990200", sandbox=True))

    def one(agency, year, *, portal_id="sample", days=0, changed=None, **more):
        new, prior = COUNTED[agency, year]
        made = figures("2021", new, granted=new - 1, partly_granted=1)
        if row := WRONG.get(agency):
            made["requests", row, "total"] += 1
        said = growth_claim(new, [prior])
        if "sentence" in more:
            said["sentence"] = more.pop("sentence")
        seen = NIGHT - timedelta(days=days)
        return world.report(portal_id, agency, year, made | (changed or {}), claims=(said,), seen=seen, **more)

    page, theirs, reused = (f"http://www.{name}.gov.cn/bg/1.html" for name in ("sample", "other", "reused"))
    half = dict.fromkeys((place for place in figures("2021", 0) if place[0] == "proactive"), None)
    broken = {("disputes", "review", "total"): 9}
    for days, text, sentence in ((30, "earlier", {"sentence": OLD_SENTENCE}), (0, "", {})):
        sha = one(SAMPLE, 2023, url=page, text=text, days=days)
        one(WATER, 2023, sha=sha, report_index=1, **sentence)
        # the page prints it a second time, and neither whole nor right
        one(SAMPLE, 2023, sha=sha, report_index=2, changed=half | broken)
    one(OTHER_DATA, 2023, portal_id="other", url=theirs, sha=sha)
    one(OTHER_WATER, 2023, portal_id="other", sha=sha, report_index=1)
    one(EDUCATION, 2022, url=reused, days=30)
    one(EDUCATION, 2022, url=reused, days=25, changed=broken, status="quarantined", reason_codes=["ends_early"])
    one(EDUCATION, 2023, url=reused, days=20, sentence=OLD_SENTENCE)
    one(EDUCATION, 2023, url=reused)
    # gone from one portal, there on the other; and a person's decisions about one body and year
    world.seen("other", "f" * 64, page, NIGHT + timedelta(hours=1), status=404)
    world.corrections = [
        {"agency": EDUCATION, "year": 2023, "cell": "requests.granted.total", "value": 20, "source": "示例", **DECIDED}
        | {"expect": COUNTED[EDUCATION, 2023][0] - 1}
    ]
    return world


def test_reports_that_share_a_document_or_an_address_keep_their_own_figures_sentences_and_findings(replay):
    made = replay(shared())
    assert made.broken == []
    assert made.rows(
        "select agency_name, report_year, request_count, prior_request_count, prior_source from mart_agency_year order by 3"
    ) == [
        (agency, year, new, prior, "reported" if prior == 21 else "implied")
        for (agency, year), (new, prior) in COUNTED.items()
    ]
    assert made.rows(
        "select agency_name, report_year, percent, implied_prior_min, sentence from fct_claim order by 3"
    ) == [(agency, year, new, prior, f"比上年增加{new}%") for (agency, year), (new, prior) in COUNTED.items()]
    # none of a second print, nor of what stood unreadable at the address of another year
    assert made.rows("select distinct agency_name, place from mart_finding where rule_id <> 'A2' order by 1") == sorted(
        WRONG.items()
    )
    numbered = "select document from kept.kept_document order by report_id, portal_id, document_sha256, report_index"
    assert made.rows(numbered) == sorted(made.rows(numbered))
    assert made.rows(
        "select agency_name, row_key from fct_report_cell where flag = 'in_finding' and value > 0 "
        "and row_key in ('granted', 'partly_granted') and column_key = 'natural_person' order by all"
    ) == sorted(WRONG.items())
    assert made.rows(
        "select agency_name, report_year, split(printed_row, chr(9))[-1] from fct_report_row "
        "where row_key = 'new_received' order by 3"
    ) == [(agency, year, f"{new}") for (agency, year), (new, _) in COUNTED.items()]
    assert made.rows("select distinct agency_name, report_year from fct_report_cell where flag = 'corrected'") == [
        (EDUCATION, 2023)
    ]
    assert made.row("select count(*) from fct_report where gone_since is not null") == 0


def test_reports_that_share_a_document_or_an_address_have_their_own_versions(replay):
    made = replay(shared())
    assert made.rows(
        """select agency_name, report_year, report_index, version_number, is_current, is_alternate, supersedes is not null
        from fct_report_version where region_name = '示例市' order by report_index, agency_name desc, report_year, 4"""
    ) == [
        (EDUCATION, 2022, 0, 1, True, False, False),
        (EDUCATION, 2022, 0, 2, False, False, True),
        (EDUCATION, 2023, 0, 1, False, False, False),
        (EDUCATION, 2023, 0, 2, True, False, True),
        (SAMPLE, 2023, 0, 1, True, False, False),
        (WATER, 2023, 1, 1, False, False, False),
        (WATER, 2023, 1, 2, True, False, True),
        (SAMPLE, 2023, 2, 1, False, True, False),
    ]
    assert made.row(
        f"""select count(*) = count(distinct (spoken.report_id, spoke_from)), max(documents.report_index)
        from kept.kept_spoken as spoken join kept.kept_document as documents using (document)
        where documents.region_name = '示例市' and documents.agency_name <> '{WATER}'"""
    ) == (True, 0)
    assert made.rows(
        "select agency_name, report_year, cells_changed, sentences_changed from mart_revision order by agency_name, 2"
    ) == [
        (EDUCATION, 2022, ["disputes.review.total: 0 -> 9"], []),
        (EDUCATION, 2023, [], [f"- {OLD_SENTENCE}", "+ 比上年增加22%"]),
        (WATER, 2023, [], [f"- {OLD_SENTENCE}", "+ 比上年增加12%"]),
    ]
