"""Zip archives with fixed times, so that the same report gives the same bytes in every run.

Word and Excel files are zips; their writers stamp each member with the clock.
"""

from __future__ import annotations

import io
import zipfile

#: The earliest time a zip member can carry.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def with_fixed_times(data: bytes) -> bytes:
    """The same archive, members in their order, every member stamped alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
