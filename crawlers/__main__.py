"""`python -m crawlers`: see `run.py`."""

import sys

from crawlers.run import main

sys.exit(main())
