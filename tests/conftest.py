"""One profile for all properties: no test asserts a timing, and CI draws the same examples each time."""

import os

from hypothesis import settings

settings.register_profile("gongkai", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("gongkai")
