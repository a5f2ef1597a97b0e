"""The tables that pass between the packages: Arrow schemas of the captures index and of the parsed facts.

Grain and meaning of every column stand here once; dbt's sources and the dictionaries repeat neither.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.home import write_atomically

_UTC = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.string())

#: One row a response in a WARC file, or a document added by hand. Derived from the WARC files alone.
CAPTURES = pa.schema(
    [
        ("run_id", pa.string()),
        ("portal_id", pa.string()),
        ("url", pa.string()),
        # list, page, part, attachment, robots, home; added for a document added by hand; what the crawl made of answers:
        # rendered by a browser, joined of the pages of one article
        ("role", pa.string()),
        ("via", pa.string()),  # the page that linked here; None at the start of a crawl
        ("link_title", pa.string()),  # the link's own words on the list
        ("listed_on", pa.date32()),  # the date the list prints beside the link
        ("method", pa.string()),
        ("status", pa.int32()),
        ("fetched_at", _UTC),
        ("content_type", pa.string()),
        ("etag", pa.string()),
        ("last_modified", pa.string()),
        ("blocked_kind", pa.string()),  # kind of wall, or of what else makes the answer no document, else None
        ("payload_sha256", pa.string()),  # of the body after content decoding
        ("payload_bytes", pa.int64()),
        ("record_type", pa.string()),  # response, revisit; resource for a document added by hand
        ("warc_file", pa.string()),  # name below archive/warc
        ("warc_offset", pa.int64()),
        ("warc_length", pa.int64()),
        # what is known of a document added by hand alone; None for what a portal gave
        ("file_name", pa.string()),
        ("added_by", pa.string()),  # the command that took it in
        ("declared_agency", pa.string()),
        ("declared_year", pa.int32()),
    ]
)

#: One row a report of a document; a document without a report has one row that says why.
DOCUMENTS = pa.schema(
    [
        ("portal_id", pa.string()),
        ("document_sha256", pa.string()),
        ("report_index", pa.int32()),  # 0 unless the document holds several reports
        ("parser_version", pa.string()),
        ("format", pa.string()),  # html, text, docx, pdf, ...
        ("status", pa.string()),  # accepted, quarantined, not_a_report
        ("reason_codes", _TEXTS),
        ("reasons", _TEXTS),
        ("reasons_zh", _TEXTS),
        ("agency", pa.string()),
        ("report_year", pa.int32()),
        ("edition", pa.string()),
        ("scope", pa.string()),  # area, office, agency
        ("title", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("printed_on", pa.date32()),  # publication date the document prints
        ("meta_published_on", pa.date32()),  # publication date of its meta tag
        ("credit_code", pa.string()),  # unified social credit code the page prints
    ]
)

#: One row a cell of a report: document x report_index x table x row x column.
CELLS = pa.schema(
    [
        ("portal_id", pa.string()),
        ("document_sha256", pa.string()),
        ("report_index", pa.int32()),
        ("table_key", pa.string()),
        ("row_key", pa.string()),  # in the statistics table of 2008 to 2018 the printed label
        ("column_key", pa.string()),
        ("concept", pa.string()),  # what a line of the statistics table counts, where its label is clear; else None
        ("edition", pa.string()),  # of the cell's own block
        ("value", pa.float64()),  # None unless a number is printed
        ("state", pa.string()),  # reported, blank, dash, text, unreadable, not_on_form, missing
        ("printed_text", pa.string()),
        ("implied_value", pa.float64()),  # only where the identities prove it
        ("implied_by", pa.string()),
        ("method", pa.string()),  # the reader; +identity where the sums settled it
        ("locator", pa.string()),  # way back into the file
        ("unit", pa.string()),  # of the form; in the statistics table as printed
    ]
)

#: One row a printed row of a report: document x report_index x table x row. Its texts, from left to right, stand in three
#: columns alike, between tabs; a row without a place in the document has none.
ROWS = pa.schema(
    [
        ("portal_id", pa.string()),
        ("document_sha256", pa.string()),
        ("report_index", pa.int32()),
        ("table_key", pa.string()),
        ("row_key", pa.string()),
        ("edition", pa.string()),  # of the row's block
        ("printed_label", pa.string()),  # the words before the first figure, the outer ones first, between " / "
        ("printed_row", pa.string()),  # the texts as printed; one, the line, where figures ran together in running text
        ("column_keys", pa.string()),  # the form's column each text was read as, else nothing
        ("printed_heads", pa.string()),  # the words above each figure, from above between " / "
    ]
)

#: One row a claim of a report's prose.
CLAIMS = pa.schema(
    [
        ("portal_id", pa.string()),
        ("document_sha256", pa.string()),
        ("report_index", pa.int32()),
        ("claim_index", pa.int32()),
        ("kind", pa.string()),  # count, share, growth, level, zero, period, fee
        ("measure", pa.string()),
        ("value", pa.float64()),  # counts
        ("percent", pa.float64()),  # shares and growth, signed
        ("unit", pa.string()),
        ("digits", pa.int32()),  # printed decimals
        ("base_year", pa.int32()),
        ("sentence", pa.string()),
        ("span_start", pa.int32()),  # characters within the sentence
        ("span_end", pa.int32()),
        ("verdict", pa.string()),  # match, match_other_definition, mismatch, implied_only, not_assessable
        ("verdict_detail", pa.string()),
        ("held_against", _TEXTS),
        ("implied_prior", pa.list_(pa.int64())),
        ("quoted_prior", pa.int64()),  # last year's number that a growth names
    ]
)

#: One row an identity and place of a report, whether it holds or not.
CHECKS = pa.schema(
    [
        ("portal_id", pa.string()),
        ("document_sha256", pa.string()),
        ("report_index", pa.int32()),
        ("rule_id", pa.string()),  # A1, A2, A3, A4
        ("place", pa.string()),  # the column, row or route
        ("state", pa.string()),  # holds, fails, not_assessable
        ("printed", pa.float64()),
        ("expected", pa.float64()),
        ("cells", _TEXTS),
        ("repair_cell", pa.string()),  # the unique single-cell repair, else None
        ("repair_value", pa.float64()),
    ]
)

#: The parsed tables by file name below parsed/portal=<id>/.
PARSED = {"documents": DOCUMENTS, "cells": CELLS, "rows": ROWS, "claims": CLAIMS, "checks": CHECKS}


def write_parquet(path: Path, rows: list[dict[str, object]], schema: pa.Schema) -> Path:
    """Write `rows` in their order under `schema`, whole or not at all; same rows give the same bytes."""
    table = pa.Table.from_pylist(rows, schema=schema)
    return write_atomically(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))
