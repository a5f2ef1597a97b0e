"""Many small portals of one machine for the crawl's benchmark: a port each, lists and reports made as they are asked for.

One process with no more work an answer than needed, so that what is measured is the client. Run as a program: it prints
its first port once all listen, counts requests, and ends when standard input closes.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from crawlers.sandbox.figures import edition_of_year
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render

HOST = "127.0.0.1"
COLUMN = "/zfxxgknb/"
ROWS = 15
#: A page like any other, of which each document is a copy under another name.
_AGENCY = "示例市第〇局"


def report_path(number: int) -> str:
    """The path of a portal's report."""
    return f"{COLUMN}202501/t20250120_{100000 + number}.html"


def list_paths(documents: int) -> list[str]:
    """The paths of a portal's list pages."""
    pages = -(-documents // ROWS)
    return [COLUMN, *(f"{COLUMN}index_{page}.html" for page in range(1, pages))]


def _name(portal: int, number: int) -> str:
    return f"示例市第{portal}区{number}局"


def _list_page(portal: int, page: int, documents: int) -> str:
    rows = "".join(
        f'<li><a href=".{report_path(number).removeprefix(COLUMN[:-1])}" '
        f'title="{_name(portal, number)}2024年政府信息公开工作年度报告">{_name(portal, number)}</a><span>2025-01-20</span></li>'
        for number in range(page * ROWS, min((page + 1) * ROWS, documents))
    )
    pager = f'<script>createPageHTML({len(list_paths(documents))}, {page}, "index", "html");</script>'
    return f"<html><head><title>政府信息公开年报</title></head><body><ul>{rows}</ul>{pager}</body></html>"


class Portals:
    """What the portals answer."""

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._lists = {path: page for page, path in enumerate(list_paths(documents))}
        figures = make_figures(1, _AGENCY, 2024, edition_of_year(2024))
        self._report = render(figures, "html", "plain").split(_AGENCY.encode())
        self.asked = 0

    def answer(self, portal: int, path: str) -> tuple[int, bytes]:
        """Status and body for a path of a portal."""
        self.asked += 1
        if path in self._lists:
            return 200, _list_page(portal, self._lists[path], self._documents).encode()
        if path == "/robots.txt":
            return 404, b""
        return 200, _name(portal, int(path[-11:-5]) - 100000).encode().join(self._report)


class _Speaker(asyncio.Protocol):
    """HTTP/1.1 as far as a client of this benchmark speaks it."""

    def __init__(self, answer: Callable[[str], tuple[int, bytes]]) -> None:
        self._answer = answer
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport
        status, body = self._answer(data.split(b" ", 2)[1].decode())
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def _serve(count: int, documents: int) -> None:
    loop, portals = asyncio.get_running_loop(), Portals(documents)
    ports = []
    for number in range(count):
        server = await loop.create_server(
            lambda number=number: _Speaker(lambda path: portals.answer(number, path)), HOST, 0
        )
        ports.append(server.sockets[0].getsockname()[1])
    print(*ports, flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        print(portals.asked, flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
