"""`python -m crawlers`: see `run.py`."""

import gc
import os
import sys

# what is imported and learnt at the start stays to the end; `run.py` lets the collector work once it is there
gc.disable()

# the first of all: the library looks up the file of every module there is when this one is imported
import scrapy.core.downloader.contextfactory  # noqa: E402, F401

from crawlers.run import main  # noqa: E402

status = main()
# all is written and synced; to give back what was known of every document piece by piece takes a tenth of a quiet night
sys.stdout.flush()
sys.stderr.flush()
os._exit(status)
