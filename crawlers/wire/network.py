"""Network errors and headers: which exceptions mean that an answer did not come and what to say of each, how long to wait."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web.client import ResponseFailed

from crawlers.reasons import Reason, because

#: Errors after which a second attempt makes sense.
PASSING = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    ResponseFailed,
    OSError,
)
#: Everything the downloader may raise instead of giving an answer.
NO_ANSWER = (*PASSING, DownloadCancelledError, UnsupportedURLSchemeError, IgnoreRequest)

_CODES: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "name_unresolved"),
    (DownloadConnectionRefusedError, "refused_connection"),
    (DownloadTimeoutError, "no_answer_in_time"),
    (ResponseDataLossError, "cut_answer"),
    (DownloadCancelledError, "too_large"),
    (UnsupportedURLSchemeError, "not_web"),
    (IgnoreRequest, "endless_redirects"),
)


def plain(error: Exception) -> Reason:
    """What happened, in plain words."""
    for kind, code in _CODES:
        if isinstance(error, kind):
            return because(code)
    if "certificate" in str(error).lower():
        return because("bad_certificate")
    detail = str(error).strip("[]<> ") or type(error).__name__
    return because("connection_failed", detail=detail[:200])


def header(headers: Headers, name: str) -> str | None:
    """A header's values joined by commas, as text; None when absent."""
    values = headers.getlist(name)
    return b", ".join(values).decode("latin-1") if values else None


def retry_after(headers: Headers) -> float | None:
    """Seconds the server asks to wait, given as a number or a date; None when it does not say."""
    value = (header(headers, "Retry-After") or "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
