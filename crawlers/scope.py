"""Which addresses belong to a portal: the canonical form of a URL, and the reason to leave one alone.

Pure functions of URLs; whether a host answers, or to which address it resolves, is not looked up here.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from crawlers.reasons import Reason, because
from warehouse.registry import Portal

_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_DEFAULT_PORT = {"http": 80, "https": 443}
_BIG5 = "/gate/big5/"
#: Query keys that carry a time or a random number to get past caches, never an identity.
_CACHE_KEYS = {"_", "t", "ts", "timestamp", "time", "rand"}
#: What is canonical as it stands: most rows of most lists, and the library takes a tenth of a millisecond to say so.
_PART = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_CANONICAL = re.compile(rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::(?!80/|443/)[1-9]\d*)?/(?:{_PART}/)*(?:{_PART})?")
#: Addresses remembered: a list's rows are asked for more than once while its pages are read.
REMEMBERED = 8192


@lru_cache(maxsize=REMEMBERED)
def canonical(url: str) -> str:
    """One spelling for one address: no fragment, session id, dot segments or cache-busting time; ValueError if odd."""
    if _CANONICAL.fullmatch(url):
        return url
    parts = urlsplit(safe_url_string(url.strip()))
    host = (parts.hostname or "").lower()
    port = parts.port
    netloc = host if port in {None, _DEFAULT_PORT.get(parts.scheme)} else f"{host}:{port}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    kept = [(key, value) for key, value in pairs if not _busts_a_cache(key, value)]
    if len(kept) < len(pairs):
        query = urlencode(kept, encoding="latin-1")
    return urlunsplit((parts.scheme, netloc, _without_dots(_SESSION.sub("", parts.path)) or "/", query, ""))


def _busts_a_cache(key: str, value: str) -> bool:
    return key.lower() in _CACHE_KEYS and bool(re.fullmatch(r"\d{10,}|0\.\d+", value))


def _without_dots(path: str) -> str:
    """The path with `.` and `..` resolved, never above the root."""
    if "/." not in path:
        return path
    out: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(out) > 1:
                out.pop()
        elif segment != ".":
            out.append(segment)
    if segments[-1] in {".", ".."}:
        out.append("")
    return "/".join(out)


def registrable(host: str) -> str:
    """The name under which one body registers its hosts: `x.gov.cn` for all hosts below it, else the host itself."""
    labels = host.split(".")
    return ".".join(labels[-3:]) if labels[-2:] == ["gov", "cn"] and len(labels) > 2 else host


@lru_cache(maxsize=REMEMBERED)
def place(url: str) -> str:
    """What an address shares with its copies under http and https, with and without www, with and without index.html."""
    if "/index." not in url and "/default." not in url:
        rest = url.partition("://")[2].removeprefix("www.")
        return rest if "?" in rest else f"{rest}?"
    parts = urlsplit(url)
    netloc = parts.netloc.removeprefix("www.")
    path = re.sub(r"/(index|default)\.(s?html?|jsp)$", "/", parts.path)
    return f"{netloc}{path}?{parts.query}"


@lru_cache(maxsize=REMEMBERED)
def slot_key(url: str) -> str:
    """What counts as one host for politeness: the host name; on loopback with its port, for each is a portal."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return f"{host}:{parts.port}" if is_private(host) and parts.port else host


@lru_cache(maxsize=REMEMBERED)
def is_private(host: str) -> bool:
    """Whether a host name is a literal address outside the public network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def refusal(portal: Portal, url: str) -> Reason | None:
    """Why this portal's crawl must not ask this address; None when it may."""
    own = portal.list_url
    if url.startswith(_origin(own)) and _BIG5 not in url:
        url = own  # what holds for its list holds for all of its host
    return _refusal(own, url, sandbox=portal.sandbox)


@lru_cache(maxsize=REMEMBERED)
def _origin(url: str) -> str:
    scheme, netloc, *_ = urlsplit(url)
    return f"{scheme}://{netloc}/"


@lru_cache(maxsize=REMEMBERED)  # asked of a row when it is listed, and of its request
def _refusal(list_url: str, url: str, *, sandbox: bool) -> Reason | None:
    parts, own = urlsplit(url), urlsplit(list_url)
    host, own_host = ((one.hostname or "").lower() for one in (parts, own))
    if parts.scheme not in {"http", "https"}:
        return because("not_web_scheme", scheme=parts.scheme or "-")
    if parts.username or parts.password:
        return because("user_name")
    if _BIG5 in parts.path:
        return because("big5_copy")
    if sandbox:
        same = (host, parts.port) == (own.hostname, own.port)
        return None if same else because("not_sandbox_host", host=parts.netloc)
    if is_private(host):
        return because("private_address", host=host)
    if not _HOST.fullmatch(host):
        return because("no_host_name", host=host or "-")
    if parts.port not in {None, 80, 443, own.port}:
        return because("other_port", port=parts.port)
    if host == own_host:
        return None
    if not host.endswith(".gov.cn"):
        return because("not_government", host=host)
    if registrable(host) != registrable(own_host):
        return because("not_below", host=host, name=registrable(own_host))
    return None
