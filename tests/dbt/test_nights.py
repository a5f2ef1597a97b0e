"""Versions of a report over the nights: edited, withdrawn, copied, unreadable, and what was known on a past one."""

from datetime import UTC, date, timedelta

from dbt_world import AREA, DECIDED, EDUCATION, NIGHT, SAMPLE, WATER, city, figures, portal


def test_a_report_that_went_and_came_back_is_three_versions(replay):
    world = city()
    first, second = figures("2021", 4, granted=4), figures("2021", 5, granted=5)
    second["disputes", "review", "upheld"] = None
    for days, values in ((30, first), (20, second), (10, first)):
        world.report("sample", SAMPLE, 2023, values, seen=NIGHT - timedelta(days=days))
    made = replay(world)
    assert made.row("select n_versions from fct_report") == 3
    versions = made.rows("select version_number, is_current, version_id, supersedes from fct_report_version order by 1")
    assert [version[:2] for version in versions] == [(1, False), (2, False), (3, True)]
    assert [version[3] for version in versions] == [None, versions[0][2], versions[1][2]]
    assert made.row("select request_count from mart_agency_year") == 4
    upheld = "disputes.review.upheld"
    requests = [
        f"requests.{row}.{column}"
        for row in ("granted", "new_received", "total_handled")
        for column in ("natural_person", "total")
    ]
    url = made.row("select source_url from fct_report")
    assert made.rows(
        """select old_version_id, new_version_id, source_url, cells_changed, sentences_changed, resolves_finding
        from mart_revision order by 1"""
    ) == [
        (
            versions[0][2],
            versions[1][2],
            url,
            [f"{upheld}: 0 -> blank", *(f"{name}: 4 -> 5" for name in requests)],
            [],
            [],
        ),
        (
            versions[1][2],
            versions[2][2],
            url,
            [f"{upheld}: blank -> 0", *(f"{name}: 5 -> 4" for name in requests)],
            [],
            [],
        ),
    ]
    # these differ between the two documents that spoke, each kept once though one spoke twice
    assert made.row("select count(*), count(distinct document) from kept.kept_changed") == (14, 2)


def test_the_warehouse_says_what_it_said_on_a_past_night(replay):
    world = city()
    for days, new in ((30, 4), (20, 5), (8, 7)):
        made_of = figures("2021", new, granted=new) | {("disputes", "review", "upheld"): None}  # blank in all of them
        world.report("sample", SAMPLE, 2023, made_of, seen=NIGHT - timedelta(days=days))
    world.report("sample", SAMPLE, 2022, figures("2021", 9, granted=9), seen=NIGHT - timedelta(days=10))
    old_form = figures("2019", 3, granted=3)  # its places are the later form's, under another edition
    world.report("sample", SAMPLE, 2020, old_form, edition="2019", seen=NIGHT - timedelta(days=10))
    # a cell that all three versions print alike, and a person reads otherwise in the last
    cell = "requests.carried_in.total"
    world.corrections = [
        {"agency": SAMPLE, "year": 2023, "cell": cell, "expect": 0, "value": 1, "source": "示例", **DECIDED}
    ]
    made = replay(world)
    assert made.row("select is_applied from mart_correction")
    # each version once for its time, and of the three no more cells than differ: three rows in two columns, and the corrected one
    assert made.rows("select report_id[-4:], count(*) from kept.kept_spoken group by 1 order by 1") == [
        ("2020", 1),
        ("2022", 1),
        ("2023", 3),
    ]
    assert made.row("select count(*) from kept.kept_changed") == 3 * 7

    def said(days: int) -> list[tuple]:
        moment = (NIGHT - timedelta(days=days)).astimezone(UTC).replace(tzinfo=None)
        return made.rows(
            f"select report_year, value from cells_as_of(timestamp '{moment}') "
            "where (table_key, row_key, column_key) = ('requests', 'new_received', 'total') order by 1"
        )

    assert said(31) == []
    assert said(30) == [(2023, 4)]
    assert said(20) == [(2023, 5)]
    assert said(0) == [(2020, 3), (2022, 9), (2023, 7)]
    for macro, table in (
        ("reports_as_of", "(from fct_report_version where is_current)"),
        ("cells_as_of", "(from fct_report_cell join (select report_id, version_id from fct_report) using (report_id))"),
    ):
        answer = f"{macro}(now()::timestamp)"
        columns = ", ".join(row[0] for row in made.rows(f"describe from {answer}"))
        told = made.rows(f"select {columns} from {answer} order by all")
        assert told == made.rows(f"select {columns} from {table} order by all"), macro
    for between, years in (
        ((25, 15), {"2023"}),
        ((25, 20), {"2023"}),  # from the very instant on which a version speaks, the one before it does no more
        ((20, 8), {"2020", "2022", "2023"}),
        ((25, 0), {"2020", "2022", "2023"}),
        ((31, 0), {"2020", "2022", "2023"}),
        ((31, 20), {"2023"}),
        ((9, 0), {"2023"}),
        # asked the other way round, what came to be known is what is not known any more
        ((0, 31), {"2020", "2022", "2023"}),
        ((8, 25), {"2020", "2022", "2023"}),
    ):
        earlier, later = (f"timestamp '{(NIGHT - timedelta(days=days)).astimezone(UTC):%F %T}'" for days in between)
        changed = made.rows(
            f"""select report_id, table_key, row_key, column_key, old_value, new_value, old_state, new_state
            from cells_changed({earlier}, {later}) order by all"""
        )
        assert {row[0][-4:] for row in changed} == years
        whose = "select distinct report_id, agency_id, agency_name, region_name, report_year from"
        assert set(made.rows(f"{whose} cells_changed({earlier}, {later})")) <= set(made.rows(f"{whose} fct_report"))
        assert (cell in {".".join(row[1:4]) for row in changed}) == (min(between) <= 8 or max(between) > 30)
        assert changed == made.rows(
            f"""select report_id, table_key, row_key, column_key, before.value, today.value, before.state, today.state
            from cells_as_of({earlier}) as before full join cells_as_of({later}) as today
                using (report_id, table_key, row_key, column_key)
            where (before.value, before.state) is distinct from (today.value, today.state) order by all"""
        )


