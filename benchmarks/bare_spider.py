"""A Scrapy spider that only downloads: the addresses of a file, with the library's own settings but for the pace.

The other side of the crawl's benchmark; run as a program.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

#: What politeness asks of ours too: one request at a time and host.
_SETTINGS: dict[str, Any] = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


class Bare(Spider):
    """Downloads and forgets."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        """All addresses, portal by portal as they stand in the file."""
        for url in Path(sys.argv[1]).read_text(encoding="utf-8").split():
            yield Request(url, meta={"download_slot": url.split("/")[2]})

    def parse(self, response: Response, **_: Any) -> None:
        """Count it."""
        self.crawler.stats.inc_value("pages")


if __name__ == "__main__":
    process = AsyncCrawlerProcess(_SETTINGS)
    process.crawl(Bare)
    process.start()
