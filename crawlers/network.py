"""Network errors: which exceptions mean that an answer did not come, and what to say of each in plain words."""

from __future__ import annotations

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
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web.client import ResponseFailed

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

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, "the host name does not resolve"),
    (DownloadConnectionRefusedError, "the host refused the connection"),
    (DownloadTimeoutError, "no whole answer came in time"),
    (ResponseDataLossError, "the answer ended before its announced length"),
    (DownloadCancelledError, "the answer is larger than any document of this kind"),
    (UnsupportedURLSchemeError, "the address is not on the web"),
    (IgnoreRequest, "the redirects do not end"),
)


def plain(error: Exception) -> str:
    """What happened, in plain words."""
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    if "certificate" in str(error).lower():
        return "the host's certificate cannot be verified"
    detail = str(error).strip("[]<> ") or type(error).__name__
    return f"the connection failed ({detail[:200]})"
