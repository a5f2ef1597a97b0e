"""A made-up country (示例) of any size as parsed facts: what the crawler and the parser would leave for so many reports.

Figures are drawn, never read from a document, and the same number of reports gives the same bytes. Two editions, bodies
that report every year, pages edited later, PDF copies beside pages, blanks that the sums prove, sums that fail,
sentences that agree and that do not. Measuring belongs to `warehouse.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.country_tables import TABLES, Batch, Figures
from warehouse.divisions import divisions
from warehouse.form import Form, load_form
from warehouse.home import Home, write_json
from warehouse.reference_data import write_reference
from warehouse.registry import Portal
from warehouse.schema import CAPTURES

YEARS = range(2019, 2026)
#: Bodies of one portal: a city and its county, each with a government and these below it.
_WORDS = (
    "人民政府", "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "民族宗教事务局", "公安局", "民政局",
    "司法局", "财政局", "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "城市管理局",
    "交通运输局", "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康委员会", "退役军人事务局", "应急管理局",
    "审计局", "国有资产监督管理委员会", "市场监督管理局", "体育局", "统计局", "医疗保障局", "信访局",
    "行政审批服务局", "大数据局", "金融局", "机关事务管理局", "人民政府办公室",
)  # fmt: skip
NIGHTS = tuple(datetime(2026, 3, day, 18, 30, tzinfo=UTC) for day in (1, 2, 20))
_EDITED, _COPIED, _BROKEN, _SHORT = 0.03, 0.03, 0.02, 0.2
_APPLICANTS_DRAWN = 400  # requests granted to natural persons by the busiest bodies


def write_country(home: Home, reports: int) -> Path:
    """Fill `home` with the facts of so many reports (whole bodies, so a few more) and give the reference folder."""
    home.create()
    n_bodies = -(-reports // len(YEARS))
    portals: list[Portal] = []
    captures: dict[int, list[pa.Table]] = {night: [] for night in range(len(NIGHTS))}
    for number, first in enumerate(range(0, n_bodies, 2 * len(_WORDS))):
        portal = _portal(number)
        portals.append(portal)
        batches = list(_batches(portal, number, min(2 * len(_WORDS), n_bodies - first)))
        folder = home.parsed / f"portal={portal.id}"
        folder.mkdir(parents=True)
        for name, make in TABLES.items():
            _write(folder / f"{name}.parquet", [make(batch) for batch in batches])
        for night, seen in captures.items():
            seen.append(_captures(batches, night))
    for night, tables in captures.items():
        _write(home.captures / f"{_run_id(night)}.parquet", tables)
        (home.warc / f"{_run_id(night)}-1.warc.gz").write_bytes(b"")
        write_json(home.runs / f"{_run_id(night)}.json", _run(night, portals))
    write_reference(home, portals, home.root / "reference")
    return home.root / "reference"


def _write(path: Path, tables: list[pa.Table]) -> None:
    pq.write_table(pa.concat_tables(tables), path, compression="zstd")


def _run_id(night: int) -> str:
    return f"{NIGHTS[night]:%Y%m%dT%H%M%SZ}-0000"


def _run(night: int, portals: list[Portal]) -> dict[str, Any]:
    counts = dict.fromkeys(("unchanged", "failed", "blocked", "out_of_scope"), 0) | {"discovered": 1, "archived": 1}
    return {
        "run_id": _run_id(night),
        "started_at": NIGHTS[night].isoformat(),
        "ended_at": (NIGHTS[night] + timedelta(hours=2)).isoformat(),
        "balance": {name: count * len(portals) for name, count in counts.items()},
        "portals": {portal.id: {"verdict": "complete", "platform": "sample", **counts} for portal in portals},
    }


@cache
def _adcodes() -> list[str]:
    return [region.adcode for region in divisions() if region.level != "province"]


def _portal(number: int) -> Portal:
    key = f"sample-{number:04}"
    codes = _adcodes()
    return Portal(
        id=key,
        name=f"示例{number}市",
        adcode=codes[number % len(codes)],
        list_url=f"http://www.{key}.gov.cn/bg/",
        sandbox=True,
    )


def _batches(portal: Portal, number: int, n_bodies: int) -> Iterator[Batch]:
    draw = np.random.default_rng([20260301, number])
    names = [f"{portal.name}{place}{word}" for place in ("", "甲县") for word in _WORDS][:n_bodies]
    size = np.exp(draw.normal(2.5, 1.5, n_bodies)).clip(1, _APPLICANTS_DRAWN)
    carried = np.zeros((6, n_bodies))
    priors = np.full(n_bodies, -1)
    for year in YEARS:
        edition = "2019" if year < 2021 else "2021"
        form = load_form(edition)
        values, carried = _figures(form, draw, size, carried)
        new = values[:, list(form.cells).index(("requests", "new_received", "total"))].astype(np.int64)
        again = [body for body in range(n_bodies) if draw.random() < _EDITED + _COPIED]
        kinds = ["edited" if draw.random() < 0.5 else "pdf" for _ in again]
        values[draw.random(n_bodies) < _BROKEN, list(form.cells).index(("requests", "granted", "total"))] += 1
        earlier = values[again]
        earlier[[kind == "edited" for kind in kinds], 0] += 1
        rows = [*range(n_bodies), *again]
        formats = ("html",) * n_bodies + tuple(kinds)
        shas = (hashlib.sha256(f"{names[row]} {year} {kind}".encode()) for row, kind in zip(rows, formats, strict=True))
        yield Batch(
            portal,
            year,
            edition,
            tuple(names[row] for row in rows),
            tuple(sha.hexdigest() for sha in shas),
            formats,
            _blanked(form, draw, np.concatenate([values, earlier])),
            priors[rows],
        )
        priors = new


def _figures(form: Form, draw: np.random.Generator, size: Figures, carried: Figures) -> tuple[Figures, Figures]:
    """Consistent figures of every body, and what it carries into the next year, by applicant."""
    n_bodies = len(size)
    lines = {table: _lines(form, table) for table in form.tables}
    values = {key: np.zeros(n_bodies) for key in form.cells}
    outcomes = [row for row in lines["requests"][0] if form.cells["requests", row, "total"].group not in (None, "flow")]
    applicants = [column for column in lines["requests"][1] if column != "total"]
    out = np.zeros_like(carried)
    for place, column in enumerate(applicants):
        share = 1.0 if column == "natural_person" else 0.02
        for rank, row in enumerate(outcomes):
            values["requests", row, column] = draw.poisson(size * share / (1 + rank) ** 2).astype(float)
        values["requests", outcomes[0], column] += carried[place]
        handled = sum((values["requests", row, column] for row in outcomes), np.zeros(n_bodies))
        out[place] = draw.poisson(size * share * 0.05)
        values["requests", "total_handled", column] = handled
        values["requests", "carried_in", column] = carried[place]
        values["requests", "carried_out", column] = out[place]
        values["requests", "new_received", column] = handled + out[place] - carried[place]
    for row in lines["requests"][0]:
        values["requests", row, "total"] = sum((values["requests", row, c] for c in applicants), np.zeros(n_bodies))
    for table, row, column in form.cells:
        if table != "requests" and column != "total":
            values[table, row, column] = draw.poisson(size * 0.02).astype(float)
    for row in lines["disputes"][0]:
        parts = (values["disputes", row, column] for column in lines["disputes"][1] if column != "total")
        values["disputes", row, "total"] = sum(parts, np.zeros(n_bodies))
    return np.stack([values[key] for key in form.cells], axis=1), out


def _lines(form: Form, table: str) -> tuple[list[str], list[str]]:
    keys = [key for key in form.cells if key[0] == table]
    return list(dict.fromkeys(row for _, row, _ in keys)), list(dict.fromkeys(column for _, _, column in keys))


def _blanked(form: Form, draw: np.random.Generator, values: Figures) -> Figures:
    """Some bodies leave the noughts of the applicants empty, which the sums prove."""
    inner = np.array([key[0] == "requests" and key[2] not in ("natural_person", "total") for key in form.cells])
    short = draw.random(len(values)) < _SHORT
    return np.where((values == 0) & inner & short[:, None], np.nan, values)


def _captures(batches: list[Batch], night: int) -> pa.Table:
    """All pages the first night as they were then, the edited ones anew the second, all of them unchanged the third."""
    portal = batches[0].portal
    when = NIGHTS[night]
    seen = [
        (f"{portal.list_url}{batch.year}/{_place(name)}.{'pdf' if kind == 'pdf' else 'html'}", kind, sha)
        for batch in batches
        for name, kind, sha in _shown(batch, night)
    ]
    rows = [
        {
            "run_id": _run_id(night),
            "portal_id": portal.id,
            "url": url,
            "role": "attachment" if kind == "pdf" else "page",
            "via": url.replace(".pdf", ".html") if kind == "pdf" else portal.list_url,
            "method": "GET",
            "status": 304 if night == len(NIGHTS) - 1 else 200,
            "fetched_at": when + timedelta(milliseconds=ordinal),
            "payload_sha256": sha,
            "record_type": "response",
            "warc_file": f"{_run_id(night)}-1.warc.gz",
            "warc_offset": 1000 * ordinal,
        }
        for ordinal, (url, kind, sha) in enumerate(seen)
    ]
    return pa.Table.from_pylist(rows, schema=CAPTURES)


def _place(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]


def _shown(batch: Batch, night: int) -> Iterator[tuple[str, str, str]]:
    """Name, kind and digest of the documents that lie on the portal and are fetched that night."""
    documents = list(zip(batch.bodies, batch.formats, batch.shas, strict=True))
    edited = {name for name, kind, _ in documents if kind == "edited"}
    for name, kind, sha in documents:
        is_new = kind == "html" and name in edited
        if (night == 0 and not is_new) or (night == 1 and is_new) or (night == len(NIGHTS) - 1 and kind != "edited"):
            yield name, kind, sha