def test_a_copy_speaks_for_the_nights_on_which_the_page_said_less(replay):
    world = city()
    whole, mended = figures("2021", 4, granted=4), figures("2021", 5, granted=5)
    half = {place: value if place[0] == "requests" else None for place, value in whole.items()}
    for days, values in ((30, whole), (20, half), (10, mended)):
        world.report("sample", SAMPLE, 2023, values, seen=NIGHT - timedelta(days=days))
    copy = "http://www.sample.gov.cn/bg/2023/copy.pdf"
    world.report("sample", SAMPLE, 2023, whole, seen=NIGHT - timedelta(days=25), url=copy, role="attachment")
    made = replay(world)

    def speaks(days: int) -> list[tuple]:
        moment = f"timestamp '{(NIGHT - timedelta(days=days)).astimezone(UTC):%F %T}'"
        return made.rows(f"select source_url = '{copy}', version_id[-2:] from reports_as_of({moment})")

    found = {days: speaks(days) for days in (31, 30, 25, 20, 11, 10)}
    assert found == {
        31: [],
        30: [(False, "v1")],
        25: [(False, "v1")],
        20: [(True, "v1")],
        11: [(True, "v1")],
        10: [(False, "v3")],
    }


def test_a_report_whose_address_answers_that_it_is_gone_says_since_when_until_it_is_there_again(replay):
    world = city()
    for name, answers in (
        (SAMPLE, [(5, 404), (4, 404)]),
        ("示例市体育局", [(3, 410)]),
        (WATER, [(5, 404), (4, 200)]),
        (EDUCATION, [(5, 503)]),
        (AREA, [(5, 200)]),
    ):
        sha = world.report("sample", name, 2023, figures("2021", 4, granted=4), seen=NIGHT - timedelta(days=9))
        url = world.captures[-1]["url"]
        for days, status in answers:
            # some say that a page is gone, or that they fail, and show it all the same
            answered = f"{status:064d}" if status == 404 and days == 5 else sha
            world.seen("sample", answered, url, NIGHT - timedelta(days=days), status=status)
    made = replay(world)
    assert made.rows(
        "select agency_name, gone_since::date from fct_report where gone_since is not null order by 2"
    ) == [
        (SAMPLE, date(2026, 3, 15)),
        ("示例市体育局", date(2026, 3, 17)),
    ]
    assert made.rows("select agency_name, last_seen_at::date from fct_report order by 2, 1") == [
        (name, date(2026, 3, 11)) for name in sorted((SAMPLE, "示例市体育局", EDUCATION))
    ] + [(AREA, date(2026, 3, 15)), (WATER, date(2026, 3, 16))]


def test_an_unreadable_new_version_leaves_the_last_good_one_and_says_so(replay):
    world = city()
    good, cut_off = figures("2021", 4, granted=4), figures("2021", 5, granted=5)
    # either has a sum that fails: that of the good one stays, mended by none, that of the other is nothing yet
    good["disputes", "review", "total"] = cut_off["disputes", "litigation_direct", "total"] = 1
    world.report("sample", SAMPLE, 2023, good, seen=NIGHT - timedelta(days=9))
    world.report(
        "sample",
        SAMPLE,
        2023,
        cut_off,
        status="quarantined",
        reason_codes=["ends_early"],
        reasons=["the table is cut off"],
        reasons_zh=["表格残缺"],
    )
    made = replay(world)
    assert made.row("select status, is_stale, n_versions, reported_cells from fct_report") == (
        "accepted",
        True,
        2,
        200,
    )
    assert made.row("select request_count from mart_agency_year") == 4
    assert made.rows("select place, resolved_by_version from mart_finding") == [("review", None)]
    assert made.row("select version_id from reports_as_of(now()::timestamp)") == made.row(
        "select version_id from fct_report"
    )


