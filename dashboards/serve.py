"""A small static server for a built site: right headers, reading only, loopback unless told otherwise.

It knows nothing of the pages; any other static server does as well.
"""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: Vega runs its interpreter, so no page needs eval or an inline script; DataTables and Vega set styles on elements.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: What lies beside a site in its release; the page of data links one folder up, which a browser at the root asks for here.
_BESIDE = re.compile(r"/(gongkai\.duckdb|manifest\.json|tables/\w+\.parquet|csv/\w+\.csv(?:\.zst)?|excel/\w+\.xlsx)")
_HASHED = re.compile(r"^/assets/[^/]+\.[0-9a-f]{10}\.(js|css)$")


class SiteError(OSError):
    """The folder cannot be served; the message says why and what to do."""


class _Handler(SimpleHTTPRequestHandler):
    server_version = "gongkai"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30  # a silent connection gives its thread back

    def end_headers(self) -> None:
        """Add the headers every answer carries."""
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cache-Control", self._cache_control())
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """The file an address names: of the site, or of the release it lies in."""
        beside = _BESIDE.fullmatch(path.split("?", 1)[0])
        release = Path(self.directory).parent
        return (
            str(release / beside[1])
            if beside and (release / "manifest.json").is_file()
            else super().translate_path(path)
        )

    def _cache_control(self) -> str:
        path = self.path.split("?", 1)[0]
        if _HASHED.match(path):
            return "public, max-age=31536000, immutable"
        # Data lie below their release's name and may be kept, yet are asked after: a release can be built anew.
        return "no-cache" if path.startswith("/data/") else "no-store"

    def guess_type(self, path: str) -> str:  # type: ignore[override]
        """Text is UTF-8, whatever the machine's own table of types says."""
        suffix = Path(path).suffix
        known = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".csv": "text/csv"}
        if suffix in known:
            return f"{known[suffix]}; charset=utf-8"
        return "application/json" if suffix == ".json" else super().guess_type(path)

    def list_directory(self, path: str) -> None:  # type: ignore[override]
        """Folders are not listed."""
        del path
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Requests are not logged; who reads the pages is nobody's business."""


def make_server(folder: Path, host: str = "127.0.0.1", port: int = 0) -> ThreadingHTTPServer:
    """A server for `folder`, bound and not yet running; port 0 takes a free one. SiteError where no site lies."""
    if not (folder / "index.html").is_file():
        raise SiteError(f"{folder} holds no site (no index.html); build one with `gongkai refresh` first.")
    # The path is not resolved: `published/` may be swapped under a running server, and the next request sees it.
    handler = partial(_Handler, directory=str(folder.absolute()))
    try:
        server = ThreadingHTTPServer((host, port), handler)
    except OSError as error:
        raise SiteError(f"{host}:{port} cannot be bound ({error}); choose another port.") from error
    server.daemon_threads = True
    return server


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8765) -> None:
    """Serve `folder` until interrupted (Ctrl+C)."""
    with make_server(folder, host, port) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
