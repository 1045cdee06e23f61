"""Serve the headless demo: ``python -m frontend``, on the second port after PORT."""

from __future__ import annotations

import os

from .server import Frontend

PORT = int(os.environ.get("PORT", "8000"))

if __name__ == "__main__":
    Frontend(("127.0.0.1", PORT + 2), f"http://localhost:{PORT}").serve_forever()
