"""A page of another site that shows the municipality's goals: ``python -m neighbour``, on the port after PORT.

It stands for a municipality's web site in another CMS, with a policy as strict as such a site may have.
"""

from __future__ import annotations

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

from demo.content.goals.school import GOAL_2026 as GOAL
from demo.content.plans import PLANS
from demo.loading.identity import identity

FOLDER = Path(__file__).parent
PORT = int(os.environ.get("PORT", "8000"))
SITE = f"http://localhost:{PORT}"
POLICY = f"default-src 'none'; script-src {SITE}; connect-src {SITE}; style-src 'self'; base-uri 'none'"
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/neighbour.css": ("neighbour.css", "text/css; charset=utf-8"),
}
YEAR = PLANS[-1].year
VALUES = {
    "site": SITE,
    "year": YEAR,
    "plan": identity("plan", YEAR),
    "goal": identity("goal", YEAR, GOAL.slug),
    "figure": identity("key-figure", "behoriga-yrkesprogram"),
}


class Neighbour(BaseHTTPRequestHandler):
    """Answers with the few files of the page, its addresses filled in."""

    def do_GET(self) -> None:
        name, media_type = FILES.get(self.path, ("", ""))
        if not name:
            self.send_error(404)
            return
        body = Template((FOLDER / name).read_text(encoding="utf-8")).substitute(VALUES).encode()
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the site beside it tells what is asked for."""


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT + 1), Neighbour).serve_forever()
