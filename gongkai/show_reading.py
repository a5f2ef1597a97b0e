"""What the commands on documents print: what a file says, the claims of prose, the way back from a figure.

Formatting only; where the figures come from belongs to the packages.
"""

from __future__ import annotations

from typing import Any

from gongkai.show import dump, local_time, say, shown

#: What is said of a document that the crawl put together.
_JOINED = "read from all pages of the article together; each is archived as it came, and named in the document with its digest"
_CORRECTED = "a person's correction is used in place of the printed figure; mart_correction says whose and why"

#: What a method says beyond the name of a reader.
_SETTLED = {
    "ocr": "recognised in a picture; the looks at it agree, and the sums of the form, where there are any, prove it",
    "ocr+identity": "recognised in a picture; the looks at it left a doubt, and the sums of the form allow this figure alone",
    "split+identity": "run together with its neighbours in the text; the sums of the form allow this cut alone",
}


def parsed(report: dict[str, Any]) -> None:
    """One parsed file in a few lines."""
    for one in report.get("reports", [report]):
        say(f"{report['file']}: {one['status']}")
        for reason in [*one["reasons"], *one["notes"]]:
            say(f"  {reason}")
        if one["agency"] or one["report_year"]:
            states: dict[str, int] = {}
            for cell in one["cells"]:
                states[cell["state"]] = states.get(cell["state"], 0) + 1
            counted = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"
            say(f"  {one['agency']}, {one['report_year']}, edition {one['edition']}, scope {one['scope']}")
            say(f"  cells: {counted}; claims: {len(one['claims'])}; findings: {len(one['findings'])}")
        for finding in one["findings"]:
            say(f"  {finding['id']}: printed {finding['printed']}, expected {finding['expected']}")
        claims(one["claims"])


def claims(found: list[dict[str, Any]]) -> None:
    """Claims, one line each."""
    for claim in found:
        figure = f"{claim['percent']:+g}%" if claim["kind"] == "growth" else None
        if figure is None and claim["percent"] is not None:
            figure = f"{claim['percent']:g}%"
        if figure is None:
            figure = "" if claim["value"] is None else f"{claim['value']:g}"
        implied = f" (last year: {' or '.join(map(str, claim['implied_prior']))})" if claim["implied_prior"] else ""
        start, end = claim["span"]
        words = claim["sentence"][start:end].replace("\n", " ")
        say(f"  {claim['kind']} {claim['measure'] or ''} {figure}{implied}: {claim['verdict']}: {words}")


def _recognition(seen: dict[str, Any] | None) -> list[tuple[str, str | None]]:
    """What a recogniser saw, what settled it and where on the page it stands; nothing for a figure of no picture."""
    if seen is None:
        return []
    boxes = "; ".join(
        f"page {box['page']}, from ({box['left']}, {box['top']}) to ({box['right']}, {box['bottom']})"
        for box in seen["boxes"]
    )
    place = f"{boxes}, in {seen['unit']} from the upper left corner" if boxes else None
    sums = ", ".join(seen["sums"]) or "none: two looks and a count of the marks must do"
    if seen["probability"] is None:
        return [("recognised", "nothing is seen there by the program of today"), ("sums over it", sums), ("box", place)]
    looks = ", ".join(map(repr, seen["looks"])) or "no mark, proven by the pixels"
    others = ", ".join(f"{one['text']!r} ({one['likelihood']:.1%})" for one in seen["other_readings"][:3])
    doubt = seen["probability"] == 0
    certainty = "looks differ, or part of the ink may be lost" if doubt else f"probability {seen['probability']:.1%}"
    if seen["settled_by_typeface"]:
        certainty = "looks left a doubt, which the certain digits of the document's own type settled"
    if seen["second_looks"] and not doubt:
        again = ", ".join(map(repr, seen["second_looks"]))
        certainty = (
            f"looks left a doubt, which second looks settled: the line prepared anew in other ways was read {again}"
        )
    marks = "as many marks as the text has characters" if seen["marks_counted"] else "not counted one by one"
    return [
        ("recognised", f"{seen['recognised_text']!r}, {certainty}"),
        ("looks at it", looks),
        ("may also be", others or None),
        ("marks in the ink", marks if seen["looks"] else None),
        ("sums over it", sums),
        ("box", place),
    ]


def explanation(record: dict[str, Any], as_json: bool) -> None:
    """The way back from a figure."""
    if as_json:
        dump(record)
        return
    value = record["value"] if record["value"] is not None else record["implied_value"]
    figure = "no number" if value is None else f"{value:g}"
    if record["value"] is None and value is not None:
        figure += f" (implied by {record['implied_by']}; the cell is {record['state']})"
    say(f"{record['agency_name']} {record['report_year']}: {figure}")
    lines = [
        ("cell", f"{record['table_key']}.{record['row_key']}.{record['column_key']}"),
        ("row and column", f"{record['table_zh']} / {record['row_zh']} / {record['column_zh']}"),
        ("state, printed text", f"{record['state']}, {record['printed_text']!r}"),
        ("row as printed", " | ".join(record["printed_row"]) if record["printed_row"] else None),
        ("label as printed", record["printed_label"]),
        ("header as printed", record["printed_head"]),
        ("corrected", _CORRECTED if record["flag"] == "corrected" else None),
        ("edition, method", f"{record['edition']}, {record['method']}"),
        ("how it was settled", _SETTLED.get(record["method"])),
        *_recognition(record.get("recognition")),
        ("report", f"{record['title']} ({record['status']})"),
        ("place in the document", record["locator"]),
        ("document", f"{record['format']}, sha256 {record['document_sha256']}"),
        ("URL", record["source_url"]),
        ("linked from", record["page_url"] if record["page_url"] != record["source_url"] else None),
        (
            "published",
            f"{record['published_on']} (from the {record['published_on_source']})" if record["published_on"] else None,
        ),
        ("added by hand", f"{record['file_name']}, by {record['added_by']}" if record["added_by"] else None),
        ("several pages", _JOINED if record["file_name"] == "joined.html" and not record["added_by"] else None),
        (
            "whose and which year",
            "said by the person who added it, not by the document" if record["is_declared"] else None,
        ),
        ("captured", local_time(record["captured_at"])),
        ("archive", f"{record['warc_file']}, offset {record['warc_offset']}"),
    ]
    for name, text in lines:
        if text:
            say(f"  {name}: {text}")
    for check in record["checks"]:
        say(
            f"  finding {check['rule_id']}:{check['place']}: printed {shown(check['printed'])}, expected {shown(check['expected'])}"
        )
    if not record["checks"]:
        say("  checks: no finding touches this cell")