def test_an_attachment_takes_title_and_dates_from_the_page_that_links_it(replay):
    world = city()
    page = "http://www.sample.gov.cn/bg/t1.html"
    # what the page said before, what stands at its address as a list, that it is gone: none of them speaks for it
    world.seen("sample", "older-sha", page, NIGHT - timedelta(days=9), link_title="旧题")
    world.seen("sample", "page-sha", page, NIGHT, link_title="年报", listed_on=date(2026, 1, 18))
    world.seen("sample", "list-sha", page, NIGHT + timedelta(hours=1), role="list", link_title="栏目")
    world.seen("sample", "gone-sha", page, NIGHT + timedelta(hours=2), status=404, link_title="404")
    silent = {"status": "not_a_report", "title": "年报"}
    for key, index, days in (("older-sha", 0, 80), ("page-sha", 0, 60), ("page-sha", 1, 70)):
        said = (NIGHT - timedelta(days=days)).date()
        world.documents.append(
            {"portal_id": "sample", "document_sha256": key, "report_index": index, **silent}
            | {"printed_on": said, "meta_published_on": said + timedelta(days=1)}
        )
    # another portal's page at the same address, and one of the portal at another address
    world.portals.append(portal("other", "示例乙市", "990200", sandbox=True))
    world.seen("other", "page-sha", page, NIGHT + timedelta(hours=3), link_title="别处")
    world.seen("sample", "page-sha", f"{page}?b", NIGHT + timedelta(hours=3), link_title="别页")
    carried = {"role": "attachment", "via": page, "printed_on": None, "format": "pdf"}
    world.report(
        "sample", SAMPLE, 2025, figures("2021", 4, granted=4), url="http://www.sample.gov.cn/bg/t1.pdf", **carried
    )
    made = replay(world)
    assert made.row(
        "select source_url, page_url, link_title, published_on, published_on_source, format, parser_version from fct_report"
    ) == ("http://www.sample.gov.cn/bg/t1.pdf", page, "年报", date(2026, 1, 19), "page", "pdf", "1")
    assert made.row("select publication_lag_days from mart_agency_year") == -12


def test_an_attachment_whose_page_prints_no_day_has_the_day_of_the_list_then_of_its_meta_tag(replay):
    world = city()
    for name, listed in ((SAMPLE, date(2026, 1, 18)), (WATER, None)):
        page = f"http://www.sample.gov.cn/bg/{len(name)}{bool(listed):d}.html"
        world.seen("sample", f"{name}-page", page, NIGHT, link_title="年报", listed_on=listed)
        world.documents.append(
            {"portal_id": "sample", "document_sha256": f"{name}-page", "report_index": 0, "status": "not_a_report"}
            | {"meta_published_on": date(2026, 1, 25)}
        )
        copy = {"role": "attachment", "via": page, "url": f"{page}.pdf", "printed_on": None, "format": "pdf"}
        world.report("sample", name, 2025, figures("2021", 4, granted=4), **copy)
    made = replay(world)
    assert made.rows("select agency_name, published_on, published_on_source from fct_report order by 2") == [
        (SAMPLE, date(2026, 1, 18), "list"),
        (WATER, date(2026, 1, 25), "meta"),
    ]


def test_an_address_that_answers_that_nothing_changed_was_seen_that_night_and_has_no_new_version(replay):
    world = city()
    url = "http://www.sample.gov.cn/bg/t2.html"
    sha = world.report("sample", SAMPLE, 2024, figures("2021", 4, granted=4), url=url, seen=NIGHT - timedelta(days=9))
    world.seen("sample", sha, url, NIGHT - timedelta(days=1), status=304)
    # an answer that is none, and the list that stands there later, do not show the report
    world.seen("sample", sha, url, NIGHT, status=503)
    world.seen("sample", sha, url, NIGHT, role="list")
    made = replay(world)
    assert made.rows("select version_number, first_seen_at, last_seen_at from fct_report_version") == [
        (1, *((NIGHT - timedelta(days=days)).replace(tzinfo=None) for days in (9, 1)))
    ]


def test_the_day_and_title_of_an_attachment_s_own_row_in_a_list_go_before_those_of_its_page(replay):
    world = city()
    page, listed = "http://www.sample.gov.cn/bg/t3.html", date(2026, 1, 18)
    world.seen("sample", "page-sha", page, NIGHT, link_title="信息公开", listed_on=date(2025, 12, 1))
    own = {"role": "attachment", "via": page, "url": f"{page}.pdf", "printed_on": None, "format": "pdf"}
    sha = world.report("sample", SAMPLE, 2025, figures("2021", 4, granted=4), **own)
    world.find("captures", payload_sha256=sha).update(link_title="年报", listed_on=listed)
    made = replay(world)
    assert made.row("select link_title, listed_on, published_on from fct_report") == ("年报", listed, listed)
