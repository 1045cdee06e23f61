"""A site of somebody else, beside the one of the suite: another origin to browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

Files = Mapping[str, tuple[str, str]]
"""The media type and the text of each path."""


@contextmanager
def serving(files: Files, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve some files, each with further headers, and give the origin; what is written to ``files`` later counts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            media_type, text = files.get(urlsplit(self.path).path, ("text/plain", ""))
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", f"{media_type}; charset=utf-8")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
