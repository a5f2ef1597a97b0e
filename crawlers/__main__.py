"""`python -m crawlers`: see `run.py`."""

import sys

# the first of all: the library looks up the file of every module there is when this one is imported
import scrapy.core.downloader.contextfactory  # noqa: F401

from crawlers.run import main

sys.exit(main())
