"""A server for the files in ``site``, with the policy that a host of such a frontend ought to send."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "site"
DEFAULT_SITE = "http://localhost:8000"
"""Where ``index.html`` says that the API is."""


class Frontend(ThreadingHTTPServer):
    """Serves the frontend of a site, whose API it reads and whose admin may show it in a frame."""

    def __init__(self, address: tuple[str, int], site: str) -> None:
        super().__init__(address, FrontendHandler)
        self.site = site
        self.policy = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                f"img-src 'self' {site}",
                f"connect-src {site}",
                "base-uri 'none'",
                "form-action 'self'",
                # Django's server calls itself by its number, so that the admin may be open under either.
                f"frame-ancestors {site} {site.replace('localhost', '127.0.0.1')}",
            )
        )


class FrontendHandler(SimpleHTTPRequestHandler):
    """Sends the files as they are; only the address of the API in the page is that of the site beside it."""

    server: Frontend
    # What the operating system says of .js is not always a type that a browser takes for a module.
    extensions_map = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, directory=str(FOLDER), **kwargs)

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/":
            super().do_GET()
            return
        body = (FOLDER / "index.html").read_text(encoding="utf-8").replace(DEFAULT_SITE, self.server.site).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def list_directory(self, path: Any) -> None:
        """Show no folders."""
        self.send_error(404)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the site beside it tells what is asked for."""
